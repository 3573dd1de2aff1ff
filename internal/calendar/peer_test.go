package calendar

import (
	"encoding/csv"
	"math/rand/v2"
	"os"
	"testing"
	"time"

	"github.com/rickar/cal/v2"
)

var classes = []int{2, 5, 14, 60}

// rickarCalendar is one plain rickar/cal calendar of all the days, made from the
// file with rickar's own calculation and none of this package's.
func rickarCalendar(t testing.TB, week WorkWeek) *cal.BusinessCalendar {
	c := cal.NewBusinessCalendar()
	c.SetWorkday(time.Saturday, week == SixDays)
	for day, name := range daysFromFile(t) {
		at, _ := time.Parse(time.DateOnly, day)
		c.AddHoliday(&cal.Holiday{
			Name: name, StartYear: at.Year(), EndYear: at.Year(),
			Month: at.Month(), Day: at.Day(), Func: cal.CalcDayOfMonth,
		})
	}
	c.Cacheable = true
	return c
}

func daysFromFile(t testing.TB) map[string]string {
	file, err := os.Open("data/holidays.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	days := map[string]string{}
	for _, row := range rows[1:] {
		days[row[0]] = row[2]
	}
	return days
}

func TestEqualsRickarOnEveryDay(t *testing.T) {
	for _, week := range []WorkWeek{FiveDays, SixDays} {
		peer := rickarCalendar(t, week)
		for d := Of(2017, 1, 1); d.Year() < 2028; d = d.AddDays(1) {
			at := time.Date(d.Year(), d.Month(), d.Day(), 9, 0, 0, 0, WITA)
			if got, want := Embedded().IsWorkingDay(d, week), peer.IsWorkday(at); got != want {
				t.Fatalf("%v, week %d: working %v, rickar %v", d, week, got, want)
			}
			for _, n := range classes {
				got := Embedded().Due(Span{Received: d, WorkingDays: n, Week: week})
				if want := DateIn(peer.WorkdaysFrom(at, n), WITA); got.Due != want {
					t.Fatalf("%v + %d, week %d: %v, rickar %v", d, n, week, got.Due, want)
				}
			}
		}
	}
}

// plainWalk counts day by day on times and text dates. An empty answer means
// that the clock stands.
func plainWalk(off map[string]string, s Span) string {
	at := time.Date(s.Received.Year(), s.Received.Month(), s.Received.Day(), 0, 0, 0, 0, time.UTC)
	for counted := 0; ; {
		at = at.Add(24 * time.Hour)
		day := at.Format(time.DateOnly)
		skipped := off[day] != "" || at.Weekday() == time.Sunday || at.Weekday() == time.Saturday && s.Week != SixDays
		for _, p := range s.Pauses {
			from, to := p.RequestedOn.String(), p.CompletedOn.String()
			if from != "" && from < day {
				if to == "" {
					return ""
				}
				skipped = skipped || day <= to
			}
		}
		if !skipped {
			counted++
		}
		if counted == s.WorkingDays {
			return day
		}
	}
}

func TestEqualsPlainWalk(t *testing.T) {
	off := daysFromFile(t)
	random := rand.New(rand.NewPCG(1, 2))
	pauses := func(received Date) (made []Pause) {
		for range random.IntN(4) {
			p := Pause{RequestedOn: received.AddDays(random.IntN(100) - 5)}
			p.CompletedOn = p.RequestedOn.AddDays(random.IntN(40) - 5)
			switch random.IntN(12) {
			case 0:
				p.CompletedOn = Date{}
			case 1:
				p.RequestedOn = Date{}
			}
			made = append(made, p)
		}
		return made
	}
	for d := Of(2017, 1, 1); d.Year() < 2028; d = d.AddDays(1) {
		for _, week := range []WorkWeek{FiveDays, SixDays} {
			n := classes[random.IntN(len(classes))]
			for _, held := range [][]Pause{nil, pauses(d), pauses(d)} {
				s := Span{Received: d, WorkingDays: n, Week: week, Pauses: held}
				got := Embedded().Due(s)
				if want := plainWalk(off, s); got.Due.String() != want || got.Paused != (want == "") {
					t.Fatalf("%+v: %+v, walk %q", s, got, want)
				}
				checkExplained(t, Embedded(), s)
			}
		}
	}
}

// The tables end in 2040 and begin in 2010; counting must not show it.
func TestEqualsPlainWalkAroundTheTables(t *testing.T) {
	for _, start := range []Date{Of(2009, 10, 1), Of(2040, 9, 1), Of(1995, 3, 3), Of(2099, 11, 20)} {
		for i := range 200 {
			s := Span{Received: start.AddDays(i), WorkingDays: classes[i%len(classes)], Week: WorkWeek(5 + i%2)}
			got := Embedded().Due(s)
			if got.Due.String() != plainWalk(nil, s) || !got.Provisional {
				t.Fatalf("%+v: %+v, walk %s", s, got, plainWalk(nil, s))
			}
			if n := Embedded().WorkingDaysAfter(s.Received, got.Due, s.Week); n != s.WorkingDays {
				t.Fatalf("%+v: %d working days to %v", s, n, got.Due)
			}
		}
	}
	if n := Embedded().WorkingDaysAfter(Of(1900, 1, 1), Of(2100, 1, 1), SixDays); n <= 365*200*6/7-300 || n >= 365*200*6/7+50 {
		t.Errorf("two centuries: %d", n)
	}
}

func receipts() []Date {
	random := rand.New(rand.NewPCG(3, 4))
	var dates []Date
	for range 4096 {
		dates = append(dates, Of(2017, 1, 1).AddDays(random.IntN(11*365)))
	}
	return dates
}

func BenchmarkDue(b *testing.B) {
	dates, c := receipts(), Embedded()
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		c.Due(Span{Received: dates[i%len(dates)], WorkingDays: 60, Week: FiveDays})
	}
}

// BenchmarkRickarWorkdaysFrom walks over the same receipts with rickar's cache as
// it comes, without it, and with one that is large enough for every day.
func BenchmarkRickarWorkdaysFrom(b *testing.B) {
	for _, x := range []struct {
		name string
		size int
	}{{"cached", cal.CacheMaxSize}, {"uncached", 0}, {"all cached", 1 << 20}} {
		b.Run(x.name, func(b *testing.B) {
			defer func(size int) { cal.CacheMaxSize = size }(cal.CacheMaxSize)
			cal.CacheMaxSize = x.size
			c := rickarCalendar(b, FiveDays)
			c.Cacheable = x.size > 0
			var times []time.Time
			for _, d := range receipts() {
				times = append(times, d.noon())
			}
			c.WorkdaysFrom(Of(2016, 12, 31).noon(), 3000)
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				c.WorkdaysFrom(times[i%len(times)], 60)
			}
		})
	}
}

func BenchmarkWith(b *testing.B) {
	closure := []Day{{Date: Of(2026, 3, 2), Kind: LocalClosure, Name: "Banjir"}}
	for b.Loop() {
		Embedded().With(closure)
	}
}
