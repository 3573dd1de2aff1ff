package store

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"time"

	"loketaduan/internal/complaint"
	"loketaduan/internal/fault"
	"loketaduan/internal/journal"
)

// Device is a PC as the server knows it.
type Device struct {
	ID, Office, Letter, Name string
	PublicKey, TokenHash     []byte
	LastSeq                  int64
	LastHash                 journal.Hash
	Revoked                  bool
	Parent                   string    // the device that it was before it found itself cloned or restored
	SeenAt                   time.Time // last contact, to some minutes; zero = never
	Diverged                 int64     // how often its journal was not the register's
	DivergedAt               time.Time
}

// AddDevice stores a device. Fault Conflict when its letter is taken.
func (s *Store) AddDevice(ctx context.Context, d Device) error {
	_, err := s.Update(ctx, func(t *Tx) error { return t.addDevice(d) })
	return err
}

func (t *Tx) addDevice(d Device) error {
	if d.PublicKey == nil {
		d.PublicKey = []byte{}
	}
	return t.exec("INSERT INTO device (id, office, letter, sealed_name, public_key, token_hash, last_seq, last_hash, revoked) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9)",
		d.ID, d.Office, d.Letter, t.s.seal("device:"+d.ID, []byte(d.Name)), d.PublicKey, d.TokenHash, d.LastSeq, d.LastHash[:], d.Revoked)
}

var errUnknownDevice = fault.New(fault.Forbidden, "exchange.device.unknown", "", "PC ini tidak terdaftar di kabupaten. Mintalah kode pendaftaran baru.")

const deviceColumns = "id, office, letter, sealed_name, public_key, token_hash, last_seq, last_hash, revoked, parent, seen_at, diverged, diverged_at"

func (s *Store) scanDevice(scan func(...any) error) (Device, error) {
	var d Device
	var name, hash []byte
	var seen, parted int64
	if err := scan(&d.ID, &d.Office, &d.Letter, &name, &d.PublicKey, &d.TokenHash, &d.LastSeq, &hash, &d.Revoked, &d.Parent, &seen, &d.Diverged, &parted); err != nil {
		return d, err
	}
	if seen > 0 {
		d.SeenAt = time.UnixMilli(seen).UTC()
	}
	if parted > 0 {
		d.DivergedAt = time.UnixMilli(parted).UTC()
	}
	copy(d.LastHash[:], hash)
	plain, err := s.unseal("device:"+d.ID, name)
	d.Name = string(plain)
	return d, err
}

// Devices in the order of office and letter.
func (s *Store) Devices(ctx context.Context) ([]Device, error) {
	rows, err := s.read.QueryContext(ctx, "SELECT "+deviceColumns+" FROM device ORDER BY office, letter")
	if err != nil {
		return nil, broken(err)
	}
	defer rows.Close()
	var out []Device
	for rows.Next() {
		d, err := s.scanDevice(rows.Scan)
		if err != nil {
			return nil, broken(err)
		}
		out = append(out, d)
	}
	return out, broken(rows.Err())
}

// DeviceByToken finds the device that a token belongs to. Fault NotFound.
func (s *Store) DeviceByToken(ctx context.Context, tokenHash []byte) (Device, error) {
	d, err := s.scanDevice(s.read.QueryRowContext(ctx, "SELECT "+deviceColumns+" FROM device WHERE token_hash = $1 AND revoked = FALSE", tokenHash).Scan)
	if errors.Is(err, sql.ErrNoRows) {
		return d, fault.New(fault.NotFound, errUnknownDevice.Code, "", errUnknownDevice.Message)
	}
	return d, broken(err)
}

// FreeLetter is the wish when no PC of the office has it, else the next free.
func (s *Store) FreeLetter(ctx context.Context, office, wish string) (string, error) {
	return freeLetter(ctx, s.read, office, wish)
}

func freeLetter(ctx context.Context, q querier, office, wish string) (string, error) {
	rows, err := q.QueryContext(ctx, "SELECT letter FROM device WHERE office = $1", office)
	if err != nil {
		return "", broken(err)
	}
	defer rows.Close()
	taken := map[string]bool{}
	for rows.Next() {
		var l string
		if err := rows.Scan(&l); err != nil {
			return "", broken(err)
		}
		taken[l] = true
	}
	if err := rows.Err(); err != nil {
		return "", broken(err)
	}
	rows.Close()
	free := func(l string) (bool, error) {
		if taken[l] {
			return false, nil
		}
		used, err := letterUsed(ctx, q, office, l)
		return !used, err
	}
	if complaint.ValidLetter(wish) && !complaint.ProvisionalLetter(wish) {
		if ok, err := free(wish); ok || err != nil {
			return wish, err
		}
	}
	for first := -1; first < 26; first++ {
		for last := 0; last < 26; last++ {
			l := string(rune('A' + last))
			if first >= 0 {
				l = string(rune('A'+first)) + l
			}
			if ok, err := free(l); ok || err != nil {
				return l, err
			}
		}
	}
	return "", fault.New(fault.Conflict, "exchange.letter.none", "letter", "Semua huruf PC kantor ini sudah terpakai. Hubungi admin kabupaten.")
}

