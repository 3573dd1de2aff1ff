package office

import (
	"bufio"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"loketaduan/internal/calendar"
	"loketaduan/internal/complaint"
	"loketaduan/internal/fault"
)

// labelledForms reads the labelled set of package complaint: forms by their
// names there, and the pairs that are to be found, the later one first.
func labelledForms(t *testing.T, name string) (forms map[string]complaint.Form, order []string, pairs [][2]string) {
	t.Helper()
	f, err := os.Open("../complaint/testdata/alike/" + name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	forms = map[string]complaint.Form{}
	codes := map[string]string{}
	for _, v := range region().villages {
		if strings.HasPrefix(v.Code, "63.03.05.") {
			codes[v.Name] = v.Code
		}
	}
	id := ""
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		line := lines.Text()
		form := forms[id]
		switch {
		case strings.HasPrefix(line, "-- "):
			p := strings.Split(line[3:], "|")
			for i := range p {
				p[i] = strings.TrimSpace(p[i])
			}
			day, err := strconv.Atoi(p[7])
			if err != nil || codes[p[4]] == "" {
				t.Fatal(line)
			}
			id, _, _ = strings.Cut(p[0], " ")
			order = append(order, id)
			form = complaint.Form{Kind: "pengaduan", Channel: "tatap_muka", Category: p[6], EventPlace: p[5], Village: codes[p[4]],
				ReceivedAt: calendar.Of(2026, time.August, 20).AddDays(day).String() + "T02:00:00Z",
				Reporter:   complaint.Reporter{Name: p[1], IDType: "none", Sex: "L", Address: "RT 1", Phone: p[3]}}
			if p[2] != "" {
				form.Reporter.IDType, form.Reporter.IDNumber = "ktp", p[2]
			}
			if form.Reporter.Name == "" {
				form.Reporter = complaint.Reporter{Unidentified: true}
			}
		case strings.HasPrefix(line, "++ "):
			p := strings.Fields(line)
			pairs = append(pairs, [2]string{p[1], p[2]})
		case strings.TrimSpace(line) == "" || strings.HasPrefix(line, "!! ") || strings.HasPrefix(line, "== "):
			if line == "" {
				id = ""
			}
			continue
		case id == "":
			continue
		case form.Subject == "":
			form.Subject = line
		default:
			form.Narrative = strings.TrimPrefix(form.Narrative+"\n"+line, "\n")
		}
		if id != "" {
			forms[id] = form
		}
	}
	return forms, order, pairs
}

// What the comparison would find, the register finds too: from keyed tokens,
// opening only a few.
func TestAlikeFindsAmongAll(t *testing.T) {
	d, _ := testDesk(t)
	forms, order, pairs := labelledForms(t, "tuning.txt")
	ids := map[string]string{}
	for _, name := range order {
		r, err := d.Record(t.Context(), newID(), forms[name], true)
		if err != nil {
			t.Fatal(name, fault.Of(err).Message, forms[name])
		}
		ids[name] = r.Complaint.ID
	}
	found := 0
	for _, p := range pairs {
		form := forms[p[0]]
		hints, err := d.Alike(t.Context(), ids[p[0]], form)
		if err != nil {
			t.Fatal(err)
		}
		if len(hints) > hintsMost || slices.ContainsFunc(hints, func(h Hint) bool { return h.ID == ids[p[0]] || len(h.Why) == 0 }) {
			t.Fatalf("%s: %v", p[0], hints)
		}
		if slices.ContainsFunc(hints, func(h Hint) bool { return h.ID == ids[p[1]] }) {
			found++
		}
	}
	t.Logf("%d of %d pairs found in the register", found, len(pairs))
	if len(pairs) < 50 || float64(found) < 0.95*float64(len(pairs)) {
		t.Errorf("%d of %d pairs found in the register", found, len(pairs))
	}
}

