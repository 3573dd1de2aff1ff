package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/uuid"

	"loketaduan/internal/auth"
	"loketaduan/internal/complaint"
	"loketaduan/internal/fault"
	"loketaduan/internal/office"
	"loketaduan/internal/vault"
)

// TestParcelFromStickToStick: what an administrator and a clerk do where there
// is no line.
func TestParcelFromStickToStick(t *testing.T) {
	dir, stick := t.TempDir(), t.TempDir()
	if code, _, complaints := run(t, dir, "office", "add", "--code", "63.03.05", "--name", "Kecamatan Martapura"); code != 0 {
		t.Fatal(complaints)
	}
	_, stop := serving(t, dir, "--listen", "127.0.0.1:0")
	code, out, complaints := run(t, dir, "enrol", "--office", "63.03.05")
	if code != 0 {
		t.Fatal(complaints)
	}
	d, err := office.Open(t.Context(), office.Config{Dir: t.TempDir(), Cost: vault.Cost{Time: 1, Memory: 64, Threads: 1}})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	if _, err := d.SetUp(t.Context(), office.SetUp{Code: strings.TrimSpace(out), First: office.NewAccount{Name: "Siti", Username: "siti", Role: auth.Admin, Password: "kata-sandi-siti", Again: "kata-sandi-siti"}}); err != nil {
		t.Fatal(fault.Of(err).Message)
	}
	stop()
	r, err := d.Record(t.Context(), uuid.Must(uuid.NewV7()).String(), complaint.Form{Kind: "pengaduan", Channel: "tatap_muka", Subject: "Jalan rusak", Narrative: "Berlubang", Category: "infrastruktur",
		Reporter: complaint.Reporter{Name: "Ahmad", IDType: "none", Sex: "L", Address: "RT 2"}}, false)
	if err != nil {
		t.Fatal(fault.Of(err).Message)
	}
	if _, err := d.AttachBytes(t.Context(), r.Complaint.ID, uuid.Must(uuid.NewV7()).String(), "surat.pdf", []byte("%PDF-1.7 isi surat")); err != nil {
		t.Fatal(err)
	}
	p, err := d.ExportParcel(t.Context(), stick, true)
	if err != nil || p.Files != 1 || filepath.Dir(p.Path) != stick {
		t.Fatalf("%+v %v", p, err)
	}
	code, out, complaints = run(t, dir, "parcel", "import", p.Path)
	if code != 0 || !strings.Contains(out, "1 berkas") {
		t.Fatal(code, out, complaints)
	}
	if _, err := d.ImportParcelAnswer(t.Context(), strings.TrimSuffix(p.Path, ".loket")+"-jawaban.loket"); err != nil {
		t.Fatal(fault.Of(err).Message)
	}
	s, err := d.Status(t.Context())
	files, ferr := d.FilesOf(t.Context(), r.Complaint.ID)
	if err != nil || ferr != nil || s.Unsent.Count != 0 || !files[0].Received {
		t.Fatalf("%+v %+v %v %v", s, files, err, ferr)
	}
	for name, content := range map[string]string{"tiada.loket": "", "bukan.loket": "teks biasa"} {
		path := filepath.Join(stick, name)
		if content != "" {
			os.WriteFile(path, []byte(content), 0o600)
		}
		if code, _, complaints := run(t, dir, "parcel", "import", path); code != 1 || !strings.Contains(complaints, "arsel") {
			t.Errorf("%s: %d %s", name, code, complaints)
		}
	}
	if code, out, complaints := run(t, dir, "journal", "verify"); code != 0 {
		t.Error(out, complaints)
	}
}
