package calendar

import "slices"

// A limit far above any class: a wrong one read from data must not keep a
// program counting for ever.
const maxWorkingDays = 10_000

// Pause is a wait for the reporter to complete a file: days d with
// RequestedOn < d <= CompletedOn are not counted. CompletedOn zero means that
// the clock still stands. A pause without RequestedOn, or completed before it
// was requested, is ignored. Source: domain rule "pause, not restart".
type Pause struct {
	RequestedOn Date
	CompletedOn Date
}

// Span says what is to be counted: the working days allowed after a receipt.
type Span struct {
	Received    Date // WITA date of receipt, day 0
	WorkingDays int  // limit of the complaint's class, such as 5, 14 or 60
	Week        WorkWeek
	Pauses      []Pause // in any order; they may overlap
}

// Deadline is the last day on which an answer is in time, until 23:59:59 WITA.
type Deadline struct {
	// Due is zero when it is not known: the clock stands, or the span is not
	// complete (no receipt date, a limit below 1 or absurdly large).
	Due Date
	// Latest is Due when the date is not provisional. Of a provisional one Due is
	// the earliest possible date, by which the office is warned, and Latest the
	// latest possible one, without cuti bersama and elections, which nobody can
	// foresee; zero when it cannot be estimated.
	Latest Date
	// Provisional: the date may still move, because a day counted or skipped on
	// the way lies in a year that is not declared, or because Due is not known.
	Provisional bool
	// Paused: the clock stands in a pause that has no end yet. A pause asked for
	// on or after the due date no longer stops anything.
	Paused bool
}

// Due gives the deadline of a span: the N-th working day after receipt, without
// the days of pauses. One table lookup, and one more per pause.
func (c *Calendar) Due(s Span) Deadline {
	if !s.countable() {
		return Deadline{Provisional: true}
	}
	t, from, left := c.table(s.Week), s.Received, s.WorkingDays
	for _, p := range effective(s.Pauses) {
		n := t.count(from, p.RequestedOn)
		if n >= left {
			break
		}
		if p.CompletedOn.IsZero() {
			return Deadline{Provisional: true, Paused: true}
		}
		from, left = later(from, p.CompletedOn), left-n
	}
	due := t.nthAfter(from, left)
	return Deadline{Due: due, Latest: due, Provisional: !c.declaredThrough(s.Received.AddDays(1), due)}
}

func (s Span) countable() bool {
	return !s.Received.IsZero() && s.WorkingDays >= 1 && s.WorkingDays <= maxWorkingDays
}

// effective gives the pauses that can hold days, by the date of their request.
func effective(pauses []Pause) []Pause {
	if len(pauses) == 0 {
		return nil
	}
	kept := make([]Pause, 0, len(pauses))
	for _, p := range pauses {
		open := p.CompletedOn.IsZero()
		if !p.RequestedOn.IsZero() && (open || p.RequestedOn.Before(p.CompletedOn)) {
			kept = append(kept, p)
		}
	}
	slices.SortFunc(kept, func(a, b Pause) int { return a.RequestedOn.Compare(b.RequestedOn) })
	return kept
}
