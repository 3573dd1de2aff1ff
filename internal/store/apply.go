package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"math"
	"slices"

	"loketaduan/internal/journal"
)

// OwnRef is an entry of our own as the feed names it, by its hash: it may stand
// under the name that this PC had.
type OwnRef struct {
	Pos, Rev int64
	ID       string
	Hash     journal.Hash
}

// Fetched is a page of the feed with the place after it. Older are entries from
// far below, which make complaints in the page whole while the PC is filled.
type Fetched struct {
	Entries, Older []journal.Entry
	Own            []OwnRef
	Epoch          string
	Pos            int64
	Hash           journal.Hash
	Proof          string // the server's signature of the place: it was once there (see Lost)
}

// ApplyFeed stores a page of the feed, the cursor and everything that follows
// in one transaction. What is here already is compared, not stored again; it
// takes the order that the server gives it now. Fault exchange.fork when the
// server has an entry of this PC where the PC wrote another one: nothing is
// stored then.
func (s *Store) ApplyFeed(ctx context.Context, entries []journal.Entry, own []OwnRef, epoch string, pos int64, h journal.Hash) ([]string, error) {
	return s.ApplyFetched(ctx, Fetched{Entries: entries, Own: own, Epoch: epoch, Pos: pos, Hash: h})
}

// ApplyFetched is ApplyFeed with all that a page may bring.
func (s *Store) ApplyFetched(ctx context.Context, p Fetched) ([]string, error) {
	return s.Update(ctx, func(t *Tx) error {
		desk, err := t.Desk()
		if err != nil && !errors.Is(err, errNoDesk) {
			return err
		}
		if err := t.applyOlder(p.Older, desk.Device); err != nil {
			return err
		}
		entries := make([]*journal.Entry, len(p.Entries))
		for i := range p.Entries {
			entries[i] = &p.Entries[i]
		}
		if _, err := t.applyAll(entries, desk.Device, nil); err != nil {
			return err
		}
		if err := t.ownRefs(p.Own); err != nil {
			return err
		}
		return t.setCursor(cursor{Epoch: p.Epoch, Pos: p.Pos, Hash: p.Hash, Proof: p.Proof})
	})
}

// applyAll stores entries of the feed, many in one go as long as nothing is in
// their way, and tells which of them were not here. The first has the row given
// and the others follow it; without one each has the next.
func (t *Tx) applyAll(entries []*journal.Entry, own string, row *int64) (stored []bool, err error) {
	if err := t.hold(entries); err != nil {
		return nil, err
	}
	stored = make([]bool, len(entries))
	for at := 0; at < len(entries); at += together {
		part := entries[at:min(at+together, len(entries))]
		slow := slices.ContainsFunc(part, func(e *journal.Entry) bool { return e.Device == own || e.Beside })
		if !slow {
			all, err := t.applyNew(part, row)
			if err != nil {
				return nil, err
			}
			if all {
				for i := range part {
					stored[at+i] = true
				}
				continue
			}
			if all, err = t.applyKnown(part); err != nil {
				return nil, err
			}
			if all {
				if row != nil {
					*row += int64(len(part))
				}
				continue
			}
		}
		for i, e := range part {
			if stored[at+i], err = t.apply(e, own, row); err != nil {
				return nil, err
			}
			if row != nil {
				*row++
			}
		}
	}
	return stored, nil
}

// hold begins to keep what comes of streams that are not here at all: they need
// not be read back.
func (t *Tx) hold(entries []*journal.Entry) error {
	ids, here := make([]string, 0, len(entries)), map[string]bool{}
	for _, e := range entries {
		if !here[e.Stream] && t.held[e.Stream] == nil {
			ids, here[e.Stream] = append(ids, e.Stream), true
		}
	}
	clear(here)
	err := t.among("SELECT DISTINCT stream FROM entry WHERE stream IN (%s)", ids, func(rows *sql.Rows) error {
		var id string
		err := rows.Scan(&id)
		here[id] = true
		return err
	})
	if t.held == nil {
		t.held = map[string]*streamed{}
	}
	for _, id := range ids {
		if !here[id] {
			t.held[id] = &streamed{id: id}
		}
	}
	return err
}

// applyNew stores entries that are all new here; otherwise nothing has changed.
func (t *Tx) applyNew(entries []*journal.Entry, row *int64) (all bool, err error) {
	var last int64
	start, width := insertEntries, entryWidth
	if row != nil {
		start, width, last = t.s.d.insertAt, entryWidth+1, *row-1
	} else if err := t.row("SELECT coalesce(max(row), 0) FROM entry").Scan(&last); err != nil {
		return false, broken(err)
	}
	values := make([]any, 0, len(entries)*width)
	for i, e := range entries {
		v, err := t.values(e)
		if err != nil {
			return false, err
		}
		if values = append(values, v...); row != nil {
			values = append(values, *row+int64(i))
		}
	}
	var n int64
	err = eachBatch(width, values, func(size int, part []any) error {
		some, err := t.change(start+rowsOf(size, width)+" ON CONFLICT DO NOTHING", part...)
		n += some
		return err
	})
	if err != nil {
		return false, err
	}
	if n < int64(len(entries)) {
		if n == 0 {
			return false, nil
		}
		to := int64(math.MaxInt64)
		if row != nil {
			to = last + int64(len(entries))
		}
		return false, t.exec("DELETE FROM entry WHERE row > $1 AND row <= $2", last, to)
	}
	for i, e := range entries {
		t.touch(e.Stream)
		if s := t.held[e.Stream]; s != nil {
			s.entries = append(s.entries, *e)
			if row != nil {
				s.first = min(s.first, *row+int64(i))
			}
		}
	}
	if row != nil {
		*row += int64(len(entries))
	}
	return true, nil
}

