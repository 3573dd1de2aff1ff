package store

import (
	"database/sql"
	"errors"
	"strings"

	"loketaduan/internal/complaint"
	"loketaduan/internal/fault"
	"loketaduan/internal/journal"
)

// Why an entry is set aside. Its code and the message stay with it.
var (
	errForeignStream = fault.New(fault.Forbidden, "exchange.stream.foreign", "stream", "Aduan ini bukan milik kantor ini dan tidak pernah diteruskan kepadanya. Catatan disimpan; hubungi admin kabupaten.")
	errStream        = fault.New(fault.Forbidden, "exchange.stream", "s", "PC ini tidak boleh menulis ke berkas tersebut. Daftar kantor hanya diubah oleh server pusat. Catatan disimpan; hubungi admin kabupaten.")
	errTaken         = fault.New(fault.Conflict, "exchange.id.taken", "id", "Catatan lain dengan nomor pengenal yang sama sudah diterima dari PC lain. Catatan ini disimpan; kirim ulang supaya mendapat nomor pengenal baru.")
	errStreamTaken   = fault.New(fault.Conflict, "exchange.stream.taken", "s", "Catatan ini milik aduan yang nomor pengenalnya sudah dipakai PC lain. Catatan ini disimpan; kirim ulang bersama aduannya.")
)

// refuses tells why the author may not write this entry where it belongs; nil
// when it may.
func (f *feeds) refuses(e *journal.Entry) (*fault.Fault, error) {
	switch {
	case !mayWrite(e):
		return errStream, nil
	case f.strays[e.Stream]:
		return errStreamTaken, nil
	}
	ok, err := f.entitled(e)
	if err == nil && !ok {
		return errForeignStream, nil
	}
	return nil, err
}

// mayWrite keeps desks from streams that reach others by their name: the
// offices and the calendar are the server's; accounts, closures, settings,
// letterheads, packages taken from a file and imports belong to the author's own
// office.
func mayWrite(e *journal.Entry) bool {
	if e.Office == serverOffice {
		return true
	}
	if e.Stream == StreamOffices || e.Stream == complaint.StreamCalendar || e.Kind == OfficeRegistered || e.Kind == complaint.KNumberDoubled {
		return false
	}
	for _, own := range ownStreams {
		if strings.HasPrefix(e.Stream, own) {
			return e.Stream == own+e.Office
		}
	}
	return true
}

// ownStreams are named by the office that they belong to.
var ownStreams = []string{StreamAccounts, complaint.StreamRules, complaint.StreamImports, complaint.StreamLetterhead, complaint.StreamRegisters, StreamClocks}

// strays are the streams that a PC began under an id which another PC's
// complaint has: what it writes there must not reach the other complaint. The
// few that were set aside are looked at first, not all that the PC ever wrote.
func (t *Tx) strays(device string) (map[string]bool, error) {
	rows, err := t.query("SELECT e.id FROM set_aside s CROSS JOIN entry e WHERE s.code = 'exchange.id.taken' AND e.row = s.entry AND e.device = $1 AND e.id = e.stream", device)
	if err != nil {
		return nil, broken(err)
	}
	defer rows.Close()
	out := map[string]bool{}
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			return nil, broken(err)
		}
		out[id] = true
	}
	return out, broken(rows.Err())
}

// takeAgain stores an entry whose id is known, so that its device's chain stays
// whole. The same content is the same entry: two PCs with one past both send
// it. Other content is set aside.
func (t *Tx) takeAgain(e *journal.Entry, f *feeds, branch int64) (*SetAside, error) {
	if err := f.flush(); err != nil { // it may wait there
		return nil, err
	}
	if have, err := t.same(e); err == nil { // it stood beside the chain until now
		if e.Rev = have.rev; have.aside != nil {
			return aside(e, have.aside), t.setBranch(have.row, branch)
		}
		return nil, t.setBranch(have.row, branch)
	} else if !errors.Is(err, errNoEntry) {
		return nil, err
	}
	first, err := t.entryByID(e.ID)
	if err != nil {
		return nil, err
	}
	refused := first.aside
	if !first.says(e) {
		refused = errTaken
		if e.ID == e.Stream {
			f.strays[e.Stream] = true
		}
	} else {
		e.Rev = first.rev
	}
	row, err := t.insertIn(branch, e)
	if err != nil || refused == nil {
		return nil, err
	}
	e.Rev = 0
	return aside(e, refused), t.setAside(row, refused)
}

// aside is what the author is told of an entry that is set aside.
func aside(e *journal.Entry, why *fault.Fault) *SetAside {
	return &SetAside{Seq: e.Seq, ID: e.ID, Code: why.Code, Message: why.Message}
}

func (t *Tx) setAside(row int64, why *fault.Fault) error {
	return t.exec("INSERT INTO set_aside (entry, code, message) VALUES ($1,$2,$3) ON CONFLICT (entry) DO UPDATE SET code = excluded.code, message = excluded.message", row, why.Code, why.Message)
}

// known is what is compared of an entry that is here.
type known struct {
	row, rev, seq, at, version, copy, branch int64
	stream, device, author, kind             string
	body, hash                               journal.Hash
	aside                                    *fault.Fault
}

var errNoEntry = errors.New("no such entry")

// entryByID finds the entry that has the id; errNoEntry when none has.
func (t *Tx) entryByID(id string) (*known, error) { return t.knownBy("e.id = $1 AND e.copy = 0", id) }

// entryAt finds the entry at a place in a device's chain; errNoEntry when there is none.
func (t *Tx) entryAt(device string, seq int64) (*known, error) {
	return t.knownBy("e.device = $1 AND e.seq = $2 AND e.branch = 0", device, seq)
}

func (t *Tx) knownBy(where string, args ...any) (*known, error) {
	var k known
	var body, hash []byte
	var code, message string
	err := t.row("SELECT e.row, e.stream, e.device, e.seq, e.author, e.kind, e.version, e.at, e.copy, e.branch, e.body_hash, e.hash, coalesce(e.rev, 0), coalesce(s.code, ''), coalesce(s.message, '') "+
		"FROM entry e LEFT JOIN set_aside s ON s.entry = e.row WHERE "+where, args...).
		Scan(&k.row, &k.stream, &k.device, &k.seq, &k.author, &k.kind, &k.version, &k.at, &k.copy, &k.branch, &body, &hash, &k.rev, &code, &message)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, errNoEntry
	}
	copy(k.body[:], body)
	copy(k.hash[:], hash)
	if code != "" {
		k.aside = &fault.Fault{Kind: fault.Conflict, Code: code, Message: message}
	}
	return &k, broken(err)
}

// says tells whether the entry says the same, whichever device it stands under.
func (k *known) says(e *journal.Entry) bool {
	return k.stream == e.Stream && k.author == e.Author && k.kind == e.Kind && k.version == int64(e.Version) && k.at == e.At.UnixMilli() && k.body == journal.BodyHash(e.Body)
}
