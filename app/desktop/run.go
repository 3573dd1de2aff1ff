package desktop

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	_ "time/tzdata" // the office's zone must not depend on the PC's

	"github.com/wailsapp/wails/v2"
	"github.com/wailsapp/wails/v2/pkg/options"
	"github.com/wailsapp/wails/v2/pkg/options/assetserver"
	"github.com/wailsapp/wails/v2/pkg/options/linux"
	"github.com/wailsapp/wails/v2/pkg/options/windows"
	wails_runtime "github.com/wailsapp/wails/v2/pkg/runtime"
	"gopkg.in/natefinch/lumberjack.v2"

	"loketaduan/internal/fault"
	"loketaduan/internal/office"
)

// Version of the program.
const Version = "0.1.0"

// Run opens the window and returns when it is closed. Building and developing
// also execute it, so nothing is read or written before the window starts.
func Run(assets fs.FS) error {
	if len(os.Args) > 1 && os.Args[1] == "--setup-practice" {
		err := setUpPractice(os.Args[2:], os.Stdout)
		if err != nil {
			fmt.Fprintln(os.Stderr, fault.Of(err).Message)
		}
		return err
	}
	d := &Desk{}
	return wails.Run(&options.App{
		Title: "Loket Aduan", Width: windowWidth, Height: windowHeight, MinWidth: leastWidth, MinHeight: leastHeight,
		AssetServer:      &assetserver.Options{Assets: assets},
		BackgroundColour: &options.RGBA{R: 248, G: 249, B: 250, A: 255},
		OnStartup:        d.start,
		OnBeforeClose:    d.keepPlace,
		OnShutdown:       d.stop,
		Bind:             []any{d},
		ErrorFormatter:   formatError,
		SingleInstanceLock: &options.SingleInstanceLock{UniqueId: windowID(), OnSecondInstanceLaunch: func(options.SecondInstanceData) {
			wails_runtime.WindowUnminimise(d.ctx)
			wails_runtime.Show(d.ctx)
		}},
		Linux:   &linux.Options{ProgramName: "loket-aduan"},
		Windows: &windows.Options{WebviewUserDataPath: filepath.Join(dataDir(), "webview")},
	})
}

// windowID is one for each data folder: a second start on the same register
// shows the window that is open, another folder is another desk.
func windowID() string {
	h := fnv.New64a()
	h.Write([]byte(dataDir()))
	return fmt.Sprintf("loketaduan%x", h.Sum64())
}

// dataDir is where this PC keeps everything: LOKET_DATA, or the user's own folder.
func dataDir() string {
	if dir := os.Getenv("LOKET_DATA"); dir != "" {
		return dir
	}
	if runtime.GOOS == "windows" {
		return filepath.Join(os.Getenv("LocalAppData"), "LoketAduan")
	}
	if dir := os.Getenv("XDG_DATA_HOME"); dir != "" {
		return filepath.Join(dir, "loket-aduan")
	}
	home, err := os.UserHomeDir()
	if err != nil {
		home = "."
	}
	return filepath.Join(home, ".local", "share", "loket-aduan")
}

func openLog(dir string) *slog.Logger {
	return slog.New(slog.NewJSONHandler(&lumberjack.Logger{Filename: filepath.Join(dir, "log", "loket-aduan.log"), MaxSize: 5, MaxBackups: 5}, nil))
}

// start opens the desk when the window exists. A failure is kept and told by
// the first call, so that the clerk sees words instead of an empty window.
func (d *Desk) start(ctx context.Context) {
	dir := dataDir()
	d.ctx, d.log = ctx, openLog(dir)
	putBack(ctx, dir)
	d.desk, d.openErr = office.Open(ctx, office.Config{Dir: dir, Now: pcClock, Log: d.log, Changed: d.changed, Outside: office.Outside(), Machine: office.Machine()})
	if d.openErr != nil {
		d.log.Error("desk cannot be opened", "err", d.openErr)
	}
	close(d.readyChan())
	go d.remind(ctx)
}

func (d *Desk) stop(ctx context.Context) {
	wails_runtime.CleanupNotifications(ctx)
	if p := d.practise(nil); p != nil {
		if err := p.Close(); err != nil {
			d.log.Error("practice not closed well", "err", err)
		}
	}
	if d.desk != nil {
		if err := d.desk.Close(); err != nil {
			d.log.Error("desk not closed well", "err", err)
		}
	}
}

// changed tells the window of a commit, and with it how much the regency has
// not got: the word in the header must not outlive by a moment what it says.
func (d *Desk) changed(c office.Change) {
	if c.Complaints == nil {
		c.Complaints = []string{}
	}
	v := ChangedView{Complaints: c.Complaints, All: c.All, Sync: c.Sync, Reference: c.Reference || c.Letterhead, Rules: c.Rules, Files: c.Files != nil}
	if written := len(c.Complaints) > 0 || v.All || v.Reference; written && d.isReady() {
		status, err := syncView(d.ctx, d.current())
		v.Status, v.HasStatus = status, err == nil // nobody is signed in: nobody looks
	}
	wails_runtime.EventsEmit(d.ctx, "changed", v)
}

// formatError gives the window a fault as a JSON string: an object would
// arrive as "[object Object]".
func formatError(err error) any {
	return faultJSON(fault.Of(err))
}

var errOpen = errors.New("desk is not open")

func practiceNote() string { return os.Getenv("LOKET_PRACTICE_NOTE") }

func printf(w interface{ Write([]byte) (int, error) }, format string, args ...any) {
	fmt.Fprintf(w, format, args...)
}
