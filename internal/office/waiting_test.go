package office

import (
	"context"
	"errors"
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
