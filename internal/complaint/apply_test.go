package complaint

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"loketaduan/internal/auth"
	"loketaduan/internal/calendar"
	"loketaduan/internal/fault"
	"loketaduan/internal/journal"
)

// effect says what an act does to a complaint that it fits, beyond its step in
// the history. At is the id of the entry.
var effect = map[string]func(c *Complaint, on calendar.Date, id string){
	KCompletionRequested: func(c *Complaint, on calendar.Date, id string) {
		c.resume = c.State
		c.State, c.StateBy = AwaitingCompletion, id
		c.Pauses = append(c.Pauses, calendar.Pause{RequestedOn: on})
	},
	KCompleted: func(c *Complaint, on calendar.Date, id string) {
		c.State, c.StateBy = Received, id // the path asked for completion there
		c.Pauses[len(c.Pauses)-1].CompletedOn = on
	},
	KVerified: func(c *Complaint, on calendar.Date, id string) {
		c.State, c.StateBy, c.VerifiedOn = Verified, id, on
	},
	KClassified: func(*Complaint, calendar.Date, string) {},
	KForwarded: func(c *Complaint, on calendar.Date, id string) {
		c.State, c.StateBy = Forwarded, id
		c.holderBy = id
		c.Holder, c.HolderSay, c.ForwardedOn = "63.03.DLH", "Dinas Lingkungan Hidup", on
		c.Offices = append(c.Offices, "63.03.DLH")
	},
	KNotAuthorized: func(c *Complaint, on calendar.Date, id string) {
		c.State, c.StateBy, c.ClosedOn = NotAuthorized, id, on
	},
	KFollowedUp: func(c *Complaint, on calendar.Date, id string) {
		c.State, c.StateBy = InProgress, id
		if c.FirstFollowUp.IsZero() {
			c.FirstFollowUp = on
		}
		c.LastFollowUp, c.FollowUpText = on, "Keterangan followed_up"
	},
	KInterimReplied: func(*Complaint, calendar.Date, string) {},
	KAnswered: func(c *Complaint, on calendar.Date, id string) {
		c.State, c.StateBy, c.AnsweredOn, c.FollowUpText, c.Responded = Answered, id, on, "Keterangan answered", false
		if c.FirstFollowUp.IsZero() {
			c.FirstFollowUp = on
		}
	},
	KReporterResponded: func(c *Complaint, _ calendar.Date, _ string) { c.Satisfaction, c.Responded = "3", true },
	KClosed: func(c *Complaint, on calendar.Date, id string) {
		c.State, c.StateBy, c.ClosedOn, c.Result, c.Satisfaction = Closed, id, on, "Keterangan closed", "3"
	},
	KReopened: func(c *Complaint, on calendar.Date, id string) {
		c.State, c.StateBy, c.AnsweredOn, c.ClosedOn = Reopened, id, calendar.Date{}, calendar.Date{}
		c.ReopenedOn, c.Responded, c.Judged = on, false, Promise{}
	},
	KArchived: func(c *Complaint, on calendar.Date, id string) {
		c.State, c.StateBy, c.ClosedOn, c.ArchiveWhy = Archived, id, on, "ganda"
		endOpenPause(c, on)
	},
	KEscalated: func(c *Complaint, on calendar.Date, id string) {
		c.State, c.StateBy = Escalated, id
		endOpenPause(c, on) // no act could end it any more
	},
	KCorrected:          func(*Complaint, calendar.Date, string) {},
	KReporterIdentified: func(*Complaint, calendar.Date, string) {},
	KNoted:              func(*Complaint, calendar.Date, string) {},
	KTrackingSet: func(c *Complaint, _ calendar.Date, id string) {
		c.Tracking, c.Values["tracking"], c.SetBy["tracking"] = "5010653", "5010653", id
	},
	KClashSettled: func(c *Complaint, _ calendar.Date, id string) {
		c.Clashes[0].Settled, c.Clashes[0].SettledBy = "proposed", id
		c.Values["reporter.name"], c.SetBy["reporter.name"] = "Aminah binti Ali", id
	},
	KIdentityRevealed: func(*Complaint, calendar.Date, string) {},
	KDueAcknowledged: func(c *Complaint, _ calendar.Date, _ string) {
		c.Told = Promise{Due: received.AddDays(20), Calendar: "2026-09-15"}
	},
	KFileAttached: func(c *Complaint, _ calendar.Date, id string) {
		at := now.Add(time.Duration(len(c.History)+1) * time.Minute).UTC()
		c.Files = append(c.Files, Attachment{File: *aFile(), Entry: id, By: "siti", Office: here, At: at})
	},
	KPrinted: func(c *Complaint, _ calendar.Date, _ string) {
		at := now.Add(time.Duration(len(c.History)+1) * time.Minute).UTC()
		c.Prints = append(c.Prints, Printed{Print: *actBody(KPrinted).Print, At: at, By: "siti"})
	},
	KLinked: func(c *Complaint, _ calendar.Date, _ string) {
		c.Links = append(c.Links, Linked{Link: *actBody(KLinked).Link, By: "siti", At: now.Add(time.Duration(len(c.History)+1) * time.Minute).UTC()})
	},
	KUnlinked: func(c *Complaint, _ calendar.Date, _ string) { c.Links = []Linked{} },
	KHandedOver: func(c *Complaint, _ calendar.Date, id string) {
		c.Handover = &Handover{Entry: id, Text: "Keterangan handed_over", To: "akun-2", By: "siti", Office: here, At: now.Add(time.Duration(len(c.History)+1) * time.Minute).UTC()}
	},
	KHandoverTaken: func(c *Complaint, _ calendar.Date, _ string) { c.Handover = nil },
	KFileDetached: func(c *Complaint, _ calendar.Date, id string) {
		c.Files[0].Detached, c.Files[0].DetachedBy = true, "siti"
	},
}

