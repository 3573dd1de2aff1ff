package complaint

import (
	"cmp"
	"crypto/ed25519"
	"encoding/json"
	"slices"
	"strings"
	"sync"
	"time"

	"loketaduan/internal/calendar"
	"loketaduan/internal/journal"
)

// Streams of what every clock rests on. They travel like complaints do.
const (
	StreamCalendar = "calendar" // packages that the regency published; every office has it
	StreamImports  = "imports:" // + office code: packages that a PC of the office took from a file
	StreamRules    = "rules:"   // + office code: closures and settings of an office; every office has them
)

// Kinds of entries in those streams.
const (
	KCalendarPublished = "calendar_published"
	KClosureAdded      = "closure_added"
	KClosureWithdrawn  = "closure_withdrawn"
	KRulesSet          = "rules_set"
)

// RuleBody is the body of those kinds, version 1.
type RuleBody struct {
	Revision string        `json:"revision,omitempty"` // calendar_published: of the package in File
	File     []byte        `json:"file,omitempty"`     // the signed package, byte for byte
	From     calendar.Date `json:"from,omitzero"`      // closure_added, both ends included
	To       calendar.Date `json:"to,omitzero"`
	Reason   string        `json:"reason,omitempty"` // closure_added, closure_withdrawn
	Letter   string        `json:"letter,omitempty"`
	LetterOn calendar.Date `json:"letterOn,omitzero"`
	Closure  string        `json:"closure,omitempty"` // closure_withdrawn: id of the entry that added it
	Settings *Settings     `json:"settings,omitempty"`
}

// IsRuleStream tells whether the stream holds rules rather than a complaint.
func IsRuleStream(stream string) bool {
	return stream == StreamCalendar || strings.HasPrefix(stream, StreamImports) || strings.HasPrefix(stream, StreamRules)
}

// Settings of an office: everything about its clocks that is not law for all.
// Days are working days but for CompletionDays, which are calendar days.
type Settings struct {
	Week           calendar.WorkWeek `json:"week"`
	Zone           string            `json:"zone"`             // WIB, WITA or WIT
	Limits         Limits            `json:"limits,omitempty"` // shorter limits than the law's, by class
	Classes        []ExtraClass      `json:"classes,omitempty"`
	VerifyDays     int               `json:"verifyDays"`     // receipt to verification (LAPOR!: 3)
	FollowUpDays   int               `json:"followUpDays"`   // verified or forwarded to first follow-up (LAPOR!: 5)
	ResponseDays   int               `json:"responseDays"`   // the reporter's time after an answer (LAPOR!: 10)
	CompletionDays int               `json:"completionDays"` // the reporter's time to complete a file (UU 25/2009 art. 44: 30)
	ProposeClosing bool              `json:"proposeClosing"` // after a silent ResponseDays
	NotifyAt       string            `json:"notifyAt"`       // hour of the daily reminder, "07:45"; "" = none
}

// ExtraClass is a class that an office added, such as "ringan" with 2 days. A
// retired one is no longer offered and still counts where it was given.
type ExtraClass struct {
	Code    Class  `json:"code"`
	Name    string `json:"name"`
	Days    int    `json:"days"`
	Retired bool   `json:"retired,omitempty"`
}

// DefaultSettings of a kecamatan of Kabupaten Banjar.
func DefaultSettings() Settings {
	return Settings{Week: calendar.FiveDays, Zone: "WITA", VerifyDays: 3, FollowUpDays: 5, ResponseDays: 10, CompletionDays: 30,
		ProposeClosing: true, NotifyAt: "07:45"}
}

// Zones of Indonesia by name; none has daylight saving.
var zones = map[string]*time.Location{
	"WIB": time.FixedZone("WIB", 7*60*60), "WITA": calendar.WITA, "WIT": time.FixedZone("WIT", 9*60*60),
}

// Closure is a day or a run of days on which one office was closed.
type Closure struct {
	ID           string // of the entry that added it
	Office       string
	From, To     calendar.Date
	Reason       string
	Letter       string
	LetterOn     calendar.Date
	At           time.Time // recorded, clock error taken out
	By           string
	Accepted     bool
	WithdrawnAt  time.Time // zero while it is in force
	WithdrawnBy  string
	WithdrawnWhy string
}

// InForce tells whether the closure closes its days.
func (c *Closure) InForce() bool { return c.WithdrawnAt.IsZero() }

// Days that it closes.
func (c *Closure) Days() []calendar.Day {
	var out []calendar.Day
	for d := c.From; !d.IsZero() && !d.After(c.To); d = d.AddDays(1) {
		out = append(out, calendar.Day{Date: d, Kind: calendar.LocalClosure, Name: c.Reason, Decree: c.Letter, DecreedOn: c.LetterOn, Scope: c.Office})
	}
	return out
}

