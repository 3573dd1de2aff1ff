package store

import (
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"loketaduan/internal/calendar"
	"loketaduan/internal/complaint"
	"loketaduan/internal/fault"
	"loketaduan/internal/testdb"
)

// A closure moves a deadline up to its very last day, and no later one does. The
// complaint is followed up, so that no other date of it reaches further.
func TestClosureAroundTheLastDay(t *testing.T) { testdb.Both(t, testClosureAroundTheLastDay) }

func testClosureAroundTheLastDay(t *testing.T) {
	for after, moves := range map[int]bool{-1: true, 0: true, 1: false} {
		d := desk(t, "63.03.05", "A") // Monday, 2 November 2026
		var one string
		_, err := d.Update(ctx, func(t *Tx) error {
			one = d.tells(t, d.form(nil))
			d.does(t, one, complaint.KVerified, complaint.Body{}, nil)
			d.does(t, one, complaint.KFollowedUp, complaint.Body{Text: "Ditinjau"}, nil)
			return nil
		})
		d.must(err)
		due := calendar.Of(2026, 11, 20) // the 14th working day, a Friday
		day := due.AddDays(after)
		if after == 1 {
			day = due.AddDays(3) // Monday
		}
		in := complaint.NewClosure{From: day, Reason: "Banjir", Letter: "800/1", LetterOn: d.today()}
		d.rule(complaint.StreamRules+"63.03.05", func() (complaint.Draft, error) { return complaint.CloseOffice(id(), in, clerk, nil, d.today()) })
		rows, _, _, err := d.List(ctx, Filter{})
		d.must(err)
		want := due
		if moves {
			want = calendar.Of(2026, 11, 23)
		}
		if rows[0].Due != want || len(d.find(Filter{Moved: true})) == 1 != moves {
			t.Errorf("closed %s: due %s, want %s", day, rows[0].Due, want)
		}
	}
}

// Two commands at the very same moment: one of them publishes.
func TestPublishedAtOnce(t *testing.T) { testdb.Both(t, testPublishedAtOnce) }

func testPublishedAtOnce(t *testing.T) {
	p := central(t)
	p.trust()
	other, err := Open(ctx, p.o)
	p.must(err)
	defer other.Close()
	record := amended(t, calendar.EmbeddedDecrees(), calendar.Of(2026, 10, 21), false, calendar.Of(2026, 11, 12))
	var both sync.WaitGroup
	var taken atomic.Int64
	for _, s := range []*Store{p.Store, other} {
		both.Go(func() {
			if _, err := s.Publish(ctx, packed(record, regencyKey)); err == nil {
				taken.Add(1)
			} else if f := fault.Of(err); f.Code != "calendar.package.known" {
				t.Error(err)
			}
		})
	}
	both.Wait()
	if taken.Load() != 1 {
		t.Errorf("published %d times", taken.Load())
	}
}

// Two commands at once: the second looks at what the first one published.
func TestPublishedByAnotherProcess(t *testing.T) { testdb.Both(t, testPublishedByAnotherProcess) }

func testPublishedByAnotherProcess(t *testing.T) {
	p := central(t)
	p.trust()
	other, err := Open(ctx, p.o)
	p.must(err)
	defer other.Close()
	record := amended(t, calendar.EmbeddedDecrees(), calendar.Of(2026, 10, 20), false, calendar.Of(2026, 11, 11))
	_, err = other.Publish(ctx, packed(record, regencyKey))
	p.must(err)
	_, err = p.Publish(ctx, packed(record, regencyKey))
	wantCode(t, err, "calendar.package.known")
	_, err = p.Publish(ctx, packed(amended(t, calendar.EmbeddedDecrees(), calendar.Of(2026, 10, 20), false, calendar.Of(2026, 11, 12)), regencyKey))
	wantCode(t, err, "calendar.package.differs")
	if n := p.number("SELECT count(*) FROM entry WHERE stream = 'calendar'"); n != 1 {
		t.Errorf("%d publications", n)
	}
}

// The regency folds every complaint of its journal once, whole, and nothing else.
func TestEachComplaint(t *testing.T) { testdb.Both(t, testEachComplaint) }

