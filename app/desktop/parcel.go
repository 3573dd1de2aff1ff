package desktop

import (
	"context"
	"fmt"
	"path/filepath"

	wails_runtime "github.com/wailsapp/wails/v2/pkg/runtime"

	"loketaduan/internal/exchange"
	"loketaduan/internal/office"
)

// ExportParcel writes what the regency does not have yet to a USB stick.
func (d *Desk) ExportParcel(in ParcelInput) (ParcelView, error) {
	return guard(d, "ExportParcel", fileTime, func(ctx context.Context, o *office.Desk) (ParcelView, error) {
		if in.Path == "" {
			var err error
			in.Path, err = wails_runtime.OpenDirectoryDialog(d.ctx, wails_runtime.OpenDialogOptions{Title: "Simpan parsel ke USB"})
			if err != nil || in.Path == "" {
				return ParcelView{Cancelled: true, Text: "Tidak jadi dibuat."}, err
			}
		}
		p, err := o.ExportParcel(ctx, in.Path, in.Files)
		if err != nil {
			return ParcelView{}, err
		}
		text := fmt.Sprintf("%d catatan dan %d berkas ada di %s, tersegel untuk kabupaten. Belum dihitung terkirim sampai jawabannya dimasukkan di PC ini.", p.Entries, p.Files, filepath.Base(p.Path))
		if p.More {
			text += " Sisanya ikut parsel berikutnya."
		}
		return ParcelView{Path: p.Path, Text: text, More: p.More}, nil
	})
}

// ImportParcel takes the regency's answer from a USB stick.
func (d *Desk) ImportParcel(in ParcelInput) (ParcelView, error) {
	return guard(d, "ImportParcel", fileTime, func(ctx context.Context, o *office.Desk) (ParcelView, error) {
		if in.Path == "" {
			var err error
			in.Path, err = wails_runtime.OpenFileDialog(d.ctx, wails_runtime.OpenDialogOptions{Title: "Pilih jawaban dari kabupaten",
				Filters: []wails_runtime.FileFilter{{DisplayName: "Parsel Loket Aduan", Pattern: "*" + exchange.ParcelSuffix}}})
			if err != nil || in.Path == "" {
				return ParcelView{Cancelled: true, Text: "Tidak jadi dimasukkan."}, err
			}
		}
		a, err := o.ImportParcelAnswer(ctx, in.Path)
		if err != nil {
			return ParcelView{}, err
		}
		if a.Again {
			return ParcelView{Path: in.Path, More: true, Text: "Server kabupaten dipulihkan dari cadangan. Tidak ada yang hilang di sini; buat parsel baru, supaya semuanya sampai lagi."}, nil
		}
		return ParcelView{Path: in.Path, Text: fmt.Sprintf("%d catatan diterima kabupaten, %d catatan dan %d berkas dari kabupaten masuk ke PC ini.", a.Acked, a.Entries, a.Files)}, nil
	})
}
