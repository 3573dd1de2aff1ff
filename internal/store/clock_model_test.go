package store

import (
	"bytes"
	"crypto/ed25519"
	"encoding/csv"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"loketaduan/internal/calendar"
	"loketaduan/internal/complaint"
	"loketaduan/internal/testdb"
	"loketaduan/internal/vault"
)

// plain is the calendar as it was known on a day, read from the decree files by
// hand: what the clocks are held to. It knows nothing of tables or revisions.
type plain struct {
	off      map[calendar.Date]bool
	declared map[int]bool
	sure     map[calendar.Date]bool // estimates of one possible date
	moving   [][]calendar.Estimate  // Hijri holidays; the days of one shift together
}

func sheet(t testing.TB, name string) []map[string]string {
	t.Helper()
	text := bytes.TrimPrefix(calendar.EmbeddedDecrees().CSV()[name], []byte("\xef\xbb\xbf"))
	rows, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []map[string]string
	for _, row := range rows[1:] {
		m := map[string]string{}
		for i, title := range rows[0] {
			m[title] = row[i]
		}
		out = append(out, m)
	}
	return out
}

// knownOn undoes every decree signed after a day.
func knownOn(t testing.TB, asOf calendar.Date) plain {
	t.Helper()
	p := plain{off: map[calendar.Date]bool{}, declared: map[int]bool{}, sure: map[calendar.Date]bool{}}
	for _, row := range sheet(t, "base_decrees.csv") {
		if on := date(row["decree_date"]); !on.After(asOf) {
			p.declared[date(row["year"]+"-01-01").Year()] = true
		}
	}
	for _, row := range sheet(t, "holidays.csv") {
		p.off[date(row["date"])] = true
	}
	changes := sheet(t, "holiday_amendments.csv")
	slices.Reverse(changes)
	for _, row := range changes {
		if date(row["decree_date"]).After(asOf) {
			p.off[date(row["date"])] = row["action"] == "remove"
		}
	}
	for d := range p.off {
		p.off[d] = p.off[d] && p.declared[d.Year()]
	}
	record := calendar.EmbeddedDecrees().AsOf(asOf, "")
	for year := 2016; year <= 2030; year++ {
		for _, e := range record.Estimates(year) {
			last := len(p.moving) - 1
			switch {
			case e.From == e.To:
				p.sure[e.From] = true
			case last >= 0 && (p.moving[last][0] == e || len(p.moving[last]) == 2 && p.moving[last][1] == e):
				// told of both years that it may fall in
			case last >= 0 && p.moving[last][0].From.AddDays(1) == e.From:
				p.moving[last] = append(p.moving[last], e)
			default:
				p.moving = append(p.moving, []calendar.Estimate{e})
			}
		}
	}
	return p
}

// due walks day by day, once for every way in which the Hijri holidays may fall.
func (p plain) due(received calendar.Date, limit int, pauses []calendar.Pause) calendar.Deadline {
	first, provisional, stands := p.walk(received, limit, pauses, nil)
	if stands {
		return calendar.Deadline{Provisional: true, Paused: true}
	}
	if !provisional {
		return calendar.Deadline{Due: first, Latest: first}
	}
	span := []int{}
	for i, days := range p.moving {
		if from := days[0].From; from.After(received.AddDays(-10)) && from.Before(first.AddDays(30)) {
			span = append(span, i)
		}
	}
	ways := 1
	for range span {
		ways *= 3
	}
	var d calendar.Deadline
	unknown := false // a year that nobody can estimate
	for way := range ways {
		shifted := map[calendar.Date]bool{}
		for rest, i := way, 0; i < len(span); rest, i = rest/3, i+1 {
			for _, e := range p.moving[span[i]] {
				if day := e.From.AddDays(rest % 3); !p.declared[day.Year()] {
					shifted[day] = true
				}
			}
		}
		due, provisional, stands := p.walk(received, limit, pauses, shifted)
		if stands {
			return calendar.Deadline{Provisional: true, Paused: true}
		}
		d.Provisional = d.Provisional || provisional
		if d.Due.IsZero() || due.Before(d.Due) {
			d.Due = due
		}
		if due.After(d.Latest) {
			d.Latest = due
		}
		for year := received.AddDays(1).Year(); year <= due.Year(); year++ {
			unknown = unknown || !p.declared[year] && (year < 2018 || year > 2030)
		}
	}
	if unknown {
		d.Latest = calendar.Date{}
	}
	return d
}

