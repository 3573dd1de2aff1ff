package store

import (
	"database/sql"
	"strconv"
	"strings"
	"sync"
)

// sizes of statements over many rows: few different texts, so that each is
// prepared once. A database server answers one statement of 64 rows about as
// fast as one of a single row.
var sizes = []int{64, 16, 4, 2, 1}

// insertMany runs an INSERT for all rows in the order given; start ends with
// VALUES, end is what follows the rows. scan reads what RETURNING gives, in any
// order; nil = nothing.
func (t *Tx) insertMany(start, end string, columns int, values []any, scan func(*sql.Rows) error) error {
	return eachBatch(columns, values, func(n int, part []any) error {
		return t.run(start+rowsOf(n, columns)+end, part, scan)
	})
}

// eachBatch gives the values of rows in batches of n rows each.
func eachBatch(columns int, values []any, do func(n int, part []any) error) error {
	for len(values) > 0 {
		n := 1
		for _, n = range sizes {
			if n*columns <= len(values) {
				break
			}
		}
		if err := do(n, values[:n*columns]); err != nil {
			return err
		}
		values = values[n*columns:]
	}
	return nil
}

// among runs a query for all texts, in the order given; %s stands where they go
// in an IN (...).
func (t *Tx) among(q string, all []string, scan func(*sql.Rows) error) error {
	return among(t, q, nil, all, scan)
}

// among runs a statement for all values, in the order given; %s stands where
// they go in an IN (...), behind what comes first. scan nil: it is no query.
func among[V any](t *Tx, q string, first []any, all []V, scan func(*sql.Rows) error) error {
	for len(all) > 0 {
		n := min(len(all), sizes[0])
		size := n
		for _, wide := range sizes {
			if wide >= n {
				size = wide
			}
		}
		values := append(make([]any, 0, len(first)+size), first...)
		for i := range size {
			values = append(values, all[min(i, n-1)]) // the last one again changes nothing
		}
		marks := strings.Trim(rowsOf(1, size), "()")
		if len(first) > 0 {
			marks = strings.Trim(rowsOf(1, size+len(first)), "()")
			marks = marks[strings.Index(marks, "$"+strconv.Itoa(len(first)+1)):]
		}
		if err := t.run(strings.Replace(q, "%s", marks, 1), values, scan); err != nil {
			return err
		}
		all = all[n:]
	}
	return nil
}

// run reads a query to its end before the next may begin; without scan it is
// no query.
func (t *Tx) run(q string, values []any, scan func(*sql.Rows) error) error {
	if scan == nil {
		return t.exec(q, values...)
	}
	rows, err := t.query(q, values...)
	if err != nil {
		return broken(err)
	}
	return toEnd(rows, scan)
}

// toEnd reads rows to their end.
func toEnd(rows *sql.Rows, scan func(*sql.Rows) error) error {
	defer rows.Close()
	for rows.Next() {
		if err := scan(rows); err != nil {
			return broken(err)
		}
	}
	return broken(rows.Err())
}

var rowTexts sync.Map // [2]int -> string

// rowsOf gives ($1,$2),($3,$4) ...
func rowsOf(n, columns int) string {
	if s, ok := rowTexts.Load([2]int{n, columns}); ok {
		return s.(string)
	}
	var b strings.Builder
	for i := range n * columns {
		switch {
		case i == 0:
			b.WriteString("(")
		case i%columns == 0:
			b.WriteString("),(")
		default:
			b.WriteString(",")
		}
		b.WriteString("$" + strconv.Itoa(i+1))
	}
	b.WriteString(")")
	rowTexts.Store([2]int{n, columns}, b.String())
	return b.String()
}
