package office

import (
	"reflect"
	"testing"
	"time"

	"loketaduan/internal/store"
)

const aYear = 365 * 24 * time.Hour

// What a PC takes for the error of its clock before any server was met.
func TestGuessingTheErrorOfAClock(t *testing.T) {
	last := at("2026-11-23 16:00") // when something was written last
	morning := at("2026-11-24 07:30")
	for name, x := range map[string]struct {
		wall     time.Time
		measured time.Duration // the last time that it was
		want     time.Duration
		odd      oddness
	}{
		"right":                                 {morning, 0, 0, notOdd},
		"wrong as before":                       {morning.Add(aYear), -aYear, -aYear, notOdd},
		"a little slow as before":               {morning.Add(-7 * time.Minute), 7 * time.Minute, 7 * time.Minute, notOdd},
		"put right since, it was ahead":         {morning, -aYear, 0, notOdd},
		"put right since, it was behind":        {morning, 16 * aYear, 0, notOdd},
		"suddenly ahead":                        {morning.Add(aYear), 0, 0, jumpsAhead},
		"an empty battery":                      {at("2010-01-01 00:05"), 0, 0, goesBack},
		"an empty battery, it was ahead before": {at("2010-01-01 00:05"), -aYear, 0, goesBack},
		"an empty battery, two days of it lost": {at("2010-01-01 00:05"), last.Sub(at("2010-01-03 00:00")), last.Sub(at("2010-01-03 00:00")), goesBack},
		"not used for six weeks":                {last.AddDate(0, 0, 42), 0, 0, jumpsAhead},
		"some minutes back, as clocks do":       {last.Add(-4 * time.Minute), 0, 0, notOdd},
	} {
		s := stretch{wall: x.wall, last: last}
		s.guess(x.measured)
		if s.offset != x.want || s.odd != x.odd {
			t.Errorf("%s: error %s, odd %d; want %s, %d", name, s.offset, s.odd, x.want, x.odd)
		}
	}
	first := stretch{wall: at("2010-01-01 00:05")}
	if first.guess(0); first.odd != notOdd {
		t.Error("a PC where nothing was written yet has nothing to compare with")
	}
}

// What a measurement tells of entries that were written before it.
func TestNotesOfAMeasurement(t *testing.T) {
	now, last := at("2026-11-24 10:00"), at("2026-11-23 16:00")
	entry := func(id string, at time.Time, offset time.Duration) store.Unmeasured {
		return store.Unmeasured{ID: id, At: at.Add(-offset), Offset: offset}
	}
	own := func(offset time.Duration) stretch { return stretch{offset: offset, ids: []string{"own"}} }
	for name, x := range map[string]struct {
		s       stretch
		offset  time.Duration
		written []store.Unmeasured
		want    []store.ClockNote
	}{
		"all is well":                              {own(0), time.Second, []store.Unmeasured{entry("old", last.Add(time.Hour), 0), entry("own", now, 0)}, nil},
		"this run was off":                         {own(0), -aYear, []store.Unmeasured{entry("own", now.Add(aYear), 0)}, []store.ClockNote{{Entries: []string{"own"}, OffsetMs: -aYear.Milliseconds()}}},
		"this run knew it":                         {own(-aYear), -aYear, []store.Unmeasured{entry("own", now, -aYear)}, nil},
		"an earlier run is odd":                    {own(0), 0, []store.Unmeasured{entry("2010", at("2010-01-01 08:00"), 0), entry("own", now, 0)}, []store.ClockNote{{Entries: []string{"2010"}, Unsure: true}}},
		"an earlier run, future":                   {own(0), 0, []store.Unmeasured{entry("2027", now.Add(aYear), 0)}, []store.ClockNote{{Entries: []string{"2027"}, Unsure: true}}},
		"an earlier run believed in another error": {own(0), 0, []store.Unmeasured{entry("then", last.Add(time.Hour), 2*time.Hour)}, []store.ClockNote{{Entries: []string{"then"}, Unsure: true}}},
		"both": {own(0), -aYear, []store.Unmeasured{entry("then", last.Add(time.Hour), 0), entry("own", now.Add(aYear), 0)},
			[]store.ClockNote{{Entries: []string{"own"}, OffsetMs: -aYear.Milliseconds()}, {Entries: []string{"then"}, Unsure: true}}},
	} {
		if got := x.s.notes(x.offset, x.written, last, now); !reflect.DeepEqual(got, x.want) {
			t.Errorf("%s: %+v, want %+v", name, got, x.want)
		}
	}
}
