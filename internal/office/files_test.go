package office

import (
	"bytes"

	"encoding/binary"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"loketaduan/internal/auth"
	"loketaduan/internal/complaint"
	"loketaduan/internal/fault"
	"loketaduan/internal/store"
	"loketaduan/internal/vault"
)

// testDesk is a PC of its own, with one complaint.
func testDesk(t *testing.T) (*Desk, string) {
	t.Helper()
	d, err := Open(t.Context(), Config{Dir: t.TempDir(), Cost: vault.Cost{Time: 1, Memory: 64, Threads: 1}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	_, err = d.SetUp(t.Context(), SetUp{OfficeCode: "63.03.05", OfficeName: "Kecamatan Martapura", Letter: "A",
		First: NewAccount{Name: "Siti Aminah", Username: "siti", Role: auth.Admin, Password: "kata-sandi-siti", Again: "kata-sandi-siti"}})
	if err != nil {
		t.Fatal(err)
	}
	return d, testComplaint(t, d)
}

func testComplaint(t *testing.T, d *Desk) string {
	t.Helper()
	r, err := d.Record(t.Context(), newID(), complaint.Form{Kind: "pengaduan", Channel: "tatap_muka", Subject: "Jalan rusak", Narrative: "Berlubang", Category: "infrastruktur",
		Reporter: complaint.Reporter{Name: "Ahmad", IDType: "none", Sex: "L", Address: "RT 2"}}, false)
	if err != nil {
		t.Fatal(fault.Of(err).Message)
	}
	return r.Complaint.ID
}

// photo is a picture whose left half is red, w by h pixels; noise makes it
// large on the disk.
func photo(w, h int, noise bool) image.Image {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	n := uint32(1)
	for y := range h {
		for x := range w {
			c := color.RGBA{A: 255, B: 200}
			if x < w/2 {
				c = color.RGBA{A: 255, R: 200}
			}
			if noise {
				n = n*1664525 + 1013904223
				c.G = byte(n >> 24)
			}
			img.SetRGBA(x, y, c)
		}
	}
	return img
}

func asJPEG(t *testing.T, img image.Image, turn uint16) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: 95}); err != nil {
		t.Fatal(err)
	}
	if turn == 0 {
		return b.Bytes()
	}
	tiff := []byte("MM\x00*\x00\x00\x00\x08\x00\x02") // two entries: orientation, and a place as text
	tiff = append(tiff, 0x01, 0x12, 0, 3, 0, 0, 0, 1, byte(turn>>8), byte(turn), 0, 0)
	tiff = append(tiff, 0x01, 0x0e, 0, 2, 0, 0, 0, 20, 0, 0, 0, 38, 0, 0, 0, 0)
	tiff = append(tiff, "GPS -3.4167,114.8456"...)
	part := append([]byte("Exif\x00\x00"), tiff...)
	head := append([]byte{0xff, 0xe1}, binary.BigEndian.AppendUint16(nil, uint16(len(part)+2))...)
	return bytes.Join([][]byte{b.Bytes()[:2], head, part, b.Bytes()[2:]}, nil)
}

