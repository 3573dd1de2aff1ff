package exchange

import (
	"context"
	"strconv"

	"loketaduan/internal/fault"
	"loketaduan/internal/journal"
)

// PullAnswer is a page of an office's feed. Before and After are the feed
// hashes at the asked position and after the last item. A Head below the asked
// position means that the server has forgotten part of its history.
type PullAnswer struct {
	Epoch  string       `json:"epoch"`
	Head   int64        `json:"head"`
	Before journal.Hash `json:"before"`
	After  journal.Hash `json:"after"`
	Proof  string       `json:"proof,omitempty"` // the server's signature of the place after the page
	Seq    *int64       `json:"seq,omitempty"`   // newest entry of the asking device that the server has
	// Extras come only to a PC that is being filled: entries at or below the
	// position up to which it has nothing, which make complaints of the page
	// whole. Their hash is that of a feed which they alone would make.
	Extras     []Item        `json:"extras,omitempty"`
	ExtrasHash *journal.Hash `json:"extrasHash,omitempty"`
	Entries    []Item        `json:"entries"`
}

// Item is a place in the feed. An entry that the asking device wrote comes
// short, without kind and body: the desk has it already.
type Item struct {
	Pos int64 `json:"q"`
	journal.Wire
}

// short tells an item that stands for one of the desk's own entries.
func (i *Item) short() bool { return i.Kind == "" }

// shortItem is the item as it goes on the wire when it is short.
type shortItem struct {
	Pos int64  `json:"q"`
	Rev int64  `json:"r"`
	ID  string `json:"id"`
}

// AppendPage writes a page of entries for a device; with full set, its own
// entries are written out too. Prev is left out where the reader has it: it is
// the hash of the same device's previous item on the page.
func AppendPage(b []byte, head PullAnswer, entries, extras []journal.Entry, device string, full bool) ([]byte, error) {
	head.Entries, head.Extras = []Item{}, nil
	if len(extras) > 0 {
		h := foldAll(extras)
		head.ExtrasHash = &h
	}
	return appendLists(b, head, entries, extras, func(e *journal.Entry) any {
		if e.Device == device && !full {
			return shortItem{e.Pos, e.Rev, e.ID}
		}
		return nil
	})
}

// foldAll is the feed hash that the entries alone would make.
func foldAll(entries []journal.Entry) (h journal.Hash) {
	for i := range entries {
		h = journal.FeedHash(h, entries[i].Hash)
	}
	return h
}

// appendLists writes a head that ends with an empty list of entries, and both
// lists into it. short gives what stands for an entry that is not written out.
func appendLists(b []byte, head any, entries, extras []journal.Entry, short func(*journal.Entry) any) ([]byte, error) {
	b, err := appendHead(b, head, "]}")
	if err != nil {
		return nil, err
	}
	last := map[string]journal.Hash{}
	if b, err = appendItems(b, entries, last, short); err != nil {
		return nil, err
	}
	if len(extras) > 0 {
		b = append(b, `],"extras":[`...)
		if b, err = appendItems(b, extras, last, func(*journal.Entry) any { return nil }); err != nil {
			return nil, err
		}
	}
	return append(b, "]}"...), nil
}

// appendItems writes a list; last has the newest hash of each device so far.
func appendItems(b []byte, entries []journal.Entry, last map[string]journal.Hash, short func(*journal.Entry) any) ([]byte, error) {
	var err error
	for i := range entries {
		e := &entries[i]
		if i > 0 {
			b = append(b, ',')
		}
		if instead := short(e); instead != nil {
			if b, err = appendHead(b, instead, ""); err != nil {
				return nil, err
			}
			continue
		}
		w := e.ToWire()
		w.Office, w.Device = e.Office, e.Device
		if before, ok := last[e.Device]; !ok || before != e.Prev {
			prev := e.Prev
			w.Prev = &prev
		}
		last[e.Device] = e.Hash
		if b, err = appendItem(b, e.Pos, w); err != nil {
			return nil, err
		}
	}
	return b, nil
}

func appendItem(b []byte, pos int64, w journal.Wire) ([]byte, error) {
	b = strconv.AppendInt(append(b, `{"q":`...), pos, 10)
	comma := len(b)
	b, err := w.AppendJSON(b)
	if err != nil {
		return nil, err
	}
	b[comma] = ',' // the brace that opens the wire form
	return b, nil
}

// page checks an answer against the cursor it was asked for and gives what the
// desk may store. Faults: exchange.feed (Conflict) when the hashes do not fit,
// errUnknownOwn when a short item stands for an entry that is not here.
func (a *PullAnswer) page(ctx context.Context, from Cursor, own func(context.Context, string) (journal.Hash, bool, error)) (Page, error) {
	page := Page{Cursor: Cursor{Epoch: a.Epoch, Pos: from.Pos, Hash: from.Hash, Proof: a.Proof, Acked: from.Acked, Low: from.Low}}
	if len(a.Entries) == 0 {
		page.Cursor.Proof = from.Proof
	}
	if a.Before != from.Hash {
		return Page{}, errFeed
	}
	last := map[string]journal.Hash{}
	for i := range a.Entries {
		item := &a.Entries[i]
		page.Cursor.Pos++
		if item.Pos != page.Cursor.Pos || item.Rev < 1 {
			return Page{}, errFeed
		}
		if item.short() {
			hash, known, err := own(ctx, item.ID)
			if err != nil {
				return Page{}, err
			}
			if !known {
				return Page{}, errUnknownOwn
			}
			page.Own = append(page.Own, OwnRef{Pos: item.Pos, Rev: item.Rev, ID: item.ID, Hash: hash})
			page.Cursor.Hash = journal.FeedHash(page.Cursor.Hash, hash)
			continue
		}
		e, err := item.entry(last)
		if err != nil {
			return Page{}, err
		}
		page.Entries = append(page.Entries, e)
		page.Cursor.Hash = journal.FeedHash(page.Cursor.Hash, e.Hash)
	}
	if page.Cursor.Hash != a.After {
		return Page{}, errFeed
	}
	var err error
	page.Older, err = readExtras(a.Extras, a.ExtrasHash, from.Low, last)
	return page, err
}

// entry is what an item says, checked as far as one entry can be.
func (i *Item) entry(last map[string]journal.Hash) (journal.Entry, error) {
	e := i.Entry("", "", last[i.Device])
	e.Pos = i.Pos
	if f := e.Check(); f != nil || e.Office == "" || e.Device == "" {
		return e, errFeed.Because(fault.New(fault.Invalid, "page.entry", "", ""))
	}
	last[e.Device] = e.Hash
	return e, nil
}

// readExtras checks the extras of a page: in their order, none above low, all
// of them. Each is held to the feed's hash when its position comes.
func readExtras(items []Item, want *journal.Hash, low int64, last map[string]journal.Hash) ([]journal.Entry, error) {
	if len(items) == 0 && want == nil {
		return nil, nil
	}
	out := make([]journal.Entry, 0, len(items))
	at := int64(0)
	for i := range items {
		item := &items[i]
		if item.Pos <= at || item.Pos > low || item.Rev < 1 || item.short() {
			return nil, errFeed
		}
		at = item.Pos
		e, err := item.entry(last)
		if err != nil {
			return nil, err
		}
		out = append(out, e)
	}
	if want == nil || *want != foldAll(out) {
		return nil, errFeed
	}
	return out, nil
}

// Page checks a page that came in a parcel; see page.
func (a *PullAnswer) Page(ctx context.Context, from Cursor, own func(context.Context, string) (journal.Hash, bool, error)) (Page, error) {
	return a.page(ctx, from, own)
}
