package store

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"math"
	"slices"

	"loketaduan/internal/calendar"
)

// Probe is what a register is asked for complaints that may be like another.
type Probe struct {
	Numbers  []string      // NIK and phones: whole words, of any time
	Words    [][]string    // each group says one thing in several words
	From, To calendar.Date // receipt of those that are found by words, both ends included
	Except   string        // id of the one that is asked for
	Most     int
}

const (
	probeHits  = 400 // newest hits of one group that are looked at
	probeWords = 8   // words of the register that one typed word may stand for
	probeOwn   = 20  // complaints of the same person
)

// Alike gives the few complaints that have most in common with the probe; how
// much it is, the domain says. Only those are opened.
func (s *Store) Alike(ctx context.Context, p Probe) ([]Row, error) {
	o := s.opened.Load()
	if o == nil {
		return nil, errLocked
	}
	tx, err := s.read.moment(ctx)
	if err != nil {
		return nil, err
	}
	defer tx.Rollback()
	weight := map[int64]float64{}
	if tokens := o.words.exact(p.Numbers); len(tokens) > 0 {
		own, err := s.hits(ctx, tx, s.d.tokens(tokens), everyRow, probeOwn)
		if err != nil {
			return nil, err
		}
		for _, row := range own {
			weight[row] = math.Inf(1)
		}
	}
	first, last, some, err := s.rowsBetween(ctx, tx, p.From, p.To)
	if err != nil {
		return nil, err
	}
	for _, group := range p.Words {
		tokens := o.words.expand(group, probeWords)
		if !some || len(tokens) == 0 {
			continue
		}
		hits, err := s.hits(ctx, tx, s.d.tokens(tokens), first, probeHits)
		if err != nil {
			return nil, err
		}
		rare := math.Log(1 + float64(last-first+1)/float64(len(hits)+1))
		for _, row := range hits {
			if row <= last {
				weight[row] += rare
			}
		}
	}
	return s.heaviest(ctx, tx, weight, p)
}

// rowsBetween gives the range of rows that holds all receipts of a time; rows
// stand in the order of recording, so others may lie between.
func (s *Store) rowsBetween(ctx context.Context, q querier, from, to calendar.Date) (first, last int64, some bool, err error) {
	var a, z sql.NullInt64
	err = q.QueryRowContext(ctx, "SELECT min(row), max(row) FROM complaint WHERE received_on >= $1 AND received_on <= $2", from.String(), to.String()).Scan(&a, &z)
	return a.Int64, z.Int64, a.Valid, broken(err)
}

func (s *Store) heaviest(ctx context.Context, q querier, weight map[int64]float64, p Probe) ([]Row, error) {
	order := make([]int64, 0, len(weight))
	for row := range weight {
		order = append(order, row)
	}
	slices.SortFunc(order, func(a, b int64) int { return cmp.Or(cmp.Compare(weight[b], weight[a]), cmp.Compare(b, a)) })
	list, err := json.Marshal(order[:min(len(order), p.Most+1)])
	if err != nil {
		return nil, err
	}
	out := []Row{}
	err = s.each(ctx, q, "SELECT "+rowColumns+" FROM complaint c WHERE c.row IN ("+fmt.Sprintf(s.d.rows, 1)+") AND c.id <> $2 ORDER BY c.row DESC", []any{string(list), p.Except},
		func(r Row) error { out = append(out, r); return nil })
	slices.SortStableFunc(out, func(a, b Row) int { return cmp.Compare(weight[b.Place], weight[a.Place]) })
	return out[:min(len(out), p.Most)], err
}

// exact gives the tokens of the words that the register holds.
func (v *vocabulary) exact(words []string) (tokens []string) {
	for _, w := range words {
		if v.has(w) {
			tokens = append(tokens, v.token(w).text)
		}
	}
	return tokens
}

// expand gives the tokens of the words and of those that begin with them, most
// for each.
func (v *vocabulary) expand(words []string, most int) (tokens []string) {
	seen := map[string]bool{}
	for _, w := range words {
		found, _ := v.matching(w, most, false)
		for _, f := range found {
			if !seen[f] {
				seen[f] = true
				tokens = append(tokens, v.token(f).text)
			}
		}
	}
	return tokens
}
