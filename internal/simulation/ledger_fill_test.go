package simulation

import (
	"encoding/json"

	"loketaduan/internal/journal"
)

// cursorOf holds the cursor to the rows that it has passed: all from the start,
// or, on a PC that is being filled, those above the place that this has come
// down to, which it gives.
func (l *ledger) cursorOf(p *pc, d *disk, cursor, fill string) (low int64) {
	type at struct {
		Epoch           string
		Pos, Low, Early int64
		Hash            journal.Hash
	}
	var c, f at
	if fill != "" {
		l.w.must(json.Unmarshal([]byte(fill), &f), "fill")
	}
	if cursor != "" {
		l.w.must(json.Unmarshal([]byte(cursor), &c), "cursor")
	}
	feed := l.feeds[p.office]
	d.pos, d.at = c.Pos, c.Hash
	is := func(pos int64, h journal.Hash) bool {
		return pos == 0 || pos <= int64(len(feed)) && feed[pos-1].hash == h
	}
	if !is(c.Pos, c.Hash) || !is(f.Low, f.Hash) {
		if !l.restored {
			l.w.fail("%s: the cursor is at %d and the fill at %d of a feed of %d, or of another feed", p.name, c.Pos, f.Low, len(feed))
		}
		d.cursor, d.low = 0, 0
		return 0
	}
	if d.cursor < f.Low || c.Pos < d.low { // it begins, or begins anew
		d.cursor, d.low = f.Low, f.Low
	}
	here := func(pos int64) {
		if d.entries[feed[pos-1].id] == nil {
			l.w.fail("%s: the cursor is at %d, the fill at %d, and the entry of place %d is not here", p.name, c.Pos, f.Low, pos)
		}
	}
	for d.cursor = min(d.cursor, c.Pos); d.cursor < c.Pos; d.cursor++ {
		here(d.cursor + 1)
	}
	for ; d.low > f.Low; d.low-- {
		here(d.low)
	}
	if f.Low > 0 {
		for pos := int64(1); pos <= f.Early; pos++ {
			if !journal.IsID(l.server.entries[feed[pos-1].id].stream) {
				here(pos)
			}
		}
	}
	return f.Low
}

// wholeOnly: while a PC is being filled it shows no complaint without all of its
// entries, but for those that it had before.
func (l *ledger) wholeOnly(p *pc, d *disk, low int64, complaints [][2]string) {
	if low == 0 {
		d.shown = nil
		return
	}
	if d.shown == nil {
		d.shown = map[string]bool{}
		for _, c := range complaints {
			if e := d.entries[c[1]]; e != nil && e.row > 0 {
				d.shown[c[1]] = true
			}
		}
		l.w.met("a PC is being filled")
	}
	missing := map[string]int64{}
	for i, at := range l.feeds[p.office][:low] {
		if d.entries[at.id] == nil {
			missing[l.server.entries[at.id].stream] = int64(i + 1)
		}
	}
	for _, c := range complaints {
		if pos := missing[c[1]]; pos > 0 && !d.shown[c[1]] && !l.restored {
			l.w.fail("%s shows complaint %s without the entry of place %d", p.name, c[0], pos)
		}
	}
}
