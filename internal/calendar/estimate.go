package calendar

// Estimate is a holiday of an undeclared year and the dates that it may fall on.
type Estimate struct {
	Name     string // in Indonesian
	From, To Date   // equal when only one date is possible
	Kind     DayKind
}

// Estimates gives the holidays to expect in a year that is not declared, by date.
func (c *Calendar) Estimates(year int) []Estimate { return []Estimate{} }
