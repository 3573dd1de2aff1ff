package store

import (
	"context"
	"database/sql"
	"errors"

	"loketaduan/internal/fault"
	"loketaduan/internal/journal"
)

// DeviceByID finds a PC that may still write. Fault NotFound.
func (s *Store) DeviceByID(ctx context.Context, id string) (Device, error) {
	d, err := s.scanDevice(s.read.QueryRowContext(ctx, "SELECT "+deviceColumns+" FROM device WHERE id = $1 AND revoked = FALSE", id).Scan)
	if errors.Is(err, sql.ErrNoRows) {
		return d, fault.New(fault.NotFound, "exchange.device.unknown", "", "PC ini tidak terdaftar di kabupaten. Mintalah kode pendaftaran baru.")
	}
	return d, broken(err)
}

// OwnEntries are entries that this PC wrote, both seqs included, without a gap
// or none at all.
func (s *Store) OwnEntries(ctx context.Context, from, to int64) ([]journal.Entry, error) {
	desk, err := s.Desk(ctx)
	if err != nil {
		return nil, err
	}
	rows, err := s.read.QueryContext(ctx, "SELECT "+entryColumns+" FROM entry e WHERE e.device = $1 AND e.seq BETWEEN $2 AND $3 AND e.branch = 0 ORDER BY e.seq", desk.Device, from, to)
	if err != nil {
		return nil, broken(err)
	}
	defer rows.Close()
	var out []journal.Entry
	for rows.Next() {
		e, _, err := s.scanEntry(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, e)
	}
	if int64(len(out)) != to-from+1 {
		return nil, broken(rows.Err())
	}
	return out, broken(rows.Err())
}
