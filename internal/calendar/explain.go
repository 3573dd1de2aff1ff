package calendar

import "time"

// Counted is one day on the way to a deadline, as the office shows it to whoever
// asks how a date came about.
type Counted struct {
	Date   Date
	Number int // 1 to N of a counted day, 0 of a skipped one
	// Reason says in Indonesian why a day was skipped: the name of the decreed
	// day, else "Sabtu" or "Minggu", else "Menunggu kelengkapan"; "" when counted.
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
	pauses := effective(s.Pauses)
	end := c.Due(s).Due
	if end.IsZero() {
		end = standsSince(pauses)
	}
	days := make([]Counted, 0, max(0, s.Received.DaysUntil(end)))
	number := 0
	for d := s.Received.AddDays(1); !d.After(end); d = d.AddDays(1) {
		day := Counted{Date: d, Paused: within(pauses, d)}
		day.Reason, day.Decree = c.offReason(d, s.Week)
		switch {
		case day.Reason != "":
		case day.Paused:
			day.Reason = "Menunggu kelengkapan"
		default:
			number++
			day.Number = number
		}
		days = append(days, day)
	}
	return days
}

// offReason gives why d is not a working day, or "" when it is one. A holiday on
// a Saturday is named by its decree, which says more than the weekend does.
func (c *Calendar) offReason(d Date, w WorkWeek) (reason, decree string) {
	if day, ok := c.closure(d); ok {
		if day.Name == "" {
			return day.Kind.label(), day.Decree
		}
		return day.Name, day.Decree
	}
	if d.Weekday() == time.Sunday || d.Weekday() == time.Saturday && w != SixDays {
		return weekdayNames[d.Weekday()], ""
	}
	return "", ""
}

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
