package exchange

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"testing"

	"loketaduan/internal/fault"
	"loketaduan/internal/journal"
)

// written is a feed of two PCs and two complaints, with its hashes.
func written() (feed []journal.Entry, hash []journal.Hash) {
	a, b := chainOf("d1", `{"a":1}`, `{"a":2}`, `{"a":3}`, `{"a":4}`), chainOf("d2", `{"b":1}`, `{"b":2}`)
	first, second := a[0].ID, a[1].ID
	put := func(e journal.Entry, stream string, rev int64) {
		e.Stream, e.Rev, e.Pos = stream, rev, int64(len(feed)+1)
		feed = append(feed, e)
	}
	put(a[0], first, 1)
	put(a[1], second, 1)
	put(b[0], first, 2)
	put(a[2], first, 3)
	put(b[1], second, 2)
	put(a[3], second, 3)
	prev := map[string]journal.Hash{}
	hash = make([]journal.Hash, 1, len(feed)+1)
	for i := range feed {
		e := &feed[i]
		e.Prev = prev[e.Device]
		e.Hash = e.Sum()
		prev[e.Device] = e.Hash
		hash = append(hash, journal.FeedHash(hash[i], e.Hash))
	}
	return feed, hash
}

func only(e journal.Entry) journal.Entry {
	return journal.Entry{Device: e.Device, Seq: e.Seq, Pos: e.Pos}
}

// fillOf reads a page as it went over the line.
func fillOf(t *testing.T, a FillAnswer, entries, extras []journal.Entry) *FillAnswer {
	t.Helper()
	plain, err := AppendFill(nil, a, entries, extras)
	if err != nil {
		t.Fatal(err)
	}
	var got FillAnswer
	if err := json.Unmarshal(plain, &got); err != nil {
		t.Fatalf("%v in %s", err, plain)
	}
	return &got
}

func TestFillPages(t *testing.T) {
	ctx := context.Background()
	feed, hash := written()
	here := map[int64]journal.Hash{} // of d1
	have := func(_ context.Context, device string, seqs []int64) (map[int64]journal.Hash, error) {
		out := map[int64]journal.Hash{}
		for _, seq := range seqs {
			if h, ok := here[seq]; ok && device == "d1" {
				out[seq] = h
			}
		}
		return out, nil
	}
	// the newest two positions, with the rest of their complaint
	top := FillAnswer{Epoch: "e", Head: 6, Top: 6, TopHash: hash[6], Low: 4, Early: 6, Before: hash[4], After: hash[6]}
	page := func() *FillAnswer { return fillOf(t, top, feed[4:], []journal.Entry{feed[1]}) }
	p, err := page().page(ctx, Filling{}, false, have)
	if err != nil || len(p.Entries) != 2 || len(p.Extras) != 1 || p.Begin == nil || p.Begin.Pos != 6 || p.To != (Filling{Low: 4, Hash: hash[4], Early: 6}) {
		t.Fatalf("%v %+v", err, p)
	}
	if p.Extras[0].Hash != feed[1].Hash || p.Entries[1].Hash != feed[5].Hash {
		t.Fatal("entries differ")
	}
	for name, spoil := range map[string]func(*FillAnswer){
		"hash below":                 func(a *FillAnswer) { a.Before[0]++ },
		"hash above":                 func(a *FillAnswer) { a.After[0]++ },
		"left out":                   func(a *FillAnswer) { a.Entries = a.Entries[1:] },
		"left out, and said so":      func(a *FillAnswer) { a.Entries, a.Low = a.Entries[1:], 5 },
		"reordered":                  func(a *FillAnswer) { slices.Reverse(a.Entries) },
		"reordered, positions right": func(a *FillAnswer) { a.Entries[0].Wire, a.Entries[1].Wire = a.Entries[1].Wire, a.Entries[0].Wire },
		"body":                       func(a *FillAnswer) { a.Entries[0].Body = json.RawMessage(`{"a":9}`) },
		"no rev":                     func(a *FillAnswer) { a.Entries[1].Rev = 0 },
		"an extra is missing":        func(a *FillAnswer) { a.Extras = nil },
		"and its hash":               func(a *FillAnswer) { a.Extras, a.ExtrasHash = nil, nil },
		"an extra is another one":    func(a *FillAnswer) { a.Extras[0].Body = json.RawMessage(`{"a":9}`) },
		"an extra twice":             func(a *FillAnswer) { a.Extras = append(a.Extras, a.Extras[0]) },
		"an extra from above":        func(a *FillAnswer) { a.Extras[0].Pos = 5 },
		"an extra only named":        func(a *FillAnswer) { a.Extras[0].Kind = "" },
		"upwards":                    func(a *FillAnswer) { a.Low = 7 },
		"nothing": func(a *FillAnswer) {
			a.Low, a.Early, a.Before, a.Entries, a.Extras, a.ExtrasHash = 6, 0, a.After, nil, nil, nil
		},
		"the end without the end": func(a *FillAnswer) { a.Low = 0 },
	} {
		a := page()
		spoil(a)
		if _, err := a.page(ctx, Filling{}, false, have); !errors.Is(err, errFeed) {
			t.Errorf("%s: %v", name, err)
		}
	}
	// further down it is only named, and the other complaint comes up
	here[feed[1].Seq] = feed[1].Hash
	last := FillAnswer{Epoch: "e", Head: 6, Low: 0, Early: 6, After: hash[4]}
	at := Filling{Low: 4, Hash: hash[4], Early: 6}
	rest := func() *FillAnswer {
		return fillOf(t, last, []journal.Entry{feed[0], only(feed[1]), feed[2], feed[3]}, nil)
	}
	if p, err = rest().page(ctx, at, false, have); err != nil || len(p.Entries) != 3 || p.Given != 1 || p.To != (Filling{Early: 6}) || p.Begin != nil {
		t.Fatalf("%v %+v", err, p)
	}
	if _, err := rest().page(ctx, Filling{Low: 4, Hash: hash[3], Early: 6}, false, have); !errors.Is(err, errFeed) {
		t.Errorf("not what is known above: %v", err)
	}
	here[feed[1].Seq] = feed[0].Hash
	if _, err := rest().page(ctx, at, false, have); !errors.Is(err, errFeed) {
		t.Errorf("named, and another one is here: %v", err)
	}
	delete(here, feed[1].Seq)
	if _, err := rest().page(ctx, at, false, have); !errors.Is(err, errUnknownOwn) {
		t.Errorf("named, and it is not here: %v", err)
	}
	// one too large to come whole
	large := top
	large.Large = []string{feed[1].ID}
	if p, err = fillOf(t, large, feed[4:], nil).page(ctx, Filling{}, false, have); err != nil || len(p.Entries) != 2 {
		t.Errorf("%v %+v", err, p)
	}
}

