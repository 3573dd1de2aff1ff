package exchange

import (
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"sync"
	"time"

	"loketaduan/internal/fault"
)

// FileDesk is what a Desk offers besides when it keeps files. Methods are
// called from one goroutine at a time.
type FileDesk interface {
	// NextFile is what to move now: text that is not accepted names none. With
	// nothing to move, a time other than zero asks to look again then.
	NextFile(ctx context.Context) (job *FileJob, again time.Time, err error)
	// ReadFile gives at most most bytes from the job's offset.
	ReadFile(ctx context.Context, j FileJob, most int) ([]byte, error)
	// FileSent notes how much the server has; whole is proved.
	FileSent(ctx context.Context, j FileJob, offset int64, whole bool) error
	// StoreFile adds what r gives at the job's offset, and says how far the file
	// is here. Whole means that its hash fits; else fault file.hash.
	StoreFile(ctx context.Context, j FileJob, r io.Reader) (offset int64, whole bool, err error)
	// FileRefused tells that this file cannot be moved now. NextFile must not
	// give it again at once.
	FileRefused(ctx context.Context, j FileJob, f *fault.Fault)
}

// fileRunner drives the files beside the Runner. Without a FileDesk it is nil,
// and every method does nothing.
type fileRunner struct {
	client *Client
	desk   FileDesk
	nudged chan struct{}
	freed  chan struct{}
	done   chan FileInput

	mu    sync.Mutex
	free  bool
	abort context.CancelCauseFunc // of the request under way
}

func newFileRunner(client *Client, desk Desk) *fileRunner {
	d, ok := desk.(FileDesk)
	if !ok {
		return nil
	}
	return &fileRunner{client: client, desk: d, nudged: make(chan struct{}, 1), freed: make(chan struct{}, 1), done: make(chan FileInput)}
}

// nudge tells that there may be a file to move.
func (f *fileRunner) nudge() {
	if f != nil {
		poke(f.nudged)
	}
}

// line tells whether text leaves the line to files.
func (f *fileRunner) line(free bool) {
	if f == nil {
		return
	}
	f.mu.Lock()
	changed := f.free != free
	f.free = free
	f.mu.Unlock()
	if changed {
		poke(f.freed)
	}
}

// errTextFirst breaks a chunk off: an entry was written.
var errTextFirst = errors.New("text goes first")

// textFirst breaks off the request under way. What the server has got of it is
// not sent again.
func (f *fileRunner) textFirst() {
	if f == nil {
		return
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.abort != nil {
		f.abort(errTextFirst)
	}
}

func (f *fileRunner) loop(ctx context.Context) {
	var requests sync.WaitGroup
	defer requests.Wait()
	timer := time.NewTimer(time.Hour)
	timer.Stop()
	defer timer.Stop()
	var state FileState
	in := FileInput{Event: FilesNudge}
	for {
		in.Now, in.Random = time.Now(), rand.Float64()
		var outputs []FileOutput
		state, outputs = state.Step(in)
		timer.Stop()
		for _, o := range outputs {
			if o.Do == FileRest {
				timer.Reset(max(0, o.At.Sub(in.Now)))
				continue
			}
			requests.Go(func() {
				in := f.do(ctx, o)
				select {
				case f.done <- in:
				case <-ctx.Done():
				}
			})
		}
		select {
		case <-ctx.Done():
			return
		case in = <-f.done:
		case <-timer.C:
			in = FileInput{Event: FileTimer}
		case <-f.nudged:
			in = FileInput{Event: FilesNudge}
		case <-f.freed:
			f.mu.Lock()
			in = FileInput{Event: LineFree, Free: f.free}
			f.mu.Unlock()
		}
	}
}

// do carries out one step and says how it ended.
func (f *fileRunner) do(ctx context.Context, o FileOutput) FileInput {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	f.mu.Lock()
	f.abort = cancel
	f.mu.Unlock()
	defer func() {
		f.mu.Lock()
		f.abort = nil
		f.mu.Unlock()
	}()
	in, err := f.step(ctx, o)
	switch {
	case err == nil:
		return in
	case errors.Is(context.Cause(ctx), errTextFirst):
		return FileInput{Event: FileFailed}
	}
	ft := fault.Of(err)
	if o.Do != PickFile && ft.Kind != fault.Offline && ft.Code != codeFileOffset {
		f.desk.FileRefused(ctx, o.Job, ft)
	}
	return FileInput{Event: FileFailed, Fault: ft}
}

// codeFileOffset: somebody else has added to the file, or an answer was lost.
const codeFileOffset = "file.offset"

func (f *fileRunner) step(ctx context.Context, o FileOutput) (FileInput, error) {
	began := time.Now()
	switch o.Do {
	case PickFile:
		job, again, err := f.desk.NextFile(ctx)
		return FileInput{Event: FilePicked, Job: job, At: again}, err
	case AskFile:
		offset, whole, err := f.client.FileOffset(ctx, o.Job)
		if err != nil {
			return FileInput{}, err
		}
		return FileInput{Event: FileAsked, Offset: offset, Whole: whole}, f.desk.FileSent(ctx, o.Job, offset, whole)
	case SendFile:
		body, err := f.desk.ReadFile(ctx, o.Job, o.Max)
		if err != nil {
			return FileInput{}, err
		}
		offset, whole, err := f.client.SendFile(ctx, o.Job, body)
		if err != nil {
			return FileInput{}, err
		}
		took := time.Since(began)
		return FileInput{Event: FileMoved, Offset: offset, Whole: whole, Took: took}, f.desk.FileSent(ctx, o.Job, offset, whole)
	}
	var offset int64
	var whole bool
	err := f.client.FetchFile(ctx, o.Job, o.Max, func(r io.Reader) (err error) {
		offset, whole, err = f.desk.StoreFile(ctx, o.Job, r)
		return err
	})
	if offset > o.Job.Offset && fault.Of(err) != nil && fault.Of(err).Kind == fault.Offline {
		err = nil // go on behind what came; the next step tells whether the line is gone
	}
	return FileInput{Event: FileMoved, Offset: offset, Whole: whole, Took: time.Since(began)}, err
}
