package paper

import (
	"bytes"
	_ "embed"
	"io"
	"strings"
	"sync"
	"time"
	"unicode"

	"codeberg.org/go-pdf/fpdf"
	"golang.org/x/image/font/sfnt"
)

// Liberation Sans has the measures of Arial, which letters of the government
// are written in. Only the letters that a paper uses go into it.
//
//go:embed font/LiberationSans-Regular.ttf
var regular []byte

//go:embed font/LiberationSans-Bold.ttf
var bold []byte

const mmPerPoint = 25.4 / 72

// Size of paper in millimetres, upright.
type Size struct{ Width, Height float64 }

// Papers of an Indonesian office. F4 is the local folio.
var (
	A4     = Size{210, 297}
	A5     = Size{148, 210}
	F4     = Size{215, 330}
	Roll80 = Size{80, 0}
	Roll58 = Size{58, 0}
)

// lying is the paper on its long side.
func (s Size) lying() Size { return Size{s.Height, s.Width} }

// sheet is a PDF being drawn. Lengths are millimetres from the upper left
// corner, sizes of letters points.
type sheet struct {
	pdf      *fpdf.Fpdf
	size     float64
	bold     bool
	practice bool // every page says so
}

// newSheet begins a document without a page.
func newSheet(title string, at time.Time) *sheet {
	s := &sheet{pdf: fpdf.NewCustom(&fpdf.InitType{UnitStr: "mm"})}
	s.pdf.SetCatalogSort(true)
	s.pdf.SetCreationDate(at)
	s.pdf.SetModificationDate(at)
	s.pdf.SetTitle(title, true)
	s.pdf.SetCreator("Loket Aduan", true)
	s.pdf.SetLang("id")
	s.pdf.SetAutoPageBreak(false, 0)
	s.pdf.SetMargins(0, 0, 0)
	s.pdf.SetCellMargin(0)
	s.pdf.AddUTF8FontFromBytes("sans", "", regular)
	s.pdf.AddUTF8FontFromBytes("sans", "B", bold)
	return s
}

func (s *sheet) page(p Size) {
	s.pdf.AddPageFormat("P", fpdf.SizeType{Wd: p.Width, Ht: p.Height})
	s.pdf.SetTextColor(0, 0, 0)
	bold, size := s.bold, s.size
	if s.practice {
		s.font(true, 10)
		s.mid(p.Width/2, 2, p.Width, "LATIHAN. BUKAN NASKAH DINAS.")
	}
	s.font(bold, size)
}

// font sets the letters of what follows.
func (s *sheet) font(bold bool, points float64) {
	if points == 0 {
		points = 9
	}
	s.bold, s.size = bold, points
	style := ""
	if bold {
		style = "B"
	}
	s.pdf.SetFont("sans", style, points)
}

// lead is the height of a line.
func (s *sheet) lead() float64 { return s.size * mmPerPoint * 1.22 }

func (s *sheet) width(text string) float64 { return s.pdf.GetStringWidth(text) }

// put writes one line whose upper edge is at y. What does not fit into w is cut
// and ends in dots; 0 = as wide as it is.
func (s *sheet) put(x, y, w float64, text string) {
	text = clean(text)
	if w > 0 {
		text = s.cut(text, w)
	}
	s.pdf.Text(x, y+s.size*mmPerPoint*0.95, text)
}

// right ends at x, mid has its middle there.
func (s *sheet) right(x, y, w float64, text string) {
	text = s.cut(clean(text), w)
	s.put(x-s.width(text), y, 0, text)
}

func (s *sheet) mid(x, y, w float64, text string) {
	text = s.cut(clean(text), w)
	s.put(x-s.width(text)/2, y, 0, text)
}

func (s *sheet) cut(text string, w float64) string {
	if s.width(text) <= w {
		return text
	}
	r := []rune(text)
	for len(r) > 0 && s.width(string(r)+"…") > w {
		r = r[:len(r)-1]
	}
	return strings.TrimRight(string(r), " ") + "…"
}

// wrap breaks a text into lines of at most w; a word that is longer is broken
// too.
func (s *sheet) wrap(text string, w float64) []string {
	return wrap(text, func(line string) bool { return s.width(line) <= w })
}

// wrap breaks a text where the next word no longer fits.
func wrap(text string, fits func(string) bool) (out []string) {
	for paragraph := range strings.SplitSeq(clean(text), "\n") {
		line := ""
		for _, word := range strings.Fields(paragraph) {
			if joined := strings.TrimPrefix(line+" "+word, " "); fits(joined) {
				line = joined
				continue
			}
			if line != "" {
				out = append(out, line)
				line = ""
			}
			for r := []rune(word); ; {
				n := len(r)
				for n > 1 && !fits(string(r[:n])) {
					n--
				}
				if n == len(r) {
					line = string(r)
					break
				}
				out, r = append(out, string(r[:n])), r[n:]
			}
		}
		out = append(out, line)
	}
	for len(out) > 0 && out[len(out)-1] == "" {
		out = out[:len(out)-1]
	}
	return out
}

// most keeps the first lines; what is left out shows as dots.
func most(lines []string, n int) []string {
	if n < 1 {
		return nil
	}
	if len(lines) <= n {
		return lines
	}
	kept := append([]string{}, lines[:n]...)
	last := []rune(kept[n-1])
	if len(last) > 3 {
		last = last[:len(last)-2]
	}
	kept[n-1] = strings.TrimRight(string(last), " .,") + " …"
	return kept
}

// lines writes them one below the other and gives where the next begins.
func (s *sheet) lines(x, y float64, lines []string) float64 {
	for _, line := range lines {
		s.put(x, y, 0, line)
		y += s.lead()
	}
	return y
}

// block wraps a text and writes it.
func (s *sheet) block(x, y, w float64, text string) float64 { return s.lines(x, y, s.wrap(text, w)) }

// rule draws a line to the right.
func (s *sheet) rule(x, y, w, thick float64) {
	s.pdf.SetLineWidth(thick)
	s.pdf.Line(x, y, x+w, y)
}

func (s *sheet) box(x, y, w, h, thick float64) {
	s.pdf.SetLineWidth(thick)
	s.pdf.Rect(x, y, w, h, "D")
}

// write ends the document.
func (s *sheet) write(w io.Writer) error { return s.pdf.Output(w) }

// letters are those that both fonts can draw.
var letters = sync.OnceValue(func() *[1 << 16]bool {
	has := new([1 << 16]bool)
	for i, raw := range [][]byte{regular, bold} {
		f, err := sfnt.Parse(raw)
		if err != nil {
			panic("embedded font cannot be read") // a broken build, found by its first test
		}
		var b sfnt.Buffer
		for r := range has {
			g, err := f.GlyphIndex(&b, rune(r))
			has[r] = err == nil && g != 0 && (i == 0 || has[r])
		}
	}
	return has
})

// clean leaves what can be printed: a sign that the font does not have, such as
// an emoji, becomes a box, so that nobody thinks that nothing stood there.
func clean(text string) string {
	has := letters()
	text = strings.ReplaceAll(text, "\r\n", "\n")
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\r':
			return '\n'
		case r == '\u200d' || r >= 0xfe00 && r <= 0xfe0f || unicode.Is(unicode.Cf, r): // parts of the sign before them
			return -1
		case unicode.IsSpace(r) || unicode.IsControl(r):
			return ' '
		case r < 1<<16 && has[r]:
			return r
		}
		return '□'
	}, text)
}

// finished gives the bytes of a document.
func (s *sheet) finished() ([]byte, error) {
	var b bytes.Buffer
	err := s.write(&b)
	return b.Bytes(), err
}
