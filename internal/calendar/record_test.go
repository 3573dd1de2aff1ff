package calendar

import (
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// history is a record made forward, with its state after each decree kept beside it.
type history struct {
	record *Decrees
	states map[Date]map[place]DayKind // after the decrees of a day
}

// anyHistory declares two years and amends them at random, several times on some
// dates and in several scopes.
func anyHistory(t *rapid.T) history {
	h := history{states: map[Date]map[place]DayKind{}}
	state := map[place]DayKind{}
	bases := []base{{2026, date("2025-09-19"), "SKB 2026", "press"}, {2027, date("2026-03-02"), "SKB 2027", ""}}
	anyPlace := func(year int) place {
		return place{
			Of(year, 1, 1).AddDays(rapid.IntRange(0, 30).Draw(t, "day")),
			rapid.SampledFrom([]string{"", "", "63.03", "63.03.05"}).Draw(t, "scope"),
		}
	}
	kinds := rapid.SampledFrom([]DayKind{NationalHoliday, JointLeave, ElectionDay})
	begin := func(b base) {
		for range rapid.IntRange(0, 10).Draw(t, "days") {
			state[anyPlace(b.year)] = kinds.Draw(t, "kind")
		}
	}
	var amendments []amendment
	on := bases[0].on
	begin(bases[0])
	h.states[on] = maps.Clone(state)
	for range rapid.IntRange(0, 25).Draw(t, "amendments") {
		next := on.AddDays(rapid.SampledFrom([]int{0, 0, 1, 40}).Draw(t, "later"))
		if on.Before(bases[1].on) && !next.Before(bases[1].on) {
			next = bases[1].on
			begin(bases[1])
		}
		on = next
		year := 2026
		if !on.Before(bases[1].on) {
			year = rapid.SampledFrom([]int{2026, 2027}).Draw(t, "year")
		}
		at := anyPlace(year)
		kind, closed := state[at]
		if !closed {
			kind = kinds.Draw(t, "kind")
			state[at] = kind
		} else {
			delete(state, at)
		}
		amendments = append(amendments, amendment{on: on, withdraw: closed, day: Day{
			Date: at.date, Kind: kind, Decree: "Perubahan " + on.Text(), DecreedOn: on, Scope: at.scope,
		}})
		h.states[on] = maps.Clone(state)
	}
	if on.Before(bases[1].on) {
		begin(bases[1])
		h.states[bases[1].on] = maps.Clone(state)
	}
	var days []Day
	for at, kind := range state {
		days = append(days, Day{Date: at.date, Kind: kind, Decree: "SKB", Scope: at.scope})
	}
	h.record = newDecrees(Imprint{Edition: rapid.IntRange(0, 3).Draw(t, "edition"), Regency: "63.03"}, bases, days, amendments)
	return h
}

// Whatever was decreed, undoing it backward gives what playing it forward gave;
// and the record survives being packed and being written as CSV.
func TestAnyRecordReplays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := anyHistory(t)
		if err := h.record.Check(); err != nil {
			t.Fatal(err)
		}
		p, err := ReadPackage(pack(h.record))
		if err != nil || !p.Decrees.Equal(h.record) {
			t.Fatalf("packed: %v", err)
		}
		files, err := ReadCSV(folderOf(h.record.CSV()))
		if err != nil || !files.Equal(h.record) {
			t.Fatalf("as CSV: %v", err)
		}
		for _, r := range []*Decrees{h.record, p.Decrees, files} {
			for on, state := range h.states {
				for _, office := range []string{"", "63.03.05", "63.03.06"} {
					want := map[place]DayKind{}
					for at, kind := range state {
						if at.scope == "" || office != "" && (at.scope == "63.03" || at.scope == office) {
							want[at] = kind
						}
					}
					got := map[place]DayKind{}
					for _, day := range r.AsOf(on, office).Days(Date{}, Date{}) {
						got[day.place()] = day.Kind
						if day.Decree == "" || day.DecreedOn.After(on) {
							t.Fatalf("as of %v: %+v", on, day)
						}
					}
					if !maps.Equal(got, want) {
						t.Fatalf("office %q as of %v: %v, want %v", office, on, got, want)
					}
				}
			}
		}
		from := rapid.SampledFrom(slices.SortedFunc(maps.Keys(h.states), Date.Compare)).Draw(t, "from")
		state := maps.Clone(h.states[from])
		for _, step := range h.record.Steps(from, Of(2100, 1, 1)) {
			for _, day := range step.Removed {
				if state[day.place()] != day.Kind {
					t.Fatalf("%v removes %+v", step.On, day)
				}
				delete(state, day.place())
			}
			for _, day := range step.Added {
				state[day.place()] = day.Kind
			}
			if !maps.Equal(state, h.states[step.On]) {
				t.Fatalf("the steps from %v do not lead to %v", from, step.On)
			}
		}
	})
}
