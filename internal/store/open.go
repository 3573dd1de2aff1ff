package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"loketaduan/internal/calendar"
	"loketaduan/internal/complaint"
	"loketaduan/internal/fault"
	"loketaduan/internal/vault"
)

// Options of Open. Keys may come later through Unlock; until then only key
// slots can be read.
type Options struct {
	Path    string // database file of SQLite; its folder must exist
	URL     string // postgres://... instead of it; Path says then only where files lie
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

// Store is an open register. Safe for concurrent use: one writer, a few
// readers; a server on PostgreSQL has many of both.
type Store struct {
	o       Options
	d       *dialect
	write   *sql.DB
	read    *reads
	opened  atomic.Pointer[opened]
	book    atomic.Pointer[complaint.Rulebook]
	home    atomic.Value           // string: code of the office that this PC belongs to
	who     atomic.Pointer[Desk]   // as committed; nil = to be read
	epoch   atomic.Pointer[string] // nil = to be read
	writing sync.RWMutex           // one Update at a time, so that a waiting one holds no connection; see enter
	kept    statements
	loose   int64      // index rows since it was tidied, under writing
	past    remembered // under writing
	chain   chainHead  // of our own device, cached under writing
	files   *Files
	behind  bool // see catchUp, under writing
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
	s := &Store{o: o, d: o.dialect()}
	if o.Files == "" {
		o.Files = filepath.Join(filepath.Dir(o.Path), "berkas")
	}
	s.files = newFiles(s, o.Files)
	s.book.Store(complaint.NewRulebook(o.Decrees, nil))
	var err error
	var read *sql.DB
	if s.write, read, err = s.d.connect(ctx, o); err != nil {
		return nil, broken(err)
	}
	s.kept.said, s.read = s.d.said, &reads{DB: read, kept: statements{said: s.d.said}}
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

// Close ends the store. Safe to call twice.
func (s *Store) Close() error {
	s.writing.Lock()
	defer s.writing.Unlock()
	return errors.Join(s.read.Close(), s.write.Close())
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
		if kept, err := s.settle(ctx, keyCheck, k.Seal("meta:"+keyCheck, []byte(keyCheck))); err != nil {
			return err
		} else if _, err := k.Open("meta:"+keyCheck, kept); err != nil {
			return errKeys // another program was quicker
		}
	}
	if s.d.merge != "" { // what single saves left in pieces; a search works without it too
		_, _ = s.write.ExecContext(ctx, s.d.merge)
	}
	s.opened.Store(&opened{keys: k, words: words})
	s.chain, s.past = chainHead{}, remembered{}
	if d, err := s.Desk(ctx); err == nil {
		s.home.Store(d.Office)
	}
	book, err := s.readBook(ctx, s.write)
	if err != nil {
		return err
	}
	s.book.Store(book)
	s.behind = true
	if err := s.catchUp(ctx); err != nil && (s.o.Server || !Full(err)) {
		return err
	}
	return nil // a full disk can still be read; the next to write brings up what is behind
}

// catchUp brings lists and dates to what this program makes of the journal,
// before anything is written on top of them. The writer's lock is held.
func (s *Store) catchUp(ctx context.Context) error {
	if !s.behind {
		return nil
	}
	s.behind = false
	err := s.refresh(ctx)
	if err == nil {
		err = s.recountAll(ctx)
	}
	s.behind = err != nil
	return err
}

// projection is the number of the newest way to project.
const projection = "4"

// made names how this program makes lists of the journal: the way, and the
// kinds that it knows. Another one's lists are made anew, for entries that were
// kept unread because that program was too old may count now.
func made() string {
	h := sha256.New()
	for _, kind := range sortedKeys(complaint.Known) {
		fmt.Fprintf(h, "%s %d\n", kind, complaint.Known[kind])
	}
	return fmt.Sprintf("%s %x", projection, h.Sum(nil)[:8])
}

// refresh brings the projections to what this program makes of the journal.
// The writer's lock is held.
func (s *Store) refresh(ctx context.Context) error {
	have, err := s.Plain(ctx, "projection")
	mark := made()
	if err != nil || have == mark {
		return err
	}
	var entries int
	if err := s.write.QueryRowContext(ctx, "SELECT count(*) FROM (SELECT 1 FROM entry LIMIT 1) AS first").Scan(&entries); err != nil {
		return broken(err)
	}
	if entries > 0 {
		if _, err := s.updateLocked(ctx, true, true, (*Tx).rebuild); err != nil {
			return err
		}
	}
	_, err = s.write.ExecContext(ctx, "INSERT INTO meta (key, value) VALUES ('p:projection', $1) ON CONFLICT (key) DO UPDATE SET value = excluded.value", []byte(mark))
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

var errFull = fault.New(fault.Internal, "store.full", "", "Disk penuh, jadi tidak ada yang dapat disimpan. Aduan yang ada tetap dapat dicari dan dibaca. Kosongkan tempat di disk, lalu ulangi.")

// Full tells whether the disk had no room for a change.
func Full(err error) bool {
	var f *fault.Fault
	return errors.As(err, &f) && f.Code == errFull.Code
}

func broken(err error) error {
	var f *fault.Fault
	if err == nil || errors.As(err, &f) {
		return err
	}
	if f = ofPostgres(err); f != nil {
		return f
	}
	if fullSQLite(err) || errors.Is(err, syscall.ENOSPC) {
		return errFull.Because(err)
	}
	return fault.New(fault.Internal, "store.broken", "", "Data di PC ini tidak dapat dibaca atau ditulis. Periksa apakah disk penuh, lalu ulangi. Bila tetap gagal, hubungi admin.").Because(err)
}
