package store

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"loketaduan/internal/calendar"
	"loketaduan/internal/complaint"
	"loketaduan/internal/testdb"
)

// takeOld imports rows as a use case does and gives the import and the
// complaints' ids.
func (b *bench) takeOld(cases ...complaint.OldCase) (source string, ids []string) {
	b.t.Helper()
	source = id()
	_, err := b.Update(ctx, func(t *Tx) error {
		desk, err := t.Desk()
		if err != nil {
			return err
		}
		by := clerk
		by.Office = desk.Office
		begun, err := complaint.BeginImport(source, complaint.ImportBody{File: "register.xlsx", SHA256: "ab", Rows: len(cases)}, by)
		if err != nil {
			return err
		}
		if err := t.AppendImport(by.Account, begun); err != nil {
			return err
		}
		for i := range cases {
			x := &cases[i]
			if _, refused := x.Settle(b.today(), b.Zone()); len(refused) > 0 {
				return fmt.Errorf("row %d: %v", i, refused)
			}
			main := id()
			n, err := t.NextNumber(x.Form.Received().In(b.Zone()).Year())
			if err != nil {
				return err
			}
			drafts, err := complaint.ReceiveOld(main, id(), n, "garam-"+main, source, x, by, b.Rules())
			if err != nil {
				return err
			}
			if err := t.Append(main, by.Account, drafts); err != nil {
				return err
			}
			ids = append(ids, main)
		}
		return t.AppendImport(by.Account, complaint.EndImport(id(), source, len(cases), 0, 0))
	})
	b.must(err)
	return source, ids
}

func (b *bench) undoImport(source string) {
	b.t.Helper()
	_, err := b.Update(ctx, func(t *Tx) error {
		desk, err := t.Desk()
		if err != nil {
			return err
		}
		have, err := t.Imports(desk.Office)
		if err != nil {
			return err
		}
		d, err := complaint.UndoImport(id(), source, clerk, have)
		if err != nil {
			return err
		}
		return t.AppendImport(clerk.Account, d)
	})
	b.must(err)
}

// oldCases are n rows of the year 2021; every other one is closed.
func oldCases(n int) []complaint.OldCase {
	out := make([]complaint.OldCase, n)
	for i := range out {
		x := &out[i]
		day := calendar.Of(2021, time.March, 1).AddDays(i)
		x.Form = complaint.Form{ReceivedAt: day.String() + "T00:00:00+08:00", Subject: fmt.Sprintf("Saluran tersumbat %d", i), Narrative: fmt.Sprintf("Saluran di lorong nomor %d tersumbat lumpur", i),
			Reporter: complaint.Reporter{Name: fmt.Sprintf("Warga Lorong %d", 100+i)}}
		x.Number, x.State = fmt.Sprintf("%03d/PGD/2021", i+1), complaint.Received
		if i%2 == 0 {
			x.State, x.ClosedOn, x.Result = complaint.Closed, day.AddDays(4), "Dikeruk bersama warga"
		}
	}
	return out
}

func TestImportedRows(t *testing.T) { testdb.Both(t, testImportedRows) }

func testImportedRows(t *testing.T) {
	b := desk(t, "63.03.05", "A")
	own := b.receive(nil)
	source, ids := b.takeOld(oldCases(4)...)
	b.finds("all", Filter{}, append(ids, own)...)
	b.finds("old number", Filter{Query: "003/PGD/2021"}, ids[2])
	b.finds("result", Filter{Query: "dikeruk"}, ids[0], ids[2])
	b.finds("open", Filter{OpenOnly: true}, ids[1], ids[3], own)
	rows, _, _, err := b.List(ctx, Filter{Query: "004/PGD/2021"})
	b.must(err)
	if r := rows[0]; r.Number != "630305-A-2021-000004-6" || r.Snapshot.OldNumber != "004/PGD/2021" || r.Due.String() != "2021-03-25" || r.Provisional {
		t.Errorf("%+v", r)
	}
	if n, err := b.Undoable(ctx, source); n != 4 || err != nil {
		t.Errorf("%d, %v", n, err)
	}

	// what of another file is here already
	again := oldCases(6)
	again[1].Number = ""             // the column was left out
	again[3].Number = "099/PGD/2021" // another complaint with the same words
	again[4].Form.Narrative = "Lain" // new
	again[5].Tracking = "5010653"    // new
	var asked []OldRow
	for i := range again {
		again[i].Settle(b.today(), b.Zone())
		asked = append(asked, OldRow{Identity: again[i].Identity, Number: again[i].Number, Tracking: again[i].Tracking})
	}
	first, err := b.Complaint(ctx, own)
	b.must(err)
	asked = append(asked, OldRow{Number: first.Number}, OldRow{Number: "630305-A-2026-000009-1"})
	known, err := b.Known(ctx, asked)
	b.must(err)
	for i, want := range []bool{true, true, true, false, false, false, true, false} {
		if (known[i].Number != "") != want {
			t.Errorf("row %d: %+v", i, known[i])
		}
	}
	if known[0].Import != source || known[6].Number != first.Number {
		t.Errorf("%+v", known)
	}
	b.act(own, complaint.KTrackingSet, complaint.Body{Target: "5010653"}, nil)
	if known, err = b.Known(ctx, asked[5:6]); err != nil || known[0].Number != first.Number {
		t.Errorf("by tracking id: %+v, %v", known, err)
	}
	b.clean()
}

