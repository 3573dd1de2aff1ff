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
	Files       []Transfer
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
	if w.Files, err = d.transfersNow(ctx); err != nil {
		return w, err
	}
	who, err := d.store.Desk(ctx)
	if err != nil {
		return w, err
	}
	w.Provisional = complaint.ProvisionalLetter(who.Letter)
	w.Offered = d.Offered()
	return w, nil
}

// Ways is how far a complaint and each of its entries have come.
func (d *Desk) Ways(ctx context.Context, id string) (store.Way, map[string]store.EntryWay, error) {
	if _, err := d.Session(); err != nil {
		return store.Way{}, nil, err
	}
	return d.store.Ways(ctx, id)
}

// Offered is the newest own entry that is under way, its answer not here yet;
// 0 = none is.
func (d *Desk) Offered() int64 {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.line.last.Busy {
		return d.line.offered
	}
	return 0
}

// filesMost is how many files the list of what waits shows.
const filesMost = 50

// Transfer is a file that still goes up or comes down.
type Transfer struct {
	store.OpenFile
	Number string // of its complaint
	Name   string
	Why    string // it was put aside for a while; "" = it is its turn, or under way
}

// transfersNow are the files on their way: those to be sent, and of others
// those that somebody asked for or that come by themselves.
func (d *Desk) transfersNow(ctx context.Context) ([]Transfer, error) {
	open, err := d.store.OpenFiles(ctx)
	if err != nil {
		return nil, err
	}
	out := []Transfer{}
	for i := range open {
		x := Transfer{OpenFile: open[i]}
		wanted, why := d.transfers.of(x.SHA256)
		if !x.Here && !wanted && x.Size > autoFetch {
			continue
		}
		if len(out) == filesMost {
			break
		}
		if !x.Here {
			p, err := d.store.Files().Part(x.SHA256, from)
			if err != nil {
				return nil, err
			}
			if x.Sent, _, err = p.Offset(); err != nil {
				return nil, err
			}
		}
		x.Why = why
		c, err := d.store.Complaint(ctx, x.Stream)
		if isNotFound(err) {
			continue // without its beginning nobody sees it
		}
		if err != nil {
			return nil, err
		}
		x.Number = c.Number
		for _, f := range c.Files {
			if f.SHA256 == x.SHA256 {
				x.Name = f.Name
			}
		}
		out = append(out, x)
	}
	return out, nil
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
