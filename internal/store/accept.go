package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"slices"
	"sort"
	"strings"

	"github.com/google/uuid"

	"loketaduan/internal/complaint"
	"loketaduan/internal/fault"
	"loketaduan/internal/journal"
)

// Accepted is what became of a push.
type Accepted struct {
	LastSeq  int64
	LastHash journal.Hash
	Revs     []int64 // parallel to the given entries; 0 = set aside
	SetAside []SetAside
}

// Faults of Accept: they concern the whole batch, and nothing changes.
var (
	errGap  = fault.New(fault.Conflict, "exchange.gap", "seq", "Ada catatan yang belum sampai di antaranya. Kirim ulang dari catatan terakhir yang diterima.")
	errFork = fault.New(fault.Conflict, "exchange.fork", "prev", "Rantai catatan PC ini berbeda dengan yang ada di kabupaten. Mungkin PC ini dipulihkan atau digandakan; hubungi admin kabupaten.")
)

// Accept takes a push in one transaction: it compares what is known, inserts
// what is new, gives each its rev and its place in every feed that it belongs
// to. Entries are contiguous in seq and chained by the caller.
func (s *Store) Accept(ctx context.Context, device string, entries []journal.Entry) (Accepted, error) {
	var a Accepted
	_, err := s.Update(ctx, func(t *Tx) error {
		var err error
		a, err = t.accept(device, entries)
		return err
	})
	return a, err
}

// end is where a device's chain ends; the device is ours until the commit. One
// that was revoked may not send any more, but what it sent before comes back
// from others (relayed).
func (t *Tx) end(device string, relayed bool) (a Accepted, err error) {
	if err := t.perform(t.s.d.join); err != nil {
		return a, err
	}
	var last []byte
	err = t.row("SELECT last_seq, last_hash FROM device WHERE id = $1 AND (revoked = FALSE OR revoked = $2)"+t.s.d.locked, device, relayed).Scan(&a.LastSeq, &last)
	if errors.Is(err, sql.ErrNoRows) {
		return a, errUnknownDevice
	}
	copy(a.LastHash[:], last)
	return a, broken(err)
}

func (t *Tx) accept(device string, entries []journal.Entry) (Accepted, error) {
	a, err := t.end(device, false)
	if err != nil {
		return a, err
	}
	old, err := t.repeated(&a, device, entries)
	if err != nil || old == len(entries) {
		return a, err
	}
	entries = entries[old:]
	feeds, err := t.openFeeds()
	if err != nil {
		return a, err
	}
	if err := feeds.expect(device, entries); err != nil {
		return a, err
	}
	for i := range entries {
		e := &entries[i]
		if e.Seq != a.LastSeq+1 {
			return a, errGap
		}
		if e.Prev != a.LastHash {
			return a, errFork
		}
		aside, err := t.take(e, feeds, 0)
		if err != nil {
			return a, err
		}
		if aside != nil {
			a.SetAside = append(a.SetAside, *aside)
		}
		a.Revs = append(a.Revs, e.Rev)
		a.LastSeq, a.LastHash = e.Seq, e.Hash
	}
	if err := t.setEnd(device, &a); err != nil {
		return a, err
	}
	if err := feeds.save(); err != nil {
		return a, err
	}
	return a, t.tellDoubled(feeds.doubled)
}

// repeated compares the entries that should be here with those that are, and
// says again what was said of them: the first answer may have been lost. It
// gives how many they are.
func (t *Tx) repeated(a *Accepted, device string, entries []journal.Entry) (n int, err error) {
	for n < len(entries) && entries[n].Seq <= a.LastSeq {
		n++
	}
	if n == 0 {
		return 0, nil
	}
	at := 0
	err = t.run(`SELECT e.seq, e.hash, coalesce(e.rev, 0), coalesce(s.code, ''), coalesce(s.message, '') FROM entry e LEFT JOIN set_aside s ON s.entry = e.row
WHERE e.device = $1 AND e.seq BETWEEN $2 AND $3 AND e.branch = 0 ORDER BY e.seq`, []any{device, entries[0].Seq, entries[n-1].Seq}, func(rows *sql.Rows) error {
		var seq, rev int64
		var hash []byte
		var aside SetAside
		if err := rows.Scan(&seq, &hash, &rev, &aside.Code, &aside.Message); err != nil {
			return err
		}
		if at == n || entries[at].Seq != seq || entries[at].Hash != journal.Hash(hash) {
			return errFork
		}
		if aside.Code != "" {
			aside.Seq, aside.ID = seq, entries[at].ID
			a.SetAside = append(a.SetAside, aside)
		}
		a.Revs = append(a.Revs, rev)
		at++
		return nil
	})
	if err == nil && at < n {
		err = errFork
	}
	return n, err
}

// take stores a new entry and puts it into the feeds, or sets it aside. One
// that cannot be taken never stops those after it. branch is 0 for what
// continues its chain.
func (t *Tx) take(e *journal.Entry, f *feeds, branch int64) (*SetAside, error) {
	e.Rev = 0
	if f.here[e.ID] {
		return t.takeAgain(e, f, branch)
	}
	b, refused := readable(e)
	if refused == nil {
		var err error
		if refused, err = f.refuses(e); err != nil {
			return nil, err
		}
	}
	p := f.keep(e)
	p.branch = branch
	if refused != nil {
		p.aside = refused
		return aside(e, refused), nil
	}
	return nil, f.admit(e, b, p)
}

