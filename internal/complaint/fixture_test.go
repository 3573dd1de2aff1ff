package complaint

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"loketaduan/internal/auth"
	"loketaduan/internal/calendar"
	"loketaduan/internal/fault"
	"loketaduan/internal/journal"
)

const (
	here     = "63.03.05"
	there    = "63.03.12"
	streamID = "0192f0c1-0000-7000-8000-000000000000"
	number   = "630305-A-2026-000123-4"
)

var (
	received = calendar.Of(2026, time.November, 2) // a Monday
	today    = calendar.Of(2026, time.November, 23)
	now      = time.Date(2026, time.November, 23, 10, 0, 0, 0, calendar.WITA)
)

func validForm() Form {
	return Form{
		Kind: "pengaduan", Channel: "tatap_muka", ReceivedAt: "2026-11-02T09:30:00+08:00",
		Subject: "Jembatan rusak", Narrative: "Papan jembatan lepas sejak banjir.", Category: "infrastruktur",
		Reporter: Reporter{Name: "Aminah", IDType: "ktp", IDNumber: "6303051212900001", Sex: "P", Address: "RT 3 RW 1", Village: "Sungai Rangas", Phone: "081234567890"},
	}
}

// changedForm is the valid form with something done to it.
func changedForm(change func(*Form)) *Form {
	f := validForm()
	change(&f)
	return &f
}

func actor(r auth.Role) Actor { return Actor{Account: "akun-" + string(r), Role: r, Office: here} }

func entryID(n int) string { return fmt.Sprintf("0192f0c1-0000-7000-8000-%012d", n) }

// story is a stream under construction, every entry accepted at once.
type story struct{ entries []journal.Entry }

func (s *story) raw(kind string, version int, body []byte, base map[string]string) *journal.Entry {
	n := int64(len(s.entries) + 1)
	s.entries = append(s.entries, journal.Entry{
		ID: entryID(int(n)), Stream: streamID, Office: here, Device: "pc-a", Seq: n, Rev: n, Author: "siti",
		At: now.Add(time.Duration(n) * time.Minute).UTC(), Kind: kind, Version: version, Base: base, Body: body,
	})
	return &s.entries[n-1]
}

func (s *story) add(kind string, b Body, base map[string]string) *journal.Entry {
	raw, err := json.Marshal(b)
	if err != nil {
		panic(err)
	}
	return s.raw(kind, 1, raw, base)
}

func (s *story) fold() *Complaint { return Fold(streamID, s.entries) }

// start is a story that holds the receipt of the form.
func start(f Form) *story {
	s := &story{}
	s.add(KReceived, Body{Number: number, Set: f.values(false)}, nil)
	s.add(KReporterIdentified, Body{Set: f.values(true), Salt: "garam"}, nil)
	return s
}

// paths are the acts that lead from a receipt to each state.
var paths = map[State][]string{
	Received:           {},
	AwaitingCompletion: {KCompletionRequested},
	Verified:           {KVerified},
	Forwarded:          {KVerified, KForwarded},
	InProgress:         {KVerified, KFollowedUp},
	Answered:           {KVerified, KFollowedUp, KAnswered},
	Closed:             {KVerified, KFollowedUp, KAnswered, KClosed},
	Reopened:           {KArchived, KReopened},
	NotAuthorized:      {KNotAuthorized},
	Archived:           {KArchived},
	Escalated:          {KEscalated},
}

