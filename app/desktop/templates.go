package desktop

import (
	"context"

	wails_runtime "github.com/wailsapp/wails/v2/pkg/runtime"

	"loketaduan/internal/auth"
	"loketaduan/internal/complaint"
	"loketaduan/internal/office"
)

// Templates are the ready words of the office.
func (d *Desk) Templates() (TemplatesView, error) {
	return guard(d, "Templates", callTime, templatesView)
}

func templatesView(ctx context.Context, o *office.Desk) (TemplatesView, error) {
	v := TemplatesView{Templates: []TemplateView{}}
	list, err := o.Templates(ctx)
	if err != nil {
		return v, err
	}
	by, err := o.Actor()
	v.MayEdit = by.Role.May(auth.Kop)
	for _, x := range list {
		v.Templates = append(v.Templates, TemplateView(x))
	}
	return v, err
}

// SetTemplates changes them for every PC of the office.
func (d *Desk) SetTemplates(in TemplatesView) (TemplatesView, error) {
	return guard(d, "SetTemplates", callTime, func(ctx context.Context, o *office.Desk) (TemplatesView, error) {
		list := make([]complaint.Template, 0, len(in.Templates))
		for _, x := range in.Templates {
			list = append(list, complaint.Template(x))
		}
		if err := o.SetTemplates(ctx, in.EntryID, list); err != nil {
			return TemplatesView{Templates: []TemplateView{}}, err
		}
		return templatesView(ctx, o)
	})
}

// Answers are the ready answers, with what is known of a complaint put in.
func (d *Desk) Answers(id string) (TemplatesView, error) {
	return guard(d, "Answers", callTime, func(ctx context.Context, o *office.Desk) (TemplatesView, error) {
		v := TemplatesView{Templates: []TemplateView{}}
		list, err := o.Answers(ctx, id)
		for _, x := range list {
			v.Templates = append(v.Templates, TemplateView(x))
		}
		return v, err
	})
}

// Scans lie in the scanner's folder since a moment ago.
func (d *Desk) Scans() (ScansView, error) { return guard(d, "Scans", callTime, scansView) }

func scansView(ctx context.Context, o *office.Desk) (ScansView, error) {
	v := ScansView{Scans: []ScanView{}}
	var err error
	if v.Folder, err = o.ScannerFolder(ctx); err != nil {
		return v, err
	}
	list, err := o.Scans(ctx)
	for _, s := range list {
		v.Scans = append(v.Scans, ScanView{Path: s.Path, Name: s.Name, SizeText: complaint.Megabytes(s.Size), AtText: s.At.Local().Format("15.04")})
	}
	return v, err
}

// SetScannerFolder sets where the scanner of this PC writes.
func (d *Desk) SetScannerFolder(in ScannerInput) (ScansView, error) {
	return guard(d, "SetScannerFolder", fileTime, func(ctx context.Context, o *office.Desk) (ScansView, error) {
		if in.Ask {
			path, err := wails_runtime.OpenDirectoryDialog(d.ctx, wails_runtime.OpenDialogOptions{Title: "Folder hasil pemindai"})
			if err != nil || path == "" {
				v, again := scansView(ctx, o)
				if err == nil {
					err = again
				}
				return v, err
			}
			in.Path = path
		}
		if err := o.SetScannerFolder(ctx, in.Path); err != nil {
			return ScansView{Scans: []ScanView{}}, err
		}
		return scansView(ctx, o)
	})
}
