package office

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"sync"
	"time"

	"loketaduan/internal/auth"
	"loketaduan/internal/fault"
	"loketaduan/internal/store"
)

// Lock covers the screen: the session waits, the key stays, sending goes on.
func (d *Desk) Lock() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.locked = d.session != nil
}

// SignOut ends the session; sending goes on until the program ends.
func (d *Desk) SignOut() {
	d.sweepPapers(0)
	d.mu.Lock()
	defer d.mu.Unlock()
	d.session, d.locked = nil, false
}

// Behind is the account whose work waits behind the lock.
func (d *Desk) Behind() (store.Account, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.session == nil || !d.locked {
		return store.Account{}, false
	}
	return d.session.Account, true
}

// How long nobody may touch the keys before the screen locks itself, in minutes.
const (
	lockUsual = 10
	lockLeast = 1
	lockMost  = 120

	plainLock = "lock_minutes"
)

// LockMinutes of this PC. It can be read before anybody signs in.
func (d *Desk) LockMinutes(ctx context.Context) (int, error) {
	v, err := d.store.Plain(ctx, plainLock)
	if n, bad := strconv.Atoi(v); bad == nil && n >= lockLeast && n <= lockMost {
		return n, err
	}
	return lockUsual, err
}

// SetLockMinutes of this PC, by who may add accounts to it.
func (d *Desk) SetLockMinutes(ctx context.Context, minutes int) error {
	if _, err := d.allowed(auth.Accounts); err != nil {
		return err
	}
	if minutes < lockLeast || minutes > lockMost {
		return fault.New(fault.Invalid, "lock.minutes", "minutes", fmt.Sprintf("Isi %d sampai %d menit.", lockLeast, lockMost))
	}
	_, err := d.store.Update(ctx, func(t *store.Tx) error { return t.SetPlain(plainLock, strconv.Itoa(minutes)) })
	return err
}

// guesses makes trying out passwords slow: after a few wrong ones the name has
// to wait, each time longer. It is in memory alone: whoever can start the program
// anew has the disk, where only the cost of each try protects the key.
type guesses struct {
	one sync.Mutex // tries follow each other, so that many at once are not one wrong one
	of  map[string]guess
}

type guess struct {
	wrong int
	until time.Time
}

const (
	guessesFree = 3
	guessFirst  = 5 * time.Second // doubled with every further wrong one
	guessMost   = time.Minute
)

// try runs one try for a name and remembers how it ended. Fault Forbidden
// session.slow while the name has to wait.
func (g *guesses) try(name string, now func() time.Time, open func() error) error {
	g.one.Lock()
	defer g.one.Unlock()
	if left := g.of[name].until.Sub(now()); left > 0 && left <= guessMost {
		return fault.New(fault.Forbidden, "session.slow", "password", fmt.Sprintf("Sudah beberapa kali salah. Tunggu %d detik, lalu coba lagi.", int((left+time.Second-1)/time.Second)))
	}
	err := open()
	var f *fault.Fault
	switch {
	case err == nil:
		delete(g.of, name)
	case errors.As(err, &f) && f.Kind == fault.Forbidden:
		if g.of == nil {
			g.of = map[string]guess{}
		}
		w := g.of[name].wrong + 1
		next := guess{wrong: w}
		if w >= guessesFree {
			next.until = now().Add(min(guessFirst<<min(w-guessesFree, 10), guessMost))
		}
		g.of[name] = next
	}
	return err
}
