package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"strconv"
	"strings"
	"time"

	"loketaduan/internal/journal"
)

// StreamClocks with an office code holds what its PCs found out about their
// clocks after they had written with them. It reaches every office, for a
// complaint that is forwarded must show the same times everywhere.
const StreamClocks = "clocks:"

// ClockNoted is the kind of its entries.
const ClockNoted = "clock_noted"

// ClockNote says of some entries of the author's office how wrong the clock was
// that they were written with. The entries themselves stay as they are: their
// times are part of the chain.
type ClockNote struct {
	Entries  []string `json:"entries"`
	OffsetMs int64    `json:"offset,omitempty"` // measured, server minus local
	Unsure   bool     `json:"unsure,omitempty"` // by nobody knows how much
}

// noteMost entries go into one note: their ids stay well below journal.MaxBody.
const noteMost = 2000

// notedJoin gives an entry what was noted of it, as withClock reads it.
const (
	notedColumns = ", n.offset_ms, n.unsure"
	notedJoin    = " LEFT JOIN clock_note n ON n.entry = e.id AND n.office = e.office"
	trueTime     = "e.at + CASE WHEN n.unsure = 0 THEN n.offset_ms ELSE e.offset_ms END"
)

// clockNoted reads the columns of notedColumns.
type clockNoted struct{ offset, unsure sql.NullInt64 }

func (n *clockNoted) clock() *journal.Clock {
	if !n.offset.Valid {
		return nil
	}
	return &journal.Clock{OffsetMs: n.offset.Int64, Unsure: n.unsure.Int64 != 0}
}

// projectClocks keeps what was noted, and touches the streams that show other
// times now.
func (t *Tx) projectClocks() error {
	for _, stream := range t.order {
		if !strings.HasPrefix(stream, StreamClocks) {
			continue
		}
		entries, err := t.stream(stream)
		if err != nil {
			return err
		}
		for i := range entries {
			if err := t.projectClock(&entries[i]); err != nil {
				return err
			}
		}
	}
	return nil
}

// noteClocks gives entries what was noted of them. Mostly nothing is.
func (t *Tx) noteClocks(streams []*streamed) error {
	if t.noted == nil {
		var any int
		if err := t.row("SELECT count(*) FROM (SELECT 1 FROM clock_note LIMIT 1) x").Scan(&any); err != nil {
			return broken(err)
		}
		t.noted = new(any > 0)
	}
	if !*t.noted {
		return nil
	}
	by, ids := map[string][]*journal.Entry{}, []string{}
	for _, s := range streams {
		for i := range s.entries {
			e := &s.entries[i]
			e.Clock = nil
			by[e.ID], ids = append(by[e.ID], e), append(ids, e.ID)
		}
	}
	return t.among("SELECT entry, office, offset_ms, unsure FROM clock_note WHERE entry IN (%s)", ids, func(rows *sql.Rows) error {
		var id, office string
		var offset, unsure int64
		if err := rows.Scan(&id, &office, &offset, &unsure); err != nil {
			return err
		}
		for _, e := range by[id] {
			if e.Office == office {
				e.Clock = &journal.Clock{OffsetMs: offset, Unsure: unsure != 0}
			}
		}
		return nil
	})
}

func (t *Tx) projectClock(e *journal.Entry) error {
	var n ClockNote
	if e.Kind != ClockNoted || e.Version != 1 || json.Unmarshal(e.Body, &n) != nil {
		return nil
	}
	ids, unsure := make([]string, 0, len(n.Entries)), 0
	if n.Unsure {
		unsure = 1
	}
	for _, id := range n.Entries {
		if !journal.IsID(id) {
			continue
		}
		ids, t.noted = append(ids, id), new(true)
		if err := t.exec("INSERT INTO clock_note (entry, office, offset_ms, unsure) VALUES ($1,$2,$3,$4) ON CONFLICT (entry) DO UPDATE SET office = excluded.office, offset_ms = excluded.offset_ms, unsure = excluded.unsure",
			id, e.Office, n.OffsetMs, unsure); err != nil {
			return err
		}
	}
	return t.among("SELECT DISTINCT stream FROM entry WHERE id IN (%s)", ids, func(rows *sql.Rows) error {
		var stream string
		err := rows.Scan(&stream)
		t.touch(stream)
		return err
	})
}

// Settings of a PC about its own clock.
const (
	clockOffset = "clock_offset_ms" // its error as last measured
	clockOpen   = "clock_open"      // JSON of openClock: from where on nobody has measured it
)

// openClock is where the entries begin whose clock was not measured since.
type openClock struct {
	Row  int64     `json:"row"`
	Last time.Time `json:"last"` // newest time that was sure before them; zero = none
}

