package office

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"loketaduan/internal/complaint"
	"loketaduan/internal/fault"
)

func pdf(words string) []byte { return []byte("%PDF-1.7\n" + words) }

func TestFilesOfAFormGoWithItsComplaint(t *testing.T) {
	d, _ := testDesk(t)
	id, first, second := newID(), newID(), newID()
	for range 2 { // a double click
		if a, err := d.AttachBytes(t.Context(), id, first, "surat.pdf", pdf("satu")); err != nil || !a.Kept || a.Complaint != nil {
			t.Fatal(a, err)
		}
	}
	if _, err := d.AttachBytes(t.Context(), id, second, "foto.jpg", asJPEG(t, photo(2400, 1800, true), 0)); err != nil {
		t.Fatal(err)
	}
	if _, err := d.AttachBytes(t.Context(), id, newID(), "jahat.exe", []byte("MZ")); fault.Of(err).Code != "complaint.file.type" {
		t.Fatal(err)
	}
	names := func() (out []string) {
		files, err := d.FilesOf(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			if !f.Here {
				t.Fatal("not here", f.Name)
			}
			out = append(out, f.Name)
		}
		return out
	}
	read := func(entry string) []byte {
		_, content, err := d.OpenFile(t.Context(), id, entry)
		if err != nil {
			t.Fatal(err)
		}
		defer content.Close()
		b, err := io.ReadAll(content)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	if got := names(); !slices.Equal(got, []string{"surat.pdf", "foto.jpg"}) || !bytes.Equal(read(first), pdf("satu")) {
		t.Fatal(got)
	}
	// What no entry names yet is no garbage: nor the photo before it was made smaller.
	if n, err := d.store.Files().Collect(t.Context()); n != 0 || err != nil {
		t.Fatal(n, err)
	}
	third := newID()
	if _, err := d.AttachBytes(t.Context(), id, third, "salah.pdf", pdf("salah")); err != nil {
		t.Fatal(err)
	}
	if err := d.Detach(t.Context(), id, newID(), third); err != nil {
		t.Fatal(err)
	}
	if n, err := d.store.Files().Collect(t.Context()); n != 1 || err != nil {
		t.Fatal("taken off a form, it is garbage", n, err)
	}
	form := complaint.Form{Kind: "pengaduan", Channel: "surat", Subject: "Jalan", Narrative: "Rusak", Category: "infrastruktur", Reporter: complaint.Reporter{Unidentified: true}}
	for range 2 {
		r, err := d.Record(t.Context(), id, form, false)
		if err != nil {
			t.Fatal(err)
		}
		if len(r.Complaint.Files) != 2 || r.Complaint.Files[0].Entry != first || r.Complaint.Files[1].Original == nil {
			t.Fatalf("%+v", r.Complaint.Files)
		}
	}
	if got := names(); !slices.Equal(got, []string{"surat.pdf", "foto.jpg"}) || !bytes.Equal(read(first), pdf("satu")) {
		t.Fatal(got)
	}
	if n, err := d.store.Files().Collect(t.Context()); n != 0 || err != nil {
		t.Fatal(n, err)
	}
	// A file that comes a moment after the save goes to the complaint.
	if a, err := d.AttachBytes(t.Context(), id, newID(), "susulan.pdf", pdf("susul")); err != nil || a.Complaint == nil || len(a.Complaint.Files) != 3 {
		t.Fatal(a, err)
	}
}

func TestFilesOfADroppedFormAreForgotten(t *testing.T) {
	d, _ := testDesk(t)
	id := newID()
	if _, err := d.SaveDraft(t.Context(), id, []byte(`{}`)); err != nil {
		t.Fatal(err)
	}
	if _, err := d.AttachBytes(t.Context(), id, newID(), "surat.pdf", pdf("satu")); err != nil {
		t.Fatal(err)
	}
	if err := d.DropDraft(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	if files, err := d.FilesOf(t.Context(), id); err != nil || len(files) != 0 {
		t.Fatal(files, err)
	}
	if n, err := d.store.Files().Collect(t.Context()); n != 1 || err != nil {
		t.Fatal(n, err)
	}
}

func TestScansAreOfferedOnce(t *testing.T) {
	d, _ := testDesk(t)
	folder := t.TempDir()
	write := func(name string, age time.Duration) string {
		path := filepath.Join(folder, name)
		at := time.Now().Add(-age)
		if err := errors.Join(os.WriteFile(path, pdf(name), 0o600), os.Chtimes(path, at, at)); err != nil {
			t.Fatal(err)
		}
		return path
	}
	scans := func() (out []string) {
		list, err := d.Scans(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range list {
			out = append(out, s.Name)
		}
		return out
	}
	scan := write("Scan0001.pdf", 5*time.Second)
	if got := scans(); len(got) != 0 {
		t.Fatal("without a folder", got)
	}
	if err := d.SetScannerFolder(t.Context(), folder+"/tidak-ada"); fault.Of(err).Code != "scanner.folder" {
		t.Fatal(err)
	}
	if err := d.SetScannerFolder(t.Context(), " "+folder+"/ "); err != nil {
		t.Fatal(err)
	}
	write("Scan0002.jpg", 3*time.Second)
	write("lama.pdf", time.Hour)
	write("sedang-ditulis.pdf", 0)
	write("program.exe", 5*time.Second)
	write("kosong.pdf", 5*time.Second)
	at := time.Now().Add(-5 * time.Second)
	if err := errors.Join(os.Truncate(filepath.Join(folder, "kosong.pdf"), 0), os.Chtimes(filepath.Join(folder, "kosong.pdf"), at, at), os.Mkdir(filepath.Join(folder, "sub.pdf"), 0o700)); err != nil {
		t.Fatal(err)
	}
	if got := scans(); !slices.Equal(got, []string{"Scan0002.jpg", "Scan0001.pdf"}) {
		t.Fatal(got)
	}
	if _, err := d.Attach(t.Context(), newID(), newID(), scan); err != nil {
		t.Fatal(err)
	}
	if got := scans(); !slices.Equal(got, []string{"Scan0002.jpg"}) {
		t.Fatal("offered again", got)
	}
	write("Scan0001.pdf", 2*time.Second) // the scanner begins anew with its numbers
	if got := scans(); !slices.Equal(got, []string{"Scan0001.pdf", "Scan0002.jpg"}) {
		t.Fatal(got)
	}
	if err := errors.Join(os.RemoveAll(folder)); err != nil {
		t.Fatal(err)
	}
	if got := scans(); len(got) != 0 {
		t.Fatal(got)
	}
	if err := d.SetScannerFolder(t.Context(), ""); err != nil {
		t.Fatal(err)
	}
}
