package store

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strconv"
	"testing"
	"time"

	"loketaduan/internal/complaint"
	"loketaduan/internal/journal"
	"loketaduan/internal/testdb"
)

// step asks for one page downwards and checks it as the exchange does.
func (b *bench) step(from *bench, limit int, full bool) (FillStep, DownPage) {
	b.t.Helper()
	k, err := b.Desk(ctx)
	b.must(err)
	epoch, err := from.Epoch(ctx)
	b.must(err)
	f, may, err := b.Filling(ctx)
	b.must(err)
	_, pos, _, err := b.Cursor(ctx)
	b.must(err)
	if f.Low == 0 && !may {
		b.t.Fatal("nothing to fill")
	}
	p, err := from.FeedDown(ctx, k.Office, Downward{High: f.Low, Top: pos, Early: f.Early, Limit: limit, Full: full})
	b.must(err)
	s := FillStep{From: f, Low: p.Low, Hash: p.Before, Early: p.Early, Extras: p.Extras}
	if may {
		s.Head = &Fetched{Epoch: epoch, Pos: p.Top, Hash: p.TopHash, Proof: "tanda"}
		f.Hash = p.TopHash
	}
	if p.After != f.Hash {
		b.t.Fatalf("feed hash at %d differs", p.High)
	}
	for i := range p.Extras {
		if at := p.Extras[i].Pos; at > p.Low || i > 0 && at <= p.Extras[i-1].Pos {
			b.t.Fatalf("extra at %d of a page above %d", at, p.Low)
		}
	}
	h, at := p.Before, p.Low
	for _, e := range p.Entries {
		if at++; e.Pos != at {
			b.t.Fatalf("position %d after %d", e.Pos, at-1)
		}
		if e.Kind != "" {
			s.Entries = append(s.Entries, e)
		} else {
			have, err := b.AcceptedHashes(ctx, e.Device, []int64{e.Seq})
			b.must(err)
			if e.Hash = have[e.Seq]; e.Hash.IsZero() {
				b.t.Fatalf("position %d names what was never given", e.Pos)
			}
			s.Given++
		}
		h = journal.FeedHash(h, e.Hash)
	}
	if at != p.High || h != p.After || p.Low == 0 && !p.Before.IsZero() {
		b.t.Fatalf("the page from %d to %d does not fit its hashes", p.Low, p.High)
	}
	return s, p
}

// fillFrom takes pages downwards to the end, each from a register opened anew
// when again is set. each is called between two pages.
func (b *bench) fillFrom(from *bench, limit int, each func(d *bench)) {
	b.t.Helper()
	for page := 0; ; page++ {
		s, _ := b.step(from, limit, page%5 == 4)
		_, err := b.FillFeed(ctx, s)
		b.must(err)
		f, _, err := b.Filling(ctx)
		b.must(err)
		if each != nil {
			each(b)
		}
		if f.Low == 0 {
			return
		}
	}
}

// whole holds that every complaint here is as the other PC has it.
func (b *bench) whole(like *bench) {
	b.t.Helper()
	for _, id := range b.find(Filter{Limit: 1000}) {
		have, err := b.Complaint(ctx, id)
		b.must(err)
		want, err := like.Complaint(ctx, id)
		b.must(err)
		if len(have.History) != len(want.History) || have.State != want.State {
			b.t.Fatalf("%s: %d steps of %d, %s and not %s", want.Number, len(have.History), len(want.History), have.State, want.State)
		}
	}
}

// busyOffice lets an office write n complaints with acts on old and new ones.
func busyOffice(d *bench, n int, seed uint64) (ids []string) {
	d.t.Helper()
	r := rand.New(rand.NewPCG(seed, 0))
	for range n {
		d.later(time.Hour)
		ids = append(ids, d.receive(nil))
		for range r.IntN(4) {
			d.act(ids[r.IntN(len(ids))], complaint.KNoted, complaint.Body{Text: fmt.Sprintf("catatan %d", r.IntN(1000))}, nil)
		}
	}
	return ids
}

func TestFilledFromTheHead(t *testing.T) { testdb.Both(t, testFilledFromTheHead) }

