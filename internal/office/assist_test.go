package office

import (
	"strings"
	"testing"

	"loketaduan/internal/complaint"
	"loketaduan/internal/fault"
)

var aminah = complaint.Reporter{Name: "Aminah binti Ali", IDType: "ktp", IDNumber: "6303055212900001", Sex: "P", AgeBand: "31-45", Address: "Jl. Veteran RT 3", Village: "63.03.05.2017", Phone: "081234567890", Occupation: "Pedagang"}

func TestAssistKnowsTheReporter(t *testing.T) {
	d, _ := testDesk(t)
	form := complaint.Form{Kind: "pengaduan", Channel: "surat", Subject: "Jembatan", Narrative: "Papan lepas semua", Category: "infrastruktur", Reporter: aminah}
	_, err := d.Record(t.Context(), newID(), form, false)
	if err != nil {
		t.Fatal(err)
	}
	form.Subject = "KTP"
	second, err := d.Record(t.Context(), newID(), form, false)
	if err != nil {
		t.Fatal(err)
	}
	form.Anonymous, form.Reporter.IDNumber, form.Reporter.Phone, form.Reporter.Name = true, "6303054101700009", "085299990000", "Aminah Tertutup"
	hidden, err := d.Record(t.Context(), newID(), form, false)
	if err != nil {
		t.Fatal(err)
	}
	known := func(r complaint.Reporter) string {
		a, err := d.Assist(t.Context(), newID(), complaint.Form{Reporter: r}, "")
		if err != nil {
			t.Fatal(err)
		}
		var out []string
		for _, k := range a.Known {
			out = append(out, k.Row.Snapshot.Values["reporter.name"]+" "+k.Why+" "+strings.Repeat("x", k.Times))
		}
		return strings.Join(out, "; ")
	}
	for want, r := range map[string]complaint.Reporter{
		"Aminah binti Ali NIK sama xx":           {IDNumber: "6303 0552 1290 0001"},
		"Aminah binti Ali nomor telepon sama xx": {Phone: "+62 812-3456-7890"},
		"Aminah binti Ali nama sama xx":          {Name: "Aminah bin"},
		"":                                       {Name: "Ami"},
		"Aminah Tertutup NIK sama x":             {IDNumber: "6303054101700009", Name: "Siapa"},
		"Aminah Tertutup nomor telepon sama x":   {Phone: "085299990000"},
	} {
		if got := known(r); got != want {
			t.Errorf("%+v: %q, want %q", r, got, want)
		}
	}
	if got := known(complaint.Reporter{Name: "x", Phone: "081234567890", Unidentified: true}); got != "" {
		t.Errorf("nobody is known as %s", got)
	}
	if got := known(complaint.Reporter{Name: "Aminah Tertutup"}); got != "" {
		t.Errorf("a name that was kept back is offered: %s", got)
	}

	// Taken over, what was left empty is filled when the form is saved.
	typed := complaint.Form{Kind: "pengaduan", Channel: "tatap_muka", Narrative: "Lampu jalan padam di depan rumah. Sudah lapor RT.", Category: "energi", Reporter: complaint.Reporter{Name: "Aminah", IDType: "ktp", Address: "RT 9"}}
	a, err := d.Assist(t.Context(), newID(), typed, second.Complaint.ID)
	if err != nil {
		t.Fatal(err)
	}
	id := newID()
	for range 2 {
		r, err := d.Record(t.Context(), id, typed, false, Beside{ReporterOf: second.Complaint.ID})
		if err != nil {
			t.Fatal(fault.Of(err).Message)
		}
		got := r.Complaint.Form()
		if got.Reporter != a.Completed.Reporter || got.Reporter.IDNumber != aminah.IDNumber || got.Reporter.Address != "RT 9" || got.Reporter.Name != aminah.Name || got.Subject != "Lampu jalan padam di depan rumah" {
			t.Errorf("%+v\nshown %+v", got, a.Completed)
		}
	}

	// One who was kept back is told to nobody but who has the number.
	a, err = d.Assist(t.Context(), newID(), complaint.Form{Reporter: complaint.Reporter{Name: "Aminah", IDType: "ktp"}}, hidden.Complaint.ID)
	if err != nil || a.Completed.Reporter.Phone != "" || a.Completed.Reporter.Address != "" {
		t.Errorf("%+v %v", a.Completed.Reporter, err)
	}
	a, err = d.Assist(t.Context(), newID(), complaint.Form{Reporter: complaint.Reporter{Phone: "085299990000"}}, hidden.Complaint.ID)
	if err != nil || a.Completed.Reporter.IDNumber != "6303054101700009" {
		t.Errorf("%+v %v", a.Completed.Reporter, err)
	}
}

func TestAssistReadsTheNIK(t *testing.T) {
	d, _ := testDesk(t)
	a, err := d.Assist(t.Context(), newID(), complaint.Form{Reporter: complaint.Reporter{IDType: "ktp", IDNumber: "6303055212900001", Sex: "L", Village: "63.03.05.2017"}}, "")
	if err != nil || a.Born.String() != "1990-12-12" || !strings.Contains(a.Doubt, "perempuan") || a.Completed.Reporter.Sex != "L" || a.Completed.Reporter.AgeBand == "" || a.Completed.Reporter.Address != VillageName("63.03.05.2017") {
		t.Errorf("%+v %v", a, err)
	}
	if a, err = d.Assist(t.Context(), newID(), complaint.Form{ReceivedAt: "bukan tanggal", Reporter: complaint.Reporter{IDType: "ktp", IDNumber: "63"}}, newID()); err != nil || a.Doubt != "" || !a.Born.IsZero() {
		t.Errorf("%+v %v", a, err)
	}
	d.Lock()
	if _, err := d.Assist(t.Context(), newID(), complaint.Form{}, ""); fault.Of(err).Kind != fault.Forbidden {
		t.Error("assists behind the lock")
	}
}
