package paper

import (
	"strconv"
	"strings"

	"loketaduan/internal/calendar"
	"loketaduan/internal/complaint"
	"loketaduan/internal/fault"
)

// Receipt is the tanda terima of a complaint (UU 25/2009 art. 44, domain notes
// 1.11). Identity lets the reporter's own half of an anonymous or confidential
// complaint say who he is.
type Receipt struct {
	Case
	QR       string // what the code holds
	Code     string // to be typed, under it
	Nth      int    // 1 = the first print; all later ones are copies
	First    calendar.Deadline
	Identity bool
}

// half is a receipt as one of its two readers gets it.
type half struct {
	label   string
	facts   []fact
	summary string
	files   string
	signer  string // under the reporter's signature
}

func (r *Receipt) half(forOffice bool) half {
	h := half{label: "Lembar 1: untuk pelapor"}
	if forOffice {
		h.label = "Lembar 2: untuk kantor"
	}
	c := r.Complaint
	hidden := r.hidden()
	h.facts = []fact{{"Diterima", r.received()}, {"Tempat", "Kantor " + r.Office + " (" + strings.ToLower(complaint.TextOf(complaint.Channels, r.value("channel"))) + ")"}}
	known := hidden == "" || !forOffice && r.Identity && r.value("reporter.unidentified") == ""
	if known {
		h.facts = append(h.facts, r.identity()...)
		h.signer = c.Values["reporter.name"]
	} else {
		h.facts = append(h.facts, fact{"Pelapor", hidden})
		h.signer = hidden
	}
	h.summary, h.files = strings.Join(strings.Fields(r.value("narrative")), " "), r.evidence(known || !c.Anonymous() && !c.Confidential())
	subject := r.value("subject")
	if c.Confidential() && (forOffice || !known) {
		subject, h.summary = "dirahasiakan", "Isi laporan dirahasiakan. Buka di Loket Aduan dengan nomor register ini."
	}
	h.facts = append(h.facts, fact{"Perihal", subject})
	return h
}

func (r *Receipt) title() string {
	switch r.Complaint.Kind() {
	case complaint.KindAspiration:
		return "TANDA TERIMA ASPIRASI"
	case complaint.KindInfoRequest:
		return "TANDA TERIMA PERMINTAAN INFORMASI"
	}
	return "TANDA TERIMA PENGADUAN"
}

// copyMark is what every print but the first bears, and every one for practice.
func (r *Receipt) copyMark() string {
	if r.Practice {
		return "LATIHAN"
	}
	if r.Nth <= 1 {
		return ""
	}
	return "SALINAN ke-" + strconv.Itoa(r.Nth-1)
}

// moved tells on a copy that the first print bears another date.
func (r *Receipt) moved() string {
	if r.Nth <= 1 || r.First.Due.IsZero() || r.First == r.Clocks.Deadline {
		return ""
	}
	return "Pada tanda terima pertama: " + calendar.RangeText(r.First) + "."
}

// PDF of the receipt: a page for each reader on A5, both on one A4, or the
// reporter's on a roll of 80 or 58 mm.
func (r Receipt) PDF(p Size) ([]byte, error) {
	s := newSheet("Tanda terima "+r.Complaint.Number, r.At)
	var err error
	switch p {
	case A5:
		for _, forOffice := range []bool{false, true} {
			s.page(A5.lying())
			if e := r.draw(s, r.half(forOffice), 0, 0); e != nil {
				err = e
			}
		}
	case A4:
		s.page(A4)
		for i, forOffice := range []bool{false, true} {
			if e := r.draw(s, r.half(forOffice), 0, float64(i)*A4.Height/2); e != nil {
				err = e
			}
		}
		s.pdf.SetDashPattern([]float64{2, 1.5}, 0)
		s.rule(4, A4.Height/2, A4.Width-8, 0.15)
		s.pdf.SetDashPattern(nil, 0)
	case Roll80, Roll58:
		err = r.strip().draw(s, p)
	default:
		return nil, ErrSize
	}
	if err != nil {
		return nil, err
	}
	return s.finished()
}

// ErrSize refuses a paper that a document is not made for.
var ErrSize = fault.New(fault.Invalid, "paper.size", "paper", "Ukuran kertas ini tidak cocok untuk cetakan ini. Pilih yang lain.")

const (
	halfWidth  = 210.0
	halfHeight = 148.0
	halfMargin = 9.0
	halfAside  = 62.0 // the column with number, date and code
)

