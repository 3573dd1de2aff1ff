package store

import (
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

const deviceColumns = "id, office, letter, sealed_name, public_key, token_hash, last_seq, last_hash, revoked"

func (s *Store) scanDevice(scan func(...any) error) (Device, error) {
	var d Device
	var name, hash []byte
	if err := scan(&d.ID, &d.Office, &d.Letter, &name, &d.PublicKey, &d.TokenHash, &d.LastSeq, &hash, &d.Revoked); err != nil {
		return d, err
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
	d, err := s.scanDevice(s.read.QueryRowContext(ctx, "SELECT "+deviceColumns+" FROM device WHERE token_hash = $1 AND revoked = 0", tokenHash).Scan)
	if errors.Is(err, sql.ErrNoRows) {
		return d, fault.New(fault.NotFound, "exchange.device.unknown", "", "PC ini tidak terdaftar di kabupaten. Mintalah kode pendaftaran baru.")
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
	_, err := s.Update(ctx, func(t *Tx) error {
		var expires int64
		err := t.row("DELETE FROM enrolment WHERE secret_hash = $1 RETURNING office, expires", secretHash).Scan(&d.Office, &expires)
		if errors.Is(err, sql.ErrNoRows) || err == nil && time.UnixMilli(expires).Before(t.now) {
			return fault.New(fault.NotFound, "exchange.enrol.code", "code", "Kode pendaftaran ini sudah terpakai, kedaluwarsa, atau salah. Mintalah kode baru ke kabupaten.")
		}
		if err != nil {
			return broken(err)
		}
		if d.Letter, err = freeLetter(t.ctx, t.tx, d.Office, d.Letter); err != nil {
			return err
		}
		return t.addDevice(d)
	})
	return d, err
}
