package complaint

import (
	"crypto/ed25519"
	"strings"
	"testing"
	"time"

	"loketaduan/internal/auth"
	"loketaduan/internal/calendar"
)

// received2025 was told by the calendar before SKB 933/2025 came.
func received2025() *story {
	s := &story{}
	f := *changedForm(func(f *Form) { f.ReceivedAt = "2025-08-04T09:30:00+08:00" })
	s.add(KReceived, Body{Number: number, Set: f.values(false), Promise: &Promise{Due: day("2025-08-22"), Calendar: "2024-10-14"}}, nil)
	return s
}

func moves(t *testing.T, c *Complaint, b *Rulebook, want ...[3]string) []Move {
	t.Helper()
	got := c.Trail(b)
	if len(got) != len(want) {
		t.Fatalf("%d moves: %+v", len(got), got)
	}
	for i, m := range got {
		if m.Old.Due.String() != want[i][0] || m.New.Due.String() != want[i][1] || m.Why != want[i][2] {
			t.Errorf("move %d: %s -> %s by %s, want %v", i, m.Old.Due, m.New.Due, m.Why, want[i])
		}
		if i > 0 && m.Old != got[i-1].New {
			t.Errorf("move %d begins at %+v, the one before ended at %+v", i, m.Old, got[i-1].New)
		}
		if m.Text == "" {
			t.Errorf("move %d says nothing", i)
		}
	}
	f := c.Facts()
	if now := b.For(c.Office).Clocks(&f).Deadline; len(got) > 0 && got[len(got)-1].New != now {
		t.Errorf("the trail ends at %+v, the deadline is %+v", got[len(got)-1].New, now)
	}
	return got
}

// SKB 933/1/3 of 7 August 2025 made 18 August a day off, eleven days before.
func TestTrailOfADecree(t *testing.T) {
	c := received2025().fold()
	m := moves(t, c, book(), [3]string{"2025-08-22", "2025-08-25", MoveDecree})[0]
	if !strings.HasPrefix(m.Decree, "SKB 933/") || m.Decreed != day("2025-08-07") || !strings.HasPrefix(m.Text, "18/08/2025 menjadi libur (Cuti Bersama Proklamasi Kemerdekaan") {
		t.Errorf("%+v", m)
	}
}

func TestTrailKeepsWhatAnAnswerWasJudgedBy(t *testing.T) {
	s := received2025()
	s.add(KVerified, Body{On: day("2025-08-04")}, nil)
	s.add(KAnswered, Body{On: day("2025-08-06"), Promise: &Promise{Due: day("2025-08-22"), Calendar: "2024-10-14"}}, nil)
	c := s.fold()
	moves(t, c, book())
	if k := clocksOf(c); k.Deadline.Due != day("2025-08-22") {
		t.Errorf("judged by %s", k.Deadline.Due)
	}
	s.add(KClosed, Body{On: day("2025-08-08")}, nil)
	if k := clocksOf(s.fold()); k.Deadline.Due != day("2025-08-22") {
		t.Errorf("closed: judged by %s", k.Deadline.Due)
	}
	s.add(KReopened, Body{On: day("2025-08-11"), Promise: &Promise{Calendar: "2025-08-07"}}, nil)
	moves(t, s.fold(), book(), [3]string{"2025-08-22", "2025-08-25", KReopened})
}

func TestTrailOfActs(t *testing.T) {
	s := start(validForm())
	s.entries[0].Body = nil
	s = &story{}
	f := validForm()
	s.add(KReceived, Body{Number: number, Set: f.values(false), Promise: &Promise{Due: day("2026-11-20"), Calendar: "2026-09-15"}}, nil)
	s.add(KVerified, Body{On: received}, nil)
	s.add(KCompletionRequested, Body{On: day("2026-11-05")}, nil)
	s.add(KCompleted, Body{On: day("2026-11-12")}, nil)
	s.add(KClassified, set("normative", yes), nil)
	got := moves(t, s.fold(), book(),
		[3]string{"2026-11-20", "", KCompletionRequested}, [3]string{"", "2026-11-27", KCompleted}, [3]string{"2026-11-27", "2026-11-16", KClassified})
	if got[0].By != "siti" || got[0].Entry != entryID(3) || got[0].At.IsZero() {
		t.Errorf("%+v", got[0])
	}
}

