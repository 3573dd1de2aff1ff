package complaint

import (
	"testing"
	"time"

	"loketaduan/internal/calendar"
	"loketaduan/internal/journal"
)

const wrongYear = 365 * 24 * time.Hour

// written is a story of a PC that is a year ahead and did not know it: receipt
// by its clock, a follow-up of "today", one of a day that was typed.
func written(saved string, clock *journal.Clock) *story {
	f := validForm()
	f.ReceivedAt = saved
	s := start(f)
	at := now.Add(wrongYear)
	s.add(KVerified, Body{}, nil)
	s.add(KFollowedUp, Body{Text: "Survei", On: calendar.DateIn(at, calendar.WITA)}, nil)
	s.add(KFollowedUp, Body{Text: "Ditelepon", On: today.AddDays(-2)}, nil)
	for i := range s.entries {
		s.entries[i].At, s.entries[i].Clock = at.Add(time.Duration(i)*time.Second).UTC(), clock
	}
	return s
}

var byClock = now.Add(wrongYear).UTC().Format(time.RFC3339)

func TestAClockMeasuredLater(t *testing.T) {
	measured := &journal.Clock{OffsetMs: -wrongYear.Milliseconds()}
	s := written(byClock, measured)
	c := s.fold()
	last := c.History[len(c.History)-1]
	if !last.At.Equal(s.entries[4].At) || !last.True.Equal(now.Add(4*time.Second)) || last.Unsure || !c.RecordedAt.Equal(now) {
		t.Errorf("at %s, true %s, recorded %s", last.At, last.True, c.RecordedAt)
	}
	if c.History[3].Body.On != today || last.Body.On != today.AddDays(-2) || c.FirstFollowUp != today.AddDays(-2) || c.LastFollowUp != today {
		t.Errorf("days %s and %s, first follow-up %s", c.History[3].Body.On, last.Body.On, c.FirstFollowUp)
	}
	// the saved receipt holds until somebody says otherwise
	if c.OpenClashes() != 1 || c.Values["receivedAt"] != byClock {
		t.Fatalf("%s %+v", c.Values["receivedAt"], c.Clashes)
	}
	x := &c.Clashes[0]
	if !x.Clock || x.Field != "receivedAt" || x.Accepted != byClock || x.Proposed != now.UTC().Format(time.RFC3339) || x.Over != s.entries[0].ID {
		t.Fatalf("%+v", x)
	}
	s.settle(t, x.ID, TakeProposed)
	if c = s.fold(); !c.ReceivedAt().Equal(now) || c.OpenClashes() != 0 || clocksOf(c).Received != today {
		t.Errorf("received %s, counted from %s", c.ReceivedAt(), clocksOf(c).Received)
	}
	s.settle(t, x.ID, TakeBack)
	if c = s.fold(); c.Values["receivedAt"] != byClock || c.OpenClashes() != 1 {
		t.Errorf("taken back: %s", c.Values["receivedAt"])
	}
	s.add(KCorrected, set("receivedAt", "2026-11-20T08:00:00+08:00"), by("receivedAt", c.SetBy["receivedAt"]))
	if c = s.fold(); c.OpenClashes() != 0 || c.Values["receivedAt"] != "2026-11-20T08:00:00+08:00" {
		t.Errorf("somebody typed another day: %+v", c.Clashes)
	}
}

// Nothing is proposed where nobody took the date from the clock, or where the
// clock was right enough, or where nobody knows.
func TestNoDoubtAboutTheReceipt(t *testing.T) {
	for name, x := range map[string]struct {
		saved string
		clock *journal.Clock
	}{
		"typed":            {"2026-11-20T08:00:00+08:00", &journal.Clock{OffsetMs: -wrongYear.Milliseconds()}},
		"a small error":    {byClock, &journal.Clock{OffsetMs: (4 * time.Minute).Milliseconds()}},
		"nobody knows":     {byClock, &journal.Clock{Unsure: true}},
		"nothing was said": {byClock, nil},
	} {
		c := written(x.saved, x.clock).fold()
		if len(c.Clashes) != 0 || x.clock != nil && c.History[0].Unsure != x.clock.Unsure {
			t.Errorf("%s: %+v, unsure %v", name, c.Clashes, c.History[0].Unsure)
		}
		if c.LastFollowUp == today != (name == "typed") {
			t.Errorf("%s: last follow-up %s", name, c.LastFollowUp)
		}
	}
}

// What was known when it was written needs no later word.
func TestAnErrorThatWasKnown(t *testing.T) {
	s := written(now.UTC().Format(time.RFC3339), nil)
	for i := range s.entries {
		s.entries[i].OffsetMs = -wrongYear.Milliseconds()
	}
	if c := s.fold(); len(c.Clashes) != 0 || !c.History[0].True.Equal(now) {
		t.Errorf("%+v", c.Clashes)
	}
}
