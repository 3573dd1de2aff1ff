// Package peer measures our desk and server beside PouchDB and its server, in
// the same run and over the same counting line. Nothing of it is in the product.
package peer

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime/pprof"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"loketaduan/internal/auth"
	"loketaduan/internal/complaint"
	"loketaduan/internal/journal"
	"loketaduan/internal/office"
	"loketaduan/internal/store"
	"loketaduan/internal/vault"
)

// TestMain turns the test program into one of our desks when it is told to: the
// peer's client is a process of its own, so ours must be one too.
func TestMain(m *testing.M) {
	if dir := os.Getenv("LOKET_PEER_DESK"); dir != "" {
		if err := ownDesk(dir); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// order is a line to a desk, answer one from it.
type order struct {
	Do   string `json:"do"`
	Code string `json:"code,omitempty"` // setup
	File string `json:"file,omitempty"` // fill
	N    int    `json:"n,omitempty"`    // fill, push, pull
	ID   string `json:"id,omitempty"`   // push, pull, note: a complaint
	Text string `json:"text,omitempty"` // pull: its narrative; note: what to write
}

type answer struct {
	Done  string `json:"done,omitempty"`
	Error string `json:"error,omitempty"`
	Seen  string `json:"seen,omitempty"` // the newest note of a complaint that changed
}

// document is one complaint as it lies in the file for both sides.
type document struct {
	ID   string          `json:"id"`
	At   time.Time       `json:"at"`
	Body json.RawMessage `json:"body"`
}

// deskProcess is one PC: the product's desk without its window.
type deskProcess struct {
	dir     string
	keys    *vault.Keys
	desk    *office.Desk
	changed chan struct{}

	saying sync.Mutex
	live   bool
}

func ownDesk(dir string) error {
	p := &deskProcess{dir: dir, keys: vault.NewKeys(), changed: make(chan struct{}, 1)}
	orders := map[string]func(context.Context, order) error{"setup": p.setup, "fill": p.fill, "start": p.start, "push": p.push,
		"echo": p.echo, "pull": p.pull, "live": p.watch, "note": p.note, "stop": p.stop}
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		var o order
		if err := json.Unmarshal(lines.Bytes(), &o); err != nil {
			return err
		}
		a := answer{Done: o.Do}
		do, known := orders[o.Do]
		if !known {
			return fmt.Errorf("unknown order %q", o.Do)
		}
		if err := profiled(o.Do, func() error { return do(context.Background(), o) }); err != nil {
			a.Error = fmt.Sprintf("%v (%v)", err, errors.Unwrap(err))
		}
		p.say(a)
	}
	return lines.Err()
}

// profiled keeps a CPU profile of each push and pull in LOKET_PEER_PROFILE.
func profiled(name string, fn func() error) error {
	folder := os.Getenv("LOKET_PEER_PROFILE")
	if folder == "" || name != "push" && name != "pull" {
		return fn()
	}
	f, err := os.CreateTemp(folder, name+"-*.pprof")
	if err != nil {
		return err
	}
	defer f.Close()
	if err := pprof.StartCPUProfile(f); err != nil {
		return err
	}
	defer pprof.StopCPUProfile()
	return fn()
}

func (p *deskProcess) say(a answer) {
	p.saying.Lock()
	defer p.saying.Unlock()
	line, err := json.Marshal(a)
	if err != nil {
		panic(err) // strings always marshal
	}
	fmt.Printf("%s\n", line)
}

const (
	officeCode = "63.03.05"
	username   = "siti"
	password   = "loket pertama"
)

// open opens the register without the line. The cheap cost is of the password
// alone, which no exchange ever looks at.
func (p *deskProcess) open(ctx context.Context) (err error) {
	p.desk, err = office.Open(ctx, office.Config{Dir: p.dir, Changed: p.heard, Cost: vault.Cost{Time: 1, Memory: 8, Threads: 1},
		Keys: func() *vault.Keys { return p.keys }})
	return err
}

// heard hears of every commit; it must not block.
func (p *deskProcess) heard(c office.Change) {
	if len(c.Complaints) > 0 || c.All || c.Reference {
		select {
		case p.changed <- struct{}{}:
		default:
		}
	}
	p.saying.Lock()
	live := p.live
	p.saying.Unlock()
	if !live {
		return
	}
	for _, id := range c.Complaints {
		if c, err := p.desk.Complaint(context.Background(), id, false); err == nil {
			p.say(answer{Seen: c.History[len(c.History)-1].Body.Text})
		}
	}
}

// until looks after every commit whether it is so.
func (p *deskProcess) until(ok func() (bool, error)) error {
	for {
		if done, err := ok(); done || err != nil {
			return err
		}
		select {
		case <-p.changed:
		case <-time.After(time.Second):
		}
	}
}

// setup makes the PC a desk of the office and waits until all is sent.
func (p *deskProcess) setup(ctx context.Context, o order) error {
	if err := p.open(ctx); err != nil {
		return err
	}
	_, err := p.desk.SetUp(ctx, office.SetUp{Code: o.Code, First: office.NewAccount{Name: "Siti", Username: username, Role: auth.Clerk, Password: password, Again: password}})
	if err != nil {
		return err
	}
	if err := p.sent(ctx); err != nil {
		return err
	}
	return p.stop(ctx, o)
}

func (p *deskProcess) sent(ctx context.Context) error {
	return p.until(func() (bool, error) {
		s, err := p.desk.Status(ctx)
		if s.Unsent.SetAside > 0 {
			err = fmt.Errorf("%d entries set aside", s.Unsent.SetAside)
		}
		return s.Unsent.Count == 0, err
	})
}

// fill writes the complaints into the register of a desk that is stopped, each
// in a transaction and at a time of its own as a clerk would.
func (p *deskProcess) fill(ctx context.Context, o order) error {
	now := time.Now()
	st, err := store.Open(ctx, store.Options{Path: filepath.Join(p.dir, "register.db"), Keys: p.keys, Now: func() time.Time { return now }})
	if err != nil {
		return err
	}
	defer st.Close()
	accounts, err := st.Accounts(ctx)
	if err != nil || len(accounts) == 0 {
		return fmt.Errorf("accounts: %d %w", len(accounts), err)
	}
	docs, err := readDocuments(o.File, o.N)
	if err != nil {
		return err
	}
	for _, d := range docs {
		now = d.At
		_, err := st.Update(ctx, func(t *store.Tx) error {
			return t.Append(d.ID, accounts[0].ID, []journal.Draft{{ID: d.ID, Kind: complaint.KReceived, Version: 1, Body: d.Body}})
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func readDocuments(file string, n int) ([]document, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	docs := make([]document, n)
	in := json.NewDecoder(f)
	for i := range docs {
		if err := in.Decode(&docs[i]); err != nil {
			return nil, err
		}
	}
	return docs, nil
}

// start signs in, which starts the line. It returns when the line has been
// tried once or is up.
func (p *deskProcess) start(ctx context.Context, _ order) error {
	if err := p.open(ctx); err != nil {
		return err
	}
	if err := p.desk.SignIn(ctx, username, password); err != nil {
		return err
	}
	for {
		s, err := p.desk.Status(ctx)
		if err != nil || s.Line.Up || s.Line.Fault != nil {
			return err
		}
		time.Sleep(10 * time.Millisecond)
	}
}

// push waits until the server has acknowledged everything: the line is back.
// The last complaint goes last; to look at it costs next to nothing, while to
// count what is unsent would be a part of what is measured.
func (p *deskProcess) push(ctx context.Context, o order) error {
	p.desk.TryNow()
	err := p.until(func() (bool, error) {
		c, err := p.desk.Complaint(ctx, o.ID, false)
		return err == nil && c.History[0].Rev > 0, err
	})
	if err != nil {
		return err
	}
	return p.sent(ctx)
}

// echo waits until the loop has read the desk's own entries back, which it does
// by itself.
func (p *deskProcess) echo(ctx context.Context, _ order) error { return p.idle(ctx) }

// idle waits until the line is up and nothing but waiting is under way.
func (p *deskProcess) idle(ctx context.Context) error {
	for {
		s, err := p.desk.Status(ctx)
		if err != nil || s.Line.Up && !s.Line.Busy {
			return err
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// pull waits until the list has everything, then opens one complaint and
// searches for another's words.
func (p *deskProcess) pull(ctx context.Context, o order) error {
	p.desk.TryNow()
	err := p.until(func() (bool, error) {
		_, total, _, err := p.desk.List(ctx, store.Filter{Limit: 1})
		return total >= o.N, err
	})
	if err != nil {
		return err
	}
	c, err := p.desk.Complaint(ctx, o.ID, false)
	if err != nil || c.Values["narrative"] != o.Text {
		return fmt.Errorf("the narrative is another one: %w", err)
	}
	hits, _, _, err := p.desk.List(ctx, store.Filter{Query: c.Number})
	if err != nil || !slices.ContainsFunc(hits, func(r store.Row) bool { return r.ID == o.ID }) {
		return fmt.Errorf("a search does not find it: %w", err)
	}
	return nil
}

// watch tells from now on of every complaint that changes.
func (p *deskProcess) watch(ctx context.Context, _ order) error {
	if err := p.idle(ctx); err != nil {
		return err
	}
	p.saying.Lock()
	defer p.saying.Unlock()
	p.live = true
	return nil
}

func (p *deskProcess) note(ctx context.Context, o order) error {
	return p.desk.Act(ctx, o.ID, complaint.Act{ID: uuid.Must(uuid.NewV7()).String(), Kind: complaint.KNoted, Body: complaint.Body{Text: o.Text}})
}

func (p *deskProcess) stop(context.Context, order) error { return p.desk.Close() }
