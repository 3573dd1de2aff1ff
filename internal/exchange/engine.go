package exchange

import (
	"time"

	"loketaduan/internal/fault"
)

// Event is what happened.
type Event string

const (
	Start       Event = "start"
	Nudge       Event = "nudge"   // an entry was committed here
	LineUp      Event = "line up" // the network came back, or the clerk asks to try now
	Timer       Event = "timer"
	HelloDone   Event = "hello done"
	PushDone    Event = "push done"    // More: further entries are unsent
	PullDone    Event = "pull done"    // More: the feed goes on; Rewind: it is another one; Fill: the PC is being filled
	FillDone    Event = "fill done"    // More: there is more further down; Rewind as above
	WaitDone    Event = "wait done"    // More: the feed has something new
	NameDone    Event = "name done"    // rejoin or return went through
	CompareDone Event = "compare done" // what the server lost is unsent again
	RelayDone   Event = "relay done"   // More: further entries of others are lost
	Failed      Event = "failed"       // Of: which request
)

// Action is what is to be done.
type Action string

const (
	DoHello Action = "hello"
	DoPush  Action = "push" // at most Max entries and Bytes packed
	DoPull  Action = "pull" // at most Max entries; of a new PC about Fill entries from the head down
	DoFill  Action = "fill" // about Max entries further down, at the same time as the others
	DoWait  Action = "wait" // at the same time as the others

	DoRejoin  Action = "rejoin"  // take another name: the past is shared with another PC
	DoReturn  Action = "return"  // be known again to a server that forgot this PC
	DoCompare Action = "compare" // find what a server with another history has, and rewind
	DoRelay   Action = "relay"   // at most Max entries of others that it lost

	SleepUntil Action = "sleep" // then Timer; a new one replaces the old
)

// Input is one thing that happened. Random is in [0, 1): the engine holds no
// source of chance and no clock, so that a run can be repeated.
type Input struct {
	Event  Event
	Now    time.Time
	Random float64
	More   bool
	Rewind bool          // of PullDone: the history is not the one of the cursor
	Fill   bool          // of PullDone
	Took   time.Duration // of the push, or of the page of a fill until it was stored
	Of     Action        // of Failed
	Fault  *fault.Fault  // of Failed
}

// Output is one thing to do.
type Output struct {
	Do    Action
	Max   int
	Fill  int
	Bytes int
	At    time.Time

	Parted bool // of DoCompare: the feed is read from its start after it
}

// How often, how long and how much. A batch starts at 32 KiB and grows while
// the line is quick: 32 KiB are 4 s of a 64 kbit/s line, and what a break loses
// at most.
const (
	minBackoff   = time.Second
	maxBackoff   = 5 * time.Minute
	quickTries   = 3
	quickBackoff = 500 * time.Millisecond
	pullEvery    = time.Minute
	helloEvery   = time.Hour       // for the clock
	nudgeGap     = 5 * time.Second // a commit brings a retry forward, not closer than this
	waitGap      = time.Second
	quickPush    = 2 * time.Second
	startBytes   = 32 << 10
	minBytes     = 8 << 10
	maxBytes     = 512 << 10
	pageEntries  = 500
)

// A page of a fill begins when nothing else is wanted, and holds up nothing that
// comes meanwhile. It is as large as the line carries, and the PC stores, in a
// few seconds.
const (
	startFill = 100
	maxFill   = MaxPage
	quickFill = 1500 * time.Millisecond
	slowFill  = 5 * time.Second
	// slowestFill: below that, asking takes longer than what is asked for.
	slowestFill = 20
)

// State of the loop. The zero value has not started.
type State struct {
	Busy     Action // the one request under way, "" = none; waiting and filling do not count
	Waiting  bool
	Filling  bool
	Known    bool // hello succeeded since the last failure
	Down     bool // the last contact failed: only Wake matters
	WantPush bool
	WantPull bool
	WantFill bool

	WantRejoin  bool
	WantReturn  bool
	WantCompare bool
	Parted      bool // what the server showed was not the history of the cursor
	WantRelay   bool
	Returned    bool // asked to be known again since the last success

	Attempt  int // failures of the line in a row
	Healed   int // cures in a row since a push or pull went through
	Refusals int // pushes in a row that the server refused
	Waits    int // waits in a row that failed
	Fills    int // pages of a fill in a row that failed

	Tried      time.Time // last attempt
	HelloAt    time.Time
	Wake       time.Time // Down: next attempt; else next pull by the clock
	PushAfter  time.Time // a refused push is not repeated before
	WaitAfter  time.Time
	FillAfter  time.Time
	LastDone   time.Time
	LineFault  *fault.Fault
	PushFault  *fault.Fault
	Batch      int // entries
	Bytes      int
	PageLength int // entries
	FillLength int // entries
}

