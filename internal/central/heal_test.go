package central

import (
	"context"
	"crypto/ed25519"
	"database/sql"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"loketaduan/internal/complaint"
	"loketaduan/internal/exchange"
	"loketaduan/internal/store"
	"loketaduan/internal/testdb"
)

// drive lets the engine run until it has nothing to do but wait. The times
// between are passed over.
func (p *pc) drive() {
	p.t.Helper()
	carrier := &exchange.Carrier{Client: p.client, Desk: p, Ahead: p.ahead}
	now := time.Now()
	state, outs := exchange.State{}.Step(exchange.Input{Event: exchange.Start, Now: now})
	for range 1000 {
		do := slices.IndexFunc(outs, func(o exchange.Output) bool { return o.Do != exchange.SleepUntil && o.Do != exchange.DoWait })
		if do < 0 {
			// a wait that began beside the filling of a PC is not heard of again
			waits := state.Waiting && !state.Down && !state.WantPush && !state.WantFill
			if waits || slices.ContainsFunc(outs, func(o exchange.Output) bool { return o.Do == exchange.DoWait }) {
				if f := state.Line().Fault; f != nil {
					p.t.Fatal(f)
				}
				return
			}
			now = outs[0].At
			state, outs = state.Step(exchange.Input{Event: exchange.Timer, Now: now})
			continue
		}
		if p.fillPage > 0 { // as on a slow line
			if outs[do].Fill = p.fillPage; outs[do].Do == exchange.DoFill {
				outs[do].Max = p.fillPage
			}
		}
		if p.before != nil {
			p.before(outs[do].Do)
		}
		in := carrier.Do(context.Background(), outs[do])
		in.Now = now
		state, outs = state.Step(in)
	}
	p.t.Fatalf("never quiet: %+v", state)
}

// snapshot copies the server's database as a backup does; restore puts it back.
func (c *town) snapshot() testdb.Place { return c.at.Copy(c.t) }

func (c *town) restore(from testdb.Place) {
	c.t.Helper()
	c.srv.Close()
	if err := c.st.Close(); err != nil {
		c.t.Fatal(err)
	}
	from.CopyTo(c.t, c.at)
	c.start()
}

// clone is a second PC with the same disk: journal, key and token.
func (p *pc) clone(c *town) *pc {
	p.t.Helper()
	path := filepath.Join(p.t.TempDir(), "klon.db")
	if _, err := os.Stat(path); err == nil {
		p.t.Fatal("exists")
	}
	db, err := sql.Open("sqlite", "file:"+filepath.ToSlash(p.path))
	if err != nil {
		p.t.Fatal(err)
	}
	if _, err := db.Exec("VACUUM INTO $1", path); err != nil {
		p.t.Fatal(err)
	}
	db.Close()
	q := &pc{t: p.t, path: path, answer: p.answer, key: p.key, options: p.options}
	if q.st, err = store.Open(context.Background(), store.Options{Path: path, Keys: p.st.Keys()}); err != nil {
		p.t.Fatal(err)
	}
	if q.client, err = exchange.New(q.options); err != nil {
		p.t.Fatal(err)
	}
	q.runner = exchange.NewRunner(q.client, q)
	p.t.Cleanup(func() { q.client.Close(); q.st.Close() })
	return q
}

func (p *pc) unsent() store.Unsent {
	p.t.Helper()
	u, err := p.st.Unsent(context.Background())
	if err != nil {
		p.t.Fatal(err)
	}
	return u
}

func TestClonedPCHealsItself(t *testing.T) { testdb.Both(t, testClonedPCHealsItself) }

func testClonedPCHealsItself(t *testing.T) {
	c := newTown(t)
	p := c.enrol(martapura)
	p.receive(2)
	p.drive()
	before := p.receive(2) // unsent when the disk was copied
	q := p.clone(c)
	mine, theirs := p.receive(3), q.receive(3)
	p.drive()
	q.drive()
	p.drive()
	for _, d := range []*pc{p, q} {
		if n := d.has(slices.Concat(before, mine, theirs)...); n != 8 || d.unsent().Count != 0 || d.unsent().SetAside != 0 {
			t.Fatalf("%d of 8, %+v", n, d.unsent())
		}
	}
	if q.answer.Letter == p.answer.Letter || complaint.ProvisionalLetter(q.answer.Letter) || q.answer.Device == p.answer.Device {
		t.Fatalf("%+v", q.answer)
	}
	more := q.receive(1)
	q.drive()
	p.drive()
	if p.has(more...) != 1 {
		t.Fatal("the healed PC does not go on")
	}
	c.verify()
}

// The answer to the request for a name is lost: the same name comes again.
func TestRejoinTwice(t *testing.T) { testdb.Both(t, testRejoinTwice) }

