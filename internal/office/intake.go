package office

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"time"

	"loketaduan/internal/auth"
	"loketaduan/internal/calendar"
	"loketaduan/internal/complaint"
	"loketaduan/internal/fault"
	"loketaduan/internal/journal"
	"loketaduan/internal/store"
)

// Recorded is a complaint that has just been saved.
type Recorded struct {
	Complaint *complaint.Complaint
	Warnings  []string
}

// Record saves a form in one transaction: number, content, identity, list and
// search; the draft goes with it. id is the draft's, so that saving twice is
// saving once.
func (d *Desk) Record(ctx context.Context, id string, form complaint.Form) (Recorded, error) {
	s, err := d.allowed(auth.Record)
	if err != nil {
		return Recorded{}, err
	}
	if !journal.IsID(id) {
		return Recorded{}, fault.New(fault.Invalid, "complaint.id.invalid", "", "Formulir ini tidak punya nomor pengenal. Buka formulir baru.")
	}
	by, err := d.actor(s)
	if err != nil {
		return Recorded{}, err
	}
	var out Recorded
	err = d.update(ctx, func(t *store.Tx) error {
		had, err := t.HasEntry(id)
		if err != nil {
			return err
		}
		if !had {
			if form.ReceivedAt == "" {
				form.ReceivedAt = t.Now().Format(time.RFC3339)
			}
			// what is wrong with the form must be found before a number is drawn
			if _, err := complaint.Receive(id, newID(), "-", "", form, by, d.Zone()); err != nil {
				return err
			}
			number, err := t.NextNumber(t.Now().In(d.Zone()).Year())
			if err != nil {
				return err
			}
			drafts, err := complaint.Receive(id, newID(), number, salt(), form, by, d.Zone())
			if err != nil {
				return err
			}
			if err := t.Append(id, by.Account, drafts); err != nil {
				return err
			}
		}
		if err := t.DropDraft(id); err != nil {
			return err
		}
		out.Complaint, err = t.Complaint(id)
		return err
	})
	if err != nil {
		return Recorded{}, err
	}
	f := out.Complaint.Form()
	out.Warnings = f.Warnings(d.c.Now(), d.Zone())
	return out, nil
}

// salt keeps the hash of an identity from telling it once the body is erased.
func salt() string {
	b := make([]byte, 16)
	rand.Read(b)
	return hex.EncodeToString(b)
}

// Preview counts the deadline of a form that is still being typed.
func (d *Desk) Preview(form complaint.Form) (complaint.Class, calendar.Span) {
	received := form.Received()
	if received.IsZero() {
		received = d.c.Now()
	}
	class := form.Class()
	return class, calendar.Span{Received: calendar.DateIn(received, d.Zone()), WorkingDays: d.store.Limits()[class], Week: d.store.Week()}
}

// Calendar, limits and week that the desk counts with.
func (d *Desk) Calendar() *calendar.Calendar { return d.store.Calendar() }

// Span of a recorded complaint.
func (d *Desk) Span(c *complaint.Complaint) calendar.Span {
	return c.Span(d.store.Limits(), d.Zone(), d.store.Week())
}

// Week of the office.
func (d *Desk) Week() calendar.WorkWeek { return d.store.Week() }

// Draft of a form.
type Draft struct {
	ID   string
	At   time.Time
	Form json.RawMessage
}

// SaveDraft keeps what is typed; on the disk when it returns.
func (d *Desk) SaveDraft(ctx context.Context, id string, form json.RawMessage) (Draft, error) {
	d.mu.Lock()
	session := d.session // the form goes on behind the lock
	d.mu.Unlock()
	if session == nil {
		return Draft{}, fault.New(fault.Forbidden, "session.none", "", "Masuk dahulu dengan nama pengguna dan kata sandi.")
	}
	if !journal.IsID(id) {
		return Draft{}, fault.New(fault.Invalid, "complaint.id.invalid", "", "Formulir ini tidak punya nomor pengenal. Buka formulir baru.")
	}
	saved, err := d.store.HasComplaint(ctx, id)
	if err != nil || saved {
		return Draft{ID: id, At: d.c.Now(), Form: form}, err // a late keystroke after the save makes no ghost
	}
	err = d.store.PutDraft(ctx, store.Draft{ID: id, Account: session.Account.ID, Content: form})
	return Draft{ID: id, At: d.c.Now(), Form: form}, err
}

// Drafts of this PC, newest first.
func (d *Desk) Drafts(ctx context.Context) ([]Draft, error) {
	if _, err := d.Session(); err != nil {
		return nil, err
	}
	list, err := d.store.Drafts(ctx)
	out := make([]Draft, 0, len(list))
	for _, x := range list {
		out = append(out, Draft{ID: x.ID, At: x.At, Form: x.Content})
	}
	return out, err
}

// DropDraft throws a draft away.
func (d *Desk) DropDraft(ctx context.Context, id string) error {
	if _, err := d.allowed(auth.Record); err != nil {
		return err
	}
	_, err := d.store.Update(ctx, func(t *store.Tx) error { return t.DropDraft(id) })
	return err
}
