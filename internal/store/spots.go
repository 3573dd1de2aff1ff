package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"loketaduan/internal/journal"
)

// spot is a position of a feed and what stands there.
type spot struct {
	pos, row, seq, bytes int64
	device, stream       string
}

// CROSS JOIN and not JOIN: the feed is looked up for few entries, never walked.
var (
	selectSpots = "SELECT f.pos, f.entry, e.device, e.seq, e.stream, coalesce(length(e.body), 0) FROM feed f JOIN entry e ON e.row = f.entry WHERE f.office = $1 AND f.pos > $2 AND f.pos <= $3 ORDER BY f.pos DESC"
	selectMates = "SELECT e.stream, f.pos, f.entry, coalesce(length(e.body), 0) FROM entry e CROSS JOIN feed f WHERE f.office = $1 AND f.entry = e.row AND f.pos <= $4 " +
		"AND e.stream IN (SELECT x.stream FROM feed g JOIN entry x ON x.row = g.entry WHERE g.office = $1 AND g.pos > $2 AND g.pos <= $3 AND NOT " + earlySQL("x.stream") + ")"
)

// selectRows is for a JSON list of rows.
func (s *Store) selectRows() string {
	return "SELECT " + entryColumns + ", f.pos FROM entry e CROSS JOIN feed f WHERE e.row IN (" + fmt.Sprintf(s.d.rows, 2) + ") AND f.office = $1 AND f.entry = e.row ORDER BY f.pos"
}

// spotsBetween are the positions after low up to high, the highest first.
func spotsBetween(ctx context.Context, q querier, office string, low, high int64) (out []spot, err error) {
	err = each(ctx, q, func(r *sql.Rows) error {
		var x spot
		err := r.Scan(&x.pos, &x.row, &x.device, &x.seq, &x.stream, &x.bytes)
		out = append(out, x)
		return err
	}, selectSpots, office, low, high)
	return out, err
}

// matesOf are all positions up to top of the complaints that have one after low
// up to high.
func matesOf(ctx context.Context, q querier, office string, low, high, top int64) (map[string][]spot, error) {
	out := map[string][]spot{}
	err := each(ctx, q, func(r *sql.Rows) error {
		var x spot
		err := r.Scan(&x.stream, &x.pos, &x.row, &x.bytes)
		out[x.stream] = append(out[x.stream], x)
		return err
	}, selectMates, office, low, high, top)
	return out, err
}

// entriesIn opens the entries in these rows, in the order of their positions.
func (s *Store) entriesIn(ctx context.Context, q querier, office string, rows []int64) (out []journal.Entry, err error) {
	if len(rows) == 0 {
		return nil, nil
	}
	list, err := json.Marshal(rows)
	if err != nil {
		return nil, err
	}
	err = each(ctx, q, func(r *sql.Rows) error {
		var pos int64
		e, _, err := s.scanEntry(r, &pos)
		e.Pos = pos
		out = append(out, e)
		return err
	}, s.selectRows(), office, string(list))
	return out, err
}

// each reads a query to its end.
func each(ctx context.Context, q querier, scan func(*sql.Rows) error, text string, args ...any) error {
	rows, err := q.QueryContext(ctx, text, args...)
	if err != nil {
		return broken(err)
	}
	return toEnd(rows, scan)
}

// FeedWhole reads on after a position like Feed, at most limit entries and most
// bytes of bodies. A PC that is being filled has nothing up to low, and all
// above: complaints that come up for the first time come whole, older are their
// entries up to low, and count too. One entry with its complaint always comes.
func (s *Store) FeedWhole(ctx context.Context, office string, after, low int64, limit int, most int64) (p FeedPage, older []journal.Entry, err error) {
	p, err = s.Feed(ctx, office, after, limit)
	if err != nil || len(p.Entries) == 0 {
		return p, nil, err
	}
	var tx fixed
	var mates map[string][]spot
	if last := p.Entries[len(p.Entries)-1].Pos; low > 0 {
		if tx, err = s.read.fixedMoment(ctx, selectMates, s.selectRows()); err != nil {
			return p, nil, err
		}
		defer tx.Rollback()
		if mates, err = matesOf(ctx, tx, office, after, last, last); err != nil {
			return p, nil, err
		}
	}
	var rows []int64
	met := map[string]bool{}
	n, bytes := 0, int64(0)
	for i := range p.Entries {
		e := &p.Entries[i]
		var add []int64
		size := int64(len(e.Body))
		if !met[e.Stream] && wanted(mates[e.Stream], low, after) {
			for _, m := range mates[e.Stream] {
				if m.pos <= low {
					add, size = append(add, m.row), size+m.bytes
				}
			}
		}
		met[e.Stream] = true
		if n, bytes = n+1+len(add), bytes+size; i > 0 && (n > limit || bytes > most) {
			p.Entries, p.After = p.Entries[:i], p.Before
			for j := range p.Entries {
				p.After = journal.FeedHash(p.After, p.Entries[j].Hash)
			}
			break
		}
		rows = append(rows, add...)
	}
	older, err = s.entriesIn(ctx, tx, office, rows)
	return p, older, err
}

// wanted tells whether a PC that has the positions after low up to after has
// nothing of a complaint, and can be given all of it.
func wanted(mates []spot, low, after int64) bool {
	n, bytes := 0, int64(0)
	for _, m := range mates {
		if m.pos > low && m.pos <= after {
			return false
		}
		n, bytes = n+1, bytes+m.bytes
	}
	return n <= largeMost && bytes <= largeBytes
}
