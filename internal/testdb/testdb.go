package testdb

import (
	"bufio"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
)

// Env names a PostgreSQL that tests may make schemas in. Without it each test
// program starts one with build/postgres.
const Env = "LOKET_TEST_POSTGRES"

// Place of a database: a file of SQLite, or with a URL a PostgreSQL. Then Path
// is only where the file would be, for what is kept beside it.
type Place struct{ Path, URL string }

const onPostgres = "postgres"

// Both runs a test on SQLite and on PostgreSQL; where this is not installed,
// the second is skipped and says so.
func Both(t *testing.T, test func(*testing.T)) {
	t.Run("sqlite", test)
	t.Run(onPostgres, func(t *testing.T) {
		server(t)
		test(t)
	})
}

// OnPostgres tells which of both a test runs on.
func OnPostgres(t testing.TB) bool { return strings.Contains(t.Name(), "/"+onPostgres) }

// Fresh is an empty database, gone when the test ends. name is the file's.
func Fresh(t testing.TB, name string) Place {
	t.Helper()
	p := Place{Path: filepath.Join(t.TempDir(), name)}
	if !OnPostgres(t) {
		return p
	}
	db, address := server(t)
	schema := "t_" + strings.ToLower(rand.Text())
	run(t, db, "CREATE SCHEMA "+schema)
	t.Cleanup(func() { run(t, db, "DROP SCHEMA "+schema+" CASCADE") })
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	q.Set("search_path", schema)
	u.RawQuery = q.Encode()
	p.URL = u.String()
	return p
}

// Raw opens a database without the program.
func (p Place) Raw(t testing.TB) *sql.DB {
	t.Helper()
	driver, source := "sqlite", "file:"+filepath.ToSlash(p.Path)+"?_pragma=busy_timeout(5000)"
	if p.URL != "" {
		driver, source = "pgx", p.URL
	}
	db, err := sql.Open(driver, source)
	if err != nil {
		t.Fatal(err)
	}
	return db
}

// Tables of a database, in their order.
func (p Place) Tables(t testing.TB, db *sql.DB) []string {
	t.Helper()
	q := "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'search_%' ORDER BY name"
	if p.URL != "" {
		q = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename"
	}
	return texts(t, db, q)
}

func texts(t testing.TB, db *sql.DB, q string) (all []string) {
	t.Helper()
	rows, err := db.Query(q)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var one string
		if err := rows.Scan(&one); err != nil {
			t.Fatal(err)
		}
		all = append(all, one)
	}
	return all
}

// Copy of a database, as a backup would be one.
func (p Place) Copy(t testing.TB) Place {
	t.Helper()
	to := Fresh(t, filepath.Base(p.Path))
	p.CopyTo(t, to)
	return to
}

// CopyTo makes an earlier copy, which nobody has open, anew.
func (p Place) CopyTo(t testing.TB, to Place) {
	t.Helper()
	from := p.Raw(t)
	defer from.Close()
	if p.URL == "" {
		for _, end := range []string{"", "-wal", "-shm"} {
			os.Remove(to.Path + end)
		}
		run(t, from, "VACUUM INTO '"+to.Path+"'")
		return
	}
	db := to.Raw(t)
	defer db.Close()
	there := to.Tables(t, db)
	for _, name := range p.Tables(t, from) {
		old := p.schema(t) + "." + name
		if slices.Contains(there, name) {
			run(t, db, "DELETE FROM "+name)
		} else {
			run(t, db, "CREATE TABLE "+name+" (LIKE "+old+" INCLUDING ALL)")
		}
		run(t, db, "INSERT INTO "+name+" OVERRIDING SYSTEM VALUE SELECT * FROM "+old)
	}
	for _, name := range identities(t, db) { // numbers go on where they stood
		run(t, db, fmt.Sprintf("SELECT setval(pg_get_serial_sequence('%s', 'row'), (SELECT coalesce(max(row), 0) + 1 FROM %[1]s))", name))
	}
}

// identities are the tables whose rows are numbered by PostgreSQL.
func identities(t testing.TB, db *sql.DB) []string {
	t.Helper()
	return texts(t, db, "SELECT table_name FROM information_schema.columns WHERE table_schema = current_schema() AND column_name = 'row' AND is_identity = 'YES'")
}

func (p Place) schema(t testing.TB) string {
	u, err := url.Parse(p.URL)
	if err != nil {
		t.Fatal(err)
	}
	return u.Query().Get("search_path")
}

func run(t testing.TB, db *sql.DB, q string) {
	t.Helper()
	if _, err := db.Exec(q); err != nil {
		t.Fatal(q, err)
	}
}

var errNone = errors.New("not installed")

var started *exec.Cmd // kept, for its pipes close when nobody holds them

var start = sync.OnceValues(func() (string, error) {
	if given := os.Getenv(Env); given != "" {
		return given, nil
	}
	root, err := os.Getwd()
	for err == nil {
		if _, missing := os.Stat(filepath.Join(root, "go.mod")); missing == nil {
			break
		}
		if filepath.Dir(root) == root {
			return "", errors.New("no go.mod above the test")
		}
		root = filepath.Dir(root)
	}
	var said strings.Builder
	server := exec.Command("bash", filepath.Join(root, "build", "postgres"))
	server.Stderr = &said
	// It ends when this pipe does, which is with the test program at the latest.
	if _, err := server.StdinPipe(); err != nil {
		return "", err
	}
	out, err := server.StdoutPipe()
	if err != nil {
		return "", err
	}
	if err := server.Start(); err != nil {
		return "", fmt.Errorf("%w: %w", errNone, err) // such as no bash on Windows
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err == nil {
		started = server
		return strings.TrimSpace(line), nil
	}
	err = server.Wait()
	if server.ProcessState.ExitCode() == 3 {
		err = errNone
	}
	return "", fmt.Errorf("%w: %s", err, strings.TrimSpace(said.String()))
})

var connect = sync.OnceValues(func() (*sql.DB, error) {
	address, err := start()
	if err != nil {
		return nil, err
	}
	return sql.Open("pgx", address)
})

// server gives the PostgreSQL of this test program, or skips the test.
func server(t testing.TB) (*sql.DB, string) {
	t.Helper()
	db, err := connect()
	if errors.Is(err, errNone) {
		fmt.Fprintln(os.Stderr, t.Name()+" is skipped:", err)
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	address, _ := start()
	return db, address
}
