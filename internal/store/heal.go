package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"

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

// claimOwn is how many of the newest entries of its own a PC names one by one:
// only what is behind them may be sent again although the server has it.
const claimOwn = 32

// Claims of every chain that this PC has anything of. past is the name that it
// had before, "" = none.
func (s *Store) Claims(ctx context.Context, past string) ([]Claim, error) {
	desk, err := s.Desk(ctx)
	if err != nil && !errors.Is(err, errNoDesk) {
		return nil, err
	}
	devices, err := s.texts(ctx, "SELECT DISTINCT device FROM entry ORDER BY device")
	if err != nil {
		return nil, err
	}
	out := make([]Claim, 0, len(devices))
	for _, d := range devices {
		c := Claim{Device: d}
		newest, back, single := int64(1)<<62, int64(1), 0
		if d == desk.Device || d == past {
			single = claimOwn
		}
		for n := range single + claimSteps {
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
			newest = at.Seq - back
			if n >= single {
				back *= 2
			}
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

// Compared is what a server said of the claims.
type Compared struct {
	Epoch    string
	Matching map[string]int64 // what Matching said there
	Same     bool             // its feed is ours up to the cursor
	Restart  bool             // read it from its start
	Past     string           // the name under which the server knows this PC, when it is another by now
}

// Rewind is for a server that may have another history than this PC followed:
// what it does not have counts as unsent again, whoever wrote it; what this PC
// wrote under its past name is its own. Nothing is lost.
func (s *Store) Rewind(ctx context.Context, c Compared) ([]string, error) {
	devices, err := s.texts(ctx, "SELECT DISTINCT device FROM entry ORDER BY device")
	if err != nil {
		return nil, err
	}
	return s.Update(ctx, func(t *Tx) error {
		if !c.Same {
			if err := t.loseCursor(); err != nil {
				return err
			}
		}
		lost, err := t.s.cursor(t.ctx, t.tx, "cursor.lost")
		if err != nil {
			return err
		}
		desk, err := t.Desk()
		if err != nil && !errors.Is(err, errNoDesk) {
			return err
		}
		for _, d := range devices {
			// What is here of others came by the feed. A server whose feed is ours has
			// it, be it beside a chain, and takes it from nobody without a new loss.
			if d == desk.Device || d == c.Past || !c.Same {
				if err := t.unack(d, c.Matching[d], lost.Proof != ""); err != nil {
					return err
				}
			}
			if d == c.Past {
				if err := t.rechain(desk.Office, desk, unsentOf, d); err != nil {
					return err
				}
			}
			if d != desk.Device { // whether the server's chain will go through it, its feed tells
				if err := t.setBeside(d, c.Matching[d]); err != nil {
					return err
				}
			}
		}
		if !c.Restart {
			return nil
		}
		return t.restart(c.Epoch)
	})
}

// loseCursor keeps the cursor, which the server signed and no longer has.
func (t *Tx) loseCursor() error {
	lost, err := t.s.cursor(t.ctx, t.tx, "cursor")
	if err != nil || lost.Proof == "" {
		return err
	}
	v, err := json.Marshal(lost)
	if err != nil {
		return err
	}
	return t.SetPlain("cursor.lost", string(v))
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

// unack makes a device's entries after seq unsent, and with beside those that
// are kept beside its chain.
func (t *Tx) unack(device string, seq int64, beside bool) error {
	which := "device = $1 AND seq > $2 AND branch = 0"
	if beside {
		which = "device = $1 AND (seq > $2 OR branch > 0)"
	}
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

// Relayable are the next entries of another device that the server has lost, a
// run of its chain without a gap; devices in skip are passed over.
func (s *Store) Relayable(ctx context.Context, most int, skip map[string]bool) (out []journal.Entry, more bool, err error) {
	desk, err := s.Desk(ctx)
	if err != nil {
		return nil, false, err
	}
	left, device, branch := 0, "", int64(0)
	err = each(ctx, s.read, func(rows *sql.Rows) error {
		var d string
		var b int64
		err := rows.Scan(&d, &b)
		if !skip[d] {
			if left++; left == 1 {
				device, branch = d, b
			}
		}
		return err
	}, "SELECT DISTINCT device, branch FROM entry WHERE rev IS NULL AND (device < $1 OR device > $1) AND row NOT IN (SELECT entry FROM set_aside) ORDER BY device, branch", desk.Device)
	if err != nil || left == 0 {
		return nil, false, err
	}
	rows, err := s.read.QueryContext(ctx, "SELECT "+entryColumns+" FROM entry e WHERE e.device = $1 AND e.branch = $2 AND e.rev IS NULL AND e.row NOT IN (SELECT entry FROM set_aside) ORDER BY e.seq LIMIT $3", device, branch, most+1)
	if err != nil {
		return nil, false, broken(err)
	}
	defer rows.Close()
	for rows.Next() {
		e, _, err := s.scanEntry(rows)
		if err != nil {
			return nil, false, err
		}
		if len(out) == most || len(out) > 0 && (e.Seq != out[len(out)-1].Seq+1 || e.Prev != out[len(out)-1].Hash) {
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
