package desktop

import (
	"strings"
	"unicode"
)

// compareMost bounds the table of a comparison: texts that differ in more words
// than that are marked as a whole.
const compareMost = 4 << 20

// compareWords splits two texts into parts and marks those that the other one
// does not have. Words are compared, not letters; joined, the parts are the
// texts again.
func compareWords(a, b string) (left, right []PartView) {
	x, y := wordsOf(a), wordsOf(b)
	from := 0
	for from < len(x) && from < len(y) && x[from] == y[from] {
		from++
	}
	endX, endY := len(x), len(y)
	for endX > from && endY > from && x[endX-1] == y[endY-1] {
		endX--
		endY--
	}
	keepX, keepY := common(x[from:endX], y[from:endY])
	part := func(all []string, end int, keep []bool) []PartView {
		var p parts
		p.add(all[:from], nil)
		p.add(all[from:end], keep)
		p.add(all[end:], nil)
		return p.smoothed()
	}
	return part(x, endX, keepX), part(y, endY, keepY)
}

// wordsOf cuts a text into words, spaces and single signs.
func wordsOf(s string) []string {
	var out []string
	kind := func(r rune) int {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r):
			return 1
		case unicode.IsSpace(r):
			return 2
		}
		return 0
	}
	begin, was := 0, -1
	for i, r := range s {
		k := kind(r)
		if i > begin && (k != was || k == 0) {
			out = append(out, s[begin:i])
			begin = i
		}
		was = k
	}
	if begin < len(s) {
		out = append(out, s[begin:])
	}
	return out
}

// common tells which words of each list belong to the longest sequence that
// both have.
func common(x, y []string) (inX, inY []bool) {
	inX, inY = make([]bool, len(x)), make([]bool, len(y))
	n, m := len(x), len(y)
	if n == 0 || m == 0 || n > compareMost/m {
		return inX, inY
	}
	best := make([]uint16, (n+1)*(m+1)) // its length from there on, at most the shorter list: 2048
	at := func(i, j int) *uint16 { return &best[i*(m+1)+j] }
	for i := n - 1; i >= 0; i-- {
		for j := m - 1; j >= 0; j-- {
			if x[i] == y[j] {
				*at(i, j) = *at(i+1, j+1) + 1
			} else {
				*at(i, j) = max(*at(i+1, j), *at(i, j+1))
			}
		}
	}
	for i, j := 0, 0; i < n && j < m; {
		switch {
		case x[i] == y[j]:
			inX[i], inY[j] = true, true
			i, j = i+1, j+1
		case *at(i+1, j) >= *at(i, j+1):
			i++
		default:
			j++
		}
	}
	return inX, inY
}

// parts grows word by word.
type parts []PartView

// add appends words; keep nil = all are common.
func (p *parts) add(words []string, keep []bool) {
	for i, w := range words {
		differs := keep != nil && !keep[i]
		if n := len(*p); n > 0 && (*p)[n-1].Differs == differs {
			(*p)[n-1].Text += w
			continue
		}
		*p = append(*p, PartView{Text: w, Differs: differs})
	}
}

// smoothed takes spaces between two marked words along, so that the mark is one.
func (p parts) smoothed() []PartView {
	out := []PartView{}
	for i, x := range p {
		n := len(out)
		between := i > 0 && i < len(p)-1 && !x.Differs && strings.TrimSpace(x.Text) == ""
		if n > 0 && (between || out[n-1].Differs == x.Differs) {
			out[n-1].Text += x.Text
			continue
		}
		out = append(out, x)
	}
	return out
}
