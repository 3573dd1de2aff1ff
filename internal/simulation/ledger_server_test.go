package simulation

import (
	"cmp"
	"database/sql"
	"slices"

	"loketaduan/internal/journal"
)

// lookAtServer holds the server to: nothing vanishes, revs and positions have
// no gap, no entry comes twice in a feed, and somebody wrote it.
func (l *ledger) lookAtServer() {
	c, d := l.w.server, l.server
	c.wrote = false
	before, without := d.row, map[string]bool{}
	var given []*written
	c.read(d, func(e *written) {
		switch {
		case e.copy > 0:
		case e.rev == 0:
			without[e.id] = true
		case e.row > before:
			given = append(given, e)
		}
		if e.row > before && e.branch > 0 {
			l.w.met("kept beside its chain")
		}
		if e.row > before && before > 0 && !l.known(e) {
			l.w.fail("the server has %s, which no desk wrote", e.name())
		}
	})
	for id := range d.unsent { // set aside at first
		if e := d.entries[id]; !without[id] {
			e.rev, e.aside = c.number("SELECT coalesce(rev, 0) FROM entry WHERE row = ?", e.row), false
			given = append(given, e)
			l.w.met("set aside, taken later")
		}
	}
	d.unsent = without
	slices.SortFunc(given, func(a, b *written) int { return cmp.Compare(a.rev, b.rev) })
	for _, e := range given {
		if l.revs[e.stream]++; l.revs[e.stream] != e.rev {
			l.w.fail("server: rev %d of a stream comes after %d", e.rev, l.revs[e.stream]-1)
		}
	}
	l.lookAtFeeds()
}

// known tells whether some desk ever had the entry.
func (l *ledger) known(e *written) bool { return e.office == "pusat" || l.written[e.id] }

// offices of the template town.
var offices = []string{martapura.Code, gambut.Code, dkisp.Code}

// lookAtFeeds reads on in all feeds, and their heads.
func (l *ledger) lookAtFeeds() {
	args := []any{}
	for _, o := range offices {
		args = append(args, o, len(l.feeds[o]))
	}
	const places, heads, entries = 0, 1, 2
	l.w.server.rows(`SELECT 0, f.office, f.pos, f.hash, coalesce(e.id,'') FROM feed f LEFT JOIN entry e ON e.row = f.entry
WHERE f.office = ?1 AND f.pos > ?2 OR f.office = ?3 AND f.pos > ?4 OR f.office = ?5 AND f.pos > ?6
UNION ALL SELECT 1, office, last, NULL, '' FROM feed_head UNION ALL SELECT 2, '', count(*), NULL, '' FROM entry ORDER BY 1, 2, 3`, func(r *sql.Rows) error {
		var what int
		var office, id string
		var pos int64
		var hash sql.RawBytes
		if err := r.Scan(&what, &office, &pos, &hash, &id); err != nil {
			return err
		}
		switch what {
		case places:
			l.placed(office, pos, place{id, journal.Hash(hash)})
		case heads:
			if have := len(l.feeds[office]); pos != int64(have) {
				l.w.fail("feed of %s: its head is %d, it has %d", office, pos, have)
			}
		case entries:
			l.w.server.counted(l.server, pos)
		}
		return nil
	}, args...)
}

// placed is the next place of a feed: no gap, and no entry twice.
func (l *ledger) placed(office string, pos int64, at place) {
	feed := l.feeds[office]
	if pos != int64(len(feed))+1 || at.id == "" {
		l.w.fail("feed of %s: place %d after %d", office, pos, len(feed))
	}
	if l.had[office] == nil {
		l.had[office] = map[string]bool{}
	}
	if l.had[office][at.id] {
		l.w.fail("feed of %s: %s comes twice", office, l.server.entries[at.id].name())
	}
	l.had[office][at.id] = true
	l.feeds[office] = append(feed, at)
}
