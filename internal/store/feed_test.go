package store

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"loketaduan/internal/complaint"
	"loketaduan/internal/journal"
	"loketaduan/internal/testdb"
)

// regency is a server with two kecamatan, an agency and the coordinator.
func regency(t testing.TB) (p, gambut, kertak, dishub, kab *bench) {
	t.Helper()
	p = central(t)
	for _, o := range []Office{{"63.03.05", "Kecamatan Gambut", "kecamatan"}, {"63.03.06", "Kecamatan Kertak Hanyar", "kecamatan"}, {"dishub", "Dinas Perhubungan", "opd"}, {"kab", "Kabupaten", "koordinator"}} {
		p.must(p.AddOffice(ctx, o))
	}
	gambut, kertak, dishub, kab = desk(t, "63.03.05", "A"), desk(t, "63.03.06", "A"), desk(t, "dishub", "A"), desk(t, "kab", "A")
	for _, d := range []*bench{gambut, kertak, dishub, kab} {
		p.enrol(d)
	}
	return
}

// allClean verifies every journal; feeds are recomputed there.
func allClean(all ...*bench) {
	for _, b := range all {
		b.t.Helper()
		b.clean()
	}
}

func TestForwardBringsTheWholeStream(t *testing.T) { testdb.Both(t, testForwardBringsTheWholeStream) }

func testForwardBringsTheWholeStream(t *testing.T) {
	p, gambut, kertak, dishub, kab := regency(t)
	own := gambut.receive(nil) // dishub never sees it: a gap in the chain of gambut
	c := gambut.receive(nil)
	other := kertak.receive(nil)
	gambut.act(c, complaint.KNoted, complaint.Body{Text: "catatan sebelum diteruskan"}, nil)
	gambut.act(c, complaint.KVerified, complaint.Body{}, nil)
	gambut.push(p)
	kertak.push(p)
	dishub.pull(p, 2)
	dishub.finds("nothing yet", Filter{})
	gambut.act(c, complaint.KForwarded, complaint.Body{Office: "dishub", Name: "Dinas Perhubungan"}, nil)
	gambut.push(p)
	for _, d := range []*bench{gambut, kertak, dishub, kab} {
		d.pull(p, 2)
	}
	dishub.finds("forwarded", Filter{}, c)
	dishub.finds("by an earlier note", Filter{Query: "sebelum diteruskan"}, c)
	kertak.finds("its own", Filter{}, other)
	kab.finds("all", Filter{}, c, other, own)
	if offices, err := kertak.Offices(ctx); err != nil || len(offices) != 4 {
		t.Fatal(offices, err)
	}
	want, err := gambut.Complaint(ctx, c)
	gambut.must(err)
	got, err := dishub.Complaint(ctx, c)
	dishub.must(err)
	if len(got.History) != 5 || len(want.History) != 5 || got.State != want.State || got.Holder != "dishub" {
		t.Fatalf("%d and %d steps, %s and %s", len(got.History), len(want.History), got.State, want.State)
	}
	// the answer comes back, and reaches the coordinator
	dishub.later(time.Hour)
	dishub.act(c, complaint.KFollowedUp, complaint.Body{Text: "Sudah ditinjau"}, nil)
	dishub.push(p)
	for _, d := range []*bench{gambut, kertak, kab} {
		d.pull(p, 100)
	}
	gambut.finds("the answer", Filter{Query: "ditinjau"}, c)
	kab.finds("the answer", Filter{Query: "ditinjau"}, c)
	kertak.finds("not theirs", Filter{Query: "ditinjau"})
	for _, d := range []*bench{gambut, kertak, dishub, kab} {
		if u, err := d.Unsent(ctx); err != nil || u.Count != 0 || u.SetAside != 0 {
			t.Fatal(u, err)
		}
	}
	allClean(p, gambut, kertak, dishub, kab)
}

func TestOfficeAddedLate(t *testing.T) { testdb.Both(t, testOfficeAddedLate) }

