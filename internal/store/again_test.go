package store

import (
	"slices"
	"testing"

	"loketaduan/internal/complaint"
	"loketaduan/internal/journal"
	"loketaduan/internal/testdb"
)

// clone is a second PC with the same disk.
func (b *bench) clone() *bench {
	b.t.Helper()
	return openAt(b.t, b.at.Copy(b.t), b.keys, b.o.Server, b.now)
}

// becomes makes the PC another device that the regency knows.
func (b *bench) becomes(p *bench, device, letter string) {
	b.t.Helper()
	k, err := b.Desk(ctx)
	b.must(err)
	k.Device, k.Letter = device, letter
	_, err = b.Update(ctx, func(t *Tx) error { return t.Reauthor(k) })
	b.must(err)
	p.enrol(b)
}

func histories(t *testing.T, id string, all ...*bench) (n int) {
	t.Helper()
	for _, b := range all {
		c, err := b.Complaint(ctx, id)
		b.must(err)
		if n != 0 && len(c.History) != n {
			t.Fatalf("%d and %d steps", n, len(c.History))
		}
		n = len(c.History)
	}
	return n
}

// A cloned PC that became another device sends what both copies had: it is
// known, its chain stays whole, and nothing of it is there twice.
func TestSameEntryFromTwoPCs(t *testing.T) { testdb.Both(t, testSameEntryFromTwoPCs) }

func testSameEntryFromTwoPCs(t *testing.T) {
	p, gambut, _, _, kab := regency(t)
	c := gambut.receive(nil)
	gambut.act(c, complaint.KVerified, complaint.Body{}, nil)
	twin := gambut.clone()
	twin.becomes(p, "pc-kembar", "B")
	gambut.act(c, complaint.KNoted, complaint.Body{Text: "dari yang asli"}, nil)
	twin.act(c, complaint.KNoted, complaint.Body{Text: "dari kembarannya"}, nil)
	gambut.push(p)
	out, _, _, err := twin.PendingEntries(ctx, 10)
	twin.must(err)
	for range 2 { // also when the first answer is lost
		a, err := p.Accept(ctx, "pc-kembar", slices.Clone(out))
		p.must(err)
		if !slices.Equal(a.Revs, []int64{1, 2, 3, 5}) || len(a.SetAside) != 0 {
			t.Fatalf("%+v", a)
		}
	}
	for _, d := range []*bench{twin, gambut, kab} {
		d.push(p)
		d.pull(p, 3)
	}
	if n := histories(t, c, twin, gambut, kab); n != 5 {
		t.Fatalf("%d steps, want 5", n)
	}
	if n := p.number("SELECT last FROM feed_head WHERE office = 'kab'"); n != 4+5 {
		t.Fatalf("%d items in the feed: the repeated ones must not be there twice", n)
	}
	allClean(p, gambut, twin, kab)
}

// Two copies that filled in the same draft differently: the second one's does
// not run into the complaint of the first, and comes under an id of its own.
func TestSameIDOtherContent(t *testing.T) { testdb.Both(t, testSameIDOtherContent) }

