package store

import (
	"context"
	"crypto/ed25519"
	"database/sql"
	"encoding/base64"
	"errors"
	"strconv"
	"strings"
	"time"

	"loketaduan/internal/calendar"
	"loketaduan/internal/complaint"
	"loketaduan/internal/fault"
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

const selectClocks = `SELECT row, office, state, class, received_at, pauses, verified_on, forwarded_on, reopened_on, first_on, answered_on, responded,
  received_on, due_on, latest_on, provisional, paused, stage, stage_by, ombudsman_first, ombudsman_second, ombudsman_on, soft_on
FROM complaint`

const (
	onlyOpen = " WHERE is_open = TRUE"
	ofOffice = onlyOpen + " AND office = $1"
	// Days after all dates of a complaint are no part of any of them; what stands
	// still or is estimated is always looked at.
	reaching = onlyOpen + " AND (due_on = '' OR provisional = TRUE OR due_on >= $1 OR latest_on >= $1 OR stage_by >= $1 OR ombudsman_on >= $1)"
)

const updateClocks = `UPDATE complaint SET received_on = $2, due_on = $3, latest_on = $4, provisional = $5, paused = $6, stage = $7, stage_by = $8,
  ombudsman_first = $9, ombudsman_second = $10, ombudsman_on = $11, soft_on = $12 WHERE row = $1`

// recompute gives every open complaint its dates by the rules as they are now.
// Whose clock has stopped keeps the date that it was judged by; closed ones are
// looked at only where another zone gives them another day of receipt. It needs
// no sealed column: what the clocks rest on is kept in clear.
func (t *Tx) recompute() error {
	before := t.s.book.Load()
	if t.recount {
		before = nil
	}
	d := t.book.Differs(before)
	var err error
	look := func(clocks, stopped string, args ...any) {
		if err == nil {
			err = t.recomputeOf(clocks, args...)
		}
		if err == nil {
			err = t.refold(stopped, args...)
		}
	}
	switch {
	case d.Zones:
		look(selectClocks, unjudged)
	case d.All:
		look(selectClocks+onlyOpen, unjudged)
	default:
		if !d.From.IsZero() {
			look(selectClocks+reaching, unjudged+" AND (due_on >= $1 OR due_on = '')", d.From.String())
		}
		for _, office := range d.Offices {
			look(selectClocks+ofOffice, unjudged+" AND office = $1", office)
		}
	}
	if err != nil {
		return err
	}
	return t.SetPlain(countedKey, t.counted())
}

// countedKey names the decrees that the dates in the list were counted by.
const countedKey = "clocks"

func (t *Tx) counted() string { return t.book.Decrees().Revision().String() }

// recomputeOf does it for the complaints of a query.
func (t *Tx) recomputeOf(q string, args ...any) error {
	rows, err := t.query(q, args...)
	if err != nil {
		return broken(err)
	}
	type change struct {
		row int64
		now clockColumns
	}
	var changes []change
	err = eachClock(rows, t.book, func(row int64, _, now clockColumns) { changes = append(changes, change{row, now}) })
	if err != nil {
		return err
	}
	for _, c := range changes {
		if err := t.exec(updateClocks, append([]any{c.row}, c.now.args()...)...); err != nil {
			return err
		}
	}
	t.moved += len(changes)
	return nil
}

// unjudged complaints stopped in an entry of before promises were kept, which
// does not say by which date; their receipts told none either. The journal must
// be asked what was decreed when they stopped.
const unjudged = "SELECT id FROM complaint WHERE clock_runs = FALSE AND told_on = ''"

// refold projects the complaints of a query anew.
func (t *Tx) refold(q string, args ...any) error {
	rows, err := t.query(q, args...)
	if err != nil {
		return broken(err)
	}
	var ids []string
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			rows.Close()
			return broken(err)
		}
		ids = append(ids, id)
	}
	rows.Close()
	if err := rows.Err(); err != nil {
		return broken(err)
	}
	return t.projectAll(ids)
}

// recountAll counts anew when the program itself came with other decrees than
// the ones that the list was counted by. The writer's lock is held.
func (s *Store) recountAll(ctx context.Context) error {
	if s.o.Server {
		return nil // it keeps no list
	}
	have, err := s.Plain(ctx, countedKey)
	if err != nil || have == s.book.Load().Decrees().Revision().String() {
		return err
	}
	_, err = s.updateLocked(ctx, true, false, func(t *Tx) error { t.recount = true; return nil })
	return err
}

// eachClock tells of every open complaint whose dates are others by the book.
func eachClock(rows *sql.Rows, book *complaint.Rulebook, fn func(row int64, was, now clockColumns)) error {
	defer rows.Close()
	rules := map[string]*complaint.Rules{}
	for rows.Next() {
		var row, received int64
		var f complaint.Facts
		var state, class, pauses, verified, forwarded, reopened, first, answered string
		var was clockColumns
		if err := rows.Scan(&row, &f.Office, &state, &class, &received, &pauses, &verified, &forwarded, &reopened, &first, &answered, &f.Responded,
			&was.received, &was.due, &was.latest, &was.provisional, &was.paused, &was.stage, &was.stageBy, &was.first, &was.second, &was.ombudsman, &was.soft); err != nil {
			return broken(err)
		}
		f.State, f.Class, f.ReceivedAt, f.Pauses = complaint.State(state), complaint.Class(class), time.UnixMilli(received).UTC(), readPauses(pauses)
		f.VerifiedOn, f.ForwardedOn, f.ReopenedOn, f.FirstFollowUp, f.AnsweredOn = date(verified), date(forwarded), date(reopened), date(first), date(answered)
		r := rules[f.Office]
		if r == nil {
			r = book.For(f.Office)
			rules[f.Office] = r
		}
		now := columnsOf(r.Clocks(&f))
		if !f.State.ClockRuns() {
			now.due, now.latest, now.provisional, now.paused = was.due, was.latest, was.provisional, was.paused
		}
		if now != was {
			fn(row, was, now)
		}
	}
	return broken(rows.Err())
}

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

