//go:build linux

package simulation

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"loketaduan/internal/complaint"
	"loketaduan/internal/exchange"
	"loketaduan/internal/fault"
	"loketaduan/internal/journal"
	"loketaduan/internal/store"
	"loketaduan/internal/testdb"
	"loketaduan/internal/vault"
)

var loadDesks = flag.Int("load", 0, "so many desks come back to one server at once")

const (
	loadEntries  = 100
	loadAnOffice = 4               // desks
	loadArrive   = 3 * time.Second // within which all of them knock
	loadPatience = 3 * time.Minute
	loadRSS      = 400 << 10 // KiB that the server may take
)

// TestLoad lets many desks come back at once to one loket-pusat, a process of
// its own on this machine, after a day without a line: each sends its entries,
// then fetches those of its office and waits for more until it has all.
// build/bench load prints what it measures.
func TestLoad(t *testing.T) {
	if *loadDesks == 0 {
		t.Skip("needs -load")
	}
	program := filepath.Join(t.TempDir(), "loket-pusat")
	if out, err := exec.Command("go", "build", "-o", program, "loketaduan/app/server").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	testdb.Both(t, func(t *testing.T) { newLoad(t, program).run(*loadDesks) })
}

// load is the server with all desks enrolled, and what they meet.
type load struct {
	*realTown
	mu      sync.Mutex
	pushes  []time.Duration
	retries map[string]int
	told    atomic.Int64 // retries that the server set a time for
	rss     []int        // KiB, over time
}

func newLoad(t *testing.T, program string) *load {
	return &load{realTown: &realTown{t: t, program: program, at: testdb.Fresh(t, "pusat.db")}, retries: map[string]int{}}
}

type loadDesk struct {
	office, device, letter, token string
	expect                        int64 // head of its office in the end
	cursor                        exchange.Cursor
	entries                       []journal.Entry
	own                           map[string]journal.Hash
}

// enrolAll writes the desks into the database before the server starts.
func (l *load) enrolAll(n int) []*loadDesk {
	l.t.Helper()
	ctx := context.Background()
	secret := sha256.Sum256([]byte("load"))
	dir := filepath.Dir(l.at.Path)
	if err := os.WriteFile(filepath.Join(dir, "server.key"), []byte(hex.EncodeToString(secret[:])), 0o600); err != nil {
		l.t.Fatal(err)
	}
	s, err := store.Open(ctx, store.Options{Path: l.at.Path, URL: l.at.URL, Keys: vault.KeysFrom(secret), Server: true})
	if err != nil {
		l.t.Fatal(err)
	}
	defer s.Close()
	must := func(err error) {
		if err != nil {
			l.t.Fatal(err)
		}
	}
	must(s.AddOffice(ctx, dkisp))
	var desks []*loadDesk
	for i := range n {
		office := fmt.Sprintf("63.03.%02d.%04d", 1+i/loadAnOffice/50, 2001+i/loadAnOffice%50)
		if i%loadAnOffice == 0 {
			must(s.AddOffice(ctx, store.Office{Code: office, Name: "Desa " + office, Kind: "desa"}))
		}
		d := &loadDesk{office: office, device: uuid.Must(uuid.NewV7()).String(), letter: string(rune('A' + i%loadAnOffice)), token: fmt.Sprint("kartu", i),
			expect: int64(min(loadAnOffice, n-i/loadAnOffice*loadAnOffice) * loadEntries), own: map[string]journal.Hash{}}
		sum := sha256.Sum256([]byte(d.token))
		must(s.AddDevice(ctx, store.Device{ID: d.device, Office: office, Letter: d.letter, Name: "PC", TokenHash: sum[:]}))
		desks = append(desks, d)
	}
	epoch, err := s.Epoch(ctx)
	must(err)
	heads := map[string]exchange.Cursor{}
	for _, d := range desks { // they have the names of the offices, which are entries too
		if _, known := heads[d.office]; !known {
			p, err := s.Feed(ctx, d.office, 0, 1)
			must(err)
			heads[d.office] = exchange.Cursor{Epoch: epoch, Pos: p.Head, Hash: p.HeadHash}
		}
		d.cursor = heads[d.office]
		d.expect += d.cursor.Pos
	}
	return desks
}

