package office

import (
	"context"
	"errors"
	"fmt"
	"time"

	"loketaduan/internal/auth"
	"loketaduan/internal/complaint"
	"loketaduan/internal/fault"
	"loketaduan/internal/ledger"
	"loketaduan/internal/store"
)

// chunkRows are imported in one transaction: so many that the disk is not waited
// for at every row, so few that a clerk who saves meanwhile does not notice.
const chunkRows = 200

// verdict on a row.
type verdict string

const (
	rowNew      verdict = "new"      // comes in, or came in
	rowHere     verdict = "here"     // is in the register already
	rowTwice    verdict = "twice"    // stands in the file above
	rowRejected verdict = "rejected" // cannot come in
)

// outcome of a row.
type outcome struct {
	verdict verdict
	number  string // register number of the complaint that it is
	line    int    // of the row above that says the same
	record  *ledger.Record
}

// Imported is what became of an import. When it ended, Rows = New + Already +
// Rejected.
type Imported struct {
	ID        string
	Rows      int
	New       int
	Already   int // here before, or twice in the file
	Rejected  int
	Remarked  int // of the new ones: something was not taken as it stands
	Cancelled bool
}

func (i *Imported) count(x *outcome) {
	switch x.verdict {
	case rowNew:
		i.New++
		if len(x.record.Remarks) > 0 {
			i.Remarked++
		}
	case rowRejected:
		i.Rejected++
	default:
		i.Already++
	}
}

// file remembers the rows that were read, to know those that say the same.
type file struct {
	seen map[string][]*ledger.Record // by identity
	ids  map[string]int              // line by tracking ID
}

func newFile() *file { return &file{seen: map[string][]*ledger.Record{}, ids: map[string]int{}} }

// above gives the line of a row above that says the same; 0 when there is none.
func (f *file) above(r *ledger.Record) int {
	if r.Refused != nil {
		return 0
	}
	x := &r.Case
	if line := f.ids[x.Tracking]; x.Tracking != "" && line > 0 {
		return line
	}
	for _, o := range f.seen[x.Identity] {
		if complaint.SameNumber(o.Case.Number, x.Number) && (o.Case.Tracking == x.Tracking || x.Tracking == "") {
			return o.Line
		}
	}
	f.seen[x.Identity] = append(f.seen[x.Identity], r)
	if x.Tracking != "" {
		f.ids[x.Tracking] = r.Line
	}
	return 0
}

// judge tells what is to become of a row: above is the line in the file that
// says the same, here what the register says, source the import that runs.
func judge(r *ledger.Record, above int, here store.Here, source string) outcome {
	x := outcome{record: r, verdict: rowNew, number: here.Number, line: above}
	switch {
	case r.Refused != nil:
		x.verdict, x.number = rowRejected, ""
	case above > 0:
		x.verdict = rowTwice
	case here.Number != "" && (source == "" || here.Import != source): // else it came in before this import was cut off
		x.verdict = rowHere
	}
	return x
}

// ImportOld takes the rows of the open file in, some hundred in each
// transaction. It can be cancelled or cut off at any row: what came in is whole,
// and importing the same file again goes on where it ended. progress may be nil.
func (d *Desk) ImportOld(ctx context.Context, id string, progress func(done, total int)) (Imported, error) {
	o, err := d.openOld(id)
	if err != nil {
		return Imported{}, err
	}
	if d.practice {
		return Imported{}, errPracticeImport
	}
	if done, total, err := d.store.FillProgress(ctx); err != nil || total > 0 && done < total {
		return Imported{}, errors.Join(err, errFilling)
	}
	if progress == nil {
		progress = func(int, int) {}
	}
	o.mu.Lock()
	table := o.table
	switch {
	case o.stop != nil:
		err = errRunning
	case table == nil || table.Data() == 0:
		_, err = complaint.BeginImport("", complaint.ImportBody{}, complaint.Actor{Role: auth.Admin})
	case len(table.Questions()) > 0:
		err = fault.New(fault.Conflict, "import.questions", "", table.Questions()[0].Text)
	}
	if err != nil {
		o.mu.Unlock()
		return Imported{}, err
	}
	ctx, o.stop = context.WithCancel(ctx)
	o.mu.Unlock()
	run := &importRun{d: d, o: o, table: table, progress: progress}
	result, err := run.all(ctx)
	o.mu.Lock()
	o.stop()
	o.stop, o.result, o.report = nil, &result, run.outcomes
	o.mu.Unlock()
	d.c.Changed(Change{All: true, Sync: true})
	return result, err
}

