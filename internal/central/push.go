package central

import (
	"strings"

	"loketaduan/internal/complaint"
	"loketaduan/internal/exchange"
	"loketaduan/internal/journal"
	"loketaduan/internal/store"
)

// push takes a run of a device's entries. Known ones are no-ops, so that a
// desk whose answer was lost just sends again.
func (s *Server) push(c *call) (any, error) {
	select {
	case s.pushes <- struct{}{}:
		defer func() { <-s.pushes }()
	case <-c.Context().Done():
		return nil, c.Context().Err()
	}
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
	for i := range entries {
		if !mayWrite(&entries[i]) {
			return nil, errStream
		}
	}
	got, err := s.store.Accept(c.Context(), c.device.ID, entries)
	if err != nil {
		return nil, err
	}
	s.bell.ring()
	last := &entries[len(entries)-1]
	a := exchange.PushAnswer{AckedTo: last.Seq, Hash: last.Hash, Revs: got.Revs, SetAside: []exchange.SetAside{}}
	if got.LastSeq == last.Seq {
		a.Hash = got.LastHash // what the store has, not what we were told
	}
	for _, aside := range got.SetAside {
		a.SetAside = append(a.SetAside, exchange.SetAside(aside))
	}
	return &a, nil
}

// mayWrite keeps desks from streams that reach others by their name: the
// offices and the calendar are the server's; accounts, closures, settings and
// packages taken from a file belong to the author's own office.
func mayWrite(e *journal.Entry) bool {
	if e.Stream == store.StreamOffices || e.Stream == complaint.StreamCalendar || e.Kind == store.OfficeRegistered {
		return false
	}
	for _, own := range []string{store.StreamAccounts, complaint.StreamRules, complaint.StreamImports} {
		if strings.HasPrefix(e.Stream, own) {
			return e.Stream == own+e.Office
		}
	}
	return true
}