// write makes the entries of a day, about 1 KB each.
func (d *loadDesk) write(r *rand.Rand) {
	word := func() string {
		b := make([]byte, 3+r.IntN(8))
		for i := range b {
			b[i] = "aaiiuuengkrstmbdlpy"[r.IntN(19)]
		}
		return string(b)
	}
	text := func(n int) string {
		w := make([]string, n)
		for i := range w {
			w[i] = word()
		}
		return strings.Join(w, " ")
	}
	var prev journal.Hash
	for i := range loadEntries {
		id := uuid.Must(uuid.NewV7()).String()
		body, err := json.Marshal(complaint.Body{Number: complaint.RegisterNumber{Office: d.office, Letter: d.letter, Year: 2026, Seq: int64(i + 1)}.String(), Set: map[string]string{
			"kind": "pengaduan", "channel": "tatap_muka", "receivedAt": "2026-11-02T09:00:00+08:00", "category": "infrastruktur",
			"subject": text(6), "narrative": text(85), "respondent": text(3), "request": text(10)}})
		if err != nil {
			panic(err)
		}
		e := journal.Entry{ID: id, Stream: id, Office: d.office, Device: d.device, Seq: int64(i + 1), At: time.Now().UTC().Truncate(time.Millisecond),
			Author: "0192f0c1-2222-7aaa-8bbb-000000000001", Kind: complaint.KReceived, Version: 1, Body: body, Prev: prev}
		e.Hash = e.Sum()
		prev, d.own[id] = e.Hash, e.Hash
		d.entries = append(d.entries, e)
	}
}

func (d *loadDesk) ownHash(_ context.Context, id string) (journal.Hash, bool, error) {
	h, ok := d.own[id]
	return h, ok, nil
}

func (l *load) run(n int) {
	began := time.Now()
	desks := l.enrolAll(n)
	l.listen = freeAddress(l.t)
	l.serve()
	l.t.Cleanup(func() {
		l.server.cmd.Process.Kill()
		l.server.cmd.Wait()
	})
	listening(l.t, l.listen)
	l.t.Logf("%d desks enrolled in %s", n, time.Since(began).Round(time.Second))

	began = time.Now()
	ctx, cancel := context.WithTimeout(context.Background(), loadPatience)
	defer cancel()
	var sent, done sync.WaitGroup
	var failed atomic.Int64
	for _, d := range desks {
		sent.Add(1)
		done.Go(func() {
			if err := l.comeBack(ctx, d, sent.Done); err != nil && failed.Add(1) <= 5 {
				l.t.Errorf("a desk: %v", err)
			}
		})
	}
	watched := make(chan struct{})
	go func() { l.watch(ctx); close(watched) }()
	sent.Wait()
	pushed := time.Since(began)
	done.Wait()
	whole := time.Since(began)
	cancel()
	<-watched
	if n := failed.Load(); n > 0 {
		l.t.Fatalf("%d desks failed\n%s", n, tail(l.server.err.String()))
	}
	l.tell(n, pushed, whole)
	l.count(n)
}

// comeBack is a desk from its first knock until it has everything.
func (l *load) comeBack(ctx context.Context, d *loadDesk, sent func()) error {
	once := sync.OnceFunc(sent)
	defer once()
	pauseFor(ctx, time.Duration(rand.Int64N(int64(loadArrive))))
	d.write(rand.New(rand.NewPCG(rand.Uint64(), 0)))
	client, err := exchange.New(exchange.Options{Address: "http://" + l.listen, Token: d.token})
	if err != nil {
		return err
	}
	defer client.Close()
	for rest := d.entries; len(rest) > 0; {
		began := time.Now()
		var part []journal.Entry
		if err := l.patiently(ctx, func() (err error) {
			began = time.Now()
			_, part, err = client.Push(ctx, exchange.Outgoing{Prev: rest[0].Prev, Entries: rest}, 64<<10)
			return err
		}); err != nil {
			return fmt.Errorf("push: %w", err)
		}
		l.mu.Lock()
		l.pushes = append(l.pushes, time.Since(began))
		l.mu.Unlock()
		rest = rest[len(part):]
	}
	d.entries = nil
	once()
	for d.cursor.Pos < d.expect {
		var got exchange.Pulled
		if err := l.patiently(ctx, func() (err error) {
			got, err = client.Pull(ctx, d.cursor, exchange.MaxPage, d.ownHash)
			return err
		}); err != nil {
			return fmt.Errorf("pull: %w", err)
		}
		if got.Rewind {
			return errors.New("the server took its history back")
		}
		if d.cursor = got.Page.Cursor; got.More() || d.cursor.Pos >= d.expect {
			continue
		}
		if err := l.patiently(ctx, func() error { _, err := client.Wait(ctx, d.cursor); return err }); err != nil {
			return fmt.Errorf("wait: %w", err)
		}
	}
	return nil
}

