package central

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"loketaduan/internal/journal"
	"loketaduan/internal/store"
	"loketaduan/internal/testdb"
	"loketaduan/internal/vault"
)

const (
	martapura = "63.03.05"
	astambul  = "63.03.07"
	dinas     = "1.03"
	dkisp     = "2.16"
)

// town is a server over a real database, reachable by HTTP on this machine.
type town struct {
	t    testing.TB
	at   testdb.Place
	keys *vault.Keys
	st   *store.Store
	srv  *Server
	http *httptest.Server

	mu  sync.Mutex
	way http.Handler // to srv, perhaps over a bad line
}

// between puts a bad line before the server.
func (c *town) between(line func(http.Handler) http.Handler) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.way = line(c.srv)
}

func newTown(t testing.TB) *town {
	t.Helper()
	c := &town{t: t, at: testdb.Fresh(t, "pusat.db"), keys: vault.NewKeys()}
	c.http = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c.mu.Lock()
		h := c.way
		c.mu.Unlock()
		h.ServeHTTP(w, r)
	}))
	c.start()
	t.Cleanup(func() {
		c.srv.Close()
		c.http.Close()
		c.st.Close()
	})
	for _, o := range []store.Office{{Code: martapura, Name: "Kecamatan Martapura", Kind: "kecamatan"}, {Code: astambul, Name: "Kecamatan Astambul", Kind: "kecamatan"},
		{Code: dinas, Name: "Dinas Pekerjaan Umum", Kind: "opd"}, {Code: dkisp, Name: "DKISP", Kind: "koordinator"}} {
		if err := c.st.AddOffice(context.Background(), o); err != nil {
			t.Fatal(err)
		}
	}
	return c
}

// start opens the database and puts a fresh server over it.
func (c *town) start() {
	c.t.Helper()
	ctx := context.Background()
	st, err := store.Open(ctx, store.Options{Path: c.at.Path, URL: c.at.URL, Keys: c.keys, Server: true})
	if err != nil {
		c.t.Fatal(err)
	}
	key, err := SigningKey(ctx, st)
	if err != nil {
		c.t.Fatal(err)
	}
	c.st, c.srv = st, New(st, key, Options{Wait: 2 * time.Second})
	c.between(func(h http.Handler) http.Handler { return h })
}

// restart stops the server and starts it anew on the same database.
func (c *town) restart() {
	c.t.Helper()
	c.srv.Close()
	if err := c.st.Close(); err != nil {
		c.t.Fatal(err)
	}
	c.start()
}

// counts of the rows of every table, to see that nothing changed.
func (c *town) counts() string {
	c.t.Helper()
	db := c.at.Raw(c.t)
	defer db.Close()
	var out strings.Builder
	for _, n := range c.at.Tables(c.t, db) {
		var count int
		if err := db.QueryRow("SELECT count(*) FROM " + n).Scan(&count); err != nil {
			c.t.Fatal(err)
		}
		fmt.Fprintf(&out, "%s=%d ", n, count)
	}
	return out.String()
}

// verify holds the server's journal to its own proof.
func (c *town) verify() store.VerifyReport {
	c.t.Helper()
	r, err := c.st.VerifyJournal(context.Background())
	if err != nil || r.Bad != "" {
		c.t.Fatalf("%v %s", err, r.Bad)
	}
	return r
}

// lastHash of a device's chain.
func (c *town) lastHash(device string) (h journal.Hash) {
	c.t.Helper()
	all, err := c.st.Devices(context.Background())
	if err != nil {
		c.t.Fatal(err)
	}
	for _, d := range all {
		if d.ID == device {
			h = d.LastHash
		}
	}
	return h
}
