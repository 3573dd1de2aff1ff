package calendar

import (
	"encoding/csv"
	"maps"
	"math/rand/v2"
	"os"
	"testing"
	"time"

	"github.com/rickar/cal/v2"
)

var classes = []int{2, 5, 14, 60}

// expected2028 are the days that are sure in 2028 up to July, and the first
// possible dates of the Hijri holidays until then with their lengths. Written down
// from published calendars, not taken from this package.
var (
	expected2028 = []string{
		"2028-01-01", "2028-01-26", "2028-03-26", "2028-04-14", "2028-04-16", "2028-05-01", "2028-05-09", "2028-05-25", "2028-06-01",
	}
	hijri2028 = []struct {
		first  string
		length int
	}{{"2028-02-26", 2}, {"2028-05-05", 1}, {"2028-05-25", 1}}
	lastExpected = "2028-07-31"
)

// futures gives every way in which the spring of 2028 may turn out, each as the
// closed days of all years by their texts.
func futures(t testing.TB) []map[string]string {
	settled := daysFromFile(t)
	for _, day := range expected2028 {
		settled[day] = "perkiraan"
	}
	all := []map[string]string{settled}
	for _, holiday := range hijri2028 {
		var more []map[string]string
		for _, future := range all {
			for shift := range 3 {
				one := maps.Clone(future)
				for i := range holiday.length {
					at, _ := time.Parse(time.DateOnly, holiday.first)
					one[at.AddDate(0, 0, shift+i).Format(time.DateOnly)] = "perkiraan"
				}
				more = append(more, one)
			}
		}
		all = more
	}
	return all
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

// rickarCalendar is one plain rickar/cal calendar of all the days, made with
// rickar's own calculation and none of this package's.
func rickarCalendar(days map[string]string, week WorkWeek) *cal.BusinessCalendar {
	c := cal.NewBusinessCalendar()
	c.SetWorkday(time.Saturday, week == SixDays)
	for day, name := range days {
		at, _ := time.Parse(time.DateOnly, day)
		c.AddHoliday(&cal.Holiday{
			Name: name, StartYear: at.Year(), EndYear: at.Year(),
			Month: at.Month(), Day: at.Day(), Func: cal.CalcDayOfMonth,
		})
	}
	c.Cacheable = true
	return c
}

// plainWalk counts day by day on times and text dates. An empty answer means
// that the clock stands.
func plainWalk(works func(at time.Time, day string) bool, s Span) string {
	type stop struct{ from, to string }
	var stops []stop
	for _, p := range s.Pauses {
		if !p.RequestedOn.IsZero() {
			stops = append(stops, stop{p.RequestedOn.String(), p.CompletedOn.String()})
		}
	}
	at := time.Date(s.Received.Year(), s.Received.Month(), s.Received.Day(), 9, 0, 0, 0, time.UTC)
	for counted := 0; ; {
		at = at.AddDate(0, 0, 1)
		day := at.Format(time.DateOnly)
		waits := false
		for _, p := range stops {
			if p.from < day {
				if p.to == "" {
					return ""
				}
				waits = waits || day <= p.to
			}
		}
		if !waits && works(at, day) {
			counted++
		}
		if counted == s.WorkingDays {
			return day
		}
	}
}

// bySet knows a set of closed days and the weekend, and nothing else.
func bySet(off map[string]string, week WorkWeek) func(time.Time, string) bool {
	return func(at time.Time, day string) bool {
		return off[day] == "" && at.Weekday() != time.Sunday && (at.Weekday() != time.Saturday || week == SixDays)
	}
}

func byRickar(c *cal.BusinessCalendar) func(time.Time, string) bool {
	return func(at time.Time, _ string) bool { return c.IsWorkday(at) }
}

// peer finds deadlines by walking through every future.
type peer struct{ walks []func(Span) string }

func (p peer) deadline(t *testing.T, s Span) Deadline {
	first := p.walks[0](s)
	if first != "" && first <= "2027-12-31" {
		return Deadline{Due: date(first), Latest: date(first)}
	}
	earliest, latest, stands := "", "", false
	for i, walk := range p.walks {
		due := first
		if i > 0 {
			due = walk(s)
		}
		if due == "" {
			stands = true
			continue
		}
		if due > lastExpected {
			t.Fatalf("%+v: due %s, beyond what the futures hold", s, due)
		}
		if earliest == "" || due < earliest {
			earliest = due
		}
		latest = max(latest, due)
	}
	d := Deadline{Provisional: true, Paused: earliest == ""}
	if earliest != "" {
		d.Due = date(earliest)
		if !stands {
			d.Latest = date(latest)
		}
	}
	return d
}

// Every receipt day of the declared years, every class and week, without pauses
// and with random ones, against a plain walk over the file's days and against
// rickar/cal. Where 2028 is needed the earliest and the latest date must be those
// of all its possible futures, walked one by one.
func TestEqualsPeersOnEveryDay(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	possible := futures(t)
	spans, provisional, paused := 0, 0, 0
	for _, week := range []WorkWeek{FiveDays, SixDays} {
		var plain, rickar peer
		for _, future := range possible {
			c := rickarCalendar(future, week)
			plain.walks = append(plain.walks, func(s Span) string { return plainWalk(bySet(future, week), s) })
			rickar.walks = append(rickar.walks, func(s Span) string {
				if len(s.Pauses) == 0 {
					return c.WorkdaysFrom(s.Received.noon(), s.WorkingDays).Format(time.DateOnly)
				}
				return plainWalk(byRickar(c), s)
			})
		}
		for d := Of(2017, 1, 1); d.Year() < 2028; d = d.AddDays(1) {
			at := time.Date(d.Year(), d.Month(), d.Day(), 9, 0, 0, 0, WITA)
			if got, want := Embedded().IsWorkingDay(d, week), bySet(possible[0], week)(at, d.String()); got != want {
				t.Fatalf("%v, week %d: working %v, by the file %v", d, week, got, want)
			}
			for _, n := range classes {
				for _, pauses := range [][]Pause{nil, randomPauses(random, d), randomPauses(random, d)} {
					s := Span{Received: d, WorkingDays: n, Week: week, Pauses: pauses}
					got := Embedded().Due(s)
					if want := plain.deadline(t, s); got != want {
						t.Fatalf("%+v: %+v, walk %+v", s, got, want)
					}
					if want := rickar.deadline(t, s); got != want {
						t.Fatalf("%+v: %+v, rickar %+v", s, got, want)
					}
					spans++
					if got.Paused {
						paused++
					} else if got.Provisional {
						provisional++
					}
					if spans%7 == 0 || got.Provisional {
						checkExplained(t, Embedded(), s)
					}
				}
			}
		}
	}
	t.Logf("%d spans equal, %d of them estimated, %d standing", spans, provisional, paused)
	if spans < 90_000 || provisional < 500 || paused < 100 {
		t.Error("the comparison did not see enough")
	}
}

func randomPauses(random *rand.Rand, received Date) (made []Pause) {
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

// The tables end in 2040 and begin in 2010; counting must not show it.
func TestEqualsPlainWalkAroundTheTables(t *testing.T) {
	for _, start := range []Date{Of(2009, 10, 1), Of(2040, 9, 1), Of(1995, 3, 3), Of(2099, 11, 20)} {
		for i := range 200 {
			s := Span{Received: start.AddDays(i), WorkingDays: classes[i%len(classes)], Week: WorkWeek(5 + i%2)}
			want := plainWalk(bySet(nil, s.Week), s)
			if got := Embedded().Due(s); got != (Deadline{Due: date(want), Provisional: true}) {
				t.Fatalf("%+v: %+v, walk %s", s, got, want)
			}
			if n := Embedded().WorkingDaysAfter(s.Received, date(want), s.Week); n != s.WorkingDays {
				t.Fatalf("%+v: %d working days to %v", s, n, want)
			}
		}
	}
	if n := Embedded().WorkingDaysAfter(Of(1900, 1, 1), Of(2100, 1, 1), SixDays); n <= 365*200*6/7-350 || n >= 365*200*6/7+50 {
		t.Errorf("two centuries: %d", n)
	}
}
