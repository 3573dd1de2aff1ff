package office

import (
	"context"
	"strings"
	"time"

	"loketaduan/internal/auth"
	"loketaduan/internal/complaint"
	"loketaduan/internal/store"
)

// waitingMost is how many complaints the list of what waits shows.
const waitingMost = 200

// Waiting is what the regency has not got yet, from the journal.
type Waiting struct {
	Status
	Bytes       int64
	List        []store.Waiting // oldest first, at most waitingMost
	Asides      []store.Aside
	Offered     int64 // own entries up to this one are under way, their answer is not here
	Provisional bool  // the letter is one that no server gave: this PC is a copy
}

// Waiting for the screen that shows it.
func (d *Desk) Waiting(ctx context.Context) (Waiting, error) {
	s, err := d.Status(ctx)
	if err != nil {
		return Waiting{}, err
	}
	w := Waiting{Status: s}
	if w.List, err = d.store.Waiting(ctx, waitingMost); err != nil {
		return w, err
	}
	if w.Bytes, err = d.store.UnsentBytes(ctx); err != nil {
		return w, err
	}
	if w.Asides, err = d.store.Asides(ctx); err != nil {
		return w, err
	}
	who, err := d.store.Desk(ctx)
	if err != nil {
		return w, err
	}
	w.Provisional = complaint.ProvisionalLetter(who.Letter)
	d.mu.Lock()
	if d.line.last.Busy {
		w.Offered = d.line.offered
	}
	d.mu.Unlock()
	return w, nil
}

// SendAgain sends what was set aside once more, with text in place of what was
// written unless it is empty.
func (d *Desk) SendAgain(ctx context.Context, row int64, text string) error {
	if _, err := d.allowed(auth.Record); err != nil {
		return err
	}
	return d.update(ctx, func(t *store.Tx) error {
		_, err := t.SendAgain(row, strings.TrimSpace(text))
		return err
	})
}

// Verified is the outcome of a check of the journal. Bad names the first bad
// entry; "" = everything fits.
type Verified struct {
	At      time.Time
	Entries int64
	Bad     string
}

// VerifyJournal recomputes every chain on this PC.
func (d *Desk) VerifyJournal(ctx context.Context) (Verified, error) {
	if _, err := d.Session(); err != nil {
		return Verified{}, err
	}
	r, err := d.store.VerifyJournal(ctx)
	return Verified{At: d.Now(), Entries: r.Entries, Bad: r.Bad}, err
}
