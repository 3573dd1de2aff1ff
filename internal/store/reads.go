package store

import (
	"context"
	"database/sql"
)

// reads is the pool of readers. What it is asked is fixed text, prepared once
// on each connection: preparing costs more than most questions. A text that
// depends on what is asked for goes to its DB.
type reads struct {
	*sql.DB
	kept statements
}

// readsMost bounds the texts that are kept; one beyond runs all the same.
const readsMost = 200

// QueryContext asks a fixed text.
func (r *reads) QueryContext(ctx context.Context, q string, args ...any) (*sql.Rows, error) {
	if st := r.statement(q); st != nil {
		return st.QueryContext(ctx, args...)
	}
	return r.DB.QueryContext(ctx, q, args...)
}

// QueryRowContext asks a fixed text for one row.
func (r *reads) QueryRowContext(ctx context.Context, q string, args ...any) *sql.Row {
	if st := r.statement(q); st != nil {
		return st.QueryRowContext(ctx, args...)
	}
	return r.DB.QueryRowContext(ctx, q, args...)
}

// statement is nil when the text cannot be prepared, or is one too many.
func (r *reads) statement(q string) *sql.Stmt {
	if st := r.kept.get(q); st != nil || r.kept.len() >= readsMost {
		return st
	}
	r.kept.keep(r.DB, []string{q})
	return r.kept.get(q)
}

// moment is for reads that must see the same state: all that they read is as
// one commit left it. The caller rolls it back.
func (r *reads) moment(ctx context.Context) (*sql.Tx, error) {
	tx, err := r.BeginTx(ctx, &sql.TxOptions{ReadOnly: true, Isolation: sql.LevelRepeatableRead}) // SQLite knows no other way
	return tx, broken(err)
}

// fixed is a moment whose questions are fixed texts.
type fixed struct {
	*sql.Tx
	kept *statements
}

// fixedMoment prepares the texts before it begins: within, that would want a
// second connection of the pool.
func (r *reads) fixedMoment(ctx context.Context, texts ...string) (fixed, error) {
	for _, q := range texts {
		r.statement(q)
	}
	tx, err := r.moment(ctx)
	return fixed{tx, &r.kept}, err
}

func (f fixed) QueryContext(ctx context.Context, q string, args ...any) (*sql.Rows, error) {
	if st := f.kept.get(q); st != nil {
		return f.StmtContext(ctx, st).QueryContext(ctx, args...)
	}
	return f.Tx.QueryContext(ctx, q, args...)
}

func (f fixed) QueryRowContext(ctx context.Context, q string, args ...any) *sql.Row {
	if st := f.kept.get(q); st != nil {
		return f.StmtContext(ctx, st).QueryRowContext(ctx, args...)
	}
	return f.Tx.QueryRowContext(ctx, q, args...)
}