// Backoff is the pause after a number of failures in a row: half a second to one
// while it may be a break of moments; from the fourth on full jitter between 1 s
// and a ceiling that doubles, up to 5 min.
func Backoff(attempt int, random float64) time.Duration {
	if attempt <= quickTries {
		return quickBackoff + time.Duration(random*float64(quickBackoff))
	}
	ceiling := maxBackoff
	if attempt < 11 { // 2 s << 8 is beyond the ceiling
		ceiling = min(maxBackoff, 2*time.Second<<(attempt-quickTries))
	}
	return minBackoff + time.Duration(random*float64(ceiling-minBackoff))
}

// Step takes one input and says what to do now. Pure. There is never more than
// one request of hello, push and pull under way, and one wait and one page of a
// fill beside it.
func (s State) Step(in Input) (State, []Output) {
	switch in.Event {
	case Start:
		s = State{Batch: MaxEntries, Bytes: startBytes, PageLength: pageEntries, FillLength: startFill, WantPush: true, WantPull: true, WantRelay: true}
		s.Wake = in.Now.Add(jittered(pullEvery, in.Random))
	case Nudge:
		s.WantPush = true
		if s.Down {
			s.Wake = earlier(s.Wake, s.Tried.Add(nudgeGap))
		}
	case LineUp:
		s.Attempt, s.Refusals, s.Healed, s.Waits, s.Fills = 0, 0, 0, 0, 0
		s.Known, s.WantPush, s.WantPull = false, true, true
		s.PushAfter, s.WaitAfter, s.FillAfter = time.Time{}, time.Time{}, time.Time{}
		if s.Down {
			s.Wake = in.Now
		}
	case HelloDone:
		s.Busy, s.Known, s.Down, s.LineFault, s.HelloAt = "", true, false, nil, in.Now
		s.Wake = in.Now.Add(jittered(pullEvery, in.Random))
	case PushDone:
		s.Busy, s.WantPush = "", s.WantPush || in.More
		s.Refusals, s.Healed, s.PushFault, s.PushAfter = 0, 0, nil, time.Time{}
		s = s.succeeded(in)
		s.Batch = min(MaxEntries, s.Batch*2)
		if in.Took <= quickPush {
			s.Bytes = min(maxBytes, s.Bytes*2)
		}
	case PullDone:
		s.Busy, s.WantPull, s.WantCompare = "", s.WantPull || in.More || in.Rewind, s.WantCompare || in.Rewind
		s.Parted = s.Parted || in.Rewind
		s = s.succeeded(in)
		s.PageLength, s.WantFill = min(MaxPage, s.PageLength*2), in.Fill
	case FillDone:
		s.Filling, s.WantFill, s.Fills, s.FillAfter, s.LastDone = false, in.More, 0, time.Time{}, in.Now
		s.WantPull, s.WantCompare = s.WantPull || !in.More, s.WantCompare || in.Rewind
		s.Parted = s.Parted || in.Rewind
		switch {
		case in.Took <= quickFill:
			s.FillLength = min(maxFill, s.FillLength*2)
		case in.Took > slowFill:
			s.FillLength = max(min(slowestFill, s.FillLength), s.FillLength/2)
		}
	case NameDone:
		s.Busy, s.WantPush, s.WantPull = "", true, true
		s = s.succeeded(in)
		s.Returned = true // until something went through under it
	case CompareDone:
		s.Parted = false
		s.Busy, s.WantPush, s.WantRelay, s.WantPull = "", true, true, true
		s = s.succeeded(in)
	case RelayDone:
		s.Busy, s.WantRelay, s.WantPush = "", s.WantRelay || in.More, s.WantPush || in.More
		s = s.succeeded(in)
	case WaitDone:
		s.Waiting, s.Waits = false, 0
		s.WantPull = s.WantPull || in.More
		if !s.Down { // the server was there: no need to ask again soon
			s.Wake = in.Now.Add(WaitSeconds*time.Second + jittered(pullEvery, in.Random))
		}
	case Failed:
		s = s.failed(in)
	}
	return s.next(in)
}

