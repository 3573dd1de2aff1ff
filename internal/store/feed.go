package store

import (
	"context"
	"database/sql"
	"errors"
	"strings"

	"loketaduan/internal/complaint"
	"loketaduan/internal/journal"
)

// feeds gives revs and feed positions within one transaction. A position is
// taken from the office's head row, which this transaction holds until it
// commits: a sequence would let a reader pass rows that are not committed yet.
type feeds struct {
	t        *Tx
	revs     map[string]int64
	audience map[string][]string
	heads    map[string]*feedHead
	all      []string        // offices whose feed carries everything
	every    []string        // every office
	strays   map[string]bool // streams of the pushing PC whose id was taken by another's
	doubled  []doubled       // register numbers that were there already
}

// coordinator is the kind of office that is entitled to every stream.
const coordinator = "koordinator"

type feedHead struct {
	last  int64
	hash  journal.Hash
	dirty bool
}

func (t *Tx) openFeeds() (*feeds, error) {
	f := &feeds{t: t, revs: map[string]int64{}, audience: map[string][]string{}, heads: map[string]*feedHead{}}
	rows, err := t.tx.QueryContext(t.ctx, "SELECT code, kind FROM office ORDER BY code")
	if err != nil {
		return nil, broken(err)
	}
	defer rows.Close()
	for rows.Next() {
		var code, kind string
		if err := rows.Scan(&code, &kind); err != nil {
			return nil, broken(err)
		}
		f.every = append(f.every, code)
		if kind == coordinator {
			f.all = append(f.all, code)
		}
	}
	return f, broken(rows.Err())
}

// lastRev of a stream; 0 = it is new.
func (f *feeds) lastRev(stream string) (int64, error) {
	rev, ok := f.revs[stream]
	if ok {
		return rev, nil
	}
	err := f.t.row("SELECT last_rev FROM stream WHERE id = $1", stream).Scan(&rev)
	if errors.Is(err, sql.ErrNoRows) {
		f.revs[stream], f.audience[stream] = 0, []string{} // nobody has it yet
		return 0, nil
	}
	if err == nil {
		f.revs[stream] = rev
	}
	return rev, broken(err)
}

func (f *feeds) nextRev(stream string) (int64, error) {
	rev, err := f.lastRev(stream)
	if err != nil {
		return 0, err
	}
	f.revs[stream] = rev + 1
	return rev + 1, nil
}

// unrev gives back what nextRev gave, when the entry was here before.
func (f *feeds) unrev(e *journal.Entry) {
	if e.Rev > 0 {
		f.revs[e.Stream] = e.Rev - 1
		e.Rev = 0
	}
}

// entitled tells whether the author's office may write into the stream: it
// begins it, it has it, or it sees everything.
func (f *feeds) entitled(e *journal.Entry) (bool, error) {
	if e.Office == serverOffice || contains(f.all, e.Office) {
		return true, nil
	}
	rev, err := f.lastRev(e.Stream)
	if err != nil || rev == 0 {
		return true, err
	}
	who, err := f.of(e.Stream)
	return contains(who, e.Office), err
}

