package complaint

import (
	"strings"
	"testing"

	"loketaduan/internal/auth"
	"loketaduan/internal/fault"
	"loketaduan/internal/journal"
)

func TestTemplatesAsShipped(t *testing.T) {
	list := DefaultTemplates()
	if _, err := SetTemplates(entryID(1), list, actor(auth.Admin)); err != nil || len(list) < 10 {
		t.Fatalf("%d templates: %v", len(list), err)
	}
	seen := map[string]bool{}
	for _, x := range list {
		if seen[x.Use+x.Title] || !strings.Contains(x.Text, "___") {
			t.Errorf("%q stands there twice, or has no gap", x.Title)
		}
		seen[x.Use+x.Title] = true
	}
}

func TestTemplatesOf(t *testing.T) {
	one := []Template{{Use: TemplateIntake, Title: "Satu", Text: "Satu ___"}}
	d, err := SetTemplates(entryID(1), one, actor(auth.Admin))
	if err != nil {
		t.Fatal(err)
	}
	entries := []journal.Entry{{Kind: KLetterheadSet, Version: 1, Body: []byte(`{"name":"x"}`)}, {Kind: d.Kind, Version: 1, Body: d.Body}, {Kind: d.Kind, Version: 1, Body: []byte(`rusak`)}, {Kind: d.Kind, Version: 2, Body: []byte(`{"templates":[]}`)}}
	if got := TemplatesOf(entries); len(got) != 1 || got[0] != one[0] {
		t.Errorf("%+v", got)
	}
	if got := TemplatesOf(nil); len(got) != len(DefaultTemplates()) {
		t.Errorf("%d", len(got))
	}
	if got := LetterheadOf("Kecamatan X", entries); got.Name != "x" {
		t.Errorf("the letterhead beside them: %+v", got)
	}
}

func TestSetTemplatesRefuses(t *testing.T) {
	good := Template{Use: TemplateAnswer, Title: "Judul", Text: "Kalimat"}
	for code, change := range map[string]func(*Template){
		"template.use":                          func(x *Template) { x.Use = "surat" },
		"complaint.templates.0.category.choice": func(x *Template) { x.Category = "tidak_ada" },
		"template.title.required":               func(x *Template) { x.Title = " " },
		"template.title.long":                   func(x *Template) { x.Title = strings.Repeat("a", 61) },
		"template.text.required":                func(x *Template) { x.Text = "\n" },
		"template.text.long":                    func(x *Template) { x.Text = strings.Repeat("a", maxTemplateText+1) },
	} {
		x := good
		change(&x)
		_, err := SetTemplates(entryID(1), []Template{x}, actor(auth.Admin))
		if f := fault.Of(err); f == nil || f.Code != code || !strings.HasPrefix(f.Field, "templates.0.") {
			t.Errorf("%s: %+v", code, f)
		}
	}
	if _, err := SetTemplates(entryID(1), make([]Template, MaxTemplates+1), actor(auth.Admin)); err == nil {
		t.Error("too many are taken")
	}
	if _, err := SetTemplates(entryID(1), []Template{good}, actor(auth.Clerk)); fault.Of(err) == nil || fault.Of(err).Kind != fault.Forbidden {
		t.Error("a clerk changes them")
	}
}

func TestFillTemplate(t *testing.T) {
	x := Template{Text: "Yth. {nama}, nomor {nomor} tentang {perihal}, {tanggal}, {batas}. {kantor} {lain}"}
	c := start(validForm()).fold()
	if got := x.Fill(c, "Kecamatan X", "2 November 2026", "30 November 2026"); got != "Yth. Bapak/Ibu Aminah, nomor "+number+" tentang jembatan rusak, 2 November 2026, 30 November 2026. Kecamatan X {lain}" {
		t.Error(got)
	}
	hidden := start(*changedForm(func(f *Form) { f.Anonymous, f.Subject = true, "KTP belum jadi" })).fold()
	if got := x.Fill(hidden, "", "", ""); strings.Contains(got, "Aminah") || !strings.Contains(got, "tentang KTP belum jadi") {
		t.Error(got)
	}
	for in, want := range map[string]string{"": "", "A": "a", "Jalan": "jalan", "PDAM mati": "PDAM mati", "Élan": "élan"} {
		if got := lowerFirst(in); got != want {
			t.Errorf("%q: %q", in, got)
		}
	}
}
