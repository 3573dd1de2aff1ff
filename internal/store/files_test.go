package store

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"

	"loketaduan/internal/complaint"
	"loketaduan/internal/fault"
	"loketaduan/internal/testdb"
	"loketaduan/internal/vault"
)

func fileStore(t *testing.T, keys *vault.Keys) *Store {
	t.Helper()
	s, err := Open(t.Context(), Options{Path: filepath.Join(t.TempDir(), "register.db"), Keys: keys})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func sumOf(b []byte) string {
	h := sha256.Sum256(b)
	return hex.EncodeToString(h[:])
}

func onDisk(t *testing.T, dir string) (names []string, all []byte) {
	t.Helper()
	filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return nil
		}
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		names, all = append(names, path), append(all, b...)
		return nil
	})
	return names, all
}

func TestFileIsSealedAndComesBack(t *testing.T) {
	content := []byte(strings.Repeat("SURAT PERNYATAAN Muhammad Syahrani 6303051201850003\n", 5000))
	for name, keys := range map[string]*vault.Keys{"sealed": vault.NewKeys(), "unsealed": vault.Unsealed()} {
		s := fileStore(t, keys)
		sum, size, err := s.Files().Put(t.Context(), bytes.NewReader(content))
		if err != nil || sum != sumOf(content) || size != int64(len(content)) || !s.Files().Has(sum) {
			t.Fatal(sum, size, err)
		}
		again, _, err := s.Files().Put(t.Context(), bytes.NewReader(content))
		if err != nil || again != sum {
			t.Fatal(err)
		}
		c, err := s.Files().Open(sum)
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(c)
		c.Close()
		if err != nil || !bytes.Equal(got, content) {
			t.Fatal("other content", err)
		}
		names, raw := onDisk(t, filepath.Join(filepath.Dir(s.o.Path), "berkas"))
		if len(names) != 1 {
			t.Fatalf("%d files for one content: %v", len(names), names)
		}
		readable := bytes.Contains(raw, []byte("Syahrani")) || strings.Contains(names[0], sum)
		if readable != (name == "unsealed") {
			t.Errorf("%s: readable is %v", name, readable)
		}
	}
}

// fullDisk takes some bytes and no more.
type fullDisk struct {
	contentFile
	room int
}

func (d *fullDisk) Write(b []byte) (int, error) {
	if d.room -= len(b); d.room < 0 {
		return 0, &fs.PathError{Op: "write", Err: syscall.ENOSPC}
	}
	return d.contentFile.Write(b)
}

func TestFullDiskLeavesNothingBehind(t *testing.T) {
	s := fileStore(t, vault.NewKeys())
	usual := s.files.create
	s.files.create = func(path string, flag int) (contentFile, error) {
		f, err := usual(path, flag)
		return &fullDisk{f, 100 << 10}, err
	}
	content := make([]byte, 1<<20)
	_, _, err := s.Files().Put(t.Context(), bytes.NewReader(content))
	if f := fault.Of(err); f == nil || f.Code != "file.disk.full" {
		t.Fatal(err)
	}
	if names, _ := onDisk(t, s.files.dir); len(names) > 0 || s.Files().Has(sumOf(content)) {
		t.Fatal("left behind:", names)
	}
	p, _ := s.Files().Part(sumOf(content), "server")
	n, err := p.Append(t.Context(), 0, bytes.NewReader(content))
	if f := fault.Of(err); f == nil || f.Code != "file.disk.full" {
		t.Fatal(err)
	}
	if have, _, err := p.Offset(); err != nil || have != n || n != 64<<10 {
		t.Fatalf("said %d, has %d, %v", n, have, err)
	}
	s.files.create = usual
	if _, err := p.Append(t.Context(), n, bytes.NewReader(content[n:])); err != nil {
		t.Fatal(err)
	}
	if err := p.Finish(t.Context()); err != nil || !s.Files().Has(sumOf(content)) {
		t.Fatal("could not go on when there was room again", err)
	}
}

