package office

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"loketaduan/internal/auth"
	"loketaduan/internal/calendar"
	"loketaduan/internal/complaint"
	"loketaduan/internal/fault"
	"loketaduan/internal/journal"
	"loketaduan/internal/store"
)

// Rules that this office's clocks run by.
func (d *Desk) Rules() *complaint.Rules { return d.store.Rules() }

// Rulebook of all offices.
func (d *Desk) Rulebook() *complaint.Rulebook { return d.store.Rulebook() }

// Clocks of a complaint.
func (d *Desk) Clocks(c *complaint.Complaint) complaint.Clocks { return d.store.Clocks(c) }

// Impact is what a change of rules would do to the open complaints.
type Impact struct {
	Moving []store.Moving // the first of them
	Total  int
}

// impactMost complaints are shown before a change of rules.
const impactMost = 100

// PreviewClosure tells what closing the office would move, or what is still
// missing in the form.
func (d *Desk) PreviewClosure(ctx context.Context, in complaint.NewClosure) (Impact, error) {
	draft, stream, _, err := d.decideClosure(ctx, newID(), in)
	if err != nil {
		return Impact{}, err
	}
	return d.impact(ctx, stream, draft, nil)
}

// CloseOffice closes this office for some days. It counts at once.
func (d *Desk) CloseOffice(ctx context.Context, id string, in complaint.NewClosure) error {
	draft, stream, by, err := d.decideClosure(ctx, id, in)
	if err != nil {
		return err
	}
	return d.setRule(ctx, stream, by, draft)
}

func (d *Desk) decideClosure(ctx context.Context, id string, in complaint.NewClosure) (journal.Draft, string, complaint.Actor, error) {
	by, err := d.ruler(id)
	if err != nil {
		return journal.Draft{}, "", by, err
	}
	draft, err := complaint.CloseOffice(id, in, by, d.Rules().Closures, d.Today())
	return draft, complaint.StreamRules + by.Office, by, err
}

// ReopenOffice withdraws a closure; deadlines go back.
func (d *Desk) ReopenOffice(ctx context.Context, id, closure, why string) error {
	by, err := d.ruler(id)
	if err != nil {
		return err
	}
	draft, err := complaint.ReopenOffice(id, closure, why, by, d.Rules().Closures)
	if err != nil {
		return err
	}
	return d.setRule(ctx, complaint.StreamRules+by.Office, by, draft)
}

// SetRules changes the settings of this office's clocks.
func (d *Desk) SetRules(ctx context.Context, id string, s complaint.Settings) error {
	by, err := d.ruler(id)
	if err != nil {
		return err
	}
	draft, err := complaint.SetRules(id, s, d.Rules().Settings, by)
	if err != nil {
		return err
	}
	return d.setRule(ctx, complaint.StreamRules+by.Office, by, draft)
}

// PackagePreview is what a calendar package would change.
type PackagePreview struct {
	Package *calendar.Package
	Old     calendar.Revision
	Changes []calendar.Change
	Years   []int // declared for the first time
	Impact  Impact
}

// PreviewPackage reads a package from a file. A key that is not known here is
// taken when its fingerprint was typed: that is for a PC without any server.
func (d *Desk) PreviewPackage(ctx context.Context, file []byte, fingerprint string) (PackagePreview, error) {
	p, draft, stream, _, err := d.decidePackage(ctx, newID(), file, fingerprint)
	if err != nil {
		return PackagePreview{}, err
	}
	have := d.Rulebook().Decrees()
	v := PackagePreview{Package: p, Old: have.Revision()}
	v.Changes, v.Years = calendar.Diff(have, p.Decrees)
	v.Impact, err = d.impact(ctx, stream, draft, p)
	return v, err
}

// TakePackage takes it: every open complaint is counted anew at once.
func (d *Desk) TakePackage(ctx context.Context, id string, file []byte, fingerprint string) error {
	p, draft, stream, by, err := d.decidePackage(ctx, id, file, fingerprint)
	if err != nil {
		return err
	}
	return d.update(ctx, func(t *store.Tx) error {
		if err := t.TrustCalendar(p.Key); err != nil {
			return err
		}
		return t.Append(stream, by.Account, []journal.Draft{draft})
	})
}

