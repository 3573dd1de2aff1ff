package complaint

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestMasks(t *testing.T) {
	full := func(change func(*Form)) *Form {
		return changedForm(func(f *Form) {
			f.Reporter.Email, f.Reporter.Occupation, f.Reporter.Organisation = "aminah@contoh.id", "Petani", "LSM Rakyat"
			f.Reporter.ByProxy, f.Reporter.ProxyName, f.Reporter.ProxyPhone, f.Reporter.ProxyLetter = true, "Rahmat", "081198765432", "Surat kuasa 1"
			f.Reporter.AgeBand, f.Reporter.Disability = "31-45", "tidak"
			change(f)
			f.Clean()
		})
	}
	hidden := []string{"Aminah", "aminah", "RT 3 RW 1", "Petani", "LSM Rakyat", "Rahmat", "Surat kuasa", "0001", "890", "432", "ktp"}
	for _, x := range []struct {
		name             string
		form             *Form
		masked, revealed string
		hidden           []string
	}{
		{"ordinary", full(func(f *Form) {}), "Aminah", "Aminah", nil},
		{"anonymous", full(func(f *Form) { f.Anonymous = true }), "ANONIM", "Aminah", hidden},
		{"confidential", full(func(f *Form) { f.Confidential = true }), "RAHASIA", "Aminah", hidden},
		{"both", full(func(f *Form) { f.Anonymous, f.Confidential = true, true }), "ANONIM", "Aminah", hidden},
		{"unidentified", full(func(f *Form) { f.Reporter.Unidentified = true }), "Tanpa identitas", "Tanpa identitas", hidden},
		{"unidentified and anonymous", full(func(f *Form) { f.Reporter.Unidentified, f.Anonymous = true, true }), "Tanpa identitas", "Tanpa identitas", hidden},
		{"name erased", full(func(f *Form) { f.Reporter.Name = "" }), "-", "-", nil},
	} {
		c := start(*x.form).fold()
		if got := c.ReporterShown(false); got != x.masked {
			t.Errorf("%s: shown as %q, want %q", x.name, got, x.masked)
		}
		if got := c.ReporterShown(true); got != x.revealed {
			t.Errorf("%s: revealed as %q, want %q", x.name, got, x.revealed)
		}
		raw, err := json.Marshal(c.MaskedForm())
		if err != nil {
			t.Fatal(err)
		}
		for _, secret := range append([]string{"6303051212900001", "081234567890", "081198765432"}, x.hidden...) {
			if strings.Contains(string(raw), secret) {
				t.Errorf("%s: the masked form tells %q: %s", x.name, secret, raw)
			}
		}
		if c.Form() != *x.form {
			t.Errorf("%s: masking changed the complaint itself", x.name)
		}
	}
	c := start(*full(func(f *Form) {})).fold()
	if r := c.MaskedForm().Reporter; r.IDNumber != "••••••••••••0001" || r.Phone != "•••••••••890" || r.ProxyPhone != "•••••••••432" || r.Village != "Sungai Rangas" {
		t.Errorf("%+v", r)
	}
	hiddenName := start(*full(func(f *Form) { f.Anonymous = true })).fold().MaskedForm().Reporter
	if hiddenName != (Reporter{Name: "ANONIM", Sex: "P", Village: "Sungai Rangas", AgeBand: "31-45", Disability: "tidak", ByProxy: true}) {
		t.Errorf("%+v", hiddenName)
	}
}

func TestMaskNumber(t *testing.T) {
	for _, x := range []struct {
		in   string
		n    int
		want string
	}{{"", 4, ""}, {"123", 4, "•••"}, {"1234", 4, "••••"}, {"12345", 4, "•2345"}, {"6303051212900001", 4, "••••••••••••0001"}, {"Ä1é2ü", 3, "••é2ü"}, {"äöü", 3, "•••"}} {
		if got := MaskNumber(x.in, x.n); got != x.want || !utf8.ValidString(got) {
			t.Errorf("MaskNumber(%q, %d) = %q, want %q", x.in, x.n, got, x.want)
		}
	}
}
