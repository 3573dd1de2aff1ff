package calendar

import "slices"

// At gives the record as it stood at the end of a day: decrees signed later are
// gone, not only undone as in AsOf, so that it has the revision of that day and
// can be issued as a package. The record of a day before the first decree
// declares no year, and Check refuses it.
func (r *Decrees) At(d Date) *Decrees {
	known := r.newestOn(d)
	if known == r.Revision().Decreed {
		return r
	}
	imprint := r.imprint
	imprint.Edition = 1 // later editions are corrections of a newer record
	bases := slices.DeleteFunc(slices.Clone(r.bases), func(b base) bool { return b.on.After(known) })
	amendments := slices.DeleteFunc(slices.Clone(r.amendments), func(a amendment) bool { return a.on.After(known) })
	days, _ := r.knownOn(known)
	for i := range days {
		days[i].DecreedOn = Date{} // follows from bases and amendments, see attribute
	}
	return newDecrees(imprint, bases, days, amendments)
}

// Days gives the final state of a year, days of every scope, sorted by date.
func (r *Decrees) Days(year int) []Day {
	days, _ := r.knownOn(r.Revision().Decreed)
	return slices.DeleteFunc(days, func(d Day) bool { return d.Date.Year() != year })
}
