package store

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"strings"

	"loketaduan/internal/complaint"
	"loketaduan/internal/fault"
	"loketaduan/internal/journal"
)

// feeds gives revs and feed positions within one transaction. A position is
// taken from the office's head row, which this transaction holds until it
// commits: a sequence would let a reader pass rows that are not committed yet.
//
// Where many write at once, rows are locked in this order, each kind sorted:
// the offices as a whole, the device, streams, heads.
type feeds struct {
	t       *Tx
	streams map[string]*stream
	here    map[string]bool // ids that are in the journal, or wait to be
	pending []*placed       // not inserted yet
	joined  []any           // pairs of stream and office not written yet
	numbers []string        // pairs of register number and stream not written yet
	all     []string        // offices whose feed carries everything
	every   []string        // every office
	strays  map[string]bool // streams of the pushing PC whose id was taken by another's
	doubled []doubled       // register numbers that were there already
}

// stream as it stands in the transaction.
type stream struct {
	rev   int64
	began bool     // it has a row already
	moved bool     // in this transaction
	who   []string // offices whose feed carries it
}

// placed is an entry that has, or will have, its row.
type placed struct {
	entry  *journal.Entry // nil = it was here before
	row    int64
	hash   journal.Hash
	aside  *fault.Fault // why it is in nobody's feed
	branch int64        // > 0: it is kept beside its chain
}

// coordinator is the kind of office that is entitled to every stream.
const coordinator = "koordinator"

func (t *Tx) openFeeds() (*feeds, error) {
	f := &feeds{t: t, streams: map[string]*stream{}, here: map[string]bool{}}
	err := t.run("SELECT code, kind FROM office ORDER BY code", nil, func(rows *sql.Rows) error {
		var code, kind string
		err := rows.Scan(&code, &kind)
		f.every = append(f.every, code)
		if kind == coordinator {
			f.all = append(f.all, code)
		}
		return err
	})
	return f, err
}

// expect looks up, in few statements, what the entries of a push will need.
func (f *feeds) expect(device string, entries []journal.Entry) (err error) {
	if f.strays, err = f.t.strays(device); err != nil {
		return err
	}
	streams, ids := make([]string, len(entries)), make([]string, len(entries))
	for i := range entries {
		streams[i], ids[i] = entries[i].Stream, entries[i].ID
	}
	err = f.t.among("SELECT id FROM entry WHERE copy = 0 AND id IN (%s)", ids, func(rows *sql.Rows) error {
		var id string
		err := rows.Scan(&id)
		f.here[id] = true
		return err
	})
	if err != nil {
		return err
	}
	return f.load(streams, f.t.s.d.locked)
}

// load reads streams. locked keeps others from them until the commit; "" where
// there are no others.
func (f *feeds) load(ids []string, locked string) error {
	ids = slices.DeleteFunc(ids, func(id string) bool { return f.streams[id] != nil })
	slices.Sort(ids)
	ids = slices.Compact(ids)
	for _, id := range ids {
		f.streams[id] = &stream{}
	}
	err := f.t.among("SELECT id, last_rev FROM stream WHERE id IN (%s) ORDER BY id"+locked, ids, func(rows *sql.Rows) error {
		var id string
		var rev int64
		err := rows.Scan(&id, &rev)
		if err == nil {
			f.streams[id].rev, f.streams[id].began = rev, true
		}
		return err
	})
	if err != nil {
		return err
	}
	ids = slices.DeleteFunc(ids, func(id string) bool { return !f.streams[id].began }) // what is new, nobody has
	return f.t.among("SELECT stream, office FROM stream_office WHERE stream IN (%s) ORDER BY stream, office", ids, func(rows *sql.Rows) error {
		var id, office string
		err := rows.Scan(&id, &office)
		if err == nil {
			f.streams[id].who = append(f.streams[id].who, office)
		}
		return err
	})
}

// entitled tells whether the author's office may write into the stream: it
// begins it, it has it, or it sees everything.
func (f *feeds) entitled(e *journal.Entry) (bool, error) {
	st := f.streams[e.Stream]
	if e.Office == serverOffice || st.rev == 0 || e.ID == e.Stream || slices.Contains(f.all, e.Office) || slices.Contains(st.who, e.Office) {
		return true, nil
	}
	// Without its beginning nobody can tell whose it is: a register that was set
	// back gets the entries of a complaint in any order. A complaint bears the
	// id of its first entry.
	if f.here[e.Stream] || !journal.IsID(e.Stream) {
		return false, nil
	}
	_, err := f.t.entryByID(e.Stream)
	if errors.Is(err, errNoEntry) {
		return true, nil
	}
	return false, err
}

// keep stores an entry; it is in nobody's feed yet.
func (f *feeds) keep(e *journal.Entry) *placed {
	p := &placed{entry: e, hash: e.Hash}
	f.pending, f.here[e.ID] = append(f.pending, p), true
	return p
}

