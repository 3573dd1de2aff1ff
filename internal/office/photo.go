package office

import (
	"bytes"
	"encoding/binary"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	_ "image/png"
	"io"

	"golang.org/x/image/draw"

	"loketaduan/internal/fault"
)

// Photos: at 64 kbit/s a photo of a telephone takes nine minutes, one of 1600
// pixels forty seconds, and shows as much of a broken road.
const (
	photoSide    = 1600       // pixels of the longer side
	photoBytes   = 600 << 10  // above, it is made smaller too
	photoQuality = 80         // of JPEG
	photoMost    = 80_000_000 // pixels that are opened: 120 MB of memory
	photoMax     = 40 << 20   // bytes of a photo before it is made smaller
)

var (
	errPhoto     = fault.New(fault.Invalid, "complaint.file.photo", "file", "Foto ini tidak dapat dibuka, mungkin rusak. Buka dulu di program lain dan simpan ulang sebagai JPG.")
	errPhotoHuge = fault.New(fault.Invalid, "complaint.file.photo.huge", "file", "Foto ini terlalu besar untuk PC ini. Perkecil dulu menjadi paling banyak 80 megapiksel.")
)

// shrink makes a photo fit to be sent: upright, at most 1600 pixels, and
// without what the camera noted besides. Where a citizen stood and when, and
// with which telephone, is personal data that nobody asked for; only how the
// photo was held is used. It gives nil when src is good as it is.
func shrink(src []byte) (out []byte, err error) {
	conf, format, err := image.DecodeConfig(bytes.NewReader(src))
	if err != nil {
		return nil, errPhoto.Because(err)
	}
	if int64(conf.Width)*int64(conf.Height) > photoMost {
		return nil, errPhotoHuge
	}
	turn := 1
	clean := src
	if format == "jpeg" {
		turn = orientation(src)
		clean = withoutNotes(src)
	} else {
		clean = withoutText(src)
	}
	if conf.Width <= photoSide && conf.Height <= photoSide && len(clean) <= photoBytes && turn == 1 {
		if len(clean) == len(src) {
			return nil, nil
		}
		return clean, nil
	}
	img, _, err := image.Decode(bytes.NewReader(src))
	if err != nil {
		return nil, errPhoto.Because(err)
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, upright(fitted(img), turn), &jpeg.Options{Quality: photoQuality}); err != nil {
		return nil, errPhoto.Because(err)
	}
	return b.Bytes(), nil
}

// fitted scales an image down onto white paper; small ones keep their size.
func fitted(img image.Image) *image.RGBA {
	w, h := img.Bounds().Dx(), img.Bounds().Dy()
	if long := max(w, h); long > photoSide {
		w, h = max(1, w*photoSide/long), max(1, h*photoSide/long)
	}
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.Draw(out, out.Bounds(), image.NewUniform(color.White), image.Point{}, draw.Src)
	draw.ApproxBiLinear.Scale(out, out.Bounds(), img, img.Bounds(), draw.Over, nil)
	return out
}

// upright turns an image as its EXIF orientation (1 to 8) asks for.
func upright(img *image.RGBA, turn int) *image.RGBA {
	if turn < 2 || turn > 8 {
		return img
	}
	w, h := img.Bounds().Dx(), img.Bounds().Dy()
	ow, oh := w, h
	if turn >= 5 {
		ow, oh = h, w
	}
	out := image.NewRGBA(image.Rect(0, 0, ow, oh))
	for y := range h {
		for x := range w {
			var tx, ty int
			switch turn {
			case 2:
				tx, ty = w-1-x, y
			case 3:
				tx, ty = w-1-x, h-1-y
			case 4:
				tx, ty = x, h-1-y
			case 5:
				tx, ty = y, x
			case 6:
				tx, ty = h-1-y, x
			case 7:
				tx, ty = h-1-y, w-1-x
			case 8:
				tx, ty = y, w-1-x
			}
			copy(out.Pix[out.PixOffset(tx, ty):][:4], img.Pix[img.PixOffset(x, y):][:4])
		}
	}
	return out
}

// segments walks along the parts of a JPEG before its picture data; each gives
// the marker and the whole part. rest begins with the picture data.
func segments(src []byte, each func(marker byte, part []byte)) (rest []byte, err error) {
	if len(src) < 4 || src[0] != 0xff || src[1] != 0xd8 {
		return nil, errors.New("not a JPEG")
	}
	for at := 2; ; {
		if at+4 > len(src) || src[at] != 0xff {
			return nil, io.ErrUnexpectedEOF
		}
		marker := src[at+1]
		if marker == 0xff { // padding
			at++
			continue
		}
		if marker == 0xda {
			return src[at:], nil
		}
		end := at + 2 + int(binary.BigEndian.Uint16(src[at+2:]))
		if end > len(src) || end < at+4 {
			return nil, io.ErrUnexpectedEOF
		}
		each(marker, src[at:end])
		at = end
	}
}

// withoutNotes drops EXIF, XMP, IPTC and comments, byte for byte the same
// picture; the colour profile (APP2) stays.
func withoutNotes(src []byte) []byte {
	out := append(make([]byte, 0, len(src)), src[:min(2, len(src))]...)
	rest, err := segments(src, func(marker byte, part []byte) {
		if marker == 0xe1 || marker >= 0xe3 && marker <= 0xed || marker == 0xef || marker == 0xfe {
			return
		}
		out = append(out, part...)
	})
	if err != nil {
		return src // Decode will say what is wrong with it
	}
	return append(out, rest...)
}

// withoutText drops the parts of a PNG that hold words, times or EXIF.
func withoutText(src []byte) []byte {
	const head = 8
	if len(src) < head {
		return src
	}
	out := append(make([]byte, 0, len(src)), src[:head]...)
	for at := head; at < len(src); {
		if at+12 > len(src) {
			return src
		}
		end := at + 12 + int(binary.BigEndian.Uint32(src[at:]))
		if end > len(src) || end < at+12 {
			return src
		}
		switch string(src[at+4 : at+8]) {
		case "tEXt", "zTXt", "iTXt", "eXIf", "tIME":
		default:
			out = append(out, src[at:end]...)
		}
		at = end
	}
	return out
}

// orientation of a JPEG as its EXIF says (tag 0x0112); 1 = upright, also where
// there is none.
func orientation(src []byte) int {
	turn := 1
	segments(src, func(marker byte, part []byte) {
		if marker != 0xe1 || len(part) < 18 || string(part[4:10]) != "Exif\x00\x00" {
			return
		}
		tiff := part[10:]
		var order binary.ByteOrder = binary.LittleEndian
		if string(tiff[:2]) == "MM" {
			order = binary.BigEndian
		}
		at := int(order.Uint32(tiff[4:]))
		if at < 8 || at+2 > len(tiff) {
			return
		}
		for n := int(order.Uint16(tiff[at:])); n > 0; n-- {
			e := at + 2 + 12*(n-1)
			if e+12 > len(tiff) {
				continue
			}
			if order.Uint16(tiff[e:]) == 0x0112 {
				if v := int(order.Uint16(tiff[e+8:])); v >= 1 && v <= 8 {
					turn = v
				}
			}
		}
	})
	return turn
}
