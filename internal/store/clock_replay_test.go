package store

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"loketaduan/internal/calendar"
	"loketaduan/internal/complaint"
	"loketaduan/internal/journal"
)

// kept is a complaint as the test keeps it beside the register.
type kept struct {
	id       string
	received calendar.Date
	limit    int
	pauses   []calendar.Pause
	state    complaint.State
	due      calendar.Deadline // by the plain walk; the judged one once answered
	told     calendar.Deadline
	moves    []complaint.Move // Old, New, Why and Decreed alone
}

func (k *kept) moveTo(d calendar.Deadline, why string, decreed calendar.Date) {
	if d != k.due {
		k.moves = append(k.moves, complaint.Move{Old: k.due, New: d, Why: why, Decreed: decreed})
		k.due = d
	}
}

// differs tells whether the list of moved deadlines shows it.
func (k *kept) differs() bool {
	return k.state.ClockRuns() && !k.due.Due.IsZero() && (k.due.Due != k.told.Due || k.due.Provisional != k.told.Provisional)
}

// replay lives through ten years of decrees.
type replay struct {
	*bench
	r     *rand.Rand
	plain plain
	all   []*kept
}

func (x *replay) count(k *kept) calendar.Deadline { return x.plain.due(k.received, k.limit, k.pauses) }

// receive records some complaints of the weeks before today.
func (x *replay) receiveSome(n int) {
	today := x.today()
	_, err := x.Update(ctx, func(t *Tx) error {
		for range n {
			k := &kept{received: today.AddDays(-x.r.IntN(75)), limit: 14, state: complaint.Received}
			f := x.form(func(f *complaint.Form) {
				f.ReceivedAt = k.received.String() + "T09:30:00+08:00"
				switch x.r.IntN(3) {
				case 0:
					f.Kind, k.limit = "informasi", 5
				case 1:
					f.Supervisory, f.FieldInspection, k.limit = true, true, 60
				}
			})
			k.id = x.tells(t, f)
			k.due = x.count(k)
			k.told = k.due
			x.all = append(x.all, k)
		}
		return nil
	})
	x.must(err)
}

// work does some acts on complaints that it comes across.
func (x *replay) work(acts int) {
	today := x.today()
	_, err := x.Update(ctx, func(t *Tx) error {
		for range acts {
			k := x.all[x.r.IntN(len(x.all))]
			do := func(kind string, to complaint.State, body complaint.Body, due calendar.Deadline) {
				body.Text = "Catatan"
				x.does(t, k.id, kind, body, nil)
				k.state = to
				k.moveTo(due, kind, calendar.Date{})
			}
			switch k.state {
			case complaint.Received:
				on := k.received.AddDays(x.r.IntN(1 + k.received.DaysUntil(today)))
				if x.r.IntN(2) == 0 {
					k.pauses = append(k.pauses, calendar.Pause{RequestedOn: on})
					do(complaint.KCompletionRequested, complaint.AwaitingCompletion, complaint.Body{On: on}, x.count(k))
				} else {
					do(complaint.KVerified, complaint.Verified, complaint.Body{}, k.due)
				}
			case complaint.AwaitingCompletion:
				last := &k.pauses[len(k.pauses)-1]
				if x.r.IntN(4) == 0 {
					last.CompletedOn = today
					do(complaint.KArchived, complaint.Archived, complaint.Body{Why: "ganda"}, x.count(k))
				} else {
					last.CompletedOn = last.RequestedOn.AddDays(x.r.IntN(1 + last.RequestedOn.DaysUntil(today)))
					do(complaint.KCompleted, complaint.Received, complaint.Body{On: last.CompletedOn}, x.count(k))
				}
			case complaint.Verified, complaint.Reopened:
				do(complaint.KAnswered, complaint.Answered, complaint.Body{Channel: "surat"}, k.due)
			case complaint.Answered:
				if x.r.IntN(3) == 0 {
					do(complaint.KReopened, complaint.Reopened, complaint.Body{}, x.count(k))
				} else {
					do(complaint.KClosed, complaint.Closed, complaint.Body{}, k.due)
				}
			}
		}
		return nil
	})
	x.must(err)
}

// check holds the register to what the test kept.
func (x *replay) check(when string) {
	x.t.Helper()
	rows, moved := map[string]Row{}, map[string]bool{}
	x.must(x.Each(ctx, Filter{}, func(r Row) error { rows[r.ID] = r; return nil }))
	x.must(x.Each(ctx, Filter{Moved: true}, func(r Row) error { moved[r.ID] = true; return nil }))
	bad := 0
	for _, k := range x.all {
		r := rows[k.id]
		d := calendar.Deadline{Due: r.Due, Latest: r.Latest, Provisional: r.Provisional, Paused: r.Paused}
		if !d.Provisional {
			d.Latest = d.Due
		}
		if bad < 10 && (d != k.due || moved[k.id] != k.differs() || r.State != string(k.state)) {
			bad++
			x.t.Errorf("%s: %s, received %s, %d days, %+v: %+v moved %v, want %+v %v", when, r.State, k.received, k.limit, k.pauses, d, moved[k.id], k.due, k.differs())
		}
	}
	if len(rows) != len(x.all) {
		x.t.Fatalf("%s: %d rows of %d", when, len(rows), len(x.all))
	}
}

