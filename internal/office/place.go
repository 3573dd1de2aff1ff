package office

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"loketaduan/internal/fault"
	"loketaduan/internal/store"
)

// A register that was copied to another PC, or put back from a backup, would
// give out numbers that are given out already. So two halves of a secret are
// renewed at every start: one in the register, one in a small file outside the
// data folder, which neither travels with a copy nor goes back with a backup.
// Each user of the computer has a file of his own.

// placed is the half in the register.
type placed struct {
	Machine string             `json:"machine"`
	Places  map[string]renewed `json:"places"`
}

// renewed is the secret of one file. The register is written first, so that a
// file left behind by a power cut has the one before.
type renewed struct {
	Nonce  string `json:"nonce"`
	Before string `json:"before"`
}

// outside is the file.
type outside struct {
	Place   string `json:"place"`
	Nonce   string `json:"nonce"`
	Machine string `json:"machine"`
	Device  string `json:"device"`
	Seq     int64  `json:"seq"` // newest entry of the device: a backup of today has fewer
}

const placesKey = "places"

// same tells whether register and file belong together. f is nil where there is
// no file.
func (p *placed) same(f *outside, machine, device string, seq int64) bool {
	switch {
	case len(p.Places) == 0:
		return f == nil // the first start
	case f == nil:
		return machine != "" && machine == p.Machine // another user of this computer
	case f.Machine != machine, f.Device == device && f.Seq > seq:
		return false
	}
	r, known := p.Places[f.Place]
	return known && (f.Nonce == r.Nonce || f.Nonce == r.Before)
}

// watch keeps the file.
type watch struct {
	mu    sync.Mutex
	path  string
	file  outside
	seq   func() (device string, seq int64, err error)
	timer *time.Timer
}

// sureOfSelf finds out, before any number is given out, whether this register
// is the only one with its past. If not, the PC becomes another one.
func (d *Desk) sureOfSelf(ctx context.Context) error {
	d.selfing.Lock()
	defer d.selfing.Unlock()
	if d.c.Outside == "" || d.watch.Load() != nil {
		return nil
	}
	id, err := d.store.Epoch(ctx)
	if err != nil {
		return err
	}
	text, err := d.store.Plain(ctx, placesKey)
	if err != nil {
		return err
	}
	var p placed
	if text != "" && json.Unmarshal([]byte(text), &p) != nil {
		p = placed{}
	}
	w := &watch{path: filepath.Join(d.c.Outside, id+".json"), seq: func() (string, int64, error) { return d.store.ChainEnd(context.Background()) }}
	f := w.read()
	device, seq, err := w.seq()
	if err != nil {
		return err
	}
	if !p.same(f, d.c.Machine, device, seq) {
		if err := d.becomeAnother(ctx); err != nil {
			return err
		}
		if device, seq, err = w.seq(); err != nil {
			return err
		}
	}
	w.file = outside{Place: nonce(), Nonce: nonce(), Machine: d.c.Machine, Device: device, Seq: seq}
	r := renewed{Nonce: w.file.Nonce}
	if f != nil {
		w.file.Place, r.Before = f.Place, f.Nonce
	}
	if p.Places == nil || p.Machine != d.c.Machine {
		p.Places = map[string]renewed{}
	}
	p.Machine, p.Places[w.file.Place] = d.c.Machine, r
	v, err := json.Marshal(p)
	if err != nil {
		return err
	}
	if _, err := d.store.Update(ctx, func(t *store.Tx) error { return t.SetPlain(placesKey, string(v)) }); err != nil {
		return err
	}
	if err := w.write(); err != nil {
		d.c.Log.Warn("the file outside the data folder cannot be written", "err", err) // contact with the server still finds a copy
	}
	d.watch.Store(w)
	return nil
}

func nonce() string {
	var b [16]byte
	rand.Read(b[:])
	return hex.EncodeToString(b[:])
}

// read gives nil when there is no file. One that cannot be read is like none
// that fits.
func (w *watch) read() *outside {
	b, err := os.ReadFile(w.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	var f outside
	if err != nil || json.Unmarshal(b, &f) != nil {
		return &outside{}
	}
	return &f
}

func (w *watch) write() error {
	b, err := json.Marshal(w.file)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(w.path), 0o700); err != nil {
		return err
	}
	tmp := w.path + ".baru"
	return errors.Join(os.WriteFile(tmp, b, 0o600), os.Rename(tmp, w.path))
}

// watchAfter is how long the file may lag behind a commit.
const watchAfter = time.Second

// committed notes soon how far the chain goes.
func (w *watch) committed() {
	if w == nil {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.timer == nil {
		w.timer = time.AfterFunc(watchAfter, w.note)
	}
}

func (w *watch) note() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.timer = nil
	device, seq, err := w.seq()
	if err != nil || device == w.file.Device && seq <= w.file.Seq {
		return
	}
	w.file.Device, w.file.Seq = device, seq
	_ = w.write() // best effort: the nonce is there
}

// close writes what is not noted yet.
func (w *watch) close() {
	if w == nil {
		return
	}
	w.mu.Lock()
	waiting := w.timer != nil && w.timer.Stop()
	w.mu.Unlock()
	if waiting {
		w.note()
	}
}

// Outside is the folder for the file that does not travel with the data.
func Outside() string {
	dir, err := os.UserConfigDir()
	if err != nil {
		return ""
	}
	return filepath.Join(dir, "loket-aduan")
}

var errSelf = fault.New(fault.Internal, "desk.self", "", "PC ini tidak dapat memastikan bahwa datanya bukan salinan. Periksa apakah disk penuh, lalu simpan sekali lagi.")
