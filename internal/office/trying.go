package office

import (
	"context"

	"loketaduan/internal/calendar"
	"loketaduan/internal/complaint"
	"loketaduan/internal/ledger"
	"loketaduan/internal/store"
)

// Trial is what importing the open file would do.
type Trial struct {
	Imported
	Reasons  []Reason // of rejected rows, the most frequent first
	States   map[complaint.State]int
	Overdue  int // of those whose clock runs
	OldYears int // rows received before the calendar begins: their deadlines are estimates
	Rows     map[string][]TrialRow
}

// Reason of rejected rows, and how many have it.
type Reason struct {
	Text  string
	Count int
}

// TrialRow is a row as it would come in, or why it would not.
type TrialRow struct {
	Sheet, Verdict string
	Line           int
	Case           *complaint.OldCase
	Due            calendar.Date
	Number         string // of the complaint that it is already
	SameAs         int    // line above that says the same
	Why            []string
}

// trialRows of each verdict are shown.
const trialRows = 25

// TryOld tells what importing the open file would do, row by row, without
// writing anything.
func (d *Desk) TryOld(ctx context.Context, id string) (Trial, error) {
	o, err := d.openOld(id)
	if err != nil {
		return Trial{}, err
	}
	o.mu.Lock()
	table := o.table
	o.mu.Unlock()
	out := Trial{States: map[complaint.State]int{}, Rows: map[string][]TrialRow{}}
	if table == nil {
		return out, nil
	}
	out.Imported.Rows = table.Data()
	who, err := d.store.Desk(ctx)
	if err != nil {
		return out, err
	}
	reasons := newTally()
	today := d.Today()
	err = d.eachOutcome(ctx, table, func(x *outcome) {
		out.count(x)
		row := TrialRow{Sheet: x.record.Sheet, Line: x.record.Line, Verdict: string(x.verdict), Case: &x.record.Case, Number: x.number, SameAs: x.line, Why: x.record.Remarks}
		kind := "here"
		switch x.verdict {
		case rowNew:
			kind = "new"
			c := &x.record.Case
			out.States[c.State]++
			f := c.Facts(who.Office)
			clocks := d.Rulebook().For(who.Office).Clocks(&f)
			row.Due = clocks.Deadline.Due
			if c.State.ClockRuns() && !row.Due.IsZero() && row.Due.Before(today) {
				out.Overdue++
			}
			if calendar.DateIn(c.Form.Received(), d.Zone()).Year() < firstDeclared {
				out.OldYears++
			}
		case rowRejected:
			kind, row.Why = "rejected", x.record.Refused
			for _, why := range x.record.Refused {
				reasons.add(withoutValues(why))
			}
		}
		if len(out.Rows[kind]) < trialRows {
			out.Rows[kind] = append(out.Rows[kind], row)
		}
	})
	out.Reasons = reasons.list()
	return out, err
}

// firstDeclared is the first year whose holidays are on record.
const firstDeclared = 2017

// tryOld gives the outcomes that a workbook of rejected rows would hold.
func (d *Desk) tryOld(ctx context.Context, table *ledger.Table) (out []outcome, err error) {
	err = d.eachOutcome(ctx, table, func(x *outcome) {
		if x.verdict != rowNew || len(x.record.Remarks) > 0 {
			out = append(out, *x)
		}
	})
	return out, err
}

// eachOutcome judges every row by the register as it is now.
func (d *Desk) eachOutcome(ctx context.Context, table *ledger.Table, found func(*outcome)) error {
	setting, err := d.settingOld(ctx)
	if err != nil {
		return err
	}
	file := newFile()
	records, rows := make([]*ledger.Record, 0, 10*chunkRows), make([]store.OldRow, 0, 10*chunkRows)
	flush := func() error {
		known, err := d.store.Known(ctx, rows)
		if err != nil {
			return err
		}
		for i := range records {
			x := judge(records[i], file.above(records[i]), known[i], "")
			found(&x)
		}
		records, rows = records[:0], rows[:0]
		return ctx.Err()
	}
	for r := range table.Records(setting) {
		records, rows = append(records, &r), append(rows, rowOf(&r))
		if len(records) == cap(records) {
			if err := flush(); err != nil {
				return err
			}
		}
	}
	return flush()
}

// tally counts texts and keeps the order in which they came.
type tally struct {
	order []string
	n     map[string]int
}

func newTally() *tally { return &tally{n: map[string]int{}} }

func (t *tally) add(s string) {
	if t.n[s]++; t.n[s] == 1 {
		t.order = append(t.order, s)
	}
}

func (t *tally) list() []Reason {
	out := make([]Reason, 0, len(t.order))
	for _, s := range t.order {
		out = append(out, Reason{s, t.n[s]})
	}
	for i := 1; i < len(out); i++ { // few: by insertion, equal ones stay in order
		for k := i; k > 0 && out[k].Count > out[k-1].Count; k-- {
			out[k], out[k-1] = out[k-1], out[k]
		}
	}
	return out
}

// withoutValues takes what is typed in one row out of a reason, so that equal
// reasons are counted as one.
func withoutValues(why string) string {
	out, quoted := make([]rune, 0, len(why)), false
	for _, r := range why {
		switch {
		case r == '“':
			quoted = true
			out = append(out, '…')
		case r == '”':
			quoted = false
		case quoted:
		case r >= '0' && r <= '9':
			if n := len(out); n == 0 || out[n-1] != '…' {
				out = append(out, '…')
			}
		case r == '/' && len(out) > 0 && out[len(out)-1] == '…':
		default:
			out = append(out, r)
		}
	}
	return string(out)
}
