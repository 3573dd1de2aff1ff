package office

import (
	"context"
	"io"
	"slices"
	"sync"
	"time"

	"loketaduan/internal/exchange"
	"loketaduan/internal/fault"
	"loketaduan/internal/store"
)

// autoFetch is the largest file that is fetched before anybody asks for it.
const autoFetch = 1 << 20

// transfers is what the loop of the files remembers until the program ends.
type transfers struct {
	tidied  sync.Once
	mu      sync.Mutex
	wanted  []string // asked for, first asked first
	refused map[string]refusal
}

// refusal of a file by the server, or by its own content.
type refusal struct {
	times int
	until time.Time
	fault *fault.Fault
}

func (t *transfers) want(sum string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if !slices.Contains(t.wanted, sum) {
		t.wanted = append(t.wanted, sum)
	}
	delete(t.refused, sum) // a click is a new attempt
}

func (t *transfers) settled(sum string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.wanted = slices.DeleteFunc(t.wanted, func(x string) bool { return x == sum })
	delete(t.refused, sum)
}

func (t *transfers) of(sum string) (wanted bool, why string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if r, ok := t.refused[sum]; ok {
		why = r.fault.Message
	}
	return slices.Contains(t.wanted, sum), why
}

// refuse puts a file aside: a minute first, doubling to an hour. One that its
// own PC has not sent yet is mostly on its way: five seconds first.
func (t *transfers) refuse(sum string, f *fault.Fault, now time.Time) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.refused == nil {
		t.refused = map[string]refusal{}
	}
	n := t.refused[sum].times
	first := time.Minute
	if f.Kind == fault.NotFound {
		first = 5 * time.Second
	}
	t.refused[sum] = refusal{times: n + 1, until: now.Add(min(time.Hour, first<<min(n, 10))), fault: f}
}

// next chooses: what somebody waits for, then what is to be sent, then small
// files of others, unless the PC is being filled. again is when a file that was
// put aside comes up.
func (t *transfers) next(open []store.OpenFile, filling bool, now time.Time) (job *store.OpenFile, again time.Time) {
	t.mu.Lock()
	defer t.mu.Unlock()
	best := 3
	for i := range open {
		x := &open[i]
		rank := 3
		switch {
		case !x.Here && slices.Contains(t.wanted, x.SHA256):
			rank = 0
		case x.Here:
			rank = 1
		case x.Size <= autoFetch && !filling:
			rank = 2
		}
		if rank == 3 {
			continue
		}
		if r, ok := t.refused[x.SHA256]; ok && now.Before(r.until) {
			if again.IsZero() || r.until.Before(again) {
				again = r.until
			}
			continue
		}
		if rank < best {
			job, best = x, rank
		}
	}
	return job, again
}

// from names the pieces that come from the regency.
const from = "kabupaten"

// NextFile implements exchange.FileDesk.
func (w *wire) NextFile(ctx context.Context) (*exchange.FileJob, time.Time, error) {
	d := w.desk()
	d.transfers.tidied.Do(func() {
		if n, err := d.store.Files().Collect(ctx); n > 0 || err != nil {
			d.c.Log.Info("files without an entry removed", "count", n, "err", err)
		}
	})
	open, err := d.store.OpenFiles(ctx)
	if err != nil {
		return nil, time.Time{}, err
	}
	f, _, err := d.store.Filling(ctx)
	if err != nil {
		return nil, time.Time{}, err
	}
	x, again := d.transfers.next(open, f.Low > 0, d.c.Now())
	if x == nil {
		return nil, again, nil
	}
	j := &exchange.FileJob{SHA256: x.SHA256, Size: x.Size, Offset: x.Sent, Fetch: !x.Here}
	if j.Fetch {
		p, err := d.store.Files().Part(x.SHA256, from)
		if err != nil {
			return nil, again, err
		}
		if j.Offset, _, err = p.Offset(); err != nil {
			return nil, again, err
		}
		if j.Offset >= x.Size { // all came, but the program ended before it was looked at
			if err := p.Finish(ctx); err != nil {
				return nil, d.c.Now().Add(time.Minute), err
			}
			return nil, d.c.Now(), d.store.SetFileSent(ctx, x.SHA256, x.Size, true)
		}
	}
	return j, again, nil
}

// ReadFile implements exchange.FileDesk.
func (w *wire) ReadFile(ctx context.Context, j exchange.FileJob, most int) ([]byte, error) {
	c, err := w.desk().store.Files().Open(j.SHA256)
	if err != nil {
		return nil, err
	}
	defer c.Close()
	if _, err := c.Seek(j.Offset, io.SeekStart); err != nil {
		return nil, err
	}
	b := make([]byte, min(int64(most), j.Size-j.Offset))
	_, err = io.ReadFull(c, b)
	return b, err
}

// FileSent implements exchange.FileDesk.
func (w *wire) FileSent(ctx context.Context, j exchange.FileJob, offset int64, whole bool) error {
	d := w.desk()
	if err := d.store.SetFileSent(ctx, j.SHA256, offset, whole); err != nil {
		return err
	}
	if whole {
		d.transfers.settled(j.SHA256)
	}
	d.c.Changed(Change{Files: []string{j.SHA256}})
	return nil
}

// StoreFile implements exchange.FileDesk. What came is kept, even when the
// line was given up for text meanwhile.
func (w *wire) StoreFile(ctx context.Context, j exchange.FileJob, r io.Reader) (int64, bool, error) {
	ctx = context.WithoutCancel(ctx)
	d := w.desk()
	p, err := d.store.Files().Part(j.SHA256, from)
	if err != nil {
		return j.Offset, false, err
	}
	n, err := p.Append(ctx, j.Offset, r)
	offset := j.Offset + n
	if err != nil || offset < j.Size {
		return offset, false, err
	}
	if err := p.Finish(ctx); err != nil {
		return 0, false, err
	}
	if err := d.store.SetFileSent(ctx, j.SHA256, j.Size, true); err != nil {
		return offset, false, err
	}
	d.transfers.settled(j.SHA256)
	d.c.Changed(Change{Files: []string{j.SHA256}})
	return offset, true, nil
}

// FileRefused implements exchange.FileDesk.
func (w *wire) FileRefused(ctx context.Context, j exchange.FileJob, f *fault.Fault) {
	d := w.desk()
	if f.Code == "file.hash" && !j.Fetch {
		// Either the line changed it, or it is no longer what it was here.
		if err := d.store.Files().Check(ctx, j.SHA256); err != nil {
			f = fault.Of(err)
		}
	}
	d.c.Log.Warn("file put aside", "code", f.Code, "size", j.Size, "fetch", j.Fetch)
	d.transfers.refuse(j.SHA256, f, d.c.Now())
	d.c.Changed(Change{Files: []string{j.SHA256}})
}
