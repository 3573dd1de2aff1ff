package store

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"

	"loketaduan/internal/complaint"
	"loketaduan/internal/vault"
)

// Stream names that are not complaints.
const (
	StreamOffices  = "offices"
	StreamAccounts = "accounts:" // + office code
)

// Snapshot is the sealed part of a complaint's row: what lists and exports
// show without reading the journal.
type Snapshot struct {
	Values     map[string]string `json:"v"`
	FollowUp   string            `json:"f,omitempty"`
	Result     string            `json:"r,omitempty"`
	OldNumber  string            `json:"o,omitempty"` // in the register that it was imported from
	HolderName string            `json:"h,omitempty"`
}

// project writes what follows from a stream. The server keeps no list of
// complaints: it orders and hands on, the desks fold.
func (t *Tx) project(id string) error {
	switch {
	case id == StreamOffices:
		return t.projectOffices()
	case strings.HasPrefix(id, StreamAccounts):
		return t.projectAccounts(id)
	case complaint.IsRuleStream(id):
		return nil // projectBook
	case strings.HasPrefix(id, complaint.StreamLetterhead):
		return nil // read when something is printed
	case strings.HasPrefix(id, complaint.StreamRegisters):
		return t.projectImports(id)
	case t.s.o.Server:
		return t.projectFiles(id)
	}
	entries, err := t.stream(id)
	if err != nil {
		return err
	}
	c := complaint.Fold(id, entries)
	if c.Number == "" {
		return nil // a stream without its beginning is kept, not shown
	}
	if half, err := t.halfHere(id, entries); err != nil || half {
		return err
	}
	if gone, err := t.hidden(c); err != nil || gone {
		return err
	}
	unsent := 0
	for i := range entries {
		if !entries[i].Accepted() {
			unsent++
		}
	}
	for i := range c.Files {
		if err := t.refFile(c.Files[i].Entry, id, &c.Files[i].File); err != nil {
			return err
		}
	}
	return t.putComplaint(c, unsent)
}

// Rows are numbered without gaps, so that they keep their numbers when all is
// made anew. A complaint whose entries came from below has the row of its first.
// $1 and $2 are both its id: numbers that stand once cost less.
const upsertComplaint = `INSERT INTO complaint (row, id,
  number, office, holder, state, kind, class, category, channel, received_at, received_on, recorded_at, author, due_on, provisional, paused, is_open,
  clock_runs, village, sex, age_band, disability, satisfaction, anonymous, confidential, unidentified, clashes, unsent, forwarded_on, followed_on,
  answered_on, closed_on, tracking, latest_on, stage, stage_by, ombudsman_first, ombudsman_second, ombudsman_on, soft_on, told_on, told_provisional,
  pauses, verified_on, reopened_on, first_on, responded, import_id, import_mark, sealed)
VALUES (coalesce((SELECT min(row) FROM entry WHERE stream = $1 AND row < 0), (SELECT coalesce(max(row), 0) + 1 FROM complaint WHERE row > 0)),$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17,$18,$19,$20,$21,$22,$23,$24,$25,$26,$27,$28,$29,$30,$31,$32,$33,$34,$35,$36,$37,$38,$39,$40,$41,$42,$43,$44,$45,$46,$47,$48,$49,$50,$51)
ON CONFLICT (id) DO UPDATE SET
  number=excluded.number, office=excluded.office, holder=excluded.holder, state=excluded.state, kind=excluded.kind, class=excluded.class,
  category=excluded.category, channel=excluded.channel, received_at=excluded.received_at, received_on=excluded.received_on,
  recorded_at=excluded.recorded_at, author=excluded.author, due_on=excluded.due_on, provisional=excluded.provisional, paused=excluded.paused,
  is_open=excluded.is_open, clock_runs=excluded.clock_runs, village=excluded.village, sex=excluded.sex, age_band=excluded.age_band,
  disability=excluded.disability, satisfaction=excluded.satisfaction, anonymous=excluded.anonymous, confidential=excluded.confidential,
  unidentified=excluded.unidentified, clashes=excluded.clashes, unsent=excluded.unsent, forwarded_on=excluded.forwarded_on,
  followed_on=excluded.followed_on, answered_on=excluded.answered_on, closed_on=excluded.closed_on, tracking=excluded.tracking,
  latest_on=excluded.latest_on, stage=excluded.stage, stage_by=excluded.stage_by, ombudsman_first=excluded.ombudsman_first,
  ombudsman_second=excluded.ombudsman_second, ombudsman_on=excluded.ombudsman_on, soft_on=excluded.soft_on, told_on=excluded.told_on,
  told_provisional=excluded.told_provisional, pauses=excluded.pauses, verified_on=excluded.verified_on, reopened_on=excluded.reopened_on,
  first_on=excluded.first_on, responded=excluded.responded, import_id=excluded.import_id, import_mark=excluded.import_mark, sealed=excluded.sealed
RETURNING row`

