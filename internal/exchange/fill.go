package exchange

import (
	"context"
	"net/url"
	"slices"
	"strconv"

	"loketaduan/internal/fault"
	"loketaduan/internal/journal"
)

// A new PC of an office is filled from the head of the feed down: the newest
// complaints are there first, and always whole. When it begins the cursor goes
// to the head, so that what is new comes at once, as on any PC; the rest
// follows in pages downwards, each held to the feed hash that the PC knows
// above it, the last one to the hash of an empty feed.
//
// A complaint that comes up for the first time brings all of its entries; those
// that lie further down are extras. When their positions come later, the server
// only names them. It remembers nothing for that: an entry was given before if
// its complaint has another one among the positions that the PC has.

// Filling is how far a PC has been filled.
type Filling struct {
	May   bool         // nothing of the feed was read yet: it may begin
	Low   int64        // entries up to here are missing; 0 = none
	Hash  journal.Hash // of the feed at Low
	Early int64        // streams that are no complaints are here up to this position
}

// FillAnswer is a page downwards: positions Low+1 up to the one asked for, with
// the feed hashes at both. Top, TopHash and Proof say where a fill begins; Top
// 0 = it is not worth one, the feed fits into a page. Early streams, which are
// no complaints, come first, as extras. A complaint in Large comes entry by
// entry.
type FillAnswer struct {
	Epoch      string        `json:"epoch"`
	Head       int64         `json:"head"`
	Seq        *int64        `json:"seq,omitempty"`
	Top        int64         `json:"top"`
	TopHash    journal.Hash  `json:"topHash"`
	Proof      string        `json:"proof,omitempty"`
	Low        int64         `json:"low"`
	Early      int64         `json:"early"`
	Before     journal.Hash  `json:"before"`
	After      journal.Hash  `json:"after"`
	Large      []string      `json:"large,omitempty"`
	ExtrasHash *journal.Hash `json:"extrasHash,omitempty"`
	Extras     []Item        `json:"extras,omitempty"`
	Entries    []Item        `json:"entries"`
}

// namedItem is a place whose entry the PC has: the device, and its place in that
// device's chain.
type namedItem struct {
	Pos    int64  `json:"q"`
	Device string `json:"d"`
	Seq    int64  `json:"n"`
}

// AppendFill writes a page downwards. Entries without a kind are only named.
func AppendFill(b []byte, head FillAnswer, entries, extras []journal.Entry) ([]byte, error) {
	head.Entries, head.Extras = []Item{}, nil
	if len(extras) > 0 {
		h := foldAll(extras)
		head.ExtrasHash = &h
	}
	return appendLists(b, head, entries, extras, func(e *journal.Entry) any {
		if e.Kind == "" {
			return namedItem{e.Pos, e.Device, e.Seq}
		}
		return nil
	})
}

// FillPage is a checked page downwards, asked for at From. Begin is where the PC
// goes on upwards from when the fill begins with this page. Given counts the
// entries that were here already.
type FillPage struct {
	From, To        Filling
	Begin           *Cursor
	Entries, Extras []journal.Entry
	Given           int
}

// Filled is the outcome of asking for a page downwards. Small: there is nothing
// to be filled, the ordinary way is as short. Rewind as in Pulled.
type Filled struct {
	Page   FillPage
	Small  bool
	Rewind bool
}

// known gives the hashes of those of a device's entries that are here in the
// server's order.
type known func(ctx context.Context, device string, seqs []int64) (map[int64]journal.Hash, error)

// Fill fetches the next page downwards, with about limit entries. What the
// server takes for given and is not here makes it fetch the page again with
// everything written out. Faults: exchange.feed (Conflict) when the page does
// not fit, exchange.path (NotFound) from a server that cannot fill a PC, and
// those of the line.
func (c *Client) Fill(ctx context.Context, from Cursor, at Filling, limit int, have func(ctx context.Context, device string, seqs []int64) (map[int64]journal.Hash, error)) (Filled, error) {
	return c.fill(ctx, from, at, limit, have, direct[FillAnswer](c))
}

func (c *Client) fill(ctx context.Context, from Cursor, at Filling, limit int, have known, ask asker[FillAnswer]) (Filled, error) {
	f, err := c.fillBy(ctx, from, at, limit, false, have, ask)
	if x := fault.Of(err); x != nil && (x.Code == errUnknownOwn.Code || x.Code == errFeed.Code) {
		return c.fillBy(ctx, from, at, limit, true, have, ask)
	}
	return f, err
}