func content(t *testing.T, d *Desk, id, entry string) []byte {
	t.Helper()
	_, c, err := d.OpenFile(t.Context(), id, entry)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	b, err := io.ReadAll(c)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestPhotosAreMadeSmallerUprightAndSilent(t *testing.T) {
	d, id := testDesk(t)
	for name, c := range map[string]struct {
		src    []byte
		name   string
		shrunk bool
		w, h   int
	}{
		"large":         {asJPEG(t, photo(3200, 1000, false), 0), "a.jpg", true, 1600, 500},
		"large, turned": {asJPEG(t, photo(3200, 1000, false), 6), "a.jpg", true, 500, 1600},
		"heavy":         {asJPEG(t, photo(1400, 1000, true), 0), "a.jpg", true, 1400, 1000},
		"small, silent": {asJPEG(t, photo(300, 200, false), 0), "a.jpg", false, 300, 200},
		"small, notes":  {asJPEG(t, photo(300, 200, false), 1), "a.jpg", true, 300, 200},
		"small, turned": {asJPEG(t, photo(300, 200, false), 8), "a.JPEG", true, 200, 300},
		"large picture": {func() []byte { var b bytes.Buffer; png.Encode(&b, photo(2000, 100, false)); return b.Bytes() }(), "b.png", true, 1600, 80},
	} {
		entry := newID()
		a, err := d.AttachBytes(t.Context(), id, entry, c.name, c.src)
		if err != nil {
			t.Fatal(name, fault.Of(err).Message, err)
		}
		f := a.Complaint.Files[len(a.Complaint.Files)-1]
		got := content(t, d, id, entry)
		conf, format, err := image.DecodeConfig(bytes.NewReader(got))
		if err != nil || format != "jpeg" || f.Type != "image/jpeg" || conf.Width != c.w || conf.Height != c.h || a.Shrunk != c.shrunk {
			t.Errorf("%s: %s %dx%d, shrunk %v, %v", name, format, conf.Width, conf.Height, a.Shrunk, err)
		}
		if bytes.Contains(got, []byte("GPS")) || bytes.Contains(got, []byte("Exif")) {
			t.Errorf("%s: says where it was taken", name)
		}
		if ext := filepath.Ext(f.Name); !strings.EqualFold(ext, ".jpg") && !strings.EqualFold(ext, ".jpeg") {
			t.Errorf("%s: named %s", name, f.Name)
		}
		if (f.Original != nil) != c.shrunk || c.shrunk && f.Original.Size != int64(len(c.src)) {
			t.Fatalf("%s: original %+v", name, f.Original)
		}
		if c.shrunk {
			o, err := d.store.Files().Open(f.Original.SHA256)
			if err != nil {
				t.Fatal(err)
			}
			b, _ := io.ReadAll(o)
			o.Close()
			if !bytes.Equal(b, c.src) {
				t.Errorf("%s: the original changed", name)
			}
		}
		if name == "large, turned" { // red was left; held turned, it is on top
			img, _ := jpeg.Decode(bytes.NewReader(got))
			r, _, b, _ := img.At(250, 100).RGBA()
			if r < b {
				t.Error("turned the wrong way")
			}
		}
	}
}

func TestAttachRefusesWithReason(t *testing.T) {
	d, id := testDesk(t)
	for what, c := range map[string]struct {
		name string
		b    []byte
		want string
	}{
		"empty":     {"a.pdf", nil, "complaint.file.empty"},
		"program":   {"a.exe", []byte("MZ......"), "complaint.file.type"},
		"disguised": {"a.pdf", []byte("MZ......"), "complaint.file.differs"},
		"heic":      {"a.heic", []byte("\x00\x00\x00\x18ftypheic............"), "complaint.file.heic"},
		"too large": {"a.pdf", append([]byte("%PDF-"), make([]byte, complaint.MaxDocument)...), "complaint.file.large"},
		"broken":    {"a.jpg", []byte("\xff\xd8\xff\xe0 broken"), "complaint.file.photo"},
	} {
		_, err := d.AttachBytes(t.Context(), id, newID(), c.name, c.b)
		if f := fault.Of(err); f == nil || f.Code != c.want || f.Field != "file" {
			t.Errorf("%s: %v", what, err)
		}
	}
	if _, err := d.Attach(t.Context(), id, newID(), filepath.Join(t.TempDir(), "tiada.pdf")); fault.Of(err).Code != "complaint.file.unreadable" {
		t.Error(err)
	}
	if c, _ := d.store.Complaint(t.Context(), id); len(c.Files) != 0 {
		t.Error("something was attached")
	}
	if n, err := d.store.Files().Collect(t.Context()); n != 0 || err != nil {
		t.Error("something was left on the disk:", n, err)
	}
}

func TestNoEntryWithoutItsFile(t *testing.T) {
	d, id := testDesk(t)
	pdf := []byte("%PDF-1.7 isi")
	if err := os.WriteFile(filepath.Join(d.c.Dir, "berkas"), nil, 0o600); err != nil { // the disk does not take it
		t.Fatal(err)
	}
	if _, err := d.AttachBytes(t.Context(), id, newID(), "a.pdf", pdf); fault.Of(err).Code != "file.disk" {
		t.Fatal(err)
	}
	if c, _ := d.store.Complaint(t.Context(), id); len(c.Files) != 0 {
		t.Fatal("an entry names a file that is not there")
	}
	os.Remove(filepath.Join(d.c.Dir, "berkas"))
	// the program ends between the file and its entry: the file is garbage, and goes
	cut := errors.New("the power went away")
	func() {
		defer func() { _ = recover() }()
		release := d.store.Files().Hold()
		defer release()
		if _, err := d.keep(t.Context(), "a.pdf", bytes.NewReader(pdf)); err != nil {
			t.Fatal(err)
		}
		panic(cut)
	}()
	if n, err := d.store.Files().Collect(t.Context()); n != 1 || err != nil {
		t.Fatal(n, err)
	}
	entry := newID()
	for range 2 { // a double click
		a, err := d.AttachBytes(t.Context(), id, entry, `C:\Users\siti\surat "1".pdf`, pdf)
		if err != nil || len(a.Complaint.Files) != 1 || a.Complaint.Files[0].Name != "surat 1.pdf" {
			t.Fatal(err, a.Complaint.Files)
		}
	}
	if n, _ := d.store.Files().Collect(t.Context()); n != 0 {
		t.Fatal("a named file was taken for garbage")
	}
	files, err := d.FilesOf(t.Context(), id)
	if err != nil || len(files) != 1 || !files[0].Here || files[0].Received || files[0].Accepted {
		t.Fatalf("%+v %v", files, err)
	}
	if err := d.Detach(t.Context(), id, newID(), entry); err != nil {
		t.Fatal(err)
	}
	if files, _ = d.FilesOf(t.Context(), id); len(files) != 0 {
		t.Fatal("still shown")
	}
}

func TestTransfersChoose(t *testing.T) {
	var tr transfers
	now := testNow
	open := []store.OpenFile{{SHA256: "far", Size: 5 << 20}, {SHA256: "small", Size: 1000}, {SHA256: "mine", Size: 9 << 20, Here: true}, {SHA256: "mine too", Size: 5, Here: true}}
	pick := func(want string) {
		t.Helper()
		x, _ := tr.next(open, false, now)
		got := ""
		if x != nil {
			got = x.SHA256
		}
		if got != want {
			t.Errorf("picked %q, want %q", got, want)
		}
	}
	pick("mine")
	tr.want("far")
	pick("far")
	tr.refuse("far", fault.New(fault.NotFound, "file.waiting", "", "Tunggu."), now)
	pick("mine")
	tr.refuse("mine", fault.New(fault.Invalid, "file.hash", "", "Rusak."), now)
	pick("mine too")
	open = open[:3]
	pick("small")
	if x, _ := tr.next(open, true, now); x != nil {
		t.Errorf("%s is fetched, which nobody asked for, while the PC is being filled", x.SHA256)
	}
	open = open[:1]
	pick("")
	if _, again := tr.next(open, false, now); again.Sub(now).Seconds() != 5 {
		t.Error("again at", again)
	}
	tr.want("far")
	pick("far")
}

var testNow = time.Date(2026, 11, 23, 1, 0, 0, 0, time.UTC)
