package calendar

import (
	"slices"
	"sync"
	"testing"
	"time"
)

func date(s string) Date {
	d, err := ParseDate(s)
	if err != nil {
		panic(s)
	}
	return d
}

func TestEmbeddedHoldsTheDecrees(t *testing.T) {
	c := Embedded()
	if c.Revision() != "2026-09-15" {
		t.Errorf("revision %q", c.Revision())
	}
	if n := len(c.Days(Date{}, Date{})); n != 263 {
		t.Errorf("%d days", n)
	}
	for year := 2015; year < 2030; year++ {
		if got, want := c.Declared(Of(year, time.May, 5)), year >= 2017 && year <= 2027; got != want {
			t.Errorf("%d declared: %v", year, got)
		}
	}
	if c.Declared(Date{}) || c.IsWorkingDay(Date{}, FiveDays) {
		t.Error("no date is neither declared nor a working day")
	}
	for _, day := range c.Days(Date{}, Date{}) {
		if day.Date.IsZero() || day.Name == "" || day.Decree == "" || day.Scope != "" {
			t.Errorf("incomplete day %+v", day)
		}
		if day.DecreedOn.IsZero() != (day.Kind == ElectionDay && day.Date.Year() != 2018 && day.Date.Year() != 2020) {
			t.Errorf("%v decreed on %q", day.Date, day.DecreedOn)
		}
	}
}

// Undoing an amendment means nothing unless it was in force: every recorded
// change must find the days in the state that it changes.
func TestAmendmentsFitTheFinalState(t *testing.T) {
	r := embeddedDecrees()
	closed := map[Date]bool{}
	for _, day := range r.days {
		if closed[day.Date] {
			t.Errorf("%v twice", day.Date)
		}
		closed[day.Date] = true
	}
	for _, a := range slices.Backward(r.amendments) {
		if closed[a.day.Date] == a.withdraw {
			t.Errorf("%v: withdraw=%v of %v does not fit", a.on, a.withdraw, a.day.Date)
		}
		closed[a.day.Date] = a.withdraw
		if !slices.ContainsFunc(r.bases, func(b base) bool {
			return b.year == a.day.Date.Year() && !a.on.Before(b.on)
		}) {
			t.Errorf("%v: before the base decree of %d", a.on, a.day.Date.Year())
		}
	}
}

func TestAsOf(t *testing.T) {
	for _, c := range []struct{ asOf, day, decree string }{
		{"2020-03-08", "2020-05-26", "SKB 728/213/01 2019 (asal 2020)"},
		{"2020-03-08", "2020-05-28", ""},
		{"2020-03-09", "2020-05-28", "SKB 174/01/01 2020"},
		{"2020-04-08", "2020-05-28", "SKB 174/01/01 2020"},
		{"2020-04-09", "2020-05-28", ""},
		{"2020-05-19", "2020-05-22", "SKB 728/213/01 2019 (asal 2020)"},
		{"2020-05-20", "2020-05-22", ""},
		{"2020-03-08", "2020-12-25", "SKB 728/213/01 2019"},
		{"2016-05-01", "2017-06-23", "SKB 135/109/01 2016 (asal 2017)"},
		{"2016-12-01", "2017-06-23", ""},
		{"2017-06-15", "2017-06-23", "Keppres 18/2017 (15-06-2017)"},
		{"2016-04-13", "2017-12-25", ""},
		{"2022-07-06", "2022-07-09", "SKB 963/3/4 2021 (asal 2022)"},
		{"2022-07-06", "2022-07-10", ""},
		{"2026-09-14", "2027-01-01", ""},
	} {
		known := EmbeddedAsOf(date(c.asOf))
		days := known.Days(date(c.day), date(c.day))
		got := ""
		if len(days) > 0 {
			got = days[0].Decree
		}
		if got != c.decree {
			t.Errorf("%s as of %s: %q, want %q", c.day, c.asOf, got, c.decree)
		}
	}
	early := EmbeddedAsOf(date("2026-09-14"))
	if early.Declared(date("2027-03-01")) || !early.Declared(date("2026-03-01")) || early.Revision() != "2025-09-19" {
		t.Errorf("as of 2026-09-14: revision %s", early.Revision())
	}
	if none := EmbeddedAsOf(date("2010-01-01")); none.Revision() != "" || len(none.Days(Date{}, Date{})) != 0 {
		t.Error("nothing was decreed by 2010")
	}
	if EmbeddedAsOf(date("2026-11-23")) != EmbeddedAsOf(date("2026-12-01")) {
		t.Error("one revision, two calendars")
	}
}

func TestWith(t *testing.T) {
	vote := Day{Date: date("2021-06-09"), Kind: LocalClosure, Name: "Pemungutan suara ulang", Scope: "6303"}
	onHoliday := Day{Date: date("2021-12-25"), Kind: LocalClosure, Name: "Banjir", Scope: "6303"}
	c := Embedded()
	local := c.With([]Day{onHoliday, {Name: "no date"}, vote, vote})
	if c.IsWorkingDay(vote.Date, FiveDays) == local.IsWorkingDay(vote.Date, FiveDays) {
		t.Error("the closure must close the day, and only in the new calendar")
	}
	if got := local.Days(date("2021-06-02"), date("2021-06-30")); len(got) != 1 || got[0] != vote {
		t.Errorf("%+v", got)
	}
	if got := local.Days(onHoliday.Date, onHoliday.Date); len(got) != 2 || got[0].Kind != NationalHoliday {
		t.Errorf("%+v", got)
	}
	other := c.With([]Day{vote}).With([]Day{onHoliday})
	if other.Revision() != local.Revision() || local.Revision() == c.Revision() || c.With(nil) != c {
		t.Errorf("revisions %s, %s, %s", c.Revision(), local.Revision(), other.Revision())
	}
	far := c.With([]Day{{Date: date("2050-03-01"), Kind: LocalClosure, Name: "Jauh"}})
	if far.IsWorkingDay(date("2050-03-01"), FiveDays) || far.Declared(date("2050-03-01")) {
		t.Error("a closure binds beyond the tables, and declares no year")
	}
	farther := far.With([]Day{{Date: date("2050-03-02"), Kind: LocalClosure, Name: "Jauh"}})
	if !far.IsWorkingDay(date("2050-03-02"), FiveDays) || farther.IsWorkingDay(date("2050-03-01"), FiveDays) ||
		farther.IsWorkingDay(date("2050-03-02"), FiveDays) {
		t.Error("a further closure must not reach the calendar that it was added to")
	}
	got := c.Days(Date{}, Date{})
	got[0].Name = "changed"
	if c.Days(Date{}, Date{})[0].Name == "changed" {
		t.Error("Days must give a copy")
	}
	if n := len(c.Days(date("2020-05-01"), date("2020-04-01"))); n != 0 {
		t.Errorf("inverted range: %d", n)
	}
}

func TestConcurrentUse(t *testing.T) {
	var group sync.WaitGroup
	for i := range 8 {
		group.Go(func() {
			for n := range 50 {
				c := EmbeddedAsOf(date("2016-01-01").AddDays(100*n + i))
				c.Due(Span{Received: date("2041-02-03"), WorkingDays: 14})
				c.Explain(Span{Received: date("2020-02-03"), WorkingDays: 14})
			}
		})
	}
	group.Wait()
}
