package complaint

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/mail"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"loketaduan/internal/auth"
	"loketaduan/internal/calendar"
	"loketaduan/internal/fault"
)

// OldCase is a complaint as it stands in a register that the office kept before
// this program, or elsewhere. What that register does not say is empty and stays
// unknown: nothing is put in its place.
type OldCase struct {
	Form Form
	Note string // what the register says beyond the form
	Old
}

// Old is the part of it that no form holds; it is the body of an imported entry.
type Old struct {
	Sheet    string `json:"sheet,omitempty"` // where it stood, as the office finds it
	Line     int    `json:"line,omitempty"`
	Identity string `json:"identity,omitempty"` // see OldCase.Settle
	Number   string `json:"number,omitempty"`   // the number that the register gave it
	Original string `json:"original,omitempty"` // the reporter's words, where the narrative was edited since

	State        State         `json:"state"`
	Since        calendar.Date `json:"since,omitzero"`        // awaiting_completion: from when the clock stands still
	ForwardedTo  string        `json:"forwardedTo,omitempty"` // as written there; no office of ours gets it
	ForwardedOn  calendar.Date `json:"forwardedOn,omitzero"`
	FollowUp     string        `json:"followUp,omitempty"`
	FollowedUpOn calendar.Date `json:"followedUpOn,omitzero"`
	Answer       string        `json:"answer,omitempty"`
	AnsweredOn   calendar.Date `json:"answeredOn,omitzero"`
	Result       string        `json:"result,omitempty"`
	ClosedOn     calendar.Date `json:"closedOn,omitzero"`
	ArchiveWhy   string        `json:"archiveWhy,omitempty"`
	Tracking     string        `json:"tracking,omitempty"`
}

// oldest receipt that a register can hold: what is older is a mistyped year.
var oldestReceipt = calendar.Of(1990, time.January, 1)

// subjectMost is how much of a narrative stands for a missing subject, in letters.
const subjectMost = 100

// Settle brings the case into its one form and gives it its identity. refused
// tells why it cannot be taken, remarks what of it was not taken as it stood;
// both are Indonesian sentences for the office. today and zone are the office's.
func (x *OldCase) Settle(today calendar.Date, zone *time.Location) (remarks, refused []string) {
	x.clean()
	f := &x.Form
	no := func(format string, a ...any) { refused = append(refused, fmt.Sprintf(format, a...)) }
	note := func(format string, a ...any) { remarks = append(remarks, fmt.Sprintf(format, a...)) }

	received := calendar.Date{}
	switch at := f.Received(); {
	case at.IsZero():
		no("Tanggal terima kosong atau tidak terbaca.")
	default:
		received = calendar.DateIn(at, zone)
		if received.After(today) {
			no("Tanggal terima %s ada di masa depan.", received.Short())
		} else if received.Before(oldestReceipt) {
			no("Tahun tanggal terima %s tidak mungkin.", received.Short())
		}
	}
	if f.Narrative == "" && f.Subject == "" {
		no("Uraian aduan kosong.")
	}
	if len(refused) == 0 {
		x.checkDates(received, today, no)
	}
	if f.EventDate != "" {
		if d, err := calendar.ParseDate(f.EventDate); err != nil || d.After(received) {
			note("Tanggal kejadian tidak dipakai: sesudah tanggal terima atau tidak terbaca.")
			f.EventDate = ""
		}
	}
	x.settleText()
	for i := range fields {
		if n := utf8.RuneCountInString(fields[i].get(f)); fields[i].Max > 0 && n > fields[i].Max {
			no("%s terlalu panjang: %d huruf, paling banyak %d.", fields[i].Label, n, fields[i].Max)
		}
	}
	if r := &f.Reporter; r.Phone != "" {
		if d := OnlyDigits(r.Phone); len(d) < 7 || len(d) > 15 || !only(phoneSigns, r.Phone) {
			note("Nomor telepon tidak lazim; disimpan seperti tertulis.")
		}
	}
	if f.Reporter.Email != "" {
		if _, err := mail.ParseAddress(f.Reporter.Email); err != nil {
			note("Alamat email tidak lengkap; disimpan seperti tertulis.")
		}
	}
	if x.State == AwaitingCompletion {
		x.Since = laterOf(received, x.FollowedUpOn)
	}
	x.Identity = x.identity(received)
	return remarks, refused
}

