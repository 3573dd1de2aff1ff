//go:build linux

package simulation

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"loketaduan/internal/complaint"
	"loketaduan/internal/exchange"
	"loketaduan/internal/fault"
	"loketaduan/internal/journal"
	"loketaduan/internal/office"
	"loketaduan/internal/store"
	"loketaduan/internal/testdb"
	"loketaduan/internal/vault"
)

var fillEntries = flag.Int("fill", 0, "so many entries are in the office that a new PC comes to")

const (
	fillDeskEnv = "LOKET_FILL_DESK" // data folder of the new PC that this process is
	fillCodeEnv = "LOKET_FILL_CODE"
	fillWayEnv  = "LOKET_FILL_WAY" // down, or up: as if the server could not fill it
	fillNewest  = 50
	fillAnEntry = 5 // entries of a complaint
	fillProbes  = 8
	thinRate    = 64_000 / 8 // bytes a second
)

func init() {
	if dir := os.Getenv(fillDeskEnv); dir != "" {
		newcomerForEver(dir, os.Getenv(fillCodeEnv), os.Getenv(fillWayEnv) == "up")
	}
}

// TestFill brings a new PC, a process of its own, to an office with many entries
// at loket-pusat, another one: filled from the newest down, and beside it in the
// ordinary way up. build/bench fill prints what it measures.
func TestFill(t *testing.T) {
	if *fillEntries == 0 {
		t.Skip("needs -fill")
	}
	program := filepath.Join(t.TempDir(), "loket-pusat")
	if out, err := exec.Command("go", "build", "-o", program, "loketaduan/app/server").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	f := &fillTown{realTown: &realTown{t: t, program: program, at: testdb.Place{Path: filepath.Join(t.TempDir(), "pusat.db")}}, r: rand.New(rand.NewPCG(63, 5))}
	f.write(*fillEntries)
	f.open()
	for _, way := range []string{"up", "down"} {
		f.measure(way, f.listen, true)
	}
	line, err := newRealLine(f.listen)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(line.close)
	line.set(quality{rate: thinRate}, false)
	f.measure("thin", line.address(), false)
}

// fillTown is an office with a long past.
type fillTown struct {
	*realTown
	r       *rand.Rand
	device  string
	seq     int64
	prev    journal.Hash
	streams int
	newest  []string       // complaints, the one with the newest entry last
	steps   map[string]int // of each
}

// fillWords are words of two or three syllables, as many as an office uses; how
// often one comes falls with its place.
var fillWords = func() (out []string) {
	syllables := strings.Fields("ba da ga ja ka la ma na pa ra sa ta wa ya bi di ki li mi ni ri si ti bu du ku lu mu nu ru su tu be ke le me ne re se te an in un ang ing ung")
	r := rand.New(rand.NewPCG(63, 6))
	for range 4000 {
		w := ""
		for range 2 + r.IntN(2) {
			w += syllables[r.IntN(len(syllables))]
		}
		out = append(out, w)
	}
	return out
}()

func (f *fillTown) text(n int) string {
	out := make([]string, n)
	for i := range out {
		at := f.r.Float64()
		out[i] = fillWords[int(at*at*float64(len(fillWords)))]
	}
	return strings.Join(out, " ")
}

func (f *fillTown) entry(stream, kind string, b complaint.Body) journal.Entry {
	body, err := json.Marshal(b)
	if err != nil {
		f.t.Fatal(err)
	}
	id := uuid.Must(uuid.NewV7()).String()
	if stream == "" {
		stream = id
	}
	f.seq++
	e := journal.Entry{ID: id, Stream: stream, Office: martapura.Code, Device: f.device, Seq: f.seq, At: time.Now().UTC().Truncate(time.Millisecond), Author: "0192f0c1-2222-7aaa-8bbb-000000000001",
		Kind: kind, Version: 1, Body: body, Prev: f.prev}
	e.Hash = e.Sum()
	f.prev = e.Hash
	f.steps[stream]++
	return e
}

// received is a complaint and its reporter.
func (f *fillTown) received() []journal.Entry {
	f.streams++
	first := f.entry("", complaint.KReceived, complaint.Body{Number: complaint.RegisterNumber{Office: martapura.Code, Letter: "A", Year: 2026, Seq: int64(f.streams)}.String(), Set: map[string]string{
		"kind": "pengaduan", "channel": "tatap_muka", "receivedAt": time.Date(2026, 1, 5, 1, 0, 0, 0, time.UTC).Add(time.Duration(f.streams) * 20 * time.Minute).Format(time.RFC3339),
		"category": "infrastruktur", "subject": f.text(6), "narrative": f.text(70), "eventPlace": f.text(3), "respondent": f.text(4), "request": f.text(12)}})
	return []journal.Entry{first, f.entry(first.ID, complaint.KReporterIdentified, complaint.Body{Set: map[string]string{"reporter.name": f.text(2), "reporter.sex": "L", "reporter.address": f.text(4)}})}
}

