//go:build !windows

package office

import "path/filepath"

// spool writes to a device such as /dev/usb/lp0, or to a file.
func spool(target string, raw []byte) error { return toFile(target, raw) }

// Printers that can be chosen for receipts.
func Printers() []string {
	out := []string{}
	for _, pattern := range []string{"/dev/usb/lp*", "/dev/lp*"} {
		found, _ := filepath.Glob(pattern) // the pattern is sound
		out = append(out, found...)
	}
	return out
}