func testEachComplaint(t *testing.T) {
	p, a, b := central(t), desk(t, "63.03.05", "A"), desk(t, "63.03.05", "B")
	p.trust()
	p.must(p.AddOffice(ctx, Office{"63.03.05", "Kecamatan Gambut", "kecamatan"}))
	p.enrol(a)
	p.enrol(b)
	b.trust()
	ids := a.life()
	a.push(p)
	b.pull(p, 100)
	ids = append(ids, b.receive(nil))
	b.act(ids[0], complaint.KNoted, complaint.Body{Text: "Dari PC lain"}, nil)
	b.push(p)
	_, err := p.Publish(ctx, packed(amended(t, calendar.EmbeddedDecrees(), calendar.Of(2026, 10, 20), false, calendar.Of(2026, 11, 11)), regencyKey))
	p.must(err)
	b.pull(p, 100)
	seen := map[string]bool{}
	p.must(p.EachComplaint(ctx, func(c *complaint.Complaint) error {
		want, err := b.Complaint(ctx, c.ID)
		p.must(err)
		if seen[c.ID] || len(c.History) != len(want.History) || c.State != want.State {
			t.Errorf("%s: %d entries, %s; want %d, %s", c.Number, len(c.History), c.State, len(want.History), want.State)
		}
		if p.Clocks(c) != b.Clocks(want) {
			t.Errorf("%s: the regency counts %+v, the desk %+v", c.Number, p.Clocks(c), b.Clocks(want))
		}
		seen[c.ID] = true
		return nil
	}))
	for _, id := range ids {
		if !seen[id] {
			t.Error("one is missing")
		}
	}
	if len(seen) != len(ids) {
		t.Errorf("%d of %d", len(seen), len(ids))
	}
}

// Entries of before promises were kept say neither what was told nor by which
// date an answer was judged: what was decreed when the clock stopped counts, and
// a rebuild makes the same of it, whatever came late.
func TestStoppedBeforePromisesWereKept(t *testing.T) {
	testdb.Both(t, testStoppedBeforePromisesWereKept)
}

func testStoppedBeforePromisesWereKept(t *testing.T) {
	d := desk(t, "63.03.05", "A")
	d.trust()
	ids := d.life() // 2 to 5 November 2026; the second was answered and closed, the last archived
	dueOf := func(i int) calendar.Date {
		var due calendar.Date
		d.must(d.Each(ctx, Filter{}, func(r Row) error {
			if r.ID == ids[i] {
				due = r.Due
			}
			return nil
		}))
		return due
	}
	check := func(what string, answered calendar.Date) {
		t.Helper()
		if got := dueOf(1); got != answered {
			t.Errorf("%s: the answered one is due %s, want %s", what, got, answered)
		}
		before := d.tables()
		d.must(d.Rebuild(ctx))
		if !slices.Equal(before, d.tables()) {
			t.Errorf("%s: a rebuild makes another register", what)
		}
	}
	check("at first", calendar.Of(2026, 11, 9))
	record := amended(t, calendar.EmbeddedDecrees(), calendar.Of(2026, 10, 20), false, calendar.Of(2026, 11, 6))
	d.imports(packed(record, regencyKey))
	check("decreed before the answer, and known late", calendar.Of(2026, 11, 10))
	d.later(48 * time.Hour)
	record = amended(t, record, calendar.Of(2026, 11, 7), false, calendar.Of(2026, 11, 10))
	d.imports(packed(record, regencyKey))
	check("decreed after the answer", calendar.Of(2026, 11, 10))
	in := complaint.NewClosure{From: calendar.Of(2026, 11, 9), Reason: "Banjir", Letter: "800/1", LetterOn: d.today()}
	d.rule(complaint.StreamRules+"63.03.05", func() (complaint.Draft, error) { return complaint.CloseOffice(id(), in, clerk, nil, d.today()) })
	check("closed after the answer", calendar.Of(2026, 11, 10))
	s := complaint.DefaultSettings()
	s.Zone, s.Week = "WIT", calendar.SixDays
	d.rule(complaint.StreamRules+"63.03.05", func() (complaint.Draft, error) {
		return complaint.SetRules(id(), s, complaint.DefaultSettings(), clerk)
	})
	check("other settings", calendar.Of(2026, 11, 9)) // they are not kept by date: the promise in an entry is for that
}
