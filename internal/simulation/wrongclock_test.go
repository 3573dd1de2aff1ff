package simulation

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"loketaduan/internal/auth"
	"loketaduan/internal/calendar"
	"loketaduan/internal/complaint"
	"loketaduan/internal/fault"
	"loketaduan/internal/office"
)

// odd is a PC whose clock can be set, and whose own quartz runs on all the same.
type odd struct {
	*desk
	mu    sync.Mutex
	wrong time.Duration
}

func (o *odd) set(wrong time.Duration) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.wrong = wrong
}

// now is the wall clock alone, as it is after the system was asked for it.
func (o *odd) now() time.Time {
	o.mu.Lock()
	defer o.mu.Unlock()
	return time.Now().Round(0).Add(o.wrong)
}

func (o *odd) open() {
	o.t.Helper()
	d, err := office.Open(context.Background(), office.Config{Dir: o.dir, Cost: cheap, Now: o.now})
	if err != nil {
		o.t.Fatal(err)
	}
	o.t.Cleanup(func() { d.Close() })
	o.Desk = d
}

// restart closes the program and opens it again with the clock set anew.
func (o *odd) restart(wrong time.Duration) {
	o.t.Helper()
	if err := o.Close(); err != nil {
		o.t.Fatal(err)
	}
	o.set(wrong)
	o.open()
	if err := o.SignIn(context.Background(), "siti", "kata-sandi-siti"); err != nil {
		o.t.Fatal(err)
	}
}

// oddDesk is set up with a clock that is right, and has met its server.
func oddDesk(t *testing.T, r *regency, code string) *odd {
	o := &odd{desk: &desk{t: t, dir: t.TempDir()}}
	o.open()
	if _, err := o.SetUp(context.Background(), office.SetUp{Code: code,
		First: office.NewAccount{Name: "Siti Aminah", Username: "siti", Role: auth.Admin, Password: "kata-sandi-siti", Again: "kata-sandi-siti"}}); err != nil {
		t.Fatal(err)
	}
	eventually(t, "everything received", func() bool { return o.unsent() == 0 })
	return o
}

func (o *odd) measured() bool {
	s, err := o.Status(context.Background())
	return err == nil && s.Clock.Measured
}

// receive records with the date that the clock gives, and says that it is right
// when asked.
func (o *odd) receive(subject string) (c *complaint.Complaint, asked string) {
	o.t.Helper()
	id := uuid.Must(uuid.NewV7()).String()
	r, err := o.Record(context.Background(), id, form("Ahmad Fauzi", subject), false)
	if f := fault.Of(err); f != nil && f.Code == "complaint.received.confirm" {
		asked = f.Message
		r, err = o.Record(context.Background(), id, form("Ahmad Fauzi", subject), true)
	}
	if err != nil {
		o.t.Fatal(err)
	}
	return r.Complaint, asked
}

// near tells that two instants are the same but for the seconds of a test.
func near(a, b time.Time) bool { return a.Sub(b).Abs() < time.Minute }

// wrongs are the clocks of product.md T11: a year ahead, two years behind, an
// empty CMOS battery.
func wrongs() map[string]time.Duration {
	return map[string]time.Duration{"a year ahead": 365 * 24 * time.Hour, "two years behind": -2 * 365 * 24 * time.Hour,
		"an empty battery": time.Until(time.Date(2010, 1, 1, 0, 5, 0, 0, time.UTC))}
}

