package calendar

import (
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/rickar/cal/v2"
)

// Years that complaints and their deadlines fall in. Outside them days are
// judged one by one: slower, never wrong.
var (
	tableFirst = Of(2010, time.January, 1)
	tableLast  = Of(2040, time.December, 31)
)

// table holds what the judge said of every day of the span for one work week, as
// counts, so that counting and finding the N-th working day are lookups.
type table struct {
	judge judge
	upTo  []uint16 // upTo[i]: working days among the first i days of the span
	nth   []uint16 // nth[k]: offset in days of working day k+1 of the span
}

// bareTable is the week alone, with no day closed. Every other table is made from
// it: asking the judge of thousands of ordinary days again would say the same.
func bareTable(week WorkWeek) *table {
	if week == SixDays {
		return bareSix()
	}
	return bareFive()
}

var (
	bareFive = sync.OnceValue(func() *table { return judgeAll(judge{week: FiveDays}) })
	bareSix  = sync.OnceValue(func() *table { return judgeAll(judge{week: SixDays}) })
)

func judgeAll(j judge) *table {
	span := tableFirst.DaysUntil(tableLast) + 1
	t := &table{judge: j, upTo: make([]uint16, 1, span+1), nth: make([]uint16, 0, span)}
	for offset := range span {
		if t.judge.isWorkday(tableFirst.AddDays(offset)) {
			t.nth = append(t.nth, uint16(offset))
		}
		t.upTo = append(t.upTo, uint16(len(t.nth)))
	}
	return t
}

// closing gives the table in which further days are closed. The judge is asked of
// those days; on all others nothing changed.
func (t *table) closing(days []Day) *table {
	made := &table{judge: t.judge.closing(days)}
	var closed []int // offsets of days that are working days no more
	for _, day := range days {
		if i, ok := t.index(day.Date); ok && i > 0 && t.isWorking(day.Date) && !made.judge.isWorkday(day.Date) {
			closed = append(closed, i-1)
		}
	}
	slices.Sort(closed)
	closed = slices.Compact(closed)

	made.upTo = slices.Clone(t.upTo)
	for n, offset := range closed {
		end := len(made.upTo)
		if n+1 < len(closed) {
			end = closed[n+1] + 1
		}
		for i := offset + 1; i < end; i++ {
			made.upTo[i] -= uint16(n + 1)
		}
	}
	made.nth = make([]uint16, 0, len(t.nth))
	done := 0
	for _, offset := range closed {
		at := int(t.upTo[offset]) // its place in nth
		made.nth = append(made.nth, t.nth[done:at]...)
		done = at + 1
	}
	made.nth = append(made.nth, t.nth[done:]...)
	return made
}

// index is d's place in upTo; the day before the span has one too.
func (t *table) index(d Date) (int, bool) {
	i := int(d.n-tableFirst.n) + 1
	return i, i >= 0 && i < len(t.upTo)
}

func (t *table) isWorking(d Date) bool {
	if i, ok := t.index(d); ok && i > 0 {
		return t.upTo[i] > t.upTo[i-1]
	}
	return t.judge.isWorkday(d)
}

// count gives the working days d with from < d <= to.
func (t *table) count(from, to Date) int {
	i, fromOK := t.index(from)
	j, toOK := t.index(to)
	if fromOK && toOK {
		return max(0, int(t.upTo[j])-int(t.upTo[i]))
	}
	n := 0
	for d := from.AddDays(1); !d.After(to); d = d.AddDays(1) {
		if t.isWorking(d) {
			n++
		}
	}
	return n
}

// nthAfter gives the n-th working day after from; n is at least 1.
func (t *table) nthAfter(from Date, n int) Date {
	if i, ok := t.index(from); ok {
		if k := int(t.upTo[i]) + n; k <= len(t.nth) {
			return tableFirst.AddDays(int(t.nth[k-1]))
		}
	}
	d := from
	for n > 0 {
		d = d.AddDays(1)
		if t.isWorking(d) {
			n--
		}
	}
	return d
}

// judge decides whether an office of one work week works on a day. It is
// rickar/cal, asked one year at a time: its calendars compare a date with each
// of their holidays in turn.
type judge struct {
	week  WorkWeek
	years map[int]*cal.BusinessCalendar // those with a closed day
}

func (j judge) closing(days []Day) judge {
	made := judge{week: j.week, years: maps.Clone(j.years)}
	if made.years == nil {
		made.years = map[int]*cal.BusinessCalendar{}
	}
	for _, day := range days {
		year := day.Date.Year()
		c := made.years[year]
		if c == nil || c == j.years[year] { // never add to a calendar in use
			c = newBusinessCalendar(j.week)
			if old := j.years[year]; old != nil {
				c.AddHoliday(old.Holidays...)
			}
			made.years[year] = c
		}
		c.AddHoliday(asHoliday(day))
	}
	return made
}

func (j judge) isWorkday(d Date) bool {
	if c := j.years[d.Year()]; c != nil {
		return c.IsWorkday(d.noon())
	}
	if j.week == SixDays {
		return bareWeekSix.IsWorkday(d.noon())
	}
	return bareWeekFive.IsWorkday(d.noon())
}

var (
	bareWeekFive = newBusinessCalendar(FiveDays)
	bareWeekSix  = newBusinessCalendar(SixDays)
)

func newBusinessCalendar(week WorkWeek) *cal.BusinessCalendar {
	c := cal.NewBusinessCalendar()
	c.SetWorkday(time.Saturday, week == SixDays)
	return c
}

func asHoliday(day Day) *cal.Holiday {
	kind := cal.ObservancePublic
	if day.Kind == LocalClosure {
		kind = cal.ObservanceOther
	}
	year, month, dayOfMonth := day.Date.noon().Date()
	return &cal.Holiday{
		Name: day.Name, Description: day.Decree, Type: kind,
		StartYear: year, EndYear: year, Month: month, Day: dayOfMonth,
		// rickar's own CalcDayOfMonth works at midnight in the PC's zone, where
		// daylight saving may leave out that hour and yield the day before.
		Func: func(*cal.Holiday, int) time.Time { return day.Date.noon() },
	}
}
