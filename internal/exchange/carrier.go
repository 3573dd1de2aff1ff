package exchange

import (
	"context"
	"sync"
	"time"

	"loketaduan/internal/fault"
)

// Carrier carries out what the engine asks for: one desk against one server.
// It decides nothing. Requests other than wait and fill come one after the other.
type Carrier struct {
	Client *Client
	Desk   Desk
	Ahead  bool // ask for the next page while one is stored; without, nothing happens at the same time

	pulled ahead[PullAnswer]
	filled ahead[FillAnswer]
	asking sync.WaitGroup // what was asked for ahead

	epoch string          // of the last hello
	stuck map[string]bool // devices whose entries the server did not take from us
}

// Do carries out one request and says how it ended.
func (c *Carrier) Do(ctx context.Context, o Output) Input {
	var in Input
	var err error
	if o.Do != DoPull && o.Do != DoFill && o.Do != DoWait {
		c.pulled = ahead[PullAnswer]{} // it may be another PC, or another server, afterwards
	}
	switch o.Do {
	case DoHello:
		in, err = c.hello(ctx)
	case DoPush:
		in, err = c.push(ctx, o.Max, o.Bytes)
	case DoPull:
		in, err = c.pull(ctx, o.Max, o.Fill)
	case DoFill:
		in, err = c.fill(ctx, o.Max)
	case DoWait:
		in, err = c.wait(ctx)
	case DoRejoin:
		in, err = c.rejoin(ctx)
	case DoReturn:
		in, err = c.comeBack(ctx)
	case DoCompare:
		in, err = c.compare(ctx, o.Parted)
	case DoRelay:
		in, err = c.relay(ctx, o.Max, o.Bytes)
	}
	if err != nil {
		return Input{Event: Failed, Of: o.Do, Fault: fault.Of(err)}
	}
	return in
}

func (c *Carrier) hello(ctx context.Context) (Input, error) {
	h, offset, err := c.Client.Hello(ctx)
	if err != nil {
		return Input{}, err
	}
	c.epoch = h.Epoch
	return Input{Event: HelloDone}, c.Desk.Met(ctx, h, offset)
}

func (c *Carrier) push(ctx context.Context, entries, bytes int) (Input, error) {
	out, err := c.Desk.Pending(ctx, entries)
	if err != nil {
		return Input{}, err
	}
	if out.Nameless {
		return Input{}, errNameless
	}
	if len(out.Entries) == 0 {
		return Input{Event: PushDone}, nil
	}
	began := time.Now()
	a, sent, err := c.Client.Push(ctx, out, bytes)
	if err != nil {
		return Input{}, err
	}
	took := time.Since(began)
	return Input{Event: PushDone, More: out.More || len(sent) < len(out.Entries), Took: took}, c.Desk.Acked(ctx, sent, a)
}

func (c *Carrier) pull(ctx context.Context, limit, fill int) (Input, error) {
	from, err := c.Desk.Cursor(ctx)
	if err != nil {
		return Input{}, err
	}
	if from.Pos == 0 && fill > 0 {
		if begun, in, err := c.beginFill(ctx, from, fill); begun || err != nil {
			return in, err
		}
	}
	began := time.Now()
	p, err := c.Client.pull(ctx, from, limit, c.Desk.OwnHash, c.pulled.or(c.Client))
	if err != nil {
		return Input{}, err
	}
	if p.Rewind {
		return Input{Event: PullDone, Rewind: true}, nil
	}
	filling := from.Low > 0
	if len(p.Page.Entries)+len(p.Page.Own) == 0 && p.Page.Cursor == from {
		return Input{Event: PullDone, Fill: filling}, nil
	}
	if c.Ahead && p.More() && !filling && time.Since(began) < quickPage {
		c.pulled = begin[PullAnswer](ctx, c, pullQuestion(p.Page.Cursor, false), limit)
	}
	return Input{Event: PullDone, More: p.More(), Fill: filling}, c.Desk.Apply(ctx, p.Page)
}

// beginFill asks for the first page from the head down in place of the first
// one from the start, where the PC is new and the server can do that.
func (c *Carrier) beginFill(ctx context.Context, from Cursor, limit int) (begun bool, in Input, err error) {
	at, err := c.Desk.Filling(ctx)
	if err != nil || !at.May {
		return false, Input{}, err
	}
	f, err := c.Client.Fill(ctx, from, Filling{}, limit, c.Desk.Accepted)
	switch {
	case cannotFill(err), codeOf(err) == errFeed.Code, err == nil && f.Small:
		return false, Input{}, c.Desk.StopFill(ctx)
	case err != nil:
		return false, Input{}, err
	case f.Rewind:
		return true, Input{Event: PullDone, Rewind: true}, nil
	}
	return true, Input{Event: PullDone, Fill: f.Page.To.Low > 0}, c.Desk.Fill(ctx, f.Page)
}

