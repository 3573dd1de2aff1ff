//go:build linux

package simulation

import (
	"bufio"
	"bytes"
	"context"
	"flag"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"loketaduan/internal/auth"
	"loketaduan/internal/office"
	"loketaduan/internal/store"
	"loketaduan/internal/testdb"
	"loketaduan/internal/vault"
)

var killCount = flag.Int("kills", 20, "how often a real process is killed, on both databases together")

// TestRealProcesses is the simulation's promise with nothing simulated: two
// desks and loket-pusat are processes of their own, with a bad TCP line between
// them, and are killed (SIGKILL) at any moment while clerks work. What a desk
// said is saved is then in the end at the server and at both desks, once.
func TestRealProcesses(t *testing.T) {
	if testing.Short() {
		t.Skip("kills real processes")
	}
	program := filepath.Join(t.TempDir(), "loket-pusat")
	if out, err := exec.Command("go", "build", "-o", program, "loketaduan/app/server").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	testdb.Both(t, func(t *testing.T) {
		kills := *killCount - *killCount/3
		if testdb.OnPostgres(t) {
			kills = *killCount / 3
		}
		newRealTown(t, program).live(kills)
	})
}

// realTown is a server process, a line to it, and two desks of one office.
type realTown struct {
	t       *testing.T
	program string
	at      testdb.Place
	listen  string
	line    *realLine
	server  *process
	desks   []*realDesk
}

// realDesk is a PC; what it said outlives its processes.
type realDesk struct {
	*process
	dir     string
	keys    *vault.Keys
	device  string
	form    string            // opened, perhaps saved, never confirmed
	numbers map[string]string // of saved complaints, by id
	acts    map[string]bool   // entries
	again   int               // forms that were saved once more after a kill
}

// process is one that we started and that ends with us.
type process struct {
	cmd *exec.Cmd
	out bytes.Buffer
	err bytes.Buffer
}

func start(t *testing.T, env []string, name string, args ...string) *process {
	t.Helper()
	p := &process{cmd: exec.Command(name, args...)}
	p.cmd.Env, p.cmd.Stdout, p.cmd.Stderr = append(os.Environ(), env...), &p.out, &p.err
	p.cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL} // also when a time limit ends the test
	if _, err := p.cmd.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return p
}

// kill as a power cut does it. One that ended by itself is a failure.
func (p *process) kill(t *testing.T) {
	t.Helper()
	p.cmd.Process.Kill()
	p.cmd.Wait()
	if s := p.cmd.ProcessState; s.Exited() {
		t.Fatalf("%s ended by itself: %s\n%s%s", filepath.Base(p.cmd.Path), s, tail(p.out.String()), tail(p.err.String()))
	}
}

func tail(s string) string { return s[max(0, len(s)-2000):] }

func newRealTown(t *testing.T, program string) *realTown {
	w := &realTown{t: t, program: program, at: testdb.Fresh(t, "pusat.db")}
	w.listen = freeAddress(t)
	var err error
	csv := filepath.Join(t.TempDir(), "kantor.csv")
	if err := os.WriteFile(csv, []byte("code,name,kind\n63.03.05,Kecamatan Martapura,kecamatan\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	w.command("office", "import", csv)
	w.serve()
	if w.line, err = newRealLine(w.listen); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		w.line.close()
		for _, p := range w.processes() {
			p.cmd.Process.Kill()
			p.cmd.Wait()
		}
	})
	for i := range 2 {
		w.desks = append(w.desks, w.enrol(i))
	}
	return w
}

func (w *realTown) processes() []*process {
	all := []*process{w.server}
	for _, d := range w.desks {
		if d.process != nil {
			all = append(all, d.process)
		}
	}
	return all
}

func (w *realTown) data() []string {
	args := []string{"--data", filepath.Dir(w.at.Path)}
	if w.at.URL != "" {
		args = append(args, "--database", w.at.URL)
	}
	return args
}

// command of loket-pusat beside the serving one.
func (w *realTown) command(args ...string) string {
	w.t.Helper()
	c := exec.Command(w.program, append(args, w.data()...)...)
	var said bytes.Buffer
	c.Stderr = &said
	out, err := c.Output()
	if err != nil {
		w.t.Fatalf("%v: %v\n%s%s", args, err, out, said.String())
	}
	return strings.TrimSpace(string(out))
}

