package complaint

import (
	"encoding/json"
	"testing"

	"loketaduan/internal/auth"
	"loketaduan/internal/calendar"
	"loketaduan/internal/fault"
)

func flood() NewClosure {
	return NewClosure{From: day("2026-11-25"), Reason: " Banjir ", Letter: "800/7/Kec-Mtp", LetterOn: day("2026-11-23")}
}

func TestCloseOffice(t *testing.T) {
	d, err := CloseOffice(entryID(1), flood(), actor(auth.OfficeHead), nil, today)
	if err != nil {
		t.Fatal(err)
	}
	var b RuleBody
	if err := json.Unmarshal(d.Body, &b); err != nil || d.Kind != KClosureAdded || b.To != b.From || b.Reason != "Banjir" {
		t.Errorf("%+v %v", b, err)
	}
	have := []Closure{{ID: entryID(5), From: day("2026-11-24"), To: day("2026-11-26")}}
	for _, x := range []struct {
		name, field string
		change      func(*NewClosure)
		have        []Closure
	}{
		{"no date", "from", func(c *NewClosure) { c.From = calendar.Date{} }, nil},
		{"upside down", "to", func(c *NewClosure) { c.To = day("2026-11-24") }, nil},
		{"half a year", "to", func(c *NewClosure) { c.To = day("2027-05-24") }, nil},
		{"another year", "from", func(c *NewClosure) { c.From = day("2028-11-25") }, nil},
		{"closed already", "from", func(*NewClosure) {}, have},
		{"no reason", "reason", func(c *NewClosure) { c.Reason = " " }, nil},
		{"no letter", "letter", func(c *NewClosure) { c.Letter = "" }, nil},
		{"letter without date", "letterOn", func(c *NewClosure) { c.LetterOn = calendar.Date{} }, nil},
		{"letter of tomorrow", "letterOn", func(c *NewClosure) { c.LetterOn = day("2026-11-24") }, nil},
	} {
		in := flood()
		x.change(&in)
		_, err := CloseOffice(entryID(1), in, actor(auth.Admin), x.have, today)
		if err == nil || fault.Of(err).Field != x.field {
			t.Errorf("%s: %v", x.name, err)
		}
	}
	if _, err := CloseOffice(entryID(1), flood(), actor(auth.Clerk), nil, today); err == nil || fault.Of(err).Kind != fault.Forbidden {
		t.Errorf("a clerk closes no office: %v", err)
	}
	have[0].WithdrawnAt = now
	if _, err := CloseOffice(entryID(1), flood(), actor(auth.Admin), have, today); err != nil {
		t.Errorf("a withdrawn closure stands in nobody's way: %v", err)
	}
}

func TestReopenOffice(t *testing.T) {
	have := []Closure{{ID: entryID(5)}, {ID: entryID(6), WithdrawnAt: now}}
	for _, x := range []struct {
		closure, why, code string
		role               auth.Role
	}{
		{entryID(5), "Air surut", "", auth.OfficeHead},
		{entryID(5), " ", "closure.why.required", auth.OfficeHead},
		{entryID(6), "Air surut", "closure.withdrawn", auth.OfficeHead},
		{entryID(7), "Air surut", "closure.not_found", auth.OfficeHead},
		{entryID(5), "Air surut", "complaint.role", auth.Clerk},
	} {
		if _, err := ReopenOffice(entryID(1), x.closure, x.why, actor(x.role), have); code(err) != x.code {
			t.Errorf("%+v: %v", x, err)
		}
	}
}

func TestSetRules(t *testing.T) {
	for _, x := range []struct {
		name, field string
		change      func(*Settings)
	}{
		{"as they are", "", func(*Settings) {}},
		{"four days a week", "week", func(s *Settings) { s.Week = 4 }},
		{"another zone", "zone", func(s *Settings) { s.Zone = "UTC" }},
		{"no day", "verifyDays", func(s *Settings) { s.VerifyDays = 0 }},
		{"more than the law gives", "completionDays", func(s *Settings) { s.CompletionDays = 31 }},
		{"no hour", "notifyAt", func(s *Settings) { s.NotifyAt = "7.45" }},
		{"without a reminder", "", func(s *Settings) { s.NotifyAt = "" }},
		{"a longer limit than the law's", "limits", func(s *Settings) { s.Limits = Limits{ClassNormative: 6} }},
		{"a shorter one", "", func(s *Settings) { s.Limits = Limits{ClassNormative: 3} }},
		{"a class", "", func(s *Settings) { s.Classes = []ExtraClass{{Name: "Ringan", Days: 2}} }},
		{"twice", "classes", func(s *Settings) { s.Classes = []ExtraClass{{Name: "Ringan", Days: 2}, {Name: "ringan!", Days: 3}} }},
		{"without a name", "classes", func(s *Settings) { s.Classes = []ExtraClass{{Days: 2}} }},
		{"without days", "classes", func(s *Settings) { s.Classes = []ExtraClass{{Name: "Ringan"}} }},
		{"in the law's name", "classes", func(s *Settings) { s.Classes = []ExtraClass{{Code: ClassNormative, Name: "Normatif", Days: 2}} }},
	} {
		s := DefaultSettings()
		x.change(&s)
		_, err := SetRules(entryID(1), s, DefaultSettings(), actor(auth.Admin))
		if (err != nil) != (x.field != "") || err != nil && fault.Of(err).Field != x.field {
			t.Errorf("%s: %v, want a fault at %q", x.name, err, x.field)
		}
	}
	if _, err := SetRules(entryID(1), DefaultSettings(), DefaultSettings(), actor(auth.Clerk)); code(err) != "complaint.role" {
		t.Errorf("%v", err)
	}
}

// A class that was given to a complaint can only be retired.
func TestNoClassIsTakenAway(t *testing.T) {
	old := DefaultSettings()
	old.Classes = []ExtraClass{{Code: "kantor_ringan", Name: "Ringan", Days: 2}}
	d, err := SetRules(entryID(1), DefaultSettings(), old, actor(auth.Admin))
	if err != nil {
		t.Fatal(err)
	}
	var b RuleBody
	if err := json.Unmarshal(d.Body, &b); err != nil || len(b.Settings.Classes) != 1 || !b.Settings.Classes[0].Retired {
		t.Errorf("%+v %v", b.Settings, err)
	}
	if r := book(ruleEntry(StreamRules+here, KRulesSet, 1, now, b)).For(here); r.Limits["kantor_ringan"] != 2 {
		t.Errorf("its complaints lost their limit: %v", r.Limits)
	}
}
