package simulation

import (
	"database/sql"
	"fmt"
	"slices"

	"loketaduan/internal/journal"
)

// written is an entry as a database has it.
type written struct {
	id, stream, office, device, kind string
	row, seq, rev, copy, branch      int64
	hash, body                       journal.Hash
	aside                            bool // set aside, and nobody has sent it anew
}

func (e *written) name() string { return e.kind + "#" + fmt.Sprint(e.seq) }

// disk is what the ledger knows of one database. entries are by id, and of two
// rows of one id the one that counts; rows is how many there are.
type disk struct {
	row     int64
	rows    int64
	entries map[string]*written
	unsent  map[string]bool
	acked   map[string]bool
	counter map[string]int64
	cursor  int64           // last position that was looked at
	low     int64           // the same downwards
	below   int64           // lowest row
	shown   map[string]bool // complaints that were there before it was filled
	pos     int64           // the cursor, and the feed hash that the desk has there
	at      journal.Hash
	newest  string
}

func newDisk() *disk {
	return &disk{entries: map[string]*written{}, unsent: map[string]bool{}, acked: map[string]bool{}, counter: map[string]int64{}}
}

// place in a feed.
type place struct {
	id   string
	hash journal.Hash
}

// ledger stands beside all machines and holds them to what was promised. It
// looks with its own eyes, into the tables, after every write.
type ledger struct {
	w        *world
	desks    map[*pc]*disk
	server   *disk
	feeds    map[string][]place         // by office
	had      map[string]map[string]bool // ids in the feed of an office
	revs     map[string]int64           // stream: last rev
	numbers  map[string]string          // register number: complaint
	givenBy  map[string]string          // register number: device that gave it out
	doubled  map[string][]string        // register number: further complaints that bear it
	promised map[string]string          // id that a clerk saw as saved: by whom
	restored bool                       // the server went back in time
	forked   bool                       // some PC shares its past with another one
	written  map[string]bool            // ids that some desk has had on its disk
	gone     map[string]bool            // of those, what is on no disk any more
	odd      map[string]bool            // ids that the server is right to set aside
}

func newLedger(w *world) *ledger {
	return &ledger{w: w, desks: map[*pc]*disk{}, server: newDisk(), feeds: map[string][]place{}, had: map[string]map[string]bool{}, revs: map[string]int64{}, numbers: map[string]string{},
		givenBy: map[string]string{}, doubled: map[string][]string{}, promised: map[string]string{}, written: map[string]bool{}, gone: map[string]bool{}, odd: map[string]bool{}}
}

func (l *ledger) open(p *pc) { l.desks[p] = newDisk() }

// saved notes what a clerk has just seen as saved; id is "" where the program
// made it.
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

// read takes in what is new or may have changed: the newest rows, those without
// a rev, and those that stand beside another of their id or their place.
func (m *machine) read(d *disk, each func(*written)) {
	from, below := d.row, d.below
	m.rows(`SELECT row, id, stream, office, device, kind, seq, coalesce(rev,0), copy, branch, hash, body_hash, EXISTS(SELECT 1 FROM set_aside s WHERE s.entry = e.row AND s.replaced = '')
FROM entry e WHERE row > ? OR row < ? OR rev IS NULL OR copy > 0 OR branch > 0 ORDER BY row`, func(r *sql.Rows) error {
		e := &written{}
		var hash, body sql.RawBytes
		err := r.Scan(&e.row, &e.id, &e.stream, &e.office, &e.device, &e.kind, &e.seq, &e.rev, &e.copy, &e.branch, &hash, &body, &e.aside)
		copy(e.hash[:], hash)
		copy(e.body[:], body)
		switch {
		case e.row > from:
			d.row = e.row
			d.rows++
			d.newest = e.name()
		case e.row < below:
			d.below = min(d.below, e.row)
			d.rows++
		}
		if have := d.entries[e.id]; have == nil || e.copy == 0 && e.branch == 0 || have.row == e.row {
			d.entries[e.id] = e
		}
		each(e)
		return err
	}, from, below)
}

// counted fails when a row that was there is no more.
func (m *machine) counted(d *disk, n int64) {
	if n != d.rows {
		m.w.fail("%s has %d entries, had %d: something vanished", m.name, n, d.rows)
	}
}

