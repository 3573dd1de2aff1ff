package exchange

import (
	"context"
	"maps"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

// question is a call for a page of the feed, without the length of the page.
type question struct {
	path  string
	query url.Values
}

func (q question) key() string { return q.path + "?" + q.query.Encode() }

// asker gets the answer to a question: from the server, or because it is there.
type asker[A any] func(ctx context.Context, q question, limit int) (*A, error)

// ask puts a question to the server.
func ask[A any](ctx context.Context, c *Client, q question, limit int) (*A, error) {
	query := maps.Clone(q.query)
	query.Set("limit", strconv.Itoa(limit))
	a := new(A)
	return a, c.call(ctx, http.MethodGet, q.path, query, nil, c.timeout, a)
}

func direct[A any](c *Client) asker[A] {
	return func(ctx context.Context, q question, limit int) (*A, error) { return ask[A](ctx, c, q, limit) }
}

// ahead is a page that is asked for before it is wanted: it comes over the line,
// and is taken apart, while the PC stores the one before it. It decides nothing:
// what the page says is looked at when it is wanted, and one that nobody wants
// any more is forgotten. The zero value is none.
type ahead[A any] struct {
	key    string
	since  time.Time
	answer chan *A // gives one; nil = asking failed
}

const (
	// quickPage: where a page takes longer, the line is for whatever is most
	// wanted once this one is stored, not for a guess.
	quickPage = 500 * time.Millisecond
	stalePage = 10 * time.Second
)

// begin asks in the background.
func begin[A any](ctx context.Context, c *Carrier, q question, limit int) ahead[A] {
	x := ahead[A]{key: q.key(), since: time.Now(), answer: make(chan *A, 1)}
	c.asking.Go(func() {
		a, err := ask[A](ctx, c.Client, q, limit)
		if err != nil {
			a = nil
		}
		x.answer <- a
	})
	return x
}

// or gives the page where it is the one that is wanted, and asks otherwise.
func (x *ahead[A]) or(c *Client) asker[A] {
	return func(ctx context.Context, q question, limit int) (*A, error) {
		have := *x
		*x = ahead[A]{}
		if have.key == q.key() && time.Since(have.since) < stalePage {
			select {
			case a := <-have.answer:
				if a != nil {
					forgetSeq(a)
					return a, nil
				}
			case <-ctx.Done():
				return nil, lineFault(ctx.Err())
			}
		}
		return ask[A](ctx, c, q, limit)
	}
}

// forgetSeq: what the server had of this PC when it was asked says nothing of
// what it acknowledged since.
func forgetSeq(answer any) {
	switch a := answer.(type) {
	case *PullAnswer:
		a.Seq = nil
	case *FillAnswer:
		a.Seq = nil
	}
}
