package desktop

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"

	wails_runtime "github.com/wailsapp/wails/v2/pkg/runtime"
)

// Size of the window at the first start, and the smallest that it may have.
const (
	windowWidth, windowHeight = 1366, 740
	leastWidth, leastHeight   = 680, 420
)

// place is where the window stood when it was closed, in the units of its
// screen. It lies beside the register and holds nothing else.
type place struct {
	X         int  `json:"x"`
	Y         int  `json:"y"`
	Width     int  `json:"width"`
	Height    int  `json:"height"`
	Maximised bool `json:"maximised"`
}

// within is the place on a screen of this size: all of it can be seen, also when
// it was left on a screen that is gone or was larger.
func (p place) within(width, height int) place {
	p.Width, p.Height = min(max(p.Width, leastWidth), width), min(max(p.Height, leastHeight), height)
	p.X, p.Y = min(max(p.X, 0), width-p.Width), min(max(p.Y, 0), height-p.Height)
	return p
}

func placeFile(dir string) string { return filepath.Join(dir, "window.json") }

func readPlace(dir string) (p place, known bool) {
	raw, err := os.ReadFile(placeFile(dir))
	if err != nil || json.Unmarshal(raw, &p) != nil {
		return place{}, false
	}
	return p, true
}

// putBack moves the window to where it was closed.
func putBack(ctx context.Context, dir string) {
	p, known := readPlace(dir)
	if !known {
		return
	}
	screens, err := wails_runtime.ScreenGetAll(ctx)
	if err != nil {
		return
	}
	for _, s := range screens {
		if !s.IsCurrent {
			continue
		}
		p = p.within(s.Size.Width, s.Size.Height)
		wails_runtime.WindowSetSize(ctx, p.Width, p.Height)
		wails_runtime.WindowSetPosition(ctx, p.X, p.Y)
		if p.Maximised {
			wails_runtime.WindowMaximise(ctx)
		}
		return
	}
}

// keepPlace is asked when the window is about to close; it never holds it up.
func (d *Desk) keepPlace(ctx context.Context) (prevent bool) {
	dir := dataDir()
	p, _ := readPlace(dir)
	p.Maximised = wails_runtime.WindowIsMaximised(ctx)
	if !p.Maximised && !wails_runtime.WindowIsMinimised(ctx) {
		p.Width, p.Height = wails_runtime.WindowGetSize(ctx)
		p.X, p.Y = wails_runtime.WindowGetPosition(ctx)
	}
	raw, err := json.Marshal(p)
	if err == nil {
		err = os.WriteFile(placeFile(dir), raw, 0o600)
	}
	if err != nil && d.log != nil {
		d.log.Warn("the place of the window was not kept", "err", err)
	}
	return false
}
