package paper

import (
	"fmt"
	"strconv"
	"time"

	"loketaduan/internal/calendar"
	"loketaduan/internal/complaint"
)

// Register is the buku register of a period (domain notes 1.10), on its side,
// with its head on every page. The lines are masked by whoever gives them.
type Register struct {
	Kop      complaint.Letterhead
	From, To calendar.Date
	At       time.Time // in the office's zone
	By       string
	DataAsOf string // what the figures rest on
	Practice bool   // of a practice register: every page says so
	Lines    []Line
}

// Line is one complaint, as it is written.
type Line struct {
	Number, Received, Channel, Name, Sex, Village, Contact, Kind, Category, Summary, Attachments string
	Forwarded, Due, FollowUp, Status, Closed, Days, Tracking, Clerk                              string
}

// column of the register; share is its part of the width.
type column struct {
	title string
	share float64
	text  func(*Line) string
}

var columns = []column{
	{"No. register", 17, func(l *Line) string { return l.Number }},
	{"Tgl/jam terima", 13, func(l *Line) string { return l.Received }},
	{"Sumber", 11, func(l *Line) string { return l.Channel }},
	{"Nama", 17, func(l *Line) string { return l.Name }},
	{"JK", 5, func(l *Line) string { return l.Sex }},
	{"Alamat (desa)", 15, func(l *Line) string { return l.Village }},
	{"Kontak", 17.5, func(l *Line) string { return l.Contact }},
	{"Klasifikasi", 14, func(l *Line) string { return l.Kind }},
	{"Kategori", 17, func(l *Line) string { return l.Category }},
	{"Uraian singkat", 30, func(l *Line) string { return l.Summary }},
	{"Lampiran", 12, func(l *Line) string { return l.Attachments }},
	{"Disposisi ke / tgl", 17, func(l *Line) string { return l.Forwarded }},
	{"Batas waktu", 15, func(l *Line) string { return l.Due }},
	{"Tindak lanjut / tgl", 22, func(l *Line) string { return l.FollowUp }},
	{"Status", 14, func(l *Line) string { return l.Status }},
	{"Tgl selesai", 13, func(l *Line) string { return l.Closed }},
	{"Hari kerja terpakai", 11, func(l *Line) string { return l.Days }},
	{"Tracking ID LAPOR!", 13, func(l *Line) string { return l.Tracking }},
	{"Petugas", 14, func(l *Line) string { return l.Clerk }},
}

const (
	registerMargin = 8.0
	registerText   = 5.8 // points
	registerFirst  = 7.0 // width of the running number
	cellPad        = 0.7
	cellLines      = 12 // of one line of the register
	registerSign   = 36.0
)

// PDF of the register, on A4 or F4.
func (r Register) PDF(p Size) ([]byte, error) {
	if p != A4 && p != F4 {
		return nil, ErrSize
	}
	s := newSheet("Buku register pengaduan", r.At)
	s.practice = r.Practice
	b := &book{s: s, p: p.lying(), r: &r}
	s.page(b.p) // nothing can be measured without a page
	b.title()
	b.measure()
	b.write()
	return s.finished()
}

// book is the register while it is laid out.
type book struct {
	s      *sheet
	p      Size
	r      *Register
	widths []float64
	head   [][]string   // titles, wrapped
	cells  [][][]string // of each line
	pages  [][]int      // which lines are on which page
	last   bool         // the signature has a page of its own
	under  float64      // where the title of the first page ends
}

func (b *book) width() float64 { return b.p.Width - 2*registerMargin }

func (b *book) bottom() float64 { return b.p.Height - registerMargin - 5 }

// measure breaks every cell into lines and the lines into pages.
func (b *book) measure() {
	total := 0.0
	for _, c := range columns {
		total += c.share
	}
	s := b.s
	for _, c := range columns {
		w := (b.width() - registerFirst) * c.share / total
		b.widths = append(b.widths, w)
		s.font(true, registerText)
		b.head = append(b.head, most(s.wrap(c.title, w-2*cellPad), 4))
	}
	s.font(false, registerText)
	y, page := b.top(1), []int{}
	for i := range b.r.Lines {
		cells := make([][]string, len(columns))
		for j, c := range columns {
			cells[j] = most(s.wrap(c.text(&b.r.Lines[i]), b.widths[j]-2*cellPad), cellLines)
		}
		b.cells = append(b.cells, cells)
		h := b.height(cells)
		if y+h > b.bottom() && len(page) > 0 {
			b.pages, page = append(b.pages, page), nil
			y = b.top(len(b.pages) + 1)
		}
		page, y = append(page, i), y+h
	}
	b.pages = append(b.pages, page)
	b.last = y+registerSign+6 > b.bottom()
}

