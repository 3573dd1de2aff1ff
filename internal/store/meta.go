package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	"loketaduan/internal/fault"
	"loketaduan/internal/vault"
)

// Epoch is the identity of this database's history, made when it was created;
// it never changes.
func (s *Store) Epoch(ctx context.Context) (string, error) {
	if v := s.epoch.Load(); v != nil {
		return *v, nil
	}
	var v string
	err := s.read.QueryRowContext(ctx, "SELECT value FROM meta WHERE key = 'epoch'").Scan(&v)
	if err == nil {
		s.epoch.Store(&v)
	}
	return v, broken(err)
}

// Meta reads a sealed setting; "" when absent.
func (s *Store) Meta(ctx context.Context, key string) (string, error) {
	return s.meta(ctx, s.read, key)
}

type querier interface {
	QueryRowContext(context.Context, string, ...any) *sql.Row
	QueryContext(context.Context, string, ...any) (*sql.Rows, error)
}

func (s *Store) meta(ctx context.Context, q querier, key string) (string, error) {
	var v []byte
	err := q.QueryRowContext(ctx, "SELECT value FROM meta WHERE key = $1", "s:"+key).Scan(&v)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	if err != nil {
		return "", broken(err)
	}
	plain, err := s.unseal("meta:"+key, v)
	return string(plain), broken(err)
}

// SetMeta writes a sealed setting.
func (s *Store) SetMeta(ctx context.Context, key, value string) error {
	_, err := s.Update(ctx, func(t *Tx) error { return t.SetMeta(key, value) })
	return err
}

// SetMeta writes a sealed setting within the transaction.
func (t *Tx) SetMeta(key, value string) error {
	return t.exec("INSERT INTO meta (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
		"s:"+key, t.s.seal("meta:"+key, []byte(value)))
}

// KeepMeta writes a sealed setting that never changes, unless there is one
// already, and gives what is there: programs that start at the same time must
// agree on it.
func (s *Store) KeepMeta(ctx context.Context, key, value string) (string, error) {
	if !s.Unlocked() {
		return "", errLocked
	}
	if _, err := s.settle(ctx, key, s.seal("meta:"+key, []byte(value))); err != nil {
		return "", err
	}
	return s.Meta(ctx, key)
}

// settle writes a sealed setting that is not there yet and gives what is there.
func (s *Store) settle(ctx context.Context, key string, sealed []byte) (kept []byte, err error) {
	if _, err := s.write.ExecContext(ctx, "INSERT INTO meta (key, value) VALUES ($1, $2) ON CONFLICT (key) DO NOTHING", "s:"+key, sealed); err != nil {
		return nil, broken(err)
	}
	err = s.write.QueryRowContext(ctx, "SELECT value FROM meta WHERE key = $1", "s:"+key).Scan(&kept)
	return kept, broken(err)
}

// Sealed tells whether the data are sealed with somebody's keys already. It
// needs none.
func (s *Store) Sealed(ctx context.Context) (bool, error) {
	var n int
	err := s.read.QueryRowContext(ctx, "SELECT count(*) FROM meta WHERE key = $1", "s:"+keyCheck).Scan(&n)
	return n > 0, broken(err)
}

// Plain reads a setting that must be readable before sign-in; it may hold
// nothing personal.
func (s *Store) Plain(ctx context.Context, key string) (string, error) {
	return s.plain(ctx, s.read, key)
}

func (s *Store) plain(ctx context.Context, q querier, key string) (string, error) {
	var v string
	err := q.QueryRowContext(ctx, "SELECT value FROM meta WHERE key = $1", "p:"+key).Scan(&v)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return v, broken(err)
}

// SetPlain writes such a setting.
func (t *Tx) SetPlain(key, value string) error {
	if key == clockOffset {
		t.wrong = nil // is another one now
	}
	return t.exec("INSERT INTO meta (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value", "p:"+key, []byte(value))
}

// KeySlot is the data key wrapped for somebody; Mark says for whom without
// saying the name.
type KeySlot struct {
	Mark    string
	Account string
	Slot    vault.Slot
}

// KeySlots of this PC. They can be read without keys.
func (s *Store) KeySlots(ctx context.Context) ([]KeySlot, error) {
	rows, err := s.read.QueryContext(ctx, "SELECT mark, account, slot FROM keyslot ORDER BY mark")
	if err != nil {
		return nil, broken(err)
	}
	defer rows.Close()
	var out []KeySlot
	for rows.Next() {
		var k KeySlot
		var slot string
		if err := rows.Scan(&k.Mark, &k.Account, &slot); err != nil {
			return nil, broken(err)
		}
		if err := json.Unmarshal([]byte(slot), &k.Slot); err != nil {
			return nil, broken(err)
		}
		out = append(out, k)
	}
	return out, broken(rows.Err())
}

// PutKeySlot adds or replaces a slot.
func (t *Tx) PutKeySlot(k KeySlot) error {
	slot, err := json.Marshal(k.Slot)
	if err != nil {
		return err
	}
	return t.exec("INSERT INTO keyslot (mark, account, slot) VALUES ($1, $2, $3) ON CONFLICT (mark) DO UPDATE SET account = excluded.account, slot = excluded.slot", k.Mark, k.Account, string(slot))
}

// Desk is who this PC is.
type Desk struct {
	Device     string
	Office     string
	OfficeName string
	Letter     string
}

var errNoDesk = fault.New(fault.NotFound, "store.desk.none", "", "PC ini belum disiapkan.")

// Desk is who this PC is; fault NotFound before the first run.
func (s *Store) Desk(ctx context.Context) (Desk, error) {
	if d := s.who.Load(); d != nil {
		return *d, nil
	}
	d, err := s.deskIn(ctx, s.read)
	if err == nil {
		s.who.CompareAndSwap(nil, &d) // unless another one was committed meanwhile
	}
	return d, err
}

// deskIn is who this PC is, as the reader given sees it. Within a moment it must
// be that of the moment: whoever holds one connection and waits for a second one
// waits for ever when all do so.
func (s *Store) deskIn(ctx context.Context, q querier) (d Desk, err error) {
	if d := s.who.Load(); d != nil {
		return *d, nil
	}
	v, err := s.plain(ctx, q, "desk")
	switch {
	case err != nil:
		return d, err
	case v == "":
		return d, errNoDesk
	}
	return d, broken(json.Unmarshal([]byte(v), &d))
}

// SetDesk says who this PC is.
func (s *Store) SetDesk(ctx context.Context, d Desk) error {
	_, err := s.Update(ctx, func(t *Tx) error { return t.SetDesk(d) })
	return err
}

// SetDesk within the transaction. Entries written from now on are of d.Device.
func (t *Tx) SetDesk(d Desk) error {
	v, err := json.Marshal(d)
	if err != nil {
		return err
	}
	t.desk, t.home = &d, d.Office
	t.s.chain = chainHead{}
	return t.SetPlain("desk", string(v))
}
