package central

import (
	"context"
	"time"

	"loketaduan/internal/exchange"
	"loketaduan/internal/journal"
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

// pull gives the office's feed after a position.
func (s *Server) pull(c *call) (any, error) {
	after, ok := c.number("after", 0)
	if !ok {
		return nil, errAfter
	}
	limit, ok := c.number("limit", exchange.MaxPage)
	if !ok || limit < 1 || limit > exchange.MaxPage {
		return nil, errLimit
	}
	epoch, err := s.store.Epoch(c.Context())
	if err != nil {
		return nil, err
	}
	p, err := s.store.Feed(c.Context(), c.device.Office, after, int(limit))
	if err != nil {
		return nil, err
	}
	head := exchange.PullAnswer{Epoch: epoch, Head: p.Head, Before: p.Before, After: p.After, Seq: &c.device.LastSeq}
	size := 0
	for i := range p.Entries {
		if size += len(p.Entries[i].Body); size > pageBytes && i > 0 {
			p.Entries = p.Entries[:i]
			head.After = fold(p.Before, p.Entries)
			break
		}
	}
	if len(p.Entries) > 0 {
		head.Proof = exchange.SignHead(s.key, c.device.Office, exchange.Cursor{Epoch: epoch, Pos: after + int64(len(p.Entries)), Hash: head.After})
	}
	c.count = len(p.Entries)
	b, err := exchange.AppendPage(make([]byte, 0, size+400*len(p.Entries)+1024), head, p.Entries, c.device.ID, c.URL.Query().Get("full") == "1")
	return plain(b), err
}

func fold(h journal.Hash, entries []journal.Entry) journal.Hash {
	for i := range entries {
		h = journal.FeedHash(h, entries[i].Hash)
	}
	return h
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
