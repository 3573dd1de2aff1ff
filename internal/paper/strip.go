package paper

import (
	"strings"
)

// strip is a receipt for a narrow roll, from top to bottom.
type strip []row

type row struct {
	what  rowKind
	text  string
	label string // before the text
	big   bool   // twice as high
	bold  bool
}

// stripSummary is how many letters of the reporter's words a roll repeats.
const stripSummary = 240

// stripLines is how many lines of one thing a roll takes.
const stripLines = 6

type rowKind int

const (
	rowText rowKind = iota
	rowMid          // in the middle
	rowRule         // a line across
	rowQR
	rowGap
)

// strip of the reporter's half.
func (r *Receipt) strip() strip {
	h := r.half(false)
	var out strip
	mid := func(text string, big, bold bool) {
		if text != "" {
			out = append(out, row{what: rowMid, text: text, big: big, bold: bold})
		}
	}
	mid(strings.ToUpper(r.Kop.Government), false, false)
	mid(strings.ToUpper(r.Kop.Name), false, true)
	mid(r.Kop.Address, false, false)
	if r.Kop.Phone != "" {
		mid("Telepon "+r.Kop.Phone, false, false)
	}
	out = append(out, row{what: rowRule})
	mid(r.title(), false, true)
	mid(r.copyMark(), true, true)
	mid("Nomor register", false, false)
	mid(r.Complaint.Number, false, true)
	out = append(out, row{what: rowRule})
	for _, f := range h.facts {
		out = append(out, row{label: f.label, text: f.text})
	}
	summary := h.summary
	if short := []rune(summary); len(short) > stripSummary {
		summary = strings.TrimRight(string(short[:stripSummary]), " .,") + " …"
	}
	out = append(out, row{label: "Uraian", text: summary}, row{label: "Bukti", text: h.files}, row{what: rowRule})
	mid("Batas waktu jawaban", false, false)
	mid(dueDate(r.Clocks.Deadline), false, true)
	for _, note := range dueNotes(r.Clocks.Deadline) {
		mid(note, false, false)
	}
	mid(r.moved(), false, false)
	out = append(out, row{text: r.className() + ". " + r.rule()}, row{what: rowQR, text: r.QR})
	mid("Kode "+r.Code, false, true)
	mid("Pindai untuk memeriksa tanda terima ini", false, false)
	out = append(out, row{what: rowRule}, row{text: r.Kop.AskStatus}, row{text: r.Kop.Ombudsman}, row{text: r.Kop.DataUse}, row{what: rowRule})
	mid(r.signPlace(r.Clocks.Received), false, false)
	mid("Petugas penerima,", false, false)
	out = append(out, row{what: rowGap}, row{what: rowGap})
	mid("( "+r.Clerk+" )", false, false)
	out = append(out, row{what: rowGap})
	mid("Pelapor,", false, false)
	out = append(out, row{what: rowGap}, row{what: rowGap})
	mid("( "+h.signer+" )", false, false)
	out = append(out, row{text: r.stamp()})
	return out
}

// printable is the width that the head of a printer reaches, in millimetres and
// in signs of its usual letters.
func printable(p Size) (mm float64, signs int) {
	if p == Roll58 {
		return 48, 32
	}
	return 72, 48
}

// draw makes one page that is as long as it must be: what it needs is measured
// first.
func (t strip) draw(s *sheet, p Size) error {
	measure := newSheet("", s.pdf.GetCreationDate())
	measure.page(Size{p.Width, 10_000})
	end, err := t.drawOn(measure, p)
	if err != nil {
		return err
	}
	s.page(Size{p.Width, end + 4})
	_, err = t.drawOn(s, p)
	return err
}

func (t strip) drawOn(s *sheet, p Size) (float64, error) {
	w, _ := printable(p)
	x, y, points := (p.Width-w)/2, 4.0, 8.0
	if p == Roll58 {
		points = 7.2
	}
	for _, r := range t {
		size := points
		if r.big {
			size *= 1.5
		}
		s.font(r.bold, size)
		switch r.what {
		case rowRule:
			s.rule(x, y+1, w, 0.25)
			y += 2
		case rowGap:
			y += s.lead()
		case rowQR:
			side := min(w, 46)
			if err := s.qr(r.text, x+(w-side)/2, y, side); err != nil {
				return 0, err
			}
			y += side
		case rowMid:
			for _, line := range s.wrap(r.text, w) {
				s.mid(x+w/2, y, w, line)
				y += s.lead()
			}
		default:
			if r.label == "" {
				y = s.block(x, y, w, r.text)
				break
			}
			label := w * 0.25
			s.font(true, size)
			s.put(x, y, label, r.label)
			s.font(false, size)
			y = max(y+s.lead(), s.lines(x+label, y, most(s.wrap(r.text, w-label), stripLines)))
		}
	}
	return y, nil
}
