package calendar

import (
	"bytes"
	"testing"
	"testing/fstest"
)

// hold checks what every accepted record must be able to do.
func hold(t *testing.T, d *Decrees) {
	if err := d.Check(); err != nil {
		t.Fatalf("accepted and refused: %v", err)
	}
	p, err := ReadPackage(pack(d))
	if err != nil || !p.Decrees.Equal(d) || p.Decrees.Imprint() != d.Imprint() {
		t.Fatalf("packed again: %v", err)
	}
	files := d.CSV()
	back, err := ReadCSV(folderOf(files))
	if err != nil || !back.Equal(d) || back.Imprint() != d.Imprint() {
		t.Fatalf("written as CSV: %v", err)
	}
	if r, err := ParseRevision(d.Revision().String()); err != nil || r != d.Revision() {
		t.Fatalf("revision %v: %v", d.Revision(), err)
	}
	c := d.Calendar("63.03.05")
	for _, on := range append([]Date{Of(2026, 11, 23)}, d.dates...) {
		s := Span{Received: on, WorkingDays: 14, Week: SixDays}
		if due := c.Due(s); !due.Latest.IsZero() && due.Latest.Before(due.Due) || due.Due.IsZero() {
			t.Fatalf("%+v: %+v", s, due)
		}
	}
	d.Steps(Date{}, Of(9999, 12, 31))
	Diff(EmbeddedDecrees(), d)
	d.Years()
}

// FuzzReadPackage gives the reader files as they come, and the record in them
// with a fitting signature, so that the fuzzer gets past the signature too.
func FuzzReadPackage(f *testing.F) {
	f.Add(pack(sampleRecord)) // small: on the whole record the fuzzer only waits
	f.Fuzz(func(t *testing.T, file []byte) {
		if p, err := ReadPackage(file); err == nil {
			hold(t, p.Decrees)
		}
		if _, body, ok := bytes.Cut(file, []byte("\n")); ok {
			if p, err := ReadPackage(signed(string(body))); err == nil {
				hold(t, p.Decrees)
			}
		}
	})
}

func FuzzReadCSV(f *testing.F) {
	files := sampleRecord.CSV()
	f.Add(files[holidaysFile], files[amendmentsFile], files[basesFile], files[imprintFile])
	f.Fuzz(func(t *testing.T, holidays, amendments, bases, imprint []byte) {
		folder := fstest.MapFS{
			holidaysFile: {Data: holidays}, amendmentsFile: {Data: amendments}, basesFile: {Data: bases}, imprintFile: {Data: imprint},
		}
		if d, err := ReadCSV(folder); err == nil {
			hold(t, d)
		}
	})
}