// What is written before the first hello after a clock went wrong is shown with
// its true time afterwards: on this PC, on another one, on the server; the
// receipt is asked about, and its deadline follows what a clerk says.
func TestAWrongClockIsCorrectedAfterwards(t *testing.T) {
	for name, wrong := range wrongs() {
		t.Run(name, func(t *testing.T) {
			r := newRegency(t, martapura)
			o := oddDesk(t, r, r.code(martapura.Code))
			other := newDesk(t, office.SetUp{Code: r.code(martapura.Code)})
			before, _ := o.receive("Sebelum jam salah")
			eventually(t, "sent", func() bool { return o.unsent() == 0 })
			r.stop()
			o.restart(wrong)

			if o.UnusualClock() == "" || !strings.Contains(o.UnusualClock(), "Periksa jam PC") && !strings.Contains(o.UnusualClock(), "pasti salah") {
				t.Errorf("nothing is said: %q", o.UnusualClock())
			}
			began := time.Now()
			c, asked := o.receive("Ketika jam salah")
			if asked == "" {
				t.Error("the receipt date was not asked about")
			}
			o.must(c.ID, complaint.KVerified, complaint.Body{})
			o.must(c.ID, complaint.KFollowedUp, complaint.Body{Text: "Survei"})
			if s := c.History[0]; !near(s.True, began.Add(wrong)) || s.Unsure {
				t.Fatalf("what nobody could know: %+v", s)
			}

			r.start()
			o.TryNow()
			eventually(t, "the clock measured and all received", func() bool { return o.measured() && o.unsent() == 0 })
			if u := o.UnusualClock(); u != "" && wrong > 0 {
				t.Errorf("measured, yet %q", u)
			}
			if !near(o.Now(), time.Now()) {
				t.Errorf("it is %s, and the PC takes it for %s", time.Now(), o.Now())
			}
			look := func(where string, c *complaint.Complaint, err error) {
				t.Helper()
				if err != nil {
					t.Fatal(where, err)
				}
				for _, s := range c.History {
					if !near(s.True, began) || !near(s.At, began.Add(wrong)) || s.Unsure {
						t.Errorf("%s: %s at %s, true %s", where, s.Kind, s.At, s.True)
					}
				}
				if today := calendar.DateIn(began, calendar.WITA); c.FirstFollowUp != today && c.FirstFollowUp != today.AddDays(1) {
					t.Errorf("%s: followed up on %s", where, c.FirstFollowUp)
				}
				if c.OpenClashes() != 1 || !c.Clashes[0].Clock {
					t.Errorf("%s: the receipt is not in question: %+v", where, c.Clashes)
				}
			}
			here, err := o.Complaint(context.Background(), c.ID, false)
			look("here", here, err)
			eventually(t, "the other PC knows", func() bool {
				x, err := other.Complaint(context.Background(), c.ID, false)
				return err == nil && x.OpenClashes() == 1
			})
			there, err := other.Complaint(context.Background(), c.ID, false)
			look("there", there, err)
			folded, err := r.store.Complaint(context.Background(), c.ID)
			look("server", folded, err)
			if old, err := o.Complaint(context.Background(), before.ID, false); err != nil || !near(old.History[0].True, began) || len(old.Clashes) != 0 {
				t.Errorf("what was right became %+v", old.History[0])
			}

			// a colleague takes the true time: the deadline counts from today
			other.must(c.ID, complaint.KClashSettled, complaint.Body{Clash: here.Clashes[0].ID, Take: complaint.TakeProposed})
			eventually(t, "the choice here", func() bool { return same(o.desk, other, c.ID) })
			here, err = o.Complaint(context.Background(), c.ID, false)
			if err != nil || !near(here.ReceivedAt(), began) || o.Clocks(here).Received != calendar.DateIn(here.ReceivedAt(), calendar.WITA) {
				t.Errorf("received %s, counted from %s", here.ReceivedAt(), o.Clocks(here).Received)
			}
			if v, err := o.VerifyJournal(context.Background()); err != nil || v.Bad != "" {
				t.Error(err, v.Bad)
			}
		})
	}
}

