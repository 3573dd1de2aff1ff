package store

import (
	"context"
	"encoding/json"
	"time"

	"loketaduan/internal/complaint"
)

// DraftFile is a file of a form that is not saved yet. Entry is the id that the
// entry of the attachment gets with the complaint.
type DraftFile struct {
	complaint.File
	Entry string
	At    time.Time
}

// PutDraftFile notes that a form names a file, whose content is on the disk
// already. A repeat changes nothing.
func (t *Tx) PutDraftFile(draft, entry string, f *complaint.File) error {
	plain, err := json.Marshal(f)
	if err != nil {
		return err
	}
	sums := []string{f.SHA256}
	if f.Original != nil {
		sums = append(sums, f.Original.SHA256)
	}
	for i, sum := range sums {
		if err := t.exec("INSERT INTO draft_file (entry, original, draft, mark, at, sealed) VALUES ($1,$2,$3,$4,$5,$6) ON CONFLICT (entry, original) DO NOTHING",
			entry, i, draft, t.s.Keys().FileMark(sum), t.now.UnixMilli(), t.s.seal("draft_file:"+entry, plain)); err != nil {
			return err
		}
	}
	return nil
}

// DropDraftFile takes a file off a form; an unknown one is no fault.
func (t *Tx) DropDraftFile(draft, entry string) error {
	return t.exec("DELETE FROM draft_file WHERE draft = $1 AND entry = $2", draft, entry)
}

// DraftFiles of a form, in the order in which they came.
func (t *Tx) DraftFiles(draft string) ([]DraftFile, error) { return t.s.draftFiles(t.ctx, t.tx, draft) }

// DraftFiles of a form, in the order in which they came.
func (s *Store) DraftFiles(ctx context.Context, draft string) ([]DraftFile, error) {
	return s.draftFiles(ctx, s.read, draft)
}

func (s *Store) draftFiles(ctx context.Context, q querier, draft string) ([]DraftFile, error) {
	rows, err := q.QueryContext(ctx, "SELECT entry, at, sealed FROM draft_file WHERE draft = $1 AND original = 0 ORDER BY at, entry", draft)
	if err != nil {
		return nil, broken(err)
	}
	defer rows.Close()
	var out []DraftFile
	for rows.Next() {
		var f DraftFile
		var at int64
		var sealed []byte
		if err := rows.Scan(&f.Entry, &at, &sealed); err != nil {
			return nil, broken(err)
		}
		plain, err := s.unseal("draft_file:"+f.Entry, sealed)
		if err != nil {
			return nil, broken(err)
		}
		if err := json.Unmarshal(plain, &f.File); err != nil {
			return nil, broken(err)
		}
		f.At = time.UnixMilli(at).UTC()
		out = append(out, f)
	}
	return out, broken(rows.Err())
}
