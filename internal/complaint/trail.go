package complaint

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"loketaduan/internal/calendar"
)

// Move is one change of a deadline: from which date to which, and why.
type Move struct {
	Old, New calendar.Deadline
	Why      string        // MoveDecree, MoveClosure, MoveReopened or the kind of the act
	Text     string        // Indonesian, one sentence
	Decree   string        // number, or the letter of a closure
	Decreed  calendar.Date // its date; zero when it has none
	At       time.Time     // recorded: the act, the closure, or when the decree became known; zero = with the program
	By       string        // account; "" for a decree that came with the program
	Entry    string        // of the act or of the closure
}

// Why a deadline moved, where no act of the complaint did it.
const (
	MoveDecree        = "decree"
	MoveClosure       = "closure"
	MoveClosureUndone = "closure_withdrawn"
	MoveRules         = "rules" // settings of the office: zone, week or limits
)

// mark is what the clocks knew after an entry.
type mark struct {
	step  int // in History
	facts Facts
}

// noteFacts keeps the facts after a step that changed them.
func (c *Complaint) noteFacts(step int) {
	f := c.Facts()
	if n := len(c.marks); n > 0 && sameSpan(&c.marks[n-1].facts, &f) {
		return
	}
	c.marks = append(c.marks, mark{step, f})
}

// sameSpan tells whether the deadline of both is the same in any calendar.
func sameSpan(a, b *Facts) bool {
	return a.Class == b.Class && a.ReceivedAt.Equal(b.ReceivedAt) && slices.Equal(a.Pauses, b.Pauses) &&
		a.State.ClockRuns() == b.State.ClockRuns() && a.Judged == b.Judged
}

// Trail tells every change of the deadline from the date on the receipt to the
// one that holds now. It is computed from the journal alone: every PC and the
// server tell the same story. Which of several causes came first follows the
// revision that each author had; among closures the time of recording, which
// orders the story but never the date.
func (c *Complaint) Trail(b *Rulebook) []Move {
	if len(c.marks) == 0 {
		return nil
	}
	w := newWalk(c, b)
	for i := 1; i < len(c.marks); i++ {
		m := &c.marks[i]
		s := &c.History[m.step]
		w.closuresUntil(s.True, false)
		if s.Body.Promise != nil {
			w.decreesUntil(s.Body.Promise.Calendar)
		}
		w.facts = m.facts
		w.move(Move{Why: s.Kind, Text: actMoves(s), At: s.At, By: s.By, Entry: s.ID})
	}
	if !w.facts.judged() {
		w.closuresUntil(time.Time{}, true)
		w.decreesUntil(b.decrees.Revision().String())
		w.cal = w.rules.Calendar
		w.move(Move{Why: MoveRules, Text: "Aturan kantor atau data kalender diperbaiki."})
	}
	return w.moves
}

// actMoves says in words why an act moved the date.
func actMoves(s *Step) string {
	switch s.Kind {
	case KCompletionRequested:
		return "Kelengkapan diminta: hitungan hari berhenti."
	case KCompleted:
		return "Kelengkapan diterima: hitungan hari berjalan lagi."
	case KClassified, KVerified:
		return "Klasifikasi diubah."
	case KCorrected, KClashSettled:
		return "Tanggal terima atau klasifikasi diperbaiki."
	case KReopened:
		return "Aduan dibuka kembali: tenggatnya dihitung lagi."
	case KAnswered, KArchived, KNotAuthorized:
		return "Hitungan berhenti pada tenggat menurut aturan kantor dan kalender di PC pencatat ketika itu."
	}
	return "Aduan berubah."
}

// walk goes from the promise on the receipt to today.
type walk struct {
	book   *Rulebook
	rules  *Rules
	facts  Facts
	cal    *calendar.Calendar
	known  calendar.Date // newest decree taken so far
	events []closureEvent
	next   int // of events
	inside []Closure
	at     calendar.Deadline
	moves  []Move
}

// closureEvent is a closure recorded, or withdrawn.
type closureEvent struct {
	at   time.Time
	undo bool
	c    *Closure
}

func newWalk(c *Complaint, b *Rulebook) *walk {
	w := &walk{book: b, rules: b.For(c.Office), facts: c.marks[0].facts}
	for i := range w.rules.Closures {
		x := &w.rules.Closures[i]
		w.events = append(w.events, closureEvent{x.At, false, x})
		if !x.InForce() {
			w.events = append(w.events, closureEvent{x.WithdrawnAt, true, x})
		}
	}
	slices.SortStableFunc(w.events, func(a, b closureEvent) int {
		return cmp.Or(a.at.Compare(b.at), strings.Compare(a.c.ID, b.c.ID))
	})
	w.known = b.decrees.Revision().Decreed
	first := &c.History[c.marks[0].step]
	if p := first.Body.Promise; p != nil {
		if v, err := calendar.ParseRevision(p.Calendar); err == nil {
			w.known = v.Decreed
		}
	} else if on := calendar.DateIn(first.True, w.rules.Zone); on.Before(w.known) {
		w.known = on // an entry of before promises were kept: what was decreed then
	}
	// The receipt names the calendar that it was printed by, closures included:
	// that tells which of them its author knew, whatever the clocks said.
	guess := 0
	for guess < len(w.events) && w.events[guess].at.Before(first.True) {
		guess++
	}
	w.next = w.knownAt(first, guess)
	for _, e := range w.events[:w.next] {
		w.apply(e)
	}
	w.look()
	w.at = w.deadline()
	if p := first.Body.Promise; p != nil && !p.Due.IsZero() && p.Deadline() != w.at {
		w.at = p.Deadline()
		why := Move{Why: MoveDecree, Text: "PC pencatat belum mengenal kalender ini ketika tanda terima dibuat."}
		w.move(why)
	}
	return w
}

