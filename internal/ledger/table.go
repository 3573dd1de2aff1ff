package ledger

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"loketaduan/internal/complaint"
)

// Source is a sheet that is to be read, with its titles.
type Source struct {
	Sheet  *Sheet
	Layout Layout
}

// Column of all sources together: those of one title are one column.
type Column struct {
	Title   string
	Key     string // TitleKey
	Field   Field
	By      string // why: title, content, answer; "" = nothing is known
	Filled  int    // rows that have something in it
	Samples []string
	Hidden  bool
	Dates   *Dates // of a column of days, or of one with days at the end of its texts
	Order   Order  // in which they are read; "" = nobody has said yet
	Swap    bool   // serials are read with day and month changed places
	Asked   bool   // Swap was answered

	zeros, one bool         // see nik
	in         map[int]bool // sources that have it
}

// LineKind is what a line of a sheet is.
type LineKind string

const (
	Data      LineKind = "data"
	Heading   LineKind = "judul"        // above the table, and the titles themselves
	Repeated  LineKind = "judul kolom"  // the titles once more, in the middle
	Counting  LineKind = "nomor kolom"  // 1, 2, 3
	Total     LineKind = "jumlah"       // sums
	Other     LineKind = "di luar"      // months, signatures
	Joined    LineKind = "sel gabungan" // nothing but what is joined with the line above
	Continued LineKind = "sambungan"    // of the text of the complaint above
	Covered   LineKind = "tersembunyi"  // left out because it is hidden
)

// row of the table.
type row struct {
	source int
	line   *Line
	cells  []Cell // by column
	kind   LineKind
	more   []int // rows that go on with it
}

// Table is what the chosen sheets hold, with every column known for what it is
// as far as titles, values and answers tell.
type Table struct {
	Columns []Column
	Words   []Word // of the status column
	Lapor   bool   // SP4N-LAPOR!'s own export
	Own     bool   // our own export
	Counts  map[LineKind]int
	Hidden  int // hidden lines among the data
	sources []Source
	mapping Mapping
	rows    []row
	newest  int // year
	unsaid  int // rows that say nothing of their state
}

// Word of a status column.
type Word struct {
	Text  string // as it stands most often
	Key   string
	Count int
	State complaint.State // "" = not known
	why   string
}

// NewTable reads the sources with the answers that there are. year is this one.
func NewTable(sources []Source, m Mapping, year int) *Table {
	t := &Table{sources: sources, mapping: m, newest: year, Counts: map[LineKind]int{}}
	t.collect()
	t.name()
	t.sort()
	t.settle()
	t.judge()
	return t
}

// collect finds the columns and cuts every line into them.
func (t *Table) collect() {
	at := map[string]int{}
	for n, src := range t.sources {
		place := make([]int, src.Sheet.Columns) // cell -> column
		used := usedColumns(src)
		for i := range place {
			title := ""
			if i < len(src.Layout.Titles) {
				title = src.Layout.Titles[i]
			}
			if title == "" {
				if !used[i] {
					place[i] = -1
					continue
				}
				title = "Kolom " + letters(i)
			}
			key := TitleKey(title)
			c, known := at[key]
			if !known {
				c = len(t.Columns)
				at[key] = c
				t.Columns = append(t.Columns, Column{Title: title, Key: key, Hidden: src.Sheet.covered[i], in: map[int]bool{}})
			}
			t.Columns[c].in[n] = true
			place[i] = c
		}
		for i := range src.Sheet.Lines {
			line := &src.Sheet.Lines[i]
			r := row{source: n, line: line, kind: Data}
			if line.Number <= src.Layout.To {
				r.kind = Heading
			} else {
				r.cells = make([]Cell, len(t.Columns))
				for j, c := range line.Cells {
					if j < len(place) && place[j] >= 0 && c.Kind != Empty {
						r.cells[place[j]] = c
					}
				}
			}
			t.rows = append(t.rows, r)
		}
	}
	for i := range t.rows { // columns that later sheets added
		r := &t.rows[i]
		for r.kind == Data && len(r.cells) < len(t.Columns) {
			r.cells = append(r.cells, Cell{})
		}
	}
}