func (b *book) height(cells [][]string) float64 {
	most := 1
	for _, c := range cells {
		most = max(most, len(c))
	}
	b.s.font(false, registerText)
	return float64(most)*b.s.lead() + 2*cellPad
}

// top is where the first line of a page begins; only the first page bears the
// kop.
func (b *book) top(page int) float64 {
	y := registerMargin + 8
	if page == 1 {
		y = b.under
	}
	return y + b.height(b.head)
}

func (b *book) period() string { return "Periode " + b.r.From.Short() + " sampai " + b.r.To.Short() }

// title is the head of the first page.
func (b *book) title() {
	s := b.s
	y := s.kop(b.r.Kop, registerMargin, registerMargin-2, b.width(), 0.68)
	s.font(true, 11)
	s.mid(b.p.Width/2, y+0.5, b.width(), "BUKU REGISTER PENGADUAN")
	s.font(false, 8)
	s.mid(b.p.Width/2, y+5.5, b.width(), b.period())
	b.under = y + 11
}

func (b *book) write() {
	s, n := b.s, len(b.pages)
	if b.last {
		n++
	}
	for i, page := range b.pages {
		if i > 0 {
			s.page(b.p)
		}
		b.frame(i+1, n)
		y := b.top(i + 1)
		for _, line := range page {
			y = b.row(y, strconv.Itoa(line+1), b.cells[line], false)
		}
		if len(b.r.Lines) == 0 {
			s.font(true, 9)
			s.mid(b.p.Width/2, y+3, b.width(), "NIHIL: tidak ada laporan pada periode ini")
			y += 8
		}
		if i == len(b.pages)-1 && !b.last {
			b.sign(y)
		}
	}
	if b.last {
		s.page(b.p)
		b.frame(n, n)
		b.sign(b.top(n))
	}
}

// frame is what every page bears: title, head of the table, page n of m.
func (b *book) frame(page, of int) {
	s, x, y := b.s, registerMargin, registerMargin
	if page > 1 {
		s.font(true, 8)
		s.put(x, y, b.width()/2, "BUKU REGISTER PENGADUAN "+b.r.Kop.Name)
		s.font(false, 8)
		s.right(x+b.width(), y, b.width()/2, b.period())
	}
	b.row(b.top(page)-b.height(b.head), "No", b.head, true)
	s.font(false, 6.5)
	y = b.bottom() + 2
	t := b.r.At
	zone, _ := t.Zone()
	s.put(x, y, b.width()*0.8, "Dicetak "+t.Format("02/01/2006 15.04")+" "+zone+" oleh "+b.r.By+". "+b.r.DataAsOf)
	s.right(x+b.width(), y, 40, fmt.Sprintf("Halaman %d dari %d", page, of))
}

// row draws one line of the table and gives where the next begins.
func (b *book) row(y float64, first string, cells [][]string, head bool) float64 {
	s, x, h := b.s, registerMargin, b.height(cells)
	style := "D"
	if head {
		s.pdf.SetFillColor(232, 236, 240)
		style = "FD"
	}
	s.pdf.SetLineWidth(0.1)
	s.pdf.Rect(x, y, registerFirst, h, style)
	s.font(head, registerText)
	s.right(x+registerFirst-cellPad, y+cellPad, registerFirst, first)
	x += registerFirst
	for i, cell := range cells {
		s.pdf.Rect(x, y, b.widths[i], h, style)
		s.font(head, registerText)
		s.lines(x+cellPad, y+cellPad, cell)
		x += b.widths[i]
	}
	return y + h
}

// sign is the block of the head of the office.
func (b *book) sign(y float64) {
	s, k := b.s, &b.r.Kop
	middle, w := registerMargin+b.width()*0.82, b.width()*0.34
	y += 4
	s.font(false, 9)
	place := k.Place
	if place != "" {
		place += ", "
	}
	date := calendar.DateIn(b.r.At, b.r.At.Location())
	s.mid(middle, y, w, "Mengetahui, "+place+date.Text())
	s.mid(middle, y+s.lead(), w, k.HeadTitle)
	s.font(true, 9)
	name := k.HeadName
	if name == "" {
		name = "............................................"
	}
	s.mid(middle, y+25, w, name)
	s.font(false, 8.5)
	if k.HeadID != "" {
		s.mid(middle, y+25+s.lead(), w, "NIP "+k.HeadID)
	}
}