// PutEnrolment keeps a one-time code, as its hash.
func (s *Store) PutEnrolment(ctx context.Context, secretHash []byte, office string, expires time.Time) error {
	_, err := s.Update(ctx, func(t *Tx) error {
		return t.exec("INSERT INTO enrolment (secret_hash, office, expires) VALUES ($1,$2,$3)", secretHash, office, expires.UnixMilli())
	})
	return err
}

// TakeEnrolment uses a code up and stores the device with its office and a
// free letter. Fault NotFound when the code is unknown, used or expired.
func (s *Store) TakeEnrolment(ctx context.Context, secretHash []byte, d Device) (Device, error) {
	wish := d.Letter
	_, err := s.Update(ctx, func(t *Tx) error {
		var expires int64
		err := t.row("DELETE FROM enrolment WHERE secret_hash = $1 RETURNING office, expires", secretHash).Scan(&d.Office, &expires)
		if errors.Is(err, sql.ErrNoRows) || err == nil && time.UnixMilli(expires).Before(t.now) {
			return fault.New(fault.NotFound, "exchange.enrol.code", "code", "Kode pendaftaran ini sudah terpakai, kedaluwarsa, atau salah. Mintalah kode baru ke kabupaten.")
		}
		if err != nil {
			return broken(err)
		}
		if d.Letter, err = freeLetter(t.ctx, t.tx, d.Office, wish); err != nil {
			return err
		}
		return t.addDevice(d)
	})
	return d, err
}

// Readmit makes a device known that presented itself again after the register
// was set back. Its letter is another one when the old one is another PC's by
// now. Fault Forbidden when it was revoked.
func (s *Store) Readmit(ctx context.Context, d Device) (Device, error) {
	_, err := s.Update(ctx, func(t *Tx) error {
		var letter string
		var token []byte
		var revoked bool
		err := t.row("SELECT letter, token_hash, revoked FROM device WHERE id = $1", d.ID).Scan(&letter, &token, &revoked)
		known := err == nil
		switch {
		case err != nil && !errors.Is(err, sql.ErrNoRows):
			return broken(err)
		case known && (revoked || !bytes.HasPrefix(token, []byte(noToken)) && !bytes.Equal(token, d.TokenHash)):
			return errUnknownDevice
		}
		var other int
		if err := t.row("SELECT count(*) FROM device WHERE office = $1 AND letter = $2 AND id <> $3", d.Office, d.Letter, d.ID).Scan(&other); err != nil {
			return broken(err)
		}
		if other > 0 {
			if d.Letter, err = freeLetter(t.ctx, t.tx, d.Office, ""); err != nil {
				return err
			}
		}
		if !known {
			return t.addDevice(d)
		}
		return t.exec("UPDATE device SET letter = $2, sealed_name = $3, public_key = $4, token_hash = $5 WHERE id = $1", d.ID, d.Letter, t.s.seal("device:"+d.ID, []byte(d.Name)), d.PublicKey, d.TokenHash)
	})
	return d, err
}

// Rejoin makes a PC whose past another PC shares a device of its own; the same
// again gives the same. Fault Conflict when the name is another's.
func (s *Store) Rejoin(ctx context.Context, past string, d Device) (Device, error) {
	_, err := s.Update(ctx, func(t *Tx) error {
		had, err := s.scanDevice(t.row("SELECT "+deviceColumns+" FROM device WHERE id = $1", d.ID).Scan)
		switch {
		case err == nil && !bytes.Equal(had.TokenHash, d.TokenHash):
			return fault.New(fault.Conflict, "exchange.device.taken", "device", "Nama PC ini sudah dipakai PC lain. Ulangi sekali lagi.")
		case err == nil:
			d = had
			return nil
		case !errors.Is(err, sql.ErrNoRows):
			return broken(err)
		}
		if d.Letter, err = freeLetter(t.ctx, t.tx, d.Office, ""); err != nil {
			return err
		}
		if err := t.addDevice(d); err != nil {
			return err
		}
		return t.exec("UPDATE device SET parent = $2 WHERE id = $1", d.ID, past)
	})
	return d, err
}

// NoteDiverged counts that a device's journal was not the register's.
func (s *Store) NoteDiverged(ctx context.Context, device string) error {
	_, err := s.Update(ctx, func(t *Tx) error {
		return t.exec("UPDATE device SET diverged = diverged + 1, diverged_at = $2 WHERE id = $1", device, t.now.UnixMilli())
	})
	return err
}

// RevokeDevice keeps a PC out from now on; what it sent stays. Fault NotFound.
func (s *Store) RevokeDevice(ctx context.Context, id string) error {
	_, err := s.Update(ctx, func(t *Tx) error {
		var one string
		err := t.row("UPDATE device SET revoked = $2 WHERE id = $1 RETURNING id", id, true).Scan(&one)
		if errors.Is(err, sql.ErrNoRows) {
			return fault.New(fault.NotFound, "device.unknown", "device", "PC ini tidak terdaftar. Lihat daftarnya dengan perintah device list.")
		}
		return broken(err)
	})
	return err
}

// SawDevices notes when devices were in contact.
func (s *Store) SawDevices(ctx context.Context, seen map[string]time.Time) error {
	_, err := s.Update(ctx, func(t *Tx) error {
		for _, id := range sortedKeys(seen) {
			if err := t.exec("UPDATE device SET seen_at = $2 WHERE id = $1", id, seen[id].UnixMilli()); err != nil {
				return err
			}
		}
		return nil
	})
	return err
}