func testRejoinTwice(t *testing.T) {
	c := newTown(t)
	p := c.enrol(martapura)
	ctx := context.Background()
	self, err := p.Self(ctx, true)
	if err != nil {
		t.Fatal(err)
	}
	first, err := p.client.Rejoin(ctx, self.Past, self.Device, "PC", self.Key)
	if err != nil {
		t.Fatal(err)
	}
	before := c.counts()
	second, err := p.client.Rejoin(ctx, self.Past, self.Device, "PC", self.Key)
	if err != nil || second.Token != first.Token || second.Letter != first.Letter || c.counts() != before {
		t.Fatal(err, first, second)
	}
	if _, err := p.client.Rejoin(ctx, self.Past, self.Device, "PC", p.key); codeOf(err) != "exchange.device.taken" {
		t.Fatal(err)
	}
	if _, err := p.client.Rejoin(ctx, "lain", uuid.NewString(), "PC", p.key); codeOf(err) != "enrol.proof" {
		t.Fatal(err)
	}
}

// After the server was set back others may have told it of the very name that a
// PC, itself put back, has not heard of yet: it takes another one and goes on.
func TestTakenNameIsLeft(t *testing.T) { testdb.Both(t, testTakenNameIsLeft) }

func testTakenNameIsLeft(t *testing.T) {
	c := newTown(t)
	p := c.enrol(martapura)
	streams := p.receive(1)
	p.drive()
	q := p.clone(c)
	self, err := q.Self(context.Background(), true)
	if err != nil {
		t.Fatal(err)
	}
	_, key, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.client.Rejoin(context.Background(), self.Past, self.Device, "PC", key); err != nil {
		t.Fatal(err)
	}
	streams = append(streams, q.receive(2)...)
	q.drive()
	p.drive()
	for _, d := range []*pc{p, q} {
		if n := d.has(streams...); n != 3 || d.unsent().Count != 0 || d.unsent().SetAside != 0 {
			t.Fatalf("%d of 3, %+v", n, d.unsent())
		}
	}
	if q.answer.Device == self.Device || q.answer.Device == p.answer.Device || q.answer.Letter == p.answer.Letter {
		t.Fatalf("%+v", q.answer)
	}
	c.verify()
}

func TestServerRestoredFromABackup(t *testing.T) { testdb.Both(t, testServerRestoredFromABackup) }

