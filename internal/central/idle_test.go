package central

import (
	"context"
	"crypto/tls"
	"net"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"loketaduan/internal/exchange"
)

// countingConn counts what goes over a socket, encryption and all.
type countingConn struct {
	net.Conn
	n *atomic.Int64
}

func (c countingConn) Read(b []byte) (int, error) {
	n, err := c.Conn.Read(b)
	c.n.Add(int64(n))
	return n, err
}

func (c countingConn) Write(b []byte) (int, error) {
	n, err := c.Conn.Write(b)
	c.n.Add(int64(n))
	return n, err
}

// An idle desk costs at most 1 KB a minute. Waits are cut short here; their
// number in a minute follows from WaitSeconds, pings are added.
func TestIdleDeskCostsAtMostAKilobyteAMinute(t *testing.T) {
	c := newTown(t)
	p := c.enrol(martapura)
	p.drive()
	c.srv.o.Wait = 30 * time.Millisecond
	secure := httptest.NewUnstartedServer(c.srv)
	secure.EnableHTTP2 = true
	secure.StartTLS()
	defer secure.Close()
	from, err := p.Cursor(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for name, o := range map[string]struct {
		address string
		pings   float64 // bytes a minute: two frames of 17 bytes with their records, each way, every 30 s
	}{"plain HTTP/1.1": {c.http.URL, 0}, "TLS and HTTP/2": {secure.URL, 2 * 2 * (17 + 22)}} {
		var n atomic.Int64
		dial := func(ctx context.Context, network, address string) (net.Conn, error) {
			conn, err := (&net.Dialer{}).DialContext(ctx, network, address)
			return countingConn{conn, &n}, err
		}
		options := p.options
		options.Address = o.address
		options.Transport = &http.Transport{DialContext: dial, ForceAttemptHTTP2: true, DisableCompression: true, TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}
		client, err := exchange.New(options)
		if err != nil {
			t.Fatal(err)
		}
		wait := func() {
			if changed, err := client.Wait(context.Background(), from); err != nil || changed {
				t.Fatal(changed, err)
			}
		}
		wait() // the handshake is not part of an idle minute
		wait()
		n.Store(0)
		const rounds = 5
		for range rounds {
			wait()
		}
		minute := float64(n.Load())/rounds*60/exchange.WaitSeconds + o.pings
		t.Logf("%s: %d bytes a wait, %.0f a minute", name, n.Load()/rounds, minute)
		if minute > 1000 {
			t.Errorf("%s: %.0f bytes in an idle minute", name, minute)
		}
		client.Close()
	}
}
