package office

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"loketaduan/internal/auth"
	"loketaduan/internal/complaint"
	"loketaduan/internal/vault"
)

// here is a desk in a folder, on a computer.
type here struct {
	*Desk
	t                     *testing.T
	dir, outside, machine string
	commit                func(done bool) error
}

func (h here) open() here {
	h.t.Helper()
	var err error
	if h.Desk, err = Open(context.Background(), Config{Dir: h.dir, Outside: h.outside, Machine: h.machine, Commit: h.commit, Cost: vault.Cost{Time: 1, Memory: 64, Threads: 1}}); err != nil {
		h.t.Fatal(err)
	}
	h.t.Cleanup(func() { h.Close() })
	return h
}

func (h here) signIn() here {
	h.t.Helper()
	h = h.open()
	if err := h.SignIn(context.Background(), "siti", "kata-sandi-siti"); err != nil {
		h.t.Fatal(err)
	}
	return h
}

func (h here) letter() string {
	h.t.Helper()
	who, err := h.Who(context.Background())
	if err != nil {
		h.t.Fatal(err)
	}
	return who.Letter
}

var recorded = complaint.Form{Kind: "pengaduan", Channel: "tatap_muka", Subject: "Jalan rusak", Narrative: "Uraian", Category: "infrastruktur",
	Reporter: complaint.Reporter{Name: "Ahmad", IDType: "none", Sex: "L", Address: "Jl. Melati"}}

func (h here) record() string {
	h.t.Helper()
	r, err := h.Record(context.Background(), newID(), recorded, true)
	if err != nil {
		h.t.Fatal(err)
	}
	return r.Complaint.Number
}

// copied is the data folder as it is now, somewhere else.
func (h here) copied() string {
	h.t.Helper()
	to := h.t.TempDir()
	if err := os.CopyFS(to, os.DirFS(h.dir)); err != nil {
		h.t.Fatal(err)
	}
	return to
}

func firstPC(t *testing.T) here {
	h := here{t: t, dir: t.TempDir(), outside: t.TempDir(), machine: "mesin-1"}.open()
	if _, err := h.SetUp(context.Background(), SetUp{OfficeCode: "63.03.05", OfficeName: "Kecamatan Martapura", Letter: "A",
		First: NewAccount{Name: "Siti Aminah", Username: "siti", Role: auth.Admin, Password: "kata-sandi-siti", Again: "kata-sandi-siti"}}); err != nil {
		t.Fatal(err)
	}
	return h
}

func TestCopyIsFoundBeforeItsFirstNumber(t *testing.T) {
	for name, c := range map[string]struct {
		meddle func(h here) here // between closing and opening again
		copy   bool
	}{
		"nothing happened":          {func(h here) here { return h }, false},
		"many starts":               {func(h here) here { h.signIn().Close(); h.signIn().Close(); return h }, false},
		"moved within the computer": {func(h here) here { h.dir = h.copied(); return h }, false},
		"another user":              {func(h here) here { h.outside = h.t.TempDir(); return h }, false},
		"both users in turn": {func(h here) here {
			other := h
			other.outside = h.t.TempDir()
			for range 3 {
				other.signIn().Close()
			}
			return h
		}, false},
		"power cut between register and file": {func(h here) here {
			file := filepath.Join(h.outside, must(os.ReadDir(h.outside))[0].Name())
			before := must(os.ReadFile(file))
			h.signIn().Close()
			if err := os.WriteFile(file, before, 0o600); err != nil {
				h.t.Fatal(err)
			}
			return h
		}, false},
		"carried to another computer": {func(h here) here { h.dir, h.outside, h.machine = h.copied(), h.t.TempDir(), "mesin-2"; return h }, true},
		"a computer without an id":    {func(h here) here { h.outside, h.machine = h.t.TempDir(), ""; return h }, true},
		"put back from a backup": {func(h here) here {
			backup := h.copied()
			h.signIn().Close()
			h.dir = backup
			return h
		}, true},
		"put back from a backup of the same day": {func(h here) here {
			n := h.signIn()
			backup := n.copied()
			n.record()
			n.Close()
			h.dir = backup
			return h
		}, true},
		"the file is damaged": {func(h here) here {
			if err := os.WriteFile(filepath.Join(h.outside, must(os.ReadDir(h.outside))[0].Name()), []byte("x"), 0o600); err != nil {
				h.t.Fatal(err)
			}
			return h
		}, true},
	} {
		t.Run(name, func(t *testing.T) {
			h := firstPC(t)
			first := h.record()
			if err := h.Close(); err != nil {
				t.Fatal(err)
			}
			h = c.meddle(h).signIn()
			l := h.letter()
			if c.copy != (l != "A") || c.copy && (!complaint.ProvisionalLetter(l) || l[0] != 'A') {
				t.Fatalf("letter %s", l)
			}
			next := h.record()
			n, err := complaint.ParseNumber(next)
			if err != nil || next == first || n.Letter != l {
				t.Fatal(next, first, err)
			}
			u, err := h.store.Unsent(context.Background())
			if err != nil || u.Count != 5 { // the account and twice content and identity
				t.Fatal(u, err)
			}
			if r, err := h.store.VerifyJournal(context.Background()); err != nil || r.Bad != "" {
				t.Fatal(err, r.Bad)
			}
			h.Close()
			if again := h.signIn(); again.letter() != l {
				t.Fatal("another one at every start: ", again.letter())
			}
		})
	}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func TestOutsideFollowsTheChain(t *testing.T) {
	h := firstPC(t)
	h.record()
	end := time.Now().Add(5 * time.Second)
	for {
		w := h.watch.Load()
		w.mu.Lock()
		seq := w.file.Seq
		w.mu.Unlock()
		if seq == 3 {
			break
		}
		if time.Now().After(end) {
			t.Fatal("the file does not follow: ", seq)
		}
		time.Sleep(50 * time.Millisecond)
	}
}