func TestAlikeWhileTyping(t *testing.T) {
	d, _ := testDesk(t)
	form := complaint.Form{Kind: "pengaduan", Channel: "surat", Subject: "Titian gantung rusak", Narrative: "Papan titian gantung lepas, anak sekolah terperosok", EventPlace: "RT 3",
		Category: "infrastruktur", Village: "63.03.05.2017", Reporter: complaint.Reporter{Name: "Aminah", IDType: "ktp", IDNumber: "6303051212900001", Sex: "P", Address: "RT 3", Phone: "0812 3456 7890"}}
	r, err := d.Record(t.Context(), newID(), form, false)
	if err != nil {
		t.Fatal(err)
	}
	numbers := func(f complaint.Form) (out []string) {
		hints, err := d.Alike(t.Context(), newID(), f)
		if err != nil {
			t.Fatal(err)
		}
		for _, h := range hints {
			out = append(out, h.Number+" "+strings.Join(h.Why, ","))
		}
		return out
	}
	typed := complaint.Form{}
	if got := numbers(typed); len(got) != 0 {
		t.Fatal("an empty form is like", got)
	}
	typed.Reporter.IDNumber = "6303 0512 1290"
	if got := numbers(typed); len(got) != 0 {
		t.Fatal("half a NIK is like", got)
	}
	typed.Reporter.IDNumber = "6303 0512 1290 0001"
	if got := numbers(typed); len(got) != 1 || got[0] != r.Complaint.Number+" NIK sama" {
		t.Fatal(got)
	}
	typed = complaint.Form{Subject: "jembatan gantung", Narrative: "papan jembatan gantung banyak yang lepas", Village: form.Village}
	if got := numbers(typed); len(got) != 1 || got[0] != r.Complaint.Number+" isi dan tempat mirip" {
		t.Fatal(got)
	}
	typed.ReceivedAt = d.Now().AddDate(0, -3, 0).UTC().Format(time.RFC3339) // a paper form of long ago
	if got := numbers(typed); len(got) != 0 {
		t.Fatal(got)
	}
	d.Lock()
	if _, err := d.Alike(t.Context(), newID(), typed); fault.Of(err).Kind != fault.Forbidden {
		t.Fatal("answered behind the lock")
	}
}

func TestRecordWithLinks(t *testing.T) {
	d, one := testDesk(t)
	form := complaint.Form{Kind: "pengaduan", Channel: "tatap_muka", Subject: "Jalan rusak", Narrative: "Berlubang", Category: "infrastruktur", Reporter: complaint.Reporter{Unidentified: true}}
	id := newID()
	for range 2 { // saved twice
		if _, err := d.Record(t.Context(), id, form, false, Beside{Links: []string{one, one, newID(), id}}); err != nil {
			t.Fatal(err)
		}
	}
	for a, b := range map[string]string{one: id, id: one} {
		c, err := d.Complaint(t.Context(), a, false)
		if err != nil || len(c.Links) != 1 || c.Links[0].ID != b || c.Links[0].Number == "" {
			t.Fatal(c.Links, err)
		}
	}
}

func checkOf(body string) string {
	for _, digit := range "0123456789" {
		if _, err := complaint.ParseNumber(body + "-" + string(digit)); err == nil {
			return string(digit)
		}
	}
	return ""
}

func TestLinkStandsInBoth(t *testing.T) {
	d, one := testDesk(t)
	two := testComplaint(t, d)
	linked := func(id string) (out []string) {
		c, err := d.Complaint(t.Context(), id, false)
		if err != nil {
			t.Fatal(err)
		}
		for _, x := range c.Links {
			out = append(out, x.ID)
		}
		return out
	}
	entry := newID()
	for range 2 { // a double click
		if err := d.Link(t.Context(), one, entry, two, false); err != nil {
			t.Fatal(err)
		}
	}
	if a, b := linked(one), linked(two); !slices.Equal(a, []string{two}) || !slices.Equal(b, []string{one}) {
		t.Fatal(a, b)
	}
	if err := d.Link(t.Context(), two, newID(), one, false); fault.Of(err).Code != "complaint.link.twice" {
		t.Fatal(err)
	}
	if err := d.Link(t.Context(), two, newID(), one, true); err != nil {
		t.Fatal(err)
	}
	if a, b := linked(one), linked(two); len(a)+len(b) != 0 {
		t.Fatal(a, b)
	}
	c, err := d.Complaint(t.Context(), two, false)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Link(t.Context(), one, newID(), strings.ToLower(c.Number), false); err != nil || !slices.Equal(linked(two), []string{one}) {
		t.Fatal(err)
	}
	for typed, code := range map[string]string{"": "complaint.link.number", c.Number[:20]: "complaint.link.number", "630305-Z-2026-000001-" + checkOf("630305-Z-2026-000001"): "complaint.link.unknown"} {
		if err := d.Link(t.Context(), one, newID(), typed, false); fault.Of(err).Code != code {
			t.Error(typed, err)
		}
	}
	if err := d.Link(t.Context(), two, newID(), one, true); err != nil {
		t.Fatal(err)
	}
	if a, b := linked(one), linked(two); len(a)+len(b) != 0 {
		t.Fatal(a, b)
	}
	if err := d.Link(t.Context(), one, newID(), newID(), false); fault.Of(err).Kind != fault.NotFound {
		t.Fatal(err)
	}
	if err := d.Link(t.Context(), one, newID(), one, false); fault.Of(err).Code != "complaint.link.self" {
		t.Fatal(err)
	}
}
