package office

import (
	"encoding/json"
	"testing"

	"loketaduan/internal/auth"
	"loketaduan/internal/complaint"
	"loketaduan/internal/fault"
)

func TestDraftsOfActs(t *testing.T) {
	d, id := testDesk(t)
	other := testComplaint(t, d)
	entry := newID()
	keep := func(text string) {
		t.Helper()
		raw, _ := json.Marshal(text)
		if err := d.SaveActDraft(t.Context(), id, complaint.KNoted, entry, raw); err != nil {
			t.Fatal(err)
		}
	}
	kept := func(complaintID string) map[string]json.RawMessage {
		t.Helper()
		got, err := d.ActDrafts(t.Context(), complaintID)
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	keep("Suku")
	keep("Suku cadang")
	if got := kept(id); len(got) != 1 || string(got[complaint.KNoted]) != `"Suku cadang"` {
		t.Fatal(got)
	}
	if len(kept(other)) != 0 {
		t.Error("on another complaint")
	}
	if forms, err := d.Drafts(t.Context()); err != nil || len(forms) != 0 {
		t.Error("among the forms that were begun: ", forms, err)
	}
	if err := d.AddAccount(t.Context(), NewAccount{Name: "Budi", Username: "budi", Role: auth.Admin, Password: "kata-sandi-budi", Again: "kata-sandi-budi"}); err != nil {
		t.Fatal(err)
	}
	if err := d.SignIn(t.Context(), "budi", "kata-sandi-budi"); err != nil {
		t.Fatal(err)
	}
	if len(kept(id)) != 0 {
		t.Error("another account finds it")
	}
	if err := d.SignIn(t.Context(), "siti", "kata-sandi-siti"); err != nil {
		t.Fatal(err)
	}
	d.Lock()
	keep("Suku cadang datang") // typed before the lock, on its way still
	if _, err := d.ActDrafts(t.Context(), id); fault.Of(err) == nil || fault.Of(err).Kind != fault.Forbidden {
		t.Error("told behind the lock")
	}
	if err := d.SignIn(t.Context(), "siti", "kata-sandi-siti"); err != nil {
		t.Fatal(err)
	}
	if err := d.SaveActDraft(t.Context(), id, complaint.KFollowedUp, newID(), json.RawMessage(`"x"`)); err != nil {
		t.Fatal(err)
	}
	if err := d.SaveActDraft(t.Context(), id, complaint.KFollowedUp, newID(), nil); err != nil || len(kept(id)) != 1 {
		t.Error("emptied and kept", err)
	}
	if err := d.Act(t.Context(), id, complaint.Act{ID: entry, Kind: complaint.KNoted, Body: complaint.Body{Text: "Suku cadang datang"}}); err != nil {
		t.Fatal(err)
	}
	if got := kept(id); len(got) != 0 {
		t.Error("kept after the act: ", got)
	}
	keep("Suku cadang da")
	if got := kept(id); len(got) != 0 {
		t.Error("a late keystroke makes a ghost: ", got)
	}
}
