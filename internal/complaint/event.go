package complaint

import (
	"encoding/json"
	"slices"

	"loketaduan/internal/calendar"
	"loketaduan/internal/journal"
)

// Event kinds. Names and bodies are for ever: a body may grow, never change.
const (
	KReceived            = "received"
	KReporterIdentified  = "reporter_identified"
	KCorrected           = "corrected"
	KClassified          = "classified"
	KVerified            = "verified"
	KCompletionRequested = "completion_requested"
	KCompleted           = "completed"
	KForwarded           = "forwarded"
	KNotAuthorized       = "not_authorized"
	KFollowedUp          = "followed_up"
	KInterimReplied      = "interim_replied"
	KAnswered            = "answered"
	KReporterResponded   = "reporter_responded"
	KClosed              = "closed"
	KReopened            = "reopened"
	KArchived            = "archived"
	KEscalated           = "escalated"
	KNoted               = "noted"
	KTrackingSet         = "tracking_set"
	KClashSettled        = "clash_settled"
	KIdentityRevealed    = "identity_revealed"
	KDueAcknowledged     = "due_acknowledged"
	KFileAttached        = "file_attached"
	KFileDetached        = "file_detached"
	KNumberDoubled       = "number_doubled" // by the server: another complaint bears the same number
	KPrinted             = "printed"        // a document about it went to paper: what comes later is a copy
	KLinked              = "linked"         // another complaint is about the same
	KUnlinked            = "unlinked"       // no, it is not
	KHandedOver          = "handed_over"    // a note to the next clerk
	KHandoverTaken       = "handover_taken" // who has read it and goes on
	KImported            = "imported"       // begins a complaint that stood in an old register
)

// Known kinds with the newest body version that this program understands.
var Known = map[string]int{
	KReceived: 1, KReporterIdentified: 1, KCorrected: 1, KClassified: 1, KVerified: 1, KCompletionRequested: 1, KCompleted: 1,
	KForwarded: 1, KNotAuthorized: 1, KFollowedUp: 1, KInterimReplied: 1, KAnswered: 1, KReporterResponded: 1, KClosed: 1,
	KReopened: 1, KArchived: 1, KEscalated: 1, KNoted: 1, KTrackingSet: 1, KClashSettled: 2, KIdentityRevealed: 1, KDueAcknowledged: 1,
	KFileAttached: 1, KFileDetached: 1, KNumberDoubled: 1, KPrinted: 1, KImported: 1, KLinked: 1, KUnlinked: 1, KHandedOver: 1, KHandoverTaken: 1,
}

// Begins tells whether an entry of the kind begins a complaint and gives it its number.
func Begins(kind string) bool { return kind == KReceived || kind == KImported }

// Body is the body of every kind, version 1: each kind uses the parts it
// needs. One shape keeps old versions readable with one decoder.
type Body struct {
	Number  string            `json:"number,omitempty"`  // received, imported
	Set     map[string]string `json:"set,omitempty"`     // fields and their new values
	Salt    string            `json:"salt,omitempty"`    // with identity: the hash must not tell it once the body is erased
	Text    string            `json:"text,omitempty"`    // what was written
	On      calendar.Date     `json:"on,omitzero"`       // civil date of the act itself
	Office  string            `json:"office,omitempty"`  // forwarded: to whom (code)
	Name    string            `json:"name,omitempty"`    // its name when it was forwarded
	Target  string            `json:"target,omitempty"`  // not_authorized: where it belongs; tracking_set: the ID
	Letter  string            `json:"letter,omitempty"`  // letter of transfer
	Channel string            `json:"channel,omitempty"` // how the answer went out
	Why     string            `json:"why,omitempty"`     // archived
	Yes     bool              `json:"yes,omitempty"`     // reporter_responded: content
	Score   string            `json:"score,omitempty"`   // satisfaction 1-4
	Clash   string            `json:"clash,omitempty"`   // clash_settled
	Take    string            `json:"take,omitempty"`    // accepted, proposed; from version 2 undone
	// Promise: received and due_acknowledged, the deadline that was told;
	// answered, closed, archived and not_authorized, the one that the case was
	// judged by; imported, either; acts that move the date, the calendar that
	// their author had. printed: the one that stands on the paper.
	Promise *Promise `json:"promise,omitempty"`
	File    *File    `json:"file,omitempty"`   // file_attached
	Detach  string   `json:"detach,omitempty"` // file_detached: id of the entry that attached it
	Print   *Print   `json:"print,omitempty"`  // printed
	Link    *Link    `json:"link,omitempty"`   // linked, unlinked
	To      string   `json:"to,omitempty"`     // handed_over: account; "" = whoever comes next
	Import  string   `json:"import,omitempty"` // imported, and the reporter_identified beside it: id of the import
	Old     *Old     `json:"old,omitempty"`    // imported
}

// Draft is an entry that Decide wants written.
type Draft = journal.Draft

func draft(id, kind string, b Body, base map[string]string) Draft {
	raw, err := json.Marshal(b)
	if err != nil {
		panic(err) // strings, bools and dates always marshal
	}
	return Draft{ID: id, Kind: kind, Version: 1, Body: raw, Base: base}
}

// BodyOf reads the body of an entry; false when this program cannot.
func BodyOf(e *journal.Entry) (b Body, ok bool) {
	if readPlain(e.Body, &b) {
		return b, true
	}
	b = Body{}
	ok = json.Unmarshal(e.Body, &b) == nil
	return b, ok
}

// readPlain reads a body as our programs write it; else b is not to be used.
// What few bodies have is left to encoding/json, and so are keys that it would
// take for one of ours.
func readPlain(raw []byte, b *Body) bool {
	p := journal.NewPlain(string(raw))
	seen := make([]string, 0, 8)
	var rest []byte
	p.Object(func(key string) {
		if slices.Contains(seen, key) {
			p.Fail()
			return
		}
		seen = append(seen, key)
		switch key {
		case "set":
			b.Set = p.Map()
		case "promise", "on", "yes", "file", "print", "link", "old":
			rest = append(append(append(append(rest, `,"`...), key...), `":`...), p.Raw()...)
		default:
			if text := b.textOf(key); text != nil {
				*text = p.Text()
			} else {
				p.Fail()
			}
		}
	})
	if !p.Done() || rest == nil {
		return p.Done()
	}
	rest[0] = '{'
	return json.Unmarshal(append(rest, '}'), b) == nil
}

// textOf is the part of a body that is a text; nil when there is none of the name.
func (b *Body) textOf(key string) *string {
	switch key {
	case "number":
		return &b.Number
	case "salt":
		return &b.Salt
	case "text":
		return &b.Text
	case "office":
		return &b.Office
	case "name":
		return &b.Name
	case "target":
		return &b.Target
	case "letter":
		return &b.Letter
	case "channel":
		return &b.Channel
	case "why":
		return &b.Why
	case "score":
		return &b.Score
	case "clash":
		return &b.Clash
	case "take":
		return &b.Take
	case "detach":
		return &b.Detach
	case "to":
		return &b.To
	case "import":
		return &b.Import
	}
	return nil
}

// TextOfEntry is what was written in an entry; "" when nothing can be read.
func TextOfEntry(e *journal.Entry) string {
	var b struct {
		Text string `json:"text"`
	}
	if json.Unmarshal(e.Body, &b) != nil {
		return ""
	}
	return b.Text
}
