package store

import (
	"fmt"
	"sync"
	"testing"

	"loketaduan/internal/testdb"
)

func TestKeptQuestionsSurviveAChangeOfTheSchema(t *testing.T) {
	testdb.Both(t, testKeptQuestionsSurviveAChangeOfTheSchema)
}

func testKeptQuestionsSurviveAChangeOfTheSchema(t *testing.T) {
	b := central(t)
	b.must(b.AddOffice(ctx, Office{Code: "63.03.05", Name: "Martapura", Kind: "kecamatan"}))
	look := func() int64 {
		t.Helper()
		p, err := b.Feed(ctx, "63.03.05", 0, 10)
		b.must(err)
		head, err := b.Head(ctx, "63.03.05")
		b.must(err)
		if p.Head != head || len(p.Entries) != int(head) {
			t.Fatalf("a page of %d entries says %d, the head is %d", len(p.Entries), p.Head, head)
		}
		return head
	}
	before := look()
	if _, err := b.write.ExecContext(ctx, "ALTER TABLE feed_head ADD COLUMN extra TEXT"); err != nil {
		t.Fatal(err)
	}
	b.must(b.AddOffice(ctx, Office{Code: "63.03.03", Name: "Gambut", Kind: "kecamatan"}))
	if after := look(); after != before+1 {
		t.Fatalf("the head is %d, was %d", after, before)
	}
}

func TestQuestionsThatAreKeptAreBounded(t *testing.T) {
	b := central(t)
	for i := range readsMost + 50 {
		var got int
		b.must(b.read.QueryRowContext(ctx, fmt.Sprintf("SELECT %d", i)).Scan(&got))
		if got != i {
			t.Fatalf("asked for %d, got %d", i, got)
		}
	}
	if n := b.read.kept.len(); n != readsMost {
		t.Fatalf("%d texts are kept", n)
	}
	if _, err := b.read.QueryContext(ctx, "SELECT nothing FROM nowhere"); err == nil {
		t.Fatal("a faulty text has no fault")
	}
	b.must(b.Close())
	if err := b.read.QueryRowContext(ctx, "SELECT 1").Scan(new(int)); err == nil {
		t.Fatal("a closed store answers")
	}
}

// More pages are asked for at once than the pool has connections: none may wait
// for a second connection while it holds one.
func TestManyPagesAtOnce(t *testing.T) {
	b := central(t)
	b.must(b.AddOffice(ctx, Office{Code: "63.03.05", Name: "Martapura", Kind: "kecamatan"}))
	var all sync.WaitGroup
	for range 32 {
		all.Go(func() {
			for range 20 {
				if p, err := b.Feed(ctx, "63.03.05", 0, 10); err != nil || len(p.Entries) != 1 {
					t.Error(len(p.Entries), err)
				}
			}
		})
	}
	all.Wait()
	if n := b.read.Stats().InUse; n != 0 {
		t.Fatalf("%d connections are still in use", n)
	}
}