// clean trims, and names a reporter of whom nothing is known for what he is.
func (x *OldCase) clean() {
	for i := range fields {
		fields[i].set(&x.Form, fields[i].get(&x.Form))
	}
	for _, s := range []*string{&x.Note, &x.Number, &x.Original, &x.ForwardedTo, &x.FollowUp, &x.Answer, &x.Result, &x.Tracking} {
		*s = strings.TrimSpace(*s)
	}
	r := &x.Form.Reporter
	r.Phone = cleanPhone(r.Phone)
	if r.Name == "" && len(x.Form.values(true)) == 0 {
		*r = Reporter{Unidentified: true}
	}
	if x.Form.Kind == "" {
		x.Form.Kind = string(KindComplaint) // it stands in a register of complaints
	}
	if !slices.Contains(States, x.State) {
		x.State = Received
	}
}

// settleText sees to it that there are a narrative and a subject.
func (x *OldCase) settleText() {
	f := &x.Form
	if f.Narrative == "" {
		f.Narrative = f.Subject
	}
	if f.Subject == "" {
		line, _, _ := strings.Cut(f.Narrative, "\n")
		f.Subject = shorten(line, subjectMost)
	}
	if most := fieldByName["subject"].Max; utf8.RuneCountInString(f.Subject) > most {
		if !strings.Contains(f.Narrative, f.Subject) { // nothing of it may get lost
			f.Narrative = f.Subject + "\n" + f.Narrative
		}
		f.Subject = shorten(f.Subject, most)
	}
	if x.Original == f.Narrative {
		x.Original = ""
	}
}

// shorten cuts at a space where there is one near the end.
func shorten(s string, most int) string {
	r := []rune(strings.TrimSpace(s))
	if len(r) <= most {
		return string(r)
	}
	cut := string(r[:most-1])
	if i := strings.LastIndexByte(cut, ' '); i > len(cut)*2/3 {
		cut = cut[:i]
	}
	return strings.TrimRight(cut, " ,.;:") + "…"
}

// checkDates finds what cannot have happened. Such a row is a mistyped one, or
// its dates are read in the wrong order.
func (x *OldCase) checkDates(received, today calendar.Date, no func(string, ...any)) {
	for _, d := range []struct {
		what string
		on   calendar.Date
	}{{"disposisi", x.ForwardedOn}, {"tindak lanjut", x.FollowedUpOn}, {"jawaban", x.AnsweredOn}, {"selesai", x.ClosedOn}} {
		switch {
		case d.on.IsZero():
		case d.on.Before(received):
			no("Tanggal %s %s sebelum tanggal terima %s.", d.what, d.on.Short(), received.Short())
		case d.on.After(today):
			no("Tanggal %s %s ada di masa depan.", d.what, d.on.Short())
		}
	}
	if !x.ClosedOn.IsZero() && x.ClosedOn.Before(x.AnsweredOn) {
		no("Tanggal selesai %s sebelum tanggal jawaban %s.", x.ClosedOn.Short(), x.AnsweredOn.Short())
	}
}

// identity tells a row from all others by what it says, so that it is known
// again in a file that was saved anew, sorted or lengthened, and on another PC.
// It is a hash, and sealed like all the rest: nobody can try out contents on it.
func (x *OldCase) identity(received calendar.Date) string {
	text := x.Original
	if text == "" {
		text = x.Form.Narrative
	}
	sum := sha256.Sum256([]byte(received.String() + "\n" + letters(x.Form.Reporter.Name) + "\n" + letters(text)))
	return hex.EncodeToString(sum[:])
}

// letters of a text and its digits, in small letters: spaces, quotes and marks
// change when a file goes through another program.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

// SameNumber tells whether two old numbers can be of one complaint: they are
// equal but for spaces and signs, or one of them was not given.
func SameNumber(a, b string) bool {
	return a == "" || b == "" || letters(a) == letters(b)
}

