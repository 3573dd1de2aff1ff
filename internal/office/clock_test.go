package office

import (
	"context"
	"strings"
	"testing"
	"time"

	"loketaduan/internal/auth"
	"loketaduan/internal/calendar"
	"loketaduan/internal/complaint"
	"loketaduan/internal/fault"
	"loketaduan/internal/store"
	"loketaduan/internal/vault"
)

// counter is a desk without a server whose clock the test sets.
type counter struct {
	*Desk
	t   *testing.T
	dir string
	now time.Time
}

func newCounter(t *testing.T, role auth.Role) *counter {
	t.Helper()
	c := &counter{t: t, dir: t.TempDir(), now: at("2026-11-02 09:30")}
	c.open()
	_, err := c.SetUp(t.Context(), SetUp{OfficeCode: "63.03.05", OfficeName: "Kecamatan Martapura", Letter: "A",
		First: NewAccount{Name: "Siti Aminah", Username: "siti", Role: role, Password: "kata sandi uji", Again: "kata sandi uji"}})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func (c *counter) open() {
	c.t.Helper()
	d, err := Open(c.t.Context(), Config{Dir: c.dir, Now: func() time.Time { return c.now }, Cost: vault.Cost{Time: 1, Memory: 64, Threads: 1}})
	if err != nil {
		c.t.Fatal(err)
	}
	c.Desk = d
	c.t.Cleanup(func() { d.Close() })
}

// at is an instant in WITA.
func at(s string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", s, calendar.WITA)
	if err != nil {
		panic(err)
	}
	return t
}

func (c *counter) record(change func(*complaint.Form)) *complaint.Complaint {
	c.t.Helper()
	f := form()
	change(&f)
	r, err := c.Record(c.t.Context(), newID(), f, true)
	if err != nil {
		c.t.Fatal(err)
	}
	return r.Complaint
}

func form() complaint.Form {
	return complaint.Form{Kind: "pengaduan", Channel: "tatap_muka", Subject: "Jembatan rusak", Narrative: "Papan jembatan lepas.", Category: "infrastruktur",
		Reporter: complaint.Reporter{Name: "Aminah", IDType: "none", Sex: "P", Address: "RT 3 RW 1"}}
}

func (c *counter) groups() string {
	c.t.Helper()
	list, err := c.Work(c.t.Context(), 10)
	if err != nil {
		c.t.Fatal(err)
	}
	var out []string
	for _, g := range list {
		if len(g.Rows) != g.Count {
			c.t.Errorf("%s: %d rows of %d", g.Key, len(g.Rows), g.Count)
		}
		if g.Count > 0 {
			out = append(out, g.Key)
		}
	}
	return strings.Join(out, " ")
}

// A complaint that nobody touches comes up on each of its days.
func TestWorkByDate(t *testing.T) {
	c := newCounter(t, auth.OfficeHead)
	c.record(func(*complaint.Form) {}) // received 2 November 2026, 14 working days: 20 November
	for _, x := range []struct{ now, want string }{
		{"2026-11-02 10:00", ""},
		{"2026-11-05 08:00", "verify"},
		{"2026-11-16 08:00", "verify"},
		{"2026-11-17 08:00", "soon verify"},
		{"2026-11-20 23:59", "today verify"},
		{"2026-11-21 00:00", "overdue verify"},
		{"2027-01-07 08:00", "overdue verify soft"},
		{"2027-01-08 08:00", "overdue ombudsman verify soft"},
	} {
		c.now = at(x.now)
		if got := c.groups(); got != x.want {
			t.Errorf("%s: %q, want %q", x.now, got, x.want)
		}
	}
}

func TestClosingIsProposedAfterSilence(t *testing.T) {
	c := newCounter(t, auth.OfficeHead)
	id := c.record(func(*complaint.Form) {}).ID
	c.act(id, complaint.Act{Kind: complaint.KVerified, Form: ptr(form())})
	c.act(id, complaint.Act{Kind: complaint.KAnswered, Body: complaint.Body{Text: "Sudah diperbaiki"}})
	for now, want := range map[string]string{"2026-11-16 23:00": "", "2026-11-17 00:10": "respond"} { // ten working days: until 16 November
		c.now = at(now)
		if got := c.groups(); got != want {
			t.Errorf("%s: %q, want %q", now, got, want)
		}
	}
	c.act(id, complaint.Act{Kind: complaint.KClosed, Body: complaint.Body{Text: "Pelapor tidak menanggapi"}})
	if got := c.groups(); got != "" {
		t.Errorf("closed: %q", got)
	}
}

func ptr[T any](v T) *T { return &v }

func (c *counter) act(id string, a complaint.Act) {
	c.t.Helper()
	a.ID = newID()
	if err := c.Act(c.t.Context(), id, a); err != nil {
		c.t.Fatal(err)
	}
}

// A closure moves the date, is listed until somebody takes note, and moves it
// back when it is withdrawn.
func TestClosureMovesAndIsAcknowledged(t *testing.T) {
	c := newCounter(t, auth.OfficeHead)
	ctx := t.Context()
	open := c.record(func(*complaint.Form) {})
	done := c.record(func(*complaint.Form) {})
	c.act(done.ID, complaint.Act{Kind: complaint.KVerified, Form: ptr(form())})
	c.act(done.ID, complaint.Act{Kind: complaint.KAnswered, Body: complaint.Body{Text: "Sudah"}})
	in := complaint.NewClosure{From: calendar.Of(2026, 11, 18), Reason: "Banjir", Letter: "800/7", LetterOn: calendar.Of(2026, 11, 1)}
	i, err := c.PreviewClosure(ctx, in)
	if err != nil || i.Total != 1 || len(i.Moving) != 1 || i.Moving[0].Row.ID != open.ID || i.Moving[0].Old.Due.String() != "2026-11-20" || i.Moving[0].New.Due.String() != "2026-11-23" {
		t.Fatalf("%+v %v", i, err)
	}
	if due := c.due(open.ID); due != "2026-11-20" {
		t.Fatalf("a preview moved it to %s", due)
	}
	id := newID()
	for range 2 { // a double click is one closure
		if err := c.CloseOffice(ctx, id, in); err != nil {
			t.Fatal(err)
		}
	}
	if n := len(c.Rules().Closures); n != 1 || c.due(open.ID) != "2026-11-23" || c.due(done.ID) != "2026-11-20" || c.groups() != "moved" {
		t.Fatalf("%d closures, due %s and %s, %q", n, c.due(open.ID), c.due(done.ID), c.groups())
	}
	if n, err := c.Acknowledge(ctx, []string{open.ID, done.ID, newID()}); err != nil || n != 1 || c.groups() != "" {
		t.Fatalf("%d acknowledged, %v, %q", n, err, c.groups())
	}
	if n, err := c.Acknowledge(ctx, []string{open.ID}); err != nil || n != 0 {
		t.Fatalf("again: %d, %v", n, err)
	}
	if err := c.ReopenOffice(ctx, newID(), id, "Air surut"); err != nil {
		t.Fatal(err)
	}
	if c.due(open.ID) != "2026-11-20" || c.groups() != "moved" {
		t.Fatalf("withdrawn: due %s, %q", c.due(open.ID), c.groups())
	}
	got, err := c.Complaint(ctx, open.ID, false)
	if err != nil {
		t.Fatal(err)
	}
	if m := got.Trail(c.Rulebook()); len(m) != 2 || m[0].Why != complaint.MoveClosure || m[1].Why != complaint.MoveClosureUndone {
		t.Fatalf("%+v", m)
	}
}

func (c *counter) due(id string) string {
	c.t.Helper()
	rows, _, _, err := c.List(c.t.Context(), store.Filter{})
	if err != nil {
		c.t.Fatal(err)
	}
	for _, r := range rows {
		if r.ID == id {
			return r.Due.String()
		}
	}
	c.t.Fatal("not listed")
	return ""
}

func TestAClerkChangesNoRules(t *testing.T) {
	c := newCounter(t, auth.Clerk)
	in := complaint.NewClosure{From: calendar.Of(2026, 11, 18), Reason: "Banjir", Letter: "800/7", LetterOn: calendar.Of(2026, 11, 1)}
	for name, err := range map[string]error{
		"close":    c.CloseOffice(t.Context(), newID(), in),
		"settings": c.SetRules(t.Context(), newID(), complaint.DefaultSettings()),
		"package":  c.TakePackage(t.Context(), newID(), nil, ""),
	} {
		if err == nil || fault.Of(err).Kind != fault.Forbidden {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// One reminder a day, at its hour or when the program is opened later.
func TestReminderOnceADay(t *testing.T) {
	c := newCounter(t, auth.OfficeHead)
	c.record(func(*complaint.Form) {}) // due 20 November
	take := func(now, want string) {
		t.Helper()
		c.now = at(now)
		r, err := c.TakeReminder(context.Background())
		if err != nil || r.Text != want {
			t.Errorf("%s: %q %v, want %q", now, r.Text, err, want)
		}
		if strings.Contains(r.Text, "Jembatan") || strings.Contains(r.Text, "Aminah") {
			t.Error("a notification names nobody and nothing")
		}
	}
	take("2026-11-17 07:44", "")
	take("2026-11-17 07:45", "1 jatuh tempo dalam 3 hari kerja.")
	take("2026-11-17 12:00", "")
	c.Lock()
	take("2026-11-18 13:00", "1 jatuh tempo dalam 3 hari kerja.")
	c.Close()
	c.open()
	c.now = at("2026-11-18 14:00")
	if r, err := c.TakeReminder(context.Background()); r.Text != "" || err != nil {
		t.Errorf("a sealed register reminds of nothing: %+v %v", r, err)
	}
	if err := c.SignIn(t.Context(), "siti", "kata sandi uji"); err != nil {
		t.Fatal(err)
	}
	take("2026-11-18 14:00", "")
	take("2026-11-20 08:00", "1 jatuh tempo hari ini.")
	take("2026-11-23 08:00", "1 lewat batas.")
	s := c.Rules().Settings
	s.NotifyAt = ""
	if err := c.SetRules(t.Context(), newID(), s); err != nil {
		t.Fatal(err)
	}
	take("2026-11-24 08:00", "")
}

// The date is the office's, whatever zone the PC is set to, and an unusual
// one is asked about once, never refused.
func TestReceiptDate(t *testing.T) {
	c := newCounter(t, auth.Clerk)
	for _, x := range []struct{ name, now, received, asks, on string }{
		{"usual", "2026-11-02 09:30", "", "", "2026-11-02"},
		{"just after midnight in WITA, the day before in UTC", "2026-11-03 00:10", "", "", "2026-11-03"},
		{"a paper of last month", "2026-11-20 09:30", "2026-10-19T09:00:00+08:00", "complaint.received.confirm", "2026-10-19"},
		{"tomorrow", "2026-11-20 09:30", "2026-11-21T09:00:00+08:00", "complaint.received.confirm", "2026-11-21"},
		{"a PC a year ahead", "2027-11-02 09:30", "2026-11-02T09:00:00+08:00", "complaint.received.confirm", "2026-11-02"},
		{"an empty CMOS battery", "2010-01-01 00:05", "", "complaint.received.confirm", "2010-01-01"},
	} {
		for _, zone := range []*time.Location{calendar.WITA, time.UTC, time.FixedZone("WIB", 7*3600), time.FixedZone("WIT", 9*3600)} {
			c.now = at(x.now).In(zone)
			f := form()
			f.ReceivedAt = x.received
			id := newID()
			_, err := c.Record(t.Context(), id, f, false)
			if got := ""; err != nil {
				got = fault.Of(err).Code
				if got != x.asks || fault.Of(err).Field != "receivedAt" {
					t.Fatalf("%s: %v", x.name, err)
				}
				if _, err := c.Record(t.Context(), id, f, true); err != nil {
					t.Fatalf("%s: confirmed, yet %v", x.name, err)
				}
			} else if x.asks != "" {
				t.Fatalf("%s was not asked about", x.name)
			}
			got, err := c.Complaint(t.Context(), id, false)
			if err != nil {
				t.Fatal(err)
			}
			if k := c.Clocks(got); k.Received.String() != x.on {
				t.Errorf("%s on a PC in %s: received %s, want %s", x.name, zone, k.Received, x.on)
			}
		}
	}
}
