package ledger

import (
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
