package paper

import (
	"bytes"
	"strings"
	"unicode"
)

// Commands of ESC/POS, which nearly every thermal printer understands.
var (
	escInit   = []byte{0x1b, '@'}
	escPage   = []byte{0x1b, 't', 0} // code page 437: only its ASCII part is used
	escLeft   = []byte{0x1b, 'a', 0}
	escMid    = []byte{0x1b, 'a', 1}
	escBold   = []byte{0x1b, 'E', 1}
	escThin   = []byte{0x1b, 'E', 0}
	escHigh   = []byte{0x1d, '!', 0x01} // twice as high
	escNormal = []byte{0x1d, '!', 0x00}
	escFeed   = []byte{0x1b, 'd', 3}
	escCut    = []byte{0x1d, 'V', 66, 0} // feed to the knife and cut; without a knife: feed
)

// ESCPOS is the receipt as the printer's own commands, for a roll of 80 or 58 mm.
func (r Receipt) ESCPOS(p Size) ([]byte, error) {
	if p != Roll80 && p != Roll58 {
		return nil, ErrSize
	}
	_, signs := printable(p)
	var b bytes.Buffer
	for _, c := range [][]byte{escInit, escPage} {
		b.Write(c)
	}
	for _, x := range r.strip() {
		x.commands(&b, signs)
	}
	b.Write(escFeed)
	b.Write(escCut)
	return b.Bytes(), nil
}

func (x row) commands(b *bytes.Buffer, signs int) {
	switch x.what {
	case rowRule:
		b.Write(escLeft)
		b.WriteString(strings.Repeat("-", signs) + "\n")
		return
	case rowGap:
		b.WriteString("\n")
		return
	case rowQR:
		b.Write(escMid)
		// about 4 dots for a square on the narrow roll, which holds 384 dots; a
		// printer that packs letters badly needs 81 squares
		one := byte(4)
		if signs > 32 {
			one = 6
		}
		b.Write(qrCommands(x.text, one))
		b.WriteString("\n")
		return
	}
	align := escLeft
	if x.what == rowMid {
		align = escMid
	}
	b.Write(align)
	if x.big {
		b.Write(escHigh)
	}
	if x.bold {
		b.Write(escBold)
	}
	text := x.text
	if x.label != "" {
		text = x.label + ": " + text
	}
	lines := wrap(ascii(text), func(s string) bool { return len(s) <= signs })
	if x.label != "" {
		lines = wrap(ascii(strings.Join(most(lines, stripLines), " ")), func(s string) bool { return len(s) <= signs })
	}
	for _, line := range lines {
		b.WriteString(line + "\n")
	}
	if x.bold {
		b.Write(escThin)
	}
	if x.big {
		b.Write(escNormal)
	}
}

// qrCommands let the printer draw the code: model 2, size of a square in dots,
// level M, the text, print.
func qrCommands(text string, dots byte) []byte {
	command := func(b ...byte) []byte {
		return append([]byte{0x1d, '(', 'k', byte(len(b) % 256), byte(len(b) / 256)}, b...)
	}
	out := command(49, 65, 50, 0)
	out = append(out, command(49, 67, dots)...)
	out = append(out, command(49, 69, 49)...)
	out = append(out, command(append([]byte{49, 80, 48}, text...)...)...)
	return append(out, command(49, 81, 48)...)
}

var plainSigns = strings.NewReplacer("–", "-", "—", "-", "…", "...", "•", "*", "·", "-", "“", `"`, "”", `"`, "‘", "'", "’", "'", "□", "?", "é", "e", "è", "e", "ê", "e", "ë", "e",
	"á", "a", "à", "a", "â", "a", "ä", "a", "å", "a", "ç", "c", "í", "i", "ï", "i", "î", "i", "ñ", "n", "ó", "o", "ö", "o", "ô", "o", "ú", "u", "ü", "u", "É", "E", "½", "1/2", "°", " derajat")

// ascii is what any printer can print.
func ascii(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r > unicode.MaxASCII:
			return '?'
		}
		return r
	}, plainSigns.Replace(clean(text)))
}
