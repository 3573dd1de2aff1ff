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
	return t.projectComplaints([]string{id})
}

// indexMost rows wait in memory for the search index.
const indexMost = 2000

// indexed is a row of the search index.
type indexed struct {
	row    int64
	tokens string
	again  bool // it may have words there already
}

// index writes the search index, many rows in one go and in their order: between
// other writes, or after a later row, it would put each on the disk by itself.
func (t *Tx) index() error {
	slices.SortStableFunc(t.search, func(a, b indexed) int { return cmp.Compare(a.row, b.row) })
	if err := t.s.d.index(t, t.search); err != nil {
		return err
	}
	t.loose += int64(len(t.search))
	t.search = t.search[:0]
	return nil
}

// tidy merges the pieces of the search index when much was added: each piece
// costs every search a look of its own. Done when half is new, each row is
// written about twice more, however many come.
func (t *Tx) tidy() error {
	if t.loose < tidyFrom || t.s.d.optimize == "" {
		return nil
	}
	var all int64 // about: to count them would take longer the more there are
	if err := t.row("SELECT coalesce((SELECT max(row) FROM complaint) - (SELECT min(row) FROM complaint), 0)").Scan(&all); err != nil {
		return broken(err)
	}
	if t.loose < all/2 {
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
	texts := []string{c.Number, strings.TrimLeft(numberSeq(c.Number), "0"), c.Tracking,
		c.Old.Number, c.Old.ForwardedTo, c.Old.FollowUp, c.Old.Answer, c.Old.Result}
	for name, v := range c.Values {
		switch name {
		case "kind", "channel", "category", "receivedAt", "eventDate", "reporter.sex", "reporter.idType", "reporter.ageBand", "reporter.disability", "village", "reporter.village",
			"normative", "supervisory", "fieldInspection", "anonymous", "confidential", "reporter.unidentified", "reporter.byProxy":
			continue // choices and switches are filters, not words
		}
		texts = append(texts, v)
	}
	if c.Original != c.Values["narrative"] {
		texts = append(texts, c.Original)
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
