package peer

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// side is one of the two that are compared.
type side struct {
	name string
	// serve starts a server in a folder and gives its host and port.
	serve func(ctx context.Context, t *testing.T, dir string) (*process, string)
	// desk starts a desk and makes it known to the server over the line.
	desk func(ctx context.Context, t *testing.T, serverDir, dir string, l *line) *child
}

var sides = []side{
	{"Ours", ourServer, ourDesk},
	{"PouchDB", peerServer, peerDesk},
}

// process that a test started.
type process struct {
	pid int
	in  io.WriteCloser
	out *bufio.Reader
}

// cpu is the time that the processors have worked for it. It says more than the
// clock where others work on the same machine.
func (p *process) cpu(t *testing.T) time.Duration {
	t.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", p.pid))
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(text), ") ") // the name may hold spaces
	var ticks [2]int
	for i := range ticks {
		if ticks[i], err = strconv.Atoi(strings.Fields(rest)[11+i]); err != nil { // utime, stime
			t.Fatal(err)
		}
	}
	return time.Duration(ticks[0]+ticks[1]) * 10 * time.Millisecond // USER_HZ is 100 on every Linux
}

// child is a process of ours or the peer's that takes orders.
type child struct {
	*process
	t       *testing.T
	ctx     context.Context
	answers chan answer
	seen    chan string
}

// run starts a process that ends with the test or with ctx. What it says to
// standard error is shown when the test fails.
func run(ctx context.Context, t *testing.T, log string, env []string, name string, args ...string) *process {
	t.Helper()
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Env = append(os.Environ(), env...)
	f, err := os.Create(log)
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stderr = f
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		in.Close()
		cmd.Process.Signal(syscall.SIGTERM)
		patience := time.AfterFunc(10*time.Second, func() { cmd.Process.Kill() })
		defer patience.Stop()
		io.Copy(io.Discard, out)
		cmd.Wait()
		f.Close()
		if text, err := os.ReadFile(log); err == nil && t.Failed() {
			t.Logf("%s:\n%s", log, text[max(0, len(text)-2000):])
		}
	})
	return &process{pid: cmd.Process.Pid, in: in, out: bufio.NewReader(out)}
}

// address reads lines until one names an http address.
func (p *process) address(t *testing.T) string {
	t.Helper()
	for {
		text, err := p.out.ReadString('\n')
		if _, at, ok := strings.Cut(text, "http://"); ok {
			return strings.TrimRight(strings.Fields(at)[0], ".")
		}
		if err != nil {
			t.Fatal("the server does not start: ", err)
		}
	}
}

func pusat(ctx context.Context, t *testing.T, args ...string) string {
	t.Helper()
	cmd := exec.CommandContext(ctx, os.Getenv("LOKET_PEER_SERVER"), args...)
	var complaints bytes.Buffer
	cmd.Stderr = &complaints
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v: %v %s", args, err, &complaints)
	}
	return strings.TrimSpace(string(out))
}

func ourServer(ctx context.Context, t *testing.T, dir string) (*process, string) {
	pusat(ctx, t, "office", "add", "--data", dir, "--code", officeCode, "--name", "Kecamatan Martapura")
	p := run(ctx, t, filepath.Join(dir, "log.txt"), nil, os.Getenv("LOKET_PEER_SERVER"), "serve", "--data", dir, "--listen", "127.0.0.1:0")
	return p, p.address(t)
}

func ourDesk(ctx context.Context, t *testing.T, serverDir, dir string, l *line) *child {
	code := pusat(ctx, t, "enrol", "--data", serverDir, "--office", officeCode, "--address", "http://"+l.at)
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	c := newChild(ctx, t, dir, []string{"LOKET_PEER_DESK=" + dir}, self)
	c.must(order{Do: "setup", Code: code})
	return c
}

func peerServer(ctx context.Context, t *testing.T, dir string) (*process, string) {
	p := run(ctx, t, filepath.Join(dir, "errors.txt"), peerEnv(), "node", script(t, "server.cjs"), dir)
	return p, p.address(t)
}

func peerDesk(ctx context.Context, t *testing.T, _, dir string, l *line) *child {
	c := newChild(ctx, t, dir, peerEnv(), "node", script(t, "desk.cjs"), dir, "http://"+l.at)
	c.must(order{Do: "setup"})
	return c
}

// The peer's packages lie outside the tree.
func peerEnv() []string { return []string{"NODE_PATH=" + os.Getenv("LOKET_PEER_POUCHDB")} }

func script(t *testing.T, name string) string {
	t.Helper()
	path, err := filepath.Abs(filepath.Join(os.Getenv("LOKET_PEER_SCRIPTS"), name))
	if err != nil {
		t.Fatal(err)
	}
	return path
}

func newChild(ctx context.Context, t *testing.T, dir string, env []string, name string, args ...string) *child {
	t.Helper()
	c := &child{process: run(ctx, t, filepath.Join(dir, "errors.txt"), env, name, args...), t: t, ctx: ctx, answers: make(chan answer, 1), seen: make(chan string, 1000)}
	go func() {
		defer close(c.answers)
		for {
			text, err := c.out.ReadBytes('\n')
			if err != nil {
				return
			}
			var a answer
			if json.Unmarshal(text, &a) != nil {
				continue
			}
			if a.Done == "" {
				c.seen <- a.Seen
				continue
			}
			select {
			case c.answers <- a:
			case <-ctx.Done():
				return
			}
		}
	}()
	return c
}

// ask gives an order and waits for the answer, at most so long.
func (c *child) ask(o order, patience time.Duration) error {
	text, err := json.Marshal(o)
	if err != nil {
		return err
	}
	if _, err := c.in.Write(append(text, '\n')); err != nil {
		return err
	}
	select {
	case a, ok := <-c.answers:
		if !ok {
			return fmt.Errorf("%s: the process has ended", o.Do)
		}
		if a.Error != "" || a.Done != o.Do {
			return fmt.Errorf("%s: %s %s", o.Do, a.Done, a.Error)
		}
		return nil
	case <-time.After(patience):
		return fmt.Errorf("%s: not done within %v", o.Do, patience)
	case <-c.ctx.Done():
		return c.ctx.Err()
	}
}

func (c *child) must(o order) {
	c.t.Helper()
	if err := c.ask(o, 2*time.Minute); err != nil {
		c.t.Fatal(err)
	}
}

// timed is must, how long it took, and how long it and the server worked.
func (c *child) timed(o order, server *process) (wall, cpu time.Duration) {
	c.t.Helper()
	before, began := c.cpu(c.t)+server.cpu(c.t), time.Now()
	c.must(o)
	wall = time.Since(began)
	return wall, c.cpu(c.t) + server.cpu(c.t) - before
}

// peerCount asks the peer's server, past the line, how many documents it has.
func peerCount(ctx context.Context, server string) (int, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+server+"/pengaduan", nil)
	if err != nil {
		return 0, err
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0, err
	}
	defer res.Body.Close()
	var info struct {
		Count int `json:"doc_count"`
	}
	err = json.NewDecoder(res.Body).Decode(&info)
	return info.Count, err
}