func testOfficeAddedLate(t *testing.T) {
	p, gambut, kertak, _, _ := regency(t)
	a, b := gambut.receive(nil), kertak.receive(nil)
	gambut.push(p)
	kertak.push(p)
	p.must(p.AddOffice(ctx, Office{"63.03.07", "Kecamatan Sungai Tabuk", "kecamatan"}))
	p.must(p.AddOffice(ctx, Office{"sekda", "Sekretariat Daerah", "koordinator"}))
	wantCode(t, p.AddOffice(ctx, Office{"sekda", "Sekretariat Daerah", "koordinator"}), "office.known")
	late, all := desk(t, "63.03.07", "A"), desk(t, "sekda", "A")
	p.enrol(late)
	p.enrol(all)
	late.pull(p, 3)
	all.pull(p, 3)
	late.finds("no complaint of others", Filter{})
	all.finds("every complaint, also the old ones", Filter{}, a, b)
	gambut.pull(p, 100)
	for _, d := range []*bench{late, all, gambut} {
		if offices, err := d.Offices(ctx); err != nil || len(offices) != 6 {
			t.Fatal(len(offices), err)
		}
	}
	p.must(p.AddOffice(ctx, Office{"63.03.07", "Kecamatan Sei Tabuk", "kecamatan"}))
	late.pull(p, 3)
	if offices, _ := late.Offices(ctx); !slices.Contains(offices, Office{"63.03.07", "Kecamatan Sei Tabuk", "kecamatan"}) {
		t.Fatal(offices)
	}
	// an office that becomes the coordinator sees all from then on
	p.must(p.AddOffice(ctx, Office{"63.03.07", "Kecamatan Sei Tabuk", "koordinator"}))
	late.pull(p, 3)
	late.finds("every complaint", Filter{}, a, b)
	allClean(p, late, all, gambut)
}

func TestAcceptRefusals(t *testing.T) { testdb.Both(t, testAcceptRefusals) }

func testAcceptRefusals(t *testing.T) {
	p, gambut, _, _, _ := regency(t)
	c := gambut.receive(nil)
	gambut.act(c, complaint.KNoted, complaint.Body{Text: "satu"}, nil)
	gambut.act(c, complaint.KNoted, complaint.Body{Text: "dua"}, nil)
	out, prev, more, err := gambut.PendingEntries(ctx, 10)
	gambut.must(err)
	if len(out) != 4 || more || !prev.IsZero() {
		t.Fatal(len(out), more, prev)
	}
	dev := out[0].Device
	before := p.number("SELECT count(*) FROM entry")
	again := func(e []journal.Entry) []journal.Entry { return slices.Clone(e) }

	_, err = p.Accept(ctx, "tidak dikenal", again(out))
	wantCode(t, err, "exchange.device.unknown")
	_, err = p.Accept(ctx, dev, again(out[1:]))
	wantCode(t, err, "exchange.gap")
	_, err = p.Accept(ctx, dev, []journal.Entry{out[0], out[2]})
	wantCode(t, err, "exchange.gap")
	forked := again(out)
	forked[1].Prev[0] ^= 1
	forked[1].Hash = forked[1].Sum()
	_, err = p.Accept(ctx, dev, forked)
	wantCode(t, err, "exchange.fork")
	if n := p.number("SELECT count(*) FROM entry"); n != before {
		t.Fatalf("%d entries, were %d: a refused push left something", n, before)
	}
	a, err := p.Accept(ctx, dev, again(out[:3]))
	p.must(err)
	if !slices.Equal(a.Revs, []int64{1, 2, 3}) || a.LastSeq != 3 || a.LastHash != out[2].Hash || len(a.SetAside) != 0 {
		t.Fatalf("%+v", a)
	}
	// known ones are no-ops, the rest goes on
	head := p.number("SELECT last FROM feed_head WHERE office = 'kab'")
	for range 2 {
		if a, err = p.Accept(ctx, dev, again(out)); err != nil || !slices.Equal(a.Revs, []int64{1, 2, 3, 4}) || a.LastSeq != 4 {
			t.Fatalf("%+v %v", a, err)
		}
	}
	if n := p.number("SELECT last FROM feed_head WHERE office = 'kab'"); n != head+1 {
		t.Fatalf("feed went from %d to %d", head, n)
	}
	// another text at a known place is a fork
	forked = again(out)
	forked[2].Body = []byte(`{"text":"lain"}`)
	forked[2].Hash = forked[2].Sum()
	_, err = p.Accept(ctx, dev, forked)
	wantCode(t, err, "exchange.fork")

	// a revoked PC
	_, err = p.Update(ctx, func(tx *Tx) error { return tx.exec("UPDATE device SET revoked = TRUE WHERE id = $1", dev) })
	p.must(err)
	_, err = p.Accept(ctx, dev, again(out))
	wantCode(t, err, "exchange.device.unknown")
	allClean(p, gambut)
}

// An entry that the server cannot read is kept and told, also when the answer
// was lost and the push comes again; the others go on.
func TestSetAside(t *testing.T) { testdb.Both(t, testSetAside) }

