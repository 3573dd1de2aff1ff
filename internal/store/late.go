package store

import (
	"database/sql"

	"loketaduan/internal/journal"
)

// takeLate accepts what an office wrote into a stream before it was entitled to
// it, and was set aside for that: a register that was set back gets what a PC
// did with a complaint before it gets the forwarding, which another PC wrote.
func (f *feeds) takeLate(stream, office string) error {
	var late []journal.Entry
	var rows []int64
	err := f.t.run("SELECT "+entryColumns+" FROM set_aside s JOIN entry e ON e.row = s.entry WHERE e.stream = $1 AND e.office = $2 AND e.copy = 0 AND s.code = $3 ORDER BY e.row",
		[]any{stream, office, errForeignStream.Code}, func(r *sql.Rows) error {
			e, row, err := f.t.s.scanEntry(r)
			late, rows = append(late, e), append(rows, row)
			return err
		})
	if err != nil {
		return err
	}
	for i := range late {
		e := &late[i]
		b, refused := readable(e)
		if refused != nil {
			continue
		}
		// copies of it in other chains wait for the same
		const which = "id = $1 AND row IN (SELECT entry FROM set_aside WHERE code = $2)"
		if err := f.t.exec("UPDATE entry SET rev = $3, taken_at = $4 WHERE "+which, e.ID, errForeignStream.Code, f.streams[stream].rev+1, f.t.now.UnixMilli()); err != nil {
			return err
		}
		if err := f.t.exec("DELETE FROM set_aside WHERE code = $2 AND entry IN (SELECT row FROM entry WHERE "+which+")", e.ID, errForeignStream.Code); err != nil {
			return err
		}
		if err := f.admit(e, b, &placed{row: rows[i], hash: e.Hash}); err != nil {
			return err
		}
	}
	return nil
}
