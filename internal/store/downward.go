package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"slices"
	"strings"

	"loketaduan/internal/complaint"
	"loketaduan/internal/journal"
)

// Downward asks for a part of an office's feed for a PC that is filled from the
// head down. The PC has every position above High up to Top, and with them the
// whole of every complaint that has an entry there.
type Downward struct {
	High  int64 // read from here down; 0 = from the head
	Top   int64
	Early int64 // the streams that are no complaints were given up to this position
	Limit int   // entries written out, about
	Full  bool  // write out what the PC should have, too
}

// DownPage is a part of an office's feed, positions Low+1 to High in their
// order, and what makes the complaints in it whole: Extras, in theirs, are
// older entries of complaints that come up here for the first time, and, before all
// else, the entries of streams that are no complaints. What was an extra before
// comes as its place in a chain alone when its position is reached.
type DownPage struct {
	Low, High, Top, Head   int64
	Before, After, TopHash journal.Hash // at Low, High and Top
	Early                  int64
	Entries, Extras        []journal.Entry
	Large                  []string // complaints that are too large to be given ahead
}

// What a page may hold: an entry that is only named costs a quarter of one that
// is written out. largeMost and largeBytes bound a complaint that is given
// ahead, so that a page with one of them is still one that a slow line finishes.
const (
	costFull, costNamed = 4, 1
	bytesAnEntry        = 1 << 10
	largeMost           = 1000
	largeBytes          = 1 << 20
)

// Streams that come before all others: what the deadlines rest on, the names of
// offices and colleagues, which imports were undone. One that is missing here
// only comes later.
var (
	earlyNames = []string{StreamOffices, complaint.StreamCalendar}
	earlyKinds = []string{StreamAccounts, complaint.StreamRules, complaint.StreamImports, complaint.StreamLetterhead, complaint.StreamRegisters, StreamClocks}
)

func early(stream string) bool {
	return slices.Contains(earlyNames, stream) || slices.ContainsFunc(earlyKinds, func(kind string) bool { return strings.HasPrefix(stream, kind) })
}

// earlySQL is early for a column.
func earlySQL(column string) string {
	any := []string{column + " IN ('" + strings.Join(earlyNames, "', '") + "')"}
	for _, kind := range earlyKinds { // ';' follows ':'
		any = append(any, column+" >= '"+kind+"' AND "+column+" < '"+strings.TrimSuffix(kind, ":")+";'")
	}
	return "(" + strings.Join(any, " OR ") + ")"
}

// FeedDown reads an office's feed downwards. Nothing is remembered of what a PC
// was given: it follows from the positions that the PC names.
func (s *Store) FeedDown(ctx context.Context, office string, q Downward) (DownPage, error) {
	tx, err := s.read.fixedMoment(ctx, selectHead, selectAt, selectEarly, selectSpots, selectMates, s.selectRows())
	if err != nil {
		return DownPage{}, err
	}
	defer tx.Rollback()
	d := &downReader{s: s, ctx: ctx, tx: tx, office: office, q: q, budget: max(1, q.Limit) * costFull, bytes: int64(max(1, q.Limit)) * bytesAnEntry}
	return d.page, d.read()
}

type downReader struct {
	s      *Store
	ctx    context.Context
	tx     querier
	office string
	q      Downward
	page   DownPage
	budget int
	bytes  int64

	kinds map[string]given  // complaints that were met
	mates map[string][]spot // of those in the chunk
	whole []spot            // of all complaints that come whole
	spots []spot            // of the page, the highest first
}

// given is what became of a stream that a page meets.
type given int

const (
	isNew   given = iota + 1 // nothing of it was given yet: all of it comes with this page
	isGiven                  // all of it was given when it was met
	isLarge                  // it is given entry by entry
)

func (d *downReader) read() error {
	if err := d.ends(); err != nil || d.page.High == 0 {
		return err
	}
	if err := d.readEarly(); err != nil {
		return err
	}
	if d.page.Early < d.page.High || d.budget*4 < d.q.Limit*costFull {
		return nil // the next page goes on
	}
	for d.page.Low > 0 {
		more, err := d.chunk()
		if err != nil {
			return err
		}
		if !more {
			break
		}
	}
	return d.load()
}

// ends finds the positions and hashes that the page lies between.
func (d *downReader) ends() error {
	p := &d.page
	var hash []byte
	err := d.tx.QueryRowContext(d.ctx, selectHead, d.office).Scan(&p.Head, &hash)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return broken(err)
	}
	copy(p.TopHash[:], hash)
	p.High, p.Top, p.Early = d.q.High, d.q.Top, d.q.Early
	if p.High == 0 {
		p.High, p.Top = p.Head, p.Head
	}
	if p.High > p.Head { // of another history: the asker sees it by the head
		p.High = 0
	}
	p.Low = p.High
	if p.After, err = d.hashAt(p.High); err == nil && p.Top < p.Head {
		p.TopHash, err = d.hashAt(p.Top)
	}
	p.Before = p.After
	return err
}

func (d *downReader) hashAt(pos int64) (h journal.Hash, err error) {
	if pos == 0 {
		return h, nil
	}
	var b []byte
	err = d.tx.QueryRowContext(d.ctx, selectAt, d.office, pos).Scan(&b)
	copy(h[:], b)
	return h, broken(err)
}

