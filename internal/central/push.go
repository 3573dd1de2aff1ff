package central

import (
	"time"

	"loketaduan/internal/exchange"
	"loketaduan/internal/journal"
	"loketaduan/internal/store"
)

// push takes a run of a device's entries. Known ones are no-ops, so that a
// desk whose answer was lost just sends again.
func (s *Server) push(c *call) (any, error) {
	leave, err := s.turn(c)
	if err != nil {
		return nil, err
	}
	defer leave()
	var req exchange.PushRequest
	if err := c.read(&req); err != nil {
		return nil, err
	}
	c.count = len(req.Entries)
	epoch, err := s.store.Epoch(c.Context())
	if err != nil {
		return nil, err
	}
	if req.Epoch != "" && req.Epoch != epoch {
		return nil, errEpoch
	}
	entries, err := req.Chain(c.device.Office, c.device.ID)
	if err != nil {
		return nil, err
	}
	got, err := s.store.Accept(c.Context(), c.device.ID, entries)
	if err != nil {
		return nil, err
	}
	s.bell.ring()
	return answerTo(entries, got), nil
}

// turn waits until the request may be unpacked in memory. Fault exchange.busy
// when that takes too long.
func (s *Server) turn(c *call) (leave func(), err error) {
	late := time.NewTimer(s.patience)
	defer late.Stop()
	select {
	case s.pushes <- struct{}{}:
		return func() { <-s.pushes }, nil
	case <-late.C:
		return nil, errBusy
	case <-c.Context().Done():
		return nil, c.Context().Err()
	}
}

func answerTo(entries []journal.Entry, got store.Accepted) *exchange.PushAnswer {
	last := &entries[len(entries)-1]
	a := exchange.PushAnswer{AckedTo: last.Seq, Hash: last.Hash, Revs: got.Revs, SetAside: []exchange.SetAside{}}
	if got.LastSeq == last.Seq {
		a.Hash = got.LastHash // what the store has, not what we were told
	}
	for _, aside := range got.SetAside {
		a.SetAside = append(a.SetAside, exchange.SetAside(aside))
	}
	return &a
}
