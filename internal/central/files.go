package central

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/tus/tusd/v2/pkg/handler"
	"github.com/tus/tusd/v2/pkg/memorylocker"
	"golang.org/x/exp/slog"

	"loketaduan/internal/complaint"
	"loketaduan/internal/exchange"
	"loketaduan/internal/fault"
	"loketaduan/internal/store"
)

// Faults of the files. What is not named by an accepted entry is neither taken
// nor given, so that text goes first and no PC can fill the disk.
var (
	errFileName    = fault.New(fault.Invalid, "file.name", "sha256", "Berkas harus dinamai dengan sidik SHA-256 isinya.")
	errFileSize    = fault.New(fault.Invalid, "file.size", "size", "Ukuran berkas berbeda dengan yang dicatat pada aduan. Lampirkan sekali lagi.")
	errFileOffset  = fault.New(fault.Conflict, "file.offset", "offset", "Sebagian berkas ini sudah ada di server pusat. Pengiriman dilanjutkan dari bagian yang belum ada.")
	errFileNone    = fault.New(fault.NotFound, "file.none", "", "Pengiriman berkas ini belum dimulai di server pusat.")
	errFileWaiting = fault.New(fault.NotFound, "file.waiting", "", "Berkas ini belum sampai di kabupaten. PC yang melampirkannya belum mengirimnya; tunggu saja.")
	errFileRequest = fault.New(fault.Invalid, "file.request", "", "Permintaan pengiriman berkas tidak sesuai tus 1.0.")
)

func init() {
	statusOf[errFileName.Code] = http.StatusBadRequest
	statusOf[errFileRequest.Code] = http.StatusBadRequest
	statusOf[errParcelMedia.Code] = http.StatusUnsupportedMediaType
	statusOf[errParcelLarge.Code] = http.StatusRequestEntityTooLarge
}

// tus is the upload side of /v1/files/: tusd speaks the protocol, fileUploads
// keeps the bytes.
type tus struct {
	h *handler.UnroutedHandler
	s *Server
}

// networkTimeout ends an upload whose line has gone silent.
const networkTimeout = time.Minute

func (s *Server) serveFiles() {
	t := &tus{s: s}
	composer := handler.NewStoreComposer()
	composer.UseCore(fileUploads{s})
	composer.UseLocker(memorylocker.New())
	var err error
	t.h, err = handler.NewUnroutedHandler(handler.Config{
		StoreComposer: composer, BasePath: exchange.FilesPath, MaxSize: complaint.MaxRecording, NetworkTimeout: networkTimeout,
		DisableDownload: true, DisableTermination: true, DisableConcatenation: true, Cors: &handler.CorsConfig{Disable: true},
		Logger:                  slog.New(noLog{}), // it would log addresses and bodies; our own log tells what matters
		PreUploadCreateCallback: t.create,
	})
	if err != nil {
		panic(err) // only for a configuration that contradicts itself
	}
	s.mux.HandleFunc("POST /v1/files/{$}", s.device(t.serve(t.h.PostFile)))
	s.mux.HandleFunc("HEAD /v1/files/{sum}", s.device(t.serve(t.h.HeadFile)))
	s.mux.HandleFunc("PATCH /v1/files/{sum}", s.device(t.serve(t.h.PatchFile)))
	s.mux.HandleFunc("GET /v1/files/{sum}", s.device(s.fileContent))
	s.mux.HandleFunc("OPTIONS /v1/files/{$}", s.public(t.serve(func(http.ResponseWriter, *http.Request) {})))
	s.mux.HandleFunc("/v1/files/", s.public(func(*call) (any, error) { return nil, errMethod }))
}

// fileCall is what a request means to the uploads; it travels in the context
// because tusd hands on nothing else.
type fileCall struct {
	device store.Device
	sum    string
	size   int64
	offset int64
	whole  bool
	fault  error
}

type fileCallKey struct{}

func fileCallOf(ctx context.Context) *fileCall { return ctx.Value(fileCallKey{}).(*fileCall) }

// refuse keeps our own fault for the answer; tusd is told to stop.
func (f *fileCall) refuse(err error) error {
	f.fault = err
	return handler.NewError("ERR_REFUSED", "refused", http.StatusBadRequest)
}

