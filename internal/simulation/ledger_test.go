package simulation

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"strings"

	"loketaduan/internal/journal"
)

// written is an entry as a database has it.
type written struct {
	id, stream, office, device, kind string
	seq, rev                         int64
	hash                             journal.Hash
	aside                            bool
}

func (e *written) name() string { return e.kind + "#" + fmt.Sprint(e.seq) }

// disk is what the ledger knows of one database.
type disk struct {
	row     int64
	entries map[string]*written
	unsent  map[string]bool
	acked   map[string]bool
	counter map[string]int64
	cursor  int64 // last position that was looked at
	newest  string
}

// ledger stands beside all machines and holds them to what was promised. It
// looks with its own eyes, into the tables, after every write.
type ledger struct {
	w        *world
	desks    map[*pc]*disk
	server   *disk
	feeds    map[string][]string // office: ids by position
	revs     map[string]int64    // stream: last rev
	numbers  map[string]string   // register number: complaint
	promised map[string]string   // id that a clerk saw as saved: by whom
	restored bool                // the server went back in time
	forgiven []*written          // lost with a disk
	odd      map[string]bool     // ids that the server is right to set aside
}

func newDisk() *disk {
	return &disk{entries: map[string]*written{}, unsent: map[string]bool{}, acked: map[string]bool{}, counter: map[string]int64{}}
}

func newLedger(w *world) *ledger {
	return &ledger{w: w, desks: map[*pc]*disk{}, server: newDisk(), feeds: map[string][]string{}, revs: map[string]int64{}, numbers: map[string]string{}, promised: map[string]string{}, odd: map[string]bool{}}
}

func (l *ledger) open(p *pc) { l.desks[p] = newDisk() }

// reopened makes the next look a whole one.
func (l *ledger) reopened(p *pc) { l.lookAt(p) }

// saved notes what a clerk has just seen as saved.
func (l *ledger) saved(p *pc, id string) {
	l.lookAt(p)
	if id != "" && l.desks[p].entries[id] == nil {
		l.w.fail("%s shows as saved what is not on its disk", p.name)
	}
	for id := range l.desks[p].unsent {
		l.promised[id] = p.name
	}
}

func (l *ledger) newest(p *pc) string { return l.desks[p].newest }

// settled tells that nothing unknown is about to be written: a copy of the disk
// is one that the ledger knows.
func (l *ledger) settled(p *pc) bool { return p.runner != nil }

// look is called after every event.
func (l *ledger) look() {
	if l.w.server.on && l.w.server.wrote {
		l.lookAtServer()
	}
	for _, p := range l.w.pcs {
		if p.on && p.wrote {
			l.lookAt(p)
		}
	}
}

const entryLook = "SELECT e.row, e.id, e.stream, e.office, e.device, e.kind, e.seq, coalesce(e.rev,0), e.hash, EXISTS(SELECT 1 FROM set_aside s WHERE s.id = e.id) FROM entry e "

func scanWritten(r *sql.Rows, row *int64) (*written, error) {
	e := &written{}
	var h []byte
	err := r.Scan(row, &e.id, &e.stream, &e.office, &e.device, &e.kind, &e.seq, &e.rev, &h, &e.aside)
	copy(e.hash[:], h)
	return e, err
}

// lookAt holds a desk to: nothing vanishes; what was acknowledged stays so and
// is on the server; numbers only grow; the cursor has its rows; green is true.
func (l *ledger) lookAt(p *pc) {
	p.wrote = false
	d := l.desks[p]
	p.rows(entryLook+"WHERE e.row > ? ORDER BY e.row", func(r *sql.Rows) error {
		e, err := scanWritten(r, &d.row)
		d.entries[e.id] = e
		d.newest = e.name()
		if e.rev > 0 {
			l.sent(p, e)
		}
		return err
	}, d.row)
	if n := p.number("SELECT count(*) FROM entry"); n != int64(len(d.entries)) {
		l.w.fail("%s has %d entries, had %d: something vanished", p.name, n, len(d.entries))
	}
	unsent := map[string]bool{}
	p.rows(entryLook+"WHERE e.rev IS NULL", func(r *sql.Rows) error {
		var row int64
		e, err := scanWritten(r, &row)
		if d.entries[e.id] == nil {
			l.w.fail("%s: entry %s changed its id", p.name, e.name())
		}
		d.entries[e.id] = e // a new device id or place in the chain
		unsent[e.id] = true
		return err
	})
	if len(unsent) > 0 && l.green(p) {
		l.w.fail("%s says that all is sent, and %d entries are not", p.name, len(unsent))
	}
	for id := range unsent {
		if d.acked[id] && !l.restored {
			l.w.fail("%s: %s was acknowledged and is unsent again", p.name, d.entries[id].name())
		}
	}
	l.acknowledged(p, d, unsent)
	d.unsent = unsent
	l.numbersOf(p, d)
	l.cursorOf(p, d)
}

// green is what the window shows.
func (l *ledger) green(p *pc) bool {
	s, err := p.desk.Status(l.w.t.Context())
	return err == nil && s.Enrolled && s.Unsent.Count == 0 && s.Unsent.SetAside == 0
}

// acknowledged looks at what the desk has come to take for sent.
func (l *ledger) acknowledged(p *pc, d *disk, unsent map[string]bool) {
	for id := range d.unsent {
		if !unsent[id] {
			l.sent(p, d.entries[id])
			d.acked[id] = true
		}
	}
}

// sent fails when the server has not the very entry that a desk has with a rev.
func (l *ledger) sent(p *pc, e *written) {
	switch have := l.server.entries[e.id]; {
	case l.restored:
	case have == nil:
		l.w.fail("%s takes %s for sent, and the server has it not", p.name, e.name())
	case have.rev == 0:
		l.w.fail("%s takes %s for accepted, and the server set it aside", p.name, e.name())
	case have.hash != e.hash:
		l.w.fail("%s takes %s for sent, and the server has another entry of that id", p.name, e.name())
	}
}