func testFilledFromTheHead(t *testing.T) {
	p, gambut, _, _, _ := regency(t)
	gambut.account(Account{ID: "akun-1", Name: "Hasan Basri", Username: "hasan.b", Role: "admin", Office: "63.03.05"})
	ids := busyOffice(gambut, 30, 1)
	gambut.push(p)
	late := desk(t, "63.03.05", "B")
	p.enrol(late)
	ids = append(ids, late.receive(nil)) // before it ever met the regency
	late.account(Account{ID: "akun-9", Name: "Norhayati", Username: "norhayati", Role: "petugas", Office: "63.03.05"})
	late.push(p)
	gambut.pull(p, 100)

	if _, first := late.step(p, 12, false); first.Early != first.High || len(first.Entries) == 0 { // 5 of them, and what else fits
		t.Fatalf("nothing beside offices and accounts: to %d of %d", first.Early, first.High)
	}
	if _, first := late.step(p, 4, false); len(first.Extras) != 4 || first.Early == first.High || len(first.Entries) != 0 {
		t.Fatalf("offices and accounts come first, in pieces: %d, to %d of %d", len(first.Extras), first.Early, first.High)
	}
	var shown []int
	late.fillFrom(p, 6, func(d *bench) {
		d.whole(gambut)
		done, total, err := d.FillProgress(ctx)
		d.must(err)
		f, _, err := d.Filling(ctx)
		d.must(err)
		if have := d.number("SELECT count(*) FROM entry"); f.Low > 0 && (done > have || done < have-3 || total < have) {
			t.Fatalf("%d of %d are said to be here, %d are", done, total, have)
		}
		shown = append(shown, len(d.find(Filter{Limit: 1000})))
		if n := len(shown); n > 1 && shown[n-1] < shown[n-2] {
			t.Fatal("a complaint is gone again: ", shown)
		}
	})
	if len(shown) < 8 || shown[2] >= len(ids) || shown[len(shown)-1] != len(ids) {
		t.Fatalf("complaints after each page: %v", shown)
	}
	if f, may, err := late.Filling(ctx); err != nil || may || f.Low != 0 || f.Ahead != 0 {
		t.Fatal(f, may, err)
	}
	late.alike(gambut)
	allClean(p, gambut, late)

	// the newest come first, also after what came while it was filled, and a
	// rebuild changes nothing
	newest := gambut.receive(nil)
	gambut.act(ids[0], complaint.KNoted, complaint.Body{Text: "sesudahnya"}, nil)
	gambut.push(p)
	late.pull(p, 5)
	before := late.projections()
	if got := late.find(Filter{Sort: "newest", Query: "jembatan"}); len(got) != len(ids)+1 || got[0] != newest || got[len(got)-1] == ids[len(ids)-2] {
		t.Fatal("the order is another one")
	}
	late.must(late.Rebuild(ctx))
	if after := late.projections(); !reflect.DeepEqual(before, after) {
		t.Fatal("a rebuild makes another register of it")
	}
	late.alike(gambut)
}

// alike holds that two PCs of an office show the same complaints.
func (b *bench) alike(other *bench) {
	b.t.Helper()
	a, c := b.find(Filter{Limit: 1000}), other.find(Filter{Limit: 1000})
	slices.Sort(a)
	slices.Sort(c)
	if !slices.Equal(a, c) {
		b.t.Fatalf("%d complaints, the other PC has %d", len(a), len(c))
	}
	b.whole(other)
	x, err := b.Accounts(ctx)
	b.must(err)
	y, err := other.Accounts(ctx)
	b.must(err)
	if !slices.Equal(x, y) {
		b.t.Fatal("other accounts: ", x, y)
	}
}

// ready is an office with a complaint that was noted upon long after, and a new
// PC that knows the regency.
func ready(t *testing.T) (p, gambut, late *bench, ids []string) {
	t.Helper()
	p, gambut, _, _, _ = regency(t)
	ids = busyOffice(gambut, 12, 2)
	gambut.push(p)
	gambut.pull(p, 100)
	late = desk(t, "63.03.05", "B")
	p.enrol(late)
	return p, gambut, late, ids
}

