package calendar

import (
	"errors"
	"fmt"
	"io/fs"
	"strconv"

	"loketaduan/internal/fault"
)

// The files of a record as a regency edits them in a spreadsheet.
const (
	holidaysFile   = "holidays.csv"
	amendmentsFile = "holiday_amendments.csv"
	basesFile      = "base_decrees.csv"
	imprintFile    = "record.csv" // may be absent
)

var (
	holidayColumns   = columns{"date", "kind", "name", "source", "confidence", "?scope", "?note"}
	amendmentColumns = columns{"decree_date", "action", "date", "kind", "decree", "verification", "?name", "?scope", "?note"}
	baseColumns      = columns{"year", "decree_date", "decree", "verification"}
	imprintColumns   = columns{"edition", "regency", "issued"}
)

// ReadCSV reads a record from the files holidays.csv, holiday_amendments.csv and
// base_decrees.csv, and record.csv when it is there: one row with edition, regency
// and issued. It takes what spreadsheets make of a CSV file: a byte order mark,
// semicolons, empty rows and trailing empty columns. Dates must be 2026-11-23.
//
// Faults name file, line and column, the first carrying the others:
// calendar.csv.missing, .large, .encoding, .format, .columns and .value; and
// those of Check.
func ReadCSV(folder fs.FS) (*Decrees, error) {
	var (
		days       []Day
		amendments []amendment
		bases      []base
		imprint    Imprint
	)
	from := origin{days: map[place]int{}, amendments: map[amended]int{}, bases: map[int]int{}}
	var wrong fault.List
	err := readSheet(folder, holidaysFile, holidayColumns, &wrong, func(r *row) {
		days = append(days, Day{
			Date: r.date("date"), Kind: r.kind(), Name: r.text("name"), Decree: r.text("source"),
			Confidence: r.text("confidence"), Scope: r.text("scope"), Note: r.text("note"),
		})
		from.days[days[len(days)-1].place()] = r.line
	})
	if err != nil {
		return nil, err
	}
	err = readSheet(folder, amendmentsFile, amendmentColumns, &wrong, func(r *row) {
		on := r.date("decree_date")
		amendments = append(amendments, amendment{on: on, withdraw: r.withdraws(), day: Day{
			Date: r.date("date"), Kind: r.kind(), Name: r.text("name"), Decree: r.text("decree"), DecreedOn: on,
			Confidence: r.text("verification"), Scope: r.text("scope"), Note: r.text("note"),
		}})
		from.amendments[amended{on, amendments[len(amendments)-1].day.place()}] = r.line
	})
	if err != nil {
		return nil, err
	}
	err = readSheet(folder, basesFile, baseColumns, &wrong, func(r *row) {
		bases = append(bases, base{
			year: r.number("year"), on: r.date("decree_date"), decree: r.text("decree"), verification: r.text("verification"),
		})
		from.bases[bases[len(bases)-1].year] = r.line
	})
	if err != nil {
		return nil, err
	}
	err = readSheet(folder, imprintFile, imprintColumns, &wrong, func(r *row) {
		imprint = Imprint{Edition: r.number("edition"), Regency: r.text("regency")}
		if r.text("issued") != "" {
			imprint.Issued = r.date("issued")
		}
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	d := newDecrees(imprint, bases, days, amendments)
	if err := d.check(from); err != nil {
		return nil, err
	}
	return d, nil
}

// origin tells in which line of its file a part of a record stands; of what
// stands there twice, the last. Empty for a record that was not read from files.
type origin struct {
	days       map[place]int
	amendments map[amended]int
	bases      map[int]int // by year
}

type amended struct {
	on Date
	place
}

func (o origin) ofBase(b base) string { return inLine(basesFile, o.bases[b.year]) }
func (o origin) ofDay(day Day) string { return inLine(holidaysFile, o.days[day.place()]) }
func (o origin) ofChange(a amendment) string {
	return inLine(amendmentsFile, o.amendments[amended{a.on, a.day.place()}])
}

// inLine is the beginning of a message, "" when the line is not known.
func inLine(file string, line int) string {
	if line == 0 {
		return ""
	}
	return fmt.Sprintf("Berkas %s baris %d: ", file, line)
}

// CSV gives the record as the files that ReadCSV reads, by name. They begin with
// a byte order mark, without which Excel reads UTF-8 as something else.
func (r *Decrees) CSV() map[string][]byte {
	var holidays, amendments, bases [][]string
	for _, day := range r.days {
		holidays = append(holidays, []string{
			day.Date.String(), string(day.Kind), day.Name, day.Decree, day.Confidence, day.Scope, day.Note,
		})
	}
	for _, a := range r.amendments {
		amendments = append(amendments, []string{
			a.on.String(), a.action(), a.day.Date.String(), string(a.day.Kind), a.day.Decree,
			a.day.Confidence, a.day.Name, a.day.Scope, a.day.Note,
		})
	}
	for _, b := range r.bases {
		bases = append(bases, []string{strconv.Itoa(b.year), b.on.String(), b.decree, b.verification})
	}
	imprint := [][]string{{strconv.Itoa(r.imprint.Edition), r.imprint.Regency, r.imprint.Issued.String()}}
	return map[string][]byte{
		holidaysFile:   holidayColumns.sheet(holidays),
		amendmentsFile: amendmentColumns.sheet(amendments),
		basesFile:      baseColumns.sheet(bases),
		imprintFile:    imprintColumns.sheet(imprint),
	}
}

func (a amendment) action() string {
	if a.withdraw {
		return "remove"
	}
	return "add"
}