func (w *realTown) serve() {
	w.t.Helper()
	w.server = start(w.t, nil, w.program, append([]string{"serve", "--listen", w.listen}, w.data()...)...)
}

func (w *realTown) enrol(i int) *realDesk {
	w.t.Helper()
	ctx := context.Background()
	d := &realDesk{dir: filepath.Join(w.t.TempDir(), "loket"), keys: vault.NewKeys(), numbers: map[string]string{}, acts: map[string]bool{}}
	c := realConfig(d.dir)
	c.Keys = func() *vault.Keys { return d.keys }
	o, err := office.Open(ctx, c)
	if err != nil {
		w.t.Fatal(err)
	}
	defer o.Close()
	listening(w.t, w.listen)
	code := w.command("enrol", "--office", martapura.Code, "--address", "http://"+w.line.address())
	if _, err := o.SetUp(ctx, office.SetUp{Code: code, First: office.NewAccount{Name: "Siti Aminah", Username: "siti", Role: auth.Admin, Password: "kata-sandi-siti", Again: "kata-sandi-siti"}}); err != nil {
		w.t.Fatal(err)
	}
	who, err := o.Who(ctx)
	if err != nil {
		w.t.Fatal(err)
	}
	d.device = who.Device
	return d
}

// live lets clerks work while processes are killed, then heals all and looks.
func (w *realTown) live(kills int) {
	w.t.Helper()
	began := time.Now()
	for _, d := range w.desks {
		d.turnOn(w.t)
	}
	stop, healed := make(chan struct{}), make(chan struct{})
	go func() { w.line.misbehave(stop); close(healed) }()
	killed := [3]int{}
	for range kills {
		pause(20, 500)
		who := rand.IntN(3)
		killed[who]++
		if who == 2 {
			w.server.kill(w.t)
			pause(0, 300)
			w.serve()
			continue
		}
		w.desks[who].turnOff(w.t)
		pause(0, 100)
		w.desks[who].turnOn(w.t)
	}
	close(stop)
	<-healed
	worked := time.Since(began)
	for _, d := range w.desks {
		d.turnOff(w.t)
	}
	a, b := w.desks[0], w.desks[1]
	w.t.Logf("%d kills in %s (desks %d and %d, server %d), %d cuts of the line; %d and %d complaints and %d and %d acts acknowledged, %d forms saved once more",
		kills, worked.Round(time.Second), killed[0], killed[1], killed[2], w.line.cuts, len(a.numbers), len(b.numbers), len(a.acts), len(b.acts), a.again+b.again)
	w.heal()
	w.check(kills)
}

func pause(from, to int) { time.Sleep(time.Duration(from+rand.IntN(to-from)) * time.Millisecond) }

func (d *realDesk) turnOn(t *testing.T) {
	t.Helper()
	d.process = start(t, []string{realDeskEnv + "=" + d.dir, realAgainEnv + "=" + d.form}, os.Args[0])
}

// turnOff kills the desk and notes what it said.
func (d *realDesk) turnOff(t *testing.T) {
	t.Helper()
	d.kill(t)
	again := d.form
	lines := bufio.NewReader(&d.out)
	for {
		line, err := lines.ReadString('\n')
		if err != nil { // the rest of a line was never said
			break
		}
		switch words := strings.Fields(line); words[0] {
		case "form":
			d.form = words[1]
		case "saved":
			if had := d.numbers[words[1]]; had != "" && had != words[2] {
				t.Fatalf("complaint %s has numbers %s and %s", words[1], had, words[2])
			}
			d.numbers[words[1]], d.form = words[2], ""
			if words[1] == again {
				d.again++
			}
		case "acted":
			d.acts[words[2]] = true
		default:
			t.Fatal(line)
		}
	}
	d.process = nil
}

