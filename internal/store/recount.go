package store

import (
	"context"
	"database/sql"
	"strings"
	"time"

	"loketaduan/internal/calendar"
	"loketaduan/internal/complaint"
)

const selectClocks = `SELECT row, office, state, class, received_at, pauses, verified_on, forwarded_on, reopened_on, first_on, answered_on, responded,
  received_on, due_on, latest_on, provisional, paused, stage, stage_by, ombudsman_first, ombudsman_second, ombudsman_on, soft_on
FROM complaint`

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
