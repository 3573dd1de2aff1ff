package complaint

import (
	"crypto/ed25519"
	"encoding/json"
	"testing"
	"time"

	"loketaduan/internal/auth"
	"loketaduan/internal/calendar"
	"loketaduan/internal/fault"
	"loketaduan/internal/journal"
)

func day(s string) calendar.Date {
	d, err := calendar.ParseDate(s)
	if err != nil {
		panic(s)
	}
	return d
}

// ruleEntry is an accepted entry of a rule stream.
func ruleEntry(stream, kind string, n int, at time.Time, b RuleBody) *journal.Entry {
	raw, err := json.Marshal(b)
	if err != nil {
		panic(err)
	}
	return &journal.Entry{ID: entryID(7000 + n), Stream: stream, Office: here, Device: "pc-a", Seq: int64(n), Rev: int64(n), Author: "camat", At: at, Kind: kind, Version: 1, Body: raw}
}

func book(entries ...*journal.Entry) *Rulebook {
	b := NewRulebook(calendar.EmbeddedDecrees(), func(ed25519.PublicKey) bool { return false })
	for _, e := range entries {
		b.Take(e)
	}
	b.Settle()
	return b
}

// Domain notes 1.5 and 2.3: verification 3, first follow-up 5, response 10
// working days, completion 30 calendar days, Ombudsman 60 working days.
func TestStages(t *testing.T) {
	s := start(validForm()) // received Mon 2026-11-02
	check := func(what, stage, by, ombudsman string) {
		t.Helper()
		k := clocksOf(s.fold())
		if k.Stage != stage || k.StageBy.String() != by || k.Ombudsman.String() != ombudsman {
			t.Errorf("%s: %s by %s, Ombudsman %s; want %s by %s, %s", what, k.Stage, k.StageBy, k.Ombudsman, stage, by, ombudsman)
		}
	}
	const sixty = "2027-01-29" // Isra Mikraj, 5 January, is one of the days off
	check("received", StageVerify, "2026-11-05", sixty)
	s.add(KVerified, Body{On: day("2026-11-06")}, nil)
	check("verified on a Friday", StageFollowUp, "2026-11-13", sixty)
	s.add(KForwarded, Body{Office: there, On: day("2026-11-10")}, nil)
	check("forwarded: its own five days", StageFollowUp, "2026-11-17", sixty)
	s.add(KCompletionRequested, Body{On: day("2026-11-16")}, nil)
	check("30 calendar days, and the Ombudsman does not wait", StageComplete, "2026-12-16", sixty)
	s.add(KCompleted, Body{On: day("2026-11-20")}, nil)
	check("completed", StageFollowUp, "2026-11-17", sixty)
	s.add(KFollowedUp, Body{On: day("2026-11-23")}, nil)
	check("followed up: the Ombudsman's date is gone", "", "", "")
	s.add(KAnswered, Body{On: day("2026-12-21")}, nil)
	check("ten working days over Natal and New Year", StageRespond, "2027-01-08", "")
	s.add(KReporterResponded, Body{On: day("2026-12-28"), Yes: true}, nil)
	check("the reporter has spoken", "", "", "")
	s.add(KReopened, Body{On: day("2026-12-29")}, nil)
	check("a new five days", StageFollowUp, "2027-01-07", "")
	if k := clocksOf(s.fold()); k.Soft != day("2027-01-01") {
		t.Errorf("60 calendar days: %s", k.Soft)
	}
}

func TestAnAnswerIsAFollowUp(t *testing.T) {
	s := start(validForm())
	s.add(KVerified, Body{On: received}, nil)
	s.add(KAnswered, Body{On: day("2026-11-09")}, nil)
	s.add(KReopened, Body{On: day("2026-11-10")}, nil)
	if c := s.fold(); c.FirstFollowUp != day("2026-11-09") || !clocksOf(c).Ombudsman.IsZero() {
		t.Errorf("first follow-up %s", c.FirstFollowUp)
	}
}

