package calendar

import (
	"cmp"
	"errors"
	"fmt"
	"time"
)

// ErrNotADate says that a text is not a civil date of the form 2026-11-23. It
// does not repeat the text, which may be anything that someone typed.
var ErrNotADate = errors.New("not a date of the form 2026-11-23")

// WITA is the zone of the offices: UTC+8, no daylight saving.
var WITA = time.FixedZone("WITA", 8*60*60)

// Date is a civil date of the years 1 to 9999. The zero value is "no date": it
// sorts before every date, prints as "" and stays "no date" when days are added.
// Dates compare with ==.
type Date struct{ n int32 } // days since 31 December of the year 0

const unixEpoch = 719163 // 1970-01-01 as a Date's n

// Of gives the date of a year, month and day; values out of range carry over as
// in time.Date.
func Of(year int, month time.Month, day int) Date {
	midnight := time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
	return Date{int32(midnight.Unix()/86400 + unixEpoch)}
}

// ParseDate reads exactly 2026-11-23. Fault: ErrNotADate, also for days that do
// not exist.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil || t.Year() < 1 {
		return Date{}, ErrNotADate
	}
	return DateIn(t, time.UTC), nil
}

// DateIn gives the date that an instant has in a zone; for receipts that zone is
// WITA, never UTC.
func DateIn(t time.Time, loc *time.Location) Date {
	return Of(t.In(loc).Date())
}

// IsZero reports whether d is "no date".
func (d Date) IsZero() bool { return d == Date{} }

// String gives 2026-11-23, or "" for no date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return d.noon().Format(time.DateOnly)
}

// Long gives the date as letters and receipts write it, "Rabu, 30 Juli 2025", or
// "" for no date.
func (d Date) Long() string {
	if d.IsZero() {
		return ""
	}
	year, month, day := d.noon().Date()
	return fmt.Sprintf("%s, %d %s %d", weekdayNames[d.Weekday()], day, monthNames[month-1], year)
}

// Short gives 30/07/2025, or "" for no date.
func (d Date) Short() string {
	if d.IsZero() {
		return ""
	}
	return d.noon().Format("02/01/2006")
}

// Text gives "27 Feb 2028", or "" for no date.
func (d Date) Text() string {
	if d.IsZero() {
		return ""
	}
	year, month, day := d.noon().Date()
	return fmt.Sprintf("%d %s %d", day, shortMonths[month-1], year)
}

var weekdayNames = [...]string{"Minggu", "Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu"}

var monthNames = [...]string{
	"Januari", "Februari", "Maret", "April", "Mei", "Juni",
	"Juli", "Agustus", "September", "Oktober", "November", "Desember",
}

var shortMonths = [...]string{"Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"}

// AddDays gives the date n calendar days later, or earlier when n is negative.
func (d Date) AddDays(n int) Date {
	if d.IsZero() {
		return d
	}
	return Date{d.n + int32(n)}
}

// Weekday gives the day of the week; it means nothing for no date.
func (d Date) Weekday() time.Weekday {
	return time.Weekday((d.n%7 + 7) % 7)
}

// Year gives the year, 0 for no date.
func (d Date) Year() int {
	if d.IsZero() {
		return 0
	}
	return d.noon().Year()
}

// Month gives the month, 0 for no date.
func (d Date) Month() time.Month {
	if d.IsZero() {
		return 0
	}
	return d.noon().Month()
}

// Day gives the day of the month, 0 for no date.
func (d Date) Day() int {
	if d.IsZero() {
		return 0
	}
	return d.noon().Day()
}

// Before reports whether d is earlier than o.
func (d Date) Before(o Date) bool { return d.n < o.n }

// After reports whether d is later than o.
func (d Date) After(o Date) bool { return d.n > o.n }

// Compare gives -1, 0 or 1, for slices.SortFunc.
func (d Date) Compare(o Date) int { return cmp.Compare(d.n, o.n) }

// DaysUntil gives the calendar days from d to o, negative when o is earlier and
// 0 when either is no date.
func (d Date) DaysUntil(o Date) int {
	if d.IsZero() || o.IsZero() {
		return 0
	}
	return int(o.n - d.n)
}

// MarshalText writes String, so that JSON carries "2026-11-23" or "".
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what MarshalText writes. Fault: ErrNotADate.
func (d *Date) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*d = Date{}
		return nil
	}
	parsed, err := ParseDate(string(text))
	if err != nil {
		return err
	}
	*d = parsed
	return nil
}

// Noon, because no zone's daylight saving can push it into another day.
func (d Date) noon() time.Time {
	return time.Unix((int64(d.n)-unixEpoch)*86400+12*60*60, 0).UTC()
}