// write makes the past: each complaint is worked on for some weeks, one in fifty
// comes up again much later.
func (f *fillTown) write(n int) {
	f.t.Helper()
	began := time.Now()
	ctx := context.Background()
	secret := sha256.Sum256([]byte("fill"))
	if err := os.WriteFile(filepath.Join(filepath.Dir(f.at.Path), "server.key"), []byte(hex.EncodeToString(secret[:])), 0o600); err != nil {
		f.t.Fatal(err)
	}
	s, err := store.Open(ctx, store.Options{Path: f.at.Path, Keys: vault.KeysFrom(secret), Server: true})
	if err != nil {
		f.t.Fatal(err)
	}
	defer s.Close()
	f.device, f.steps = uuid.Must(uuid.NewV7()).String(), map[string]int{}
	token := sha256.Sum256([]byte("kartu"))
	for _, err := range []error{s.AddOffice(ctx, martapura), s.AddOffice(ctx, gambut),
		s.AddDevice(ctx, store.Device{ID: f.device, Office: martapura.Code, Letter: "A", Name: "PC", TokenHash: token[:]})} {
		if err != nil {
			f.t.Fatal(err)
		}
	}
	all := n / fillAnEntry
	due := make([][]string, all+1)
	last := map[string]int64{}
	var batch []journal.Entry
	send := func(least int) {
		if len(batch) > least {
			if _, err := s.Accept(ctx, f.device, batch); err != nil {
				f.t.Fatal(err)
			}
			batch = nil
		}
	}
	acts := []string{complaint.KVerified, complaint.KFollowedUp, complaint.KNoted}
	for i := range all + 1 {
		if i < all {
			batch = append(batch, f.received()...)
			id := batch[len(batch)-1].Stream
			last[id] = f.seq
			at := i
			for range fillAnEntry - 2 {
				if at += 1 + f.r.IntN(120); f.r.IntN(150) == 0 {
					at += f.r.IntN(all)
				}
				due[min(at, all)] = append(due[min(at, all)], id)
			}
		}
		for _, id := range due[i] {
			batch = append(batch, f.entry(id, acts[min(f.steps[id]-2, 2)], complaint.Body{Text: f.text(12)}))
			last[id] = f.seq
		}
		send(400)
	}
	send(0)
	for id := range last {
		f.newest = append(f.newest, id)
	}
	slices.SortFunc(f.newest, func(a, b string) int { return int(last[a] - last[b]) })
	f.newest = f.newest[max(0, len(f.newest)-fillNewest):]
	f.t.Logf("%d entries of %d complaints written in %s", f.seq, f.streams, time.Since(began).Round(time.Second))
}

// open starts the server.
func (f *fillTown) open() {
	f.listen = freeAddress(f.t)
	f.serve()
	f.t.Cleanup(func() {
		f.server.cmd.Process.Kill()
		f.server.cmd.Wait()
	})
	listening(f.t, f.listen)
}

// measure lets one PC come. whole waits until all is there, and writes
// complaints at another PC meanwhile.
func (f *fillTown) measure(way, at string, whole bool) {
	f.t.Helper()
	code := f.command("enrol", "--office", martapura.Code, "--address", "http://"+at)
	self, err := os.Executable()
	if err != nil {
		f.t.Fatal(err)
	}
	cmd := exec.Command(self)
	cmd.Env = append(os.Environ(), fillDeskEnv+"="+filepath.Join(f.t.TempDir(), "loket"), fillCodeEnv+"="+code, fillWayEnv+"="+way)
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		f.t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		f.t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		f.t.Fatal(err)
	}
	defer cmd.Wait()
	defer cmd.Process.Kill()
	told, seen := make(chan string, 100), make(chan string, 100)
	go func() {
		for lines := bufio.NewScanner(out); lines.Scan(); {
			if id, ok := strings.CutPrefix(lines.Text(), "seen "); ok {
				seen <- id
			} else {
				told <- lines.Text()
			}
		}
		close(told)
		close(seen)
	}()
	fmt.Fprintln(in, "all", f.streams)
	for _, id := range f.newest {
		fmt.Fprintln(in, "newest", id, f.steps[id])
	}
	fmt.Fprintln(in, "go")
	var news []time.Duration
	for line := range told {
		word, rest, _ := strings.Cut(line, " ")
		switch word {
		case "failed":
			f.t.Fatal(way, rest)
		case "newest":
			f.t.Logf("figures %s newest-ms %s", way, rest)
			if !whole {
				return
			}
			if way == "down" {
				news = f.probe(in, seen)
			}
		case "whole":
			if len(news) > 0 {
				slices.Sort(news)
				f.t.Logf("figures %s news-ms %d news-most-ms %d", way, news[len(news)/2].Milliseconds(), news[len(news)-1].Milliseconds())
			}
			f.t.Logf("figures %s %s", way, rest)
			return
		}
	}
	f.t.Fatal("the new PC ended by itself")
}

