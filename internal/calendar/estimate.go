package calendar

import (
	"cmp"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/hablullah/go-hijri"
)

// Estimate is a holiday of an undeclared year and the dates that it may fall on.
type Estimate struct {
	Name     string // in Indonesian
	From, To Date   // equal when only one date is possible
	Kind     DayKind
}

// Years whose Imlek, Nyepi and Waisak are on the table below. No other year is
// estimated: what is not known is not made up.
const firstEstimated, lastEstimated = 2017, 2030

// The decreed dates of 2017 to 2027 and, for the years after, those of the Chinese
// calendar, the Saka calendar and the Buddhist calendar as published in advance.
var lunarDays = [...]struct{ imlek, nyepi, waisak Date }{
	{Of(2017, time.January, 28), Of(2017, time.March, 28), Of(2017, time.May, 11)},
	{Of(2018, time.February, 16), Of(2018, time.March, 17), Of(2018, time.May, 29)},
	{Of(2019, time.February, 5), Of(2019, time.March, 7), Of(2019, time.May, 19)},
	{Of(2020, time.January, 25), Of(2020, time.March, 25), Of(2020, time.May, 7)},
	{Of(2021, time.February, 12), Of(2021, time.March, 14), Of(2021, time.May, 26)},
	{Of(2022, time.February, 1), Of(2022, time.March, 3), Of(2022, time.May, 16)},
	{Of(2023, time.January, 22), Of(2023, time.March, 22), Of(2023, time.June, 4)},
	{Of(2024, time.February, 10), Of(2024, time.March, 11), Of(2024, time.May, 23)},
	{Of(2025, time.January, 29), Of(2025, time.March, 29), Of(2025, time.May, 12)},
	{Of(2026, time.February, 17), Of(2026, time.March, 19), Of(2026, time.May, 31)},
	{Of(2027, time.February, 6), Of(2027, time.March, 8), Of(2027, time.May, 20)},
	{Of(2028, time.January, 26), Of(2028, time.March, 26), Of(2028, time.May, 9)},
	{Of(2029, time.February, 13), Of(2029, time.March, 15), Of(2029, time.May, 27)},
	{Of(2030, time.February, 3), Of(2030, time.March, 5), Of(2030, time.May, 16)},
}

// sureDays gives the holidays of an estimated year that have one possible date,
// with the names that the newest decrees use.
func sureDays(year int) []Estimate {
	lunar := lunarDays[year-firstEstimated]
	easter := easterSunday(year)
	days := []Estimate{}
	add := func(d Date, format string, a ...any) {
		days = append(days, Estimate{Name: fmt.Sprintf(format, a...), From: d, To: d, Kind: NationalHoliday})
	}
	add(Of(year, time.January, 1), "Tahun Baru %d Masehi", year)
	add(lunar.imlek, "Tahun Baru Imlek %d Kongzili", year+551)
	add(lunar.nyepi, "Hari Suci Nyepi (Tahun Baru Saka %d)", year-78)
	add(easter.AddDays(-2), "Wafat Yesus Kristus")
	if year >= 2024 { // named by the decrees since then; a Sunday, so it changes no count
		add(easter, "Kebangkitan Yesus Kristus (Paskah)")
	}
	add(Of(year, time.May, 1), "Hari Buruh Internasional")
	add(easter.AddDays(39), "Kenaikan Yesus Kristus")
	add(lunar.waisak, "Hari Raya Waisak %d BE", year+544)
	add(Of(year, time.June, 1), "Hari Lahir Pancasila")
	add(Of(year, time.August, 17), "Proklamasi Kemerdekaan")
	add(Of(year, time.December, 25), "Kelahiran Yesus Kristus (Natal)")
	return days
}

// easterSunday is the Gregorian computus in the form of Meeus and Butcher.
func easterSunday(year int) Date {
	a, b, c := year%19, year/100, year%100
	g := (8*b + 13) / 25
	h := (19*a + b - b/4 - g + 15) % 30
	i, k := c/4, c%4
	l := (32 + 2*(b%4) + 2*i - h - k) % 7
	m := (a + 11*h + 19*l) / 433
	month := (h + l - 7*m + 90) / 25
	return Of(year, time.Month(month), (h+l-7*m+33*month+19)%32)
}

// A Hijri holiday falls on its Umm al-Qura date or up to spread days later: of 56
// decreed from 2017 to 2027, 35 fell on it, the others one or two days after, none
// before. Published tables of Umm al-Qura differ by a day in a few months to come
// (27 Rajab 1451, 1 Muharam 1452); go-hijri's is the earlier one, and the spread
// covers the other.
const spread = 2

// block is a Hijri holiday of one year: its days follow each other and shift
// together.
type block struct {
	first    Date     // earliest possible first day
	names    []string // of each of its days
	from, to Date     // possible dates that lie in estimated years; others are decreed
}

