package central

import (
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"mime"
	"net/http"
	"runtime/debug"
	"strconv"
	"strings"
	"time"

	"loketaduan/internal/exchange"
	"loketaduan/internal/fault"
	"loketaduan/internal/store"
)

// call is one request on its way through a use case. count is for the log.
type call struct {
	*http.Request
	w      http.ResponseWriter
	device store.Device
	count  int
}

// plain is an answer that is JSON already.
type plain []byte

// handled is an answer that has been written already.
type handled struct{ code int }

// useCase answers a call with a value for JSON, with plain or with handled.
type useCase func(*call) (any, error)

// public wraps a use case that anybody may ask for: it bounds the protocol,
// recovers panics, turns faults into answers and writes the log.
func (s *Server) public(do useCase) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		c := &call{Request: r, w: w}
		began := s.o.Now()
		answer, err := guard(c, do)
		if h, ok := answer.(handled); ok && err == nil {
			s.record(c, h.code, nil, 0, s.o.Now().Sub(began))
			return
		}
		var f *fault.Fault
		code := http.StatusOK
		if err != nil {
			f = seen(err)
			code, answer = status(f), &fault.Fault{Kind: f.Kind, Code: f.Code, Field: f.Field, Message: f.Message, Also: f.Also}
		}
		sent := s.answer(c, code, answer)
		s.record(c, code, f, sent, s.o.Now().Sub(began))
	}
}

// device wraps a use case for enrolled PCs. The token is looked up before
// anything of the body is read.
func (s *Server) device(do useCase) http.HandlerFunc {
	return s.public(func(c *call) (any, error) {
		token, ok := strings.CutPrefix(c.Header.Get("Authorization"), "Bearer ")
		if !ok || token == "" || len(token) > 200 {
			return nil, errToken
		}
		sum := sha256.Sum256([]byte(token))
		d, err := s.store.DeviceByToken(c.Context(), sum[:])
		if f := fault.Of(err); f != nil && f.Kind == fault.NotFound || err == nil && d.Revoked {
			return nil, errToken
		}
		if err != nil {
			return nil, err
		}
		c.device = d
		s.saw(c.Context(), &d)
		return do(c)
	})
}

func guard(c *call, do useCase) (answer any, err error) {
	defer func() {
		if p := recover(); p != nil {
			// The value may hold what an entry says; the stack does not.
			err = fault.Of(fmt.Errorf("panic of type %T\n%s", p, debug.Stack()))
		}
	}()
	if v := c.Header.Get(exchange.ProtocolHeader); v != "" {
		if n, err := strconv.Atoi(v); err != nil || n < exchange.MinProtocol || n > exchange.Protocol {
			return nil, errOld
		}
	}
	return do(c)
}

// answer writes JSON, packed as the asker likes it, and gives the bytes sent.
func (s *Server) answer(c *call, code int, v any) int {
	body, ok := v.(plain)
	if !ok {
		b, err := json.Marshal(v)
		if err != nil {
			code, b = http.StatusInternalServerError, []byte(`{"kind":"internal","code":"internal","message":"Terjadi kesalahan di server pusat."}`)
		}
		body = b
	}
	h := c.w.Header()
	h.Set("Content-Type", "application/json")
	h.Set("Cache-Control", "no-store")
	h.Set("Vary", "Accept-Encoding")
	h.Set(exchange.ProtocolHeader, strconv.Itoa(exchange.Protocol))
	switch code {
	case http.StatusUnauthorized:
		h.Set("WWW-Authenticate", "Bearer")
	case http.StatusServiceUnavailable:
		h.Set("Retry-After", "5")
	}
	packed, encoding := exchange.PackFor(c.Header.Get("Accept-Encoding"), body)
	if encoding != "" {
		h.Set("Content-Encoding", encoding)
	}
	h.Set("Content-Length", strconv.Itoa(len(packed)))
	c.w.WriteHeader(code)
	n, _ := c.w.Write(packed) // whoever left will ask again
	return n
}

func (s *Server) record(c *call, code int, f *fault.Fault, sent int, took time.Duration) {
	level := slog.LevelInfo
	attrs := []slog.Attr{slog.String("method", c.Method), slog.String("path", c.Pattern), slog.Int("status", code),
		slog.String("device", c.device.ID), slog.String("office", c.device.Office), slog.Int("count", c.count),
		slog.Int64("in", max(0, c.ContentLength)), slog.Int("out", sent), slog.Duration("took", took)}
	if f != nil {
		attrs = append(attrs, slog.String("fault", f.Code))
		if code >= 500 {
			level = slog.LevelError
			attrs = append(attrs, slog.String("cause", f.Error()))
		}
	}
	s.o.Log.LogAttrs(c.Context(), level, "request", attrs...)
}

// read takes a JSON body apart into v. Faults: exchange.media, exchange.encoding,
// exchange.large, exchange.bomb, exchange.packed, exchange.json (Invalid).
func (c *call) read(v any) error {
	if media, _, err := mime.ParseMediaType(c.Header.Get("Content-Type")); err != nil || media != "application/json" {
		return errMedia
	}
	if c.ContentLength > exchange.MaxPacked {
		return errLarge
	}
	packed, err := io.ReadAll(http.MaxBytesReader(c.w, c.Body, exchange.MaxPacked))
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return errLarge
	case err != nil:
		return errPacked.Because(err)
	}
	body, err := exchange.Unpack(c.Header.Get("Content-Encoding"), packed)
	switch {
	case errors.Is(err, exchange.ErrEncoding):
		return errCoding
	case errors.Is(err, exchange.ErrPlainSize):
		return errBomb
	case err != nil:
		return errPacked.Because(err)
	}
	if err := exchange.Decode(body, v); err != nil {
		return errJSON // not Because: a JSON error may quote the body
	}
	return nil
}

// number reads a query value of digits; absent is otherwise.
func (c *call) number(name string, otherwise int64) (int64, bool) {
	text := c.URL.Query().Get(name)
	if text == "" {
		return otherwise, true
	}
	n, err := strconv.ParseInt(text, 10, 64)
	return n, err == nil && n >= 0
}
