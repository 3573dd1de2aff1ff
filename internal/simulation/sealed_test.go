package simulation

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/uuid"

	"loketaduan/internal/auth"
	"loketaduan/internal/complaint"
	"loketaduan/internal/office"
	"loketaduan/internal/vault"
)

// typed is what a day's work puts in; none of it may be read on the disk.
var typed = []string{"Muhammad Syahrani", "Syahrani", "6303051201850003", "081234567890", "gorong-gorong", "tersumbat", "kelurahan Keraton", "petugas.rahmah", "Rahmah Hidayati", "menelepon", "dikunjungi", "konsep", "surat-kuasa", "bermeterai"}

func dayOfWork(t *testing.T, keys func() *vault.Keys) string {
	t.Helper()
	dir := t.TempDir()
	log, err := os.Create(filepath.Join(dir, "loket.log"))
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	o, err := office.Open(t.Context(), office.Config{Dir: dir, Cost: cheap, Keys: keys, Log: slog.New(slog.NewJSONHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug}))})
	if err != nil {
		t.Fatal(err)
	}
	d := &desk{Desk: o, t: t, dir: dir}
	if _, err := d.SetUp(t.Context(), office.SetUp{OfficeCode: "63.03.05", OfficeName: "Kecamatan Martapura", Letter: "A",
		First: office.NewAccount{Name: "Rahmah Hidayati", Username: "petugas.rahmah", Role: auth.Admin, Password: "kata-sandi-hari-ini", Again: "kata-sandi-hari-ini"}}); err != nil {
		t.Fatal(err)
	}
	f := form("Muhammad Syahrani", "gorong-gorong tersumbat")
	f.Narrative = "Sudah tiga bulan gorong-gorong tersumbat di kelurahan Keraton"
	f.Reporter.IDType, f.Reporter.IDNumber, f.Reporter.Phone = "ktp", "6303051201850003", "0812 3456 7890"
	for range 30 {
		r, err := d.Record(t.Context(), uuid.Must(uuid.NewV7()).String(), f, false)
		if err != nil {
			t.Fatal(err)
		}
		d.must(r.Complaint.ID, complaint.KVerified, complaint.Body{})
		d.must(r.Complaint.ID, complaint.KNoted, complaint.Body{Text: "Pelapor menelepon"})
		d.must(r.Complaint.ID, complaint.KFollowedUp, complaint.Body{Text: "Lokasi dikunjungi"})
	}
	if _, err := d.AttachBytes(t.Context(), d.record("Warga", "Lampiran").ID, uuid.Must(uuid.NewV7()).String(), "surat-kuasa.pdf", []byte("%PDF-1.7 ditandatangani, bermeterai")); err != nil {
		t.Fatal(err)
	}
	draft, _ := json.Marshal(map[string]string{"subject": "konsep yang belum disimpan"})
	if _, err := d.SaveDraft(t.Context(), uuid.Must(uuid.NewV7()).String(), draft); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() }) // read while open: the WAL is there too
	return dir
}

// found looks for the words in every file, in the encodings in which a program
// might have written them.
func found(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	files := 0
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		files++
		b, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		low := bytes.ToLower(b)
		for _, w := range typed {
			plain := []byte(strings.ToLower(w))
			wide := make([]byte, 0, 2*len(w))
			for _, u := range utf16.Encode([]rune(strings.ToLower(w))) {
				wide = append(wide, byte(u), byte(u>>8))
			}
			if bytes.Contains(low, plain) || bytes.Contains(low, wide) {
				out[w] = filepath.Base(path)
			}
		}
		return nil
	})
	if err != nil || files < 2 {
		t.Fatal("nothing to look at", err, files)
	}
	return out
}

func TestNothingTypedCanBeReadOnTheDisk(t *testing.T) {
	if hits := found(t, dayOfWork(t, vault.NewKeys)); len(hits) > 0 {
		t.Fatalf("readable on the disk: %v", hits)
	}
	// the same search finds everything when sealing is switched off
	hits := found(t, dayOfWork(t, vault.Unsealed))
	for _, w := range typed {
		if hits[w] == "" {
			t.Errorf("the search would not have found %q", w)
		}
	}
}
