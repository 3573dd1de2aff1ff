package exchange

import (
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"loketaduan/internal/fault"
	"loketaduan/internal/journal"
)

var public, private, _ = ed25519.GenerateKey(nil)

func clientOf(t *testing.T, h http.HandlerFunc) *Client {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	c, err := New(Options{Address: s.URL, ServerKey: public, Token: "t", Timeout: 2 * time.Second})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

func helloTo(r *http.Request) Hello {
	h := Hello{ServerTime: "2026-11-23T01:02:03.004Z", MinProtocol: 1, MaxProtocol: 1, Epoch: "e", Nonce: r.URL.Query().Get("nonce")}
	h.Sign(private)
	return h
}

func TestHelloKnowsItsServer(t *testing.T) {
	_, stranger, _ := ed25519.GenerateKey(nil)
	answer := func(change func(*Hello)) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			h := helloTo(r)
			change(&h)
			json.NewEncoder(w).Encode(h)
		}
	}
	say := func(code int, kind, body string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", kind)
			w.WriteHeader(code)
			io.WriteString(w, body)
		}
	}
	ours := `{"kind":"forbidden","code":"x","message":"y"}`
	for _, c := range []struct {
		name string
		do   http.HandlerFunc
		want string
	}{
		{"ours", answer(func(*Hello) {}), ""},
		{"portal page", say(200, "text/html", "<html>Selamat datang di WiFi</html>"), "exchange.portal"},
		{"redirect", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://10.0.0.1/login", http.StatusFound)
		}, "exchange.portal"},
		{"511", say(511, "text/html", "login"), "exchange.portal"},
		{"403 of a filter", say(403, "text/html", "blocked"), "exchange.portal"},
		{"404 of another server", say(404, "application/json", `{"error":"not found"}`), "exchange.portal"},
		{"empty", say(200, "application/json", ""), "exchange.portal"},
		{"empty object", say(200, "application/json", "{}"), "exchange.portal"},
		{"replayed nonce", answer(func(h *Hello) { h.Nonce = strings.Repeat("0", 32); h.Sign(private) }), "exchange.portal"},
		{"other time", answer(func(h *Hello) { h.ServerTime = "2026-11-24T01:02:03.004Z" }), "exchange.portal"},
		{"other epoch", answer(func(h *Hello) { h.Epoch = "f" }), "exchange.portal"},
		{"other key", answer(func(h *Hello) { h.Sign(stranger) }), "exchange.portal"},
		{"newer server", answer(func(h *Hello) { h.MinProtocol, h.MaxProtocol = 8, 9; h.Sign(private) }), "exchange.upgrade"},
		{"426", say(426, "application/json", ours), "exchange.upgrade"},
		{"401", say(401, "application/json", ours), "exchange.unauthorized"},
		{"500", say(500, "text/html", "oops"), "exchange.server"},
		{"502", say(502, "text/html", "Bad Gateway"), "exchange.server"},
		{"cut off", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "500")
			io.WriteString(w, `{"serverTime":`)
		}, "exchange.unreachable"},
	} {
		h, _, err := clientOf(t, c.do).Hello(context.Background())
		f := fault.Of(err)
		switch {
		case c.want == "" && (err != nil || h.Epoch != "e"):
			t.Errorf("%s: %v", c.name, err)
		case c.want != "" && (f == nil || f.Code != c.want || f.Message == ""):
			t.Errorf("%s: %v, want %s", c.name, err, c.want)
		}
	}
}

func TestLineFaults(t *testing.T) {
	ctx := context.Background()
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()
	c, _ := New(Options{Address: gone.URL, ServerKey: public})
	if _, _, err := c.Hello(ctx); !errors.Is(err, errUnreachable) {
		t.Error(err)
	}
	release := make(chan struct{})
	slow := clientOf(t, func(http.ResponseWriter, *http.Request) { <-release })
	slow.timeout = 50 * time.Millisecond
	if _, _, err := slow.Hello(ctx); !errors.Is(err, errTimeout) {
		t.Error(err)
	}
	close(release)
	busy := clientOf(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "30")
		w.WriteHeader(503)
	})
	if _, _, err := busy.Hello(ctx); !errors.Is(err, errServer) || RetryAfter(err) != 30*time.Second {
		t.Error(err)
	}
	if _, err := New(Options{Address: "http://pusat.go.id"}); fault.Of(err).Code != "exchange.address.insecure" {
		t.Error(err)
	}
	for _, bad := range []string{"", "pusat.go.id", "ftp://x", "https://", "https://a:b@x", "https://x?y=1"} {
		if _, err := New(Options{Address: bad}); err == nil {
			t.Errorf("%q was taken", bad)
		}
	}
}

