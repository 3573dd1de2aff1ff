package complaint

import (
	"slices"
	"sort"

	"loketaduan/internal/calendar"
	"loketaduan/internal/journal"
)

// Apply folds one more entry in. It never fails: what it does not know or
// what no longer fits stays in the history.
func Apply(c *Complaint, e *journal.Entry) {
	for i := range c.History {
		if c.History[i].ID == e.ID {
			return // a repeat of the same save is the same entry
		}
	}
	s := Step{ID: e.ID, Kind: e.Kind, By: e.Author, Office: e.Office, At: e.At, True: e.Time(), Unsure: e.Clock != nil && e.Clock.Unsure, Rev: e.Rev}
	switch newest, ok := Known[e.Kind]; {
	case len(e.Body) == 0:
		s.Missing = true
	case !ok || e.Version > newest:
		s.Newer = true
		c.Newer++
	default:
		var readable bool
		if s.Body, readable = BodyOf(e); !readable {
			s.Newer = true
			c.Newer++
			break
		}
		s.Body.On = trueDay(e, s.Body.On)
		s.Clash = c.fold(e, &s.Body)
	}
	c.History = append(c.History, s)
	if c.Number != "" {
		c.noteFacts(len(c.History) - 1)
	}
}

// fold applies a body; the returned words say why it no longer fitted.
func (c *Complaint) fold(e *journal.Entry, b *Body) string {
	if Begins(e.Kind) {
		if c.Number != "" {
			return "Aduan ini sudah pernah dicatat."
		}
		c.Number, c.Office, c.RecordedAt, c.RecordedBy = b.Number, e.Office, e.Time(), e.Author
		c.Original = b.Set["narrative"]
		c.State, c.StateBy, c.Holder, c.Offices = Received, e.ID, e.Office, []string{e.Office}
		c.setFields(e, b.Set)
		if e.Kind == KImported {
			c.takeOld(e.ID, b)
			return ""
		}
		c.doubtReceipt(e)
		c.told(b)
		return ""
	}
	if t, isAct := transitions[e.Kind]; isAct && !t.allows(c.State) {
		c.Clashes = append(c.Clashes, Clash{ID: e.ID + "/state", Field: "state", Accepted: string(c.State), Over: c.StateBy, Proposed: e.Kind, By: e.Author, At: e.At})
		return "Ketika catatan ini tiba, status aduan sudah " + TextOf(StateTexts, string(c.State)) + "."
	}
	if c.crosses(e, b) {
		if !slices.Contains(c.Offices, b.Office) {
			c.Offices = append(c.Offices, b.Office) // it has the complaint by now, and must see why
		}
		c.Clashes = append(c.Clashes, Clash{ID: e.ID + "/state", Field: "state", Accepted: string(c.State), Over: c.holderBy, Proposed: e.Kind, Holder: c.HolderSay, Toward: b.Name, By: e.Author, At: e.At})
		return "Ketika catatan ini tiba, aduan sudah diteruskan ke " + c.HolderSay + "."
	}
	c.setFields(e, b.Set)
	c.act(e, b)
	return ""
}

// crosses tells a forward to one office whose author had not seen that the
// complaint was forwarded to another one meanwhile. Entries without a base are
// of programs that did not note it.
func (c *Complaint) crosses(e *journal.Entry, b *Body) bool {
	base := e.Base["state"]
	if e.Kind != KForwarded || base == "" || c.holderBy == "" || c.holderBy == base || b.Office == c.Holder {
		return false
	}
	for i := len(c.History) - 1; i >= 0; i-- {
		switch c.History[i].ID {
		case c.holderBy:
			return true
		case base:
			return false
		}
	}
	return true
}

// setFields replaces what the author had seen and keeps the rest as proposals.
func (c *Complaint) setFields(e *journal.Entry, set map[string]string) {
	names := make([]string, 0, len(set))
	for name := range set {
		names = append(names, name)
	}
	sort.Strings(names) // clashes come in one order on every machine
	for _, name := range names {
		v := set[name]
		if by, had := c.SetBy[name]; had && by != e.Base[name] && c.Values[name] != v {
			c.Clashes = append(c.Clashes, Clash{ID: e.ID + "/" + name, Field: name, Accepted: c.Values[name], Over: by, Proposed: v, By: e.Author, At: e.At})
			continue
		}
		c.put(name, v, e.ID)
	}
}

