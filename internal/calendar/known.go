package calendar

import (
	"cmp"
	"slices"
	"strings"
)

// Calendar gives the newest state of the record for an office: its days are those
// of the whole country and those whose scope binds the office; with "" only the
// national ones. Calendars are kept: ask again rather than hold on to one.
func (r *Decrees) Calendar(office string) *Calendar {
	return r.calendar(r.Revision().Decreed, office)
}

// AsOf gives the calendar for an office as it was known at the end of a day:
// every amendment decreed later is undone, and years whose base decree came later
// are not declared. From the newest decree on it is the same as Calendar.
//
// The dates of a few election days' decrees are not on record; those days are
// taken as known since the base decree of their year.
func (r *Decrees) AsOf(d Date, office string) *Calendar {
	return r.calendar(r.newestOn(d), office)
}

// newestOn gives the date of the newest decree known on a day, zero when none was.
func (r *Decrees) newestOn(d Date) Date {
	i, found := slices.BinarySearchFunc(r.dates, d, Date.Compare)
	switch {
	case found:
		return d
	case i == 0:
		return Date{}
	}
	return r.dates[i-1]
}

// calendar makes the calendar of one revision once for all offices that the same
// scopes bind: a record has few revisions and most offices no closure of their own.
func (r *Decrees) calendar(newest Date, office string) *Calendar {
	key := newest.String()
	for _, scope := range r.scopes {
		if r.binds(scope, office) {
			key += " " + scope
		}
	}
	r.making.Lock()
	defer r.making.Unlock()
	if c, ok := r.made[key]; ok {
		return c
	}
	days, declared := r.knownOn(newest)
	days = slices.DeleteFunc(days, func(day Day) bool { return !r.binds(day.Scope, office) })
	name := newest.String()
	if whole := r.Revision(); newest == whole.Decreed {
		name = whole.String()
	}
	c := newCalendar(name, declared, days)
	r.made[key] = c
	return c
}

// knownOn gives the days closed and the years declared as they were known at the
// end of a day.
func (r *Decrees) knownOn(asOf Date) (days []Day, declared map[int]bool) {
	bases, declared := map[int]base{}, map[int]bool{}
	for _, b := range r.bases {
		if !b.on.After(asOf) {
			bases[b.year], declared[b.year] = b, true
		}
	}

	closed := make(map[place]Day, len(r.days))
	for _, day := range r.days {
		closed[day.place()] = day
	}
	type part struct {
		year  int
		scope string
	}
	changedLater := map[part]bool{}
	known := len(r.amendments)
	for ; known > 0 && r.amendments[known-1].on.After(asOf); known-- {
		a := r.amendments[known-1]
		changedLater[part{a.day.Date.Year(), a.day.Scope}] = true
		if a.withdraw {
			day := a.named()
			day.Decree, day.DecreedOn = "", Date{} // those of the withdrawal
			closed[a.day.place()] = day
		} else {
			delete(closed, a.day.place())
		}
	}
	added := map[place]Day{}
	for _, a := range r.amendments[:known] {
		if !a.withdraw {
			added[a.day.place()] = a.day
		}
	}

	days = make([]Day, 0, len(closed))
	for at, day := range closed {
		if b, ok := bases[at.date.Year()]; ok {
			days = append(days, attribute(day, added[at], b, changedLater[part{at.date.Year(), at.scope}]))
		}
	}
	slices.SortFunc(days, compareDays)
	return days, declared
}

// attribute names the decree that a closed day rested on. The record holds the
// final decree of each year, which would be an anachronism for a calendar whose
// later amendments were undone.
func attribute(day, added Day, b base, changedLater bool) Day {
	switch {
	case !added.Date.IsZero():
		day.DecreedOn = added.DecreedOn
		if changedLater {
			day.Decree = added.Decree
		}
	case day.Kind == ElectionDay || day.Scope != "":
		// Election days and closures of a region come by decrees of their own,
		// whose date is not on record unless they are amendments.
		day.Decree = cmp.Or(day.Decree, b.decree)
	default:
		day.DecreedOn = b.on
		if changedLater {
			day.Decree = b.decree
		}
	}
	return day
}

// Step is what the decrees of one day changed.
type Step struct {
	On      Date
	Decree  string // their names, joined by "; "
	Years   []int  // years that they declared
	Added   []Day  // sorted by date; of a newly declared year all its days
	Removed []Day
}

// Steps gives the changes decreed on the days d with from < d <= to, oldest first,
// of every scope: applied to the days known on from they give those known on to.
// An unchanged day may name another decree afterwards, because an amendment
// restates its year. They are made once for all who ask: do not change them.
func (r *Decrees) Steps(from, to Date) []Step {
	r.stepping.Do(r.step)
	after := func(s Step, d Date) int {
		if s.On.After(d) {
			return 1
		}
		return -1
	}
	i, _ := slices.BinarySearchFunc(r.steps, from, after)
	j, _ := slices.BinarySearchFunc(r.steps, to, after)
	return r.steps[i:max(i, j):max(i, j)]
}

// step makes the steps of the whole record.
func (r *Decrees) step() {
	r.steps = []Step{}
	var before []Day
	for _, on := range r.dates {
		after, _ := r.knownOn(on)
		step := Step{On: on, Years: []int{}}
		var names []string
		for _, b := range r.bases {
			if b.on == on {
				step.Years = append(step.Years, b.year)
				names = append(names, b.decree)
			}
		}
		for _, a := range r.amendments {
			// The record lists what a base decree said at first, and was changed
			// later, as amendments of its own day: "SKB ... (asal 2017)".
			if a.on == on && !slices.ContainsFunc(names, func(name string) bool { return strings.HasPrefix(a.day.Decree, name) }) {
				names = append(names, a.day.Decree)
			}
		}
		step.Decree = strings.Join(names, "; ")
		step.Added, step.Removed = missing(before, after), missing(after, before)
		r.steps = append(r.steps, step)
		before = after
	}
}

// missing gives the days of more that have no like in base.
func missing(base, more []Day) []Day {
	there := make(map[identity]bool, len(base))
	for _, day := range base {
		there[day.identity()] = true
	}
	found := []Day{}
	for _, day := range more {
		if !there[day.identity()] {
			found = append(found, day)
		}
	}
	return found
}

func later(a, b Date) Date {
	if a.After(b) {
		return a
	}
	return b
}