// add gives an entry its rev and puts it into the feeds of all who are
// entitled to its stream.
func (f *feeds) add(e *journal.Entry, b complaint.Body, p *placed) error {
	st := f.streams[e.Stream]
	st.rev, st.moved = st.rev+1, true
	e.Rev = st.rev
	for _, office := range st.who {
		f.t.grow(office, p)
	}
	join := []string{}
	if e.Office != serverOffice {
		join = append(join, e.Office)
	}
	if public(e.Stream) {
		join = append(join, f.every...)
	} else {
		join = append(join, f.all...)
	}
	if e.Kind == complaint.KForwarded && b.Office != "" {
		join = append(join, b.Office)
	}
	var late []string
	for _, office := range join {
		switch {
		case slices.Contains(st.who, office):
		case e.Rev == 1: // the whole stream is this entry
			f.entitle(e.Stream, office)
			f.t.grow(office, p)
		default:
			if err := f.include([]string{e.Stream}, office); err != nil {
				return err
			}
			late = append(late, office)
		}
	}
	for _, office := range late {
		if err := f.takeLate(e.Stream, office); err != nil {
			return err
		}
	}
	return nil
}

// public streams are for every office: the offices, and the rules that the
// deadline of a forwarded complaint rests on.
func public(stream string) bool {
	return stream == StreamOffices || stream == complaint.StreamCalendar || strings.HasPrefix(stream, complaint.StreamRules) || strings.HasPrefix(stream, StreamClocks)
}

// include entitles an office to streams and gives it everything of them so
// far, one stream after the other, each in the order of acceptance.
func (f *feeds) include(ids []string, office string) error {
	if err := f.flush(); err != nil {
		return err
	}
	ids = slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return slices.Contains(f.streams[id].who, office) })
	had := map[string][]*placed{}
	err := f.t.among("SELECT stream, row, hash FROM entry WHERE stream IN (%s) AND rev IS NOT NULL AND copy = 0 ORDER BY stream, rev", ids, func(rows *sql.Rows) error {
		var id string
		var p placed
		var hash []byte
		err := rows.Scan(&id, &p.row, &hash)
		copy(p.hash[:], hash)
		had[id] = append(had[id], &p)
		return err
	})
	if err != nil {
		return err
	}
	for _, id := range ids {
		f.entitle(id, office)
		f.t.grow(office, had[id]...)
	}
	return nil
}

func (f *feeds) entitle(id, office string) {
	st := f.streams[id]
	st.who = append(st.who, office)
	f.joined = append(f.joined, id, office)
}

// FeedPage is a part of an office's feed.
type FeedPage struct {
	Entries  []journal.Entry // with Rev, Pos, Prev and Hash
	Before   journal.Hash    // feed hash at the position asked for
	After    journal.Hash    // feed hash after the last entry
	Head     int64
	HeadHash journal.Hash
}

const (
	selectHead = "SELECT last, hash FROM feed_head WHERE office = $1"
	selectAt   = "SELECT hash FROM feed WHERE office = $1 AND pos = $2"
)

var selectPage = "SELECT " + strings.ReplaceAll(entryColumns, "e.row,", "f.entry,") + ", f.pos, f.hash FROM feed f JOIN entry e ON e.row = f.entry WHERE f.office = $1 AND f.pos > $2 ORDER BY f.pos LIMIT $3"

// Feed reads on after a position, at most limit entries.
func (s *Store) Feed(ctx context.Context, office string, after int64, limit int) (FeedPage, error) {
	var p FeedPage
	tx, err := s.read.fixedMoment(ctx, selectHead, selectAt, selectPage)
	if err != nil {
		return p, err
	}
	defer tx.Rollback()
	var b []byte
	err = tx.QueryRowContext(ctx, selectHead, office).Scan(&p.Head, &b)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return p, broken(err)
	}
	copy(p.HeadHash[:], b)
	if after > 0 {
		b = nil
		err = tx.QueryRowContext(ctx, selectAt, office, after).Scan(&b)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return p, broken(err)
		}
		copy(p.Before[:], b)
	}
	p.After = p.Before
	rows, err := tx.QueryContext(ctx, selectPage, office, after, limit)
	if err != nil {
		return p, broken(err)
	}
	defer rows.Close()
	for rows.Next() {
		var pos int64
		var hash []byte
		e, _, err := s.scanEntry(rows, &pos, &hash)
		if err != nil {
			return p, err
		}
		e.Pos = pos
		copy(p.After[:], hash)
		p.Entries = append(p.Entries, e)
	}
	return p, broken(rows.Err())
}

// Head is the newest position of an office's feed; 0 = nothing yet.
func (s *Store) Head(ctx context.Context, office string) (last int64, err error) {
	err = s.read.QueryRowContext(ctx, "SELECT last FROM feed_head WHERE office = $1", office).Scan(&last)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	return last, broken(err)
}

// Tip grows with everything that any feed gets, whichever program wrote it.
func (s *Store) Tip(ctx context.Context) (n int64, err error) {
	err = s.read.QueryRowContext(ctx, "SELECT CAST(coalesce(sum(last), 0) AS BIGINT) FROM feed_head").Scan(&n)
	return n, broken(err)
}
