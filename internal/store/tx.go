package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"sort"
	"time"

	"loketaduan/internal/complaint"
	"loketaduan/internal/journal"
)

// Tx is one transaction with one time: entries, projections, search tokens
// and numbers are committed together or not at all.
type Tx struct {
	ctx context.Context
	s   *Store
	tx  *sql.Tx
	now time.Time
	remembered
	touched map[string]bool // false = nothing follows from the change but that it is told
	order   []string        // of touched, first touched first
	words   *wordBatch
	chain   chainHead
	offset  *int64 // see SetClockOffset
	written []string
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
}

// remembered is what a PC need not read again in its next transaction, once it
// was read. A server's commands write beside it, so it does not remember.
type remembered struct {
	desk       *Desk
	noted      *bool          // whether anything was noted of a clock
	wrong      *time.Duration // error of the clock as last measured
	lastListed *int64         // row of the newest complaint
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
		if !s.o.Server && !afresh {
			t.remembered = s.past
		}
		s.past = remembered{}
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
		s.chain, s.loose, s.past = t.chain, t.loose, t.remembered
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