// probe writes complaints at another PC, and tells how long each took to the one
// that is being filled.
func (f *fillTown) probe(in io.Writer, seen <-chan string) (took []time.Duration) {
	client, err := exchange.New(exchange.Options{Address: "http://" + f.listen, Token: "kartu"})
	if err != nil {
		f.t.Fatal(err)
	}
	defer client.Close()
	for range fillProbes {
		run := f.received()
		fmt.Fprintln(in, "watch", run[0].Stream, len(run), f.streams)
		time.Sleep(100 * time.Millisecond)
		began := time.Now()
		if _, _, err := client.Push(context.Background(), exchange.Outgoing{Prev: run[0].Prev, Entries: run}, 64<<10); err != nil {
			f.t.Fatal(err)
		}
		if id := <-seen; id != run[0].Stream {
			f.t.Fatal("the new PC ended by itself")
		}
		took = append(took, time.Since(began))
	}
	return took
}

// upOnly is the line to a server that cannot fill a PC; it counts.
type upOnly struct {
	up    bool
	bytes atomic.Int64
	calls atomic.Int64
}

func (u *upOnly) RoundTrip(r *http.Request) (*http.Response, error) {
	if u.up && r.URL.Path == "/v1/fill" {
		r = r.Clone(r.Context())
		r.URL.Path = "/v1/none"
	}
	u.calls.Add(1)
	res, err := http.DefaultTransport.RoundTrip(r)
	if err == nil {
		res.Body = &counted{res.Body, &u.bytes}
	}
	return res, err
}

type counted struct {
	io.ReadCloser
	n *atomic.Int64
}

func (c *counted) Read(b []byte) (int, error) {
	n, err := c.ReadCloser.Read(b)
	c.n.Add(int64(n))
	return n, err
}

// newcomerForEver is the new PC. It is told what to look for:
//
//	all N              complaints of the office
//	newest ID STEPS    one of the newest, and how much of it there is
//	go                 it is set up
//	watch ID STEPS N   one that is about to be written, of N
//
// and tells when the newest are there (newest MS), a watched one (seen ID), and
// everything (whole ...).
func newcomerForEver(dir, code string, up bool) {
	ctx := context.Background()
	must := func(what string, err error) {
		if err != nil {
			fmt.Println("failed", what, fault.Of(err).Code, err)
			os.Exit(3)
		}
	}
	var all atomic.Int64
	newest := map[string]int{}
	in := bufio.NewScanner(os.Stdin)
	for in.Scan() && in.Text() != "go" {
		var word, id string
		var n int
		fmt.Sscan(in.Text(), &word, &id, &n)
		if word == "newest" {
			newest[id] = n
		} else {
			fmt.Sscan(id, &n)
			all.Store(int64(n))
		}
	}
	line := &upOnly{up: up}
	c := realConfig(dir)
	c.Transport = line
	d, err := office.Open(ctx, c)
	must("open", err)
	began, work := time.Now(), testdb.Work{}
	work.Begin()
	_, err = d.SetUp(ctx, office.SetUp{Code: code, First: firstAccount})
	must("set up", err)
	whole := func(id string, steps int) bool {
		c, err := d.Complaint(ctx, id, false)
		return err == nil && len(c.History) >= steps
	}
	go func() {
		defer os.Exit(0) // nobody listens any more
		for in.Scan() {
			var word, id string
			var steps, n int
			fmt.Sscan(in.Text(), &word, &id, &steps, &n)
			for !whole(id, steps) {
				time.Sleep(5 * time.Millisecond)
			}
			all.Store(int64(n))
			fmt.Println("seen", id)
		}
	}()
	for len(newest) > 0 {
		for id, steps := range newest {
			if !whole(id, steps) {
				break
			}
			delete(newest, id)
		}
		time.Sleep(20 * time.Millisecond)
	}
	fmt.Println("newest", time.Since(began).Milliseconds())
	for {
		s, err := d.Status(ctx)
		must("status", err)
		_, total, _, err := d.List(ctx, store.Filter{Limit: 1})
		must("list", err)
		if s.Fill.Total == 0 && int64(total) >= all.Load() {
			break
		}
		time.Sleep(100 * time.Millisecond)
	}
	took := time.Since(began)
	work.End()
	v, err := d.VerifyJournal(ctx)
	must("verify", err)
	if v.Bad != "" {
		fmt.Println("failed", v.Bad)
	}
	fmt.Printf("whole seconds %.1f cpu-s %.1f peak-MB %d requests %d MB %.1f\n", took.Seconds(), work.Micros()/1e6, highWater(), line.calls.Load(), float64(line.bytes.Load())/1e6)
	select {}
}

// highWater is the most memory that this process ever had, in MB.
func highWater() (mb int) {
	text, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(text)) {
		if value, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			fmt.Sscan(value, &mb)
		}
	}
	return mb >> 10
}
