package office

import (
	"context"
	_ "embed"
	"encoding/csv"
	"sort"
	"strings"
	"sync"

	"loketaduan/internal/calendar"
	"loketaduan/internal/store"
)

// Counts over all complaints whose answer is still due; Clashes over all.
type Counts struct{ Open, Overdue, Today, Soon, Clashes int }

// SoonDays: due within so many working days counts as soon.
const SoonDays = 3

// List gives a page of complaints, the number of all that fit, and whether
// that number is exact.
func (d *Desk) List(ctx context.Context, f store.Filter) ([]store.Row, int, bool, error) {
	if _, err := d.Session(); err != nil {
		return nil, 0, false, err
	}
	return d.store.List(ctx, f)
}

// Meant gives what may have been meant by a query that found as little as that.
func (d *Desk) Meant(ctx context.Context, f store.Filter, found int) ([]store.Meaning, error) {
	if _, err := d.Session(); err != nil {
		return nil, err
	}
	return d.store.Meant(ctx, f, found)
}

// Counts for the head of the list.
func (d *Desk) Counts(ctx context.Context) (c Counts, err error) {
	if _, err := d.Session(); err != nil {
		return c, err
	}
	today := d.Today()
	for _, q := range []struct {
		to *int
		f  store.Filter
	}{
		{&c.Open, store.Filter{OpenOnly: true}},
		{&c.Overdue, store.Filter{DueTo: today.AddDays(-1)}},
		{&c.Today, store.Filter{DueFrom: today, DueTo: today}},
		{&c.Soon, store.Filter{DueFrom: today.AddDays(1), DueTo: d.SoonUntil()}},
		{&c.Clashes, store.Filter{Clashes: true}},
	} {
		if *q.to, err = d.store.Count(ctx, q.f); err != nil {
			return c, err
		}
	}
	return c, nil
}

// SoonUntil is the last day that counts as soon.
func (d *Desk) SoonUntil() calendar.Date {
	day := d.Today()
	for n := 0; n < SoonDays; {
		day = day.AddDays(1)
		if d.store.Calendar().IsWorkingDay(day, d.store.Week()) {
			n++
		}
	}
	return day
}

//go:embed data/desa.csv
var villagesCSV string

//go:embed data/kecamatan.csv
var districtsCSV string

// Village of the regency.
type Village struct{ Code, Name, District string }

var region = sync.OnceValue(func() (r struct {
	villages  []Village
	districts []store.Office
}) {
	names := map[string]string{}
	for _, row := range table(districtsCSV) {
		names[row[0]] = row[1]
		r.districts = append(r.districts, store.Office{Code: row[0], Name: "Kecamatan " + row[1], Kind: "kecamatan"})
	}
	for _, row := range table(villagesCSV) {
		r.villages = append(r.villages, Village{Code: row[0], Name: row[2], District: names[row[1]]})
	}
	return r
})

func table(text string) [][]string {
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil || len(rows) < 2 {
		panic("embedded region data cannot be read") // a broken build, found by its first test
	}
	return rows[1:]
}

// Villages of this office's kecamatan, by name; of the whole regency where
// the office is not a kecamatan.
func (d *Desk) Villages(ctx context.Context) ([]Village, error) {
	who, err := d.store.Desk(ctx)
	if err != nil {
		return nil, err
	}
	var own []Village
	for _, v := range region().villages {
		if strings.HasPrefix(v.Code, who.Office+".") {
			own = append(own, v)
		}
	}
	if len(own) == 0 {
		own = append(own, region().villages...)
	}
	sort.Slice(own, func(i, j int) bool { return own[i].Name < own[j].Name })
	return own, nil
}

// VillageName of a code; the code itself when it is unknown.
func VillageName(code string) string {
	switch code {
	case "":
		return ""
	case "luar":
		return "Luar kecamatan"
	}
	for _, v := range region().villages {
		if v.Code == code {
			return v.Name
		}
	}
	return code
}

// Offices that a complaint can be forwarded to: those that the regency told
// us of, and the kecamatan, which are known without any server.
func (d *Desk) Offices(ctx context.Context) ([]store.Office, error) {
	told, err := d.store.Offices(ctx)
	if err != nil {
		return nil, err
	}
	known := map[string]bool{}
	for _, o := range told {
		known[o.Code] = true
	}
	for _, o := range region().districts {
		if !known[o.Code] {
			told = append(told, o)
		}
	}
	sort.Slice(told, func(i, j int) bool { return told[i].Name < told[j].Name })
	return told, nil
}
