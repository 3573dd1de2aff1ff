package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"time"

	"loketaduan/internal/complaint"
	"loketaduan/internal/journal"
)

// NextNumber draws the next register number of this PC for a year. It is
// final with the commit and never drawn again.
func (t *Tx) NextNumber(year int) (string, error) {
	desk, err := t.Desk()
	if err != nil {
		return "", err
	}
	var seq int64
	err = t.row("INSERT INTO number (letter, year, last) VALUES ($1, $2, 1) ON CONFLICT (letter, year) DO UPDATE SET last = number.last + 1 RETURNING last", desk.Letter, year).Scan(&seq)
	if err != nil {
		return "", broken(err)
	}
	return complaint.RegisterNumber{Office: desk.Office, Letter: desk.Letter, Year: year, Seq: seq}.String(), nil
}

// Draft is what somebody typed and has not saved yet. It stays that account's,
// whoever goes on with it.
type Draft struct {
	ID      string
	Account string
	At      time.Time
	Content []byte
}

// PutDraft keeps a draft. It is on the disk when this returns.
func (s *Store) PutDraft(ctx context.Context, d Draft) error {
	_, err := s.Update(ctx, func(t *Tx) error { return t.PutDraft(d) })
	return err
}

// PutDraft keeps a draft with what else is written.
func (t *Tx) PutDraft(d Draft) error {
	return t.exec("INSERT INTO draft (id, account, at, sealed) VALUES ($1,$2,$3,$4) ON CONFLICT (id) DO UPDATE SET at=excluded.at, sealed=excluded.sealed",
		d.ID, d.Account, t.now.UnixMilli(), t.s.seal("draft:"+d.ID, d.Content))
}

// DropDraft forgets a draft and what it names; unknown ones are no fault.
func (t *Tx) DropDraft(id string) error {
	if err := t.exec("DELETE FROM draft_file WHERE draft = $1", id); err != nil {
		return err
	}
	return t.exec("DELETE FROM draft WHERE id = $1", id)
}

// Drafts of this PC, newest first.
func (s *Store) Drafts(ctx context.Context) ([]Draft, error) {
	rows, err := s.read.QueryContext(ctx, "SELECT id, account, at, sealed FROM draft ORDER BY at DESC")
	if err != nil {
		return nil, broken(err)
	}
	defer rows.Close()
	var out []Draft
	for rows.Next() {
		var d Draft
		var at int64
		var sealed []byte
		if err := rows.Scan(&d.ID, &d.Account, &at, &sealed); err != nil {
			return nil, broken(err)
		}
		d.At = time.UnixMilli(at).UTC()
		if d.Content, err = s.unseal("draft:"+d.ID, sealed); err != nil {
			return nil, broken(err)
		}
		out = append(out, d)
	}
	return out, broken(rows.Err())
}

// Accounts known to this PC.
func (s *Store) Accounts(ctx context.Context) ([]Account, error) {
	rows, err := s.read.QueryContext(ctx, "SELECT id, sealed FROM account ORDER BY id")
	if err != nil {
		return nil, broken(err)
	}
	defer rows.Close()
	var out []Account
	for rows.Next() {
		var id string
		var sealed []byte
		if err := rows.Scan(&id, &sealed); err != nil {
			return nil, broken(err)
		}
		plain, err := s.unseal("account:"+id, sealed)
		if err != nil {
			return nil, broken(err)
		}
		var a Account
		if err := json.Unmarshal(plain, &a); err != nil {
			return nil, broken(err)
		}
		out = append(out, a)
	}
	return out, broken(rows.Err())
}

// Offices of the regency, by name.
func (s *Store) Offices(ctx context.Context) ([]Office, error) {
	rows, err := s.read.QueryContext(ctx, "SELECT code, name, kind FROM office ORDER BY name")
	if err != nil {
		return nil, broken(err)
	}
	defer rows.Close()
	var out []Office
	for rows.Next() {
		var o Office
		if err := rows.Scan(&o.Code, &o.Name, &o.Kind); err != nil {
			return nil, broken(err)
		}
		out = append(out, o)
	}
	return out, broken(rows.Err())
}

// Letterhead of this PC's office.
func (s *Store) Letterhead(ctx context.Context) (complaint.Letterhead, error) {
	desk, err := s.Desk(ctx)
	if err != nil {
		return complaint.Letterhead{}, err
	}
	rows, err := s.read.QueryContext(ctx, selectStream, complaint.StreamLetterhead+desk.Office)
	if err != nil {
		return complaint.Letterhead{}, broken(err)
	}
	entries, err := s.scanStream(rows)
	return complaint.LetterheadOf(desk.OfficeName, entries), err
}

// Templates of this PC's office; they stand beside its letterhead.
func (s *Store) Templates(ctx context.Context) ([]complaint.Template, error) {
	desk, err := s.Desk(ctx)
	if err != nil {
		return nil, err
	}
	rows, err := s.read.QueryContext(ctx, selectStream, complaint.StreamLetterhead+desk.Office)
	if err != nil {
		return nil, broken(err)
	}
	entries, err := s.scanStream(rows)
	return complaint.TemplatesOf(entries), err
}

// ByNumber gives the ids of the complaints that bear a register number: none,
// one, or, of PCs that once shared a past, two.
func (s *Store) ByNumber(ctx context.Context, number string) (ids []string, err error) {
	q := "SELECT id FROM complaint WHERE number = $1 ORDER BY id"
	if s.o.Server {
		q = "SELECT stream FROM register_number WHERE number = $1"
	}
	rows, err := s.read.QueryContext(ctx, q, number)
	if err != nil {
		return nil, broken(err)
	}
	defer rows.Close()
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			return nil, broken(err)
		}
		ids = append(ids, id)
	}
	return ids, broken(rows.Err())
}

