package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"maps"
	"time"

	"loketaduan/internal/complaint"
	"loketaduan/internal/fault"
	"loketaduan/internal/journal"
)

// Waiting is a stream with entries that the server has not acknowledged.
type Waiting struct {
	Stream  string
	Number  string // register number; "" for what is no complaint
	Entries int
	Bytes   int64 // of their bodies
	Oldest  time.Time
	Own     bool  // written here; else lost by the server, and given back
	LastSeq int64 // newest of them in its chain
}

// Waiting lists what the server has not acknowledged, oldest first, at most
// most streams. Nothing waits exactly when there are none.
func (s *Store) Waiting(ctx context.Context, most int) ([]Waiting, error) {
	desk, err := s.Desk(ctx)
	if err != nil {
		return nil, err
	}
	rows, err := s.read.QueryContext(ctx, `SELECT e.stream, coalesce(c.number, ''), count(*), sum(length(e.body)), min(`+trueTime+`), min(CASE WHEN e.device = $1 THEN 1 ELSE 0 END), max(e.seq)
FROM entry e LEFT JOIN complaint c ON c.id = e.stream`+notedJoin+`
WHERE e.rev IS NULL AND e.row NOT IN (SELECT entry FROM set_aside) GROUP BY e.stream, c.number ORDER BY 5, 1 LIMIT $2`, desk.Device, most)
	if err != nil {
		return nil, broken(err)
	}
	defer rows.Close()
	out := []Waiting{}
	for rows.Next() {
		var w Waiting
		var at int64
		if err := rows.Scan(&w.Stream, &w.Number, &w.Entries, &w.Bytes, &at, &w.Own, &w.LastSeq); err != nil {
			return nil, broken(err)
		}
		w.Oldest = time.UnixMilli(at).UTC()
		out = append(out, w)
	}
	return out, broken(rows.Err())
}

// UnsentBytes is the size of all bodies that wait.
func (s *Store) UnsentBytes(ctx context.Context) (n int64, err error) {
	err = s.read.QueryRowContext(ctx, "SELECT coalesce(sum(length(body)), 0) FROM entry WHERE rev IS NULL AND row NOT IN (SELECT entry FROM set_aside)").Scan(&n)
	return n, broken(err)
}

// Aside is an entry that the server keeps but could not take as it is.
type Aside struct {
	Row     int64
	Entry   journal.Entry
	Number  string
	Code    string
	Message string
}

// Asides that nobody has sent again yet, oldest first.
func (s *Store) Asides(ctx context.Context) ([]Aside, error) {
	rows, err := s.read.QueryContext(ctx, "SELECT "+entryColumns+", s.code, s.message, coalesce(c.number, '') FROM set_aside s JOIN entry e ON e.row = s.entry LEFT JOIN complaint c ON c.id = e.stream WHERE s.replaced = '' ORDER BY e.device, e.seq")
	if err != nil {
		return nil, broken(err)
	}
	defer rows.Close()
	out := []Aside{}
	for rows.Next() {
		var a Aside
		if a.Entry, a.Row, err = s.scanEntry(rows, &a.Code, &a.Message, &a.Number); err != nil {
			return nil, err
		}
		out = append(out, a)
	}
	return out, broken(rows.Err())
}

var errNotAside = fault.New(fault.NotFound, "exchange.aside.none", "", "Catatan ini tidak (lagi) disisihkan. Muat ulang daftarnya.")

// SendAgain says anew what was set aside, as a new entry of this PC, with text
// in place of what was written unless it is "". The old one stays in its chain
// and counts as replaced. Of a complaint whose id another PC's complaint has,
// everything that was set aside goes along under a new id; its number stays.
// It gives the stream that the new entry is in.
func (t *Tx) SendAgain(row int64, text string) (string, error) {
	first, code, err := t.asideAt(row)
	if err != nil {
		return "", err
	}
	stream, all := first.Stream, []int64{row}
	anew := map[string]string{} // ids of the complaint's entries that were said anew
	if code == errStreamTaken.Code || code == errTaken.Code && first.ID == first.Stream {
		if all, err = t.strayed(&first, anew); err != nil {
			return "", err
		}
		if stream = anew[first.Stream]; stream == "" {
			stream = newID()
		}
	}
	for _, r := range all {
		e, _, err := t.asideAt(r)
		if err != nil {
			return "", err
		}
		d := journal.Draft{ID: newID(), Kind: e.Kind, Version: e.Version, Base: baseAnew(e.Base, anew), Body: e.Body}
		if e.ID == e.Stream && stream != e.Stream {
			d.ID = stream
		}
		anew[e.ID] = d.ID
		if r == row && text != "" {
			if d.Body, err = withText(e.Body, text); err != nil {
				return "", err
			}
		}
		if err := t.Append(stream, e.Author, []journal.Draft{d}); err != nil {
			return "", err
		}
		if err := t.exec("UPDATE set_aside SET replaced = $2 WHERE entry = $1", r, d.ID); err != nil {
			return "", err
		}
		if err := t.exec("UPDATE entry SET copy = (SELECT max(x.copy) + 1 FROM entry x WHERE x.id = $2) WHERE row = $1", r, e.ID); err != nil {
			return "", err
		}
		t.touch(e.Stream)
	}
	return stream, nil
}

// strayed are the rows of a complaint that were set aside because another PC's
// has its id, oldest first. Those that were said anew before are put into anew.
func (t *Tx) strayed(of *journal.Entry, anew map[string]string) (rows []int64, err error) {
	err = t.run("SELECT s.entry, e.id, s.replaced FROM set_aside s JOIN entry e ON e.row = s.entry WHERE e.stream = $1 AND e.device = $2 AND s.code IN ('exchange.id.taken', 'exchange.stream.taken') ORDER BY e.seq", []any{of.Stream, of.Device}, func(r *sql.Rows) error {
		var row int64
		var id, replaced string
		err := r.Scan(&row, &id, &replaced)
		if replaced == "" {
			rows = append(rows, row)
		} else {
			anew[id] = replaced
		}
		return err
	})
	return rows, err
}

// baseAnew is what an author had seen, under the ids that it has now.
func baseAnew(base, anew map[string]string) map[string]string {
	out := maps.Clone(base)
	for field, id := range out {
		if now := anew[id]; now != "" {
			out[field] = now
		}
	}
	return out
}

func (t *Tx) asideAt(row int64) (e journal.Entry, code string, err error) {
	err = errNotAside
	again := t.run("SELECT "+entryColumns+", s.code FROM set_aside s JOIN entry e ON e.row = s.entry WHERE s.entry = $1 AND s.replaced = ''", []any{row}, func(rows *sql.Rows) error {
		e, _, err = t.s.scanEntry(rows, &code)
		return err
	})
	return e, code, errors.Join(again, err)
}

// withText puts a corrected text into a body; a body that cannot be read is
// made anew.
func withText(body []byte, text string) ([]byte, error) {
	var b complaint.Body
	if json.Unmarshal(body, &b) != nil {
		b = complaint.Body{}
	}
	b.Text = text
	return json.Marshal(b)
}
