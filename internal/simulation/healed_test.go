package simulation

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"time"

	"loketaduan/internal/complaint"
	"loketaduan/internal/exchange"
	"loketaduan/internal/journal"
	"loketaduan/internal/store"
	"loketaduan/internal/vault"
)

// patience is how long peace may take once nothing is in the way: some rounds
// of the longest pause between two attempts.
const patience = 25 * time.Minute

// heal takes every fault away and waits for peace.
func (w *world) heal() {
	w.calm, w.calmed = true, w.now
	w.say("-- all faults end")
	for _, p := range w.pcs {
		p.link, p.full, p.fuse = link{}, false, 0
		if p.old {
			p.w.say("%s: the newest program", p.name)
			on := p.on
			p.powerOff()
			p.old = false // updated at last
			if on {
				p.powerOn()
			}
		}
	}
	w.server.full, w.server.fuse = false, 0
	w.server.again()
	w.aftermath()
	if !w.plan.backoff {
		for _, p := range w.pcs {
			p.step(exchange.Input{Event: exchange.LineUp})
		}
	}
	began := w.now
	w.until(func() bool { return w.peace() == "" || w.now.Sub(began) > patience })
	if why := w.peace(); why != "" {
		w.fail("no peace after %s without faults: %s", patience, why)
	}
	w.say("-- peace after %s", w.now.Sub(began).Round(time.Millisecond))
}

// peace tells what is still missing; "" when every desk has sent and received
// everything.
func (w *world) peace() string {
	if why := w.missing(); why != "" {
		return why
	}
	// What was no place of the feed while the server was set back may be one
	// again, on a desk that has written nothing since it was looked at.
	for _, p := range w.pcs {
		w.book.lookAt(p)
	}
	return w.missing()
}

func (w *world) missing() string {
	for _, p := range w.pcs {
		switch {
		case !p.on || p.runner == nil:
			return p.name + " is off"
		case len(p.unsaid) > 0:
			again := p.unsaid // the clerk has not forgotten
			p.unsaid = nil
			for _, s := range again {
				p.save(s)
			}
			return p.name + " has something to save"
		case p.pulled.Before(w.calmed):
			return p.name + " has not been there yet" // it does not know what the server lost
		}
		d := w.book.desks[p]
		for id := range d.unsent {
			if d.entries[id].aside {
				continue
			}
			return fmt.Sprintf("%s has %d unsent, such as %s", p.name, len(d.unsent), d.entries[id].name())
		}
		feed := w.book.feeds[p.office]
		if n := len(feed); d.pos != int64(n) || n > 0 && d.at != feed[n-1].hash {
			return fmt.Sprintf("%s is at %d of %d", p.name, d.pos, n)
		}
		if d.low > 0 {
			return fmt.Sprintf("%s is filled down to %d", p.name, d.low)
		}
	}
	return ""
}

// everythingHealed is what must be true in the end.
func (l *ledger) everythingHealed() {
	l.nothingLost()
	streams := l.onServer()
	for _, p := range l.w.pcs {
		l.sameRows(p)
		l.sameFolds(p, streams)
		l.sameRules(p)
	}
	if l.w.plan.seed%4 == 0 {
		l.chains()
	}
}

// nothingLost: what a clerk saw as saved is on the server, and in the feed of
// the office that wrote it.
func (l *ledger) nothingLost() {
	for _, id := range slices.Sorted(maps.Keys(l.promised)) {
		switch e := l.server.entries[id]; {
		case e == nil:
			l.w.fail("an entry that %s showed as saved is not on the server", l.promised[id])
		case e.rev > 0 && !(l.had[dkisp.Code][id] && (l.had[e.office][id] || e.office == "pusat")): // the server itself follows no feed
			l.w.fail("%s, which %s showed as saved, is not in the feed of its office and of the coordinator", e.name(), l.promised[id])
		}
	}
	for number, others := range l.doubled {
		bearers := slices.DeleteFunc(append(slices.Clone(others), l.numbers[number]), func(id string) bool { return l.gone[id] })
		if len(bearers) < 2 {
			continue // the first receipt is the only trace of its complaint
		}
		for _, stream := range bearers {
			if !slices.ContainsFunc(slices.Collect(maps.Values(l.server.entries)), func(e *written) bool { return e.stream == stream && e.kind == "number_doubled" }) {
				l.w.fail("number %s is on two receipts, and nobody was told", number)
			}
		}
	}
	for _, e := range l.server.entries {
		if e.aside {
			l.w.met("set aside")
		}
		if e.aside && !l.odd[e.id] && !l.saidAnew(e) {
			l.w.fail("the server set %s of %s aside: %s", e.name(), e.office, l.why(e))
		}
	}
}

// onServer reads all that the coordinator may see, which is everything but the
// accounts of a server; by stream, in the server's order.
func (l *ledger) onServer() map[string][]journal.Entry {
	page, err := l.w.server.store.Feed(context.Background(), dkisp.Code, 0, 1<<20)
	l.w.must(err, "the coordinator's feed")
	streams := map[string][]journal.Entry{}
	for _, e := range page.Entries {
		streams[e.Stream] = append(streams[e.Stream], e)
	}
	for _, s := range streams {
		slices.SortFunc(s, func(a, b journal.Entry) int { return int(a.Rev - b.Rev) })
	}
	l.noted(streams)
	return streams
}