// fill takes the next page downwards. A server that cannot go on, because it is
// an older one now, or whose pages do not fit, gives the rest in the ordinary
// way; in the second case the two first see how far they agree.
func (c *Carrier) fill(ctx context.Context, limit int) (Input, error) {
	at, err := c.Desk.Filling(ctx)
	if err != nil || at.Low == 0 {
		return Input{Event: FillDone}, err
	}
	from, err := c.Desk.Cursor(ctx)
	if err != nil {
		return Input{}, err
	}
	began := time.Now()
	f, err := c.Client.fill(ctx, from, at, limit, c.Desk.Accepted, c.filled.or(c.Client))
	switch {
	case cannotFill(err):
		return Input{Event: FillDone}, c.Desk.StopFill(ctx)
	case codeOf(err) == errFeed.Code, err == nil && f.Rewind:
		return Input{Event: FillDone, Rewind: true}, nil
	case err != nil:
		return Input{}, err
	}
	if c.Ahead && f.Page.To.Low > 0 && time.Since(began) < quickPage {
		c.filled = begin[FillAnswer](ctx, c, fillQuestion(from.Pos, f.Page.To, false), limit)
	}
	if err := c.Desk.Fill(ctx, f.Page); err != nil {
		return Input{}, err
	}
	return Input{Event: FillDone, More: f.Page.To.Low > 0, Took: time.Since(began)}, nil
}

// cannotFill tells a server that does not know the call.
func cannotFill(err error) bool { return codeOf(err) == CodePath }

func codeOf(err error) string {
	if f := fault.Of(err); f != nil {
		return f.Code
	}
	return ""
}

func (c *Carrier) wait(ctx context.Context) (Input, error) {
	from, err := c.Desk.Cursor(ctx)
	if err != nil {
		return Input{}, err
	}
	changed, err := c.Client.Wait(ctx, from)
	return Input{Event: WaitDone, More: changed}, err
}

// rejoin makes the PC another one, unless it is that already, and has the
// server name it. Broken off anywhere, it goes on from there.
func (c *Carrier) rejoin(ctx context.Context) (Input, error) {
	self, err := c.Desk.Self(ctx, false)
	if err == nil && self.Past == "" {
		self, err = c.Desk.Self(ctx, true)
	}
	if err != nil {
		return Input{}, err
	}
	a, err := c.Client.Rejoin(ctx, self.Past, self.Device, self.Name, self.Key)
	if codeOf(err) == CodeTaken {
		// A server that was set back heard of this name from other PCs; that this PC
		// bore it before it was itself put back, it can no longer prove.
		if self, err = c.Desk.Self(ctx, true); err != nil {
			return Input{}, err
		}
		a, err = c.Client.Rejoin(ctx, self.Past, self.Device, self.Name, self.Key)
	}
	if err != nil {
		return Input{}, err
	}
	if err := c.Desk.Named(ctx, a); err != nil {
		return Input{}, err
	}
	c.Client.SetToken(a.Token)
	return Input{Event: NameDone}, nil
}

func (c *Carrier) comeBack(ctx context.Context) (Input, error) {
	self, err := c.Desk.Self(ctx, false)
	if err != nil {
		return Input{}, err
	}
	if self.Certificate.Device == "" { // enrolled before there were certificates
		return Input{}, errUnauthorized
	}
	a, err := c.Client.Return(ctx, c.epoch, self.Certificate, self.CertKey)
	if err != nil {
		return Input{}, err
	}
	return Input{Event: NameDone}, c.Desk.Named(ctx, EnrolAnswer{Letter: a.Letter})
}

func (c *Carrier) compare(ctx context.Context, parted bool) (Input, error) {
	from, err := c.Desk.Cursor(ctx)
	if err != nil {
		return Input{}, err
	}
	claims, err := c.Desk.Claims(ctx)
	if err != nil {
		return Input{}, err
	}
	a, err := c.Client.Compare(ctx, from, claims)
	if err != nil {
		return Input{}, err
	}
	c.stuck = nil
	a.Restart = !a.Same || parted
	return Input{Event: CompareDone}, c.Desk.Rewind(ctx, a)
}

// relay sends others' entries. A device whose run the server does not take is
// passed over until the next comparison: another PC may have what lies between.
func (c *Carrier) relay(ctx context.Context, entries, bytes int) (Input, error) {
	out, lost, err := c.Desk.Lost(ctx, entries, c.stuck)
	if err != nil || len(out.Entries) == 0 || lost.Proof == "" {
		return Input{Event: RelayDone}, err
	}
	a, sent, err := c.Client.Relay(ctx, out, lost, bytes)
	if f := fault.Of(err); f != nil && f.Kind != fault.Offline && !stopsAll(f) {
		if c.stuck == nil {
			c.stuck = map[string]bool{}
		}
		c.stuck[out.Device] = true
		return Input{Event: RelayDone, More: true}, nil
	}
	if err != nil {
		return Input{}, err
	}
	return Input{Event: RelayDone, More: out.More || len(sent) < len(out.Entries)}, c.Desk.Acked(ctx, sent, a)
}