// acknowledge takes note of everything that moved.
func (x *replay) acknowledge() {
	_, err := x.Update(ctx, func(t *Tx) error {
		for _, k := range x.all {
			if k.differs() {
				x.does(t, k.id, complaint.KDueAcknowledged, complaint.Body{}, nil)
				k.told = k.due
			}
		}
		return nil
	})
	x.must(err)
	if n, err := x.Count(ctx, Filter{Moved: true}); err != nil || n != 0 {
		x.t.Fatalf("%d are still moved, %v", n, err)
	}
}

// trails compares every story with the one that the test lived through.
func (x *replay) trails(learned map[calendar.Date]time.Time) {
	x.t.Helper()
	book := x.Rulebook()
	for _, k := range x.all {
		c, err := x.Complaint(ctx, k.id)
		x.must(err)
		var got []complaint.Move
		for _, m := range c.Trail(book) {
			if m.Why == complaint.MoveDecree && (!m.At.Equal(learned[m.Decreed]) || m.By != clerk.Account || m.Decree == "" || m.Text == "") {
				x.t.Errorf("%+v", m)
			}
			decreed := m.Decreed
			got = append(got, complaint.Move{Old: m.Old, New: m.New, Why: m.Why, Decreed: decreed})
		}
		if !slices.Equal(got, k.moves) {
			x.t.Fatalf("%s, received %s, %d days, %+v\ntrail %+v\nwant  %+v", k.state, k.received, k.limit, k.pauses, got, k.moves)
		}
	}
}

func noonOf(d calendar.Date) time.Time {
	return time.Date(d.Year(), d.Month(), d.Day(), 12, 0, 0, 0, calendar.WITA)
}

// live has n complaints live through every decree since 2016, each decree
// arriving some days late as a package from a file.
func live(t *testing.T, n int, seed uint64) (*replay, []calendar.Date, map[calendar.Date]time.Time) {
	dates := decreeDates(t)
	now := begin()
	now.Store(noonOf(dates[0]).UnixMilli())
	x := &replay{bench: since(t, dates[0], "A", now), r: rand.New(rand.NewPCG(seed, 9)), plain: knownOn(t, dates[0])}
	learned := map[calendar.Date]time.Time{}
	for i, on := range dates[1:] {
		now.Store(max(now.Load()+1000, noonOf(on).UnixMilli()-int64(x.r.IntN(20))*86_400_000))
		x.receiveSome(n / 3 / (len(dates) - 1))
		x.work(n / 80)
		now.Store(max(now.Load()+1000, noonOf(on).UnixMilli()+int64(x.r.IntN(100))*86_400_000))
		x.receiveSome(n * 2 / 3 / (len(dates) - 1))
		x.work(n / 80)
		x.check("before " + on.String())
		now.Add(1000)
		learned[on] = x.Now().UTC().Truncate(time.Millisecond)
		x.imports(packed(calendar.EmbeddedDecrees().At(on), regencyKey))
		x.plain = knownOn(t, on)
		for _, k := range x.all {
			if k.state.ClockRuns() {
				k.moveTo(x.count(k), complaint.MoveDecree, on)
			}
		}
		x.check("after " + on.String())
		if i%5 == 4 {
			x.acknowledge()
		}
	}
	return x, dates, learned
}

func TestDecreesOfTenYearsReplayed(t *testing.T) {
	n := 2500 // of which 2,000 and more are open at the end
	if raceEnabled {
		n = 400
	}
	x, dates, learned := live(t, n, 1)
	moved, judged, most := 0, 0, 0
	for _, k := range x.all {
		if len(k.moves) > 0 {
			moved++
		}
		if !k.state.ClockRuns() {
			judged++
		}
		most = max(most, len(k.moves))
	}
	t.Logf("%d complaints, %d with a story of up to %d moves, %d judged, %d decrees", len(x.all), moved, most, judged, len(dates))
	if moved < n/5 || judged < n/20 || len(dates) != 27 || !raceEnabled && len(x.all)-judged < 2000 {
		t.Error("too little happened to prove anything")
	}
	x.trails(learned)
	before := x.tables()
	x.must(x.Rebuild(ctx))
	if !slices.Equal(before, x.tables()) {
		t.Error("a rebuild makes another register")
	}
	x.acknowledge()
	x.trails(learned) // taking note of a date is no part of its story
	x.clean()
	x.anyWay(dates)
}

// tables are all projections as text, sealed parts opened.
func (b *bench) tables() []string {
	b.t.Helper()
	return slices.Concat(b.dump("SELECT * FROM complaint ORDER BY row", func(m map[string]any) {
		text, err := b.unseal("complaint:"+m["id"].(string), m["sealed"].([]byte))
		b.must(err)
		m["sealed"] = string(text)
	}), b.dump(b.indexed(), nil))
}

