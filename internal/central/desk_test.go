package central

import (
	"context"
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
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
	"loketaduan/internal/vault"
)

// pc is a desk: exchange.Desk over a real store.
type pc struct {
	t       testing.TB
	st      *store.Store
	client  *exchange.Client
	path    string
	options exchange.Options
	answer  exchange.EnrolAnswer
	key     ed25519.PrivateKey
	past    string // while the server does not know answer.Device
	next    ed25519.PrivateKey
	runner  *exchange.Runner

	ahead    bool                  // asks for the next page while one is stored
	fillPage int                   // entries of a page downwards; 0 = as the engine likes
	before   func(exchange.Action) // each request that drive makes

	mu    sync.Mutex
	line  exchange.Line
	acked int
	pages int
	fills int
}

// enrol connects a new PC of an office, through a code as an admin hands out.
func (c *town) enrol(office string) *pc {
	c.t.Helper()
	ctx := context.Background()
	code, err := c.srv.NewCode(ctx, office, c.http.URL, nil)
	if err != nil {
		c.t.Fatal(err)
	}
	if code, err = exchange.ParseCode(code.String()); err != nil {
		c.t.Fatal(err)
	}
	first, err := exchange.New(code.Options())
	if err != nil {
		c.t.Fatal(err)
	}
	_, key, _ := ed25519.GenerateKey(nil)
	p := &pc{t: c.t, key: key, path: filepath.Join(c.t.TempDir(), "loket.db")}
	if p.answer, err = first.Enrol(ctx, code, key, "PC Loket", "A"); err != nil {
		c.t.Fatal(err)
	}
	first.Close()
	o := code.Options()
	o.Token = p.answer.Token
	p.options = o
	if p.client, err = exchange.New(o); err != nil {
		c.t.Fatal(err)
	}
	if p.st, err = store.Open(ctx, store.Options{Path: p.path, Keys: vault.NewKeys()}); err != nil {
		c.t.Fatal(err)
	}
	if err := p.st.SetDesk(ctx, store.Desk{Device: p.answer.Device, Office: office, OfficeName: p.answer.OfficeName, Letter: p.answer.Letter}); err != nil {
		c.t.Fatal(err)
	}
	p.runner = exchange.NewRunner(p.client, p)
	c.t.Cleanup(func() {
		p.runner.Stop()
		p.client.Close()
		p.st.Close()
	})
	return p
}

// write appends one entry; stream "" begins a complaint. It gives the stream.
func (p *pc) write(stream, kind string, body complaint.Body) string {
	p.t.Helper()
	return p.writeAs(uuid.Must(uuid.NewV7()).String(), stream, kind, body)
}

func (p *pc) writeAs(id, stream, kind string, body complaint.Body) string {
	p.t.Helper()
	if stream == "" {
		stream = id
	}
	raw, err := json.Marshal(body)
	if err != nil {
		p.t.Fatal(err)
	}
	_, err = p.st.Update(context.Background(), func(tx *store.Tx) error {
		return tx.Append(stream, "a1", []journal.Draft{{ID: id, Kind: kind, Version: 1, Body: raw}})
	})
	if err != nil {
		p.t.Fatal(err)
	}
	return stream
}

var numbers atomic.Int64

func (p *pc) receive(n int) (streams []string) {
	p.t.Helper()
	for range n {
		number := complaint.RegisterNumber{Office: p.answer.Office, Letter: p.answer.Letter, Year: 2026, Seq: numbers.Add(1)}
		streams = append(streams, p.write("", complaint.KReceived, complaint.Body{Number: number.String(), Set: map[string]string{"subject": "Jalan rusak", "narrative": "Lubang di depan pasar."}}))
	}
	return streams
}

// push sends everything that is unsent, in batches of at most most.
func (p *pc) push(most int) error {
	for {
		out, err := p.Pending(context.Background(), most)
		if err != nil || len(out.Entries) == 0 {
			return err
		}
		a, sent, err := p.client.Push(context.Background(), out, 64<<10)
		if err != nil {
			return err
		}
		if err := p.Acked(context.Background(), sent, a); err != nil {
			return err
		}
	}
}