// Facts of the case for its clocks, once it was settled.
func (x *OldCase) Facts(office string) Facts {
	f := Facts{Office: office, State: x.State, Class: x.Form.Class(), ReceivedAt: x.Form.Received(), ForwardedOn: x.ForwardedOn,
		FirstFollowUp: x.firstFollowUp(), AnsweredOn: x.AnsweredOn}
	if x.State == AwaitingCompletion {
		f.Pauses = []calendar.Pause{{RequestedOn: x.Since}}
	}
	if on := x.stoppedOn(); !on.IsZero() && !x.State.ClockRuns() {
		f.StoppedAt = midday(on)
	}
	return f
}

// stoppedOn is the day on which the clock stopped, as far as the register says.
func (x *Old) stoppedOn() calendar.Date {
	if !x.AnsweredOn.IsZero() {
		return x.AnsweredOn
	}
	return x.ClosedOn
}

func (x *Old) firstFollowUp() calendar.Date {
	first := x.FollowedUpOn
	if first.IsZero() || !x.AnsweredOn.IsZero() && x.AnsweredOn.Before(first) {
		first = x.AnsweredOn // an answer is a follow-up too
	}
	return first
}

// midday is an instant of that civil day in every zone of Indonesia.
func midday(d calendar.Date) time.Time {
	return time.Date(d.Year(), d.Month(), d.Day(), 4, 0, 0, 0, time.UTC)
}

// ReceiveOld decides the entries of a case that was settled: how it stands, and
// apart from it the identity. What was answered or closed is judged by the
// calendar and the closures of that day. source is the id of its import; number
// and salt as in Receive.
func ReceiveOld(id, identityID, number, salt, source string, x *OldCase, by Actor, rules *Rules) ([]Draft, error) {
	if !by.Role.May(auth.Import) {
		return nil, notYours()
	}
	if x.Identity == "" || x.Form.Received().IsZero() {
		return nil, fault.New(fault.Invalid, "complaint.old.unsettled", "", "Baris ini belum diperiksa. Baca ulang berkasnya.")
	}
	f := x.Facts(by.Office)
	promise := rules.Promise(&f)
	if f.unjudged() {
		promise = promiseOf(rules.Clocks(&f).Deadline, rules.when(&f).Revision())
	}
	old := x.Old
	body := Body{Number: number, Set: x.Form.values(false), Text: x.Note, Promise: &promise, Import: source, Old: &old}
	return []Draft{
		draft(id, KImported, body, nil),
		draft(identityID, KReporterIdentified, Body{Set: x.Form.values(true), Salt: salt, Import: source}, nil),
	}, nil
}

// takeOld begins a complaint with what an old register says of it.
func (c *Complaint) takeOld(id string, b *Body) {
	x := b.Old
	if x == nil {
		return
	}
	c.Import, c.Old = b.Import, *x
	if slices.Contains(States, x.State) {
		c.State = x.State
	}
	if x.Original != "" {
		c.Original = x.Original
	}
	if x.Tracking != "" {
		c.put("tracking", x.Tracking, id)
	}
	c.HolderSay, c.ForwardedOn = x.ForwardedTo, x.ForwardedOn
	c.FirstFollowUp, c.LastFollowUp, c.FollowUpText = x.firstFollowUp(), x.FollowedUpOn, x.FollowUp
	c.AnsweredOn, c.ClosedOn, c.Result, c.ArchiveWhy = x.AnsweredOn, x.ClosedOn, x.Result, x.ArchiveWhy
	if x.Answer != "" {
		c.FollowUpText = x.Answer
	}
	if c.State == AwaitingCompletion {
		c.resume, c.Pauses = Received, []calendar.Pause{{RequestedOn: x.Since}}
	}
	if !c.State.ClockRuns() {
		c.judge(b)
		return
	}
	c.told(b)
}

// untouched tells whether nobody has worked on an imported complaint since.
func (c *Complaint) untouched() bool {
	for i := range c.History {
		s := &c.History[i]
		switch s.Kind {
		case KImported, KIdentityRevealed, KDueAcknowledged, KNumberDoubled:
		case KReporterIdentified:
			if s.Body.Import == "" {
				return false
			}
		default:
			return false
		}
	}
	return true
}

// Undoable is the import that the complaint goes with when that is undone; ""
// for one of our own, and for one that somebody has worked on since.
func (c *Complaint) Undoable() string {
	if c.Import == "" || !c.untouched() {
		return ""
	}
	return c.Import
}