// CancelOld ends an import that runs, after the transaction in hand.
func (d *Desk) CancelOld(id string) {
	o := d.old.get()
	if o == nil || o.id != id {
		return
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.stop != nil {
		o.stop()
	}
}

// importRun is one run over a file.
type importRun struct {
	d        *Desk
	o        *oldRegister
	table    *ledger.Table
	progress func(done, total int)

	by       complaint.Actor
	source   string // id of the import
	begun    bool
	file     *file
	result   Imported
	outcomes []outcome // but for new rows without remarks
}

func (r *importRun) all(ctx context.Context) (Imported, error) {
	s, err := r.d.Session()
	if err != nil {
		return r.result, err
	}
	if r.by, err = r.d.actor(s); err != nil {
		return r.result, err
	}
	imports, err := r.d.imports(ctx)
	if err != nil {
		return r.result, err
	}
	r.source = newID()
	if again := unfinished(imports, r.o.sum); again != nil {
		r.source, r.begun = again.ID, true
	}
	setting, err := r.d.settingOld(ctx)
	if err != nil {
		return r.result, err
	}
	r.file = newFile()
	r.result = Imported{ID: r.source, Rows: r.table.Data()}
	chunk := make([]*ledger.Record, 0, chunkRows)
	done := 0
	flush := func() error {
		if err := r.chunk(ctx, chunk); err != nil {
			return err
		}
		done += len(chunk)
		chunk = chunk[:0]
		r.progress(done, r.result.Rows)
		return nil
	}
	for record := range r.table.Records(setting) {
		if chunk = append(chunk, &record); len(chunk) == chunkRows {
			if err = flush(); err != nil {
				break
			}
		}
	}
	if err == nil && len(chunk) > 0 {
		err = flush()
	}
	if err == nil {
		err = r.end(ctx)
	}
	if err != nil && ctx.Err() != nil { // somebody wanted it so
		r.result.Cancelled = true
		return r.result, nil
	}
	return r.result, err
}

// chunk imports some rows in one transaction.
func (r *importRun) chunk(ctx context.Context, records []*ledger.Record) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	rows, above := make([]store.OldRow, len(records)), make([]int, len(records))
	for i, x := range records {
		rows[i], above[i] = rowOf(x), r.file.above(x)
	}
	var out []outcome
	err := r.d.write(ctx, func(t *store.Tx) error {
		out = out[:0]
		known, err := t.Known(rows)
		if err != nil {
			return err
		}
		for i := range records {
			x := judge(records[i], above[i], known[i], r.source)
			if x.verdict == rowNew && x.number == "" {
				if x.number, err = r.take(t, &records[i].Case); err != nil {
					return fmt.Errorf("line %d: %w", records[i].Line, err)
				}
			}
			out = append(out, x)
		}
		return nil
	})
	if err != nil {
		return err
	}
	for i := range out {
		x := &out[i]
		r.result.count(x)
		if x.verdict != rowNew || len(x.record.Remarks) > 0 {
			r.outcomes = append(r.outcomes, *x)
		}
	}
	return nil
}

// take writes a complaint; before the first, that the import begins.
func (r *importRun) take(t *store.Tx, x *complaint.OldCase) (number string, err error) {
	if !r.begun {
		mapping := r.table.Answers()
		d, err := complaint.BeginImport(r.source, complaint.ImportBody{File: r.o.name, SHA256: r.o.sum, Sheets: r.table.Sheets(), Rows: r.result.Rows, Mapping: mapping.JSON()}, r.by)
		if err != nil {
			return "", err
		}
		if err := t.AppendImport(r.by.Account, d); err != nil {
			return "", err
		}
		r.begun = true
	}
	rules := t.Rules(r.by.Office)
	if number, err = t.NextNumber(x.Form.Received().In(rules.Zone).Year()); err != nil {
		return "", err
	}
	id := newID()
	drafts, err := complaint.ReceiveOld(id, newID(), number, salt(), r.source, x, r.by, rules)
	if err != nil {
		return "", err
	}
	return number, t.Append(id, r.by.Account, drafts)
}

// end notes that all rows were looked at, where any came in.
func (r *importRun) end(ctx context.Context) error {
	if !r.begun {
		return nil
	}
	return r.d.write(ctx, func(t *store.Tx) error {
		return t.AppendImport(r.by.Account, complaint.EndImport(newID(), r.source, r.result.New, r.result.Already, r.result.Rejected))
	})
}

// ImportTime is what a window should be ready to wait for the largest file.
const ImportTime = 2 * time.Hour
