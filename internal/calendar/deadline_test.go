package calendar

import "testing"

func TestProvisionalBeyondTheDecrees(t *testing.T) {
	c := Embedded()
	for _, x := range []struct {
		received    string
		n           int
		due         string
		provisional bool
	}{
		{"2027-10-07", 60, "2027-12-31", false},
		{"2027-10-08", 60, "2028-01-03", true},
		{"2027-12-31", 5, "2028-01-07", true},
		{"2016-12-31", 5, "2017-01-09", false},
		{"2016-12-30", 5, "2017-01-09", true},
		{"2029-06-01", 14, "2029-06-21", true},
	} {
		got := c.Due(Span{Received: date(x.received), WorkingDays: x.n, Week: FiveDays})
		if got.Due != date(x.due) || got.Provisional != x.provisional {
			t.Errorf("%s + %d: %+v", x.received, x.n, got)
		}
	}
	known := EmbeddedAsOf(date("2026-09-14"))
	if got := known.Due(Span{Received: date("2026-12-23"), WorkingDays: 14}); !got.Provisional {
		t.Errorf("2027 was not declared then: %+v", got)
	}
}

func TestPauses(t *testing.T) {
	base := Span{Received: date("2026-11-02"), WorkingDays: 14, Week: FiveDays}
	asked, done := date("2026-11-05"), date("2026-11-12")
	for name, x := range map[string]struct {
		pauses []Pause
		want   Deadline
	}{
		"none":             {nil, Deadline{Due: date("2026-11-20")}},
		"one":              {[]Pause{{asked, done}}, Deadline{Due: date("2026-11-27")}},
		"same day":         {[]Pause{{asked, asked}}, Deadline{Due: date("2026-11-20")}},
		"inverted":         {[]Pause{{done, asked}}, Deadline{Due: date("2026-11-20")}},
		"no request":       {[]Pause{{Date{}, done}}, Deadline{Due: date("2026-11-20")}},
		"twice the same":   {[]Pause{{asked, done}, {asked, done}}, Deadline{Due: date("2026-11-27")}},
		"overlapping":      {[]Pause{{date("2026-11-10"), done}, {asked, date("2026-11-11")}}, Deadline{Due: date("2026-11-27")}},
		"inside another":   {[]Pause{{asked, done}, {date("2026-11-06"), date("2026-11-09")}}, Deadline{Due: date("2026-11-27")}},
		"before receipt":   {[]Pause{{date("2026-10-01"), date("2026-10-30")}}, Deadline{Due: date("2026-11-20")}},
		"across receipt":   {[]Pause{{date("2026-10-30"), date("2026-11-03")}}, Deadline{Due: date("2026-11-23")}},
		"from the due day": {[]Pause{{date("2026-11-20"), date("2026-12-01")}}, Deadline{Due: date("2026-11-20")}},
		"standing":         {[]Pause{{asked, Date{}}}, Deadline{Provisional: true, Paused: true}},
		"standing again":   {[]Pause{{date("2026-11-18"), Date{}}, {asked, done}}, Deadline{Provisional: true, Paused: true}},
		"standing too late": {
			[]Pause{{date("2026-11-20"), Date{}}}, Deadline{Due: date("2026-11-20")},
		},
		"to an undeclared year": {
			[]Pause{{asked, date("2028-02-01")}}, Deadline{Due: date("2028-02-16"), Latest: date("2028-02-16"), Provisional: true},
		},
	} {
		s := base
		s.Pauses = x.pauses
		if !x.want.Provisional {
			x.want.Latest = x.want.Due
		}
		if got := Embedded().Due(s); got != x.want {
			t.Errorf("%s: %+v, want %+v", name, got, x.want)
		}
		checkExplained(t, Embedded(), s)
	}
}

func TestUnknownSpans(t *testing.T) {
	for _, s := range []Span{
		{}, {WorkingDays: 5}, {Received: date("2026-11-02")}, {Received: date("2026-11-02"), WorkingDays: -1},
		{Received: date("2026-11-02"), WorkingDays: 1 << 40},
	} {
		if got := Embedded().Due(s); got != (Deadline{Provisional: true}) {
			t.Errorf("%+v: %+v", s, got)
		}
		if got := Embedded().Explain(s); got == nil || len(got) != 0 {
			t.Errorf("%+v: %+v", s, got)
		}
	}
	if Embedded().WorkingDaysAfter(Date{}, date("2026-11-02"), FiveDays) != 0 {
		t.Error("nothing can be counted from no date")
	}
}

func TestExplainNamesTheReason(t *testing.T) {
	s := Span{
		Received: date("2026-12-18"), WorkingDays: 5, Week: FiveDays,
		Pauses: []Pause{{date("2026-12-22"), date("2026-12-28")}},
	}
	type line struct {
		day, reason string
		number      int
		paused      bool
	}
	want := []line{
		{"2026-12-19", "Sabtu", 0, false},
		{"2026-12-20", "Minggu", 0, false},
		{"2026-12-21", "", 1, false},
		{"2026-12-22", "", 2, false},
		{"2026-12-23", "Menunggu kelengkapan", 0, true},
		{"2026-12-24", "Cuti Bersama Kelahiran Yesus Kristus", 0, true},
		{"2026-12-25", "Kelahiran Yesus Kristus", 0, true},
		{"2026-12-26", "Sabtu", 0, true},
		{"2026-12-27", "Minggu", 0, true},
		{"2026-12-28", "Menunggu kelengkapan", 0, true},
		{"2026-12-29", "", 3, false},
		{"2026-12-30", "", 4, false},
		{"2026-12-31", "", 5, false},
	}
	got := Embedded().Explain(s)
	if len(got) != len(want) {
		t.Fatalf("%d days: %+v", len(got), got)
	}
	for i, day := range got {
		if (line{day.Date.String(), day.Reason, day.Number, day.Paused}) != want[i] {
			t.Errorf("%+v, want %+v", day, want[i])
		}
		if closed := day.Date == date("2026-12-24") || day.Date == date("2026-12-25"); closed != (day.Decree != "") {
			t.Errorf("%v: decree %q", day.Date, day.Decree)
		}
	}
}

// checkExplained holds that what is told of a deadline is how it was reached.
func checkExplained(t interface {
	Helper()
	Fatalf(string, ...any)
}, c *Calendar, s Span) {
	t.Helper()
	due, days := c.Due(s), c.Explain(s)
	number := 0
	for i, day := range days {
		if day.Date != s.Received.AddDays(i+1) {
			t.Fatalf("%+v: day %d is %v", s, i, day.Date)
		}
		if day.Estimated && (c.Declared(day.Date) || day.Date.Before(day.From) || day.Date.After(day.To)) {
			t.Fatalf("%+v: estimated %+v", s, day)
		}
		if day.Number == 0 {
			if day.Reason == "" || (c.IsWorkingDay(day.Date, s.Week) && !day.Paused && !day.Estimated) {
				t.Fatalf("%+v: skipped without reason: %+v", s, day)
			}
			continue
		}
		number++
		if day.Number != number || day.Reason != "" || day.Paused || day.Estimated || !c.IsWorkingDay(day.Date, s.Week) {
			t.Fatalf("%+v: counted as %d: %+v", s, number, day)
		}
	}
	if due.Paused {
		if number >= s.WorkingDays {
			t.Fatalf("%+v: the clock stands, yet %d days were counted", s, number)
		}
		return
	}
	if number != s.WorkingDays || days[len(days)-1].Date != due.Due || days[len(days)-1].Number != number {
		t.Fatalf("%+v: due %v, explained %d days to %+v", s, due.Due, number, days[len(days)-1])
	}
}
