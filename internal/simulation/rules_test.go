package simulation

import (
	"archive/zip"
	"context"
	"crypto/ed25519"
	"encoding/json"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/uuid"

	"loketaduan/internal/calendar"
	"loketaduan/internal/central"
	"loketaduan/internal/complaint"
	"loketaduan/internal/exchange"
	"loketaduan/internal/fault"
	"loketaduan/internal/office"
	"loketaduan/internal/store"
	"loketaduan/internal/vault"
)

// workdays are the next days on which every office works.
func workdays(t *testing.T) (today calendar.Date, next [12]calendar.Date) {
	t.Helper()
	today = calendar.DateIn(time.Now(), calendar.WITA)
	d := today
	for i := range next {
		for d = d.AddDays(1); !calendar.Embedded().IsWorkingDay(d, calendar.FiveDays); {
			d = d.AddDays(1)
		}
		next[i] = d
	}
	if !calendar.Embedded().Declared(next[len(next)-1]) {
		t.Skip("the decrees shipped with the program end about today")
	}
	return today, next
}

// election is a package of the regency in which one more day is closed, by a
// decree of today.
func (r *regency) election(day calendar.Date) []byte {
	r.t.Helper()
	folder := fstest.MapFS{}
	for name, text := range r.store.Rulebook().Decrees().CSV() {
		folder[name] = &fstest.MapFile{Data: text}
	}
	on := calendar.DateIn(time.Now(), calendar.WITA)
	folder["holidays.csv"].Data = fmt.Appendf(folder["holidays.csv"].Data, "%s,pemilu,Pemungutan Suara,Keppres 99,high,,\n", day)
	folder["holiday_amendments.csv"].Data = fmt.Appendf(folder["holiday_amendments.csv"].Data, "%s,add,%s,pemilu,Keppres 99,press,Pemungutan Suara,,\n", on, day)
	record, err := calendar.ReadCSV(folder)
	if err != nil {
		r.t.Fatal(err)
	}
	key, err := central.SigningKey(context.Background(), r.store)
	if err != nil {
		r.t.Fatal(err)
	}
	if _, err := r.store.Update(context.Background(), func(t *store.Tx) error { return t.TrustCalendar(key.Public().(ed25519.PublicKey)) }); err != nil {
		r.t.Fatal(err)
	}
	return calendar.Pack(record, func(m []byte) []byte { return ed25519.Sign(key, m) }, key.Public().(ed25519.PublicKey))
}

// due is the server's own computation, by number.
func (r *regency) due() map[string]calendar.Deadline {
	r.t.Helper()
	out := map[string]calendar.Deadline{}
	err := r.store.EachComplaint(context.Background(), func(c *complaint.Complaint) error {
		f := c.Facts()
		out[c.Number] = r.store.Rulebook().For(f.Office).Clocks(&f).Deadline
		return nil
	})
	if err != nil {
		r.t.Fatal(err)
	}
	return out
}

// due is what the desk's list shows, by number.
func (d *desk) due() map[string]calendar.Deadline {
	d.t.Helper()
	rows, n, _, err := d.List(context.Background(), store.Filter{Limit: 1000})
	if err != nil || n != len(rows) {
		d.t.Fatal(n, err)
	}
	out := map[string]calendar.Deadline{}
	for _, r := range rows {
		one := calendar.Deadline{Due: r.Due, Latest: r.Latest, Provisional: r.Provisional, Paused: r.Paused}
		if !one.Provisional {
			one.Latest = one.Due
		}
		out[r.Number] = one
	}
	return out
}

// alike waits until the desks show n complaints each with the server's dates.
func alike(t *testing.T, what string, r *regency, n int, desks ...*desk) {
	t.Helper()
	eventually(t, what, func() bool {
		want := r.due()
		for _, d := range desks {
			d.TryNow()
			got := d.due()
			if len(got) < n || d.unsent() > 0 {
				return false
			}
			for number, one := range got {
				if want[number] != one {
					return false
				}
			}
		}
		return true
	})
}

