package office

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"strings"
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

// Beside a form stands what the clerk chose while it was typed.
type Beside struct {
	Links      []string // complaints about the same
	ReporterOf string   // complaint whose reporter it is; "" = typed in full
}

// Record saves a form in one transaction: number, content, identity, list and
// search; the draft goes with it. id is the draft's, so that saving twice is
// saving once.
// A receipt date that is unusual is asked about once, with fault
// Conflict complaint.received.confirm, and taken when confirmed says so.
func (d *Desk) Record(ctx context.Context, id string, form complaint.Form, confirmed bool, also ...Beside) (Recorded, error) {
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
	var beside Beside
	for _, b := range also {
		beside = b
	}
	typed := form
	var out Recorded
	err = d.update(ctx, func(t *store.Tx) error {
		had, err := t.HasEntry(id)
		if err != nil {
			return err
		}
		if !had {
			if form.ReceivedAt == "" {
				form.ReceivedAt = d.Now().UTC().Format(time.RFC3339)
			}
			if err := d.complete(t, &form, beside.ReporterOf); err != nil {
				return err
			}
			rules := t.Rules(by.Office)
			f := complaint.Facts{Office: by.Office, State: complaint.Received, Class: form.Class(), ReceivedAt: form.Received()}
			promise := rules.Promise(&f)
			// what is wrong with the form must be found before a number is drawn
			if _, err := complaint.Receive(id, newID(), "-", "", form, by, rules, promise); err != nil {
				return err
			}
			if confirmed && calendar.DateIn(form.Received(), d.Zone()) == d.Today() {
				d.trustClock()
			}
			if ask := d.unusual(&form); ask != "" && !confirmed {
				return fault.New(fault.Conflict, "complaint.received.confirm", "receivedAt", ask+" Periksa tanggalnya; bila memang benar, simpan sekali lagi.")
			}
			number, err := t.NextNumber(d.Now().In(d.Zone()).Year())
			if err != nil {
				return err
			}
			drafts, err := complaint.Receive(id, newID(), number, salt(), form, by, rules, promise)
			if err != nil {
				return err
			}
			if err := t.Append(id, by.Account, drafts); err != nil {
				return err
			}
			if err := d.takeDraftFiles(t, id, by); err != nil {
				return err
			}
			for _, other := range beside.Links {
				if err := d.link(t, by, id, newID(), other, false); err != nil && !passing(err) {
					return err
				}
			}
		}
		if had {
			if err := d.sameForm(t, id, typed, beside.ReporterOf); err != nil {
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
	out.Warnings = f.Warnings(d.Now(), d.Zone())
	return out, nil
}

// passing tells a fault of a link that must not keep a complaint from being
// saved: the other one is gone, or chosen twice.
func passing(err error) bool {
	f := fault.Of(err)
	return f.Kind == fault.NotFound || strings.HasPrefix(f.Code, "complaint.link.") || f.Code == "complaint.office.other"
}

// sameForm refuses a second save of a form with other content: the first one
// has its number and its receipt, and a change to it is a correction.
func (d *Desk) sameForm(t *store.Tx, id string, form complaint.Form, from string) error {
	c, err := t.Complaint(id)
	if err != nil {
		return err
	}
	if form.ReceivedAt == "" {
		form.ReceivedAt = c.ReceivedAt().UTC().Format(time.RFC3339)
	}
	if err := d.complete(t, &form, from); err != nil {
		return err
	}
	if c.Recorded(form) {
		return nil
	}
	return fault.New(fault.Conflict, "complaint.saved", "", "Formulir ini sudah tersimpan dengan nomor "+c.Number+", dengan isi lain. Buka aduan itu dan pakai Perbaiki untuk mengubah isinya, atau buka formulir baru.")
}

// complete fills in what follows from what was typed, see Assist.
func (d *Desk) complete(t *store.Tx, form *complaint.Form, from string) error {
	if from != "" {
		c, err := t.Complaint(from)
		if err != nil && !isNotFound(err) {
			return err
		}
		takeReporter(&form.Reporter, c)
	}
	form.Complete(calendar.DateIn(form.Received(), d.Zone()), villageOf(form))
	return nil
}

// unusual tells why the receipt date of a form wants a second look.
func (d *Desk) unusual(f *complaint.Form) string {
	if wrong := d.UnusualClock(); wrong != "" {
		return wrong + " Tanggal terima yang akan disimpan: " + calendar.DateIn(f.Received(), d.Zone()).Long() + "."
	}
	return f.UnusualReceipt(d.Now(), d.Zone())
}

// salt keeps the hash of an identity from telling it once the body is erased.
func salt() string {
	b := make([]byte, 16)
	rand.Read(b)
	return hex.EncodeToString(b)
}

// Preview gives the clocks of a form that is still being typed.
func (d *Desk) Preview(form complaint.Form) (complaint.Facts, complaint.Clocks) {
	received := form.Received()
	if received.IsZero() {
		received = d.Now()
	}
	who, _ := d.store.Desk(context.Background()) // before the first run there are the usual rules
	f := complaint.Facts{Office: who.Office, State: complaint.Received, Class: form.Class(), ReceivedAt: received}
	return f, d.Rules().Clocks(&f)
}

// Calendar of this office.
func (d *Desk) Calendar() *calendar.Calendar { return d.store.Calendar() }

// Week of the office.
func (d *Desk) Week() calendar.WorkWeek { return d.store.Week() }

// Draft of a form. Author is the account that began it.
type Draft struct {
	ID     string
	Author store.Account
	At     time.Time
	Form   json.RawMessage
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

// Drafts of this PC, newest first. Another clerk may go on with one.
func (d *Desk) Drafts(ctx context.Context) ([]Draft, error) {
	if _, err := d.Session(); err != nil {
		return nil, err
	}
	list, err := d.store.Drafts(ctx)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	accounts, err := d.store.Accounts(ctx)
	out := make([]Draft, 0, len(list))
	for _, x := range list {
		if !journal.IsID(x.ID) {
			continue // of an act
		}
		one := Draft{ID: x.ID, At: x.At, Form: x.Content, Author: store.Account{ID: x.Account}}
		for _, a := range accounts {
			if a.ID == x.Account {
				one.Author = a
			}
		}
		out = append(out, one)
	}
	return out, err
}

// DropDraft throws a draft away: the own one, or as a supervisor any. Fault
// Forbidden draft.other.
func (d *Desk) DropDraft(ctx context.Context, id string) error {
	by, err := d.allowed(auth.Record)
	if err != nil {
		return err
	}
	list, err := d.Drafts(ctx)
	if err != nil {
		return err
	}
	for _, x := range list {
		if x.ID == id && x.Author.ID != by.Account.ID && !by.Role.May(auth.Supervise) {
			return fault.New(fault.Forbidden, "draft.other", "", "Draf ini milik "+x.Author.Name+" dan menunggu ia kembali. Hanya ia, pimpinan, atau admin yang dapat membuangnya.")
		}
	}
	_, err = d.store.Update(ctx, func(t *store.Tx) error { return t.DropDraft(id) })
	return err
}
