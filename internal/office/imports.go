package office

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"loketaduan/internal/auth"
	"loketaduan/internal/complaint"
	"loketaduan/internal/report"
	"loketaduan/internal/store"
)

// SaveRejected writes what did not come in, and what came in with a remark, to a
// workbook: beside the export of the register when path is "". Before an import
// it tells what would not come in.
func (d *Desk) SaveRejected(ctx context.Context, id, path string) (string, int, error) {
	o, err := d.openOld(id)
	if err != nil {
		return "", 0, err
	}
	o.mu.Lock()
	table, outcomes, ran := o.table, o.report, o.result != nil
	o.mu.Unlock()
	if table == nil {
		return "", 0, errNoOld
	}
	if !ran {
		if outcomes, err = d.tryOld(ctx, table); err != nil {
			return "", 0, err
		}
	}
	head := report.RejectedHead{}
	for _, c := range table.Columns {
		head.Titles = append(head.Titles, c.Title)
	}
	var rejected, remarked []report.RejectedRow
	for i := range outcomes {
		x := &outcomes[i]
		row := report.RejectedRow{Sheet: x.record.Sheet, Line: x.record.Line, Cells: x.record.Cells}
		switch {
		case x.verdict == rowRejected:
			row.Why = sentences(x.record.Refused)
			rejected = append(rejected, row)
		case x.verdict == rowTwice:
			row.Why = fmt.Sprintf("Sama dengan baris %d dalam berkas ini.", x.line)
			rejected = append(rejected, row)
		case x.verdict == rowNew && len(x.record.Remarks) > 0:
			row.Why, row.As = sentences(x.record.Remarks), x.number
			remarked = append(remarked, row)
		}
	}
	if path == "" {
		dir := filepath.Join(d.c.Dir, "ekspor")
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return "", 0, cannotWrite(err)
		}
		path = filepath.Join(dir, fmt.Sprintf("impor-ditolak-%s.xlsx", d.c.Now().In(d.Zone()).Format("20060102-150405")))
	}
	tmp, err := os.CreateTemp(filepath.Dir(path), ".impor-*.tmp")
	if err != nil {
		return "", 0, cannotWrite(err)
	}
	defer os.Remove(tmp.Name())
	defer tmp.Close()
	head.TempDir = filepath.Dir(path)
	if err := report.WriteRejected(ctx, tmp, head, rejected, remarked); err != nil {
		return "", 0, err
	}
	if err := errors.Join(tmp.Sync(), tmp.Close()); err != nil {
		return "", 0, cannotWrite(err)
	}
	if err := os.Rename(tmp.Name(), path); err != nil {
		return "", 0, cannotWrite(err)
	}
	return path, len(rejected), nil
}

func sentences(list []string) string {
	out := ""
	for i, s := range list {
		if i > 0 {
			out += " "
		}
		out += s
	}
	return out
}

// ImportRow is an import as the office sees it.
type ImportRow struct {
	complaint.Import
	Name     string // of who did it
	Undoable int    // complaints that go with it when it is undone
	Twice    bool   // another import, not undone, is of the same file
}

// Imports of old registers, newest first.
func (d *Desk) Imports(ctx context.Context) ([]ImportRow, error) {
	if _, err := d.allowed(auth.Import); err != nil {
		return nil, err
	}
	list, err := d.imports(ctx)
	if err != nil {
		return nil, err
	}
	names, err := d.clerkNames(ctx)
	if err != nil {
		return nil, err
	}
	files := map[string]int{}
	for i := range list {
		if !list[i].Undone {
			files[list[i].SHA256]++
		}
	}
	out := make([]ImportRow, 0, len(list))
	for i := len(list) - 1; i >= 0; i-- {
		row := ImportRow{Import: list[i], Name: names[list[i].By], Twice: !list[i].Undone && files[list[i].SHA256] > 1}
		if row.Undoable, err = d.store.Undoable(ctx, list[i].ID); err != nil {
			return nil, err
		}
		out = append(out, row)
	}
	return out, nil
}

// UndoImport hides every complaint of an import but those that somebody has
// worked on since, and tells how many it hid. id is the entry's, so that a
// double click is one.
func (d *Desk) UndoImport(ctx context.Context, id, source string) (hidden int, err error) {
	s, err := d.allowed(auth.Import)
	if err != nil {
		return 0, err
	}
	if d.old.running() {
		return 0, errRunning
	}
	by, err := d.actor(s)
	if err != nil {
		return 0, err
	}
	if hidden, err = d.store.Undoable(ctx, source); err != nil {
		return 0, err
	}
	return hidden, d.update(ctx, func(t *store.Tx) error {
		if had, err := t.HasEntry(id); err != nil || had {
			return err
		}
		have, err := t.Imports(by.Office)
		if err != nil {
			return err
		}
		draft, err := complaint.UndoImport(id, source, by, have)
		if err != nil {
			return err
		}
		return t.AppendImport(by.Account, draft)
	})
}