// applyKnown gives entries their revs that are all here; otherwise nothing has
// changed.
func (t *Tx) applyKnown(entries []*journal.Entry) (all bool, err error) {
	ids, by := make([]string, len(entries)), make(map[journal.Hash]*journal.Entry, len(entries))
	for i, e := range entries {
		ids[i], by[e.Hash] = e.ID, e
	}
	got := make([]ordered, 0, len(entries))
	err = t.among("SELECT row, device, stream, hash, coalesce(rev, 0) FROM entry WHERE id IN (%s) AND branch = 0 ORDER BY seq", ids, func(rows *sql.Rows) error {
		var o ordered
		var hash []byte
		err := rows.Scan(&o.row, &o.device, &o.stream, &hash, &o.had)
		if e := by[journal.Hash(hash)]; e != nil {
			o.rev = e.Rev
			got = append(got, o)
		}
		return err
	})
	if err != nil || len(got) < len(by) {
		return false, err
	}
	return true, t.giveRevs(got)
}

// apply stores one entry of the feed, or finds that it is here. Its row is the
// next one unless another is given.
func (t *Tx) apply(e *journal.Entry, own string, row *int64) (stored bool, err error) {
	if e.Beside {
		return t.applyBeside(e, own)
	}
	if row == nil {
		stored, err = t.insertBy(insertEntry+" ON CONFLICT DO NOTHING", e)
	} else {
		stored, err = t.insertBy(t.s.d.insertAt+rowsOf(1, entryWidth+1)+" ON CONFLICT DO NOTHING", e, *row)
	}
	if err != nil {
		return false, err
	}
	if !stored {
		if done, err := t.reconcile(e, own); err != nil || done {
			return false, err
		}
	}
	if e.Device == own { // lost here, and back again
		var before int
		if err := t.row("SELECT count(*) FROM entry WHERE device = $1 AND seq = $2 AND branch = 0", own, e.Seq-1).Scan(&before); err != nil {
			return false, broken(err)
		}
		if before == 0 && e.Seq > 1 {
			return false, errFork // what lies between is in no feed: the chain cannot be whole here again
		}
		t.chain = chainHead{}
		if err := t.openChain(own); err != nil {
			return false, err
		}
		t.chain.moved = true
	}
	t.touch(e.Stream)
	return true, nil
}

// reconcile is for an entry whose id or place in its chain is taken here. done
// tells that nothing was stored because the entry itself was here.
func (t *Tx) reconcile(e *journal.Entry, own string) (done bool, err error) {
	t.held = nil // whatever changes now is read back
	have, err := t.same(e)
	switch {
	case err == nil && have.branch == 0:
		return true, t.accepted(have, e.Rev)
	case err == nil: // the server has what lies between by now
		if err := t.setBeside(e.Device, e.Seq-1); err != nil {
			return false, err
		}
		if err := t.setBranch(have.row, 0); err != nil {
			return false, err
		}
		return true, t.accepted(have, e.Rev)
	case !errors.Is(err, errNoEntry):
		return false, err
	}
	switch _, err := t.entryAt(e.Device, e.Seq); {
	case err == nil && e.Device == own:
		return false, errFork
	case err == nil: // the server follows another way of that PC's chain now
		if err := t.setBeside(e.Device, e.Seq-1); err != nil {
			return false, err
		}
	case !errors.Is(err, errNoEntry):
		return false, err
	}
	return false, t.store(e, own, 0)
}

// store puts an entry whose place is free into a branch of its chain. Its id
// may be taken.
func (t *Tx) store(e *journal.Entry, own string, branch int64) error {
	have, err := t.entryByID(e.ID)
	switch {
	case errors.Is(err, errNoEntry):
	case err != nil:
		return err
	case have.says(e): // the same from another PC: it is there for that chain only
		if have.device != own || have.rev > 0 { // our own unsent one waits for its own answer
			at, err := t.trueNow()
			if err != nil {
				return err
			}
			if err := t.exec("UPDATE entry SET rev = $2, taken_at = $3 WHERE row = $1", have.row, e.Rev, at.UnixMilli()); err != nil {
				return err
			}
			t.touch(have.stream)
		}
	default: // The one that the server accepted is what everybody folds; ours stays in its chain, and is sent and set aside.
		if err := t.exec("UPDATE entry SET copy = (SELECT max(x.copy) + 1 FROM entry x WHERE x.id = $2) WHERE row = $1", have.row, e.ID); err != nil {
			return err
		}
		t.touch(have.stream)
	}
	_, err = t.insertIn(branch, e)
	return err
}

type cursor struct {
	Epoch string       `json:"epoch"`
	Pos   int64        `json:"pos"`
	Hash  journal.Hash `json:"hash"`
	Proof string       `json:"proof,omitempty"`
}

func (t *Tx) setCursor(c cursor) error {
	v, err := json.Marshal(c)
	if err != nil {
		return err
	}
	return t.SetPlain("cursor", string(v))
}