func testSameIDOtherContent(t *testing.T) {
	p, gambut, _, _, kab := regency(t)
	twin := gambut.clone()
	twin.becomes(p, "pc-kembar", "B")
	form := id()
	record := func(b *bench, text string) {
		_, err := b.Update(ctx, func(tx *Tx) error {
			number, err := tx.NextNumber(2026)
			if err != nil {
				return err
			}
			desk, _ := tx.Desk()
			by := clerk
			by.Office = desk.Office
			drafts, err := complaint.Receive(form, id(), number, "garam", b.form(func(f *complaint.Form) { f.Subject = text }), by, b.Rules(), complaint.Promise{})
			if err != nil {
				return err
			}
			return tx.Append(form, by.Account, drafts)
		})
		b.must(err)
	}
	record(gambut, "Perihal asli")
	record(twin, "Perihal kembar")
	mine, err := twin.Complaint(ctx, form)
	twin.must(err)
	twin.act(form, complaint.KNoted, complaint.Body{Text: "catatan kembar"}, nil)
	fine := twin.receive(nil)
	gambut.push(p)
	out, _, _, err := twin.PendingEntries(ctx, 10)
	twin.must(err)
	// seen as it was first written, which gets another id
	twin.act(form, complaint.KCorrected, complaint.Body{}, func(f *complaint.Form) { f.Subject = "Perihal kembar, dibetulkan" })
	for range 2 {
		a, err := p.Accept(ctx, "pc-kembar", slices.Clone(out))
		p.must(err)
		if !slices.Equal(a.Revs, []int64{0, 0, 0, 1, 2}) || len(a.SetAside) != 3 || a.SetAside[0].Code != "exchange.id.taken" || a.SetAside[1].Code != "exchange.stream.taken" {
			t.Fatalf("%+v", a)
		}
		twin.must(twin.MarkAcked(ctx, out, a.Revs, a.SetAside))
	}
	if u, err := twin.Unsent(ctx); err != nil || u.Count != 4 || u.SetAside != 0 {
		t.Fatal(u, err)
	}
	twin.push(p) // what was said anew, and the correction: that is set aside only now
	twin.push(p)
	for _, d := range []*bench{kab, gambut, twin} {
		d.pull(p, 3)
		x, err := d.Complaint(ctx, form)
		d.must(err)
		if x.Values["subject"] != "Perihal asli" {
			t.Fatal(x.Values)
		}
		moved := d.find(Filter{Query: "dibetulkan"})
		if len(moved) != 1 || moved[0] == form {
			t.Fatal(moved)
		}
		x, err = d.Complaint(ctx, moved[0])
		d.must(err)
		if x.Number != mine.Number || x.Values["subject"] != "Perihal kembar, dibetulkan" || x.OpenClashes() != 0 || len(x.History) != 4 {
			t.Fatalf("%s %+v", x.Number, x.Values)
		}
		d.finds("the complaint after it", Filter{}, form, fine, moved[0])
	}
	if u, err := twin.Unsent(ctx); err != nil || u.Count != 0 || u.SetAside != 0 {
		t.Fatal(u, err)
	}
	allClean(p, gambut, twin, kab)
}

// Both copies handed out the same number before either met the server.
func TestOneNumberOnTwoReceiptsIsTold(t *testing.T) { testdb.Both(t, testOneNumberOnTwoReceiptsIsTold) }

func testOneNumberOnTwoReceiptsIsTold(t *testing.T) {
	p, gambut, _, _, kab := regency(t)
	twin := gambut.clone()
	one, number, err := gambut.save(gambut.form(nil))
	gambut.must(err)
	other, same, err := twin.save(twin.form(func(f *complaint.Form) { f.Subject = "Yang lain" }))
	twin.must(err)
	if number != same {
		t.Fatal("the test needs one number twice")
	}
	gambut.push(p)
	twin.becomes(p, "pc-kembar", "B")
	twin.push(p)
	for _, d := range []*bench{gambut, twin, kab} {
		d.pull(p, 3)
		for _, x := range []string{one, other} {
			c, err := d.Complaint(ctx, x)
			d.must(err)
			if c.Number != number || c.OpenClashes() != 1 || c.Clashes[0].Field != "number" {
				t.Fatalf("%+v", c.Clashes)
			}
		}
		d.finds("both, under their number", Filter{Query: number}, one, other)
	}
	d := Device{ID: "pc-ke3", TokenHash: []byte("x")}
	p.must(p.PutEnrolment(ctx, []byte("s"), "63.03.05", p.Now().Add(1e12)))
	d, err = p.TakeEnrolment(ctx, []byte("s"), d)
	if err != nil || d.Letter != "C" {
		t.Fatal(d.Letter, err)
	}
	allClean(p, gambut, twin, kab)
}

// A PC restored from a backup, under its old name, gets its own entries back.
func TestRestoredPCGetsItsOwnBack(t *testing.T) { testdb.Both(t, testRestoredPCGetsItsOwnBack) }

func testRestoredPCGetsItsOwnBack(t *testing.T) {
	p, gambut, _, _, _ := regency(t)
	a := gambut.receive(nil)
	gambut.push(p)
	gambut.pull(p, 10)
	old := gambut.clone()
	c := gambut.receive(nil)
	gambut.push(p)
	old.pull(p, 10)
	old.finds("what it had lost", Filter{}, a, c)
	next := old.receive(nil)
	old.push(p)
	gambut.pull(p, 10)
	gambut.finds("what the restored one wrote after", Filter{}, a, c, next)
	allClean(p, old, gambut)
}

// When it wrote something else meanwhile it must become another PC first.
func TestRestoredPCThatWroteOn(t *testing.T) { testdb.Both(t, testRestoredPCThatWroteOn) }

