package calendar

import (
	"strings"
	"testing"
)

// decreedHoliday gives the dates of the libur nasional of a year whose name has
// any of the words.
func decreedHolidays(year int, words ...string) (dates []Date) {
	for _, day := range Embedded().Days(Of(year, 1, 1), Of(year, 12, 31)) {
		for _, word := range words {
			if day.Kind == NationalHoliday && strings.Contains(day.Name, word) {
				dates = append(dates, day.Date)
				break
			}
		}
	}
	return dates
}

// What is estimated as sure was so in every decree.
func TestSureEstimatesAgainstTheDecrees(t *testing.T) {
	words := map[string][]string{
		"Masehi": {"Masehi"}, "Imlek": {"Imlek"}, "Nyepi": {"Nyepi"}, "Wafat": {"Wafat"}, "Paskah": {"Paskah"},
		"Buruh": {"Buruh"}, "Kenaikan": {"Kenaikan"}, "Waisak": {"Waisak"}, "Pancasila": {"Pancasila"},
		"Proklamasi": {"Proklamasi", "Kemerdekaan"}, "Natal": {"Natal", "Kelahiran"},
	}
	for year := 2017; year <= 2027; year++ {
		checked := 0
		for _, e := range sureDays(year) {
			for word, names := range words {
				if strings.Contains(e.Name, word) {
					checked++
					if got := decreedHolidays(year, names...); len(got) != 1 || got[0] != e.From || e.From != e.To {
						t.Errorf("%d %s: %v, decreed %v", year, e.Name, e.From, got)
					}
				}
			}
		}
		if want := 10; checked != want && !(year >= 2024 && checked == want+1) {
			t.Errorf("%d: %d kinds of sure days", year, checked)
		}
	}
}

// The estimate's years rest on calendars of others for 2028 to 2030; the numbers
// of the years in the names are held against the decrees' own.
func TestNamesOfSureEstimates(t *testing.T) {
	for year := 2017; year <= 2027; year++ {
		for _, e := range sureDays(year) {
			for _, day := range Embedded().Days(e.From, e.From) {
				for _, number := range []string{"Kongzili", "Saka", "Waisak", "Masehi"} {
					if strings.Contains(day.Name, number) && digits(day.Name) != digits(e.Name) {
						t.Errorf("%q, decreed %q", e.Name, day.Name)
					}
				}
			}
		}
	}
}

func digits(s string) string {
	return strings.Map(func(c rune) rune {
		if c < '0' || c > '9' {
			return -1
		}
		return c
	}, s)
}

// The claim that the whole estimate of Hijri days rests on: Umm al-Qura is never
// later than the decree and at most two days earlier.
func TestUmmAlQuraAgainstTheDecrees(t *testing.T) {
	words := map[string]string{
		"Isra": "Isra", "Idulfitri": "Fitri|fitri", "Iduladha": "Adha|adha", "Tahun": "Islam", "Maulid": "Maulid",
	}
	behind := map[int]int{}
	for _, b := range hijriBlocks() {
		year := b.first.Year()
		if year < 2017 || year > 2027 {
			continue
		}
		kind, _, _ := strings.Cut(b.names[0], " ")
		var near []Date
		for _, d := range decreedHolidays(year, strings.Split(words[kind], "|")...) {
			if n := b.first.DaysUntil(d); n >= -20 && n <= 20 { // Isra Mikraj came twice in 2027
				near = append(near, d)
			}
		}
		if len(near) != len(b.names) {
			t.Fatalf("%v %v: decreed %v", b.first, b.names, near)
		}
		for i, d := range near {
			if d != near[0].AddDays(i) {
				t.Errorf("%v: its days do not follow each other: %v", b.names, near)
			}
		}
		behind[b.first.DaysUntil(near[0])]++
	}
	if behind[0] != 35 || behind[1]+behind[2] != 21 || len(behind) != 3 {
		t.Errorf("days after Umm al-Qura: %v", behind)
	}
	t.Logf("days after Umm al-Qura: %v", behind)
}

