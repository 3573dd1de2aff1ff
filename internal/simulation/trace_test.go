package simulation

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"time"
)

// trace keeps the last lines of what happened and the hash of all of them. It
// names machines and sequence numbers, never ids, which begin with the hour.
type trace struct {
	h     hash.Hash
	lines [traceLines]string
	n     int
}

const traceLines = 120

func (t *trace) say(now time.Time, format string, args ...any) {
	line := fmt.Sprintf("%9.3f  ", now.Sub(dawn).Seconds()) + fmt.Sprintf(format, args...)
	if t.h == nil {
		t.h = sha256.New()
	}
	t.h.Write(append([]byte(line), '\n'))
	t.lines[t.n%traceLines] = line
	t.n++
}

func (t *trace) sum() string {
	if t.h == nil {
		return ""
	}
	return hex.EncodeToString(t.h.Sum(nil)[:12])
}

func (t *trace) last() []string {
	var out []string
	for i := max(0, t.n-traceLines); i < t.n; i++ {
		out = append(out, t.lines[i%traceLines])
	}
	return out
}

// met counts what a run came across: a generator that never reaches a place
// proves nothing about it.
func (w *world) met(what string) { w.tally[what]++ }

func (w *world) say(format string, args ...any) { w.trace.say(w.now, format, args...) }