func TestFillAsksAgainInFull(t *testing.T) {
	feed, hash := written()
	var asked []string
	var answer FillAnswer
	c := clientOf(t, func(w http.ResponseWriter, r *http.Request) {
		q := r.URL.Query()
		asked = append(asked, fmt.Sprintf("%s-%s/%s %s", q.Get("low"), q.Get("top"), q.Get("early"), q.Get("full")))
		entries := []journal.Entry{only(feed[0]), only(feed[1])}
		if q.Get("full") == "1" {
			entries = feed[:2]
		}
		b, _ := AppendFill(nil, answer, entries, nil)
		w.Write(b)
	})
	none := func(context.Context, string, []int64) (map[int64]journal.Hash, error) { return nil, nil }
	from, at := Cursor{Epoch: "e", Pos: 6, Hash: hash[6], Acked: 3}, Filling{Low: 2, Hash: hash[2], Early: 6}
	answer = FillAnswer{Epoch: "e", Head: 6, Early: 6, After: hash[2]}
	f, err := c.Fill(context.Background(), from, at, 10, none)
	if err != nil || len(f.Page.Entries) != 2 || fmt.Sprint(asked) != "[2-6/6  2-6/6 1]" {
		t.Fatalf("%v %q %+v", err, asked, f)
	}
	seq := int64(2)
	for name, spoil := range map[string]func(){
		"other epoch":   func() { answer.Epoch = "f" },
		"set back":      func() { answer.Head = 5 },
		"other history": func() { answer.After = hash[1] },
		"less of us":    func() { answer.Seq = &seq },
	} {
		answer = FillAnswer{Epoch: "e", Head: 6, Early: 6, After: hash[2]}
		spoil()
		if f, err := c.Fill(context.Background(), from, at, 10, none); err != nil || !f.Rewind {
			t.Errorf("%s: %v %+v", name, err, f)
		}
	}
	answer = FillAnswer{Epoch: "e", Head: 2}
	if f, err := c.Fill(context.Background(), Cursor{}, Filling{}, 10, none); err != nil || !f.Small {
		t.Errorf("%v %+v", err, f)
	}
}

func TestServerThatCannotFill(t *testing.T) {
	c := clientOf(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusNotFound)
		json.NewEncoder(w).Encode(fault.New(fault.NotFound, CodePath, "", "Alamat ini tidak ada di server pusat."))
	})
	if _, err := c.Fill(context.Background(), Cursor{}, Filling{}, 10, nil); !cannotFill(err) {
		t.Fatal(err)
	}
}
