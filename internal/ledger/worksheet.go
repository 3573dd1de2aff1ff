package ledger

import (
	"encoding/xml"
	"math"
	"strconv"
	"strings"
)

// columnsMost is the last column that is looked at: registers have some dozens,
// and a format that somebody dragged to the right has thousands.
const columnsMost = 120

func (w *workbook) readSheet(part string) (*Sheet, error) {
	s := &Sheet{covered: map[int]bool{}}
	line := Line{}
	next := 0 // column of the next cell, where cells do not say theirs
	keep := func() {
		if len(line.Cells) > 0 {
			s.Columns = max(s.Columns, len(line.Cells))
			s.Lines = append(s.Lines, line)
		}
	}
	err := w.each(part, func(e xml.StartElement, d *xml.Decoder) error {
		switch e.Name.Local {
		case "row":
			keep()
			n, err := strconv.Atoi(attr(e, "r"))
			if err != nil {
				n = line.Number + 1
			}
			line, next = Line{Number: n, Hidden: isTrue(attr(e, "hidden"))}, 0
		case "c":
			at := next
			if col, ok := columnOf(attr(e, "r")); ok {
				at = col
			}
			next = at + 1
			c, err := w.readCell(e, d)
			if err != nil || c.Kind == Empty || at >= columnsMost {
				return err
			}
			for len(line.Cells) < at {
				line.Cells = append(line.Cells, Cell{})
			}
			if at == len(line.Cells) { // a cell given twice counts once
				line.Cells = append(line.Cells, c)
			}
		case "col":
			from, err1 := strconv.Atoi(attr(e, "min"))
			to, err2 := strconv.Atoi(attr(e, "max"))
			if err1 == nil && err2 == nil && isTrue(attr(e, "hidden")) {
				for i := from; i <= min(to, columnsMost); i++ {
					s.covered[i-1] = true
				}
			}
		case "mergeCell":
			if a, ok := areaOf(attr(e, "ref")); ok {
				s.joined = append(s.joined, a)
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	keep()
	s.copyDown()
	return s, nil
}

// readCell reads up to the end of the cell.
func (w *workbook) readCell(e xml.StartElement, d *xml.Decoder) (Cell, error) {
	value, formula, has := "", false, false
	for {
		t, err := d.RawToken()
		if err != nil {
			return Cell{}, err
		}
		switch x := t.(type) {
		case xml.StartElement:
			switch x.Name.Local {
			case "v", "is":
				if value, err = textOf(d, x.Name.Local); err != nil {
					return Cell{}, err
				}
				has = value != ""
			case "f":
				formula = true
			}
		case xml.EndElement:
			if x.Name.Local != "c" {
				continue
			}
			if !has {
				if formula {
					return Cell{Text: "(rumus tanpa hasil)", Kind: Wrong}, nil
				}
				return Cell{}, nil
			}
			style, _ := strconv.Atoi(attr(e, "s"))
			return w.cellOf(attr(e, "t"), style, value), nil
		}
	}
}

func (w *workbook) cellOf(kind string, style int, value string) Cell {
	switch kind {
	case "s":
		i, err := strconv.Atoi(strings.TrimSpace(value))
		if err != nil || i < 0 || i >= len(w.texts) || w.texts[i] == "" {
			return Cell{}
		}
		if w.fixed[i] {
			w.book.Repaired++
		}
		return Cell{Text: w.texts[i], Kind: Text}
	case "inlineStr", "str", "d":
		s, spoilt := repair(unescape(value))
		if s = clean(s); s == "" {
			return Cell{}
		}
		if spoilt {
			w.book.Repaired++
		}
		return Cell{Text: s, Kind: Text}
	case "b":
		if isTrue(value) {
			return Cell{Text: "ya", Kind: Flagged}
		}
		return Cell{Text: "tidak", Kind: Flagged}
	case "e":
		return Cell{Text: value, Kind: Wrong}
	}
	n, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
	if err != nil || math.IsInf(n, 0) || math.IsNaN(n) {
		if s := clean(value); s != "" {
			return Cell{Text: s, Kind: Text}
		}
		return Cell{}
	}
	if style >= 0 && style < len(w.dated) && w.dated[style] {
		if w.old {
			n += 1462 // days from 1900 to 1904
		}
		if n >= 1 && n < lastSerial {
			return Cell{Text: serialMoment(n).text(), Number: n, Kind: Date}
		}
	}
	return Cell{Text: numberText(n), Number: n, Kind: Number}
}

// copyDown gives cells that are joined with one above its value: a date that
// stands once for three complaints is the date of each.
func (s *Sheet) copyDown() {
	if len(s.joined) == 0 {
		return
	}
	at := map[int]int{} // line number, from 0 -> index
	for i := range s.Lines {
		at[s.Lines[i].Number-1] = i
	}
	for _, a := range s.joined {
		top, ok := at[a.top]
		if !ok || a.bottom == a.top || a.bottom-a.top > 1000 {
			continue
		}
		c := s.Lines[top].cell(a.left)
		if c.Kind == Empty {
			continue
		}
		c.Copied = true
		for n := a.top + 1; n <= a.bottom; n++ {
			i, ok := at[n]
			if !ok {
				continue // nothing else stands there
			}
			l := &s.Lines[i]
			for len(l.Cells) <= a.left {
				l.Cells = append(l.Cells, Cell{})
			}
			if l.Cells[a.left].Kind == Empty {
				l.Cells[a.left] = c
			}
		}
	}
}

// columnOf reads the letters of a cell's name: "C12" is 2.
func columnOf(name string) (int, bool) {
	n := 0
	for i := 0; i < len(name); i++ {
		c := name[i] &^ 0x20
		if c < 'A' || c > 'Z' || n > 1<<20 {
			return n - 1, i > 0
		}
		n = n*26 + int(c-'A') + 1
	}
	return n - 1, n > 0
}

func rowOf(name string) (int, bool) {
	n, err := strconv.Atoi(strings.TrimLeft(strings.ReplaceAll(name, "$", ""), "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"))
	return n - 1, err == nil && n > 0
}

func areaOf(ref string) (area, bool) {
	from, to, ok := strings.Cut(ref, ":")
	left, ok1 := columnOf(from)
	top, ok2 := rowOf(from)
	right, ok3 := columnOf(to)
	bottom, ok4 := rowOf(to)
	return area{top, left, bottom, right}, ok && ok1 && ok2 && ok3 && ok4 && left <= right && top <= bottom
}
