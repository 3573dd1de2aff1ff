package store

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"time"

	"loketaduan/internal/calendar"
	"loketaduan/internal/complaint"
)

// Filter of a list; empty parts mean all.
type Filter struct {
	Query      string
	Begins     bool // the words of the query are beginnings only, as of a name
	States     []string
	Classes    []string
	Categories []string
	Kinds      []string
	OpenOnly   bool
	ClockOnly  bool          // only those whose answer is still due
	DueFrom    calendar.Date // inclusive
	DueTo      calendar.Date // inclusive
	From, To   calendar.Date // receipt, inclusive
	ClosedFrom calendar.Date // only those that were closed on that day or since
	Stage      string        // only those in this stage
	StageTo    calendar.Date // its date up to and with
	WarnTo     calendar.Date // first Ombudsman warning up to and with
	Moved      bool          // deadline is another than the one told
	Clashes    bool          // two values wait to be settled
	HandedTo   string        // a note waits for this account, or one of others for whoever of HandedIn comes
	HandedIn   string        // office of the account
	Sort       string        // due (default), newest, received, number
	Uncounted  bool          // the total is known already, and not asked for
	Offset     int
	Limit      int // 0 = 50, at most 1000
}

// Row of a list: the clear columns and the opened snapshot.
type Row struct {
	Place                                                             int64 // in the table; not the same after a rebuild
	ID, Number, Office, Holder, State, Kind, Class, Category, Channel string
	ReceivedAt, RecordedAt                                            time.Time
	Author                                                            string
	Due, Latest                                                       calendar.Date // Latest is zero unless Due is an estimate
	Told                                                              calendar.Date
	ToldProvisional                                                   bool
	Stage                                                             string
	StageBy, OmbudsmanFirst, OmbudsmanSecond, Ombudsman, Soft         calendar.Date
	Provisional, Paused, Open, ClockRuns                              bool
	Village, Sex, Satisfaction                                        string
	Anonymous, Confidential, Unidentified                             bool
	Clashes                                                           int
	ForwardedOn, FollowedOn, AnsweredOn, ClosedOn                     calendar.Date
	Tracking                                                          string
	Snapshot                                                          Snapshot
	Way                                                               Way // from List only
}

const rowColumns = `c.row, c.id, c.number, c.office, c.holder, c.state, c.kind, c.class, c.category, c.channel, c.received_at, c.recorded_at, c.author, c.due_on,
 c.provisional, c.paused, c.is_open, c.clock_runs, c.village, c.sex, c.satisfaction, c.anonymous, c.confidential, c.unidentified, c.clashes,
 c.forwarded_on, c.followed_on, c.answered_on, c.closed_on, c.tracking,
 c.latest_on, c.told_on, c.told_provisional, c.stage, c.stage_by, c.ombudsman_first, c.ombudsman_second, c.ombudsman_on, c.soft_on, c.sealed`

// searchMost is how many hits of a search are sorted and counted exactly;
// with more the newest count, and the list says so.
const searchMost = 2000

// List gives a page of complaints and the number of all that fit, 0 when it was
// not asked for; exact is false when there are more than total.
func (s *Store) List(ctx context.Context, f Filter) (rows []Row, total int, exact bool, err error) {
	tx, err := s.read.moment(ctx) // a save in between gives no count beside another page
	if err != nil {
		return nil, 0, false, err
	}
	defer tx.Rollback()
	w, err := s.where(ctx, tx, f)
	if err != nil {
		return nil, 0, false, err
	}
	if w.none {
		return []Row{}, 0, true, nil
	}
	if !f.Uncounted {
		if total, err = s.count(ctx, tx, w); err != nil {
			return nil, 0, false, err
		}
	}
	limit := f.Limit
	if limit <= 0 {
		limit = 50
	}
	// the page is found by the narrow columns; only its rows are read whole
	page := "SELECT c.row FROM complaint c" + w.by + " WHERE " + w.conds + orderBy(f.Sort) + fmt.Sprintf(" LIMIT %d OFFSET %d", min(limit, 1000), max(f.Offset, 0))
	rows = []Row{}
	err = s.each(ctx, tx, "SELECT "+rowColumns+" FROM complaint c WHERE c.row IN ("+page+")"+orderBy(f.Sort), w.args, func(r Row) error { rows = append(rows, r); return nil })
	if err == nil {
		err = s.addWays(ctx, tx, rows)
	}
	return rows, total, w.exact, err
}