// in is a story whose complaint is in the state and has one open clash, a file,
// a link and a note to the next clerk.
func in(t *testing.T, state State) *story {
	t.Helper()
	s := start(validForm())
	for i, kind := range paths[state] {
		b := actBody(kind)
		b.On = received.AddDays(3 + i)
		s.add(kind, b, nil)
	}
	// Written by somebody who had seen an older value, in a state that allowed it.
	late := s.entries[1]
	late.ID, late.Kind, late.Rev = entryID(900), KReporterIdentified, 3
	late.Body, late.Base = []byte(`{"set":{"reporter.name":"Aminah binti Ali"}}`), map[string]string{"reporter.name": "lama"}
	file := late
	file.ID, file.Kind, file.Base, file.Rev = entryID(901), KFileAttached, nil, 4
	file.Body = draft("", KFileAttached, actBody(KFileAttached), nil).Body
	link, note := file, file
	link.ID, link.Kind, link.Rev = entryID(902), KLinked, 5
	link.Body = draft("", KLinked, actBody(KUnlinked), nil).Body
	note.ID, note.Kind, note.Rev = entryID(903), KHandedOver, 6
	note.Body = draft("", KHandedOver, Body{Text: "Berkas di laci", To: "budi"}, nil).Body
	s.entries = append(s.entries, late, file, link, note)
	if c := s.fold(); c.State != state || len(c.Clashes) != 1 {
		t.Fatalf("%s: the path leads to %s with %d clashes", state, c.State, len(c.Clashes))
	}
	return s
}

// aFile is a photo that was made smaller.
func aFile() *File {
	return &File{SHA256: strings.Repeat("ab", 32), Size: 210000, Name: "jembatan.jpg", Type: "image/jpeg", Original: &Original{SHA256: strings.Repeat("cd", 32), Size: 4 << 20}}
}

func openClash() string { return entryID(900) + "/reporter.name" }

// actBody is a body with which the act is complete.
func actBody(kind string) Body {
	b := Body{Text: "Keterangan " + kind, On: received.AddDays(14)}
	switch kind {
	case KForwarded:
		b.Office, b.Name = "63.03.DPUPRP", "Dinas PUPRP"
	case KNotAuthorized:
		b.Target, b.Letter = "Balai Jalan", "400/12"
	case KArchived:
		b.Why = "ganda"
	case KTrackingSet:
		b.Target = "5010653"
	case KClashSettled:
		b.Clash, b.Take = openClash(), "proposed"
	case KReporterResponded, KClosed:
		b.Score = "3"
	case KDueAcknowledged:
		b.Promise = &Promise{Due: received.AddDays(20), Calendar: "2026-09-15"}
	case KLinked:
		b.Link = &Link{ID: entryID(910), Number: "630305-A-2026-000045-6"}
	case KUnlinked:
		b.Link = &Link{ID: entryID(911), Number: "630305-A-2026-000046-7"} // see in
	case KHandedOver:
		b.To = "akun-2"
	case KPrinted:
		b.Print = &Print{What: PaperReceipt, Code: "7K2M-0000-ABCD"}
	case KFileAttached:
		b.File = aFile()
	case KImported:
		b.Number, b.Import, b.Set = number, entryID(999), contentOf(validForm())
		b.Old = &Old{State: Closed, Line: 12, Number: "012/PGD/2019", ClosedOn: received.AddDays(3)}
	case KFileDetached:
		b.Detach = entryID(901) // see in
	}
	return b
}

func contentOf(f Form) map[string]string { return f.values(false) }

// complete is an act to which nothing is lacking.
func complete(kind string) Act {
	a := Act{ID: entryID(500), Kind: kind, Body: actBody(kind), Now: now, Zone: calendar.WITA, Limits: DefaultLimits(),
		Standing: Promise{Due: received.AddDays(20), Calendar: "2026-09-15"}, Clocks: Clocks{Ombudsman: calendar.DateIn(now, calendar.WITA).AddDays(-1)}}
	switch kind {
	case KForwarded:
		a.Body.Office, a.Body.Name = "63.03.DLH", "Dinas Lingkungan Hidup" // not where the path leads
	case KCorrected:
		a.Form = changedForm(func(f *Form) { f.Subject = "Jembatan putus" })
	case KVerified, KClassified:
		a.Form = changedForm(func(f *Form) { f.Category = "pu" })
	}
	return a
}

func wantFault(t *testing.T, err error, kind fault.Kind, field string) {
	t.Helper()
	f := fault.Of(err)
	if f == nil || f.Kind != kind || f.Field != field {
		t.Errorf("got %+v, want %s at %q", f, kind, field)
	}
}

// ruled are the rules of an office that changed nothing.
var ruled = NewRulebook(calendar.EmbeddedDecrees(), nil).For(here)

func clocksOf(c *Complaint) Clocks {
	f := c.Facts()
	return ruled.Clocks(&f)
}
