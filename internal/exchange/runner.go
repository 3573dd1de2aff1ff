package exchange

import (
	"context"
	"math/rand/v2"
	"sync"
	"time"
)

// Runner drives the engine with real time: one goroutine steps, and one more
// lives for each request under way. All of them end with Stop.
type Runner struct {
	carrier Carrier
	files   *fileRunner

	nudge  chan struct{}
	lineUp chan struct{}
	done   chan Input
	cancel context.CancelFunc
	ended  chan struct{}
	once   sync.Once
}

// NewRunner makes a loop that has not started.
func NewRunner(client *Client, desk Desk) *Runner {
	return &Runner{carrier: Carrier{Client: client, Desk: desk}, files: newFileRunner(client, desk), nudge: make(chan struct{}, 1), lineUp: make(chan struct{}, 1),
		done: make(chan Input), ended: make(chan struct{}), cancel: func() {}}
}

// Start begins the exchange; a second call does nothing. It ends with Stop or ctx.
func (r *Runner) Start(ctx context.Context) {
	r.once.Do(func() {
		r.carrier.Ahead = true
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
	defer r.carrier.asking.Wait()
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
			r.carrier.Desk.Report(line)
		}
		select {
		case <-ctx.Done():
			r.carrier.Client.Close()
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
	in := r.carrier.Do(ctx, o)
	if in.Event == PushDone || in.Event == PullDone {
		r.files.nudge() // what names a file may have been among it
	}
	return in
}
