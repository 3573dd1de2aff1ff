package exchange

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"loketaduan/internal/fault"
	"loketaduan/internal/journal"
)

// chainOf makes a chain of entries with the given bodies.
func chainOf(device string, bodies ...string) []journal.Entry {
	out := make([]journal.Entry, len(bodies))
	var prev journal.Hash
	for i, body := range bodies {
		id := uuid.Must(uuid.NewV7()).String()
		e := journal.Entry{ID: id, Stream: id, Office: "63.03.05", Device: device, Seq: int64(i + 1), At: t0, Author: "a1",
			Kind: "noted", Version: 1, Body: []byte(body), Prev: prev}
		e.Hash = e.Sum()
		out[i], prev = e, e.Hash
	}
	return out
}

func TestPushKeepsEveryByteAndTheChain(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var bodies []string
		for range rapid.IntRange(1, 20).Draw(t, "n") {
			b, _ := json.Marshal(map[string]string{"text": rapid.String().Draw(t, "text")})
			bodies = append(bodies, string(b))
		}
		bodies[0] = `{ "text" : "<a> &  \u2028" , "x": 1e2 }`
		sent := chainOf("d1", bodies...)
		plain, err := newPush("e", sent).AppendJSON(nil)
		if err != nil {
			t.Fatal(err)
		}
		var req PushRequest
		if err := json.Unmarshal(plain, &req); err != nil {
			t.Fatalf("%v in %s", err, plain)
		}
		got, err := req.Chain("63.03.05", "d1")
		if err != nil || len(got) != len(sent) || got[len(got)-1].Hash != sent[len(sent)-1].Hash {
			t.Fatalf("%v: %d entries", err, len(got))
		}
	})
}

