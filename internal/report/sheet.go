package report

import (
	"strconv"

	"github.com/xuri/excelize/v2"

	"loketaduan/internal/calendar"
)

// column is one of the 21; meaning goes to the sheet Keterangan.
type column struct {
	title   string
	width   float64 // characters of the workbook's standard font
	meaning string
}

// The order is the one of the book; add relies on it.
var columns = [...]column{
	{"No", 6, "Nomor urut dalam lembar ini."},
	{"No. register", 21, "Nomor register yang tercantum pada tanda terima; tidak pernah berubah."},
	{"Tgl/jam terima", 16, "Tanggal dan jam pengaduan diterima menurut jam kantor."},
	{"Sumber", 10, "Cara pengaduan masuk: tatap muka, surat, telepon, WhatsApp, dan lain-lain."},
	{"Nama", 16, "Nama pelapor; ANONIM atau RAHASIA bila pelapor memintanya."},
	{"JK", 4, "Jenis kelamin: L = laki-laki, P = perempuan."},
	{"Alamat (desa)", 16, "Alamat pelapor dan desa/kelurahannya."},
	{"Kontak", 17, "Nomor telepon atau surel pelapor, dan NIK di bawahnya; keduanya berupa teks agar tidak ada angka yang hilang."},
	{"Klasifikasi", 12, "Pengaduan (berkadar atau tidak berkadar pengawasan), aspirasi, atau permintaan informasi."},
	{"Kategori", 13, "Bidang yang diadukan."},
	{"Uraian singkat", 32, "Pokok pengaduan."},
	{"Lampiran", 9, "Banyaknya lampiran."},
	{"Disposisi ke / tgl", 15, "Instansi atau petugas yang menerima disposisi terakhir dan tanggalnya."},
	{"Batas waktu", 20, "Hari terakhir untuk menjawab, dihitung dalam hari kerja sejak hari kerja pertama setelah diterima."},
	{"Keterangan tenggat", 18, "Rentang tanggal bila batas waktu masih sementara, dan batas waktu semula pada tanda terima bila sudah berubah."},
	{"Tindak lanjut / tgl", 19, "Tindak lanjut terakhir dan tanggalnya."},
	{"Status", 11, "Keadaan pengaduan pada saat data diambil."},
	{"Tgl selesai", 11, "Tanggal pengaduan ditutup."},
	{"Hari kerja terpakai", 9, "Banyaknya hari kerja sejak diterima sampai selesai, atau sampai data diambil; kosong bila belum diketahui."},
	{"Tracking ID LAPOR", 12, "Nomor pelacakan SP4N-LAPOR!, bila sudah ada."},
	{"Petugas", 12, "Petugas loket yang mencatat."},
}

const (
	headerLine = 7 // below six lines of head
	fontSize   = 10
)

// registerWriter fills the sheet line by line. Cells are reused: excelize has
// read them when SetRow returns.
type registerWriter struct {
	f     *excelize.File
	sw    *excelize.StreamWriter
	style styles
	line  int
	lines int // wrapped lines of the highest cell of the row in hand
	cells [len(columns)]excelize.Cell
	row   [len(columns)]any

	provisional int
}

// newRegisterWriter prepares the workbook down to the header row. The order
// matters: the stream writer writes the sheet's properties when it is made and
// widths and panes with the first row, after which they cannot be set any more.
func newRegisterWriter(f *excelize.File, head RegisterHead) (*registerWriter, error) {
	s := &registerWriter{f: f}
	for i := range s.cells {
		s.row[i] = &s.cells[i]
	}
	var err error
	if s.style, err = newStyles(f); err != nil {
		return nil, err
	}
	if err := setUpWorkbook(f, head); err != nil {
		return nil, err
	}
	if err := writeLegend(f, head, s.style); err != nil {
		return nil, err
	}
	if s.sw, err = f.NewStreamWriter(registerSheet); err != nil {
		return nil, err
	}
	for i, c := range columns {
		if err := s.sw.SetColWidth(i+1, i+1, c.width); err != nil {
			return nil, err
		}
	}
	corner := "C" + strconv.Itoa(headerLine+1)
	err = s.sw.SetPanes(&excelize.Panes{
		Freeze: true, XSplit: 2, YSplit: headerLine,
		TopLeftCell: corner, ActivePane: "bottomRight",
		Selection: []excelize.Selection{{SQRef: corner, ActiveCell: corner, Pane: "bottomRight"}},
	})
	if err != nil {
		return nil, err
	}
	return s, s.writeHead(head)
}

func (s *registerWriter) writeHead(head RegisterHead) error {
	for i, text := range headLines(head) {
		style := s.style.plain
		if i < 3 || i == headerLine-2 && head.Incomplete != "" {
			style = s.style.bold
		}
		if err := s.put(style, text); err != nil {
			return err
		}
	}
	for i, c := range columns {
		s.cells[i] = excelize.Cell{StyleID: s.style.header, Value: c.title}
	}
	s.line++
	return s.sw.SetRow(cellName(s.line), s.row[:], excelize.RowOpts{Height: rowHeight(2)})
}

