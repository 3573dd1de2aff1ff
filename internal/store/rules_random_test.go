package store

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"loketaduan/internal/calendar"
	"loketaduan/internal/complaint"
	"loketaduan/internal/journal"
	"loketaduan/internal/testdb"
)

// amended is a record with one more day, closed or opened by a later decree.
func amended(t testing.TB, r *calendar.Decrees, on calendar.Date, remove bool, day calendar.Date) *calendar.Decrees {
	t.Helper()
	folder := fstest.MapFS{}
	for name, text := range r.CSV() {
		folder[name] = &fstest.MapFile{Data: text}
	}
	decree := "Keppres " + on.String()
	rows := folder["holidays.csv"]
	action := "add"
	if remove {
		action = "remove"
		var left []string
		for _, line := range strings.Split(string(rows.Data), "\n") {
			if !strings.HasPrefix(line, day.String()) {
				left = append(left, line)
			}
		}
		rows.Data = []byte(strings.Join(left, "\n"))
	} else {
		rows.Data = fmt.Appendf(rows.Data, "%s,pemilu,Pemungutan Suara,%s,high,,\n", day, decree)
	}
	changes := folder["holiday_amendments.csv"]
	changes.Data = fmt.Appendf(changes.Data, "%s,%s,%s,pemilu,%s,press,Pemungutan Suara,,\n", on, action, day, decree)
	made, err := calendar.ReadCSV(folder)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

// chance does whatever may happen in an office, in any order.
type chance struct {
	*bench
	r       *rand.Rand
	far     *bench // a PC of another office, whose entries come by the feed
	fed     int64  // of them, those that came
	record  *calendar.Decrees
	ids     []string
	classes int
	moves   map[string]int // by reason, for those who doubt that anything happened
}

func (x *chance) day(from, to int) calendar.Date { return x.today().AddDays(from + x.r.IntN(to-from)) }

// settings in force for an office, changed a little.
func (x *chance) settings(b *bench, office string) {
	old := b.Rulebook().SettingsOf(office)
	s := old
	switch x.r.IntN(5) {
	case 0:
		s.Zone = []string{"WIB", "WITA", "WIT"}[x.r.IntN(3)]
	case 1:
		s.Week = []calendar.WorkWeek{calendar.FiveDays, calendar.SixDays}[x.r.IntN(2)]
	case 2:
		s.Limits = complaint.Limits{complaint.ClassNonSupervisory: 7 + x.r.IntN(8)}
	case 3:
		s.VerifyDays, s.FollowUpDays, s.ResponseDays, s.CompletionDays = 1+x.r.IntN(5), 1+x.r.IntN(9), 5+x.r.IntN(9), 10+x.r.IntN(20)
	case 4:
		if n := len(s.Classes); n > 0 && x.r.IntN(2) == 0 {
			s.Classes = slices.Clone(s.Classes)
			s.Classes[x.r.IntN(n)].Retired = true
		} else {
			x.classes++
			s.Classes = append(slices.Clip(s.Classes), complaint.ExtraClass{Name: fmt.Sprintf("Ringan %d", x.classes), Days: 1 + x.r.IntN(4)})
		}
	}
	by := clerk
	by.Office = office
	b.rule(complaint.StreamRules+office, func() (complaint.Draft, error) { return complaint.SetRules(id(), s, old, by) })
}

func (x *chance) closure(b *bench, office string) {
	by, have := clerk, b.Rulebook().For(office).Closures
	by.Office = office
	if i := slices.IndexFunc(have, func(c complaint.Closure) bool { return c.InForce() }); i >= 0 && x.r.IntN(3) == 0 {
		b.rule(complaint.StreamRules+office, func() (complaint.Draft, error) {
			return complaint.ReopenOffice(id(), have[i].ID, "Surat dicabut", by, have)
		})
		return
	}
	from := x.day(-30, 50)
	in := complaint.NewClosure{From: from, To: from.AddDays(x.r.IntN(3)), Reason: "Banjir", Letter: "800/1", LetterOn: x.today()}
	if _, err := complaint.CloseOffice(id(), in, by, have, x.today()); err == nil { // it may lie over another one
		b.rule(complaint.StreamRules+office, func() (complaint.Draft, error) { return complaint.CloseOffice(id(), in, by, have, x.today()) })
	}
}

func (x *chance) receive(b *bench) {
	received := x.today().AddDays(-x.r.IntN(40)).String() + []string{"T00:10:00+08:00", "T09:30:00+08:00", "T23:40:00+08:00"}[x.r.IntN(3)]
	if at, _ := time.Parse(time.RFC3339, received); at.After(x.Now()) {
		return
	}
	desk, err := b.Desk(ctx)
	b.must(err)
	_, err = b.Update(ctx, func(t *Tx) error {
		f := b.form(func(f *complaint.Form) {
			f.ReceivedAt = received
			switch x.r.IntN(4) {
			case 0:
				f.Kind = "informasi"
			case 1:
				f.Supervisory, f.FieldInspection = true, true
			case 2:
				if own := t.Rules(desk.Office).Settings.Classes; len(own) > 0 {
					f.ExtraClass = string(own[x.r.IntN(len(own))].Code)
				}
			}
		})
		id := b.tells(t, f)
		if b == x.bench {
			x.ids = append(x.ids, id)
		}
		return nil
	})
	b.must(err)
}

// act does one of the acts that the state allows.
func (x *chance) act() {
	if len(x.ids) == 0 {
		return
	}
	id := x.ids[x.r.IntN(len(x.ids))]
	c, err := x.Complaint(ctx, id)
	x.must(err)
	var may []string
	for _, kind := range []string{complaint.KVerified, complaint.KCompletionRequested, complaint.KCompleted, complaint.KClassified, complaint.KCorrected, complaint.KForwarded,
		complaint.KFollowedUp, complaint.KAnswered, complaint.KReporterResponded, complaint.KClosed, complaint.KReopened, complaint.KArchived, complaint.KNotAuthorized, complaint.KDueAcknowledged} {
		if complaint.Allowed(c, kind, clerk) == nil {
			may = append(may, kind)
		}
	}
	kind := may[x.r.IntN(len(may))]
	body := complaint.Body{Text: "Catatan", Channel: "surat", Why: "ganda", Target: "Polsek"}
	var with func(*complaint.Form)
	switch kind {
	case complaint.KDueAcknowledged:
		if x.Clocks(c).Deadline.Due.IsZero() {
			return
		}
	case complaint.KForwarded:
		if body.Office, body.Name = "63.03.03", "Kecamatan Gambut"; c.Holder == body.Office {
			return
		}
	case complaint.KClassified:
		with = func(f *complaint.Form) {
			f.FieldInspection, f.Supervisory, f.Category = !f.FieldInspection, true, "adminduk"
		}
		if c.Values["supervisory"] == "ya" && c.Values["category"] == "adminduk" && x.r.IntN(2) == 0 {
			return
		}
	case complaint.KCorrected:
		at := c.ReceivedAt().AddDate(0, 0, -1).Format(time.RFC3339)
		with = func(f *complaint.Form) { f.ReceivedAt = at }
	}
	_, err = x.Update(ctx, func(t *Tx) error { x.does(t, id, kind, body, with); return nil })
	x.must(err)
}

// feed brings what the other office wrote since.
func (x *chance) feed() {
	all := x.far.entries("stream LIKE 'rules:%' OR length(stream) = 36")
	var fresh []journal.Entry
	for _, e := range all {
		if e.Seq > x.fed {
			fresh = append(fresh, e)
			x.fed = e.Seq
		}
	}
	_, err := x.ApplyFeed(ctx, fresh, nil, "e", x.fed, journal.Hash{})
	x.must(err)
}

// pack decrees something new and lets it arrive.
func (x *chance) pack() {
	on := x.today()
	if !on.After(x.record.Revision().Decreed) {
		return
	}
	day := x.day(-10, 60)
	remove := false
	for _, d := range x.record.Days(day.Year()) {
		remove = remove || d.Date == day
	}
	if remove && !strings.HasPrefix(decreeOf(x.record, day), "Keppres 20") {
		return // only what was added here is taken away again: the kinds must fit
	}
	x.record = amended(x.t, x.record, on, remove, day)
	x.imports(packed(x.record, regencyKey))
}

func decreeOf(r *calendar.Decrees, day calendar.Date) string {
	for _, d := range r.Days(day.Year()) {
		if d.Date == day {
			return d.Decree
		}
	}
	return ""
}

// hold compares the table as it grew, with the fold of every complaint and with
// the table made anew; and looks at every trail.
func (x *chance) hold(seed int) {
	x.t.Helper()
	book := x.Rulebook()
	x.must(x.Each(ctx, Filter{}, func(r Row) error {
		c, err := x.Complaint(ctx, r.ID)
		x.must(err)
		f := c.Facts()
		k := book.For(f.Office).Clocks(&f)
		latest := k.Deadline.Latest
		if !k.Deadline.Provisional {
			latest = calendar.Date{}
		}
		if r.Due != k.Deadline.Due || r.Latest != latest || r.Provisional != k.Deadline.Provisional || r.Paused != k.Deadline.Paused || r.Stage != k.Stage ||
			r.StageBy != k.StageBy || r.OmbudsmanFirst != k.OmbudsmanFirst || r.OmbudsmanSecond != k.OmbudsmanSecond || r.Ombudsman != k.Ombudsman || r.Soft != k.Soft {
			x.t.Errorf("seed %d: %s %s: row %+v\nfold %+v", seed, r.State, r.Class, r, k)
		}
		at := c.FirstTold().Deadline()
		for i, m := range c.Trail(book) {
			if m.Old != at || m.Old == m.New || m.Text == "" || m.Why == "" {
				x.t.Errorf("seed %d: %s: move %d of %+v does not follow %+v", seed, r.State, i, m, at)
			}
			at = m.New
			x.moves[m.Why]++
		}
		if at != k.Deadline {
			x.t.Errorf("seed %d: %s: the trail of %+v ends at %+v, the deadline is %+v\n%+v", seed, r.State, c.FirstTold(), at, k.Deadline, c.Trail(book))
		}
		return nil
	}))
	before := x.tables()
	x.must(x.Rebuild(ctx))
	if after := x.tables(); !slices.Equal(before, after) {
		for i := range before {
			if before[i] != after[i] {
				x.t.Errorf("seed %d: a rebuild makes\n%s\nof\n%s", seed, after[i], before[i])
				break
			}
		}
	}
}

// anyOrder is how many offices live through their own order of events. 300 passed
// once; a few are enough to notice what a change breaks.
const anyOrder = 8

func TestAnythingInAnyOrder(t *testing.T) { testdb.Both(t, testAnythingInAnyOrder) }

func testAnythingInAnyOrder(t *testing.T) {
	moves, seeds := map[string]int{}, anyOrder
	if testdb.OnPostgres(t) || raceEnabled {
		seeds = 1 // of the same events, which are slower there
	}
	for seed := range seeds {
		now := begin()
		now.Store(time.Date(2026, 8, 24, 2, 0, 0, 0, time.UTC).UnixMilli())
		shipped := calendar.Of(2026, 8, 1)
		x := &chance{bench: since(t, shipped, "A", now), r: rand.New(rand.NewPCG(uint64(seed), 5)), record: calendar.EmbeddedDecrees().At(shipped), moves: moves}
		x.far = since(t, shipped, "F", now)
		x.far.must(x.far.SetDesk(ctx, Desk{Device: "pc-far", Office: "63.03.03", OfficeName: "Kecamatan Gambut", Letter: "A"}))
		for step := range 160 {
			x.later(time.Duration(x.r.IntN(30)) * time.Hour)
			if step == 80 { // the decree that declares 2027
				x.later(max(0, noonOf(calendar.Of(2026, 9, 20)).Sub(x.Now())))
				x.record = calendar.EmbeddedDecrees()
				x.imports(packed(x.record, regencyKey))
			}
			switch n := x.r.IntN(20); {
			case n < 5:
				x.receive(x.bench)
			case n < 13:
				x.act()
			case n < 14:
				x.settings(x.bench, "63.03.05")
			case n < 16:
				x.closure(x.bench, "63.03.05")
			case n < 17:
				x.receive(x.far)
			case n < 18:
				x.closure(x.far, "63.03.03")
			case n < 19:
				x.feed()
			default:
				if step > 80 {
					x.pack()
				}
			}
			if step%40 == 39 {
				x.hold(seed)
			}
		}
		x.settings(x.far, "63.03.03")
		x.feed()
		x.hold(seed)
		x.clean()
		// Another PC of the office, which gets everything at once.
		b := since(t, shipped, "B", now)
		entries := x.entries("1 = 1")
		_, err := b.ApplyFeed(ctx, entries, nil, "e", 1, journal.Hash{})
		b.must(err)
		if got, want := b.dates(), x.dates(); !slices.Equal(got, want) {
			t.Errorf("seed %d: a PC that gets all at once has other dates\n%s\n%s", seed, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
		for _, id := range x.ids {
			if got, want := b.story(id), x.story(id); got != want {
				t.Errorf("seed %d: it tells\n%s\nwant\n%s", seed, got, want)
				break
			}
		}
		if t.Failed() {
			return
		}
	}
	if seeds < anyOrder {
		return
	}
	for _, why := range []string{complaint.MoveDecree, complaint.MoveClosure, complaint.MoveClosureUndone, complaint.MoveRules, complaint.KClassified, complaint.KCorrected,
		complaint.KCompletionRequested, complaint.KCompleted, complaint.KAnswered, complaint.KReopened} {
		if moves[why] == 0 {
			t.Errorf("no deadline moved by %s: %v", why, moves)
		}
	}
}
