package store

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"loketaduan/internal/calendar"
	"loketaduan/internal/complaint"
)

// Filter of a list; empty parts mean all.
type Filter struct {
	Query      string
	States     []string
	Classes    []string
	Categories []string
	Kinds      []string
	OpenOnly   bool
	ClockOnly  bool          // only those whose answer is still due
	DueFrom    calendar.Date // inclusive
	DueTo      calendar.Date // inclusive
	From, To   calendar.Date // receipt, inclusive
	Sort       string        // due (default), newest, received
	Offset     int
	Limit      int // 0 = 50, at most 1000
}

// Row of a list: the clear columns and the opened snapshot.
type Row struct {
	ID, Number, Office, Holder, State, Kind, Class, Category, Channel string
	ReceivedAt, RecordedAt                                            time.Time
	Author                                                            string
	Due                                                               calendar.Date
	Provisional, Paused, Open, ClockRuns                              bool
	Village, Sex, Satisfaction                                        string
	Anonymous, Confidential, Unidentified                             bool
	Clashes, Unsent                                                   int
	ForwardedOn, FollowedOn, AnsweredOn, ClosedOn                     calendar.Date
	Tracking                                                          string
	Snapshot                                                          Snapshot
}

const rowColumns = `c.id, c.number, c.office, c.holder, c.state, c.kind, c.class, c.category, c.channel, c.received_at, c.recorded_at, c.author, c.due_on,
 c.provisional, c.paused, c.is_open, c.clock_runs, c.village, c.sex, c.satisfaction, c.anonymous, c.confidential, c.unidentified, c.clashes, c.unsent,
 c.forwarded_on, c.followed_on, c.answered_on, c.closed_on, c.tracking, c.sealed`

// searchMost is how many hits of a search are sorted and counted exactly;
// with more the newest count, and the list says so.
const searchMost = 2000

// List gives a page of complaints and the number of all that fit; exact is
// false when there are more than total.
func (s *Store) List(ctx context.Context, f Filter) (rows []Row, total int, exact bool, err error) {
	where, args, exact, err := s.where(ctx, f)
	if err != nil {
		return nil, 0, false, err
	}
	if where == "" { // the words fit nothing
		return []Row{}, 0, true, nil
	}
	if err := s.read.QueryRowContext(ctx, "SELECT count(*) FROM complaint c WHERE "+where, args...).Scan(&total); err != nil {
		return nil, 0, false, broken(err)
	}
	limit := f.Limit
	if limit <= 0 {
		limit = 50
	}
	q := "SELECT " + rowColumns + " FROM complaint c WHERE " + where + orderBy(f.Sort) + fmt.Sprintf(" LIMIT %d OFFSET %d", min(limit, 1000), max(f.Offset, 0))
	rows = []Row{}
	err = s.each(ctx, q, args, func(r Row) error { rows = append(rows, r); return nil })
	return rows, total, exact, err
}

func orderBy(sort string) string {
	switch sort {
	case "newest":
		return " ORDER BY c.row DESC"
	case "received":
		return " ORDER BY c.received_at, c.row"
	}
	return " ORDER BY c.clock_runs DESC, c.due_on, c.row"
}

// Each walks all rows that fit, in the filter's order, without a limit: for
// exports.
func (s *Store) Each(ctx context.Context, f Filter, fn func(Row) error) error {
	where, args, _, err := s.where(ctx, f)
	if err != nil || where == "" {
		return err
	}
	return s.each(ctx, "SELECT "+rowColumns+" FROM complaint c WHERE "+where+orderBy(f.Sort), args, fn)
}

// Count of the rows that fit.
func (s *Store) Count(ctx context.Context, f Filter) (int, error) {
	where, args, _, err := s.where(ctx, f)
	if err != nil || where == "" {
		return 0, err
	}
	var n int
	err = s.read.QueryRowContext(ctx, "SELECT count(*) FROM complaint c WHERE "+where, args...).Scan(&n)
	return n, broken(err)
}