func TestPageRoundTrip(t *testing.T) {
	ctx := context.Background()
	a, b := chainOf("d1", `{"a":1}`, `{"a":2}`, `{"a":3}`), chainOf("d2", `{"b":1}`, `{"b":2}`)
	feed := []journal.Entry{a[0], b[0], a[2], a[1], b[1]} // a[1] was put in later: its prev must travel
	var after journal.Hash
	for i := range feed {
		feed[i].Pos, feed[i].Rev = int64(i+1), 1
		after = journal.FeedHash(after, feed[i].Hash)
	}
	own := func(_ context.Context, id string) (journal.Hash, bool, error) {
		for _, e := range b {
			if e.ID == id {
				return e.Hash, true, nil
			}
		}
		return journal.Hash{}, false, nil
	}
	head := PullAnswer{Epoch: "e", Head: 5, After: after}
	read := func(full bool) PullAnswer {
		plain, err := AppendPage(nil, head, feed, nil, "d2", full)
		if err != nil {
			t.Fatal(err)
		}
		var p PullAnswer
		if err := json.Unmarshal(plain, &p); err != nil {
			t.Fatalf("%v in %s", err, plain)
		}
		return p
	}
	p := read(false)
	page, err := p.page(ctx, Cursor{}, own)
	if err != nil || len(page.Entries) != 3 || len(page.Own) != 2 || page.Cursor != (Cursor{Epoch: "e", Pos: 5, Hash: after}) {
		t.Fatalf("%v %+v", err, page)
	}
	if page.Entries[1].Prev != a[1].Hash || page.Entries[2].Hash != a[1].Hash || page.Own[1].Pos != 5 {
		t.Fatal("entries differ")
	}
	full := read(true)
	if page, err = full.page(ctx, Cursor{}, own); err != nil || len(page.Entries) != 5 || len(page.Own) != 0 {
		t.Fatalf("%v %+v", err, page)
	}
	for name, spoil := range map[string]func(*PullAnswer){
		"hash after":   func(p *PullAnswer) { p.After[0]++ },
		"hash before":  func(p *PullAnswer) { p.Before[0]++ },
		"left out":     func(p *PullAnswer) { p.Entries = p.Entries[:4] },
		"gap":          func(p *PullAnswer) { p.Entries[3].Pos++ },
		"body":         func(p *PullAnswer) { p.Entries[0].Body = json.RawMessage(`{"a":9}`) },
		"office":       func(p *PullAnswer) { p.Entries[0].Office = "" },
		"no rev":       func(p *PullAnswer) { p.Entries[1].Rev = 0 },
		"not an entry": func(p *PullAnswer) { p.Entries[0].Body = json.RawMessage(`[]`) },
	} {
		p := read(false)
		spoil(&p)
		if _, err := p.page(ctx, Cursor{}, own); !errors.Is(err, errFeed) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestUnpackStopsBombs(t *testing.T) {
	zeros := make([]byte, MaxPlain+1)
	var g bytes.Buffer
	w := gzip.NewWriter(&g)
	w.Write(zeros)
	w.Close()
	for encoding, packed := range map[string][]byte{"zstd": Pack(zeros), "gzip": g.Bytes()} {
		if len(packed) > MaxPacked {
			t.Fatalf("%s: the bomb is too large to be one", encoding)
		}
		if _, err := Unpack(encoding, packed); !errors.Is(err, ErrPlainSize) {
			t.Errorf("%s: %v", encoding, err)
		}
	}
	if plain, err := Unpack("zstd", Pack(zeros[:MaxPlain])); err != nil || len(plain) != MaxPlain {
		t.Errorf("at the limit: %v", err)
	}
	if _, err := Unpack("br", nil); !errors.Is(err, ErrEncoding) {
		t.Error(err)
	}
	if _, err := Unpack("zstd", []byte("no frame")); err == nil {
		t.Error("rubbish was unpacked")
	}
	for accept, want := range map[string]string{"zstd, gzip": "zstd", "gzip;q=0.5": "gzip", "zstd;q=0, gzip": "gzip", "": "", "br": ""} {
		if body, got := PackFor(accept, zeros[:1000]); got != want {
			t.Errorf("%q: %q", accept, got)
		} else if plain, err := Unpack(got, body); err != nil || len(plain) != 1000 {
			t.Errorf("%q: %v", accept, err)
		}
	}
}

func TestCode(t *testing.T) {
	public, _, _ := ed25519.GenerateKey(nil)
	c := Code{Address: "https://pusat.banjarkab.go.id", Key: public, Pin: bytes.Repeat([]byte{7}, 32), Secret: bytes.Repeat([]byte{9}, 20), Office: "63.03.05"}
	text := c.String()
	if strings.ContainsAny(text, " \n") || len(text) > 400 {
		t.Fatalf("not one copyable line: %s", text)
	}
	got, err := ParseCode("  " + text[:40] + "\r\n " + text[40:] + "\n")
	if err != nil || got.String() != text {
		t.Fatalf("%v %+v", err, got)
	}
	c.Address = "http://pusat.banjarkab.go.id"
	for in, want := range map[string]string{
		"":                      "enrol.code.required",
		"halo":                  "enrol.code.foreign",
		"LOKET2-abc":            "enrol.code.newer",
		text[:len(text)-1]:      "enrol.code.typed",
		text + "A":              "enrol.code.typed",
		"LOKET1-":               "enrol.code.typed",
		strings.ToLower(text):   "enrol.code.foreign",
		c.String():              "exchange.address.insecure",
		Code{}.String():         "enrol.code.typed",
		text[:20] + " *" + text: "enrol.code.typed",
	} {
		_, err := ParseCode(in)
		if f := fault.Of(err); f == nil || f.Code != want || f.Kind != fault.Invalid {
			t.Errorf("%.20q: %v, want %s", in, err, want)
		}
	}
	for i := len(codePrefix); i < len(text); i++ {
		typed := []byte(text)
		typed[i] ^= 1
		if _, err := ParseCode(string(typed)); err == nil {
			t.Fatalf("letter %d changed and nobody noticed", i)
		}
	}
}
