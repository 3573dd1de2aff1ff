package store

import (
	"context"
	"database/sql"
	"strings"
)

// dialect is all that differs between SQLite and PostgreSQL: opening, DDL,
// locks and the search index. Every other statement runs unchanged on both: $1
// placeholders, ON CONFLICT, RETURNING, TRUE and FALSE for switches, and []byte
// for what the DDL calls BLOB or BYTEA.
type dialect struct {
	ddl     string // folder of the migrations
	connect func(context.Context, Options) (write, read *sql.DB, err error)
	version func(context.Context, querier) (int, error)
	advance func(ctx context.Context, tx *sql.Tx, to int) error // notes the version
	backup  func(ctx context.Context, s *Store, before int) error

	// Several transactions may write at once. Then rows are locked before they
	// are looked at, and whoever lost a race begins again.
	many    bool
	lost    func(error) bool
	migrate string // begins a migration: one program at a time
	join    string // begins a push: with others, but with nobody who changes the offices
	alone   string // begins what changes who gets what: with no push at all
	locked  string // ends a SELECT whose rows are ours until the commit

	insertAt string              // begins to insert entries with their rows last
	say      func(string) string // how it likes a statement that is run often; nil = as it stands

	yes      string                     // TRUE in the very word of the DDL, without which a partial index is passed over
	by       func(index string) string  // hint: read the list from this index
	rows     string                     // %d is the placeholder of a JSON list of row numbers
	index    func(*Tx, []indexed) error // words into the search index, in the order of the rows
	forget   string                     // takes rows out of it; IN (...) follows
	tokens   func([]string) string
	hits     func(match string, from int64) (query string, args []any) // rows not before one, newest first
	optimize string                                                    // "" = the database does so by itself
	merge    string
}

// said is a statement as this database likes it.
func (d *dialect) said(q string) string {
	if d.say == nil {
		return q
	}
	return d.say(q)
}

// of the place that is to be opened.
func (o Options) dialect() *dialect {
	if o.URL != "" {
		return &postgres
	}
	return &sqlite
}

// perform runs a statement of the dialect, which may have none.
func (t *Tx) perform(q string) error {
	if q == "" {
		return nil
	}
	return t.exec(q)
}

// quoted tokens: hexadecimal digits, or words where nothing is sealed.
func quoted(tokens []string, mark string) []string {
	out := make([]string, len(tokens))
	for i, t := range tokens {
		out[i] = mark + strings.ReplaceAll(t, mark, mark+mark) + mark
	}
	return out
}
