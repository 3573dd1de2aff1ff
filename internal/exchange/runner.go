package exchange

import (
	"context"
	"math/rand/v2"
	"sync"
	"time"

	"loketaduan/internal/fault"
)

// Runner drives the engine with real time: one goroutine steps, and one more
// lives for each request under way. All of them end with Stop.
type Runner struct {
	client *Client
	desk   Desk
	files  *fileRunner

	nudge  chan struct{}
	lineUp chan struct{}
	done   chan Input
	cancel context.CancelFunc
	ended  chan struct{}
	once   sync.Once
}

// NewRunner makes a loop that has not started.
func NewRunner(client *Client, desk Desk) *Runner {
	return &Runner{client: client, desk: desk, files: newFileRunner(client, desk), nudge: make(chan struct{}, 1), lineUp: make(chan struct{}, 1),
		done: make(chan Input), ended: make(chan struct{}), cancel: func() {}}
}

// Start begins the exchange; a second call does nothing. It ends with Stop or ctx.
func (r *Runner) Start(ctx context.Context) {
	r.once.Do(func() {
		ctx, r.cancel = context.WithCancel(ctx)
		go r.loop(ctx)
	})
}

// Nudge tells that an entry was committed. It never blocks.
func (r *Runner) Nudge() {
	poke(r.nudge)
	r.files.textFirst()
}

// NudgeFiles tells that a file may be wanted. It never blocks.
func (r *Runner) NudgeFiles() { r.files.nudge() }

// LineUp tells that the network may be back. It never blocks.
func (r *Runner) LineUp() { poke(r.lineUp) }

// TryNow is the clerk's wish to try without waiting. It never blocks.
func (r *Runner) TryNow() { poke(r.lineUp) }

func poke(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default: // one is waiting already, and one is enough
	}
}

// Stop ends the loop and waits until every goroutine has ended. Safe to call
// twice and before Start, after which Start does nothing.
func (r *Runner) Stop() {
	r.once.Do(func() { close(r.ended) })
	r.cancel()
	<-r.ended
}

func (r *Runner) loop(ctx context.Context) {
	defer close(r.ended)
	var requests sync.WaitGroup
	defer requests.Wait()
	if r.files != nil {
		requests.Go(func() { r.files.loop(ctx) })
	}
	timer := time.NewTimer(time.Hour)
	defer timer.Stop()

	var state State
	var shown Line
	in := Input{Event: Start}
	for {
		in.Now, in.Random = time.Now(), rand.Float64()
		var outputs []Output
		state, outputs = state.Step(in)
		for _, o := range outputs {
			if o.Do == SleepUntil {
				timer.Reset(max(0, o.At.Sub(in.Now)))
				continue
			}
			requests.Go(func() { r.finish(ctx, r.Do(ctx, o)) })
		}
		r.files.line(state.FilesMay(in.Now))
		if line := state.Line(); line != shown {
			shown = line
			r.desk.Report(line)
		}
		select {
		case <-ctx.Done():
			r.client.Close()
			return
		case in = <-r.done:
		case <-timer.C:
			in = Input{Event: Timer}
		case <-r.nudge:
			in = Input{Event: Nudge}
		case <-r.lineUp:
			in = Input{Event: LineUp}
		}
	}
}

func (r *Runner) finish(ctx context.Context, in Input) {
	select {
	case r.done <- in:
	case <-ctx.Done():
	}
}

// Do carries out one request of the engine and says how it ended. Start does it
// by itself; who steps the engine by hand calls it.
func (r *Runner) Do(ctx context.Context, o Output) Input {
	var in Input
	var err error
	switch o.Do {
	case DoHello:
		in, err = r.hello(ctx)
	case DoPush:
		in, err = r.push(ctx, o.Max, o.Bytes)
	case DoPull:
		in, err = r.pull(ctx, o.Max)
	case DoWait:
		in, err = r.wait(ctx)
	}
	if err != nil {
		return Input{Event: Failed, Of: o.Do, Fault: fault.Of(err)}
	}
	return in
}

func (r *Runner) hello(ctx context.Context) (Input, error) {
	h, offset, err := r.client.Hello(ctx)
	if err != nil {
		return Input{}, err
	}
	return Input{Event: HelloDone}, r.desk.Met(ctx, h, offset)
}

func (r *Runner) push(ctx context.Context, entries, bytes int) (Input, error) {
	out, err := r.desk.Pending(ctx, entries)
	if err != nil || len(out.Entries) == 0 {
		return Input{Event: PushDone}, err
	}
	began := time.Now()
	a, sent, err := r.client.Push(ctx, out, bytes)
	if err != nil {
		return Input{}, err
	}
	took := time.Since(began)
	defer r.files.nudge() // what names a file may have been among it
	return Input{Event: PushDone, More: out.More || len(sent) < len(out.Entries), Took: took}, r.desk.Acked(ctx, sent, a)
}

func (r *Runner) pull(ctx context.Context, limit int) (Input, error) {
	from, err := r.desk.Cursor(ctx)
	if err != nil {
		return Input{}, err
	}
	p, err := r.client.Pull(ctx, from, limit, r.desk.OwnHash)
	if err != nil {
		return Input{}, err
	}
	if p.Rewind {
		return Input{Event: PullDone, More: true}, r.rewind(ctx, p.Epoch)
	}
	if len(p.Page.Entries)+len(p.Page.Own) == 0 && p.Page.Cursor == from {
		return Input{Event: PullDone}, nil
	}
	defer r.files.nudge()
	return Input{Event: PullDone, More: p.More()}, r.desk.Apply(ctx, p.Page)
}

// rewind keeps everything and reads the server's history from its start. Here
// is the place to mark for sending again what the server has lost.
func (r *Runner) rewind(ctx context.Context, epoch string) error {
	return r.desk.Apply(ctx, Page{Cursor: Cursor{Epoch: epoch}})
}

func (r *Runner) wait(ctx context.Context) (Input, error) {
	from, err := r.desk.Cursor(ctx)
	if err != nil {
		return Input{}, err
	}
	changed, err := r.client.Wait(ctx, from)
	return Input{Event: WaitDone, More: changed}, err
}