func TestPartGoesOnAfterCutsAndRefusesWhatItIsNot(t *testing.T) {
	s := fileStore(t, vault.NewKeys())
	content := make([]byte, 300<<10)
	for i := range content {
		content[i] = byte(i * 7)
	}
	p, _ := s.Files().Part(sumOf(content), "a")
	if n, ok, err := p.Offset(); n != 0 || ok || err != nil {
		t.Fatal(n, ok, err)
	}
	if _, err := p.Append(t.Context(), 0, bytes.NewReader(content[:100000])); err != nil {
		t.Fatal(err)
	}
	// the power went away in the middle of a write
	f, _ := os.OpenFile(p.path, os.O_APPEND|os.O_WRONLY, 0)
	f.Write([]byte{0, 0, 0x80, 0, 1, 2, 3})
	f.Close()
	s.files.seen = map[string]part{} // and so did the memory
	n, ok, err := p.Offset()
	if n != 100000 || !ok || err != nil {
		t.Fatal(n, ok, err)
	}
	if _, err := p.Append(t.Context(), n, bytes.NewReader(content[n:])); err != nil {
		t.Fatal(err)
	}
	if err := p.Finish(t.Context()); err != nil {
		t.Fatal(err)
	}
	wrong, _ := s.Files().Part(strings.Repeat("ab", 32), "a")
	wrong.Append(t.Context(), 0, bytes.NewReader(content))
	if err := wrong.Finish(t.Context()); !IsFileHash(err) {
		t.Fatal(err)
	}
	if _, ok, _ := wrong.Offset(); ok || s.Files().Has(strings.Repeat("ab", 32)) {
		t.Fatal("wrong content was kept")
	}
}

// A crash between the file and its entry leaves a file that nothing names.
func TestCollectRemovesOnlyWhatNothingNames(t *testing.T) {
	testdb.Both(t, testCollectRemovesOnlyWhatNothingNames)
}

func testCollectRemovesOnlyWhatNothingNames(t *testing.T) {
	b := desk(t, "63.03.05", "A")
	s := b.Store
	orphan, _, err := s.Files().Put(ctx, strings.NewReader("yatim"))
	if err != nil {
		t.Fatal(err)
	}
	named, size, _ := s.Files().Put(ctx, strings.NewReader("disebut"))
	original, osize, _ := s.Files().Put(ctx, strings.NewReader("aslinya"))
	id := b.receive(nil)
	b.act(id, complaint.KFileAttached, complaint.Body{File: &complaint.File{SHA256: named, Size: size, Name: "a.pdf", Type: "application/pdf", Original: &complaint.Original{SHA256: original, Size: osize}}}, nil)
	half, _ := s.Files().Part(strings.Repeat("cd", 32), "server")
	half.Append(ctx, 0, strings.NewReader("separuh"))

	done := make(chan int)
	release := s.Files().Hold()
	go func() {
		n, err := s.Files().Collect(ctx)
		if err != nil {
			t.Error(err)
		}
		done <- n
	}()
	select {
	case <-done:
		t.Fatal("collected while a file waited for its entry")
	default:
	}
	release()
	if n := <-done; n != 2 {
		t.Fatalf("%d removed, want the orphan and the half one", n)
	}
	if s.Files().Has(orphan) || !s.Files().Has(named) || !s.Files().Has(original) {
		t.Fatal("the wrong ones")
	}
	if err := s.Rebuild(ctx); err != nil {
		t.Fatal(err)
	}
	if n, err := s.Files().Collect(ctx); n != 0 || err != nil {
		t.Fatal("after a rebuild", n, err)
	}
}

// zeroes is a large file that takes no memory.
type zeroes struct{ size, at int64 }

func (z *zeroes) Read(p []byte) (int, error) {
	n := min(int64(len(p)), z.size-z.at)
	if n == 0 {
		return 0, io.EOF
	}
	clear(p[:n])
	z.at += n
	return int(n), nil
}

func (z *zeroes) Seek(to int64, _ int) (int64, error) { z.at = to; return to, nil }

func TestLargeFileNeedsLittleMemory(t *testing.T) {
	if testing.Short() {
		t.Skip("100 MB to the disk")
	}
	s := fileStore(t, vault.NewKeys())
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	sum, size, err := s.Files().Put(t.Context(), &zeroes{size: 100 << 20})
	if err != nil || size != 100<<20 {
		t.Fatal(size, err)
	}
	if err := s.Files().Check(t.Context(), sum); err != nil {
		t.Fatal(err)
	}
	runtime.ReadMemStats(&after)
	grown := int64(after.HeapSys+after.StackSys) - int64(before.HeapSys+before.StackSys)
	t.Logf("100 MB written and read: memory of the process grew by %d KB", grown>>10)
	if grown > 16<<20 {
		t.Fatalf("memory grew by %d MB", grown>>20)
	}
}
