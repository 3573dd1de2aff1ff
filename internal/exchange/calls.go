package exchange

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"loketaduan/internal/fault"
	"loketaduan/internal/journal"
)

// Hello asks the server to prove itself. Offset is its clock minus ours, the
// way there and back halved. Faults: exchange.portal when somebody else
// answered, exchange.upgrade, and those of the line.
func (c *Client) Hello(ctx context.Context) (h Hello, offset time.Duration, err error) {
	var raw [16]byte
	rand.Read(raw[:])
	nonce := hex.EncodeToString(raw[:])
	asked := c.now()
	if err := c.call(ctx, http.MethodGet, "/v1/hello", url.Values{"nonce": {nonce}}, nil, min(c.timeout, 20*time.Second), &h); err != nil {
		return Hello{}, 0, err
	}
	answered := c.now()
	at, err := h.Time()
	if err != nil || !h.Verify(c.key, nonce) {
		return Hello{}, 0, errPortal
	}
	if Protocol < h.MinProtocol || h.MaxProtocol < MinProtocol {
		return Hello{}, 0, errUpgrade
	}
	return h, at.Sub(asked.Add(answered.Sub(asked) / 2)), nil
}

// Enrol connects this PC with a one-time code. The client must be one of the
// code's own address, key and pin (see Code.Options). When the answer was lost,
// asking again with the same key and code gives the same answer.
// Faults: enrol.code.used (NotFound) and those of the line.
func (c *Client) Enrol(ctx context.Context, code Code, key ed25519.PrivateKey, name, wishLetter string) (EnrolAnswer, error) {
	if _, _, err := c.Hello(ctx); err != nil { // the secret is for the true server alone
		return EnrolAnswer{}, err
	}
	req := EnrolRequest{Secret: code.Secret, Name: name, WishLetter: wishLetter, Protocol: Protocol}
	req.Prove(key)
	body, err := json.Marshal(req)
	if err != nil {
		return EnrolAnswer{}, fault.Of(err)
	}
	var a EnrolAnswer
	if err := c.call(ctx, http.MethodPost, "/v1/enrol", nil, Pack(body), c.timeout, &a); err != nil {
		return EnrolAnswer{}, err
	}
	if a.Device == "" || a.Token == "" || a.Letter == "" || a.Office != code.Office {
		return EnrolAnswer{}, errPortal
	}
	return a, nil
}

// Options for a client that can enrol with the code.
func (c Code) Options() Options {
	return Options{Address: c.Address, ServerKey: c.Key, Pin: c.Pin}
}

// Push sends the first part of out that fits into budget bytes as packed, at
// least one entry, and gives the answer with the entries it is about. The
// answer is one to believe: its hash is ours at the acknowledged entry.
// Faults: exchange.answer, exchange.gap, exchange.fork, exchange.epoch
// (Conflict), those of journal's Check, and those of the line.
func (c *Client) Push(ctx context.Context, out Outgoing, budget int) (PushAnswer, []journal.Entry, error) {
	return c.send(ctx, "/v1/push", out, budget, plainPush)
}

func plainPush(p PushRequest, size int64) ([]byte, error) {
	return p.AppendJSON(make([]byte, 0, size))
}

// asJSON writes a request of about size bytes.
type asJSON func(p PushRequest, size int64) ([]byte, error)

func (c *Client) send(ctx context.Context, path string, out Outgoing, budget int, write asJSON) (PushAnswer, []journal.Entry, error) {
	if len(out.Entries) == 0 {
		return PushAnswer{}, nil, errEmpty
	}
	body, sent, err := c.packPush(out, min(budget, MaxPacked), write)
	if err != nil {
		return PushAnswer{}, nil, err
	}
	var a PushAnswer
	if err := c.call(ctx, http.MethodPost, path, nil, body, c.timeout, &a); err != nil {
		return PushAnswer{}, sent, err
	}
	if f := a.check(sent); f != nil {
		return PushAnswer{}, sent, f
	}
	return a, sent[:a.AckedTo-sent[0].Seq+1], nil
}

