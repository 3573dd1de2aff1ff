package simulation

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"time"

	"loketaduan/internal/central"
	"loketaduan/internal/fault"
	"loketaduan/internal/store"
	"loketaduan/internal/vault"
)

// centre is the machine of the central server: the real store and the real
// handler, called with bytes.
type centre struct {
	machine
	store   *store.Store
	central *central.Server
	way     http.Handler
	held    []*held // waits not answered yet
}

var centreKeys = [32]byte{99}

const centreAddress = "http://127.0.0.1:9"

func newCentre(w *world, dir string) *centre {
	c := &centre{machine: machine{w: w, name: "pusat", dir: dir, file: "pusat.db"}}
	w.server = c
	return c
}

func (c *centre) powerOn() {
	c.on, c.dead, c.fuse = true, false, 0
	c.life++
	c.openStore()
	c.look()
	c.wrote = true
}

func (c *centre) openStore() {
	ctx := context.Background()
	var err error
	c.store, err = store.Open(ctx, store.Options{Path: c.path(), Keys: vault.KeysFrom(centreKeys), Now: c.clock, Server: true, Commit: c.commit})
	c.w.must(err, "server opens")
	key, err := central.SigningKey(ctx, c.store)
	c.w.must(err, "signing key")
	c.central = central.New(c.store, key, central.Options{Now: c.clock, Wait: time.Nanosecond})
	c.way = c.central
	if b := c.w.broken; b != nil && b.server != nil {
		c.way = b.server(c, c.central)
	}
}

func (c *centre) path() string     { return c.dir + "/" + c.file }
func (c *centre) clock() time.Time { return c.w.now }

func (c *centre) powerOff() {
	if !c.on {
		return
	}
	c.on, c.dead = false, true
	c.raw.Close()
	c.central.Close()
	c.store.Close()
	c.release(true)
}

func (c *centre) settle() bool {
	if !c.on || !c.dead {
		return false
	}
	c.powerOff()
	c.w.after(between(c.w.faults, time.Second, 30*time.Second), c.again)
	return true
}

func (c *centre) again() {
	if !c.on {
		c.w.say("pusat starts")
		c.powerOn()
	}
}

// serve answers one request, as the machine is.
func (c *centre) serve(req *request) answer {
	if !c.on || c.dead {
		return answer{err: errRefused}
	}
	r := httptest.NewRequest(req.method, req.url, bytes.NewReader(req.body))
	r.Header = req.header.Clone()
	rec := httptest.NewRecorder()
	c.way.ServeHTTP(rec, r)
	if c.dead {
		return answer{err: errReset}
	}
	return answer{status: rec.Code, header: rec.Header(), body: rec.Body.Bytes()}
}

// arrive is a request at the server's door.
func (c *centre) arrive(p *pc, f *flight, req *request, back time.Duration, cut, torn bool) {
	if strings.Contains(req.url, "/v1/wait") {
		c.hold(f, req, back)
		return
	}
	a := c.serve(req)
	c.w.say("%s %s: %s", p.name, f.what, a.text())
	switch {
	case a.err != nil:
	case cut:
		c.w.say("%s %s: the answer is cut off", p.name, f.what)
		a = answer{err: errReset}
	case torn:
		a.body = a.body[:len(a.body)/2]
	}
	p.hear(f, back, a)
	c.ring()
}

// echo is a copy of a request that comes late; nobody hears the answer.
func (c *centre) echo(p *pc, f *flight, req *request) {
	a := c.serve(req)
	c.w.say("%s %s again: %s", p.name, f.what, a.text())
	c.ring()
}

// held is a wait that the server has not answered yet.
type held struct {
	f    *flight
	req  *request
	back time.Duration
	done bool
}

// hold keeps a wait until something was written for its office or its time is
// over. How long a server waits is no part of what is tested: it is long here.
func (c *centre) hold(f *flight, req *request, back time.Duration) {
	h := &held{f: f, req: req, back: back}
	c.held = append(c.held, h)
	c.w.after(between(c.w.line, 2*time.Minute, 8*time.Minute), func() { c.answer(h, true) })
}

// answer lets a wait go; without force only when there is something new.
func (c *centre) answer(h *held, force bool) {
	if h.done || h.f.void() {
		return
	}
	if head := len(c.w.book.feeds[h.f.p.office]); !force && c.on && strings.HasSuffix(h.req.url, fmt.Sprintf("after=%d", head)) {
		c.held = append(c.held, h) // the server would look and find nothing
		return
	}
	a := c.serve(h.req)
	h.done = true
	h.f.p.hear(h.f, h.back, a)
}

// ring lets the held waits look again after a write.
func (c *centre) ring() {
	if c.wrote {
		c.release(false)
	}
}

func (c *centre) release(force bool) {
	all := c.held
	c.held = nil
	for _, h := range all {
		c.w.after(soon, func() { c.answer(h, force) })
	}
}

// code is a one-time code, asked for by telephone.
func (c *centre) code(of string) (string, error) {
	if !c.on || c.dead {
		return "", fault.New(fault.Offline, "server.off", "", "")
	}
	code, err := c.central.NewCode(context.Background(), of, centreAddress, nil)
	return code.String(), err
}

func (a answer) text() string {
	if a.err != nil {
		return a.err.Error()
	}
	return http.StatusText(a.status)
}