func (s *Store) each(ctx context.Context, q string, args []any, fn func(Row) error) error {
	rows, err := s.read.QueryContext(ctx, q, args...)
	if err != nil {
		return broken(err)
	}
	defer rows.Close()
	for rows.Next() {
		var r Row
		var received, recorded int64
		var due, forwarded, followed, answered, closed string
		var sealed []byte
		if err := rows.Scan(&r.ID, &r.Number, &r.Office, &r.Holder, &r.State, &r.Kind, &r.Class, &r.Category, &r.Channel, &received, &recorded, &r.Author, &due,
			&r.Provisional, &r.Paused, &r.Open, &r.ClockRuns, &r.Village, &r.Sex, &r.Satisfaction, &r.Anonymous, &r.Confidential, &r.Unidentified, &r.Clashes, &r.Unsent,
			&forwarded, &followed, &answered, &closed, &r.Tracking, &sealed); err != nil {
			return broken(err)
		}
		r.ReceivedAt, r.RecordedAt = time.UnixMilli(received).UTC(), time.UnixMilli(recorded).UTC()
		r.Due, r.ForwardedOn, r.FollowedOn, r.AnsweredOn, r.ClosedOn = date(due), date(forwarded), date(followed), date(answered), date(closed)
		plain, err := s.unseal("complaint:"+r.ID, sealed)
		if err != nil {
			return broken(err)
		}
		if err := json.Unmarshal(plain, &r.Snapshot); err != nil {
			return broken(err)
		}
		if err := fn(r); err != nil {
			return err
		}
	}
	return broken(rows.Err())
}

func date(s string) calendar.Date {
	d, err := calendar.ParseDate(s)
	if err != nil {
		return calendar.Date{}
	}
	return d
}

// where builds the condition; "" means that nothing can fit.
func (s *Store) where(ctx context.Context, f Filter) (string, []any, bool, error) {
	conds, args, exact := []string{"1=1"}, []any{}, true
	in := func(column string, values []string) {
		if len(values) == 0 {
			return
		}
		marks := make([]string, len(values))
		for i, v := range values {
			args = append(args, v)
			marks[i] = fmt.Sprintf("$%d", len(args))
		}
		conds = append(conds, column+" IN ("+strings.Join(marks, ",")+")")
	}
	in("c.state", f.States)
	in("c.class", f.Classes)
	in("c.category", f.Categories)
	in("c.kind", f.Kinds)
	if f.OpenOnly {
		conds = append(conds, "c.is_open = 1")
	}
	if f.ClockOnly || !f.DueFrom.IsZero() || !f.DueTo.IsZero() {
		conds = append(conds, "c.clock_runs = 1", "c.due_on <> ''")
	}
	bound := func(cond string, d calendar.Date) {
		if !d.IsZero() {
			args = append(args, d.String())
			conds = append(conds, fmt.Sprintf("%s $%d", cond, len(args)))
		}
	}
	bound("c.due_on >=", f.DueFrom)
	bound("c.due_on <=", f.DueTo)
	bound("c.received_on >=", f.From)
	bound("c.received_on <=", f.To)
	if n, err := complaint.ParseNumber(f.Query); err == nil { // the check digit fits: one complaint is meant
		args = append(args, n.String())
		conds = append(conds, fmt.Sprintf("c.number = $%d", len(args)))
		return strings.Join(conds, " AND "), args, exact, nil
	}
	typed := terms(f.Query)
	if len(typed) == 0 {
		return strings.Join(conds, " AND "), args, exact, nil
	}
	o := s.opened.Load()
	if o == nil {
		return "", nil, false, errLocked
	}
	match, whole := o.words.match(typed)
	if match == "" {
		return "", nil, true, nil
	}
	hits, err := s.hits(ctx, match)
	if err != nil {
		return "", nil, false, err
	}
	if len(hits) == 0 {
		return "", nil, true, nil
	}
	if exact = whole && len(hits) <= searchMost; len(hits) > searchMost {
		hits = hits[:searchMost]
	}
	list, err := json.Marshal(hits)
	if err != nil {
		return "", nil, false, err
	}
	args = append(args, string(list))
	conds = append(conds, fmt.Sprintf("c.row IN (SELECT value FROM json_each($%d))", len(args)))
	return strings.Join(conds, " AND "), args, exact, nil
}

// hits are the rows that fit, newest first, at most one more than searchMost.
func (s *Store) hits(ctx context.Context, match string) ([]int64, error) {
	rows, err := s.read.QueryContext(ctx, fmt.Sprintf("SELECT rowid FROM search WHERE search MATCH $1 ORDER BY rowid DESC LIMIT %d", searchMost+1), match)
	if err != nil {
		return nil, broken(err)
	}
	defer rows.Close()
	var out []int64
	for rows.Next() {
		var id int64
		if err := rows.Scan(&id); err != nil {
			return nil, broken(err)
		}
		out = append(out, id)
	}
	return out, broken(rows.Err())
}
