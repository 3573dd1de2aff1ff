package central

import (
	"context"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"loketaduan/internal/exchange"
)

// awaiting is a PC that stores a page only once the server was asked for the
// next one, where there is one.
type awaiting struct {
	exchange.Desk
	seen    func() int
	t       *testing.T
	stored  int
	expects bool
}

func (a *awaiting) wait(more bool) {
	a.stored++
	for end := time.Now().Add(10 * time.Second); more && a.expects && a.seen() <= a.stored; time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			a.t.Fatal("nobody asked for the next page")
		}
	}
}

func (a *awaiting) Apply(ctx context.Context, p exchange.Page) error {
	a.wait(len(p.Entries) == 5)
	return a.Desk.Apply(ctx, p)
}

func (a *awaiting) Fill(ctx context.Context, p exchange.FillPage) error {
	a.wait(p.To.Low > 0)
	return a.Desk.Fill(ctx, p)
}

// The next page comes while one is stored, none comes twice, and what is written
// in between is no sign that the server has lost something.
func TestNextPageIsAskedForAhead(t *testing.T) {
	c := newTown(t)
	p := c.enrol(martapura)
	p.years(40)
	q := c.enrol(martapura)
	var mu sync.Mutex
	asked := map[string]int{}
	c.between(func(h http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			mu.Lock()
			asked[strings.TrimPrefix(r.URL.Path, "/v1/")]++
			mu.Unlock()
			h.ServeHTTP(w, r)
		})
	})
	seen := func(what string) int {
		mu.Lock()
		defer mu.Unlock()
		return asked[what]
	}
	ctx := context.Background()
	desk := &awaiting{Desk: q, t: t, seen: func() int { return seen("fill") }}
	carrier := &exchange.Carrier{Client: q.client, Desk: desk, Ahead: true}
	do := func(o exchange.Output) exchange.Input {
		t.Helper()
		in := carrier.Do(ctx, o)
		if in.Event == exchange.Failed || in.Rewind {
			t.Fatal(o.Do, in.Fault, in.Rewind)
		}
		return in
	}
	do(exchange.Output{Do: exchange.DoHello})
	do(exchange.Output{Do: exchange.DoPull, Max: 5, Fill: 5})
	desk.expects = true
	for more := true; more; {
		q.receive(1)
		do(exchange.Output{Do: exchange.DoPush, Max: 500, Bytes: 1 << 20})
		more = do(exchange.Output{Do: exchange.DoFill, Max: 5}).More
	}
	if n := seen("fill"); n != desk.stored || n < 8 {
		t.Fatalf("%d pages were asked for, %d stored", n, desk.stored)
	}
	p.receive(23)
	p.drive()
	mu.Lock()
	clear(asked)
	mu.Unlock()
	desk.seen, desk.stored = func() int { return seen("pull") }, 0
	for more := true; more; {
		more = do(exchange.Output{Do: exchange.DoPull, Max: 5}).More
	}
	if n := seen("pull"); n != desk.stored || n < 5 {
		t.Fatalf("%d pages were asked for, %d stored", n, desk.stored)
	}
	if n := len(q.shown(p)); n < 63 {
		t.Fatalf("%d complaints", n)
	}
}
