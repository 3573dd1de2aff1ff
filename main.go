// Package main is loket-aduan, the window of a complaint desk. It hands the
// built screens to app/desktop and does nothing else: `wails build` runs main to
// find the bindings, so nothing here may touch the disk or the network.
package main

import (
	"os"

	"loketaduan/app/desktop"
	"loketaduan/frontend"
)

func main() {
	if err := desktop.Run(frontend.Dist); err != nil {
		os.Exit(1)
	}
}