// hijriBlocks gives every Hijri holiday that may touch an estimated year, by date.
// They are at least two weeks apart, so no date belongs to two of them.
var hijriBlocks = sync.OnceValue(func() []block {
	var blocks []block
	for year := int64(1438); year <= 1453; year++ {
		for _, x := range []struct {
			month, day int64
			names      []string
		}{
			{1, 1, []string{"Tahun Baru Islam %d H"}},
			{3, 12, []string{"Maulid Nabi Muhammad SAW %d H"}},
			{7, 27, []string{"Isra Mikraj Nabi Muhammad SAW %d H"}},
			{10, 1, []string{"Idulfitri %d H", "Idulfitri %d H (hari kedua)"}},
			{12, 10, []string{"Iduladha %d H"}},
		} {
			at := hijri.UmmAlQuraDate{Year: year, Month: x.month, Day: x.day}.ToGregorian()
			b := block{first: Of(at.Date())}
			for _, name := range x.names {
				b.names = append(b.names, fmt.Sprintf(name, year))
			}
			b.from, b.to = b.first, b.first.AddDays(spread+len(b.names)-1)
			if b.to.Year() >= firstEstimated && b.from.Year() <= lastEstimated {
				blocks = append(blocks, b)
			}
		}
	}
	slices.SortFunc(blocks, func(a, b block) int { return a.first.Compare(b.first) })
	return blocks
})

// onDay gives what the block may be on a date within it.
func (b *block) onDay(d Date) Estimate {
	i := min(max(0, b.first.AddDays(spread).DaysUntil(d)), len(b.names)-1)
	return Estimate{
		Name: b.names[i], From: b.first.AddDays(i), To: b.first.AddDays(i + spread), Kind: NationalHoliday,
	}
}

// tally counts, for each possible first day of a block, how many working days the
// block has closed so far. The least of the counts is what surely was closed, the
// most what may have been; neither grows by more than one a day.
type tally [spread + 1]int

func (b *block) take(t *tally, d Date) {
	for shift := range t {
		if i := b.first.AddDays(shift).DaysUntil(d); i >= 0 && i < len(b.names) {
			t[shift]++
		}
	}
}

func (t *tally) least() int { return slices.Min(t[:]) }
func (t *tally) most() int  { return slices.Max(t[:]) }

// outlook is what a calendar expects of the years that are not declared.
type outlook struct {
	sure   []Estimate // by date
	blocks []block    // by date
}

// expect makes the outlook of a calendar: for the undeclared years after the first
// declared one, as far as they can be estimated.
func expect(declared map[int]bool) outlook {
	var o outlook
	first := lastEstimated
	for year := range declared {
		first = min(first, year)
	}
	estimated := func(year int) bool {
		return year > first && year >= firstEstimated && year <= lastEstimated && !declared[year]
	}
	for year := firstEstimated; year <= lastEstimated; year++ {
		if estimated(year) {
			o.sure = append(o.sure, sureDays(year)...)
		}
	}
	slices.SortStableFunc(o.sure, compareEstimates)
	for _, b := range hijriBlocks() {
		for !b.from.After(b.to) && !estimated(b.from.Year()) {
			b.from = b.from.AddDays(1)
		}
		for !b.from.After(b.to) && !estimated(b.to.Year()) {
			b.to = b.to.AddDays(-1)
		}
		if !b.from.After(b.to) {
			o.blocks = append(o.blocks, b)
		}
	}
	return o
}

func compareEstimates(a, b Estimate) int {
	return cmp.Or(a.From.Compare(b.From), a.To.Compare(b.To))
}

// closedDays gives the sure ones as days, for the tables.
func (o *outlook) closedDays() []Day {
	days := make([]Day, 0, len(o.sure))
	for _, e := range o.sure {
		days = append(days, Day{Date: e.From, Kind: e.Kind, Name: e.Name})
	}
	return days
}

// sureOn gives the estimate that closes d for certain.
func (o *outlook) sureOn(d Date) (Estimate, bool) {
	i, found := slices.BinarySearchFunc(o.sure, d, func(e Estimate, d Date) int { return e.From.Compare(d) })
	if !found {
		return Estimate{}, false
	}
	return o.sure[i], true
}

// blocksFrom gives the blocks that may close d or a later day.
func (o *outlook) blocksFrom(d Date) []block {
	i, _ := slices.BinarySearchFunc(o.blocks, d, func(b block, d Date) int { return b.to.Compare(d) })
	return o.blocks[i:]
}

// Estimates gives the holidays to expect in a year that is not declared, by date:
// empty for a declared year and for one that cannot be estimated. Cuti bersama and
// elections are not among them, because nobody can foresee them.
func (c *Calendar) Estimates(year int) []Estimate {
	found := []Estimate{}
	for _, e := range c.outlook.sure {
		if e.From.Year() == year {
			found = append(found, e)
		}
	}
	for _, b := range c.outlook.blocks {
		if b.from.Year() != year && b.to.Year() != year {
			continue
		}
		for i, name := range b.names {
			from := b.first.AddDays(i)
			found = append(found, Estimate{Name: name, From: from, To: from.AddDays(spread), Kind: NationalHoliday})
		}
	}
	slices.SortStableFunc(found, compareEstimates)
	return found
}
