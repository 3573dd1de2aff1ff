package simulation

import (
	"container/heap"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"runtime"
	"testing"
	"time"
)

// dawn is when every run begins: a working day before the desks open.
var dawn = time.Date(2026, 11, 23, 0, 30, 0, 0, time.UTC)

// world is one run: all machines, the line between them, and the only clock
// that is right. Nothing in it happens at the same time as anything else.
type world struct {
	t      *testing.T
	plan   plan
	dir    string
	now    time.Time
	queue  events
	serial int
	limit  int // events that a run may take

	// one source for each purpose, so that a fault switched off leaves the rest
	// of the run as it was
	clerks, line, faults, loops *rand.Rand

	server *centre
	pcs    []*pc
	book   *ledger
	trace  trace
	tally  map[string]int
	flying *flight // the request that runs now
	calm   bool    // healing: no new faults
	calmed time.Time
	broken *breakage
}

// failure is how an invariant ends a run.
type failure struct{ text string }

func (w *world) fail(format string, args ...any) { panic(failure{fmt.Sprintf(format, args...)}) }

func (w *world) must(err error, doing string) {
	if err != nil {
		w.fail("%s: %v", doing, err)
	}
}

// outcome of a run. Hash is of everything that happened in its order.
type outcome struct {
	plan   plan
	err    string
	hash   string
	last   []string
	tally  map[string]int
	events int
	took   time.Duration
}

// run plays a plan from its beginning to peace and looks at everything.
func run(t *testing.T, p plan, b *breakage) (out outcome) {
	began := time.Now()
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1)) // nothing happens at the same time: waking others is a sixth of the work
	w := &world{t: t, plan: p, now: dawn, limit: 6000, broken: b, tally: map[string]int{}}
	seedRandom(t, p.seed)
	source := func(purpose uint64) *rand.Rand { return rand.New(rand.NewPCG(p.seed, purpose)) }
	w.clerks, w.line, w.faults, w.loops = source(1), source(2), source(3), source(4)
	w.book = newLedger(w)
	w.dir = scratch(t)
	defer func() {
		if r := recover(); r != nil {
			f, ok := r.(failure)
			if !ok {
				w.trace.say(w.now, "panic: %v", r)
				f.text = fmt.Sprintf("panic: %v", r)
				if testing.Verbose() {
					defer panic(r)
				}
			}
			out.err = f.text
		}
		w.close()
		remove(w.dir)
		out.tally = w.tally
		out.plan, out.hash, out.last, out.events, out.took = p, w.trace.sum(), w.trace.last(), w.serial, time.Since(began)
	}()
	w.build()
	w.schedule()
	w.until(func() bool { return w.now.Sub(dawn) > p.length })
	w.heal()
	w.book.everythingHealed()
	return out
}

func (w *world) close() {
	for _, p := range w.pcs {
		p.powerOff()
	}
	if w.server != nil {
		w.server.powerOff()
	}
}

// build copies the template town and starts its machines.
func (w *world) build() {
	copyTree(w.t, town(w.t), w.dir)
	newCentre(w, filepath.Join(w.dir, "pusat"))
	w.server.powerOn()
	w.book.look()
	for i := range w.plan.desks {
		seat := seats[i]
		p := newPC(w, string(rune('A'+i)), filepath.Join(w.dir, seat.dir), seat.office)
		p.keys = seat.keys
		p.old = i == w.plan.oldDesk && w.plan.hazards&oldProgram != 0
		p.powerOn()
	}
}

// after puts something on the calendar.
func (w *world) after(d time.Duration, what func()) {
	w.serial++
	heap.Push(&w.queue, event{w.now.Add(max(0, d)), w.serial, what})
}

// until lets things happen one by one.
func (w *world) until(done func() bool) {
	for !done() {
		if len(w.queue) == 0 {
			return
		}
		e := heap.Pop(&w.queue).(event)
		if e.at.After(w.now) {
			w.now = e.at
		}
		if w.serial > w.limit {
			w.fail("the run does not come to rest: %d events", w.serial)
		}
		e.do()
		w.aftermath()
	}
}

// aftermath looks at whatever was written by the event, and buries machines
// that died in it.
func (w *world) aftermath() {
	for again := true; again; {
		again = false
		for _, p := range w.pcs {
			again = p.settle() || again
		}
		again = w.server.settle() || again
	}
	w.book.look()
}

type event struct {
	at time.Time
	n  int
	do func()
}

// events is a heap by time; what was put in first comes first.
type events []event

func (e events) Len() int { return len(e) }
func (e events) Less(i, j int) bool {
	return e[i].at.Before(e[j].at) || e[i].at.Equal(e[j].at) && e[i].n < e[j].n
}
func (e events) Swap(i, j int) { e[i], e[j] = e[j], e[i] }
func (e *events) Push(x any)   { *e = append(*e, x.(event)) }
func (e *events) Pop() any {
	old := *e
	x := old[len(old)-1]
	*e = old[:len(old)-1]
	return x
}

// between draws a duration.
func between(r *rand.Rand, from, to time.Duration) time.Duration {
	return from + time.Duration(r.Int64N(int64(to-from)+1))
}

func pick[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }

func chance(r *rand.Rand, percent float64) bool { return r.Float64()*100 < percent }
