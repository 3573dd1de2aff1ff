package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"sort"
	"strings"
	"time"

	"loketaduan/internal/complaint"
	"loketaduan/internal/fault"
	"loketaduan/internal/journal"
)

// Tx is one transaction with one time: entries, projections, search tokens
// and numbers are committed together or not at all.
type Tx struct {
	ctx     context.Context
	s       *Store
	tx      *sql.Tx
	now     time.Time
	desk    *Desk
	touched map[string]bool // false = nothing follows from the change but that it is told
	order   []string        // of touched, first touched first
	words   *wordBatch
	chain   chainHead
	offset  *int64 // see SetClockOffset
	written []string
	noted   *bool                // whether anything was noted of a clock, once it was asked for
	wrong   *time.Duration       // error of the clock as last measured, once it was asked for
	local   map[string]*sql.Stmt // statements of this transaction
	wanted  []string             // of those, what the store has not yet
	loose   int64                // index rows written since it was tidied
	search  []indexed            // rows whose words go into the index at the end
	book    *complaint.Rulebook
	moved   int                           // open complaints whose dates a change of rules moved
	recount bool                          // count every open complaint anew, whatever changed
	home    string                        // office that this transaction gave the PC
	tails   map[string][]*placed          // what the feed of each office gets
	imports map[string][]complaint.Import // of each office that was asked for
	filling *Fill                         // once it was read
	held    map[string]*streamed          // streams that this transaction began, and all of them

	lastListed *int64 // row of the newest complaint, once it was read
}

// chainHead is the last entry of a device.
type chainHead struct {
	device string
	seq    int64
	hash   journal.Hash
	moved  bool // in this transaction
}

// Update runs fn in a transaction and projects the streams that it touched.
// It returns the ids of those streams, for telling others after the commit.
func (s *Store) Update(ctx context.Context, fn func(*Tx) error) ([]string, error) {
	return s.update(ctx, false, fn)
}

// update is Update; with afresh the search index starts from no word at all.
func (s *Store) update(ctx context.Context, afresh bool, fn func(*Tx) error) ([]string, error) {
	alone, leave := s.enter(afresh)
	defer leave()
	if alone {
		if err := s.catchUp(ctx); err != nil {
			return nil, err
		}
	}
	return s.updateLocked(ctx, alone, afresh, fn)
}

func (s *Store) updateLocked(ctx context.Context, alone, afresh bool, fn func(*Tx) error) (changed []string, err error) {
	err = s.again(ctx, func() error {
		changed, err = s.updateOnce(ctx, alone, afresh, fn)
		return err
	})
	return changed, err
}

func (s *Store) updateOnce(ctx context.Context, alone, afresh bool, fn func(*Tx) error) ([]string, error) {
	o := s.opened.Load()
	if o == nil {
		return nil, errLocked
	}
	if afresh {
		o = &opened{keys: o.keys, words: newVocabulary(o.keys)}
	}
	tx, err := s.write.BeginTx(ctx, nil)
	if err != nil {
		return nil, broken(err)
	}
	book := s.book.Load()
	var t *Tx
	defer func() {
		tx.Rollback()
		s.kept.keep(s.write, t.wanted)
	}()
	t = &Tx{ctx: ctx, s: s, tx: tx, now: s.o.Now().UTC().Truncate(time.Millisecond), touched: map[string]bool{}, words: o.words.batch(), local: map[string]*sql.Stmt{}, book: book}
	if !s.d.many {
		// No statement waits here. With a context that can end, each would have a
		// goroutine to watch it; as it is, the transaction ends between two of them.
		t.ctx = context.WithoutCancel(ctx)
	}
	if alone {
		t.chain, t.loose, s.chain = s.chain, s.loose, chainHead{} // true again with the commit
	}
	if err := fn(t); err != nil {
		return nil, err
	}
	if err := t.projectClocks(); err != nil {
		return nil, err
	}
	// rules before complaints: what is projected now goes by the new ones
	moved, err := t.projectBook()
	if err != nil {
		return nil, err
	}
	if err := t.projectAll(t.projected()); err != nil {
		return nil, err
	}
	if moved {
		if err := t.recompute(); err != nil {
			return nil, err
		}
	}
	if err := t.index(); err != nil {
		return nil, err
	}
	if err := t.tidy(); err != nil {
		return nil, err
	}
	if err := t.words.save(t); err != nil {
		return nil, err
	}
	if err := t.anchor(); err != nil {
		return nil, err
	}
	if err := t.place(); err != nil {
		return nil, err
	}
	if err := s.committing(false); err != nil {
		return nil, err
	}
	if err := tx.Commit(); err != nil {
		s.who.Store(nil) // it may have been done
		return nil, broken(unsure{err})
	}
	o.words.merge(t.words)
	if afresh {
		s.opened.Store(o)
	}
	if alone {
		s.chain, s.loose = t.chain, t.loose
	}
	if t.book != book { // another transaction may have changed it meanwhile
		s.book.Store(t.book)
	}
	if t.home != "" {
		s.home.Store(t.home)
		s.who.Store(t.desk)
	}
	sort.Strings(t.order)
	return t.order, s.committing(true)
}

