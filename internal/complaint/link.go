package complaint

import (
	"slices"
	"time"

	"loketaduan/internal/fault"
	"loketaduan/internal/journal"
)

// Link says that another complaint is about the same, or of the same person.
// Both keep their numbers and their own course: nothing is merged. Each of the
// two complaints has an entry of its own, so that either can be read alone.
type Link struct {
	ID     string `json:"id"`     // of the other complaint
	Number string `json:"number"` // its register number
}

// Linked is a link that stands.
type Linked struct {
	Link
	By string
	At time.Time
}

// link and unlink are sets by the other's id: nothing that another desk did can
// clash.
func (c *Complaint) link(e *journal.Entry, b *Body) {
	if b.Link != nil && !c.linkedTo(b.Link.ID) {
		c.Links = append(c.Links, Linked{Link: *b.Link, By: e.Author, At: e.Time()})
	}
}

func (c *Complaint) unlink(b *Body) {
	if b.Link != nil {
		c.Links = slices.DeleteFunc(c.Links, func(x Linked) bool { return x.ID == b.Link.ID })
	}
}

func (c *Complaint) linkedTo(id string) bool {
	return slices.ContainsFunc(c.Links, func(x Linked) bool { return x.ID == id })
}

func checkLink(c *Complaint, kind string, b *Body) *fault.Fault {
	switch {
	case b.Link == nil || !journal.IsID(b.Link.ID) || b.Link.Number == "":
		return fault.New(fault.Invalid, "complaint.link.required", "link", "Pilih aduan yang dikaitkan.")
	case b.Link.ID == c.ID:
		return fault.New(fault.Invalid, "complaint.link.self", "link", "Aduan tidak dapat dikaitkan dengan dirinya sendiri. Pilih aduan lain.")
	case kind == KLinked && c.linkedTo(b.Link.ID):
		return fault.New(fault.Conflict, "complaint.link.twice", "link", "Kedua aduan ini sudah terkait.")
	case kind == KUnlinked && !c.linkedTo(b.Link.ID):
		return fault.New(fault.NotFound, "complaint.link.not_found", "link", "Kaitan ini sudah tidak ada. Muat ulang aduannya.")
	}
	return nil
}

// Handover is a note from one clerk to the next: what is promised, where the
// papers lie. It stands on the complaint until somebody takes it.
type Handover struct {
	Entry  string
	Text   string
	To     string // account; "" = whoever comes next
	By     string
	Office string // of who wrote it: where "" is meant
	At     time.Time
}

func (c *Complaint) handOver(e *journal.Entry, b *Body) {
	c.Handover = &Handover{Entry: e.ID, Text: b.Text, To: b.To, By: e.Author, Office: e.Office, At: e.Time()}
}
