package ledger

import (
	"bytes"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// readCSV reads a file of texts in columns. It takes what offices have: any of
// four separators, UTF-8 with or without its mark, UTF-16, Windows-1252, empty
// columns at the end, and quotes that nobody closed.
func readCSV(content []byte) *Book {
	text, encoding := decode(content)
	b := &Book{Kind: "csv", Encoding: encoding}
	comma := byte(0)
	if rest, ok := strings.CutPrefix(text, "sep="); ok && len(rest) > 1 { // Excel's own way to say it
		comma = rest[0]
		_, text, _ = strings.Cut(rest, "\n")
	}
	if comma == 0 {
		comma = separator(text)
	}
	b.Comma = map[byte]string{',': "koma", ';': "titik koma", '\t': "tab", '|': "garis tegak"}[comma]
	s := Sheet{plain: true}
	number := 0
	cut := cutter{comma: comma, patience: 4 * len(text)}
	for rest := text; rest != ""; {
		var fields []string
		fields, rest = cut.record(rest)
		number++
		line := Line{Number: number}
		for i, f := range fields {
			f, spoilt := repair(f)
			if f = clean(f); strings.Trim(f, ";,|") == "" {
				continue
			}
			if spoilt {
				b.Repaired++
			}
			for len(line.Cells) < i {
				line.Cells = append(line.Cells, Cell{})
			}
			line.Cells = append(line.Cells, Cell{Text: f, Kind: Text})
		}
		if len(line.Cells) > 0 {
			s.Columns = max(s.Columns, len(line.Cells))
			s.Lines = append(s.Lines, line)
		}
	}
	b.Sheets = []Sheet{s}
	return b
}

// decode makes a text of bytes and names what they were.
func decode(b []byte) (text, encoding string) {
	switch {
	case bytes.HasPrefix(b, []byte("\xef\xbb\xbf")):
		return fromBytes(b[3:]), "UTF-8"
	case bytes.HasPrefix(b, []byte("\xff\xfe")):
		return fromUTF16(b[2:], 0), "UTF-16"
	case bytes.HasPrefix(b, []byte("\xfe\xff")):
		return fromUTF16(b[2:], 1), "UTF-16"
	}
	// Without a mark every second byte of UTF-16 is zero.
	head := b[:min(len(b), 4096)]
	even, odd := 0, 0
	for i, c := range head {
		if c == 0 && i%2 == 0 {
			even++
		} else if c == 0 {
			odd++
		}
	}
	switch {
	case odd > len(head)/4 && even < odd/4:
		return fromUTF16(b, 0), "UTF-16"
	case even > len(head)/4 && odd < even/4:
		return fromUTF16(b, 1), "UTF-16"
	case utf8.Valid(b):
		return string(b), "UTF-8"
	}
	return fromBytes(b), "Windows-1252"
}

// fromBytes reads UTF-8, and each byte that is none as Windows-1252: files of
// both kinds and mixed ones come out whole.
func fromBytes(b []byte) string {
	if utf8.Valid(b) {
		return string(b)
	}
	var out strings.Builder
	out.Grow(len(b) + len(b)/8)
	for len(b) > 0 {
		r, n := utf8.DecodeRune(b)
		if r == utf8.RuneError && n == 1 {
			r = fromWindows(b[0])
		}
		out.WriteRune(r)
		b = b[n:]
	}
	return out.String()
}

// fromUTF16 reads pairs of bytes; high is the place of the high one.
func fromUTF16(b []byte, high int) string {
	units := make([]uint16, 0, len(b)/2)
	for i := 0; i+1 < len(b); i += 2 {
		lo, hi := b[i], b[i+1]
		if high == 1 {
			lo, hi = hi, lo
		}
		units = append(units, uint16(hi)<<8|uint16(lo))
	}
	return string(utf16.Decode(units))
}

// separatorLines are looked at to find the separator.
const separatorLines = 60

// separator is the sign that cuts the lines into the same number of columns,
// and into the most of them.
func separator(text string) byte {
	best, most := byte(','), 0
	for _, comma := range []byte{';', '\t', ',', '|'} {
		widths := map[int]int{}
		cut, rest := cutter{comma: comma, patience: len(text)}, text
		for n := 0; n < separatorLines && rest != ""; n++ {
			var fields []string
			fields, rest = cut.record(rest)
			for len(fields) > 0 && strings.TrimSpace(fields[len(fields)-1]) == "" {
				fields = fields[:len(fields)-1]
			}
			if len(fields) > 1 {
				widths[len(fields)]++
			}
		}
		for width, times := range widths {
			if score := times * (width + 8); score > most { // many lines of few columns beat few lines of many
				best, most = comma, score
			}
		}
	}
	return best
}

// cutter cuts a text into lines and fields.
type cutter struct {
	comma    byte
	patience int // bytes that may still be read in vain for the end of a quote
}

// record cuts off the next line, which goes on within quotes. A quote that is
// never closed is a sign like any other.
func (c *cutter) record(text string) (fields []string, rest string) {
	for {
		var field string
		field, text = c.field(text)
		fields = append(fields, field)
		if text == "" {
			return fields, ""
		}
		if text[0] == c.comma {
			if text = text[1:]; text == "" {
				return append(fields, ""), ""
			}
			continue
		}
		text = strings.TrimPrefix(text, "\r")
		return fields, strings.TrimPrefix(text, "\n")
	}
}

// field gives a field and the text from its separator or line end on.
func (c *cutter) field(text string) (field, rest string) {
	if text != "" && text[0] == '"' && c.patience > 0 {
		if field, rest, ok := c.quoted(text[1:]); ok {
			return field, rest
		}
		c.patience -= len(text)
	}
	for i := 0; i < len(text); i++ {
		if b := text[i]; b == c.comma || b == '\n' || b == '\r' {
			return text[:i], text[i:]
		}
	}
	return text, ""
}

// quoted reads up to the quote that a separator or a line end follows.
func (c *cutter) quoted(text string) (field, rest string, ok bool) {
	var out strings.Builder
	for i := 0; i < len(text); i++ {
		if text[i] != '"' {
			out.WriteByte(text[i])
			continue
		}
		switch {
		case i+1 < len(text) && text[i+1] == '"':
			out.WriteByte('"')
			i++
		case i+1 == len(text) || text[i+1] == c.comma || text[i+1] == '\n' || text[i+1] == '\r':
			return out.String(), text[i+1:], true
		default:
			out.WriteByte('"') // inside a text that was quoted carelessly
		}
	}
	return "", "", false
}
