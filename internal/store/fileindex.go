package store

import (
	"context"
	"database/sql"
	"errors"

	"loketaduan/internal/complaint"
	"loketaduan/internal/fault"
)

// refFile notes that an entry names a file. A repeat changes nothing.
func (t *Tx) refFile(entry, stream string, f *complaint.File) error {
	names := []complaint.Original{{SHA256: f.SHA256, Size: f.Size}}
	if f.Original != nil {
		names = append(names, *f.Original)
	}
	for i, x := range names {
		mark := t.s.Keys().FileMark(x.SHA256)
		if err := t.exec("INSERT INTO file_ref (entry, mark, original, stream, size, sealed) VALUES ($1,$2,$3,$4,$5,$6) ON CONFLICT DO NOTHING",
			entry, mark, i, stream, x.Size, t.s.seal("file:"+entry, []byte(x.SHA256))); err != nil {
			return err
		}
	}
	return nil
}

// projectFiles is the server's projection of a complaint: it folds nothing else.
func (t *Tx) projectFiles(stream string) error {
	entries, err := t.stream(stream)
	if err != nil {
		return err
	}
	for i := range entries {
		e := &entries[i]
		if e.Kind != complaint.KFileAttached || !e.Accepted() {
			continue
		}
		if b, refused := readable(e); refused == nil && b.File != nil {
			if err := t.refFile(e.ID, stream, b.File); err != nil {
				return err
			}
		}
	}
	return nil
}

// fileMarks are the names of all files that an entry or a draft names.
func (s *Store) fileMarks(ctx context.Context) (map[string]bool, error) {
	rows, err := s.read.QueryContext(ctx, "SELECT mark FROM file_ref UNION SELECT mark FROM draft_file")
	if err != nil {
		return nil, broken(err)
	}
	defer rows.Close()
	out := map[string]bool{}
	for rows.Next() {
		var mark string
		if err := rows.Scan(&mark); err != nil {
			return nil, broken(err)
		}
		out[mark] = true
	}
	return out, broken(rows.Err())
}

func (s *Store) fileNamed(ctx context.Context, mark string) (bool, error) {
	var n int
	err := s.read.QueryRowContext(ctx, "SELECT count(*) FROM (SELECT 1 FROM file_ref WHERE mark = $1 UNION ALL SELECT 1 FROM draft_file WHERE mark = $1) x", mark).Scan(&n)
	return n > 0, broken(err)
}

var errFileForeign = fault.New(fault.Forbidden, "file.foreign", "", "Berkas ini tidak disebut dalam aduan mana pun yang ada di kantor ini.")

// FileFor gives the size of a file that a stream of the office names. Fault
// Forbidden file.foreign otherwise, whether the file exists or not: what other
// offices have is not to be guessed.
func (s *Store) FileFor(ctx context.Context, office, sum string) (size int64, err error) {
	k := s.Keys()
	if k == nil {
		return 0, errLocked
	}
	err = s.read.QueryRowContext(ctx, "SELECT r.size FROM file_ref r JOIN stream_office o ON o.stream = r.stream WHERE r.mark = $1 AND r.original = 0 AND o.office = $2 ORDER BY r.entry LIMIT 1",
		k.FileMark(sum), office).Scan(&size)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, errFileForeign
	}
	return size, broken(err)
}

// OpenFile is a file whose text the regency has, but perhaps not its content.
type OpenFile struct {
	SHA256 string
	Stream string
	Size   int64
	Sent   int64 // bytes that the regency has said to hold
	Here   bool  // the whole content is on this PC: to be sent, else fetched
}

