package store

import (
	"bytes"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"loketaduan/internal/calendar"
	"loketaduan/internal/complaint"
	"loketaduan/internal/journal"
	"loketaduan/internal/testdb"
)

// everything in the database as text, sealed as it is.
func (b *bench) everything() []string {
	b.t.Helper()
	var all []string
	for _, name := range b.at.Tables(b.t, b.read.DB) {
		if name != "search" {
			all = append(all, b.dump("SELECT * FROM "+name, nil)...)
		}
	}
	return all
}

// without a year: the record as if it had never been declared.
func without(t *testing.T, r *calendar.Decrees, year string) *calendar.Decrees {
	t.Helper()
	folder := fstest.MapFS{}
	for name, text := range r.CSV() {
		var left []string
		for _, line := range strings.Split(string(text), "\n") {
			if !strings.HasPrefix(line, year) && !strings.Contains(line, ",add,"+year) && !strings.Contains(line, ",remove,"+year) {
				left = append(left, line)
			}
		}
		folder[name] = &fstest.MapFile{Data: []byte(strings.Join(left, "\n"))}
	}
	made, err := calendar.ReadCSV(folder)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

func jsonOf(t *testing.T, v any) []byte {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// refusals are packages that nobody may take over a register whose record is
// the given one of the regency 63.03.
func refusals(t *testing.T, inForce *calendar.Decrees) map[string][]byte {
	t.Helper()
	later := func(r *calendar.Decrees) *calendar.Decrees {
		return amended(t, r, calendar.Of(2026, 10, 20), false, calendar.Of(2026, 11, 11))
	}
	imprint := inForce.Imprint()
	good := packed(later(inForce), regencyKey)
	line, body, _ := bytes.Cut(good, []byte("\n"))
	stranger := ed25519.NewKeyFromSeed(bytes.Repeat([]byte{9}, ed25519.SeedSize))
	again := func(old, new string) []byte { // changed and signed, as a faulty program of ours would
		text := bytes.Replace(body, []byte(old), []byte(new), 1)
		words := bytes.Fields(line)
		signed := ed25519.Sign(regencyKey, append([]byte("loket-kalender 1\n"), text...))
		return slices.Concat(bytes.Join(words[:4], []byte(" ")), []byte(" "+base64.StdEncoding.EncodeToString(signed)+"\n"), text)
	}
	imprint.Regency = "63.71"
	other := later(inForce).WithImprint(imprint)
	return map[string][]byte{
		"calendar.package.large":     append(slices.Clone(good), make([]byte, 5<<20)...),
		"calendar.package.unsigned":  body,
		"calendar.package.version":   bytes.Replace(good, []byte("loket-kalender 1"), []byte("loket-kalender 2"), 1),
		"calendar.package.damaged":   good[:len(good)-100],
		"calendar.package.signature": bytes.Replace(good, []byte("2026-11-11"), []byte("2026-11-12"), 1),
		"calendar.package.revision":  again(`"revision": "2026-10-20"`, `"revision": "2026-10-21"`),
		"calendar.record.kind":       again(`"pemilu"`, `"pilkada"`),
		"calendar.record.misfit":     again(`"action": "add"`, `"action": "remove"`),
		"calendar.package.key":       packed(later(inForce), stranger),
		"calendar.package.regency":   packed(other, regencyKey),
		"calendar.package.older":     packed(calendar.EmbeddedDecrees().At(calendar.Of(2025, 12, 31)).WithImprint(inForce.Imprint()), regencyKey),
		"calendar.package.known":     packed(inForce, regencyKey),
		"calendar.package.differs":   packed(amended(t, calendar.EmbeddedDecrees().WithImprint(inForce.Imprint()), inForce.Revision().Decreed, false, calendar.Of(2026, 11, 13)), regencyKey),
		"calendar.package.years":     packed(later(without(t, inForce, "2017")), regencyKey),
	}
}

func TestRefusedPackageChangesNothing(t *testing.T) { testdb.Both(t, testRefusedPackageChangesNothing) }

func testRefusedPackageChangesNothing(t *testing.T) {
	inForce := amended(t, calendar.EmbeddedDecrees().WithImprint(calendar.Imprint{Regency: "63.03"}), calendar.Of(2026, 10, 1), false, calendar.Of(2026, 11, 10))
	p := central(t)
	p.trust()
	p.must(p.AddOffice(ctx, Office{"63.03.05", "Kecamatan Gambut", "kecamatan"}))
	_, err := p.Publish(ctx, packed(inForce, regencyKey))
	p.must(err)

	d := desk(t, "63.03.05", "A")
	d.trust()
	d.imports(packed(inForce, regencyKey))
	for range 20 {
		d.receive(nil)
	}
	kinds := refusals(t, inForce)
	for code, file := range kinds {
		before := p.everything()
		_, err := p.Publish(ctx, file)
		wantCode(t, err, code)
		_, err = d.CheckPackage(ctx, file)
		wantCode(t, err, code)
		if !slices.Equal(before, p.everything()) {
			t.Errorf("%s: the register of the regency changed", code)
		}
	}
	if len(kinds) != 14 {
		t.Errorf("%d kinds", len(kinds))
	}

	// Should one come all the same, by the feed or from another PC, it is kept in
	// the journal and counts for nothing.
	before, book := d.tables(), d.Rulebook()
	n := int64(0)
	for code, file := range kinds {
		if len(file) > journal.MaxBody/2 || code == "calendar.package.regency" {
			continue // the one cannot be written; of the other the key decides, which is the regency's own
		}
		for _, revision := range []string{"2026-10-20", "2029-01-01", ""} {
			n++
			body := complaint.RuleBody{Revision: revision, File: file}
			e := journal.Entry{ID: id(), Stream: complaint.StreamCalendar, Office: serverOffice, Device: "pusat", Seq: n, Rev: n, At: d.Now().UTC(), Author: serverOffice,
				Kind: complaint.KCalendarPublished, Version: 1, Body: jsonOf(t, body)}
			e.Hash = e.Sum()
			if n%2 == 0 {
				e.Stream = complaint.StreamImports + "63.03.05"
			}
			_, err := d.ApplyFeed(ctx, []journal.Entry{e}, nil, "e", n, journal.Hash{})
			d.must(err)
			if !slices.Equal(before, d.tables()) || d.Rulebook().Decrees().Revision() != book.Decrees().Revision() || !d.Rulebook().Decrees().Equal(inForce) {
				t.Fatalf("%s named %s was taken", code, revision)
			}
		}
	}
	if d.reopen().Rulebook().Decrees().Revision() != book.Decrees().Revision() {
		t.Error("another record after a restart")
	}
}

// What stands in a stream of another kind reaches other PCs than its own, so it
// may count nowhere.
func TestRulesCountOnlyInTheirStream(t *testing.T) { testdb.Both(t, testRulesCountOnlyInTheirStream) }

func testRulesCountOnlyInTheirStream(t *testing.T) {
	d := desk(t, "63.03.05", "A")
	d.trust()
	d.receive(nil)
	before := d.dates()
	s := complaint.DefaultSettings()
	s.Week = calendar.SixDays
	for i, e := range []journal.Entry{
		{Stream: complaint.StreamCalendar, Kind: complaint.KClosureAdded, Body: jsonOf(t, complaint.RuleBody{From: d.today().AddDays(1), To: d.today().AddDays(3), Reason: "x"})},
		{Stream: complaint.StreamImports + "63.03.05", Kind: complaint.KRulesSet, Body: jsonOf(t, complaint.RuleBody{Settings: &s})},
		{Stream: complaint.StreamRules + "63.03.05", Kind: complaint.KCalendarPublished, Body: jsonOf(t, complaint.RuleBody{Revision: "2026-10-20",
			File: packed(amended(t, calendar.EmbeddedDecrees(), calendar.Of(2026, 10, 20), false, d.today().AddDays(1)), regencyKey)})},
		{Stream: complaint.StreamRules + "63.03.07", Kind: complaint.KRulesSet, Body: jsonOf(t, complaint.RuleBody{Settings: &s})}, // another office's
	} {
		e.ID, e.Office, e.Device, e.Seq, e.Rev, e.At, e.Author, e.Version = id(), "63.03.05", "pc-x", int64(i+1), 1, d.Now().UTC(), "x", 1
		e.Hash = e.Sum()
		_, err := d.ApplyFeed(ctx, []journal.Entry{e}, nil, "e", int64(i+1), journal.Hash{})
		d.must(err)
		if !slices.Equal(before, d.dates()) {
			t.Errorf("%s in %s counts", e.Kind, e.Stream)
		}
	}
}

// A publication goes to every office, also to one that is registered later.
func TestPublicationIsInEveryFeed(t *testing.T) { testdb.Both(t, testPublicationIsInEveryFeed) }

func testPublicationIsInEveryFeed(t *testing.T) {
	p := central(t)
	p.trust()
	p.must(p.AddOffice(ctx, Office{"63.03.05", "Kecamatan Gambut", "kecamatan"}))
	record := amended(t, calendar.EmbeddedDecrees(), calendar.Of(2026, 10, 20), false, calendar.Of(2026, 11, 11))
	_, err := p.Publish(ctx, packed(record, regencyKey))
	p.must(err)
	p.must(p.AddOffice(ctx, Office{"1.03", "Dinas PU", "opd"}))
	for _, office := range []string{"63.03.05", "1.03"} {
		d := desk(t, office, "A")
		d.trust()
		p.enrol(d)
		d.receive(nil)
		before := d.dates()
		d.pull(p, 100)
		if got := d.Rulebook().Decrees().Revision(); got != record.Revision() || slices.Equal(before, d.dates()) {
			t.Errorf("%s has %s", office, got)
		}
	}
	p.clean()
	if p.Rulebook().Decrees().Revision() != record.Revision() || p.reopen().Rulebook().Decrees().Revision() != record.Revision() {
		t.Error("the regency itself has another record")
	}
}

// Keys that come to be trusted make packages count that came before them.
func TestPackageBeforeItsKey(t *testing.T) { testdb.Both(t, testPackageBeforeItsKey) }

func testPackageBeforeItsKey(t *testing.T) {
	d := desk(t, "63.03.05", "A")
	d.receive(nil)
	before := d.dates()
	file := packed(amended(t, calendar.EmbeddedDecrees(), calendar.Of(2026, 10, 20), false, d.today().AddDays(1)), regencyKey)
	d.imports(file)
	if !slices.Equal(before, d.dates()) {
		t.Fatal("a package of an unknown key counts")
	}
	d.trust()
	if slices.Equal(before, d.dates()) {
		t.Error("it does not count now that its key is trusted")
	}
	after := d.dates()
	d.trust()
	d.must(d.Rebuild(ctx))
	if !slices.Equal(after, d.dates()) || !slices.Equal(after, d.reopen().dates()) {
		t.Error("other dates after a rebuild")
	}
}

// Two PCs change the settings at once: a class that one added is not lost by
// the other, which did not know it.
func TestClassAddedByAnotherPCIsKept(t *testing.T) { testdb.Both(t, testClassAddedByAnotherPCIsKept) }

func testClassAddedByAnotherPCIsKept(t *testing.T) {
	d := desk(t, "63.03.05", "A")
	mine, theirs := complaint.DefaultSettings(), complaint.DefaultSettings()
	mine.Classes = []complaint.ExtraClass{{Name: "Ringan", Days: 2}}
	theirs.Zone, theirs.Classes = "WIB", []complaint.ExtraClass{{Name: "Kilat", Days: 1}}
	for _, s := range []complaint.Settings{mine, theirs} {
		d.rule(complaint.StreamRules+"63.03.05", func() (complaint.Draft, error) {
			return complaint.SetRules(id(), s, complaint.DefaultSettings(), clerk)
		})
	}
	r := d.Rules()
	if r.Settings.Zone != "WIB" || r.Limits["kantor_ringan"] != 2 || r.Limits["kantor_kilat"] != 1 || len(r.Settings.Classes) != 2 {
		t.Errorf("%+v %v", r.Settings, r.Limits)
	}
}

// A new program brings newer decrees with it: the list follows at once, and
// keeps what was judged.
func TestProgramWithNewerDecrees(t *testing.T) { testdb.Both(t, testProgramWithNewerDecrees) }

func testProgramWithNewerDecrees(t *testing.T) {
	now := begin()
	d := since(t, calendar.Of(2026, 8, 1), "A", now) // 2027 is not declared yet
	var judged string
	_, err := d.Update(ctx, func(t *Tx) error {
		for range 3 {
			judged = d.tells(t, d.form(func(f *complaint.Form) { f.Supervisory, f.FieldInspection = true, true }))
		}
		d.does(t, judged, complaint.KVerified, complaint.Body{}, nil)
		d.does(t, judged, complaint.KAnswered, complaint.Body{Text: "Dijawab", Channel: "surat"}, nil)
		return nil
	})
	d.must(err)
	before := d.dates()
	if n := len(d.find(Filter{Moved: true})); n != 0 {
		t.Fatal(n)
	}
	n := d.reopen() // the decrees of the program as it is
	if slices.Equal(before, n.dates()) || len(n.find(Filter{Moved: true})) != 2 {
		t.Errorf("before %v\nafter  %v", before, n.dates())
	}
	after := n.tables()
	n.must(n.Rebuild(ctx))
	if !slices.Equal(after, n.tables()) || !slices.Equal(after, n.reopen().tables()) {
		t.Error("a rebuild makes another register")
	}
}
