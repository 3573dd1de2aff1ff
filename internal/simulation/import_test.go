package simulation

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/uuid"

	"loketaduan/internal/complaint"
	"loketaduan/internal/office"
	"loketaduan/internal/store"
	"loketaduan/internal/testdb"
)

// oldRegister is a file of n rows of the year 2020.
func oldRegister(n int) []byte {
	var b strings.Builder
	b.WriteString("No. Register;Tanggal;Nama;Alamat;Uraian;Status;Tgl Selesai\r\n")
	for i := range n {
		fmt.Fprintf(&b, "%03d/PGD/2020;%d/0%d/2020;Warga %d;Desa Uji RT %d;Keluhan lama nomor %d tentang jalan;%s;\r\n", i+1, i%28+1, i/28%9+1, i, i%7, 1000+i, []string{"Selesai", "Proses"}[i%2])
	}
	return []byte(b.String())
}

func (d *desk) importOld(content []byte) office.Imported {
	d.t.Helper()
	r, err := d.OpenOld(d.t.Context(), "register 2020.csv", content)
	if err != nil {
		d.t.Fatal(err)
	}
	got, err := d.ImportOld(d.t.Context(), r.ID, nil)
	if err != nil {
		d.t.Fatal(err)
	}
	return got
}

func (d *desk) count(f store.Filter) int {
	d.t.Helper()
	_, n, _, err := d.List(d.t.Context(), f)
	if err != nil {
		d.t.Fatal(err)
	}
	return n
}

// What one PC imports reaches the regency and the other PC of the office over
// HTTP; there the same file adds nothing; and undoing it there is undoing it
// everywhere, but for what somebody has worked on.
func TestImportTravels(t *testing.T) { testdb.Both(t, testImportTravels) }

func testImportTravels(t *testing.T) {
	martapura := store.Office{Code: "63.03.05", Name: "Kecamatan Martapura", Kind: "kecamatan"}
	r := newRegency(t, martapura, store.Office{Code: "63.03.07", Name: "Kecamatan Astambul", Kind: "kecamatan"}, store.Office{Code: "2.16", Name: "Dinas Kominfo", Kind: "koordinator"})
	a := newDesk(t, office.SetUp{Code: r.code("63.03.05")})
	b := newDesk(t, office.SetUp{Code: r.code("63.03.05")})
	foreign := newDesk(t, office.SetUp{Code: r.code("63.03.07")})
	coordinator := newDesk(t, office.SetUp{Code: r.code("2.16")})
	content := oldRegister(320)
	first := a.importOld(content)
	if first.New != 320 {
		t.Fatalf("%+v", first)
	}
	eventually(t, "everything imported is at the regency", func() bool { return a.unsent() == 0 })
	eventually(t, "and on the other PC", func() bool { return b.count(store.Filter{}) == 320 })
	eventually(t, "and with the coordinator", func() bool { return coordinator.count(store.Filter{}) == 320 })
	if a.count(store.Filter{OpenOnly: true}) != 160 || b.count(store.Filter{OpenOnly: true}) != 160 || b.count(store.Filter{Query: "Keluhan lama 1007"}) != 1 {
		t.Error("the two PCs of the office tell different things")
	}

	again := b.importOld(content)
	if again.New != 0 || again.Already != 320 {
		t.Errorf("the other PC imported the same file: %+v", again)
	}
	list, err := b.Imports(t.Context())
	if err != nil || len(list) != 1 || list[0].ID != first.ID || list[0].Undoable != 320 || list[0].Name != "Siti Aminah" {
		t.Fatalf("%+v, %v", list, err)
	}

	// the first PC works on one while the second undoes the import
	rows, _, _, err := a.List(t.Context(), store.Filter{Query: "Keluhan lama 1001"})
	if err != nil || len(rows) != 1 {
		t.Fatal(len(rows), err)
	}
	a.must(rows[0].ID, complaint.KNoted, complaint.Body{Text: "Pelapor datang lagi"})
	if n, err := b.UndoImport(t.Context(), uuid.Must(uuid.NewV7()).String(), first.ID); err != nil || n < 319 {
		t.Fatal(n, err)
	}
	for name, d := range map[string]*desk{"first": a, "second": b, "coordinator": coordinator} {
		eventually(t, "undone on the "+name+" PC but for what was worked on", func() bool { return d.count(store.Filter{}) == 1 && d.unsent() == 0 })
	}
	if foreign.count(store.Filter{}) != 0 {
		t.Error("another office has them")
	}
	fresh := newDesk(t, office.SetUp{Code: r.code("63.03.05")})
	eventually(t, "a new PC has what is left", func() bool { return fresh.count(store.Filter{}) == 1 })
	for _, d := range []*desk{a, b, coordinator, fresh} {
		if v, err := d.VerifyJournal(t.Context()); err != nil || v.Bad != "" {
			t.Error(v.Bad, err)
		}
	}
}
