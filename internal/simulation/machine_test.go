package simulation

import (
	"database/sql"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"testing/cryptotest"
	"time"
)

var (
	errDied = errors.New("the machine stopped")
	errFull = fmt.Errorf("the disk: %w", syscall.ENOSPC)
)

// machine is what a desk and the server have in common: a folder, a power
// switch and a disk that fills up.
type machine struct {
	w    *world
	name string
	dir  string
	file string // of the database, in dir

	on    bool
	life  int // which start this is: what belongs to an earlier one is void
	dead  bool
	full  bool
	wrote bool // since the last look
	fuse  int  // commits until it stops; 0 = none
	after bool // it stops when the commit is done, before the caller hears of it

	raw *sql.DB // for looking only
	seq stmts
}

// commit is what the store asks before and after each commit.
func (m *machine) commit(done bool) error {
	if m.dead {
		return errDied
	}
	if done {
		m.wrote = true
	} else if m.full {
		m.w.say("%s disk full", m.name)
		m.w.met("disk full")
		return errFull
	}
	if m.fuse > 0 && done == m.after {
		if m.fuse--; m.fuse == 0 {
			m.dead = true
			m.w.say("%s stops, commit done: %v", m.name, done)
			m.w.met(fmt.Sprintf("stopped at a commit, done %v", done))
			return errDied
		}
	}
	return nil
}

// stmts are the prepared questions of one life.
type stmts map[string]*sql.Stmt

func (m *machine) look() {
	db, err := sql.Open("sqlite", "file:"+filepath.ToSlash(filepath.Join(m.dir, m.file))+"?mode=ro&_pragma=busy_timeout(5000)")
	m.w.must(err, "looking into "+m.name)
	db.SetMaxOpenConns(1)
	m.raw, m.seq = db, stmts{}
}

// rows asks the database of a machine that is on.
func (m *machine) rows(q string, scan func(*sql.Rows) error, args ...any) {
	st := m.seq[q]
	if st == nil {
		var err error
		st, err = m.raw.Prepare(q)
		m.w.must(err, "preparing "+q)
		m.seq[q] = st
	}
	rows, err := st.Query(args...)
	m.w.must(err, q)
	for rows.Next() {
		m.w.must(scan(rows), q)
	}
	rows.Close()
	m.w.must(rows.Err(), q)
}

// inventory is the ids of all entries on the disk, also of a machine that is off.
func (m *machine) inventory() (ids []string) {
	if !m.on {
		m.look()
		defer m.raw.Close()
	}
	m.rows("SELECT id FROM entry", func(r *sql.Rows) error {
		var id string
		err := r.Scan(&id)
		ids = append(ids, id)
		return err
	})
	return ids
}

func (m *machine) number(q string, args ...any) (n int64) {
	m.rows(q, func(r *sql.Rows) error { return r.Scan(&n) }, args...)
	return n
}

// snapshot copies the disk as it is now, the write-ahead log too.
func (m *machine) snapshot(to string) { copyTree(m.w.t, m.dir, to) }

// replace puts another disk in while the machine is off.
func (m *machine) replace(from string) {
	remove(m.dir)
	copyTree(m.w.t, from, m.dir)
}

// scratch is a new folder, in memory where the system has such a place: the
// fsync of a disk proves nothing here and costs most of the time.
func scratch(t *testing.T) string {
	parent := "/dev/shm"
	if info, err := os.Stat(parent); err != nil || !info.IsDir() {
		parent = ""
	}
	dir, err := os.MkdirTemp(parent, "loket-simulation-")
	if err != nil {
		dir = t.TempDir()
	}
	return dir
}

func remove(dir string) {
	if dir != "" {
		os.RemoveAll(dir)
	}
}

func copyTree(t *testing.T, from, to string) {
	t.Helper()
	err := filepath.WalkDir(from, func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		if e.IsDir() {
			return os.MkdirAll(filepath.Join(to, rel), 0o700)
		}
		if filepath.Ext(path) == ".db-shm" {
			return nil // an index of the log, made anew at opening
		}
		return copyFile(path, filepath.Join(to, rel))
	})
	if err != nil {
		t.Fatal(err)
	}
}

func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.Create(to)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Close())
}

// seedRandom makes keys, nonces and salts the same in every run of a seed.
func seedRandom(t *testing.T, seed uint64) { cryptotest.SetGlobalRandom(t, seed) }

const soon = 50 * time.Millisecond

func mkdir(t *testing.T, dir string) {
	t.Helper()
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}
