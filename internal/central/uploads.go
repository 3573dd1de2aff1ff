package central

import (
	"context"
	"io"
	"net/http"
	"strings"

	"github.com/tus/tusd/v2/pkg/handler"
	"golang.org/x/exp/slog"

	"loketaduan/internal/fault"
	"loketaduan/internal/store"
)

// fileUploads is tusd's store over the sealed files of the register: what has
// arrived is on the disk before its offset is told, and a whole upload is a
// file only when its hash fits.
type fileUploads struct{ s *Server }

// NewUpload goes on with an upload that was begun: asking again is harmless.
func (u fileUploads) NewUpload(ctx context.Context, info handler.FileInfo) (handler.Upload, error) {
	f := fileCallOf(ctx)
	f.size = info.Size
	up := upload{u.s, f}
	if u.s.store.Files().Has(f.sum) {
		return up, nil
	}
	p, err := up.part()
	if err != nil {
		return nil, f.refuse(err)
	}
	if _, begun, err := p.Offset(); err != nil {
		return nil, f.refuse(err)
	} else if !begun {
		if err := p.Begin(); err != nil {
			return nil, f.refuse(err)
		}
	}
	return up, nil
}

// GetUpload of the asking PC. It looks again whether the office may.
func (u fileUploads) GetUpload(ctx context.Context, _ string) (handler.Upload, error) {
	f := fileCallOf(ctx)
	var err error
	if f.size, err = u.s.store.FileFor(ctx, f.device.Office, f.sum); err != nil {
		return nil, f.refuse(err)
	}
	up := upload{u.s, f}
	if u.s.store.Files().Has(f.sum) {
		return up, nil
	}
	p, err := up.part()
	if err != nil {
		return nil, f.refuse(err)
	}
	if _, begun, err := p.Offset(); err != nil {
		return nil, f.refuse(err)
	} else if !begun {
		return nil, f.refuse(errFileNone)
	}
	return up, nil
}

type upload struct {
	s *Server
	f *fileCall
}

func (u upload) part() (*store.Part, error) {
	return u.s.store.Files().Part(u.f.sum, u.f.device.ID)
}

func (u upload) GetInfo(context.Context) (handler.FileInfo, error) {
	info := handler.FileInfo{ID: uploadID(u.f.sum, u.f.device), Size: u.f.size}
	if u.s.store.Files().Has(u.f.sum) {
		info.Offset, u.f.offset, u.f.whole = u.f.size, u.f.size, true
		return info, nil
	}
	p, err := u.part()
	if err != nil {
		return info, u.f.refuse(err)
	}
	if info.Offset, _, err = p.Offset(); err != nil {
		return info, u.f.refuse(err)
	}
	u.f.offset = info.Offset
	return info, nil
}

// WriteChunk seals what arrives. A line that is cut ends src early; what came
// before that is kept.
func (u upload) WriteChunk(ctx context.Context, offset int64, src io.Reader) (int64, error) {
	p, err := u.part()
	if err != nil {
		return 0, u.f.refuse(err)
	}
	n, err := p.Append(context.WithoutCancel(ctx), offset, src)
	if err != nil {
		return n, u.f.refuse(err)
	}
	return n, nil
}

// FinishUpload holds the content to its name.
func (u upload) FinishUpload(ctx context.Context) error {
	if u.s.store.Files().Has(u.f.sum) { // another PC was quicker
		u.f.whole = true
		return nil
	}
	p, err := u.part()
	if err == nil {
		err = p.Finish(context.WithoutCancel(ctx))
	}
	if err != nil {
		return u.f.refuse(err)
	}
	u.f.whole = true
	return nil
}

// GetReader is not offered: see fileContent.
func (u upload) GetReader(context.Context) (io.ReadCloser, error) {
	return nil, handler.ErrNotImplemented
}

// tusFault puts a refusal of tusd into our form.
func tusFault(code int, body string) *fault.Fault {
	name, _, _ := strings.Cut(body, ":")
	cause := func(f *fault.Fault) *fault.Fault { return f.Because(handler.NewError(name, "tusd", code)) }
	switch {
	case name == "ERR_MISMATCHED_OFFSET", code == http.StatusConflict:
		return cause(errFileOffset)
	case code == http.StatusNotFound:
		return cause(errFileNone)
	case name == "ERR_INTERNAL_SERVER_ERROR":
		return fault.Of(handler.NewError(name, body, code))
	case code >= 500, code == http.StatusLocked, name == "ERR_UPLOAD_INTERRUPTED":
		return cause(errBusy) // the line was cut, or the same PC came back on another connection
	case code == http.StatusRequestEntityTooLarge:
		return cause(errLarge)
	}
	return cause(errFileRequest)
}

// noLog drops every record.
type noLog struct{}

func (noLog) Enabled(context.Context, slog.Level) bool  { return false }
func (noLog) Handle(context.Context, slog.Record) error { return nil }
func (n noLog) WithAttrs([]slog.Attr) slog.Handler      { return n }
func (n noLog) WithGroup(string) slog.Handler           { return n }
