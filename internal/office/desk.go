package office

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/google/uuid"

	"loketaduan/internal/auth"
	"loketaduan/internal/calendar"
	"loketaduan/internal/complaint"
	"loketaduan/internal/exchange"
	"loketaduan/internal/fault"
	"loketaduan/internal/store"
	"loketaduan/internal/vault"
)

// Config of a desk.
type Config struct {
	Dir     string // of all data of this PC
	Now     func() time.Time
	Elapsed func() time.Duration // since some moment, by a clock that nobody can set; default the monotonic one
	Log     *slog.Logger
	Changed func(Change) // called after a commit, from any goroutine
	Cost    vault.Cost   // of new passwords; zero = vault.DefaultCost
	Keys    func() *vault.Keys

	// Outside is the folder of the file that tells a copied register from the
	// true one, see Outside(); "" = no such check. Machine goes with it.
	Outside string
	Machine string

	practice bool // made by OpenPractice

	// nil in the product; the simulation stands here in place of disk, line and loop.
	Commit    func(done bool) error // see store.Options
	Transport http.RoundTripper     // default an own one of exchange
	Runner    func(*exchange.Client, exchange.Desk) *exchange.Runner
}

// Change tells what is new after a commit.
type Change struct {
	Complaints []string
	All        bool     // many at once
	Sync       bool     // the words about sending
	Reference  bool     // offices, accounts or settings
	Rules      bool     // calendar, closures or settings of the clocks
	Files      []string // SHA-256 of files that moved on
	Letterhead bool     // kop and words of the papers
}

// Session is the account that is signed in.
type Session struct {
	Account store.Account
	Role    auth.Role
}

// Desk is one PC. Safe for concurrent use.
type Desk struct {
	c     Config
	store *store.Store

	mu      sync.Mutex
	session *Session
	locked  bool
	guesses guesses

	practice bool // see practice.go
	line     lineState
	clock    clockWatch
	reading  sync.Mutex // one status after the other
	selfing  sync.Mutex // one check of who this PC is
	watch    atomic.Pointer[watch]
	unsure   atomic.Bool // the check could not be made yet

	transfers transfers
	scanned   sync.Map   // scans that were attached
	printing  sync.Mutex // one paper after the other
	old       openedOld
}

// Open opens the register of this PC; it stays sealed until somebody signs in.
func Open(ctx context.Context, c Config) (*Desk, error) {
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Elapsed == nil {
		began := time.Now()
		c.Elapsed = func() time.Duration { return time.Since(began) }
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Changed == nil {
		c.Changed = func(Change) {}
	}
	if c.Cost == (vault.Cost{}) {
		c.Cost = vault.DefaultCost
	}
	if c.Keys == nil {
		c.Keys = vault.NewKeys
	}
	if c.Runner == nil {
		c.Runner = exchange.NewRunner
	}
	if err := os.MkdirAll(c.Dir, 0o700); err != nil {
		return nil, fault.New(fault.Internal, "desk.folder", "", "Folder data tidak dapat dibuat. Periksa apakah disk penuh atau terkunci.").Because(err)
	}
	s, err := store.Open(ctx, store.Options{Path: filepath.Join(c.Dir, "register.db"), Now: c.Now, Commit: c.Commit})
	if err != nil {
		return nil, err
	}
	d := &Desk{c: c, store: s}
	if err := d.markPractice(ctx); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	d.sweepPapers(0)
	return d, nil
}

// Close stops the exchange and closes the register.
func (d *Desk) Close() error {
	d.sweepPapers(0)
	d.stopLine()
	d.watch.Load().close()
	return d.store.Close()
}

// Phase is the screen that comes first: setup, signin, locked or ready.
func (d *Desk) Phase(ctx context.Context) (string, error) {
	d.mu.Lock()
	session, locked := d.session, d.locked
	d.mu.Unlock()
	switch {
	case session != nil && locked:
		return "locked", nil
	case session != nil:
		return "ready", nil
	}
	_, err := d.store.Desk(ctx)
	if f := fault.Of(err); f != nil && f.Kind == fault.NotFound {
		return "setup", nil
	}
	return "signin", err
}

// Who this PC is.
func (d *Desk) Who(ctx context.Context) (store.Desk, error) { return d.store.Desk(ctx) }

// Session that is signed in and not locked. Fault Forbidden.
func (d *Desk) Session() (Session, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.session == nil || d.locked {
		return Session{}, fault.New(fault.Forbidden, "session.none", "", "Masuk dahulu dengan nama pengguna dan kata sandi.")
	}
	return *d.session, nil
}

// allowed gives the session when its role has the permission.
func (d *Desk) allowed(p auth.Permission) (Session, error) {
	s, err := d.Session()
	if err == nil && !s.Role.May(p) {
		err = fault.New(fault.Forbidden, "session.role", "", "Akun ini tidak boleh melakukannya. Mintalah pimpinan atau admin kantor.")
	}
	return s, err
}

// Today in the office's zone.
func (d *Desk) Today() calendar.Date { return calendar.DateIn(d.Now(), d.store.Zone()) }

// Zone of the office.
func (d *Desk) Zone() *time.Location { return d.store.Zone() }

// Dir is the folder of this PC's data.
func (d *Desk) Dir() string { return d.c.Dir }

// update runs one transaction and tells about it afterwards.
func (d *Desk) update(ctx context.Context, fn func(*store.Tx) error) error {
	changed, err := d.commit(ctx, fn)
	if err == nil {
		d.tell(changed)
	}
	return err
}

// write is update of which nobody is told yet: more of the same follows.
func (d *Desk) write(ctx context.Context, fn func(*store.Tx) error) error {
	_, err := d.commit(ctx, fn)
	return err
}

func (d *Desk) commit(ctx context.Context, fn func(*store.Tx) error) ([]string, error) {
	if d.unsure.Load() { // a copy must not draw the numbers of the other one
		if err := d.sureOfSelf(ctx); err != nil {
			if store.Full(err) {
				return nil, err
			}
			return nil, errSelf.Because(err)
		}
		d.unsure.Store(false)
	}
	changed, err := d.writing(ctx, fn)
	if err != nil {
		return nil, err
	}
	d.watch.Load().committed()
	d.nudge()
	return changed, nil
}

func (d *Desk) tell(streams []string) {
	c := Change{Sync: true}
	for _, s := range streams {
		if s == store.StreamOffices || len(s) > len(store.StreamAccounts) && s[:len(store.StreamAccounts)] == store.StreamAccounts {
			c.Reference = true
		} else if strings.HasPrefix(s, complaint.StreamLetterhead) {
			c.Letterhead = true
		} else if strings.HasPrefix(s, complaint.StreamRegisters) {
			c.All = true // an undone import takes its complaints along
		} else if complaint.IsRuleStream(s) {
			c.Rules, c.Reference, c.All = true, true, true // any deadline may have moved
		} else {
			c.Complaints = append(c.Complaints, s)
		}
	}
	if c.All || len(c.Complaints) > 100 {
		c.Complaints, c.All = nil, true
	}
	d.c.Changed(c)
}

func newID() string { return uuid.Must(uuid.NewV7()).String() }

func (d *Desk) actor(s Session) (complaint.Actor, error) {
	who, err := d.store.Desk(context.Background())
	return complaint.Actor{Account: s.Account.ID, Role: s.Role, Office: who.Office}, err
}

func isNotFound(err error) bool {
	var f *fault.Fault
	return errors.As(err, &f) && f.Kind == fault.NotFound
}