func endOpenPause(c *Complaint, on calendar.Date) {
	for i := range c.Pauses {
		if c.Pauses[i].CompletedOn.IsZero() {
			c.Pauses[i].CompletedOn = on
		}
	}
}

func TestApplyEveryActInEveryState(t *testing.T) {
	for state, row := range cells(t) {
		for kind, cell := range row {
			s := in(t, state)
			want := s.fold()
			fits := strings.Contains("AS", cell)
			body := complete(kind).Body
			e := s.add(kind, body, map[string]string{"reporter.name": want.SetBy["reporter.name"]})
			got := s.fold()

			step := Step{ID: e.ID, Kind: kind, Body: body, By: e.Author, Office: e.Office, At: e.At, True: e.At, Rev: e.Rev}
			if fits {
				effect[kind](want, body.On, e.ID)
			} else {
				step.Clash = "Ketika catatan ini tiba, status aduan sudah " + TextOf(StateTexts, string(state)) + "."
				want.Clashes = append(want.Clashes, Clash{ID: e.ID + "/state", Field: "state", Accepted: string(state), Over: want.StateBy, Proposed: kind, By: e.Author, At: e.At})
			}
			want.History = append(want.History, step)
			want.marks, got.marks = nil, nil // Trail has tests of its own
			if !reflect.DeepEqual(got, want) {
				t.Errorf("%s in %s (fits: %v):\ngot  %+v\nwant %+v", kind, state, fits, got, want)
			}
		}
	}
}

func TestApplyReceived(t *testing.T) {
	s := start(validForm())
	c := s.fold()
	first := s.entries[0]
	if c.Number != number || c.State != Received || c.StateBy != first.ID || c.Office != here || c.Holder != here || !reflect.DeepEqual(c.Offices, []string{here}) ||
		!c.RecordedAt.Equal(first.At) || c.RecordedBy != "siti" || c.Original != validForm().Narrative || c.OpenClashes() != 0 {
		t.Errorf("%+v", c)
	}
	if c.Form() != validForm() {
		t.Errorf("form comes back as %+v", c.Form())
	}
	s.add(KReceived, Body{Number: "630305-B-2026-000001-0", Set: map[string]string{"narrative": "lain"}}, nil)
	again := s.fold()
	if again.Number != number || again.Original != c.Original || !reflect.DeepEqual(again.Values, c.Values) {
		t.Errorf("a second receipt replaced the first: %+v", again)
	}
	if h := again.History[len(again.History)-1]; h.Clash == "" || h.Body.Set["narrative"] != "lain" {
		t.Errorf("a second receipt must stay in the history, with its words: %+v", h)
	}
}

