package complaint

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"loketaduan/internal/auth"
	"loketaduan/internal/calendar"
	"loketaduan/internal/fault"
)

// lifeCycle says who may do which act in which state (domain notes 1.3):
//
//	A  everybody
//	S  pimpinan, admin and koordinator; petugas is forbidden it
//	.  nobody: conflict
//	x  nobody: petugas is forbidden it in any state, for the others a conflict
const lifeCycle = `
                     requested  completed  verified  classified  forwarded  notauth  followup  interim  answered  responded  closed  reopened  archived  escalated  corrected  identified  noted  tracking  settled  revealed  told  attached  detached  printed  linked  unlinked  handed  taken
received             A          .          A         A           .          A        .         A        .         .          .       .         A         S          A          A           A      A         A        S        A     A         A         A        A       A         A       A
awaiting_completion  .          A          .         A           .          .        .         A        .         .          .       .         A         S          A          A           A      A         A        S        A     A         A         A        A       A         A       A
verified             A          .          .         A           A          A        A         A        A         .          .       .         A         S          A          A           A      A         A        S        A     A         A         A        A       A         A       A
forwarded            A          .          .         A           A          A        A         A        A         .          .       .         .         S          A          A           A      A         A        S        A     A         A         A        A       A         A       A
in_progress          A          .          .         A           A          .        A         A        A         .          .       .         .         x          A          A           A      A         A        S        A     A         A         A        A       A         A       A
answered             .          .          .         .           .          .        .         .        .         A          A       A         .         x          A          A           A      A         A        S        A     A         A         A        A       A         A       A
closed               .          .          .         .           .          .        .         .        .         .          .       A         .         x          .          A           A      A         A        S        A     A         A         A        A       A         A       A
reopened             A          .          .         A           A          .        A         A        A         .          .       .         .         S          A          A           A      A         A        S        A     A         A         A        A       A         A       A
not_authorized       .          .          .         .           .          .        .         .        .         .          .       S         .         x          .          A           A      A         A        S        A     A         A         A        A       A         A       A
archived             .          .          .         .           .          .        .         .        .         .          .       S         .         x          .          A           A      A         A        S        A     A         A         A        A       A         A       A
escalated            .          .          .         A           A          .        A         A        A         .          .       .         .         x          A          A           A      A         A        S        A     A         A         A        A       A         A       A
`

var column = map[string]string{
	"requested": KCompletionRequested, "completed": KCompleted, "verified": KVerified, "classified": KClassified,
	"forwarded": KForwarded, "notauth": KNotAuthorized, "followup": KFollowedUp, "interim": KInterimReplied,
	"answered": KAnswered, "responded": KReporterResponded, "closed": KClosed, "reopened": KReopened,
	"archived": KArchived, "escalated": KEscalated, "corrected": KCorrected, "identified": KReporterIdentified,
	"noted": KNoted, "tracking": KTrackingSet, "settled": KClashSettled, "revealed": KIdentityRevealed, "told": KDueAcknowledged, "attached": KFileAttached, "detached": KFileDetached,
	"printed": KPrinted, "linked": KLinked, "unlinked": KUnlinked, "handed": KHandedOver, "taken": KHandoverTaken,
}

// cells reads lifeCycle: state, then kind, to the letter.
func cells(t *testing.T) map[State]map[string]string {
	t.Helper()
	rows := strings.Split(strings.TrimSpace(lifeCycle), "\n")
	head := strings.Fields(rows[0])
	out := map[State]map[string]string{}
	for _, row := range rows[1:] {
		words := strings.Fields(row)
		if len(words) != len(head)+1 {
			t.Fatalf("row %s has %d cells, want %d", words[0], len(words)-1, len(head))
		}
		out[State(words[0])] = map[string]string{}
		for i, h := range head {
			out[State(words[0])][column[h]] = words[i+1]
		}
	}
	if len(out) != len(States) || len(head) != len(Known)-len(noActs) {
		t.Fatalf("%d states and %d acts in the table, want %d and %d (all kinds but %d)", len(out), len(head), len(States), len(Known)-len(noActs), len(noActs))
	}
	return out
}