// OpenClock marks that what this transaction has written, and whatever comes
// after, waits for its clock to be measured; last is the newest time that is
// sure. A mark that is there stays.
func (t *Tx) OpenClock(last time.Time) error {
	have, err := t.openClock()
	if err != nil || have != nil || len(t.written) == 0 {
		return err
	}
	o := openClock{Last: last.UTC()}
	if err := t.row("SELECT row - 1 FROM entry WHERE id = $1 AND copy = 0", t.written[0]).Scan(&o.Row); err != nil {
		return broken(err)
	}
	v, err := json.Marshal(o)
	if err != nil {
		return err
	}
	return t.SetPlain(clockOpen, string(v))
}

// ClockIsOpen tells whether entries wait for their clock to be measured.
func (s *Store) ClockIsOpen(ctx context.Context) (bool, error) {
	v, err := s.Plain(ctx, clockOpen)
	return v != "", err
}

func (t *Tx) openClock() (*openClock, error) {
	var v string
	err := t.row("SELECT value FROM meta WHERE key = 'p:" + clockOpen + "'").Scan(&v)
	if errors.Is(err, sql.ErrNoRows) || err == nil && v == "" {
		return nil, nil
	}
	var o openClock
	if err == nil {
		err = json.Unmarshal([]byte(v), &o)
	}
	return &o, broken(err)
}

// Unmeasured is an entry of this PC whose clock nobody has measured since.
type Unmeasured struct {
	ID     string
	At     time.Time
	Offset time.Duration // as its author took it to be
}

// Unmeasured entries that the server has not got yet, in their order: before
// anything is sent, the clock is measured. last is the newest time that was
// sure before them.
func (t *Tx) Unmeasured() (list []Unmeasured, last time.Time, err error) {
	o, err := t.openClock()
	if err != nil || o == nil {
		return nil, last, err
	}
	desk, err := t.Desk()
	if err != nil {
		return nil, last, err
	}
	err = t.run("SELECT id, at, offset_ms FROM entry WHERE device = $1 AND row > $2 AND rev IS NULL AND branch = 0 ORDER BY seq", []any{desk.Device, o.Row}, func(rows *sql.Rows) error {
		var u Unmeasured
		var at, offset int64
		err := rows.Scan(&u.ID, &at, &offset)
		u.At, u.Offset = time.UnixMilli(at).UTC(), time.Duration(offset)*time.Millisecond
		list = append(list, u)
		return err
	})
	return list, o.Last, err
}

// MeasuredClock keeps the error of this PC's clock, and what it tells of what
// was written before.
func (t *Tx) MeasuredClock(offset time.Duration, notes ...ClockNote) error {
	if err := t.SetPlain(clockOffset, strconv.FormatInt(offset.Milliseconds(), 10)); err != nil {
		return err
	}
	if err := t.SetPlain(clockOpen, ""); err != nil {
		return err
	}
	t.SetClockOffset(offset.Milliseconds())
	desk, err := t.Desk()
	if err != nil {
		return err
	}
	for _, n := range notes {
		for ids := n.Entries; len(ids) > 0; ids = ids[min(len(ids), noteMost):] {
			n.Entries = ids[:min(len(ids), noteMost)]
			body, err := json.Marshal(n)
			if err != nil {
				return err
			}
			if err := t.Append(StreamClocks+desk.Office, clockAuthor, []journal.Draft{{ID: newID(), Kind: ClockNoted, Version: 1, Body: body}}); err != nil {
				return err
			}
		}
	}
	return nil
}

// clockAuthor is who writes these entries: nobody, the PC itself.
const clockAuthor = "pc"

// ClockOffset is the error of this PC's clock as last measured (server minus
// local); 0 when no server was met yet.
func (s *Store) ClockOffset(ctx context.Context) time.Duration {
	v, err := s.Plain(ctx, clockOffset)
	if err != nil {
		return 0
	}
	return offsetOf(v)
}

func offsetOf(v string) time.Duration {
	ms, _ := strconv.ParseInt(v, 10, 64)
	return time.Duration(ms) * time.Millisecond
}

// LastWritten is the true time of the newest entry of this PC whose time is not
// in doubt; zero = there is none.
func (s *Store) LastWritten(ctx context.Context) (time.Time, error) {
	desk, err := s.Desk(ctx)
	if errors.Is(err, errNoDesk) {
		return time.Time{}, nil
	}
	if err != nil {
		return time.Time{}, err
	}
	var at int64
	err = s.read.QueryRowContext(ctx, "SELECT "+trueTime+" FROM entry e"+notedJoin+" WHERE e.device = $1 AND e.branch = 0 AND coalesce(n.unsure, 0) = 0 ORDER BY e.seq DESC LIMIT 1", desk.Device).Scan(&at)
	if errors.Is(err, sql.ErrNoRows) {
		return time.Time{}, nil
	}
	return time.UnixMilli(at).UTC(), broken(err)
}
