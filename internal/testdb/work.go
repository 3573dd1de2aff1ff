package testdb

import (
	"os"
	"strconv"
	"strings"
	"time"
)

// Work is how long the processors worked for this program between Begin and
// End, garbage collection included: the clock tells little where others work
// on the same machine. Linux only; elsewhere it stays 0.
type Work struct {
	from, all time.Duration
}

func (w *Work) Begin() { w.from = worked() }
func (w *Work) End()   { w.all += worked() - w.from }

// Micros in microseconds.
func (w *Work) Micros() float64 { return float64(w.all.Microseconds()) }

func worked() (all time.Duration) {
	text, err := os.ReadFile("/proc/self/stat")
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(text), ") ")       // the name may hold spaces
	for _, ticks := range strings.Fields(rest)[11:13] { // utime, stime
		n, err := strconv.Atoi(ticks)
		if err != nil {
			return 0
		}
		all += time.Duration(n) * 10 * time.Millisecond // USER_HZ is 100 on every Linux
	}
	return all
}
