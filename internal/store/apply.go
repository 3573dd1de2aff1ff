package store

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"loketaduan/internal/fault"
	"loketaduan/internal/journal"
)

// MarkAcked notes what the server accepted: revs stand parallel to sent, 0
// for those set aside, and when that was. Entries that were re-authored meanwhile
// are passed over. What was set aside only because another PC of the same past had
// used its id is said anew at once, under an id of its own: that needs nobody's
// decision.
func (s *Store) MarkAcked(ctx context.Context, sent []journal.Entry, revs []int64, aside []SetAside) error {
	_, err := s.Update(ctx, func(t *Tx) error {
		desk, err := t.Desk()
		if err != nil {
			return err
		}
		var taken []int64
		for i := range sent {
			if i >= len(revs) || revs[i] == 0 {
				continue
			}
			if err := t.setRev(&sent[i], revs[i]); err != nil {
				return err
			}
		}
		for _, a := range aside {
			for i := range sent {
				if sent[i].Seq != a.Seq {
					continue
				}
				k, err := t.entryAt(sent[i].Device, a.Seq)
				if errors.Is(err, errNoEntry) || err == nil && k.hash != sent[i].Hash {
					continue
				}
				if err != nil {
					return err
				}
				if err := t.exec("INSERT INTO set_aside (entry, code, message) VALUES ($1,$2,$3) ON CONFLICT (entry) DO UPDATE SET code=excluded.code, message=excluded.message", k.row, a.Code, a.Message); err != nil {
					return err
				}
				t.touch(k.stream)
				if sent[i].Device == desk.Device && (a.Code == errTaken.Code || a.Code == errStreamTaken.Code) {
					taken = append(taken, k.row)
				}
			}
		}
		for _, row := range taken { // a complaint goes as a whole: the first row takes others along
			if _, err := t.SendAgain(row, ""); err != nil && fault.Of(err).Code != errNotAside.Code {
				return err
			}
		}
		return t.SetPlain(receivedAt, t.now.Format(time.RFC3339))
	})
	return err
}

const receivedAt = "received_at"

// ReceivedAt is when the server last took something from here; zero = never.
func (s *Store) ReceivedAt(ctx context.Context) (at time.Time, err error) {
	v, err := s.Plain(ctx, receivedAt)
	if err == nil && v != "" {
		at, err = time.Parse(time.RFC3339, v)
	}
	return at, broken(err)
}

// setRev gives an entry that is here the order that the server gave it.
func (t *Tx) setRev(e *journal.Entry, rev int64) error {
	st, err := t.prepared("UPDATE entry SET rev = $4, taken_at = $5 WHERE device = $1 AND seq = $2 AND branch = 0 AND hash = $3 AND (rev IS NULL OR rev <> $4)")
	if err != nil {
		return err
	}
	res, err := st.ExecContext(t.ctx, e.Device, e.Seq, e.Hash[:], rev, t.now.UnixMilli())
	if err != nil {
		return broken(err)
	}
	if n, _ := res.RowsAffected(); n > 0 {
		t.touch(e.Stream)
	}
	return nil
}

// OwnRef is an entry of our own as the feed names it.
type OwnRef struct {
	Pos, Rev int64
	ID       string
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
		for i := range p.Entries {
			if _, err := t.apply(&p.Entries[i], desk.Device, nil); err != nil {
				return err
			}
		}
		for _, o := range p.Own {
			k, err := t.knownBy("e.id = $1 AND e.device = $2 AND e.branch = 0", o.ID, desk.Device)
			if err != nil {
				return broken(err)
			}
			if err := t.setRev(&journal.Entry{Stream: k.stream, Device: desk.Device, Seq: k.seq, Hash: k.hash}, o.Rev); err != nil {
				return err
			}
		}
		return t.setCursor(cursor{Epoch: p.Epoch, Pos: p.Pos, Hash: p.Hash, Proof: p.Proof})
	})
}

// apply stores one entry of the feed, or finds that it is here. Its row is the
// next one unless another is given.
func (t *Tx) apply(e *journal.Entry, own string, row *int64) (stored bool, err error) {
	if row == nil {
		stored, err = t.insertBy(insertEntry+" ON CONFLICT DO NOTHING", e)
	} else {
		stored, err = t.insertBy(t.s.d.insertAt, e, *row)
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
	at, err := t.entryAt(e.Device, e.Seq)
	switch {
	case err == nil && at.hash == e.Hash:
		return true, t.setRev(e, e.Rev)
	case err == nil && e.Device == own:
		return false, errFork
	case err == nil: // another PC's chain goes another way now: ours is kept beside it
		if err := t.exec("UPDATE entry SET branch = (SELECT max(x.branch) + 1 FROM entry x WHERE x.device = $1) WHERE device = $1 AND seq >= $2 AND branch = 0", e.Device, e.Seq); err != nil {
			return false, err
		}
		if _, err := t.takeOver(e.Device); err != nil { // nobody else may have what stands there
			return false, err
		}
	case !errors.Is(err, errNoEntry):
		return false, err
	}
	have, err := t.entryByID(e.ID)
	if errors.Is(err, errNoEntry) {
		return false, t.insert(e)
	}
	if err != nil {
		return false, err
	}
	if have.says(e) { // the same from another PC: it is there for that chain only
		if have.device != own || have.rev > 0 { // our own unsent one waits for its own answer
			if err := t.exec("UPDATE entry SET rev = $2, taken_at = $3 WHERE row = $1", have.row, e.Rev, t.now.UnixMilli()); err != nil {
				return false, err
			}
			t.touch(have.stream)
		}
		_, err = t.insertAgain(e)
		return false, err
	}
	// Another entry has the id here. The one that the server accepted is what
	// everybody folds; ours stays in its chain, and is sent and set aside.
	if err := t.exec("UPDATE entry SET copy = (SELECT max(x.copy) + 1 FROM entry x WHERE x.id = $2) WHERE row = $1", have.row, e.ID); err != nil {
		return false, err
	}
	t.touch(have.stream)
	return false, t.insert(e)
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
