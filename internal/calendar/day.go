package calendar

import (
	"cmp"
	"strings"
)

// WorkWeek is the number of days that an office works in a week, 5 or 6. Any
// other value, the zero value too, counts as FiveDays, the week of a kecamatan
// (Perpres 21/2023; Perbup Banjar 40/2024).
type WorkWeek int

const (
	FiveDays WorkWeek = 5 // Monday to Friday
	SixDays  WorkWeek = 6 // Monday to Saturday
)

// DayKind says what closed a day. The values are those of the decree files.
type DayKind string

const (
	NationalHoliday DayKind = "libur_nasional"
	JointLeave      DayKind = "cuti_bersama"
	ElectionDay     DayKind = "pemilu"
	LocalClosure    DayKind = "libur_lokal"
)

func (k DayKind) known() bool {
	return k == NationalHoliday || k == JointLeave || k == ElectionDay || k == LocalClosure
}

// label names a kind in Indonesian, for days whose own name is not on record.
func (k DayKind) label() string {
	switch k {
	case NationalHoliday:
		return "Libur nasional"
	case JointLeave:
		return "Cuti bersama"
	case ElectionDay:
		return "Hari pemungutan suara"
	default:
		return "Libur lokal"
	}
}

// Day is one day closed by decree.
type Day struct {
	Date   Date
	Kind   DayKind
	Name   string // in Indonesian, as the decree calls it
	Decree string // the decree in force, with its number
	// DecreedOn is when the closure was signed; zero when that is not known.
	DecreedOn Date
	// Scope is "" for the whole country, else the code of the regency or office.
	Scope string
	// Note is what whoever keeps the record wanted to say of the day.
	Note string
	// Confidence is high or medium; on a day that was withdrawn later it says
	// how its decree was verified (press, dataset, decree PDF, recalled).
	Confidence string
}

// National days come first within a date: theirs is the name shown as reason.
func compareDays(a, b Day) int {
	return cmp.Or(
		a.Date.Compare(b.Date),
		strings.Compare(a.Scope, b.Scope),
		strings.Compare(string(a.Kind), string(b.Kind)),
		strings.Compare(a.Name, b.Name),
		strings.Compare(a.Decree, b.Decree),
		a.DecreedOn.Compare(b.DecreedOn),
		strings.Compare(a.Confidence, b.Confidence),
		strings.Compare(a.Note, b.Note),
	)
}

// place is what a record may close only once.
type place struct {
	date  Date
	scope string
}

func (d Day) place() place { return place{d.Date, d.Scope} }

// identity is what makes two days the same to whoever reads a preview: an
// amendment restates the whole year, so the decree named on a day may change
// while nothing else does.
type identity struct {
	place
	kind DayKind
	name string
}

func (d Day) identity() identity { return identity{d.place(), d.Kind, d.Name} }