// Dates of the Umm al-Qura calendar as ICU has them. Of two of them it is a day
// later than go-hijri: an estimate must hold both.
func TestUmmAlQuraAgainstAnotherTable(t *testing.T) {
	icu := []string{
		"2027-12-25", "2028-02-26", "2028-05-05", "2028-05-25", "2028-08-03", "2028-12-14", "2029-02-14", "2029-04-24",
		"2029-05-14", "2029-07-24", "2029-12-04", "2030-02-04", "2030-04-13", "2030-05-04", "2030-07-13", "2030-11-23",
	}
	blocks := hijriBlocks()
	blocks = blocks[len(blocks)-len(icu):]
	for i, b := range blocks {
		if n := b.first.DaysUntil(date(icu[i])); n != 0 && !(n == 1 && (icu[i] == "2029-12-04" || icu[i] == "2030-05-04")) {
			t.Errorf("%s: %v, ICU %s", b.names[0], b.first, icu[i])
		}
		if i > 0 && blocks[i-1].to.DaysUntil(b.from) < 14 {
			t.Errorf("%v and %v are too near each other", blocks[i-1].names, b.names)
		}
	}
}

func TestEaster(t *testing.T) {
	for _, s := range []string{"1818-03-22", "1943-04-25", "2000-04-23", "2008-03-23", "2019-04-21", "2028-04-16", "2029-04-01", "2030-04-21", "2038-04-25"} {
		if d := date(s); easterSunday(d.Year()) != d {
			t.Errorf("%s: %v", s, easterSunday(d.Year()))
		}
	}
}

func TestEstimates(t *testing.T) {
	c := Embedded()
	for year, n := range map[int]int{2016: 0, 2017: 0, 2027: 0, 2028: 17, 2029: 17, 2030: 17, 2031: 0, 0: 0, -5: 0} {
		if got := c.Estimates(year); got == nil || len(got) != n {
			t.Errorf("%d: %d estimates", year, len(got))
		}
	}
	last := Date{}
	for _, e := range c.Estimates(2029) {
		if e.Name == "" || e.Kind != NationalHoliday || e.To.Before(e.From) || e.From.DaysUntil(e.To) > spread ||
			e.From.Before(last) || e.From.Year() != 2029 || e.To.Year() != 2029 {
			t.Errorf("%+v", e)
		}
		last = e.From
	}
	fitri := c.Estimates(2028)[2:4]
	if fitri[0] != (Estimate{"Idulfitri 1449 H", date("2028-02-26"), date("2028-02-28"), NationalHoliday}) ||
		fitri[1] != (Estimate{"Idulfitri 1449 H (hari kedua)", date("2028-02-27"), date("2028-02-29"), NationalHoliday}) {
		t.Errorf("%+v", fitri)
	}
	if known := EmbeddedAsOf(date("2026-09-14")); len(known.Estimates(2027)) != 18 || len(known.Estimates(2026)) != 0 {
		t.Errorf("as of 2026-09-14: %+v", known.Estimates(2027)) // Isra Mikraj twice
	}
	for year := 2016; year <= 2031; year++ {
		if none := EmbeddedAsOf(date("2010-01-01")); len(none.Estimates(year)) != 0 {
			t.Errorf("nothing is expected of %d before anything was declared", year)
		}
	}
}

// A holiday at the turn of the year: what lies in a declared year is decreed, and
// only the rest may still come.
func TestBlockAcrossTheTurnOfTheYear(t *testing.T) {
	o := expect(map[int]bool{2020: true, 2028: true})
	for _, b := range o.blocks {
		if b.from.Year() == 2028 || b.to.Year() == 2028 || b.from.Year() < 2021 {
			t.Errorf("%+v", b)
		}
	}
	declared := map[int]bool{2029: true}
	c := newCalendar("", declared, nil)
	// Possible are Monday 31 December, which was decreed to be none, New Year's Day
	// and Wednesday 2 January.
	c.outlook.blocks = []block{{
		first: date("2029-12-31"), names: []string{"Uji"}, from: date("2030-01-01"), to: date("2030-01-02"),
	}}
	for _, x := range []struct{ received, due, latest string }{
		{"2029-12-27", "2030-01-02", "2030-01-03"},
		{"2029-12-31", "2030-01-04", "2030-01-07"},
		{"2030-01-02", "2030-01-07", "2030-01-07"},
	} {
		got := c.Due(Span{Received: date(x.received), WorkingDays: 3})
		if got != (Deadline{Due: date(x.due), Latest: date(x.latest), Provisional: true}) {
			t.Errorf("%s: %+v", x.received, got)
		}
	}
}

