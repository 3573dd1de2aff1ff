package complaint

import (
	"slices"
	"time"

	"loketaduan/internal/calendar"
	"loketaduan/internal/fault"
	"loketaduan/internal/journal"
)

// Papers that can be printed of a complaint.
const (
	PaperReceipt     = "receipt"     // tanda terima
	PaperDisposition = "disposition" // lembar disposisi
	PaperReply       = "reply"       // surat jawaban
)

// Papers with their words.
var Papers = []Choice{{PaperReceipt, "Tanda terima"}, {PaperDisposition, "Lembar disposisi"}, {PaperReply, "Surat jawaban"}}

// Print is what the entry of a printed paper says. Code is what stands under the
// QR code of a receipt: who has the journal can tell that it was printed.
type Print struct {
	What string `json:"what"`
	Code string `json:"code,omitempty"`
}

func (p *Print) check() *fault.Fault {
	if p == nil || !slices.ContainsFunc(Papers, func(c Choice) bool { return c.Value == p.What }) {
		return fault.New(fault.Invalid, "complaint.print.what", "what", "Pilih yang akan dicetak.")
	}
	return nil
}

// Printed is a paper that went out.
type Printed struct {
	Print
	Deadline calendar.Deadline // that stands on it
	At       time.Time
	By       string
}

func (c *Complaint) printed(e *journal.Entry, b *Body) {
	if b.Print == nil {
		return
	}
	p := Printed{Print: *b.Print, At: e.Time(), By: e.Author}
	if b.Promise != nil {
		p.Deadline = b.Promise.Deadline()
	}
	c.Prints = append(c.Prints, p)
}

// PrintsOf counts how often a paper was printed, and gives its first print.
func (c *Complaint) PrintsOf(what string) (n int, first Printed) {
	for _, p := range c.Prints {
		if p.What == what {
			if n == 0 {
				first = p
			}
			n++
		}
	}
	return n, first
}

// PrintWith is the print that bears a code; nil when none was noted.
func (c *Complaint) PrintWith(code string) *Printed {
	for i := range c.Prints {
		if c.Prints[i].Code == code && code != "" {
			return &c.Prints[i]
		}
	}
	return nil
}
