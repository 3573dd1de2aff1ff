package simulation

import (
	"context"
	"iter"
	"path/filepath"
	"time"

	"loketaduan/internal/complaint"
	"loketaduan/internal/exchange"
	"loketaduan/internal/fault"
	"loketaduan/internal/office"
	"loketaduan/internal/vault"
)

// pc is a desk: the real program over a real database, whose loop is stepped
// from here instead of by its own goroutine.
type pc struct {
	machine
	office    string
	box       string // what the system calls this computer
	keys      [32]byte
	desk      *office.Desk
	runner    *exchange.Runner
	loop      exchange.State
	wake      int // number of the newest alarm
	flying    []*flight
	wrong     time.Duration // error of the clock
	old       bool          // a program that does not know oldKind
	link      link
	alone     bool      // it works without a server at first
	enrolling bool      // and then wants one
	ready     bool      // somebody is signed in
	pulled    time.Time // when a pull last went through
	unsaid    []save    // what a clerk will save again, not knowing whether it was
}

func newPC(w *world, name, dir, of string) *pc {
	p := &pc{machine: machine{w: w, name: name, dir: dir, file: "register.db"}, office: of, box: "box-" + name}
	w.pcs = append(w.pcs, p)
	w.book.open(p)
	return p
}

// clock is what the PC believes.
func (p *pc) clock() time.Time { return p.w.now.Add(p.wrong) }

// powerOn starts the program and signs the clerk in.
func (p *pc) powerOn() {
	p.on, p.dead, p.fuse = true, false, 0
	p.life++
	p.open()
	if phase, err := p.desk.Phase(context.Background()); err != nil || phase == "setup" {
		p.setUp() // new, or it stopped before it was anybody's
		return
	}
	p.signIn()
}

func (p *pc) signIn() {
	var err error
	p.inside(func() { err = p.desk.SignIn(context.Background(), "siti", password) })
	switch {
	case p.dead:
	case err == nil: // also with a full disk
		p.begin()
	default:
		p.w.fail("%s: sign-in: %v", p.name, err)
	}
}

func (p *pc) open() {
	p.runner, p.flying, p.ready = nil, nil, false
	var err error
	p.desk, err = office.Open(context.Background(), office.Config{Dir: p.dir, Outside: p.dir + "-luar", Machine: p.box, Now: p.clock, Elapsed: func() time.Duration { return time.Duration(p.w.now.UnixNano()) }, Cost: cheap, Commit: p.commit, Transport: (*cable)(p),
		Keys: func() *vault.Keys { return vault.KeysFrom(p.keys) },
		Runner: func(c *exchange.Client, d exchange.Desk) *exchange.Runner {
			if b := p.w.broken; b != nil && b.desk != nil {
				d = b.desk(p, d)
			}
			r := exchange.NewRunner(c, d)
			r.Stop() // its own loop never starts: this one steps it
			p.runner = r
			return r
		}})
	p.w.must(err, p.name+" opens")
	p.look()
}

// begin starts the loop, once the PC is enrolled.
func (p *pc) begin() {
	p.wrote, p.ready = true, true
	p.w.book.lookAt(p)
	p.loop = exchange.State{}
	switch {
	case p.runner != nil:
		p.step(exchange.Input{Event: exchange.Start})
	case p.enrolling:
		p.later(time.Second, p.enrol)
	}
}

func (p *pc) powerOff() {
	if !p.on {
		return
	}
	p.on, p.dead = false, true
	for _, f := range p.flying {
		f.stop()
	}
	p.flying = nil
	p.raw.Close()
	p.desk.Close()
}

// settle buries a PC that died and has it started again later.
func (p *pc) settle() bool {
	if !p.on || !p.dead {
		return false
	}
	p.powerOff()
	p.w.after(between(p.w.faults, time.Second, 40*time.Second), func() {
		if !p.on {
			p.w.say("%s starts", p.name)
			p.powerOn()
		}
	})
	return true
}

// step gives the loop one input and does what it asks for.
func (p *pc) step(in exchange.Input) {
	if !p.on || p.dead || p.runner == nil {
		return
	}
	in.Now, in.Random = p.w.now, p.w.loops.Float64()
	var out []exchange.Output
	p.loop, out = p.loop.Step(in)
	for _, o := range out {
		if o.Do == exchange.SleepUntil {
			p.wake++
			alarm, life := p.wake, p.life
			p.w.after(o.At.Sub(p.w.now), func() {
				if p.life == life && p.wake == alarm {
					p.step(exchange.Input{Event: exchange.Timer})
				}
			})
			continue
		}
		p.fly(o)
	}
}

// nudge is what a commit does to the loop.
func (p *pc) nudge() { p.step(exchange.Input{Event: exchange.Nudge}) }

// flight is one request of the loop on its way: a coroutine that rests while
// the line has the word.
type flight struct {
	p      *pc
	what   string
	next   func() (*request, bool)
	stop   func()
	yield  func(*request) bool
	answer answer
	landed func()
	life   int
}

