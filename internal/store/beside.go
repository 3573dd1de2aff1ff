package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"loketaduan/internal/journal"
)

// An entry is kept beside its device's chain (branch > 0) where the chain that
// the server follows goes without it: what came before it went with two disks at
// once, or the device went on from an older copy of itself. It is an entry like
// any other, with its rev and its places in the feeds; only nobody can prove by
// it that nothing is missing. On the server branch 0 is always whole; on a desk
// it holds nothing of another PC that the server's has not.

// same finds the very entry, wherever it stands; errNoEntry when it is not here.
func (t *Tx) same(e *journal.Entry) (*known, error) {
	return t.knownBy("e.device = $1 AND e.seq = $2 AND e.hash = $3", e.Device, e.Seq, e.Hash[:])
}

// free is a branch that has nothing at a place, beside the chain.
func (t *Tx) free(device string, seq int64) (branch int64, err error) {
	err = t.row("SELECT coalesce(max(branch), 0) + 1 FROM entry WHERE device = $1 AND seq = $2", device, seq).Scan(&branch)
	return branch, broken(err)
}

// accepted gives an entry that is here the order that the feed tells.
func (t *Tx) accepted(k *known, rev int64) error {
	return t.giveRevs([]ordered{{row: k.row, had: k.rev, rev: rev, device: k.device, stream: k.stream}})
}

func (t *Tx) setBranch(row, branch int64) error {
	return t.exec("UPDATE entry SET branch = $2 WHERE row = $1", row, branch)
}

// setBeside takes what stands after seq out of a device's chain.
func (t *Tx) setBeside(device string, seq int64) error {
	return t.exec("UPDATE entry SET branch = (SELECT max(x.branch) + 1 FROM entry x WHERE x.device = $1) WHERE device = $1 AND seq > $2 AND branch = 0", device, seq)
}

// applyBeside is apply for what the server keeps beside the chain. Of our own
// that means that our chain, here, cannot be whole: fault exchange.fork.
func (t *Tx) applyBeside(e *journal.Entry, own string) (stored bool, err error) {
	t.held = nil // whatever changes now is read back
	have, err := t.same(e)
	switch {
	case err == nil && have.branch == 0 && e.Device != own:
		if err := t.setBeside(e.Device, e.Seq-1); err != nil {
			return false, err
		}
		fallthrough
	case err == nil:
		return false, t.accepted(have, e.Rev)
	case !errors.Is(err, errNoEntry):
		return false, err
	case e.Device == own:
		return false, errFork
	}
	branch, err := t.free(e.Device, e.Seq)
	if err != nil {
		return false, err
	}
	t.touch(e.Stream)
	return true, t.store(e, own, branch)
}

// takeBack is accept for a run that another PC kept. What fits at the end of the
// chain continues it; all else is kept beside it, until what lies between comes
// from somebody.
func (t *Tx) takeBack(a *Accepted, device string, entries []journal.Entry) error {
	feeds, err := t.openFeeds()
	if err != nil {
		return err
	}
	if err := feeds.expect(device, entries); err != nil {
		return err
	}
	for i := range entries {
		e := &entries[i]
		known, err := t.same(e)
		switch {
		case err == nil: // the first answer may have been lost, or another PC was quicker
			a.Revs = append(a.Revs, known.rev)
			if known.aside != nil {
				a.SetAside = append(a.SetAside, *aside(e, known.aside))
			}
			continue
		case !errors.Is(err, errNoEntry):
			return err
		}
		branch := int64(0)
		if e.Seq == a.LastSeq+1 && e.Prev == a.LastHash {
			a.LastSeq, a.LastHash = e.Seq, e.Hash
		} else if branch, err = t.free(device, e.Seq); err != nil {
			return err
		}
		aside, err := t.take(e, feeds, branch)
		if err != nil {
			return err
		}
		if aside != nil {
			a.SetAside = append(a.SetAside, *aside)
		}
		a.Revs = append(a.Revs, e.Rev)
	}
	if err := feeds.save(); err != nil {
		return err
	}
	if err := t.close(a, device); err != nil {
		return err
	}
	if err := t.setEnd(device, a); err != nil {
		return err
	}
	return t.tellDoubled(feeds.doubled)
}

// close brings into the chain what stands beside it and fits at its end.
func (t *Tx) close(a *Accepted, device string) error {
	for {
		var row int64
		var hash []byte
		err := t.row("SELECT row, hash FROM entry WHERE device = $1 AND seq = $2 AND branch > 0 AND prev = $3", device, a.LastSeq+1, a.LastHash[:]).Scan(&row, &hash)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		if err != nil {
			return broken(err)
		}
		if err := t.setBranch(row, 0); err != nil {
			return err
		}
		a.LastSeq++
		copy(a.LastHash[:], hash)
	}
}

// setEnd notes where a device's chain ends.
func (t *Tx) setEnd(device string, a *Accepted) error {
	return t.exec("UPDATE device SET last_seq = $2, last_hash = $3 WHERE id = $1", device, a.LastSeq, a.LastHash[:])
}

// verifyBeside tells of what the server keeps beside the chains, in words: no
// damage, but nobody has what should be between.
func (s *Store) verifyBeside(ctx context.Context, r *VerifyReport) error {
	if !s.o.Server {
		return nil
	}
	var device string
	var from, to, end int64
	tell := func() {
		switch {
		case device == "":
		case from > end+1:
			r.Beside = append(r.Beside, fmt.Sprintf("PC %s: urutan %d-%d tidak ada lagi pada siapa pun; urutan %d-%d ada.", device, end+1, from-1, from, to))
		default:
			r.Beside = append(r.Beside, fmt.Sprintf("PC %s: urutan %d-%d ada dua kali, sebab PC itu pernah dipulihkan; keduanya disimpan.", device, from, to))
		}
	}
	err := each(ctx, s.read, func(rows *sql.Rows) error {
		var d string
		var seq, last int64
		if err := rows.Scan(&d, &seq, &last); err != nil {
			return err
		}
		if d != device || seq > to+1 {
			tell()
			if d != device {
				end = last
			} else if from > end {
				end = to // the gap is counted from what is here
			}
			device, from = d, seq
		}
		to = seq
		return nil
	}, "SELECT DISTINCT e.device, e.seq, d.last_seq FROM entry e JOIN device d ON d.id = e.device WHERE e.branch > 0 ORDER BY e.device, e.seq")
	tell()
	return err
}