// story is what every PC must tell alike of a complaint.
func (b *bench) story(id string) string {
	b.t.Helper()
	c, err := b.Complaint(ctx, id)
	b.must(err)
	text := fmt.Sprint(b.Clocks(c))
	for _, m := range c.Trail(b.Rulebook()) {
		m.At, m.By = time.Time{}, ""
		text += fmt.Sprintf("\n%+v", m)
	}
	return text
}

// anyWay gives the complaints of the replay to other PCs, and the packages in
// any order, twice, or both through the regency and from a file.
func (x *replay) anyWay(dates []calendar.Date) {
	entries := x.entries("length(stream) = 36") // of complaints
	var packages [][]byte
	for _, on := range dates[1:] {
		packages = append(packages, packed(calendar.EmbeddedDecrees().At(on), regencyKey))
	}
	sent := func(b *bench, from, to int, order ...int) {
		rev := b.number("SELECT coalesce(max(rev), 0) FROM entry WHERE stream = 'calendar'")
		var feed []journal.Entry
		for n, i := range order {
			p, err := calendar.ReadPackage(packages[i])
			b.must(err)
			d, err := complaint.PublishCalendar(id(), p, packages[i], complaint.Actor{Account: serverOffice, Role: "koordinator"})
			b.must(err)
			e := journal.Entry{ID: d.ID, Stream: complaint.StreamCalendar, Office: serverOffice, Device: "pusat", Seq: rev + int64(n) + 1, At: b.Now().UTC(),
				Author: serverOffice, Kind: d.Kind, Version: d.Version, Body: d.Body, Rev: rev + int64(n) + 1}
			e.Hash = e.Sum()
			feed = append(feed, e)
		}
		_, err := b.ApplyFeed(ctx, append(feed, entries[from:to]...), nil, "e", 0, journal.Hash{})
		b.must(err)
	}
	all := make([]int, len(packages))
	for i := range all {
		all[i] = i
	}
	last := len(packages) - 1
	mixed := slices.Concat(all, all)
	x.r.Shuffle(len(mixed), func(i, j int) { mixed[i], mixed[j] = mixed[j], mixed[i] })
	backwards := slices.Clone(all)
	slices.Reverse(backwards)

	want := map[string]string{}
	for i := 0; i < len(x.all); i += 9 {
		want[x.all[i].id] = x.story(x.all[i].id)
	}
	list := x.dates()
	for name, way := range map[string]func(*bench){
		"the regency, in order":       func(b *bench) { sent(b, 0, len(entries), all...) },
		"backwards, complaints first": func(b *bench) { sent(b, 0, len(entries)); sent(b, 0, 0, backwards...) },
		"mixed and twice":             func(b *bench) { sent(b, 0, len(entries)/2, mixed...); sent(b, len(entries)/2, len(entries), mixed...) },
		"only the last, from a file":  func(b *bench) { sent(b, 0, len(entries)); b.imports(packages[last]) },
		"both ways": func(b *bench) {
			sent(b, 0, len(entries), all[:9]...)
			for _, i := range all[5:] {
				b.imports(packages[i])
			}
			sent(b, 0, 0, last, 3)
		},
	} {
		b := since(x.t, dates[0], "B", x.now)
		way(b)
		if got := b.dates(); !slices.Equal(got, list) {
			x.t.Errorf("%s: other dates", name)
		}
		for id, story := range want {
			if got := b.story(id); got != story {
				x.t.Errorf("%s tells\n%s\nwant\n%s", name, got, story)
				break
			}
		}
	}
}

// dates are the clocks of every complaint, and whether it is listed as moved.
func (b *bench) dates() []string {
	b.t.Helper()
	var out []string
	moved := map[string]bool{}
	b.must(b.Each(ctx, Filter{Moved: true}, func(r Row) error { moved[r.ID] = true; return nil }))
	b.must(b.Each(ctx, Filter{}, func(r Row) error {
		out = append(out, fmt.Sprint(r.ID, r.State, r.Due, r.Latest, r.Provisional, r.Paused, r.Told, r.Stage, r.StageBy, r.OmbudsmanFirst, r.OmbudsmanSecond, r.Ombudsman, r.Soft, moved[r.ID]))
		return nil
	}))
	slices.Sort(out)
	return out
}

// entries of the journal as a feed brings them.
func (b *bench) entries(where string) []journal.Entry {
	b.t.Helper()
	rows, err := b.read.QueryContext(ctx, "SELECT "+entryColumns+notedColumns+" FROM entry e"+notedJoin+" WHERE "+where)
	b.must(err)
	out, err := b.scanStream(rows)
	b.must(err)
	slices.SortFunc(out, func(x, y journal.Entry) int { return cmp.Compare(x.Seq, y.Seq) })
	rev := map[string]int64{}
	for i := range out {
		rev[out[i].Stream]++
		out[i].Rev = rev[out[i].Stream]
	}
	return out
}
