package store

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"loketaduan/internal/complaint"
	"loketaduan/internal/journal"
	"loketaduan/internal/testdb"
)

func TestRepeatedSaveIsOneEntry(t *testing.T) { testdb.Both(t, testRepeatedSaveIsOneEntry) }

func testRepeatedSaveIsOneEntry(t *testing.T) {
	b := desk(t, "63.03.05", "A")
	drafts, err := complaint.Receive(id(), id(), "630305-A-2026-000001-3", "g", b.form(nil), clerk, b.Rules(), complaint.Promise{})
	b.must(err)
	for range 3 {
		changed, err := b.Update(ctx, func(tx *Tx) error { return tx.Append(drafts[0].ID, "akun-1", append(drafts, drafts...)) })
		b.must(err)
		if len(changed) != 1 || changed[0] != drafts[0].ID {
			t.Fatal(changed)
		}
	}
	if n := b.number("SELECT count(*) FROM entry"); n != 2 {
		t.Fatalf("%d entries", n)
	}
	if _, err := b.Update(ctx, func(tx *Tx) error {
		had, err := tx.HasEntry(drafts[1].ID)
		if !had {
			t.Error("the entry is not known")
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	b.finds("one", Filter{}, drafts[0].ID)
	b.clean()
}

func TestAppendRefusesWhatNoProgramWrites(t *testing.T) {
	testdb.Both(t, testAppendRefusesWhatNoProgramWrites)
}

func testAppendRefusesWhatNoProgramWrites(t *testing.T) {
	b := desk(t, "63.03.05", "A")
	for name, d := range map[string]journal.Draft{
		"no id":    {Kind: "noted", Version: 1, Body: []byte("{}")},
		"no JSON":  {ID: id(), Kind: "noted", Version: 1, Body: []byte("{")},
		"no kind":  {ID: id(), Version: 1, Body: []byte("{}")},
		"too long": {ID: id(), Kind: "noted", Version: 1, Body: []byte(`{"text":"` + string(make([]byte, journal.MaxBody)) + `"}`)},
	} {
		if _, err := b.Update(ctx, func(tx *Tx) error { return tx.Append("s", "akun-1", []journal.Draft{d}) }); err == nil {
			t.Error(name, "was taken")
		}
	}
	b.receive(nil) // after a refusal the chain goes on
	b.clean()
	if n := b.number("SELECT max(seq) FROM entry"); n != 2 {
		t.Fatal(n)
	}
}

func TestDrafts(t *testing.T) { testdb.Both(t, testDrafts) }

func testDrafts(t *testing.T) {
	b := desk(t, "63.03.05", "A")
	one, two := id(), id()
	for i := range 3 {
		b.later(1000)
		b.must(b.PutDraft(ctx, Draft{ID: one, Account: "akun-1", Content: fmt.Appendf(nil, `{"subject":"%d"}`, i)}))
	}
	b.later(5e9)
	b.must(b.PutDraft(ctx, Draft{ID: two, Account: "akun-2", Content: []byte("{}")}))
	b = b.reopen()
	all, err := b.Drafts(ctx)
	b.must(err)
	if len(all) != 2 || all[0].ID != two || string(all[1].Content) != `{"subject":"2"}` || all[1].Account != "akun-1" || !all[0].At.Equal(b.Now()) {
		t.Fatalf("%+v", all)
	}
	for range 2 { // the second time there is nothing to forget
		_, err = b.Update(ctx, func(tx *Tx) error { return tx.DropDraft(one) })
		b.must(err)
	}
	// a draft outlives a save that failed
	_, err = b.Update(ctx, func(tx *Tx) error { return errors.Join(tx.DropDraft(two), errors.New("gagal")) })
	if all, _ = b.Drafts(ctx); err == nil || len(all) != 1 || all[0].ID != two {
		t.Fatal(all, err)
	}
}

// Numbers, seq and chain hold whatever mixture of saves, refusals, restarts
// and other PCs' letters.
func TestNumbersNeverRepeat(t *testing.T) { testdb.Both(t, testNumbersNeverRepeat) }

func testNumbersNeverRepeat(t *testing.T) {
	defer few(t)()
	rapid.Check(t, func(rt *rapid.T) {
		b := desk(t, "63.03.05", "A")
		seen, last := map[string]bool{}, map[string]int64{}
		for range rapid.IntRange(1, 8).Draw(rt, "steps") {
			if rapid.IntRange(0, 9).Draw(rt, "restart") == 0 {
				b = b.reopen()
			}
			year := 2026 + rapid.IntRange(0, 1).Draw(rt, "year")
			fails := rapid.Bool().Draw(rt, "fails")
			numbers := []string{}
			_, err := b.Update(ctx, func(tx *Tx) error {
				for range rapid.IntRange(1, 3).Draw(rt, "drawn") {
					n, err := tx.NextNumber(year)
					if err != nil {
						return err
					}
					numbers = append(numbers, n)
					c := id()
					d, err := complaint.Receive(c, id(), n, "g", b.form(nil), clerk, b.Rules(), complaint.Promise{})
					if err != nil {
						return err
					}
					if err := tx.Append(c, "akun-1", d); err != nil {
						return err
					}
				}
				if fails {
					return errors.New("gagal")
				}
				return nil
			})
			if (err != nil) != fails {
				rt.Fatal(err)
			}
			for _, n := range numbers {
				if fails {
					continue
				}
				p, err := complaint.ParseNumber(n)
				key := fmt.Sprint(p.Letter, p.Year)
				if err != nil || seen[n] || p.Seq != last[key]+1 || p.Year != year {
					rt.Fatalf("%s after %d (%v)", n, last[key], err)
				}
				seen[n], last[key] = true, p.Seq
			}
		}
		if n := b.number("SELECT count(DISTINCT number) FROM complaint"); int(n) != len(seen) {
			rt.Fatalf("%d complaints, %d numbers", n, len(seen))
		}
		b.clean()
		b.must(b.Close())
	})
}

func TestConcurrentUpdates(t *testing.T) { testdb.Both(t, testConcurrentUpdates) }

func testConcurrentUpdates(t *testing.T) {
	b := desk(t, "63.03.05", "A")
	const writers, each = 8, 12
	var numbers sync.Map
	var all sync.WaitGroup
	for w := range writers {
		all.Go(func() {
			for i := range each {
				if (w+i)%5 == 0 { // some fail, some are given up
					given, cancel := context.WithCancel(ctx)
					_, err := b.Update(given, func(tx *Tx) error {
						if _, err := tx.NextNumber(2026); err != nil {
							return err
						}
						cancel()
						return tx.Append("s", "akun-1", []journal.Draft{{ID: id(), Kind: complaint.KNoted, Version: 1, Body: []byte(`{}`)}})
					})
					cancel()
					if err == nil {
						t.Error("a save that was given up went through")
					}
					continue
				}
				_, n, err := b.save(b.form(nil))
				if err != nil {
					t.Error(err)
					return
				}
				if _, twice := numbers.LoadOrStore(n, true); twice {
					t.Errorf("%s twice", n)
				}
				if i%4 == 0 {
					if _, total, _, err := b.List(ctx, Filter{Query: "ambruk"}); err != nil || total == 0 {
						t.Error(total, err)
					}
				}
			}
		})
	}
	all.Wait()
	n := b.number("SELECT count(*) FROM entry")
	if b.number("SELECT max(seq) FROM entry") != n || b.number("SELECT count(DISTINCT number) FROM complaint")*2 != n || b.number("SELECT last FROM number")*2 != n {
		t.Fatalf("%d entries, max seq %d, %d numbers", n, b.number("SELECT max(seq) FROM entry"), b.number("SELECT count(DISTINCT number) FROM complaint"))
	}
	b.clean()
	b.finds("all", Filter{Query: "ambruk", Limit: 1000}, b.find(Filter{Limit: 1000})...)
}

// A panic in a use case leaves neither a lock nor half a save.
func TestPanicLeavesNothing(t *testing.T) { testdb.Both(t, testPanicLeavesNothing) }

func testPanicLeavesNothing(t *testing.T) {
	b := desk(t, "63.03.05", "A")
	func() {
		defer func() { _ = recover() }()
		b.Update(ctx, func(tx *Tx) error {
			if _, err := tx.NextNumber(2026); err != nil {
				return err
			}
			tx.Append("s", "akun-1", []journal.Draft{{ID: id(), Kind: complaint.KNoted, Version: 1, Body: []byte(`{}`)}})
			panic("rusak")
		})
	}()
	b.receive(nil)
	if b.number("SELECT last FROM number") != 1 || b.number("SELECT max(seq) FROM entry") != 2 {
		t.Fatal("the panic left something")
	}
	b.clean()
}
