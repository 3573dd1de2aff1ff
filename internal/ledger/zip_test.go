package ledger

import (
	"archive/zip"
	"bytes"
	"io"
	"regexp"
)

// rezip changes one part of a workbook.
func rezip(content []byte, part string, change func(string) string) []byte {
	z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	must(err)
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, f := range z.File {
		in, err := f.Open()
		must(err)
		text, err := io.ReadAll(in)
		must(err)
		if f.Name == part {
			text = []byte(change(string(text)))
		}
		to, err := w.Create(f.Name)
		must(err)
		_, err = to.Write(text)
		must(err)
	}
	must(w.Close())
	return out.Bytes()
}

// swap puts other XML in the place of a cell.
func swap(xml, cell, with string) string {
	at := regexp.MustCompile(`<c r="` + cell + `"[^>]*?(/>|>.*?</c>)`)
	if !at.MatchString(xml) {
		panic("no cell " + cell)
	}
	return at.ReplaceAllLiteralString(xml, with)
}

// zipped makes a file of parts.
func zipped(parts map[string]string) []byte {
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for name, text := range parts {
		to, err := w.Create(name)
		must(err)
		_, err = io.WriteString(to, text)
		must(err)
	}
	must(w.Close())
	return out.Bytes()
}
