package store

import (
	"context"
	"encoding/json"
	"slices"

	"loketaduan/internal/complaint"
	"loketaduan/internal/journal"
)

// Imports of an office's old registers, oldest first.
func (s *Store) Imports(ctx context.Context, office string) ([]complaint.Import, error) {
	rows, err := s.read.QueryContext(ctx, selectStream, complaint.StreamRegisters+office)
	if err != nil {
		return nil, broken(err)
	}
	entries, err := s.scanStream(rows)
	return complaint.FoldImports(office, entries), err
}

// Imports as they stand in the transaction.
func (t *Tx) Imports(office string) ([]complaint.Import, error) {
	entries, err := t.stream(complaint.StreamRegisters + office)
	return complaint.FoldImports(office, entries), err
}

// Undoable counts the complaints that an import would take along.
func (s *Store) Undoable(ctx context.Context, source string) (n int, err error) {
	err = s.read.QueryRowContext(ctx, "SELECT count(*) FROM complaint WHERE import_id <> '' AND import_id = $1", source).Scan(&n)
	return n, broken(err)
}

// undone tells whether an import was undone, by any entry that is here.
func (t *Tx) undone(office, source string) (bool, error) {
	all, ok := t.imports[office]
	if !ok {
		var err error
		if all, err = t.Imports(office); err != nil {
			return false, err
		}
		if t.imports == nil {
			t.imports = map[string][]complaint.Import{}
		}
		t.imports[office] = all
	}
	return slices.ContainsFunc(all, func(x complaint.Import) bool { return x.ID == source && x.Undone }), nil
}

// hidden takes a complaint off the lists whose import was undone. One that
// somebody has worked on stays, or comes back with that work.
func (t *Tx) hidden(c *complaint.Complaint) (bool, error) {
	source := c.Undoable()
	if source == "" {
		return false, nil
	}
	gone, err := t.undone(c.Office, source)
	if err != nil || !gone {
		return false, err
	}
	return true, t.hide("id = $1", c.ID)
}

// projectImports takes what goes with undone imports off the lists.
func (t *Tx) projectImports(stream string) error {
	office := stream[len(complaint.StreamRegisters):]
	all, err := t.Imports(office)
	if err != nil {
		return err
	}
	for _, x := range all {
		if x.Undone {
			if err := t.hide("import_id <> '' AND import_id = $1 AND office = $2", x.ID, office); err != nil {
				return err
			}
		}
	}
	return nil
}

func (t *Tx) hide(where string, args ...any) error {
	if err := t.index(); err != nil { // what waits for the index may be among them
		return err
	}
	if err := t.exec(t.s.d.forget+" IN (SELECT row FROM complaint WHERE "+where+")", args...); err != nil {
		return err
	}
	t.lastListed = nil
	return t.exec("DELETE FROM complaint WHERE "+where, args...)
}

// rowMark is how the identity of a row stands on the disk: keyed.
func (t *Tx) rowMark(identity string) string { return t.s.rowMark(identity) }

func (s *Store) rowMark(identity string) string {
	if identity == "" {
		return ""
	}
	return s.opened.Load().keys.FileMark("row " + identity)
}

// OldRow is a row of an old register, as far as it can be known again.
type OldRow struct {
	Identity string // see complaint.OldCase
	Number   string // its old number, or one of ours
	Tracking string
}

// Here is a complaint that a row tells of.
type Here struct {
	Number string // register number; "" = there is none
	Import string // that it came by, while nobody has worked on it
}

// Known tells for each row which complaint of the register it is.
func (s *Store) Known(ctx context.Context, rows []OldRow) ([]Here, error) {
	tx, err := s.read.moment(ctx)
	if err != nil {
		return nil, err
	}
	defer tx.Rollback()
	return s.known(ctx, tx, rows)
}

// Known is the same as it stands in the transaction, without what the
// transaction itself has appended.
func (t *Tx) Known(rows []OldRow) ([]Here, error) { return t.s.known(t.ctx, t.tx, rows) }

func (s *Store) known(ctx context.Context, q querier, rows []OldRow) ([]Here, error) {
	if !s.Unlocked() {
		return nil, errLocked
	}
	out := make([]Here, len(rows))
	by := map[string]map[string][]int{"import_mark": {}, "tracking": {}, "number": {}}
	note := func(column, value string, i int) {
		if value != "" {
			by[column][value] = append(by[column][value], i)
		}
	}
	for i, r := range rows {
		note("import_mark", s.rowMark(r.Identity), i)
		note("tracking", r.Tracking, i)
		if n, err := complaint.ParseNumber(r.Number); err == nil {
			note("number", n.String(), i)
		}
	}
	for _, column := range []string{"number", "tracking", "import_mark"} {
		err := s.lookUp(ctx, q, column, sortedKeys(by[column]), func(value, old string, h Here) {
			for _, i := range by[column][value] {
				if out[i].Number == "" && (column != "import_mark" || complaint.SameNumber(old, rows[i].Number)) {
					out[i] = h
				}
			}
		})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// lookUp finds the complaints that have one of the values in a column.
func (s *Store) lookUp(ctx context.Context, q querier, column string, values []string, found func(value, old string, h Here)) error {
	for part := range slices.Chunk(values, sizes[0]) {
		args := make([]any, sizes[0])
		for i := range args {
			args[i] = part[min(i, len(part)-1)]
		}
		marks := rowsOf(1, len(args))
		rows, err := q.QueryContext(ctx, "SELECT id, number, import_id, "+column+", sealed FROM complaint WHERE "+column+" <> '' AND "+column+" IN "+marks+" ORDER BY row", args...)
		if err != nil {
			return broken(err)
		}
		for rows.Next() {
			var id, value string
			var h Here
			var sealed []byte
			var snapshot Snapshot
			err := rows.Scan(&id, &h.Number, &h.Import, &value, &sealed)
			if err == nil && column == "import_mark" {
				var plain []byte
				if plain, err = s.unseal("complaint:"+id, sealed); err == nil {
					err = json.Unmarshal(plain, &snapshot)
				}
			}
			if err != nil {
				rows.Close()
				return broken(err)
			}
			found(value, snapshot.OldNumber, h)
		}
		rows.Close()
		if err := rows.Err(); err != nil {
			return broken(err)
		}
	}
	return nil
}

// AppendImport writes an entry about an import of the desk's office.
func (t *Tx) AppendImport(author string, d journal.Draft) error {
	desk, err := t.Desk()
	if err != nil {
		return err
	}
	return t.Append(complaint.StreamRegisters+desk.Office, author, []journal.Draft{d})
}