func TestDecideKeepsTheLifeCycle(t *testing.T) {
	for state, row := range cells(t) {
		c := in(t, state).fold()
		for kind, cell := range row {
			for _, role := range auth.Roles {
				want := fault.Kind("")
				switch {
				case strings.Contains("Sx", cell) && role == auth.Clerk:
					want = fault.Forbidden
				case strings.Contains(".x", cell):
					want = fault.Conflict
				}
				got := fault.Kind("")
				drafts, err := Decide(c, complete(kind), actor(role), entryID(501), "garam")
				if err != nil {
					got = fault.Of(err).Kind
				}
				if got != want {
					t.Errorf("%s in %s by %s: %v, want %q", kind, state, role, err, want)
				}
				if err == nil && (len(drafts) != 1 || drafts[0].Kind != kind || drafts[0].ID != entryID(500) || len(drafts[0].Body) == 0) {
					t.Errorf("%s in %s by %s: drafts %+v", kind, state, role, drafts)
				}
			}
		}
	}
}

func TestDecideRefuses(t *testing.T) {
	act := func(kind string, change func(*Act)) Act {
		a := complete(kind)
		change(&a)
		return a
	}
	day := func(d calendar.Date) func(*Act) { return func(a *Act) { a.Body.On = d } }
	cases := []struct {
		name  string
		state State
		act   Act
		by    Actor
		kind  fault.Kind
		field string
	}{
		{"unknown act", Received, act("dismissed", func(*Act) {}), actor(auth.Admin), fault.Invalid, "act"},
		{"receipt is no act", Received, act(KReceived, func(*Act) {}), actor(auth.Admin), fault.Invalid, "act"},
		{"unknown role", Received, complete(KNoted), actor("tamu"), fault.Forbidden, ""},
		{"another office", Received, complete(KNoted), Actor{Account: "b", Role: auth.Admin, Office: there}, fault.Forbidden, ""},
		{"another office, before the state", Closed, complete(KAnswered), Actor{Account: "b", Role: auth.Admin, Office: there}, fault.Forbidden, ""},
		{"withdrawn by petugas", Received, act(KArchived, func(a *Act) { a.Body.Why = "dicabut" }), actor(auth.Clerk), fault.Forbidden, "why"},
		{"archive reason unknown", Received, act(KArchived, func(a *Act) { a.Body.Why = "malas" }), actor(auth.Clerk), fault.Invalid, "why"},
		{"answer without text", InProgress, act(KAnswered, func(a *Act) { a.Body.Text = " \n" }), actor(auth.Clerk), fault.Invalid, "text"},
		{"text too long", InProgress, act(KNoted, func(a *Act) { a.Body.Text = strings.Repeat("a", 20001) }), actor(auth.Clerk), fault.Invalid, "text"},
		{"tomorrow", InProgress, act(KAnswered, day(today.AddDays(1))), actor(auth.Clerk), fault.Invalid, "on"},
		{"before the receipt", InProgress, act(KAnswered, day(received.AddDays(-1))), actor(auth.Clerk), fault.Invalid, "on"},
		{"closed before answered", Answered, act(KClosed, day(received.AddDays(4))), actor(auth.Clerk), fault.Invalid, "on"},
		{"completed before asked", AwaitingCompletion, act(KCompleted, day(received.AddDays(2))), actor(auth.Clerk), fault.Invalid, "on"},
		{"forwarded to nobody", Verified, act(KForwarded, func(a *Act) { a.Body.Office = "" }), actor(auth.Clerk), fault.Invalid, "office"},
		{"forwarded to its holder", Verified, act(KForwarded, func(a *Act) { a.Body.Office = here }), actor(auth.Clerk), fault.Invalid, "office"},
		{"not authorized without target", Received, act(KNotAuthorized, func(a *Act) { a.Body.Target = "" }), actor(auth.Clerk), fault.Invalid, "target"},
		{"tracking with letters", Received, act(KTrackingSet, func(a *Act) { a.Body.Target = "50A" }), actor(auth.Clerk), fault.Invalid, "target"},
		{"tracking too long", Received, act(KTrackingSet, func(a *Act) { a.Body.Target = strings.Repeat("1", 21) }), actor(auth.Clerk), fault.Invalid, "target"},
		{"neither value taken", Received, act(KClashSettled, func(a *Act) { a.Body.Take = "" }), actor(auth.Clerk), fault.Invalid, "take"},
		{"clash unknown", Received, act(KClashSettled, func(a *Act) { a.Body.Clash = "x" }), actor(auth.Clerk), fault.NotFound, "clash"},
		{"satisfaction unknown", Answered, act(KReporterResponded, func(a *Act) { a.Body.Score = "99" }), actor(auth.Clerk), fault.Invalid, "score"},
		{"satisfaction unknown at the end", Answered, act(KClosed, func(a *Act) { a.Body.Score = "puas" }), actor(auth.Clerk), fault.Invalid, "score"},
		{"correction without form", Received, act(KCorrected, func(a *Act) { a.Form = nil }), actor(auth.Clerk), fault.Invalid, ""},
		{"correction of nothing", Received, act(KCorrected, func(a *Act) { a.Form = changedForm(func(*Form) {}) }), actor(auth.Clerk), fault.Invalid, ""},
		{"correction with a bad value", Received, act(KCorrected, func(a *Act) { a.Form.Reporter.IDNumber = "12" }), actor(auth.Clerk), fault.Invalid, "reporter.idNumber"},
		{"classification without form", Received, act(KVerified, func(a *Act) { a.Form = nil }), actor(auth.Clerk), fault.Invalid, ""},
		{"classification of nothing", Received, act(KClassified, func(a *Act) { a.Form = changedForm(func(*Form) {}) }), actor(auth.Clerk), fault.Invalid, "category"},
		{"category unknown", Received, act(KVerified, func(a *Act) { a.Form.Category = "x" }), actor(auth.Clerk), fault.Invalid, "category"},
		{"kind unknown", Received, act(KVerified, func(a *Act) { a.Form.Kind = "x" }), actor(auth.Clerk), fault.Invalid, "kind"},
	}
	for _, x := range cases {
		t.Run(x.name, func(t *testing.T) {
			_, err := Decide(in(t, x.state).fold(), x.act, x.by, entryID(501), "garam")
			wantFault(t, err, x.kind, x.field)
			if f := fault.Of(err); f == nil || f.Message == "" || f.Code == "" {
				t.Errorf("a fault without code or message: %+v", f)
			}
		})
	}
	_, err := Decide(Fold(streamID, nil), complete(KNoted), actor(auth.Admin), "", "")
	wantFault(t, err, fault.NotFound, "")
}

