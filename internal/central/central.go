package central

import (
	"crypto/ed25519"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"loketaduan/internal/store"
)

// Options of a server. The zero value is good.
type Options struct {
	Now  func() time.Time // default time.Now
	Log  *slog.Logger     // default: nothing is logged
	Wait time.Duration    // how long a wait is held; default exchange.WaitSeconds
}

// pushesAtOnce bounds how many pushes are in memory unpacked: the store takes
// one or a few at a time anyway, and a thousand desks may come back at 8 o'clock.
const pushesAtOnce = 8

// turnPatience is how long a push waits for its turn before the desk is told to
// come again: it gives up by itself after a minute, and would not know why.
const turnPatience = 30 * time.Second

// Server answers desks. It implements http.Handler; safe for concurrent use.
type Server struct {
	store  *store.Store
	key    ed25519.PrivateKey
	o      Options
	mux    *http.ServeMux
	pushes chan struct{}
	bell   bell
	watch  sync.Once // begins with the first wait

	patience time.Duration // of a push that waits for its turn
	contacts contacts
}

// New makes a server over an open store. Close ends the waits that it holds.
func New(st *store.Store, key ed25519.PrivateKey, o Options) *Server {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Wait <= 0 {
		o.Wait = defaultWait
	}
	s := &Server{store: st, key: key, o: o, mux: http.NewServeMux(), pushes: make(chan struct{}, pushesAtOnce), patience: turnPatience}
	s.bell.next, s.bell.ended = make(chan struct{}), make(chan struct{})
	s.mux.HandleFunc("GET /v1/hello", s.public(s.hello))
	s.mux.HandleFunc("POST /v1/enrol", s.public(s.enrol))
	s.mux.HandleFunc("POST /v1/push", s.device(s.push))
	s.mux.HandleFunc("GET /v1/pull", s.device(s.pull))
	s.mux.HandleFunc("GET /v1/fill", s.device(s.fill))
	s.mux.HandleFunc("GET /v1/wait", s.device(s.wait))
	s.mux.HandleFunc("POST /v1/return", s.public(s.comeBack))
	s.mux.HandleFunc("POST /v1/rejoin", s.device(s.rejoin))
	s.mux.HandleFunc("POST /v1/compare", s.device(s.compare))
	s.mux.HandleFunc("POST /v1/relay", s.device(s.relay))
	s.mux.HandleFunc("GET /v1/openapi.yaml", serveDescription)
	for _, path := range []string{"hello", "enrol", "push", "pull", "fill", "wait", "return", "rejoin", "compare", "relay", "parcel"} {
		s.mux.HandleFunc("/v1/"+path, s.public(func(*call) (any, error) { return nil, errMethod }))
	}
	s.serveFiles()
	s.mux.HandleFunc("POST /v1/parcel", s.device(s.parcel))
	for _, path := range []string{"GET /t", "GET /t/{text}", "GET /T/{text}"} { // a QR code holds capitals
		s.mux.HandleFunc(path, s.public(s.showReceipt))
	}
	s.mux.HandleFunc("/", s.public(func(*call) (any, error) { return nil, errPath }))
	return s
}

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.mux.ServeHTTP(w, r) }

// PublicKey is what desks know the server by.
func (s *Server) PublicKey() ed25519.PublicKey { return s.key.Public().(ed25519.PublicKey) }

// Close lets every held wait go, so that the program can end. Safe to call twice.
func (s *Server) Close() { s.bell.close() }

// bell wakes all who wait for new entries. Which office they belong to is for
// each waiter to look up: an acceptance may reach several feeds.
type bell struct {
	mu     sync.Mutex
	next   chan struct{} // closed at the next ring
	ended  chan struct{} // closed by close
	closed bool
}

func (b *bell) ring() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if !b.closed {
		close(b.next)
		b.next = make(chan struct{})
	}
}

func (b *bell) close() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if !b.closed {
		b.closed = true
		close(b.next)
		close(b.ended)
	}
}

// listen gives the channel of the next ring; ok is false after close.
func (b *bell) listen() (next <-chan struct{}, ok bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.next, !b.closed
}