// Learned tells when and by whom a calendar package came to be known.
type Learned struct {
	Revision calendar.Revision
	At       time.Time
	By       string
	Office   string
	Imported bool // from a file on a PC of the office, not from the regency
}

// Rules are what the clocks of one office run by.
type Rules struct {
	book     *Rulebook
	Settings Settings
	Calendar *calendar.Calendar // closures of the office included
	Zone     *time.Location
	Limits   Limits
	Closures []Closure // also the withdrawn ones, in the order of recording
}

// Rulebook holds the rules of all offices. Take entries first; after that it is
// safe for concurrent use.
type Rulebook struct {
	decrees  *calendar.Decrees
	trusted  func(ed25519.PublicKey) bool
	learned  []Learned
	files    []RuleBody // of packages, beside learned
	closures map[string][]Closure
	settings map[string]Settings

	mu    sync.Mutex
	rules map[string]*Rules
	past  map[string]*calendar.Calendar // see at
}

// NewRulebook begins with the decrees shipped with the program. Packages count
// only when trusted says so of the key that signed them.
func NewRulebook(shipped *calendar.Decrees, trusted func(ed25519.PublicKey) bool) *Rulebook {
	return &Rulebook{decrees: shipped, trusted: trusted, closures: map[string][]Closure{}, settings: map[string]Settings{},
		rules: map[string]*Rules{}, past: map[string]*calendar.Calendar{}}
}

// Take folds an entry of a rule stream in; of each stream in fold order. What
// it does not know or cannot read changes nothing.
func (b *Rulebook) Take(e *journal.Entry) {
	var r RuleBody
	if e.Version != 1 || len(e.Body) == 0 || json.Unmarshal(e.Body, &r) != nil {
		return
	}
	// Every PC must take the same: what stands in a stream of another kind, which
	// reaches other offices than its own, counts nowhere.
	office, own := strings.CutPrefix(e.Stream, StreamRules)
	if own == (e.Kind == KCalendarPublished) {
		return
	}
	switch e.Kind {
	case KCalendarPublished:
		if v, err := calendar.ParseRevision(r.Revision); err == nil {
			b.learned = append(b.learned, Learned{Revision: v, At: e.Time(), By: e.Author, Office: e.Office, Imported: e.Stream != StreamCalendar})
			b.files = append(b.files, r)
		}
	case KClosureAdded:
		if r.From.IsZero() || r.To.Before(r.From) || r.From.DaysUntil(r.To) > MaxClosureDays {
			return
		}
		b.closures[office] = append(b.closures[office], Closure{ID: e.ID, Office: office, From: r.From, To: r.To, Reason: r.Reason,
			Letter: r.Letter, LetterOn: r.LetterOn, At: e.Time(), By: e.Author, Accepted: e.Accepted()})
	case KClosureWithdrawn:
		for i := range b.closures[office] {
			if x := &b.closures[office][i]; x.ID == r.Closure && x.InForce() {
				x.WithdrawnAt, x.WithdrawnBy, x.WithdrawnWhy = e.Time(), e.Author, r.Reason
			}
		}
	case KRulesSet:
		if r.Settings != nil {
			b.settings[office] = r.Settings.keeping(b.settings[office].Classes)
		}
	}
}

// Settle chooses the newest package that can be trusted. Call it once, after
// the last Take.
func (b *Rulebook) Settle() {
	order := make([]int, len(b.learned))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(x, y int) int { return b.learned[y].Revision.Compare(b.learned[x].Revision) })
	good := map[int]bool{}
	for _, i := range order {
		if b.learned[i].Revision.Compare(b.decrees.Revision()) <= 0 {
			break // this one and all after it say nothing new
		}
		p, err := calendar.ReadPackage(b.files[i].File)
		if err != nil || !b.trusted(p.Key) || p.Decrees.Revision() != b.learned[i].Revision {
			continue
		}
		if calendar.Supersedes(p.Decrees, b.decrees) == nil {
			b.decrees, good[i] = p.Decrees, true
			break
		}
	}
	var kept []Learned
	for i, l := range b.learned {
		if good[i] || l.Revision.Compare(b.decrees.Revision()) <= 0 {
			kept = append(kept, l)
		}
	}
	slices.SortStableFunc(kept, func(x, y Learned) int { return cmp.Or(x.Revision.Compare(y.Revision), x.At.Compare(y.At)) })
	b.learned, b.files = kept, nil
}

// Decrees in force.
func (b *Rulebook) Decrees() *calendar.Decrees { return b.decrees }

