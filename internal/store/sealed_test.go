package store

import (
	"bytes"
	"database/sql"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"loketaduan/internal/complaint"
	"loketaduan/internal/journal"
	"loketaduan/internal/testdb"
	"loketaduan/internal/vault"
)

// typedDay is a day at the desk; it gives all that was typed and may not be
// readable on the disk.
func typedDay(b *bench) []string {
	b.account(Account{ID: "akun-1", Name: "Zulkifli Rahmanto", Username: "zulkifli.r", Role: "admin", Office: "63.03.05"})
	c := b.receive(func(f *complaint.Form) {
		f.Subject, f.Narrative = "Ekskavator menggali sempadan", "Warga melihat ekskavator menggali sempadan sungai tengah malam tanpa pemberitahuan"
		f.EventPlace, f.Respondent, f.Request, f.Loss, f.Evidence = "Belakang musala Istiqamah", "CV Karunia Tambang", "Hentikan penggalian", "Kebun kelapa longsor", "Rekaman videonya"
		r := &f.Reporter
		r.Name, r.IDNumber, r.Phone, r.Email, r.Address = "Khairunnisa Pratiwi", "6303054509920007", "+62 821 5044 3391", "khairunnisa@contoh.id", "Gang Manggis nomor sembilan"
		r.ByProxy, r.ProxyName, r.ProxyPhone, r.Occupation, r.Organisation = true, "Bambang Sutrisno", "0857 1122 9988", "penganyam purun", "Serikat Petani Makmur"
	})
	b.act(c, complaint.KNoted, complaint.Body{Text: "Tetangganya Wahyudi membenarkan"}, nil)
	b.act(c, complaint.KVerified, complaint.Body{}, nil)
	b.act(c, complaint.KFollowedUp, complaint.Body{Text: "Satpol memasang garis larangan"}, nil)
	b.act(c, complaint.KCorrected, complaint.Body{}, func(f *complaint.Form) { f.Reporter.Name = "Khairunnisa Pratiwiningsih" })
	b.must(b.PutDraft(ctx, Draft{ID: id(), Account: "akun-1", Content: []byte(`{"narrative":"Mengetik separuh tentang Fitriansyah"}`)}))
	b.must(b.SetMeta(ctx, "token", "rahasiabersama"))
	b.must(b.AddDevice(ctx, Device{ID: "d", Office: "63.03.05", Letter: "B", Name: "Laptop Mardiana", TokenHash: []byte("hash")}))
	_, err := b.Update(ctx, func(tx *Tx) error {
		return tx.Append(id(), "akun-1", []journal.Draft{{ID: id(), Kind: "belum_dikenal", Version: 1, Body: []byte(`{"isi":"Selundupan"}`)}})
	})
	b.must(err)
	typed := []string{"zulkifli.r", "6303054509920007", "082150443391", "085711229988", "khairunnisa@contoh.id", "rahasiabersama"}
	for _, w := range strings.FieldsFunc(`Zulkifli Rahmanto Khairunnisa Pratiwi Bambang Sutrisno Ekskavator menggali sempadan Warga melihat sungai tengah malam tanpa pemberitahuan
 Belakang musala Istiqamah Karunia Tambang Hentikan penggalian Kebun kelapa longsor Rekaman videonya Manggis nomor sembilan penganyam purun Serikat Petani Makmur
 Tetangganya Wahyudi membenarkan Satpol memasang garis larangan Pratiwiningsih Mengetik separuh tentang Fitriansyah Laptop Mardiana Selundupan`, func(r rune) bool { return r == ' ' || r == '\n' }) {
		if len(w) >= 5 {
			typed = append(typed, w)
		}
	}
	return typed
}

// onDisk is all that was stored: the files, or what stands in the tables.
func (b *bench) onDisk() (all [][]byte) {
	b.t.Helper()
	if b.at.URL == "" {
		folder := filepath.Dir(b.at.Path)
		names, err := os.ReadDir(folder)
		b.must(err)
		for _, n := range names {
			text, err := os.ReadFile(filepath.Join(folder, n.Name()))
			b.must(err)
			all = append(all, bytes.ToLower(text), []byte(strings.ToLower(n.Name())))
		}
		return all
	}
	for _, table := range b.at.Tables(b.t, b.read.DB) {
		rows, err := b.read.Query("SELECT * FROM " + table)
		b.must(err)
		columns, err := rows.Columns()
		b.must(err)
		cells, dest := make([]sql.RawBytes, len(columns)), make([]any, len(columns))
		for i := range cells {
			dest[i] = &cells[i]
		}
		for rows.Next() {
			b.must(rows.Scan(dest...))
			for _, cell := range cells {
				all = append(all, bytes.ToLower(cell))
			}
		}
		b.must(rows.Close())
	}
	return all
}

// seen lists the typed words that stand in anything stored, as bytes or
// UTF-16, in any case.
func (b *bench) seen(typed []string) (found []string, pieces int) {
	b.t.Helper()
	all := b.onDisk()
	for _, w := range typed {
		w = strings.ToLower(w)
		var low, high []byte
		for _, u := range utf16.Encode([]rune(w)) {
			low, high = append(low, byte(u), byte(u>>8)), append(high, byte(u>>8), byte(u))
		}
		for _, b := range all {
			if bytes.Contains(b, []byte(w)) || bytes.Contains(b, low) || bytes.Contains(b, high) {
				found = append(found, w)
				break
			}
		}
	}
	return found, len(all)
}

func TestNothingTypedIsReadable(t *testing.T) { testdb.Both(t, testNothingTypedIsReadable) }

func testNothingTypedIsReadable(t *testing.T) {
	day := func(keys *vault.Keys) (*bench, []string) {
		b := openAt(t, testdb.Fresh(t, "register.db"), keys, false, begin())
		b.must(b.SetDesk(ctx, Desk{Device: "pc-1", Office: "63.03.05", OfficeName: "Kecamatan Gambut", Letter: "A"}))
		return b, typedDay(b)
	}
	b, typed := day(vault.NewKeys())
	look := func(when string) {
		t.Helper()
		found, pieces := b.seen(typed)
		if len(found) > 0 {
			t.Errorf("%s: readable on the disk: %v", when, found)
		}
		t.Logf("%s: %d pieces, %d words", when, pieces, len(typed))
	}
	look("open") // database, log and shared memory
	b.finds("it is there", Filter{Query: "khairunnisa ekskavator 0821 5044"}, b.find(Filter{})...)
	b.must(b.Rebuild(ctx))
	b.must(b.d.backup(ctx, b.Store, 2))
	look("rebuilt and copied")
	if !b.d.many {
		_, err := b.write.ExecContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)")
		b.must(err)
		look("checkpointed")
		b.must(b.Close())
		look("closed")
	}

	// the same look finds each of them where nothing is sealed
	b, typed = day(vault.Unsealed())
	found, _ := b.seen(typed)
	for _, w := range typed {
		if !slices.Contains(found, strings.ToLower(w)) {
			t.Errorf("the look would miss %q", w)
		}
	}
}
