package office

import (
	"bytes"
	"context"
	"encoding/json"
	"image"
	"image/jpeg"
	"image/png"
	"os"
	"strings"

	"golang.org/x/image/draw"

	"loketaduan/internal/auth"
	"loketaduan/internal/complaint"
	"loketaduan/internal/fault"
	"loketaduan/internal/store"
)

// Letterhead of this office, with the usual words where nobody has set any.
func (d *Desk) Letterhead(ctx context.Context) (complaint.Letterhead, error) {
	if _, err := d.Session(); err != nil {
		return complaint.Letterhead{}, err
	}
	return d.store.Letterhead(ctx)
}

// SetLetterhead changes it for every PC of this office.
func (d *Desk) SetLetterhead(ctx context.Context, id string, h complaint.Letterhead) error {
	by, err := d.mayRule(id, auth.Kop)
	if err != nil {
		return err
	}
	draft, err := complaint.SetLetterhead(id, h, by)
	if err != nil {
		return err
	}
	return d.setRule(ctx, complaint.StreamLetterhead+by.Office, by, draft)
}

const (
	logoSide = 240     // pixels: 20 mm at 300 dots an inch
	logoMost = 8 << 20 // bytes of the file that is chosen
)

var errLogo = fault.New(fault.Invalid, "kop.logo.unreadable", "logo", "Gambar ini tidak dapat dibuka. Pilih berkas PNG atau JPG, paling besar 8 MB.")

// ReadLogo reads a picture from a file and makes it small enough for a
// letterhead.
func ReadLogo(path string) ([]byte, error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, errLogo.Because(withoutPath(err))
	}
	return shrinkLogo(raw)
}

func shrinkLogo(raw []byte) ([]byte, error) {
	conf, _, err := image.DecodeConfig(bytes.NewReader(raw))
	if err != nil || len(raw) > logoMost || int64(conf.Width)*int64(conf.Height) > photoMost {
		return nil, errLogo.Because(err)
	}
	img, _, err := image.Decode(bytes.NewReader(raw))
	if err != nil {
		return nil, errLogo.Because(err)
	}
	w, h := img.Bounds().Dx(), img.Bounds().Dy()
	if long := max(w, h); long > logoSide {
		w, h = max(1, w*logoSide/long), max(1, h*logoSide/long)
	}
	small := image.NewNRGBA(image.Rect(0, 0, w, h)) // a logo keeps its transparent ground
	draw.CatmullRom.Scale(small, small.Bounds(), img, img.Bounds(), draw.Src, nil)
	var b bytes.Buffer
	if err := png.Encode(&b, small); err != nil {
		return nil, errLogo.Because(err)
	}
	if b.Len() <= complaint.MaxLogo {
		return b.Bytes(), nil
	}
	b.Reset() // a photo of a logo
	if err := jpeg.Encode(&b, fitted(small), &jpeg.Options{Quality: photoQuality}); err != nil {
		return nil, errLogo.Because(err)
	}
	return b.Bytes(), nil
}

// Printing is how this PC prints. It is no setting of the office: every PC has
// its own printer.
type Printing struct {
	Receipt string `json:"receipt"` // a5, a4, 80 or 58
	Sheet   string `json:"sheet"`   // a4 or f4, of all other papers
	Raw     bool   `json:"raw"`     // rolls go to Target in the printer's own commands
	Target  string `json:"target"`  // device, file, or name of a printer
}

const printingKey = "printing"

// Printing of this PC.
func (d *Desk) Printing(ctx context.Context) (Printing, error) {
	p := Printing{Receipt: "a5", Sheet: "a4"}
	text, err := d.store.Plain(ctx, printingKey)
	if err == nil && text != "" {
		err = json.Unmarshal([]byte(text), &p)
	}
	return p, err
}

// SetPrinting keeps how this PC prints. Whoever prints here may: a clerk stands
// before the printer.
func (d *Desk) SetPrinting(ctx context.Context, p Printing) error {
	if _, err := d.allowed(auth.Print); err != nil {
		return err
	}
	p.Target = strings.TrimSpace(p.Target)
	var l fault.List
	if _, ok := paperSizes[p.Receipt]; !ok || p.Receipt == "f4" {
		l.Add(fault.New(fault.Invalid, "print.receipt.choice", "receipt", "Pilih kertas tanda terima dari daftar."))
	}
	if p.Sheet != "a4" && p.Sheet != "f4" {
		l.Add(fault.New(fault.Invalid, "print.sheet.choice", "sheet", "Pilih A4 atau F4."))
	}
	if p.Raw && p.Target == "" {
		l.Add(errPrinterNone)
	}
	if err := l.Err(); err != nil {
		return err
	}
	text, err := json.Marshal(p)
	if err != nil {
		return err
	}
	return d.update(ctx, func(t *store.Tx) error { return t.SetPlain(printingKey, string(text)) })
}
