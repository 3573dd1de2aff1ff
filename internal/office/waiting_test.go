package office

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"sync"
	"testing"

	"loketaduan/internal/complaint"
	"loketaduan/internal/fault"
)

func TestWaitingIsTheJournal(t *testing.T) {
	h := firstPC(t)
	ctx := context.Background()
	n := h.record()
	w, err := h.Waiting(ctx)
	if err != nil || len(w.List) != 2 || w.List[1].Number != n || w.List[1].Entries != 2 || w.Bytes == 0 || w.Unsent.Count != 3 || w.Provisional {
		t.Fatalf("%+v %v", w, err)
	}
	if !w.List[0].Oldest.Before(w.List[1].Oldest) && !w.List[0].Oldest.Equal(w.List[1].Oldest) {
		t.Fatal("oldest first")
	}
	if v, err := h.VerifyJournal(ctx); err != nil || v.Bad != "" || v.Entries != 3 {
		t.Fatal(v, err)
	}
}

// A window keeps the reading with the greatest number, by whatever way it came:
// without a line, none of them may know less than one before it.
func TestReadingsAreInOrder(t *testing.T) {
	h := firstPC(t)
	var wg sync.WaitGroup
	var mu sync.Mutex
	var all []Status
	stop := make(chan struct{})
	for range 4 {
		wg.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				s, err := h.Status(context.Background())
				if err != nil {
					t.Error(err)
					return
				}
				mu.Lock()
				all = append(all, s)
				mu.Unlock()
			}
		})
	}
	for range 40 {
		h.record()
	}
	close(stop)
	wg.Wait()
	slices.SortFunc(all, func(a, b Status) int { return cmp.Compare(a.Reading, b.Reading) })
	seen := map[int]bool{}
	for i, s := range all {
		if i > 0 && (s.Reading == all[i-1].Reading || s.Unsent.Count < all[i-1].Unsent.Count) {
			t.Fatalf("reading %d of %d waiting after reading %d of %d", s.Reading, s.Unsent.Count, all[i-1].Reading, all[i-1].Unsent.Count)
		}
		seen[s.Unsent.Count] = true
	}
	if len(seen) < 3 {
		t.Fatalf("%d readings saw only %d states", len(all), len(seen))
	}
}

// The same form saved twice is one complaint; another content under its id is
// told, not swallowed.
func TestSavingTwice(t *testing.T) {
	h := firstPC(t)
	ctx := context.Background()
	f := complaint.Form{Kind: "pengaduan", Channel: "tatap_muka", Subject: "Jalan rusak", Narrative: "Uraian", Category: "infrastruktur",
		Reporter: complaint.Reporter{Name: "Ahmad", IDType: "none", Sex: "L", Address: "Jl. Melati", Phone: "0812 3456 7890"}}
	id := newID()
	first, err := h.Record(ctx, id, f, true)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		again, err := h.Record(ctx, id, f, true)
		if err != nil || again.Complaint.Number != first.Complaint.Number {
			t.Fatal(err)
		}
	}
	for _, change := range []func(*complaint.Form){func(f *complaint.Form) { f.Subject = "Jembatan rusak" }, func(f *complaint.Form) { f.Reporter.Name = "Budi" }} {
		g := f
		change(&g)
		_, err := h.Record(ctx, id, g, true)
		var told *fault.Fault
		if !errors.As(err, &told) || told.Code != "complaint.saved" {
			t.Fatal(err)
		}
	}
}
