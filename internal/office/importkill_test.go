package office

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"loketaduan/internal/store"
	"loketaduan/internal/vault"
)

const importKillEnv = "LOKET_IMPORT_KILL" // data folder of the desk that this process is

func TestMain(m *testing.M) {
	if dir := os.Getenv(importKillEnv); dir != "" {
		importOnce(dir)
	}
	os.Exit(m.Run())
}

// importOnce is the process that gets killed: it imports the file beside its
// data and says so when it is done.
func importOnce(dir string) {
	die := func(err error) {
		if err != nil {
			fmt.Println("failed", err)
			os.Exit(3)
		}
	}
	ctx := context.Background()
	d, err := Open(ctx, Config{Dir: dir, Cost: vault.Cost{Time: 1, Memory: 64, Threads: 1}})
	die(err)
	die(d.SignIn(ctx, "siti", "kata-sandi-siti"))
	r, err := d.OpenOldFile(ctx, filepath.Join(dir, "register.csv"))
	die(err)
	got, err := d.ImportOld(ctx, r.ID, nil)
	die(err)
	die(d.Close())
	fmt.Println("done", got.New, got.Already)
	os.Exit(0)
}

// Killed again and again in the middle, an import that is simply repeated ends
// with every row once.
func TestKilledWhileImporting(t *testing.T) {
	const rows = 3000
	dir := t.TempDir()
	newImporter(t, dir, nil).Close()
	if err := os.WriteFile(filepath.Join(dir, "register.csv"), many(rows, false), 0o600); err != nil {
		t.Fatal(err)
	}
	kills, grown, before := 0, 0, 0
	for done := false; !done; {
		child := exec.Command(os.Args[0])
		child.Env = append(os.Environ(), importKillEnv+"="+dir)
		ended := make(chan error, 1)
		out, err := child.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := child.Start(); err != nil {
			t.Fatal(err)
		}
		said := make([]byte, 200)
		go func() { n, _ := out.Read(said); said = said[:n]; ended <- child.Wait() }()
		patience := time.Duration(200+rand.IntN(500)) * time.Millisecond
		if kills >= 12 {
			patience = time.Minute
		}
		select {
		case err := <-ended:
			if err != nil {
				t.Fatalf("%s: %v", said, err)
			}
			done = true
		case <-time.After(patience):
			child.Process.Kill()
			<-ended
			kills++
		}
		d := newImporter(t, dir, nil)
		n := len(d.numbers(store.Filter{}))
		if n%chunkRows != 0 && n != rows || n < before {
			t.Fatalf("after %d kills %d complaints, %d before", kills, n, before)
		}
		if n > before && !done {
			grown++
		}
		before = n
		d.Close()
	}
	d := newImporter(t, dir, nil)
	if list, err := d.Imports(t.Context()); err != nil || len(list) != 1 || !list[0].Ended || list[0].Imported != rows || list[0].Undoable != rows {
		t.Errorf("%+v, %v", list, err)
	}
	if before != rows {
		t.Errorf("%d complaints", before)
	}
	d.whole()
	t.Logf("%d kills, %d of them after some rows had come in", kills, grown)
}
