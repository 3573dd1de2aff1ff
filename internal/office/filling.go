package office

import (
	"context"
	"strconv"

	"loketaduan/internal/exchange"
	"loketaduan/internal/journal"
	"loketaduan/internal/store"
)

// Fill is how far a new PC has been filled with what its office has, newest
// first. Total is 0 when it is not being filled: then all of it is here.
type Fill struct{ Done, Total int64 }

// Filling is how far this PC has been filled.
func (w *wire) Filling(ctx context.Context) (exchange.Filling, error) {
	f, may, err := w.desk().store.Filling(ctx)
	return exchange.Filling{May: may, Low: f.Low, Hash: f.Hash, Early: f.Early}, err
}

// Accepted gives the hashes of entries that are here in the server's order.
func (w *wire) Accepted(ctx context.Context, device string, seqs []int64) (map[int64]journal.Hash, error) {
	return w.desk().store.AcceptedHashes(ctx, device, seqs)
}

// Fill stores a page from the head down and tells the window.
func (w *wire) Fill(ctx context.Context, p exchange.FillPage) error {
	d := w.desk()
	changed, err := d.store.FillFeed(ctx, fillStep(p))
	if err == nil {
		d.tell(changed)
	}
	return err
}

func fillStep(p exchange.FillPage) store.FillStep {
	s := store.FillStep{From: store.Fill{Low: p.From.Low, Hash: p.From.Hash, Early: p.From.Early}, Low: p.To.Low, Hash: p.To.Hash, Early: p.To.Early,
		Entries: p.Entries, Extras: p.Extras, Given: p.Given}
	if c := p.Begin; c != nil {
		s.Head = &store.Fetched{Epoch: c.Epoch, Pos: c.Pos, Hash: c.Hash, Proof: c.Proof}
	}
	return s
}

// StopFill has the feed read from its start.
func (w *wire) StopFill(ctx context.Context) error {
	d := w.desk()
	err := d.store.StopFill(ctx)
	if err == nil {
		d.c.Changed(Change{Sync: true})
	}
	return err
}

// incomplete says on what is printed that complaints may be missing, because
// this PC is being filled; "" = all of the office's are here.
func (d *Desk) incomplete(ctx context.Context) (string, error) {
	done, total, err := d.store.FillProgress(ctx)
	if err != nil || total == 0 {
		return "", err
	}
	return "Belum lengkap: PC ini masih diisi dari kabupaten (" + CountText(done) + " dari " + CountText(total) + " catatan)", nil
}

// CountText is a number as people write it: 35.000.
func CountText(n int64) string {
	s := strconv.FormatInt(n, 10)
	for at := len(s) - 3; at > 0 && s[at-1] != '-'; at -= 3 {
		s = s[:at] + "." + s[at:]
	}
	return s
}