func testSetAside(t *testing.T) {
	p, gambut, _, _, kab := regency(t)
	good := gambut.receive(nil)
	bad := id()
	_, err := gambut.Update(ctx, func(tx *Tx) error {
		return tx.Append(good, "akun-1", []journal.Draft{
			{ID: bad, Kind: complaint.KNoted, Version: 1, Body: []byte(`{"text":["bukan teks"]}`)},
			{ID: id(), Kind: "jenis_baru", Version: 9, Body: []byte(`{"text":["belum dikenal"]}`)}})
	})
	gambut.must(err)
	nameless := id()
	_, err = gambut.Update(ctx, func(tx *Tx) error {
		return tx.Append(nameless, "akun-1", []journal.Draft{{ID: nameless, Kind: complaint.KReceived, Version: 1, Body: []byte(`{}`)}})
	})
	gambut.must(err)
	gambut.act(good, complaint.KNoted, complaint.Body{Text: "sesudahnya"}, nil)
	out, _, _, err := gambut.PendingEntries(ctx, 10)
	gambut.must(err)
	for i := range 2 { // the first answer is lost
		a, err := p.Accept(ctx, out[0].Device, slices.Clone(out))
		p.must(err)
		if !slices.Equal(a.Revs, []int64{1, 2, 0, 3, 0, 4}) || len(a.SetAside) != 2 || a.SetAside[0].ID != bad || a.SetAside[0].Seq != 3 || a.SetAside[0].Code != "exchange.body.unreadable" ||
			a.SetAside[0].Message == "" || a.SetAside[1].Code != "exchange.number.missing" || a.LastSeq != 6 {
			t.Fatalf("try %d: %+v", i, a)
		}
		if i == 1 {
			for range 2 {
				gambut.must(gambut.MarkAcked(ctx, out, a.Revs, a.SetAside))
			}
		}
	}
	if rest, _, _, err := gambut.PendingEntries(ctx, 10); err != nil || len(rest) != 0 {
		t.Fatal(len(rest), err)
	}
	if u, err := gambut.Unsent(ctx); err != nil || u.Count != 0 || u.SetAside != 2 {
		t.Fatal(u, err)
	}
	gambut.pull(p, 2)
	kab.pull(p, 2)
	kab.finds("the good one", Filter{Query: "sesudahnya"}, good)
	c, err := kab.Complaint(ctx, good)
	kab.must(err)
	if c.Newer != 1 || len(c.History) != 4 {
		t.Fatal(c.Newer, len(c.History))
	}
	allClean(p, gambut, kab)
}

// The answer of a push is lost, and the feed tells of a later entry while an
// earlier one was set aside: what is left has a gap that no push may have.
func TestPendingAroundAGap(t *testing.T) { testdb.Both(t, testPendingAroundAGap) }

func testPendingAroundAGap(t *testing.T) {
	p, gambut, _, _, _ := regency(t)
	good := gambut.receive(nil)
	gambut.push(p)
	_, err := gambut.Update(ctx, func(tx *Tx) error {
		return tx.Append(good, "akun-1", []journal.Draft{{ID: id(), Kind: complaint.KNoted, Version: 1, Body: []byte(`{"text":["rusak"]}`)}})
	})
	gambut.must(err)
	gambut.act(good, complaint.KNoted, complaint.Body{Text: "terdengar"}, nil)
	out, _, _, err := gambut.PendingEntries(ctx, 10)
	gambut.must(err)
	_, err = p.Accept(ctx, out[0].Device, out) // and no answer
	p.must(err)
	gambut.pull(p, 10)
	gambut.act(good, complaint.KNoted, complaint.Body{Text: "sesudahnya"}, nil)
	out, _, more, err := gambut.PendingEntries(ctx, 10)
	gambut.must(err)
	if len(out) != 1 || !more {
		t.Fatalf("%d entries, more: %v", len(out), more)
	}
	gambut.push(p)
	gambut.push(p)
	if u, err := gambut.Unsent(ctx); err != nil || u.Count != 0 || u.SetAside != 1 {
		t.Fatal(u, err)
	}
	allClean(p, gambut)
}

func TestPendingInPages(t *testing.T) { testdb.Both(t, testPendingInPages) }