func (s *Store) committing(done bool) error {
	if s.o.Commit == nil {
		return nil
	}
	return broken(s.o.Commit(done))
}

// touch notes a stream for projection.
func (t *Tx) touch(stream string) {
	t.tell(stream)
	t.touched[stream] = true
}

// tell notes a stream of which others must hear.
func (t *Tx) tell(stream string) {
	if _, ok := t.touched[stream]; !ok {
		t.touched[stream] = false
		t.order = append(t.order, stream)
	}
}

// projected are the streams that must be projected.
func (t *Tx) projected() []string {
	out := make([]string, 0, len(t.order))
	for _, id := range t.order {
		if t.touched[id] {
			out = append(out, id)
		}
	}
	return out
}

// Now is the time of the transaction, UTC.
func (t *Tx) Now() time.Time { return t.now }

func (t *Tx) exec(q string, args ...any) error {
	st, err := t.prepared(q)
	if err != nil {
		return err
	}
	_, err = st.ExecContext(t.ctx, args...)
	return broken(err)
}

// change is exec, and tells how many rows it was about.
func (t *Tx) change(q string, args ...any) (int64, error) {
	st, err := t.prepared(q)
	if err != nil {
		return 0, err
	}
	res, err := st.ExecContext(t.ctx, args...)
	if err != nil {
		return 0, broken(err)
	}
	n, err := res.RowsAffected()
	return n, broken(err)
}

func (t *Tx) row(q string, args ...any) *sql.Row {
	st, err := t.prepared(q)
	if err != nil {
		return t.tx.QueryRowContext(t.ctx, q, args...) // gives the fault to Scan
	}
	return st.QueryRowContext(t.ctx, args...)
}

func (t *Tx) query(q string, args ...any) (*sql.Rows, error) {
	st, err := t.prepared(q)
	if err != nil {
		return nil, err
	}
	return st.QueryContext(t.ctx, args...)
}

// Desk that writes.
func (t *Tx) Desk() (Desk, error) {
	if t.desk == nil {
		var v string
		err := t.row("SELECT value FROM meta WHERE key = 'p:desk'").Scan(&v)
		if errors.Is(err, sql.ErrNoRows) {
			return Desk{}, errNoDesk
		}
		if err != nil {
			return Desk{}, broken(err)
		}
		var d Desk
		if err := json.Unmarshal([]byte(v), &d); err != nil {
			return Desk{}, broken(err)
		}
		t.desk = &d
	}
	return *t.desk, nil
}

// trueNow is Now with the known error of this PC's clock taken out: for what is
// shown beside times that others noted.
func (t *Tx) trueNow() (time.Time, error) {
	if t.wrong == nil {
		var wrong time.Duration
		if !t.s.o.Server {
			var v string
			err := t.row("SELECT value FROM meta WHERE key = 'p:" + clockOffset + "'").Scan(&v)
			if err != nil && !errors.Is(err, sql.ErrNoRows) {
				return t.now, broken(err)
			}
			wrong = offsetOf(v)
		}
		t.wrong = &wrong
	}
	return t.now.Add(*t.wrong), nil
}

// HasEntry tells whether the entry is there already: a repeat of a save.
func (t *Tx) HasEntry(id string) (bool, error) {
	var n int
	err := t.row("SELECT count(*) FROM entry WHERE id = $1", id).Scan(&n)
	return n > 0, broken(err)
}

