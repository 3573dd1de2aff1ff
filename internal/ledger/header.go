package ledger

import (
	"slices"
	"strings"
	"unicode/utf8"

	"loketaduan/internal/complaint"
)

// Layout of a sheet: where its titles stand.
type Layout struct {
	From, To int      // lines of the titles by their number, both included; 0 = none found
	Titles   []string // of each column; "" where nothing stands over it
	Fields   int      // how many of them say what they are
	Register bool     // they are those of a register: a day of receipt, and what it is about
}

// headerLines from the top are looked at, and at most titlesMost lines are titles.
const (
	headerLines = 40
	titlesMost  = 3
)

// Guess finds the titles: the line, or up to three lines, that say most about
// what their columns are. Letterheads and titles of the book stand above them.
func Guess(s *Sheet) Layout {
	best, most := Layout{}, 0
	for i := range s.Lines[:min(len(s.Lines), headerLines)] {
		for n := 1; n <= titlesMost && i+n <= len(s.Lines); n++ {
			if n > 1 && !s.below(i+n-1) {
				break
			}
			l := s.layout(i, i+n-1)
			if score := s.score(&l) - n; score > most {
				best, most = l, score
			}
		}
	}
	return best
}

// LayoutAt is the layout with titles in the given lines, by number.
func LayoutAt(s *Sheet, from, to int) Layout {
	first := slices.IndexFunc(s.Lines, func(l Line) bool { return l.Number >= from })
	last := first
	for i := range s.Lines {
		if s.Lines[i].Number <= to && i > last {
			last = i
		}
	}
	if first < 0 || s.Lines[first].Number > to {
		return Layout{Titles: make([]string, s.Columns)}
	}
	return s.layout(first, min(last, first+titlesMost-1))
}

// below tells whether a line can be a second line of titles: short words, no
// numbers and dates, and one of the two lines is empty where the other is not.
func (s *Sheet) below(line int) bool {
	up, down := &s.Lines[line-1], &s.Lines[line]
	if down.Number != up.Number+1 || s.counting(down) {
		return false
	}
	gap := false
	for i := range max(len(up.Cells), len(down.Cells)) {
		a, b := up.cell(i), down.cell(i)
		if b.Kind != Empty && !b.Copied {
			if b.Kind != Text || utf8.RuneCountInString(b.Text) > 40 || strings.Trim(b.Text, "0123456789/.-: ") == "" {
				return false
			}
			if r := readDateText(b.Text, 2100); r.how == fixed || r.how == numeric {
				return false
			}
		}
		gap = gap || (a.Kind == Empty) != (b.Kind == Empty) || b.Copied
	}
	return gap
}

// layout reads titles from lines by their place.
func (s *Sheet) layout(from, to int) Layout {
	l := Layout{From: s.Lines[from].Number, To: s.Lines[to].Number, Titles: make([]string, s.Columns)}
	for col := range l.Titles {
		var parts []string
		for i := from; i <= to; i++ {
			text := s.over(i, to, col)
			if text != "" && !slices.Contains(parts, text) {
				parts = append(parts, text)
			}
		}
		l.Titles[col] = strings.Join(parts, " ")
	}
	// Two columns of one name are told apart: a mapping goes by the title.
	seen := map[string]int{}
	for i, title := range l.Titles {
		if key := TitleKey(title); key != "" {
			if seen[key]++; seen[key] > 1 {
				l.Titles[i] = title + " (" + numberText(float64(seen[key])) + ")"
			}
		}
	}
	known := map[Field]bool{}
	for _, title := range l.Titles {
		if f, score := fieldOf(title); score > 0 && !known[f] {
			known[f] = true
			l.Fields++
		}
	}
	l.Register = known[Received] && (known[Narrative] || known[Subject] || known[Original])
	return l
}

// over is the title that a line gives a column: its own cell, one joined over
// it, or, in a line that has another below it, the one to the left of a gap.
func (s *Sheet) over(line, last, col int) string {
	l := &s.Lines[line]
	c := l.cell(col)
	if c.Kind != Empty {
		if c.Copied && line > 0 {
			return "" // said by the line above
		}
		return oneLine(c.Text)
	}
	for _, a := range s.joined {
		if a.top == l.Number-1 && a.left < col && a.right >= col {
			return oneLine(l.cell(a.left).Text)
		}
	}
	if line == last || len(s.joined) > 0 {
		return ""
	}
	if below := s.Lines[line+1].cell(col); below.Kind == Empty {
		return ""
	}
	for i := col - 1; i >= 0; i-- {
		if up := l.cell(i); up.Kind != Empty {
			if s.Lines[line+1].cell(i).Kind == Empty {
				return "" // that one is a title by itself
			}
			return oneLine(up.Text)
		}
	}
	return ""
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// score of a layout: each field once, the two that no register lacks twice.
func (s *Sheet) score(l *Layout) int {
	seen, score := map[Field]bool{}, 0
	for _, title := range l.Titles {
		if utf8.RuneCountInString(title) > 90 {
			return 0 // a sentence
		}
		f, n := fieldOf(title)
		if n == 0 || seen[f] {
			continue
		}
		seen[f] = true
		score += 3
		if f == Received || f == Narrative || f == Name {
			score += 3
		}
	}
	if len(seen) < 2 || !seen[Received] && !seen[Narrative] && !seen[Subject] {
		return 0
	}
	return score
}

// counting tells whether a line numbers the columns: 1, 2, 3 or (1), (2), (3).
func (s *Sheet) counting(l *Line) bool {
	n, next := 0, -1
	for _, c := range l.Cells {
		if c.Kind == Empty {
			continue
		}
		d := strings.Trim(c.Text, "() .")
		if d == "" || len(d) > 2 || complaint.OnlyDigits(d) != d {
			return false
		}
		v := int(d[0] - '0')
		if len(d) == 2 {
			v = v*10 + int(d[1]-'0')
		}
		if next >= 0 && v != next {
			return false
		}
		n, next = n+1, v+1
	}
	return n >= 3
}