func TestOmbudsmanWarnings(t *testing.T) {
	k := clocksOf(start(validForm()).fold())
	if k.OmbudsmanFirst != day("2027-01-08") || k.OmbudsmanSecond != day("2027-01-22") || k.Ombudsman != day("2027-01-29") {
		t.Errorf("%s %s %s", k.OmbudsmanFirst, k.OmbudsmanSecond, k.Ombudsman)
	}
	for today, want := range map[string]bool{"2027-01-28": false, "2027-01-29": false, "2027-01-30": true} {
		if got := k.PassedWithoutFollowUp(day(today)); got != want {
			t.Errorf("%s: %v", today, got)
		}
	}
}

func TestEscalation(t *testing.T) {
	c := start(validForm()).fold()
	for _, x := range []struct {
		today, code string
		followed    bool
	}{{"2027-01-29", "complaint.escalate.early", false}, {"2027-01-30", "", false}, {"2027-02-28", "complaint.escalate.followed", true}} {
		c.FirstFollowUp = calendar.Date{}
		if x.followed {
			c.FirstFollowUp = day("2026-11-10")
		}
		a := Act{ID: entryID(1), Kind: KEscalated, Body: Body{Text: "60 hari lewat"}, Now: noon(x.today), Zone: calendar.WITA, Clocks: clocksOf(c)}
		_, err := Decide(c, a, actor(auth.OfficeHead), "", "")
		if code(err) != x.code {
			t.Errorf("on %s: %v, want %s", x.today, err, x.code)
		}
	}
}

func noon(s string) time.Time {
	d := day(s)
	return time.Date(d.Year(), d.Month(), d.Day(), 12, 0, 0, 0, calendar.WITA)
}

func code(err error) string {
	if err == nil {
		return ""
	}
	return fault.Of(err).Code
}

// UU 25/2009 art. 44: 30 days to complete the file, then a supervisor decides.
func TestDeemedWithdrawn(t *testing.T) {
	s := start(validForm())
	s.add(KCompletionRequested, Body{On: day("2026-11-04")}, nil)
	c := s.fold()
	for _, x := range []struct {
		today, why, code string
		role             auth.Role
	}{
		{"2026-12-04", WhyDeemedWithdrawn, "complaint.withdrawn.early", auth.OfficeHead},
		{"2026-12-05", WhyDeemedWithdrawn, "complaint.withdrawn.supervisor", auth.Clerk},
		{"2026-12-05", WhyDeemedWithdrawn, "", auth.OfficeHead},
		{"2026-11-05", "dicabut", "", auth.OfficeHead}, // the reporter said so
		{"2026-11-05", "dicabut", "complaint.withdrawn.supervisor", auth.Clerk},
	} {
		a := Act{ID: entryID(1), Kind: KArchived, Body: Body{Text: "tidak dilengkapi", Why: x.why}, Now: noon(x.today), Zone: calendar.WITA, Clocks: clocksOf(c)}
		if _, err := Decide(c, a, actor(x.role), "", ""); code(err) != x.code {
			t.Errorf("%s on %s by %s: %v, want %s", x.why, x.today, x.role, err, x.code)
		}
	}
	fresh := start(validForm()).fold()
	a := Act{ID: entryID(1), Kind: KArchived, Body: Body{Text: "x", Why: WhyDeemedWithdrawn}, Now: noon("2027-01-05"), Zone: calendar.WITA, Clocks: clocksOf(fresh)}
	if _, err := Decide(fresh, a, actor(auth.Admin), "", ""); code(err) != "complaint.withdrawn.state" {
		t.Errorf("nothing was asked for: %v", err)
	}
}

