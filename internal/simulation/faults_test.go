package simulation

import (
	"fmt"
	"path/filepath"
	"testing"
	"time"
)

// schedule puts the day's work and its misfortunes on the calendar.
func (w *world) schedule() {
	for range w.plan.steps {
		w.after(between(w.clerks, time.Second, w.plan.length), w.work)
	}
	if w.plan.hazards&newProgram != 0 {
		w.sometime(func() { w.anyPC(func(p *pc) { p.future() }) })
	}
	if w.plan.hazards&lateDesk != 0 {
		w.sometime(w.enrolOne)
	}
	w.often(partitions, 2, func() { w.anyPC(func(p *pc) { w.spell(p, "no line", &p.link.cut) }) })
	w.often(portals, 1, func() { w.anyPC(func(p *pc) { w.spell(p, "a portal", &p.link.portal) }) })
	w.often(proxies, 1, func() { w.anyPC(func(p *pc) { w.spell(p, "a proxy", &p.link.proxy) }) })
	w.often(deskCrashes, 5, func() { w.anyPC(func(p *pc) { p.light(w) }) })
	w.often(serverCrashes, 4, func() { w.server.light(w) })
	w.often(deskDisk, 1, func() { w.anyPC(func(p *pc) { w.fill(&p.machine) }) })
	w.often(serverDisk, 1, func() { w.fill(&w.server.machine) })
	w.often(clockJumps, 2, func() { w.anyPC(func(p *pc) { p.jump() }) })
	w.often(deskClone, 1, func() { w.anyPC(w.clone) })
	w.often(deskRestore, 1, func() { w.anyPC(w.restoreDesk) })
	if w.plan.hazards&serverRestore != 0 {
		w.restoreServer()
	}
}

func (w *world) sometime(do func()) { w.after(between(w.faults, time.Second, w.plan.length), do) }

// often plans a misfortune up to so many times, when the plan has it.
func (w *world) often(h hazard, most int, do func()) {
	n := 1 + w.faults.IntN(most)
	for range n {
		at := between(w.faults, time.Second, w.plan.length)
		if w.plan.hazards&h != 0 {
			w.after(at, do)
		}
	}
}

func (w *world) anyPC(do func(*pc)) { do(pick(w.faults, w.pcs)) }

func (w *world) spell(p *pc, what string, on *bool) {
	w.say("%s: %s", p.name, what)
	*on = true
	w.after(between(w.faults, 5*time.Second, 2*time.Minute), func() { *on = false })
}

// light sets a fuse: the machine stops at one of its next commits.
func (m *machine) light(w *world) {
	m.fuse, m.after = 1+w.faults.IntN(3), chance(w.faults, 50)
	if chance(w.faults, 25) && m.on { // or at once, between two
		w.say("%s loses power", m.name)
		m.dead = true
	}
}

func (w *world) fill(m *machine) {
	m.full = true
	w.after(between(w.faults, 2*time.Second, time.Minute), func() { m.full = false })
}

const year = 365 * 24 * time.Hour

// jump sets the PC's clock wrong, now and while it runs.
func (p *pc) jump() {
	p.wrong = pick(p.w.faults, []time.Duration{year, -2 * year, time.Date(2010, 1, 1, 0, 0, 0, 0, time.UTC).Sub(p.w.now), -10 * time.Minute, 3 * time.Hour, 0})
	p.w.say("%s: clock off by %s", p.name, p.wrong.Round(time.Hour))
}

func (w *world) enrolOne() {
	of := pick(w.faults, offices)
	p := newPC(w, fmt.Sprintf("N%d", len(w.pcs)), filepath.Join(w.dir, fmt.Sprintf("baru%d", len(w.pcs))), of)
	p.keys = [32]byte{50, byte(len(w.pcs))}
	copyTree(w.t, emptyRegister(w.t), p.dir)
	w.say("%s comes new to %s", p.name, of)
	p.alone = chance(w.faults, 40)
	p.powerOn()
	began := time.Duration(0)
	if p.alone {
		began = between(w.faults, 5*time.Second, w.plan.length/2)
		w.after(began, p.enrol)
	}
	w.amid(p, began)
}

// amid puts misfortunes of the plan where a new PC is being filled.
func (w *world) amid(p *pc, began time.Duration) {
	for _, x := range []struct {
		h    hazard
		what func()
	}{
		{deskCrashes, func() { p.light(w) }}, {deskClone, func() { w.clone(p) }}, {deskRestore, func() { w.restoreDesk(p) }}, {deskDisk, func() { w.fill(&p.machine) }},
		{partitions, func() { w.spell(p, "no line", &p.link.cut) }}, {serverCrashes, func() { w.server.light(w) }},
	} {
		if at := began + between(w.faults, time.Second, 12*time.Second); w.plan.hazards&x.h != 0 {
			w.after(at, func() {
				if !w.calm { // the day may be over by then
					x.what()
				}
			})
		}
	}
}

// clone copies a disk while its PC works; both go on.
func (w *world) clone(p *pc) {
	if !p.on || p.dead || !w.book.settled(p) {
		return
	}
	n := len(w.pcs)
	c := newPC(w, fmt.Sprintf("%s'%d", p.name, n), filepath.Join(w.dir, fmt.Sprintf("klon%d", n)), p.office)
	c.keys, c.wrong = p.keys, p.wrong
	p.snapshot(c.dir)
	if chance(w.faults, 50) { // an image of the whole disk, not of the folder alone
		c.box = p.box
		copyOutside(w.t, p.dir, c.dir)
	}
	w.book.cloned(p, c)
	w.say("%s is cloned: %s", p.name, c.name)
	w.after(between(w.faults, time.Second, 30*time.Second), c.powerOn)
}

// copyOutside takes along what a PC keeps outside its data folder: nothing yet
// where it never got to write there.
func copyOutside(t *testing.T, from, to string) {
	if exists(from + "-luar") {
		copyTree(t, from+"-luar", to+"-luar")
	}
}

// restoreDesk copies a disk and puts the copy back later.
func (w *world) restoreDesk(p *pc) {
	if !p.on || p.dead || !w.book.settled(p) {
		return
	}
	dir := filepath.Join(w.dir, fmt.Sprintf("cadangan%d", w.serial))
	p.snapshot(dir)
	image := chance(w.faults, 40)
	if image {
		copyOutside(w.t, p.dir, dir)
	}
	w.say("%s: backup", p.name)
	w.after(between(w.faults, 10*time.Second, w.plan.length), func() {
		if w.calm {
			return
		}
		w.say("%s is restored", p.name)
		p.powerOff()
		p.replace(dir)
		if image {
			remove(p.dir + "-luar")
			copyOutside(w.t, dir, p.dir)
		}
		w.book.restoredDesk(p)
		w.after(between(w.faults, time.Second, 10*time.Second), p.powerOn)
	})
}

// restoreServer takes a backup of the server early and goes back to it late.
func (w *world) restoreServer() {
	dir := filepath.Join(w.dir, "cadangan-pusat")
	w.after(between(w.faults, time.Second, w.plan.length/2), func() {
		if w.server.on && !w.server.dead {
			w.say("pusat: backup")
			w.server.snapshot(dir)
		}
	})
	w.after(between(w.faults, w.plan.length/2, w.plan.length-time.Second), func() {
		if !exists(dir) {
			return
		}
		w.say("pusat is restored")
		w.server.powerOff()
		w.server.replace(dir)
		w.book.serverRestored()
		w.after(between(w.faults, time.Second, 20*time.Second), w.server.again)
	})
}