// heal waits until everything has gone everywhere over a good line.
func (w *realTown) heal() {
	w.t.Helper()
	began := time.Now()
	var open []*desk
	for _, d := range w.desks {
		o, err := office.Open(context.Background(), realConfig(d.dir))
		if err != nil {
			w.t.Fatal(err)
		}
		if err := o.SignIn(context.Background(), "siti", "kata-sandi-siti"); err != nil {
			w.t.Fatal(err)
		}
		open = append(open, &desk{Desk: o, t: w.t, dir: d.dir})
	}
	defer func() {
		for _, d := range open {
			d.Close()
		}
	}()
	all := func(d *desk) int {
		_, n, _, err := d.List(context.Background(), store.Filter{Limit: 1})
		if err != nil {
			w.t.Fatal(err)
		}
		return n
	}
	entries := func(i int) int { return len(w.entries(w.desks[i].place())) }
	for end := time.Now().Add(2 * time.Minute); ; time.Sleep(200 * time.Millisecond) {
		a, b := open[0], open[1]
		if a.unsent()+b.unsent() == 0 && all(a) == all(b) && entries(0) == entries(1) {
			break
		}
		if time.Now().After(end) {
			s, _ := a.Status(context.Background())
			w.t.Fatalf("no peace: %d and %d unsent, %d and %d complaints; %+v\n%s", a.unsent(), b.unsent(), all(a), all(b), s.Line, tail(w.server.err.String()))
		}
		a.TryNow()
		b.TryNow()
	}
	w.t.Logf("healed in %s: %d complaints, %d entries", time.Since(began).Round(100*time.Millisecond), all(open[0]), entries(0))
}

func (d *realDesk) place() testdb.Place {
	return testdb.Place{Path: filepath.Join(d.dir, "register.db")}
}

// entries of a database that it counts as accepted, and how often each is there.
func (w *realTown) entries(at testdb.Place) map[string]int {
	w.t.Helper()
	db := at.Raw(w.t)
	defer db.Close()
	rows, err := db.Query("SELECT id, count(*) FROM entry WHERE rev IS NOT NULL GROUP BY id")
	if err != nil {
		w.t.Fatal(err)
	}
	defer rows.Close()
	out := map[string]int{}
	for rows.Next() {
		var id string
		var n int
		if err := rows.Scan(&id, &n); err != nil {
			w.t.Fatal(err)
		}
		out[id] = n
	}
	if err := rows.Err(); err != nil {
		w.t.Fatal(err)
	}
	return out
}

// check holds what the desks said against what is there.
func (w *realTown) check(kills int) {
	w.t.Helper()
	ctx := context.Background()
	said := 0
	for i, at := range []testdb.Place{w.at, w.desks[0].place(), w.desks[1].place()} {
		have := w.entries(at)
		where := []string{"the server", "desk A", "desk B"}[i]
		for _, d := range w.desks {
			for id := range d.numbers {
				if have[id] != 1 {
					w.t.Errorf("%s has complaint %s %d times", where, id, have[id])
				}
			}
			for id := range d.acts {
				if have[id] != 1 {
					w.t.Errorf("%s has act %s %d times", where, id, have[id])
				}
			}
			said += len(d.numbers) + len(d.acts)
		}
	}
	if said < 3*kills {
		w.t.Errorf("only %d things were said in %d kills: the test shows nothing", said, kills)
	}
	for _, d := range w.desks {
		s, err := store.Open(ctx, store.Options{Path: d.place().Path, Keys: d.keys})
		if err != nil {
			w.t.Fatal(err)
		}
		defer s.Close()
		if r, err := s.VerifyJournal(ctx); err != nil || r.Bad != "" {
			w.t.Error("a desk's journal:", err, r.Bad)
		}
		if who, err := s.Desk(ctx); err != nil || who.Device != d.device {
			w.t.Errorf("a kill made a PC another one: %v", err)
		}
		numbers, rows := map[string]string{}, 0
		if err := s.Each(ctx, store.Filter{}, func(r store.Row) error {
			rows++
			numbers[r.Number] = r.ID
			return nil
		}); err != nil {
			w.t.Fatal(err)
		}
		if len(numbers) != rows {
			w.t.Errorf("%d numbers on %d complaints", len(numbers), rows)
		}
		for _, other := range w.desks {
			for id, number := range other.numbers {
				if numbers[number] != id {
					w.t.Errorf("number %s was given to %s and is on %q", number, id, numbers[number])
				}
			}
		}
	}
	w.t.Log(w.command("journal", "verify")) // beside the server
	w.server.cmd.Process.Signal(syscall.SIGTERM)
	if err := w.server.cmd.Wait(); err != nil {
		w.t.Errorf("the server does not end in order: %v", err)
	}
	w.t.Log(w.command("journal", "verify"))
}