// OpenFiles are the files that are still to be sent or fetched, oldest first.
// CROSS JOIN: from the files to their entries, for of those there are many.
// A file whose entry is not accepted is none of them: text goes first.
func (s *Store) OpenFiles(ctx context.Context) ([]OpenFile, error) {
	rows, err := s.read.QueryContext(ctx, `SELECT r.entry, r.mark, r.stream, r.size, r.sealed, coalesce(f.sent, 0), coalesce(f.received, 0) FROM file_ref r CROSS JOIN entry e
LEFT JOIN file_sent f ON f.mark = r.mark WHERE e.id = r.entry AND e.copy = 0 AND r.original = 0 AND e.rev IS NOT NULL AND coalesce(f.received, 0) < 2 ORDER BY e.row`)
	if err != nil {
		return nil, broken(err)
	}
	defer rows.Close()
	var out []OpenFile
	seen := map[string]bool{}
	for rows.Next() {
		var x OpenFile
		var entry, mark string
		var sealed []byte
		var received int
		if err := rows.Scan(&entry, &mark, &x.Stream, &x.Size, &sealed, &x.Sent, &received); err != nil {
			return nil, broken(err)
		}
		x.Here = exists(s.files.path(mark))
		if seen[mark] || received > 0 && x.Here {
			continue
		}
		seen[mark] = true
		sum, err := s.unseal("file:"+entry, sealed)
		if err != nil {
			return nil, broken(err)
		}
		x.SHA256 = string(sum)
		out = append(out, x)
	}
	return out, broken(rows.Err())
}

// SetFileSent notes how much of a file the regency holds. received counts only
// what it has proved.
func (s *Store) SetFileSent(ctx context.Context, sum string, sent int64, received bool) error {
	k := s.Keys()
	if k == nil {
		return errLocked
	}
	mark, state := k.FileMark(sum), 0
	if received {
		state = 1
		if exists(s.files.path(mark)) {
			state = 2 // at both ends: nothing is left to do
		}
	}
	_, err := s.Update(ctx, func(t *Tx) error {
		return t.exec("INSERT INTO file_sent (mark, sent, received) VALUES ($1,$2,$3) ON CONFLICT (mark) DO UPDATE SET sent = excluded.sent, received = excluded.received", mark, sent, state)
	})
	return err
}

// ForgetFilesSent makes every file be offered again: the regency has lost part
// of its history. What it still holds it says at once.
func (s *Store) ForgetFilesSent(ctx context.Context) error {
	_, err := s.Update(ctx, func(t *Tx) error { return t.exec("DELETE FROM file_sent") })
	return err
}

// FileState is where the content of a file is.
type FileState struct {
	Here     bool
	Sent     int64
	Received bool // the regency has proved that it holds it
}

// FileState of a file.
func (s *Store) FileState(ctx context.Context, sum string) (FileState, error) {
	k := s.Keys()
	if k == nil {
		return FileState{}, errLocked
	}
	st := FileState{Here: s.files.Has(sum)}
	err := s.read.QueryRowContext(ctx, "SELECT sent, received > 0 FROM file_sent WHERE mark = $1", k.FileMark(sum)).Scan(&st.Sent, &st.Received)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return st, broken(err)
}

// UnsentFiles are the files on this PC that the regency has not proved to hold,
// also those whose entries wait themselves: a parcel carries both.
func (s *Store) UnsentFiles(ctx context.Context) ([]OpenFile, error) {
	rows, err := s.read.QueryContext(ctx, `SELECT r.entry, r.mark, r.stream, r.size, r.sealed FROM file_ref r JOIN entry e ON e.id = r.entry AND e.copy = 0
LEFT JOIN file_sent f ON f.mark = r.mark WHERE r.original = 0 AND coalesce(f.received, 0) = 0 ORDER BY e.row`)
	if err != nil {
		return nil, broken(err)
	}
	defer rows.Close()
	var out []OpenFile
	seen := map[string]bool{}
	for rows.Next() {
		x := OpenFile{Here: true}
		var entry, mark string
		var sealed []byte
		if err := rows.Scan(&entry, &mark, &x.Stream, &x.Size, &sealed); err != nil {
			return nil, broken(err)
		}
		if seen[mark] || !exists(s.files.path(mark)) {
			continue
		}
		seen[mark] = true
		sum, err := s.unseal("file:"+entry, sealed)
		if err != nil {
			return nil, broken(err)
		}
		x.SHA256 = string(sum)
		out = append(out, x)
	}
	return out, broken(rows.Err())
}