func (d *Desk) decidePackage(ctx context.Context, id string, file []byte, fingerprint string) (*calendar.Package, journal.Draft, string, complaint.Actor, error) {
	by, err := d.ruler(id)
	if err != nil {
		return nil, journal.Draft{}, "", by, err
	}
	p, err := d.store.CheckPackage(ctx, file)
	var f *fault.Fault
	if errors.As(err, &f) && f.Code == "calendar.package.key" && strings.TrimSpace(fingerprint) != "" {
		if !calendar.SameFingerprint(fingerprint, calendar.Fingerprint(p.Key)) {
			return nil, journal.Draft{}, "", by, fault.New(fault.Forbidden, "calendar.package.fingerprint", "fingerprint", "Sidik jari ini tidak cocok dengan berkasnya. Ketik lagi; bila tetap tidak cocok, jangan pakai berkas ini dan hubungi Kominfo kabupaten.")
		}
		err = calendar.Supersedes(p.Decrees, d.Rulebook().Decrees())
	}
	if err != nil {
		return nil, journal.Draft{}, "", by, err
	}
	draft, err := complaint.PublishCalendar(id, p, file, by)
	return p, draft, complaint.StreamImports + by.Office, by, err
}

// ruler is who may change the rules of this office.
func (d *Desk) ruler(id string) (complaint.Actor, error) { return d.mayRule(id, auth.Calendar) }

// mayRule is who may write the entry of a setting of this office.
func (d *Desk) mayRule(id string, p auth.Permission) (complaint.Actor, error) {
	s, err := d.allowed(p)
	if err != nil {
		return complaint.Actor{}, err
	}
	if !journal.IsID(id) {
		return complaint.Actor{}, fault.New(fault.Invalid, "complaint.id.invalid", "", "Tindakan ini tidak punya nomor pengenal. Buka lagi formulirnya.")
	}
	return d.actor(s)
}

func (d *Desk) setRule(ctx context.Context, stream string, by complaint.Actor, draft journal.Draft) error {
	return d.update(ctx, func(t *store.Tx) error {
		had, err := t.HasEntry(draft.ID)
		if err != nil || had {
			return err
		}
		return t.Append(stream, by.Account, []journal.Draft{draft})
	})
}

func (d *Desk) impact(ctx context.Context, stream string, draft journal.Draft, p *calendar.Package) (Impact, error) {
	var i Impact
	var err error
	if p != nil {
		i.Moving, i.Total, err = d.store.Preview(ctx, stream, draft, p.Key, impactMost)
	} else {
		i.Moving, i.Total, err = d.store.Preview(ctx, stream, draft, nil, impactMost)
	}
	return i, err
}

// Acknowledge notes that somebody took note of the new deadlines, in one
// transaction. Those that stand still or are not here any more are passed over.
func (d *Desk) Acknowledge(ctx context.Context, ids []string) (done int, err error) {
	s, err := d.allowed(auth.Record)
	if err != nil {
		return 0, err
	}
	by, err := d.actor(s)
	if err != nil {
		return 0, err
	}
	err = d.update(ctx, func(t *store.Tx) error {
		done = 0
		for _, id := range ids {
			c, err := t.Complaint(id)
			if isNotFound(err) {
				continue
			}
			if err != nil {
				return err
			}
			a := complaint.Act{ID: newID(), Kind: complaint.KDueAcknowledged, Now: d.Now(), Zone: d.Zone()}
			d.stand(t, c, &a)
			if a.Standing.Due.IsZero() || c.Told.Deadline() == a.Standing.Deadline() {
				continue
			}
			drafts, err := complaint.Decide(c, a, by, "", "")
			if err != nil {
				return err
			}
			if err := t.Append(id, by.Account, drafts); err != nil {
				return err
			}
			done++
		}
		return nil
	})
	return done, err
}

// stand gives an act the clocks as its author sees them.
func (d *Desk) stand(t *store.Tx, c *complaint.Complaint, a *complaint.Act) {
	rules, f := t.Rules(c.Office), c.Facts()
	a.Limits, a.Clocks = rules.Limits, rules.Clocks(&f)
	if n := len(f.Pauses); a.Kind == complaint.KArchived && n > 0 && f.Pauses[n-1].CompletedOn.IsZero() {
		f.Pauses[n-1].CompletedOn = calendar.DateIn(a.Now, a.Zone) // the end ends the pause, and is judged by a date
	}
	a.Standing = rules.Promise(&f)
}