func (t *Tx) putComplaint(c *complaint.Complaint, unsent int) error {
	f := c.Facts()
	rules := t.book.For(f.Office)
	k := columnsOf(rules.Clocks(&f))
	told := c.Told
	if told.Due.IsZero() { // recorded before promises were kept: nothing was told that could move
		told = complaint.Promise{}
	}
	sealed, err := json.Marshal(Snapshot{Values: c.Values, FollowUp: c.FollowUpText, Result: c.Result, HolderName: c.HolderSay, OldNumber: c.Old.Number})
	if err != nil {
		return err
	}
	v := c.Values
	st, err := t.prepared(upsertComplaint)
	if err != nil {
		return err
	}
	var row int64
	err = st.QueryRowContext(t.ctx, c.ID, c.ID, c.Number, c.Office, c.Holder, string(c.State), v["kind"], string(c.Class()), v["category"], v["channel"],
		c.ReceivedAt().UnixMilli(), k.received, c.RecordedAt.UnixMilli(), c.RecordedBy,
		k.due, k.provisional, k.paused, c.State.Open(), c.State.ClockRuns(),
		v["village"], v["reporter.sex"], v["reporter.ageBand"], v["reporter.disability"], c.Satisfaction,
		c.Anonymous(), c.Confidential(), v["reporter.unidentified"] != "", c.OpenClashes(), unsent,
		c.ForwardedOn.String(), c.LastFollowUp.String(), c.AnsweredOn.String(), c.ClosedOn.String(), c.Tracking,
		k.latest, k.stage, k.stageBy, k.first, k.second, k.ombudsman, k.soft, told.Due.String(), told.Provisional,
		writePauses(c.Pauses), c.VerifiedOn.String(), c.ReopenedOn.String(), c.FirstFollowUp.String(), c.Responded,
		c.Undoable(), t.rowMark(c.Old.Identity), t.s.seal("complaint:"+c.ID, sealed)).Scan(&row)
	if err != nil {
		return broken(err)
	}
	t.search = append(t.search, indexed{row, t.words.tokens(searchWords(c))})
	if len(t.search) >= indexMost {
		return t.index()
	}
	return nil
}

// indexMost rows wait in memory for the search index.
const indexMost = 2000

// indexed is a row of the search index.
type indexed struct {
	row    int64
	tokens string
}

// index writes the search index, many rows in one go and in their order: between
// other writes, or after a later row, it would put each on the disk by itself.
func (t *Tx) index() error {
	slices.SortStableFunc(t.search, func(a, b indexed) int { return cmp.Compare(a.row, b.row) })
	for _, x := range t.search {
		if err := t.exec(t.s.d.put, x.row, x.tokens); err != nil {
			return err
		}
	}
	t.loose += int64(len(t.search))
	t.search = t.search[:0]
	return nil
}