func TestApplyReturnsWhereCompletionWasAsked(t *testing.T) {
	for state, row := range cells(t) {
		if row[KCompletionRequested] == "." {
			continue
		}
		s := in(t, state)
		s.add(KCompletionRequested, Body{Text: "KTP", On: received.AddDays(8)}, nil)
		s.add(KNoted, Body{Text: "Sudah ditelepon"}, nil)
		s.add(KCompleted, Body{On: received.AddDays(10)}, nil)
		if c := s.fold(); c.State != state || len(c.Pauses) != 1 || c.Pauses[0] != (calendar.Pause{RequestedOn: received.AddDays(8), CompletedOn: received.AddDays(10)}) {
			t.Errorf("%s: came back to %s with pauses %v", state, c.State, c.Pauses)
		}
	}
}

func TestApplyKeepsTheEarliestAndTheLatestFollowUp(t *testing.T) {
	s := in(t, Verified)
	s.add(KFollowedUp, Body{Text: "Survei", On: received.AddDays(10)}, nil)
	s.add(KFollowedUp, Body{Text: "Rapat, tiba terlambat dari PC lain", On: received.AddDays(6)}, nil)
	c := s.fold()
	if c.FirstFollowUp != received.AddDays(6) || c.LastFollowUp != received.AddDays(10) || c.FollowUpText != "Survei" {
		t.Errorf("first %s, last %s %q", c.FirstFollowUp, c.LastFollowUp, c.FollowUpText)
	}
	s.add(KFollowedUp, Body{Text: "Perbaikan", On: received.AddDays(10)}, nil)
	if c = s.fold(); c.FollowUpText != "Perbaikan" {
		t.Errorf("of one day the later entry counts, not %q", c.FollowUpText)
	}
}

func TestApplyKeepsTheReportersScore(t *testing.T) {
	s := in(t, Answered)
	s.add(KReporterResponded, Body{Yes: true, Score: "4"}, nil)
	s.add(KClosed, Body{Text: "Selesai", On: received.AddDays(12)}, nil)
	if c := s.fold(); c.Satisfaction != "4" {
		t.Errorf("closing without a score left %q of 4", c.Satisfaction)
	}
}

func TestApplyTwiceForwardedNamesAnOfficeOnce(t *testing.T) {
	s := in(t, Forwarded)
	s.add(KForwarded, Body{Office: here, On: received.AddDays(7)}, nil)
	s.add(KForwarded, Body{Office: "63.03.DPUPRP", On: received.AddDays(8)}, nil)
	if c := s.fold(); c.Holder != "63.03.DPUPRP" || !reflect.DeepEqual(c.Offices, []string{here, "63.03.DPUPRP"}) {
		t.Errorf("%s %v", c.Holder, c.Offices)
	}
}

func TestApplyTakesARepeatOnce(t *testing.T) {
	for _, state := range States {
		s := in(t, state)
		once := s.fold()
		twice := s.fold()
		for _, e := range s.entries {
			e.Rev = 0 // our own copy of what the server has already
			Apply(twice, &e)
		}
		if !reflect.DeepEqual(once, twice) {
			t.Errorf("%s: repeats changed the fold", state)
		}
	}
}

func TestApplyKeepsWhatItDoesNotKnow(t *testing.T) {
	for _, x := range []struct {
		name           string
		kind           string
		version        int
		body           string
		newer, missing bool
	}{
		{"unknown kind", "merged", 1, `{"into":"x"}`, true, false},
		{"newer version", KAnswered, 2, `{"text":"x"}`, true, false},
		{"body of another shape", KAnswered, 1, `{"text":["x"]}`, true, false},
		{"no JSON", KAnswered, 1, `x`, true, false},
		{"bad date", KAnswered, 1, `{"on":"2026-13-01"}`, true, false},
		{"body withheld", KReporterIdentified, 1, "", false, true},
		{"unknown and withheld", "merged", 7, "", false, true},
	} {
		s := in(t, InProgress)
		want := s.fold()
		s.raw(x.kind, x.version, []byte(x.body), nil)
		got := s.fold()
		last := got.History[len(got.History)-1]
		if last.Newer != x.newer || last.Missing != x.missing || last.Kind != x.kind || last.Clash != "" {
			t.Errorf("%s: %+v", x.name, last)
		}
		if (got.Newer == 1) != x.newer {
			t.Errorf("%s: counts %d newer", x.name, got.Newer)
		}
		got.Newer, got.History = 0, got.History[:len(got.History)-1]
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: changed the complaint: %+v", x.name, got)
		}
	}
}

