package paper

import (
	"fmt"
	"strings"

	"loketaduan/internal/calendar"
	"loketaduan/internal/complaint"
	"loketaduan/internal/fault"
)

// Reply is the letter with the answer. Where the reporter is not to be known it
// is addressed to the number: the letter is handed over at the desk.
type Reply struct {
	Case
	Respond calendar.Date // last day to respond to the answer; zero = not told
}

// ErrNoAnswer refuses a letter before there is an answer to put into it.
var ErrNoAnswer = fault.New(fault.Conflict, "paper.reply.none", "", "Belum ada jawaban yang dicatat. Catat dahulu dengan Jawab pelapor atau Jawaban sementara, lalu cetak suratnya.")

// answer is the newest answer, or else the newest interim one.
func (r *Reply) answer() (text string, on calendar.Date, interim bool, err error) {
	for _, kind := range []string{complaint.KAnswered, complaint.KInterimReplied} {
		for i := len(r.Complaint.History) - 1; i >= 0; i-- {
			if h := &r.Complaint.History[i]; h.Kind == kind && h.Clash == "" && !h.Newer && !h.Missing {
				return h.Body.Text, h.Body.On, kind == complaint.KInterimReplied, nil
			}
		}
	}
	return "", calendar.Date{}, false, ErrNoAnswer
}

// PDF of the letter, on A4 or F4, on as many pages as it needs. Fault
// ErrNoAnswer.
func (r Reply) PDF(p Size) ([]byte, error) {
	if p != A4 && p != F4 {
		return nil, ErrSize
	}
	text, on, interim, err := r.answer()
	if err != nil {
		return nil, err
	}
	s := newSheet("Surat jawaban "+r.Complaint.Number, r.At)
	s.practice = r.Practice
	l := &letter{s: s, p: p, x: sideMargin + 5, w: p.Width - 2*(sideMargin+5)}
	l.begin()
	l.y = s.kop(r.Kop, sideMargin, 12, p.Width-2*sideMargin, 1) + 6
	r.address(l, on, interim)
	for _, part := range r.paragraphs(text, interim) {
		l.paragraph(part)
	}
	r.sign(l)
	return s.finished()
}

func (r *Reply) address(l *letter, on calendar.Date, interim bool) {
	s := l.s
	s.font(false, letterSize)
	s.right(l.x+l.w, l.y, l.w, r.signPlace(on))
	l.y += s.lead() * 1.5
	about := "Jawaban atas " + strings.ToLower(r.subjectKind()) + " nomor " + r.Complaint.Number
	if interim {
		about = "Jawaban sementara atas " + strings.ToLower(r.subjectKind()) + " nomor " + r.Complaint.Number
	}
	nature := "Biasa"
	if r.Complaint.Confidential() {
		nature = "Rahasia"
	}
	for _, f := range []fact{{"Nomor", strings.Repeat(".", 40)}, {"Sifat", nature}, {"Lampiran", "-"}, {"Hal", about}} {
		s.put(l.x, l.y, 22, f.label)
		s.put(l.x+22, l.y, 0, ":")
		l.y = s.block(l.x+26, l.y, l.w*0.6, f.text)
	}
	l.y += s.lead()
	s.put(l.x, l.y, 0, "Yth.")
	to := []string{"Pelapor dengan nomor register " + r.Complaint.Number, "di tempat"}
	if r.hidden() == "" {
		f := r.Complaint.Form()
		to = []string{f.Reporter.Name, f.Reporter.Address}
		if village := r.place(f.Reporter.Village); village != "" {
			to = append(to, "di "+village)
		}
	}
	for _, line := range to {
		l.y = s.lines(l.x+10, l.y, most(s.wrap(line, l.w*0.6), 3))
	}
	l.y += s.lead() * 1.2
}

func (r *Reply) paragraphs(answer string, interim bool) []string {
	subject := "dengan perihal “" + r.value("subject") + "”"
	if r.Complaint.Confidential() {
		subject = "yang isinya dirahasiakan"
	}
	begin := fmt.Sprintf("Menanggapi %s Saudara yang kami terima pada %s %s, bersama ini kami sampaikan jawaban sebagai berikut.",
		strings.ToLower(r.subjectKind()), r.Clocks.Received.Long(), subject)
	out := append([]string{begin}, strings.Split(strings.ReplaceAll(answer, "\r\n", "\n"), "\n")...)
	if interim {
		if due := r.Clocks.Deadline; !due.Due.IsZero() {
			end := "Jawaban lengkap kami sampaikan paling lambat " + due.Due.Long() + "."
			if due.Provisional {
				end = "Jawaban lengkap kami sampaikan paling lambat " + calendar.RangeText(due) + " (tanggal sementara, karena libur tahun itu belum ditetapkan pemerintah)."
			}
			out = append(out, end)
		}
	} else if !r.Respond.IsZero() {
		out = append(out, "Bila jawaban ini belum sesuai, Saudara dapat menanggapinya sampai "+r.Respond.Long()+" di loket kami dengan menyebut nomor register. Tanpa tanggapan sampai hari itu, laporan ini kami nyatakan selesai.")
	}
	return append(out, r.Kop.Ombudsman, "Demikian kami sampaikan. Terima kasih atas perhatian Saudara.")
}

func (r *Reply) sign(l *letter) {
	s := l.s
	if l.y+48 > l.bottom() {
		l.next()
	}
	l.y += 4
	middle, w := l.x+l.w*0.73, l.w*0.54
	s.font(false, letterSize)
	s.mid(middle, l.y, w, r.Kop.HeadTitle+",")
	l.y += s.lead() + 22
	s.font(true, letterSize)
	name := r.Kop.HeadName
	if name == "" {
		name = strings.Repeat(".", 44)
	}
	s.mid(middle, l.y, w, name)
	l.y += s.lead()
	s.font(false, letterSize)
	if r.Kop.HeadRank != "" {
		s.mid(middle, l.y, w, r.Kop.HeadRank)
		l.y += s.lead()
	}
	if r.Kop.HeadID != "" {
		s.mid(middle, l.y, w, "NIP "+r.Kop.HeadID)
	}
}

const letterSize = 11.0

// letter is a text that goes on over pages.
type letter struct {
	s     *sheet
	p     Size
	x, y  float64
	w     float64
	pages int
}

func (l *letter) bottom() float64 { return l.p.Height - 22 }

func (l *letter) begin() {
	l.s.page(l.p)
	l.pages++
	l.y = 20
}

// next begins a page that bears its number.
func (l *letter) next() {
	l.begin()
	l.s.font(false, letterSize)
	l.s.mid(l.p.Width/2, 12, 40, fmt.Sprintf("- %d -", l.pages))
}

// paragraph writes a part of the text; a single line is not left alone on a page.
func (l *letter) paragraph(text string) {
	s := l.s
	s.font(false, letterSize)
	if strings.TrimSpace(text) == "" {
		return
	}
	lines := s.wrap(text, l.w)
	for i, line := range lines {
		left := len(lines) - i
		if l.y+s.lead() > l.bottom() || left == 2 && l.y+2*s.lead() > l.bottom() {
			l.next()
			s.font(false, letterSize)
		}
		s.put(l.x, l.y, 0, line)
		l.y += s.lead() * 1.12
	}
	l.y += 2.2
}
