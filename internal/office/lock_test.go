package office

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"loketaduan/internal/auth"
	"loketaduan/internal/fault"
)

func code(err error) string {
	var f *fault.Fault
	if errors.As(err, &f) {
		return f.Code
	}
	return ""
}

// Locking is not signing out: the form goes on behind it, everything else waits
// for the password; and a wrong one costs more time each time.
func TestLock(t *testing.T) {
	c := newCounter(t, auth.Admin)
	ctx := t.Context()
	draft := newID()
	form := json.RawMessage(`{"subject":"Jalan ru"}`)
	if _, err := c.SaveDraft(ctx, draft, form); err != nil {
		t.Fatal(err)
	}
	c.Lock()
	if p, err := c.Phase(ctx); p != "locked" || err != nil {
		t.Fatal(p, err)
	}
	if a, ok := c.Behind(); !ok || a.Username != "siti" {
		t.Fatal(a, ok)
	}
	if _, err := c.Drafts(ctx); code(err) != "session.none" {
		t.Fatal("read behind the lock:", err)
	}
	form = json.RawMessage(`{"subject":"Jalan rusak"}`)
	if _, err := c.SaveDraft(ctx, draft, form); err != nil {
		t.Fatal("the last letters before the lock:", err)
	}
	for range 3 {
		if err := c.SignIn(ctx, "siti", "salah"); code(err) != "session.wrong" {
			t.Fatal(err)
		}
	}
	if err := c.SignIn(ctx, "siti", "kata sandi uji"); code(err) != "session.slow" || !strings.Contains(fault.Of(err).Message, "5 detik") {
		t.Fatal("a right one may not be told from a wrong one while waiting:", err)
	}
	c.now = c.now.Add(5 * time.Second)
	if err := c.SignIn(ctx, "siti", "salah lagi"); code(err) != "session.wrong" {
		t.Fatal(err)
	}
	c.now = c.now.Add(9 * time.Second)
	if err := c.SignIn(ctx, "siti", "kata sandi uji"); code(err) != "session.slow" {
		t.Fatal("the second wait is longer:", err)
	}
	c.now = c.now.Add(time.Second)
	if err := c.SignIn(ctx, "siti", "kata sandi uji"); err != nil {
		t.Fatal(err)
	}
	if list, err := c.Drafts(ctx); err != nil || len(list) != 1 || string(list[0].Form) != string(form) {
		t.Fatal(list, err)
	}
	c.Lock()
	if err := c.SignIn(ctx, "siti", "salah"); code(err) != "session.wrong" {
		t.Fatal("a right password forgives the wrong ones before:", err)
	}
	// A clock that is put back may lock nobody out for long.
	for range 4 {
		c.now = c.now.Add(time.Minute)
		c.SignIn(ctx, "siti", "salah")
	}
	c.now = c.now.Add(-24 * time.Hour)
	if err := c.SignIn(ctx, "siti", "kata sandi uji"); err != nil {
		t.Fatal(err)
	}
}

// Another clerk may sign in at a locked window; the first one's draft waits.
func TestAnotherClerkAtTheLock(t *testing.T) {
	c := newCounter(t, auth.Admin)
	ctx := t.Context()
	if err := c.AddAccount(ctx, NewAccount{Name: "Budi Hartono", Username: "budi", Role: auth.Clerk, Password: "kata sandi budi", Again: "kata sandi budi"}); err != nil {
		t.Fatal(err)
	}
	draft := newID()
	if _, err := c.SaveDraft(ctx, draft, json.RawMessage(`{"subject":"Punya Siti"}`)); err != nil {
		t.Fatal(err)
	}
	c.Lock()
	if err := c.SignIn(ctx, "budi", "kata sandi budi"); err != nil {
		t.Fatal(err)
	}
	list, err := c.Drafts(ctx)
	if err != nil || len(list) != 1 || list[0].Author.Name != "Siti Aminah" {
		t.Fatal(list, err)
	}
	if err := c.DropDraft(ctx, draft); code(err) != "draft.other" {
		t.Fatal(err)
	}
	if _, err := c.SaveDraft(ctx, draft, json.RawMessage(`{"subject":"Punya Siti, dilanjutkan"}`)); err != nil {
		t.Fatal(err)
	}
	if err := c.SetLockMinutes(ctx, 5); code(err) != "session.role" {
		t.Fatal(err)
	}
	c.Lock()
	if err := c.SignIn(ctx, "siti", "kata sandi uji"); err != nil {
		t.Fatal(err)
	}
	if list, err = c.Drafts(ctx); err != nil || len(list) != 1 || list[0].Author.Username != "siti" {
		t.Fatal("a draft stays that of who began it:", list, err)
	}
	if err := c.DropDraft(ctx, draft); err != nil {
		t.Fatal(err)
	}
	if n, err := c.LockMinutes(ctx); n != 10 || err != nil {
		t.Fatal(n, err)
	}
	for _, n := range []int{0, -1, 121} {
		if err := c.SetLockMinutes(ctx, n); code(err) != "lock.minutes" {
			t.Fatal(n, err)
		}
	}
	if err := c.SetLockMinutes(ctx, 5); err != nil {
		t.Fatal(err)
	}
	if n, err := c.LockMinutes(ctx); n != 5 || err != nil {
		t.Fatal(n, err)
	}
}