// A page and the place after it are one: a program that stops on either side of
// the commit goes on with the right page, and a page that comes twice is none.
func TestFillStopsAnywhere(t *testing.T) { testdb.Both(t, testFillStopsAnywhere) }

func testFillStopsAnywhere(t *testing.T) {
	p, gambut, late, _ := ready(t)
	stop := errors.New("stopped")
	for round := 0; ; round++ {
		s, _ := late.step(p, 5, false)
		before, rows := must(late.cursorAndFill()), late.number("SELECT count(*) FROM entry")
		done := round%2 == 0
		late.o.Commit = func(d bool) error {
			if d == done {
				return stop
			}
			return nil
		}
		if _, err := late.FillFeed(ctx, s); err == nil {
			t.Fatal("it did not stop")
		}
		late.o.Commit = nil
		late = late.reopen()
		after, n := must(late.cursorAndFill()), late.number("SELECT count(*) FROM entry")
		if same := before == after; same == done || same && n != rows {
			t.Fatalf("round %d: %s and %d rows, then %s and %d rows", round, before, rows, after, n)
		}
		late.whole(gambut)
		if done {
			_, err := late.FillFeed(ctx, s)
			late.must(err)
			if again := must(late.cursorAndFill()); again != after {
				t.Fatalf("a page that comes twice moves the fill: %s, %s", after, again)
			}
		}
		if f, _, _ := late.Filling(ctx); f.Low == 0 && done {
			break
		}
	}
	late.alike(gambut)
	allClean(late)
}

