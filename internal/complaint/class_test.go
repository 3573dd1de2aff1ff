package complaint

import (
	"testing"

	"loketaduan/internal/auth"
	"loketaduan/internal/calendar"
	"loketaduan/internal/fault"
)

// Domain notes 1.4: 60 working days only when both weight and inspection, 5
// for information and for what the rules answer, 14 for the rest.
func TestClassOf(t *testing.T) {
	const n, w, s = ClassNormative, ClassNonSupervisory, ClassSupervisory
	for _, x := range []struct {
		normative, supervisory, inspection   bool
		complaint, aspiration, infoRequested Class
	}{
		{false, false, false, w, w, n},
		{false, false, true, w, w, n},
		{false, true, false, w, w, n},
		{false, true, true, s, s, n},
		{true, false, false, n, w, n},
		{true, false, true, w, w, n},
		{true, true, false, w, w, n},
		{true, true, true, s, s, n},
	} {
		for kind, want := range map[Kind]Class{KindComplaint: x.complaint, KindAspiration: x.aspiration, KindInfoRequest: x.infoRequested} {
			if got := ClassOf(kind, x.normative, x.supervisory, x.inspection); got != want {
				t.Errorf("%s normative=%v supervisory=%v inspection=%v: %s, want %s", kind, x.normative, x.supervisory, x.inspection, got, want)
			}
			f := Form{Kind: string(kind), Normative: x.normative, Supervisory: x.supervisory, FieldInspection: x.inspection}
			if f.Class() != want || start(f).fold().Class() != want {
				t.Errorf("form and complaint must be of the class %s too", want)
			}
		}
	}
	limits := DefaultLimits()
	if limits[ClassNormative] != 5 || limits[ClassNonSupervisory] != 14 || limits[ClassSupervisory] != 60 || len(limits) != len(Classes) {
		t.Errorf("limits %v", limits)
	}
}

// answers of the classification, from the shortest limit to the longest.
var answers = []struct {
	name string
	days int
	set  func(*Form)
}{
	{"normatif", 5, func(f *Form) { f.Normative = true }},
	{"tidak berkadar", 14, func(f *Form) {}},
	{"berkadar", 60, func(f *Form) { f.Supervisory, f.FieldInspection = true, true }},
}

func TestOnlyASupervisorLengthensTheLimit(t *testing.T) {
	for _, from := range answers {
		for _, to := range answers {
			for _, kind := range []string{KVerified, KClassified} {
				for _, role := range auth.Roles {
					c := start(*changedForm(from.set)).fold()
					a := complete(kind)
					a.Form = changedForm(to.set)
					a.Form.Category = "pu" // something is changed in any case
					drafts, err := Decide(c, a, actor(role), "", "")
					if to.days > from.days && role == auth.Clerk {
						wantFault(t, err, fault.Forbidden, "supervisory")
						continue
					}
					if err != nil {
						t.Errorf("%s by %s from %s to %s: %v", kind, role, from.name, to.name, err)
						continue
					}
					s := start(*changedForm(from.set))
					s.raw(kind, 1, drafts[0].Body, drafts[0].Base)
					after := s.fold()
					if got := DefaultLimits()[after.Class()]; got != to.days || after.OpenClashes() != 0 || after.Values["category"] != "pu" {
						t.Errorf("%s by %s from %s to %s: %d days, %+v", kind, role, from.name, to.name, got, after.Clashes)
					}
				}
			}
		}
	}
}

func TestLimitsAreData(t *testing.T) {
	a := complete(KClassified)
	a.Form = changedForm(answers[2].set)
	a.Limits = Limits{ClassNonSupervisory: 14, ClassSupervisory: 10}
	if _, err := Decide(start(validForm()).fold(), a, actor(auth.Clerk), "", ""); err != nil {
		t.Errorf("here the other class is the shorter one: %v", err)
	}
}

// Domain notes 2.3: recompute from the original receipt with the new limit and
// the same pauses.
func TestSpanCountsFromTheOriginalReceipt(t *testing.T) {
	due := func(c *Complaint) string {
		return clocksOf(c).Deadline.Due.String()
	}
	s := start(validForm())
	steps := []struct {
		name string
		do   func()
		due  string
	}{
		{"as received, 14 days", func() {}, "2026-11-20"},
		{"verified", func() { s.add(KVerified, Body{}, nil) }, "2026-11-20"},
		{"waiting for the reporter", func() { s.add(KCompletionRequested, Body{On: calendar.Of(2026, 11, 4)}, nil) }, ""},
		{"reclassified meanwhile", func() {
			s.add(KClassified, Body{Set: map[string]string{"normative": yes}}, nil)
		}, ""},
		{"completed, two days not counted, 5 days", func() { s.add(KCompleted, Body{On: calendar.Of(2026, 11, 6)}, nil) }, "2026-11-11"},
		{"forwarding does not restart it", func() { s.add(KForwarded, Body{Office: there, On: calendar.Of(2026, 11, 9)}, nil) }, "2026-11-11"},
		{"reclassified to 14 days", func() {
			s.add(KClassified, Body{Set: map[string]string{"normative": ""}}, by("normative", entryID(5)))
		}, "2026-11-24"},
		{"answered and opened again", func() {
			s.add(KAnswered, Body{On: calendar.Of(2026, 11, 12)}, nil)
			s.add(KReopened, Body{}, nil)
		}, "2026-11-24"},
	}
	for _, x := range steps {
		x.do()
		c := s.fold()
		if got := due(c); got != x.due || c.OpenClashes() != 0 {
			t.Errorf("%s: due %q, want %q (%+v)", x.name, got, x.due, c.Clashes)
		}
		if k := clocksOf(c); k.Received != received {
			t.Errorf("%s: counts from %s", x.name, k.Received)
		}
	}
}

func TestSpanTakesTheDayOfTheOfficesZone(t *testing.T) {
	s := start(*changedForm(func(f *Form) { f.ReceivedAt = "2026-11-01T23:30:00Z" })) // 07.30 of the 2nd
	if got := clocksOf(s.fold()).Received; got != received {
		t.Errorf("received on %s, want %s", got, received)
	}
	unread := start(*changedForm(func(f *Form) { f.ReceivedAt = "kemarin" })).fold()
	if !unread.ReceivedAt().Equal(unread.RecordedAt) {
		t.Errorf("unreadable receipt: %s, want the time of recording", unread.ReceivedAt())
	}
}

// An open pause stops the clock, so it must end with the state that it explains.
func TestNoPauseIsLeftOpen(t *testing.T) {
	for _, kind := range []string{KCompleted, KArchived, KEscalated} {
		s := in(t, AwaitingCompletion)
		s.add(kind, actBody(kind), nil)
		c := s.fold()
		if len(c.Pauses) != 1 || c.Pauses[0].CompletedOn != actBody(kind).On {
			t.Errorf("after %s the pause is %+v", kind, c.Pauses)
		}
	}
}
