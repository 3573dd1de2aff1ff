package simulation

import (
	"context"
	"path/filepath"
	"sync"
	"testing"

	"loketaduan/internal/auth"
	"loketaduan/internal/exchange"
	"loketaduan/internal/office"
	"loketaduan/internal/store"
)

var template struct {
	sync.Mutex
	dir   string
	empty string
}

// emptyRegister is the folder of a program that was started once and is
// nobody's yet: making its tables takes as long as a minute of a run.
func emptyRegister(t *testing.T) string {
	t.Helper()
	template.Lock()
	defer template.Unlock()
	if template.empty == "" {
		dir := scratch(t)
		d, err := office.Open(context.Background(), office.Config{Dir: dir})
		if err == nil {
			err = d.Close()
		}
		if err != nil {
			t.Fatal(err)
		}
		template.empty = dir
	}
	return template.empty
}

// town makes, once in a process, the disks that every run begins with: a
// server with three offices, and PCs that are set up, enrolled and at peace.
// Copying them costs a fiftieth of making them.
func town(t *testing.T) string {
	t.Helper()
	template.Lock()
	defer template.Unlock()
	if template.dir != "" {
		return template.dir
	}
	dir := scratch(t)
	w := &world{t: t, now: dawn, dir: dir, limit: 1 << 30, tally: map[string]int{}}
	w.book = newLedger(w)
	defer func() {
		if r := recover(); r != nil {
			t.Fatalf("the template town: %v", r)
		}
	}()
	mkdir(t, filepath.Join(dir, "pusat"))
	c := newCentre(w, filepath.Join(dir, "pusat"))
	c.powerOn()
	for _, o := range []store.Office{martapura, gambut, dkisp} {
		w.must(c.store.AddOffice(context.Background(), o), "office")
	}
	for i, seat := range seats {
		p := newPC(w, string(rune('A'+i)), filepath.Join(dir, seat.dir), seat.office)
		p.keys, p.on = seat.keys, true
		p.open()
		code, err := c.code(seat.office)
		w.must(err, "code")
		p.direct("set up", func() {
			_, err = p.desk.SetUp(context.Background(), office.SetUp{Code: code, First: firstAccount})
		})
		w.must(err, "set up")
	}
	for range 2 { // the second round brings what the later ones wrote
		for _, p := range w.pcs {
			for _, what := range []exchange.Output{{Do: exchange.DoHello}, {Do: exchange.DoPush, Max: 500, Bytes: 1 << 20}, {Do: exchange.DoPull, Max: 500}} {
				p.direct(string(what.Do), func() {
					if in := p.runner.Do(context.Background(), what); in.Event == exchange.Failed {
						w.fail("%s: %v", what.Do, in.Fault)
					}
				})
			}
		}
	}
	w.close()
	template.dir = dir
	return dir
}

var firstAccount = office.NewAccount{Name: "Siti Aminah", Username: "siti", Role: auth.Admin, Password: password, Again: password}

// direct lets requests through at once.
func (p *pc) direct(what string, do func()) {
	f := &flight{p: p, what: what, life: p.life}
	f.yield = func(r *request) bool {
		f.answer = p.w.server.serve(r)
		return true
	}
	p.w.flying = f
	do()
	p.w.flying = nil
}