func (b *bench) cursorAndFill() (string, error) {
	c, err := b.Plain(ctx, "cursor")
	f, err2 := b.Plain(ctx, "fill")
	return c + f, errors.Join(err, err2)
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// pullWhole is what a PC that is being filled asks for upwards.
func (b *bench) pullWhole(from *bench, limit int) {
	b.t.Helper()
	k, err := b.Desk(ctx)
	b.must(err)
	for {
		epoch, pos, _, err := b.Cursor(ctx)
		b.must(err)
		f, _, err := b.Filling(ctx)
		b.must(err)
		page, older, err := from.FeedWhole(ctx, k.Office, pos, f.Low, limit, 1<<20)
		b.must(err)
		if len(page.Entries) == 0 {
			return
		}
		_, err = b.ApplyFetched(ctx, Fetched{Entries: page.Entries, Older: older, Epoch: epoch, Pos: pos + int64(len(page.Entries)), Hash: page.After})
		b.must(err)
	}
}

func TestNewsWhileFilling(t *testing.T) { testdb.Both(t, testNewsWhileFilling) }

func testNewsWhileFilling(t *testing.T) {
	p, gambut, late, ids := ready(t)
	for range 2 {
		s, _ := late.step(p, 8, false)
		_, err := late.FillFeed(ctx, s)
		late.must(err)
	}
	if _, err := late.Complaint(ctx, ids[0]); err == nil {
		t.Fatal("the oldest is there at once: nothing to see here")
	}
	gambut.act(ids[0], complaint.KNoted, complaint.Body{Text: "warga datang lagi"}, nil)
	fresh := gambut.receive(nil)
	gambut.act(fresh, complaint.KVerified, complaint.Body{}, nil)
	gambut.push(p)
	late.pullWhole(p, 3)
	late.finds("news of an old complaint", Filter{Query: "warga datang"}, ids[0])
	late.whole(gambut)
	late.act(ids[0], complaint.KNoted, complaint.Body{Text: "dari PC baru"}, nil)
	late.push(p)
	late.pullWhole(p, 3)
	before := late.number("SELECT count(*) FROM entry")
	late.fillFrom(p, 8, func(d *bench) { d.must(nil) })
	if late.number("SELECT count(*) FROM entry") <= before {
		t.Fatal("nothing was left to be filled")
	}
	if f, _, _ := late.Filling(ctx); f.Ahead != 0 {
		t.Fatalf("%d entries are said to lie below the end", f.Ahead)
	}
	gambut.pull(p, 100)
	late.alike(gambut)
	allClean(p, gambut, late)
}

// News that come without what lies before them, as with a parcel by USB.
func TestHalfAComplaintIsNotShown(t *testing.T) { testdb.Both(t, testHalfAComplaintIsNotShown) }

func testHalfAComplaintIsNotShown(t *testing.T) {
	p, gambut, late, ids := ready(t)
	gambut.act(ids[0], complaint.KNoted, complaint.Body{Text: "lama"}, nil)
	gambut.push(p)
	s, _ := late.step(p, 4, false)
	_, err := late.FillFeed(ctx, s)
	late.must(err)
	page, err := p.Feed(ctx, "63.03.05", 0, 1000)
	late.must(err)
	var known []journal.Entry // the beginning and the end, not what lies between
	for _, e := range page.Entries {
		if e.Stream == ids[0] && (e.Kind == complaint.KReceived || e.Pos == page.Head) {
			known = append(known, e)
		}
	}
	epoch, pos, h, err := late.Cursor(ctx)
	late.must(err)
	_, err = late.ApplyFetched(ctx, Fetched{Entries: known, Epoch: epoch, Pos: pos, Hash: h})
	late.must(err)
	late.finds("half of it", Filter{Query: "lama"})
	for done := false; !done; {
		s, _ := late.step(p, 8, true)
		_, err := late.FillFeed(ctx, s)
		late.must(err)
		late.whole(gambut)
		done = s.Low == 0
	}
	late.finds("all of it", Filter{Query: "lama"}, ids[0])
	late.alike(gambut)
}

func TestFillGivenUp(t *testing.T) { testdb.Both(t, testFillGivenUp) }

func testFillGivenUp(t *testing.T) {
	p, gambut, late, _ := ready(t)
	epoch, err := p.Epoch(ctx)
	late.must(err)
	claims := func() map[string]int64 {
		c, err := late.Claims(ctx, "")
		late.must(err)
		m, err := p.Matching(ctx, c)
		late.must(err)
		return m
	}
	for again := range fillsMost { // the server turns out to have another history
		for range 3 {
			s, _ := late.step(p, 6, false)
			_, err := late.FillFeed(ctx, s)
			late.must(err)
		}
		_, err := late.Rewind(ctx, Compared{Epoch: epoch, Matching: claims(), Restart: true})
		late.must(err)
		f, may, err := late.Filling(ctx)
		if err != nil || f.Low != 0 || may != (again+1 < fillsMost) {
			t.Fatalf("after %d: %+v, may %v, %v", again+1, f, may, err)
		}
		late.whole(gambut)
	}
	late.pull(p, 7) // in the ordinary way
	late.alike(gambut)
	if u, err := late.Unsent(ctx); err != nil || u.Count != 0 {
		t.Fatal(u, err)
	}

	other := desk(t, "63.03.05", "C")
	p.enrol(other)
	s, _ := other.step(p, 6, false)
	_, err = other.FillFeed(ctx, s)
	other.must(err)
	other.must(other.StopFill(ctx))
	if _, may, _ := other.Filling(ctx); may {
		t.Fatal("given up, and it may begin again")
	}
	other.pull(p, 7)
	other.alike(gambut)
	allClean(p, late, other)
}

// A complaint that is too large for one page comes entry by entry, and appears
// when all of it is here.
func TestLargeComplaintIsFilledInPieces(t *testing.T) {
	p, gambut, late, ids := ready(t)
	_, err := gambut.Update(ctx, func(tx *Tx) error {
		for i := range largeMost {
			d := journal.Draft{ID: id(), Kind: complaint.KNoted, Version: 1, Body: []byte(`{"text":"catatan ` + strconv.Itoa(i) + `"}`)}
			if err := tx.Append(ids[3], "akun-1", []journal.Draft{d}); err != nil {
				return err
			}
		}
		return nil
	})
	gambut.must(err)
	gambut.push(p)
	named, most := false, 0
	for done := false; !done; {
		s, page := late.step(p, 100, false)
		named, most = named || slices.Contains(page.Large, ids[3]), max(most, len(page.Entries)+len(page.Extras))
		_, err := late.FillFeed(ctx, s)
		late.must(err)
		late.whole(gambut)
		done = s.Low == 0
	}
	if !named || most > 400 {
		t.Fatalf("named as large: %v; %d entries in a page", named, most)
	}
	late.alike(gambut)
	late.clean()
}
