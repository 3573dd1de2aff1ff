package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/google/uuid"
	_ "modernc.org/sqlite" // the driver; nothing else in the product knows it

	"loketaduan/internal/calendar"
	"loketaduan/internal/complaint"
	"loketaduan/internal/fault"
	"loketaduan/internal/vault"
)

//go:embed migrations/sqlite/*.sql
var migrations embed.FS

// schema is the number of the newest migration.
const schema = 1

// Options of Open. Keys may come later through Unlock; until then only key
// slots can be read.
type Options struct {
	Path     string // database file; its folder must exist
	Keys     *vault.Keys
	Now      func() time.Time // default time.Now
	Zone     *time.Location   // of the office; default WITA
	Calendar *calendar.Calendar
	Week     calendar.WorkWeek
	Limits   complaint.Limits
	Server   bool
}

// Store is an open register. Safe for concurrent use: one writer, a few readers.
type Store struct {
	o       Options
	write   *sql.DB
	read    *sql.DB
	keys    *vault.Keys
	words   *vocabulary
	writing sync.Mutex // one Update at a time, so that a waiting one holds no connection
	chain   chainHead  // of our own device, cached under writing
}

// Open opens or creates the register. A database newer than the program is
// refused and left untouched.
func Open(ctx context.Context, o Options) (*Store, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Zone == nil {
		o.Zone = calendar.WITA
	}
	if o.Calendar == nil {
		o.Calendar = calendar.Embedded()
	}
	if o.Week == 0 {
		o.Week = calendar.FiveDays
	}
	if o.Limits == nil {
		o.Limits = complaint.DefaultLimits()
	}
	s := &Store{o: o}
	var err error
	if s.write, err = open(o.Path, 1); err != nil {
		return nil, broken(err)
	}
	if s.read, err = open(o.Path, 4); err != nil {
		s.write.Close()
		return nil, broken(err)
	}
	if err := s.migrate(ctx); err != nil {
		s.Close()
		return nil, err
	}
	if o.Keys != nil {
		if err := s.Unlock(ctx, o.Keys); err != nil {
			s.Close()
			return nil, err
		}
	}
	return s, nil
}

// open sets the PRAGMAs by DSN, so that every connection of the pool has them.
func open(path string, conns int) (*sql.DB, error) {
	q := url.Values{}
	for _, p := range []string{"journal_mode(WAL)", "synchronous(FULL)", "foreign_keys(1)", "busy_timeout(10000)", "temp_store(MEMORY)", "cache_size(-65536)"} {
		q.Add("_pragma", p)
	}
	q.Set("_txlock", "immediate")
	db, err := sql.Open("sqlite", "file:"+filepath.ToSlash(path)+"?"+q.Encode())
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(conns)
	db.SetMaxIdleConns(conns)
	return db, nil
}

// Close ends the store. Safe to call twice.
func (s *Store) Close() error {
	s.writing.Lock()
	defer s.writing.Unlock()
	return errors.Join(s.read.Close(), s.write.Close())
}

// migrate brings the schema up, one numbered file in one transaction, after a
// copy of the database. Forward only.
func (s *Store) migrate(ctx context.Context) error {
	var have int
	if err := s.write.QueryRowContext(ctx, "PRAGMA user_version").Scan(&have); err != nil {
		return broken(err)
	}
	if have > schema {
		return fault.New(fault.Conflict, "store.newer", "", "Data di PC ini dibuat oleh versi Loket Aduan yang lebih baru. Pasang versi terbaru, lalu buka lagi. Data tidak diubah.")
	}
	for n := have + 1; n <= schema; n++ {
		if have > 0 && n == have+1 {
			if err := backup(s.o.Path, fmt.Sprintf("%s.sebelum-%03d", s.o.Path, n)); err != nil {
				return broken(err)
			}
		}
		names, err := migrations.ReadDir("migrations/sqlite")
		if err != nil || len(names) < n {
			return broken(fmt.Errorf("migration %d is missing", n))
		}
		script, err := migrations.ReadFile("migrations/sqlite/" + names[n-1].Name())
		if err != nil {
			return broken(err)
		}
		tx, err := s.write.BeginTx(ctx, nil)
		if err != nil {
			return broken(err)
		}
		if _, err = tx.ExecContext(ctx, string(script)); err == nil && n == 1 {
			_, err = tx.ExecContext(ctx, "INSERT INTO meta (key, value) VALUES ('epoch', $1)", uuid.Must(uuid.NewV7()).String())
		}
		if err == nil {
			_, err = tx.ExecContext(ctx, fmt.Sprintf("PRAGMA user_version = %d", n))
		}
		if err != nil {
			tx.Rollback()
			return broken(err)
		}
		if err := tx.Commit(); err != nil {
			return broken(err)
		}
	}
	return nil
}

func backup(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Sync(), out.Close())
}

// Unlock gives the store its keys: from now on sealed rows can be read and
// written.
func (s *Store) Unlock(ctx context.Context, k *vault.Keys) error {
	s.writing.Lock()
	defer s.writing.Unlock()
	words, err := loadWords(ctx, s.write, k)
	if err != nil {
		return err
	}
	s.keys, s.words = k, words
	s.chain = chainHead{}
	return nil
}

// Unlocked tells whether the store has its keys.
func (s *Store) Unlocked() bool {
	s.writing.Lock()
	defer s.writing.Unlock()
	return s.keys != nil
}

// Calendar that the due dates are counted with.
func (s *Store) Calendar() *calendar.Calendar { return s.o.Calendar }

// Zone of the office.
func (s *Store) Zone() *time.Location { return s.o.Zone }

// Limits of the classes in working days.
func (s *Store) Limits() complaint.Limits { return s.o.Limits }

// Week of the office: five or six working days.
func (s *Store) Week() calendar.WorkWeek { return s.o.Week }

// Now is the clock of the store.
func (s *Store) Now() time.Time { return s.o.Now() }

func broken(err error) error {
	var f *fault.Fault
	if err == nil || errors.As(err, &f) {
		return err
	}
	return fault.New(fault.Internal, "store.broken", "", "Data di PC ini tidak dapat dibaca atau ditulis. Periksa apakah disk penuh, lalu ulangi. Bila tetap gagal, hubungi admin.").Because(err)
}
