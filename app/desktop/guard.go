package desktop

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"
	"time"

	"loketaduan/internal/fault"
	"loketaduan/internal/office"
)

// Desk is what the window may ask. Every exported method is bound.
type Desk struct {
	ctx     context.Context
	log     *slog.Logger
	desk    *office.Desk
	openErr error

	mu         sync.Mutex
	practising *office.Desk // in place of desk, which waits locked

	once  sync.Once
	ready chan struct{}
}

func (d *Desk) readyChan() chan struct{} {
	d.once.Do(func() { d.ready = make(chan struct{}) })
	return d.ready
}

// isReady tells, without waiting, whether the desk is open.
func (d *Desk) isReady() bool {
	select {
	case <-d.readyChan():
		return d.openErr == nil
	default:
		return false
	}
}

// callTime bounds a call; exporting and enrolling take their own.
const callTime = 30 * time.Second

// longTime is for what counts every open complaint anew.
const longTime = 5 * time.Minute

// guard runs a bound call: waits for the desk, bounds the time, recovers a
// panic (it would leave the window waiting for ever) and logs what failed.
func guard[V any](d *Desk, name string, most time.Duration, call func(context.Context, *office.Desk) (V, error)) (out V, err error) {
	defer func() {
		if p := recover(); p != nil {
			d.log.Error("panic", "call", name, "panic", fmt.Sprintf("%T", p), "stack", string(debug.Stack()))
			err = fault.New(fault.Internal, "internal.panic", "", "Terjadi kesalahan di dalam program. Yang sudah tersimpan tetap aman. Ulangi sekali lagi; bila tetap gagal, hubungi admin.")
		}
	}()
	select {
	case <-d.readyChan():
	case <-time.After(20 * time.Second):
		return out, fault.New(fault.Internal, "desk.starting", "", "Program belum siap. Tunggu sebentar, lalu coba lagi.").Because(errOpen)
	}
	if d.openErr != nil {
		return out, fault.Of(d.openErr)
	}
	ctx, cancel := context.WithTimeout(d.ctx, most)
	defer cancel()
	began := time.Now()
	out, err = call(ctx, d.current())
	if err != nil {
		f := fault.Of(err)
		if f.Kind == fault.Internal {
			d.log.Error("call failed", "call", name, "err", f.Error(), "ms", time.Since(began).Milliseconds())
		} else {
			d.log.Info("call refused", "call", name, "code", f.Code)
		}
		return out, f
	}
	return out, nil
}

func faultJSON(f *fault.Fault) string {
	b, err := json.Marshal(f)
	if err != nil {
		return `{"kind":"internal","code":"internal","message":"Terjadi kesalahan di dalam program."}`
	}
	return string(b)
}
