package store

import (
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"loketaduan/internal/journal"
)

// HasEntry tells whether the entry is there already: a repeat of a save.
func (t *Tx) HasEntry(id string) (bool, error) {
	var n int
	err := t.row("SELECT count(*) FROM entry WHERE id = $1", id).Scan(&n)
	return n > 0, broken(err)
}

// Append writes the drafts as the next entries of this PC. Drafts whose id is
// there already are passed over.
func (t *Tx) Append(stream, author string, drafts []journal.Draft) error {
	desk, err := t.Desk()
	if err != nil {
		return err
	}
	if err := t.openChain(desk.Device); err != nil {
		return err
	}
	if t.offset == nil {
		if _, err := t.trueNow(); err != nil {
			return err
		}
		t.SetClockOffset(t.wrong.Milliseconds())
	}
	for _, d := range drafts {
		e := journal.Entry{ID: d.ID, Stream: stream, Office: desk.Office, Device: desk.Device, Seq: t.chain.seq + 1, At: t.now,
			OffsetMs: *t.offset, Author: author, Kind: d.Kind, Version: d.Version, Base: d.Base, Body: d.Body, Prev: t.chain.hash}
		if f := e.Check(); f != nil {
			return f
		}
		e.Hash = e.Sum()
		if stored, err := t.insertNew(&e); err != nil || !stored {
			if err != nil {
				return err
			}
			continue // a repeat of the same save
		}
		t.chain.seq, t.chain.hash, t.chain.moved = e.Seq, e.Hash, true
		t.written = append(t.written, e.ID)
	}
	t.touch(stream)
	return nil
}

// openChain finds the end of the device's chain, unless it is known.
func (t *Tx) openChain(device string) error {
	if t.chain.device == device {
		return nil
	}
	if err := t.anchor(); err != nil {
		return err
	}
	t.chain = chainHead{device: device}
	var hash []byte
	err := t.row("SELECT seq, hash FROM entry WHERE device = $1 AND branch = 0 ORDER BY seq DESC LIMIT 1", device).Scan(&t.chain.seq, &hash)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return broken(err)
	}
	copy(t.chain.hash[:], hash)
	return nil
}

// anchor keeps, sealed, where the chain of this PC ends: the journal alone
// would not miss its last entries.
func (t *Tx) anchor() error {
	if !t.chain.moved {
		return nil
	}
	t.chain.moved = false
	return t.SetMeta(anchorKey+t.chain.device, fmt.Sprintf("%d %s", t.chain.seq, t.chain.hash))
}

const anchorKey = "head:"

// SetClockOffset is the error of the PC's clock in milliseconds, noted in what
// is appended after; without it the one that was last measured is.
func (t *Tx) SetClockOffset(ms int64) { t.offset = &ms }

// Written are the ids of what this transaction has appended.
func (t *Tx) Written() []string { return t.written }

const (
	insertEntries = "INSERT INTO entry (id, stream, office, device, seq, at, offset_ms, author, kind, version, base, body, body_hash, prev, hash, rev, taken_at) VALUES "
	insertEntry   = insertEntries + "($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17)"
	entryWidth    = 17
)

// insertAtRow is insertEntries with the row last; overriding says that the row is
// not to be counted by the database.
func insertAtRow(overriding string) string {
	return strings.Replace(insertEntries, "taken_at)", "taken_at, row)"+overriding, 1)
}

func (t *Tx) insert(e *journal.Entry) error {
	_, err := t.insertBy(insertEntry, e)
	return err
}

const insertCopy = `INSERT INTO entry (id, stream, office, device, seq, at, offset_ms, author, kind, version, base, body, body_hash, prev, hash, rev, taken_at, copy, branch)
VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17,(SELECT CASE WHEN min(x.copy) = 0 THEN max(x.copy) + 1 ELSE 0 END FROM entry x WHERE x.id = $1),$18)`

// insertIn stores an entry in a branch of its device's chain and gives its row.
// Where the id is there already, it is there for the chain alone.
func (t *Tx) insertIn(branch int64, e *journal.Entry) (row int64, err error) {
	values, err := t.values(e)
	if err != nil {
		return 0, err
	}
	delete(t.held, e.Stream)
	return row, broken(t.row(insertCopy+" RETURNING row", append(values, branch)...).Scan(&row))
}

// insertNew is insert, unless the id is there already.
func (t *Tx) insertNew(e *journal.Entry) (stored bool, err error) {
	return t.insertBy(insertEntry+" ON CONFLICT (id, copy) DO NOTHING", e)
}

// insertBy tells whether q stored the entry, or did nothing because of a conflict.
func (t *Tx) insertBy(q string, e *journal.Entry, more ...any) (stored bool, err error) {
	values, err := t.values(e)
	if err != nil {
		return false, err
	}
	delete(t.held, e.Stream)
	n, err := t.change(q, append(values, more...)...)
	return n > 0, err
}

// values of an entry in the order of insertEntry.
func (t *Tx) values(e *journal.Entry) ([]any, error) {
	base := []byte("{}")
	if len(e.Base) > 0 {
		var err error
		if base, err = json.Marshal(e.Base); err != nil {
			return nil, err
		}
	}
	body := journal.BodyHash(e.Body)
	var rev, taken any
	if e.Rev > 0 {
		at, err := t.trueNow()
		if err != nil {
			return nil, err
		}
		rev, taken = e.Rev, at.UnixMilli()
	}
	return []any{e.ID, e.Stream, e.Office, e.Device, e.Seq, e.At.UnixMilli(), e.OffsetMs, e.Author, e.Kind, e.Version,
		string(base), t.s.seal("entry:"+e.ID, e.Body), body[:], e.Prev[:], e.Hash[:], rev, taken}, nil
}
