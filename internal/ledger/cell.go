package ledger

import (
	"strconv"
	"strings"
	"unicode"

	"loketaduan/internal/calendar"
)

// CellKind is what a cell holds as far as the file says. A CSV file knows texts
// only.
type CellKind uint8

const (
	Empty   CellKind = iota
	Text             // also a formula that gives one
	Number           // Number holds it
	Date             // a number that the file shows as a date: a serial
	Wrong            // an error such as #REF!, or a formula without its result
	Flagged          // true or false, as "ya" or "tidak"
)

// Cell is what stands in one cell. Text is what a person would see, repaired
// and trimmed.
type Cell struct {
	Text   string
	Number float64
	Kind   CellKind
	Copied bool // lies in cells joined with the one above, whose value it has
}

// Line of a sheet that has anything in it.
type Line struct {
	Number int // from 1, as the spreadsheet shows it
	Cells  []Cell
	Hidden bool
}

// cell gives an empty one beyond the end.
func (l *Line) cell(i int) Cell {
	if i >= len(l.Cells) {
		return Cell{}
	}
	return l.Cells[i]
}

// Sheet of a file; a CSV file is one sheet without a name.
type Sheet struct {
	Name    string
	Lines   []Line
	Hidden  bool
	Columns int          // widest line
	covered map[int]bool // hidden columns
	joined  []area
	plain   bool // of a CSV file
}

// area is a range of joined cells, from 0.
type area struct{ top, left, bottom, right int }

// Book is a file that was read.
type Book struct {
	Sheets   []Sheet
	Kind     string // "xlsx" or "csv"
	Encoding string // of a CSV file, in words
	Comma    string // what separates its columns, in words
	Repaired int    // cells whose letters another program had spoilt
}

// clean makes a text fit: spaces of every kind become plain ones, line ends \n,
// signs that nobody sees are dropped. A leading apostrophe and ="..." are ways to
// make Excel keep digits, and no part of them.
func clean(s string) string {
	if !dirty(s) {
		return strings.TrimSpace(s)
	}
	s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r == '\t', r == '\u00a0', r == '\u2007', r == '\u202f', r == '\u3000':
			return ' '
		case r == '\ufeff', r == '\u200b', r == '\u200c', r == '\u200d', r == '\u00ad', unicode.IsControl(r):
			return -1
		}
		return r
	}, s)
	s = strings.TrimSpace(s)
	if inner, ok := strings.CutPrefix(s, `="`); ok && strings.HasSuffix(inner, `"`) {
		return strings.TrimSpace(inner[:len(inner)-1])
	}
	if rest, ok := strings.CutPrefix(s, "'"); ok && rest != "" && rest[0] >= '0' && rest[0] <= '9' {
		return rest
	}
	return s
}

func dirty(s string) bool {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c < ' ' && c != '\n' || c >= 0x7f {
			return true
		}
	}
	return strings.HasPrefix(s, "'") || strings.HasPrefix(s, "=")
}

// nothing tells whether a text stands for an empty cell.
func nothing(s string) bool {
	if len(s) > 12 {
		return false
	}
	switch strings.ToLower(strings.Trim(s, " .")) {
	case "", "-", "--", "---", "–", "—", "n/a", "na", "nihil", "kosong", "null", "none":
		return true
	}
	return false
}

// ditto tells whether a text says "the same as above".
func ditto(s string) bool {
	if len(s) > 12 {
		return false
	}
	switch strings.ToLower(noSigns.Replace(s)) {
	case `"`, `""`, "''", "sda", "idem", "”", "“", "〃":
		return true
	}
	return false
}

var noSigns = strings.NewReplacer(" ", "", ".", "", "-", "")

// numberText writes a number without an exponent.
func numberText(n float64) string {
	return strconv.FormatFloat(n, 'f', -1, 64)
}

var dayZero = calendar.Of(1899, 12, 30)

// Serials that are taken for a day: 1927 to 2118. Smaller numbers are counts.
const (
	firstSerial = 10000
	lastSerial  = 80000
)

func isSerial(n float64) bool { return n >= firstSerial && n < lastSerial }

// serialMoment is the day and the minute of a serial.
func serialMoment(n float64) Moment {
	days := int(n)
	minutes := int((n-float64(days))*24*60 + 0.5)
	m := Moment{On: dayZero.AddDays(days + minutes/(24*60)), Minute: minutes % (24 * 60)}
	m.Timed = m.Minute > 0 // midnight is how programs write "no hour"
	return m
}

// Moment is a day, and the minute of it where one was given.
type Moment struct {
	On     calendar.Date
	Minute int
	Timed  bool
}

// text of a moment as the office writes it.
func (m Moment) text() string {
	if !m.Timed {
		return m.On.Short()
	}
	return m.On.Short() + " " + clockText(m.Minute)
}

func clockText(minute int) string {
	two := func(n int) string { return string([]byte{'0' + byte(n/10), '0' + byte(n%10)}) }
	return two(minute/60) + "." + two(minute%60)
}
