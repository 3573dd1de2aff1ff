package office

import (
	"strings"
	"testing"

	"loketaduan/internal/complaint"
	"loketaduan/internal/fault"
)

func TestTemplatesOfTheOffice(t *testing.T) {
	d, id := testDesk(t)
	shipped, err := d.Templates(t.Context())
	if err != nil || len(shipped) != len(complaint.DefaultTemplates()) {
		t.Fatal(len(shipped), err)
	}
	own := []complaint.Template{{Use: complaint.TemplateAnswer, Title: "Umum", Text: "Yth. {nama}: {nomor}, {perihal}, {tanggal}, {batas}. {kantor}"},
		{Use: complaint.TemplateIntake, Title: "Isi", Text: "___"}, {Use: complaint.TemplateAnswer, Category: "infrastruktur", Title: "Jalan", Text: "x"}}
	entry := newID()
	for range 2 {
		if err := d.SetTemplates(t.Context(), entry, own); err != nil {
			t.Fatal(err)
		}
	}
	got, err := d.Templates(t.Context())
	if err != nil || len(got) != 3 || got[0] != own[0] {
		t.Fatal(got, err)
	}
	if kop, err := d.Letterhead(t.Context()); err != nil || kop.Name != "KECAMATAN MARTAPURA" {
		t.Fatal(kop, err)
	}
	answers, err := d.Answers(t.Context(), id)
	if err != nil || len(answers) != 2 || answers[0].Title != "Jalan" {
		t.Fatal(answers, err)
	}
	c, err := d.Complaint(t.Context(), id, false)
	if err != nil {
		t.Fatal(err)
	}
	for _, words := range []string{"Bapak/Ibu Ahmad", c.Number, "jalan rusak", d.Clocks(c).Deadline.Due.Text(), "Kecamatan Martapura"} {
		if !strings.Contains(answers[1].Text, words) || strings.Contains(answers[1].Text, "{") {
			t.Errorf("%q lacks %q", answers[1].Text, words)
		}
	}
	if err := d.SetTemplates(t.Context(), newID(), []complaint.Template{{Use: "?"}}); fault.Of(err).Kind != fault.Invalid {
		t.Error(err)
	}
	if _, err := d.Answers(t.Context(), newID()); fault.Of(err).Kind != fault.NotFound {
		t.Error(err)
	}
	d.Lock()
	if _, err := d.Templates(t.Context()); fault.Of(err).Kind != fault.Forbidden {
		t.Error("told behind the lock")
	}
}
