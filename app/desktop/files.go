package desktop

import (
	"context"
	"encoding/base64"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"time"

	wails_runtime "github.com/wailsapp/wails/v2/pkg/runtime"

	"loketaduan/internal/complaint"
	"loketaduan/internal/fault"
	"loketaduan/internal/office"
)

// fileTime is for what reads or writes a whole file.
const fileTime = 5 * time.Minute

// previewMost is the largest file that is handed to the window as data; a
// larger one is saved and opened outside.
const previewMost = 12 << 20

// Files lists the files of a complaint.
func (d *Desk) Files(in FilesInput) (FilesView, error) {
	return guard(d, "Files", callTime, func(ctx context.Context, o *office.Desk) (FilesView, error) {
		return filesView(ctx, o, in.ID)
	})
}

// AttachFile attaches a file to a complaint.
func (d *Desk) AttachFile(in AttachInput) (FilesView, error) {
	return guard(d, "AttachFile", fileTime, func(ctx context.Context, o *office.Desk) (FilesView, error) {
		a, err := d.attach(ctx, o, in)
		if err != nil {
			return FilesView{}, err
		}
		v, err := filesView(ctx, o, in.ID)
		v.Cancelled = !a.Kept
		if a.Shrunk {
			v.Note = "Foto dikirim lebih kecil, tanpa lokasi dan data kamera (data pribadi). Aslinya tetap tersimpan di PC ini."
		}
		return v, err
	})
}

func (d *Desk) attach(ctx context.Context, o *office.Desk, in AttachInput) (office.Attached, error) {
	if in.Content != "" {
		content, err := base64.StdEncoding.DecodeString(in.Content)
		if err != nil {
			return office.Attached{}, fault.New(fault.Invalid, "complaint.file.unreadable", "file", "Berkas ini tidak terbaca. Pilih sekali lagi.").Because(err)
		}
		return o.AttachBytes(ctx, in.ID, in.EntryID, in.Name, content)
	}
	if in.Path == "" {
		var err error
		in.Path, err = wails_runtime.OpenFileDialog(d.ctx, wails_runtime.OpenDialogOptions{Title: "Lampirkan berkas",
			Filters: []wails_runtime.FileFilter{{DisplayName: "Dokumen, foto, rekaman", Pattern: "*" + strings.Join(extensions(), ";*")}}})
		if err != nil || in.Path == "" {
			return office.Attached{}, err
		}
	}
	return o.Attach(ctx, in.ID, in.EntryID, in.Path)
}

// DetachFile takes a file off a complaint.
func (d *Desk) DetachFile(in FileInput) (FilesView, error) {
	return guard(d, "DetachFile", callTime, func(ctx context.Context, o *office.Desk) (FilesView, error) {
		if err := o.Detach(ctx, in.ID, in.EntryID, in.FileID); err != nil {
			return FilesView{}, err
		}
		return filesView(ctx, o, in.ID)
	})
}

// FileContent gives a file as data, to be shown in the window.
func (d *Desk) FileContent(in FileInput) (FileContentView, error) {
	return guard(d, "FileContent", fileTime, func(ctx context.Context, o *office.Desk) (FileContentView, error) {
		x, content, err := o.OpenFile(ctx, in.ID, in.FileID)
		if err != nil {
			return FileContentView{}, err
		}
		defer content.Close()
		if content.Size() > previewMost {
			return FileContentView{}, fault.New(fault.Invalid, "file.preview.large", "", "Berkas ini terlalu besar untuk ditampilkan di sini. Simpan dulu, lalu buka dengan program lain.")
		}
		b, err := io.ReadAll(content)
		return FileContentView{Name: x.Name, Type: x.Type, Content: base64.StdEncoding.EncodeToString(b)}, err
	})
}

