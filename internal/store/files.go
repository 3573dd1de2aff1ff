package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"syscall"

	"loketaduan/internal/fault"
	"loketaduan/internal/vault"
)

// Files is the content of attachments, sealed in a folder beside the database:
// each file under the keyed hash of its content, whole or not at all. What is
// still arriving lies apart until it proves to be what it is named.
type Files struct {
	s      *Store
	dir    string
	hold   sync.RWMutex // held while a file waits for its entry; Collect waits for that
	create func(path string, flag int) (contentFile, error)

	putting sync.Mutex

	mu   sync.Mutex
	seen map[string]part // arriving files, so that each piece need not read all before it
}

type part struct{ sealed, plain int64 }

// contentFile is what is needed of *os.File; tests put a full disk here.
type contentFile interface {
	io.Writer
	Sync() error
	Close() error
}

const arriving = "masuk"

var (
	errFileMissing = fault.New(fault.NotFound, "file.missing", "", "Isi berkas ini belum ada di PC ini. Unduh dulu dari kabupaten.")
	errFileDamaged = fault.New(fault.Internal, "file.damaged", "", "Isi berkas ini rusak di disk. Lampirkan sekali lagi, atau unduh ulang dari kabupaten.")
	errFileFull    = fault.New(fault.Internal, "file.disk.full", "file", "Disk penuh, berkas tidak disimpan. Kosongkan ruang disk, lalu lampirkan lagi. Aduan sendiri tetap aman.")
	errFileWrite   = fault.New(fault.Internal, "file.disk", "file", "Berkas tidak dapat disimpan di disk. Periksa disk dan hak akses folder data, lalu ulangi. Aduan sendiri tetap aman.")
	errFileChanged = fault.New(fault.Conflict, "file.changed", "file", "Berkas berubah ketika sedang dibaca. Tutup program yang memakainya, lalu lampirkan lagi.")
	errFileHash    = fault.New(fault.Invalid, "file.hash", "file", "Isi berkas tidak cocok dengan sidiknya, maka tidak disimpan.")
)

// Files of this register.
func (s *Store) Files() *Files { return s.files }

func newFiles(s *Store, dir string) *Files {
	return &Files{s: s, dir: dir, seen: map[string]part{}, create: func(path string, flag int) (contentFile, error) {
		return os.OpenFile(path, flag, 0o600)
	}}
}

func diskFault(err error) error {
	full := errors.Is(err, syscall.ENOSPC) || runtime.GOOS == "windows" && errors.Is(err, syscall.Errno(112)) // ERROR_DISK_FULL
	if full {
		return errFileFull.Because(err)
	}
	return errFileWrite.Because(err)
}

func (f *Files) keys() (*vault.Keys, error) {
	if k := f.s.Keys(); k != nil {
		return k, nil
	}
	return nil, errLocked
}

func (f *Files) path(mark string) string { return filepath.Join(f.dir, mark[:2], mark) }

// Hold keeps Collect from files whose entry is not committed yet.
func (f *Files) Hold() (release func()) {
	f.hold.RLock()
	return f.hold.RUnlock
}

// Has tells whether the whole content is here. sum is the SHA-256 in
// hexadecimal, here and below.
func (f *Files) Has(sum string) bool {
	k, err := f.keys()
	if err != nil {
		return false
	}
	_, err = os.Stat(f.path(k.FileMark(sum)))
	return err == nil
}

