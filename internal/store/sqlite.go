package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	driver "modernc.org/sqlite" // nothing else in the product knows it
	codes "modernc.org/sqlite/lib"
)

var sqlite = dialect{
	ddl:     "migrations/sqlite",
	connect: openSQLite,
	version: func(ctx context.Context, q querier) (have int, err error) {
		return have, q.QueryRowContext(ctx, "PRAGMA user_version").Scan(&have)
	},
	advance: func(ctx context.Context, tx *sql.Tx, to int) error {
		_, err := tx.ExecContext(ctx, fmt.Sprintf("PRAGMA user_version = %d", to))
		return err
	},
	backup: func(ctx context.Context, s *Store, before int) error {
		return s.backup(ctx, fmt.Sprintf("%s.sebelum-%03d", s.o.Path, before))
	},

	insertAt: insertAtRow(""),
	say:      unnumbered,

	yes:    "1",
	by:     func(index string) string { return " INDEXED BY complaint_" + index },
	rows:   "SELECT value FROM json_each($%d)",
	forget: "DELETE FROM search WHERE rowid",
	index:  indexSQLite,
	tokens: func(any []string) string { return join(quoted(any, `"`), " OR ") },
	hits: func(match string, from int64) (string, []any) {
		return "SELECT rowid FROM search WHERE search MATCH $1 AND rowid >= $2 ORDER BY rowid DESC", []any{match, from}
	},
	optimize: "INSERT INTO search (search) VALUES ('optimize')",
	merge:    fmt.Sprintf("INSERT INTO search (search, rank) VALUES ('merge', %d)", -tidyPages),
}

func openSQLite(ctx context.Context, o Options) (write, read *sql.DB, err error) {
	if err := refuseNewer(ctx, o.Path); err != nil {
		return nil, nil, err
	}
	if err := beginFile(ctx, o.Path); err != nil {
		return nil, nil, err
	}
	if write, err = open(o.Path, 1); err != nil {
		return nil, nil, err
	}
	if read, err = open(o.Path, 4); err != nil {
		write.Close()
	}
	return write, read, err
}

// beginFile makes an empty register where there is none. It gets its name when
// it is a whole database with a write-ahead log already: programs that come in
// the same moment would otherwise change the journal under each other.
func beginFile(ctx context.Context, path string) error {
	if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) {
		return err
	}
	fresh := path + ".baru-" + newID()
	defer os.Remove(fresh)
	db, err := open(fresh, 1)
	if err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, "PRAGMA user_version = 0") // opening alone makes no file
	if err := errors.Join(err, db.Close()); err != nil {
		return err
	}
	err = os.Link(fresh, path) // never over another's
	if err == nil || errors.Is(err, os.ErrExist) {
		return nil
	}
	if _, there := os.Stat(path); there == nil {
		return nil
	}
	return os.Rename(fresh, path) // a disk without hard links, as USB sticks are
}

// open sets the PRAGMAs by DSN, so that every connection of the pool has them.
// The write-ahead log may reach 16 MB before it is folded in: what many
// transactions write again and again is then folded in once.
func open(path string, conns int) (*sql.DB, error) {
	q := url.Values{}
	for _, p := range []string{"journal_mode(WAL)", "synchronous(FULL)", "foreign_keys(1)", "busy_timeout(10000)", "temp_store(MEMORY)", "cache_size(-65536)", "wal_autocheckpoint(4000)"} {
		q.Add("_pragma", p)
	}
	q.Set("_txlock", "immediate")
	db, err := sql.Open("sqlite", dsn(path, q))
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(conns)
	db.SetMaxIdleConns(conns)
	return db, nil
}

// dsn as a URI, in which '?', '#' and '%' of a folder's name must be escaped.
func dsn(path string, q url.Values) string {
	return "file:" + strings.NewReplacer("%", "%25", "?", "%3f", "#", "%23").Replace(filepath.ToSlash(path)) + "?" + q.Encode()
}

// refuseNewer looks at the version through a connection that cannot write:
// the usual one would fold the write-ahead log into the file when it closes.
func refuseNewer(ctx context.Context, path string) error {
	if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
		return nil
	}
	db, err := sql.Open("sqlite", dsn(path, url.Values{"mode": {"ro"}}))
	if err != nil {
		return broken(err)
	}
	defer db.Close()
	var have int
	if err := db.QueryRowContext(ctx, "PRAGMA user_version").Scan(&have); err == nil && have > schema {
		return errNewer
	}
	return nil // what cannot be read here fails below, with its cause
}

// indexSQLite looks for old words only where there may be any.
func indexSQLite(t *Tx, all []indexed) error {
	fresh := make([]any, 0, 2*len(all))
	flush := func() error {
		err := t.insertMany("INSERT INTO search (rowid, tokens) VALUES ", "", 2, fresh, nil)
		fresh = fresh[:0]
		return err
	}
	for _, x := range all {
		if !x.again {
			fresh = append(fresh, x.row, x.tokens)
			continue
		}
		if err := flush(); err != nil {
			return err
		}
		if err := t.exec("INSERT OR REPLACE INTO search (rowid, tokens) VALUES ($1, $2)", x.row, x.tokens); err != nil {
			return err
		}
	}
	return flush()
}

// unnumbered writes $1, $2 ... as plain question marks where each stands once
// and in order: SQLite looks a numbered one up among all the others each time
// that it is bound, and a statement over 64 rows has a thousand of them.
func unnumbered(q string) string {
	parts := strings.Split(q, "$")
	for i, part := range parts[1:] {
		rest, ok := strings.CutPrefix(part, strconv.Itoa(i+1))
		if !ok || rest != "" && rest[0] >= '0' && rest[0] <= '9' {
			return q
		}
		parts[i+1] = rest
	}
	return strings.Join(parts, "?")
}

// backup copies the database by SQL: a copy of the file would lack what is
// still in the write-ahead log, and closing it would drop our locks.
func (s *Store) backup(ctx context.Context, to string) error {
	part := to + "-" + newID() // another program may be at it too
	defer os.Remove(part)
	if _, err := s.write.ExecContext(ctx, "VACUUM INTO $1", part); err != nil {
		return broken(err)
	}
	return broken(os.Rename(part, to))
}

func fullSQLite(err error) bool {
	var e *driver.Error
	return errors.As(err, &e) && e.Code()&0xff == codes.SQLITE_FULL
}