// Append writes the drafts as the next entries of this PC. Drafts whose id is
// there already are passed over.
func (t *Tx) Append(stream, author string, drafts []journal.Draft) error {
	desk, err := t.Desk()
	if err != nil {
		return err
	}
	if err := t.openChain(desk.Device); err != nil {
		return err
	}
	if t.offset == nil {
		if _, err := t.trueNow(); err != nil {
			return err
		}
		t.SetClockOffset(t.wrong.Milliseconds())
	}
	for _, d := range drafts {
		e := journal.Entry{ID: d.ID, Stream: stream, Office: desk.Office, Device: desk.Device, Seq: t.chain.seq + 1, At: t.now,
			OffsetMs: *t.offset, Author: author, Kind: d.Kind, Version: d.Version, Base: d.Base, Body: d.Body, Prev: t.chain.hash}
		if f := e.Check(); f != nil {
			return f
		}
		e.Hash = e.Sum()
		if stored, err := t.insertNew(&e); err != nil || !stored {
			if err != nil {
				return err
			}
			continue // a repeat of the same save
		}
		t.chain.seq, t.chain.hash, t.chain.moved = e.Seq, e.Hash, true
		t.written = append(t.written, e.ID)
	}
	t.touch(stream)
	return nil
}

// openChain finds the end of the device's chain, unless it is known.
func (t *Tx) openChain(device string) error {
	if t.chain.device == device {
		return nil
	}
	if err := t.anchor(); err != nil {
		return err
	}
	t.chain = chainHead{device: device}
	var hash []byte
	err := t.row("SELECT seq, hash FROM entry WHERE device = $1 AND branch = 0 ORDER BY seq DESC LIMIT 1", device).Scan(&t.chain.seq, &hash)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return broken(err)
	}
	copy(t.chain.hash[:], hash)
	return nil
}

// anchor keeps, sealed, where the chain of this PC ends: the journal alone
// would not miss its last entries.
func (t *Tx) anchor() error {
	if !t.chain.moved {
		return nil
	}
	t.chain.moved = false
	return t.SetMeta(anchorKey+t.chain.device, fmt.Sprintf("%d %s", t.chain.seq, t.chain.hash))
}

const anchorKey = "head:"

// SetClockOffset is the error of the PC's clock in milliseconds, noted in what
// is appended after; without it the one that was last measured is.
func (t *Tx) SetClockOffset(ms int64) { t.offset = &ms }

// Written are the ids of what this transaction has appended.
func (t *Tx) Written() []string { return t.written }

const (
	insertEntries = "INSERT INTO entry (id, stream, office, device, seq, at, offset_ms, author, kind, version, base, body, body_hash, prev, hash, rev, taken_at) VALUES "
	insertEntry   = insertEntries + "($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17)"
	entryWidth    = 17
)

// insertAtRow is insertEntries with the row last; overriding says that the row is
// not to be counted by the database.
func insertAtRow(overriding string) string {
	return strings.Replace(insertEntries, "taken_at)", "taken_at, row)"+overriding, 1)
}

func (t *Tx) insert(e *journal.Entry) error {
	_, err := t.insertBy(insertEntry, e)
	return err
}

const insertCopy = `INSERT INTO entry (id, stream, office, device, seq, at, offset_ms, author, kind, version, base, body, body_hash, prev, hash, rev, taken_at, copy, branch)
VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17,(SELECT CASE WHEN min(x.copy) = 0 THEN max(x.copy) + 1 ELSE 0 END FROM entry x WHERE x.id = $1),$18)`

// insertIn stores an entry in a branch of its device's chain and gives its row.
// Where the id is there already, it is there for the chain alone.
func (t *Tx) insertIn(branch int64, e *journal.Entry) (row int64, err error) {
	values, err := t.values(e)
	if err != nil {
		return 0, err
	}
	delete(t.held, e.Stream)
	return row, broken(t.row(insertCopy+" RETURNING row", append(values, branch)...).Scan(&row))
}

// insertNew is insert, unless the id is there already.
func (t *Tx) insertNew(e *journal.Entry) (stored bool, err error) {
	return t.insertBy(insertEntry+" ON CONFLICT (id, copy) DO NOTHING", e)
}

// insertBy tells whether q stored the entry, or did nothing because of a conflict.
func (t *Tx) insertBy(q string, e *journal.Entry, more ...any) (stored bool, err error) {
	values, err := t.values(e)
	if err != nil {
		return false, err
	}
	delete(t.held, e.Stream)
	n, err := t.change(q, append(values, more...)...)
	return n > 0, err
}