func usedColumns(src Source) []bool {
	used := make([]bool, src.Sheet.Columns)
	for i := range src.Sheet.Lines {
		if l := &src.Sheet.Lines[i]; l.Number > src.Layout.To {
			for j, c := range l.Cells {
				used[j] = used[j] || c.Kind != Empty && !c.Copied
			}
		}
	}
	return used
}

// letters of a column as a spreadsheet names it, from 0.
func letters(i int) string {
	s := ""
	for i++; i > 0; i = (i - 1) / 26 {
		s = string(rune('A'+(i-1)%26)) + s
	}
	return s
}

// name gives every column its field: the answer, else what its title says. The
// title that says it best has a field, and what lost one gets its next best.
func (t *Table) name() {
	taken := map[Field]bool{}
	for i := range t.Columns {
		c := &t.Columns[i]
		if f, ok := t.mapping.Columns[c.Key]; ok && f.Known() {
			c.Field, c.By = f, "answer"
			taken[f] = f.once()
		}
	}
	var all []claim
	for i := range t.Columns {
		if t.Columns[i].By != "" {
			continue
		}
		t.Columns[i].Field = Note // nothing gets lost unseen
		days, filled, counted := 0.0, false, false
		for _, c := range claims(t.Columns[i].Title) {
			if byValues[c.field] {
				if !counted {
					days, filled = t.dayShare(i)
					counted = true
				}
				if filled && !fits(c.field, days) {
					continue
				}
			}
			c.column = i
			all = append(all, c)
		}
	}
	slices.SortStableFunc(all, func(a, b claim) int { return b.score - a.score })
	gone := map[int]bool{}
	for _, x := range all {
		c := &t.Columns[x.column]
		switch {
		case c.By != "" || gone[x.column]:
		case !taken[x.field]:
			c.Field, c.By = x.field, "title"
			taken[x.field] = x.field.once()
		default: // the sheet of another month calls it by another name
			if i := t.column(x.field); !t.together(i, x.column) {
				t.merge(i, x.column)
				gone[x.column] = true
			}
		}
	}
	t.drop(gone)
	lapor, own := 0, 0
	for i := range t.Columns {
		if laporTitles[t.Columns[i].Key] {
			lapor++
		}
		if ownTitles[t.Columns[i].Key] {
			own++
		}
	}
	t.Lapor, t.Own = lapor >= len(laporTitles)-3, own == len(ownTitles)
}

// together tells whether two columns stand in one sheet.
func (t *Table) together(a, b int) bool {
	for n := range t.Columns[a].in {
		if t.Columns[b].in[n] {
			return true
		}
	}
	return false
}

// merge puts the cells of a column into another one.
func (t *Table) merge(into, from int) {
	for n := range t.Columns[from].in {
		t.Columns[into].in[n] = true
	}
	t.Columns[into].Title += " / " + t.Columns[from].Title
	for i := range t.rows {
		if r := &t.rows[i]; r.kind == Data && r.cells[from].Kind != Empty {
			r.cells[into] = r.cells[from]
		}
	}
}

// drop forgets columns.
func (t *Table) drop(gone map[int]bool) {
	if len(gone) == 0 {
		return
	}
	for i := range t.rows {
		if r := &t.rows[i]; r.kind == Data {
			r.cells = keep(r.cells, gone)
		}
	}
	t.Columns = keep(t.Columns, gone)
}

func keep[T any](list []T, gone map[int]bool) []T {
	out := list[:0]
	for i := range list {
		if !gone[i] {
			out = append(out, list[i])
		}
	}
	return out
}

// fits tells whether a column, of whose values that share are days, can be the
// field: under "Tindak lanjut" there stand in one file texts and in another days.
func fits(f Field, days float64) bool {
	if _, text := endsWithDay[f]; text {
		return days < 0.6
	}
	for _, day := range endsWithDay {
		if f == day {
			return days > 0.3
		}
	}
	return true
}

// byValues are the fields that fits looks at.
var byValues = func() map[Field]bool {
	m := map[Field]bool{}
	for text, day := range endsWithDay {
		m[text], m[day] = true, true
	}
	return m
}()