// clockColumns are the dates of a complaint as its row has them.
type clockColumns struct {
	received, due, latest, stage, stageBy, first, second, ombudsman, soft string
	provisional, paused                                                   bool
}

func columnsOf(k complaint.Clocks) clockColumns {
	c := clockColumns{received: k.Received.String(), due: k.Deadline.Due.String(), provisional: k.Deadline.Provisional, paused: k.Deadline.Paused,
		stage: k.Stage, stageBy: k.StageBy.String(), first: k.OmbudsmanFirst.String(), second: k.OmbudsmanSecond.String(), ombudsman: k.Ombudsman.String(), soft: k.Soft.String()}
	if k.Deadline.Provisional { // of a settled one it is the due date, of an estimate "" means unknown
		c.latest = k.Deadline.Latest.String()
	}
	return c
}

func (c clockColumns) deadline() calendar.Deadline {
	d := calendar.Deadline{Due: date(c.due), Latest: date(c.latest), Provisional: c.provisional, Paused: c.paused}
	if c.latest == "" && !c.provisional {
		d.Latest = d.Due
	}
	return d
}

func (c clockColumns) args() []any {
	return []any{c.received, c.due, c.latest, c.provisional, c.paused, c.stage, c.stageBy, c.first, c.second, c.ombudsman, c.soft}
}

func writePauses(pauses []calendar.Pause) string {
	var b strings.Builder
	for i, p := range pauses {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(p.RequestedOn.String() + "/" + p.CompletedOn.String())
	}
	return b.String()
}

func readPauses(s string) []calendar.Pause {
	var out []calendar.Pause
	for _, one := range strings.Fields(s) {
		from, to, _ := strings.Cut(one, "/")
		out = append(out, calendar.Pause{RequestedOn: date(from), CompletedOn: date(to)})
	}
	return out
}

// Publish puts a signed package into the journal of the server: every office
// gets it. Faults of ReadPackage and Supersedes, and of a key not trusted.
func (s *Store) Publish(ctx context.Context, file []byte) (*calendar.Package, error) {
	p, err := s.CheckPackage(ctx, file)
	if err != nil {
		return nil, err
	}
	_, err = s.Update(ctx, func(t *Tx) error {
		if err := t.perform(s.d.alone); err != nil {
			return err
		}
		now, err := s.readBook(ctx, t.tx) // another process may have published meanwhile
		if err != nil {
			return err
		}
		if err := calendar.Supersedes(p.Decrees, now.Decrees()); err != nil {
			return err
		}
		d, err := complaint.PublishCalendar(newID(), p, file, s.itself())
		if err != nil {
			return err
		}
		return t.appendOwn(complaint.StreamCalendar, d)
	})
	return p, err
}

var errUnknownKey = fault.New(fault.Forbidden, "calendar.package.key", "fingerprint", "Kalender ini ditandatangani dengan kunci yang belum dikenal di sini. Tanyakan sidik jari kunci ke Kominfo kabupaten lewat telepon, lalu ketik di sini.")

// CheckPackage tells whether a package could be taken now.
func (s *Store) CheckPackage(ctx context.Context, file []byte) (*calendar.Package, error) {
	p, err := calendar.ReadPackage(file)
	if err != nil {
		return nil, err
	}
	keys, err := s.CalendarKeys(ctx)
	if err != nil {
		return nil, err
	}
	err = calendar.Supersedes(p.Decrees, s.Rulebook().Decrees())
	for _, k := range keys {
		if p.SignedBy(k) {
			return p, err
		}
	}
	return p, errors.Join(errUnknownKey, err)
}

// appendOwn writes an entry of the server itself and puts it into the feeds.
func (t *Tx) appendOwn(stream string, d journal.Draft) error {
	if err := t.perform(t.s.d.join); err != nil { // as accept does, before the device
		return err
	}
	device, err := t.ownDevice()
	if err != nil {
		return err
	}
	e := journal.Entry{ID: d.ID, Stream: stream, Office: serverOffice, Device: device, At: t.now, Author: serverOffice, Kind: d.Kind, Version: d.Version, Base: d.Base, Body: d.Body}
	var last []byte
	if err := t.row("SELECT last_seq + 1, last_hash FROM device WHERE id = $1"+t.s.d.locked, device).Scan(&e.Seq, &last); err != nil {
		return broken(err)
	}
	copy(e.Prev[:], last)
	if f := e.Check(); f != nil {
		return f
	}
	e.Hash = e.Sum()
	a, err := t.accept(device, []journal.Entry{e})
	if err == nil && len(a.SetAside) > 0 {
		err = fault.New(fault.Invalid, a.SetAside[0].Code, "", a.SetAside[0].Message)
	}
	return err
}
