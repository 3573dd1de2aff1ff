package office

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"loketaduan/internal/auth"
	"loketaduan/internal/complaint"
	"loketaduan/internal/fault"
	"loketaduan/internal/journal"
	"loketaduan/internal/store"
)

// Attached is what became of a file.
type Attached struct {
	Complaint *complaint.Complaint // nil while the form is not saved
	Kept      bool
	Shrunk    bool // the photo is sent smaller and without the camera's notes
}

// Attach puts a file from this PC's disk to a complaint, or to a form that will
// be one. id is the entry's,
// made when the dialog opened, so that a double click attaches once. Faults:
// complaint.file.* (Invalid), file.disk.full, file.disk and those of Act.
func (d *Desk) Attach(ctx context.Context, complaintID, id, path string) (Attached, error) {
	file, err := os.Open(path)
	if err != nil {
		return Attached{}, fault.New(fault.Invalid, "complaint.file.unreadable", "file", "Berkas ini tidak dapat dibaca. Periksa apakah masih ada dan tidak sedang dipakai program lain.").Because(errors.Unwrap(err))
	}
	defer file.Close()
	a, err := d.attach(ctx, complaintID, id, filepath.Base(path), file)
	if err == nil {
		d.taken(path)
	}
	return a, err
}

// AttachBytes is Attach for content that was dropped or pasted into the window.
func (d *Desk) AttachBytes(ctx context.Context, complaintID, id, name string, content []byte) (Attached, error) {
	return d.attach(ctx, complaintID, id, name, bytes.NewReader(content))
}

func (d *Desk) attach(ctx context.Context, complaintID, id, name string, src io.ReadSeeker) (Attached, error) {
	if _, err := d.allowed(auth.Record); err != nil { // before anything is read
		return Attached{}, err
	}
	if !journal.IsID(id) {
		return Attached{}, fault.New(fault.Invalid, "complaint.id.invalid", "", "Lampiran ini tidak punya nomor pengenal. Pilih berkasnya sekali lagi.")
	}
	draft, err := d.isDraft(ctx, complaintID)
	if err != nil {
		return Attached{}, err
	}
	if !draft {
		if err := d.mayAttach(ctx, complaintID); err != nil {
			return Attached{}, err
		}
	}
	// From here until the entry is committed nothing may take the file for
	// garbage. It is on the disk before the entry: an entry never names a file
	// that a power cut has kept from the disk.
	release := d.store.Files().Hold()
	defer release()
	f, err := d.keep(ctx, cleanName(name), src)
	if err != nil {
		return Attached{}, err
	}
	out := Attached{Kept: true, Shrunk: f.Original != nil}
	if draft {
		if draft, err = d.attachDraft(ctx, complaintID, id, f); draft || err != nil {
			return out, err
		}
	}
	if err := d.Act(ctx, complaintID, complaint.Act{ID: id, Kind: complaint.KFileAttached, Body: complaint.Body{File: f}}); err != nil {
		return Attached{}, err
	}
	out.Complaint, err = d.store.Complaint(ctx, complaintID)
	return out, err
}

// MayAttach tells whether files can be put to the complaint, or to the form.
func (d *Desk) MayAttach(ctx context.Context, complaintID string) (bool, error) {
	draft, err := d.isDraft(ctx, complaintID)
	if err != nil {
		return false, err
	}
	if draft {
		_, err = d.allowed(auth.Record)
	} else {
		err = d.mayAttach(ctx, complaintID)
	}
	if f := fault.Of(err); f != nil && (f.Kind == fault.Forbidden || f.Kind == fault.Conflict) {
		return false, nil
	}
	return err == nil, err
}

func (d *Desk) mayAttach(ctx context.Context, complaintID string) error {
	c, err := d.store.Complaint(ctx, complaintID)
	if err != nil {
		return err
	}
	by, err := d.Actor()
	if err != nil {
		return err
	}
	return complaint.Allowed(c, complaint.KFileAttached, by)
}