// admit gives an entry that is accepted its order, and does what follows of it.
func (f *feeds) admit(e *journal.Entry, b complaint.Body, p *placed) error {
	if e.Kind == OfficeRegistered || e.Kind == AccountAdded || complaint.IsRuleStream(e.Stream) || strings.HasPrefix(e.Stream, StreamClocks) {
		f.t.touch(e.Stream)
	}
	if e.Kind == complaint.KFileAttached && b.File != nil {
		if err := f.t.refFile(e.ID, e.Stream, b.File); err != nil {
			return err
		}
	}
	if complaint.Begins(e.Kind) {
		f.numbers = append(f.numbers, b.Number, e.Stream)
	}
	return f.add(e, b, p)
}

// readable decodes what the server must understand of an entry. Kinds and
// versions that it does not know are kept as they are.
func readable(e *journal.Entry) (complaint.Body, *fault.Fault) {
	newest, known := complaint.Known[e.Kind]
	if !known || e.Version > newest {
		return complaint.Body{}, nil
	}
	b, ok := complaint.BodyOf(e)
	if !ok {
		return b, fault.New(fault.Invalid, "exchange.body.unreadable", "body", "Isi catatan ini tidak terbaca di kabupaten. Catatan disimpan; perbaiki dengan mengetik ulang.")
	}
	if e.Kind == complaint.KForwarded && !isCode(b.Office) {
		return b, fault.New(fault.Invalid, "exchange.office.invalid", "office", "Kode instansi tujuan pada catatan ini tidak sah. Catatan disimpan; teruskan lagi dengan memilih instansi dari daftar.")
	}
	if complaint.Begins(e.Kind) && (b.Number == "" || !isCode(b.Number)) {
		return b, fault.New(fault.Invalid, "exchange.number.missing", "number", "Aduan ini tidak membawa nomor register. Catatan disimpan; hubungi admin kabupaten.")
	}
	return b, nil
}

// isCode tells whether a text from a body can be the name of a row: a database
// server takes neither endless ones nor those with a zero byte.
func isCode(s string) bool { return len(s) <= 80 && !strings.ContainsRune(s, 0) }

// AddOffice makes an office known to the whole regency: an entry of the
// server's own device, which reaches every feed. An office that is known with
// the same data is no change.
func (s *Store) AddOffice(ctx context.Context, o Office) error {
	_, err := s.Update(ctx, func(t *Tx) error {
		if err := t.perform(s.d.alone); err != nil { // a push that did not know the office would pass it over
			return err
		}
		var have Office
		err := t.row("SELECT code, name, kind FROM office WHERE code = $1", o.Code).Scan(&have.Code, &have.Name, &have.Kind)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return broken(err)
		}
		if have == o {
			return fault.New(fault.Conflict, "office.known", "code", "Instansi "+o.Code+" sudah terdaftar dengan data yang sama.")
		}
		if err := t.exec("INSERT INTO feed_head (office, last, hash) VALUES ($1, 0, $2) ON CONFLICT DO NOTHING", o.Code, make([]byte, 32)); err != nil {
			return err
		}
		body, err := json.Marshal(o)
		if err != nil {
			return err
		}
		if have.Code == "" {
			if err := t.backfill(o.Code, "SELECT id FROM stream WHERE id IN ('offices', 'calendar') OR id >= 'rules:' AND id < 'rules;' OR id >= 'clocks:' AND id < 'clocks;' ORDER BY id"); err != nil {
				return err
			}
			if err := t.exec("INSERT INTO office (code, name, kind) VALUES ($1,$2,$3)", o.Code, o.Name, o.Kind); err != nil {
				return err
			}
		}
		if o.Kind == coordinator && have.Kind != coordinator {
			if err := t.backfill(o.Code, "SELECT s.id FROM stream s JOIN entry e ON e.stream = s.id GROUP BY s.id ORDER BY min(e.row)"); err != nil {
				return err
			}
		}
		return t.appendOwn(StreamOffices, journal.Draft{ID: newID(), Kind: OfficeRegistered, Version: 1, Body: body})
	})
	return err
}

func newID() string { return uuid.Must(uuid.NewV7()).String() }

// serverOffice is the office code of the server itself.
const serverOffice = "pusat"

// ownDevice is the server as the author of entries; made at first need.
func (t *Tx) ownDevice() (string, error) {
	var id string
	err := t.row("SELECT id FROM device WHERE office = $1", serverOffice).Scan(&id)
	if !errors.Is(err, sql.ErrNoRows) {
		return id, broken(err)
	}
	id = newID()
	return id, t.addDevice(Device{ID: id, Office: serverOffice, Letter: "A", Name: "Server kabupaten", TokenHash: []byte("none:" + id)})
}

// backfill puts whole streams, chosen by a query, into an office's feed. No
// push is under way.
func (t *Tx) backfill(office, query string, args ...any) error {
	var ids []string
	err := t.run(query, args, func(rows *sql.Rows) error {
		var id string
		err := rows.Scan(&id)
		ids = append(ids, id)
		return err
	})
	if err != nil {
		return err
	}
	f, err := t.openFeeds()
	if err != nil {
		return err
	}
	if err := f.load(slices.Clone(ids), ""); err != nil {
		return err
	}
	if err := f.include(ids, office); err != nil {
		return err
	}
	return f.save()
}

func sortedKeys[V any](m map[string]V) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	sort.Strings(out)
	return out
}
