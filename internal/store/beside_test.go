package store

import (
	"slices"
	"strings"
	"testing"

	"loketaduan/internal/complaint"
	"loketaduan/internal/testdb"
)

// giveBack is what a desk does after the server was set back.
func (b *bench) giveBack(p *bench) {
	b.t.Helper()
	claims, err := b.Claims(ctx, "")
	b.must(err)
	matching, err := p.Matching(ctx, claims)
	b.must(err)
	_, err = b.Rewind(ctx, Compared{Epoch: "masa", Matching: matching, Restart: true})
	b.must(err)
	b.push(p)
	for {
		out, _, err := b.Relayable(ctx, 3, map[string]bool{})
		b.must(err)
		if len(out) == 0 {
			break
		}
		a, err := p.Relay(ctx, slices.Clone(out))
		b.must(err)
		b.must(b.MarkAcked(ctx, out, a.Revs, a.SetAside))
	}
}

func (b *bench) green() {
	b.t.Helper()
	if u, err := b.Unsent(ctx); err != nil || u.Count+u.SetAside > 0 {
		b.t.Fatal(u, err)
	}
}

// The server and a PC lose the same days. Another office has some of what that
// PC wrote, with holes between: it comes back, whatever is in the holes.
func TestWhatIsLeftBehindAHoleComesBack(t *testing.T) { testdb.Both(t, testWhatIsLeftBehindAHole) }

func testWhatIsLeftBehindAHole(t *testing.T) {
	p, gambut, kertak, _, kab := regency(t)
	a := gambut.receive(nil)
	gambut.act(a, complaint.KVerified, complaint.Body{}, nil)
	gambut.push(p)
	before := p.clone()
	gambut.receive(nil) // of no concern to Kertak Hanyar
	gambut.act(a, complaint.KForwarded, complaint.Body{Office: "63.03.06", Text: "x"}, nil)
	gambut.receive(nil)
	gambut.act(a, complaint.KNoted, complaint.Body{Text: "sesudah"}, nil)
	gambut.push(p)
	kertak.pull(p, 10)
	kertak.act(a, complaint.KNoted, complaint.Body{Text: "dari tujuan"}, nil)
	kertak.push(p)
	intact := gambut
	p.must(p.Close())
	p = before

	// the target's own work comes before the forwarding that entitles it, and is
	// taken all the same once that is here
	kertak.giveBack(p)
	kertak.pull(p, 3)
	kertak.green()
	kab.pull(p, 10)
	if n := histories(t, a, kertak, kab); n != 6 {
		t.Fatalf("%d steps", n)
	}
	report, err := p.VerifyJournal(ctx)
	p.must(err)
	if report.Bad != "" || len(report.Beside) != 2 || !strings.Contains(report.Beside[0], "tidak ada lagi pada siapa pun") {
		t.Fatalf("%+v", report)
	}
	kertak.clean()

	// somebody who has what lies between closes the hole
	intact.giveBack(p)
	intact.pull(p, 10)
	intact.green()
	report, err = p.VerifyJournal(ctx)
	p.must(err)
	if report.Bad != "" || len(report.Beside) != 0 {
		t.Fatalf("%+v", report)
	}
	kertak.pull(p, 10)
	kab.pull(p, 10)
	histories(t, a, intact, kertak, kab)
	for _, d := range []*bench{intact, kertak, kab, p} {
		d.clean()
	}
}

// The PC itself went back, does not know it, and wrote on: both ways that its
// chain went are kept, and everybody has both.
func TestBothWaysOfAChainAreKept(t *testing.T) { testdb.Both(t, testBothWaysOfAChain) }

func testBothWaysOfAChain(t *testing.T) {
	p, gambut, _, _, kab := regency(t)
	a := gambut.receive(nil)
	gambut.push(p)
	kab.pull(p, 10)
	before, older := p.clone(), gambut.clone()
	gambut.act(a, complaint.KNoted, complaint.Body{Text: "hilang di PC"}, nil)
	b := gambut.receive(nil)
	gambut.push(p)
	kab.pull(p, 10)
	p.must(p.Close())
	p.must(gambut.Close())
	p, gambut = before, older

	gambut.act(a, complaint.KNoted, complaint.Body{Text: "sesudah dipulihkan"}, nil)
	gambut.push(p)
	for range 2 { // the second time everything is known
		kab.giveBack(p)
		kab.pull(p, 2)
		kab.green()
	}
	kab.finds("all", Filter{}, a, b)
	if n := histories(t, a, kab); n != 4 {
		t.Fatalf("%d steps", n)
	}
	report, err := p.VerifyJournal(ctx)
	p.must(err)
	if report.Bad != "" || len(report.Beside) != 1 || !strings.Contains(report.Beside[0], "ada dua kali") {
		t.Fatalf("%+v", report)
	}
	page, err := p.Feed(ctx, "63.03.05", 0, 100)
	p.must(err)
	_, err = gambut.ApplyFeed(ctx, page.Entries, nil, "masa", page.Head, page.After)
	wantCode(t, err, "exchange.fork")
	late := desk(t, "63.03.05", "B")
	p.enrol(late)
	late.pull(p, 2)
	histories(t, a, kab, late)
	for _, d := range []*bench{kab, late, p} {
		d.clean()
	}
}

// A server that was set back may have an entry of another PC beside that one's
// chain. Where its feed is ours all the same, the entry is no loss: nobody would
// take it again, and it would wait for ever (seeds 530896, 539159).
func TestWhatTheSameFeedHasOfOthersIsNotLost(t *testing.T) {
	testdb.Both(t, testWhatTheSameFeedHasOfOthersIsNotLost)
}

func testWhatTheSameFeedHasOfOthersIsNotLost(t *testing.T) {
	p, gambut, _, dishub, kab := regency(t)
	c := gambut.receive(nil)
	gambut.act(c, complaint.KVerified, complaint.Body{}, nil)
	gambut.act(c, complaint.KForwarded, complaint.Body{Office: "dishub", Name: "Dinas Perhubungan"}, nil)
	gambut.push(p)
	dishub.pull(p, 100)
	kab.pull(p, 100)
	revs := func(b *bench) int64 {
		return b.number("SELECT count(*) FROM entry WHERE stream = '" + c + "' AND rev IS NOT NULL")
	}
	before := revs(dishub)
	if before < 3 {
		t.Fatal(before, "of the complaint came")
	}
	none := map[string]int64{} // its chains are empty for now
	if _, err := dishub.Rewind(ctx, Compared{Epoch: "masa", Matching: none, Same: true}); err != nil || revs(dishub) != before {
		t.Fatal(revs(dishub), before, err)
	}
	if _, err := kab.Rewind(ctx, Compared{Epoch: "masa", Matching: none, Restart: true}); err != nil || revs(kab) != 0 {
		t.Fatal(revs(kab), "still count as received by a server that has another feed", err)
	}
}
