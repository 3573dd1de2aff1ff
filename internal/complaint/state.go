package complaint

import (
	"strings"
	"time"

	"loketaduan/internal/calendar"
	"loketaduan/internal/journal"
)

// Complaint is the fold of a stream.
type Complaint struct {
	ID         string
	Number     string
	Office     string // that received it
	RecordedAt time.Time
	RecordedBy string
	Original   string // the reporter's words as first recorded, never overwritten

	Values map[string]string // by field name
	SetBy  map[string]string // id of the entry that set each of them

	State     State
	StateBy   string   // entry that set the state
	resume    State    // where completion leads back to
	Holder    string   // office that has it now
	HolderSay string   // its name when it was forwarded
	Offices   []string // every office that it was sent to, the first included

	Pauses        []calendar.Pause
	VerifiedOn    calendar.Date
	ReopenedOn    calendar.Date
	Responded     bool    // the reporter has said something to the last answer
	Told          Promise // deadline on the receipt, or that somebody took note of since
	Judged        Promise // deadline when the clock stopped; zero while it runs
	ForwardedOn   calendar.Date
	FirstFollowUp calendar.Date
	LastFollowUp  calendar.Date
	FollowUpText  string
	AnsweredOn    calendar.Date
	ClosedOn      calendar.Date
	Result        string
	Satisfaction  string
	ArchiveWhy    string
	Tracking      string

	Import string // id of the import that it came by; "" for one of our own
	Old    Old    // how it stood in the old register then

	Links    []Linked
	Handover *Handover // nil when none waits

	Files   []Attachment // detached ones included, in the order of attaching
	Prints  []Printed    // in the order of printing
	Clashes []Clash
	History []Step
	Newer   int // entries that this program is too old for

	holderBy string // entry that gave it to Holder
	marks    []mark // what Trail walks along
}

// Step is one entry as the timeline shows it.
type Step struct {
	ID      string
	Kind    string
	Body    Body
	By      string
	Office  string
	At      time.Time // as recorded
	True    time.Time // with the known clock error taken out
	Unsure  bool      // the clock was wrong, or may have been, by nobody knows how much
	Rev     int64
	Clash   string // why the act no longer fitted; "" when it did
	Newer   bool   // kind or version unknown to this program
	Missing bool   // body withheld or erased
}

// Clash: a value (or act) that arrived too late to replace what others had set.
type Clash struct {
	ID        string // entry id + "/" + field
	Field     string // "state" for an act
	Accepted  string // what holds; while it is open always the newest
	Over      string // entry that set it
	Proposed  string
	Holder    string // two forwards crossed: name of the office that has it
	Toward    string // and of the one that it was also forwarded to
	By        string
	At        time.Time
	Clock     bool   // nobody wrote Proposed: the clock that Accepted was taken from was measured later
	Settled   string // "", accepted, proposed
	SettledBy string // entry that did
}

// Entry is the id of the entry that came too late.
func (x *Clash) Entry() string {
	id, _, _ := strings.Cut(x.ID, "/")
	return id
}

// OpenClashes counts those that nobody has settled.
func (c *Complaint) OpenClashes() int {
	n := 0
	for _, x := range c.Clashes {
		if x.Settled == "" {
			n++
		}
	}
	return n
}

// Form of the current values.
func (c *Complaint) Form() Form { return formOf(c.Values) }

// Kind of the complaint.
func (c *Complaint) Kind() Kind { return Kind(c.Values["kind"]) }

// Class that its current values give.
func (c *Complaint) Class() Class {
	if x := c.Values["extraClass"]; x != "" {
		return Class(x)
	}
	return ClassOf(c.Kind(), c.Values["normative"] == yes, c.Values["supervisory"] == yes, c.Values["fieldInspection"] == yes)
}

// Anonymous hides the name from the public and from the office complained of.
func (c *Complaint) Anonymous() bool { return c.Values["anonymous"] == yes }

// Confidential hides the content.
func (c *Complaint) Confidential() bool { return c.Values["confidential"] == yes }

// ReceivedAt is the instant of receipt at the desk.
func (c *Complaint) ReceivedAt() time.Time {
	t, err := time.Parse(time.RFC3339, c.Values["receivedAt"])
	if err != nil {
		return c.RecordedAt
	}
	return t
}

// Fold folds a stream in fold order (see journal.SortFold).
func Fold(id string, entries []journal.Entry) *Complaint {
	c := &Complaint{ID: id, Values: map[string]string{}, SetBy: map[string]string{}}
	for i := range entries {
		Apply(c, &entries[i])
	}
	return c
}