// keep looks at the content, makes photos smaller, and seals all of it.
func (d *Desk) keep(ctx context.Context, name string, src io.ReadSeeker) (*complaint.File, error) {
	head := make([]byte, 512)
	n, err := io.ReadFull(src, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, fault.Of(err)
	}
	size, err := src.Seek(0, io.SeekEnd)
	if err == nil {
		_, err = src.Seek(0, io.SeekStart)
	}
	if err != nil {
		return nil, fault.Of(err)
	}
	if size == 0 {
		return nil, fault.New(fault.Invalid, "complaint.file.empty", "file", "Berkas ini kosong. Pilih berkas lain.")
	}
	kind, err := complaint.SniffFile(name, head[:n])
	if err != nil {
		return nil, err
	}
	f := &complaint.File{Name: name, Type: kind.Type}
	if kind.Photo {
		return f, d.keepPhoto(ctx, f, kind, src, size)
	}
	if err := kind.TooLarge(size); err != nil {
		return nil, err
	}
	f.SHA256, f.Size, err = d.store.Files().Put(ctx, src)
	return f, err
}

func (d *Desk) keepPhoto(ctx context.Context, f *complaint.File, kind complaint.FileType, src io.ReadSeeker, size int64) error {
	kind.Max = photoMax
	if err := kind.TooLarge(size); err != nil {
		return err
	}
	whole, err := io.ReadAll(src)
	if err != nil {
		return fault.Of(err)
	}
	small, err := shrink(whole)
	if err != nil {
		return err
	}
	if small != nil {
		o := &complaint.Original{}
		if o.SHA256, o.Size, err = d.store.Files().Put(ctx, bytes.NewReader(whole)); err != nil {
			return err
		}
		f.Original, whole = o, small
	}
	if t, err := complaint.SniffFile(f.Name, whole); err == nil {
		f.Type = t.Type // a picture may have become a photo
		if ext := filepath.Ext(f.Name); !slices.Contains(t.Extensions, strings.ToLower(ext)) {
			f.Name = strings.TrimSuffix(f.Name, ext) + t.Extensions[0]
		}
	}
	f.SHA256, f.Size, err = d.store.Files().Put(ctx, bytes.NewReader(whole))
	return err
}

// cleanName keeps what tells the file from others: no folder, no signs that a
// disk or a screen stumbles over, at most 120 letters.
func cleanName(name string) string {
	name = name[strings.LastIndexAny(name, `/\`)+1:]
	name = strings.TrimSpace(strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r == utf8.RuneError || strings.ContainsRune(`<>:"|?*`, r) {
			return -1
		}
		return r
	}, name))
	if ext := filepath.Ext(name); utf8.RuneCountInString(name) > 120 {
		name = string([]rune(strings.TrimSuffix(name, ext))[:100]) + ext
	}
	return name
}

// Detach takes a file off a complaint; entry is the one that attached it.
func (d *Desk) Detach(ctx context.Context, complaintID, id, entry string) error {
	if draft, err := d.isDraft(ctx, complaintID); err != nil || draft {
		if err != nil {
			return err
		}
		return d.detachDraft(ctx, complaintID, entry)
	}
	return d.Act(ctx, complaintID, complaint.Act{ID: id, Kind: complaint.KFileDetached, Body: complaint.Body{Detach: entry}})
}

// FileView is a file of a complaint and where its content is.
type FileView struct {
	complaint.Attachment
	store.FileState
	Accepted bool   // the regency has the text that names it
	Asked    bool   // its download was asked for
	Why      string // why it cannot be moved now, for the clerk
	Draft    bool   // of a form that is not saved
}

