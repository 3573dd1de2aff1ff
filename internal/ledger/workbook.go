package ledger

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"strconv"
	"strings"
)

// The parts of a workbook are read here and not by package excelize, for what
// decides about a number is what the file says of its cell: whether it is a
// number or a text of digits (a NIK), and whether it is shown as a date. Reading
// rows in a stream, excelize tells neither.

// partMost is the largest part that is unpacked, in bytes: more than any
// register, less than would fill a small PC.
const partMost = 512 << 20

var errPart = errors.New("a part of the workbook is missing or too large")

type workbook struct {
	parts map[string]*zip.File
	texts []string // shared ones
	dated []bool   // by style: shows numbers as dates
	old   bool     // days count from 1904
	book  *Book
	fixed map[int]bool // shared texts whose letters were spoilt
}

// readWorkbook reads all sheets of an xlsx file.
func readWorkbook(content []byte) (*Book, error) {
	z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return nil, err
	}
	w := &workbook{parts: map[string]*zip.File{}, book: &Book{Kind: "xlsx"}, fixed: map[int]bool{}}
	for _, f := range z.File {
		w.parts[strings.ToLower(strings.TrimPrefix(path.Clean("/"+f.Name), "/"))] = f
	}
	main := "xl/workbook.xml"
	for _, r := range w.relations("") {
		if strings.HasSuffix(r.Type, "/officeDocument") {
			main = r.Target
		}
	}
	var sheets []sheetRef
	err = w.each(main, func(e xml.StartElement, _ *xml.Decoder) error {
		switch e.Name.Local {
		case "workbookPr":
			w.old = isTrue(attr(e, "date1904"))
		case "sheet":
			sheets = append(sheets, sheetRef{attr(e, "name"), attr(e, "id"), attr(e, "state")})
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	targets := map[string]relation{}
	for _, r := range w.relations(main) {
		targets[r.ID] = r
		switch {
		case strings.HasSuffix(r.Type, "/sharedStrings"):
			err = w.readTexts(r.Target)
		case strings.HasSuffix(r.Type, "/styles"):
			err = w.readStyles(r.Target)
		}
		if err != nil {
			return nil, err
		}
	}
	for _, ref := range sheets {
		r := targets[ref.id]
		if !strings.HasSuffix(r.Type, "/worksheet") {
			continue // a chart
		}
		s, err := w.readSheet(r.Target)
		if err != nil {
			return nil, err
		}
		s.Name, s.Hidden = ref.name, ref.state != "" && ref.state != "visible"
		w.book.Sheets = append(w.book.Sheets, *s)
	}
	return w.book, nil
}

type sheetRef struct{ name, id, state string }

type relation struct{ ID, Type, Target string }

// relations of a part, their targets as names of parts; of the whole file for "".
func (w *workbook) relations(of string) []relation {
	dir, name := path.Split(of)
	var out []relation
	_ = w.each(dir+"_rels/"+name+".rels", func(e xml.StartElement, _ *xml.Decoder) error {
		if e.Name.Local == "Relationship" {
			target := attr(e, "Target")
			if !strings.HasPrefix(target, "/") {
				target = dir + target
			}
			out = append(out, relation{attr(e, "Id"), attr(e, "Type"), strings.TrimPrefix(path.Clean("/"+target), "/")})
		}
		return nil
	}) // a workbook without them has the usual names
	return out
}

// each walks the elements of a part. found may read on from the decoder up to
// the end of its element.
func (w *workbook) each(part string, found func(xml.StartElement, *xml.Decoder) error) error {
	f := w.parts[strings.ToLower(part)]
	if f == nil || f.UncompressedSize64 > partMost {
		return errPart
	}
	in, err := f.Open()
	if err != nil {
		return err
	}
	defer in.Close()
	d := xml.NewDecoder(io.LimitReader(in, partMost))
	d.Strict = false
	d.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil }
	for {
		t, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if e, ok := t.(xml.StartElement); ok {
			if err := found(e, d); err != nil {
				return err
			}
		}
	}
}

// textOf reads the text of an element up to its end, with all <t> in it; what is
// only there to be read aloud (rPh) is left out.
func textOf(d *xml.Decoder, until string) (string, error) {
	var out strings.Builder
	aloud, in := 0, until == "v"
	for {
		t, err := d.RawToken()
		if err != nil {
			return "", err
		}
		switch e := t.(type) {
		case xml.StartElement:
			switch e.Name.Local {
			case "rPh":
				aloud++
			case "t":
				in = true
			}
		case xml.EndElement:
			switch e.Name.Local {
			case until:
				return out.String(), nil
			case "rPh":
				aloud--
			case "t":
				in = false
			}
		case xml.CharData:
			if in && aloud == 0 {
				out.Write(e)
			}
		}
	}
}

func (w *workbook) readTexts(part string) error {
	return w.each(part, func(e xml.StartElement, d *xml.Decoder) error {
		if e.Name.Local != "si" {
			return nil
		}
		s, err := textOf(d, "si")
		if err != nil {
			return err
		}
		s, spoilt := repair(unescape(s))
		if spoilt {
			w.fixed[len(w.texts)] = true
		}
		w.texts = append(w.texts, clean(s))
		return nil
	})
}

// unescape turns _x000D_ into the sign that it stands for.
func unescape(s string) string {
	for i := strings.Index(s, "_x"); i >= 0; {
		if i+7 <= len(s) && s[i+6] == '_' {
			if n, err := strconv.ParseUint(s[i+2:i+6], 16, 16); err == nil {
				s = s[:i] + string(rune(n)) + s[i+7:]
			}
		}
		next := strings.Index(s[min(i+1, len(s)):], "_x")
		if next < 0 {
			break
		}
		i += 1 + next
	}
	return s
}

// readStyles finds out which cell formats show a date.
func (w *workbook) readStyles(part string) error {
	own := map[string]bool{} // by number of the format
	formats := false
	return w.each(part, func(e xml.StartElement, _ *xml.Decoder) error {
		switch e.Name.Local {
		case "numFmt":
			own[attr(e, "numFmtId")] = showsDate(attr(e, "formatCode"))
		case "cellXfs":
			formats = true
		case "cellStyles", "dxfs":
			formats = false
		case "xf":
			if formats {
				id := attr(e, "numFmtId")
				dated, known := own[id]
				if !known {
					n, _ := strconv.Atoi(id)
					dated = n >= 14 && n <= 17 || n == 22 || n >= 27 && n <= 36 || n >= 50 && n <= 58
				}
				w.dated = append(w.dated, dated)
			}
		}
		return nil
	})
}

// showsDate tells whether a number format shows a day: it has a y or a d, or
// months as words, outside quotes, brackets and escapes.
func showsDate(code string) bool {
	plain := make([]byte, 0, len(code))
	for i := 0; i < len(code); i++ {
		switch c := code[i]; c {
		case '"':
			for i++; i < len(code) && code[i] != '"'; i++ {
			}
		case '[':
			for i++; i < len(code) && code[i] != ']'; i++ {
			}
		case '\\', '_', '*':
			i++
		default:
			plain = append(plain, c|0x20)
		}
	}
	s := string(plain)
	return !strings.Contains(s, "general") && (strings.ContainsAny(s, "yd") || strings.Contains(s, "mmm"))
}

func attr(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

func isTrue(s string) bool { return s == "1" || s == "true" || s == "on" }
