package store

import (
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"loketaduan/internal/calendar"
	"loketaduan/internal/complaint"
	"loketaduan/internal/testdb"
)

// life lets an office work for some days: every act, corrections, notes, two
// accounts, complaints of all kinds.
func (b *bench) life() []string {
	b.account(Account{ID: "akun-1", Name: "Hasan Basri", Username: "hasan.b", Role: "admin", Office: "63.03.05"})
	b.account(Account{ID: "akun-2", Name: "Rahmah Yanti", Username: "rahmah", Role: "petugas", Office: "63.03.05"})
	long := b.receive(func(f *complaint.Form) {
		f.Narrative, f.Supervisory, f.FieldInspection = "Pungutan liar di terminal oleh oknum berseragam", true, true
		f.Reporter.Name, f.Reporter.IDNumber = "Ahmad Fauzi", "6303051501750002"
	})
	info := b.receive(func(f *complaint.Form) {
		f.Kind, f.Subject, f.Narrative, f.Category = "informasi", "Syarat akta kelahiran", "Menanyakan berkas untuk akta", "adminduk"
	})
	nobody := b.receive(func(f *complaint.Form) {
		f.Reporter = complaint.Reporter{Unidentified: true}
		f.Narrative, f.Anonymous = "Lampu jalan padam semua", true
	})
	b.act(long, complaint.KNoted, complaint.Body{Text: "Pelapor menelepon lagi, gelisah"}, nil)
	b.act(long, complaint.KVerified, complaint.Body{}, nil)
	b.later(26 * time.Hour)
	b.act(long, complaint.KForwarded, complaint.Body{Office: "dishub", Name: "Dinas Perhubungan", Text: "Mohon ditelaah"}, nil)
	b.act(info, complaint.KVerified, complaint.Body{}, nil)
	b.act(info, complaint.KFollowedUp, complaint.Body{Text: "Brosur persyaratan diserahkan"}, nil)
	b.act(info, complaint.KAnswered, complaint.Body{Text: "Sudah dijelaskan lengkap", Channel: "tatap_muka"}, nil)
	b.act(info, complaint.KReporterResponded, complaint.Body{Yes: true, Score: "4"}, nil)
	b.act(info, complaint.KClosed, complaint.Body{Text: "Tuntas", Score: "4"}, nil)
	b.act(nobody, complaint.KCompletionRequested, complaint.Body{Text: "Lokasi tepatnya di mana"}, nil)
	b.later(50 * time.Hour)
	b.act(nobody, complaint.KCompleted, complaint.Body{}, nil)
	b.act(nobody, complaint.KCorrected, complaint.Body{}, func(f *complaint.Form) {
		f.Subject, f.Reporter = "Lampu jalan Pemajatan", complaint.Reporter{Name: "Norhayati", IDType: "none", Sex: "P", Address: "Pemajatan RT 3"}
	})
	b.act(long, complaint.KTrackingSet, complaint.Body{Target: "5010653"}, nil)
	b.act(long, complaint.KClassified, complaint.Body{Text: "Cukup diperiksa berkasnya"}, func(f *complaint.Form) { f.FieldInspection = false })
	withdrawn := b.receive(nil)
	b.act(withdrawn, complaint.KArchived, complaint.Body{Text: "Pelapor mencabut", Why: "dicabut"}, nil)
	return []string{long, info, nobody, withdrawn}
}

// projections lists all that can be made anew, opened, and what each word finds.
func (b *bench) projections() map[string][]string {
	b.t.Helper()
	open := func(prefix string) func(map[string]any) {
		return func(m map[string]any) {
			plain, err := b.unseal(prefix+m["id"].(string), m["sealed"].([]byte))
			b.must(err)
			m["sealed"] = string(plain)
		}
	}
	out := map[string][]string{
		"complaint": b.dump("SELECT * FROM complaint ORDER BY row", open("complaint:")),
		"account":   b.dump("SELECT * FROM account ORDER BY id", open("account:")),
		"office":    b.dump("SELECT * FROM office ORDER BY code", nil),
		"search":    b.dump(b.indexed(), nil),
	}
	for _, w := range b.words() {
		out["word "+w] = b.find(Filter{Query: w})
	}
	return out
}

// indexed is a query for the rows of the search index.
func (b *bench) indexed() string {
	if b.d.many {
		return "SELECT row FROM search ORDER BY row"
	}
	return "SELECT rowid FROM search ORDER BY rowid"
}

// words of the whole register, as kept on the disk.
func (b *bench) words() []string {
	b.t.Helper()
	words, err := loadWords(ctx, b.write, b.keys)
	b.must(err)
	return slices.Sorted(slices.Values(strings.Fields(string(words.words.text) + string(words.numbers.text))))
}

