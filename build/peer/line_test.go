package peer

import (
	"bytes"
	"io"
	"math/rand/v2"
	"net"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// line is what lies between desk and server: a TCP proxy that counts every byte
// that it hands on, both ways. It can be shut, and it can be slow and break.
type line struct {
	at     string // what desks dial
	target string
	listen net.Listener

	bytes atomic.Int64
	cuts  atomic.Int64 // of slowDown
	last  atomic.Int64 // when the last byte crossed, Unix nanoseconds

	mu    sync.Mutex
	conns map[*net.TCPConn]struct{}
	down  bool
	slow  *slowness
	ended chan struct{}
}

func newLine(t testing.TB, target string) *line {
	t.Helper()
	listen, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l := &line{at: listen.Addr().String(), target: target, listen: listen, conns: map[*net.TCPConn]struct{}{}, ended: make(chan struct{})}
	l.touch()
	var loops sync.WaitGroup
	loops.Go(func() { l.accept(&loops) })
	t.Cleanup(func() {
		close(l.ended)
		listen.Close()
		l.shut()
		loops.Wait()
	})
	return l
}

func (l *line) touch() { l.last.Store(time.Now().UnixNano()) }

func (l *line) accept(loops *sync.WaitGroup) {
	for {
		c, err := l.listen.Accept()
		if err != nil {
			return
		}
		loops.Go(func() { l.serve(c.(*net.TCPConn)) })
	}
}

func (l *line) serve(desk *net.TCPConn) {
	defer l.drop(desk)
	slow, ok := l.keep(desk)
	if !ok {
		return
	}
	if slow != nil {
		time.Sleep(2 * slow.delay) // the way of the handshake
	}
	up, err := net.Dial("tcp", l.target)
	if err != nil {
		return
	}
	server := up.(*net.TCPConn)
	defer l.drop(server)
	if _, ok := l.keep(server); !ok {
		return
	}
	var both sync.WaitGroup
	both.Go(func() { l.pump(server, desk, slow, 0) })
	both.Go(func() { l.pump(desk, server, slow, 1) })
	both.Wait()
}

// keep notes a connection; ok is false while the line is shut.
func (l *line) keep(c *net.TCPConn) (slow *slowness, ok bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.down {
		return nil, false
	}
	l.conns[c] = struct{}{}
	return l.slow, true
}

func (l *line) drop(c *net.TCPConn) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.conns, c)
	c.Close()
}

func (l *line) pump(to, from *net.TCPConn, slow *slowness, way int) {
	if slow != nil {
		slow.pump(l, to, from, way)
	} else {
		buf := make([]byte, 64<<10)
		for {
			n, err := from.Read(buf)
			if n > 0 && !l.pass(to, buf[:n]) || err != nil {
				break
			}
		}
	}
	to.CloseWrite()
}

func (l *line) pass(to io.Writer, b []byte) bool {
	n, err := to.Write(b)
	l.bytes.Add(int64(n))
	l.touch()
	return err == nil
}

// shut breaks every connection and refuses new ones until open.
func (l *line) shut() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.down = true
	for c := range l.conns {
		c.SetLinger(0) // what is under way is lost, as with a cable
		c.Close()
	}
}

func (l *line) open() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.down = false
}

// quiet waits until no byte has crossed for so long, at most a while.
func (l *line) quiet(pause time.Duration) {
	for end := time.Now().Add(10*time.Second + pause); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if time.Since(time.Unix(0, l.last.Load())) >= pause {
			return
		}
	}
}

// slowness of a line: so many bytes a second each way, shared by all
// connections, and a delay each way.
type slowness struct {
	rate  int
	delay time.Duration

	mu   sync.Mutex
	free [2]time.Time // when each way has sent what it was given
}

const packet = 1400 // bytes that travel as one

