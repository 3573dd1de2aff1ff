package calendar

import (
	"cmp"
	"embed"
	"encoding/csv"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"sync"
)

//go:embed data/*.csv
var dataFiles embed.FS

// decrees is the record of what was decreed and when: the final state of every
// declared year and the amendments that led to it. Undoing every amendment
// signed after a day gives the calendar as it was known on that day.
type decrees struct {
	days       []Day
	amendments []amendment // oldest first
	bases      []base
}

type amendment struct {
	on       Date
	withdraw bool
	day      Day
}

type base struct {
	year   int
	on     Date
	decree string
}

var embeddedDecrees = sync.OnceValue(func() *decrees {
	folder, err := fs.Sub(dataFiles, "data")
	if err == nil {
		var d *decrees
		if d, err = readDecrees(folder); err == nil {
			return d
		}
	}
	panic("calendar: embedded decrees: " + err.Error())
})

func readDecrees(folder fs.FS) (*decrees, error) {
	var d decrees
	err := readRows(folder, "holidays.csv", 5, func(f []string) error {
		date, err := ParseDate(f[0])
		d.days = append(d.days, Day{
			Date: date, Kind: DayKind(f[1]), Name: f[2], Decree: f[3], Confidence: f[4],
		})
		return cmp.Or(err, checkKind(f[1]))
	})
	if err != nil {
		return nil, err
	}
	err = readRows(folder, "holiday_amendments.csv", 6, func(f []string) error {
		on, errOn := ParseDate(f[0])
		date, errDate := ParseDate(f[2])
		if f[1] != "add" && f[1] != "remove" {
			return fmt.Errorf("unknown action %q", f[1])
		}
		kind := DayKind(f[3])
		d.amendments = append(d.amendments, amendment{on: on, withdraw: f[1] == "remove", day: Day{
			Date: date, Kind: kind, Name: kind.label(), Decree: f[4], DecreedOn: on, Confidence: f[5],
		}})
		return cmp.Or(errOn, errDate, checkKind(f[3]))
	})
	if err != nil {
		return nil, err
	}
	err = readRows(folder, "base_decrees.csv", 4, func(f []string) error {
		year, errYear := strconv.Atoi(f[0])
		on, errOn := ParseDate(f[1])
		d.bases = append(d.bases, base{year: year, on: on, decree: f[2]})
		return cmp.Or(errYear, errOn)
	})
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(d.amendments, func(a, b amendment) int { return a.on.Compare(b.on) })
	return &d, nil
}

func checkKind(s string) error {
	switch DayKind(s) {
	case NationalHoliday, JointLeave, ElectionDay, LocalClosure:
		return nil
	}
	return fmt.Errorf("unknown kind of day %q", s)
}

func readRows(folder fs.FS, name string, columns int, take func([]string) error) error {
	file, err := folder.Open(name)
	if err != nil {
		return err
	}
	defer file.Close()
	reader := csv.NewReader(file)
	reader.FieldsPerRecord = columns
	rows, err := reader.ReadAll()
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	for i, row := range rows {
		if i == 0 {
			continue
		}
		if err := take(row); err != nil {
			return fmt.Errorf("%s, row %d: %w", name, i+1, err)
		}
	}
	return nil
}

// knownOn gives the days closed and the years declared as they were known at the
// end of a day, and the date of the newest decree known then.
func (r *decrees) knownOn(asOf Date) (days []Day, declared map[int]bool, newest Date) {
	bases, declared := map[int]base{}, map[int]bool{}
	for _, b := range r.bases {
		if !b.on.After(asOf) {
			bases[b.year], declared[b.year] = b, true
			newest = later(newest, b.on)
		}
	}

	closed := make(map[Date]Day, len(r.days))
	for _, day := range r.days {
		closed[day.Date] = day
	}
	changedLater := map[int]bool{}
	known := len(r.amendments)
	for ; known > 0 && r.amendments[known-1].on.After(asOf); known-- {
		a := r.amendments[known-1]
		changedLater[a.day.Date.Year()] = true
		if a.withdraw {
			closed[a.day.Date] = a.day
		} else {
			delete(closed, a.day.Date)
		}
	}
	added := map[Date]Day{}
	for _, a := range r.amendments[:known] {
		newest = later(newest, a.on)
		if !a.withdraw {
			added[a.day.Date] = a.day
		}
	}

	for date, day := range closed {
		b, ok := bases[date.Year()]
		if !ok {
			continue
		}
		days = append(days, attribute(day, added[date], b, changedLater[date.Year()]))
	}
	slices.SortFunc(days, compareDays)
	return days, declared, newest
}

// attribute names the decree that a closed day rested on. The record holds the
// final decree of each year, which would be an anachronism for a calendar whose
// later amendments were undone.
func attribute(day, added Day, b base, changedLater bool) Day {
	switch {
	case !added.Date.IsZero():
		day.DecreedOn = added.DecreedOn
		if changedLater {
			day.Decree = added.Decree
		}
	case day.Kind == ElectionDay:
		// Election days come by their own Keppres, whose date is not on record.
	default:
		day.DecreedOn = b.on
		if changedLater {
			day.Decree = b.decree
		}
	}
	return day
}

func later(a, b Date) Date {
	if a.After(b) {
		return a
	}
	return b
}
