package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
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
const schema = 4

// Options of Open. Keys may come later through Unlock; until then only key
// slots can be read.
type Options struct {
	Path    string // database file; its folder must exist
	Keys    *vault.Keys
	Now     func() time.Time  // default time.Now
	Decrees *calendar.Decrees // known before any package; default those shipped
	Server  bool
	Files   string // folder of the attachments; default "berkas" beside the database
	// Commit is called before each commit of Update (done false) and after it
	// (done true); an error before stops the commit, one after hides it from the
	// caller. nil in the product: the simulation puts full disks and crashes here.
	Commit func(done bool) error
}

// Store is an open register. Safe for concurrent use: one writer, a few readers.
type Store struct {
	o       Options
	write   *sql.DB
	read    *sql.DB
	opened  atomic.Pointer[opened]
	book    atomic.Pointer[complaint.Rulebook]
	home    atomic.Value         // string: code of the office that this PC belongs to
	writing sync.Mutex           // one Update at a time, so that a waiting one holds no connection
	kept    map[string]*sql.Stmt // of the writer, under writing
	loose   int64                // index rows since it was tidied, under writing
	chain   chainHead            // of our own device, cached under writing
	files   *Files
}

// opened is what the keys give; reads take it while another goroutine unlocks.
type opened struct {
	keys  *vault.Keys
	words *vocabulary
}