func (s State) succeeded(in Input) State {
	s.Attempt, s.LastDone, s.Returned = 0, in.Now, false
	return s
}

func (s State) failed(in Input) State {
	line := in.Fault.Kind == fault.Offline
	if healed, ok := s.heal(in); ok {
		return healed
	}
	switch in.Of {
	case DoWait:
		// Only a probe can tell whether the line is down or a proxy between
		// does not like to wait.
		s.Waiting, s.Waits = false, s.Waits+1
		s.WaitAfter = in.Now.Add(Backoff(s.Waits+4, in.Random))
		s.Known, s.WantPull = false, true
		return s
	case DoFill:
		// Whatever it is, what is new and what is written here must not wait for
		// it. Whether the line is down a probe tells.
		s.Filling, s.WantFill, s.Fills = false, true, s.Fills+1
		s.FillAfter = in.Now.Add(max(Backoff(s.Fills, in.Random), RetryAfter(in.Fault)))
		s.Known, s.WantPull = false, true
		if line {
			s.FillLength = max(1, s.FillLength/2)
		}
		return s
	case DoPush:
		s.WantPush = true
		if line {
			s = s.lost(in.Fault)
		} else if !stopsAll(in.Fault) {
			return s.refused(in)
		}
	case DoRejoin, DoCompare, DoRelay:
		s.WantRejoin = s.WantRejoin || in.Of == DoRejoin
		s.WantCompare = s.WantCompare || in.Of == DoCompare
		s.WantRelay = s.WantRelay || in.Of == DoRelay
		if line {
			s = s.lost(in.Fault)
		} else if !stopsAll(in.Fault) {
			return s.refused(in)
		}
	case DoPull:
		s.WantPull = true
		if line {
			s.PageLength = max(1, s.PageLength/2)
		}
	}
	s.Busy, s.Known, s.Down, s.LineFault, s.Returned = "", false, true, in.Fault, false
	s.Attempt++
	s.Wake = in.Now.Add(max(Backoff(s.Attempt, in.Random), RetryAfter(in.Fault)))
	return s
}

// lost is for a batch that did not get through. It is too large for this line
// when it took too long, or broke off twice; once may be a break of moments.
func (s State) lost(f *fault.Fault) State {
	if s.Attempt > 0 || f.Code == errTimeout.Code {
		s.Batch, s.Bytes = max(1, s.Batch/2), max(minBytes, s.Bytes/2)
	}
	return s
}

// refused is for a server that is there and refuses what we sent: the feed of
// the others must not wait for that.
func (s State) refused(in Input) State {
	s.Busy, s.PushFault, s.Refusals = "", in.Fault, s.Refusals+1
	s.PushAfter = in.Now.Add(Backoff(s.Refusals+5, in.Random))
	s.WantPull = true
	return s
}

// heal chooses the cure of a failure that has one, and tells whether there is.
// Cures that did not help wait their turn like any refusal.
func (s State) heal(in Input) (healed State, ok bool) {
	h := s
	switch exchange := in.Of == DoPush || in.Of == DoPull || in.Of == DoFill; {
	case in.Fault.Code == CodeUnauthorized && in.Of != DoReturn && in.Of != DoWait && !s.Returned:
		h.WantReturn = true
	case exchange && (in.Fault.Code == CodeFork || in.Fault.Code == errNameless.Code):
		h.WantCompare, h.WantRejoin = true, true // what the server lost of the old name goes on under the new one
	case exchange && (in.Fault.Code == CodeGap || in.Fault.Code == CodeEpoch):
		h.WantCompare = true
	default:
		return s, false
	}
	if s.Healed >= 3 {
		if in.Of != DoPush {
			return s, false
		}
		h.WantPush = true
		return h.refused(in), true
	}
	h.WantPush = h.WantPush || in.Of == DoPush
	h.WantPull = h.WantPull || in.Of == DoPull
	h.WantFill = h.WantFill || in.Of == DoFill
	h.WantRejoin = h.WantRejoin || in.Of == DoRejoin
	h.WantCompare = h.WantCompare || in.Of == DoCompare
	h.WantRelay = h.WantRelay || in.Of == DoRelay
	h.Healed++
	if h.Filling = h.Filling && in.Of != DoFill; in.Of != DoFill {
		h.Busy = ""
	}
	return h, true
}

