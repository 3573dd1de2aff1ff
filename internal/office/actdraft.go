package office

import (
	"context"
	"encoding/json"
	"strings"

	"loketaduan/internal/fault"
	"loketaduan/internal/store"
)

// What is typed into the form of an act is kept like a form: whoever closes it,
// or whose PC loses its power, finds it when the act is opened again. It is that
// account's alone.

// actDraft names what an account typed for an act on a complaint. No UUID begins
// so: it is no draft of a form.
func actDraft(complaintID, kind, account string) string {
	return actDrafts(complaintID) + kind + "/" + account
}

func actDrafts(complaintID string) string { return "act/" + complaintID + "/" }

// SaveActDraft keeps what is typed; on the disk when it returns. entryID is the
// act's: a late keystroke after it was done makes no ghost. Null content drops it.
func (d *Desk) SaveActDraft(ctx context.Context, complaintID, kind, entryID string, content json.RawMessage) error {
	d.mu.Lock()
	session := d.session // the form goes on behind the lock
	d.mu.Unlock()
	if session == nil {
		return fault.New(fault.Forbidden, "session.none", "", "Masuk dahulu dengan nama pengguna dan kata sandi.")
	}
	id := actDraft(complaintID, kind, session.Account.ID)
	_, err := d.store.Update(ctx, func(t *store.Tx) error {
		done, err := t.HasEntry(entryID)
		if err != nil || done {
			return err
		}
		if content == nil {
			return t.DropDraft(id)
		}
		return t.PutDraft(store.Draft{ID: id, Account: session.Account.ID, Content: content})
	})
	return err
}

// ActDrafts are what this account typed for acts on a complaint, by their kind.
func (d *Desk) ActDrafts(ctx context.Context, complaintID string) (map[string]json.RawMessage, error) {
	s, err := d.Session()
	if err != nil {
		return nil, err
	}
	list, err := d.store.Drafts(ctx)
	out := map[string]json.RawMessage{}
	for _, x := range list {
		kind, own := strings.CutPrefix(x.ID, actDrafts(complaintID))
		if own && x.Account == s.Account.ID {
			kind, _, _ = strings.Cut(kind, "/")
			out[kind] = x.Content
		}
	}
	return out, err
}
