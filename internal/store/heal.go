package store

import (
	"context"
	"encoding/json"

	"loketaduan/internal/journal"
)

// Claim is what this PC has of a device's chain: the hash at some places, the
// newest first, so that the server can find where its own chain ends or
// differs.
type Claim struct {
	Device string
	At     []ChainAt
}

// ChainAt is a place in a chain.
type ChainAt struct {
	Seq  int64
	Hash journal.Hash
}

// claimSteps is how many places a claim names: with doubling distances they
// reach back over a million entries.
const claimSteps = 21

// Claims of every chain that this PC has anything of.
func (s *Store) Claims(ctx context.Context) ([]Claim, error) {
	devices, err := s.texts(ctx, "SELECT DISTINCT device FROM entry ORDER BY device")
	if err != nil {
		return nil, err
	}
	out := make([]Claim, 0, len(devices))
	for _, d := range devices {
		c := Claim{Device: d}
		newest, back := int64(1)<<62, int64(1)
		for range claimSteps {
			rows, err := s.read.QueryContext(ctx, "SELECT seq, hash FROM entry WHERE device = $1 AND branch = 0 AND seq <= $2 ORDER BY seq DESC LIMIT 1", d, newest)
			if err != nil {
				return nil, broken(err)
			}
			var at ChainAt
			var hash []byte
			found := rows.Next()
			if found {
				err = rows.Scan(&at.Seq, &hash)
			}
			if rows.Close(); err != nil {
				return nil, broken(err)
			}
			if !found {
				break
			}
			copy(at.Hash[:], hash)
			c.At = append(c.At, at)
			newest, back = at.Seq-back, back*2
		}
		if len(c.At) > 0 {
			out = append(out, c)
		}
	}
	return out, nil
}

func (s *Store) texts(ctx context.Context, query string, args ...any) ([]string, error) {
	rows, err := s.read.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, broken(err)
	}
	defer rows.Close()
	var out []string
	for rows.Next() {
		var v string
		if err := rows.Scan(&v); err != nil {
			return nil, broken(err)
		}
		out = append(out, v)
	}
	return out, broken(rows.Err())
}

// Matching tells up to which entry of each claim the register has the same
// chain; 0 = nothing in common.
func (s *Store) Matching(ctx context.Context, claims []Claim) (map[string]int64, error) {
	out := map[string]int64{}
	for _, c := range claims {
		out[c.Device] = 0
		for _, at := range c.At {
			var n int
			if err := s.read.QueryRowContext(ctx, "SELECT count(*) FROM entry WHERE device = $1 AND seq = $2 AND branch = 0 AND hash = $3", c.Device, at.Seq, at.Hash[:]).Scan(&n); err != nil {
				return nil, broken(err)
			}
			if n > 0 && at.Seq > out[c.Device] {
				out[c.Device] = at.Seq
			}
		}
	}
	return out, nil
}

// Rewind is for a server that has another history than this PC followed: what
// it does not have counts as unsent again, whoever wrote it, and the feed is
// read from its start. matching is what Matching said there. Nothing is lost.
func (s *Store) Rewind(ctx context.Context, epoch string, matching map[string]int64) ([]string, error) {
	devices, err := s.texts(ctx, "SELECT DISTINCT device FROM entry ORDER BY device")
	if err != nil {
		return nil, err
	}
	return s.Update(ctx, func(t *Tx) error {
		for _, d := range devices {
			if err := t.unack(d, matching[d]); err != nil {
				return err
			}
		}
		lost, err := t.s.cursor(t.ctx, t.tx, "cursor")
		if err != nil {
			return err
		}
		if lost.Proof != "" {
			v, err := json.Marshal(lost)
			if err != nil {
				return err
			}
			if err := t.SetPlain("cursor.lost", string(v)); err != nil {
				return err
			}
		}
		return t.restart(epoch)
	})
}

// restart begins the feed anew: from its start, or, on a PC that was being
// filled, from its head once more.
func (t *Tx) restart(epoch string) error {
	f, _, err := fillState(t.ctx, t.tx)
	if err != nil {
		return err
	}
	if f.Low == 0 || f.Begun >= fillsMost {
		if err := t.setCursor(cursor{Epoch: epoch}); err != nil || f.Low == 0 {
			return err
		}
	} else if err := t.exec("DELETE FROM meta WHERE key = 'p:cursor'"); err != nil {
		return err
	}
	return t.setFill(Fill{Begun: f.Begun})
}