func TestDecideAllowsTheCoordinatorAndTheOfficesOnTheWay(t *testing.T) {
	s := in(t, Forwarded)
	c := s.fold()
	for office, role := range map[string]auth.Role{here: auth.Clerk, "63.03.DPUPRP": auth.Clerk, there: auth.Coordinator} {
		if _, err := Decide(c, complete(KFollowedUp), Actor{Account: "x", Role: role, Office: office}, "", ""); err != nil {
			t.Errorf("%s of %s: %v", role, office, err)
		}
	}
}

func TestDecideDatesWhatHappensNow(t *testing.T) {
	c := in(t, Received).fold()
	a := complete(KArchived)
	a.Now = time.Date(2026, time.November, 22, 23, 30, 0, 0, time.UTC) // 07.30 of the 23rd in WITA
	a.Body.On = received
	drafts, err := Decide(c, a, actor(auth.Admin), "", "")
	if err != nil {
		t.Fatal(err)
	}
	if b := bodyOf(t, drafts[0].Body); b.On != today {
		t.Errorf("archived on %s, want %s", b.On, today)
	}
	a = complete(KCompletionRequested)
	a.Body.On = calendar.Date{}
	if drafts, err = Decide(c, a, actor(auth.Admin), "", ""); err != nil {
		t.Fatal(err)
	}
	if b := bodyOf(t, drafts[0].Body); b.On != today {
		t.Errorf("asked on %s, want %s", b.On, today)
	}
}

func TestDecideNeverLetsAnActSetFields(t *testing.T) {
	c := in(t, Received).fold()
	a := complete(KNoted)
	a.Body.Set, a.Body.Number, a.Body.Salt = map[string]string{"narrative": "lain"}, "1", "x"
	drafts, err := Decide(c, a, actor(auth.Clerk), "", "")
	if err != nil {
		t.Fatal(err)
	}
	if b := bodyOf(t, drafts[0].Body); b.Set != nil || b.Number != "" || b.Salt != "" {
		t.Errorf("%+v", b)
	}
}

