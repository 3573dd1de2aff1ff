package store

import (
	"context"
	"database/sql"
	"errors"
	"math/rand/v2"
	"sync"
	"time"
)

// enter waits for a transaction's turn and gives what ends it. Only a server
// on PostgreSQL lets several in at once; alone tells that this is not so, and
// that what the store remembers from one transaction to the next is ours.
func (s *Store) enter(afresh bool) (alone bool, leave func()) {
	if s.o.Server && s.d.many && !afresh {
		s.writing.RLock()
		return false, s.writing.RUnlock
	}
	s.writing.Lock()
	return true, s.writing.Unlock
}

// races is how often a transaction begins again that lost against another.
const races = 12

// again runs a transaction until it loses no race and no connection, or too
// many. fn must be such that a second run after a rollback does the same.
func (s *Store) again(ctx context.Context, fn func() error) error {
	err := fn()
	for race := range races {
		var u unsure
		if err == nil || s.d.lost == nil || !s.d.lost(err) || errors.As(err, &u) {
			return err
		}
		// the others need about a millisecond each
		wait := time.NewTimer(time.Duration(1+rand.IntN(4<<min(race, 6))) * time.Millisecond)
		select {
		case <-wait.C:
		case <-ctx.Done():
			wait.Stop()
			return err
		}
		err = fn()
	}
	return err
}

// unsure is the failure of a commit that may have been done all the same:
// whoever asked knows how to ask again, a second run does not.
type unsure struct{ error }

func (u unsure) Unwrap() error { return u.error }

// statements that were prepared once, for every later transaction. They are
// known by what the program says, whatever way the database likes to hear it.
type statements struct {
	said func(string) string
	mu   sync.Mutex
	by   map[string]*sql.Stmt
}

func (k *statements) get(q string) *sql.Stmt {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.by[q]
}

func (k *statements) len() int {
	k.mu.Lock()
	defer k.mu.Unlock()
	return len(k.by)
}

// keep prepares statements; the writer's one connection must be free. What
// cannot be prepared is prepared anew each time.
func (k *statements) keep(db *sql.DB, wanted []string) {
	for _, q := range wanted {
		if k.get(q) != nil {
			continue
		}
		st, err := db.Prepare(k.said(q))
		if err != nil {
			continue
		}
		k.mu.Lock()
		if k.by == nil {
			k.by = map[string]*sql.Stmt{}
		}
		if k.by[q] == nil {
			k.by[q], st = st, nil
		}
		k.mu.Unlock()
		if st != nil {
			st.Close()
		}
	}
}