var selectEarly = "SELECT " + entryColumns + ", f.pos FROM entry e CROSS JOIN feed f WHERE " + earlySQL("e.stream") + " AND f.office = $1 AND f.entry = e.row AND f.pos > $2 AND f.pos <= $3 ORDER BY f.pos LIMIT $4"

// readEarly gives the streams that are no complaints, oldest first.
func (d *downReader) readEarly() error {
	p := &d.page
	if p.Early >= p.High {
		return nil
	}
	rows, err := d.tx.QueryContext(d.ctx, selectEarly, d.office, p.Early, p.High, d.q.Limit)
	if err != nil {
		return broken(err)
	}
	defer rows.Close()
	for rows.Next() {
		var pos int64
		e, _, err := d.s.scanEntry(rows, &pos)
		if err != nil {
			return err
		}
		if d.budget -= costFull; d.bytes < int64(len(e.Body)) && len(p.Extras) > 0 {
			return nil
		}
		d.bytes -= int64(len(e.Body))
		e.Pos, p.Early = pos, pos
		p.Extras = append(p.Extras, e)
	}
	if err := rows.Err(); err != nil {
		return broken(err)
	}
	if len(p.Extras) < d.q.Limit {
		p.Early = p.High
	}
	return nil
}

// chunkSpots are looked at together.
const chunkSpots = 200

// chunk takes further positions into the page; more is false when it is full.
func (d *downReader) chunk() (more bool, err error) {
	high := d.page.Low
	low := max(0, high-int64(min(chunkSpots, max(1, d.budget/costNamed))))
	spots, err := spotsBetween(d.ctx, d.tx, d.office, low, high)
	if err != nil {
		return false, err
	}
	if d.mates, err = matesOf(d.ctx, d.tx, d.office, low, high, d.page.Top); err != nil {
		return false, err
	}
	if d.kinds == nil {
		d.kinds = map[string]given{}
	}
	for _, x := range spots {
		cost, bytes, with := d.costOf(&x)
		if len(d.spots) > 0 && (cost > d.budget || bytes > d.bytes) {
			return false, nil
		}
		d.budget, d.bytes = d.budget-cost, d.bytes-bytes
		d.spots, d.whole, d.page.Low = append(d.spots, x), append(d.whole, with...), x.pos-1
	}
	return d.budget > 0 && d.bytes > 0, nil
}

// costOf a position. At the first one of a complaint that comes whole, with are
// all of its positions from there down.
func (d *downReader) costOf(x *spot) (cost int, bytes int64, with []spot) {
	if early(x.stream) {
		if d.q.Full {
			return costFull, x.bytes, nil
		}
		return costNamed, 0, nil
	}
	kind, met := d.kinds[x.stream]
	if !met {
		kind = kindOf(d.mates[x.stream], d.page.High)
		d.kinds[x.stream] = kind
	}
	switch {
	case kind == isGiven && !d.q.Full:
		return costNamed, 0, nil
	case kind == isNew && met:
		return 0, 0, nil
	case kind == isNew:
		for _, m := range d.mates[x.stream] {
			cost, bytes = cost+costFull, bytes+m.bytes
		}
		return cost, bytes, d.mates[x.stream]
	}
	return costFull, x.bytes, nil
}

// kindOf a complaint with entries at these spots that a page from high down meets.
func kindOf(mates []spot, high int64) given {
	n, bytes, above := 0, int64(0), false
	for _, m := range mates {
		n, bytes, above = n+1, bytes+m.bytes, above || m.pos > high
	}
	switch {
	case n > largeMost || bytes > largeBytes:
		return isLarge
	case above:
		return isGiven
	}
	return isNew
}

// load reads what is written out.
func (d *downReader) load() error {
	p := &d.page
	var err error
	if p.Before, err = d.hashAt(p.Low); err != nil {
		return err
	}
	var rows []int64
	large := map[string]bool{}
	fresh := p.Extras // early ones of this very page
	for len(fresh) > 0 && fresh[len(fresh)-1].Pos > p.Low {
		last := fresh[len(fresh)-1]
		fresh, p.Entries = fresh[:len(fresh)-1], append(p.Entries, last)
	}
	written := map[int64]bool{}
	for i := range p.Entries {
		written[p.Entries[i].Pos] = true
	}
	p.Extras = fresh
	for _, x := range d.spots {
		if written[x.pos] {
			continue
		}
		kind := d.kinds[x.stream]
		if d.q.Full || !early(x.stream) && kind != isGiven {
			rows = append(rows, x.row)
		} else {
			p.Entries = append(p.Entries, journal.Entry{Device: x.device, Seq: x.seq, Pos: x.pos})
		}
		if kind == isLarge && !large[x.stream] {
			large[x.stream] = true
			p.Large = append(p.Large, x.stream)
		}
	}
	for _, x := range d.whole {
		if x.pos <= p.Low {
			rows = append(rows, x.row)
		}
	}
	opened, err := d.s.entriesIn(d.ctx, d.tx, d.office, rows)
	if err != nil {
		return err
	}
	for _, e := range opened {
		if e.Pos > p.Low {
			p.Entries = append(p.Entries, e)
		} else {
			p.Extras = append(p.Extras, e)
		}
	}
	byPos := func(a, b journal.Entry) int { return cmp.Compare(a.Pos, b.Pos) }
	slices.SortFunc(p.Entries, byPos)
	slices.SortFunc(p.Extras, byPos)
	return nil
}
