package exchange

import (
	"context"
	"time"

	"loketaduan/internal/fault"
)

// Carrier carries out what the engine asks for: one desk against one server.
// It decides nothing. Requests other than wait come one after the other.
type Carrier struct {
	Client *Client
	Desk   Desk

	epoch string          // of the last hello
	stuck map[string]bool // devices whose entries the server did not take from us
}

// Do carries out one request and says how it ended.
func (c *Carrier) Do(ctx context.Context, o Output) Input {
	var in Input
	var err error
	switch o.Do {
	case DoHello:
		in, err = c.hello(ctx)
	case DoPush:
		in, err = c.push(ctx, o.Max, o.Bytes)
	case DoPull:
		in, err = c.pull(ctx, o.Max)
	case DoWait:
		in, err = c.wait(ctx)
	case DoRejoin:
		in, err = c.rejoin(ctx)
	case DoReturn:
		in, err = c.comeBack(ctx)
	case DoCompare:
		in, err = c.compare(ctx)
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

func (c *Carrier) pull(ctx context.Context, limit int) (Input, error) {
	from, err := c.Desk.Cursor(ctx)
	if err != nil {
		return Input{}, err
	}
	p, err := c.Client.Pull(ctx, from, limit, c.Desk.OwnHash)
	if err != nil {
		return Input{}, err
	}
	if p.Rewind {
		return Input{Event: PullDone, Rewind: true}, nil
	}
	if len(p.Page.Entries)+len(p.Page.Own) == 0 && p.Page.Cursor == from {
		return Input{Event: PullDone}, nil
	}
	return Input{Event: PullDone, More: p.More()}, c.Desk.Apply(ctx, p.Page)
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

func (c *Carrier) compare(ctx context.Context) (Input, error) {
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
		if f.Code == CodeFork {
			if _, err := c.Desk.TakeOver(ctx, out.Device); err != nil {
				return Input{}, err
			}
		}
		return Input{Event: RelayDone, More: true}, nil
	}
	if err != nil {
		return Input{}, err
	}
	return Input{Event: RelayDone, More: out.More || len(sent) < len(out.Entries)}, c.Desk.Acked(ctx, sent, a)
}