func TestUndoneImport(t *testing.T) { testdb.Both(t, testUndoneImport) }

func testUndoneImport(t *testing.T) {
	b := desk(t, "63.03.05", "A")
	before, ids := b.takeOld(oldCases(3)...)
	own := b.receive(nil)
	source, more := b.takeOld(oldCases(7)[3:]...)
	b.act(more[1], complaint.KNoted, complaint.Body{Text: "Ditanyakan lagi oleh pelapor"}, nil)
	b.undoImport(source)
	b.finds("what was worked on stays", Filter{}, append(ids, own, more[1])...)
	b.finds("a hidden one", Filter{Query: "Lorong 106"})
	if n, err := b.Undoable(ctx, source); n != 0 || err != nil {
		t.Errorf("%d, %v", n, err)
	}
	if c, err := b.Complaint(ctx, more[0]); err != nil || c.Number == "" {
		t.Errorf("the journal lost it: %v", err)
	}
	// rows that were undone can come in again, with new numbers
	_, third := b.takeOld(oldCases(7)[3:4]...)
	b.finds("again", Filter{Query: "Lorong 103"}, third...)

	list, err := b.Imports(ctx, "63.03.05")
	b.must(err)
	if len(list) != 3 || list[0].ID != before || list[0].Undone || !list[1].Undone || !list[1].Ended || list[1].Rows != 4 {
		t.Fatalf("%+v", list)
	}
	// made anew the lists say the same; only the places in the table close up
	live := b.find(Filter{Limit: 1000, Sort: "newest"})
	b.must(b.Rebuild(ctx))
	if got := b.find(Filter{Limit: 1000, Sort: "newest"}); !slices.Equal(got, live) {
		t.Errorf("rebuilt %v, live %v", got, live)
	}
	b.finds("still hidden", Filter{Query: "Lorong 106"})
	known, err := b.Known(ctx, []OldRow{{Identity: settledIdentity(b, oldCases(7)[6])}})
	b.must(err)
	if known[0].Number != "" {
		t.Error("an undone row counts as being here")
	}
	b.clean()
}

func settledIdentity(b *bench, x complaint.OldCase) string {
	x.Settle(b.today(), b.Zone())
	return x.Identity
}

// Two PCs of an office and the regency, in every order: an undone import is
// gone on both, and what somebody did meanwhile brings its complaint back.
func TestUndoneImportTravels(t *testing.T) { testdb.Both(t, testUndoneImportTravels) }

func testUndoneImportTravels(t *testing.T) {
	p, a, c, other := central(t), desk(t, "63.03.05", "A"), desk(t, "63.03.05", "B"), desk(t, "63.03.06", "A")
	for _, o := range []Office{{"63.03.05", "Kecamatan Gambut", "kecamatan"}, {"63.03.06", "Kecamatan Aluh-Aluh", "kecamatan"}} {
		p.must(p.AddOffice(ctx, o))
	}
	for _, d := range []*bench{a, c, other} {
		p.enrol(d)
	}
	source, ids := a.takeOld(oldCases(5)...)
	a.push(p)
	c.pull(p, 3)
	c.finds("on the second PC", Filter{}, ids...)
	known, err := c.Known(ctx, []OldRow{{Identity: settledIdentity(c, oldCases(1)[0])}})
	c.must(err)
	if known[0].Import != source {
		t.Errorf("the second PC does not know the row: %+v", known)
	}
	c.act(ids[1], complaint.KNoted, complaint.Body{Text: "Petugas ke lokasi"}, nil)
	a.undoImport(source)
	a.finds("undone here", Filter{})
	a.push(p)
	c.push(p)
	a.pull(p, 2)
	c.pull(p, 2)
	for name, d := range map[string]*bench{"first": a, "second": c} {
		d.finds(name, Filter{}, ids[1])
	}
	// a new PC of the office, which gets all of it at once
	fresh := desk(t, "63.03.05", "C")
	p.enrol(fresh)
	fresh.pull(p, 100)
	fresh.finds("a new PC", Filter{}, ids[1])
	other.pull(p, 100)
	other.finds("another office", Filter{})
	if list, err := other.Imports(ctx, "63.03.05"); err != nil || len(list) != 0 {
		t.Errorf("another office knows %v, %v", list, err)
	}
	if n := p.number("SELECT count(*) FROM register_number"); n != 5 {
		t.Errorf("the regency knows %d numbers", n)
	}
	for _, d := range []*bench{p, a, c, fresh} {
		d.clean()
	}
}

// Only an office itself writes about its imports.
func TestForeignImportIsSetAside(t *testing.T) { testdb.Both(t, testForeignImportIsSetAside) }

func testForeignImportIsSetAside(t *testing.T) {
	p, a := central(t), desk(t, "63.03.05", "A")
	p.must(p.AddOffice(ctx, Office{"63.03.05", "Kecamatan Gambut", "kecamatan"}))
	p.enrol(a)
	_, err := a.Update(ctx, func(t *Tx) error {
		d := complaint.EndImport(id(), "x", 1, 0, 0)
		return t.Append(complaint.StreamRegisters+"63.03.06", "akun-1", []complaint.Draft{d})
	})
	a.must(err)
	a.push(p)
	if n := a.number("SELECT count(*) FROM set_aside WHERE code = 'exchange.stream'"); n != 1 {
		t.Errorf("%d set aside", n)
	}
}