// stopsAll tells faults after which no other request can succeed either.
func stopsAll(f *fault.Fault) bool {
	return f.Code == errUnauthorized.Code || f.Code == errUpgrade.Code
}

// next chooses what to do: hello first, then own entries, then the feed, then
// what a new PC still misses of it.
func (s State) next(in Input) (State, []Output) {
	if s.Busy != "" {
		return s, nil
	}
	now := in.Now
	if now.Before(s.Wake) && s.Down {
		return s, []Output{{Do: SleepUntil, At: s.Wake}}
	}
	if !now.Before(s.Wake) {
		s.WantPush, s.WantPull = true, true
		s.Wake = now.Add(jittered(pullEvery, in.Random))
	}
	if !now.Before(s.HelloAt.Add(helloEvery)) {
		s.Known = false
	}
	open := !now.Before(s.PushAfter)
	canPush := s.WantPush && open
	cure := open && (s.WantRejoin || s.WantReturn || s.WantCompare || s.WantRelay)
	canPull := s.WantPull && !s.WantCompare // it would say the same again
	mayFill := s.WantFill && !s.Filling && !s.WantCompare
	canFill := mayFill && !now.Before(s.FillAfter)
	switch {
	case !s.Known && (s.Down || canPush || cure || canPull || canFill):
		s.Busy, s.Tried = DoHello, now
		return s, []Output{{Do: DoHello}}
	case open && s.WantReturn:
		s.Busy, s.Tried, s.WantReturn = DoReturn, now, false
		return s, []Output{{Do: DoReturn}}
	case open && s.WantCompare:
		s.Busy, s.Tried, s.WantCompare = DoCompare, now, false
		return s, []Output{{Do: DoCompare, Parted: s.Parted}}
	case open && s.WantRejoin:
		s.Busy, s.Tried, s.WantRejoin = DoRejoin, now, false
		return s, []Output{{Do: DoRejoin}}
	case canPush:
		s.Busy, s.Tried, s.WantPush = DoPush, now, false
		return s, []Output{{Do: DoPush, Max: s.Batch, Bytes: s.Bytes}}
	case open && s.WantRelay:
		s.Busy, s.Tried, s.WantRelay = DoRelay, now, false
		return s, []Output{{Do: DoRelay, Max: s.Batch, Bytes: s.Bytes}}
	case canPull:
		s.Busy, s.Tried, s.WantPull = DoPull, now, false
		return s, []Output{{Do: DoPull, Max: s.PageLength, Fill: s.FillLength}}
	}
	var out []Output
	wake := s.Wake
	if !open {
		wake = earlier(wake, s.PushAfter)
	}
	switch {
	case s.Waiting || !s.Known || s.WantCompare:
	case now.Before(s.WaitAfter):
		wake = earlier(wake, s.WaitAfter)
	default:
		s.Waiting, s.WaitAfter = true, now.Add(waitGap)
		out = append(out, Output{Do: DoWait})
	}
	switch {
	case canFill:
		s.Filling, s.WantFill = true, false
		out = append(out, Output{Do: DoFill, Max: s.FillLength})
	case mayFill:
		wake = earlier(wake, s.FillAfter)
	}
	return s, append(out, Output{Do: SleepUntil, At: wake})
}

// Line is what the window may know of the state.
func (s State) Line() Line {
	l := Line{Up: !s.Down && !s.HelloAt.IsZero(), Fault: s.LineFault, LastSuccess: s.LastDone, NextTry: s.Wake, Busy: s.Busy != ""}
	if l.Fault == nil && s.PushFault != nil {
		l.Fault = s.PushFault
		l.NextTry = earlier(s.PushAfter, s.Wake)
	}
	return l
}

func jittered(d time.Duration, random float64) time.Duration {
	return time.Duration(float64(d) * (0.75 + random/2))
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}