// patiently asks again as the loop does while the line or the server says so.
func (l *load) patiently(ctx context.Context, do func() error) error {
	for attempt := 1; ; attempt++ {
		err := do()
		f := fault.Of(err)
		if err == nil || f.Kind != fault.Offline || ctx.Err() != nil {
			return err
		}
		l.mu.Lock()
		l.retries[f.Code]++
		l.mu.Unlock()
		asked := exchange.RetryAfter(err)
		if asked > 0 {
			l.told.Add(1)
		}
		pauseFor(ctx, max(asked, exchange.Backoff(attempt, rand.Float64())))
	}
}

func pauseFor(ctx context.Context, d time.Duration) {
	select {
	case <-time.After(d):
	case <-ctx.Done():
	}
}

// watch samples the server's memory.
func (l *load) watch(ctx context.Context) {
	for ctx.Err() == nil {
		if kb := l.memory("VmRSS"); kb > 0 {
			l.rss = append(l.rss, kb)
		}
		pauseFor(ctx, 100*time.Millisecond)
	}
}

// memory of the server as the system counts it, in KiB.
func (l *load) memory(what string) (kb int) {
	f, err := os.Open(fmt.Sprintf("/proc/%d/status", l.server.cmd.Process.Pid))
	if err != nil {
		return 0
	}
	defer f.Close()
	for lines := bufio.NewScanner(f); lines.Scan(); {
		if value, ok := strings.CutPrefix(lines.Text(), what+":"); ok {
			fmt.Sscan(value, &kb)
		}
	}
	return kb
}

func (l *load) tell(n int, pushed, whole time.Duration) {
	l.t.Helper()
	slices.Sort(l.pushes)
	at := func(share float64) time.Duration {
		return l.pushes[int(share*float64(len(l.pushes)-1))].Round(time.Millisecond)
	}
	peak := l.memory("VmHWM")
	half := slices.Max(l.rss[:max(1, len(l.rss)/2)])
	l.t.Logf("%d desks, %d entries: all sent after %s (%.0f entries/s), all fetched after %s; %d pushes, p50 %s, p99 %s, longest %s; asked again %v, %d of them when told to; server: peak %d MB, in the first half %d MB; %d processors",
		n, n*loadEntries, pushed.Round(time.Millisecond), float64(n*loadEntries)/pushed.Seconds(), whole.Round(time.Millisecond),
		len(l.pushes), at(0.5), at(0.99), at(1), l.retries, l.told.Load(), peak>>10, half>>10, runtime.NumCPU())
	if name := l.t.Name(); strings.Contains(name, "/") { // for build/bench
		l.t.Logf("figures %s seconds %.1f whole %.1f p50-ms %d p99-ms %d peak-MB %d again %d", filepath.Base(name), pushed.Seconds(), whole.Seconds(),
			at(0.5).Milliseconds(), at(0.99).Milliseconds(), peak>>10, sum(l.retries))
	}
	if peak > loadRSS {
		l.t.Errorf("the server took %d MB, want at most %d", peak>>10, loadRSS>>10)
	}
}

func sum(of map[string]int) (n int) {
	for _, x := range of {
		n += x
	}
	return n
}

// count holds that every entry is there, once.
func (l *load) count(desks int) {
	l.t.Helper()
	db := l.at.Raw(l.t)
	defer db.Close()
	var all, different int
	if err := db.QueryRow("SELECT count(*), count(DISTINCT id) FROM entry WHERE kind = $1 AND rev IS NOT NULL", complaint.KReceived).Scan(&all, &different); err != nil {
		l.t.Fatal(err)
	}
	if all != desks*loadEntries || different != all {
		l.t.Errorf("%d entries, %d different, want %d", all, different, desks*loadEntries)
	}
	began := time.Now()
	l.t.Log(l.command("journal", "verify"), time.Since(began).Round(time.Second))
}
