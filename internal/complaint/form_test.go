package complaint

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"loketaduan/internal/calendar"
	"loketaduan/internal/fault"
)

func TestFormFaultsNameTheirField(t *testing.T) {
	type change = func(*Form)
	cases := []struct {
		name, field string
		do          change
	}{
		{"required", "kind", func(f *Form) { f.Kind = "" }},
		{"unknown", "kind", func(f *Form) { f.Kind = "keluhan" }},
		{"required", "channel", func(f *Form) { f.Channel = "" }},
		{"unknown", "channel", func(f *Form) { f.Channel = "merpati" }},
		{"required", "category", func(f *Form) { f.Category = "" }},
		{"unknown", "category", func(f *Form) { f.Category = "x" }},
		{"required", "subject", func(f *Form) { f.Subject = "" }},
		{"only spaces", "subject", func(f *Form) { f.Subject = " \t" }},
		{"required", "narrative", func(f *Form) { f.Narrative = "" }},
		{"only line ends", "narrative", func(f *Form) { f.Narrative = "\n\n" }},
		{"required", "receivedAt", func(f *Form) { f.ReceivedAt = "" }},
		{"unreadable", "receivedAt", func(f *Form) { f.ReceivedAt = "02/11/2026 09.30" }},
		{"no such day", "receivedAt", func(f *Form) { f.ReceivedAt = "2026-02-30T09:30:00+08:00" }},
		{"unreadable", "eventDate", func(f *Form) { f.EventDate = "kemarin" }},
		{"no such day", "eventDate", func(f *Form) { f.EventDate = "2026-02-30" }},
		{"after the receipt", "eventDate", func(f *Form) { f.EventDate = "2026-11-03" }},
		{"required", "reporter.name", func(f *Form) { f.Reporter.Name = " " }},
		{"required", "reporter.address", func(f *Form) { f.Reporter.Address = "" }},
		{"required", "reporter.sex", func(f *Form) { f.Reporter.Sex = "" }},
		{"unknown", "reporter.sex", func(f *Form) { f.Reporter.Sex = "X" }},
		{"required", "reporter.idType", func(f *Form) { f.Reporter.IDType = "" }},
		{"unknown", "reporter.idType", func(f *Form) { f.Reporter.IDType = "kk" }},
		{"required", "reporter.idNumber", func(f *Form) { f.Reporter.IDNumber = "" }},
		{"15 digits", "reporter.idNumber", func(f *Form) { f.Reporter.IDNumber = "630305121290000" }},
		{"17 digits", "reporter.idNumber", func(f *Form) { f.Reporter.IDNumber = "63030512129000011" }},
		{"a letter among 16 digits", "reporter.idNumber", func(f *Form) { f.Reporter.IDNumber = "6303051212900001x" }},
		{"unknown", "reporter.ageBand", func(f *Form) { f.Reporter.AgeBand = "tua" }},
		{"unknown", "reporter.disability", func(f *Form) { f.Reporter.Disability = "mungkin" }},
		{"too short", "reporter.phone", func(f *Form) { f.Reporter.Phone = "081234" }},
		{"too long", "reporter.phone", func(f *Form) { f.Reporter.Phone = "0812345678901234" }},
		{"letters", "reporter.phone", func(f *Form) { f.Reporter.Phone = "0812 abc 34567" }},
		{"no at", "reporter.email", func(f *Form) { f.Reporter.Email = "aminah.contoh.id" }},
		{"nothing after at", "reporter.email", func(f *Form) { f.Reporter.Email = "aminah@" }},
		{"required", "reporter.proxyName", func(f *Form) { f.Reporter.ByProxy = true }},
		{"too short", "reporter.proxyPhone", func(f *Form) {
			f.Reporter.ByProxy, f.Reporter.ProxyName, f.Reporter.ProxyPhone = true, "Ali", "12"
		}},
	}
	for _, field := range fields { // whatever a person can type has an end
		if field.flag != nil || slices.Contains([]string{"kind", "channel", "category", "receivedAt", "eventDate", "reporter.phone", "reporter.email", "reporter.proxyPhone", "reporter.idType", "reporter.sex", "reporter.ageBand", "reporter.disability"}, field.Name) {
			continue
		}
		cases = append(cases, struct {
			name, field string
			do          change
		}{"too long", field.Name, func(f *Form) {
			f.Reporter.IDType, f.Reporter.ByProxy, f.Reporter.ProxyName = "lain", true, "Ali"
			*field.text(f) = strings.Repeat("é", max(field.Max, 300)+1)
		}})
	}
	for _, x := range cases {
		t.Run(x.field+" "+x.name, func(t *testing.T) {
			err := changedForm(x.do).Check(calendar.WITA)
			wantFault(t, err, fault.Invalid, x.field)
			f := fault.Of(err)
			if f == nil {
				return
			}
			if len(f.Also) != 0 {
				t.Errorf("one mistake, further faults: %+v", f.Also[0])
			}
			if !strings.HasPrefix(f.Code, "complaint.") || !strings.HasSuffix(f.Message, ".") || len(strings.Fields(f.Message)) < 2 {
				t.Errorf("code %q, message %q", f.Code, f.Message)
			}
			for _, english := range []string{"invalid", "required", "must", "error", "field"} {
				if strings.Contains(strings.ToLower(f.Message), english) {
					t.Errorf("not Indonesian: %q", f.Message)
				}
			}
			if slices.Contains([]string{"too long", "required", "unknown"}, x.name) {
				return
			}
			cleaned := changedForm(x.do)
			cleaned.Clean() // as Receive does first: it must not clean a mistake away
			wantFault(t, cleaned.Check(calendar.WITA), fault.Invalid, x.field)
		})
	}
}

