package exchange

import (
	"context"
	"crypto/ed25519"
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
	// Filling is how far a new PC has been filled from the head of the feed down.
	Filling(ctx context.Context) (Filling, error)
	// Accepted gives the hashes of those of a device's entries that are here in the
	// server's order.
	Accepted(ctx context.Context, device string, seqs []int64) (map[int64]journal.Hash, error)
	// Fill stores a page downwards and how far the fill is in one transaction;
	// at its beginning also the cursor.
	Fill(ctx context.Context, p FillPage) error
	// StopFill gives the fill up: the feed is read from its start instead.
	StopFill(ctx context.Context) error
	// Met tells that the server was seen; offset is its clock minus ours.
	Met(ctx context.Context, h Hello, offset time.Duration) error

	// Claims is what the PC has of every device's chain.
	Claims(ctx context.Context) ([]Claim, error)
	// Rewind: whatever the server does not have counts as unsent again. Unless the
	// feed is the same, Lost keeps where the cursor was; with Restart it goes to
	// the start.
	Rewind(ctx context.Context, a CompareAnswer) error
	// Lost gives other devices' entries that the server no longer has, one run
	// of one device that is not in skip, and the place that proves the loss.
	Lost(ctx context.Context, maxEntries int, skip map[string]bool) (Outgoing, Cursor, error)
	// Self is who the PC is. With anew it is another one from now on: its past is
	// shared with another PC, and what was unsent is its own under a new name.
	Self(ctx context.Context, anew bool) (Self, error)
	// Named keeps what the server gave: a token for a new name, or a letter.
	Named(ctx context.Context, a EnrolAnswer) error

	// Report is for the window. It must not block.
	Report(Line)
}

// Outgoing is a run of own unsent entries. More tells that there are further ones.
type Outgoing struct {
	Epoch    string
	Office   string
	Device   string
	Prev     journal.Hash
	Entries  []journal.Entry
	More     bool
	Nameless bool // the PC has a new name that the server does not know yet
}

// Self is a PC's name and what proves it.
type Self struct {
	Device      string
	Past        string // the device that it was; "" = the server knows Device
	Name        string // of the computer
	Key         ed25519.PrivateKey
	Certificate Certificate // of the device that the token belongs to
	CertKey     ed25519.PrivateKey
}

// Cursor is a place in the office's feed and the history that it belongs to.
// The zero value is the start of a history not known yet.
type Cursor struct {
	Epoch string
	Pos   int64
	Hash  journal.Hash
	Proof string // the server's signature; "" from a server that does not sign
	Acked int64  // own entries up to this one were acknowledged; from Desk.Cursor only
	Low   int64  // of a PC that is being filled: up to here it has nothing yet; from Desk.Cursor only
}

// OwnRef is the place that the server gave to an entry of this PC, or of the PC
// that this one was until it got a name of its own.
type OwnRef struct {
	Pos  int64
	Rev  int64
	ID   string
	Hash journal.Hash // of the entry that is here
}

// Page is a checked piece of the feed. Entries have Rev, Pos, Prev and Hash;
// Own are entries of this PC, which the server does not send back. Cursor is
// the place after the page. Older, while the PC is being filled, make
// complaints of the page whole.
type Page struct {
	Entries []journal.Entry
	Own     []OwnRef
	Cursor  Cursor
	Older   []journal.Entry
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