func (d *desk) moved() (ids []string) {
	d.t.Helper()
	rows, _, _, err := d.List(context.Background(), store.Filter{Moved: true})
	if err != nil {
		d.t.Fatal(err)
	}
	for _, r := range rows {
		ids = append(ids, r.ID)
	}
	return ids
}

// story of a complaint's deadline; when a decree became known is each PC's own.
func (d *desk) story(id string) string {
	d.t.Helper()
	c, err := d.Complaint(context.Background(), id, false)
	if err != nil {
		d.t.Fatal(err)
	}
	text := ""
	for _, m := range c.Trail(d.Rulebook()) {
		if m.Why == complaint.MoveDecree {
			m.At, m.By = time.Time{}, ""
		}
		text += fmt.Sprintf("%+v\n", m)
	}
	return text
}

func newUUID() string { return uuid.Must(uuid.NewV7()).String() }

func refusedBy(t *testing.T, err error, code string) {
	t.Helper()
	if f := fault.Of(err); f == nil || f.Code != code {
		t.Errorf("got %v, want %s", err, code)
	}
}

func TestCalendarReachesEveryDesk(t *testing.T) {
	_, next := workdays(t)
	r := newRegency(t, martapura, gambut, dkisp)
	a, b := newDesk(t, office.SetUp{Code: r.code(martapura.Code)}), newDesk(t, office.SetUp{Code: r.code(martapura.Code)})
	far := newDesk(t, office.SetUp{Code: r.code(gambut.Code)})
	alone := newDesk(t, office.SetUp{OfficeCode: martapura.Code, OfficeName: martapura.Name, Letter: "Z"})
	one, two, three, four := a.record("Ahmad", "Jalan"), b.record("Badrun", "Lampu"), far.record("Citra", "Air"), alone.record("Dayat", "Jembatan")
	alike(t, "sent", r, 1, a, b, far)
	before := r.due()

	file := r.election(next[2])
	published, err := r.store.Publish(t.Context(), file)
	if err != nil {
		t.Fatal(err)
	}
	alike(t, "every desk counts by the new calendar", r, 2, a, b)
	alike(t, "the other office too", r, 1, far)
	for _, c := range []*complaint.Complaint{one, two, three} {
		if now := r.due()[c.Number]; !now.Due.After(before[c.Number].Due) {
			t.Errorf("%s is due %s, was %s", c.Number, now.Due, before[c.Number].Due)
		}
	}
	if len(a.moved()) != 2 || len(b.moved()) != 2 || len(far.moved()) != 1 {
		t.Errorf("moved: %v %v %v", a.moved(), b.moved(), far.moved())
	}
	if a.story(one.ID) != b.story(one.ID) || !strings.Contains(a.story(one.ID), "Keppres 99") {
		t.Errorf("two stories:\n%s\n%s", a.story(one.ID), b.story(one.ID))
	}

	// No line: the same package from a file, by its fingerprint read out on the phone.
	_, err = alone.PreviewPackage(t.Context(), file, "")
	refusedBy(t, err, "calendar.package.key")
	_, err = alone.PreviewPackage(t.Context(), file, "AAAA-AAAA-AAAA-AAAA")
	refusedBy(t, err, "calendar.package.fingerprint")
	told := alone.due()[four.Number]
	print := strings.ToLower(calendar.Fingerprint(published.Key))
	preview, err := alone.PreviewPackage(t.Context(), file, print)
	if err != nil || preview.Impact.Total != 1 || len(preview.Changes) != 1 || alone.due()[four.Number] != told {
		t.Fatalf("%v %+v", err, preview)
	}
	if err := alone.TakePackage(t.Context(), newUUID(), file, print); err != nil {
		t.Fatal(err)
	}
	if now := alone.due()[four.Number]; now != preview.Impact.Moving[0].New || now == told || len(alone.moved()) != 1 {
		t.Errorf("%+v, was %+v", now, told)
	}
	refusedBy(t, alone.TakePackage(t.Context(), newUUID(), file, print), "calendar.package.known")
	_, err = a.PreviewPackage(t.Context(), file, "")
	refusedBy(t, err, "calendar.package.known") // it came by the line

	if err := alone.Enrol(t.Context(), r.code(martapura.Code)); err != nil {
		t.Fatal(fault.Of(err).Message)
	}
	alike(t, "connected later, nothing changes", r, 3, a, b, alone)
	if a.story(four.ID) != alone.story(four.ID) {
		t.Errorf("two stories:\n%s\n%s", a.story(four.ID), alone.story(four.ID))
	}
	if n, err := a.Acknowledge(t.Context(), a.moved()); err != nil || n != 3 || len(a.moved()) != 0 {
		t.Errorf("%d acknowledged, %v left, %v", n, a.moved(), err)
	}
	eventually(t, "taken note of at the other desk", func() bool { b.TryNow(); return len(b.moved()) == 0 })

	// The book goes on telling the date on the receipt.
	path, n, err := a.ExportRegister(t.Context(), office.Export{From: calendar.Of(2026, 1, 1), To: calendar.DateIn(time.Now(), calendar.WITA)})
	if err != nil || n != 3 {
		t.Fatal(n, err)
	}
	if sheet := sheetOf(t, path); strings.Count(sheet, "semula "+before[one.Number].Due.Short()) != 3 {
		t.Error("the register does not tell the date on the receipt")
	}
}

