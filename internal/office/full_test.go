package office

import (
	"context"
	"errors"
	"sync/atomic"
	"syscall"
	"testing"

	"loketaduan/internal/complaint"
	"loketaduan/internal/fault"
	"loketaduan/internal/store"
)

// With a full disk a clerk signs in, finds and reads; what would write says why
// it does not, and works again when there is room.
func TestSignInWithAFullDisk(t *testing.T) {
	ctx := context.Background()
	for name, copied := range map[string]bool{"the same PC": false, "a copy on another one": true} {
		t.Run(name, func(t *testing.T) {
			h := firstPC(t)
			first := h.record()
			h.Close()
			if copied {
				h.dir, h.outside, h.machine = h.copied(), t.TempDir(), "mesin-2"
			}
			var full atomic.Bool
			full.Store(true)
			h.commit = func(done bool) error {
				if full.Load() && !done {
					return syscall.ENOSPC
				}
				return nil
			}
			h = h.signIn()
			rows, total, _, err := h.List(ctx, store.Filter{Query: "melati"})
			if err != nil || total != 1 || rows[0].Number != first {
				t.Fatal(rows, total, err)
			}
			id := rows[0].ID
			c, err := h.Complaint(ctx, id, false)
			if err != nil || c.Number != first {
				t.Fatal(c, err)
			}
			refused := func(what string, err error) {
				t.Helper()
				var f *fault.Fault
				if !errors.As(err, &f) || f.Code != "store.full" || f.Message == "" {
					t.Fatalf("%s with a full disk: %v", what, err)
				}
			}
			_, err = h.Record(ctx, newID(), recorded, true)
			refused("record", err)
			refused("act", h.Act(ctx, id, complaint.Act{ID: newID(), Kind: complaint.KVerified}))
			_, err = h.Complaint(ctx, id, true)
			refused("reveal", err)
			_, err = h.SaveDraft(ctx, newID(), []byte(`{}`))
			refused("draft", err)
			h.Lock()
			if err := h.SignIn(ctx, "siti", "kata-sandi-siti"); err != nil {
				t.Fatal("the locked screen:", err)
			}
			if letter := h.letter(); letter != "A" {
				t.Fatal("another letter without a commit:", letter)
			}

			full.Store(false)
			second := h.record()
			if another := h.letter() != "A"; another != copied || first == second {
				t.Fatal("after the disk has room:", first, second, h.letter())
			}
			h.Close()
			h.commit = nil
			h = h.signIn() // the file outside is the one that belongs to it
			if third := h.record(); third == second || third[:len(third)-8] != second[:len(second)-8] {
				t.Fatal("the start after it:", second, third)
			}
		})
	}
}