func orderBy(sort string) string {
	switch sort {
	case "newest":
		return " ORDER BY c.row DESC"
	case "number":
		return " ORDER BY c.number, c.row"
	case "stage":
		return " ORDER BY c.stage_by, c.row"
	case "received":
		return " ORDER BY c.received_on, c.received_at, c.row"
	}
	return " ORDER BY c.clock_runs DESC, c.due_on, c.row"
}

// Each walks all rows that fit, in the filter's order, without a limit: for
// exports.
func (s *Store) Each(ctx context.Context, f Filter, fn func(Row) error) error {
	w, err := s.where(ctx, s.read.DB, f)
	if err != nil || w.none {
		return err
	}
	return s.each(ctx, s.read.DB, "SELECT "+rowColumns+" FROM complaint c WHERE "+w.conds+orderBy(f.Sort), w.args, fn)
}

// Count of the rows that fit.
func (s *Store) Count(ctx context.Context, f Filter) (int, error) {
	w, err := s.where(ctx, s.read.DB, f)
	if err != nil || w.none {
		return 0, err
	}
	return s.count(ctx, s.read.DB, w)
}

func (s *Store) count(ctx context.Context, q querier, w where) (n int, err error) {
	if w.only {
		return w.hits, nil
	}
	err = q.QueryRowContext(ctx, "SELECT count(*) FROM complaint c"+w.by+" WHERE "+w.conds, w.args...).Scan(&n)
	return n, broken(err)
}

