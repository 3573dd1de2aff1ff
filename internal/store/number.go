package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"slices"
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

// noteNumbers keeps the register numbers of new complaints and notes which of
// them another complaint has: two PCs with one past may both have handed it out
// before either met the server.
func (f *feeds) noteNumbers() error {
	type pair struct{ number, stream string }
	pairs := make([]pair, 0, len(f.numbers)/2)
	for i := 0; i < len(f.numbers); i += 2 {
		pairs = append(pairs, pair{f.numbers[i], f.numbers[i+1]})
	}
	slices.SortStableFunc(pairs, func(a, b pair) int { return strings.Compare(a.number, b.number) }) // others wait for the same ones in the same order
	values, numbers := make([]any, 0, len(f.numbers)), make([]string, 0, len(pairs))
	for _, p := range pairs {
		values, numbers = append(values, p.number, p.stream), append(numbers, p.number)
	}
	fresh := 0
	err := f.t.insertMany("INSERT INTO register_number (number, stream) VALUES ", " ON CONFLICT (number) DO NOTHING RETURNING number", 2, values, func(rows *sql.Rows) error {
		fresh++
		return nil
	})
	if err != nil || fresh == len(pairs) {
		return err
	}
	had := map[string]string{}
	err = f.t.among("SELECT number, stream FROM register_number WHERE number IN (%s)", numbers, func(rows *sql.Rows) error {
		var number, stream string
		err := rows.Scan(&number, &stream)
		had[number] = stream
		return err
	})
	for _, p := range pairs {
		if had[p.number] != p.stream {
			f.doubled = append(f.doubled, doubled{number: p.number, one: had[p.number], other: p.stream})
		}
	}
	return err
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