func testServerRestoredFromABackup(t *testing.T) {
	c := newTown(t)
	p, r, k := c.enrol(martapura), c.enrol(astambul), c.enrol(dkisp)
	streams := p.receive(3)
	for _, d := range []*pc{p, r, k} {
		d.drive()
	}
	backup := c.snapshot()
	late, gone := c.enrol(martapura), c.enrol(martapura) // enrolled after the backup
	streams = append(streams, p.receive(4)...)
	streams = append(streams, late.receive(2)...)
	last := gone.receive(2)
	far := r.receive(2)
	if err := c.st.AddOffice(context.Background(), store.Office{Code: "63.03.08", Name: "Kecamatan Aluh-Aluh", Kind: "kecamatan"}); err != nil {
		t.Fatal(err)
	}
	for _, d := range []*pc{p, r, late, gone, k, p} {
		d.drive()
	}
	c.restore(backup)
	streams = append(streams, p.receive(1)...)
	streams = append(streams, late.receive(1)...)
	for range 2 {
		for _, d := range []*pc{late, p, r, k} { // gone never comes back
			d.drive()
		}
	}
	if p.has(slices.Concat(streams, last)...) != 13 || k.has(slices.Concat(streams, last, far)...) != 15 || late.has(streams...) != 11 {
		t.Fatal(p.has(slices.Concat(streams, last)...), k.has(slices.Concat(streams, last, far)...), late.has(streams...))
	}
	for _, d := range []*pc{p, r, k, late} {
		if u := d.unsent(); u.Count != 0 || u.SetAside != 0 {
			t.Fatalf("%+v", u)
		}
	}
	if o, err := c.st.Offices(context.Background()); err != nil || len(o) != 5 {
		t.Fatal(len(o), err)
	}
	fresh := c.enrol(martapura)
	fresh.drive()
	if fresh.has(slices.Concat(streams, last)...) != 13 {
		t.Fatal("the refilled server does not give everything")
	}
	for _, d := range []*pc{p, late, gone} {
		if fresh.answer.Letter == d.answer.Letter {
			t.Fatal("letter twice: ", fresh.answer.Letter)
		}
	}
	if late.answer.Letter == p.answer.Letter {
		t.Fatal(late.answer.Letter)
	}
	seen := 0
	all, err := c.st.Devices(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range all {
		seen += int(d.Diverged)
	}
	if seen == 0 {
		t.Fatal("nobody can see that the journals had parted")
	}
	c.verify()
}

// A new server without anything is filled by the desks, too.
func TestNewServerIsRefilled(t *testing.T) { testdb.Both(t, testNewServerIsRefilled) }

func testNewServerIsRefilled(t *testing.T) {
	c := newTown(t)
	p, r, k := c.enrol(martapura), c.enrol(astambul), c.enrol(dkisp)
	empty := c.snapshot()
	streams, far := p.receive(30), r.receive(5)
	for _, d := range []*pc{p, r, k} {
		d.drive()
	}
	c.restore(empty)
	for _, d := range []*pc{k, r, p, k} {
		d.drive()
	}
	if p.has(streams...) != 30 || k.has(append(streams, far...)...) != 35 || k.unsent().Count+p.unsent().Count != 0 {
		t.Fatal(p.has(streams...), k.has(append(streams, far...)...))
	}
	c.verify()
}

// Nobody may speak for another PC while the server has lost nothing.
func TestRelayNeedsALoss(t *testing.T) { testdb.Both(t, testRelayNeedsALoss) }

func testRelayNeedsALoss(t *testing.T) {
	c := newTown(t)
	p, q := c.enrol(martapura), c.enrol(martapura)
	p.receive(2)
	p.drive()
	q.drive()
	ctx := context.Background()
	q.receive(1)
	out, err := q.Pending(ctx, 10)
	if err != nil {
		t.Fatal(err)
	}
	for i := range out.Entries { // forged in the name of p
		e := &out.Entries[i]
		e.Device, e.Seq = p.answer.Device, int64(3+i)
		if i == 0 {
			out.Prev = c.lastHash(p.answer.Device)
			e.Prev = out.Prev
		} else {
			e.Prev = out.Entries[i-1].Hash
		}
		e.Hash = e.Sum()
	}
	out.Device = p.answer.Device
	now, err := q.Cursor(ctx)
	if err != nil || now.Proof == "" {
		t.Fatal(err, now)
	}
	before := c.counts()
	bogus := now
	bogus.Pos += 5
	for _, lost := range []exchange.Cursor{now, bogus, {}} {
		if _, _, err := q.client.Relay(ctx, out, lost, 64<<10); codeOf(err) != "exchange.relay.closed" {
			t.Fatal(err)
		}
	}
	if c.counts() != before {
		t.Fatal("something was taken")
	}
}

func TestForgottenPCNeedsItsKey(t *testing.T) { testdb.Both(t, testForgottenPCNeedsItsKey) }

func testForgottenPCNeedsItsKey(t *testing.T) {
	c := newTown(t)
	backup := c.snapshot()
	p := c.enrol(martapura)
	ctx := context.Background()
	c.restore(backup)
	epoch, err := c.st.Epoch(ctx)
	if err != nil {
		t.Fatal(err)
	}
	other := c.enrol(martapura) // got the letter A meanwhile
	cert := *p.answer.Certificate
	if _, err := p.client.Return(ctx, epoch, cert, other.key); codeOf(err) != "exchange.unauthorized" {
		t.Fatal(err)
	}
	forged := cert
	forged.Office = dkisp
	if _, err := p.client.Return(ctx, epoch, forged, p.key); codeOf(err) != "exchange.unauthorized" {
		t.Fatal(err)
	}
	for range 2 {
		a, err := p.client.Return(ctx, epoch, cert, p.key)
		if err != nil || a.Letter == other.answer.Letter {
			t.Fatal(err, a)
		}
	}
	p.receive(1)
	p.drive()
	if err := c.st.RevokeDevice(ctx, p.answer.Device); err != nil {
		t.Fatal(err)
	}
	if _, err := p.client.Return(ctx, epoch, cert, p.key); codeOf(err) != "exchange.unauthorized" {
		t.Fatal("a revoked PC came back by itself: ", err)
	}
}

// Entries that cannot be taken are set aside; those after them go on.
func TestOneBadEntryStopsNothing(t *testing.T) { testdb.Both(t, testOneBadEntryStopsNothing) }

func testOneBadEntryStopsNothing(t *testing.T) {
	c := newTown(t)
	p, q := c.enrol(martapura), c.enrol(astambul)
	theirs := q.receive(1)
	q.drive()
	bad := []string{"offices", "accounts:" + astambul, theirs[0]}
	for _, stream := range bad {
		p.write(stream, complaint.KNoted, complaint.Body{Text: "bukan di sini"})
	}
	fine := p.receive(1)
	p.drive()
	if u := p.unsent(); u.Count != 0 || u.SetAside != 3 {
		t.Fatalf("%+v", u)
	}
	q.drive()
	if got, err := q.st.Complaint(context.Background(), theirs[0]); err != nil || len(got.History) != 1 || p.has(fine...) != 1 {
		t.Fatal(err, got)
	}
	c.verify()
}