// Unsent is what the server has not acknowledged: the truth behind every word
// about sending.
type Unsent struct {
	Count    int
	Oldest   time.Time
	SetAside int
}

// Unsent entries: of this PC, and of others that the server has lost.
func (s *Store) Unsent(ctx context.Context) (Unsent, error) {
	var u Unsent
	var oldest sql.NullInt64
	err := s.read.QueryRowContext(ctx, "SELECT count(*), min(at + offset_ms) FROM entry WHERE rev IS NULL AND row NOT IN (SELECT entry FROM set_aside)").Scan(&u.Count, &oldest)
	if err == nil && oldest.Valid {
		u.Oldest = time.UnixMilli(oldest.Int64).UTC()
	}
	if err == nil {
		err = s.read.QueryRowContext(ctx, "SELECT count(*) FROM set_aside WHERE replaced = ''").Scan(&u.SetAside)
	}
	return u, broken(err)
}

// PendingEntries are the next entries to push, in seq order without a gap,
// with the chain hash before the first.
func (s *Store) PendingEntries(ctx context.Context, most int) (out []journal.Entry, prev journal.Hash, more bool, err error) {
	desk, err := s.Desk(ctx)
	if err != nil {
		return nil, prev, false, err
	}
	rows, err := s.read.QueryContext(ctx, "SELECT "+entryColumns+` FROM entry e WHERE e.device = $1 AND e.rev IS NULL AND e.branch = 0 AND e.row NOT IN (SELECT entry FROM set_aside) ORDER BY e.seq LIMIT $2`, desk.Device, most+1)
	if err != nil {
		return nil, prev, false, broken(err)
	}
	defer rows.Close()
	for rows.Next() {
		e, _, err := s.scanEntry(rows)
		if err != nil {
			return nil, prev, false, err
		}
		// The feed may have told of a later one first: the answer was lost, and an
		// earlier one was set aside, which no feed tells. A push has no gap.
		if len(out) == most || len(out) > 0 && e.Seq != out[len(out)-1].Seq+1 {
			return out, out[0].Prev, true, broken(rows.Close())
		}
		out = append(out, e)
	}
	if len(out) > 0 {
		prev = out[0].Prev
	}
	return out, prev, false, broken(rows.Err())
}

// SetAside is an entry that the server keeps but could not take as it is.
type SetAside struct {
	Seq     int64
	ID      string
	Code    string
	Message string
}

// Cursor is how far this PC has followed its office's feed.
func (s *Store) Cursor(ctx context.Context) (epoch string, pos int64, h journal.Hash, err error) {
	c, err := s.cursor(ctx, s.read, "cursor")
	return c.Epoch, c.Pos, c.Hash, err
}

// Proved is Cursor with the server's signature of it; "" from one that does not
// sign.
func (s *Store) Proved(ctx context.Context) (epoch string, pos int64, h journal.Hash, proof string, err error) {
	c, err := s.cursor(ctx, s.read, "cursor")
	return c.Epoch, c.Pos, c.Hash, c.Proof, err
}

func (s *Store) cursor(ctx context.Context, q querier, key string) (c cursor, err error) {
	var v string
	err = q.QueryRowContext(ctx, "SELECT value FROM meta WHERE key = $1", "p:"+key).Scan(&v)
	if errors.Is(err, sql.ErrNoRows) {
		return c, nil
	}
	if err != nil {
		return c, broken(err)
	}
	return c, broken(json.Unmarshal([]byte(v), &c))
}

// EntryHash of an entry: of this PC's own where another PC has the id too.
func (s *Store) EntryHash(ctx context.Context, id string) (h journal.Hash, ok bool, err error) {
	desk, err := s.Desk(ctx)
	if err != nil && !errors.Is(err, errNoDesk) {
		return h, false, err
	}
	var b []byte
	err = s.read.QueryRowContext(ctx, "SELECT hash FROM entry WHERE id = $1 ORDER BY CASE WHEN device = $2 AND branch = 0 THEN 0 ELSE 1 END, copy LIMIT 1", id, desk.Device).Scan(&b)
	if errors.Is(err, sql.ErrNoRows) {
		return h, false, nil
	}
	copy(h[:], b)
	return h, err == nil, broken(err)
}

// Rebuild makes every projection anew from the journal, in the order in which
// the streams first appeared: rows keep their numbers.
func (s *Store) Rebuild(ctx context.Context) error {
	_, err := s.update(ctx, true, (*Tx).rebuild)
	return err
}

func (t *Tx) rebuild() error {
	if err := t.perform(t.s.d.alone); err != nil {
		return err
	}
	for _, q := range []string{"DELETE FROM complaint", "DELETE FROM account", "DELETE FROM office", "DELETE FROM search", "DELETE FROM word_block", "DELETE FROM file_ref", "DELETE FROM clock_note"} {
		if err := t.exec(q); err != nil {
			return err
		}
	}
	if t.s.o.Server {
		if err := t.rebuildNumbers(); err != nil {
			return err
		}
	}
	rows, err := t.tx.QueryContext(t.ctx, "SELECT stream FROM entry GROUP BY stream ORDER BY min(row)")
	if err != nil {
		return broken(err)
	}
	defer rows.Close()
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			return broken(err)
		}
		t.touch(id)
	}
	return broken(rows.Err())
}
