package store

import (
	"context"
	"encoding/json"
	"strings"

	"loketaduan/internal/complaint"
	"loketaduan/internal/journal"
)

// doubled is a register number that two complaints bear.
type doubled struct {
	number string
	one    string // stream that had it first
	other  string
}

// number notes the register number of a new complaint and whether another
// complaint has it: two PCs with one past may both have handed it out before
// either met the server.
func (f *feeds) number(e *journal.Entry, number string) error {
	st, err := f.t.prepared("INSERT INTO register_number (number, stream) VALUES ($1, $2) ON CONFLICT (number) DO NOTHING")
	if err != nil {
		return err
	}
	res, err := st.ExecContext(f.t.ctx, number, e.Stream)
	if err != nil {
		return broken(err)
	}
	if n, err := res.RowsAffected(); err != nil || n > 0 {
		return broken(err)
	}
	var had string
	if err := f.t.row("SELECT stream FROM register_number WHERE number = $1", number).Scan(&had); err != nil {
		return broken(err)
	}
	if had != e.Stream {
		f.doubled = append(f.doubled, doubled{number: number, one: had, other: e.Stream})
	}
	return nil
}

// tellDoubled writes a note on both complaints that bear one number. Neither
// number changes, for both citizens hold their receipts.
func (t *Tx) tellDoubled(all []doubled) error {
	for _, d := range all {
		for _, pair := range [][2]string{{d.one, d.other}, {d.other, d.one}} {
			var office string
			if err := t.row("SELECT office FROM entry WHERE id = $1 AND copy = 0", pair[1]).Scan(&office); err != nil {
				return broken(err)
			}
			body, err := json.Marshal(complaint.Body{Number: d.number, Office: office, Target: pair[1]})
			if err != nil {
				return err
			}
			if err := t.appendOwn(pair[0], journal.Draft{ID: newID(), Kind: complaint.KNumberDoubled, Version: 1, Body: body}); err != nil {
				return err
			}
		}
	}
	return nil
}

// rebuildNumbers makes the list of register numbers anew from the journal.
func (t *Tx) rebuildNumbers() error {
	if err := t.exec("DELETE FROM register_number"); err != nil {
		return err
	}
	rows, err := t.query("SELECT " + entryColumns + " FROM entry e WHERE e.kind = 'received' AND e.rev IS NOT NULL AND e.copy = 0 ORDER BY e.row")
	if err != nil {
		return broken(err)
	}
	defer rows.Close()
	numbers, streams := []string{}, []string{}
	for rows.Next() {
		e, _, err := t.s.scanEntry(rows)
		if err != nil {
			return err
		}
		if b, refused := readable(&e); refused == nil && b.Number != "" {
			numbers, streams = append(numbers, b.Number), append(streams, e.Stream)
		}
	}
	if err := rows.Err(); err != nil {
		return broken(err)
	}
	for i := range numbers {
		if err := t.exec("INSERT INTO register_number (number, stream) VALUES ($1, $2) ON CONFLICT (number) DO NOTHING", numbers[i], streams[i]); err != nil {
			return err
		}
	}
	return nil
}

// letterUsed tells whether any complaint bears a number with the letter.
func letterUsed(ctx context.Context, q querier, office, letter string) (bool, error) {
	from := strings.ReplaceAll(office, ".", "") + "-" + letter
	var n int
	err := q.QueryRowContext(ctx, "SELECT count(*) FROM (SELECT 1 FROM register_number WHERE number > $1 AND number < $2 LIMIT 1) x", from+"-", from+".").Scan(&n)
	return n > 0, broken(err)
}
