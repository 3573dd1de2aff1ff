//go:build dev

package desktop

import (
	"os"
	"time"
)

// pcClock is the clock of this PC, wrong by LOKET_CLOCK ("8760h", "-17520h"):
// no program can set Go's clock from outside, and the scenarios of build/e2e
// must see what a clerk sees on a PC whose clock is wrong. Not in what is shipped.
func pcClock() time.Time {
	wrong, err := time.ParseDuration(os.Getenv("LOKET_CLOCK"))
	if err != nil {
		return time.Now()
	}
	return time.Now().Add(wrong)
}