func (s *Store) each(ctx context.Context, q querier, text string, args []any, fn func(Row) error) error {
	rows, err := q.QueryContext(ctx, text, args...)
	if err != nil {
		return broken(err)
	}
	defer rows.Close()
	for rows.Next() {
		var r Row
		var received, recorded int64
		var due, forwarded, followed, answered, closed, latest, told, stageBy, first, second, ombudsman, soft string
		var sealed []byte
		if err := rows.Scan(&r.Place, &r.ID, &r.Number, &r.Office, &r.Holder, &r.State, &r.Kind, &r.Class, &r.Category, &r.Channel, &received, &recorded, &r.Author, &due,
			&r.Provisional, &r.Paused, &r.Open, &r.ClockRuns, &r.Village, &r.Sex, &r.Satisfaction, &r.Anonymous, &r.Confidential, &r.Unidentified, &r.Clashes,
			&forwarded, &followed, &answered, &closed, &r.Tracking,
			&latest, &told, &r.ToldProvisional, &r.Stage, &stageBy, &first, &second, &ombudsman, &soft, &sealed); err != nil {
			return broken(err)
		}
		r.ReceivedAt, r.RecordedAt = time.UnixMilli(received).UTC(), time.UnixMilli(recorded).UTC()
		r.Due, r.ForwardedOn, r.FollowedOn, r.AnsweredOn, r.ClosedOn = date(due), date(forwarded), date(followed), date(answered), date(closed)
		r.Latest, r.Told, r.StageBy, r.OmbudsmanFirst, r.OmbudsmanSecond, r.Ombudsman, r.Soft = date(latest), date(told), date(stageBy), date(first), date(second), date(ombudsman), date(soft)
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
	if s == "" {
		return calendar.Date{} // most are; a parse that fails costs more
	}
	d, err := calendar.ParseDate(s)
	if err != nil {
		return calendar.Date{}
	}
	return d
}

// where is the condition of a list.
type where struct {
	conds string
	args  []any
	by    string // index to read it from
	none  bool   // the words fit nothing
	exact bool
	only  bool // the hits of the search are the whole condition
	hits  int
}

func (s *Store) where(ctx context.Context, q querier, f Filter) (where, error) {
	w, conds := where{exact: true}, []string{}
	in := func(column string, values []string) {
		if len(values) == 0 {
			return
		}
		marks := make([]string, len(values))
		for i, v := range values {
			w.args = append(w.args, v)
			marks[i] = fmt.Sprintf("$%d", len(w.args))
		}
		conds = append(conds, column+" IN ("+strings.Join(marks, ",")+")")
	}
	in("c.state", f.States)
	in("c.class", f.Classes)
	in("c.category", f.Categories)
	in("c.kind", f.Kinds)
	if f.OpenOnly {
		conds = append(conds, "c.is_open = "+s.d.yes)
	}
	clock := f.ClockOnly || !f.DueFrom.IsZero() || !f.DueTo.IsZero()
	if clock {
		conds = append(conds, "c.clock_runs = TRUE", "c.due_on <> ''")
	}
	bound := func(cond string, d calendar.Date) {
		if !d.IsZero() {
			w.args = append(w.args, d.String())
			conds = append(conds, fmt.Sprintf("%s $%d", cond, len(w.args)))
		}
	}
	bound("c.due_on >=", f.DueFrom)
	bound("c.due_on <=", f.DueTo)
	bound("c.received_on >=", f.From)
	bound("c.received_on <=", f.To)
	switch {
	case !f.ClosedFrom.IsZero():
		conds, w.by = append(conds, "c.closed_on <> ''"), s.d.by("closed")
	case clock: // few, and in their order already
		w.by = s.d.by("due")
	case f.OpenOnly:
		w.by = s.d.by("open")
	case len(conds) > 0:
		w.by = s.d.by("narrow")
	}
	bound("c.closed_on >=", f.ClosedFrom)
	if f.Stage != "" || !f.StageTo.IsZero() || !f.WarnTo.IsZero() { // they end when it is closed
		conds, w.by = append(conds, "c.is_open = "+s.d.yes), s.d.by("open")
	}
	switch { // few, with an index of their own
	case f.Clashes:
		w.by = s.d.by("clash")
	case f.Moved:
		w.by = s.d.by("moved")
	case f.HandedTo != "":
		w.by = s.d.by("handed")
	}
	if f.Stage != "" {
		w.args = append(w.args, f.Stage)
		conds = append(conds, "c.stage <> ''", fmt.Sprintf("c.stage = $%d", len(w.args)))
	}
	bound("c.stage_by <=", f.StageTo)
	if !f.WarnTo.IsZero() {
		conds = append(conds, "c.ombudsman_first <> ''")
	}
	bound("c.ombudsman_first <=", f.WarnTo)
	if f.HandedTo != "" {
		n, anyone := len(w.args), anyOf(f.HandedIn)
		w.args = append(w.args, f.HandedTo, anyone, anyone+"\x7f", anyone+f.HandedTo)
		conds = append(conds, "c.handed_to <> ''", fmt.Sprintf("(c.handed_to = $%d OR c.handed_to > $%d AND c.handed_to < $%d AND c.handed_to <> $%d)", n+1, n+2, n+3, n+4))
	}
	if f.Clashes {
		conds = append(conds, "c.clashes > 0")
	}
	if f.Moved {
		conds = append(conds, "c.clock_runs = "+s.d.yes+" AND c.due_on <> '' AND c.told_on <> '' AND (c.told_on <> c.due_on OR c.told_provisional <> c.provisional)")
	}
	if n, err := complaint.ParseNumber(f.Query); err == nil { // the check digit fits: one complaint is meant
		w.args = append(w.args, n.String())
		conds, w.by = append(conds, fmt.Sprintf("c.number = $%d", len(w.args))), ""
	} else if typed := terms(f.Query); len(typed) > 0 {
		hits, exact, err := s.search(ctx, q, typed, !f.Begins)
		if err != nil {
			return w, err
		}
		list, err := json.Marshal(hits)
		if err != nil {
			return w, err
		}
		w.none, w.exact, w.only, w.hits, w.by = len(hits) == 0, exact, len(conds) == 0, len(hits), s.d.by("narrow")
		w.args = append(w.args, string(list))
		conds = append(conds, "c.row IN ("+fmt.Sprintf(s.d.rows, len(w.args))+")")
	}
	w.conds = strings.Join(append(conds, "1=1"), " AND ")
	return w, nil
}

// search gives the rows that fit the words, the newest first; exact is false
// when there are others.
func (s *Store) search(ctx context.Context, q querier, typed [][][]string, inside bool) (hits []int64, exact bool, err error) {
	o := s.opened.Load()
	if o == nil {
		return nil, false, errLocked
	}
	match, whole := o.words.match(typed, inside, s.d.tokens)
	if match == "" {
		return nil, true, nil
	}
	if hits, err = s.hits(ctx, q, match, everyRow, searchMost+1); err != nil {
		return nil, false, err
	}
	if len(hits) > searchMost {
		return hits[:searchMost], false, nil
	}
	return hits, whole, nil
}

// everyRow is before the first row: what a new PC is filled with from below has
// negative ones.
const everyRow = math.MinInt64

// hits are the rows that fit, not before one of them, newest first.
func (s *Store) hits(ctx context.Context, q querier, match string, from int64, most int) ([]int64, error) {
	text, args := s.d.hits(match, from)
	rows, err := q.QueryContext(ctx, text+fmt.Sprintf(" LIMIT %d", most), args...)
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