// values of an entry in the order of insertEntry.
func (t *Tx) values(e *journal.Entry) ([]any, error) {
	base := []byte("{}")
	if len(e.Base) > 0 {
		var err error
		if base, err = json.Marshal(e.Base); err != nil {
			return nil, err
		}
	}
	body := journal.BodyHash(e.Body)
	var rev, taken any
	if e.Rev > 0 {
		at, err := t.trueNow()
		if err != nil {
			return nil, err
		}
		rev, taken = e.Rev, at.UnixMilli()
	}
	return []any{e.ID, e.Stream, e.Office, e.Device, e.Seq, e.At.UnixMilli(), e.OffsetMs, e.Author, e.Kind, e.Version,
		string(base), t.s.seal("entry:"+e.ID, e.Body), body[:], e.Prev[:], e.Hash[:], rev, taken}, nil
}

// prepared gives a statement of this transaction. Its SQL must be fixed text:
// the store keeps it for as long as it is open, since preparing costs more than
// running.
func (t *Tx) prepared(q string) (*sql.Stmt, error) {
	if st := t.local[q]; st != nil {
		return st, nil
	}
	if kept := t.s.kept.get(q); kept != nil {
		t.local[q] = t.tx.StmtContext(t.ctx, kept)
		return t.local[q], nil
	}
	st, err := t.tx.PrepareContext(t.ctx, t.s.d.said(q))
	if err != nil {
		return nil, broken(fmt.Errorf("%w in %s", err, q))
	}
	t.local[q], t.wanted = st, append(t.wanted, q)
	return st, nil
}

// Complaint folds a complaint as it stands in the transaction. Fault NotFound.
func (t *Tx) Complaint(id string) (*complaint.Complaint, error) {
	entries, err := t.stream(id)
	if err != nil {
		return nil, err
	}
	return foldComplaint(id, entries)
}

// Complaint folds a complaint as committed. Fault NotFound.
func (s *Store) Complaint(ctx context.Context, id string) (*complaint.Complaint, error) {
	rows, err := s.read.QueryContext(ctx, selectStream, id)
	if err != nil {
		return nil, broken(err)
	}
	entries, err := s.scanStream(rows)
	if err != nil {
		return nil, err
	}
	return foldComplaint(id, entries)
}

func foldComplaint(id string, entries []journal.Entry) (*complaint.Complaint, error) {
	c := complaint.Fold(id, entries)
	if c.Number == "" {
		return nil, fault.New(fault.NotFound, "complaint.not_found", "", "Aduan ini tidak ada di PC ini.")
	}
	return c, nil
}

const entryColumns = "e.row, e.id, e.stream, e.office, e.device, e.seq, e.at, e.offset_ms, e.author, e.kind, e.version, e.base, e.body, e.prev, e.hash, coalesce(e.rev, 0), e.branch"

// scanEntry reads a row of entryColumns and whatever stands behind them.
func (s *Store) scanEntry(rows *sql.Rows, more ...any) (journal.Entry, int64, error) {
	var e journal.Entry
	var row, at, branch int64
	var base string
	var body, prev, hash []byte
	dest := append([]any{&row, &e.ID, &e.Stream, &e.Office, &e.Device, &e.Seq, &at, &e.OffsetMs, &e.Author, &e.Kind, &e.Version, &base, &body, &prev, &hash, &e.Rev, &branch}, more...)
	if err := rows.Scan(dest...); err != nil {
		return e, 0, broken(err)
	}
	e.At, e.Beside = time.UnixMilli(at).UTC(), branch > 0
	if base != "{}" {
		if err := json.Unmarshal([]byte(base), &e.Base); err != nil {
			return e, 0, broken(err)
		}
	}
	copy(e.Prev[:], prev)
	copy(e.Hash[:], hash)
	if body != nil {
		var err error
		if e.Body, err = s.unseal("entry:"+e.ID, body); err != nil {
			return e, 0, broken(fmt.Errorf("entry %s: %w", e.ID, err))
		}
	}
	return e, row, nil
}

const selectStream = "SELECT " + entryColumns + notedColumns + " FROM entry e" + notedJoin + " WHERE e.stream = $1 AND e.copy = 0"

// stream reads the entries of a stream in fold order.
func (t *Tx) stream(id string) ([]journal.Entry, error) {
	rows, err := t.query(selectStream, id)
	if err != nil {
		return nil, broken(err)
	}
	return t.s.scanStream(rows)
}

func (s *Store) scanStream(rows *sql.Rows) ([]journal.Entry, error) {
	defer rows.Close()
	var out []journal.Entry
	for rows.Next() {
		var noted clockNoted
		e, _, err := s.scanEntry(rows, &noted.offset, &noted.unsure)
		if err != nil {
			return nil, err
		}
		e.Clock = noted.clock()
		out = append(out, e)
	}
	journal.SortFold(out)
	return out, broken(rows.Err())
}