// knownAt gives how many closure events the author of the receipt knew.
func (w *walk) knownAt(first *Step, guess int) int {
	p := first.Body.Promise
	if p == nil || p.Calendar == "" || len(w.events) == 0 {
		return guess
	}
	fits := func(n int) bool {
		v := &walk{}
		for _, e := range w.events[:n] {
			v.apply(e)
		}
		return w.book.at(w.facts.Office, w.known, v.inside).Revision() == p.Calendar
	}
	if fits(guess) {
		return guess
	}
	for n := range len(w.events) + 1 {
		if fits(n) {
			return n
		}
	}
	return guess
}

func (w *walk) look() { w.cal = w.book.at(w.facts.Office, w.known, w.inside) }

func (w *walk) deadline() calendar.Deadline { return w.rules.clocks(&w.facts, w.cal).Deadline }

// move notes a change if there is one.
func (w *walk) move(m Move) {
	now := w.deadline()
	if now == w.at {
		return
	}
	m.Old, m.New, w.at = w.at, now, now
	w.moves = append(w.moves, m)
}

func (w *walk) apply(e closureEvent) {
	if e.undo {
		w.inside = slices.DeleteFunc(slices.Clone(w.inside), func(x Closure) bool { return x.ID == e.c.ID })
	} else {
		w.inside = append(slices.Clone(w.inside), *e.c)
	}
}

func (w *walk) closuresUntil(at time.Time, all bool) {
	for w.next < len(w.events) && (all || !w.events[w.next].at.After(at)) {
		e := w.events[w.next]
		w.next++
		w.apply(e)
		if !w.facts.judged() {
			w.look()
			w.move(w.closureMove(e))
		}
	}
}

func (w *walk) closureMove(e closureEvent) Move {
	days := e.c.From.Short()
	if e.c.To != e.c.From {
		days += " sampai " + e.c.To.Short()
	}
	m := Move{Why: MoveClosure, Text: "Kantor tutup " + days + ": " + e.c.Reason + ".", Decree: e.c.Letter, Decreed: e.c.LetterOn, At: e.c.At, By: e.c.By, Entry: e.c.ID}
	if e.undo {
		m.Why, m.Text, m.At, m.By = MoveClosureUndone, "Penutupan kantor "+days+" dibatalkan: "+e.c.WithdrawnWhy+".", e.c.WithdrawnAt, e.c.WithdrawnBy
	}
	return m
}

// decreesUntil takes the decrees up to a revision one by one.
func (w *walk) decreesUntil(revision string) {
	v, err := calendar.ParseRevision(revision)
	if err != nil || !v.Decreed.After(w.known) {
		return
	}
	if newest := w.book.decrees.Revision().Decreed; v.Decreed.After(newest) {
		v.Decreed = newest // its author knows a package that has not come here yet
	}
	for _, s := range w.book.decrees.Steps(w.known, v.Decreed) {
		w.known = s.On
		if w.facts.judged() {
			continue
		}
		w.look()
		m := Move{Why: MoveDecree, Decree: s.Decree, Decreed: s.On}
		if l, ok := w.book.LearnedOf(s.On); ok {
			m.At, m.By = l.At, l.By
		}
		from, to := w.rules.clocks(&w.facts, w.cal).Received, laterOf(laterOf(w.at.Due, w.at.Latest), w.deadline().Due)
		m.Text = decreeText(s, from, to)
		w.move(m)
	}
	w.look()
}

// decreeText names the days of a decree that lie between two dates.
func decreeText(s calendar.Step, from, to calendar.Date) string {
	var parts []string
	list := func(days []calendar.Day, what string) {
		for _, d := range days {
			if d.Date.After(from) && !d.Date.After(to) {
				parts = append(parts, d.Date.Short()+" "+what+" ("+d.Name+")")
			}
		}
	}
	if len(s.Years) == 0 || len(s.Added) <= 4 {
		list(s.Added, "menjadi libur")
	}
	list(s.Removed, "menjadi hari kerja")
	for _, y := range s.Years {
		parts = append([]string{"Hari libur tahun " + itoa(y) + " ditetapkan"}, parts...)
	}
	if len(parts) == 0 {
		return "Keputusan baru tentang hari libur."
	}
	return strings.Join(parts, "; ") + "."
}