// A run of the program that ends before any server was met: nobody can know how
// wrong its clock was, and nobody makes it up.
func TestAClockThatNobodyMeasured(t *testing.T) {
	r := newRegency(t, martapura)
	o := oddDesk(t, r, r.code(martapura.Code))
	other := newDesk(t, office.SetUp{Code: r.code(martapura.Code)})
	r.stop()
	o.restart(0)
	right, asked := o.receive("Jam benar, tanpa jaringan")
	if asked != "" {
		t.Errorf("a usual day is asked about: %s", asked)
	}
	o.restart(wrongs()["an empty battery"])
	lost, _ := o.receive("Jam salah, tanpa jaringan")
	o.restart(0)
	after, _ := o.receive("Jam benar lagi")
	r.start()
	o.TryNow()
	eventually(t, "received", func() bool { return o.measured() && o.unsent() == 0 })
	eventually(t, "known there", func() bool {
		c, err := other.Complaint(context.Background(), lost.ID, false)
		return err == nil && c.History[0].Unsure
	})
	for _, d := range []*desk{o.desk, other} {
		for _, x := range []struct {
			id     string
			unsure bool
		}{{right.ID, false}, {lost.ID, true}, {after.ID, false}} {
			c, err := d.Complaint(context.Background(), x.id, false)
			if err != nil {
				t.Fatal(err)
			}
			if c.History[0].Unsure != x.unsure || len(c.Clashes) != 0 || x.unsure && !near(c.History[0].True, c.History[0].At) {
				t.Errorf("%s: %+v, clashes %+v", c.Values["subject"], c.History[0], c.Clashes)
			}
		}
	}
}

// A clock that is set while the program runs: what was written before and after
// is told apart by the quartz of the PC.
func TestAClockSetWhileTheProgramRuns(t *testing.T) {
	r := newRegency(t, martapura)
	o := oddDesk(t, r, r.code(martapura.Code))
	r.stop()
	eventually(t, "the line is down", func() bool { s, err := o.Status(context.Background()); return err == nil && !s.Line.Up })
	began := time.Now()
	right, _ := o.receive("Sebelum jam diubah")
	o.set(365 * 24 * time.Hour)
	ahead, asked := o.receive("Sesudah jam diubah")
	if asked == "" {
		t.Error("a year later within a minute, and nothing is asked")
	}
	if again, asked := o.receive("Sekali lagi"); asked != "" {
		t.Errorf("a clerk who said that the date is right is asked again: %s %s", again.Number, asked)
	}
	r.start()
	o.TryNow()
	eventually(t, "received", func() bool { return o.measured() && o.unsent() == 0 })
	for _, x := range []struct {
		id      string
		clashes int
	}{{right.ID, 0}, {ahead.ID, 1}} {
		c, err := o.Complaint(context.Background(), x.id, false)
		if err != nil || !near(c.History[0].True, began) || c.History[0].Unsure || c.OpenClashes() != x.clashes {
			t.Errorf("%s: true %s, %+v", c.Values["subject"], c.History[0].True, c.Clashes)
		}
	}
	// with the error known, the clock is of no account any more
	later, asked := o.receive("Sesudah diukur")
	if asked != "" || !near(later.History[0].True, began) || !near(later.ReceivedAt(), began) {
		t.Errorf("asked %q, received %s", asked, later.ReceivedAt())
	}
}

// A clock that somebody put right again while there was no line: the error that
// was measured last is not believed any more.
func TestAClockPutRightWithoutALine(t *testing.T) {
	r := newRegency(t, martapura)
	o := oddDesk(t, r, r.code(martapura.Code))
	o.restart(365 * 24 * time.Hour)
	o.TryNow()
	eventually(t, "measured", func() bool { return o.measured() && near(o.Now(), time.Now()) })
	o.receive("Jam salah, tetapi terukur")
	eventually(t, "sent", func() bool { return o.unsent() == 0 })
	r.stop()
	o.restart(365 * 24 * time.Hour)
	if !near(o.Now(), time.Now()) {
		t.Errorf("an error that is still the error is forgotten: %s", o.Now())
	}
	o.restart(0)
	if !near(o.Now(), time.Now()) {
		t.Errorf("a right clock is corrected to %s", o.Now())
	}
	c, asked := o.receive("Jam sudah dibetulkan")
	if asked != "" || !near(c.History[0].True, time.Now()) {
		t.Errorf("asked %q, %+v", asked, c.History[0])
	}
	r.start()
	o.TryNow()
	eventually(t, "received", func() bool { return o.measured() && o.unsent() == 0 })
	if c, err := o.Complaint(context.Background(), c.ID, false); err != nil || c.History[0].Unsure || len(c.Clashes) != 0 {
		t.Errorf("%+v", c.History[0])
	}
}