func (s *slowness) pump(l *line, to, from *net.TCPConn, way int) {
	type piece struct {
		due  time.Time
		data []byte
	}
	queue := make(chan piece, 12) // about 16 KB, the buffer of a small router
	var sending sync.WaitGroup
	sending.Go(func() {
		ok := true
		for p := range queue {
			time.Sleep(time.Until(p.due))
			ok = ok && l.pass(to, p.data)
		}
	})
	for {
		buf := make([]byte, packet)
		n, err := from.Read(buf)
		if n > 0 {
			queue <- piece{s.due(way, n), buf[:n]}
		}
		if err != nil {
			break
		}
	}
	close(queue)
	sending.Wait()
}

func (s *slowness) due(way, n int) time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	if now := time.Now(); s.free[way].Before(now) {
		s.free[way] = now
	}
	s.free[way] = s.free[way].Add(time.Duration(n) * time.Second / time.Duration(s.rate))
	return s.free[way].Add(s.delay)
}

// slowDown makes every later connection slow and breaks them all again and
// again: after first, then every apart, give or take a half, and refuses new
// ones for pause. The same seed breaks at the same seconds.
func (l *line) slowDown(bytesPerSecond int, delay, first, apart, pause time.Duration, seed uint64) {
	l.mu.Lock()
	l.slow = &slowness{rate: bytesPerSecond, delay: delay}
	l.mu.Unlock()
	chance := rand.New(rand.NewPCG(seed, 20))
	go func() {
		for wait := first; l.lasts(wait); wait = apart/2 + time.Duration(chance.Int64N(int64(apart))) {
			l.cuts.Add(1)
			l.shut()
			l.mu.Lock()
			l.slow = &slowness{rate: bytesPerSecond, delay: delay} // nothing queued survives
			l.mu.Unlock()
			if !l.lasts(pause) {
				return
			}
			l.open()
		}
	}()
}

// lasts waits; false when the line has come to its end.
func (l *line) lasts(d time.Duration) bool {
	select {
	case <-l.ended:
		return false
	case <-time.After(d):
		return true
	}
}

// echoServer sends back what it gets.
func echoServer(t *testing.T) string {
	listen, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listen.Close() })
	go func() {
		for {
			c, err := listen.Accept()
			if err != nil {
				return
			}
			go func() {
				defer c.Close()
				io.Copy(c, c)
			}()
		}
	}()
	return listen.Addr().String()
}

// there sends b over the line and gives what comes back.
func there(l *line, b []byte) ([]byte, error) {
	c, err := net.Dial("tcp", l.at)
	if err != nil {
		return nil, err
	}
	defer c.Close()
	c.SetDeadline(time.Now().Add(10 * time.Second))
	go func() {
		c.Write(b)
		c.(*net.TCPConn).CloseWrite()
	}()
	return io.ReadAll(c)
}

func TestLineCountsBothWays(t *testing.T) {
	l := newLine(t, echoServer(t))
	sent := bytes.Repeat([]byte("aduan "), 50_000)
	got, err := there(l, sent)
	if err != nil || !bytes.Equal(got, sent) {
		t.Fatal(len(got), err)
	}
	if n := l.bytes.Load(); n != int64(2*len(sent)) {
		t.Errorf("%d bytes counted, %d crossed", n, 2*len(sent))
	}
	l.shut()
	if got, err := there(l, sent); len(got) > 0 {
		t.Error("a shut line lets through", len(got), err)
	}
	l.open()
	if _, err := there(l, sent); err != nil {
		t.Error(err)
	}
}

func TestSlowLineIsSlowAndBreaks(t *testing.T) {
	l := newLine(t, echoServer(t))
	l.slowDown(20_000, 50*time.Millisecond, time.Hour, time.Hour, time.Second, 1)
	began := time.Now()
	got, err := there(l, make([]byte, 8000)) // 0.4 s of line, there and back at the same time
	if took := time.Since(began); err != nil || len(got) != 8000 || took < 550*time.Millisecond {
		t.Error(len(got), err, took)
	}

	l = newLine(t, echoServer(t))
	l.slowDown(20_000, 10*time.Millisecond, 200*time.Millisecond, time.Second, 50*time.Millisecond, 1)
	got, err = there(l, make([]byte, 200_000)) // 10 s, were it not for the breaks
	if err == nil || len(got) >= 200_000 || l.cuts.Load() != 1 {
		t.Error(len(got), err, l.cuts.Load())
	}
}
