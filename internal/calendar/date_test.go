package calendar

import (
	"encoding/json"
	"errors"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestDateFollowsTimePackage(t *testing.T) {
	at := time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC)
	previous := Date{}
	for at.Year() < 2500 {
		d := Of(at.Date())
		if d.Year() != at.Year() || d.Month() != at.Month() || d.Day() != at.Day() ||
			d.Weekday() != at.Weekday() || d.String() != at.Format(time.DateOnly) {
			t.Fatalf("%v: got %v %v", at, d, d.Weekday())
		}
		if !previous.IsZero() && (previous.AddDays(1) != d || !previous.Before(d) || previous.DaysUntil(d) != 1) {
			t.Fatalf("%v does not follow %v", d, previous)
		}
		previous, at = d, at.AddDate(0, 0, 1)
	}
}

func TestDateText(t *testing.T) {
	d := Of(2025, time.July, 30)
	if got := d.Long(); got != "Rabu, 30 Juli 2025" {
		t.Errorf("Long: %q", got)
	}
	if got := d.Short(); got != "30/07/2025" {
		t.Errorf("Short: %q", got)
	}
	none := Date{}
	if none.String()+none.Long()+none.Short() != "" || !none.IsZero() || none.AddDays(3) != none {
		t.Error("no date must stay no date and print as nothing")
	}
	if none.Year() != 0 || none.Month() != 0 || none.Day() != 0 || none.DaysUntil(d) != 0 {
		t.Error("no date has no parts")
	}
}

func TestParseDateIsStrict(t *testing.T) {
	for _, bad := range []string{
		"", " 2026-11-23", "2026-11-23 ", "2026-11-3", "2026-1-23", "26-11-23", "2026-02-29", "2026-13-01",
		"2026-00-10", "0000-01-01", "2026/11/23", "20261123", "2026-11-23T00:00", "12026-11-23", "-026-11-23",
		"２０２６-11-23",
	} {
		if d, err := ParseDate(bad); !errors.Is(err, ErrNotADate) || !d.IsZero() {
			t.Errorf("%q: got %v, %v", bad, d, err)
		}
	}
	for _, good := range []string{"0001-01-01", "1999-12-31", "2024-02-29", "9999-12-31"} {
		if d, err := ParseDate(good); err != nil || d.String() != good {
			t.Errorf("%q: got %v, %v", good, d, err)
		}
	}
}

func TestDateInJSON(t *testing.T) {
	type letter struct{ Received, Closed Date }
	sent := letter{Received: Of(2026, time.November, 23)}
	text, err := json.Marshal(sent)
	if err != nil || string(text) != `{"Received":"2026-11-23","Closed":""}` {
		t.Fatalf("%s, %v", text, err)
	}
	got := letter{Closed: Of(2020, 1, 1)}
	if err := json.Unmarshal(text, &got); err != nil || got != sent {
		t.Fatalf("%+v, %v", got, err)
	}
	if err := json.Unmarshal([]byte(`{"Received":"23/11/2026"}`), &got); !errors.Is(err, ErrNotADate) {
		t.Fatalf("%v", err)
	}
}

func TestReceiptDateIsThatOfWITA(t *testing.T) {
	at := time.Date(2026, 11, 9, 22, 30, 0, 0, time.UTC)
	if got := DateIn(at, WITA).String(); got != "2026-11-10" {
		t.Errorf("got %s", got)
	}
	if name, offset := at.In(WITA).Zone(); name != "WITA" || offset != 8*3600 {
		t.Errorf("zone %s %d", name, offset)
	}
}

func TestDateRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := Of(rapid.IntRange(1, 9999).Draw(t, "year"), time.January, rapid.IntRange(1, 365).Draw(t, "day"))
		n := rapid.IntRange(-5000, 5000).Draw(t, "n")
		if back, err := ParseDate(d.String()); err != nil || back != d {
			t.Fatalf("%v: %v, %v", d, back, err)
		}
		o := d.AddDays(n)
		if !o.IsZero() && (d.DaysUntil(o) != n || d.Compare(o) != -o.Compare(d) || d.Before(o) != o.After(d)) {
			t.Fatalf("%v and %v", d, o)
		}
	})
}