func TestStepsTellBothTimes(t *testing.T) {
	s := in(t, Received)
	e := s.add(KNoted, Body{Text: "x"}, nil)
	e.OffsetMs = -90_000
	history := s.fold().History
	last := history[len(history)-1]
	if !last.At.Equal(e.At) || !last.True.Equal(e.At.Add(-90*time.Second)) {
		t.Errorf("at %s, true %s", last.At, last.True)
	}
}

// noActs are the kinds that nobody decides: the beginning, and what only the
// server writes.
var noActs = map[string]bool{KReceived: true, KImported: true, KNumberDoubled: true}

func TestKnownIsWhatTheTableKnows(t *testing.T) {
	for kind, version := range Known {
		if _, ok := transitions[kind]; ok == noActs[kind] {
			t.Errorf("%s is no act", kind)
		}
		if version != 1 && kind != KClashSettled { // see TestTakingAChoiceBack
			t.Errorf("%s has version %d: write tests for its older ones", kind, version)
		}
	}
	if len(transitions) != len(Known)-len(noActs) {
		t.Errorf("%d acts, %d kinds", len(transitions), len(Known))
	}
}

// --- clashes ---

func fieldStory(t *testing.T) (*story, string) {
	t.Helper()
	s := start(validForm())
	return s, s.entries[0].ID
}

func set(name, value string) Body { return Body{Set: map[string]string{name: value}} }

func by(name, id string) map[string]string { return map[string]string{name: id} }

func TestClashOfAField(t *testing.T) {
	s, seen := fieldStory(t)
	accepted := s.add(KCorrected, set("subject", "Jembatan putus"), by("subject", seen)).ID
	late := s.add(KCorrected, set("subject", "Jembatan miring"), by("subject", seen))
	c := s.fold()
	want := []Clash{{ID: late.ID + "/subject", Field: "subject", Accepted: "Jembatan putus", Over: accepted, Proposed: "Jembatan miring", By: late.Author, At: late.At}}
	if !reflect.DeepEqual(c.Clashes, want) || c.Values["subject"] != "Jembatan putus" || c.SetBy["subject"] != accepted || c.OpenClashes() != 1 {
		t.Errorf("%+v\n%q by %s", c.Clashes, c.Values["subject"], c.SetBy["subject"])
	}
}

func TestNoClash(t *testing.T) {
	for name, build := range map[string]func(s *story, seen string){
		"the author had seen the value": func(s *story, seen string) {
			one := s.add(KCorrected, set("subject", "satu"), by("subject", seen)).ID
			s.add(KCorrected, set("subject", "dua"), by("subject", one))
		},
		"both typed the same": func(s *story, seen string) {
			s.add(KCorrected, set("subject", "dua"), by("subject", seen))
			s.add(KCorrected, set("subject", "dua"), by("subject", seen))
		},
		"both emptied it": func(s *story, seen string) {
			s.add(KCorrected, set("subject", ""), by("subject", seen))
			s.add(KCorrected, set("subject", ""), by("subject", seen))
		},
		"different fields": func(s *story, seen string) {
			s.add(KCorrected, set("subject", "dua"), by("subject", seen))
			s.add(KCorrected, set("category", "pu"), by("category", seen))
		},
		"a field that nobody had set": func(s *story, seen string) {
			s.add(KCorrected, set("loss", "Rp 100.000"), nil)
		},
		"texts": func(s *story, seen string) {
			for range 3 {
				s.add(KNoted, Body{Text: "Catatan"}, by("state", seen))
				s.add(KInterimReplied, Body{Text: "Sedang dikerjakan"}, by("state", seen))
			}
		},
	} {
		s, seen := fieldStory(t)
		build(s, seen)
		if c := s.fold(); len(c.Clashes) != 0 {
			t.Errorf("%s: %+v", name, c.Clashes)
		}
	}
}