func fillQuestion(top int64, at Filling, full bool) question {
	q := url.Values{}
	if at.Low > 0 {
		q.Set("low", strconv.FormatInt(at.Low, 10))
		q.Set("top", strconv.FormatInt(top, 10))
		q.Set("early", strconv.FormatInt(at.Early, 10))
	}
	if full {
		q.Set("full", "1")
	}
	return question{"/v1/fill", q}
}

func (c *Client) fillBy(ctx context.Context, from Cursor, at Filling, limit int, full bool, have known, ask asker[FillAnswer]) (Filled, error) {
	a, err := ask(ctx, fillQuestion(from.Pos, at, full), limit)
	if err != nil {
		return Filled{}, err
	}
	if a.Epoch == "" {
		return Filled{}, errPortal
	}
	if a.Seq != nil && *a.Seq < from.Acked || at.Low > 0 && (a.Epoch != from.Epoch || a.Head < from.Pos || a.After != at.Hash) {
		return Filled{Rewind: true}, nil
	}
	if at.Low == 0 && a.Top == 0 {
		return Filled{Small: true}, nil
	}
	page, err := a.page(ctx, at, full, have)
	return Filled{Page: page}, err
}

// page checks an answer against where the fill is. Faults: exchange.feed
// (Conflict), errUnknownOwn when an entry that is only named is not here.
func (a *FillAnswer) page(ctx context.Context, at Filling, full bool, have known) (FillPage, error) {
	p := FillPage{From: at, To: Filling{Low: a.Low, Hash: a.Before, Early: a.Early}}
	if at.Low == 0 {
		at = Filling{Low: a.Top, Hash: a.TopHash}
		p.Begin = &Cursor{Epoch: a.Epoch, Pos: a.Top, Hash: a.TopHash, Proof: a.Proof}
	}
	moved := a.Low < at.Low || a.Early > at.Early
	if a.Low < 0 || a.Low > at.Low || a.Early < at.Early || !moved || at.Low-a.Low != int64(len(a.Entries)) || a.After != at.Hash || a.Low == 0 && !a.Before.IsZero() {
		return p, errFeed
	}
	here, err := a.named(ctx, have)
	if err != nil {
		return p, err
	}
	h, pos := a.Before, a.Low
	last := map[string]journal.Hash{}
	for i := range a.Entries {
		item := &a.Entries[i]
		if pos++; item.Pos != pos || item.Rev < 1 && !item.short() {
			return p, errFeed
		}
		if item.short() {
			hash, known := here[item.Device][item.Seq]
			if !known {
				return p, errUnknownOwn
			}
			p.Given++
			h = journal.FeedHash(h, hash)
			continue
		}
		e, err := item.entry(last)
		if err != nil {
			return p, err
		}
		p.Entries = append(p.Entries, e)
		h = journal.FeedHash(h, e.Hash)
	}
	if h != a.After {
		return p, errFeed
	}
	if p.Extras, err = readExtras(a.Extras, a.ExtrasHash, a.Low, last); err != nil {
		return p, err
	}
	if !full && !a.whole(&p) {
		return p, errFeed
	}
	return p, nil
}

// named looks up, at once, the entries that the page only names.
func (a *FillAnswer) named(ctx context.Context, have known) (map[string]map[int64]journal.Hash, error) {
	seqs, out := map[string][]int64{}, map[string]map[int64]journal.Hash{}
	for i := range a.Entries {
		if x := &a.Entries[i]; x.short() {
			seqs[x.Device] = append(seqs[x.Device], x.Seq)
		}
	}
	for device := range seqs {
		var err error
		if out[device], err = have(ctx, device, seqs[device]); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// whole tells that every complaint of the page came from its beginning on: the
// server numbers the entries of a stream without a gap.
func (a *FillAnswer) whole(p *FillPage) bool {
	type span struct{ n, newest int64 }
	streams := map[string]span{}
	for _, list := range [][]journal.Entry{p.Entries, p.Extras} {
		for i := range list {
			e := &list[i]
			if journal.IsID(e.Stream) && !slices.Contains(a.Large, e.Stream) {
				s := streams[e.Stream]
				streams[e.Stream] = span{s.n + 1, max(s.newest, e.Rev)}
			}
		}
	}
	for _, s := range streams {
		if s.n != s.newest {
			return false
		}
	}
	return true
}
