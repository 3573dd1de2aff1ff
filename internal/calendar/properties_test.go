package calendar

import (
	"testing"

	"pgregory.net/rapid"
)

func anySpan(t *rapid.T) Span {
	s := Span{
		Received:    Of(2016, 6, 1).AddDays(rapid.IntRange(0, 13*365).Draw(t, "received")),
		WorkingDays: rapid.IntRange(1, 90).Draw(t, "limit"),
		Week:        rapid.SampledFrom([]WorkWeek{FiveDays, SixDays}).Draw(t, "week"),
	}
	for range rapid.IntRange(0, 3).Draw(t, "pauses") {
		s.Pauses = append(s.Pauses, anyPause(t, s))
	}
	return s
}

func anyPause(t *rapid.T, s Span) Pause {
	from := s.Received.AddDays(rapid.IntRange(-10, 150).Draw(t, "requested"))
	return Pause{from, from.AddDays(rapid.IntRange(-3, 60).Draw(t, "completed"))}
}

// Calendars with estimates close by and far away, one of them of an office.
func anyCalendar(t *rapid.T) *Calendar {
	c := EmbeddedAsOf(rapid.SampledFrom([]Date{
		date("2026-11-23"), date("2026-09-14"), date("2024-10-13"), date("2020-05-19"), date("2016-05-01"), date("2010-01-01"),
	}).Draw(t, "known on"))
	if rapid.Bool().Draw(t, "closures") {
		c = c.With([]Day{
			{Date: date("2028-02-28"), Kind: LocalClosure, Name: "Banjir", Scope: "63.03"},
			{Date: date("2021-06-09"), Kind: LocalClosure, Name: "Pemungutan suara ulang", Scope: "63.03.05"},
		})
	}
	return c
}

// notEarlier holds that a change of the span or the calendar can only move a
// deadline back; both ends of it where they are known.
func notEarlier(t *rapid.T, change string, was, is Deadline) {
	t.Helper()
	if is.Due.Before(was.Due) && !is.Paused || !is.Latest.IsZero() && is.Latest.Before(was.Latest) {
		t.Fatalf("%s, yet due earlier: %+v, before %+v", change, is, was)
	}
}

func TestProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, s := anyCalendar(t), anySpan(t)
		d := c.Due(s)
		if !c.IsWorkingDay(d.Due, s.Week) || !d.Due.After(s.Received) {
			t.Fatalf("due %v is not a working day after receipt", d.Due)
		}
		if !d.Provisional && d.Latest != d.Due || !d.Latest.IsZero() && d.Latest.Before(d.Due) {
			t.Fatalf("latest of %+v", d)
		}
		if !d.Latest.IsZero() && !c.IsWorkingDay(d.Latest, s.Week) {
			t.Fatalf("latest %v is not a working day", d.Latest)
		}
		if len(s.Pauses) == 0 && c.WorkingDaysAfter(s.Received, d.Due, s.Week) != s.WorkingDays {
			t.Fatalf("due %v is not the working day number %d", d.Due, s.WorkingDays)
		}
		checkExplained(t, c, s)

		next := s
		next.Received = s.Received.AddDays(1)
		notEarlier(t, "received a day later", d, c.Due(next))
		longer := s
		longer.WorkingDays++
		if !c.Due(longer).Due.After(d.Due) {
			t.Fatalf("a longer limit, not due later: %v", c.Due(longer).Due)
		}
		notEarlier(t, "a longer limit", d, c.Due(longer))
		paused := s
		paused.Pauses = append(append([]Pause{}, s.Pauses...), anyPause(t, s))
		notEarlier(t, "one more pause", d, c.Due(paused))

		closed := s.Received.AddDays(rapid.IntRange(-5, 200).Draw(t, "closed"))
		local := c.With([]Day{{Date: closed, Kind: LocalClosure, Name: "Banjir", Scope: "63.03.01"}}).Due(s)
		notEarlier(t, "one more closure", d, local)
		if closed == local.Due || closed == local.Latest {
			t.Fatalf("%v closed: %+v", closed, local)
		}
		outside := !closed.After(s.Received) || closed.After(d.Due) && closed.After(d.Latest)
		if outside && local != d {
			t.Fatalf("%v closed outside the count: %+v, before %+v", closed, local, d)
		}
	})
}

// What the year brings in the end must lie within what was expected of it: the
// deadlines of calendars as they were known, against the ones decreed later. A
// year whose decree has more days than were foreseen (cuti bersama, elections) can
// only be later, so Due must hold always and Latest when those are left out.
func TestEstimatesHeldAgainstWhatCame(t *testing.T) {
	var later []Day
	for _, day := range Embedded().Days(Date{}, Date{}) {
		if day.Kind == NationalHoliday {
			later = append(later, day)
		}
	}
	declared := map[int]bool{}
	for year := 2017; year <= 2027; year++ {
		declared[year] = true
	}
	holidaysOnly := newCalendar("", declared, later)
	checked := 0
	for year := 2017; year <= 2026; year++ {
		known := EmbeddedAsOf(Of(year, 8, 27)) // before the next year's decree, after this one's amendments
		foreseen := newCalendar("", known.declared, keepKind(known.Days(Date{}, Date{}), NationalHoliday))
		for d := Of(year, 9, 1); d.Year() <= year+1; d = d.AddDays(1) {
			for _, n := range classes {
				for _, week := range []WorkWeek{FiveDays, SixDays} {
					s := Span{Received: d, WorkingDays: n, Week: week}
					got, came := foreseen.Due(s), holidaysOnly.Due(s)
					if !got.Provisional || came.Provisional || got.Latest.IsZero() {
						continue
					}
					checked++
					if came.Due.Before(got.Due) || came.Due.After(got.Latest) {
						t.Errorf("%v + %d, week %d: expected %v to %v, came %v", d, n, week, got.Due, got.Latest, came.Due)
					}
				}
			}
		}
	}
	if checked < 10_000 {
		t.Errorf("only %d deadlines", checked)
	}
}

func keepKind(days []Day, kind DayKind) (kept []Day) {
	for _, day := range days {
		if day.Kind == kind {
			kept = append(kept, day)
		}
	}
	return kept
}
