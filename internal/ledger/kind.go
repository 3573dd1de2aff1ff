package ledger

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"loketaduan/internal/complaint"
)

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