func TestEstimatedDeadlines(t *testing.T) {
	c := Embedded()
	for _, x := range []struct {
		received    string
		n           int
		due, latest string
		text        string
	}{
		{"2026-11-02", 5, "2026-11-09", "2026-11-09", "9 Nov 2026"},
		{"2027-12-31", 5, "2028-01-07", "2028-01-07", "7 Jan 2028"},
		{"2028-01-25", 5, "2028-02-02", "2028-02-02", "2 Feb 2028"},          // Imlek on the 26th
		{"2028-02-21", 5, "2028-02-28", "2028-03-01", "28 Feb – 1 Mar 2028"}, // both days of Idulfitri, or none
		{"2028-02-28", 1, "2028-02-29", "2028-03-01", "29 Feb – 1 Mar 2028"}, // it may have been the day before
		{"2028-02-29", 1, "2028-03-01", "2028-03-01", "1 Mar 2028"},
		{"2030-12-24", 4, "2030-12-31", "2030-12-31", "31 Des 2030"},
		{"2030-12-24", 5, "2031-01-01", "", "paling cepat 1 Jan 2031"},
		{"2016-12-26", 5, "2017-01-03", "", "paling cepat 3 Jan 2017"},
		{"2012-02-01", 5, "2012-02-08", "", "paling cepat 8 Feb 2012"},
	} {
		got := c.Due(Span{Received: date(x.received), WorkingDays: x.n})
		latest := Date{}
		if x.latest != "" {
			latest = date(x.latest)
		}
		if got.Due != date(x.due) || got.Latest != latest || RangeText(got) != x.text {
			t.Errorf("%s + %d: %v to %v, %q", x.received, x.n, got.Due, got.Latest, RangeText(got))
		}
	}
	standing := Span{Received: date("2028-02-21"), WorkingDays: 5, Pauses: []Pause{{RequestedOn: date("2028-02-28")}}}
	if got := c.Due(standing); got != (Deadline{Due: date("2028-02-28"), Provisional: true}) {
		t.Errorf("the clock stands, if it still runs then: %+v", got)
	}
}

func TestRangeText(t *testing.T) {
	for _, x := range []struct {
		d    Deadline
		want string
	}{
		{Deadline{Provisional: true}, ""},
		{Deadline{Provisional: true, Paused: true}, ""},
		{Deadline{Due: date("2028-01-03"), Latest: date("2028-01-05"), Provisional: true}, "3 – 5 Jan 2028"},
		{Deadline{Due: date("2028-02-27"), Latest: date("2028-03-02"), Provisional: true}, "27 Feb – 2 Mar 2028"},
		{Deadline{Due: date("2028-12-29"), Latest: date("2029-01-02"), Provisional: true}, "29 Des 2028 – 2 Jan 2029"},
		{Deadline{Due: date("2028-08-16"), Latest: date("2028-08-16"), Provisional: true}, "16 Agu 2028"},
		{Deadline{Due: date("2031-02-27"), Provisional: true}, "paling cepat 27 Feb 2031"},
		{Deadline{Due: date("2026-05-07"), Latest: date("2026-05-07")}, "7 Mei 2026"},
		{Deadline{Due: date("2026-10-07")}, "7 Okt 2026"},
	} {
		if got := RangeText(x.d); got != x.want {
			t.Errorf("%+v: %q", x.d, got)
		}
	}
}

func TestExplainEstimates(t *testing.T) {
	reasons := map[string]Counted{}
	for _, day := range Embedded().Explain(Span{Received: date("2028-02-25"), WorkingDays: 60, Week: SixDays}) {
		if day.Estimated {
			reasons[day.Date.String()] = day
		}
	}
	for day, want := range map[string]string{
		"2028-02-28": "Perkiraan Idulfitri 1449 H (26 – 28 Feb 2028, belum ditetapkan)",
		"2028-04-14": "Perkiraan Wafat Yesus Kristus (14 Apr 2028, belum ditetapkan)",
	} {
		got := reasons[day]
		if got.Reason != want || got.Number != 0 || got.Decree != "" || got.From.After(got.Date) || got.To.Before(got.Date) {
			t.Errorf("%s: %+v", day, got)
		}
	}
	if got := reasons["2028-03-26"]; got.Estimated {
		t.Errorf("a Sunday is one whatever is decreed: %+v", got)
	}
	for _, day := range Embedded().Explain(Span{Received: date("2026-01-01"), WorkingDays: 200}) {
		if day.Estimated || !day.From.IsZero() || !day.To.IsZero() {
			t.Errorf("a declared year is not estimated: %+v", day)
		}
	}
}