func testRestoredPCThatWroteOn(t *testing.T) {
	p, gambut, _, _, _ := regency(t)
	old := gambut.clone()
	lost := gambut.receive(nil)
	gambut.push(p)
	kept := old.receive(func(f *complaint.Form) { f.Subject = "Sesudah pemulihan" })
	page, err := p.Feed(ctx, "63.03.05", 0, 100)
	p.must(err)
	_, err = old.ApplyFeed(ctx, page.Entries, nil, "masa", page.Head, page.After)
	wantCode(t, err, "exchange.fork")
	old.becomes(p, "pc-pulih", "B")
	old.push(p)
	old.pull(p, 10)
	old.finds("both", Filter{}, lost, kept)
	allClean(p, old)
}

// The server is set back to an older copy: desks bring everything again, their
// own entries and those of PCs that are gone.
func TestServerSetBack(t *testing.T) { testdb.Both(t, testServerSetBack) }

func testServerSetBack(t *testing.T) {
	p, gambut, kertak, _, kab := regency(t)
	a := gambut.receive(nil)
	gambut.push(p)
	kab.pull(p, 10)
	gambut.pull(p, 10)
	before := p.clone()
	p.must(p.AddOffice(ctx, Office{"63.03.09", "Kecamatan Karang Intan", "kecamatan"}))
	gambut.act(a, complaint.KNoted, complaint.Body{Text: "sesudah cadangan"}, nil)
	b, k := gambut.receive(nil), kertak.receive(nil)
	late := desk(t, "63.03.05", "C")
	p.enrol(late)
	l := late.receive(nil)
	for _, d := range []*bench{gambut, kertak, late} {
		d.push(p)
	}
	for _, d := range []*bench{gambut, kertak, kab} {
		d.pull(p, 10)
	}
	must := func(err error) { t.Helper(); p.must(err) }
	must(p.Close())
	must(late.Close())
	late = nil // the PC that enrolled after the backup is gone for good
	p = before
	for range 2 {
		for _, d := range []*bench{gambut, kertak, kab} {
			claims, err := d.Claims(ctx, "")
			must(err)
			matching, err := p.Matching(ctx, claims)
			must(err)
			_, err = d.Rewind(ctx, Compared{Epoch: "masa", Matching: matching, Restart: true})
			must(err)
			d.push(p)
			skip := map[string]bool{}
			for {
				out, _, err := d.Relayable(ctx, 2, skip)
				must(err)
				if len(out) == 0 {
					break
				}
				acc, err := p.Relay(ctx, slices.Clone(out))
				if err != nil {
					t.Fatalf("%v from %s seq %d: %v", d.at, out[0].Device, out[0].Seq, err)
				}
				must(d.MarkAcked(ctx, out[:len(acc.Revs)], acc.Revs, acc.SetAside))
			}
		}
	}
	for _, d := range []*bench{gambut, kertak, kab} {
		d.pull(p, 4)
		if u, err := d.Unsent(ctx); err != nil || u.Count != 0 {
			t.Fatal(u, err)
		}
		if o, err := d.Offices(ctx); err != nil || len(o) != 5 {
			t.Fatal(len(o), err)
		}
	}
	if o, err := p.Offices(ctx); err != nil || len(o) != 5 {
		t.Fatal(len(o), err)
	}
	kab.finds("all", Filter{}, a, b, k, l)
	gambut.finds("its own and that of the PC that is gone", Filter{}, a, b, l)
	if n := histories(t, a, gambut, kab); n != 3 {
		t.Fatal(n)
	}
	must(p.PutEnrolment(ctx, []byte("s"), "63.03.05", p.Now().Add(1e12)))
	d, err := p.TakeEnrolment(ctx, []byte("s"), Device{ID: "pc-baru", TokenHash: []byte("x"), Letter: "C"})
	if err != nil || d.Letter == "A" || d.Letter == "C" {
		t.Fatal("a letter twice: ", d.Letter, err)
	}
	allClean(p, gambut, kertak, kab)
}

// After a restore of everything another PC's chain may go another way: ours is
// kept beside it and does not stop the feed.
func TestOtherBranchIsKept(t *testing.T) { testdb.Both(t, testOtherBranchIsKept) }

