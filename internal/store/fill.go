package store

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"loketaduan/internal/journal"
)

// Fill is how far a new PC has been filled from the head of its office's feed
// down. The cursor went to the head when that began: what is new comes above
// it as on any PC.
type Fill struct {
	Epoch string       `json:"epoch"`
	Low   int64        `json:"low"`   // entries up to here are missing; 0 = none
	Hash  journal.Hash `json:"hash"`  // of the feed at Low
	Early int64        `json:"early"` // streams that are no complaints are here up to this position
	Ahead int64        `json:"ahead"` // entries at or below Low that are here all the same
	Begun int          `json:"begun"` // how often
}

// fillsMost is how often a PC begins to be filled from the head. A server whose
// pages never fit must not keep it from the ordinary way for ever.
const fillsMost = 2

const fillKey = "fill"

// Filling gives the state of the fill, and whether one may begin: nothing of
// the feed was ever read here.
func (s *Store) Filling(ctx context.Context) (f Fill, may bool, err error) {
	f, c, err := fillState(ctx, s.read)
	return f, c == cursor{} && f.Begun < fillsMost, err
}

// fillState reads the fill and the cursor at one moment.
func fillState(ctx context.Context, q querier) (f Fill, c cursor, err error) {
	err = each(ctx, q, func(r *sql.Rows) error {
		var key string
		var v []byte
		if err := r.Scan(&key, &v); err != nil {
			return err
		}
		if key == "p:"+fillKey {
			return json.Unmarshal(v, &f)
		}
		return json.Unmarshal(v, &c)
	}, "SELECT key, value FROM meta WHERE key IN ('p:cursor', 'p:"+fillKey+"')")
	if f.Low > 0 && (f.Epoch != c.Epoch || f.Low > c.Pos) { // an older program rewound meanwhile
		f.Low = 0
	}
	return f, c, err
}

// FillProgress tells how many of the feed's entries are here; total is 0 when
// the PC is not being filled.
func (s *Store) FillProgress(ctx context.Context) (done, total int64, err error) {
	f, c, err := fillState(ctx, s.read)
	if err != nil || f.Low == 0 {
		return 0, 0, err
	}
	return c.Pos - max(0, f.Low-f.Ahead), c.Pos, nil
}

// FillStep is a page downwards, asked for at From. Entries lie above Low,
// Extras at or below it; Given are places whose entries were here. Where the
// fill begins, Head is where the PC goes on upwards from.
type FillStep struct {
	From            Fill
	Low             int64
	Hash            journal.Hash
	Early           int64
	Head            *Fetched
	Entries, Extras []journal.Entry
	Given           int
}

// FillFeed stores a page downwards, how far the fill is now, and everything
// that follows, in one transaction. A page that was asked for from another
// place than the fill is at changes nothing. Fault exchange.fork as ApplyFeed.
func (s *Store) FillFeed(ctx context.Context, p FillStep) ([]string, error) {
	return s.Update(ctx, func(t *Tx) error {
		f, c, err := fillState(ctx, t.tx)
		if err != nil {
			return err
		}
		if p.Head != nil {
			if (c != cursor{} || f.Begun >= fillsMost) {
				return nil
			}
			if err := t.setCursor(cursor{Epoch: p.Head.Epoch, Pos: p.Head.Pos, Hash: p.Head.Hash, Proof: p.Head.Proof}); err != nil {
				return err
			}
			f = Fill{Epoch: p.Head.Epoch, Begun: f.Begun + 1}
		} else if f.Low == 0 || f.Low != p.From.Low || f.Hash != p.From.Hash || f.Early != p.From.Early {
			return nil
		}
		desk, err := t.Desk()
		if err != nil && !errors.Is(err, errNoDesk) {
			return err
		}
		n, err := t.applyBelow(p.Entries, p.Extras, desk.Device)
		if err != nil {
			return err
		}
		f.Low, f.Hash, f.Early, f.Ahead = p.Low, p.Hash, p.Early, max(0, f.Ahead+n-int64(p.Given))
		return t.setFill(f)
	})
}