// Put seals content and gives its SHA-256 and size. It is on the disk when this
// returns. src is read twice: its hash is its name and binds every chunk.
// Faults: file.disk.full, file.disk, file.changed, store.locked.
func (f *Files) Put(ctx context.Context, src io.ReadSeeker) (sum string, size int64, err error) {
	k, err := f.keys()
	if err != nil {
		return "", 0, err
	}
	h := sha256.New()
	if size, err = io.Copy(h, src); err == nil {
		_, err = src.Seek(0, io.SeekStart)
	}
	if err != nil {
		return "", 0, err
	}
	sum = hex.EncodeToString(h.Sum(nil))
	if f.Has(sum) {
		return sum, size, nil
	}
	f.putting.Lock()
	defer f.putting.Unlock()
	mark := k.FileMark(sum)
	p := &Part{f: f, k: k, sum: sum, mark: mark, path: filepath.Join(f.dir, arriving, mark+".sini")}
	if err := os.Remove(p.path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", 0, diskFault(err)
	}
	h.Reset()
	n, err := p.write(ctx, io.TeeReader(src, h), os.O_CREATE|os.O_WRONLY|os.O_EXCL, 0)
	if err == nil && (n != size || hex.EncodeToString(h.Sum(nil)) != sum) {
		err = errFileChanged
	}
	if err == nil {
		err = p.rename()
	}
	if err != nil {
		p.Drop()
		return "", 0, err
	}
	return sum, size, nil
}

// Content is an open file; close it.
type Content struct {
	*vault.Chunks
	file *os.File
}

// Close the content.
func (c *Content) Close() error { return c.file.Close() }

// Open gives the content. Faults: file.missing, file.damaged, store.locked.
func (f *Files) Open(sum string) (*Content, error) {
	k, err := f.keys()
	if err != nil {
		return nil, err
	}
	mark := k.FileMark(sum)
	file, err := os.Open(f.path(mark))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, errFileMissing
	}
	if err != nil {
		return nil, diskFault(err)
	}
	c, err := k.OpenChunks(file, mark)
	if err != nil {
		file.Close()
		return nil, errFileDamaged.Because(err)
	}
	return &Content{Chunks: c, file: file}, nil
}

// Check reads the whole content and compares its hash. Faults as Open.
func (f *Files) Check(ctx context.Context, sum string) error {
	c, err := f.Open(sum)
	if err != nil {
		return err
	}
	defer c.Close()
	return c.verify(ctx, sum)
}

func (c *Content) verify(ctx context.Context, sum string) error {
	if _, err := c.Seek(0, io.SeekStart); err != nil {
		return err
	}
	h := sha256.New()
	if _, err := io.Copy(h, interruptible{ctx, c}); err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return errFileDamaged.Because(err)
	}
	if hex.EncodeToString(h.Sum(nil)) != sum {
		return errFileHash
	}
	return nil
}

// interruptible ends a long read with its context.
type interruptible struct {
	ctx context.Context
	r   io.Reader
}

func (i interruptible) Read(p []byte) (int, error) {
	if err := i.ctx.Err(); err != nil {
		return 0, err
	}
	return i.r.Read(p)
}

// Remove forgets a content, for one that proved damaged; no fault when it is
// not here.
func (f *Files) Remove(sum string) error {
	k, err := f.keys()
	if err != nil {
		return err
	}
	if err := os.Remove(f.path(k.FileMark(sum))); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return diskFault(err)
	}
	return nil
}

// Collect removes what no entry names: files whose entry was never committed,
// and pieces of files that nobody waits for. It gives how many.
func (f *Files) Collect(ctx context.Context) (removed int, err error) {
	if _, err := f.keys(); err != nil {
		return 0, err
	}
	f.hold.Lock()
	defer f.hold.Unlock()
	named, err := f.s.fileMarks(ctx)
	if err != nil {
		return 0, err
	}
	err = filepath.WalkDir(f.dir, func(path string, e fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) || err == nil && e.IsDir() {
			return nil
		}
		if err != nil {
			return err
		}
		mark, rest, _ := strings.Cut(e.Name(), ".")
		whole := filepath.Base(filepath.Dir(path)) != arriving
		if !named[mark] {
			// Perhaps since we looked: a server takes no file before its entry.
			if named[mark], err = f.s.fileNamed(ctx, mark); err != nil {
				return err
			}
		}
		if named[mark] && (whole || rest != "sini" && !exists(f.path(mark))) {
			return ctx.Err()
		}
		if err := os.Remove(path); err != nil {
			return err
		}
		removed++
		return ctx.Err()
	})
	if err != nil {
		return removed, diskFault(err)
	}
	return removed, nil
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}
