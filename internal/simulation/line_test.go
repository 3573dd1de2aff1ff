package simulation

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"loketaduan/internal/exchange"
)

// request and answer as bytes: nothing else passes between machines.
type request struct {
	method, url string
	header      http.Header
	body        []byte
}

type answer struct {
	status int
	header http.Header
	body   []byte
	err    error
}

// cable is the PC's network card: the request leaves, the coroutine rests.
type cable pc

func (c *cable) RoundTrip(r *http.Request) (*http.Response, error) {
	f := c.w.flying
	req := &request{method: r.Method, url: r.URL.String(), header: r.Header.Clone()}
	if r.Body != nil {
		b, err := io.ReadAll(r.Body)
		if err != nil {
			return nil, err
		}
		req.body = b
	}
	if !f.yield(req) {
		return nil, errDied
	}
	a := f.answer
	if a.err != nil {
		return nil, a.err
	}
	return &http.Response{StatusCode: a.status, Status: http.StatusText(a.status), Header: a.header, Body: io.NopCloser(bytes.NewReader(a.body)),
		ContentLength: int64(len(a.body)), Request: r, ProtoMajor: 1, ProtoMinor: 1}, nil
}

// link is the state of a PC's line beside the chances of the plan.
type link struct {
	cut    bool // partition
	portal bool
	proxy  bool
}

var (
	errRefused = errors.New("connection refused")
	errReset   = errors.New("connection reset by peer")
)

type slowError struct{}

func (slowError) Error() string { return "i/o timeout" }
func (slowError) Timeout() bool { return true }

// send decides what becomes of a request.
func (p *pc) send(f *flight, req *request) {
	w, r := p.w, p.w.line
	lossy := !w.calm
	on := func(h hazard, percent float64) bool {
		hit := chance(r, percent) // drawn in any case
		return hit && lossy && w.plan.hazards&h != 0
	}
	there, back := between(r, 10*time.Millisecond, 150*time.Millisecond), between(r, 10*time.Millisecond, 150*time.Millisecond)
	slow, lost, cut, torn, doubled := on(slowLine, 20), on(lostRequests, 12), on(cutAnswers, 15), on(cutAnswers, 4), on(doubledRequests, 15)
	late := between(r, time.Millisecond, 45*time.Second)
	long := between(r, time.Second, 15*time.Second)
	if slow {
		there += long / 2
		back += long / 2
	}
	refusal := pick(r, proxyStatus)
	for what, so := range map[string]bool{"slow": slow, "request lost": lost, "answer cut": cut, "answer torn": torn, "request doubled": doubled, "partition": p.link.cut, "portal": p.link.portal, "proxy": p.link.proxy} {
		if so {
			w.met(what)
		}
	}
	wait := f.what == string(exchange.DoWait)
	switch {
	case p.link.cut:
		p.hear(f, there, answer{err: errRefused})
	case p.link.portal:
		p.hear(f, there, answer{status: 200, header: http.Header{"Content-Type": {"text/html"}}, body: []byte("<html><body>Selamat datang di wifi kantor. Silakan masuk.</body></html>")})
	case p.link.proxy:
		w.say("%s %s: proxy says %d", p.name, f.what, refusal)
		p.hear(f, there, answer{status: refusal, header: http.Header{"Content-Type": {"text/html"}, "Retry-After": {"7"}}, body: []byte(fmt.Sprintf("<h1>%d</h1>", refusal))})
	case lost:
		w.say("%s %s lost on the way", p.name, f.what)
		p.hear(f, there+long, answer{err: slowError{}})
	default:
		w.after(there, func() { w.server.arrive(p, f, req, back, cut, torn) })
		if doubled && !wait {
			w.after(there+late, func() { w.server.echo(p, f, req) })
		}
	}
}

var proxyStatus = []int{400, 403, 404, 407, 408, 413, 429, 500, 502, 503, 504, 302, 511}

// hear brings an answer to the flight that waits for it.
func (p *pc) hear(f *flight, after time.Duration, a answer) {
	p.w.after(after, func() {
		if !f.void() {
			f.answer = a
			p.resume(f)
		}
	})
}
