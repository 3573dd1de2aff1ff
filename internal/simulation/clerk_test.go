package simulation

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"time"

	"github.com/google/uuid"

	"loketaduan/internal/auth"
	"loketaduan/internal/calendar"
	"loketaduan/internal/complaint"
	"loketaduan/internal/fault"
	"loketaduan/internal/journal"
	"loketaduan/internal/office"
	"loketaduan/internal/store"
	"loketaduan/internal/vault"
)

// save is something that a clerk wants saved; doing it twice is doing it once.
type save struct {
	what string
	id   string
	do   func() error
}

// work is one act of one clerk.
func (w *world) work() {
	p := pick(w.clerks, w.pcs)
	n, m := w.clerks.IntN(100), w.clerks.IntN(1<<20)
	if !p.on || p.dead || !p.ready {
		return
	}
	if len(p.unsaid) > 0 { // first what the clerk does not know to be saved
		again := p.unsaid
		p.unsaid = nil
		for _, s := range again {
			p.save(s)
		}
		return
	}
	s := save{id: newID()}
	c := p.someComplaint(m)
	many := 36
	if p.number("SELECT count(*) FROM complaint") > 1 {
		many = 16 // few complaints with a long history, not many with none
	}
	switch {
	case n < 3:
		s.what, s.do = "close the office", func() error { return p.closeOffice(s.id, m) }
	case n < 6:
		s.what, s.do = "settings", func() error { return p.setRules(s.id, m) }
	case n < 8:
		s.what, s.id, s.do = "account", "", func() error { return p.addAccount(m) }
	case n < many || c == nil:
		f := form(fmt.Sprintf("Warga %d", m%9), fmt.Sprintf("Masalah %d", m%7))
		f.Reporter.Address = "Jl. Melati RT 2"
		s.what, s.do = "record", func() error {
			_, err := p.desk.Record(context.Background(), s.id, f, true)
			return err
		}
	case c.OpenClashes() > 0 && n < 70:
		s.what, s.do = "settle", func() error { return p.settleClash(s.id, c, m) }
	case n < 40:
		s.what, s.id, s.do = "acknowledge", "", func() error { _, err := p.desk.Acknowledge(context.Background(), []string{c.ID}); return err }
	case n < 64:
		s.what, s.do = "correct", func() error { return p.correct(s.id, c, m) }
		w.rival(p, c.ID, m)
	default:
		kind, b := p.someAct(c, m)
		s.what, s.do = kind, func() error { return p.act(s.id, c, complaint.Act{Kind: kind, Body: b}) }
		if m%5 == 0 {
			w.rival(p, c.ID, m/5)
		}
	}
	p.save(s)
}

// rival is a clerk at another PC who works on the same complaint at about the
// same time, and on the same field when it is corrected.
func (w *world) rival(p *pc, id string, m int) {
	if m%3 > 0 {
		return
	}
	other := w.pcs[m/3%len(w.pcs)]
	w.after(between(w.clerks, 0, 3*time.Second), func() {
		if other == p || !other.on || other.dead || !other.ready {
			return
		}
		c, err := other.desk.Complaint(context.Background(), id, false)
		if err != nil {
			return // not there, or not yet
		}
		s := save{what: "correct too", id: newID()}
		s.do = func() error { return other.correct(s.id, c, m+4) }
		if m%2 == 0 {
			kind, b := other.someAct(c, m/2)
			s.what, s.do = kind+" too", func() error { return other.act(s.id, c, complaint.Act{Kind: kind, Body: b}) }
		}
		other.save(s)
	})
}

// save does it and learns how it ended: saved, refused, or nobody knows.
func (p *pc) save(s save) {
	var err error
	p.inside(func() { err = s.do() })
	f := fault.Of(err)
	switch {
	case err == nil || p.w.broken != nil && p.w.broken.shown && p.full && !p.dead:
		p.w.book.saved(p, s.id)
		p.w.met("clerk: " + s.what)
		p.w.say("%s: %s, saved as %s", p.name, s.what, p.w.book.newest(p))
		p.nudge()
	case p.dead || p.full && f.Kind == fault.Internal:
		p.w.say("%s: %s, unknown whether saved", p.name, s.what)
		p.unsaid = append(p.unsaid, s)
		p.w.met("clerk: unknown whether saved")
	case f.Kind == fault.Internal:
		p.w.fail("%s: %s: %v", p.name, s.what, err)
	default:
		p.w.say("%s: %s refused: %s", p.name, s.what, f.Code)
	}
}

// someComplaint as the PC has it, mostly one of the newest.
func (p *pc) someComplaint(m int) *complaint.Complaint {
	var ids []string
	p.rows("SELECT id FROM complaint ORDER BY row DESC LIMIT 4", func(r *sql.Rows) error {
		var id string
		err := r.Scan(&id)
		ids = append(ids, id)
		return err
	})
	if len(ids) == 0 {
		return nil
	}
	c, err := p.desk.Complaint(context.Background(), ids[m%len(ids)], false)
	p.w.must(err, "a complaint of the list")
	return c
}

