package complaint

import (
	"testing"

	"loketaduan/internal/auth"
	"loketaduan/internal/fault"
	"loketaduan/internal/journal"
)

// clashStory has "Jembatan putus" standing and "Jembatan miring" come late.
func clashStory(t *testing.T) (s *story, standing, clash string) {
	t.Helper()
	s, seen := fieldStory(t)
	standing = s.add(KCorrected, set("subject", "Jembatan putus"), by("subject", seen)).ID
	return s, standing, s.add(KCorrected, set("subject", "Jembatan miring"), by("subject", seen)).ID + "/subject"
}

// settle lets somebody choose who has seen all that is in the story.
func (s *story) settle(t *testing.T, clash, take string) *journal.Entry {
	t.Helper()
	a := complete(KClashSettled)
	a.Body = Body{Clash: clash, Take: take}
	drafts, err := Decide(s.fold(), a, actor(auth.Admin), "", "")
	if err != nil {
		t.Fatalf("%s: %v", take, err)
	}
	return s.raw(KClashSettled, drafts[0].Version, drafts[0].Body, drafts[0].Base)
}

// A choice that is taken back leaves everything as it was before it.
func TestTakingAChoiceBack(t *testing.T) {
	for _, take := range []string{TakeProposed, TakeAccepted} {
		s, standing, clash := clashStory(t)
		before := s.fold().Clashes[0]
		for range 2 { // and once more
			e := s.settle(t, clash, take)
			c := s.fold()
			if x := c.clash(clash); c.OpenClashes() != 0 || x.SettledBy != e.ID || !c.MayTakeBack(x) {
				t.Fatalf("%s: %+v", take, c.Clashes)
			}
			if e = s.settle(t, clash, TakeBack); e.Version != 2 {
				t.Errorf("an older program would take version %d for a choice", e.Version)
			}
			c = s.fold()
			if x := c.clash(clash); c.Values["subject"] != "Jembatan putus" || *x != before || x.Over != standing || c.OpenClashes() != 1 || c.MayTakeBack(x) {
				t.Fatalf("%s taken back: %q %+v", take, c.Values["subject"], c.Clashes)
			}
		}
	}
}

func TestAProgramOfVersionOneKeepsWhatWasTakenBack(t *testing.T) {
	s, _, clash := clashStory(t)
	s.settle(t, clash, TakeProposed)
	s.settle(t, clash, TakeBack)
	Known[KClashSettled] = 1
	defer func() { Known[KClashSettled] = 2 }()
	c := s.fold()
	if last := c.History[len(c.History)-1]; !last.Newer || c.Newer != 1 || c.Values["subject"] != "Jembatan miring" {
		t.Fatalf("%q %+v", c.Values["subject"], last)
	}
}

// What cannot be taken back is said in words, and folding changes nothing.
func TestNotTakenBack(t *testing.T) {
	for name, x := range map[string]struct {
		code  string
		build func(t *testing.T) (*story, string)
	}{
		"still open": {"complaint.clash.open", func(t *testing.T) (*story, string) {
			s, _, clash := clashStory(t)
			return s, clash
		}},
		"changed since": {"complaint.clash.changed", func(t *testing.T) (*story, string) {
			s, _, clash := clashStory(t)
			e := s.settle(t, clash, TakeProposed)
			s.add(KCorrected, set("subject", "Jembatan hanyut"), by("subject", e.ID))
			return s, clash
		}},
		"an act that was done": {"complaint.clash.done", func(t *testing.T) (*story, string) {
			s := in(t, Reopened)
			late := s.add(KClosed, Body{Text: "Selesai", On: received.AddDays(9)}, nil)
			s.add(KVerified, Body{}, nil) // does not fit; a further clash
			s.add(KFollowedUp, Body{Text: "Survei", On: received.AddDays(9)}, nil)
			s.add(KAnswered, Body{Text: "Sudah", On: received.AddDays(10)}, nil)
			s.settle(t, late.ID+"/state", TakeProposed)
			return s, late.ID + "/state"
		}},
	} {
		s, clash := x.build(t)
		before := s.fold()
		a := complete(KClashSettled)
		a.Body = Body{Clash: clash, Take: TakeBack}
		_, err := Decide(before, a, actor(auth.Admin), "", "")
		if f := fault.Of(err); f == nil || f.Code != x.code || f.Field != "take" || f.Kind != fault.Conflict {
			t.Errorf("%s: %v", name, err)
		}
		s.raw(KClashSettled, 2, []byte(`{"clash":"`+clash+`","take":"undone"}`), nil)
		after := s.fold()
		if after.Values["subject"] != before.Values["subject"] || after.State != before.State || after.OpenClashes() != before.OpenClashes() {
			t.Errorf("%s: folding it made %+v of %+v", name, after.Clashes, before.Clashes)
		}
	}
}