func testPendingInPages(t *testing.T) {
	p, gambut, _, _, _ := regency(t)
	for range 6 {
		gambut.receive(nil)
	}
	var hash journal.Hash
	var seq int64
	sizes := []int{}
	for {
		out, prev, more, err := gambut.PendingEntries(ctx, 5)
		gambut.must(err)
		if prev != hash {
			t.Fatal("the chain hash before the page is not that of the last one sent")
		}
		for _, e := range out {
			if seq++; e.Seq != seq {
				t.Fatalf("seq %d, want %d", e.Seq, seq)
			}
		}
		sizes = append(sizes, len(out))
		a, err := p.Accept(ctx, out[0].Device, slices.Clone(out))
		p.must(err)
		gambut.must(gambut.MarkAcked(ctx, out, a.Revs, a.SetAside))
		hash = out[len(out)-1].Hash
		if u, _ := gambut.Unsent(ctx); u.Count != 12-int(seq) {
			t.Fatal(u)
		}
		if !more {
			break
		}
	}
	if !slices.Equal(sizes, []int{5, 5, 2}) {
		t.Fatal(sizes)
	}
	rows, _, _, err := gambut.List(ctx, Filter{})
	gambut.must(err)
	for _, r := range rows {
		if r.Way.Unsent != 0 {
			t.Fatalf("%s still says %d unsent", r.Number, r.Way.Unsent)
		}
	}
}

func TestFeedPagesAndApplyTwice(t *testing.T) { testdb.Both(t, testFeedPagesAndApplyTwice) }

func testFeedPagesAndApplyTwice(t *testing.T) {
	p, gambut, _, _, kab := regency(t)
	for i := range 7 {
		c := gambut.receive(nil)
		gambut.act(c, complaint.KNoted, complaint.Body{Text: fmt.Sprintf("catatan ke%d", i)}, nil)
	}
	gambut.push(p)
	var h journal.Hash
	var entries []journal.Entry
	for after := int64(0); ; {
		page, err := p.Feed(ctx, "kab", after, 4)
		p.must(err)
		if page.Before != h || page.Head != 25 { // 7*3 and four offices
			t.Fatal(page.Head, page.Before, h)
		}
		if len(page.Entries) == 0 {
			if h != page.HeadHash || after != page.Head || page.After != h {
				t.Fatal("head differs from what was read")
			}
			break
		}
		for _, e := range page.Entries {
			if after++; e.Pos != after || e.Rev < 1 || e.Hash != e.Sum() {
				t.Fatalf("%+v", e)
			}
			h = journal.FeedHash(h, e.Hash)
		}
		if page.After != h {
			t.Fatal("recomputed feed hash differs")
		}
		entries = append(entries, page.Entries...)
	}
	for i := range 3 {
		changed, err := kab.ApplyFeed(ctx, slices.Clone(entries), nil, "masa", 25, h)
		kab.must(err)
		if want := []int{8, 0, 0}[i]; len(changed) != want || !slices.IsSorted(changed) {
			t.Fatalf("time %d changed %d streams, want %d", i, len(changed), want)
		}
		epoch, pos, hash, err := kab.Cursor(ctx)
		if err != nil || epoch != "masa" || pos != 25 || hash != h {
			t.Fatal(epoch, pos, hash, err)
		}
		if n := kab.number("SELECT count(*) FROM entry"); n != 25 {
			t.Fatal(n)
		}
	}
	kab.finds("one", Filter{Query: "ke3"}, kab.find(Filter{})[3])
	// a rewind keeps what is there
	changed, err := kab.ApplyFeed(ctx, nil, nil, "masa baru", 0, journal.Hash{})
	if err != nil || len(changed) != 0 || len(kab.find(Filter{})) != 7 {
		t.Fatal(changed, err)
	}
	empty, err := p.Feed(ctx, "tidak ada", 0, 10)
	if err != nil || empty.Head != 0 || len(empty.Entries) != 0 {
		t.Fatal(empty, err)
	}
}

// The feed names own entries by reference; that is an acknowledgement too.
func TestOwnRefsSetRevs(t *testing.T) { testdb.Both(t, testOwnRefsSetRevs) }

func testOwnRefsSetRevs(t *testing.T) {
	p, gambut, _, _, _ := regency(t)
	c := gambut.receive(nil)
	out, _, _, err := gambut.PendingEntries(ctx, 10)
	gambut.must(err)
	_, err = p.Accept(ctx, out[0].Device, slices.Clone(out)) // the answer is lost
	p.must(err)
	gambut.pull(p, 10)
	if u, err := gambut.Unsent(ctx); err != nil || u.Count != 0 {
		t.Fatal(u, err)
	}
	rows, _, _, err := gambut.List(ctx, Filter{})
	gambut.must(err)
	if rows[0].ID != c || rows[0].Way.Unsent != 0 {
		t.Fatalf("%+v", rows[0])
	}
	allClean(p, gambut)
}