// LearnedOf gives the earliest record that made a decree of that date known; not
// ok when it came with the program.
func (b *Rulebook) LearnedOf(decreed calendar.Date) (Learned, bool) {
	var first Learned
	for _, l := range b.learned {
		if !l.Revision.Decreed.Before(decreed) && (first.At.IsZero() || l.At.Before(first.At)) {
			first = l
		}
	}
	return first, !first.At.IsZero()
}

// SettingsOf an office.
func (b *Rulebook) SettingsOf(office string) Settings {
	s, ok := b.settings[office]
	if !ok {
		return DefaultSettings()
	}
	return s
}

// For gives the rules of an office. They never change; a new revision makes a
// new rulebook.
func (b *Rulebook) For(office string) *Rules {
	b.mu.Lock()
	defer b.mu.Unlock()
	if r := b.rules[office]; r != nil {
		return r
	}
	s := b.SettingsOf(office)
	r := &Rules{book: b, Settings: s, Zone: zones[s.Zone], Limits: s.limits(), Closures: b.closures[office]}
	if r.Zone == nil {
		r.Zone = calendar.WITA
	}
	var days []calendar.Day
	for i := range r.Closures {
		if r.Closures[i].InForce() {
			days = append(days, r.Closures[i].Days()...)
		}
	}
	r.Calendar = b.decrees.Calendar(office).With(days)
	b.rules[office] = r
	return r
}

// at gives the calendar of an office as it was after the decrees up to a day,
// with some of its closures. The few that a trail asks for are kept.
func (b *Rulebook) at(office string, decreed calendar.Date, closures []Closure) *calendar.Calendar {
	key := office + " " + decreed.String()
	for i := range closures {
		key += " " + closures[i].ID
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if c := b.past[key]; c != nil {
		return c
	}
	var days []calendar.Day
	for i := range closures {
		days = append(days, closures[i].Days()...)
	}
	c := b.decrees.AsOf(decreed, office).With(days)
	if len(b.past) > 200 {
		clear(b.past)
	}
	b.past[key] = c
	return c
}

// keeping gives the settings with the classes that their author did not know,
// because another PC had added them meanwhile. Who takes a class away retires it.
func (s *Settings) keeping(classes []ExtraClass) Settings {
	kept := *s
	for _, x := range classes {
		if !slices.ContainsFunc(s.Classes, func(own ExtraClass) bool { return own.Code == x.Code }) {
			kept.Classes = append(slices.Clip(kept.Classes), x)
		}
	}
	return kept
}

func (s *Settings) limits() Limits {
	l := DefaultLimits()
	for class, days := range s.Limits {
		if own := l[class]; own > 0 && days >= 1 && days < own {
			l[class] = days
		}
	}
	for _, x := range s.Classes {
		if _, taken := l[x.Code]; !taken && x.Days >= 1 {
			l[x.Code] = x.Days
		}
	}
	return l
}

// ClassText is the class in words, with its limit.
func (r *Rules) ClassText(c Class) string {
	for _, x := range r.Settings.Classes {
		if x.Code == c {
			return x.Name + " (" + itoa(r.Limits[c]) + " hari kerja)"
		}
	}
	for _, x := range Classes {
		if x.Value == string(c) {
			name, _, _ := strings.Cut(x.Text, " (")
			return name + " (" + itoa(r.Limits[c]) + " hari kerja)"
		}
	}
	return TextOf(Classes, string(c))
}

// CalendarFor gives the calendar that the deadline of these facts was counted
// by: today's while the clock runs, else the one that the answer was judged by.
func (b *Rulebook) CalendarFor(f *Facts) *calendar.Calendar {
	r := b.For(f.Office)
	switch {
	case f.unjudged():
		return r.when(f)
	case !f.judged():
		return r.Calendar
	}
	v, err := calendar.ParseRevision(f.Judged.Calendar)
	if err != nil || v.Decreed == b.decrees.Revision().Decreed {
		return r.Calendar
	}
	var inForce []Closure
	for i := range r.Closures {
		if r.Closures[i].InForce() {
			inForce = append(inForce, r.Closures[i])
		}
	}
	return b.at(f.Office, v.Decreed, inForce)
}

// when gives the calendar as it was when the clock of these facts stopped.
func (r *Rules) when(f *Facts) *calendar.Calendar {
	var then []Closure
	for _, c := range r.Closures {
		if !c.At.After(f.StoppedAt) && (c.InForce() || c.WithdrawnAt.After(f.StoppedAt)) {
			then = append(then, c)
		}
	}
	return r.book.at(f.Office, calendar.DateIn(f.StoppedAt, r.Zone), then)
}