func TestClashOfAFieldSetOrEmptiedFirstElsewhere(t *testing.T) {
	s, seen := fieldStory(t)
	s.add(KCorrected, set("loss", "Rp 100.000"), nil)
	s.add(KCorrected, set("loss", "Rp 200.000"), nil)
	s.add(KCorrected, set("subject", ""), by("subject", seen))
	s.add(KCorrected, set("subject", "Jembatan putus"), by("subject", seen))
	c := s.fold()
	if len(c.Clashes) != 2 || c.Values["loss"] != "Rp 100.000" || c.Clashes[0].Proposed != "Rp 200.000" || c.Values["subject"] != "" || c.Clashes[1].Proposed != "Jembatan putus" {
		t.Errorf("%+v", c)
	}
}

func TestClashesOfOneEntryComeInOneOrder(t *testing.T) {
	for range 20 { // maps have no order of their own
		s, seen := fieldStory(t)
		s.add(KCorrected, Body{Set: map[string]string{"subject": "a", "category": "pu", "narrative": "a"}}, map[string]string{"subject": seen, "category": seen, "narrative": seen})
		s.add(KCorrected, Body{Set: map[string]string{"subject": "b", "category": "desa", "narrative": "b"}}, map[string]string{"subject": seen, "category": seen, "narrative": seen})
		names := ""
		for _, x := range s.fold().Clashes {
			names += x.Field + " "
		}
		if names != "category narrative subject " {
			t.Fatal(names)
		}
	}
}

func TestSettle(t *testing.T) {
	s, seen := fieldStory(t)
	s.add(KCorrected, set("subject", "Jembatan putus"), by("subject", seen))
	clash := s.add(KCorrected, set("subject", "Jembatan miring"), by("subject", seen)).ID + "/subject"
	for i, take := range []string{"proposed", "accepted", "proposed", "proposed"} {
		a := complete(KClashSettled)
		a.ID, a.Body.Clash, a.Body.Take = entryID(600+i), clash, take
		drafts, err := Decide(s.fold(), a, actor("petugas"), "", "")
		if err != nil {
			t.Fatal(err)
		}
		e := s.raw(KClashSettled, 1, drafts[0].Body, drafts[0].Base)
		e.ID = a.ID
		c := s.fold()
		value := map[string]string{"proposed": "Jembatan miring", "accepted": "Jembatan putus"}[take]
		if c.Values["subject"] != value || c.Clashes[0].Settled != take || c.OpenClashes() != 0 || len(c.Clashes) != 1 || c.SetBy["subject"] != a.ID {
			t.Errorf("%d: %s gives %q, %+v", i, take, c.Values["subject"], c.Clashes)
		}
	}
}

// A late act that no longer fits can be left, and be done after all once the
// state allows it again.
func TestSettleAStateClash(t *testing.T) {
	s := in(t, Answered)
	late := s.add(KFollowedUp, Body{Text: "Survei", On: received.AddDays(9)}, nil)
	settle := func(take string) *Complaint {
		s.add(KClashSettled, Body{Clash: late.ID + "/state", Take: take}, nil)
		return s.fold()
	}
	if c := settle("accepted"); c.State != Answered || c.OpenClashes() != 1 || c.Clashes[1].Settled != "accepted" {
		t.Errorf("%s %+v", c.State, c.Clashes)
	}
	if c := settle("proposed"); c.State != Answered || c.Clashes[1].Settled != "" {
		t.Errorf("what does not fit was done, or is said to be: %s %+v", c.State, c.Clashes)
	}
	a := complete(KClashSettled)
	a.Body = Body{Clash: late.ID + "/state", Take: "proposed"}
	_, err := Decide(s.fold(), a, actor(auth.Admin), entryID(900), "garam")
	wantFault(t, err, fault.Conflict, "take")
	s.add(KReopened, Body{Text: "Masih rusak", On: received.AddDays(9)}, nil)
	if c := settle("proposed"); c.State != InProgress || c.Clashes[1].Settled != "proposed" || c.FollowUpText != "Survei" {
		t.Errorf("%s %+v", c.State, c.Clashes)
	}
}

