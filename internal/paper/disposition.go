package paper

import (
	"strings"

	"loketaduan/internal/calendar"
	"loketaduan/internal/complaint"
)

// Disposition is the sheet on which the head of the office says who does what
// (domain notes 1.12). It goes from hand to hand, so it never names an
// anonymous or confidential reporter.
type Disposition struct {
	Case
	// Urgent ticks "Segera": the answer is due in a few days.
	Urgent bool
}

const (
	sideMargin = 20.0 // of sheets and letters
	footMargin = 15.0
)

// PDF of the sheet, on A4 or F4.
func (d Disposition) PDF(p Size) ([]byte, error) {
	if p != A4 && p != F4 {
		return nil, ErrSize
	}
	s := newSheet("Lembar disposisi "+d.Complaint.Number, d.At)
	s.practice = d.Practice
	s.page(p)
	x, w := sideMargin, p.Width-2*sideMargin
	y := s.kop(d.Kop, x, 12, w, 0.9) + 4
	s.font(true, 13)
	s.mid(p.Width/2, y, w, "LEMBAR DISPOSISI")
	y += s.lead() + 3
	top := y
	y = d.about(s, x, y, w)
	y = d.choices(s, x, y, w)
	s.font(true, 10)
	s.put(x+3, y+2, w, "Catatan")
	sign := p.Height - footMargin - 34
	for line := y + 15; line < sign-4; line += 8 {
		s.rule(x+3, line, w-6, 0.1)
	}
	s.rule(x, sign, w, 0.2)
	s.font(false, 9.5)
	middle := x + w*0.72
	s.mid(middle, sign+2, w/2, d.Kop.HeadTitle+",")
	s.put(x+3, sign+2, w/2, "Tanggal: ..................................")
	s.put(x+3, sign+9, w/2, "Paraf:")
	s.font(true, 9.5)
	s.mid(middle, sign+24, w/2, d.Kop.HeadName)
	s.font(false, 8.5)
	if d.Kop.HeadID != "" {
		s.mid(middle, sign+28, w/2, "NIP "+d.Kop.HeadID)
	}
	bottom := p.Height - footMargin
	s.box(x, top, w, bottom-top, 0.3)
	s.font(false, 7)
	s.put(x, bottom+1.5, w, d.stamp())
	return s.finished()
}

// about tells what it is about, in a table of two columns, and gives where it
// ends.
func (d *Disposition) about(s *sheet, x, y, w float64) float64 {
	from := d.hidden()
	if from == "" {
		from = d.Complaint.ReporterShown(false)
		if village := d.place(d.value("reporter.village")); village != "" {
			from += ", " + village
		}
	}
	due := calendar.RangeText(d.Clocks.Deadline)
	switch {
	case due == "":
		due = "belum dapat dihitung"
	case d.Clocks.Deadline.Provisional:
		due += " (sementara)"
	default:
		due = d.Clocks.Deadline.Due.Long()
	}
	subject, narrative := d.value("subject"), d.value("narrative")
	facts := []fact{{"Dari", from}, {"Nomor agenda", d.Complaint.Number}, {"Diterima", d.received()}, {"Perihal", subject},
		{"Jenis", d.subjectKind() + ", " + complaint.TextOf(complaint.Categories, d.value("category"))}, {"Kelas", d.Rules.ClassText(d.Complaint.Class())}, {"Batas waktu", due},
		{"Lampiran", d.evidence(d.hidden() == "")}}
	const label = 32.0
	y += 2
	for _, f := range facts {
		s.font(false, 10)
		s.put(x+3, y, label, f.label)
		s.font(f.label == "Batas waktu", 10)
		text := most(s.wrap(f.text, w-label-8), 3)
		s.put(x+label, y, 0, ":")
		y = s.lines(x+label+3, y, text) + 0.6
		if len(text) == 0 {
			y += s.lead()
		}
	}
	s.font(false, 10)
	s.put(x+3, y, label, "Ringkasan")
	s.put(x+label, y, 0, ":")
	s.font(false, 9.5)
	y = s.lines(x+label+3, y, most(s.wrap(narrative, w-label-8), 7)) + 1
	urgent, secret := d.Urgent && !d.Complaint.Confidential(), d.Complaint.Confidential()
	s.font(false, 10)
	s.put(x+3, y, label, "Sifat")
	s.put(x+label, y, 0, ":")
	at := x + label + 3
	for _, c := range []struct {
		text string
		on   bool
	}{{"Biasa", !urgent && !secret}, {"Segera", urgent}, {"Rahasia", secret}} {
		at = s.tick(at, y, c.text, c.on) + 8
	}
	y += s.lead() + 2
	s.rule(x, y, w, 0.2)
	return y
}

// tick draws a small box, crossed when on, with its text.
func (s *sheet) tick(x, y float64, text string, on bool) float64 {
	const side = 3.4
	s.box(x, y+0.4, side, side, 0.25)
	if on {
		s.pdf.Line(x, y+0.4, x+side, y+0.4+side)
		s.pdf.Line(x, y+0.4+side, x+side, y+0.4)
	}
	s.put(x+side+2, y, 0, text)
	return x + side + 2 + s.width(clean(text))
}

// choices are the two lists to be ticked by hand, side by side. To whom the
// complaint was forwarded already is ticked.
func (d *Disposition) choices(s *sheet, x, y, w float64) float64 {
	half := w / 2
	to := strings.Split(d.Kop.Recipients, "\n")
	if d.Complaint.HolderSay != "" {
		to = append([]string{d.Complaint.HolderSay}, to...)
	}
	lists := []struct {
		title string
		items []string
		on    int
	}{{"Diteruskan kepada", append(to, ""), -1}, {"Instruksi", append(strings.Split(d.Kop.Instruction, "\n"), ""), -1}}
	if d.Complaint.HolderSay != "" {
		lists[0].on = 0
	}
	end := y
	for i, l := range lists {
		left, at := x+float64(i)*half+3, y+2
		s.font(true, 10)
		s.put(left, at, half-6, l.title)
		at += s.lead() + 1.5
		for j, item := range l.items {
			s.font(false, 10)
			text := strings.TrimSpace(item)
			if text == "" {
				text = strings.Repeat(".", 44)
			}
			s.tick(left, at, s.cut(clean(text), half-14), j == l.on)
			at += s.lead() + 1
		}
		end = max(end, at+1)
	}
	s.pdf.SetLineWidth(0.2)
	s.pdf.Line(x+half, y, x+half, end)
	s.rule(x, end, w, 0.2)
	return end
}