func (l *ledger) numbersOf(p *pc, d *disk) {
	p.rows("SELECT letter || year, last FROM number", func(r *sql.Rows) error {
		var key string
		var last int64
		err := r.Scan(&key, &last)
		if last < d.counter[key] {
			l.w.fail("%s: the counter of %s went back from %d to %d", p.name, key, d.counter[key], last)
		}
		d.counter[key] = last
		return err
	})
	p.rows("SELECT id, number FROM complaint", func(r *sql.Rows) error {
		var id, number string
		err := r.Scan(&id, &number)
		if have := l.numbers[number]; have != "" && have != id && !l.told(number) {
			l.w.fail("%s: number %s is given twice", p.name, number)
		}
		l.numbers[number] = id
		return err
	})
}

// told tells whether the two receipts of one number are found and told.
func (l *ledger) told(string) bool { return false }

// cursorOf holds the cursor to the rows that it has passed.
func (l *ledger) cursorOf(p *pc, d *disk) {
	var text string
	p.rows("SELECT value FROM meta WHERE key = 'p:cursor'", func(r *sql.Rows) error { return r.Scan(&text) })
	var c struct{ Pos int64 }
	if text == "" || json.Unmarshal([]byte(text), &c) != nil {
		return
	}
	feed := l.feeds[p.office]
	d.cursor = min(d.cursor, c.Pos)
	if l.restored {
		d.cursor = c.Pos
	}
	for ; d.cursor < c.Pos; d.cursor++ {
		if d.cursor >= int64(len(feed)) {
			l.w.fail("%s: the cursor is at %d of a feed of %d", p.name, c.Pos, len(feed))
		}
		if d.entries[feed[d.cursor]] == nil {
			l.w.fail("%s: the cursor is at %d, and the entry of place %d is not here", p.name, c.Pos, d.cursor+1)
		}
	}
}

// lookAtServer holds the server to: nothing vanishes, revs and positions have
// no gap, and no entry comes twice in a feed.
func (l *ledger) lookAtServer() {
	c, d := l.w.server, l.server
	c.wrote = false
	var fresh []*written
	first := d.row == 0
	c.rows(entryLook+"WHERE e.row > ? ORDER BY e.row", func(r *sql.Rows) error {
		e, err := scanWritten(r, &d.row)
		d.entries[e.id] = e
		fresh = append(fresh, e)
		if e.rev > 0 {
			if l.revs[e.stream]++; l.revs[e.stream] != e.rev {
				l.w.fail("server: rev %d of a stream comes after %d", e.rev, l.revs[e.stream]-1)
			}
		}
		return err
	}, d.row)
	if !first {
		l.nobodysEntries(fresh)
	}
	if n := c.number("SELECT count(*) FROM entry"); n != int64(len(d.entries)) {
		l.w.fail("the server has %d entries, had %d", n, len(d.entries))
	}
	for _, o := range []string{martapura.Code, gambut.Code, dkisp.Code} {
		l.lookAtFeed(o)
	}
}

// nobodysEntries fails for an entry on the server that no desk ever wrote.
func (l *ledger) nobodysEntries(fresh []*written) {
next:
	for _, e := range fresh {
		if e.office == "pusat" {
			continue
		}
		for _, p := range l.w.pcs {
			if l.desks[p].entries[e.id] != nil {
				continue next
			}
		}
		for _, gone := range l.forgiven {
			if gone.id == e.id {
				continue next
			}
		}
		l.w.fail("the server has %s, which no desk wrote", e.name())
	}
}

func (l *ledger) lookAtFeed(o string) {
	feed := l.feeds[o]
	had := map[string]bool{}
	for _, id := range feed {
		had[id] = true
	}
	l.w.server.rows("SELECT f.pos, coalesce(e.id,'') FROM feed f LEFT JOIN entry e ON e.row = f.entry WHERE f.office = ? AND f.pos > ? ORDER BY f.pos", func(r *sql.Rows) error {
		var pos int64
		var id string
		err := r.Scan(&pos, &id)
		if pos != int64(len(feed))+1 || id == "" {
			l.w.fail("feed of %s: place %d after %d", o, pos, len(feed))
		}
		if had[id] {
			l.w.fail("feed of %s: %s comes twice", o, l.server.entries[id].name())
		}
		had[id] = true
		feed = append(feed, id)
		return err
	}, o, len(feed))
	l.feeds[o] = feed
	if last := l.w.server.number("SELECT coalesce(max(last),0) FROM feed_head WHERE office = ?", o); last != int64(len(feed)) {
		l.w.fail("feed of %s: its head is %d, it has %d", o, last, len(feed))
	}
}

// cloned: the copy begins with a fresh page.
func (l *ledger) cloned(_, to *pc) { l.desks[to] = newDisk() }

// restoredDesk: what the disk had since its backup and nobody else has is gone
// with the disk, and nobody can be held to it.
func (l *ledger) restoredDesk(p *pc) {
	for id, e := range l.desks[p].entries {
		if l.server.entries[id] == nil && l.desks[p].unsent[id] {
			delete(l.promised, id)
			l.forgiven = append(l.forgiven, e)
		}
	}
	l.desks[p] = newDisk()
}

// serverRestored: desks may take for sent what the server has lost.
func (l *ledger) serverRestored() {
	l.restored = true
	l.server, l.feeds, l.revs = newDisk(), map[string][]string{}, map[string]int64{}
}

func (l *ledger) isComplaint(stream string) bool {
	return !strings.Contains(stream, ":") && stream != "offices" && stream != "calendar"
}