func TestTrailOfAClosure(t *testing.T) {
	s := &story{}
	f := validForm()
	s.add(KReceived, Body{Number: number, Set: f.values(false), Promise: &Promise{Due: day("2026-11-20"), Calendar: "2026-09-15"}}, nil)
	c := s.fold()
	flood := RuleBody{From: day("2026-11-18"), To: day("2026-11-19"), Reason: "Banjir", Letter: "800/7", LetterOn: day("2026-11-17")}
	add := ruleEntry(StreamRules+here, KClosureAdded, 1, now.Add(time.Hour), flood)
	got := moves(t, c, book(add), [3]string{"2026-11-20", "2026-11-24", MoveClosure})
	if m := got[0]; m.Text != "Kantor tutup 18/11/2026 sampai 19/11/2026: Banjir." || m.Decree != "800/7" || m.Decreed != day("2026-11-17") || m.By != "camat" || m.Entry != add.ID {
		t.Errorf("%+v", m)
	}
	undo := ruleEntry(StreamRules+here, KClosureWithdrawn, 2, now.Add(2*time.Hour), RuleBody{Closure: add.ID, Reason: "Air surut"})
	moves(t, c, book(add, undo), [3]string{"2026-11-20", "2026-11-24", MoveClosure}, [3]string{"2026-11-24", "2026-11-20", MoveClosureUndone})
	other := ruleEntry(StreamRules+there, KClosureAdded, 1, now, flood)
	moves(t, c, book(other)) // another office's
	early := ruleEntry(StreamRules+here, KClosureAdded, 1, noon("2026-11-01"), flood)
	moves(t, c, book(early), [3]string{"2026-11-20", "2026-11-24", MoveClosure}) // recorded before on another PC, not known when the receipt was printed
}

// Of two closures the order of recording tells the story; the date is the same
// whatever the order.
func TestTrailDoesNotDependOnOrder(t *testing.T) {
	s := &story{}
	f := validForm()
	s.add(KReceived, Body{Number: number, Set: f.values(false), Promise: &Promise{Due: day("2026-11-20"), Calendar: "2026-09-15"}}, nil)
	a := ruleEntry(StreamRules+here, KClosureAdded, 1, now.Add(time.Hour), RuleBody{From: day("2026-11-18"), To: day("2026-11-18"), Reason: "Banjir", Letter: "1"})
	b := ruleEntry(StreamRules+here, KClosureAdded, 2, now.Add(2*time.Hour), RuleBody{From: day("2026-11-19"), To: day("2026-11-19"), Reason: "Banjir", Letter: "2"})
	x, y := s.fold().Trail(book(a, b)), s.fold().Trail(book(b, a))
	if len(x) != 2 || len(y) != 2 || x[0] != y[0] || x[1] != y[1] {
		t.Errorf("%+v\n%+v", x, y)
	}
}

func TestToldUntilAcknowledged(t *testing.T) {
	s := received2025()
	c := s.fold()
	f := c.Facts()
	standing := ruled.Promise(&f)
	if c.Told.Due != day("2025-08-22") || standing.Due != day("2025-08-25") || standing.Calendar != "2026-09-15" {
		t.Fatalf("told %+v, stands %+v", c.Told, standing)
	}
	drafts, err := Decide(c, Act{ID: entryID(9), Kind: KDueAcknowledged, Now: now, Zone: calendar.WITA, Standing: standing}, actor(auth.Clerk), "", "")
	if err != nil {
		t.Fatal(err)
	}
	s.raw(KDueAcknowledged, 1, drafts[0].Body, drafts[0].Base)
	if c = s.fold(); c.Told != standing {
		t.Errorf("told %+v", c.Told)
	}
	moves(t, c, book(), [3]string{"2025-08-22", "2025-08-25", MoveDecree}) // the trail stays
}

// --- packages ---

func signed(t *testing.T, d *calendar.Decrees) (ed25519.PublicKey, []byte) {
	t.Helper()
	public, private, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	return public, calendar.Pack(d, func(m []byte) []byte { return ed25519.Sign(private, m) }, public)
}

func TestSettleTakesOnlyWhatIsTrusted(t *testing.T) {
	newest := calendar.EmbeddedDecrees()
	edition := newest.WithImprint(calendar.Imprint{Regency: "63.03", Edition: 2, Issued: day("2026-10-01")})
	public, file := signed(t, edition)
	entry := ruleEntry(StreamCalendar, KCalendarPublished, 1, now, RuleBody{Revision: edition.Revision().String(), File: file})
	for _, x := range []struct {
		name    string
		trusted bool
		file    []byte
		want    string
	}{
		{"trusted", true, file, edition.Revision().String()},
		{"another key", false, file, newest.Revision().String()},
		{"damaged", true, append([]byte(nil), file[:len(file)-3]...), newest.Revision().String()},
		{"nothing", true, nil, newest.Revision().String()},
	} {
		b := NewRulebook(newest, func(k ed25519.PublicKey) bool { return x.trusted && k.Equal(public) })
		e := *entry
		raw := ruleEntry(StreamCalendar, KCalendarPublished, 1, now, RuleBody{Revision: edition.Revision().String(), File: x.file})
		e.Body = raw.Body
		b.Take(&e)
		b.Take(&e) // the same by two ways
		b.Settle()
		if got := b.Decrees().Revision().String(); got != x.want {
			t.Errorf("%s: %s, want %s", x.name, got, x.want)
		}
	}
}