// Two offices forward a complaint to different places, neither having seen the
// other: the first stays, the second is kept as a proposal.
func TestForwardsThatCross(t *testing.T) {
	s := in(t, Verified)
	seen := by("state", s.fold().StateBy)
	forward := func(office string, base map[string]string) *journal.Entry {
		return s.add(KForwarded, Body{Office: office, Name: "Dinas " + office, Text: "Mohon ditindaklanjuti", On: received.AddDays(1)}, base)
	}
	one := forward("1.03", seen)
	two := forward("2.15", seen)
	c := s.fold()
	had := in(t, Verified).fold().OpenClashes()
	x := c.Clashes[len(c.Clashes)-1]
	if c.Holder != "1.03" || c.OpenClashes() != had+1 || x.Toward != "Dinas 2.15" || x.Holder != "Dinas 1.03" || c.History[len(c.History)-1].Clash == "" || !slices.Contains(c.Offices, "2.15") {
		t.Fatalf("%s %+v", c.Holder, c.Clashes)
	}
	forward("1.03", seen) // to the same place is no difference
	forward("3.01", by("state", one.ID))
	if c := s.fold(); c.Holder != "3.01" || c.OpenClashes() != had+1 {
		t.Fatalf("one who had seen it may forward on: %s %+v", c.Holder, c.Clashes)
	}
	s.add(KClashSettled, Body{Clash: two.ID + "/state", Take: "proposed"}, nil)
	if c := s.fold(); c.Holder != "2.15" || c.OpenClashes() != had {
		t.Fatalf("%s %+v", c.Holder, c.Clashes)
	}
}

// Settling is an edit: it replaces only a value that its author had seen.
func TestSettleNeverReplacesAValueUnseen(t *testing.T) {
	for _, take := range []string{"proposed", "accepted"} {
		s, seen := fieldStory(t)
		one := s.add(KCorrected, set("subject", "Jembatan putus"), by("subject", seen)).ID
		clash := s.add(KCorrected, set("subject", "Jembatan miring"), by("subject", seen)).ID + "/subject"
		a := complete(KClashSettled)
		a.Body.Clash, a.Body.Take = clash, take
		drafts, err := Decide(s.fold(), a, actor("petugas"), "", "")
		if err != nil {
			t.Fatal(err)
		}
		s.add(KCorrected, set("subject", "Jembatan hanyut"), by("subject", one)) // arrives before it
		s.raw(KClashSettled, 1, drafts[0].Body, drafts[0].Base)
		c := s.fold()
		// who keeps what stands keeps what stands by then; who replaces it is late too
		more := map[string]int{"proposed": 1, "accepted": 0}[take]
		if c.Values["subject"] != "Jembatan hanyut" || len(c.Clashes) != 1+more || c.Clashes[0].Settled != take || c.OpenClashes() != more {
			t.Errorf("%s: %q, %+v", take, c.Values["subject"], c.Clashes)
		}
		if more == 1 && c.Clashes[1].Proposed != "Jembatan miring" {
			t.Errorf("%+v", c.Clashes[1])
		}
	}
}

func TestTrackingClashes(t *testing.T) {
	s := in(t, Verified)
	decide := func(target string) journal.Draft {
		a := complete(KTrackingSet)
		a.Body.Target = target
		drafts, err := Decide(s.fold(), a, actor("petugas"), "", "")
		if err != nil {
			t.Fatal(err)
		}
		return drafts[0]
	}
	one, two := decide("5010653"), decide("5010654") // two PCs, neither saw the other's
	s.raw(KTrackingSet, 1, one.Body, one.Base)
	late := s.raw(KTrackingSet, 1, two.Body, two.Base)
	c := s.fold()
	if c.Tracking != "5010653" || len(c.Clashes) != 2 || c.Clashes[1].Field != "tracking" || c.Clashes[1].Proposed != "5010654" {
		t.Fatalf("%q %+v", c.Tracking, c.Clashes)
	}
	s.add(KClashSettled, Body{Clash: late.ID + "/tracking", Take: "proposed"}, by("tracking", c.SetBy["tracking"]))
	if c = s.fold(); c.Tracking != "5010654" || c.OpenClashes() != 1 {
		t.Errorf("settled to %q, %+v", c.Tracking, c.Clashes)
	}
	three := decide("5010655")
	s.raw(KTrackingSet, 1, three.Body, three.Base)
	if c = s.fold(); c.Tracking != "5010655" || c.OpenClashes() != 1 {
		t.Errorf("an edit of what was seen gives %q, %+v", c.Tracking, c.Clashes)
	}
}