// lookAt holds a desk to: nothing vanishes; what was acknowledged stays so and
// is on the server; numbers only grow; the cursor has its rows; green is true.
func (l *ledger) lookAt(p *pc) {
	p.wrote = false
	d := l.desks[p]
	unsent, before, below := map[string]bool{}, d.row, d.below
	p.read(d, func(e *written) {
		l.written[e.id] = true
		switch {
		case e.rev == 0 && e.copy == 0:
			unsent[e.id] = true
		case (e.row > before || e.row < below) && e.rev > 0 && e.copy == 0:
			l.sent(p, e)
		}
	})
	if len(unsent) > 0 && l.green(p) {
		l.w.fail("%s says that all is sent, and %d entries are not", p.name, len(unsent))
	}
	for id := range d.unsent {
		if e := d.entries[id]; !unsent[id] && e.copy == 0 {
			l.sent(p, e)
			d.acked[id] = true
		}
	}
	for id := range unsent {
		if d.acked[id] && !l.restored {
			l.w.fail("%s: %s was acknowledged and is unsent again", p.name, d.entries[id].name())
		}
	}
	d.unsent = unsent
	cursor, fill, anew, complaints := "", "", map[string]string{}, [][2]string{}
	p.rows(`SELECT 'entries', '', count(*) FROM entry
UNION ALL SELECT 'counter', letter || year, last FROM number
UNION ALL SELECT 'anew', e.id, s.replaced FROM set_aside s JOIN entry e ON e.row = s.entry WHERE s.replaced <> ''
UNION ALL SELECT 'complaint', number, id FROM complaint
UNION ALL SELECT key, '', CAST(value AS TEXT) FROM meta WHERE key IN ('p:cursor', 'p:fill')`, func(r *sql.Rows) error {
		var what, key string
		var value any
		err := r.Scan(&what, &key, &value)
		switch what {
		case "entries":
			p.counted(d, value.(int64))
		case "counter":
			l.counter(p, d, key, value.(int64))
		case "anew":
			anew[key] = value.(string)
		case "complaint":
			complaints = append(complaints, [2]string{key, value.(string)})
		case "p:cursor":
			cursor = value.(string)
		case "p:fill":
			fill = value.(string)
		}
		return err
	})
	for _, c := range complaints {
		l.number(p, d, c[0], c[1], anew)
	}
	low := l.cursorOf(p, d, cursor, fill)
	l.wholeOnly(p, d, low, complaints)
}

// green is what the window shows.
func (l *ledger) green(p *pc) bool {
	s, err := p.desk.Status(l.w.t.Context())
	return err == nil && s.Enrolled && s.Unsent.Count == 0 && s.Unsent.SetAside == 0
}

// sent fails when the server has not the very entry that a desk has with a rev.
func (l *ledger) sent(p *pc, e *written) {
	switch have := l.server.entries[e.id]; {
	case l.restored:
	case have == nil:
		l.w.fail("%s takes %s for sent, and the server has it not", p.name, e.name())
	case have.rev == 0:
		l.w.fail("%s takes %s for accepted, and the server set it aside", p.name, e.name())
	case have.body != e.body || have.hash != e.hash && !l.forked:
		l.w.fail("%s takes %s for sent, and the server has another entry of that id", p.name, e.name())
	}
}

// counter of register numbers: it only grows.
func (l *ledger) counter(p *pc, d *disk, of string, last int64) {
	if last < d.counter[of] {
		l.w.fail("%s: the counter of %s went back from %d to %d", p.name, of, d.counter[of], last)
	}
	d.counter[of] = last
}

// number of a complaint: nobody else has it. anew is what was said again, by its
// first id.
func (l *ledger) number(p *pc, d *disk, number, id string, anew map[string]string) {
	e := d.entries[id]
	other := e != nil && e.device != l.givenBy[number]
	switch have := l.numbers[number]; {
	case have == "":
		l.numbers[number] = id
		if e != nil {
			l.givenBy[number] = e.device
		}
	case have == id || slices.Contains(l.doubled[number], id):
	case anew[have] == id:
		l.numbers[number] = id // the same complaint under an id of its own
	case l.restored && other: // the server forgot whom it had given the letter
		l.doubled[number] = append(l.doubled[number], id)
		l.w.met("a letter given twice by a restored server")
	case !l.forked || other && e.rev == 0:
		// PCs that share a past may, as long as neither knows of the other
		l.w.fail("%s: number %s is given twice", p.name, number)
	default:
		l.doubled[number] = append(l.doubled[number], id) // in the end all must have been told
	}
}

// settled tells that a copy of the disk now is one that the ledger knows.
func (l *ledger) settled(p *pc) bool { return p.ready && p.runner != nil && !p.wrote }

// cloned: the copy begins with a fresh page.
func (l *ledger) cloned(_, to *pc) {
	l.forked = true
	l.desks[to] = newDisk()
}

// restoredDesk: it shares its past with what it was.
func (l *ledger) restoredDesk(p *pc) {
	l.forked = true
	l.desks[p] = newDisk()
	l.takeStock()
}

// serverRestored: desks may take for sent what the server has lost.
func (l *ledger) serverRestored() {
	l.restored = true
	l.server, l.feeds, l.had, l.revs = newDisk(), map[string][]place{}, map[string]map[string]bool{}, map[string]int64{}
	l.takeStock()
}

// takeStock looks onto every disk, of machines that are off too, after one went
// back in time: what no disk has any more is gone for good, and nobody can be
// held to it. All else must come back.
func (l *ledger) takeStock() {
	left := map[string]bool{}
	machines := []*machine{&l.w.server.machine}
	for _, p := range l.w.pcs {
		machines = append(machines, &p.machine)
	}
	for _, m := range machines {
		for _, id := range m.inventory() {
			left[id] = true
		}
	}
	for id := range l.written {
		if !left[id] {
			l.gone[id] = true
			delete(l.promised, id)
		}
	}
}
