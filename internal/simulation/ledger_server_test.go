package simulation

import (
	"database/sql"

	"loketaduan/internal/journal"
)

// lookAtServer holds the server to: nothing vanishes, revs and positions have
// no gap, no entry comes twice in a feed, and somebody wrote it.
func (l *ledger) lookAtServer() {
	c, d := l.w.server, l.server
	c.wrote = false
	before := d.row
	c.read(d, func(e *written) {
		if e.row <= before {
			return
		}
		if e.rev > 0 && e.copy == 0 {
			if l.revs[e.stream]++; l.revs[e.stream] != e.rev {
				l.w.fail("server: rev %d of a stream comes after %d", e.rev, l.revs[e.stream]-1)
			}
		}
		if before > 0 && !l.known(e) {
			l.w.fail("the server has %s, which no desk wrote", e.name())
		}
	})
	for _, o := range []string{martapura.Code, gambut.Code, dkisp.Code} {
		l.lookAtFeed(o)
	}
}

// known tells whether some desk ever had the entry.
func (l *ledger) known(e *written) bool {
	if e.office == "pusat" || l.gone[e.id] {
		return true
	}
	for _, d := range l.desks {
		if d.entries[e.id] != nil {
			return true
		}
	}
	return false
}

func (l *ledger) lookAtFeed(o string) {
	feed := l.feeds[o]
	had := map[string]bool{}
	for _, at := range feed {
		had[at.id] = true
	}
	l.w.server.rows("SELECT f.pos, f.hash, coalesce(e.id,'') FROM feed f LEFT JOIN entry e ON e.row = f.entry WHERE f.office = ? AND f.pos > ? ORDER BY f.pos", func(r *sql.Rows) error {
		var pos int64
		var hash []byte
		var id string
		if err := r.Scan(&pos, &hash, &id); err != nil {
			return err
		}
		if pos != int64(len(feed))+1 || id == "" {
			l.w.fail("feed of %s: place %d after %d", o, pos, len(feed))
		}
		if had[id] {
			l.w.fail("feed of %s: %s comes twice", o, l.server.entries[id].name())
		}
		had[id] = true
		feed = append(feed, place{id, journal.Hash(hash)})
		return nil
	}, o, len(feed))
	l.feeds[o] = feed
	if last := l.w.server.number("SELECT coalesce(max(last),0) FROM feed_head WHERE office = ?", o); last != int64(len(feed)) {
		l.w.fail("feed of %s: its head is %d, it has %d", o, last, len(feed))
	}
}