// A later receipt date moves the deadline back: a supervisor's act. An earlier
// one harms nobody.
func TestOnlyASupervisorMovesTheReceiptLater(t *testing.T) {
	for _, x := range []struct {
		at, code string
		role     auth.Role
	}{
		{"2026-11-03T09:30:00+08:00", "complaint.received.later", auth.Clerk},
		{"2026-11-03T09:30:00+08:00", "", auth.OfficeHead},
		{"2026-11-02T16:00:00+08:00", "", auth.Clerk},
		{"2026-10-30T09:30:00+08:00", "", auth.Clerk},
	} {
		c := start(validForm()).fold()
		f := c.Form()
		f.ReceivedAt = x.at
		a := Act{ID: entryID(1), Kind: KCorrected, Form: &f, Now: now, Zone: calendar.WITA, Limits: DefaultLimits()}
		if _, err := Decide(c, a, actor(x.role), entryID(2), ""); code(err) != x.code {
			t.Errorf("%s by %s: %v, want %s", x.at, x.role, err, x.code)
		}
	}
}

// A class of the office's own, such as "ringan" with two days.
func TestExtraClass(t *testing.T) {
	settings := DefaultSettings()
	settings.Classes = []ExtraClass{{Code: "kantor_ringan", Name: "Ringan", Days: 2}}
	b := book(ruleEntry(StreamRules+here, KRulesSet, 1, now, RuleBody{Settings: &settings}))
	r := b.For(here)
	if r.Limits["kantor_ringan"] != 2 || r.ClassText("kantor_ringan") != "Ringan (2 hari kerja)" || r.ClassText(ClassSupervisory) != "Berkadar pengawasan (60 hari kerja)" {
		t.Errorf("%v %s %s", r.Limits, r.ClassText("kantor_ringan"), r.ClassText(ClassSupervisory))
	}
	c := start(*changedForm(func(f *Form) { f.ExtraClass = "kantor_ringan" })).fold()
	f := c.Facts()
	if due := r.Clocks(&f).Deadline.Due; due != day("2026-11-04") {
		t.Errorf("due %s", due)
	}
	if k := ruled.Clocks(&f); !k.Deadline.Due.IsZero() || !k.Deadline.Provisional {
		t.Errorf("an office without the class cannot know its limit: %+v", k.Deadline)
	}
	form := *changedForm(func(f *Form) { f.ExtraClass = "kantor_lain" })
	if _, err := Receive(entryID(1), entryID(2), number, "g", form, actor(auth.Clerk), r, Promise{}); code(err) != "complaint.class.unknown" {
		t.Errorf("%v", err)
	}
}

func TestZoneOfTheOffice(t *testing.T) {
	late := start(*changedForm(func(f *Form) { f.ReceivedAt = "2026-11-02T15:30:00Z" })).fold() // 22.30 WIB, 23.30 WITA, 00.30 WIT
	for zone, want := range map[string]string{"WIB": "2026-11-02", "WITA": "2026-11-02", "WIT": "2026-11-03", "": "2026-11-02"} {
		s := DefaultSettings()
		s.Zone = zone
		f := late.Facts()
		if got := book(ruleEntry(StreamRules+here, KRulesSet, 1, now, RuleBody{Settings: &s})).For(here).Clocks(&f).Received; got.String() != want {
			t.Errorf("%s: received %s, want %s", zone, got, want)
		}
	}
}

func TestUnusualReceipt(t *testing.T) {
	for at, asks := range map[string]bool{
		"2026-11-23T09:00:00+08:00": false, "2026-11-24T00:10:00+08:00": true, "2027-11-23T09:00:00+08:00": true,
		"2026-10-24T09:00:00+08:00": false, "2026-10-23T09:00:00+08:00": true, "2010-01-01T00:00:00+08:00": true, "kemarin": false,
	} {
		f := *changedForm(func(f *Form) { f.ReceivedAt = at })
		if got := f.UnusualReceipt(now, calendar.WITA) != ""; got != asks {
			t.Errorf("%s: asks %v", at, got)
		}
	}
}