// dayShare is the share of days among all that stands below a title.
func (t *Table) dayShare(col int) (share float64, filled bool) {
	n, days := 0, 0
	for i := range t.rows {
		if r := &t.rows[i]; r.kind == Data && r.cells[col].Kind != Empty && !nothing(r.cells[col].Text) {
			n++
			if isDay(r.cells[col], t.newest) {
				days++
			}
		}
	}
	return float64(days) / float64(max(n, 1)), n > 0
}

// once tells whether a row can have only one of the field.
func (f Field) once() bool { return f != Note && f != Ignore && f != Count }

// laporTitles are those of SP4N-LAPOR!'s export.
var laporTitles = func() map[string]bool {
	m := map[string]bool{}
	for _, title := range []string{"Tracking ID", "Tanggal Laporan Masuk", "Waktu Laporan Masuk", "Nama Pelapor", "Klasifikasi Laporan", "ID Kategori", "Kategori",
		"Judul Laporan", "Isi Laporan Awal", "Isi Laporan Akhir", "Tipe Laporan (Anonim/Rahasia)", "Sumber Laporan", "Instansi Induk", "ID Instansi Terdisposisi",
		"Instansi Terdisposisi", "Status Laporan", "Alasan Tunda/Arsip", "Provinsi", "Kota/Kabupaten", "Kecamatan", "Kelurahan"} {
		m[TitleKey(title)] = true
	}
	return m
}()

// ownTitles stand together in no other file than our own register.
var ownTitles = map[string]bool{TitleKey("No. register"): true, TitleKey("Tgl/jam terima"): true, TitleKey("Keterangan tenggat"): true, TitleKey("Hari kerja terpakai"): true, TitleKey("Tracking ID LAPOR"): true}

// Answers is the mapping as it is kept: what every column is, whoever said so,
// and the answers.
func (t *Table) Answers() Mapping {
	m := Mapping{Columns: map[string]Field{}, Orders: map[string]Order{}, States: map[string]complaint.State{}}
	for _, c := range t.Columns {
		if c.By == "answer" {
			m.Columns[c.Key] = c.Field
		}
		if o, ok := t.mapping.Orders[c.Key]; ok {
			m.Orders[c.Key] = o
		}
	}
	for _, w := range t.Words {
		if s, ok := t.mapping.States[w.Key]; ok {
			m.States[w.Key] = s
		}
	}
	return m
}

// Sheets that are read, by name.
func (t *Table) Sheets() []string {
	var out []string
	for _, s := range t.sources {
		if s.Sheet.Name != "" {
			out = append(out, s.Sheet.Name)
		}
	}
	return out
}

// column with the field; -1 when there is none.
func (t *Table) column(f Field) int {
	return slices.IndexFunc(t.Columns, func(c Column) bool { return c.Field == f })
}

// sort tells the lines with complaints from the others.
func (t *Table) sort() {
	titles := make([]map[string]bool, len(t.sources)) // parts of the titles, by source
	for n, src := range t.sources {
		titles[n] = map[string]bool{}
		for _, l := range src.Sheet.Lines {
			if l.Number >= src.Layout.From && l.Number <= src.Layout.To {
				for _, c := range l.Cells {
					if key := TitleKey(c.Text); key != "" {
						titles[n][key] = true
					}
				}
			}
		}
	}
	last := t.lastDays()
	before := -1 // data row above, of the same sheet
	for i := range t.rows {
		r := &t.rows[i]
		if i > 0 && t.rows[i-1].source != r.source {
			before = -1
		}
		if r.kind == Data {
			r.kind = t.kindOf(r, titles[r.source], before, r.line.Number > last[r.source])
		}
		switch r.kind {
		case Data:
			if r.line.Hidden {
				t.Hidden++
				if t.mapping.SkipHidden {
					r.kind = Covered
					break
				}
			}
			t.repeatAbove(r, before)
			before = i
		case Continued:
			t.rows[before].more = append(t.rows[before].more, i)
		}
		t.Counts[r.kind]++
	}
}

// lastDays gives for each source the last line that has a day of receipt.
func (t *Table) lastDays() []int {
	last := make([]int, len(t.sources))
	col := t.column(Received)
	for i := range t.rows {
		r := &t.rows[i]
		if col < 0 {
			last[r.source] = 1 << 30
		} else if r.kind == Data {
			if d := readDate(r.cells[col], t.newest); d.how != blank && d.how != unreadable {
				last[r.source] = r.line.Number
			}
		}
	}
	return last
}

