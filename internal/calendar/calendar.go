package calendar

import (
	"fmt"
	"hash/fnv"
	"slices"
)

// Calendar holds the days closed by decree, what is expected of the years that are
// not declared, and the counts made from both. It never changes after it was built
// and is safe for concurrent use.
type Calendar struct {
	revision string // of the record, without the closures of With
	declared map[int]bool
	known    period // declared years without a gap, to the last one
	days     []Day  // sorted by compareDays
	added    []Day  // those of them that came by With
	outlook  outlook
	five     *table
	six      *table
}

type period struct{ from, to Date }

// Embedded gives the national calendar shipped with the program, every amendment
// applied: the decrees of 2017 to 2027.
func Embedded() *Calendar { return EmbeddedDecrees().Calendar("") }

// EmbeddedAsOf gives the embedded calendar as it was known at the end of a day,
// see Decrees.AsOf.
func EmbeddedAsOf(d Date) *Calendar { return EmbeddedDecrees().AsOf(d, "") }

func newCalendar(revision string, declared map[int]bool, days []Day) *Calendar {
	c := &Calendar{
		revision: revision, declared: declared, known: lastYears(declared), days: days, outlook: expect(declared),
	}
	closed := slices.Concat(days, c.outlook.closedDays())
	c.five, c.six = bareTable(FiveDays).closing(closed), bareTable(SixDays).closing(closed)
	return c
}

// lastYears gives the declared years up to the last one back to the first gap.
func lastYears(declared map[int]bool) period {
	last := 0
	for year := range declared {
		last = max(last, year)
	}
	if last == 0 {
		return period{}
	}
	first := last
	for declared[first-1] {
		first--
	}
	return period{Of(first, 1, 1), Of(last, 12, 31)}
}

// Revision names the record that the calendar was made from, such as "2026-09-15",
// see ParseRevision; days brought in by With add a suffix that is the same for the
// same days. It is "" before the first decree on record.
func (c *Calendar) Revision() string {
	if len(c.added) == 0 {
		return c.revision
	}
	sum := fnv.New32a()
	for _, day := range c.added {
		fmt.Fprintf(sum, "%q\n", []string{
			day.Date.String(), string(day.Kind), day.Name, day.Decree, day.DecreedOn.String(), day.Scope,
		})
	}
	return fmt.Sprintf("%s+%08x", c.revision, sum.Sum32())
}

// With gives a calendar in which further days are closed, such as closures of
// the regency or of one office. Every day given is closed, whatever its scope:
// choosing the scopes that bind an office is the caller's part. Days without a
// date are left out. A year does not become declared by it.
func (c *Calendar) With(days []Day) *Calendar {
	added := slices.Concat(c.added, days)
	added = slices.DeleteFunc(added, func(day Day) bool { return day.Date.IsZero() })
	slices.SortFunc(added, compareDays)
	added = slices.Compact(added)
	if len(added) == len(c.added) {
		return c
	}
	made := *c
	made.added = added
	made.days = make([]Day, len(c.days), len(c.days)+len(added))
	copy(made.days, c.days)
	var fresh []Day
	for _, day := range added {
		if i, found := slices.BinarySearchFunc(made.days, day, compareDays); !found {
			made.days = slices.Insert(made.days, i, day)
			fresh = append(fresh, day)
		}
	}
	made.five, made.six = c.five.closing(fresh), c.six.closing(fresh)
	return &made
}

// Declared reports whether the base decree of the date's year is known.
func (c *Calendar) Declared(d Date) bool { return c.declared[d.Year()] }

// IsWorkingDay reports whether an office of that week works on d. In a year that
// is not declared only weekends, days brought in by With and estimated holidays of
// one possible date are off, and a Hijri holiday closes none of its possible
// dates: ask Declared too. No date is not a working day.
func (c *Calendar) IsWorkingDay(d Date, w WorkWeek) bool {
	return !d.IsZero() && c.table(w).isWorking(d)
}

// Days gives the days off by decree from one date to another, both included,
// sorted by date, national ones first within a date. No date as a bound leaves
// that side open.
func (c *Calendar) Days(from, to Date) []Day {
	found := c.days[c.position(from):]
	if !to.IsZero() {
		found = found[:max(0, c.position(to.AddDays(1))-c.position(from))]
	}
	return append([]Day{}, found...)
}

// WorkingDaysAfter gives the number of working days d with from < d <= to, and 0
// when to is not later than from or either is no date. In years that are not
// declared it is the most that there can be.
func (c *Calendar) WorkingDaysAfter(from, to Date, w WorkWeek) int {
	if from.IsZero() || to.IsZero() {
		return 0
	}
	t := c.table(w)
	n := t.count(from, to)
	for _, b := range c.outlook.blocksFrom(from.AddDays(1)) {
		if b.from.After(to) {
			break
		}
		var seen tally
		for d := later(b.from, from.AddDays(1)); !d.After(b.to) && !d.After(to); d = d.AddDays(1) {
			if t.isWorking(d) {
				b.take(&seen, d)
			}
		}
		n -= seen.least()
	}
	return n
}

// closure gives the day off by decree on d, the national one before a local one.
func (c *Calendar) closure(d Date) (Day, bool) {
	i := c.position(d)
	if i == len(c.days) || c.days[i].Date != d {
		return Day{}, false
	}
	return c.days[i], true
}

func (c *Calendar) position(d Date) int {
	i, _ := slices.BinarySearchFunc(c.days, d, func(day Day, d Date) int { return day.Date.Compare(d) })
	return i
}

func (c *Calendar) table(w WorkWeek) *table {
	if w == SixDays {
		return c.six
	}
	return c.five
}

func (c *Calendar) declaredThrough(from, to Date) bool {
	if !from.Before(c.known.from) && !to.After(c.known.to) {
		return true
	}
	for year := from.Year(); year <= to.Year(); year++ {
		if !c.declared[year] {
			return false
		}
	}
	return true
}

// estimatedThrough reports whether every year that is touched is declared or
// estimated.
func (c *Calendar) estimatedThrough(from, to Date) bool {
	for year := from.Year(); year <= to.Year(); year++ {
		if _, ok := c.outlook.sureOn(Of(year, 1, 1)); !ok && !c.declared[year] {
			return false
		}
	}
	return true
}
