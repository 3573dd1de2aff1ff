package calendar

import (
	"encoding/csv"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
)

// change is one row of holiday_amendments.csv, read for these tests alone.
type change struct{ on, action, date, kind, decree string }

func changesFromFile(t *testing.T) (rows []change) {
	t.Helper()
	file, err := os.Open("data/holiday_amendments.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	cells, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range cells[1:] {
		rows = append(rows, change{c[0], c[1], c[2], c[3], c[4]})
	}
	slices.SortStableFunc(rows, func(a, b change) int { return strings.Compare(a.on, b.on) })
	return rows
}

var baseDates = map[string]string{
	"2017": "2016-04-14", "2018": "2017-09-22", "2019": "2018-11-02", "2020": "2019-08-28", "2021": "2020-09-10",
	"2022": "2021-09-22", "2023": "2022-10-11", "2024": "2023-09-12", "2025": "2024-10-14", "2026": "2025-09-19", "2027": "2026-09-15",
}

// replay plays the amendments forward, where the package undoes them backward: it
// starts each year, on the day of its base decree, from the days that no amendment
// ever touched and those that are withdrawn without having been added.
func replay(t *testing.T, until string) map[string]bool {
	rows := changesFromFile(t)
	touched := map[string]bool{}
	closed := map[string]bool{}
	for _, row := range rows {
		if !touched[row.date] && row.action == "remove" && baseDates[row.date[:4]] <= until {
			closed[row.date] = true
		}
		touched[row.date] = true
	}
	for day := range daysFromFile(t) {
		if !touched[day] && baseDates[day[:4]] <= until {
			closed[day] = true
		}
	}
	for _, row := range rows {
		if row.on <= until && baseDates[row.date[:4]] <= until {
			if row.action == "add" {
				closed[row.date] = true
			} else {
				delete(closed, row.date)
			}
		}
	}
	return closed
}

func TestReplay(t *testing.T) {
	moments := slices.Collect(maps.Values(baseDates))
	for _, row := range changesFromFile(t) {
		moments = append(moments, row.on)
	}
	slices.Sort(moments)
	for _, on := range slices.Compact(moments) {
		for _, asOf := range []Date{date(on), date(on).AddDays(-1), date(on).AddDays(1)} {
			want := replay(t, asOf.String())
			got := map[string]bool{}
			for _, day := range EmbeddedAsOf(asOf).Days(Date{}, Date{}) {
				got[day.Date.String()] = true
			}
			if !maps.Equal(got, want) {
				t.Errorf("as of %v: %d days, replayed %d", asOf, len(got), len(want))
			}
			for year := 2015; year < 2030; year++ {
				known := baseDates[Of(year, 1, 1).String()[:4]]
				if got := EmbeddedAsOf(asOf).Declared(Of(year, 7, 1)); got != (known != "" && known <= asOf.String()) {
					t.Errorf("as of %v: %d declared %v", asOf, year, got)
				}
			}
		}
	}
}

// Steps applied to what was known on one day give what was known on another, for
// every pair of decree dates.
func TestSteps(t *testing.T) {
	r := EmbeddedDecrees()
	moments := append([]Date{{}, date("2012-01-01")}, r.dates...)
	moments = append(moments, date("2026-11-23"))
	for i, from := range moments {
		for _, to := range moments[i:] {
			state := map[identity]bool{}
			years := map[int]bool{}
			for _, day := range r.AsOf(from, "").Days(Date{}, Date{}) {
				state[day.identity()] = true
			}
			maps.Copy(years, r.AsOf(from, "").declared)
			last := from
			for _, step := range r.Steps(from, to) {
				if !step.On.After(last) || step.On.After(to) || step.Decree == "" || step.Years == nil ||
					len(step.Added)+len(step.Removed) == 0 {
					t.Fatalf("%v to %v: step %+v", from, to, step)
				}
				last = step.On
				for _, day := range step.Removed {
					if !state[day.identity()] {
						t.Fatalf("%v removes %v, which is not there", step.On, day.Date)
					}
					delete(state, day.identity())
				}
				for _, day := range step.Added {
					state[day.identity()] = true
				}
				for _, year := range step.Years {
					years[year] = true
				}
			}
			want := map[identity]bool{}
			for _, day := range r.AsOf(to, "").Days(Date{}, Date{}) {
				want[day.identity()] = true
			}
			if !maps.Equal(state, want) || !maps.Equal(years, r.AsOf(to, "").declared) {
				t.Fatalf("%v to %v: the steps do not lead there", from, to)
			}
		}
	}
}

func TestStepNames(t *testing.T) {
	r := EmbeddedDecrees()
	steps := r.Steps(date("2016-11-20"), date("2026-09-15"))
	by := map[string]Step{}
	for _, step := range steps {
		by[step.On.String()] = step
	}
	for on, want := range map[string]struct {
		decree         string
		years          []int
		added, removed int
	}{
		"2016-11-21": {"SKB 684/302/02 2016; Keppres 24/2016 + SKB 684/302/02 2016", []int{}, 4, 1},
		"2017-09-22": {"SKB 707/256/01 2017", []int{2018}, 21, 0},
		"2020-04-09": {"SKB 391/02/02 2020", []int{}, 5, 4},
		"2025-08-07": {"SKB 933/1/3 2025", []int{}, 1, 0},
		"2026-09-15": {"SKB 1205/3/2 2026", []int{2027}, 26, 0},
	} {
		got := by[on]
		if got.Decree != want.decree || !slices.Equal(got.Years, want.years) || len(got.Added) != want.added || len(got.Removed) != want.removed {
			t.Errorf("%s: %q %v +%d -%d", on, got.Decree, got.Years, len(got.Added), len(got.Removed))
		}
	}
	if got := r.Steps(date("2026-09-15"), date("2026-11-23")); got == nil || len(got) != 0 {
		t.Errorf("nothing was decreed since: %+v", got)
	}
}

func TestYears(t *testing.T) {
	years := EmbeddedDecrees().Years()
	if len(years) != 11 || years[0].Year != 2017 || years[10].Year != 2027 {
		t.Fatalf("%+v", years)
	}
	y := years[3]
	if y.Decree != "SKB 728/213/01 2019" || y.DecreedOn != date("2019-08-28") || y.Verification != "press" ||
		!slices.Equal(y.Amended, []string{"SKB 174/01/01 2020", "SKB 391/02/02 2020", "SKB 440/03/03 2020", "Keppres 22/2020", "SKB 744/05/06 2020"}) {
		t.Errorf("%+v", y)
	}
	if got := years[10].Amended; got == nil || len(got) != 0 {
		t.Errorf("2027 amended by %v", got)
	}
}

// A withdrawn day of a region keeps neither the number nor the date of the decree
// that withdrew it: neither was known before.
func TestWithdrawnClosureOfARegion(t *testing.T) {
	r := sample(t, map[string]string{
		amendmentsFile: "decree_date,action,date,kind,decree,verification,name,scope\n" +
			"2026-03-01,remove,2026-05-05,libur_lokal,SK 9/2026,decree PDF,Haul,63.03.05\n",
	})
	before := r.AsOf(date("2026-02-28"), "63.03.05").Days(date("2026-05-05"), date("2026-05-05"))
	if len(before) != 1 || before[0].Decree != "SKB 1/2025" || !before[0].DecreedOn.IsZero() || before[0].Name != "Haul" {
		t.Errorf("%+v", before)
	}
	if len(r.Calendar("63.03.05").Days(date("2026-05-05"), date("2026-05-05"))) != 0 {
		t.Error("withdrawn, and still closed")
	}
}
