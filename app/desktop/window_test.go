package desktop

import "testing"

// A window is seen whole, wherever it was left.
func TestPlaceOfTheWindow(t *testing.T) {
	for name, c := range map[string]struct {
		was, want     place
		width, height int
	}{
		"as it was":             {place{X: 100, Y: 50, Width: 1200, Height: 700}, place{X: 100, Y: 50, Width: 1200, Height: 700}, 1920, 1080},
		"a screen that is gone": {place{X: 2400, Y: 300, Width: 1200, Height: 700}, place{X: 166, Y: 68, Width: 1200, Height: 700}, 1366, 768},
		"left of it":            {place{X: -1500, Y: -20, Width: 800, Height: 600}, place{Width: 800, Height: 600}, 1366, 768},
		"a smaller screen":      {place{X: 10, Y: 10, Width: 1900, Height: 1000}, place{Width: 1366, Height: 768}, 1366, 768},
		"nonsense":              {place{Width: 3, Height: -9}, place{Width: leastWidth, Height: leastHeight}, 1366, 768},
	} {
		if got := c.was.within(c.width, c.height); got != c.want {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
	}
	if _, known := readPlace(t.TempDir()); known {
		t.Error("a place out of nothing")
	}
}