func (c *Complaint) put(name, v, by string) {
	if v == "" {
		delete(c.Values, name)
	} else {
		c.Values[name] = v
	}
	c.SetBy[name] = by
	if name == "tracking" {
		c.Tracking = v
	}
	c.follow(name, v, by)
}

// act does what the kind means beyond its fields.
func (c *Complaint) act(e *journal.Entry, b *Body) {
	switch e.Kind {
	case KCompletionRequested:
		c.resume = c.State
		c.Pauses = append(c.Pauses, calendar.Pause{RequestedOn: b.On})
	case KCompleted:
		c.endPause(b.On)
		c.enter(c.resume, e.ID)
		return
	case KForwarded:
		if c.Holder != b.Office {
			c.holderBy = e.ID
			c.followHolder(b.Name, e.ID)
		}
		c.Holder, c.HolderSay, c.ForwardedOn = b.Office, b.Name, b.On
		if !slices.Contains(c.Offices, b.Office) {
			c.Offices = append(c.Offices, b.Office)
		}
	case KFollowedUp:
		if c.FirstFollowUp.IsZero() || b.On.Before(c.FirstFollowUp) {
			c.FirstFollowUp = b.On
		}
		if !b.On.Before(c.LastFollowUp) {
			c.LastFollowUp, c.FollowUpText = b.On, b.Text
		}
	case KVerified:
		c.VerifiedOn = b.On
	case KAnswered:
		c.AnsweredOn, c.FollowUpText, c.Responded = b.On, b.Text, false
		if c.FirstFollowUp.IsZero() || b.On.Before(c.FirstFollowUp) {
			c.FirstFollowUp = b.On // an answer is a follow-up too
		}
		c.endPause(b.On)
		c.judge(b)
	case KClosed:
		c.ClosedOn, c.Result = b.On, b.Text
		if b.Score != "" {
			c.Satisfaction = b.Score
		}
	case KReopened:
		c.AnsweredOn, c.ClosedOn, c.ReopenedOn = calendar.Date{}, calendar.Date{}, b.On
		c.Judged, c.Responded = Promise{}, false
	case KArchived:
		c.ClosedOn, c.ArchiveWhy = b.On, b.Why
		c.endPause(b.On)
		c.judge(b)
	case KNotAuthorized:
		c.ClosedOn = b.On
		c.judge(b)
	case KEscalated:
		c.endPause(b.On) // no act could end it any more
	case KDueAcknowledged:
		c.told(b)
	case KReporterResponded:
		c.Responded = true
		if b.Score != "" {
			c.Satisfaction = b.Score
		}
	case KTrackingSet:
		c.setFields(e, map[string]string{"tracking": b.Target})
	case KClashSettled:
		c.settle(e, b)
	case KFileAttached:
		c.attach(e, b)
	case KFileDetached:
		c.detach(e, b)
	case KPrinted:
		c.printed(e, b)
	case KLinked:
		c.link(e, b)
	case KUnlinked:
		c.unlink(b)
	case KHandedOver:
		c.handOver(e, b)
	case KHandoverTaken:
		c.Handover = nil
	case KNumberDoubled:
		c.Clashes = append(c.Clashes, Clash{ID: e.ID + "/number", Field: "number", Accepted: c.Number, Over: c.ID, Proposed: b.Office, By: e.Author, At: e.At})
	}
	if t := transitions[e.Kind]; t.To != "" {
		c.enter(t.To, e.ID)
	}
}

// told keeps the deadline that somebody was told.
func (c *Complaint) told(b *Body) {
	if b.Promise != nil {
		c.Told = *b.Promise
	}
}

// judge keeps the deadline that the clock stopped at.
func (c *Complaint) judge(b *Body) {
	if b.Promise != nil {
		c.Judged = *b.Promise
	}
}

func (c *Complaint) enter(s State, by string) {
	c.State, c.StateBy = s, by
	c.followState(by)
}

func (c *Complaint) endPause(on calendar.Date) {
	if n := len(c.Pauses); n > 0 && c.Pauses[n-1].CompletedOn.IsZero() {
		c.Pauses[n-1].CompletedOn = on
	}
}
