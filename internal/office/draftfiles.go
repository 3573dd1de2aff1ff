package office

import (
	"context"

	"loketaduan/internal/auth"
	"loketaduan/internal/complaint"
	"loketaduan/internal/fault"
	"loketaduan/internal/journal"
	"loketaduan/internal/store"
)

// A form has files before it has a number: they are sealed at once, named by the
// draft, and go with the complaint when it is saved. Its id is the draft's, so
// that a file is asked for in the same way before and after.

// isDraft tells whether the id is of a form that is not saved.
func (d *Desk) isDraft(ctx context.Context, id string) (bool, error) {
	if !journal.IsID(id) {
		return false, nil
	}
	saved, err := d.store.HasComplaint(ctx, id)
	return !saved, err
}

// attachDraft notes a file that is kept already; not ok when the form was saved
// meanwhile.
func (d *Desk) attachDraft(ctx context.Context, draft, entry string, f *complaint.File) (ok bool, err error) {
	_, err = d.store.Update(ctx, func(t *store.Tx) error {
		saved, err := t.HasEntry(draft)
		if ok = !saved; err != nil || saved {
			return err
		}
		return t.PutDraftFile(draft, entry, f)
	})
	return ok && err == nil, err
}

func (d *Desk) draftFiles(ctx context.Context, draft string) ([]FileView, error) {
	files, err := d.store.DraftFiles(ctx, draft)
	if err != nil {
		return nil, err
	}
	s, err := d.Session()
	if err != nil {
		return nil, err
	}
	out := []FileView{}
	for _, f := range files {
		out = append(out, FileView{Attachment: complaint.Attachment{File: f.File, Entry: f.Entry, By: s.Account.ID, At: f.At}, FileState: store.FileState{Here: d.store.Files().Has(f.SHA256)}, Draft: true})
	}
	return out, nil
}

func (d *Desk) draftFile(ctx context.Context, draft, entry string) (complaint.Attachment, error) {
	files, err := d.draftFiles(ctx, draft)
	for _, f := range files {
		if f.Entry == entry {
			return f.Attachment, nil
		}
	}
	if err == nil {
		err = fault.New(fault.NotFound, "complaint.file.not_found", "", "Lampiran ini sudah tidak ada pada formulir.")
	}
	return complaint.Attachment{}, err
}

func (d *Desk) detachDraft(ctx context.Context, draft, entry string) error {
	if _, err := d.allowed(auth.Record); err != nil {
		return err
	}
	_, err := d.store.Update(ctx, func(t *store.Tx) error { return t.DropDraftFile(draft, entry) })
	return err
}

// takeDraftFiles gives a complaint that is being saved the files of its draft.
func (d *Desk) takeDraftFiles(t *store.Tx, id string, by complaint.Actor) error {
	files, err := t.DraftFiles(id)
	if err != nil || len(files) == 0 {
		return err
	}
	c, err := t.Complaint(id)
	if err != nil {
		return err
	}
	for i := range files {
		drafts, err := complaint.Decide(c, complaint.Act{ID: files[i].Entry, Kind: complaint.KFileAttached, Body: complaint.Body{File: &files[i].File}, Now: d.Now(), Zone: d.Zone()}, by, newID(), salt())
		if err != nil {
			return err
		}
		if err := t.Append(id, by.Account, drafts); err != nil {
			return err
		}
	}
	return nil
}