// longestTitle is more than any title has, in bytes.
const longestTitle = 90

var (
	sums     = regexp.MustCompile(`(?i)^(sub ?-?total|jumlah|grand total|total|rekap\w*)\b`)
	signings = regexp.MustCompile(`(?i)^(mengetahui|camat|lurah|nip\b|kepala|a\.?n\.|petugas|ttd|tanda tangan|dibuat|catatan|keterangan|sumber|pangkat|pembina|penata|sekretaris|[a-z ]+, *[0-9]{1,2} [a-z]+ [0-9]{4})`)
)

func (t *Table) kindOf(r *row, titles map[string]bool, before int, after bool) LineKind {
	var own []int // columns with something of the line itself
	same := 0
	for i, c := range r.cells {
		if c.Kind != Empty && !c.Copied {
			own = append(own, i)
			if len(c.Text) <= longestTitle && titles[TitleKey(c.Text)] {
				same++
			}
		}
	}
	if len(own) == 0 {
		return Joined
	}
	if same >= 2 && same*10 >= len(own)*6 {
		return Repeated
	}
	if src := t.sources[r.source]; src.Sheet.counting(r.line) && len(own) == len(r.line.Cells) {
		return Counting
	}
	has := func(fields ...Field) bool {
		return slices.ContainsFunc(own, func(i int) bool { return slices.Contains(fields, t.Columns[i].Field) && !nothing(r.cells[i].Text) })
	}
	copied := func(f Field) bool { i := t.column(f); return i >= 0 && r.cells[i].Copied }
	if before >= 0 && (copied(Count) || copied(OldNumber)) && !has(Received, Name, NameAddress, Count, OldNumber) {
		return Continued
	}
	text := has(Narrative, Subject, Original)
	day := Field("")
	if i := t.column(Received); i >= 0 {
		if d := readDate(r.cells[i], t.newest); d.how != blank && d.how != unreadable {
			day = Received
		}
	}
	first := r.cells[own[0]].Text
	switch {
	case day == "" && !text && sums.MatchString(first), day == "" && len(own) <= 3 && sums.MatchString(first) && t.numbersBut(r, own):
		return Total
	case day == "" && after && len(own) <= 3 && slices.ContainsFunc(own, func(i int) bool { return signings.MatchString(r.cells[i].Text) }):
		return Other
	case day == "" && !text && !has(Received, Name, NameAddress):
		return Other
	case day == "" && len(own) == 1 && !text:
		return Other
	}
	return Data
}

// numbersBut tells whether all but the first cell are numbers.
func (t *Table) numbersBut(r *row, own []int) bool {
	return !slices.ContainsFunc(own[1:], func(i int) bool { return strings.Trim(r.cells[i].Text, "0123456789.,") != "" })
}

// repeatAbove writes out what a row takes from the one above with a ditto mark.
func (t *Table) repeatAbove(r *row, before int) {
	if before < 0 {
		return
	}
	for i := range r.cells {
		if r.cells[i].Kind == Text && ditto(r.cells[i].Text) && t.rows[before].cells[i].Kind != Empty {
			r.cells[i] = t.rows[before].cells[i]
		}
	}
}

// settle finds the status where no title says so.
func (t *Table) settle() {
	if t.column(Status) >= 0 {
		return
	}
	for i := range t.Columns { // "Keterangan" in which everything is "selesai" or "proses"
		c := &t.Columns[i]
		known := func(x Cell) bool {
			_, _, ok := complaint.StateOf(x.Text)
			return ok && utf8.RuneCountInString(x.Text) < 40
		}
		if c.By != "answer" && (c.Field == Note || c.Field == Result) && t.share(i, known) > 0.6 {
			c.Field, c.By = Status, "content"
			return
		}
	}
}

// share of a column's values that are so.
func (t *Table) share(col int, so func(Cell) bool) float64 {
	n, yes := 0, 0
	for i := range t.rows {
		if r := &t.rows[i]; r.kind == Data && r.cells[col].Kind != Empty && !nothing(r.cells[col].Text) {
			n++
			if so(r.cells[col]) {
				yes++
			}
		}
	}
	if n == 0 {
		return 0
	}
	return float64(yes) / float64(n)
}