// void tells that the machine which waited for the answer is no more.
func (f *flight) void() bool { return !f.p.on || f.p.dead || f.p.life != f.life }

// fly carries out what the loop asks for.
func (p *pc) fly(o exchange.Output) {
	var in exchange.Input
	o.Bytes = max(o.Bytes, 256<<10) // what fits depends on ids, which are new in every run
	switch o.Do {                   // a new PC is filled in many pages, so that much can happen between them
	case exchange.DoPull:
		o.Fill = fillPage
	case exchange.DoFill:
		o.Max = fillPage
	}
	p.fly1(string(o.Do), func() { in = p.runner.Do(context.Background(), o) }, func() {
		if in.Event == exchange.Failed {
			p.w.say("%s %s failed: %s", p.name, o.Do, in.Fault.Code)
			p.w.met("desk: " + string(o.Do) + " " + in.Fault.Code)
			if in.Fault.Kind == fault.Internal && !p.dead && !p.full {
				p.w.fail("%s %s: %v", p.name, o.Do, in.Fault)
			}
		}
		if in.Event == exchange.PullDone && !in.Rewind {
			p.pulled = p.w.now
		}
		p.step(in)
	})
}

const fillPage = 3

func (p *pc) fly1(what string, do, landed func()) {
	f := &flight{p: p, what: what, landed: landed, life: p.life}
	f.next, f.stop = iter.Pull(func(yield func(*request) bool) {
		f.yield = yield
		do()
	})
	p.flying = append(p.flying, f)
	p.resume(f)
}

// resume lets a flight go on until it speaks to the line again or ends.
func (p *pc) resume(f *flight) {
	was := p.w.flying
	p.w.flying = f
	var req *request
	var more bool
	p.inside(func() { req, more = f.next() })
	p.w.flying = was
	if more {
		p.send(f, req)
		return
	}
	for i, x := range p.flying {
		if x == f {
			p.flying = append(p.flying[:i:i], p.flying[i+1:]...)
			break
		}
	}
	if !p.dead {
		f.landed()
	}
}

// oldKind is what a program of last year does not know yet.
const oldKind = complaint.KTrackingSet

// inside runs the PC's own code with what its program knows.
func (p *pc) inside(do func()) {
	if p.old {
		was := complaint.Known[oldKind]
		delete(complaint.Known, oldKind)
		defer func() { complaint.Known[oldKind] = was }()
	}
	do()
}

const password = "kata-sandi-siti"

// seats are the PCs of the template town, as many of them as a plan wants.
var seats = []struct {
	dir, office string
	keys        [32]byte
}{
	{"meja1", martapura.Code, [32]byte{1}},
	{"meja2", martapura.Code, [32]byte{2}},
	{"meja3", gambut.Code, [32]byte{3}},
	{"meja4", dkisp.Code, [32]byte{4}},
}

// setUp makes a new PC a desk: with a one-time code, or alone at first.
func (p *pc) setUp() {
	if !p.alone {
		p.join("set up", func(code string) error {
			_, err := p.desk.SetUp(context.Background(), office.SetUp{Code: code, First: firstAccount})
			return err
		})
		return
	}
	if _, err := p.desk.SetUp(context.Background(), office.SetUp{OfficeCode: p.office, OfficeName: "Kantor", Letter: "Q", First: firstAccount}); err != nil {
		p.w.say("%s is not set up: %s", p.name, fault.Of(err).Code)
		if !p.dead { // a full disk
			p.later(10*time.Second, p.setUp)
		}
		return
	}
	p.w.say("%s is set up, without a server", p.name)
	p.begin()
}

// enrol connects a PC that worked alone.
func (p *pc) enrol() {
	p.enrolling = true
	if !p.ready || p.dead || p.runner != nil {
		return // begin comes back to it
	}
	if b := p.w.broken; b != nil && b.enrol != nil {
		b.enrol(p)
	}
	p.join("enrolment", func(code string) error { return p.desk.Enrol(context.Background(), code) })
}

// join uses a one-time code; the clerk asks for another one until it works.
func (p *pc) join(what string, with func(code string) error) {
	again := func() { p.join(what, with) }
	if p.alone {
		again = p.enrol
	}
	code, err := p.w.server.code(p.office)
	if err != nil {
		p.w.say("%s gets no code: %v", p.name, fault.Of(err).Code)
		p.later(20*time.Second, again)
		return
	}
	p.fly1(what, func() { err = with(code) }, func() {
		if err == nil {
			p.w.say("%s: %s done", p.name, what)
			p.begin()
			return
		}
		p.w.say("%s: %s failed: %s", p.name, what, fault.Of(err).Code)
		p.later(10*time.Second, again)
	})
}

// later does it unless the PC stops before.
func (p *pc) later(d time.Duration, do func()) {
	life := p.life
	p.w.after(d, func() {
		if p.on && !p.dead && p.life == life {
			do()
		}
	})
}

func (p *pc) path() string { return filepath.Join(p.dir, p.file) }
