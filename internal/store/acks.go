package store

import (
	"context"
	"database/sql"
	"errors"
	"maps"
	"slices"
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
		n := min(len(sent), len(revs))
		if err := t.acked(sent[:n], revs[:n]); err != nil {
			return err
		}
		for _, a := range aside {
			for i := range sent {
				if sent[i].Seq != a.Seq {
					continue
				}
				k, err := t.same(&sent[i])
				if errors.Is(err, errNoEntry) {
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
		at, err := t.trueNow()
		if err != nil {
			return err
		}
		return t.SetPlain(receivedAt, at.Format(time.RFC3339))
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

// ordered is an entry here that the server gave a place in its stream.
type ordered struct {
	row, had, rev  int64 // had 0 = it waited
	device, stream string
}

// acked gives a run of one device's entries the order that the server gave them.
func (t *Tx) acked(sent []journal.Entry, revs []int64) error {
	if len(sent) == 0 {
		return nil
	}
	at := make(map[int64]int, len(sent))
	for i := range sent {
		if revs[i] > 0 {
			at[sent[i].Seq] = i
		}
	}
	var got []ordered
	run := []any{sent[0].Device, sent[0].Seq, sent[len(sent)-1].Seq}
	err := t.run("SELECT row, stream, seq, hash, coalesce(rev, 0) FROM entry WHERE device = $1 AND seq BETWEEN $2 AND $3 ORDER BY seq", run, func(rows *sql.Rows) error {
		o := ordered{device: sent[0].Device}
		var seq int64
		var hash []byte
		err := rows.Scan(&o.row, &o.stream, &seq, &hash, &o.had)
		if i, ok := at[seq]; err == nil && ok && sent[i].Hash == journal.Hash(hash) {
			o.rev = revs[i]
			got = append(got, o)
		}
		return err
	})
	if err != nil {
		return err
	}
	return t.giveRevs(got)
}

// ownRefs gives this PC's own entries the order that the feed tells.
func (t *Tx) ownRefs(own []OwnRef) error {
	revs, ids := make(map[journal.Hash]int64, len(own)), make([]string, len(own))
	for i, o := range own {
		revs[o.Hash], ids[i] = o.Rev, o.ID
	}
	var got []ordered
	err := t.among("SELECT hash, device, row, stream, coalesce(rev, 0) FROM entry WHERE id IN (%s) ORDER BY seq", ids, func(rows *sql.Rows) error {
		var o ordered
		var hash []byte
		err := rows.Scan(&hash, &o.device, &o.row, &o.stream, &o.had)
		rev, ok := revs[journal.Hash(hash)]
		if o.rev = rev; ok {
			got = append(got, o)
		}
		return err
	})
	if err == nil && len(got) < len(revs) {
		err = broken(errNoEntry)
	}
	if err != nil {
		return err
	}
	return t.giveRevs(got)
}

// giveRevs keeps the places of entries, which stand in the order of their chain.
func (t *Tx) giveRevs(all []ordered) error {
	all = slices.DeleteFunc(all, func(o ordered) bool { return o.had == o.rev })
	if err := t.follow(all); err != nil {
		return err
	}
	at, err := t.trueNow()
	if err != nil {
		return err
	}
	rows := map[int64][]int64{} // few: most entries are the first of their stream
	for _, o := range all {
		rows[o.rev] = append(rows[o.rev], o.row)
	}
	for _, rev := range slices.Sorted(maps.Keys(rows)) {
		if err := among(t, "UPDATE entry SET rev = $1, taken_at = $2 WHERE row IN (%s)", []any{rev, at.UnixMilli()}, rows[rev], nil); err != nil {
			return err
		}
	}
	return t.notAside(all)
}

// notAside forgets what was wrong with entries that have their place now: the
// server may take later what it set aside at first (see takeLate).
func (t *Tx) notAside(all []ordered) error {
	var rows []int64
	stream := map[int64]string{}
	for _, o := range all {
		if o.had == 0 {
			rows, stream[o.row] = append(rows, o.row), o.stream
		}
	}
	return among(t, "DELETE FROM set_aside WHERE replaced = '' AND entry IN (%s) RETURNING entry", nil, rows, func(r *sql.Rows) error {
		var row int64
		err := r.Scan(&row)
		t.touch(stream[row])
		return err
	})
}

// follow tells what follows from places that are given. Where a stream keeps its
// order, nothing is folded anew: whatever waited in it has got its place, behind
// all that had one.
func (t *Tx) follow(all []ordered) error {
	type state struct {
		newest, waiting, given int64
		device                 string
	}
	streams := map[string]*state{}
	var ids []string
	for _, o := range all {
		if streams[o.stream] == nil {
			streams[o.stream], ids = &state{}, append(ids, o.stream)
		}
	}
	err := t.among("SELECT stream, coalesce(rev, 0) FROM entry WHERE stream IN (%s)", ids, func(rows *sql.Rows) error {
		var id string
		var rev int64
		err := rows.Scan(&id, &rev)
		s := streams[id]
		if s.newest = max(s.newest, rev); rev == 0 {
			s.waiting++
		}
		return err
	})
	if err != nil {
		return err
	}
	for _, o := range all {
		s := streams[o.stream]
		s.given++
		if o.had > 0 || o.rev < s.newest || s.given > 1 && o.device != s.device || early(o.stream) {
			t.touch(o.stream)
		}
		s.newest, s.device = o.rev, o.device
		t.tell(o.stream)
	}
	for _, id := range ids {
		if s := streams[id]; s.given < s.waiting {
			t.touch(id)
		}
	}
	return nil
}