// noted tells of each entry what its office found out about the clock later.
func (l *ledger) noted(streams map[string][]journal.Entry) {
	clocks := map[string]*journal.Clock{} // by office and entry
	for name, entries := range streams {
		if !strings.HasPrefix(name, store.StreamClocks) {
			continue
		}
		for _, e := range entries {
			var n store.ClockNote
			if e.Kind != store.ClockNoted || json.Unmarshal(e.Body, &n) != nil || name != store.StreamClocks+e.Office {
				l.w.fail("%s holds %s of %s", name, e.Kind, e.Office)
			}
			for _, id := range n.Entries {
				clocks[e.Office+id] = &journal.Clock{OffsetMs: n.OffsetMs, Unsure: n.Unsure}
				l.w.tally[fmt.Sprintf("clock: entries noted, unsure %v", n.Unsure)]++
			}
		}
	}
	for _, entries := range streams {
		for i := range entries {
			entries[i].Clock = clocks[entries[i].Office+entries[i].ID]
		}
	}
}

// sameRows: a desk has what its office is entitled to, entry for entry.
func (l *ledger) sameRows(p *pc) {
	d := l.desks[p]
	entitled := map[string]bool{}
	for _, at := range l.feeds[p.office] {
		entitled[at.id] = true
		have, want := d.entries[at.id], l.server.entries[at.id]
		if have == nil {
			l.w.fail("%s lacks %s of its feed", p.name, want.name())
		}
		if have.body != want.body || have.stream != want.stream || have.hash != want.hash && !l.forked {
			l.w.fail("%s has another %s than the server", p.name, want.name())
		}
	}
	for id, e := range d.entries {
		if !entitled[id] && !e.aside && e.copy == 0 {
			l.w.fail("%s has %s, which is in no feed of its office", p.name, e.name())
		}
	}
}

// sameFolds: every complaint that a desk has is what the server's order of its
// entries makes of it, in the detail and in the list.
func (l *ledger) sameFolds(p *pc, streams map[string][]journal.Entry) {
	ctx := context.Background()
	rows, total, _, err := p.desk.List(ctx, store.Filter{Limit: 1000})
	l.w.must(err, "the list")
	if total != len(rows) {
		l.w.fail("%s lists %d of %d", p.name, len(rows), total)
	}
	for _, row := range rows {
		if l.hasAside(p, row.ID) {
			continue // one more entry than the others have, and the clerk was told
		}
		want := complaint.Fold(row.ID, streams[row.ID])
		have, err := l.w.fold(p, row.ID)
		l.w.must(err, "a complaint of the list")
		if !reflect.DeepEqual(have, want) {
			l.w.fail("%s shows %s otherwise than the server's order makes it:\n  %s\n  %s", p.name, row.Number, brief(have), brief(want))
		}
		l.w.tally["fold: clashes"] += len(want.Clashes)
		l.w.tally["fold: clashes settled"] += len(want.Clashes) - want.OpenClashes()
		l.w.tally["fold: entries of a newer program"] += want.Newer
		l.w.tally["fold: offices of a complaint beyond the first"] += len(want.Offices) - 1
		if row.State != string(want.State) || row.Clashes != want.OpenClashes() || row.Way.Unsent > 0 {
			l.w.fail("%s lists %s as %s with %d clashes and %d unsent; it is %s with %d", p.name, row.Number, row.State, row.Clashes, row.Way.Unsent, want.State, want.OpenClashes())
		}
	}
}

func (l *ledger) why(e *written) (code string) {
	l.w.server.rows("SELECT code FROM set_aside WHERE entry = ?", func(r *sql.Rows) error { return r.Scan(&code) }, e.row)
	return code
}

// saidAnew tells that the author has said an entry again, whose id another PC of
// the same past had used, and that the server has taken that.
func (l *ledger) saidAnew(e *written) bool {
	id := ""
	for _, p := range l.w.pcs {
		p.rows("SELECT s.replaced FROM set_aside s JOIN entry e ON e.row = s.entry WHERE e.device = ? AND e.seq = ? AND s.replaced <> ''", func(r *sql.Rows) error { return r.Scan(&id) }, e.device, e.seq)
	}
	anew := l.server.entries[id]
	return anew != nil && (!anew.aside || l.saidAnew(anew))
}

func (l *ledger) hasAside(p *pc, stream string) bool {
	for _, e := range l.desks[p].entries {
		if e.aside && e.stream == stream {
			return true
		}
	}
	return false
}

// fold is the complaint as the desk shows it.
func (w *world) fold(p *pc, id string) (*complaint.Complaint, error) {
	if w.broken != nil && w.broken.fold != nil {
		return w.broken.fold(p, id)
	}
	return p.desk.Complaint(context.Background(), id, false)
}

func brief(c *complaint.Complaint) string {
	var steps []string
	for _, s := range c.History {
		steps = append(steps, fmt.Sprintf("%s@%d", s.Kind, s.Rev))
	}
	v, _ := json.Marshal(c.Values)
	return fmt.Sprintf("%s %v %d clashes %s", c.State, steps, len(c.Clashes), v)
}

// sameRules: the clocks of one office run alike on all desks.
func (l *ledger) sameRules(p *pc) {
	first := l.w.pcs[0]
	for _, o := range offices {
		a, b := first.desk.Rulebook().For(o), p.desk.Rulebook().For(o)
		if !reflect.DeepEqual(a.Settings, b.Settings) || !reflect.DeepEqual(a.Closures, b.Closures) {
			l.w.fail("%s and %s count %s's days by other rules", first.name, p.name, o)
		}
	}
}

// chains opens every database once more and recomputes all hashes.
func (l *ledger) chains() {
	verify := func(name string, st *store.Store) {
		r, err := st.VerifyJournal(context.Background())
		l.w.must(err, name)
		if r.Bad != "" {
			l.w.fail("%s: %s", name, r.Bad)
		}
	}
	verify("server", l.w.server.store)
	for _, p := range l.w.pcs {
		st, err := store.Open(context.Background(), store.Options{Path: p.path(), Keys: vault.KeysFrom(p.keys)})
		l.w.must(err, p.name)
		verify(p.name, st)
		st.Close()
	}
}
