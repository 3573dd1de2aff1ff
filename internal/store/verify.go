package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"loketaduan/internal/journal"
	"loketaduan/internal/vault"
)

// VerifyReport of the journal. Bad names the first bad entry in words; "" =
// everything fits.
type VerifyReport struct {
	Entries, Devices, Feeds int64
	Bad                     string
	Beside                  []string // in words: what is kept beside its chain, and what nobody has any more
}

// VerifyJournal recomputes every chain and every feed. The server has every
// chain whole, a desk its own; of other PCs a desk has what it is entitled to.
func (s *Store) VerifyJournal(ctx context.Context) (VerifyReport, error) {
	var r VerifyReport
	if !s.Unlocked() {
		return r, errLocked
	}
	if err := s.verifyChains(ctx, &r); err != nil || r.Bad != "" {
		return r, err
	}
	if err := s.verifyAnchors(ctx, &r); err != nil || r.Bad != "" {
		return r, err
	}
	if err := s.verifyHeads(ctx, &r); err != nil || r.Bad != "" {
		return r, err
	}
	if err := s.verifyFeeds(ctx, &r); err != nil || r.Bad != "" {
		return r, err
	}
	return r, s.verifyBeside(ctx, &r)
}

func (s *Store) verifyChains(ctx context.Context, r *VerifyReport) error {
	own := ""
	if d, err := s.Desk(ctx); err == nil {
		own = d.Device
	} else if !errors.Is(err, errNoDesk) {
		return err
	}
	rows, err := s.read.QueryContext(ctx, "SELECT "+entryColumns+", e.body_hash, e.branch FROM entry e ORDER BY e.device, e.branch, e.seq")
	if err != nil {
		return broken(err)
	}
	defer rows.Close()
	var device string
	var seq, branch int64
	var prev journal.Hash
	for rows.Next() {
		var bodyHash []byte
		var b int64
		e, _, err := s.scanEntry(rows, &bodyHash, &b)
		r.Entries++
		if err != nil {
			r.Bad = fmt.Sprintf("Catatan ke-%d (%s, PC %s, urutan %d): tidak dapat dibuka, jadi pernah diubah.", r.Entries, e.ID, e.Device, e.Seq)
			return ctx.Err()
		}
		if e.Device != device {
			r.Devices++
		}
		if e.Device != device || b != branch {
			device, branch, seq, prev = e.Device, b, 0, journal.Hash{}
		}
		name := fmt.Sprintf("Catatan %s (PC %s, urutan %d)", e.ID, e.Device, e.Seq)
		whole := b == 0 && (s.o.Server || e.Device == own)
		switch {
		case whole && e.Seq != seq+1:
			r.Bad = fmt.Sprintf("%s: urutan %d hilang.", name, seq+1)
		case b == 0 && e.Seq == seq+1 && e.Prev != prev:
			r.Bad = name + ": tidak menyambung ke catatan sebelumnya."
		case e.Body != nil && journal.BodyHash(e.Body) != journal.Hash(bodyHash):
			r.Bad = name + ": isi tidak cocok dengan sidiknya."
		case e.SumWith(journal.Hash(bodyHash)) != e.Hash:
			r.Bad = name + ": kepala catatan pernah diubah."
		}
		if r.Bad != "" {
			return nil
		}
		seq, prev = e.Seq, e.Hash
	}
	return broken(rows.Err())
}

// verifyAnchors finds entries cut off at the end of a chain that this PC wrote.
func (s *Store) verifyAnchors(ctx context.Context, r *VerifyReport) error {
	d, err := s.Desk(ctx)
	if errors.Is(err, errNoDesk) {
		return nil
	}
	if err != nil {
		return err
	}
	want, err := s.Meta(ctx, anchorKey+d.Device)
	if errors.Is(err, vault.ErrSealed) {
		r.Bad = fmt.Sprintf("PC %s: tanda akhir rantai pernah diubah.", d.Device)
		return nil
	}
	if err != nil {
		return err
	}
	var seq int64
	var hash []byte
	err = s.read.QueryRowContext(ctx, "SELECT seq, hash FROM entry WHERE device = $1 AND branch = 0 ORDER BY seq DESC LIMIT 1", d.Device).Scan(&seq, &hash)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return broken(err)
	}
	have := ""
	if err == nil {
		have = fmt.Sprintf("%d %x", seq, hash)
	}
	if have != want {
		last, _, _ := strings.Cut(want, " ")
		r.Bad = fmt.Sprintf("PC %s: catatan terakhir (urutan %s) hilang atau berubah; yang ada sampai urutan %d.", d.Device, last, seq)
	}
	return nil
}

// verifyHeads finds entries cut off at the end of a chain on the server: the
// device row says how long it was, the head of a feed how long that was.
func (s *Store) verifyHeads(ctx context.Context, r *VerifyReport) error {
	var id string
	var last int64
	err := s.read.QueryRowContext(ctx, `SELECT d.id, d.last_seq FROM device d LEFT JOIN entry e ON e.device = d.id AND e.seq = d.last_seq AND e.hash = d.last_hash AND e.branch = 0
WHERE d.last_seq > 0 AND e.row IS NULL ORDER BY d.id LIMIT 1`).Scan(&id, &last)
	if err == nil {
		r.Bad = fmt.Sprintf("PC %s: catatan terakhir (urutan %d) hilang atau berubah.", id, last)
		return nil
	}
	if !errors.Is(err, sql.ErrNoRows) {
		return broken(err)
	}
	err = s.read.QueryRowContext(ctx, `SELECT h.office, h.last FROM feed_head h LEFT JOIN feed f ON f.office = h.office AND f.pos = h.last AND f.hash = h.hash
WHERE h.last > 0 AND f.pos IS NULL ORDER BY h.office LIMIT 1`).Scan(&id, &last)
	if err == nil {
		r.Bad = fmt.Sprintf("Umpan kantor %s: urutan terakhir %d hilang atau berubah.", id, last)
	}
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	return broken(err)
}

func (s *Store) verifyFeeds(ctx context.Context, r *VerifyReport) error {
	rows, err := s.read.QueryContext(ctx, "SELECT f.office, f.pos, f.hash, e.hash FROM feed f LEFT JOIN entry e ON e.row = f.entry ORDER BY f.office, f.pos")
	if err != nil {
		return broken(err)
	}
	defer rows.Close()
	var office string
	var pos int64
	var h journal.Hash
	for rows.Next() {
		var o string
		var p int64
		var have, entry []byte
		if err := rows.Scan(&o, &p, &have, &entry); err != nil {
			return broken(err)
		}
		if o != office {
			office, pos, h = o, 0, journal.Hash{}
			r.Feeds++
		}
		if len(entry) != 32 || p != pos+1 {
			r.Bad = fmt.Sprintf("Umpan kantor %s: urutan %d hilang.", o, pos+1)
			return nil
		}
		h = journal.FeedHash(h, journal.Hash(entry))
		if h != journal.Hash(have) {
			r.Bad = fmt.Sprintf("Umpan kantor %s: urutan %d pernah diubah.", o, p)
			return nil
		}
		pos = p
	}
	return broken(rows.Err())
}
