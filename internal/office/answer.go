package office

import (
	"context"
	"crypto/ed25519"
	"errors"
	"io"
	"os"
	"slices"

	"loketaduan/internal/exchange"
	"loketaduan/internal/fault"
	"loketaduan/internal/journal"
)

// answer is the regency's parcel while it is taken.
type answer struct {
	d      *Desk
	in     *os.File
	own    ed25519.PrivateKey
	server ed25519.PublicKey

	head  exchange.ParcelAnswer
	acked [][]journal.Entry   // parallel to head.Acks
	pages []exchange.Page     // what is new here, checked against the feed hash
	below []exchange.FillPage // what this PC still misses from far below, the lowest first
}

func (a *answer) open() (*exchange.ParcelReader, error) {
	if _, err := a.in.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	return exchange.OpenParcel(a.in, a.own, exchange.ToDesk, &a.head)
}

// check reads all of it and changes nothing.
func (a *answer) check(ctx context.Context) error {
	p, err := a.open()
	if err != nil {
		return err
	}
	var pulls []exchange.PullAnswer
	for {
		kind, body, err := p.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		switch kind {
		case exchange.SectionPage:
			var pull exchange.PullAnswer
			if err := exchange.ReadPacked(body, &pull); err != nil {
				return err
			}
			pulls = append(pulls, pull)
		case exchange.SectionFile:
			if _, err := exchange.CheckParcelFile(body); err != nil {
				return err
			}
		}
	}
	if !p.Signed(a.server) {
		return errParcelFalse
	}
	who, err := a.d.store.Desk(ctx)
	if err != nil {
		return err
	}
	if a.head.Device != who.Device {
		return errParcelOther
	}
	if a.head.Rewind {
		return a.checkLast(ctx)
	}
	if err := a.checkAcks(ctx); err != nil {
		return err
	}
	return a.checkPages(ctx, pulls)
}

// checkLast takes only the answer to the last parcel: an older one may speak of
// a history that was mended since.
func (a *answer) checkLast(ctx context.Context) error {
	last, err := a.d.store.Plain(ctx, "parcel.last")
	if err == nil && last != a.head.Parcel {
		err = errParcelOld
	}
	return err
}

// checkAcks believes an acknowledgement only if the hash there is ours.
func (a *answer) checkAcks(ctx context.Context) error {
	for _, x := range a.head.Acks {
		sent, err := a.d.store.OwnEntries(ctx, x.First, x.AckedTo)
		if err != nil {
			return err
		}
		if len(sent) == 0 || len(sent) != len(x.Revs) || sent[len(sent)-1].Hash != x.Hash {
			return errParcelAcks
		}
		a.acked = append(a.acked, sent)
	}
	return nil
}

// checkPages holds the feed to its hash and keeps what lies behind the cursor
// of this PC, which may have moved since the parcel was made, and what the PC
// misses from before the place that it was filled down to.
func (a *answer) checkPages(ctx context.Context, pulls []exchange.PullAnswer) error {
	epoch, pos, hash, err := a.d.store.Cursor(ctx)
	if err != nil {
		return err
	}
	fill, err := (*wire)(a.d).Filling(ctx)
	if err != nil {
		return err
	}
	if epoch != "" && epoch != a.head.Epoch {
		return errParcelOld
	}
	if a.head.Pos > pos {
		return errParcelGap
	}
	at := exchange.Cursor{Epoch: a.head.Epoch, Pos: a.head.Pos, Hash: a.head.Hash}
	met := at.Pos < pos || at.Hash == hash
	if at.Pos > 0 {
		fill.Low = 0 // only an answer from the start can complete it
	}
	reached := false
	for i := range pulls {
		from := exchange.Filling{Low: at.Pos, Hash: at.Hash, Early: fill.Early}
		page, err := pulls[i].Page(ctx, at, a.d.store.EntryHash)
		if err != nil {
			return err
		}
		at = page.Cursor
		fresh := exchange.Page{Cursor: at}
		down := exchange.FillPage{From: exchange.Filling{Low: min(at.Pos, fill.Low), Hash: at.Hash, Early: fill.Early}, To: from}
		run := pulls[i].Before
		for j := range page.Entries {
			e := &page.Entries[j]
			run = journal.FeedHash(run, e.Hash)
			if e.Pos == pos {
				met = run == hash
			}
			if e.Pos == fill.Low {
				if reached, down.From.Hash = true, run; run != fill.Hash {
					return errParcelAcks
				}
			}
			if e.Pos > pos {
				fresh.Entries = append(fresh.Entries, *e)
			} else if e.Pos <= fill.Low {
				down.Entries = append(down.Entries, *e)
			}
		}
		if len(fresh.Entries) > 0 {
			a.pages = append(a.pages, fresh)
		}
		if len(down.Entries) > 0 {
			a.below = append(a.below, down)
		}
	}
	if !met {
		return errParcelAcks
	}
	if !reached {
		a.below = nil
	}
	return nil
}

// use takes what check found good.
func (a *answer) use(ctx context.Context) (out ParcelAnswer, err error) {
	w := (*wire)(a.d)
	if a.head.Rewind {
		out.Again = true
		err := w.Rewind(ctx, exchange.CompareAnswer{Epoch: a.head.Epoch, Matching: a.head.Matching, Restart: true})
		return out, errors.Join(err, a.d.forgetParcel(ctx))
	}
	out.SetAside = len(a.head.SetAside)
	for i, x := range a.head.Acks {
		if err := w.Acked(ctx, a.acked[i], exchange.PushAnswer{AckedTo: x.AckedTo, Hash: x.Hash, Revs: x.Revs, SetAside: a.head.SetAside}); err != nil {
			return out, err
		}
		out.Acked += len(a.acked[i])
	}
	for _, page := range a.pages {
		if err := w.Apply(ctx, page); err != nil {
			return out, err
		}
		out.Entries += len(page.Entries)
	}
	for _, page := range slices.Backward(a.below) {
		if err := w.Fill(ctx, page); err != nil {
			return out, err
		}
		out.Entries += len(page.Entries)
	}
	for _, x := range a.head.Files {
		if err := w.FileSent(ctx, exchange.FileJob{SHA256: x.SHA256, Size: x.Size}, x.Size, true); err != nil {
			return out, err
		}
	}
	out.Files, err = a.files(ctx)
	return out, err
}

// files keeps those that others attached.
func (a *answer) files(ctx context.Context) (n int, err error) {
	p, err := a.open()
	if err != nil {
		return 0, err
	}
	for {
		kind, body, err := p.Next()
		if errors.Is(err, io.EOF) {
			return n, nil
		}
		if err != nil {
			return n, err
		}
		if kind != exchange.SectionFile {
			continue
		}
		sum, content, err := exchange.ReadParcelFile(body)
		if err != nil {
			return n, err
		}
		if a.d.store.Files().Has(sum) {
			continue
		}
		if err := a.d.store.Files().Receive(ctx, sum, "parcel", content); err != nil {
			return n, fault.Of(err)
		}
		c, err := a.d.store.Files().Open(sum)
		if err != nil {
			return n, err
		}
		size := c.Size()
		c.Close()
		if err := (*wire)(a.d).FileSent(ctx, exchange.FileJob{SHA256: sum, Size: size}, size, true); err != nil {
			return n, err
		}
		n++
	}
}