// unack makes a device's entries after seq unsent.
func (t *Tx) unack(device string, seq int64) error {
	const which = "device = $1 AND seq > $2 AND branch = 0"
	rows, err := t.query("SELECT DISTINCT stream FROM entry WHERE "+which+" AND rev IS NOT NULL", device, seq)
	if err != nil {
		return broken(err)
	}
	defer rows.Close()
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			return broken(err)
		}
		t.touch(id)
	}
	if err := rows.Err(); err != nil {
		return broken(err)
	}
	rows.Close()
	if err := t.exec("DELETE FROM set_aside WHERE replaced = '' AND entry IN (SELECT row FROM entry WHERE "+which+")", device, seq); err != nil {
		return err
	}
	return t.exec("UPDATE entry SET rev = NULL, taken_at = NULL WHERE "+which, device, seq)
}

// AckedTo is the newest own entry up to which the server has answered for all.
func (s *Store) AckedTo(ctx context.Context) (seq int64, err error) {
	d, err := s.Desk(ctx)
	if err != nil {
		return 0, err
	}
	err = s.read.QueryRowContext(ctx, `SELECT coalesce(
  (SELECT min(seq) - 1 FROM entry WHERE device = $1 AND rev IS NULL AND branch = 0 AND row NOT IN (SELECT entry FROM set_aside)),
  (SELECT max(seq) FROM entry WHERE device = $1 AND branch = 0), 0)`, d.Device).Scan(&seq)
	return seq, broken(err)
}

// Lost is the newest position that the server signed and no longer has, from
// before the last Rewind; without a signature there is none.
func (s *Store) Lost(ctx context.Context) (epoch string, pos int64, h journal.Hash, proof string, err error) {
	c, err := s.cursor(ctx, s.read, "cursor.lost")
	return c.Epoch, c.Pos, c.Hash, c.Proof, err
}

// Relayable are the next entries of another device that the server has lost,
// in the order of its chain without a gap; devices in skip are passed over.
func (s *Store) Relayable(ctx context.Context, most int, skip map[string]bool) (out []journal.Entry, more bool, err error) {
	desk, err := s.Desk(ctx)
	if err != nil {
		return nil, false, err
	}
	devices, err := s.texts(ctx, "SELECT DISTINCT device FROM entry WHERE rev IS NULL AND branch = 0 AND (device < $1 OR device > $1) AND row NOT IN (SELECT entry FROM set_aside) ORDER BY device", desk.Device)
	if err != nil {
		return nil, false, err
	}
	left := 0
	device := ""
	for _, d := range devices {
		if !skip[d] {
			if left++; left == 1 {
				device = d
			}
		}
	}
	if left == 0 {
		return nil, false, nil
	}
	rows, err := s.read.QueryContext(ctx, "SELECT "+entryColumns+" FROM entry e WHERE e.device = $1 AND e.rev IS NULL AND e.branch = 0 AND e.row NOT IN (SELECT entry FROM set_aside) ORDER BY e.seq LIMIT $2", device, most+1)
	if err != nil {
		return nil, false, broken(err)
	}
	defer rows.Close()
	for rows.Next() {
		e, _, err := s.scanEntry(rows)
		if err != nil {
			return nil, false, err
		}
		if len(out) == most || len(out) > 0 && e.Seq != out[len(out)-1].Seq+1 {
			return out, true, nil
		}
		out = append(out, e)
	}
	return out, left > 1, broken(rows.Err())
}

// ChainEnd is the newest entry of this PC's chain; 0 = none.
func (s *Store) ChainEnd(ctx context.Context) (device string, seq int64, err error) {
	d, err := s.Desk(ctx)
	if err != nil {
		return "", 0, err
	}
	err = s.read.QueryRowContext(ctx, "SELECT coalesce(max(seq), 0) FROM entry WHERE device = $1", d.Device).Scan(&seq)
	return d.Device, seq, broken(err)
}