// Between two PCs: the one that takes a choice back has not seen that another
// clerk wrote something since. That stays.
func TestTakingBackUnseen(t *testing.T) {
	s, _, clash := clashStory(t)
	e := s.settle(t, clash, TakeProposed)
	a := complete(KClashSettled)
	a.Body = Body{Clash: clash, Take: TakeBack}
	drafts, err := Decide(s.fold(), a, actor(auth.Clerk), "", "")
	if err != nil {
		t.Fatal(err)
	}
	s.add(KCorrected, set("subject", "Jembatan hanyut"), by("subject", e.ID))
	s.raw(KClashSettled, 2, drafts[0].Body, drafts[0].Base)
	if c := s.fold(); c.Values["subject"] != "Jembatan hanyut" || c.OpenClashes() != 0 {
		t.Fatalf("%q %+v", c.Values["subject"], c.Clashes)
	}
}

// An open clash always shows what holds now, and ends when somebody writes the
// late value by hand.
func TestAnOpenClashFollows(t *testing.T) {
	s, standing, clash := clashStory(t)
	newer := s.add(KCorrected, set("subject", "Jembatan hanyut"), by("subject", standing))
	c := s.fold()
	if x := c.clash(clash); x.Accepted != "Jembatan hanyut" || x.Over != newer.ID || x.Settled != "" {
		t.Fatalf("%+v", x)
	}
	s.settle(t, clash, TakeAccepted)
	if c = s.fold(); c.Values["subject"] != "Jembatan hanyut" {
		t.Fatalf("keeping what stands made it %q", c.Values["subject"])
	}
	s.settle(t, clash, TakeBack)
	e := s.add(KCorrected, set("subject", "Jembatan miring"), by("subject", s.fold().SetBy["subject"]))
	c = s.fold()
	if x := c.clash(clash); x.Settled != TakeProposed || x.SettledBy != e.ID || c.OpenClashes() != 0 || c.MayTakeBack(x) {
		t.Fatalf("%+v", x)
	}
}

// Two who wrote the same late value are one question, and open again together.
func TestClashesOfOneValueGoTogether(t *testing.T) {
	s, _, clash := clashStory(t)
	again := s.add(KCorrected, set("subject", "Jembatan miring"), by("subject", s.entries[0].ID)).ID + "/subject"
	if n := s.fold().OpenClashes(); n != 2 {
		t.Fatalf("%d open", n)
	}
	s.settle(t, clash, TakeProposed)
	c := s.fold()
	if c.OpenClashes() != 0 || c.MayTakeBack(c.clash(again)) {
		t.Fatalf("%+v", c.Clashes)
	}
	s.settle(t, clash, TakeBack)
	if c = s.fold(); c.OpenClashes() != 2 || c.clash(again).Accepted != "Jembatan putus" {
		t.Fatalf("%+v", c.Clashes)
	}
}

// A late act stands beside the state as it is now, with who brought it there.
func TestALateActFollowsTheState(t *testing.T) {
	s := in(t, Answered)
	late := s.add(KFollowedUp, Body{Text: "Survei", On: received.AddDays(9)}, nil)
	if x := s.fold().clash(late.ID + "/state"); x.Accepted != string(Answered) || x.Over == "" || x.Entry() != late.ID {
		t.Fatalf("%+v", x)
	}
	closed := s.add(KClosed, Body{Text: "Selesai", On: received.AddDays(20)}, nil)
	if x := s.fold().clash(late.ID + "/state"); x.Accepted != string(Closed) || x.Over != closed.ID {
		t.Fatalf("%+v", x)
	}
}
