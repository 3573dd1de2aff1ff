package office

import (
	"net/url"
	"strings"
	"testing"

	"loketaduan/internal/auth"
	"loketaduan/internal/complaint"
	"loketaduan/internal/fault"
)

func recordFor(t *testing.T, d *Desk, change func(*complaint.Form)) string {
	t.Helper()
	f := complaint.Form{Kind: "pengaduan", Channel: "tatap_muka", Subject: "Lampu ~ & padam", Narrative: "Gelap", Category: "energi", Village: "63.03.05.2003",
		Reporter: complaint.Reporter{Name: "Rahmah", IDType: "none", Sex: "P", Address: "RT 2", Phone: "0812 3456 7890"}}
	change(&f)
	r, err := d.Record(t.Context(), newID(), f, false)
	if err != nil {
		t.Fatal(fault.Of(err).Message)
	}
	return r.Complaint.ID
}

// looks are the entries that tell who saw the identity.
func looks(t *testing.T, d *Desk, id string) (n int) {
	t.Helper()
	c, err := d.Complaint(t.Context(), id, false)
	if err != nil {
		t.Fatal(err)
	}
	for i := range c.History {
		if c.History[i].Kind == complaint.KIdentityRevealed {
			n++
		}
	}
	return n
}

func TestTextsForOthers(t *testing.T) {
	d, _ := testDesk(t)
	id := recordFor(t, d, func(f *complaint.Form) { f.Confidential = true })
	text, err := d.LaporText(t.Context(), id, false)
	if err != nil || !strings.Contains(text, "Nama Pelapor: RAHASIA") || !strings.Contains(text, "Kecamatan: Martapura") || !strings.Contains(text, "Instansi Terdisposisi: Kecamatan Martapura") {
		t.Fatal(text, err)
	}
	if looks(t, d, id) != 0 {
		t.Error("a look was recorded where nothing was seen")
	}
	if text, err = d.LaporText(t.Context(), id, true); err != nil || !strings.Contains(text, "Nama Pelapor: Rahmah") || looks(t, d, id) != 1 {
		t.Error(text, err, looks(t, d, id))
	}

	m, err := d.Message(t.Context(), id)
	if err != nil || !m.Phone || !m.May || strings.Contains(m.Text, "padam") || strings.Contains(m.Text, "Rahmah") {
		t.Error(m, err)
	}
	link, err := d.MessageLink(t.Context(), id, m.Text)
	u, bad := url.Parse(link)
	if err != nil || bad != nil || u.Host != "wa.me" || u.Path != "/6281234567890" || u.Query().Get("text") != m.Text || strings.ContainsAny(link, "~! ()'") || looks(t, d, id) != 2 {
		t.Error(link, err)
	}

	long := recordFor(t, d, func(f *complaint.Form) { f.Subject = strings.Repeat("lampu dan tiang ", 12) })
	act := func(kind string, b complaint.Body) {
		t.Helper()
		a := complaint.Act{ID: newID(), Kind: kind, Body: b}
		if kind == complaint.KVerified {
			c, _ := d.Complaint(t.Context(), long, false)
			f := c.Form()
			a.Form = &f
		}
		if err := d.Act(t.Context(), long, a); err != nil {
			t.Fatal(fault.Of(err).Message)
		}
	}
	act(complaint.KVerified, complaint.Body{})
	answer := complaint.Body{Text: strings.Repeat("Lampu sudah diganti oleh petugas. ", 60)}
	act(complaint.KAnswered, answer)
	m, err = d.Message(t.Context(), long)
	if err != nil || !strings.Contains(m.Text, "Lampu sudah diganti") {
		t.Error(m, err)
	}
	if link, err = d.MessageLink(t.Context(), long, m.Text); err != nil || link != "https://wa.me/6281234567890" {
		t.Error("a long message is to be pasted: ", link, err)
	}

	none := recordFor(t, d, func(f *complaint.Form) { f.Reporter.Phone = "0511 4721234" })
	if m, err := d.Message(t.Context(), none); err != nil || m.Phone {
		t.Error(m, err)
	}
	if _, err := d.MessageLink(t.Context(), none, "x"); fault.Of(err) == nil || fault.Of(err).Code != "message.phone" {
		t.Error(err)
	}

	if err := d.AddAccount(t.Context(), NewAccount{Name: "Budi", Username: "budi", Role: auth.Clerk, Password: "kata-sandi-budi", Again: "kata-sandi-budi"}); err != nil {
		t.Fatal(err)
	}
	if err := d.SignIn(t.Context(), "budi", "kata-sandi-budi"); err != nil {
		t.Fatal(err)
	}
	if m, err := d.Message(t.Context(), id); err != nil || m.May {
		t.Error(m, err)
	}
	for what, err := range map[string]error{
		"the name": func() error { _, err := d.LaporText(t.Context(), id, true); return err }(),
		"the chat": func() error { _, err := d.MessageLink(t.Context(), id, "x"); return err }(),
	} {
		if fault.Of(err) == nil || fault.Of(err).Kind != fault.Forbidden {
			t.Errorf("a clerk gets %s: %v", what, err)
		}
	}
}

