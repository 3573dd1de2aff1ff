package store

import (
	"database/sql"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"loketaduan/internal/complaint"
	"loketaduan/internal/journal"
)

// together is how many streams are read, folded and written in one go.
const together = 64

// streamed is a stream as the journal has it, in fold order.
type streamed struct {
	id      string
	entries []journal.Entry
	first   int64 // lowest row, where entries came from below; else 0
	listed  bool  // it may have a row in the list
}

// listed is a complaint as its row will be.
type listed struct {
	c      *complaint.Complaint
	from   *streamed
	values []any // of complaintColumns
	tokens string
	words  int64
}

// projectAll projects streams in the order given.
func (t *Tx) projectAll(ids []string) error {
	var complaints []string
	for _, id := range ids {
		if !t.s.o.Server && !early(id) {
			complaints = append(complaints, id)
			continue
		}
		if err := t.projectComplaints(complaints); err != nil {
			return err
		}
		complaints = complaints[:0]
		if err := t.project(id); err != nil {
			return err
		}
	}
	return t.projectComplaints(complaints)
}

// projectComplaints folds the next ones while the last ones are written: that
// needs the processor, this the disk. Nothing hangs on which is faster.
func (t *Tx) projectComplaints(ids []string) error {
	var folding chan []*listed
	for part := range slices.Chunk(ids, together) {
		streams, err := t.streams(part)
		if err != nil {
			return err
		}
		if len(ids) <= together {
			return t.list(t.foldAll(streams))
		}
		var ready []*listed
		if folding != nil {
			ready = <-folding
		}
		next := make(chan []*listed, 1)
		go func() { next <- t.foldAll(streams) }()
		folding = next
		if err := t.list(ready); err != nil {
			<-folding
			return err
		}
	}
	if folding == nil {
		return nil
	}
	return t.list(<-folding)
}

// streams reads what complaints are folded from. One that is half here while
// the PC is being filled is left out.
func (t *Tx) streams(ids []string) ([]*streamed, error) {
	out, by, want := make([]*streamed, 0, len(ids)), make(map[string]*streamed, len(ids)), make([]string, 0, len(ids))
	for _, id := range ids {
		s := t.held[id]
		if s == nil {
			s = &streamed{id: id, listed: true}
			by[id], want = s, append(want, id)
		}
		out = append(out, s)
	}
	err := t.among("SELECT "+entryColumns+" FROM entry e WHERE e.stream IN (%s) AND e.copy = 0", want, func(rows *sql.Rows) error {
		e, row, err := t.s.scanEntry(rows)
		if err != nil {
			return err
		}
		s := by[e.Stream]
		s.entries, s.first = append(s.entries, e), min(s.first, row)
		return nil
	})
	if err != nil {
		return nil, err
	}
	if err := t.noteClocks(out); err != nil {
		return nil, err
	}
	kept := out[:0]
	for _, s := range out {
		journal.SortFold(s.entries)
		half, err := t.halfHere(s.id, s.entries)
		if err != nil {
			return nil, err
		}
		if !half {
			kept = append(kept, s)
		}
	}
	return kept, nil
}

// foldAll makes rows of streams. It asks nothing of the database.
func (t *Tx) foldAll(streams []*streamed) []*listed {
	out := make([]*listed, 0, len(streams))
	for _, s := range streams {
		l := &listed{c: complaint.Fold(s.id, s.entries), from: s}
		if l.c.Number == "" {
			continue // a stream without its beginning is kept, not shown
		}
		if l.c.Undoable() == "" { // else it may be hidden, and none of its words is known then
			t.write(l)
		}
		out = append(out, l)
	}
	return out
}

// write makes the columns and the words of a complaint.
func (t *Tx) write(l *listed) {
	c, v := l.c, l.c.Values
	f := c.Facts()
	k := columnsOf(t.book.For(f.Office).Clocks(&f))
	told := c.Told
	if told.Due.IsZero() { // recorded before promises were kept: nothing was told that could move
		told = complaint.Promise{}
	}
	snapshot, err := json.Marshal(Snapshot{Values: v, FollowUp: c.FollowUpText, Result: c.Result, HolderName: c.HolderSay, OldNumber: c.Old.Number})
	if err != nil {
		panic(err) // strings always marshal
	}
	l.tokens, l.words = t.words.tokens(searchWords(c))
	l.values = []any{c.ID, c.Number, c.Office, c.Holder, string(c.State), v["kind"], string(c.Class()), v["category"], v["channel"],
		c.ReceivedAt().UnixMilli(), k.received, c.RecordedAt.UnixMilli(), c.RecordedBy,
		k.due, k.provisional, k.paused, c.State.Open(), c.State.ClockRuns(),
		v["village"], v["reporter.sex"], v["reporter.ageBand"], v["reporter.disability"], c.Satisfaction,
		c.Anonymous(), c.Confidential(), v["reporter.unidentified"] != "", c.OpenClashes(),
		c.ForwardedOn.String(), c.LastFollowUp.String(), c.AnsweredOn.String(), c.ClosedOn.String(), c.Tracking,
		k.latest, k.stage, k.stageBy, k.first, k.second, k.ombudsman, k.soft, told.Due.String(), told.Provisional,
		writePauses(c.Pauses), c.VerifiedOn.String(), c.ReopenedOn.String(), c.FirstFollowUp.String(), c.Responded,
		c.Undoable(), t.rowMark(c.Old.Identity), handedTo(c), t.s.seal("complaint:"+c.ID, snapshot), l.words}
}

