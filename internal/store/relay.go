package store

import (
	"context"
	"database/sql"
	"errors"
	"strings"

	"loketaduan/internal/complaint"
	"loketaduan/internal/fault"
	"loketaduan/internal/journal"
)

// Relay takes a run of one device's entries from another PC, which kept them
// while the server lost them. What lies between may be missing (see takeBack). A
// device that the server does not know (any more) becomes known without a
// token: it can present itself later, and its letter is not given away.
func (s *Store) Relay(ctx context.Context, entries []journal.Entry) (Accepted, error) {
	var a Accepted
	if len(entries) == 0 {
		return a, nil
	}
	_, err := s.Update(ctx, func(t *Tx) error {
		if err := t.adopt(entries); err != nil {
			return err
		}
		var err error
		if a, err = t.end(entries[0].Device, true); err != nil {
			return err
		}
		return t.takeBack(&a, entries[0].Device, entries)
	})
	last := &entries[len(entries)-1]
	a.LastSeq, a.LastHash = last.Seq, last.Hash // of the run, which is whole
	return a, err
}

// noToken marks a device that nobody can speak for.
const noToken = "none:"

// adopt makes the device of relayed entries known. Its letter is that of the
// numbers that it gave out.
func (t *Tx) adopt(entries []journal.Entry) error {
	e := &entries[0]
	var office, letter string
	err := t.row("SELECT office, letter FROM device WHERE id = $1", e.Device).Scan(&office, &letter)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		letter = unknownLetter + e.Device
		if err := t.addDevice(Device{ID: e.Device, Office: e.Office, Letter: letter, Name: "PC yang belum melapor lagi", TokenHash: []byte(noToken + e.Device)}); err != nil {
			return err
		}
	case err != nil:
		return broken(err)
	case office != e.Office:
		return fault.New(fault.Forbidden, "exchange.office", "entries", "Kiriman berisi catatan milik kantor atau PC lain. Setiap PC hanya mengirim catatannya sendiri.")
	}
	if !strings.HasPrefix(letter, unknownLetter) {
		return nil
	}
	for i := range entries {
		b, refused := readable(&entries[i])
		if refused != nil || !complaint.Begins(entries[i].Kind) {
			continue
		}
		n, err := complaint.ParseNumber(b.Number)
		if err != nil || n.Office != strings.ReplaceAll(e.Office, ".", "") {
			continue
		}
		var taken int
		if err := t.row("SELECT count(*) FROM device WHERE office = $1 AND letter = $2", e.Office, n.Letter).Scan(&taken); err != nil {
			return broken(err)
		}
		if taken == 0 {
			return t.exec("UPDATE device SET letter = $2 WHERE id = $1", e.Device, n.Letter)
		}
	}
	return nil
}

// unknownLetter begins the place of a letter that is not known; the device's
// id follows, for letters are one of a kind in an office.
const unknownLetter = "?"
