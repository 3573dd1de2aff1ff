package store

import (
	"database/sql"
	"slices"

	"loketaduan/internal/journal"
)

// flush inserts the entries that wait. Their ids were looked up: who finds one
// taken meanwhile has lost a race, and begins again.
func (f *feeds) flush() error {
	values := make([]any, 0, 17*len(f.pending))
	by := make(map[string]*placed, len(f.pending))
	for _, p := range f.pending {
		if p.branch > 0 { // few ever are
			row, err := f.t.insertIn(p.branch, p.entry)
			if err != nil {
				return err
			}
			p.row = row
			continue
		}
		v, err := f.t.values(p.entry)
		if err != nil {
			return err
		}
		values, by[p.entry.ID] = append(values, v...), p
	}
	err := f.t.insertMany(insertEntries, " RETURNING id, row", 17, values, func(rows *sql.Rows) error {
		var id string
		var row int64
		err := rows.Scan(&id, &row)
		if err == nil {
			by[id].row = row
		}
		return err
	})
	if err != nil {
		return err
	}
	for _, p := range f.pending {
		if p.aside != nil {
			if err := f.t.setAside(p.row, p.aside); err != nil {
				return err
			}
		}
	}
	f.pending = f.pending[:0]
	return nil
}

// save writes entries, streams and numbers.
func (f *feeds) save() error {
	if err := f.flush(); err != nil {
		return err
	}
	var began, moved []any
	for _, id := range sortedKeys(f.streams) {
		switch st := f.streams[id]; {
		case st.moved && st.began:
			moved = append(moved, id, st.rev)
		case st.moved:
			began = append(began, id, st.rev)
		}
	}
	// Not ON CONFLICT: who finds that another began the stream meanwhile has
	// given wrong revs, and begins again.
	if err := f.t.insertMany("INSERT INTO stream (id, last_rev) VALUES ", "", 2, began, nil); err != nil {
		return err
	}
	if err := f.t.insertMany("INSERT INTO stream (id, last_rev) VALUES ", " ON CONFLICT (id) DO UPDATE SET last_rev = excluded.last_rev", 2, moved, nil); err != nil {
		return err
	}
	if err := f.t.insertMany("INSERT INTO stream_office (stream, office) VALUES ", "", 2, f.joined, nil); err != nil {
		return err
	}
	return f.noteNumbers()
}

// grow notes what an office's feed gets. Its place there follows right before
// the commit, for the coordinator's head is wanted by everybody.
func (t *Tx) grow(office string, p ...*placed) {
	if t.tails == nil {
		t.tails = map[string][]*placed{}
	}
	t.tails[office] = append(t.tails[office], p...)
}

// place gives every entry its position in every feed. The heads are ours from
// here to the commit: positions become visible in their order, with no gap.
func (t *Tx) place() error {
	offices := sortedKeys(t.tails)
	heads, err := t.heads(offices)
	if err != nil {
		return err
	}
	var feed, grown []any
	for _, office := range offices {
		h := heads[office]
		for _, p := range t.tails[office] {
			h.last++
			h.hash = journal.FeedHash(h.hash, p.hash)
			feed = append(feed, office, h.last, p.row, slices.Clone(h.hash[:]))
		}
		grown = append(grown, office, h.last, slices.Clone(h.hash[:]))
	}
	if err := t.insertMany("INSERT INTO feed (office, pos, entry, hash) VALUES ", "", 4, feed, nil); err != nil {
		return err
	}
	return t.insertMany(insertHeads, " ON CONFLICT (office) DO UPDATE SET last = excluded.last, hash = excluded.hash", 3, grown, nil)
}

const insertHeads = "INSERT INTO feed_head (office, last, hash) VALUES "

type feedHead struct {
	last int64
	hash journal.Hash
}

// heads of offices, in their order: from now on nobody else allots a position.
// A plain read for update queues those who wait; ON CONFLICT would wake all of
// them at every commit.
func (t *Tx) heads(offices []string) (map[string]feedHead, error) {
	found := map[string]feedHead{}
	read := func() error {
		return t.among("SELECT office, last, hash FROM feed_head WHERE office IN (%s) ORDER BY office"+t.s.d.locked, offices, func(rows *sql.Rows) error {
			var office string
			var h feedHead
			var hash []byte
			err := rows.Scan(&office, &h.last, &hash)
			copy(h.hash[:], hash)
			found[office] = h
			return err
		})
	}
	if err := read(); err != nil || len(found) == len(offices) {
		return found, err
	}
	var missing []any
	for _, office := range offices {
		if _, ok := found[office]; !ok {
			missing = append(missing, office, 0, make([]byte, 32))
		}
	}
	if err := t.insertMany(insertHeads, " ON CONFLICT (office) DO NOTHING", 3, missing, nil); err != nil {
		return nil, err
	}
	return found, read()
}