// WorkGroup is a part of the day's work: what is due for one reason.
type WorkGroup struct {
	Key    string // handed, overdue, today, soon, ombudsman, clash, moved, verify, follow_up, complete, respond, soft
	Count  int
	Rows   []store.Row
	Filter store.Filter
}

// Work is what this day asks for, the most urgent first; of each group at most
// most rows.
func (d *Desk) Work(ctx context.Context, most int) ([]WorkGroup, error) {
	by, err := d.Actor()
	if err != nil {
		return nil, err
	}
	notes := WorkGroup{Key: "handed", Filter: store.Filter{HandedTo: by.Account, HandedIn: by.Office}}
	groups := append([]WorkGroup{notes}, d.groups()...)
	for i := range groups {
		g := &groups[i]
		g.Filter.Limit = most
		var err error
		if g.Rows, g.Count, _, err = d.store.List(ctx, g.Filter); err != nil {
			return nil, err
		}
	}
	return groups, nil
}

func (d *Desk) groups() []WorkGroup {
	today := d.Today()
	yesterday := today.AddDays(-1)
	return []WorkGroup{
		{Key: "overdue", Filter: store.Filter{DueTo: yesterday}},
		{Key: "today", Filter: store.Filter{DueFrom: today, DueTo: today}},
		{Key: "soon", Filter: store.Filter{DueFrom: today.AddDays(1), DueTo: d.SoonUntil()}},
		{Key: "ombudsman", Filter: store.Filter{WarnTo: today}},
		{Key: "clash", Filter: store.Filter{Clashes: true}},
		{Key: "moved", Filter: store.Filter{Moved: true}},
		{Key: complaint.StageVerify, Filter: store.Filter{Stage: complaint.StageVerify, StageTo: today, Sort: "stage"}},
		{Key: complaint.StageFollowUp, Filter: store.Filter{Stage: complaint.StageFollowUp, StageTo: today, Sort: "stage"}},
		{Key: complaint.StageComplete, Filter: store.Filter{Stage: complaint.StageComplete, StageTo: yesterday, Sort: "stage"}},
		{Key: complaint.StageRespond, Filter: store.Filter{Stage: complaint.StageRespond, StageTo: yesterday, Sort: "stage"}},
		{Key: "soft", Filter: store.Filter{ClockOnly: true, To: today.AddDays(-complaint.SoftDays - 1), Sort: "received"}},
	}
}

// Reminder is the one notification of a day; Text is "" when nothing is due.
type Reminder struct {
	Title, Text string
}

// TakeReminder gives the reminder of today once its hour has come, and never
// again that day. It needs an open register, not a session: the reminder comes
// behind the lock too. It names no complaint and no person.
func (d *Desk) TakeReminder(ctx context.Context) (Reminder, error) {
	if !d.store.Unlocked() {
		return Reminder{}, nil
	}
	at := d.Rules().Settings.NotifyAt
	now := d.Now().In(d.Zone())
	if at == "" || now.Format("15:04") < at {
		return Reminder{}, nil
	}
	today := d.Today().String()
	last, err := d.store.Plain(ctx, "reminded_on")
	if err != nil || last == today {
		return Reminder{}, err
	}
	var parts []string
	words := map[string]string{"overdue": "lewat batas", "today": "jatuh tempo hari ini", "soon": fmt.Sprintf("jatuh tempo dalam %d hari kerja", SoonDays),
		"ombudsman": "mendekati batas Ombudsman", "moved": "tenggatnya berubah"}
	for _, g := range d.groups() {
		n, err := d.store.Count(ctx, g.Filter)
		if err != nil {
			return Reminder{}, err
		}
		if n > 0 && words[g.Key] != "" {
			parts = append(parts, CountText(int64(n))+" "+words[g.Key])
		}
	}
	if len(parts) == 0 {
		return Reminder{}, nil // what moves later this day is still told
	}
	if _, err := d.store.Update(ctx, func(t *store.Tx) error { return t.SetPlain("reminded_on", today) }); err != nil {
		return Reminder{}, err
	}
	return Reminder{Title: "Loket Aduan: pekerjaan hari ini", Text: strings.Join(parts, ", ") + "."}, nil
}

// KnowsCalendarKey tells whether packages signed by the regency can be known
// here without asking for a fingerprint.
func (d *Desk) KnowsCalendarKey(ctx context.Context) (bool, error) {
	keys, err := d.store.CalendarKeys(ctx)
	return len(keys) > 0, err
}
