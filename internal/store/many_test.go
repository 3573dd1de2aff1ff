package store

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"loketaduan/internal/complaint"
	"loketaduan/internal/fault"
	"loketaduan/internal/journal"
	"loketaduan/internal/testdb"
)

// author writes a chain as a PC does, without a register of its own.
type author struct {
	office, device string
	seq            int64
	prev           journal.Hash
}

func (a *author) entry(stream, kind string, body any) journal.Entry {
	raw, err := json.Marshal(body)
	if err != nil {
		panic(err)
	}
	a.seq++
	e := journal.Entry{ID: id(), Stream: stream, Office: a.office, Device: a.device, Seq: a.seq, At: time.UnixMilli(begin().Load()).UTC(), Author: "akun-1", Kind: kind, Version: 1, Body: raw, Prev: a.prev}
	if stream == "" {
		e.Stream = e.ID
	}
	e.Hash = e.Sum()
	a.prev = e.Hash
	return e
}

// authors adds PCs to an office, many in one transaction.
func (b *bench) authors(office string, n int) []*author {
	b.t.Helper()
	out := make([]*author, n)
	_, err := b.Update(ctx, func(t *Tx) error {
		for i := range out {
			out[i] = &author{office: office, device: fmt.Sprintf("pc-%s-%d", office, i)}
			letter := fmt.Sprintf("%c%c", 'A'+i/26, 'A'+i%26)
			if err := t.addDevice(Device{ID: out[i].device, Office: office, Letter: letter, TokenHash: []byte(out[i].device)}); err != nil {
				return err
			}
		}
		return nil
	})
	b.must(err)
	return out
}

// follower reads an office's feed as a desk does, and keeps what it saw.
type follower struct {
	office string
	pos    int64
	hash   journal.Hash
	ids    []string
}

// read takes one page; it fails at the first position that is not the next one
// and at the first hash that does not follow.
func (f *follower) read(s *Store) (more bool, err error) {
	p, err := s.Feed(ctx, f.office, f.pos, 300)
	if err != nil {
		return false, err
	}
	if p.Before != f.hash || p.Head < f.pos {
		return false, fmt.Errorf("%s: the hash at %d changed, head %d", f.office, f.pos, p.Head)
	}
	for _, e := range p.Entries {
		if f.pos++; e.Pos != f.pos {
			return false, fmt.Errorf("%s: position %d, want %d", f.office, e.Pos, f.pos)
		}
		f.hash = journal.FeedHash(f.hash, e.Hash)
		f.ids = append(f.ids, e.ID)
	}
	if p.After != f.hash || f.pos > p.Head {
		return false, fmt.Errorf("%s: the hash at %d does not follow, head %d", f.office, f.pos, p.Head)
	}
	return f.pos < p.Head, nil
}

// 72 offices of 20 PCs push at once through three programs, while a reader of
// each office follows its cursor and an office is made coordinator in between:
// nothing is skipped, doubled or out of its order.
func TestManyWritersManyReaders(t *testing.T) {
	t.Run("postgres", func(t *testing.T) {
		const offices, pcs, rounds, enough = 72, 20, 2, 8 * time.Second
		first := central(t)
		programs := []*Store{first.Store}
		for range 2 {
			programs = append(programs, openAt(t, first.at, first.keys, true, first.now).Store)
		}
		var codes []string
		var all []*author
		for i := range offices {
			o := Office{fmt.Sprintf("63.%02d", i), fmt.Sprint("Kecamatan ", i), "kecamatan"}
			if i == 0 {
				o.Kind = coordinator
			}
			first.must(first.AddOffice(ctx, o))
			codes = append(codes, o.Code)
			all = append(all, first.authors(o.Code, pcs)...)
		}

		began := time.Now()
		var writers, readers sync.WaitGroup
		var done atomic.Bool
		var pushes, written, accounts atomic.Int64
		followers := make([]*follower, 0, offices+1)
		follow := func(office string) {
			f := &follower{office: office}
			followers = append(followers, f)
			s := programs[len(followers)%len(programs)]
			readers.Go(func() {
				for {
					last := done.Load() // before looking
					more, err := f.read(s)
					if err != nil {
						t.Error(err)
						return
					}
					if last && !more {
						return
					}
					for !more && !done.Load() {
						time.Sleep(50 * time.Millisecond)
						if head, err := s.Head(ctx, office); err != nil || head > f.pos {
							break // the next read says what is wrong
						}
					}
				}
			})
		}
		for _, c := range codes {
			follow(c)
		}
		follow("63.99")
		for i, a := range all {
			s := programs[i%len(programs)]
			writers.Go(func() {
				push := func(e ...journal.Entry) {
					for range 1 + i%7/6 { // some answers are lost
						got, err := s.Accept(ctx, a.device, slices.Clone(e))
						if err != nil || got.LastSeq != a.seq || len(got.SetAside) > 0 {
							t.Errorf("%s: %+v %v", a.device, got, err)
							return
						}
						pushes.Add(1)
					}
					written.Add(int64(len(e)))
				}
				for range rounds {
					c := a.entry("", complaint.KReceived, complaint.Body{Number: fmt.Sprint(a.device, "-", a.seq)})
					push(c, a.entry(c.Stream, complaint.KNoted, complaint.Body{Text: "satu"}))
					if time.Since(began) > enough {
						return // a slow machine: every PC has written
					}
					// all PCs of an office write into one stream
					account := a.entry(StreamAccounts+a.office, AccountAdded, Account{ID: id(), Office: a.office, Role: "petugas"})
					accounts.Add(1)
					to := codes[(i/pcs+1)%offices]
					push(account, a.entry(c.Stream, complaint.KForwarded, complaint.Body{Office: to}), a.entry(c.Stream, complaint.KNoted, complaint.Body{Text: "dua"}))
				}
			})
		}
		first.must(programs[1].AddOffice(ctx, Office{"63.99", "Kominfo", "kecamatan"}))
		first.must(programs[2].AddOffice(ctx, Office{"63.99", "Kominfo", coordinator}))
		writers.Wait()
		took := time.Since(began)
		done.Store(true)
		readers.Wait()
		if t.Failed() {
			return
		}
		t.Logf("%d pushes of %d PCs in %v: %.0f/s", pushes.Load(), len(all), took.Round(time.Millisecond), float64(pushes.Load())/took.Seconds())

		want := written.Load() + offices + 2
		if n := first.number("SELECT count(*) FROM entry WHERE rev IS NOT NULL"); n != want {
			t.Fatalf("%d entries, want %d", n, want)
		}
		for _, f := range followers {
			var entitled []string
			for _, line := range first.dump("SELECT e.id FROM entry e JOIN stream_office o ON o.stream = e.stream WHERE e.rev IS NOT NULL AND o.office = '"+f.office+"'", nil) {
				entitled = append(entitled, strings.TrimSuffix(strings.TrimPrefix(line, "id="), "|"))
			}
			slices.Sort(entitled)
			slices.Sort(f.ids)
			if !slices.Equal(entitled, f.ids) {
				t.Errorf("%s read %d entries, is entitled to %d", f.office, len(f.ids), len(entitled))
			}
			if coordinates := f.office == codes[0] || f.office == "63.99"; coordinates && int64(len(f.ids)) != want {
				t.Errorf("coordinator %s read %d of %d", f.office, len(f.ids), want)
			}
		}
		if n := first.number("SELECT count(*) FROM (SELECT stream FROM entry GROUP BY stream HAVING count(DISTINCT rev) <> count(*) OR max(rev) <> count(*)) AS s"); n != 0 {
			t.Errorf("%d streams have a rev twice or not at all", n)
		}
		if n := first.number("SELECT count(*) FROM account"); n != accounts.Load() {
			t.Errorf("%d accounts", n)
		}
		first.clean()
	})
}

