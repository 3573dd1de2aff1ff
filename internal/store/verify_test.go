package store

import (
	"regexp"
	"strings"
	"testing"

	"loketaduan/internal/complaint"
	"loketaduan/internal/journal"
	"loketaduan/internal/testdb"
)

// damaged gives a copy of the closed register with the statements run on it.
func (b *bench) damaged(t *testing.T, stmts ...string) *bench {
	t.Helper()
	if b.spare == (testdb.Place{}) { // to fill one again is quicker than to make it
		b.spare = b.at.Copy(b.t)
	} else {
		b.at.CopyTo(t, b.spare)
	}
	at := b.spare
	db := at.Raw(t)
	for _, q := range stmts {
		if at.URL != "" { // bytes are written otherwise there
			q = regexp.MustCompile("x'([0-9a-f]*)'").ReplaceAllString(q, `'\x$1'`)
		}
		res, err := db.Exec(q)
		if err != nil {
			t.Fatal(q, err)
		}
		if n, _ := res.RowsAffected(); n == 0 {
			t.Fatal("damaged nothing: ", q)
		}
	}
	b.must(db.Close())
	return openAt(t, at, b.keys, b.o.Server, b.now)
}

func (b *bench) entryAt(seq int64) (id string) {
	b.t.Helper()
	b.must(b.read.QueryRowContext(ctx, "SELECT id FROM entry WHERE seq = $1 AND device NOT IN (SELECT id FROM device WHERE office = 'pusat')", seq).Scan(&id))
	return id
}

func TestVerifyNamesTheFirstBadEntry(t *testing.T) { testdb.Both(t, testVerifyNamesTheFirstBadEntry) }

func testVerifyNamesTheFirstBadEntry(t *testing.T) {
	b := desk(t, "63.03.05", "A")
	c := b.receive(nil)
	for _, text := range []string{"satu", "dua", "tiga"} {
		b.act(c, complaint.KNoted, complaint.Body{Text: text}, nil)
	}
	p := central(t)
	for _, o := range []Office{{"63.03.05", "Kecamatan Gambut", "kecamatan"}, {"kab", "Kabupaten", "koordinator"}} {
		p.must(p.AddOffice(ctx, o))
	}
	p.enrol(b)
	b.push(p)
	for _, x := range []*bench{b, p} {
		x.clean()
	}
	third, fourth := b.entryAt(3), b.entryAt(4)
	b.must(b.Close())
	p.must(p.Close())
	swap := []string{"UPDATE entry SET seq = 100 WHERE id = '" + third + "'", "UPDATE entry SET seq = 3 WHERE id = '" + fourth + "'", "UPDATE entry SET seq = 4 WHERE id = '" + third + "'"}
	for name, d := range map[string]struct {
		do   []string
		says string // in the words for the admin
		both bool   // on the server as well
	}{
		"nothing":            {nil, "", true},
		"author edited":      {[]string{"UPDATE entry SET author = 'akun-9' WHERE id = '" + third + "'"}, third, true},
		"time edited":        {[]string{"UPDATE entry SET at = at + 1 WHERE id = '" + third + "'"}, third, true},
		"kind edited":        {[]string{"UPDATE entry SET kind = 'closed' WHERE id = '" + third + "'"}, third, true},
		"stream edited":      {[]string{"UPDATE entry SET stream = 'lain' WHERE id = '" + third + "'"}, third, true},
		"base edited":        {[]string{`UPDATE entry SET base = '{"state":"x"}' WHERE id = '` + third + "'"}, third, true},
		"base damaged":       {[]string{`UPDATE entry SET base = '{' WHERE id = '` + third + "'"}, third, true},
		"body edited":        {[]string{"UPDATE entry SET body = x'" + strings.Repeat("00", 60) + "' WHERE id = '" + third + "'"}, third, true},
		"body of another":    {[]string{"UPDATE entry SET body = (SELECT body FROM entry WHERE id = '" + fourth + "') WHERE id = '" + third + "'"}, third, true},
		"body hash edited":   {[]string{"UPDATE entry SET body_hash = x'" + strings.Repeat("00", 32) + "' WHERE id = '" + third + "'"}, third, true},
		"hash edited":        {[]string{"UPDATE entry SET hash = x'" + strings.Repeat("00", 32) + "' WHERE id = '" + third + "'"}, third, true},
		"first and third":    {[]string{"UPDATE entry SET author = 'akun-9' WHERE id IN ('" + third + "','" + c + "')"}, c, true},
		"deleted":            {[]string{"DELETE FROM entry WHERE id = '" + third + "'"}, fourth + " (PC pc-63.03.05A, urutan 4): urutan 3 hilang", true},
		"first deleted":      {[]string{"DELETE FROM entry WHERE id = '" + c + "'"}, "urutan 1 hilang", true},
		"reordered":          {swap, fourth, true},
		"last cut off":       {[]string{"DELETE FROM entry WHERE seq = 5 AND device = 'pc-63.03.05A'"}, "(urutan 5) hilang", true},
		"two last cut off":   {[]string{"DELETE FROM entry WHERE seq >= 4 AND device = 'pc-63.03.05A'"}, "(urutan 5) hilang", true},
		"all cut off":        {[]string{"DELETE FROM entry WHERE device = 'pc-63.03.05A'"}, "(urutan 5) hilang", true},
		"cut off, no anchor": {[]string{"DELETE FROM entry WHERE seq = 5", "DELETE FROM meta WHERE key LIKE 's:head:%'"}, "hilang atau berubah", false},
		"anchor edited":      {[]string{"UPDATE meta SET value = x'00' WHERE key LIKE 's:head:%'"}, "tanda akhir rantai", false},
	} {
		for _, x := range []*bench{b, p} {
			if x == p && !d.both {
				continue
			}
			t.Run(name+map[bool]string{false: " on a desk", true: " on the server"}[x.o.Server], func(t *testing.T) {
				r, err := x.damaged(t, d.do...).VerifyJournal(ctx)
				x.must(err)
				if d.says == "" && r.Bad == "" {
					if want := map[bool]int64{false: 5, true: 7}[x.o.Server]; r.Entries != want {
						t.Fatalf("%d entries, want %d", r.Entries, want)
					}
					return
				}
				if d.says == "" || !strings.Contains(r.Bad, d.says) {
					t.Fatalf("says %q, want %q", r.Bad, d.says)
				}
			})
		}
	}
	for name, d := range map[string]struct{ do, says string }{
		"feed row edited":    {"UPDATE feed SET hash = x'" + strings.Repeat("00", 32) + "' WHERE office = 'kab' AND pos = 3", "kab: urutan 3 pernah diubah"},
		"feed row deleted":   {"DELETE FROM feed WHERE office = 'kab' AND pos = 3", "kab: urutan 3 hilang"},
		"feed cut off":       {"DELETE FROM feed WHERE office = 'kab' AND pos >= 6", "kab: urutan terakhir 7 hilang"},
		"feed head edited":   {"UPDATE feed_head SET last = 6 WHERE office = 'kab'", "kab: urutan terakhir 6 hilang"},
		"feed entry swapped": {"UPDATE feed SET entry = 1000 WHERE office = 'kab' AND pos = 2", "kab: urutan 2 hilang"},
	} {
		t.Run(name, func(t *testing.T) {
			r, err := p.damaged(t, d.do).VerifyJournal(ctx)
			p.must(err)
			if !strings.Contains(r.Bad, d.says) {
				t.Fatalf("says %q, want %q", r.Bad, d.says)
			}
		})
	}
}