func sameProjections(t *testing.T, before, after map[string][]string) {
	t.Helper()
	for _, k := range slices.Sorted(maps.Keys(before)) {
		if !slices.Equal(before[k], after[k]) {
			t.Errorf("%s differs\nbefore %v\nafter  %v", k, strings.Join(before[k], "\n"), strings.Join(after[k], "\n"))
		}
	}
	if len(before) != len(after) {
		t.Errorf("%d kinds of rows, after %d", len(before), len(after))
	}
}

func TestRebuildEqualsLive(t *testing.T) { testdb.Both(t, testRebuildEqualsLive) }

func testRebuildEqualsLive(t *testing.T) {
	b := desk(t, "63.03.05", "A")
	b.life()
	before := b.projections()
	if len(before["complaint"]) != 4 || len(before["account"]) != 2 || len(before) < 60 {
		t.Fatalf("too little to compare: %d", len(before))
	}
	b.must(b.Rebuild(ctx))
	sameProjections(t, before, b.projections())
	sameProjections(t, before, b.reopen().projections())
}

// What came through the feed in pages is rebuilt with the same rows, whatever
// the order of the ids.
func TestRebuildEqualsFeed(t *testing.T) { testdb.Both(t, testRebuildEqualsFeed) }

func testRebuildEqualsFeed(t *testing.T) {
	p, a, c := central(t), desk(t, "63.03.05", "A"), desk(t, "kab", "A")
	for _, o := range []Office{{"63.03.05", "Kecamatan Gambut", "kecamatan"}, {"kab", "Kabupaten", "koordinator"}} {
		p.must(p.AddOffice(ctx, o))
	}
	p.enrol(a)
	p.enrol(c)
	a.life()
	for range 5 { // later entries with smaller ids
		old := "0100" + id()[4:]
		_, err := a.Update(ctx, func(tx *Tx) error {
			n, err := tx.NextNumber(2026)
			if err != nil {
				return err
			}
			d, err := complaint.Receive(old, id(), n, "g", a.form(nil), clerk, a.Rules(), complaint.Promise{})
			if err != nil {
				return err
			}
			return tx.Append(old, "akun-1", d)
		})
		a.must(err)
	}
	a.push(p)
	c.pull(p, 30)
	before := c.projections()
	if len(before["complaint"]) != 9 || len(before["office"]) != 2 || len(before["account"]) != 2 {
		t.Fatal(before["complaint"], before["office"])
	}
	c.must(c.Rebuild(ctx))
	sameProjections(t, before, c.projections())

	before = p.projections()
	p.must(p.Rebuild(ctx))
	sameProjections(t, before, p.projections())
}

// Those who search and save meanwhile see the old lists or the new ones.
func TestRebuildWhileOthersWork(t *testing.T) { testdb.Both(t, testRebuildWhileOthersWork) }

func testRebuildWhileOthersWork(t *testing.T) {
	b := desk(t, "63.03.05", "A")
	for range 30 {
		b.receive(nil)
	}
	var others sync.WaitGroup
	done := make(chan struct{})
	for range 2 {
		others.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
				}
				if rows, total, _, err := b.List(ctx, Filter{Query: "ambruk"}); err != nil || len(rows) < 30 || total < 30 {
					t.Errorf("%d of %d rows, %v", len(rows), total, err)
					return
				}
			}
		})
	}
	others.Go(func() {
		for range 20 {
			if _, _, err := b.save(b.form(nil)); err != nil {
				t.Error(err)
			}
		}
	})
	for range 5 {
		b.must(b.Rebuild(ctx))
	}
	close(done)
	others.Wait()
	if n := b.number("SELECT count(*) FROM complaint"); n != 50 {
		t.Fatalf("%d complaints", n)
	}
	b.finds("all", Filter{Query: "ambruk", Limit: 1000}, b.find(Filter{Limit: 1000})...)
}

func TestDueFollowsPauseAndClass(t *testing.T) { testdb.Both(t, testDueFollowsPauseAndClass) }

func testDueFollowsPauseAndClass(t *testing.T) {
	b := desk(t, "63.03.05", "A")
	c := b.receive(nil)
	rows, _, _, err := b.List(ctx, Filter{})
	b.must(err)
	first := rows[0].Due
	b.act(c, complaint.KCompletionRequested, complaint.Body{Text: "KTP"}, nil)
	b.later(72 * time.Hour)
	b.act(c, complaint.KCompleted, complaint.Body{}, nil)
	rows, _, _, err = b.List(ctx, Filter{})
	b.must(err)
	if !first.Before(rows[0].Due) || rows[0].Way.Unsent != 4 || rows[0].State != string(complaint.Received) {
		t.Fatalf("due %v, was %v; %+v", rows[0].Due, first, rows[0])
	}
	folded, err := b.Complaint(ctx, c)
	b.must(err)
	if b.Clocks(folded).Deadline.Due != rows[0].Due || (rows[0].Due == calendar.Date{}) {
		t.Fatal("the list and the complaint disagree")
	}
}
