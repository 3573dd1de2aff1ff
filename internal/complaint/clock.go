package complaint

import (
	"slices"
	"strconv"
	"time"

	"loketaduan/internal/calendar"
)

// Promise is a deadline as somebody was told it, with the calendar that it was
// counted by: what the receipt says, or the date that an answer was judged by.
type Promise struct {
	Due         calendar.Date `json:"due,omitzero"`
	Latest      calendar.Date `json:"latest,omitzero"` // of an estimate; zero when nobody can tell
	Provisional bool          `json:"provisional,omitempty"`
	Calendar    string        `json:"calendar,omitempty"` // revision
}

// Deadline as the calendar gives it.
func (p Promise) Deadline() calendar.Deadline {
	d := calendar.Deadline{Due: p.Due, Latest: p.Latest, Provisional: p.Provisional}
	if d.Latest.IsZero() && !p.Provisional {
		d.Latest = p.Due
	}
	return d
}

func promiseOf(d calendar.Deadline, revision string) Promise {
	p := Promise{Due: d.Due, Latest: d.Latest, Provisional: d.Provisional, Calendar: revision}
	if !p.Provisional {
		p.Latest = calendar.Date{}
	}
	return p
}

// FirstTold is the deadline on the receipt, whatever somebody took note of since;
// zero when it was recorded before promises were kept.
func (c *Complaint) FirstTold() Promise {
	for i := range c.History {
		s := &c.History[i]
		if s.Kind == KReceived && s.Body.Promise != nil || s.Kind == KImported && s.Body.Promise != nil && s.Body.Old != nil && s.Body.Old.State.ClockRuns() {
			return *s.Body.Promise
		}
	}
	return Promise{}
}

// Facts are what the clocks of a complaint need to know of it.
type Facts struct {
	Office        string // whose rules count: the one that received it
	State         State
	Class         Class
	ReceivedAt    time.Time
	Pauses        []calendar.Pause
	VerifiedOn    calendar.Date
	ForwardedOn   calendar.Date
	ReopenedOn    calendar.Date
	FirstFollowUp calendar.Date
	AnsweredOn    calendar.Date
	Responded     bool      // the reporter has said something to the answer
	Judged        Promise   // by which the answer was in time or not; zero while the clock runs
	StoppedAt     time.Time // when the entry that stopped the clock was recorded
}

// Facts of the complaint as it stands.
func (c *Complaint) Facts() Facts {
	return Facts{Office: c.Office, State: c.State, Class: c.Class(), ReceivedAt: c.ReceivedAt(), Pauses: slices.Clone(c.Pauses),
		VerifiedOn: c.VerifiedOn, ForwardedOn: c.ForwardedOn, ReopenedOn: c.ReopenedOn, FirstFollowUp: c.FirstFollowUp,
		AnsweredOn: c.AnsweredOn, Responded: c.Responded, Judged: c.Judged, StoppedAt: c.stoppedAt()}
}

// stoppedAt is when the answer or the end was recorded; zero while the clock runs.
func (c *Complaint) stoppedAt() time.Time {
	if c.State.ClockRuns() {
		return time.Time{}
	}
	for i := len(c.History) - 1; i >= 0; i-- {
		s := &c.History[i]
		stops := s.Kind == KAnswered || s.Kind == KArchived || s.Kind == KNotAuthorized
		if stops && s.Clash == "" && !s.Newer && !s.Missing {
			return s.True
		}
	}
	return time.Time{}
}

// Stages: the next date within the office, beside the deadline of the law.
const (
	StageVerify   = "verify"    // verification is due
	StageFollowUp = "follow_up" // the first follow-up is due
	StageComplete = "complete"  // the reporter completes the file until then, else it may be deemed withdrawn
	StageRespond  = "respond"   // the reporter may respond until then, else closing is proposed
)

// Ombudsman warnings, in working days after receipt (domain notes 2.3).
const (
	OmbudsmanFirst  = 45
	OmbudsmanSecond = 55
	SoftDays        = 60 // calendar days: UU 25/2009 art. 50 says "hari"
)

