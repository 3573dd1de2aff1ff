package paper

import (
	"fmt"
	"image"

	"github.com/boombuler/barcode/qr"
)

// qrCode gives the dark squares of a text, row by row. Level M survives a
// crease and a thumb.
func qrCode(text string) ([][]bool, error) {
	mode := qr.AlphaNumeric
	code, err := qr.Encode(text, qr.M, mode)
	if err != nil {
		if code, err = qr.Encode(text, qr.M, qr.Unicode); err != nil {
			return nil, fmt.Errorf("paper: qr code: %w", err)
		}
	}
	b := code.Bounds()
	out := make([][]bool, b.Dy())
	for y := range out {
		out[y] = make([]bool, b.Dx())
		for x := range out[y] {
			out[y][x] = dark(code, b.Min.X+x, b.Min.Y+y)
		}
	}
	return out, nil
}

func dark(img image.Image, x, y int) bool {
	r, _, _, _ := img.At(x, y).RGBA()
	return r < 0x8000
}

// qr draws the code into a square, with the white margin that scanners need.
func (s *sheet) qr(text string, x, y, side float64) error {
	rows, err := qrCode(text)
	if err != nil {
		return err
	}
	const margin = 4
	one := side / float64(len(rows)+2*margin)
	s.pdf.SetFillColor(0, 0, 0)
	for i, row := range rows {
		for j := 0; j < len(row); j++ {
			if !row[j] {
				continue
			}
			from := j
			for j+1 < len(row) && row[j+1] {
				j++
			}
			// a hair taller than a square: no white line between rows
			s.pdf.Rect(x+one*float64(margin+from), y+one*float64(margin+i), one*float64(j-from+1), one*1.02, "F")
		}
	}
	return nil
}