// Open opens or creates the register. A database newer than the program is
// refused and left untouched.
func Open(ctx context.Context, o Options) (*Store, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Decrees == nil {
		o.Decrees = calendar.EmbeddedDecrees()
	}
	s := &Store{o: o, kept: map[string]*sql.Stmt{}}
	if o.Files == "" {
		o.Files = filepath.Join(filepath.Dir(o.Path), "berkas")
	}
	s.files = newFiles(s, o.Files)
	s.book.Store(complaint.NewRulebook(o.Decrees, nil))
	if err := refuseNewer(ctx, o.Path); err != nil {
		return nil, err
	}
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

// Close ends the store. Safe to call twice.
func (s *Store) Close() error {
	s.writing.Lock()
	defer s.writing.Unlock()
	return errors.Join(s.read.Close(), s.write.Close())
}

var errNewer = fault.New(fault.Conflict, "store.newer", "", "Data di PC ini dibuat oleh versi Loket Aduan yang lebih baru. Pasang versi terbaru, lalu buka lagi. Data tidak diubah.")

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

// migrate brings the schema up, one numbered file in one transaction, after a
// copy of the database. Forward only.
func (s *Store) migrate(ctx context.Context) error {
	var have int
	if err := s.write.QueryRowContext(ctx, "PRAGMA user_version").Scan(&have); err != nil {
		return broken(err)
	}
	if have > schema {
		return errNewer
	}
	names, err := migrations.ReadDir("migrations/sqlite")
	if err != nil {
		return broken(err)
	}
	saved := have == 0 // nothing to lose
	for _, name := range names {
		n, err := strconv.Atoi(name.Name()[:3])
		if err != nil {
			return broken(err)
		}
		if n <= have {
			continue
		}
		if !saved {
			if err := s.backup(ctx, fmt.Sprintf("%s.sebelum-%03d", s.o.Path, n)); err != nil {
				return err
			}
			saved = true
		}
		script, err := migrations.ReadFile("migrations/sqlite/" + name.Name())
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

// backup copies the database by SQL: a copy of the file would lack what is
// still in the write-ahead log, and closing it would drop our locks.
func (s *Store) backup(ctx context.Context, to string) error {
	if err := os.Remove(to); err != nil && !errors.Is(err, os.ErrNotExist) {
		return broken(err)
	}
	_, err := s.write.ExecContext(ctx, "VACUUM INTO $1", to)
	return broken(err)
}

var (
	errLocked = fault.New(fault.Forbidden, "store.locked", "", "Masuk dahulu dengan nama pengguna dan kata sandi.")
	errKeys   = fault.New(fault.Forbidden, "store.keys.wrong", "", "Kunci ini bukan kunci data di PC ini. Masuk dengan akun PC ini, atau pakai kode pemulihan kantor ini. Data tidak diubah.")
)

// keyCheck is sealed by the first keys; only they can open it.
const keyCheck = "keycheck"

// Unlock gives the store its keys: from now on sealed rows can be read and
// written. Fault Forbidden store.keys.wrong when the data are sealed with
// other keys.
func (s *Store) Unlock(ctx context.Context, k *vault.Keys) error {
	s.writing.Lock()
	defer s.writing.Unlock()
	var check []byte
	err := s.write.QueryRowContext(ctx, "SELECT value FROM meta WHERE key = $1", "s:"+keyCheck).Scan(&check)
	first := errors.Is(err, sql.ErrNoRows)
	switch {
	case err != nil && !first:
		return broken(err)
	case err == nil:
		if plain, err := k.Open("meta:"+keyCheck, check); err != nil || string(plain) != keyCheck {
			return errKeys
		}
	}
	words, err := loadWords(ctx, s.write, k)
	if errors.Is(err, vault.ErrSealed) && first {
		return errKeys
	}
	if err != nil {
		return err
	}
	if first {
		if _, err := s.write.ExecContext(ctx, "INSERT INTO meta (key, value) VALUES ($1, $2)", "s:"+keyCheck, k.Seal("meta:"+keyCheck, []byte(keyCheck))); err != nil {
			return broken(err)
		}
	}
	// what single saves left in pieces; a search works without it too
	_, _ = s.write.ExecContext(ctx, fmt.Sprintf("INSERT INTO search (search, rank) VALUES ('merge', %d)", -tidyPages))
	s.opened.Store(&opened{keys: k, words: words})
	s.chain = chainHead{}
	if d, err := s.Desk(ctx); err == nil {
		s.home.Store(d.Office)
	}
	book, err := s.readBook(ctx, s.write)
	if err != nil {
		return err
	}
	s.book.Store(book)
	if err := s.refresh(ctx); err != nil {
		return err
	}
	return s.recountAll(ctx)
}

// projection is the number of the newest way to project; an older one is
// projected anew from the journal.
const projection = "4"

// refresh brings the projections to what this program makes of the journal.
// The writer's lock is held.
func (s *Store) refresh(ctx context.Context) error {
	have, err := s.Plain(ctx, "projection")
	if err != nil || have == projection {
		return err
	}
	var entries int
	if err := s.write.QueryRowContext(ctx, "SELECT count(*) FROM (SELECT 1 FROM entry LIMIT 1)").Scan(&entries); err != nil {
		return broken(err)
	}
	if entries > 0 {
		if _, err := s.updateLocked(ctx, true, (*Tx).rebuild); err != nil {
			return err
		}
	}
	_, err = s.write.ExecContext(ctx, "INSERT INTO meta (key, value) VALUES ('p:projection', $1) ON CONFLICT (key) DO UPDATE SET value = excluded.value", projection)
	return broken(err)
}

// Unlocked tells whether the store has its keys.
func (s *Store) Unlocked() bool { return s.opened.Load() != nil }

// seal is for transactions, which need the keys anyway.
func (s *Store) seal(row string, plain []byte) []byte { return s.opened.Load().keys.Seal(row, plain) }

// unseal opens what seal made. Fault store.locked without keys.
func (s *Store) unseal(row string, sealed []byte) ([]byte, error) {
	o := s.opened.Load()
	if o == nil {
		return nil, errLocked
	}
	return o.keys.Open(row, sealed)
}

// Now is the clock of the store.
func (s *Store) Now() time.Time { return s.o.Now() }

func broken(err error) error {
	var f *fault.Fault
	if err == nil || errors.As(err, &f) {
		return err
	}
	return fault.New(fault.Internal, "store.broken", "", "Data di PC ini tidak dapat dibaca atau ditulis. Periksa apakah disk penuh, lalu ulangi. Bila tetap gagal, hubungi admin.").Because(err)
}
