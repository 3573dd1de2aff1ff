package simulation

import (
	"bytes"
	"context"
	"net"
	"sync"
	"time"
)

// thinLine is one of limited width between desks and a server, in simulated
// time: it carries so many bytes a second in both directions together, and can
// be cut. What it counts is what really went over it.
type thinLine struct {
	rate   int // bytes a second
	accept chan net.Conn
	closed chan struct{}

	mu    sync.Mutex
	free  time.Time // when the line has carried what it was given
	conns map[*thinConn]bool
	up    int64
	down  int64
}

func newThinLine(rate int) *thinLine {
	return &thinLine{rate: rate, accept: make(chan net.Conn), closed: make(chan struct{}), conns: map[*thinConn]bool{}}
}

// Dial is for a transport.
func (l *thinLine) Dial(ctx context.Context, _, _ string) (net.Conn, error) {
	near, far := net.Pipe()
	c := &thinConn{Conn: near, l: l, flying: make(chan onTheWay, 1000), gone: make(chan struct{})}
	select {
	case l.accept <- far:
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-l.closed:
		return nil, net.ErrClosed
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.conns[c] = true
	go c.deliver()
	return c, nil
}

// Accept, Close and Addr make the far end a listener.
func (l *thinLine) Accept() (net.Conn, error) {
	select {
	case c := <-l.accept:
		return c, nil
	case <-l.closed:
		return nil, net.ErrClosed
	}
}

func (l *thinLine) Close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	select {
	case <-l.closed:
	default:
		close(l.closed)
	}
	return nil
}

func (l *thinLine) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 1} }

// cut ends every connection; what was under way is lost.
func (l *thinLine) cut() {
	l.mu.Lock()
	conns := l.conns
	l.conns = map[*thinConn]bool{}
	l.mu.Unlock()
	for c := range conns {
		c.Close()
	}
}

func (l *thinLine) counted() (up, down int64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.up, l.down
}

// carry waits until the line has carried n more bytes.
func (l *thinLine) carry(n int) {
	l.mu.Lock()
	now := time.Now()
	if l.free.Before(now) {
		l.free = now
	}
	l.free = l.free.Add(time.Duration(n) * time.Second / time.Duration(l.rate))
	at := l.free
	l.mu.Unlock()
	time.Sleep(at.Sub(now)) // never with the lock: simulated time stands still then
}

type thinConn struct {
	net.Conn
	l      *thinLine
	flying chan onTheWay
	gone   chan struct{}
	once   sync.Once
}

// onTheWay is a packet on its way: when the line is cut it has been sent, but
// never arrives.
type onTheWay struct {
	at time.Time
	b  []byte
}

// thinDelay there and back; it is all on the way there.
const thinDelay = 300 * time.Millisecond

func (c *thinConn) deliver() {
	for {
		select {
		case p := <-c.flying:
			time.Sleep(time.Until(p.at))
			if _, err := c.Conn.Write(p.b); err != nil {
				return
			}
		case <-c.gone:
			return
		}
	}
}

// thinPacket is what goes over the line at once.
const thinPacket = 1400

func (c *thinConn) Write(b []byte) (n int, err error) {
	for len(b) > 0 {
		part := b[:min(len(b), thinPacket)]
		c.l.carry(len(part))
		select {
		case <-c.gone:
			return n, net.ErrClosed
		case c.flying <- onTheWay{time.Now().Add(thinDelay), bytes.Clone(part)}:
		}
		n += len(part)
		c.l.mu.Lock()
		c.l.up += int64(len(part))
		c.l.mu.Unlock()
		b = b[len(part):]
	}
	return n, nil
}

func (c *thinConn) Read(b []byte) (int, error) {
	n, err := c.Conn.Read(b[:min(len(b), thinPacket)])
	c.l.mu.Lock()
	c.l.down += int64(n)
	c.l.mu.Unlock()
	if n > 0 {
		c.l.carry(n)
	}
	return n, err
}

func (c *thinConn) Close() error {
	c.l.mu.Lock()
	delete(c.l.conns, c)
	c.l.mu.Unlock()
	c.once.Do(func() { close(c.gone) })
	return c.Conn.Close()
}