// Clocks are all dates of a complaint.
type Clocks struct {
	Received calendar.Date
	Deadline calendar.Deadline
	Stage    string        // "" when none runs
	StageBy  calendar.Date // last day in time
	// With no follow-up at all by the end of Ombudsman the complaint goes to
	// Ombudsman RI; warnings begin on the other two. Zero once followed up.
	Ombudsman, OmbudsmanFirst, OmbudsmanSecond calendar.Date
	// Soft is the 60th calendar day, a warning only; zero once answered.
	Soft calendar.Date
}

// Span is what the calendar counts.
func (r *Rules) Span(f *Facts) calendar.Span {
	return calendar.Span{Received: calendar.DateIn(f.ReceivedAt, r.Zone), WorkingDays: r.Limits[f.Class], Week: r.Settings.Week, Pauses: f.Pauses}
}

// Clocks computes every date. Once the clock has stopped the deadline stays the
// one that the answer was judged by, whatever is decreed later.
func (r *Rules) Clocks(f *Facts) Clocks { return r.clocks(f, r.Calendar) }

func (r *Rules) clocks(f *Facts, cal *calendar.Calendar) Clocks {
	span := r.Span(f)
	k := Clocks{Received: span.Received}
	switch {
	case f.judged():
		k.Deadline = f.Judged.Deadline()
	case f.unjudged():
		k.Deadline = r.when(f).Due(span)
	default:
		k.Deadline = cal.Due(span)
	}
	after := func(from calendar.Date, days int) calendar.Date {
		if from.IsZero() {
			from = span.Received
		}
		return cal.Due(calendar.Span{Received: from, WorkingDays: days, Week: r.Settings.Week}).Due
	}
	switch f.State {
	case Received:
		k.Stage, k.StageBy = StageVerify, after(span.Received, r.Settings.VerifyDays)
	case Verified, Forwarded:
		if f.FirstFollowUp.IsZero() {
			k.Stage, k.StageBy = StageFollowUp, after(laterOf(f.VerifiedOn, f.ForwardedOn), r.Settings.FollowUpDays)
		}
	case Reopened:
		k.Stage, k.StageBy = StageFollowUp, after(f.ReopenedOn, r.Settings.FollowUpDays)
	case AwaitingCompletion:
		if n := len(f.Pauses); n > 0 {
			k.Stage, k.StageBy = StageComplete, f.Pauses[n-1].RequestedOn.AddDays(r.Settings.CompletionDays)
		}
	case Answered:
		if !f.Responded && r.Settings.ProposeClosing {
			k.Stage, k.StageBy = StageRespond, after(f.AnsweredOn, r.Settings.ResponseDays)
		}
	}
	if f.State.ClockRuns() {
		k.Soft = span.Received.AddDays(SoftDays)
		// in progress without a date of it: an old register did not say when
		if f.FirstFollowUp.IsZero() && f.State != Escalated && f.State != InProgress {
			k.OmbudsmanFirst, k.OmbudsmanSecond, k.Ombudsman = after(span.Received, OmbudsmanFirst), after(span.Received, OmbudsmanSecond), after(span.Received, OmbudsmanLimit)
		}
	}
	return k
}

func (f *Facts) judged() bool { return !f.State.ClockRuns() && !f.Judged.Due.IsZero() }

// unjudged: the clock stopped in an entry that does not say by which date, of
// before promises were kept. What was decreed then counts for ever.
func (f *Facts) unjudged() bool {
	return !f.State.ClockRuns() && f.Judged.Due.IsZero() && !f.StoppedAt.IsZero()
}

// Promise of the clocks, to be kept in an entry.
func (r *Rules) Promise(f *Facts) Promise {
	return promiseOf(r.Clocks(f).Deadline, r.Calendar.Revision())
}

// PassedWithoutFollowUp tells whether the Ombudsman's day has gone by.
func (k *Clocks) PassedWithoutFollowUp(today calendar.Date) bool {
	return !k.Ombudsman.IsZero() && today.After(k.Ombudsman)
}

func laterOf(a, b calendar.Date) calendar.Date {
	if b.After(a) {
		return b
	}
	return a
}

func itoa(n int) string { return strconv.Itoa(n) }
