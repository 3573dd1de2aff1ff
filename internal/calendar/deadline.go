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
	// complete (no receipt date, a limit below 1 or absurdly large). Of a
	// provisional deadline it is the earliest date that may come true, by which
	// the office is warned.
	Due Date
	// Latest is Due when the deadline is not provisional, else the latest date
	// that may come true; zero when it cannot be estimated. Cuti bersama and
	// elections are not in it, because nobody can foresee them: they may move the
	// date beyond Latest, and never before Due.
	Latest Date
	// Provisional: the date may still move, because a day counted or skipped on
	// the way lies in a year that is not declared, or because Due is not known.
	Provisional bool
	// Paused: the clock stands in a pause that has no end yet. A pause asked for
	// on or after the due date no longer stops anything.
	Paused bool
}

// Due gives the deadline of a span: the N-th working day after receipt, without
// the days of pauses. One table lookup, and one more per pause; a walk where the
// way meets a Hijri holiday that is not decreed yet.
func (c *Calendar) Due(s Span) Deadline {
	if !s.countable() {
		return Deadline{Provisional: true}
	}
	var room [4]Pause // more are rare; these cost no allocation
	pauses := effective(room[:0], s.Pauses)
	t, from, left := c.table(s.Week), s.Received, s.WorkingDays
	for _, p := range pauses {
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
	if c.declaredThrough(s.Received.AddDays(1), due) {
		return Deadline{Due: due, Latest: due}
	}
	return c.estimate(s, pauses, due)
}

// estimate gives the deadline of a span that needs an undeclared year. due is the
// date without any Hijri holiday.
func (c *Calendar) estimate(s Span, pauses []Pause, due Date) Deadline {
	d := Deadline{Due: due, Latest: due, Provisional: true}
	start := s.Received.AddDays(1)
	if blocks := c.outlook.blocksFrom(start); len(blocks) > 0 && !blocks[0].from.After(due) {
		if d.Due = c.walk(s, pauses, false, nil); d.Due.IsZero() {
			return Deadline{Provisional: true, Paused: true}
		}
		d.Latest = c.walk(s, pauses, true, nil)
	}
	if !c.estimatedThrough(start, d.Latest) {
		d.Latest = Date{}
	}
	return d
}

func (s Span) countable() bool {
	return !s.Received.IsZero() && s.WorkingDays >= 1 && s.WorkingDays <= maxWorkingDays
}

// effective appends to kept the pauses that can hold days, by the date of their
// request.
func effective(kept, pauses []Pause) []Pause {
	for _, p := range pauses {
		open := p.CompletedOn.IsZero()
		if !p.RequestedOn.IsZero() && (open || p.RequestedOn.Before(p.CompletedOn)) {
			kept = append(kept, p)
		}
	}
	slices.SortFunc(kept, func(a, b Pause) int { return a.RequestedOn.Compare(b.RequestedOn) })
	return kept
}
