//go:build linux

package simulation

import (
	"math/rand/v2"
	"net"
	"sync"
	"time"
)

// realLine is a TCP proxy between real programs: it cuts connections in the
// middle of a byte stream, delays and narrows them, or swallows everything.
type realLine struct {
	listener net.Listener
	to       string

	mu    sync.Mutex
	now   quality
	conns map[net.Conn]bool
	cuts  int
}

// quality of the line. The zero value is a good one.
type quality struct {
	refused bool // nobody gets through
	silent  bool // what is sent never arrives, and nobody is told
	delay   time.Duration
	rate    int // bytes a second; 0 = as many as there are
}

func newRealLine(to string) (*realLine, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	r := &realLine{listener: l, to: to, conns: map[net.Conn]bool{}}
	go r.serve()
	return r, nil
}

func (r *realLine) address() string { return r.listener.Addr().String() }

func (r *realLine) serve() {
	for {
		near, err := r.listener.Accept()
		if err != nil {
			return
		}
		if r.quality().refused {
			near.Close()
			continue
		}
		far, err := net.Dial("tcp", r.to)
		if err != nil {
			near.Close() // the server is down
			continue
		}
		r.mu.Lock()
		r.conns[near], r.conns[far] = true, true
		r.mu.Unlock()
		go r.carry(near, far)
		go r.carry(far, near)
	}
}

// carry passes bytes on until either side ends, which ends both.
func (r *realLine) carry(from, to net.Conn) {
	defer r.end(from, to)
	b := make([]byte, 4096)
	for {
		n, err := from.Read(b)
		if err != nil {
			return
		}
		q := r.quality()
		wait := q.delay
		if q.rate > 0 {
			wait += time.Duration(n) * time.Second / time.Duration(q.rate)
		}
		time.Sleep(wait)
		if r.quality().silent {
			continue
		}
		if _, err := to.Write(b[:n]); err != nil {
			return
		}
	}
}

func (r *realLine) end(conns ...net.Conn) {
	for _, c := range conns {
		c.Close()
		r.mu.Lock()
		delete(r.conns, c)
		r.mu.Unlock()
	}
}

func (r *realLine) quality() quality {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.now
}

// set changes the quality; cut ends what is under way.
func (r *realLine) set(q quality, cut bool) {
	r.mu.Lock()
	r.now = q
	conns := r.conns
	if cut {
		r.conns = map[net.Conn]bool{}
		r.cuts++
	}
	r.mu.Unlock()
	if cut {
		for c := range conns {
			c.(*net.TCPConn).SetLinger(0) // as a router does that forgets us
			c.Close()
		}
	}
}

// misbehave until stopped, then be good again.
func (r *realLine) misbehave(stop <-chan struct{}) {
	for {
		q := quality{}
		switch rand.IntN(6) {
		case 0:
			q.refused = true
		case 1:
			q.silent = true
		case 2:
			q.delay = time.Duration(rand.IntN(200)) * time.Millisecond
		case 3:
			q.rate = 8_000 + rand.IntN(60_000)
		}
		r.set(q, rand.IntN(3) == 0)
		select {
		case <-stop:
			r.set(quality{}, true) // a silent connection would be waited for
			return
		case <-time.After(time.Duration(50+rand.IntN(500)) * time.Millisecond):
		}
	}
}

func (r *realLine) close() {
	r.listener.Close()
	r.set(quality{refused: true}, true)
}
