//go:build !dev

package desktop

import "time"

// pcClock is the clock of this PC.
func pcClock() time.Time { return time.Now() }