// SaveFile writes a file where the clerk wants it.
func (d *Desk) SaveFile(in FileInput) (FileSavedView, error) {
	return guard(d, "SaveFile", fileTime, func(ctx context.Context, o *office.Desk) (FileSavedView, error) {
		x, content, err := o.OpenFile(ctx, in.ID, in.FileID)
		if err != nil {
			return FileSavedView{}, err
		}
		content.Close()
		path, err := wails_runtime.SaveFileDialog(d.ctx, wails_runtime.SaveDialogOptions{Title: "Simpan berkas", DefaultFilename: x.Name})
		if err != nil || path == "" {
			return FileSavedView{Cancelled: true, Text: "Tidak jadi disimpan."}, err
		}
		if err := o.SaveFile(ctx, in.ID, in.FileID, path); err != nil {
			return FileSavedView{}, err
		}
		return FileSavedView{Path: path, Text: "Disimpan ke " + filepath.Base(path) + ". Salinan ini tidak tersegel; hapus bila tidak dipakai lagi."}, nil
	})
}

// FetchFile asks for the content of a file that another PC attached.
func (d *Desk) FetchFile(in FileInput) (FilesView, error) {
	return guard(d, "FetchFile", callTime, func(ctx context.Context, o *office.Desk) (FilesView, error) {
		if err := o.FetchFile(ctx, in.ID, in.FileID); err != nil {
			return FilesView{}, err
		}
		return filesView(ctx, o, in.ID)
	})
}

func filesView(ctx context.Context, o *office.Desk, id string) (FilesView, error) {
	v := FilesView{Files: []FileView{}, Accept: strings.Join(extensions(), ",")}
	files, err := o.FilesOf(ctx, id)
	if err != nil {
		return v, err
	}
	if v.MayAttach, err = o.MayAttach(ctx, id); err != nil {
		return v, err
	}
	accounts, err := accountNames(ctx, o)
	if err != nil {
		return v, err
	}
	enrolled := o.Enrolled(ctx)
	for i := range files {
		x := &files[i]
		t, _ := complaint.FileTypeOf(x.Type)
		f := FileView{FileID: x.Entry, Name: x.Name, Kind: t.Label, Type: x.Type, SizeText: complaint.Megabytes(x.Size), Here: x.Here, Why: x.Why,
			Preview: x.Here && x.Size <= previewMost && shownHere(x.Type),
			ByText:  nameOr(accounts, x.By, "Petugas") + ", " + instantText(x.At, o.Zone())}
		f.State, f.StateText, f.Percent = fileState(x, enrolled)
		if x.Original != nil {
			f.SmallerText = "Diperkecil dari " + complaint.Megabytes(x.Original.Size)
		}
		v.Files = append(v.Files, f)
	}
	return v, nil
}

// shownHere tells what the window shows itself: pictures, pages, and recordings
// as far as the PC can play them.
func shownHere(media string) bool {
	kind, _, _ := strings.Cut(media, "/")
	return kind == "image" || kind == "audio" || kind == "video" || media == "application/pdf"
}

// fileState puts the whereabouts of a file into words.
func fileState(x *office.FileView, enrolled bool) (state, text string, percent int) {
	if x.Size > 0 {
		percent = int(min(100, x.Sent*100/x.Size))
	}
	switch {
	case x.Draft:
		return "local", "Ikut disimpan", 0
	case x.Here && x.Received:
		return "received", "Diterima kabupaten", 100
	case x.Here && x.Why != "":
		return "attention", "Tersimpan di PC ini, belum dapat dikirim", percent
	case x.Here && x.Sent > 0:
		return "sending", fmt.Sprintf("Terkirim %d %%", min(percent, 99)), min(percent, 99)
	case x.Here:
		return "local", "Tersimpan di PC ini", 0
	case x.Asked && x.Why != "":
		return "fetching", "Menunggu PC yang melampirkannya", 0
	case x.Asked:
		return "fetching", "Sedang diunduh", 0
	case !enrolled:
		return "attention", "Isi berkas tidak ada di PC ini", 0
	}
	return "remote", "Ada di PC lain; klik untuk mengunduh", 0
}

func extensions() (out []string) {
	for _, t := range complaint.FileTypes {
		out = append(out, t.Extensions...)
	}
	return out
}
