package store

import (
	"context"

	"loketaduan/internal/journal"
)

// HasComplaint tells whether a complaint is recorded here.
func (s *Store) HasComplaint(ctx context.Context, id string) (bool, error) {
	var n int
	err := s.read.QueryRowContext(ctx, "SELECT count(*) FROM entry WHERE id = $1", id).Scan(&n)
	return n > 0, broken(err)
}

// Reauthor makes this PC another device: entries that no server has accepted
// are chained anew under it, with the same ids, texts and times. Needed when a
// desk that worked without a server is connected, and when a PC was cloned.
func (t *Tx) Reauthor(to Desk) error {
	from, err := t.Desk()
	if err != nil {
		return err
	}
	if from.Device == to.Device {
		return t.SetDesk(to)
	}
	t.chain = chainHead{} // what follows reads from the journal
	err = t.rechain(from.Office, to, unsentOf, from.Device)
	if err != nil {
		return err
	}
	return t.SetDesk(to)
}

// unsentOf chooses what no server has of a device's own chain.
const unsentOf = "e.device = $1 AND e.rev IS NULL AND e.branch = 0 AND e.row NOT IN (SELECT entry FROM set_aside) ORDER BY e.seq"

// rechain puts entries, chosen by a condition, at the end of a device's chain.
func (t *Tx) rechain(office string, to Desk, where string, args ...any) error {
	rows, err := t.tx.QueryContext(t.ctx, "SELECT "+entryColumns+" FROM entry e WHERE "+where, args...)
	if err != nil {
		return broken(err)
	}
	defer rows.Close()
	var unsent []journal.Entry
	var places []int64
	for rows.Next() {
		e, row, err := t.s.scanEntry(rows)
		if err != nil {
			return err
		}
		unsent, places = append(unsent, e), append(places, row)
	}
	if err := rows.Err(); err != nil {
		return broken(err)
	}
	rows.Close()
	if err := t.openChain(to.Device); err != nil {
		return err
	}
	for i := range unsent {
		e := &unsent[i]
		e.Device, e.Office, e.Seq, e.Prev = to.Device, to.Office, t.chain.seq+1, t.chain.hash
		for _, own := range ownStreams {
			if e.Stream == own+office { // the office was typed before; the server knows its code
				e.Stream = own + to.Office
			}
		}
		e.Hash = e.Sum()
		if err := t.exec("UPDATE entry SET device = $2, office = $3, seq = $4, prev = $5, hash = $6, stream = $7, branch = 0 WHERE row = $1", places[i], e.Device, e.Office, e.Seq, e.Prev[:], e.Hash[:], e.Stream); err != nil {
			return err
		}
		t.chain.seq, t.chain.hash, t.chain.moved = e.Seq, e.Hash, true
		t.touch(e.Stream)
	}
	return nil
}