// sheetOf gives the first sheet of a workbook as it is written.
func sheetOf(t *testing.T, path string) string {
	t.Helper()
	z, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	f, err := z.Open("xl/worksheets/sheet1.xml")
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestClosuresMeet(t *testing.T) {
	today, next := workdays(t)
	r := newRegency(t, martapura, gambut)
	a, b := newDesk(t, office.SetUp{Code: r.code(martapura.Code)}), newDesk(t, office.SetUp{Code: r.code(martapura.Code)})
	far := newDesk(t, office.SetUp{Code: r.code(gambut.Code)})
	c, own := a.record("Ahmad", "Jalan"), far.record("Citra", "Air")
	a.must(c.ID, complaint.KVerified, complaint.Body{})
	a.must(c.ID, complaint.KForwarded, complaint.Body{Office: gambut.Code, Text: "Mohon ditindaklanjuti"})
	alike(t, "forwarded", r, 2, far)
	alike(t, "sent", r, 1, a, b)
	first := r.due()

	r.stop() // both close the office on one day, each without knowing of the other
	closing := func(d *desk, from calendar.Date, letter string) string {
		t.Helper()
		id := newUUID()
		in := complaint.NewClosure{From: from, Reason: "Banjir", Letter: letter, LetterOn: today}
		impact, err := d.PreviewClosure(t.Context(), in)
		if err == nil {
			err = d.CloseOffice(t.Context(), id, in)
		}
		if err != nil || impact.Total != 1 {
			t.Fatalf("%d, %v", impact.Total, err)
		}
		return id
	}
	of := func(d *desk) calendar.Deadline { return d.due()[c.Number] }
	x := closing(a, next[3], "800/1")
	if of(a).Due != following(next[:], first[c.Number].Due) || of(b) != first[c.Number] {
		t.Fatalf("a closure counts at once here and nowhere else yet: %+v %+v", of(a), of(b))
	}
	y := closing(b, next[3], "800/2")
	err := b.CloseOffice(t.Context(), newUUID(), complaint.NewClosure{From: next[3], Reason: "Banjir", Letter: "800/3", LetterOn: today})
	refusedBy(t, err, "closure.overlaps")
	r.start()
	alike(t, "one day is one day", r, 1, a, b)
	alike(t, "for the forwarded complaint at the other office too", r, 2, far)
	if of(a) != of(b) || of(a) != of(far) || of(a).Due != following(next[:], first[c.Number].Due) || far.due()[own.Number] != first[own.Number] {
		t.Errorf("%+v %+v %+v", of(a), of(b), of(far))
	}
	if a.story(c.ID) != b.story(c.ID) || a.story(c.ID) != far.story(c.ID) || !strings.Contains(a.story(c.ID), "800/1") {
		t.Errorf("three stories:\n%s\n%s\n%s", a.story(c.ID), b.story(c.ID), far.story(c.ID))
	}

	if err := b.ReopenOffice(t.Context(), newUUID(), x, "Surat keliru"); err != nil {
		t.Fatal(fault.Of(err).Message)
	}
	alike(t, "withdrawn", r, 1, a, b)
	if of(a).Due != following(next[:], first[c.Number].Due) {
		t.Error("the other letter closes the day still")
	}
	if err := a.ReopenOffice(t.Context(), newUUID(), y, "Surat keliru"); err != nil {
		t.Fatal(fault.Of(err).Message)
	}
	refusedBy(t, a.ReopenOffice(t.Context(), newUUID(), y, "Lagi"), "closure.withdrawn")
	alike(t, "both withdrawn", r, 1, a, b)
	alike(t, "at the other office", r, 2, far)
	if of(a) != first[c.Number] || of(b) != of(a) || of(far) != of(a) || len(a.moved()) != 0 {
		t.Errorf("it did not go back: %+v %+v %+v", of(a), of(b), of(far))
	}
	if a.story(c.ID) != far.story(c.ID) || strings.Count(a.story(c.ID), "Why:closure") != 2 {
		t.Errorf("there and back:\n%s\n%s", a.story(c.ID), far.story(c.ID))
	}
}

// following is the working day after one of them.
func following(days []calendar.Date, d calendar.Date) calendar.Date {
	if i := slices.Index(days, d); i >= 0 && i+1 < len(days) {
		return days[i+1]
	}
	for d = d.AddDays(1); !calendar.Embedded().IsWorkingDay(d, calendar.FiveDays); {
		d = d.AddDays(1)
	}
	return d
}

func TestSettingsTravel(t *testing.T) {
	_, next := workdays(t)
	r := newRegency(t, martapura, gambut)
	a, b := newDesk(t, office.SetUp{Code: r.code(martapura.Code)}), newDesk(t, office.SetUp{Code: r.code(martapura.Code)})
	far := newDesk(t, office.SetUp{Code: r.code(gambut.Code)})
	c, own := a.record("Ahmad", "Jalan"), far.record("Citra", "Air")
	alike(t, "sent", r, 1, a, b, far)
	s := a.Rules().Settings
	s.Zone, s.Classes = "WIT", []complaint.ExtraClass{{Name: "Ringan", Days: 2}}
	if err := a.SetRules(t.Context(), newUUID(), s); err != nil {
		t.Fatal(fault.Of(err).Message)
	}
	eventually(t, "the other PC has the class", func() bool { b.TryNow(); return b.Rules().Limits["kantor_ringan"] == 2 })
	f := form("Badrun", "Lampu")
	f.ExtraClass = "kantor_ringan"
	rec, err := b.Record(t.Context(), newUUID(), f, true)
	if err != nil {
		t.Fatal(fault.Of(err).Message)
	}
	light := rec.Complaint
	if got := b.due()[light.Number].Due; got != next[1] {
		t.Errorf("two working days are due %s, want %s", got, next[1])
	}
	b.must(light.ID, complaint.KVerified, complaint.Body{})
	b.must(light.ID, complaint.KForwarded, complaint.Body{Office: gambut.Code, Text: "Mohon dibantu"})
	alike(t, "at the office itself", r, 2, a, b)
	alike(t, "another office counts it by the rules of the first", r, 2, far)
	if _, theirs := far.Rules().Limits["kantor_ringan"]; theirs || far.Zone().String() != "WITA" || a.Zone().String() != "WIT" || b.Zone().String() != "WIT" {
		t.Error("settings of one office became another's")
	}
	if a.due()[c.Number] != r.due()[c.Number] || far.due()[own.Number] != r.due()[own.Number] {
		t.Error("other dates than the server's")
	}
}

// A desk cannot write what counts for others.
func TestRulesOfOthersAreRefused(t *testing.T) {
	r := newRegency(t, martapura, gambut)
	far := newDesk(t, office.SetUp{Code: r.code(gambut.Code)})
	c := far.record("Citra", "Air")
	alike(t, "sent", r, 1, far)
	s := complaint.DefaultSettings()
	s.Week = calendar.SixDays
	closure := complaint.RuleBody{From: calendar.DateIn(time.Now(), calendar.WITA), To: calendar.DateIn(time.Now(), calendar.WITA).AddDays(20), Reason: "Libur"}
	for _, x := range []struct {
		stream, kind string
		body         complaint.RuleBody
	}{
		{complaint.StreamRules + gambut.Code, complaint.KClosureAdded, closure},
		{complaint.StreamRules + gambut.Code, complaint.KRulesSet, complaint.RuleBody{Settings: &s}},
		{complaint.StreamImports + gambut.Code, complaint.KCalendarPublished, complaint.RuleBody{Revision: "2026-12-01", File: r.election(closure.From)}},
		{complaint.StreamCalendar, complaint.KCalendarPublished, complaint.RuleBody{Revision: "2026-12-01", File: r.election(closure.From)}},
		{complaint.StreamCalendar, complaint.KClosureAdded, closure},
	} {
		before := r.due()
		code, err := exchange.ParseCode(r.code(martapura.Code))
		if err != nil {
			t.Fatal(err)
		}
		_, key, _ := ed25519.GenerateKey(nil)
		client, err := exchange.New(code.Options())
		if err != nil {
			t.Fatal(err)
		}
		answer, err := client.Enrol(t.Context(), code, key, "PC asing", "")
		if err != nil {
			t.Fatal(err)
		}
		o := code.Options()
		o.Token = answer.Token
		if client, err = exchange.New(o); err != nil {
			t.Fatal(err)
		}
		st, err := store.Open(t.Context(), store.Options{Path: filepath.Join(t.TempDir(), "asing.db"), Keys: vault.NewKeys()})
		if err != nil {
			t.Fatal(err)
		}
		defer st.Close()
		if err := st.SetDesk(t.Context(), store.Desk{Device: answer.Device, Office: answer.Office, Letter: answer.Letter}); err != nil {
			t.Fatal(err)
		}
		raw, _ := json.Marshal(x.body)
		_, err = st.Update(t.Context(), func(tx *store.Tx) error {
			return tx.Append(x.stream, "asing", []complaint.Draft{{ID: newUUID(), Kind: x.kind, Version: 1, Body: raw}})
		})
		if err != nil {
			t.Fatal(err)
		}
		entries, prev, _, err := st.PendingEntries(t.Context(), 10)
		if err != nil {
			t.Fatal(err)
		}
		a, _, err := client.Push(t.Context(), exchange.Outgoing{Office: answer.Office, Device: answer.Device, Prev: prev, Entries: entries}, 1<<20)
		if err != nil || len(a.SetAside) != 1 || a.SetAside[0].Code != "exchange.stream" {
			t.Errorf("%s in %s: %v %+v", x.kind, x.stream, err, a)
		}
		client.Close()
		far.TryNow()
		if now := r.due(); now[c.Number] != before[c.Number] || far.due()[c.Number] != before[c.Number] {
			t.Errorf("%s in %s moved a deadline of another office", x.kind, x.stream)
		}
	}
}