func (p *pc) act(id string, c *complaint.Complaint, a complaint.Act) error {
	f := c.Form()
	a.ID = id
	if a.Form == nil {
		a.Form = &f
	}
	return p.desk.Act(context.Background(), c.ID, a)
}

// correct changes one of few fields, so that two PCs often change the same.
func (p *pc) correct(id string, c *complaint.Complaint, m int) error {
	f := c.Form()
	v := fmt.Sprintf("%s %d", p.name, m%97)
	switch m % 4 {
	case 0:
		f.Reporter.Address = "Jl. " + v
	case 1:
		f.Narrative = "Uraian " + v
	default:
		f.Subject = "Perihal " + v
	}
	return p.act(id, c, complaint.Act{Kind: complaint.KCorrected, Form: &f})
}

func (p *pc) settleClash(id string, c *complaint.Complaint, m int) error {
	x := &c.Clashes[m%len(c.Clashes)]
	take := []string{complaint.TakeAccepted, complaint.TakeProposed}[m/7%2]
	if c.MayTakeBack(x) && m/14%2 == 0 {
		take = complaint.TakeBack
	}
	return p.act(id, c, complaint.Act{Kind: complaint.KClashSettled, Body: complaint.Body{Clash: x.ID, Take: take}})
}

// acts by how often they come, what goes on with the work more than what ends it.
var acts = []string{complaint.KVerified, complaint.KVerified, complaint.KVerified, complaint.KForwarded, complaint.KForwarded, complaint.KForwarded, complaint.KForwarded,
	complaint.KFollowedUp, complaint.KFollowedUp, complaint.KAnswered, complaint.KAnswered, complaint.KReporterResponded, complaint.KClosed, complaint.KClosed, complaint.KReopened,
	complaint.KCompletionRequested, complaint.KCompleted, complaint.KCompleted, complaint.KNotAuthorized, complaint.KArchived, complaint.KNoted, complaint.KTrackingSet, complaint.KInterimReplied}

// someAct is an act that the state allows, with what it needs.
func (p *pc) someAct(c *complaint.Complaint, m int) (string, complaint.Body) {
	by, err := p.desk.Actor()
	p.w.must(err, "actor")
	var may []string
	for _, k := range acts {
		if complaint.Allowed(c, k, by) == nil && !(p.old && k == oldKind) {
			may = append(may, k)
		}
	}
	if len(may) == 0 {
		return complaint.KNoted, complaint.Body{Text: "catatan"}
	}
	kind := may[m%len(may)]
	b := complaint.Body{Text: fmt.Sprintf("%s oleh %s %d", kind, p.name, m%97), Score: "4", Target: fmt.Sprint(1 + m%99999), Why: "lain"}
	if kind == complaint.KForwarded {
		b.Office = offices[m/31%3]
	}
	return kind, b
}

func (p *pc) closeOffice(id string, m int) error {
	today := p.desk.Today()
	from := today.AddDays(m % 40)
	return p.desk.CloseOffice(context.Background(), id, complaint.NewClosure{From: from, Reason: "Banjir", Letter: fmt.Sprint(m % 99), LetterOn: today})
}

func (p *pc) setRules(id string, m int) error {
	s := complaint.DefaultSettings()
	s.VerifyDays = 1 + m%9
	if m%2 == 0 {
		s.Week = calendar.SixDays
	}
	return p.desk.SetRules(context.Background(), id, s)
}

func (p *pc) addAccount(m int) error {
	return p.desk.AddAccount(context.Background(), office.NewAccount{Name: "Petugas", Username: fmt.Sprintf("petugas%s%d", p.name, m), Role: auth.Clerk, Password: password, Again: password})
}

// future writes what a program of next year would: a kind that nobody here
// knows. It writes while the desk's own program is closed.
func (p *pc) future() {
	if !p.on || p.dead || p.runner == nil || len(p.flying) > 1 {
		return
	}
	c := p.someComplaint(0)
	if c == nil {
		return
	}
	p.powerOff()
	st, err := store.Open(context.Background(), store.Options{Path: filepath.Join(p.dir, p.file), Keys: vault.KeysFrom(p.keys), Now: p.clock})
	p.w.must(err, "a newer program opens")
	drafts := []journal.Draft{{ID: newID(), Kind: "witness_heard", Version: 1, Body: []byte(`{"witness": "<Noor & Siti>",  "set":{"subject":"x"}}`)},
		{ID: newID(), Kind: complaint.KNoted, Version: 2, Body: []byte(`{"text":["now","a","list"]}`)}}
	if chance(p.w.faults, 50) { // and one that it should not have written: kept, and set aside
		drafts = append(drafts, journal.Draft{ID: newID(), Kind: complaint.KNoted, Version: 1, Body: []byte(`{"text":["not","a","text"]}`)})
		p.w.book.odd[drafts[2].ID] = true
	}
	_, err = st.Update(context.Background(), func(t *store.Tx) error { return t.Append(c.ID, c.RecordedBy, drafts) })
	p.w.must(err, "a newer program writes")
	p.w.must(st.Close(), "a newer program closes")
	p.w.say("%s: a newer program was here", p.name)
	p.powerOn()
	p.w.book.saved(p, "")
}

func newID() string { return uuid.Must(uuid.NewV7()).String() }