// applyBelow stores entries from below what is here, under rows before all
// others: whoever goes through the rows meets the newest last, as on a PC that
// read the feed from its start. ahead is how many extras were new, less the
// entries that were here already.
func (t *Tx) applyBelow(entries, extras []journal.Entry, own string) (ahead int64, err error) {
	all := make([]*journal.Entry, 0, len(entries)+len(extras))
	for i := range extras {
		all = append(all, &extras[i])
	}
	for i := range entries {
		all = append(all, &entries[i])
	}
	slices.SortStableFunc(all, func(a, b *journal.Entry) int { return cmp.Compare(a.Pos, b.Pos) })
	var row int64
	if err := t.row("SELECT coalesce(min(row), 0) FROM entry WHERE row < 0").Scan(&row); err != nil {
		return 0, broken(err)
	}
	row -= int64(len(all))
	isExtra := map[*journal.Entry]bool{}
	for i := range extras {
		isExtra[&extras[i]] = true
	}
	stored, err := t.applyAll(all, own, &row)
	if err != nil {
		return 0, err
	}
	for i, e := range all {
		switch {
		case stored[i] && isExtra[e]:
			ahead++
		case !stored[i] && !isExtra[e]:
			ahead--
		}
	}
	return ahead, nil
}

// applyOlder stores what makes complaints of an ordinary page whole while the
// PC is being filled.
func (t *Tx) applyOlder(older []journal.Entry, own string) error {
	if len(older) == 0 {
		return nil
	}
	n, err := t.applyBelow(nil, older, own)
	if err != nil {
		return err
	}
	f, _, err := fillState(t.ctx, t.tx)
	if err != nil || f.Low == 0 {
		return err
	}
	f.Ahead += n
	return t.setFill(f)
}

// StopFill gives the fill up: the feed is read from its start, what is here is
// known again. It is also the answer to a server that cannot fill a PC.
func (s *Store) StopFill(ctx context.Context) error {
	_, err := s.Update(ctx, func(t *Tx) error {
		c, err := s.cursor(ctx, t.tx, "cursor")
		if err != nil {
			return err
		}
		if err := t.setCursor(cursor{Epoch: c.Epoch}); err != nil {
			return err
		}
		return t.setFill(Fill{Begun: fillsMost})
	})
	return err
}

// setFill keeps the state. At the end of a fill whatever was held back until
// it would be whole is shown.
func (t *Tx) setFill(f Fill) error {
	v, err := json.Marshal(f)
	if err != nil {
		return err
	}
	t.filling = &f
	if err := t.SetPlain(fillKey, string(v)); err != nil || f.Low > 0 {
		return err
	}
	return t.run("SELECT DISTINCT e.stream FROM entry e LEFT JOIN complaint c ON c.id = e.stream WHERE c.id IS NULL AND e.id = e.stream", nil, func(rows *sql.Rows) error {
		var stream string
		err := rows.Scan(&stream)
		t.touch(stream)
		return err
	})
}

// halfHere tells, while the PC is being filled, that entries of a complaint are
// missing between those that are here. It must not appear then.
func (t *Tx) halfHere(id string, entries []journal.Entry) (bool, error) {
	have, newest := map[int64]bool{}, int64(0)
	for i := range entries {
		if rev := entries[i].Rev; rev > 0 {
			have[rev], newest = true, max(newest, rev)
		}
	}
	if int64(len(have)) == newest {
		return false, nil
	}
	if t.filling == nil {
		f, _, err := fillState(t.ctx, t.tx)
		if err != nil {
			return false, err
		}
		t.filling = &f
	}
	if t.filling.Low == 0 {
		return false, nil
	}
	var shown int
	err := t.row("SELECT count(*) FROM complaint WHERE id = $1", id).Scan(&shown)
	return shown == 0, broken(err)
}

// askedTogether are looked up by one question.
const askedTogether = 100

var selectAccepted = "SELECT seq, hash FROM entry WHERE device = $1 AND branch = 0 AND rev IS NOT NULL AND seq IN (" + strings.ReplaceAll(strings.Trim(rowsOf(1, askedTogether+1), "()"), "$1,", "") + ")"

// AcceptedHashes of those of a device's entries that are here in the server's
// order.
func (s *Store) AcceptedHashes(ctx context.Context, device string, seqs []int64) (map[int64]journal.Hash, error) {
	out := make(map[int64]journal.Hash, len(seqs))
	args := make([]any, 1+askedTogether)
	args[0] = device
	for len(seqs) > 0 {
		n := min(len(seqs), askedTogether)
		for i := range askedTogether {
			args[1+i] = seqs[min(i, n-1)] // the last one again changes nothing
		}
		err := each(ctx, s.read, func(r *sql.Rows) error {
			var seq int64
			var h []byte
			err := r.Scan(&seq, &h)
			out[seq] = journal.Hash(h)
			return err
		}, selectAccepted, args...)
		if err != nil {
			return nil, err
		}
		seqs = seqs[n:]
	}
	return out, nil
}
