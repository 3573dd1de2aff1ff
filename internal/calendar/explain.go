package calendar

import "time"

// Counted is one day on the way to a deadline, as the office shows it to whoever
// asks how a date came about.
type Counted struct {
	Date   Date
	Number int // 1 to N of a counted day, 0 of a skipped one
	// Reason says in Indonesian why a day was skipped: the name of the decreed
	// day, else "Sabtu" or "Minggu", else "Menunggu kelengkapan", else the
	// estimated holiday and its possible dates; "" when counted.
	Reason string
	Decree string // of a decreed day
	Paused bool   // within a pause, whatever else the day is
	// Estimated: skipped for a holiday of a year that is not declared, which may
	// fall on any of the dates From to To.
	Estimated bool
	From, To  Date
}

// Explain gives every calendar day after receipt up to the due date, in order.
// While the clock stands it ends with the day on which completion was asked for,
// since what follows is not known. It is empty when nothing can be counted.
func (c *Calendar) Explain(s Span) []Counted {
	if !s.countable() {
		return []Counted{}
	}
	pauses := effective(nil, s.Pauses)
	days := []Counted{}
	number := 0
	c.walk(s, pauses, false, func(d Date, v verdict, b *block) {
		day := Counted{Date: d, Paused: within(pauses, d)}
		switch v {
		case counted:
			number++
			day.Number = number
		case off:
			c.explainOff(&day, s.Week)
		case waiting:
			day.Reason = "Menunggu kelengkapan"
		case foreseen:
			day.explainEstimate(b.onDay(d))
		}
		days = append(days, day)
	})
	return days
}

// explainOff says why a day is closed for certain. A holiday on a Saturday is
// named by its decree, which says more than the weekend does; an estimate says less.
func (c *Calendar) explainOff(day *Counted, w WorkWeek) {
	d := day.Date
	if closure, ok := c.closure(d); ok {
		day.Reason, day.Decree = closure.Name, closure.Decree
		if day.Reason == "" {
			day.Reason = closure.Kind.label()
		}
		return
	}
	if d.Weekday() == time.Sunday || d.Weekday() == time.Saturday && w != SixDays {
		day.Reason = weekdayNames[d.Weekday()]
		return
	}
	if e, ok := c.outlook.sureOn(d); ok {
		day.explainEstimate(e)
	}
}

func (day *Counted) explainEstimate(e Estimate) {
	day.Reason = "Perkiraan " + e.Name + " (" + between(e.From, e.To) + ", belum ditetapkan)"
	day.Estimated, day.From, day.To = true, e.From, e.To
}

// standsSince gives the day since which the clock stands, zero when it runs.
func standsSince(pauses []Pause) Date {
	for _, p := range pauses {
		if p.CompletedOn.IsZero() {
			return p.RequestedOn
		}
	}
	return Date{}
}

func within(pauses []Pause, d Date) bool {
	for _, p := range pauses {
		if p.RequestedOn.Before(d) && (p.CompletedOn.IsZero() || !d.After(p.CompletedOn)) {
			return true
		}
	}
	return false
}
