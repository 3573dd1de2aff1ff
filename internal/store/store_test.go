package store

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"maps"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"loketaduan/internal/auth"
	"loketaduan/internal/calendar"
	"loketaduan/internal/complaint"
	"loketaduan/internal/fault"
	"loketaduan/internal/journal"
	"loketaduan/internal/testdb"
	"loketaduan/internal/vault"
)

var ctx = context.Background()

var clerk = complaint.Actor{Account: "akun-1", Role: auth.Admin, Office: "63.03.05"}

// bench is a store on a PC of an office, with a clock that the test moves.
type bench struct {
	*Store
	t     testing.TB
	at    testdb.Place
	spare testdb.Place // a copy to be damaged
	keys  *vault.Keys
	now   *atomic.Int64 // Unix milliseconds
}

func id() string { return uuid.Must(uuid.NewV7()).String() }

func begin() *atomic.Int64 {
	var at atomic.Int64
	at.Store(time.Date(2026, 11, 2, 1, 0, 0, 0, time.UTC).UnixMilli())
	return &at
}

func openAt(t testing.TB, at testdb.Place, keys *vault.Keys, server bool, now *atomic.Int64) *bench {
	t.Helper()
	s, err := Open(ctx, Options{Path: at.Path, URL: at.URL, Keys: keys, Server: server, Now: func() time.Time { return time.UnixMilli(now.Load()) }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return &bench{Store: s, t: t, at: at, keys: keys, now: now}
}

// desk is an empty register of a PC.
func desk(t testing.TB, office, letter string) *bench {
	t.Helper()
	b := openAt(t, testdb.Fresh(t, "register.db"), vault.NewKeys(), false, begin())
	b.must(b.SetDesk(ctx, Desk{Device: "pc-" + office + letter, Office: office, OfficeName: "Kecamatan " + office, Letter: letter}))
	return b
}

// central is an empty register of the regency.
func central(t testing.TB) *bench {
	t.Helper()
	return openAt(t, testdb.Fresh(t, "pusat.db"), vault.NewKeys(), true, begin())
}

// enrol makes the desk known to the regency.
func (b *bench) enrol(d *bench) Device {
	b.t.Helper()
	k, err := d.Desk(ctx)
	b.must(err)
	dev := Device{ID: k.Device, Office: k.Office, Letter: k.Letter, Name: "PC " + k.Letter, TokenHash: []byte("token " + k.Device)}
	b.must(b.AddDevice(ctx, dev))
	return dev
}

func (b *bench) reopen() *bench {
	b.t.Helper()
	b.must(b.Close())
	server := b.o.Server
	return openAt(b.t, b.at, b.keys, server, b.now)
}

func (b *bench) must(err error) {
	b.t.Helper()
	if err != nil {
		b.t.Fatal(err)
	}
}

func (b *bench) later(d time.Duration) { b.now.Add(d.Milliseconds()) }

func (b *bench) today() calendar.Date { return calendar.DateIn(b.Now(), b.Zone()) }

// form is a complaint that passes every check; with changes what matters.
func (b *bench) form(with func(*complaint.Form)) complaint.Form {
	f := complaint.Form{Kind: "pengaduan", Channel: "tatap_muka", ReceivedAt: b.Now().UTC().Format(time.RFC3339), Category: "infrastruktur",
		Subject: "Jembatan ambruk", Narrative: "Jembatan kayu di samping pasar ambruk sejak kemarin", Village: "Gambut",
		Reporter: complaint.Reporter{Name: "Siti Aminah", IDType: "ktp", IDNumber: "6303054107800001", Sex: "P", AgeBand: "31-45", Disability: "tidak",
			Address: "Jalan Ahmad Yani km 14", Phone: "0812-5550-1234"}}
	if with != nil {
		with(&f)
	}
	return f
}

// receive records a complaint as a use case does and gives its id.
func (b *bench) receive(with func(*complaint.Form)) string {
	b.t.Helper()
	id, _, err := b.save(b.form(with))
	b.must(err)
	return id
}

func (b *bench) save(f complaint.Form) (string, string, error) {
	main, who, number := id(), id(), ""
	_, err := b.Update(ctx, func(t *Tx) error {
		desk, err := t.Desk()
		if err != nil {
			return err
		}
		if number, err = t.NextNumber(b.today().Year()); err != nil {
			return err
		}
		by := clerk
		by.Office = desk.Office
		drafts, err := complaint.Receive(main, who, number, "garam-"+main, f, by, b.Rules(), complaint.Promise{})
		if err != nil {
			return err
		}
		return t.Append(main, by.Account, drafts)
	})
	return main, number, err
}

// act does one act on a complaint; the form of the screen is filled in.
func (b *bench) act(stream, kind string, body complaint.Body, with func(*complaint.Form)) {
	b.t.Helper()
	_, err := b.Update(ctx, func(t *Tx) error {
		c, err := t.Complaint(stream)
		if err != nil {
			return err
		}
		desk, err := t.Desk()
		if err != nil {
			return err
		}
		f := c.Form()
		if with != nil {
			with(&f)
		}
		by := clerk
		by.Office = desk.Office
		a := complaint.Act{ID: id(), Kind: kind, Body: body, Form: &f, Now: t.Now(), Zone: b.Zone(), Limits: b.Limits()}
		drafts, err := complaint.Decide(c, a, by, id(), "garam")
		if err != nil {
			return err
		}
		return t.Append(stream, by.Account, drafts)
	})
	b.must(err)
}

// account makes an account known.
func (b *bench) account(a Account) {
	b.t.Helper()
	body, err := json.Marshal(a)
	b.must(err)
	_, err = b.Update(ctx, func(t *Tx) error {
		return t.Append(StreamAccounts+a.Office, "akun-1", []journal.Draft{{ID: id(), Kind: AccountAdded, Version: 1, Body: body}})
	})
	b.must(err)
}

// push sends everything pending of the desk to the regency, as the exchange does.
func (b *bench) push(to *bench) {
	b.t.Helper()
	k, err := b.Desk(ctx)
	b.must(err)
	for {
		out, _, more, err := b.PendingEntries(ctx, 100)
		b.must(err)
		if len(out) == 0 {
			return
		}
		a, err := to.Accept(ctx, k.Device, slices.Clone(out))
		b.must(err)
		b.must(b.MarkAcked(ctx, out, a.Revs, a.SetAside))
		if !more {
			return
		}
	}
}

// pull brings the office's feed, checking the feed hash as the exchange does.
func (b *bench) pull(from *bench, page int) {
	b.t.Helper()
	k, err := b.Desk(ctx)
	b.must(err)
	epoch, err := from.Epoch(ctx)
	b.must(err)
	for {
		_, pos, h, err := b.Cursor(ctx)
		b.must(err)
		p, err := from.Feed(ctx, k.Office, pos, page)
		b.must(err)
		if p.Before != h {
			b.t.Fatalf("feed hash before %d differs", pos)
		}
		if len(p.Entries) == 0 {
			return
		}
		var entries []journal.Entry
		var own []OwnRef
		for _, e := range p.Entries {
			h = journal.FeedHash(h, e.Hash)
			if _, have, err := b.EntryHash(ctx, e.ID); err == nil && have && e.Device == k.Device {
				own = append(own, OwnRef{Pos: e.Pos, Rev: e.Rev, ID: e.ID, Hash: e.Hash})
				continue
			}
			entries = append(entries, e)
		}
		if h != p.After {
			b.t.Fatal("feed hash after the page differs")
		}
		_, err = b.ApplyFeed(ctx, entries, own, epoch, pos+int64(len(p.Entries)), h)
		b.must(err)
	}
}

// few checks of properties on PostgreSQL, where a schema for each takes its
// time; what it gives back ends that.
func few(t *testing.T) func() {
	if !testdb.OnPostgres(t) {
		return func() {}
	}
	checks := flag.Lookup("rapid.checks").Value
	before := checks.String()
	checks.Set("8")
	return func() { checks.Set(before) }
}

// find gives the ids of the complaints that a filter finds.
func (b *bench) find(f Filter) []string {
	b.t.Helper()
	rows, total, exact, err := b.List(ctx, f)
	b.must(err)
	if !exact || f.Limit == 0 && f.Offset == 0 && total <= 50 && total != len(rows) {
		b.t.Fatalf("%d rows, total %d, exact %v", len(rows), total, exact)
	}
	ids := []string{}
	for _, r := range rows {
		ids = append(ids, r.ID)
	}
	return ids
}

func (b *bench) finds(what string, f Filter, want ...string) {
	b.t.Helper()
	got := b.find(f)
	slices.Sort(got)
	want = slices.Sorted(slices.Values(want))
	if !slices.Equal(got, want) {
		b.t.Errorf("%s: %d found, want %d (%v, want %v)", what, len(got), len(want), got, want)
	}
}

// clean fails when the journal is not whole.
func (b *bench) clean() {
	b.t.Helper()
	r, err := b.VerifyJournal(ctx)
	b.must(err)
	if r.Bad != "" {
		b.t.Fatal(r.Bad)
	}
}

// dump lists a query's rows as text; sealed columns are left to open.
func (b *bench) dump(q string, open func(map[string]any)) []string {
	b.t.Helper()
	rows, err := b.read.QueryContext(ctx, q)
	b.must(err)
	defer rows.Close()
	cols, err := rows.Columns()
	b.must(err)
	var out []string
	for rows.Next() {
		cells, dest := make([]any, len(cols)), make([]any, len(cols))
		for i := range cells {
			dest[i] = &cells[i]
		}
		b.must(rows.Scan(dest...))
		m := map[string]any{}
		for i, c := range cols {
			m[c] = cells[i]
		}
		if open != nil {
			open(m)
		}
		line := ""
		for _, k := range slices.Sorted(maps.Keys(m)) {
			line += fmt.Sprintf("%s=%v|", k, m[k])
		}
		out = append(out, line)
	}
	b.must(rows.Err())
	return out
}

func (b *bench) number(q string, args ...any) (n int64) {
	b.t.Helper()
	b.must(b.read.QueryRowContext(ctx, q, args...).Scan(&n))
	return n
}

func wantCode(t testing.TB, err error, code string) {
	t.Helper()
	var f *fault.Fault
	if !errors.As(err, &f) || f.Code != code {
		t.Fatalf("got %v, want fault %s", err, code)
	}
	if f.Message == "" {
		t.Fatalf("fault %s says nothing", code)
	}
}