func handed(t *testing.T, d *Desk) (ids []string) {
	t.Helper()
	groups, err := d.Work(t.Context(), 20)
	if err != nil {
		t.Fatal(err)
	}
	if groups[0].Key != "handed" {
		t.Fatal(groups[0].Key)
	}
	for _, r := range groups[0].Rows {
		ids = append(ids, r.ID)
	}
	return ids
}

// A note stands in the day's work of whom it is for, and not of who wrote it,
// until it is read.
func TestHandoverBetweenClerks(t *testing.T) {
	d, one := testDesk(t)
	two := testComplaint(t, d)
	for _, name := range []string{"budi", "citra"} {
		if err := d.AddAccount(t.Context(), NewAccount{Name: name, Username: name, Role: auth.Clerk, Password: "kata-sandi-1-" + name, Again: "kata-sandi-1-" + name}); err != nil {
			t.Fatal(err)
		}
	}
	colleagues, err := d.Colleagues(t.Context())
	if err != nil || len(colleagues) != 2 {
		t.Fatal(colleagues, err)
	}
	id := map[string]string{}
	for _, a := range colleagues {
		id[a.Name] = a.ID
	}
	leave := func(complaintID, to string) error {
		return d.Act(t.Context(), complaintID, complaint.Act{ID: newID(), Kind: complaint.KHandedOver, Body: complaint.Body{Text: "Berkas di laci dua", To: to}})
	}
	for _, to := range []string{newID(), "budi"} {
		if f := fault.Of(leave(one, to)); f == nil || f.Field != "to" {
			t.Error("left to nobody: ", f)
		}
	}
	if err := leave(one, id["budi"]); err != nil {
		t.Fatal(err)
	}
	if err := leave(two, ""); err != nil {
		t.Fatal(err)
	}
	if got := handed(t, d); len(got) != 0 {
		t.Error("the own notes: ", got)
	}
	as := func(name string) {
		t.Helper()
		if err := d.SignIn(t.Context(), name, "kata-sandi-1-"+name); err != nil {
			t.Fatal(err)
		}
	}
	as("citra")
	if got := handed(t, d); len(got) != 1 || got[0] != two {
		t.Error("for whoever comes: ", got)
	}
	as("budi")
	if got := handed(t, d); len(got) != 2 {
		t.Error(got)
	}
	read := complaint.Act{ID: newID(), Kind: complaint.KHandoverTaken}
	for range 2 { // pressed twice is pressed once
		if err := d.Act(t.Context(), one, read); err != nil {
			t.Fatal(err)
		}
	}
	if got := handed(t, d); len(got) != 1 || got[0] != two {
		t.Error("after reading: ", got)
	}
}