func (p plain) walk(received calendar.Date, limit int, pauses []calendar.Pause, shifted map[calendar.Date]bool) (due calendar.Date, provisional, stands bool) {
	for d, left := received, limit; left > 0; {
		d = d.AddDays(1)
		provisional = provisional || !p.declared[d.Year()]
		waits := false
		for _, x := range pauses {
			if d.After(x.RequestedOn) && x.CompletedOn.IsZero() {
				return due, provisional, true
			}
			waits = waits || d.After(x.RequestedOn) && !d.After(x.CompletedOn)
		}
		if wd := d.Weekday(); !waits && wd != time.Saturday && wd != time.Sunday && !p.off[d] && !p.sure[d] && !shifted[d] {
			left--
			due = d
		}
	}
	return due, provisional, false
}

// decreeDates gives the days on which anything was decreed, in order.
func decreeDates(t testing.TB) []calendar.Date {
	t.Helper()
	var all []calendar.Date
	for _, name := range []string{"base_decrees.csv", "holiday_amendments.csv"} {
		for _, row := range sheet(t, name) {
			all = append(all, date(row["decree_date"]))
		}
	}
	slices.SortFunc(all, calendar.Date.Compare)
	return slices.Compact(all)
}

// regencyKey signs the packages of the tests.
var regencyKey = ed25519.NewKeyFromSeed(bytes.Repeat([]byte{7}, ed25519.SeedSize))

func packed(r *calendar.Decrees, key ed25519.PrivateKey) []byte {
	return calendar.Pack(r, func(m []byte) []byte { return ed25519.Sign(key, m) }, key.Public().(ed25519.PublicKey))
}

// since is a desk whose program was shipped with the record of that day, and
// which trusts the regency.
func since(t testing.TB, known calendar.Date, letter string, now *atomic.Int64) *bench {
	t.Helper()
	at, keys := testdb.Fresh(t, "register.db"), vault.NewKeys()
	s, err := Open(ctx, Options{Path: at.Path, URL: at.URL, Keys: keys, Decrees: calendar.EmbeddedDecrees().At(known), Now: func() time.Time { return time.UnixMilli(now.Load()) }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	b := &bench{Store: s, t: t, at: at, keys: keys, now: now}
	b.must(b.SetDesk(ctx, Desk{Device: "pc-" + letter, Office: "63.03.05", OfficeName: "Kecamatan Gambut", Letter: letter}))
	b.trust()
	return b
}

func (b *bench) trust() {
	b.t.Helper()
	_, err := b.Update(ctx, func(t *Tx) error { return t.TrustCalendar(regencyKey.Public().(ed25519.PublicKey)) })
	b.must(err)
}

// imports takes a package as from a file.
func (b *bench) imports(file []byte) {
	b.t.Helper()
	p, err := calendar.ReadPackage(file)
	b.must(err)
	b.rule(complaint.StreamImports+"63.03.05", func() (complaint.Draft, error) { return complaint.PublishCalendar(id(), p, file, clerk) })
}

// rule writes an entry of a rule stream.
func (b *bench) rule(stream string, decide func() (complaint.Draft, error)) {
	b.t.Helper()
	d, err := decide()
	b.must(err)
	_, err = b.Update(ctx, func(t *Tx) error { return t.Append(stream, clerk.Account, []complaint.Draft{d}) })
	b.must(err)
}

// does one act in a transaction, standing as a use case stands.
func (b *bench) does(t *Tx, stream, kind string, body complaint.Body, with func(*complaint.Form)) {
	b.t.Helper()
	c, err := t.Complaint(stream)
	b.must(err)
	rules, f := t.Rules(c.Office), c.Facts()
	form := c.Form()
	if with != nil {
		with(&form)
	}
	a := complaint.Act{ID: id(), Kind: kind, Body: body, Form: &form, Now: t.Now(), Zone: rules.Zone, Limits: rules.Limits, Clocks: rules.Clocks(&f)}
	if n := len(f.Pauses); kind == complaint.KArchived && n > 0 && f.Pauses[n-1].CompletedOn.IsZero() {
		f.Pauses[n-1].CompletedOn = calendar.DateIn(a.Now, a.Zone)
	}
	a.Standing = rules.Promise(&f)
	drafts, err := complaint.Decide(c, a, clerk, id(), "garam")
	b.must(err)
	b.must(t.Append(stream, clerk.Account, drafts))
}

// tells records a complaint and keeps the deadline that its receipt tells.
func (b *bench) tells(t *Tx, form complaint.Form) string {
	b.t.Helper()
	main, by := id(), clerk
	desk, err := t.Desk()
	b.must(err)
	by.Office = desk.Office
	number, err := t.NextNumber(t.Now().Year())
	b.must(err)
	rules := t.Rules(by.Office)
	f := complaint.Facts{Office: by.Office, State: complaint.Received, Class: form.Class(), ReceivedAt: form.Received()}
	drafts, err := complaint.Receive(main, id(), number, "garam", form, by, rules, rules.Promise(&f))
	b.must(err)
	b.must(t.Append(main, clerk.Account, drafts))
	return main
}
