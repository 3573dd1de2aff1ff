package complaint

import (
	"loketaduan/internal/fault"
	"loketaduan/internal/journal"
)

// What a clash_settled entry takes.
const (
	TakeAccepted = "accepted" // what stood there stays
	TakeProposed = "proposed" // what came late replaces it
	TakeBack     = "undone"   // the choice is taken back: open again; version 2
)

// value tells whether the clash is about a value, not about an act or a number.
func (x *Clash) value() bool { return x.Field != "state" && x.Field != "number" }

// clash finds one by its id; nil when there is none.
func (c *Complaint) clash(id string) *Clash {
	for i := range c.Clashes {
		if c.Clashes[i].ID == id {
			return &c.Clashes[i]
		}
	}
	return nil
}

// StepOf finds the entry of the history that a clash or a value names; nil
// when it is not among what this PC has.
func (c *Complaint) StepOf(id string) *Step {
	for i := range c.History {
		if c.History[i].ID == id {
			return &c.History[i]
		}
	}
	return nil
}

// follow keeps open clashes true: what stands on their accepted side is what
// holds now, and one whose late value was written by somebody all the same is
// no question any more.
func (c *Complaint) follow(name, v, by string) {
	for i := range c.Clashes {
		x := &c.Clashes[i]
		if x.Field != name || x.Settled != "" {
			continue
		}
		if v == x.Proposed {
			x.Settled, x.SettledBy = TakeProposed, by
			continue
		}
		if x.Clock { // somebody has looked at it by now
			x.Settled, x.SettledBy = TakeAccepted, by
		}
		x.Accepted, x.Over = v, by
	}
}

// followState does so for late acts.
func (c *Complaint) followState(by string) {
	for i := range c.Clashes {
		if x := &c.Clashes[i]; x.Field == "state" && x.Toward == "" && x.Settled == "" {
			x.Accepted, x.Over = string(c.State), by
		}
	}
}

// followHolder does so for forwards that crossed.
func (c *Complaint) followHolder(name, by string) {
	for i := range c.Clashes {
		if x := &c.Clashes[i]; x.Toward != "" && x.Settled == "" {
			x.Holder, x.Over = name, by
		}
	}
}

// settle takes one of the two values, or takes the choice back. It is an edit
// like any other: a value that its author had not seen stays. Settling again
// the other way replaces the choice.
func (c *Complaint) settle(e *journal.Entry, b *Body) {
	x := c.clash(b.Clash)
	if x == nil {
		return
	}
	if b.Take == TakeBack {
		c.unsettle(e, x)
		return
	}
	var late *Step
	if x.Field == "state" && b.Take == TakeProposed {
		if late = c.late(x); late == nil {
			x.Settled, x.SettledBy = "", "" // what came between does not allow it
			return
		}
	}
	x.Settled, x.SettledBy = b.Take, e.ID
	switch {
	case late != nil:
		again := *e
		again.Kind = late.Kind
		body := late.Body
		c.act(&again, &body)
	case !x.value(): // seen; neither receipt can be called back
	case b.Take == TakeProposed:
		c.setFields(e, map[string]string{x.Field: x.Proposed})
	case b.Take == TakeAccepted:
		c.setFields(e, map[string]string{x.Field: x.Accepted})
	}
}

// unsettle opens a clash again as it was before the choice. What was written
// since stays; an act that was done is history, and undone by another act.
func (c *Complaint) unsettle(e *journal.Entry, x *Clash) {
	if c.takenBack(x) != "" {
		return
	}
	was := *x
	if x.value() && e.Base[x.Field] != was.SettledBy { // its author had seen another value
		return
	}
	if x.value() && was.Settled == TakeProposed {
		c.put(was.Field, was.Accepted, e.ID)
	}
	for i := range c.Clashes { // others may have gone with it
		if o := &c.Clashes[i]; o.SettledBy == was.SettledBy && o.Field == was.Field {
			o.Settled, o.SettledBy, o.Accepted, o.Over = "", "", was.Accepted, was.Over
		}
	}
}

// checkSettle finds why a clash cannot be settled so.
func checkSettle(c *Complaint, b *Body, l *fault.List) {
	x := c.clash(b.Clash)
	if x == nil {
		l.Add(fault.New(fault.NotFound, "complaint.clash.not_found", "clash", "Perbedaan isi ini sudah tidak ada. Muat ulang aduannya."))
		return
	}
	switch b.Take {
	case TakeAccepted:
	case TakeProposed:
		if x.Field == "state" && c.late(x) == nil {
			l.Add(fault.New(fault.Conflict, "complaint.clash.unfit", "take", "Tindakan itu tidak dapat dilakukan lagi karena status aduan "+TextOf(StateTexts, string(c.State))+". Pilih isi yang sekarang."))
		}
	case TakeBack:
		if why := c.takenBack(x); why != "" {
			l.Add(fault.New(fault.Conflict, why, "take", notTakenBack[why]))
		}
	default:
		l.Add(fault.New(fault.Invalid, "complaint.take.required", "take", "Pilih isi yang dipakai."))
	}
}

var notTakenBack = map[string]string{
	"complaint.clash.open":    "Perbedaan isi ini belum diselesaikan. Pilih isi yang dipakai.",
	"complaint.clash.done":    "Tindakan itu sudah dilakukan dan tidak dihapus dari riwayat. Lakukan tindakan berikutnya seperti biasa.",
	"complaint.clash.changed": "Isian ini sudah diubah lagi sesudah pilihan itu. Bila keliru, ubah lewat Perbaiki isi.",
}

// takenBack tells why a choice cannot be taken back: the code of the fault, or
// "" when it can.
func (c *Complaint) takenBack(x *Clash) string {
	switch {
	case x.Settled == "":
		return "complaint.clash.open"
	case x.Field == "state" && x.Settled == TakeProposed:
		return "complaint.clash.done"
	case x.value() && c.SetBy[x.Field] != x.SettledBy:
		return "complaint.clash.changed"
	}
	return ""
}

// MayTakeBack tells whether the choice that settled a clash can be taken back,
// and that a clerk made it: one that ended because somebody wrote the same
// value was no choice.
func (c *Complaint) MayTakeBack(x *Clash) bool {
	s := c.StepOf(x.SettledBy)
	return c.takenBack(x) == "" && s != nil && s.Kind == KClashSettled && s.Body.Clash == x.ID
}

// late is the act that a clash of the state is about; nil when it cannot be
// done now.
func (c *Complaint) late(x *Clash) *Step {
	for i := range c.History {
		if s := &c.History[i]; s.ID+"/state" == x.ID && transitions[s.Kind].allows(c.State) && !s.Newer && !s.Missing {
			return s
		}
	}
	return nil
}
