package store

import (
	"testing"

	"loketaduan/internal/auth"
	"loketaduan/internal/complaint"
	"loketaduan/internal/testdb"
)

// The letterhead of an office reaches its own PCs and the coordinator, nobody
// else; and nobody else can write it.
func TestLetterheadStaysInItsOffice(t *testing.T) { testdb.Both(t, testLetterheadStaysInItsOffice) }

func testLetterheadStaysInItsOffice(t *testing.T) {
	p, gambut, kertak, _, kab := regency(t)
	second := desk(t, "63.03.05", "B")
	p.enrol(second)
	head := func(b *bench) complaint.Letterhead {
		t.Helper()
		h, err := b.Letterhead(ctx)
		b.must(err)
		return h
	}
	set := func(b *bench, office, address string) {
		t.Helper()
		h := complaint.DefaultLetterhead("Kecamatan Gambut")
		h.Address, h.Logo = address, []byte("\x89PNG\r\n\x1a\nlogo")
		b.rule(complaint.StreamLetterhead+office, func() (complaint.Draft, error) {
			return complaint.SetLetterhead(id(), h, complaint.Actor{Account: "a", Role: auth.OfficeHead, Office: office})
		})
	}
	set(gambut, "63.03.05", "Jl. Ahmad Yani 15")
	gambut.push(p)
	for _, d := range []*bench{second, kertak, kab} {
		d.pull(p, 100)
	}
	if got := head(second); got.Address != "Jl. Ahmad Yani 15" || string(got.Logo) != "\x89PNG\r\n\x1a\nlogo" {
		t.Errorf("the second PC has %+v", got)
	}
	if got := head(kertak); got.Address != "" {
		t.Errorf("another office took it for its own: %+v", got)
	}
	if held(kertak, complaint.StreamLetterhead+"63.03.05") != 0 || held(kab, complaint.StreamLetterhead+"63.03.05") != 1 {
		t.Error("the letterhead is with the wrong offices")
	}
	set(kertak, "63.03.05", "Jl. Palsu 1")
	kertak.push(p)
	second.pull(p, 100)
	if got := head(second); got.Address != "Jl. Ahmad Yani 15" {
		t.Errorf("another office changed it to %s", got.Address)
	}
	allClean(p, gambut, second, kab)
}

// held counts what a PC has of a stream.
func held(b *bench, stream string) (n int) {
	b.t.Helper()
	b.must(b.read.QueryRowContext(ctx, "SELECT count(*) FROM entry WHERE stream = $1", stream).Scan(&n))
	return n
}

func TestComplaintByItsNumber(t *testing.T) { testdb.Both(t, testComplaintByItsNumber) }

func testComplaintByItsNumber(t *testing.T) {
	p, gambut, _, _, _ := regency(t)
	c := gambut.receive(nil)
	gambut.push(p)
	full, err := gambut.Complaint(ctx, c)
	gambut.must(err)
	for _, b := range []*bench{p, gambut} {
		ids, err := b.ByNumber(ctx, full.Number)
		b.must(err)
		if len(ids) != 1 || ids[0] != c {
			t.Errorf("%v", ids)
		}
		if ids, err = b.ByNumber(ctx, "630305-A-2026-999999-0"); err != nil || len(ids) != 0 {
			t.Errorf("%v %v", ids, err)
		}
	}
	got, err := p.Complaint(ctx, c)
	if err != nil || got.Number != full.Number {
		t.Errorf("the server folds %+v: %v", got, err)
	}
}

// An office that was typed before the server gave its code keeps its letterhead.
func TestLetterheadFollowsTheOffice(t *testing.T) {
	d := desk(t, "63.03.05", "A")
	h := complaint.DefaultLetterhead("Kecamatan Gambut")
	h.Address = "Jl. Ahmad Yani 15"
	d.rule(complaint.StreamLetterhead+"63.03.05", func() (complaint.Draft, error) {
		return complaint.SetLetterhead(id(), h, complaint.Actor{Account: "a", Role: auth.Admin, Office: "63.03.05"})
	})
	_, err := d.Update(ctx, func(t *Tx) error {
		return t.Reauthor(Desk{Device: "pc-neu", Office: "63.03.06", OfficeName: "Kecamatan Gambut", Letter: "A"})
	})
	d.must(err)
	got, err := d.Letterhead(ctx)
	if err != nil || got.Address != h.Address {
		t.Errorf("%+v %v", got, err)
	}
}