func TestPin(t *testing.T) {
	s := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { json.NewEncoder(w).Encode(helloTo(r)) }))
	defer s.Close()
	s.Config.ErrorLog = nil
	sum := sha256.Sum256(s.Certificate().Raw)
	other := sum
	other[0]++
	for name, c := range map[string]struct {
		pin  []byte
		want error
	}{"pinned": {sum[:], nil}, "other pin": {other[:], errCertificate}, "system roots": {nil, errCertificate}} {
		client, err := New(Options{Address: s.URL, ServerKey: public, Pin: c.pin})
		if err != nil {
			t.Fatal(err)
		}
		if _, _, err := client.Hello(context.Background()); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
		client.Close()
	}
}

func TestPushBelievesOnlyItsOwnHash(t *testing.T) {
	sent := chainOf("d1", `{"a":1}`, `{"a":2}`, `{"a":3}`)
	for name, c := range map[string]struct {
		a    any
		want string
		n    int
	}{
		"all":            {PushAnswer{AckedTo: 3, Hash: sent[2].Hash, Revs: []int64{1, 1, 1}}, "", 3},
		"part":           {PushAnswer{AckedTo: 2, Hash: sent[1].Hash, Revs: []int64{1, 1}}, "", 2},
		"other hash":     {PushAnswer{AckedTo: 3, Hash: sent[1].Hash, Revs: []int64{1, 1, 1}}, "exchange.answer", 0},
		"too far":        {PushAnswer{AckedTo: 4, Hash: sent[2].Hash, Revs: []int64{1, 1, 1, 1}}, "exchange.answer", 0},
		"nothing":        {PushAnswer{}, "exchange.answer", 0},
		"revs missing":   {PushAnswer{AckedTo: 3, Hash: sent[2].Hash}, "exchange.answer", 0},
		"somebody else":  {map[string]string{"status": "ok"}, "exchange.answer", 0},
		"not our answer": {"<html>", "exchange.portal", 0},
	} {
		client := clientOf(t, func(w http.ResponseWriter, r *http.Request) {
			io.Copy(io.Discard, r.Body)
			json.NewEncoder(w).Encode(c.a)
		})
		_, got, err := client.Push(context.Background(), Outgoing{Entries: sent}, startBytes)
		if f := fault.Of(err); c.want == "" && (err != nil || len(got) != c.n) || c.want != "" && (f == nil || f.Code != c.want) {
			t.Errorf("%s: %d, %v", name, len(got), err)
		}
	}
}

func TestPackPushKeepsToItsBudget(t *testing.T) {
	bodies := make([]string, 600)
	for i := range bodies {
		sum := sha256.Sum256(fmt.Append(nil, i))
		bodies[i] = fmt.Sprintf(`{"text":"%x%s"}`, sum, strings.Repeat("jalan rusak ", i%40))
	}
	bodies[599] = `{"text":"` + strings.Repeat("x", 200000) + `"}`
	all := chainOf("d1", bodies...)
	c := clientOf(t, nil)
	for _, budget := range []int{minBytes, startBytes, maxBytes, 100} {
		for rest := all; len(rest) > 0; {
			packed, sent, err := c.packPush(Outgoing{Entries: rest}, budget, plainPush)
			if err != nil || len(sent) == 0 || len(sent) > MaxEntries || len(packed) > budget && len(sent) > 1 {
				t.Fatalf("budget %d: %d bytes for %d entries, %v", budget, len(packed), len(sent), err)
			}
			rest = rest[len(sent):]
		}
	}
}

func TestPullAsksAgainInFullWhenAnOwnEntryIsMissing(t *testing.T) {
	feed := chainOf("d1", `{"a":1}`)
	feed[0].Pos, feed[0].Rev = 1, 1
	head := PullAnswer{Epoch: "e", Head: 1, After: journal.FeedHash(journal.Hash{}, feed[0].Hash)}
	var asked []string
	c := clientOf(t, func(w http.ResponseWriter, r *http.Request) {
		asked = append(asked, r.URL.Query().Get("full"))
		b, _ := AppendPage(nil, head, feed, nil, "d1", r.URL.Query().Get("full") == "1")
		w.Write(b)
	})
	none := func(context.Context, string) (journal.Hash, bool, error) { return journal.Hash{}, false, nil }
	p, err := c.Pull(context.Background(), Cursor{}, 10, none)
	if err != nil || len(p.Page.Entries) != 1 || fmt.Sprint(asked) != "[ 1]" {
		t.Fatalf("%v %v %+v", err, asked, p)
	}
	for name, from := range map[string]Cursor{"other epoch": {Epoch: "f", Pos: 1, Hash: head.After}, "ahead": {Epoch: "e", Pos: 2, Hash: head.After}, "other history": {Epoch: "e", Pos: 1, Hash: journal.Hash{1}}} {
		if p, err := c.Pull(context.Background(), from, 10, none); err != nil || !p.Rewind || p.Epoch != "e" {
			t.Errorf("%s: %v %+v", name, err, p)
		}
	}
}