// A desk that becomes another PC takes its unsent entries along, and both
// chains stay whole.
func TestReauthorKeepsChains(t *testing.T) { testdb.Both(t, testReauthorKeepsChains) }

func testReauthorKeepsChains(t *testing.T) {
	b := desk(t, "63.03.05", "A")
	sent := b.receive(nil)
	out, _, _, err := b.PendingEntries(ctx, 10)
	b.must(err)
	b.must(b.MarkAcked(ctx, out, []int64{1, 2}, nil))
	unsent := b.receive(func(f *complaint.Form) { f.Narrative = "Belum terkirim" })
	to := Desk{Device: "pc-baru", Office: "63.03.05", OfficeName: "Kecamatan", Letter: "C"}
	for range 2 { // again is no change
		_, err = b.Update(ctx, func(tx *Tx) error { return tx.Reauthor(to) })
		b.must(err)
		b.clean()
		out, prev, _, err := b.PendingEntries(ctx, 10)
		b.must(err)
		if len(out) != 2 || out[0].Seq != 1 || out[0].Device != "pc-baru" || !prev.IsZero() || out[0].ID != unsent {
			t.Fatalf("%+v", out)
		}
	}
	next := b.receive(nil)
	b = b.reopen()
	b.clean()
	out, _, _, err = b.PendingEntries(ctx, 10)
	b.must(err)
	if len(out) != 4 || out[3].Seq != 4 || out[2].ID != next {
		t.Fatal(len(out))
	}
	b.finds("all", Filter{}, sent, unsent, next)
	last := out[3].ID
	b.must(b.Close())
	r, err := b.damaged(t, "DELETE FROM entry WHERE id = '"+last+"'").VerifyJournal(ctx)
	b.must(err)
	if !strings.Contains(r.Bad, "(urutan 4) hilang") {
		t.Fatal(r.Bad)
	}
}

// Two PCs in one transaction: each chain has its end.
func TestAnchorOfBothPCs(t *testing.T) { testdb.Both(t, testAnchorOfBothPCs) }

func testAnchorOfBothPCs(t *testing.T) {
	b := desk(t, "63.03.05", "A")
	note := func() []journal.Draft {
		return []journal.Draft{{ID: id(), Kind: complaint.KNoted, Version: 1, Body: []byte(`{"text":"x"}`)}}
	}
	_, err := b.Update(ctx, func(tx *Tx) error {
		if err := tx.Append("s", "akun-1", note()); err != nil {
			return err
		}
		if err := tx.SetDesk(Desk{Device: "pc-2", Office: "63.03.05", Letter: "B"}); err != nil {
			return err
		}
		return tx.Append("s", "akun-1", note())
	})
	b.must(err)
	b.clean()
	b.must(b.SetDesk(ctx, Desk{Device: "pc-63.03.05A", Office: "63.03.05", Letter: "A"}))
	b.clean()
}
