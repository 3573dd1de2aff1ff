package ledger

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"loketaduan/internal/complaint"
)

const samplesMost = 3

// judge lets every column's values say what they can.
func (t *Table) judge() {
	tails := map[int]bool{} // text columns with days at their end
	for i := range t.Columns {
		if day, ok := endsWithDay[t.Columns[i].Field]; ok && t.column(day) < 0 {
			tails[i] = true
		}
	}
	for i := range t.Columns {
		c := &t.Columns[i]
		var dates Dates
		var numbers []Cell
		for j := range t.rows {
			r := &t.rows[j]
			if r.kind != Data || r.cells[i].Kind == Empty {
				continue
			}
			cell := r.cells[i]
			c.Filled++
			if len(c.Samples) < samplesMost && !slices.Contains(c.Samples, cell.Text) {
				c.Samples = append(c.Samples, cell.Text)
			}
			at := Place{Text: cell.Text, Sheet: t.sources[r.source].Sheet.Name, Line: r.line.Number}
			switch {
			case c.Field.day():
				d := readDate(cell, t.newest)
				dates.take(&d, at)
			case tails[i]:
				if _, day, ok := cutDay(cell.Text); ok {
					d := readDateText(day, t.newest)
					at.Text = day
					dates.take(&d, at)
				}
			case c.Field == NIK && t.sources[r.source].Sheet.plain:
				numbers = append(numbers, cell)
			}
		}
		if dates.count() > 0 {
			dates.judge()
			if t.Own && dates.Ask {
				dates.Ask, dates.Order, dates.Evidence = false, DayFirst, "Ekspor Loket Aduan selalu tanggal/bulan."
			}
			c.Dates, c.Order = &dates, dates.Order
			if o, ok := t.mapping.Orders[c.Key]; ok && dates.Ask {
				c.Order = o
			}
			c.Swap, c.Asked = t.mapping.Swaps[c.Key], false
			_, c.Asked = t.mapping.Swaps[c.Key]
		}
		c.zeros, c.one = nikZeros(numbers)
	}
	for i := range t.Columns {
		if c := &t.Columns[i]; c.Dates != nil && c.Dates.Ask {
			c.Dates.Hint = t.hint()
		}
	}
	t.countWords()
}

// hint is the order of the columns that are decided, when all agree; "" when
// there are none. It is shown to whoever decides, and decides nothing.
func (t *Table) hint() (o Order) {
	for i := range t.Columns {
		d := t.Columns[i].Dates
		switch {
		case d == nil || d.Ask || d.DayFirst+d.MonthFirst == 0:
		case o != "" && o != d.Order:
			return ""
		default:
			o = d.Order
		}
	}
	return o
}

// countWords gathers what stands in the status column.
func (t *Table) countWords() {
	col, closed := t.column(Status), t.column(ClosedOn)
	at := map[string]int{}
	for i := range t.rows {
		r := &t.rows[i]
		if r.kind != Data {
			continue
		}
		key := ""
		if col >= 0 && r.cells[col].Kind != Empty && r.cells[col].Kind != Wrong && !nothing(r.cells[col].Text) {
			key = wordKey(r.cells[col].Text)
		}
		if key == "" {
			if closed < 0 || !isDay(r.cells[closed], t.newest) {
				t.unsaid++
			}
			continue
		}
		n, ok := at[key]
		if !ok {
			n = len(t.Words)
			at[key] = n
			w := Word{Text: oneLine(r.cells[col].Text), Key: key}
			w.State, w.why, _ = complaint.StateOf(w.Text)
			if s, ok := t.mapping.States[key]; ok {
				if s != w.State {
					w.why = ""
				}
				w.State = s
			}
			t.Words = append(t.Words, w)
		}
		t.Words[n].Count++
	}
	slices.SortStableFunc(t.Words, func(a, b Word) int { return b.Count - a.Count })
}

func wordKey(s string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(s), func(r rune) bool {
		return strings.ContainsRune(" .,;:/()-_\n\t!?\"'", r)
	}), " ")
}

// Question that the file does not answer. Nothing is imported while there is one.
type Question struct {
	Kind   string // received, narrative, order, swap, status, rest
	Column string // key of the column; of a status its word
	Text   string // Indonesian
}

// wordsMost are asked for one by one; the others together.
const wordsMost = 25

// Questions that are still open.
func (t *Table) Questions() []Question {
	var out []Question
	ask := func(kind, column, text string, a ...any) {
		out = append(out, Question{kind, column, fmt.Sprintf(text, a...)})
	}
	if t.column(Received) < 0 {
		ask("received", "", "Belum ada kolom tanggal terima. Pilih kolomnya.")
	}
	if t.column(Narrative) < 0 && t.column(Subject) < 0 && t.column(Original) < 0 {
		ask("narrative", "", "Belum ada kolom uraian atau perihal. Pilih kolomnya.")
	}
	for i := range t.Columns {
		c := &t.Columns[i]
		if c.Dates == nil {
			continue
		}
		if c.Dates.Ask && c.Order == "" {
			ask("order", c.Key, "Urutan tanggal di kolom %s tidak pasti. Pilih tanggal/bulan atau bulan/tanggal.", c.Title)
		}
		if c.Dates.Suspect && !c.Asked {
			ask("swap", c.Key, "Tanggal asli Excel di kolom %s mungkin tertukar. Pilih apakah ditukar kembali.", c.Title)
		}
	}
	if t.mapping.States["*"] == "" {
		more := 0
		for _, w := range t.Words {
			if w.State == "" {
				if more++; more <= wordsMost {
					ask("status", w.Key, "Kata status “%s” (%d baris) belum dikenal. Pilih artinya.", w.Text, w.Count)
				}
			}
		}
		if more > wordsMost {
			ask("status", "*", "Ada %d kata status lain yang belum dikenal. Pilih arti untuk semuanya.", more-wordsMost)
		}
	}
	if t.unsaid > 0 && t.mapping.Rest == "" {
		ask("rest", "", "%d baris tidak menyebut statusnya. Pilih apakah sudah selesai atau masih berjalan.", t.unsaid)
	}
	return out
}

// Unsaid counts the rows that say nothing of their state.
func (t *Table) Unsaid() int { return t.unsaid }

// trailingDay is a date at the end of a text, behind a sign or a line end.
var trailingDay = regexp.MustCompile(`(?is)^(.*?)(?:[\s,;:/(]|\btgl\.?|\btanggal)*\s*\(?((?:[0-9]{1,2}[-/.][0-9]{1,2}[-/.](?:[0-9]{4}|[0-9]{2})|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}|[0-9]{1,2}[ -][a-z]{3,9}[ -][0-9]{4}))\)?\s*$`)

// cutDay takes the date off the end of a text; not ok when there is none.
func cutDay(s string) (text, day string, ok bool) {
	if end := strings.TrimRight(s, " )"); end == "" || end[len(end)-1] < '0' || end[len(end)-1] > '9' {
		return s, "", false
	}
	m := trailingDay.FindStringSubmatch(s)
	if m == nil {
		return s, "", false
	}
	if d := readDateText(m[2], 2100); d.how == unreadable || d.how == blank {
		return s, "", false
	}
	return strings.TrimRight(strings.TrimSpace(m[1]), " ,;:("), m[2], true
}