func testOtherBranchIsKept(t *testing.T) {
	p, gambut, kertak, _, kab := regency(t)
	gambut.receive(nil)
	was := gambut.clone()
	gambut.receive(nil)
	gambut.push(p)
	kab.pull(p, 10)
	q, _, _, _, _ := regency(t) // a server that never saw the first branch
	was.receive(nil)
	was.push(q)
	kertak.push(q)
	claims, err := kab.Claims(ctx, "")
	kab.must(err)
	matching, err := q.Matching(ctx, claims)
	q.must(err)
	_, err = kab.Rewind(ctx, Compared{Epoch: "lain", Matching: matching, Restart: true})
	kab.must(err)
	kab.pull(q, 10)
	if n := len(kab.find(Filter{})); n != 3 {
		t.Fatalf("%d complaints, want the common one and both branches'", n)
	}
	kab.clean()
	var seen []journal.Entry
	if out, _, err := kab.Relayable(ctx, 10, map[string]bool{}); err != nil || slices.ContainsFunc(out, func(e journal.Entry) bool { seen = append(seen, e); return e.Office == "63.03.05" }) {
		t.Fatalf("%v %+v", err, seen)
	}
}

// What was set aside is listed with its reason and sent again, corrected; a
// complaint whose id was taken goes whole and by itself, under a new id with
// its old number.
func TestSetAsideIsSentAgain(t *testing.T) { testdb.Both(t, testSetAsideIsSentAgain) }

func testSetAsideIsSentAgain(t *testing.T) {
	p, gambut, _, _, kab := regency(t)
	good := gambut.receive(nil)
	_, err := gambut.Update(ctx, func(tx *Tx) error {
		return tx.Append(good, "akun-1", []journal.Draft{{ID: id(), Kind: complaint.KNoted, Version: 1, Body: []byte(`{"text":["rusak"]}`)}})
	})
	gambut.must(err)
	gambut.push(p)
	again := func(d *bench, row int64, text string) (stream string) {
		_, err := d.Update(ctx, func(tx *Tx) error { stream, err = tx.SendAgain(row, text); return err })
		d.must(err)
		return stream
	}
	list, err := gambut.Asides(ctx)
	gambut.must(err)
	if len(list) != 1 || list[0].Code != "exchange.body.unreadable" || list[0].Message == "" || list[0].Entry.Stream != good || list[0].Number == "" {
		t.Fatalf("%+v", list)
	}
	if s := again(gambut, list[0].Row, "Catatan yang benar"); s != good {
		t.Fatal(s)
	}
	_, err = gambut.Update(ctx, func(tx *Tx) error { _, err := tx.SendAgain(list[0].Row, "dua kali"); return err })
	wantCode(t, err, "exchange.aside.none")
	w, err := gambut.Waiting(ctx, 10)
	if err != nil || len(w) != 1 || w[0].Stream != good || w[0].Entries != 1 || w[0].Bytes == 0 || !w[0].Own || w[0].Number != list[0].Number {
		t.Fatalf("%+v %v", w, err)
	}
	gambut.push(p)
	gambut.pull(p, 10)
	kab.pull(p, 10)
	kab.finds("the corrected text", Filter{Query: "benar"}, good)
	if n := histories(t, good, gambut, kab); n != 3 {
		t.Fatal(n)
	}

	twin := gambut.clone()
	twin.becomes(p, "pc-kembar", "B")
	form := id()
	for _, d := range []*bench{gambut, twin} {
		_, err := d.Update(ctx, func(tx *Tx) error {
			number, err := tx.NextNumber(2026)
			if err != nil {
				return err
			}
			by := clerk
			by.Office = "63.03.05"
			drafts, err := complaint.Receive(form, id(), number, "garam", d.form(func(f *complaint.Form) { f.Subject = "Perihal " + number }), by, d.Rules(), complaint.Promise{})
			if err != nil {
				return err
			}
			return tx.Append(form, by.Account, drafts)
		})
		d.must(err)
	}
	mine, err := twin.Complaint(ctx, form)
	twin.must(err)
	twin.act(form, complaint.KVerified, complaint.Body{}, nil)
	gambut.push(p)
	twin.push(p)
	twin.pull(p, 10)
	if list, err = twin.Asides(ctx); err != nil || len(list) != 0 {
		t.Fatalf("%+v %v", list, err)
	}
	twin.push(p)
	twin.pull(p, 10)
	kab.pull(p, 10)
	for _, d := range []*bench{twin, kab} {
		moved := d.find(Filter{Query: mine.Number})
		if len(moved) != 1 || moved[0] == form {
			t.Fatal(moved)
		}
		c, err := d.Complaint(ctx, moved[0])
		d.must(err)
		if c.Number != mine.Number || c.State != complaint.Verified || len(c.History) != 3 {
			t.Fatalf("%s %s %d", c.Number, c.State, len(c.History))
		}
	}
	if u, err := twin.Unsent(ctx); err != nil || u.Count != 0 || u.SetAside != 0 {
		t.Fatal(u, err)
	}
	allClean(p, gambut, twin, kab)
}