// put writes a line with one text in its first cell.
func (s *registerWriter) put(style int, text string) error {
	s.line++
	return s.sw.SetRow(cellName(s.line), []any{excelize.Cell{StyleID: style, Value: cleanText(text)}})
}

// add writes the line of one complaint, already masked.
func (s *registerWriter) add(n int, r *RegisterRow) error {
	s.lines = 1
	s.number(0, n)
	s.text(1, r.Number)
	if serial, ok := timeSerial(r.ReceivedAt); ok {
		s.cells[2] = excelize.Cell{StyleID: s.style.clock, Value: serial}
	} else {
		s.text(2, "")
	}
	s.text(3, r.Channel)
	s.text(4, r.Name)
	s.text(5, r.Sex)
	s.text(6, join(r.Address, ", ", r.Village))
	s.text(7, contactCell(r))
	s.text(8, r.Kind)
	s.text(9, r.Category)
	s.text(10, r.Summary)
	s.text(11, r.Attachments)
	s.textOrDate(12, r.ForwardedTo, r.ForwardedOn)
	if r.Provisional && !r.Due.IsZero() {
		s.provisional++
		s.date(13, r.Due, s.style.provisional)
	} else {
		s.date(13, r.Due, s.style.date)
	}
	s.text(14, deadlineNote(r))
	s.textOrDate(15, r.FollowUp, r.FollowedUpOn)
	s.text(16, r.Status)
	s.date(17, r.ClosedOn, s.style.date)
	if r.WorkingDays >= 0 {
		s.number(18, r.WorkingDays)
	} else {
		s.text(18, "")
	}
	s.text(19, r.Tracking)
	s.text(20, r.Clerk)
	s.line++
	return s.sw.SetRow(cellName(s.line), s.row[:], excelize.RowOpts{Height: rowHeight(s.lines)})
}

// finish writes the closing lines, one line away from the table so that filters
// and sorting leave them alone, and sets what needs to know the last row.
func (s *registerWriter) finish(n int) error {
	if n == 0 {
		for i := range s.cells {
			s.text(i, "")
		}
		s.text(1, "NIHIL")
		s.line++
		if err := s.sw.SetRow(cellName(s.line), s.row[:]); err != nil {
			return err
		}
	}
	last := s.line
	s.line += 2
	err := s.sw.SetRow(cellName(s.line), []any{nil,
		excelize.Cell{StyleID: s.style.bold, Value: "Jumlah pengaduan"},
		excelize.Cell{StyleID: s.style.total, Value: n}})
	if err != nil {
		return err
	}
	if s.provisional > 0 {
		s.line++
		err := s.sw.SetRow(cellName(s.line), []any{nil,
			excelize.Cell{StyleID: s.style.plain, Value: "Batas waktu sementara"},
			excelize.Cell{StyleID: s.style.total, Value: s.provisional}})
		if err != nil {
			return err
		}
	}
	// Before Flush: the filter belongs to the part of the sheet written by it.
	table := "A" + strconv.Itoa(headerLine) + ":U" + strconv.Itoa(last)
	if err := s.f.AutoFilter(registerSheet, table, nil); err != nil {
		return err
	}
	return s.sw.Flush()
}

// text writes a string whatever it looks like: "=1+1" stays four characters.
func (s *registerWriter) text(col int, v string) {
	s.cells[col].StyleID = s.style.text
	if v == "" {
		s.cells[col].Value = nil
		return
	}
	v = cleanText(v)
	s.lines = max(s.lines, wrappedLines(v, columns[col].width))
	s.cells[col].Value = v
}

func (s *registerWriter) number(col, v int) {
	s.cells[col] = excelize.Cell{StyleID: s.style.number, Value: v}
}

func (s *registerWriter) date(col int, d calendar.Date, style int) {
	serial, ok := daySerial(d)
	if !ok {
		s.text(col, d.Short())
		return
	}
	s.cells[col] = excelize.Cell{StyleID: style, Value: serial}
}

func (s *registerWriter) textOrDate(col int, text string, d calendar.Date) {
	if text == "" {
		s.date(col, d, s.style.date)
		return
	}
	s.text(col, join(text, ", ", d.Short()))
}

// deadlineNote stands beside the due date, which stays a date that can be sorted.
func deadlineNote(r *RegisterRow) string {
	note, before := "", ""
	if r.Provisional && !r.Due.IsZero() {
		note = "sementara: " + calendar.RangeText(calendar.Deadline{Due: r.Due, Latest: r.Latest, Provisional: true})
	}
	if !r.FirstTold.IsZero() && !r.Due.IsZero() && r.FirstTold != r.Due {
		before = "semula " + r.FirstTold.Short()
	}
	return join(note, "; ", before)
}

func contactCell(r *RegisterRow) string {
	if r.NIK == "" {
		return r.Contact
	}
	return join(r.Contact, "\n", "NIK "+r.NIK)
}

func join(a, between, b string) string {
	if a == "" {
		return b
	}
	if b == "" {
		return a
	}
	return a + between + b
}

func cellName(line int) string { return "A" + strconv.Itoa(line) }