// handedTo is for whom a note of another clerk waits; "" for nobody.
func handedTo(c *complaint.Complaint) string {
	switch {
	case c.Handover == nil || !c.State.Open():
		return ""
	case c.Handover.To == "":
		return anyOf(c.Handover.Office) + c.Handover.By
	}
	return c.Handover.To
}

// anyOf is whoever of an office comes next; behind it stands who wrote the note,
// for whom it is not.
func anyOf(office string) string { return "*" + office + "/" }

// complaintColumns in the order of listed.values, behind the id.
const complaintColumns = `number, office, holder, state, kind, class, category, channel, received_at, received_on, recorded_at, author, due_on, provisional, paused,
  is_open, clock_runs, village, sex, age_band, disability, satisfaction, anonymous, confidential, unidentified, clashes, forwarded_on, followed_on,
  answered_on, closed_on, tracking, latest_on, stage, stage_by, ombudsman_first, ombudsman_second, ombudsman_on, soft_on, told_on, told_provisional,
  pauses, verified_on, reopened_on, first_on, responded, import_id, import_mark, handed_to, sealed, words`

const (
	insertComplaints = "INSERT INTO complaint (id, " + complaintColumns + ", row) VALUES "
	selectComplaints = "SELECT id, row, words FROM complaint WHERE id IN (%s)"
)

var (
	complaintWidth  = strings.Count(insertComplaints, ",") + 1
	updateComplaint = "UPDATE complaint SET (" + complaintColumns + ") = " + rowsOf(1, complaintWidth-2) + " WHERE row = $" + strconv.Itoa(complaintWidth-1)
)

// list writes rows. A new one is numbered after the last, so that all keep
// their numbers when they are made anew; a complaint whose entries came from
// below has the row of its first.
func (t *Tx) list(all []*listed) error {
	type place struct{ row, words int64 }
	have, ids := map[string]place{}, make([]string, 0, len(all))
	shown := all[:0]
	for _, l := range all {
		gone, err := t.hidden(l.c)
		if err != nil {
			return err
		}
		if gone {
			continue
		}
		if l.values == nil {
			t.write(l)
		}
		for i := range l.c.Files {
			if err := t.refFile(l.c.Files[i].Entry, l.c.ID, &l.c.Files[i].File); err != nil {
				return err
			}
		}
		if l.from.listed {
			ids = append(ids, l.c.ID)
		}
		shown = append(shown, l)
	}
	err := t.among(selectComplaints, ids, func(rows *sql.Rows) error {
		var id string
		var p place
		err := rows.Scan(&id, &p.row, &p.words)
		have[id] = p
		return err
	})
	if err != nil {
		return err
	}
	fresh := make([]any, 0, len(shown)*complaintWidth)
	for _, l := range shown {
		p, known := have[l.c.ID]
		if known {
			if err := t.exec(updateComplaint, append(l.values[1:], p.row)...); err != nil {
				return err
			}
		} else {
			if p.row = l.from.first; p.row == 0 {
				if p.row, err = t.nextComplaint(); err != nil {
					return err
				}
			}
			fresh = append(append(fresh, l.values...), p.row)
			l.from.listed = true
		}
		if p.words != l.words || l.words == 0 {
			t.search = append(t.search, indexed{p.row, l.tokens, known})
		}
	}
	if err := t.insertMany(insertComplaints, "", complaintWidth, fresh, nil); err != nil || len(t.search) < indexMost {
		return err
	}
	return t.index()
}

// nextComplaint is the row of a new complaint.
func (t *Tx) nextComplaint() (int64, error) {
	if t.lastListed == nil {
		var last int64
		if err := t.row("SELECT coalesce(max(row), 0) FROM complaint WHERE row > 0").Scan(&last); err != nil {
			return 0, broken(err)
		}
		t.lastListed = &last
	}
	*t.lastListed++
	return *t.lastListed, nil
}
