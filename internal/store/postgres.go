package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	_ "github.com/jackc/pgx/v5/stdlib" // the driver; nothing else in the product knows it

	"loketaduan/internal/fault"
)

var postgres = dialect{
	ddl:     "migrations/postgres",
	connect: openPostgres,
	version: func(ctx context.Context, q querier) (have int, err error) {
		var there bool // not to_regclass: it may answer from before the lock
		if err := q.QueryRowContext(ctx, "SELECT count(*) > 0 FROM pg_tables WHERE schemaname = current_schema() AND tablename = 'meta'").Scan(&there); err != nil || !there {
			return 0, err
		}
		err = q.QueryRowContext(ctx, "SELECT value FROM meta WHERE key = 'schema'").Scan(&have)
		return have, err
	},
	advance: func(ctx context.Context, tx *sql.Tx, to int) error {
		_, err := tx.ExecContext(ctx, "INSERT INTO meta (key, value) VALUES ('schema', $1) ON CONFLICT (key) DO UPDATE SET value = excluded.value", fmt.Append(nil, to))
		return err
	},
	// DDL is undone whole when it fails, and the administrator has pg_dump.
	backup: func(context.Context, *Store, int) error { return nil },

	many: true,
	lost: func(err error) bool { return lostRace(err) || lostConnection(err) },
	// 6303 is any number that all our programs agree on
	migrate: "SELECT pg_advisory_xact_lock(6303, hashtext(current_schema()))",
	join:    "LOCK TABLE office IN ROW SHARE MODE",
	alone:   "LOCK TABLE office IN EXCLUSIVE MODE",
	locked:  " FOR UPDATE",

	insertAt: insertAtRow(" OVERRIDING SYSTEM VALUE"),

	yes:    "TRUE",
	by:     func(string) string { return "" },
	rows:   "SELECT value::bigint FROM json_array_elements_text($%d::json)",
	forget: "DELETE FROM search WHERE row",
	index: func(t *Tx, all []indexed) error {
		for _, x := range all {
			err := t.exec("INSERT INTO search (row, tokens) VALUES ($1, string_to_array(rtrim($2), ' ')) ON CONFLICT (row) DO UPDATE SET tokens = excluded.tokens", x.row, x.tokens)
			if err != nil {
				return err
			}
		}
		return nil
	},
	tokens: func(any []string) string { return "tokens && ARRAY[" + strings.Join(quoted(any, "'"), ",") + "]" },
	hits: func(match string, from int64) (string, []any) {
		return "SELECT row FROM search WHERE " + match + " AND row >= $1 ORDER BY row DESC", []any{from}
	},
}

// Connections of one program; several programs share the 100 that PostgreSQL
// allows by default. More writers would only queue for the coordinator's head.
const writers, readers = 6, 10

func openPostgres(ctx context.Context, o Options) (write, read *sql.DB, err error) {
	pool := func(n int) (*sql.DB, error) {
		db, err := sql.Open("pgx", o.URL)
		if err == nil {
			db.SetMaxOpenConns(n)
			db.SetMaxIdleConns(n)
			db.SetConnMaxIdleTime(5 * time.Minute)
		}
		return db, err
	}
	if write, err = pool(writers); err != nil {
		return nil, nil, err
	}
	if err = write.PingContext(ctx); err == nil { // a fault here speaks of the address, not of data
		read, err = pool(readers)
	}
	if err != nil {
		write.Close()
	}
	return write, read, err
}

// SQLSTATEs that another transaction brought about.
const (
	serializationFailure = "40001"
	deadlockDetected     = "40P01"
	uniqueViolation      = "23505" // somebody began the same stream or took the same letter meanwhile
	tooManyConnections   = "53300"
)

func lostRace(err error) bool {
	var p *pgconn.PgError
	return errors.As(err, &p) && (p.Code == serializationFailure || p.Code == deadlockDetected || p.Code == uniqueViolation)
}

// lostConnection tells that the database server is not there (any more): it was
// restarted, or the line to it broke.
func lostConnection(err error) bool {
	var p *pgconn.PgError
	var n *net.OpError
	if errors.As(err, &p) {
		return strings.HasPrefix(p.Code, "08") || strings.HasPrefix(p.Code, "57P") || p.Code == tooManyConnections
	}
	return errors.As(err, &n) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, driver.ErrBadConn) || pgconn.SafeToRetry(err)
}

var (
	errUnreachable = fault.New(fault.Offline, "store.unreachable", "", "Basis data PostgreSQL tidak dapat dihubungi. Periksa apakah layanannya berjalan, dan apakah alamat, nama, serta kata sandi pada --database benar, lalu ulangi.")
	errURL         = fault.New(fault.Invalid, "store.url", "database", "Alamat basis data tidak sah. Tulis seperti postgres://loket@localhost/loket.")
	errCrowded     = fault.New(fault.Offline, "store.crowded", "", "Basis data sedang dipakai terlalu banyak PC sekaligus. Coba lagi sebentar.")
)

// ofPostgres is the fault for what only a database server can answer; nil for
// all else.
func ofPostgres(err error) *fault.Fault {
	var parse *pgconn.ParseConfigError
	var p *pgconn.PgError
	switch {
	case errors.As(err, &parse):
		return errURL.Because(err) // the driver takes the password out
	case lostConnection(err):
		return errUnreachable.Because(err)
	case errors.As(err, &p) && (p.Code == serializationFailure || p.Code == deadlockDetected):
		return errCrowded.Because(err)
	}
	return nil
}
