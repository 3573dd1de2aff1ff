package paper

import (
	"bytes"
	"strings"

	"codeberg.org/go-pdf/fpdf"

	"loketaduan/internal/complaint"
)

// kop draws the letterhead and gives where the text begins. scale 1 is that of
// a letter.
func (s *sheet) kop(k complaint.Letterhead, x, y, w, scale float64) float64 {
	top, text, room := y, x+w/2, w
	if side := s.logo(k.Logo, x, y, 22*scale); side > 0 {
		room = w - 2*(side+4*scale) // in the middle of the paper, beside the logo
	}
	s.font(false, 12*scale)
	s.mid(text, y, room, strings.ToUpper(k.Government))
	y += s.lead()
	s.font(true, 16*scale)
	s.mid(text, y, room, strings.ToUpper(k.Name))
	y += s.lead() * 1.05
	s.font(false, 9*scale)
	contact := k.Contact
	if k.Phone != "" {
		contact = strings.Trim("Telepon "+k.Phone+" · "+contact, "· ")
	}
	for _, line := range append(s.wrap(k.Address, room), s.wrap(contact, room)...) {
		s.mid(text, y, room, line)
		y += s.lead()
	}
	if len(k.Logo) > 0 {
		y = max(y, top+22*scale)
	}
	y += 1.5 * scale
	s.rule(x, y, w, 0.9*scale)
	s.rule(x, y+1.1*scale, w, 0.25*scale)
	return y + 2*scale
}

// logo draws the picture into a square and gives the square's side; 0 when
// there is none that can be drawn.
func (s *sheet) logo(raw []byte, x, y, side float64) float64 {
	kind := "PNG"
	if bytes.HasPrefix(raw, []byte("\xff\xd8\xff")) {
		kind = "JPG"
	}
	if len(raw) == 0 {
		return 0
	}
	o := fpdf.ImageOptions{ImageType: kind}
	info := s.pdf.RegisterImageOptionsReader("logo", o, bytes.NewReader(raw))
	if !s.pdf.Ok() {
		s.pdf.ClearError() // a broken picture must not keep a citizen from a receipt
		return 0
	}
	w, h := info.Width(), info.Height()
	if w > h {
		w, h = side, side*h/w
	} else {
		w, h = side*w/h, side
	}
	s.pdf.ImageOptions("logo", x+(side-w)/2, y+(side-h)/2, w, h, false, o, 0, "")
	return side
}
