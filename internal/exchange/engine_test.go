package exchange

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"loketaduan/internal/fault"
)

var t0 = time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)

// walk feeds inputs given as words and tells what the engine asked for.
type walk struct {
	State
	now  time.Time
	outs []Output
}

func (w *walk) step(in Input) string {
	if !in.Now.IsZero() {
		w.now = in.Now
	}
	in.Now = w.now
	w.State, w.outs = w.State.Step(in)
	var say []string
	for _, o := range w.outs {
		switch o.Do {
		case SleepUntil:
			say = append(say, "sleep "+o.At.Sub(w.now).Round(time.Second).String())
		case DoPush:
			say = append(say, fmt.Sprintf("push %d/%dK", o.Max, o.Bytes>>10))
		case DoRelay:
			say = append(say, fmt.Sprintf("relay %d/%dK", o.Max, o.Bytes>>10))
		case DoPull:
			say = append(say, fmt.Sprintf("pull %d", o.Max))
		case DoFill:
			say = append(say, fmt.Sprintf("fill %d", o.Max))
		default:
			say = append(say, string(o.Do))
		}
	}
	return strings.Join(say, ", ")
}

func TestSteps(t *testing.T) {
	slow := Input{Event: PushDone, More: true, Took: 8 * time.Second}
	quick := Input{Event: PushDone, More: true}
	fail := func(of Action, f *fault.Fault) Input { return Input{Event: Failed, Of: of, Fault: f} }
	at := func(d time.Duration, e Event) Input { return Input{Event: e, Now: t0.Add(d)} }
	begin := []Input{{Event: Start}, {Event: HelloDone}}
	sent := append(begin[:2:2], Input{Event: PushDone}, Input{Event: RelayDone})
	idle := append(sent[:4:4], Input{Event: PullDone})
	filling := append(sent[:4:4], Input{Event: PullDone, Fill: true})
	further := Input{Event: FillDone, More: true, Took: 2 * time.Second}
	fork, gap := fault.New(fault.Conflict, CodeFork, "", "x"), fault.New(fault.Conflict, CodeGap, "", "x")
	for _, c := range []struct {
		name string
		in   []Input
		want string
	}{
		{"probe first", []Input{{Event: Start}}, "hello"},
		{"own entries before the feed", begin, "push 500/32K"},
		{"then what the server lost of others, perhaps before this start", append(begin[:2:2], Input{Event: PushDone}), "relay 500/64K"},
		{"then the feed", sent, "pull 500"},
		{"then waiting", idle, "wait, sleep 45s"},
		{"more to push", append(begin[:2:2], quick), "push 500/64K"},
		{"a slow line gets no larger batch", append(begin[:2:2], slow), "push 500/32K"},
		{"more to pull", append(sent[:4:4], Input{Event: PullDone, More: true}), "pull 1000"},
		{"commit while idle", append(idle[:5:5], Input{Event: Nudge}), "push 500/64K"},
		{"commit during the push", append(begin[:2:2], Input{Event: Nudge}, Input{Event: PushDone}), "push 500/64K"},
		{"nothing twice at once", append(begin[:2:2], Input{Event: LineUp}), ""},
		{"news end the wait", append(idle[:5:5], Input{Event: WaitDone, More: true}), "pull 1000"},
		{"patience ends", append(idle[:5:5], at(25*time.Second, WaitDone)), "wait, sleep 1m40s"},
		{"a server that does not wait is not asked in a circle", append(idle[:5:5], Input{Event: WaitDone}), "sleep 1s"},
		{"the clock brings a round", append(idle[:5:5], at(50*time.Second, Timer)), "push 500/64K"},
		{"no line", append(begin[:1:1], fail(DoHello, errUnreachable)), "sleep 1s"},
		{"probe again", append(begin[:1:1], fail(DoHello, errPortal), at(time.Second, Timer)), "hello"},
		{"not before its time", append(begin[:1:1], fail(DoHello, errPortal), Input{Event: Timer}), "sleep 1s"},
		{"half the batch on a timeout", append(begin[:2:2], fail(DoPush, errTimeout), at(time.Second, Timer), Input{Event: HelloDone}), "push 250/16K"},
		{"the same batch after a break", append(begin[:2:2], fail(DoPush, errUnreachable), at(time.Second, Timer), Input{Event: HelloDone}), "push 500/32K"},
		{"half of it after the second", append(begin[:2:2], fail(DoPush, errUnreachable), at(time.Second, Timer), Input{Event: HelloDone}, fail(DoPush, errUnreachable), at(5*time.Second, Timer), Input{Event: HelloDone}), "push 250/16K"},
		{"a fork asks what is there", append(begin[:2:2], fail(DoPush, fork)), "compare"},
		{"and takes another name", append(begin[:2:2], fail(DoPush, fork), Input{Event: CompareDone}), "rejoin"},
		{"also when the feed shows it", append(sent[:4:4], fail(DoPull, fork), Input{Event: CompareDone}), "rejoin"},
		{"and sends under it", append(begin[:2:2], fail(DoPush, fork), Input{Event: CompareDone}, Input{Event: NameDone}), "push 500/32K"},
		{"a name that the server does not know is told first", append(begin[:2:2], fail(DoPush, errNameless), Input{Event: CompareDone}), "rejoin"},
		{"a server that refuses does not hold up the feed", append(begin[:2:2], fail(DoPush, fork), Input{Event: CompareDone}, fail(DoRejoin, errAnswer)), "pull 500"},
		{"nor is it asked at once again", append(begin[:2:2], fail(DoPush, fork), Input{Event: CompareDone}, fail(DoRejoin, errAnswer), Input{Event: PullDone}), "wait, sleep 1s"},
		{"a gap asks what is there", append(begin[:2:2], fail(DoPush, gap)), "compare"},
		{"another history too", append(sent[:4:4], Input{Event: PullDone, Rewind: true}), "compare"},
		{"own entries first", append(begin[:2:2], fail(DoPush, gap), Input{Event: CompareDone}), "push 500/32K"},
		{"then those of others", append(begin[:2:2], fail(DoPush, gap), Input{Event: CompareDone}, Input{Event: PushDone}), "relay 500/64K"},
		{"all of them", append(begin[:2:2], fail(DoPush, gap), Input{Event: CompareDone}, Input{Event: PushDone}, Input{Event: RelayDone, More: true}, Input{Event: PushDone}), "relay 500/128K"},
		{"then the feed from its start", append(begin[:2:2], fail(DoPush, gap), Input{Event: CompareDone}, Input{Event: PushDone}, Input{Event: RelayDone}), "pull 500"},
		{"no line for the comparison", append(begin[:2:2], fail(DoPush, gap), fail(DoCompare, errTimeout)), "sleep 1s"},
		{"a forgotten PC presents itself", append(begin[:2:2], fail(DoPush, errUnauthorized)), "return"},
		{"and goes on", append(begin[:2:2], fail(DoPush, errUnauthorized), Input{Event: NameDone}), "push 500/32K"},
		{"not in a circle", append(begin[:2:2], fail(DoPush, errUnauthorized), Input{Event: NameDone}, fail(DoPush, errUnauthorized)), "sleep 1s"},
		{"no token, no feed", append(begin[:2:2], fail(DoPush, errUnauthorized), fail(DoReturn, errUnauthorized)), "sleep 1s"},
		{"a broken wait asks for a probe", append(idle[:5:5], fail(DoWait, errUnreachable)), "hello"},
		{"line up ends the pause", append(begin[:1:1], fail(DoHello, errUnreachable), Input{Event: LineUp}), "hello"},
		{"a commit brings the retry forward, not at once", append(begin[:1:1], Input{Event: Failed, Of: DoHello, Fault: errServer.Because(&retryAfter{time.Minute})}, Input{Event: Nudge}), "sleep 5s"},
		{"the server's wish is heard", append(begin[:1:1], Input{Event: Failed, Of: DoHello, Fault: errServer.Because(&retryAfter{time.Minute})}), "sleep 1m0s"},
		{"a new PC waits for news and is filled beside", filling, "wait, fill 100, sleep 45s"},
		{"page after page", append(filling[:5:5], further), "fill 100, sleep 45s"},
		{"larger ones while they are quick", append(filling[:5:5], Input{Event: FillDone, More: true}), "fill 200, sleep 45s"},
		{"smaller ones where they are slow", append(filling[:5:5], Input{Event: FillDone, More: true, Took: 6 * time.Second}), "fill 50, sleep 45s"},
		{"what is written here does not wait for a page", append(filling[:5:5], Input{Event: Nudge}), "push 500/64K"},
		{"nor do news", append(filling[:5:5], Input{Event: WaitDone, More: true}), "pull 1000"},
		{"the next page waits for both", append(filling[:5:5], Input{Event: WaitDone, More: true}, further), ""},
		{"and comes after them", append(filling[:5:5], Input{Event: WaitDone, More: true}, further, Input{Event: PullDone, Fill: true}), "fill 100, sleep 1s"},
		{"one at a time", append(filling[:5:5], Input{Event: WaitDone, More: true}, Input{Event: PullDone, Fill: true}), "sleep 1s"},
		{"filled", append(filling[:5:5], Input{Event: FillDone}), "pull 1000"},
		{"and at rest", append(filling[:5:5], Input{Event: FillDone}, Input{Event: PullDone}), "sleep 45s"},
		{"the clock brings a round in between", append(filling[:5:5], at(50*time.Second, Timer)), "push 500/64K"},
		{"a page that fails asks for a probe", append(filling[:5:5], fail(DoFill, errTimeout)), "hello"},
		{"its pause holds up nothing else", append(filling[:5:5], fail(DoFill, errTimeout), Input{Event: HelloDone}), "pull 1000"},
		{"and ends", append(filling[:5:5], fail(DoFill, errTimeout), Input{Event: HelloDone}, Input{Event: PullDone, Fill: true}), "sleep 1s"},
		{"with half of it", append(filling[:5:5], fail(DoFill, errTimeout), Input{Event: HelloDone}, Input{Event: PullDone, Fill: true}, at(time.Second, Timer)), "fill 50, sleep 44s"},
		{"no page while the line is down", append(filling[:5:5], Input{Event: Nudge}, fail(DoPush, errTimeout), further), "sleep 1s"},
		{"another history stops the filling", append(filling[:5:5], Input{Event: FillDone, Rewind: true}), "compare"},
		{"the ordinary way goes on after it", append(filling[:5:5], Input{Event: FillDone, Rewind: true}, Input{Event: CompareDone}, Input{Event: PushDone}, Input{Event: RelayDone}), "pull 1000"},
		{"a fork is found in what fills the PC, too", append(filling[:5:5], fail(DoFill, fork)), "compare"},
		{"while something else is under way", append(filling[:5:5], Input{Event: Nudge}, fail(DoFill, fork)), ""},
		{"hello again after an hour", append(idle[:5:5], at(time.Hour, Timer)), "hello"},
	} {
		w := walk{now: t0}
		got := ""
		for _, in := range c.in {
			got = w.step(in)
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestBatchShrinksToOneAndGrowsBack(t *testing.T) {
	w := walk{now: t0}
	w.step(Input{Event: Start})
	w.step(Input{Event: HelloDone})
	for range 12 {
		w.step(Input{Event: Failed, Of: DoPush, Fault: errTimeout})
		w.now = w.Wake
		w.step(Input{Event: Timer})
		w.step(Input{Event: HelloDone})
	}
	if w.outs[0].Max != 1 || w.outs[0].Bytes != minBytes {
		t.Fatalf("%+v", w.outs)
	}
	for range 9 {
		w.step(Input{Event: PushDone, More: true})
	}
	if w.outs[0].Max != MaxEntries || w.outs[0].Bytes != maxBytes {
		t.Fatalf("%+v", w.outs)
	}
}

func TestLine(t *testing.T) {
	w := walk{now: t0}
	w.step(Input{Event: Start})
	if l := w.Line(); l.Up || !l.Busy {
		t.Fatalf("before the first answer nothing is known: %+v", l)
	}
	w.step(Input{Event: HelloDone})
	w.step(Input{Event: Failed, Of: DoPush, Fault: errAnswer})
	w.step(Input{Event: PullDone})
	if l := w.Line(); !l.Up || l.Fault == nil || l.Fault.Code != errAnswer.Code || l.LastSuccess != t0 {
		t.Fatalf("a refusal stays to be seen while the line is up: %+v", l)
	}
	w.step(Input{Event: Nudge})
	w.now = w.PushAfter
	w.step(Input{Event: Timer})
	w.step(Input{Event: PushDone})
	if l := w.Line(); l.Fault != nil {
		t.Fatalf("%+v", l)
	}
}

func TestBackoffBounds(t *testing.T) {
	for attempt := -1; attempt < 200; attempt++ {
		low, high := Backoff(attempt, 0), Backoff(attempt, 0.999999)
		least := minBackoff
		if attempt <= quickTries {
			least = quickBackoff
		}
		if low != least || high > maxBackoff || high < low {
			t.Fatalf("%d: %s to %s", attempt, low, high)
		}
		if attempt > 10 && high < 4*time.Minute+59*time.Second {
			t.Fatalf("%d: only %s", attempt, high)
		}
	}
	if Backoff(3, 0.999) > time.Second {
		t.Fatal("the first pauses are short")
	}
}

// Whatever happens in whatever order: at most one request at a time beside the
// wait, never a busy loop, and with a good line everything gets through.
func TestEngineNeverStallsOrSpins(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := walk{now: t0}
		unsent, missing, requests := 3, rapid.IntRange(0, 4).Draw(t, "missing"), 0
		var busy, waiting, filling bool
		var asked Action
		do := func(in Input) {
			in.Random = rand.Float64()
			w.step(in)
			for _, o := range w.outs {
				switch o.Do {
				case SleepUntil:
					if o.At.Before(w.now) {
						t.Fatalf("sleep until the past: %s", w.now.Sub(o.At))
					}
				case DoWait:
					if waiting {
						t.Fatal("two waits")
					}
					waiting = true
				case DoFill:
					if filling {
						t.Fatal("two pages downwards")
					}
					filling = true
					requests++
				default:
					if busy {
						t.Fatalf("%s while %s", o.Do, asked)
					}
					busy, asked = true, o.Do
					requests++
				}
			}
		}
		good := func() {
			busy = false
			switch asked {
			case DoHello:
				do(Input{Event: HelloDone})
			case DoPush:
				unsent = max(0, unsent-1)
				do(Input{Event: PushDone, More: unsent > 0})
			case DoPull:
				do(Input{Event: PullDone, Fill: missing > 0})
			case DoReturn, DoRejoin:
				do(Input{Event: NameDone})
			case DoCompare:
				do(Input{Event: CompareDone})
			case DoRelay:
				do(Input{Event: RelayDone})
			}
		}
		page := func() {
			filling, missing = false, max(0, missing-1)
			do(Input{Event: FillDone, More: missing > 0, Took: time.Duration(missing) * time.Second})
		}
		do(Input{Event: Start})
		faults := []*fault.Fault{errUnreachable, errTimeout, errPortal, errUnauthorized, errServer, errFeed, errAnswer, errNameless, fault.New(fault.Conflict, CodeFork, "", "x"), fault.New(fault.Conflict, CodeGap, "", "x"), fault.Of(fmt.Errorf("disk"))}
		for range rapid.IntRange(0, 60).Draw(t, "steps") {
			switch rapid.IntRange(0, 12).Draw(t, "what") {
			case 0:
				unsent++
				do(Input{Event: Nudge})
			case 1:
				do(Input{Event: LineUp})
			case 2:
				w.now = w.now.Add(time.Duration(rapid.IntRange(0, 400).Draw(t, "s")) * time.Second)
				do(Input{Event: Timer})
			case 3:
				if waiting {
					waiting = false
					do(Input{Event: WaitDone, More: rapid.Bool().Draw(t, "news")})
				}
			case 4:
				if waiting {
					waiting = false
					do(Input{Event: Failed, Of: DoWait, Fault: errUnreachable})
				}
			case 5:
				if busy {
					busy = false
					do(Input{Event: Failed, Of: asked, Fault: rapid.SampledFrom(faults).Draw(t, "fault")})
				}
			case 6:
				if busy && asked == DoPull {
					busy = false
					do(Input{Event: PullDone, Rewind: true})
				}
			case 9:
				if filling {
					filling = false
					do(rapid.SampledFrom([]Input{{Event: FillDone, Rewind: true}, {Event: FillDone, More: true}, {Event: Failed, Of: DoFill, Fault: rapid.SampledFrom(faults).Draw(t, "fault")}}).Draw(t, "page"))
				}
			case 10:
				if filling {
					page()
				}
			default:
				if busy {
					good()
				}
			}
		}
		requests = 0
		for end := w.now.Add(11 * time.Minute); w.now.Before(end); {
			if busy {
				good()
				continue
			}
			if filling {
				page()
				continue
			}
			w.now = w.now.Add(5 * time.Second)
			do(Input{Event: Timer})
		}
		if unsent > 0 || missing > 0 || w.Down {
			t.Fatalf("%d unsent, %d pages missing, down %v", unsent, missing, w.Down)
		}
		if requests > 120 {
			t.Fatalf("%d requests in 11 minutes of peace", requests)
		}
	})
}
