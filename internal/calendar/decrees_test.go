package calendar

import (
	"errors"
	"sync"
	"testing"
	"testing/fstest"

	"pgregory.net/rapid"
)

// sampleFiles are a small record: 2026 with days of the whole country, of the
// regency and of one office.
var sampleFiles = map[string]string{
	basesFile: "year,decree_date,decree,verification\n2026,2025-09-19,SKB 1/2025,decree PDF\n",
	holidaysFile: "date,kind,name,source,confidence,scope,note\n" +
		"2026-01-01,libur_nasional,Tahun Baru,SKB 1/2025,high,,\n" +
		"2026-04-03,libur_nasional,Wafat Yesus Kristus,SKB 1/2025,high,,\n",
	amendmentsFile: "decree_date,action,date,kind,decree,verification\n",
	imprintFile:    "edition,regency,issued\n1,63.03,2026-01-05\n",
}

const withClosures = "date,kind,name,source,confidence,scope,note\n" +
	"2026-01-01,libur_nasional,Tahun Baru,SKB 1/2025,high,,\n" +
	"2026-06-09,libur_lokal,Pemungutan suara ulang,SK Bupati 7/2026,high,63.03.05,lima kecamatan\n" +
	"2026-08-03,libur_lokal,Hari jadi,SK Bupati 8/2026,high,63.03,\n" +
	"2026-08-04,libur_lokal,Provinsi,SK Gubernur 1/2026,high,63,\n" +
	"2026-08-05,libur_lokal,Dinas,SK Bupati 9/2026,high,1.03,\n"