// pull reads the feed to its end in pages of limit.
func (p *pc) pull(limit int) error {
	ctx := context.Background()
	for {
		from, err := p.Cursor(ctx)
		if err != nil {
			return err
		}
		got, err := p.client.Pull(ctx, from, limit, p.OwnHash)
		if err != nil {
			return err
		}
		if got.Rewind {
			return fmt.Errorf("rewind from %d to epoch %s, head %d", from.Pos, got.Epoch, got.Head)
		}
		if err := p.Apply(ctx, got.Page); err != nil {
			return err
		}
		if !got.More() {
			return nil
		}
	}
}

func (p *pc) sync() {
	p.t.Helper()
	if err := p.push(500); err != nil {
		p.t.Fatal(err)
	}
	if err := p.pull(1000); err != nil {
		p.t.Fatal(err)
	}
}

// has tells how many of the streams can be opened here.
func (p *pc) has(streams ...string) (n int) {
	for _, id := range streams {
		if _, err := p.st.Complaint(context.Background(), id); err == nil {
			n++
		}
	}
	return n
}

func (p *pc) Pending(ctx context.Context, most int) (exchange.Outgoing, error) {
	if p.past != "" {
		return exchange.Outgoing{Nameless: true}, nil
	}
	entries, prev, more, err := p.st.PendingEntries(ctx, most)
	if err != nil {
		return exchange.Outgoing{}, err
	}
	epoch, _, _, err := p.st.Cursor(ctx)
	return exchange.Outgoing{Epoch: epoch, Office: p.answer.Office, Device: p.answer.Device, Prev: prev, Entries: entries, More: more}, err
}

func (p *pc) Acked(ctx context.Context, sent []journal.Entry, a exchange.PushAnswer) error {
	aside := make([]store.SetAside, len(a.SetAside))
	for i, x := range a.SetAside {
		aside[i] = store.SetAside(x)
	}
	p.mu.Lock()
	p.acked += len(sent)
	p.mu.Unlock()
	return p.st.MarkAcked(ctx, sent, a.Revs, aside)
}

func (p *pc) Cursor(ctx context.Context) (exchange.Cursor, error) {
	epoch, pos, hash, proof, err := p.st.Proved(ctx)
	if err != nil {
		return exchange.Cursor{}, err
	}
	acked, err := p.st.AckedTo(ctx)
	if p.past != "" {
		acked = 0
	}
	f, _, err2 := p.st.Filling(ctx)
	return exchange.Cursor{Epoch: epoch, Pos: pos, Hash: hash, Proof: proof, Acked: acked, Low: f.Low}, errors.Join(err, err2)
}

func (p *pc) Filling(ctx context.Context) (exchange.Filling, error) {
	f, may, err := p.st.Filling(ctx)
	return exchange.Filling{May: may, Low: f.Low, Hash: f.Hash, Early: f.Early}, err
}

func (p *pc) Accepted(ctx context.Context, device string, seqs []int64) (map[int64]journal.Hash, error) {
	return p.st.AcceptedHashes(ctx, device, seqs)
}

func (p *pc) Fill(ctx context.Context, page exchange.FillPage) error {
	s := store.FillStep{From: store.Fill{Low: page.From.Low, Hash: page.From.Hash, Early: page.From.Early}, Low: page.To.Low, Hash: page.To.Hash, Early: page.To.Early,
		Entries: page.Entries, Extras: page.Extras, Given: page.Given}
	if c := page.Begin; c != nil {
		s.Head = &store.Fetched{Epoch: c.Epoch, Pos: c.Pos, Hash: c.Hash, Proof: c.Proof}
	}
	p.mu.Lock()
	p.fills++
	p.mu.Unlock()
	_, err := p.st.FillFeed(ctx, s)
	return err
}

func (p *pc) StopFill(ctx context.Context) error { return p.st.StopFill(ctx) }

func (p *pc) OwnHash(ctx context.Context, id string) (journal.Hash, bool, error) {
	return p.st.EntryHash(ctx, id)
}