func TestCorrectKeepsIdentityApart(t *testing.T) {
	c := in(t, Received).fold()
	for _, x := range []struct {
		name   string
		change func(*Form)
		kinds  string
		ids    string
	}{
		{"content", func(f *Form) { f.Subject = "Lain" }, KCorrected, entryID(500)},
		{"identity", func(f *Form) { f.Reporter.Phone = "+62 811 5000 600" }, KReporterIdentified, entryID(500)},
		{"both", func(f *Form) { f.Subject, f.Reporter.Email = "Lain", "a@contoh.id" }, KCorrected + " " + KReporterIdentified, entryID(500) + " " + entryID(501)},
	} {
		a := complete(KCorrected)
		a.Form = changedForm(x.change)
		a.Form.Kind, a.Form.Supervisory, a.Form.FieldInspection = "aspirasi", true, true // not by correction
		drafts, err := Decide(c, a, actor(auth.Clerk), entryID(501), "garam")
		if err != nil {
			t.Fatal(x.name, err)
		}
		var kinds, ids []string
		for _, d := range drafts {
			kinds, ids = append(kinds, d.Kind), append(ids, d.ID)
			b := bodyOf(t, d.Body)
			if (b.Salt != "") != (d.Kind == KReporterIdentified) {
				t.Errorf("%s: salt %q in %s", x.name, b.Salt, d.Kind)
			}
			for name := range b.Set {
				if fieldByName[name].Identity != (d.Kind == KReporterIdentified) || name == "kind" || name == "supervisory" || name == "fieldInspection" {
					t.Errorf("%s: %s stands in %s", x.name, name, d.Kind)
				}
				if d.Base[name] != c.SetBy[name] {
					t.Errorf("%s: base of %s is %q, want %q", x.name, name, d.Base[name], c.SetBy[name])
				}
			}
		}
		if strings.Join(kinds, " ") != x.kinds || strings.Join(ids, " ") != x.ids {
			t.Errorf("%s: %v %v", x.name, kinds, ids)
		}
	}
}

func TestReceive(t *testing.T) {
	f := validForm()
	f.Subject, f.Reporter.Phone = "  Jembatan rusak ", "+62 812-3456-7890"
	drafts, err := Receive(entryID(1), entryID(2), number, "garam", f, actor(auth.Clerk), ruled, Promise{})
	if err != nil || len(drafts) != 2 {
		t.Fatal(drafts, err)
	}
	content, identity := bodyOf(t, drafts[0].Body), bodyOf(t, drafts[1].Body)
	if content.Number != number || content.Set["subject"] != "Jembatan rusak" || content.Salt != "" || identity.Number != "" || identity.Salt != "garam" || identity.Set["reporter.phone"] != "081234567890" {
		t.Errorf("%+v\n%+v", content, identity)
	}
	for name := range content.Set {
		if strings.HasPrefix(name, "reporter.") {
			t.Errorf("%s stands beside the content", name)
		}
	}
	_, err = Receive(entryID(1), entryID(2), number, "garam", f, actor("tamu"), ruled, Promise{})
	wantFault(t, err, fault.Forbidden, "")
	f.Narrative = ""
	_, err = Receive(entryID(1), entryID(2), number, "garam", f, actor(auth.Clerk), ruled, Promise{})
	wantFault(t, err, fault.Invalid, "narrative")
}

// What cannot be read must be refused, not cleaned away unseen.
func TestReceiveNeverDropsWhatWasTyped(t *testing.T) {
	for field, change := range map[string]func(*Form){
		"reporter.phone": func(f *Form) { f.Reporter.Phone = "tidak ada" },
		"reporter.proxyPhone": func(f *Form) {
			f.Reporter.ByProxy, f.Reporter.ProxyName, f.Reporter.ProxyPhone = true, "Ali", "0812/0813"
		},
		"reporter.idNumber": func(f *Form) { f.Reporter.IDNumber = "6303051212900001 B" },
	} {
		_, err := Receive(entryID(1), entryID(2), number, "garam", *changedForm(change), actor(auth.Clerk), ruled, Promise{})
		wantFault(t, err, fault.Invalid, field)
	}
}

func TestNextFits(t *testing.T) {
	table := cells(t)
	for _, s := range States {
		kind := Next(s)
		switch {
		case kind == "" && s != Closed && s != NotAuthorized && s != Archived:
			t.Errorf("nothing comes after %s", s)
		case kind != "" && table[s][kind] != "A":
			t.Errorf("%s does not fit %s", kind, s)
		}
	}
	for _, x := range []struct {
		s          State
		open, runs bool
	}{{Received, true, true}, {AwaitingCompletion, true, true}, {Answered, true, false}, {Reopened, true, true}, {Escalated, true, true}, {Closed, false, false}, {NotAuthorized, false, false}, {Archived, false, false}} {
		if x.s.Open() != x.open || x.s.ClockRuns() != x.runs {
			t.Errorf("%s: open %v, clock runs %v", x.s, x.s.Open(), x.s.ClockRuns())
		}
	}
}

func bodyOf(t *testing.T, raw []byte) Body {
	t.Helper()
	var b Body
	if err := json.Unmarshal(raw, &b); err != nil {
		t.Fatal(err)
	}
	return b
}
