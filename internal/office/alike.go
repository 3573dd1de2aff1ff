package office

import (
	"cmp"
	"context"
	"slices"
	"time"

	"loketaduan/internal/auth"
	"loketaduan/internal/calendar"
	"loketaduan/internal/complaint"
	"loketaduan/internal/fault"
	"loketaduan/internal/journal"
	"loketaduan/internal/store"
)

// Hint is a complaint that may be about the same as the one that is typed.
type Hint struct {
	store.Row
	complaint.Likeness
}

const (
	hintsMost  = 5
	probesMost = 40 // complaints that are opened and compared
)

// Alike finds what may have been recorded before of the same person or about
// the same matter, the likeliest first. id is the form's; it may be half empty.
func (d *Desk) Alike(ctx context.Context, id string, form complaint.Form) ([]Hint, error) {
	if _, err := d.Session(); err != nil {
		return nil, err
	}
	received := form.Received()
	if received.IsZero() {
		received = d.Now()
	}
	return d.alike(ctx, id, form, received)
}

func (d *Desk) alike(ctx context.Context, id string, form complaint.Form, received time.Time) ([]Hint, error) {
	m := matterOf(complaint.ValuesOf(form))
	m.On, m.Open = calendar.DateIn(received, d.Zone()), true
	traits := complaint.TraitsOf(m)
	rows, err := d.store.Alike(ctx, store.Probe{Numbers: traits.Numbers(), Words: traits.Words(), Except: id, Most: probesMost,
		From: m.On.AddDays(-complaint.AlikeDays), To: m.On.AddDays(complaint.AlikeDays)})
	if err != nil {
		return nil, err
	}
	hints := []Hint{}
	for _, r := range rows {
		before := matterOf(r.Snapshot.Values)
		before.On, before.Open = calendar.DateIn(r.ReceivedAt, d.Zone()), r.Open
		if like := traits.Like(complaint.TraitsOf(before)); like.Score > 0 {
			hints = append(hints, Hint{r, like})
		}
	}
	slices.SortStableFunc(hints, func(a, b Hint) int { return cmp.Compare(b.Score, a.Score) })
	return hints[:min(len(hints), hintsMost)], nil
}

// matterOf is what is compared of a complaint's values.
func matterOf(v map[string]string) complaint.Matter {
	return complaint.Matter{Name: v["reporter.name"], NIK: v["reporter.idNumber"], Phone: v["reporter.phone"], Proxy: v["reporter.proxyName"],
		Subject: v["subject"], Narrative: v["narrative"], Place: v["eventPlace"], Village: VillageName(cmp.Or(v["village"], v["reporter.village"]))}
}

// Link says that two complaints are about the same, in both of them; other is
// the id or the register number of the second, entry the id of the first one's
// entry. With off it takes that back.
func (d *Desk) Link(ctx context.Context, complaintID, entry, other string, off bool) error {
	s, err := d.allowed(auth.Record)
	if err != nil {
		return err
	}
	if !journal.IsID(entry) {
		return fault.New(fault.Invalid, "complaint.id.invalid", "", "Tindakan ini tidak punya nomor pengenal. Ulangi sekali lagi.")
	}
	by, err := d.actor(s)
	if err != nil {
		return err
	}
	if !journal.IsID(other) {
		if other, err = d.byNumber(ctx, other); err != nil {
			return err
		}
	}
	return d.update(ctx, func(t *store.Tx) error { return d.link(t, by, complaintID, entry, other, off) })
}

// byNumber finds a complaint by its register number as somebody typed it.
func (d *Desk) byNumber(ctx context.Context, typed string) (id string, err error) {
	if _, err := complaint.ParseNumber(typed); err != nil {
		return "", fault.New(fault.Invalid, "complaint.link.number", "other", "Ketik nomor register lengkap, misalnya 630305-A-2026-000012-3.")
	}
	rows, _, _, err := d.store.List(ctx, store.Filter{Query: typed, Limit: 2})
	switch {
	case err != nil:
		return "", err
	case len(rows) == 0:
		return "", fault.New(fault.NotFound, "complaint.link.unknown", "other", "Tidak ada aduan dengan nomor ini di PC ini.")
	case len(rows) > 1:
		return "", fault.New(fault.Conflict, "complaint.link.doubled", "other", "Ada dua aduan dengan nomor ini. Buka salah satunya, lalu kaitkan dari sana.")
	}
	return rows[0].ID, nil
}

// link writes the entries of both sides; a repeat of the same entry does nothing.
func (d *Desk) link(t *store.Tx, by complaint.Actor, one, entry, other string, off bool) error {
	if had, err := t.HasEntry(entry); err != nil || had {
		return err
	}
	a, err := t.Complaint(one)
	if err != nil {
		return err
	}
	b, err := t.Complaint(other)
	if isNotFound(err) && off { // it is not on this PC any more; what stands here may still go
		return d.linkOne(t, by, a, entry, complaint.Link{ID: other, Number: numberLinked(a, other)}, off)
	}
	if err != nil {
		return err
	}
	if err := d.linkOne(t, by, a, entry, complaint.Link{ID: b.ID, Number: b.Number}, off); err != nil {
		return err
	}
	err = d.linkOne(t, by, b, newID(), complaint.Link{ID: a.ID, Number: a.Number}, off)
	if f := fault.Of(err); f != nil && (f.Code == "complaint.link.twice" || f.Code == "complaint.link.not_found") {
		return nil // the other side says so already: another desk was half way
	}
	return err
}

func numberLinked(c *complaint.Complaint, id string) string {
	for _, x := range c.Links {
		if x.ID == id {
			return x.Number
		}
	}
	return ""
}

func (d *Desk) linkOne(t *store.Tx, by complaint.Actor, c *complaint.Complaint, entry string, to complaint.Link, off bool) error {
	kind := complaint.KLinked
	if off {
		kind = complaint.KUnlinked
	}
	drafts, err := complaint.Decide(c, complaint.Act{ID: entry, Kind: kind, Body: complaint.Body{Link: &to}, Now: d.Now(), Zone: d.Zone()}, by, newID(), salt())
	if err != nil {
		return err
	}
	return t.Append(c.ID, by.Account, drafts)
}