// PCs that begin the same stream, or want the same letter, at the same time.
func TestRacesBeginAgain(t *testing.T) { testdb.Both(t, testRacesBeginAgain) }

func testRacesBeginAgain(t *testing.T) {
	p := central(t)
	p.must(p.AddOffice(ctx, Office{"63.03.05", "Kecamatan Gambut", "kecamatan"}))
	const n = 10
	pcs := p.authors("63.03.05", n)
	for i := range n {
		p.must(p.PutEnrolment(ctx, []byte{byte(i)}, "63.03.06", p.Now().Add(time.Hour)))
	}
	letters := make([]string, n)
	var all sync.WaitGroup
	for i, a := range pcs {
		all.Go(func() {
			e := a.entry(StreamAccounts+a.office, AccountAdded, Account{ID: id(), Office: a.office})
			if _, err := p.Accept(ctx, a.device, []journal.Entry{e}); err != nil {
				t.Error(err)
			}
		})
		all.Go(func() {
			d, err := p.TakeEnrolment(ctx, []byte{byte(i)}, Device{ID: fmt.Sprint("baru-", i), Letter: "C", TokenHash: []byte{byte(i)}})
			if err != nil {
				t.Error(err)
			}
			letters[i] = d.Letter
		})
	}
	all.Wait()
	slices.Sort(letters)
	if fmt.Sprint(letters) != "[A B C D E F G H I J]" {
		t.Error(letters)
	}
	if rev := p.number("SELECT last_rev FROM stream WHERE id = 'accounts:63.03.05'"); rev != n {
		t.Errorf("rev %d of %d", rev, n)
	}
	if have, err := p.Accounts(ctx); err != nil || len(have) != n {
		t.Errorf("%d accounts, %v", len(have), err)
	}
	p.clean()
}

// Connections that break at any moment: what was answered is there once, what
// was not can be sent again.
func TestConnectionsBreak(t *testing.T) {
	t.Run("postgres", func(t *testing.T) {
		p := central(t)
		p.must(p.AddOffice(ctx, Office{"63.03.05", "Kecamatan Gambut", "kecamatan"}))
		named := testdb.Place{Path: p.at.Path, URL: p.at.URL + "&application_name=putus"}
		s := openAt(t, named, p.keys, true, p.now)
		pcs := p.authors("63.03.05", 8)
		var all sync.WaitGroup
		var done atomic.Bool
		var told atomic.Int64
		for _, a := range pcs {
			all.Go(func() {
				for range 25 {
					e := a.entry("", complaint.KReceived, complaint.Body{Number: fmt.Sprint(a.device, "-", a.seq)})
					for try := 0; ; try++ {
						got, err := s.Accept(ctx, a.device, []journal.Entry{e})
						if err == nil {
							if got.LastSeq != a.seq || got.Revs[0] != 1 {
								t.Errorf("%s: %+v", a.device, got)
							}
							break
						}
						if f := fault.Of(err); f.Kind != fault.Offline || try > 100 {
							t.Error(err)
							return
						}
						told.Add(1)
					}
				}
			})
		}
		var breaker sync.WaitGroup
		broke := int64(0)
		breaker.Go(func() {
			for !done.Load() {
				broke += p.number("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = 'putus'")
				time.Sleep(100 * time.Millisecond)
			}
		})
		all.Wait()
		done.Store(true)
		breaker.Wait()
		t.Logf("%d connections broken, %d answers unsure", broke, told.Load())
		if n := p.number("SELECT count(*) FROM entry WHERE rev = 1 AND office <> 'pusat'"); n != 8*25 || broke < 4 {
			t.Errorf("%d entries, %d breaks", n, broke)
		}
		p.clean()
	})
}