func TestFormAccepts(t *testing.T) {
	for name, change := range map[string]func(*Form){
		"as it is":           func(*Form) {},
		"event on that day":  func(f *Form) { f.EventDate = "2026-11-02" },
		"NIK with spaces":    func(f *Form) { f.Reporter.IDNumber = "630305 121290 0001" },
		"NIK with dots":      func(f *Form) { f.Reporter.IDNumber = "63.03.05.121290.0001" },
		"no card":            func(f *Form) { f.Reporter.IDType, f.Reporter.IDNumber = "none", "" },
		"passport, no digit": func(f *Form) { f.Reporter.IDType, f.Reporter.IDNumber = "paspor", "X123" },
		"no phone":           func(f *Form) { f.Reporter.Phone = "" },
		"phone +62":          func(f *Form) { f.Reporter.Phone = "+62 (812) 3456-7890" },
		"unidentified":       func(f *Form) { f.Reporter = Reporter{Unidentified: true} },
		"proxy":              func(f *Form) { f.Reporter.ByProxy, f.Reporter.ProxyName = true, "Ali" },
		"longest subject":    func(f *Form) { f.Subject = strings.Repeat("é", 200) },
		"age and disability": func(f *Form) { f.Reporter.AgeBand, f.Reporter.Disability = ">60", "ya" },
	} {
		if err := changedForm(change).Check(calendar.WITA); err != nil {
			t.Errorf("%s: %v at %s", name, err, fault.Of(err).Field)
		}
		cleaned := changedForm(change)
		cleaned.Clean()
		if err := cleaned.Check(calendar.WITA); err != nil {
			t.Errorf("%s, cleaned: %v", name, err)
		}
	}
}

