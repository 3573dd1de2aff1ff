package complaint

import (
	"reflect"

	"loketaduan/internal/calendar"
)

// Difference tells which deadlines a change of rules may touch, so that the
// others need not be counted anew.
type Difference struct {
	All     bool          // any
	From    calendar.Date // those that reach to this day or beyond; zero = the calendars agree
	Offices []string      // all of these offices, whose settings changed
	Zones   bool          // a zone did: dates of receipt may be others
}

// Differs compares the rules with those before; nil = nobody knows them.
func (b *Rulebook) Differs(before *Rulebook) Difference {
	if before == nil {
		return Difference{All: true, Zones: true}
	}
	var d Difference
	earliest := func(day calendar.Date) {
		if d.From.IsZero() || day.Before(d.From) {
			d.From = day
		}
	}
	if b.decrees != before.decrees {
		// a scope that is the regency's binds offices whose codes do not say so
		d.All = b.decrees.Imprint().Regency != before.decrees.Imprint().Regency
		changes, declared := calendar.Diff(before.decrees, b.decrees)
		_, undeclared := calendar.Diff(b.decrees, before.decrees)
		for _, c := range changes {
			earliest(c.Day.Date)
		}
		for _, year := range append(declared, undeclared...) {
			earliest(calendar.Of(year, 1, 1))
		}
	}
	offices := map[string]bool{}
	for _, x := range []*Rulebook{b, before} {
		for office := range x.closures {
			offices[office] = true
		}
		for office := range x.settings {
			offices[office] = true
		}
	}
	for office := range offices {
		now, was := b.closedDays(office), before.closedDays(office)
		for day := range now {
			if !was[day] {
				earliest(day)
			}
		}
		for day := range was {
			if !now[day] {
				earliest(day)
			}
		}
		x, y := b.SettingsOf(office), before.SettingsOf(office)
		if !reflect.DeepEqual(x, y) {
			d.Offices = append(d.Offices, office)
			d.Zones = d.Zones || x.Zone != y.Zone
		}
	}
	return d
}

func (b *Rulebook) closedDays(office string) map[calendar.Date]bool {
	closed := map[calendar.Date]bool{}
	for i := range b.closures[office] {
		if c := &b.closures[office][i]; c.InForce() {
			for _, day := range c.Days() {
				closed[day.Date] = true
			}
		}
	}
	return closed
}