// packPush cuts by the ratio measured last, then looks at the true size: to
// compress once is the rule, twice the exception.
func (c *Client) packPush(out Outgoing, budget int, write asJSON) ([]byte, []journal.Entry, error) {
	n := min(len(out.Entries), MaxEntries)
	limit, size := int64(budget)*1000/c.ratio.Load(), int64(0)
	limit = min(limit, MaxPlain*9/10)
	for i := range n {
		size += int64(len(out.Entries[i].Body)) + 250 // what the envelope takes, about
		if size > limit && i > 0 {
			n = i
			break
		}
	}
	for {
		plain, err := write(newPush(out.Epoch, out.Entries[:n]), size+4096)
		if err != nil {
			return nil, nil, fault.Of(err)
		}
		packed := Pack(plain)
		c.ratio.Store(max(20, int64(len(packed))*1000/int64(len(plain))))
		switch {
		case len(packed) <= budget, n == 1 && len(packed) <= MaxPacked:
			return packed, out.Entries[:n], nil
		case n == 1:
			return nil, nil, errTooBig
		}
		n = max(1, n*budget/len(packed)*9/10)
	}
}

// Pulled is the outcome of a pull. Rewind asks for a cursor at the start of
// Epoch: the server's history is not the one that the cursor belongs to.
type Pulled struct {
	Page   Page
	Head   int64
	Rewind bool
	Epoch  string
}

// More tells that the feed goes on after the page.
func (p *Pulled) More() bool { return p.Rewind || p.Page.Cursor.Pos < p.Head }

// Pull fetches the feed after the cursor and checks it against the feed hash
// at both ends. own gives the hash of an entry that this PC wrote; when one is
// missing here, the page is fetched again with every entry written out.
// Faults: exchange.feed (Conflict) and those of the line.
func (c *Client) Pull(ctx context.Context, from Cursor, limit int, own func(context.Context, string) (journal.Hash, bool, error)) (Pulled, error) {
	return c.pull(ctx, from, limit, own, direct[PullAnswer](c))
}

func (c *Client) pull(ctx context.Context, from Cursor, limit int, own ownHash, ask asker[PullAnswer]) (Pulled, error) {
	p, err := c.pullBy(ctx, from, limit, false, own, ask)
	if f := fault.Of(err); f != nil && (f.Code == errUnknownOwn.Code || f.Code == errFeed.Code) {
		return c.pullBy(ctx, from, limit, true, own, ask)
	}
	return p, err
}

// ownHash gives the hash of an entry that this PC wrote.
type ownHash func(context.Context, string) (journal.Hash, bool, error)

func pullQuestion(from Cursor, full bool) question {
	q := url.Values{"after": {strconv.FormatInt(from.Pos, 10)}}
	if full {
		q.Set("full", "1")
	}
	if from.Low > 0 {
		q.Set("low", strconv.FormatInt(from.Low, 10))
	}
	return question{"/v1/pull", q}
}

func (c *Client) pullBy(ctx context.Context, from Cursor, limit int, full bool, own ownHash, ask asker[PullAnswer]) (Pulled, error) {
	a, err := ask(ctx, pullQuestion(from, full), limit)
	if err != nil {
		return Pulled{}, err
	}
	if a.Epoch == "" {
		return Pulled{}, errPortal
	}
	if from.Pos > 0 && (from.Epoch != a.Epoch || a.Head < from.Pos || a.Before != from.Hash) {
		return Pulled{Rewind: true, Epoch: a.Epoch, Head: a.Head}, nil
	}
	if a.Seq != nil && *a.Seq < from.Acked {
		return Pulled{Rewind: true, Epoch: a.Epoch, Head: a.Head}, nil // it has lost what it acknowledged
	}
	page, err := a.page(ctx, from, own)
	if err != nil {
		return Pulled{}, err
	}
	if len(a.Entries) == 0 && a.Head > from.Pos {
		return Pulled{}, errFeed // would be asked again for ever
	}
	return Pulled{Page: page, Head: a.Head, Epoch: a.Epoch}, nil
}

// Wait is answered as soon as the feed goes beyond the cursor, or when the
// server's patience ends. changed tells which.
func (c *Client) Wait(ctx context.Context, from Cursor) (changed bool, err error) {
	var a WaitAnswer
	q := url.Values{"after": {strconv.FormatInt(from.Pos, 10)}}
	if err := c.call(ctx, http.MethodGet, "/v1/wait", q, nil, (WaitSeconds+20)*time.Second, &a); err != nil {
		return false, err
	}
	if a.Epoch == "" {
		return false, errPortal
	}
	return a.Head != from.Pos || a.Epoch != from.Epoch, nil
}