// A PC that has a new name, which the server does not know yet, asks under the
// old one: the feed names what it wrote under that.
func TestOwnRefsOfTheNameBefore(t *testing.T) { testdb.Both(t, testOwnRefsOfTheNameBefore) }

func testOwnRefsOfTheNameBefore(t *testing.T) {
	p, gambut, _, _, _ := regency(t)
	gambut.receive(nil)
	out, _, _, err := gambut.PendingEntries(ctx, 10)
	gambut.must(err)
	_, err = p.Accept(ctx, out[0].Device, slices.Clone(out)) // the answer is lost
	p.must(err)
	_, err = gambut.Update(ctx, func(tx *Tx) error {
		desk, err := tx.Desk()
		if err != nil {
			return err
		}
		desk.Device = id()
		return tx.SetDesk(desk)
	})
	gambut.must(err)
	feed, err := p.Feed(ctx, "63.03.05", 0, 10)
	p.must(err)
	var entries []journal.Entry
	var own []OwnRef
	for _, e := range feed.Entries {
		if e.Device == out[0].Device {
			own = append(own, OwnRef{Pos: e.Pos, Rev: e.Rev, ID: e.ID, Hash: e.Hash})
		} else {
			entries = append(entries, e)
		}
	}
	_, err = gambut.ApplyFeed(ctx, entries, own, "masa", feed.Head, feed.After)
	gambut.must(err)
	rows, _, _, err := gambut.List(ctx, Filter{})
	gambut.must(err)
	if len(own) != len(out) || rows[0].Way.Unsent != 0 {
		t.Fatalf("%d named of %d, %+v", len(own), len(out), rows[0].Way)
	}
}

// A PC that lost its data gets its own entries back and goes on after them.
func TestOwnEntriesComeBack(t *testing.T) { testdb.Both(t, testOwnEntriesComeBack) }

func testOwnEntriesComeBack(t *testing.T) {
	p, gambut, _, _, _ := regency(t)
	gambut.receive(nil)
	gambut.push(p)
	lost := desk(t, "63.03.05", "A")
	other := lost.receive(nil) // caches the head of its chain
	_ = other
	fresh := desk(t, "63.03.05", "A")
	_, err := fresh.Update(ctx, func(tx *Tx) error { return tx.Append("x", "akun-1", nil) }) // caches an empty chain
	fresh.must(err)
	fresh.pull(p, 10)
	_, err = fresh.Update(ctx, func(tx *Tx) error {
		return tx.Append(id(), "akun-1", []journal.Draft{{ID: id(), Kind: complaint.KNoted, Version: 1, Body: []byte(`{"text":"lanjut"}`)}})
	})
	fresh.must(err)
	fresh.push(p)
	allClean(p, fresh)
}

// Late entries stay in order: accepted ones by rev, own unsent ones after.
func TestLateEditIsAProposal(t *testing.T) { testdb.Both(t, testLateEditIsAProposal) }

func testLateEditIsAProposal(t *testing.T) {
	p, gambut, _, dishub, _ := regency(t)
	c := gambut.receive(nil)
	gambut.act(c, complaint.KVerified, complaint.Body{}, nil)
	gambut.act(c, complaint.KForwarded, complaint.Body{Office: "dishub", Name: "Dinas Perhubungan"}, nil)
	gambut.push(p)
	dishub.pull(p, 10)
	gambut.act(c, complaint.KCorrected, complaint.Body{}, func(f *complaint.Form) { f.Subject = "Perihal dari loket" })
	dishub.act(c, complaint.KCorrected, complaint.Body{}, func(f *complaint.Form) { f.Subject = "Perihal dari dinas" })
	dishub.push(p)
	gambut.pull(p, 10)
	gambut.push(p)
	gambut.pull(p, 10)
	dishub.pull(p, 10)
	for _, d := range []*bench{gambut, dishub} {
		rows, _, _, err := d.List(ctx, Filter{})
		d.must(err)
		if rows[0].Clashes != 1 || rows[0].Snapshot.Values["subject"] != "Perihal dari dinas" || rows[0].Way.Unsent != 0 {
			t.Fatalf("%+v", rows[0])
		}
	}
	allClean(p, gambut, dishub)
}
