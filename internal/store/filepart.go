package store

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"loketaduan/internal/fault"
	"loketaduan/internal/vault"
)

// Part is a file on its way to here, piece by piece, perhaps over days. One
// writer at a time.
type Part struct {
	f    *Files
	k    *vault.Keys
	sum  string
	mark string
	path string
}

// Part gives the pieces of a file that came from somewhere; each source has
// its own, so that nobody can spoil what another one sends.
func (f *Files) Part(sum, from string) (*Part, error) {
	k, err := f.keys()
	if err != nil {
		return nil, err
	}
	mark, who := k.FileMark(sum), k.FileMark("from " + from)[:12]
	return &Part{f: f, k: k, sum: sum, mark: mark, path: filepath.Join(f.dir, arriving, mark+"."+who)}, nil
}

// Offset is how many bytes are safe on the disk. ok is false when nothing was
// ever begun.
func (p *Part) Offset() (n int64, ok bool, err error) {
	info, err := os.Stat(p.path)
	if errors.Is(err, fs.ErrNotExist) {
		return 0, false, nil
	}
	if err != nil {
		return 0, false, diskFault(err)
	}
	p.f.mu.Lock()
	known, here := p.f.seen[p.path]
	p.f.mu.Unlock()
	if here && known.sealed == info.Size() {
		return known.plain, true, nil
	}
	file, err := os.Open(p.path)
	if err != nil {
		return 0, false, diskFault(err)
	}
	defer file.Close()
	c, err := p.k.OpenChunks(file, p.mark)
	if err != nil {
		return 0, false, diskFault(err)
	}
	if c.Sealed() < info.Size() { // a write that was cut off
		if err := os.Truncate(p.path, c.Sealed()); err != nil {
			return 0, false, diskFault(err)
		}
	}
	p.note(c.Sealed(), c.Size())
	return c.Size(), true, nil
}

func (p *Part) note(sealed, plain int64) {
	p.f.mu.Lock()
	defer p.f.mu.Unlock()
	p.f.seen[p.path] = part{sealed, plain}
}

// Begin makes an empty part, so that a later Offset finds it.
func (p *Part) Begin() error {
	_, err := p.write(context.Background(), strings.NewReader(""), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0)
	return err
}

// Append adds what src gives behind the offset, which must be the true one. It
// is on the disk when this returns; n counts that also when src failed. Faults:
// file.disk.full, file.disk.
func (p *Part) Append(ctx context.Context, offset int64, src io.Reader) (n int64, err error) {
	return p.write(ctx, src, os.O_CREATE|os.O_APPEND|os.O_WRONLY, offset)
}

func (p *Part) write(ctx context.Context, src io.Reader, flag int, offset int64) (int64, error) {
	if err := os.MkdirAll(filepath.Dir(p.path), 0o700); err != nil {
		return 0, diskFault(err)
	}
	file, err := p.f.create(p.path, flag)
	if err != nil {
		return 0, diskFault(err)
	}
	w := &diskWriter{w: file}
	n, err := p.k.SealChunks(w, p.mark, offset, interruptible{ctx, src})
	if w.err != nil {
		err = diskFault(w.err)
	}
	if serr := errors.Join(file.Sync(), file.Close()); serr != nil && w.err == nil {
		return 0, diskFault(serr)
	}
	p.f.mu.Lock()
	delete(p.f.seen, p.path)
	p.f.mu.Unlock()
	if info, serr := os.Stat(p.path); serr == nil && w.err == nil {
		p.note(info.Size(), offset+n)
	}
	return n, err
}

// diskWriter tells a failing disk from a failing source.
type diskWriter struct {
	w   io.Writer
	err error
}

func (d *diskWriter) Write(b []byte) (int, error) {
	n, err := d.w.Write(b)
	if err != nil {
		d.err = err
	}
	return n, err
}

// Finish makes the part a file, if it is what it is named; else it is thrown
// away. Fault file.hash (Invalid).
func (p *Part) Finish(ctx context.Context) error {
	file, err := os.Open(p.path)
	if err != nil {
		return diskFault(err)
	}
	c, err := p.k.OpenChunks(file, p.mark)
	if err == nil {
		err = (&Content{Chunks: c, file: file}).verify(ctx, p.sum)
	}
	file.Close()
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		return errors.Join(errFileHash.Because(err), p.Drop())
	}
	return p.rename()
}

// rename puts the file under its name in one step and makes that last.
func (p *Part) rename() error {
	to := p.f.path(p.mark)
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return diskFault(err)
	}
	if err := os.Rename(p.path, to); err != nil {
		return diskFault(err)
	}
	p.f.mu.Lock()
	delete(p.f.seen, p.path)
	p.f.mu.Unlock()
	for _, dir := range []string{filepath.Dir(to), p.f.dir} {
		if d, err := os.Open(dir); err == nil {
			_ = d.Sync() // Windows cannot, and does not need it
			d.Close()
		}
	}
	return nil
}

// Drop throws the pieces away.
func (p *Part) Drop() error {
	p.f.mu.Lock()
	delete(p.f.seen, p.path)
	p.f.mu.Unlock()
	if err := os.Remove(p.path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return diskFault(err)
	}
	return nil
}

// IsFileHash tells the fault of content that is not what it is named.
func IsFileHash(err error) bool {
	f := fault.Of(err)
	return f != nil && f.Code == errFileHash.Code
}

// Receive keeps a whole file that is given at once. Fault file.hash when it is
// not what it is named.
func (f *Files) Receive(ctx context.Context, sum, from string, src io.Reader) error {
	p, err := f.Part(sum, from)
	if err != nil {
		return err
	}
	if err := p.Drop(); err != nil { // pieces of an attempt that broke off
		return err
	}
	if _, err := p.Append(ctx, 0, src); err != nil {
		return errors.Join(err, p.Drop())
	}
	return p.Finish(ctx)
}