// draw fills half an A4, which is an A5 on its side, from its upper left corner.
// Nothing can flow over: the summary gets what room there is.
func (r *Receipt) draw(s *sheet, h half, x, y float64) error {
	bottom := y + halfHeight - 6
	x, w := x+halfMargin, halfWidth-2*halfMargin
	y = s.kop(r.Kop, x, y+6, w, 0.72) + 1.5

	s.font(true, 11.5)
	s.put(x, y, w-70, r.title())
	s.font(false, 7.5)
	s.right(x+w, y+0.8, 60, h.label)
	if mark := r.copyMark(); mark != "" {
		s.font(true, 9)
		at := x + w - s.width(h.label)*7.5/9 - 30
		s.box(at-2, y-0.6, s.width(mark)+4, 5, 0.5)
		s.put(at, y, 0, mark)
	}
	y += 6.5

	foot := r.foot(s, h, x, w, bottom)
	if err := r.aside(s, x+w-halfAside, y, halfAside, foot-y-1.5); err != nil {
		return err
	}
	r.body(s, h, x, y, w-halfAside-5, foot-2)
	return nil
}

// body is what was brought, by whom and when.
func (r *Receipt) body(s *sheet, h half, x, y, w, bottom float64) {
	const label = 21.0
	size := 8.6
	var rest int // lines left for the summary
	var rows [][]string
	lines := 3 // of one thing
	for {
		s.font(false, size)
		rows, rest = nil, int((bottom-y)/s.lead())
		for _, f := range append(h.facts, fact{"Bukti", h.files}, fact{"Kelas", r.className() + ". " + r.rule()}) {
			text := most(s.wrap(f.text, w-label), lines)
			rows, rest = append(rows, text), rest-max(1, len(text))
		}
		switch {
		case rest >= 3:
		case size > 6.5:
			size -= 0.4
			continue
		case lines > 2:
			lines--
			continue
		}
		break
	}
	write := func(name string, text []string) {
		s.font(true, size)
		s.put(x, y, label-1, name)
		s.font(false, size)
		s.lines(x+label, y, text)
		y += s.lead() * float64(max(1, len(text)))
	}
	for i, f := range h.facts {
		write(f.label, rows[i])
	}
	s.font(false, size)
	write("Uraian", most(s.wrap(h.summary, w-label), max(1, rest)))
	write("Bukti", rows[len(rows)-2])
	write("Kelas", rows[len(rows)-1])
}

// aside is what the reporter must find again: number, date, code.
func (r *Receipt) aside(s *sheet, x, y, w, h float64) error {
	s.box(x, y, w, h, 0.3)
	bottom := y + h
	x, w, y = x+3, w-6, y+2
	s.font(false, 7)
	s.put(x, y, w, "Nomor register")
	y += s.lead()
	s.font(true, 12)
	s.put(x, y, w, r.Complaint.Number)
	y += s.lead() + 0.8
	s.font(false, 7)
	s.put(x, y, w, "Batas waktu jawaban")
	y += s.lead()
	s.font(true, 9.5)
	y = s.block(x, y, w, dueDate(r.Clocks.Deadline))
	s.font(true, 7)
	for _, note := range dueNotes(r.Clocks.Deadline) {
		y = s.block(x, y, w, note)
	}
	s.font(false, 7)
	if note := r.moved(); note != "" {
		y = s.block(x, y, w, note)
	}
	s.font(true, 8)
	side := min(w, bottom-y-s.lead()-1.5)
	if err := s.qr(r.QR, x+(w-side)/2, y, side); err != nil {
		return err
	}
	s.mid(x+w/2, y+side-0.5, w, "Kode "+r.Code)
	return nil
}

// foot is what the reporter may do, and the signatures; it gives where it
// begins.
func (r *Receipt) foot(s *sheet, h half, x, w, bottom float64) float64 {
	s.font(false, 6.3)
	s.put(x, bottom-s.lead(), w/2, r.stamp())
	s.right(x+w, bottom-s.lead(), w/2, "Pindai kode QR untuk memeriksa tanda terima ini.")
	y := bottom - s.lead() - 1

	const sign = 24.0
	y -= sign
	top := y
	half := w / 2
	s.font(false, 8)
	s.mid(x+half/2, y+s.lead(), half-6, "Pelapor,")
	s.mid(x+half*1.5, y, half-6, r.signPlace(r.Clocks.Received))
	s.mid(x+half*1.5, y+s.lead(), half-6, "Petugas penerima,")
	s.font(true, 8)
	s.mid(x+half/2, y+sign-s.lead()-1, half-10, "( "+h.signer+" )")
	s.mid(x+half*1.5, y+sign-s.lead()-1, half-10, "( "+r.Clerk+" )")

	s.font(false, 6.8)
	var notes []string
	for _, text := range []string{r.Kop.AskStatus, r.Kop.Ombudsman, r.Kop.DataUse} {
		notes = append(notes, most(s.wrap(text, w), 2)...)
	}
	y = top - float64(len(notes))*s.lead() - 1.5
	s.rule(x, y-0.8, w, 0.2)
	s.lines(x, y, notes)
	return y - 1
}
