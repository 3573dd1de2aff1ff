package complaint

import (
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"

	"loketaduan/internal/calendar"
)

func TestReadNIK(t *testing.T) {
	for _, c := range []struct {
		nik, born, sex string
	}{
		{"6303050101800001", "1980-01-01", "L"},
		{"6303054101800001", "1980-01-01", "P"},
		{"6303 0571 1299 0004", "1999-12-31", "P"},
		{"630305.291100.0004", "2000-11-29", "L"},
		{"6303052902000004", "2000-02-29", "L"}, // a leap year
		{"6303052902010004", "", ""},            // none
		{"6303052311260001", "2026-11-23", "L"}, // born today
		{"6303052411260001", "1926-11-24", "L"}, // tomorrow has not been yet
		{"6303057211260001", "", ""},            // day 32
		{"6303054001800001", "", ""},            // day 40 is of nobody
		{"6303050001800001", "", ""},
		{"6303050100800001", "", ""},
		{"6303050113800001", "", ""},
		{"6303050101800000", "", ""}, // no such sequence
		{"0003050101800001", "", ""}, // no such province
		{"6303000101800001", "", ""}, // no such kecamatan
		{"630305010180000", "", ""},
		{"63030501018000011", "", ""},
		{"6303O50101800001", "", ""},
		{"", "", ""},
	} {
		got, ok := ReadNIK(c.nik, today)
		if got.Born.String() != c.born || got.Sex != c.sex || ok != (c.born != "") {
			t.Errorf("%s: %s %s %v", c.nik, got.Born, got.Sex, ok)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		born := calendar.Of(1930, time.January, 1).AddDays(rapid.IntRange(0, 35000).Draw(t, "born"))
		if born.After(today) {
			return
		}
		woman := rapid.Bool().Draw(t, "woman")
		day, sex := born.Day(), "L"
		if woman {
			day, sex = day+40, "P"
		}
		nik := fmt.Sprintf("630305%02d%02d%02d%04d", day, int(born.Month()), born.Year()%100, rapid.IntRange(1, 9999).Draw(t, "seq"))
		got, ok := ReadNIK(nik, today)
		if !ok || got.Sex != sex || got.Born != born {
			t.Fatalf("%s of %s: %+v %v", nik, born, got, ok)
		}
	})
}

func TestAgeBandAt(t *testing.T) {
	for born, want := range map[string]string{"2008-11-24": "<18", "2008-11-23": "18-30", "1995-11-24": "18-30", "1995-11-23": "31-45", "1980-11-23": "46-60", "1966-11-23": "46-60", "1965-11-23": ">60", "2026-11-23": "<18"} {
		day, _ := calendar.ParseDate(born)
		if got := AgeBandAt(day, today); got != want {
			t.Errorf("%s: %s, want %s", born, got, want)
		}
	}
}

func TestNIKDoubt(t *testing.T) {
	for name, c := range map[string]struct {
		r    Reporter
		want string
	}{
		"fits":             {Reporter{IDType: "ktp", IDNumber: "6303055212900001", Sex: "P", AgeBand: "31-45"}, ""},
		"nothing chosen":   {Reporter{IDType: "ktp", IDNumber: "6303055212900001"}, ""},
		"another sex":      {Reporter{IDType: "ktp", IDNumber: "6303055212900001", Sex: "L"}, "perempuan"},
		"another age":      {Reporter{IDType: "ktp", IDNumber: "6303055212900001", Sex: "P", AgeBand: "18-30"}, "31 sampai 45"},
		"no day of birth":  {Reporter{IDType: "ktp", IDNumber: "6303059912900001"}, "tidak lazim"},
		"not whole yet":    {Reporter{IDType: "ktp", IDNumber: "63030599129000", Sex: "L"}, ""},
		"a driver's paper": {Reporter{IDType: "sim", IDNumber: "6303055212900001", Sex: "L"}, ""},
	} {
		got := c.r.NIKDoubt(today)
		if c.want == "" && got != "" || !strings.Contains(got, c.want) {
			t.Errorf("%s: %q", name, got)
		}
	}
}

func TestComplete(t *testing.T) {
	f := Form{Narrative: "Lampu di Jl. Veteran padam. Sudah dua minggu.", Reporter: Reporter{Name: "Aminah", IDType: "ktp", IDNumber: "6303 0552 1290 0001"}}
	f.Complete(today, "Bincau")
	if f.Reporter.Sex != "P" || f.Reporter.AgeBand != "31-45" || f.Reporter.Address != "Bincau" || f.Subject != "Lampu di Jl. Veteran padam" {
		t.Errorf("%+v", f)
	}
	typed := Form{Subject: "Lampu", Narrative: "Padam.", Reporter: Reporter{IDType: "ktp", IDNumber: "6303055212900001", Sex: "L", AgeBand: ">60", Address: "RT 3"}}
	want := typed
	if typed.Complete(today, "Bincau"); typed != want {
		t.Errorf("what was typed is changed: %+v", typed)
	}
	nobody := Form{Narrative: "x", Reporter: Reporter{Unidentified: true}}
	if nobody.Complete(today, "Bincau"); nobody.Reporter != (Reporter{Unidentified: true}) {
		t.Errorf("%+v", nobody.Reporter)
	}
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text")
		got := firstWords(text)
		if utf8.RuneCountInString(got) > firstMost+2 || strings.ContainsAny(got, "\n\r") || (got == "") != (strings.TrimSpace(strings.TrimLeft(text, ".!?; \n\t")) == "" || got == "") {
			t.Fatalf("%q of %q", got, text)
		}
		if head := strings.TrimSuffix(got, " …"); !strings.HasPrefix(strings.Join(strings.Fields(text), " "), head) {
			t.Fatalf("%q is not the beginning of %q", got, text)
		}
	})
}

func TestTakeReporter(t *testing.T) {
	of := Reporter{Name: "Aminah binti Ali", IDType: "ktp", IDNumber: "6303055212900001", Sex: "P", AgeBand: "18-30", Address: "RT 3", Village: "63.03.05.2017", Phone: "081234567890"}
	r := Reporter{Name: "amin", IDType: "ktp", Phone: "0811", Address: "RT 9"}
	r.TakeReporter(of)
	if r.Name != of.Name || r.IDNumber != of.IDNumber || r.Phone != "0811" || r.Address != "RT 9" || r.Village != of.Village || r.Sex != "P" || r.AgeBand != "" {
		t.Errorf("%+v", r)
	}
	other := Reporter{Name: "Siti", IDType: "sim", IDNumber: "77"}
	other.TakeReporter(of)
	if other.Name != "Siti" || other.IDType != "sim" || other.IDNumber != "77" {
		t.Errorf("%+v", other)
	}
}