// serve lets tusd answer; what it refuses becomes a fault like any other.
func (t *tus) serve(do http.HandlerFunc) useCase {
	wrapped := t.h.Middleware(do)
	return func(c *call) (any, error) {
		f := &fileCall{device: c.device, sum: c.PathValue("sum")}
		if f.sum != "" && !complaint.IsSHA256(f.sum) {
			return nil, errFileName
		}
		r := c.Request.WithContext(context.WithValue(c.Context(), fileCallKey{}, f))
		url := *r.URL
		url.Path = "/" + uploadID(f.sum, f.device)
		r.URL = &url
		w := &fileWriter{ResponseWriter: c.w, s: t.s, f: f}
		wrapped.ServeHTTP(w, r)
		if w.code < 400 {
			return handled{w.code}, nil
		}
		for _, k := range []string{"Content-Type", "Content-Length"} {
			c.w.Header().Del(k)
		}
		if f.fault != nil {
			return nil, f.fault
		}
		return nil, tusFault(w.code, string(w.body))
	}
}

// uploadID keeps the uploads of two PCs apart, so that neither can spoil the
// other's; outside, a file is its SHA-256.
func uploadID(sum string, d store.Device) string { return sum + "." + d.ID }

// create looks whether the asker may send this file.
func (t *tus) create(hook handler.HookEvent) (handler.HTTPResponse, handler.FileInfoChanges, error) {
	var none handler.FileInfoChanges
	f := fileCallOf(hook.Context)
	f.sum = hook.Upload.MetaData["sha256"]
	if !complaint.IsSHA256(f.sum) {
		return handler.HTTPResponse{}, none, f.refuse(errFileName)
	}
	size, err := t.s.store.FileFor(hook.Context, f.device.Office, f.sum)
	if err == nil && (hook.Upload.Size != size || hook.Upload.SizeIsDeferred) {
		err = errFileSize
	}
	if err != nil {
		return handler.HTTPResponse{}, none, f.refuse(err)
	}
	return handler.HTTPResponse{}, handler.FileInfoChanges{ID: uploadID(f.sum, f.device), MetaData: handler.MetaData{}}, nil
}

// fileWriter holds tusd's refusals back and adds what our desks rely on.
type fileWriter struct {
	http.ResponseWriter
	s    *Server
	f    *fileCall
	code int
	body []byte // of a refusal
}

// Unwrap lets tusd move the deadlines of the connection.
func (w *fileWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

func (w *fileWriter) WriteHeader(code int) {
	if w.code != 0 {
		return
	}
	w.code = code
	if code >= 400 {
		return
	}
	h := w.Header()
	h.Set("Cache-Control", "no-store")
	h.Set(exchange.ProtocolHeader, strconv.Itoa(exchange.Protocol))
	if w.f.sum != "" {
		h.Set("Location", exchange.FilesPath+w.f.sum)
	}
	if h.Get("Upload-Offset") == "" && w.f.sum != "" {
		h.Set("Upload-Offset", strconv.FormatInt(w.f.offset, 10))
	}
	if w.f.whole {
		h.Set(exchange.FileProof, exchange.SignFile(w.s.key, w.f.sum, w.f.size))
	}
	w.ResponseWriter.WriteHeader(code)
}

func (w *fileWriter) Write(b []byte) (int, error) {
	if w.code == 0 {
		w.WriteHeader(http.StatusOK)
	}
	if w.code >= 400 {
		w.body = append(w.body, b...)
		return len(b), nil
	}
	return w.ResponseWriter.Write(b)
}

// fileContent gives a file, or a range of it, to a PC whose office has a
// complaint that names it.
func (s *Server) fileContent(c *call) (any, error) {
	sum := c.PathValue("sum")
	if !complaint.IsSHA256(sum) {
		return nil, errFileName
	}
	if _, err := s.store.FileFor(c.Context(), c.device.Office, sum); err != nil {
		return nil, err
	}
	if !s.store.Files().Has(sum) {
		return nil, errFileWaiting
	}
	content, err := s.store.Files().Open(sum)
	if err != nil {
		return nil, err
	}
	defer content.Close()
	h := c.w.Header()
	h.Set("Content-Type", "application/octet-stream")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cache-Control", "no-store")
	h.Set("ETag", `"`+sum+`"`)
	h.Set(exchange.ProtocolHeader, strconv.Itoa(exchange.Protocol))
	w := &codeWriter{ResponseWriter: c.w, code: http.StatusOK}
	http.ServeContent(w, c.Request, "", time.Time{}, content)
	return handled{w.code}, nil
}

type codeWriter struct {
	http.ResponseWriter
	code int
}

func (w *codeWriter) WriteHeader(code int) {
	w.code = code
	w.ResponseWriter.WriteHeader(code)
}
