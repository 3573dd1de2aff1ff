package store

import (
	"context"
	"crypto/ed25519"
	"encoding/base64"
	"strconv"
	"strings"
	"time"

	"loketaduan/internal/calendar"
	"loketaduan/internal/complaint"
	"loketaduan/internal/journal"
)

// Rulebook in force: rules of every office.
func (s *Store) Rulebook() *complaint.Rulebook { return s.book.Load() }

// Rules of this PC's own office; on the server those of an office without any.
func (s *Store) Rules() *complaint.Rules {
	home, _ := s.home.Load().(string)
	return s.book.Load().For(home)
}

// Calendar of this office.
func (s *Store) Calendar() *calendar.Calendar { return s.Rules().Calendar }

// Zone of this office.
func (s *Store) Zone() *time.Location { return s.Rules().Zone }

// Limits of the classes in working days.
func (s *Store) Limits() complaint.Limits { return s.Rules().Limits }

// Week of this office: five or six working days.
func (s *Store) Week() calendar.WorkWeek { return s.Rules().Settings.Week }

// Clocks of a complaint by the rules of the office that received it.
func (s *Store) Clocks(c *complaint.Complaint) complaint.Clocks {
	f := c.Facts()
	return s.Rulebook().For(f.Office).Clocks(&f)
}

// Rules of an office as they stand in the transaction.
func (t *Tx) Rules(office string) *complaint.Rules { return t.book.For(office) }

const keysKey = "calendar.keys"

// TrustCalendar makes packages signed by the key count from now on.
func (t *Tx) TrustCalendar(key ed25519.PublicKey) error {
	have, err := t.s.meta(t.ctx, t.tx, keysKey)
	if err != nil {
		return err
	}
	one := base64.StdEncoding.EncodeToString(key)
	for _, k := range strings.Fields(have) {
		if k == one {
			return nil
		}
	}
	t.touch(complaint.StreamCalendar) // packages that came before may count now
	return t.SetMeta(keysKey, strings.TrimSpace(have+"\n"+one))
}

// CalendarKeys are the keys whose packages count.
func (s *Store) CalendarKeys(ctx context.Context) ([]ed25519.PublicKey, error) {
	return s.calendarKeys(ctx, s.read)
}

func (s *Store) calendarKeys(ctx context.Context, q querier) ([]ed25519.PublicKey, error) {
	have, err := s.meta(ctx, q, keysKey)
	if err != nil {
		return nil, err
	}
	var keys []ed25519.PublicKey
	for _, k := range strings.Fields(have) {
		if raw, err := base64.StdEncoding.DecodeString(k); err == nil && len(raw) == ed25519.PublicKeySize {
			keys = append(keys, raw)
		}
	}
	return keys, nil
}

// readBook folds the rule streams of the journal. A server's book is its own;
// a desk has the streams that reach its office.
//
// With a further entry and key it is the book as it would be with them.
func (s *Store) readBook(ctx context.Context, q querier, further ...hypothesis) (*complaint.Rulebook, error) {
	keys, err := s.calendarKeys(ctx, q)
	if err != nil {
		return nil, err
	}
	for _, h := range further {
		keys = append(keys, h.key)
	}
	trusted := func(k ed25519.PublicKey) bool {
		for _, have := range keys {
			if have.Equal(k) {
				return true
			}
		}
		return false
	}
	b := complaint.NewRulebook(s.o.Decrees, trusted)
	rows, err := q.QueryContext(ctx, "SELECT "+entryColumns+notedColumns+" FROM entry e"+notedJoin+" WHERE e.copy = 0 AND (e.stream = '"+complaint.StreamCalendar+
		"' OR e.stream >= 'imports:' AND e.stream < 'imports;' OR e.stream >= 'rules:' AND e.stream < 'rules;')")
	if err != nil {
		return nil, broken(err)
	}
	entries, err := s.scanStream(rows)
	if err != nil {
		return nil, err
	}
	streams := map[string][]journal.Entry{}
	for _, e := range entries {
		streams[e.Stream] = append(streams[e.Stream], e)
	}
	for _, name := range sortedKeys(streams) {
		for i := range streams[name] {
			b.Take(&streams[name][i])
		}
	}
	for i := range further {
		b.Take(&further[i].entry)
	}
	b.Settle()
	return b, nil
}

// hypothesis is an entry that is not written yet.
type hypothesis struct {
	entry journal.Entry
	key   ed25519.PublicKey // that would be trusted; nil = none
}

// projectBook makes the rules new when a stream of theirs was touched. moved
// tells that every open complaint must be looked at.
func (t *Tx) projectBook() (moved bool, err error) {
	if t.recount {
		return true, nil
	}
	for _, id := range t.order {
		if complaint.IsRuleStream(id) {
			t.book, err = t.s.readBook(t.ctx, t.tx)
			return true, err
		}
	}
	return false, nil
}

const (
	onlyOpen = " WHERE is_open = TRUE"
	ofOffice = onlyOpen + " AND office = $1"
	// Days after all dates of a complaint are no part of any of them; what stands
	// still or is estimated is always looked at.
	reaching = onlyOpen + " AND (due_on = '' OR provisional = TRUE OR due_on >= $1 OR latest_on >= $1 OR stage_by >= $1 OR ombudsman_on >= $1)"
)

// Moving is a complaint whose deadline a change of rules would move.
type Moving struct {
	Row      Row
	Old, New calendar.Deadline
}

// Preview tells which open complaints an entry of a rule stream would move, and
// how many; at most most of them are given. With key, packages that it signed
// count too. Nothing is written.
func (s *Store) Preview(ctx context.Context, stream string, d journal.Draft, key ed25519.PublicKey, most int) (out []Moving, total int, err error) {
	home, _ := s.home.Load().(string)
	e := journal.Entry{ID: d.ID, Stream: stream, Office: home, At: s.o.Now().UTC(), Kind: d.Kind, Version: d.Version, Body: d.Body}
	book, err := s.readBook(ctx, s.read, hypothesis{e, key})
	if err != nil {
		return nil, 0, err
	}
	rows, err := s.read.QueryContext(ctx, selectClocks+onlyOpen)
	if err != nil {
		return nil, 0, broken(err)
	}
	type pair struct{ was, now clockColumns }
	pairs, ids := map[int64]pair{}, []string{}
	err = eachClock(rows, book, func(row int64, was, now clockColumns) {
		if was.deadline() == now.deadline() {
			return
		}
		if total++; total <= most {
			pairs[row] = pair{was, now}
			ids = append(ids, strconv.FormatInt(row, 10))
		}
	})
	if err != nil || len(ids) == 0 {
		return nil, total, err
	}
	err = s.each(ctx, s.read.DB, "SELECT "+rowColumns+" FROM complaint c WHERE c.row IN ("+strings.Join(ids, ",")+")"+orderBy(""), nil, func(r Row) error {
		out = append(out, Moving{Row: r})
		return nil
	})
	if err != nil {
		return nil, 0, err
	}
	for i := range out {
		p := pairs[out[i].Row.Place]
		out[i].Old, out[i].New = p.was.deadline(), p.now.deadline()
	}
	return out, total, nil
}