func TestFormTellsAllFaultsAtOnce(t *testing.T) {
	f := fault.Of((&Form{EventDate: "x", Reporter: Reporter{IDType: "ktp", Phone: "1", Email: "x", ByProxy: true, ProxyPhone: "1"}}).Check(calendar.WITA))
	if f == nil {
		t.Fatal("an empty form passed")
	}
	got := []string{f.Field}
	for _, g := range f.Also {
		got = append(got, g.Field)
		if g.Message == "" || g.Kind != fault.Invalid {
			t.Errorf("%+v", g)
		}
	}
	want := strings.Fields("kind channel category subject narrative receivedAt eventDate reporter.name reporter.address reporter.sex reporter.idNumber reporter.phone reporter.email reporter.proxyName reporter.proxyPhone")
	if !slices.Equal(got, want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
}

func TestClean(t *testing.T) {
	for _, x := range []struct {
		name     string
		do, want func(*Form)
	}{
		{"nothing", func(f *Form) {}, func(f *Form) {}},
		{"spaces around", func(f *Form) { f.Subject, f.Reporter.Name = " Jembatan rusak\n", "\tAminah " }, func(f *Form) {}},
		{"phone +62", func(f *Form) { f.Reporter.Phone = "+62 812-3456-7890" }, func(f *Form) {}},
		{"phone 62", func(f *Form) { f.Reporter.Phone = "6281234567890" }, func(f *Form) {}},
		{"phone with dots and brackets", func(f *Form) { f.Reporter.Phone = "(0812) 3456.7890" }, func(f *Form) {}},
		{"short number that begins with 62", func(f *Form) { f.Reporter.Phone = "624 1234" }, func(f *Form) { f.Reporter.Phone = "6241234" }},
		{"phone that cannot be read", func(f *Form) { f.Reporter.Phone = " tidak ada " }, func(f *Form) { f.Reporter.Phone = "tidak ada" }},
		{"NIK with dots and spaces", func(f *Form) { f.Reporter.IDNumber = " 63.03.05 121290-0001 " }, func(f *Form) {}},
		{"other card keeps its letters", func(f *Form) { f.Reporter.IDType, f.Reporter.IDNumber = "paspor", " X 12.3 " }, func(f *Form) { f.Reporter.IDType, f.Reporter.IDNumber = "paspor", "X 12.3" }},
		{"no card", func(f *Form) { f.Reporter.IDType = "none" }, func(f *Form) { f.Reporter.IDType, f.Reporter.IDNumber = "none", "" }},
		{"unidentified", func(f *Form) { f.Reporter.Unidentified = true }, func(f *Form) { f.Reporter = Reporter{Unidentified: true} }},
		{"no proxy", func(f *Form) {
			f.Reporter.ProxyName, f.Reporter.ProxyPhone, f.Reporter.ProxyLetter = "Ali", "0811", "Surat"
		}, func(f *Form) {}},
		{"proxy", func(f *Form) {
			f.Reporter.ByProxy, f.Reporter.ProxyName, f.Reporter.ProxyPhone, f.Reporter.ProxyLetter = true, "Ali ", "+62 811 5000 600", "Surat"
		}, func(f *Form) {
			f.Reporter.ByProxy, f.Reporter.ProxyName, f.Reporter.ProxyPhone, f.Reporter.ProxyLetter = true, "Ali", "08115000600", "Surat"
		}},
		{"normative is for complaints", func(f *Form) { f.Kind, f.Normative = "aspirasi", true }, func(f *Form) { f.Kind = "aspirasi" }},
		{"normative complaint", func(f *Form) { f.Normative = true }, func(f *Form) { f.Normative = true }},
	} {
		got, want := changedForm(x.do), changedForm(x.want)
		got.Clean()
		if *got != *want {
			t.Errorf("%s:\ngot  %+v\nwant %+v", x.name, *got, *want)
		}
		got.Clean()
		if *got != *want {
			t.Errorf("%s: cleaning twice changes it again", x.name)
		}
	}
}

func TestWarningsNeverRefuse(t *testing.T) {
	for _, x := range []struct {
		receivedAt string
		word       string
	}{
		{"2026-11-23T09:30:00+08:00", ""},
		{"2026-11-22T23:30:00Z", ""}, // 07.30 of the 23rd in WITA
		{"2026-11-24T00:00:00+08:00", "masa depan"},
		{"2036-11-23T09:30:00+08:00", "masa depan"},
		{"2026-10-24T00:00:00+08:00", ""}, // 30 days
		{"2026-10-23T23:59:00+08:00", "30 hari"},
		{"2016-11-23T09:30:00+08:00", "30 hari"},
	} {
		f := changedForm(func(f *Form) { f.ReceivedAt = x.receivedAt })
		got := f.Warnings(now, calendar.WITA)
		if x.word == "" && len(got) != 0 || x.word != "" && (len(got) != 1 || !strings.Contains(got[0], x.word)) {
			t.Errorf("%s: %q, want %q", x.receivedAt, got, x.word)
		}
		if err := f.Check(calendar.WITA); err != nil {
			t.Errorf("%s is refused: %v", x.receivedAt, err)
		}
	}
	unidentified := changedForm(func(f *Form) { f.Reporter = Reporter{Unidentified: true} })
	if got := unidentified.Warnings(now, calendar.WITA); len(got) != 1 || !strings.Contains(got[0], "Tanpa identitas") {
		t.Errorf("%q", got)
	}
	if got := changedForm(func(f *Form) { f.ReceivedAt = "" }).Warnings(now, calendar.WITA); got == nil || len(got) != 0 {
		t.Errorf("nothing typed yet is no unusual date: %q", got)
	}
}

// The table of fields names every field of Form and Reporter, once, by the
// path that it has in JSON, and reaches that field and no other.
func TestFieldTableCoversTheForm(t *testing.T) {
	times := map[string]int{}
	for i := range fields {
		times[fields[i].Name]++
		if fields[i].Label == "" || Label(fields[i].Name) != fields[i].Label {
			t.Errorf("%s has the label %q", fields[i].Name, fields[i].Label)
		}
		if (fields[i].text == nil) == (fields[i].flag == nil) {
			t.Errorf("%s must be a text or a switch", fields[i].Name)
		}
	}
	var form Form
	count := 0
	visit := func(prefix string, v reflect.Value) {
		for i := range v.NumField() {
			if v.Field(i).Kind() == reflect.Struct {
				continue
			}
			count++
			name := prefix + v.Type().Field(i).Tag.Get("json")
			field := fieldByName[name]
			if field == nil || times[name] != 1 {
				t.Errorf("%s stands %d times in the table", name, times[name])
				continue
			}
			if field.Identity != (prefix != "") {
				t.Errorf("%s: identity %v", name, field.Identity)
			}
			want := yes
			if v.Field(i).Kind() == reflect.Bool {
				v.Field(i).SetBool(true)
			} else {
				want = fmt.Sprint("nilai ", count)
				v.Field(i).SetString(want)
			}
			if got := form.values(field.Identity); len(got) != 1 || got[name] != want {
				t.Errorf("%s reaches %v", name, got)
			}
			if formOf(map[string]string{name: want}) != form {
				t.Errorf("%s does not come back", name)
			}
			v.Field(i).SetZero()
		}
	}
	visit("", reflect.ValueOf(&form).Elem())
	visit("reporter.", reflect.ValueOf(&form.Reporter).Elem())
	if count != len(fields) || len(FieldNames(false))+len(FieldNames(true)) != count {
		t.Errorf("%d fields in the structs, %d in the table", count, len(fields))
	}
	if Label("state") != "Status" || Label("tracking") == "tracking" || Label("x") != "x" {
		t.Error("labels of what stands in no form")
	}
}

func TestEveryValueHasWords(t *testing.T) {
	for name, list := range map[string][]Choice{"kinds": Kinds, "classes": Classes, "states": StateTexts, "channels": Channels, "sexes": Sexes, "ages": AgeBands, "disabilities": Disabilities, "cards": IDTypes, "archive": ArchiveWhys, "satisfaction": Satisfactions, "categories": Categories} {
		seen := map[string]bool{}
		for _, c := range list {
			if c.Value == "" || c.Text == "" || seen[c.Value] || TextOf(list, c.Value) != c.Text {
				t.Errorf("%s: %+v", name, c)
			}
			seen[c.Value] = true
		}
	}
	for _, s := range States {
		if TextOf(StateTexts, string(s)) == string(s) {
			t.Errorf("%s has no words", s)
		}
	}
	if TextOf(Kinds, "") != "-" || TextOf(Kinds, "baru") != "baru" {
		t.Error("empty and unknown values")
	}
}