func (p *pc) Apply(ctx context.Context, page exchange.Page) error {
	own := make([]store.OwnRef, len(page.Own))
	for i, o := range page.Own {
		own[i] = store.OwnRef(o)
	}
	p.mu.Lock()
	p.pages++
	p.mu.Unlock()
	_, err := p.st.ApplyFetched(ctx, store.Fetched{Entries: page.Entries, Older: page.Older, Own: own, Epoch: page.Cursor.Epoch, Pos: page.Cursor.Pos, Hash: page.Cursor.Hash, Proof: page.Cursor.Proof})
	return err
}

func (p *pc) Met(context.Context, exchange.Hello, time.Duration) error { return nil }

func (p *pc) Claims(ctx context.Context) ([]exchange.Claim, error) {
	have, err := p.st.Claims(ctx, p.past)
	var out []exchange.Claim
	for _, c := range have {
		x := exchange.Claim{Device: c.Device}
		for _, at := range c.At {
			x.At = append(x.At, exchange.ClaimAt(at))
		}
		out = append(out, x)
	}
	return out, err
}

func (p *pc) Rewind(ctx context.Context, a exchange.CompareAnswer) error {
	_, err := p.st.Rewind(ctx, store.Compared{Epoch: a.Epoch, Matching: a.Matching, Same: a.Same, Restart: a.Restart, Past: p.past})
	return err
}

func (p *pc) Lost(ctx context.Context, most int, skip map[string]bool) (exchange.Outgoing, exchange.Cursor, error) {
	epoch, pos, hash, proof, err := p.st.Lost(ctx)
	if err != nil {
		return exchange.Outgoing{}, exchange.Cursor{}, err
	}
	entries, more, err := p.st.Relayable(ctx, most, skip)
	if err != nil || len(entries) == 0 {
		return exchange.Outgoing{}, exchange.Cursor{}, err
	}
	return exchange.Outgoing{Office: entries[0].Office, Device: entries[0].Device, Prev: entries[0].Prev, Entries: entries, More: more},
		exchange.Cursor{Epoch: epoch, Pos: pos, Hash: hash, Proof: proof}, nil
}

func (p *pc) Self(ctx context.Context, anew bool) (exchange.Self, error) {
	if anew {
		was := p.answer.Device
		_, p.next, _ = ed25519.GenerateKey(nil)
		to := store.Desk{Device: uuid.Must(uuid.NewV7()).String(), Office: p.answer.Office, Letter: complaint.NewProvisionalLetter(p.answer.Letter, rand.IntN)}
		if _, err := p.st.Update(ctx, func(tx *store.Tx) error { return tx.Reauthor(to) }); err != nil {
			return exchange.Self{}, err
		}
		if p.past == "" {
			p.past = was
		}
		p.answer.Device, p.answer.Letter = to.Device, to.Letter
	}
	self := exchange.Self{Device: p.answer.Device, Past: p.past, Name: "PC", Key: p.next, CertKey: p.key}
	if p.answer.Certificate != nil {
		self.Certificate = *p.answer.Certificate
	}
	return self, nil
}

func (p *pc) Named(ctx context.Context, a exchange.EnrolAnswer) error {
	if a.Token != "" {
		p.answer, p.past, p.key = a, "", p.next
	}
	p.answer.Letter = a.Letter
	desk, err := p.st.Desk(ctx)
	if err != nil {
		return err
	}
	desk.Letter = a.Letter
	return p.st.SetDesk(ctx, desk)
}

func (p *pc) Report(l exchange.Line) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.line = l
}

func (p *pc) lineNow() exchange.Line {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.line
}

// until waits for something that other goroutines bring about.
func until(t testing.TB, what string, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(15 * time.Second); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		if ok() {
			return
		}
	}
	t.Fatalf("never: %s", what)
}

func codeOf(err error) string {
	if f := fault.Of(err); f != nil {
		return f.Code
	}
	return ""
}

// raw appends an entry with a body as it is.
func raw(p *pc, id, kind string, body []byte) {
	p.t.Helper()
	_, err := p.st.Update(context.Background(), func(tx *store.Tx) error {
		return tx.Append(id, "a1", []journal.Draft{{ID: id, Kind: kind, Version: 1, Body: body}})
	})
	if err != nil {
		p.t.Fatal(err)
	}
}
