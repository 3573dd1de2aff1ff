package desktop

import (
	"os/exec"
	"path/filepath"
	"runtime"
)

func openFolder(path string) error {
	dir := filepath.Dir(path)
	if runtime.GOOS == "windows" {
		return exec.Command("explorer", "/select,", path).Start()
	}
	return exec.Command("xdg-open", dir).Start()
}
