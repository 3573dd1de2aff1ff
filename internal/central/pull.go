package central

import (
	"context"
	"time"

	"loketaduan/internal/exchange"
	"loketaduan/internal/journal"
	"loketaduan/internal/store"
)

const (
	defaultWait = exchange.WaitSeconds * time.Second
	// pageBytes of bodies in a page: a slow line gets it in pieces that it can
	// finish.
	pageBytes = 4 << 20
	// gather is how long a wait lets further entries come before it looks, so
	// that a busy hour does not wake every desk for each of them.
	gather = 150 * time.Millisecond
	// glance is how often a server with desks that wait looks for what other
	// programs wrote.
	glance = 500 * time.Millisecond
)

// page is how long a page of the feed may be, and of which history it is.
func (s *Server) page(c *call) (limit int, epoch string, err error) {
	n, ok := c.number("limit", exchange.MaxPage)
	if !ok || n < 1 || n > exchange.MaxPage {
		return 0, "", errLimit
	}
	epoch, err = s.store.Epoch(c.Context())
	return int(n), epoch, err
}

// pull gives the office's feed after a position. To a PC that is being filled,
// and has nothing up to low, it gives complaints that come up for the first
// time whole.
func (s *Server) pull(c *call) (any, error) {
	after, ok := c.number("after", 0)
	low, ok2 := c.number("low", 0)
	if !ok || !ok2 || low > after {
		return nil, errAfter
	}
	limit, epoch, err := s.page(c)
	if err != nil {
		return nil, err
	}
	p, older, err := s.store.FeedWhole(c.Context(), c.device.Office, after, low, limit, pageBytes)
	if err != nil {
		return nil, err
	}
	head := exchange.PullAnswer{Epoch: epoch, Head: p.Head, Before: p.Before, After: p.After, Seq: &c.device.LastSeq}
	if len(p.Entries) > 0 {
		head.Proof = exchange.SignHead(s.key, c.device.Office, exchange.Cursor{Epoch: epoch, Pos: after + int64(len(p.Entries)), Hash: head.After})
	}
	c.count = len(p.Entries) + len(older)
	b, err := exchange.AppendPage(make([]byte, 0, room(p.Entries, older)), head, p.Entries, older, c.device.ID, c.URL.Query().Get("full") == "1")
	return plain(b), err
}

// room is about how large the lists are as JSON.
func room(lists ...[]journal.Entry) int {
	n := 1024
	for _, list := range lists {
		for i := range list {
			n += len(list[i].Body) + 400
		}
	}
	return n
}

// fill gives the office's feed downwards from low; without low a fill begins at
// the head. top is how far up the PC has everything.
func (s *Server) fill(c *call) (any, error) {
	low, ok1 := c.number("low", 0)
	top, ok2 := c.number("top", 0)
	early, ok3 := c.number("early", 0)
	if !ok1 || !ok2 || !ok3 || top < low || early > top || low == 0 && top > 0 {
		return nil, errAfter
	}
	limit, epoch, err := s.page(c)
	if err != nil {
		return nil, err
	}
	p, err := s.store.FeedDown(c.Context(), c.device.Office, store.Downward{High: low, Top: top, Early: early, Limit: limit, Full: c.URL.Query().Get("full") == "1"})
	if err != nil {
		return nil, err
	}
	a := exchange.FillAnswer{Epoch: epoch, Head: p.Head, Seq: &c.device.LastSeq, Low: p.Low, Early: p.Early, Before: p.Before, After: p.After, Large: p.Large}
	if low == 0 && p.Head > int64(limit) {
		a.Top, a.TopHash = p.Top, p.TopHash
		a.Proof = exchange.SignHead(s.key, c.device.Office, exchange.Cursor{Epoch: epoch, Pos: p.Top, Hash: p.TopHash})
	} else if low == 0 { // one page in the ordinary way is as quick
		p = store.DownPage{}
		a.Low, a.Early, a.Before, a.After, a.Large = 0, 0, p.Before, p.After, nil
	}
	c.count = len(p.Entries) + len(p.Extras)
	b, err := exchange.AppendFill(make([]byte, 0, room(p.Entries, p.Extras)), a, p.Entries, p.Extras)
	return plain(b), err
}

// wait answers as soon as the office's feed is not at the given position (any
// more), or when the time is over.
func (s *Server) wait(c *call) (any, error) {
	after, ok := c.number("after", 0)
	if !ok {
		return nil, errAfter
	}
	epoch, err := s.store.Epoch(c.Context())
	if err != nil {
		return nil, err
	}
	s.watch.Do(func() { go s.watchOthers(s.tip()) })
	end := time.NewTimer(s.o.Wait)
	defer end.Stop()
	for over := false; ; {
		next, open := s.bell.listen() // before looking: a ring in between must not be lost
		head, err := s.store.Head(c.Context(), c.device.Office)
		if err != nil {
			return nil, err
		}
		if head != after || over || !open {
			return &exchange.WaitAnswer{Epoch: epoch, Head: head}, nil
		}
		select {
		case <-next:
			time.Sleep(gather)
		case <-end.C:
			over = true
		case <-c.Context().Done():
			return nil, c.Context().Err()
		}
	}
}

// watchOthers rings for what other programs write into the same database: a
// command beside this server, or another server. It looks once for all who
// wait, until Close.
func (s *Server) watchOthers(seen int64) {
	tick := time.NewTicker(glance)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
		case <-s.bell.ended:
			return
		}
		if tip := s.tip(); tip >= 0 && tip != seen {
			seen = tip
			s.bell.ring()
		}
	}
}

// tip of all feeds; -1 when it cannot be read now.
func (s *Server) tip() int64 {
	ctx, cancel := context.WithTimeout(context.Background(), 10*glance)
	defer cancel()
	tip, err := s.store.Tip(ctx)
	if err != nil {
		return -1
	}
	return tip
}
