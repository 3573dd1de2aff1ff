package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"loketaduan/internal/complaint"
	"loketaduan/internal/fault"
	"loketaduan/internal/journal"
)

// Complaint folds a complaint as it stands in the transaction. Fault NotFound.
func (t *Tx) Complaint(id string) (*complaint.Complaint, error) {
	entries, err := t.stream(id)
	if err != nil {
		return nil, err
	}
	return foldComplaint(id, entries)
}

// Complaint folds a complaint as committed. Fault NotFound.
func (s *Store) Complaint(ctx context.Context, id string) (*complaint.Complaint, error) {
	rows, err := s.read.QueryContext(ctx, selectStream, id)
	if err != nil {
		return nil, broken(err)
	}
	entries, err := s.scanStream(rows)
	if err != nil {
		return nil, err
	}
	return foldComplaint(id, entries)
}

func foldComplaint(id string, entries []journal.Entry) (*complaint.Complaint, error) {
	c := complaint.Fold(id, entries)
	if c.Number == "" {
		return nil, fault.New(fault.NotFound, "complaint.not_found", "", "Aduan ini tidak ada di PC ini.")
	}
	return c, nil
}

const entryColumns = "e.row, e.id, e.stream, e.office, e.device, e.seq, e.at, e.offset_ms, e.author, e.kind, e.version, e.base, e.body, e.prev, e.hash, coalesce(e.rev, 0), e.branch"

// scanEntry reads a row of entryColumns and whatever stands behind them.
func (s *Store) scanEntry(rows *sql.Rows, more ...any) (journal.Entry, int64, error) {
	var e journal.Entry
	var row, at, branch int64
	var base string
	var body, prev, hash []byte
	dest := append([]any{&row, &e.ID, &e.Stream, &e.Office, &e.Device, &e.Seq, &at, &e.OffsetMs, &e.Author, &e.Kind, &e.Version, &base, &body, &prev, &hash, &e.Rev, &branch}, more...)
	if err := rows.Scan(dest...); err != nil {
		return e, 0, broken(err)
	}
	e.At, e.Beside = time.UnixMilli(at).UTC(), branch > 0
	if base != "{}" {
		if err := json.Unmarshal([]byte(base), &e.Base); err != nil {
			return e, 0, broken(err)
		}
	}
	copy(e.Prev[:], prev)
	copy(e.Hash[:], hash)
	if body != nil {
		var err error
		if e.Body, err = s.unseal("entry:"+e.ID, body); err != nil {
			return e, 0, broken(fmt.Errorf("entry %s: %w", e.ID, err))
		}
	}
	return e, row, nil
}

const selectStream = "SELECT " + entryColumns + notedColumns + " FROM entry e" + notedJoin + " WHERE e.stream = $1 AND e.copy = 0"

// stream reads the entries of a stream in fold order.
func (t *Tx) stream(id string) ([]journal.Entry, error) {
	rows, err := t.query(selectStream, id)
	if err != nil {
		return nil, broken(err)
	}
	return t.s.scanStream(rows)
}

func (s *Store) scanStream(rows *sql.Rows) ([]journal.Entry, error) {
	defer rows.Close()
	var out []journal.Entry
	for rows.Next() {
		var noted clockNoted
		e, _, err := s.scanEntry(rows, &noted.offset, &noted.unsure)
		if err != nil {
			return nil, err
		}
		e.Clock = noted.clock()
		out = append(out, e)
	}
	journal.SortFold(out)
	return out, broken(rows.Err())
}
