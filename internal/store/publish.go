package store

import (
	"context"
	"errors"

	"loketaduan/internal/calendar"
	"loketaduan/internal/complaint"
	"loketaduan/internal/fault"
	"loketaduan/internal/journal"
)

// Publish puts a signed package into the journal of the server: every office
// gets it. Faults of ReadPackage and Supersedes, and of a key not trusted.
func (s *Store) Publish(ctx context.Context, file []byte) (*calendar.Package, error) {
	p, err := s.CheckPackage(ctx, file)
	if err != nil {
		return nil, err
	}
	_, err = s.Update(ctx, func(t *Tx) error {
		if err := t.perform(s.d.alone); err != nil {
			return err
		}
		now, err := s.readBook(ctx, t.tx) // another process may have published meanwhile
		if err != nil {
			return err
		}
		if err := calendar.Supersedes(p.Decrees, now.Decrees()); err != nil {
			return err
		}
		d, err := complaint.PublishCalendar(newID(), p, file, s.itself())
		if err != nil {
			return err
		}
		return t.appendOwn(complaint.StreamCalendar, d)
	})
	return p, err
}

var errUnknownKey = fault.New(fault.Forbidden, "calendar.package.key", "fingerprint", "Kalender ini ditandatangani dengan kunci yang belum dikenal di sini. Tanyakan sidik jari kunci ke Kominfo kabupaten lewat telepon, lalu ketik di sini.")

// CheckPackage tells whether a package could be taken now.
func (s *Store) CheckPackage(ctx context.Context, file []byte) (*calendar.Package, error) {
	p, err := calendar.ReadPackage(file)
	if err != nil {
		return nil, err
	}
	keys, err := s.CalendarKeys(ctx)
	if err != nil {
		return nil, err
	}
	err = calendar.Supersedes(p.Decrees, s.Rulebook().Decrees())
	for _, k := range keys {
		if p.SignedBy(k) {
			return p, err
		}
	}
	return p, errors.Join(errUnknownKey, err)
}

// appendOwn writes an entry of the server itself and puts it into the feeds.
func (t *Tx) appendOwn(stream string, d journal.Draft) error {
	if err := t.perform(t.s.d.join); err != nil { // as accept does, before the device
		return err
	}
	device, err := t.ownDevice()
	if err != nil {
		return err
	}
	e := journal.Entry{ID: d.ID, Stream: stream, Office: serverOffice, Device: device, At: t.now, Author: serverOffice, Kind: d.Kind, Version: d.Version, Base: d.Base, Body: d.Body}
	var last []byte
	if err := t.row("SELECT last_seq + 1, last_hash FROM device WHERE id = $1"+t.s.d.locked, device).Scan(&e.Seq, &last); err != nil {
		return broken(err)
	}
	copy(e.Prev[:], last)
	if f := e.Check(); f != nil {
		return f
	}
	e.Hash = e.Sum()
	a, err := t.accept(device, []journal.Entry{e})
	if err == nil && len(a.SetAside) > 0 {
		err = fault.New(fault.Invalid, a.SetAside[0].Code, "", a.SetAside[0].Message)
	}
	return err
}
