package exchange

import (
	"context"
	"time"

	"loketaduan/internal/fault"
	"loketaduan/internal/journal"
)

// Desk is the PC's journal as the loop sees it. Every method is called from one
// goroutine at a time for its kind of request, Report from one only.
type Desk interface {
	// Pending gives own entries that the server has not acknowledged, in seq
	// order from the first one, at most maxEntries.
	Pending(ctx context.Context, maxEntries int) (Outgoing, error)
	// Acked stores what the server said of the entries sent, in one transaction.
	Acked(ctx context.Context, sent []journal.Entry, a PushAnswer) error
	// Cursor is how far the feed has been stored.
	Cursor(ctx context.Context) (Cursor, error)
	// OwnHash is the hash of an entry that this PC wrote.
	OwnHash(ctx context.Context, id string) (journal.Hash, bool, error)
	// Apply stores the rows and the cursor of a page in one transaction. A page
	// without rows at position 0 is a rewind: everything stays, the cursor goes
	// back to the start; rows that come again are known by their id.
	Apply(ctx context.Context, p Page) error
	// Met tells that the server was seen; offset is its clock minus ours.
	Met(ctx context.Context, h Hello, offset time.Duration) error
	// Report is for the window. It must not block.
	Report(Line)
}

// Outgoing is a run of own unsent entries. More tells that there are further ones.
type Outgoing struct {
	Epoch   string
	Office  string
	Device  string
	Prev    journal.Hash
	Entries []journal.Entry
	More    bool
}

// Cursor is a place in the office's feed and the history that it belongs to.
// The zero value is the start of a history not known yet.
type Cursor struct {
	Epoch string
	Pos   int64
	Hash  journal.Hash
}

// OwnRef is the place that the server gave to an entry of this PC.
type OwnRef struct {
	Pos int64
	Rev int64
	ID  string
}

// Page is a checked piece of the feed. Entries have Rev, Pos, Prev and Hash;
// Own are entries of this PC, which the server does not send back. Cursor is
// the place after the page.
type Page struct {
	Entries []journal.Entry
	Own     []OwnRef
	Cursor  Cursor
}

// Line is what the window may show of the line. It says nothing of unsent
// entries: those are counted in the journal, not derived from a call.
type Line struct {
	Up          bool
	Fault       *fault.Fault // why not, or what the server refuses; nil when all is well
	LastSuccess time.Time    // last push or pull that went through
	NextTry     time.Time
	Busy        bool
}
