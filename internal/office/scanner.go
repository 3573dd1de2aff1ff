package office

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"loketaduan/internal/auth"
	"loketaduan/internal/complaint"
	"loketaduan/internal/fault"
)

// The scanner of an office writes into a folder; what came there a moment ago is
// offered for the form that is open.

// Scan is a file that the scanner has just written.
type Scan struct {
	Path, Name string
	Size       int64
	At         time.Time
}

const (
	scanFresh = 15 * time.Minute // older ones belong to somebody else
	scanRests = time.Second      // a younger one may still be written
	scansMost = 5

	scannerKey = "scanner.folder"
)

// ScannerFolder of this PC; "" when none is set.
func (d *Desk) ScannerFolder(ctx context.Context) (string, error) {
	if _, err := d.Session(); err != nil {
		return "", err
	}
	return d.store.Meta(ctx, scannerKey)
}

// SetScannerFolder sets it; "" = none. Fault scanner.folder at path.
func (d *Desk) SetScannerFolder(ctx context.Context, path string) error {
	if _, err := d.allowed(auth.Record); err != nil {
		return err
	}
	if path = strings.TrimSpace(path); path != "" {
		if info, err := os.Stat(path); err != nil || !info.IsDir() {
			return fault.New(fault.Invalid, "scanner.folder", "path", "Folder ini tidak ada di PC ini. Pilih folder tempat mesin pemindai menyimpan hasilnya.")
		}
		path = filepath.Clean(path)
	}
	return d.store.SetMeta(ctx, scannerKey, path)
}

// Scans that came a moment ago, the newest first, but for those that were
// attached. A folder that cannot be read holds none.
func (d *Desk) Scans(ctx context.Context) ([]Scan, error) {
	folder, err := d.ScannerFolder(ctx)
	out := []Scan{}
	if err != nil || folder == "" {
		return out, err
	}
	entries, _ := os.ReadDir(folder)
	now := time.Now() // the clock of the disk, not the one that the simulation moves
	for _, e := range entries {
		info, err := e.Info()
		if err != nil || !info.Mode().IsRegular() || info.Size() == 0 || !attachable(e.Name()) {
			continue
		}
		age := now.Sub(info.ModTime())
		if age > scanFresh || age < scanRests {
			continue
		}
		s := Scan{Path: filepath.Join(folder, e.Name()), Name: e.Name(), Size: info.Size(), At: info.ModTime()}
		if _, taken := d.scanned.Load(s.mark()); !taken {
			out = append(out, s)
		}
	}
	slices.SortFunc(out, func(a, b Scan) int { return b.At.Compare(a.At) })
	return out[:min(len(out), scansMost)], nil
}

// mark tells a file from a later one of the same name.
func (s *Scan) mark() string { return s.Path + "\n" + s.At.UTC().Format(time.RFC3339Nano) }

// taken notes that a file of the scanner's folder was attached.
func (d *Desk) taken(path string) {
	if info, err := os.Stat(path); err == nil {
		s := Scan{Path: path, At: info.ModTime()}
		d.scanned.Store(s.mark(), true)
	}
}

func attachable(name string) bool {
	ext := strings.ToLower(filepath.Ext(name))
	return ext != "" && slices.ContainsFunc(complaint.FileTypes, func(t complaint.FileType) bool { return slices.Contains(t.Extensions, ext) })
}
