package calendar

import "fmt"

// RangeText gives a deadline for the screen and for paper: the one date when it
// is settled or both ends of an estimate are equal, "27 Feb – 2 Mar 2028" for an
// estimate, "paling cepat 27 Feb 2031" when its latest end is not known, and ""
// when there is no date.
func RangeText(d Deadline) string {
	switch {
	case d.Due.IsZero(), !d.Provisional, d.Latest == d.Due:
		return d.Due.Text()
	case d.Latest.IsZero():
		return "paling cepat " + d.Due.Text()
	}
	return between(d.Due, d.Latest)
}

// between gives both dates with what they share written once.
func between(from, to Date) string {
	switch {
	case from == to:
		return to.Text()
	case from.Year() != to.Year():
		return from.Text() + " – " + to.Text()
	case from.Month() != to.Month():
		return fmt.Sprintf("%d %s – %s", from.Day(), shortMonths[from.Month()-1], to.Text())
	}
	return fmt.Sprintf("%d – %s", from.Day(), to.Text())
}
