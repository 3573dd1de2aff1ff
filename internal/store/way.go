package store

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
)

// Way is how far what is known of a complaint has come to the server.
type Way struct {
	Unsent  int       // not acknowledged, and not set aside
	LastSeq int64     // newest of them in this PC's chain; 0 = none is its own
	Aside   int       // set aside and not sent again yet
	Taken   time.Time // when this PC heard that the newest it wrote was taken; zero = it wrote none
}

// ways of some streams, in one question for a page of the list.
func (s *Store) ways(ctx context.Context, q querier, own string, streams []string) (map[string]Way, error) {
	out := make(map[string]Way, len(streams))
	if len(streams) == 0 {
		return out, nil
	}
	args, marks := []any{own}, make([]string, len(streams))
	for i, id := range streams {
		args, marks[i] = append(args, id), fmt.Sprintf("$%d", i+2)
	}
	rows, err := q.QueryContext(ctx, `SELECT e.stream,
  sum(CASE WHEN e.rev IS NULL AND s.entry IS NULL THEN 1 ELSE 0 END),
  max(CASE WHEN e.rev IS NULL AND s.entry IS NULL AND e.device = $1 THEN e.seq ELSE 0 END),
  sum(CASE WHEN s.replaced = '' THEN 1 ELSE 0 END),
  max(CASE WHEN e.rev IS NOT NULL AND e.device = $1 THEN coalesce(e.taken_at, 0) ELSE 0 END)
FROM entry e LEFT JOIN set_aside s ON s.entry = e.row WHERE e.stream IN (`+strings.Join(marks, ",")+") GROUP BY e.stream", args...)
	if err != nil {
		return nil, broken(err)
	}
	defer rows.Close()
	for rows.Next() {
		var id string
		var w Way
		var taken int64
		if err := rows.Scan(&id, &w.Unsent, &w.LastSeq, &w.Aside, &taken); err != nil {
			return nil, broken(err)
		}
		w.Taken = instant(taken)
		out[id] = w
	}
	return out, broken(rows.Err())
}

// addWays tells of each row of a page how far it has come.
func (s *Store) addWays(ctx context.Context, q querier, rows []Row) error {
	own, err := s.deskIn(ctx, q)
	if err != nil && !errors.Is(err, errNoDesk) {
		return err
	}
	ids := make([]string, len(rows))
	for i := range rows {
		ids[i] = rows[i].ID
	}
	ways, err := s.ways(ctx, q, own.Device, ids)
	for i := range rows {
		rows[i].Way = ways[rows[i].ID]
	}
	return err
}

func instant(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}

// EntryWay is how far one entry has come.
type EntryWay struct {
	Own     bool // written by this PC
	Seq     int64
	Taken   time.Time // when this PC heard that it was taken
	Aside   int64     // row of what was set aside and not sent again; 0 = it was not
	Message string    // why it was
}

// Ways of a complaint as a whole and of each of its entries.
func (s *Store) Ways(ctx context.Context, stream string) (Way, map[string]EntryWay, error) {
	tx, err := s.read.moment(ctx)
	if err != nil {
		return Way{}, nil, err
	}
	defer tx.Rollback()
	own, err := s.deskIn(ctx, tx)
	if err != nil {
		return Way{}, nil, err
	}
	all, err := s.ways(ctx, tx, own.Device, []string{stream})
	if err != nil {
		return Way{}, nil, err
	}
	rows, err := tx.QueryContext(ctx, `SELECT e.id, e.device, e.seq, coalesce(e.taken_at, 0), CASE WHEN s.replaced = '' THEN s.entry ELSE 0 END, coalesce(s.message, '')
FROM entry e LEFT JOIN set_aside s ON s.entry = e.row WHERE e.stream = $1 AND e.copy = 0`, stream)
	if err != nil {
		return Way{}, nil, broken(err)
	}
	defer rows.Close()
	out := map[string]EntryWay{}
	for rows.Next() {
		var id, device string
		var w EntryWay
		var taken int64
		if err := rows.Scan(&id, &device, &w.Seq, &taken, &w.Aside, &w.Message); err != nil {
			return Way{}, nil, broken(err)
		}
		w.Own, w.Taken = device == own.Device, instant(taken)
		out[id] = w
	}
	return all[stream], out, broken(rows.Err())
}
