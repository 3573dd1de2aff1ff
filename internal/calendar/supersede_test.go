package calendar

import (
	"slices"
	"testing"

	"loketaduan/internal/fault"

	"pgregory.net/rapid"
)

func TestSupersedes(t *testing.T) {
	current := sampleRecord
	issue := func(edition int, regency string) *Decrees {
		return current.WithImprint(Imprint{Edition: edition, Regency: regency})
	}
	corrected := current.WithImprint(current.Imprint())
	corrected.days[0].Name = "Tahun Baru 2026"
	grown := sample(t, map[string]string{
		basesFile: sampleFiles[basesFile] + "2027,2026-09-15,SKB 3/2026,press\n",
	})
	moved := newDecrees(Imprint{Regency: "63.03"}, []base{{2027, date("2026-09-15"), "SKB 3/2026", ""}}, nil, nil)
	national := current.WithImprint(Imprint{Edition: 1})
	for name, x := range map[string]struct {
		newer, current *Decrees
		want           string
	}{
		"newer decree":             {grown, current, ""},
		"newer edition":            {issue(2, "63.03"), current, ""},
		"older":                    {current, grown, "calendar.package.older"},
		"older edition":            {current, issue(2, "63.03"), "calendar.package.older"},
		"the same":                 {issue(1, "63.03"), current, "calendar.package.known"},
		"same, first by a regency": {current, national, "calendar.package.known"},
		"same, other content":      {corrected, current, "calendar.package.differs"},
		"loses a year":             {moved, current, "calendar.package.years"},
		"other regency":            {issue(2, "63.04"), current, "calendar.package.regency"},
		"no regency":               {issue(2, ""), current, "calendar.package.regency"},
		"first of a regency":       {issue(2, "63.03"), national, ""},
	} {
		err := Supersedes(x.newer, x.current)
		if code(err) != x.want {
			t.Errorf("%s: %q, want %q", name, code(err), x.want)
		}
		if err != nil && fault.Of(err).Kind != fault.Conflict {
			t.Errorf("%s: %+v", name, err)
		}
	}
	if !current.Equal(current.WithImprint(Imprint{1, "63.03", date("2029-01-01")})) {
		t.Error("the day of issue is no content")
	}
}

// Packages come by sync and by USB in any order, and more than once: the end is
// the same.
func TestAnyOrderEndsAtTheNewest(t *testing.T) {
	var packages []*Package
	newest := Revision{}
	for n, on := range []string{"2025-09-20", "2026-09-15", "2027-09-20"} {
		for edition := 1; edition <= 2; edition++ {
			r := EmbeddedDecrees()
			bases := slices.Clone(r.bases)
			for i := range n {
				bases = append(bases, base{2028 + i, date(on), "SKB uji", "press"})
			}
			bases[10].on = later(bases[10].on, date(on))
			d := newDecrees(Imprint{Edition: edition, Regency: "63.03"}, bases, slices.Clone(r.days), slices.Clone(r.amendments))
			p, err := ReadPackage(pack(d))
			if err != nil {
				t.Fatal(err)
			}
			packages = append(packages, p)
			newest = d.Revision()
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		state := EmbeddedDecrees()
		for _, p := range rapid.Permutation(append(slices.Clone(packages), packages...)).Draw(t, "order") {
			if Supersedes(p.Decrees, state) == nil {
				if p.Decrees.Revision().Compare(state.Revision()) <= 0 {
					t.Fatal("went back")
				}
				state = p.Decrees
			}
		}
		if state.Revision() != newest {
			t.Fatalf("ended at %v", state.Revision())
		}
	})
}

func TestDiff(t *testing.T) {
	old := EmbeddedDecrees()
	if changes, years := Diff(old, old); changes == nil || years == nil || len(changes)+len(years) != 0 {
		t.Errorf("%v %v", changes, years)
	}
	newer := newDecrees(Imprint{}, append(slices.Clone(old.bases), base{2028, date("2027-09-20"), "SKB uji", ""}),
		append(slices.Clone(old.days[1:]), Day{Date: date("2028-01-01"), Kind: NationalHoliday, Name: "Tahun Baru", Decree: "SKB uji"}), nil)
	changes, years := Diff(old, newer)
	if len(changes) != 2 || changes[0].Added || changes[0].Day.Date != date("2017-01-01") ||
		!changes[1].Added || changes[1].Day.Date != date("2028-01-01") || changes[1].Day.DecreedOn != date("2027-09-20") || !slices.Equal(years, []int{2028}) {
		t.Errorf("%+v %v", changes, years)
	}
}