// sample gives the small record with some files exchanged.
func sample(t testing.TB, changed map[string]string) *Decrees {
	t.Helper()
	d, err := ReadCSV(sampleFolder(changed))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func sampleFolder(changed map[string]string) fstest.MapFS {
	folder := fstest.MapFS{}
	for _, files := range []map[string]string{sampleFiles, changed} {
		for name, text := range files {
			folder[name] = &fstest.MapFile{Data: []byte(text)}
			if text == "absent" {
				delete(folder, name)
			}
		}
	}
	return folder
}

func TestScopes(t *testing.T) {
	r := sample(t, map[string]string{holidaysFile: withClosures})
	for office, closed := range map[string][5]bool{ // 1 Jan, 9 Jun, 3, 4 and 5 Aug
		"":           {true},
		"63.03.05":   {true, true, true, true, false},
		"63.03.06":   {true, false, true, true, false},
		"63.03.051":  {true, false, true, true, false},
		"1.03":       {true, false, true, false, true}, // an agency of the regency
		"1.03.2":     {true, false, true, false, true},
		"63.04.05":   {true, false, true, true, false}, // every office here is the regency's
		"63.03.05.1": {true, true, true, true, false},
	} {
		c := r.Calendar(office)
		for i, day := range []string{"2026-01-01", "2026-06-09", "2026-08-03", "2026-08-04", "2026-08-05"} {
			if c.IsWorkingDay(date(day), FiveDays) == closed[i] {
				t.Errorf("office %q: %s closed %v", office, day, !closed[i])
			}
		}
		if c.Revision() != "2025-09-19" {
			t.Errorf("office %q: revision %s", office, c.Revision())
		}
		if c != r.Calendar(office) || c != r.AsOf(date("2030-01-01"), office) {
			t.Errorf("office %q: made twice", office)
		}
	}
	if r.Calendar("63.03.05") == r.Calendar("") || r.Calendar("63.03.06") != r.Calendar("63.03.07") {
		t.Error("offices that the same scopes bind share a calendar, others do not")
	}
	day := r.Calendar("63.03.05").Days(date("2026-06-09"), date("2026-06-09"))
	if len(day) != 1 || day[0] != (Day{Date: date("2026-06-09"), Kind: LocalClosure, Name: "Pemungutan suara ulang",
		Decree: "SK Bupati 7/2026", Scope: "63.03.05", Note: "lima kecamatan", Confidence: "high"}) {
		t.Errorf("%+v", day)
	}
}

func TestRevisionOfCalendars(t *testing.T) {
	r := EmbeddedDecrees().WithImprint(Imprint{Edition: 3, Regency: "63.03", Issued: date("2026-11-20")})
	if got := r.Revision(); got != (Revision{date("2026-09-15"), 3}) || got.String() != "2026-09-15.3" {
		t.Errorf("%v", got)
	}
	if r.Imprint() != (Imprint{3, "63.03", date("2026-11-20")}) || EmbeddedDecrees().Imprint() != (Imprint{Edition: 1}) {
		t.Errorf("%+v, %+v", r.Imprint(), EmbeddedDecrees().Imprint())
	}
	for asOf, want := range map[string]string{
		"2026-09-15": "2026-09-15.3", "2030-01-01": "2026-09-15.3", "2026-09-14": "2025-09-19", "2016-04-13": "",
	} {
		c := r.AsOf(date(asOf), "63.03.05")
		if c.Revision() != want {
			t.Errorf("as of %s: %s", asOf, c.Revision())
		}
		marked := c.With([]Day{{Date: date("2026-12-01"), Kind: LocalClosure, Name: "Banjir"}}).Revision()
		back, err := ParseRevision(marked)
		plain, _ := ParseRevision(want)
		if err != nil || back != plain || marked == want {
			t.Errorf("%s: read back %v, %v", marked, back, err)
		}
	}
	if r.Calendar("").Revision() != r.AsOf(date("2026-09-15"), "").Revision() {
		t.Error("the newest is the newest")
	}
}

func TestParseRevision(t *testing.T) {
	for _, bad := range []string{
		" ", "2026", "2026-09-15.", "2026-09-15.1", "2026-09-15.0", "2026-09-15.02", "2026-09-15.-2", "2026-09-15.2.3",
		"2026-09-31", "2026-09-15+", "2026-09-15+1234567", "2026-09-15+1234567G", "2026-09-15+123456789", "2026-09-15 ", "v2026-09-15", "2026-09-15.+2",
	} {
		if r, err := ParseRevision(bad); !errors.Is(err, ErrNotARevision) || r != (Revision{}) {
			t.Errorf("%q: %v, %v", bad, r, err)
		}
	}
	for s, want := range map[string]Revision{
		"": {}, "+0badcafe": {}, "2026-09-15": {date("2026-09-15"), 1}, "2026-09-15.12": {date("2026-09-15"), 12},
		"2026-09-15.2+00ff00ff": {date("2026-09-15"), 2},
	} {
		if r, err := ParseRevision(s); err != nil || r != want {
			t.Errorf("%q: %v, %v", s, r, err)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		draw := func(name string) Revision {
			return Revision{Of(2020, 1, rapid.IntRange(1, 9).Draw(t, name)), rapid.IntRange(1, 12).Draw(t, name+" edition")}
		}
		a, b := draw("a"), draw("b")
		if back, err := ParseRevision(a.String()); err != nil || back != a {
			t.Fatalf("%v: %v, %v", a, back, err)
		}
		if a.Compare(b) != -b.Compare(a) || (a.Compare(b) == 0) != (a == b) || (Revision{}).Compare(a) >= 0 {
			t.Fatalf("%v and %v", a, b)
		}
		if (Revision{Decreed: a.Decreed}).Compare(Revision{a.Decreed, 1}) != 0 {
			t.Fatal("edition 0 counts as 1")
		}
	})
}

func TestRecordsShareNothing(t *testing.T) {
	a := sample(t, nil)
	b := a.WithImprint(Imprint{Edition: 2, Regency: "63.03"})
	b.days[0].Name = "changed"
	if a.days[0].Name == "changed" || a.Calendar("") == b.Calendar("") {
		t.Error("another issue must be a record of its own")
	}
	var group sync.WaitGroup
	r := EmbeddedDecrees().WithImprint(Imprint{})
	for i := range 8 {
		group.Go(func() {
			for n := range 60 {
				c := r.AsOf(Of(2016, 1, 1).AddDays(67*n), "63.03.05")
				c.Due(Span{Received: Of(2028, 2, 20).AddDays(i), WorkingDays: 14})
				r.Calendar("1.03").With([]Day{{Date: Of(2026, 1, 1).AddDays(n), Kind: LocalClosure}})
				r.Steps(Of(2020, 1, 1), Of(2021, 1, 1))
			}
		})
	}
	group.Wait()
}