// FilesOf lists the files of a complaint that are not detached.
func (d *Desk) FilesOf(ctx context.Context, complaintID string) ([]FileView, error) {
	if _, err := d.Session(); err != nil {
		return nil, err
	}
	if draft, err := d.isDraft(ctx, complaintID); err != nil || draft {
		if err != nil {
			return nil, err
		}
		return d.draftFiles(ctx, complaintID)
	}
	c, err := d.store.Complaint(ctx, complaintID)
	if err != nil {
		return nil, err
	}
	accepted := map[string]bool{}
	for i := range c.History {
		accepted[c.History[i].ID] = c.History[i].Rev > 0
	}
	out := []FileView{}
	for _, x := range c.Files {
		if x.Detached {
			continue
		}
		v := FileView{Attachment: x, Accepted: accepted[x.Entry]}
		if v.FileState, err = d.store.FileState(ctx, x.SHA256); err != nil {
			return nil, err
		}
		v.Asked, v.Why = d.transfers.of(x.SHA256)
		out = append(out, v)
	}
	return out, nil
}

// file finds an attached file that may be looked at.
func (d *Desk) file(ctx context.Context, complaintID, entry string) (complaint.Attachment, error) {
	if _, err := d.Session(); err != nil {
		return complaint.Attachment{}, err
	}
	if draft, err := d.isDraft(ctx, complaintID); err != nil || draft {
		if err != nil {
			return complaint.Attachment{}, err
		}
		return d.draftFile(ctx, complaintID, entry)
	}
	c, err := d.store.Complaint(ctx, complaintID)
	if err != nil {
		return complaint.Attachment{}, err
	}
	for _, x := range c.Files {
		if x.Entry == entry {
			return x, nil
		}
	}
	return complaint.Attachment{}, fault.New(fault.NotFound, "complaint.file.not_found", "", "Lampiran ini sudah tidak ada pada aduan. Muat ulang aduannya.")
}

// OpenFile gives the content of a file; close it. Fault file.missing when it is
// not on this PC: see FetchFile.
func (d *Desk) OpenFile(ctx context.Context, complaintID, entry string) (complaint.Attachment, *store.Content, error) {
	x, err := d.file(ctx, complaintID, entry)
	if err != nil {
		return x, nil, err
	}
	content, err := d.store.Files().Open(x.SHA256)
	return x, content, err
}

// SaveFile writes a file in the clear where the clerk wants it. It appears
// under its name only when it is complete.
func (d *Desk) SaveFile(ctx context.Context, complaintID, entry, path string) error {
	_, content, err := d.OpenFile(ctx, complaintID, entry)
	if err != nil {
		return err
	}
	defer content.Close()
	return writeWhole(path, func(w io.Writer) error {
		_, err := io.Copy(w, content)
		return err
	})
}

// writeWhole writes a file beside its place and renames it.
func writeWhole(path string, write func(io.Writer) error) error {
	failed := func(err error) error {
		var f *fault.Fault
		if errors.As(err, &f) {
			return err
		}
		return fault.New(fault.Internal, "file.save", "path", "Berkas tidak dapat ditulis di sana. Periksa sisa ruang dan apakah disk itu boleh ditulisi, lalu ulangi.").Because(err)
	}
	tmp, err := os.CreateTemp(filepath.Dir(path), ".loket-*.tmp")
	if err != nil {
		return failed(err)
	}
	defer os.Remove(tmp.Name())
	defer tmp.Close()
	if err := write(tmp); err != nil {
		return failed(err)
	}
	if err := errors.Join(tmp.Sync(), tmp.Close(), os.Rename(tmp.Name(), path)); err != nil {
		return failed(err)
	}
	return nil
}

// ResendFiles offers every file to the regency again, for a server that lost
// some; what it has it says at once.
func (d *Desk) ResendFiles(ctx context.Context) error {
	if err := d.store.ForgetFilesSent(ctx); err != nil {
		return err
	}
	if r := d.runner(); r != nil {
		r.NudgeFiles()
	}
	return nil
}

// FetchFile asks for a file's content now, however large it is.
func (d *Desk) FetchFile(ctx context.Context, complaintID, entry string) error {
	x, err := d.file(ctx, complaintID, entry)
	if err != nil {
		return err
	}
	if d.store.Files().Has(x.SHA256) {
		return nil
	}
	d.transfers.want(x.SHA256)
	if r := d.runner(); r != nil {
		r.NudgeFiles()
	}
	return nil
}
