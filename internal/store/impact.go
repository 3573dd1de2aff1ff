package store

import (
	"context"
	"strings"

	"loketaduan/internal/auth"
	"loketaduan/internal/calendar"
	"loketaduan/internal/complaint"
	"loketaduan/internal/journal"
)

// EachComplaint folds every complaint of the journal, one at a time: the server
// keeps no list of them. Only what was accepted counts. fn may not write.
func (s *Store) EachComplaint(ctx context.Context, fn func(*complaint.Complaint) error) error {
	rows, err := s.read.QueryContext(ctx, "SELECT "+entryColumns+notedColumns+" FROM entry e"+notedJoin+" WHERE e.rev IS NOT NULL ORDER BY e.stream, e.rev")
	if err != nil {
		return broken(err)
	}
	defer rows.Close()
	var stream []journal.Entry
	done := func() error {
		if len(stream) == 0 {
			return nil
		}
		c := complaint.Fold(stream[0].Stream, stream)
		stream = stream[:0]
		if c.Number == "" {
			return nil // a stream of something else
		}
		return fn(c)
	}
	for rows.Next() {
		var noted clockNoted
		e, _, err := s.scanEntry(rows, &noted.offset, &noted.unsure)
		if err != nil {
			return err
		}
		e.Clock = noted.clock()
		if complaint.IsRuleStream(e.Stream) || e.Stream == StreamOffices || strings.HasPrefix(e.Stream, StreamAccounts) || strings.HasPrefix(e.Stream, complaint.StreamLetterhead) {
			continue
		}
		if len(stream) > 0 && stream[0].Stream != e.Stream {
			if err := done(); err != nil {
				return err
			}
		}
		stream = append(stream, e)
	}
	if err := rows.Err(); err != nil {
		return broken(err)
	}
	return done()
}

// StreamsWith tells which streams hold an entry of a kind.
func (s *Store) StreamsWith(ctx context.Context, kind string) (map[string]bool, error) {
	rows, err := s.read.QueryContext(ctx, "SELECT DISTINCT stream FROM entry WHERE kind = $1", kind)
	if err != nil {
		return nil, broken(err)
	}
	defer rows.Close()
	found := map[string]bool{}
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			return nil, broken(err)
		}
		found[id] = true
	}
	return found, broken(rows.Err())
}

// RulebookWith gives the rules of all offices as they would be once the server
// had published the package.
func (s *Store) RulebookWith(ctx context.Context, p *calendar.Package, file []byte) (*complaint.Rulebook, error) {
	d, err := complaint.PublishCalendar(newID(), p, file, s.itself())
	if err != nil {
		return nil, err
	}
	e := journal.Entry{ID: d.ID, Stream: complaint.StreamCalendar, Office: serverOffice, At: s.o.Now().UTC(), Kind: d.Kind, Version: d.Version, Body: d.Body}
	return s.readBook(ctx, s.read, hypothesis{e, p.Key})
}

// itself is the server as an actor.
func (s *Store) itself() complaint.Actor {
	return complaint.Actor{Account: serverOffice, Role: auth.Coordinator, Office: serverOffice}
}
