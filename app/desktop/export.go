package desktop

import (
	"context"
	"fmt"
	"path/filepath"
	"time"

	wails_runtime "github.com/wailsapp/wails/v2/pkg/runtime"

	"loketaduan/internal/office"
)

// ExportRegister writes the register of a period to a workbook. Progress
// travels as event "progress".
func (d *Desk) ExportRegister(in ExportInput) (ExportView, error) {
	return guard(d, "ExportRegister", 10*time.Minute, func(ctx context.Context, o *office.Desk) (ExportView, error) {
		e := office.Export{Reveal: in.Reveal}
		var err error
		if e.From, err = optionalDate("from", in.From); err != nil {
			return ExportView{}, err
		}
		if e.To, err = optionalDate("to", in.To); err != nil {
			return ExportView{}, err
		}
		if in.Ask {
			e.Path, err = wails_runtime.SaveFileDialog(d.ctx, wails_runtime.SaveDialogOptions{Title: "Simpan register",
				DefaultFilename: fmt.Sprintf("register-%s-sd-%s.xlsx", in.From, in.To), Filters: []wails_runtime.FileFilter{{DisplayName: "Excel (*.xlsx)", Pattern: "*.xlsx"}}})
			if err != nil || e.Path == "" {
				return ExportView{Cancelled: true, Text: "Tidak jadi disimpan."}, err
			}
		}
		e.Progress = func(done, total int) {
			wails_runtime.EventsEmit(d.ctx, "progress", ProgressView{What: "register", Done: done, Total: total})
		}
		path, n, err := o.ExportRegister(ctx, e)
		if err != nil {
			return ExportView{}, err
		}
		text := fmt.Sprintf("%d aduan disimpan ke %s.", n, filepath.Base(path))
		if n == 0 {
			text = "Tidak ada aduan pada periode ini (NIHIL). Berkas tetap dibuat."
		}
		return ExportView{Path: path, Rows: n, Text: text}, nil
	})
}
