package office

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"loketaduan/internal/auth"
	"loketaduan/internal/complaint"
	"loketaduan/internal/store"
)

// A practice register has something in every state, and cannot be connected to
// anything: not by a code, not by a parcel, not by opening it as a true one.
func TestPractice(t *testing.T) {
	ctx := t.Context()
	dir := filepath.Join(t.TempDir(), "latihan")
	now := at("2026-11-24 10:00")
	c := Config{Dir: dir, Now: func() time.Time { return now }}
	d, err := OpenPractice(ctx, c)
	if err != nil {
		t.Fatal(err)
	}
	if !d.Practice() {
		t.Fatal("it does not say that it is for practising")
	}
	found := map[complaint.State]int{}
	rows, _, _, err := d.store.List(ctx, store.Filter{Limit: 100})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		x, err := d.Complaint(ctx, r.ID, false)
		if err != nil {
			t.Fatal(err)
		}
		found[x.State]++
		if n := x.Values["reporter.name"]; n != "" && !strings.HasPrefix(n, "Contoh ") {
			t.Error("a name that may be somebody's:", n)
		}
	}
	if len(rows) != 60 {
		t.Error(len(rows), "complaints")
	}
	for _, s := range complaint.StateTexts {
		if s := complaint.State(s.Value); found[s] == 0 && s != complaint.Escalated {
			t.Error("none is", s)
		}
	}
	never := func(d *Desk) {
		t.Helper()
		old := []byte("No;Tanggal;Nama;Uraian;Status\r\n1;31/05/2023;Warga Contoh;Jalan rusak di depan pasar;selesai\r\n")
		r, err := d.OpenOld(ctx, "lama.csv", old)
		if err != nil {
			t.Fatal(err)
		}
		if x, err := d.TryOld(ctx, r.ID); err != nil || x.New != 1 {
			t.Error("a try of an import:", x.New, err)
		}
		if _, err := d.ImportOld(ctx, r.ID, nil); code(err) != "practice.import" {
			t.Error("imported:", err)
		}
		if err := d.Enrol(ctx, "LOKET1-AAAA"); code(err) != "practice.alone" {
			t.Error("enrolled:", err)
		}
		if _, err := d.ExportParcel(ctx, t.TempDir(), true); code(err) != "practice.alone" {
			t.Error("parcel:", err)
		}
		if d.Enrolled(ctx) || d.line.runner != nil {
			t.Error("a line was started")
		}
	}
	never(d)
	d.Close()

	// As a true register, as when its folder is put in the place of the true one.
	as, err := Open(ctx, Config{Dir: dir, Now: c.Now})
	if err != nil {
		t.Fatal(err)
	}
	if err := as.SignIn(ctx, practiceUser, practicePassword); err != nil {
		t.Fatal(err)
	}
	if !as.Practice() {
		t.Error("it forgot what it is")
	}
	never(as)
	as.Close()

	if err := ResetPractice(ctx, dir); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(dir); !os.IsNotExist(err) {
		t.Error("still there after the reset:", err)
	}
}

// The true register is never taken for one to practise in, nor thrown away.
func TestPracticeLeavesTheTrueRegisterAlone(t *testing.T) {
	c := newCounter(t, auth.Admin)
	c.record(func(*complaint.Form) {})
	c.Desk.Close()
	if d, err := OpenPractice(t.Context(), Config{Dir: c.dir}); code(err) != "practice.folder" {
		t.Error(d, err)
	}
	if err := ResetPractice(t.Context(), c.dir); code(err) != "practice.folder" {
		t.Error(err)
	}
	c.open()
	if err := c.SignIn(t.Context(), "siti", "kata sandi uji"); err != nil {
		t.Fatal(err)
	}
	if c.Practice() {
		t.Error("marked as practice")
	}
}
