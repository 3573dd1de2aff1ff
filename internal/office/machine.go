//go:build !windows

package office

import (
	"os"
	"strings"
)

// Machine is the id that the system gave this computer; "" when it has none.
// It is copied with a disk image and alone proves nothing.
func Machine() string {
	b, err := os.ReadFile("/etc/machine-id")
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(b))
}
