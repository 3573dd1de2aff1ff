package main

import (
	"bytes"
	"crypto/ed25519"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"loketaduan/internal/auth"
	"loketaduan/internal/calendar"
	"loketaduan/internal/complaint"
	"loketaduan/internal/office"
	"loketaduan/internal/store"
	"loketaduan/internal/vault"
)

// done runs a command that must succeed.
func done(t *testing.T, dir string, args ...string) string {
	t.Helper()
	code, out, complaints := run(t, dir, args...)
	if code != exitDone {
		t.Fatalf("%v: exit %d\n%s%s", args, code, out, complaints)
	}
	return out
}

// refused runs a command that must fail, saying so.
func refused(t *testing.T, says, dir string, args ...string) {
	t.Helper()
	code, out, complaints := run(t, dir, args...)
	if code != exitFailed || !strings.Contains(complaints, says) {
		t.Errorf("%v: exit %d, want %q\n%s%s", args, code, says, out, complaints)
	}
}

// addLine adds rows at the end of a file of an exported calendar.
func addLine(t *testing.T, path, line string) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err == nil {
		err = os.WriteFile(path, append(text, line+"\n"...), 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// decreed adds an election day by a decree of that date to an exported calendar.
func decreed(t *testing.T, folder, on, day, decree string) {
	t.Helper()
	addLine(t, filepath.Join(folder, "holidays.csv"), day+",pemilu,Pemungutan Suara,"+decree+",high,,")
	addLine(t, filepath.Join(folder, "holiday_amendments.csv"), on+",add,"+day+",pemilu,"+decree+",decree PDF,Pemungutan Suara,,")
}

func TestCalendarFromExportToPublication(t *testing.T) {
	dir, work := t.TempDir(), t.TempDir()
	done(t, dir, "office", "add", "--code", "63.03.05", "--name", "Kecamatan Martapura")
	folder, file := filepath.Join(work, "kalender"), filepath.Join(work, "a.kalender")
	if out := done(t, dir, "calendar", "export", "--to", folder); !strings.Contains(out, "2026-09-15") {
		t.Error(out)
	}
	refused(t, "Pilih folder lain", dir, "calendar", "export", "--to", folder)
	for _, name := range []string{"holidays.csv", "holiday_amendments.csv", "base_decrees.csv"} {
		if text, err := os.ReadFile(filepath.Join(folder, name)); err != nil || !bytes.HasPrefix(text, []byte("\xef\xbb\xbf")) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if out := done(t, dir, "calendar", "check", folder); !strings.Contains(out, "tidak ada hari yang berbeda") || !strings.Contains(out, "2028   belum ditetapkan") {
		t.Error(out)
	}
	done(t, dir, "calendar", "sign", folder, "--out", file) // as it is: for an office without a line
	refused(t, "sudah dipakai", dir, "calendar", "publish", file)

	decreed(t, folder, "2026-11-20", "2027-01-12", "Keppres 9/2026")
	out := done(t, dir, "calendar", "check", folder)
	for _, part := range []string{"revisi 2026-11-20", "+ Selasa, 12 Januari 2027  pemilu  Pemungutan Suara  [Keppres 9/2026]", "dapat diterbitkan", "2027   ditetapkan 15 Sep 2026  27    1"} {
		if !strings.Contains(out, part) {
			t.Errorf("no %q in\n%s", part, out)
		}
	}
	key := strings.TrimSpace(done(t, dir, "calendar", "key"))
	if out := done(t, dir, "calendar", "sign", "--out", file, folder); !strings.Contains(out, key) || !strings.Contains(out, "2026-11-20") {
		t.Error(out)
	}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	pkg, err := calendar.ReadPackage(text)
	if err != nil || calendar.Fingerprint(pkg.Key) != key || pkg.Decrees.Imprint().Regency != "63.03" || pkg.Decrees.Imprint().Issued.IsZero() {
		t.Fatalf("%v %+v", err, pkg)
	}
	if out := done(t, dir, "calendar", "check", file); !strings.Contains(out, "kunci kabupaten ini") || !strings.Contains(out, key) {
		t.Error(out)
	}
	if out := done(t, filepath.Join(work, "tidak-ada"), "calendar", "check", file); !strings.Contains(out, "belum ada data server") || !strings.Contains(out, "Keppres 9/2026") {
		t.Error(out)
	}
	if _, err := os.Stat(filepath.Join(work, "tidak-ada")); err == nil {
		t.Error("a check made a data folder")
	}
	if out := done(t, dir, "calendar", "publish", "--dry-run", file); !strings.Contains(out, "Belum diterbitkan") {
		t.Error(out)
	}
	if out := done(t, dir, "calendar", "publish", file); !strings.Contains(out, "2026-11-20 terbit") {
		t.Error(out)
	}
	refused(t, "sudah dipakai", dir, "calendar", "publish", file)
	done(t, dir, "journal", "verify")

	// The same revision with other content needs another edition.
	addLine(t, filepath.Join(folder, "holidays.csv"), "2027-02-02,libur_lokal,Hari Jadi,Perbup 1/2026,high,63.03,")
	code, _, complaints := run(t, dir, "calendar", "sign", folder, "--out", file)
	if code != exitDone || !strings.Contains(complaints, "--edition 2") {
		t.Errorf("%d %s", code, complaints)
	}
	refused(t, "nomor edisi baru", dir, "calendar", "publish", file)
	done(t, dir, "calendar", "sign", folder, "--out", file, "--edition", "2")
	if out := done(t, dir, "calendar", "check", file); !strings.Contains(out, "hanya 63.03") || !strings.Contains(out, "(1 lokal)") {
		t.Error(out)
	}
	done(t, dir, "calendar", "publish", file)
	done(t, dir, "calendar", "export", "--to", filepath.Join(work, "lagi"))
	again, err := calendar.ReadCSV(os.DirFS(filepath.Join(work, "lagi")))
	if err != nil || again.Revision().String() != "2026-11-20.2" || again.Imprint().Regency != "63.03" {
		t.Errorf("%v %s", err, again.Revision())
	}
	// An old record is signed with a warning and never published.
	older := filepath.Join(work, "lama")
	record := calendar.EmbeddedDecrees().At(calendar.Of(2025, 12, 31))
	if err := os.Mkdir(older, 0o700); err != nil {
		t.Fatal(err)
	}
	for name, text := range record.CSV() {
		if err := os.WriteFile(filepath.Join(older, name), text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if _, _, complaints := run(t, dir, "calendar", "sign", older, "--out", file); !strings.Contains(complaints, "lebih lama") {
		t.Error(complaints)
	}
	refused(t, "lebih lama", dir, "calendar", "publish", file)
}

func TestCalendarFaults(t *testing.T) {
	dir, work := t.TempDir(), t.TempDir()
	folder, file := filepath.Join(work, "kalender"), filepath.Join(work, "a.kalender")
	done(t, dir, "calendar", "export", "--to", folder)
	done(t, dir, "calendar", "sign", folder, "--out", file)
	good, _ := os.ReadFile(file)
	holidays := filepath.Join(folder, "holidays.csv")
	rows, _ := os.ReadFile(holidays)
	for line, says := range map[string]string{
		"12/01/2027,pemilu,Pilkada,Keppres,high,,":                    "holidays.csv baris 265, kolom date",
		"2027-01-12,libur,Pilkada,Keppres,high,,":                     "holidays.csv baris 265, kolom kind",
		"2027-01-01,libur_nasional,Tahun Baru,SKB,high,,":             "holidays.csv baris 265: Hari 1 Jan 2027 tertulis dua kali",
		"2031-01-01,libur_nasional,Tahun Baru,SKB,high,,":             "belum ditetapkan",
		"2027-01-12,libur_lokal,Hari Jadi,Perbup,high,,":              "libur lokal harus menyebut",
		"2027-01-12,pemilu,\"Pilkada,Keppres,high,,":                  "tanda kutip",
		"2027-01-12,pemilu,,,high,,\n2027-01-13,pemilu,Lain,,high,,":  "holidays.csv baris 266: Hari 13 Jan 2027: nama keputusan kosong",
		"2027-01-12,pemilu,P,K,high,tidak sah!,\n2027-01-12,,,,,,,,,": "baris 266",
	} {
		os.WriteFile(holidays, rows, 0o600)
		addLine(t, holidays, line)
		refused(t, says, dir, "calendar", "check", folder)
		refused(t, says, dir, "calendar", "sign", folder, "--out", filepath.Join(work, "x"))
	}
	os.WriteFile(holidays, rows, 0o600)
	for i := range 400 { // a local closure every day, with a long word to each
		addLine(t, holidays, fmt.Sprintf("%s,libur_lokal,Libur,Perbup,high,63.03.05,%s", calendar.Of(2026, 1, 1).AddDays(i), strings.Repeat("catatan ", 40)+"."))
	}
	refused(t, "paling besar 191 KB", dir, "calendar", "sign", folder, "--out", filepath.Join(work, "x"))
	os.WriteFile(holidays, rows, 0o600)
	addLine(t, holidays, "12/01/2027,pemilu,P,K,high,,\n2027-01-12,libur,P,K,high,,")
	addLine(t, filepath.Join(folder, "base_decrees.csv"), "2028,kemarin,SKB,press")
	code, _, complaints := run(t, dir, "calendar", "check", folder)
	for _, says := range []string{"holidays.csv baris 265, kolom date", "holidays.csv baris 266, kolom kind", "base_decrees.csv baris 13, kolom decree_date"} {
		if code != exitFailed || !strings.Contains(complaints, says) {
			t.Errorf("exit %d, no %q in\n%s", code, says, complaints)
		}
	}
	os.WriteFile(filepath.Join(folder, "base_decrees.csv"), calendar.EmbeddedDecrees().CSV()["base_decrees.csv"], 0o600)
	os.WriteFile(holidays, rows, 0o600)
	decreed(t, folder, "2062-11-20", "2027-01-12", "Keppres 9/2026")
	if _, _, complaints := run(t, dir, "calendar", "check", folder); !strings.Contains(complaints, "sesudah hari ini") {
		t.Errorf("a mistyped year: %s", complaints)
	}

	_, strange, _ := ed25519.GenerateKey(nil)
	record := calendar.EmbeddedDecrees().WithImprint(calendar.Imprint{Edition: 3})
	foreign := calendar.Pack(record, func(m []byte) []byte { return ed25519.Sign(strange, m) }, strange.Public().(ed25519.PublicKey))
	for says, text := range map[string][]byte{
		"tidak cocok":                 bytes.Replace(good, []byte("Natal"), []byte("Natul"), 1),
		"terpotong":                   good[:len(good)/2],
		"bukan berkas kalender":       []byte("PK\x03\x04"),
		"tidak bertanda tangan":       []byte("{}"),
		"tidak ditandatangani dengan": foreign,
	} {
		os.WriteFile(file, text, 0o600)
		refused(t, says, dir, "calendar", "publish", file)
		if !bytes.Equal(text, foreign) {
			refused(t, says, dir, "calendar", "check", file)
		} else if out := done(t, dir, "calendar", "check", file); !strings.Contains(out, "BUKAN kunci kabupaten") {
			t.Error(out)
		}
	}
	refused(t, "tidak dapat dibuka", dir, "calendar", "publish", filepath.Join(work, "tidak-ada"))
	refused(t, "tidak ditemukan", dir, "calendar", "check", filepath.Join(work, "tidak-ada"))
	refused(t, "tidak ditemukan", dir, "calendar", "sign", file, "--out", file)
	refused(t, "tidak dapat ditulis", dir, "calendar", "sign", filepath.Join(folder), "--out", work)
	for _, args := range [][]string{{"calendar"}, {"calendar", "entah"}, {"calendar", "sign", folder}, {"calendar", "check"}, {"calendar", "publish", file, file},
		{"calendar", "sign", folder, "--out", file, "--edition", "dua"}} {
		if code, _, complaints := run(t, "", args...); code != exitUsage || complaints == "" {
			t.Errorf("%v: %d %s", args, code, complaints)
		}
	}
	if out := done(t, dir, "calendar", "due"); strings.Count(out, "\n") != 1 {
		t.Error(out)
	}
}

// A desk at a running server, and commands of another process beside it.
func TestPublicationReachesDesks(t *testing.T) {
	dir, work := t.TempDir(), t.TempDir()
	done(t, dir, "office", "add", "--code", "63.03.05", "--name", "Kecamatan Martapura")
	_, stop := serving(t, dir)
	desk, err := office.Open(t.Context(), office.Config{Dir: t.TempDir(), Cost: vault.Cost{Time: 1, Memory: 64, Threads: 1}})
	if err != nil {
		t.Fatal(err)
	}
	defer desk.Close()
	_, err = desk.SetUp(t.Context(), office.SetUp{Code: done(t, dir, "enrol", "--office", "63.03.05"),
		First: office.NewAccount{Name: "Siti Aminah", Username: "siti", Role: auth.Admin, Password: "kata-sandi-siti", Again: "kata-sandi-siti"}})
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for i := range 3 { // 5, 14 and 60 working days
		f := complaint.Form{Kind: "pengaduan", Channel: "tatap_muka", Subject: "Jalan rusak", Narrative: "Lubang di depan pasar.", Category: "infrastruktur",
			Supervisory: i == 2, FieldInspection: i == 2, Reporter: complaint.Reporter{Name: "Ahmad Fauzi", IDType: "none", Sex: "L", Address: "Jl. Melati RT 2"}}
		if i == 0 {
			f.Kind = "informasi"
		}
		r, err := desk.Record(t.Context(), uuid.Must(uuid.NewV7()).String(), f, true)
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, r.Complaint.ID)
	}
	arrived := func(what string, ok func() bool) {
		t.Helper()
		for end := time.Now().Add(20 * time.Second); !ok(); time.Sleep(50 * time.Millisecond) {
			if time.Now().After(end) {
				t.Fatal("never: " + what)
			}
			desk.TryNow()
		}
	}
	arrived("everything is sent", func() bool {
		s, err := desk.Status(t.Context())
		return err == nil && s.Unsent.Count == 0
	})
	before := dueOf(t, dir)
	if len(before) != 3 {
		t.Fatal(before)
	}
	// A day within all three deadlines becomes an election day.
	folder, file := filepath.Join(work, "kalender"), filepath.Join(work, "a.kalender")
	done(t, dir, "calendar", "export", "--to", folder)
	today := calendar.DateIn(time.Now(), calendar.WITA)
	day := today.AddDays(1)
	for !calendar.Embedded().IsWorkingDay(day, calendar.FiveDays) {
		day = day.AddDays(1)
	}
	decreed(t, folder, today.String(), day.String(), "Keppres 99")
	done(t, dir, "calendar", "sign", folder, "--out", file)
	out := done(t, dir, "calendar", "publish", file, "--dry-run")
	if !strings.Contains(out, "3 dari 3 aduan") || strings.Contains(out, "Ahmad") {
		t.Error(out)
	}
	for number := range before {
		if !strings.Contains(out, number) {
			t.Errorf("no %s in\n%s", number, out)
		}
	}
	if after := dueOf(t, dir); len(after) != 3 || after[numberOf(t, desk, ids[0])] != before[numberOf(t, desk, ids[0])] {
		t.Error("a dry run changed something")
	}
	if out := done(t, dir, "calendar", "publish", file); !strings.Contains(out, "Tenggat 3 dari 3 aduan terbuka berubah") || !strings.Contains(out, "63.03.05  3") {
		t.Error(out)
	}
	arrived("the desk has the calendar", func() bool { return desk.Rulebook().Decrees().Revision().Decreed == today })
	rows, n, _, err := desk.List(t.Context(), store.Filter{Moved: true})
	if err != nil || n != 3 {
		t.Fatalf("%d moved, %v", n, err)
	}
	after := dueOf(t, dir)
	for _, r := range rows {
		if got := after[r.Number]; got != r.Due.String() || got == before[r.Number] {
			t.Errorf("%s: %s on the server, %s on the desk, was %s", r.Number, got, r.Due, before[r.Number])
		}
	}
	if out := done(t, dir, "calendar", "due", "--office", "63.03.07"); strings.Count(out, "\n") != 1 {
		t.Error(out)
	}
	stop()
}

func numberOf(t *testing.T, d *office.Desk, id string) string {
	t.Helper()
	c, err := d.Complaint(t.Context(), id, false)
	if err != nil {
		t.Fatal(err)
	}
	return c.Number
}

// dueOf is what `calendar due` says, by number.
func dueOf(t *testing.T, dir string) map[string]string {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(done(t, dir, "calendar", "due"))).ReadAll()
	if err != nil || strings.Join(rows[0], ",") != "number,received,class,due,latest,provisional,paused,judged,revision" {
		t.Fatalf("%v %v", err, rows)
	}
	due := map[string]string{}
	for _, r := range rows[1:] {
		due[r[0]] = r[3]
	}
	return due
}