// add puts an entry into the feeds of all who are entitled to its stream.
func (f *feeds) add(e *journal.Entry, row int64, b complaint.Body) error {
	who, err := f.of(e.Stream)
	if err != nil {
		return err
	}
	for _, office := range who {
		if err := f.append(office, row, e.Hash); err != nil {
			return err
		}
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
	for _, office := range join {
		if !contains(who, office) {
			if e.Rev == 1 { // the whole stream is this entry
				err = f.begin(e, row, office)
			} else {
				err = f.include(e.Stream, office)
			}
			if err != nil {
				return err
			}
			who = f.audience[e.Stream]
		}
	}
	return nil
}

// public streams are for every office: the offices, and the rules that the
// deadline of a forwarded complaint rests on.
func public(stream string) bool {
	return stream == StreamOffices || stream == complaint.StreamCalendar || strings.HasPrefix(stream, complaint.StreamRules)
}

func contains(list []string, v string) bool {
	for _, x := range list {
		if x == v {
			return true
		}
	}
	return false
}

// of lists the offices whose feed carries the stream.
func (f *feeds) of(stream string) ([]string, error) {
	if who, ok := f.audience[stream]; ok {
		return who, nil
	}
	st, err := f.t.prepared("SELECT office FROM stream_office WHERE stream = $1 ORDER BY office")
	if err != nil {
		return nil, err
	}
	rows, err := st.QueryContext(f.t.ctx, stream)
	if err != nil {
		return nil, broken(err)
	}
	defer rows.Close()
	who := []string{}
	for rows.Next() {
		var o string
		if err := rows.Scan(&o); err != nil {
			return nil, broken(err)
		}
		who = append(who, o)
	}
	f.audience[stream] = who
	return who, broken(rows.Err())
}

// include entitles an office to a stream and gives it everything of it so far,
// in the order of acceptance.
func (f *feeds) include(stream, office string) error {
	who, err := f.of(stream)
	if err != nil {
		return err
	}
	if contains(who, office) {
		return nil
	}
	if err := f.entitle(stream, office); err != nil {
		return err
	}
	st, err := f.t.prepared("SELECT row, hash FROM entry WHERE stream = $1 AND rev IS NOT NULL AND copy = 0 ORDER BY rev")
	if err != nil {
		return err
	}
	rows, err := st.QueryContext(f.t.ctx, stream)
	if err != nil {
		return broken(err)
	}
	type item struct {
		row  int64
		hash journal.Hash
	}
	var items []item
	for rows.Next() {
		var it item
		var h []byte
		if err := rows.Scan(&it.row, &h); err != nil {
			rows.Close()
			return broken(err)
		}
		copy(it.hash[:], h)
		items = append(items, it)
	}
	rows.Close()
	if err := rows.Err(); err != nil {
		return broken(err)
	}
	for _, it := range items {
		if err := f.append(office, it.row, it.hash); err != nil {
			return err
		}
	}
	return nil
}

// begin entitles an office to a stream that consists of its first entry.
func (f *feeds) begin(e *journal.Entry, row int64, office string) error {
	if err := f.entitle(e.Stream, office); err != nil {
		return err
	}
	return f.append(office, row, e.Hash)
}

func (f *feeds) entitle(stream, office string) error {
	st, err := f.t.prepared("INSERT INTO stream_office (stream, office) VALUES ($1, $2)")
	if err != nil {
		return err
	}
	if _, err := st.ExecContext(f.t.ctx, stream, office); err != nil {
		return broken(err)
	}
	f.audience[stream] = append(append([]string(nil), f.audience[stream]...), office)
	return nil
}

func (f *feeds) append(office string, row int64, hash journal.Hash) error {
	h := f.heads[office]
	if h == nil {
		h = &feedHead{}
		var b []byte
		err := f.t.row("SELECT last, hash FROM feed_head WHERE office = $1", office).Scan(&h.last, &b)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return broken(err)
		}
		copy(h.hash[:], b)
		f.heads[office] = h
	}
	h.last, h.hash, h.dirty = h.last+1, journal.FeedHash(h.hash, hash), true
	st, err := f.t.prepared("INSERT INTO feed (office, pos, entry, hash) VALUES ($1,$2,$3,$4)")
	if err != nil {
		return err
	}
	_, err = st.ExecContext(f.t.ctx, office, h.last, row, h.hash[:])
	return broken(err)
}

// save writes heads and revs, offices in sorted order.
func (f *feeds) save() error {
	for _, office := range sortedKeys(f.heads) {
		h := f.heads[office]
		if err := f.t.exec("INSERT INTO feed_head (office, last, hash) VALUES ($1,$2,$3) ON CONFLICT (office) DO UPDATE SET last=excluded.last, hash=excluded.hash", office, h.last, h.hash[:]); err != nil {
			return err
		}
	}
	st, err := f.t.prepared("INSERT INTO stream (id, last_rev) VALUES ($1,$2) ON CONFLICT (id) DO UPDATE SET last_rev=excluded.last_rev")
	if err != nil {
		return err
	}
	for _, id := range sortedKeys(f.revs) {
		if _, err := st.ExecContext(f.t.ctx, id, f.revs[id]); err != nil {
			return broken(err)
		}
	}
	return nil
}

// FeedPage is a part of an office's feed.
type FeedPage struct {
	Entries  []journal.Entry // with Rev, Pos, Prev and Hash
	Before   journal.Hash    // feed hash at the position asked for
	After    journal.Hash    // feed hash after the last entry
	Head     int64
	HeadHash journal.Hash
}

// Feed reads on after a position, at most limit entries.
func (s *Store) Feed(ctx context.Context, office string, after int64, limit int) (FeedPage, error) {
	var p FeedPage
	tx, err := s.read.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return p, broken(err)
	}
	defer tx.Rollback()
	var b []byte
	err = tx.QueryRowContext(ctx, "SELECT last, hash FROM feed_head WHERE office = $1", office).Scan(&p.Head, &b)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return p, broken(err)
	}
	copy(p.HeadHash[:], b)
	if after > 0 {
		b = nil
		err = tx.QueryRowContext(ctx, "SELECT hash FROM feed WHERE office = $1 AND pos = $2", office, after).Scan(&b)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return p, broken(err)
		}
		copy(p.Before[:], b)
	}
	p.After = p.Before
	rows, err := tx.QueryContext(ctx, "SELECT "+strings.ReplaceAll(entryColumns, "e.row,", "f.entry,")+", f.pos, f.hash FROM feed f JOIN entry e ON e.row = f.entry WHERE f.office = $1 AND f.pos > $2 ORDER BY f.pos LIMIT $3", office, after, limit)
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