// tidy merges the pieces of the search index when much was added: each piece
// costs every search a look of its own. Done at an eighth, it stays a small
// part of the writing.
func (t *Tx) tidy() error {
	if t.loose < tidyFrom || t.s.d.optimize == "" {
		return nil
	}
	var all int64
	if err := t.row("SELECT count(*) FROM complaint").Scan(&all); err != nil {
		return broken(err)
	}
	if t.loose < all/8 {
		return nil
	}
	t.loose = 0
	return t.exec(t.s.d.optimize)
}

const (
	tidyFrom  = 1000 // rows
	tidyPages = 1000 // 4 KB each, merged when the register opens: at most about 0.2 s
)

// searchWords of a complaint: number, every value that somebody typed, the
// reporter's first words, and what was written since.
func searchWords(c *complaint.Complaint) []string {
	texts := []string{c.Number, strings.TrimLeft(numberSeq(c.Number), "0"), c.Original, c.Tracking,
		c.Old.Number, c.Old.ForwardedTo, c.Old.FollowUp, c.Old.Answer, c.Old.Result}
	for name, v := range c.Values {
		switch name {
		case "kind", "channel", "category", "receivedAt", "eventDate", "reporter.sex", "reporter.idType", "reporter.ageBand", "reporter.disability", "village", "reporter.village",
			"normative", "supervisory", "fieldInspection", "anonymous", "confidential", "reporter.unidentified", "reporter.byProxy":
			continue // choices and switches are filters, not words
		}
		texts = append(texts, v)
	}
	for i := range c.History {
		texts = append(texts, c.History[i].Body.Text)
	}
	return vault.Words(texts...)
}

func numberSeq(number string) string {
	parts := strings.Split(number, "-")
	if len(parts) < 4 {
		return ""
	}
	return parts[3]
}

// Office of the regency.
type Office struct {
	Code string `json:"code"`
	Name string `json:"name"`
	Kind string `json:"kind"` // kecamatan, opd, koordinator
}

// OfficeRegistered is the kind of entry that makes an office known.
const OfficeRegistered = "office_registered"

func (t *Tx) projectOffices() error {
	entries, err := t.stream(StreamOffices)
	if err != nil {
		return err
	}
	for i := range entries {
		var o Office
		if entries[i].Kind != OfficeRegistered || json.Unmarshal(entries[i].Body, &o) != nil || o.Code == "" {
			continue
		}
		if err := t.exec("INSERT INTO office (code, name, kind) VALUES ($1,$2,$3) ON CONFLICT (code) DO UPDATE SET name=excluded.name, kind=excluded.kind", o.Code, o.Name, o.Kind); err != nil {
			return err
		}
	}
	return nil
}

// Account of an office; its password stays on the PCs where it was set.
type Account struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	Username string `json:"username"`
	Role     string `json:"role"`
	Office   string `json:"office"`
}

// AccountAdded is the kind of entry that makes an account known.
const AccountAdded = "account_added"

func (t *Tx) projectAccounts(stream string) error {
	entries, err := t.stream(stream)
	if err != nil {
		return err
	}
	newest := map[string]Account{}
	for i := range entries {
		var a Account
		if entries[i].Kind == AccountAdded && json.Unmarshal(entries[i].Body, &a) == nil && a.ID != "" && isCode(a.ID) && isCode(a.Role) && isCode(a.Office) {
			newest[a.ID] = a
		}
	}
	var rows []any
	for _, id := range sortedKeys(newest) {
		a := newest[id]
		sealed, err := json.Marshal(a)
		if err != nil {
			return err
		}
		rows = append(rows, a.ID, a.Role, a.Office, t.s.seal("account:"+a.ID, sealed))
	}
	return t.insertMany("INSERT INTO account (id, role, office, sealed) VALUES ", " ON CONFLICT (id) DO UPDATE SET role=excluded.role, office=excluded.office, sealed=excluded.sealed", 4, rows, nil)
}
