package desktop

import (
	"os/exec"
	"path/filepath"
	"runtime"
)

func openFolder(path string) error {
	dir := filepath.Dir(path)
	if runtime.GOOS == "windows" {
		return begin(exec.Command("explorer", "/select,", path))
	}
	return begin(exec.Command("xdg-open", dir))
}

// openFile shows a file in the program that the system has for it.
func openFile(path string) error {
	if runtime.GOOS == "windows" {
		return begin(exec.Command("rundll32", "url.dll,FileProtocolHandler", path))
	}
	return begin(exec.Command("xdg-open", path))
}

// begin starts a program that lives on by itself.
func begin(c *exec.Cmd) error {
	if err := c.Start(); err != nil {
		return err
	}
	go func() { _ = c.Wait() }() // it must not stay as a dead process
	return nil
}
