package complaint

import (
	"encoding/json"
	"strings"
	"testing"

	"loketaduan/internal/auth"
	"loketaduan/internal/fault"
)

func TestPrintsAreCounted(t *testing.T) {
	s := &story{}
	s.add(KReceived, Body{Number: number, Set: changedForm(func(*Form) {}).values(false)}, nil)
	c := Fold(streamID, s.entries)
	standing := Promise{Due: day("2026-11-20"), Provisional: true, Latest: day("2026-11-23"), Calendar: "r"}
	for i, what := range []string{PaperReceipt, PaperReceipt, PaperDisposition} {
		d, err := Decide(c, Act{ID: entryID(i + 2), Kind: KPrinted, Body: Body{Print: &Print{What: what, Code: "K" + itoa(i)}}, Now: now, Zone: now.Location(), Standing: standing}, actor(auth.Clerk), "", "")
		if err != nil || len(d) != 1 {
			t.Fatal(err)
		}
		s.raw(d[0].Kind, 1, d[0].Body, d[0].Base)
		c = Fold(streamID, s.entries)
	}
	n, first := c.PrintsOf(PaperReceipt)
	if n != 2 || first.Code != "K0" || first.Deadline != standing.Deadline() {
		t.Errorf("%d %+v", n, first)
	}
	if n, _ := c.PrintsOf(PaperReply); n != 0 {
		t.Errorf("%d letters", n)
	}
	if c.State != Received || c.Told.Due == standing.Due {
		t.Error("printing changed more than the list of prints")
	}
	for _, bad := range []*Print{nil, {What: "kertas"}} {
		if _, err := Decide(c, Act{ID: entryID(9), Kind: KPrinted, Body: Body{Print: bad}, Now: now, Zone: now.Location()}, actor(auth.Clerk), "", ""); fault.Of(err) == nil || fault.Of(err).Code != "complaint.print.what" {
			t.Errorf("%+v: %v", bad, err)
		}
	}
	s.raw(KPrinted, 1, []byte(`{}`), nil)
	if c = Fold(streamID, s.entries); len(c.Prints) != 3 {
		t.Error("an entry that says nothing counts as a print")
	}
}

func TestLetterhead(t *testing.T) {
	usual := LetterheadOf("Kecamatan Martapura", nil)
	if usual.Name != "KECAMATAN MARTAPURA" || usual.HeadTitle != "Camat Martapura" || usual.Ombudsman == "" || usual.Recipients == "" {
		t.Errorf("%+v", usual)
	}
	h := usual
	h.Address, h.Logo, h.DataUse = " Jl. Ahmad Yani 10 ", []byte("\x89PNG\r\n\x1a\n...."), ""
	d, err := SetLetterhead(entryID(1), h, actor(auth.OfficeHead))
	if err != nil {
		t.Fatal(err)
	}
	s := &story{}
	s.raw(d.Kind, 1, d.Body, nil)
	s.raw(KLetterheadSet, 2, []byte(`{"name":"X"}`), nil) // of a newer program: what is known stays
	got := LetterheadOf("Kecamatan Martapura", s.entries)
	if got.Address != "Jl. Ahmad Yani 10" || string(got.Logo) != string(h.Logo) || got.DataUse != usual.DataUse {
		t.Errorf("%+v", got)
	}
	for field, change := range map[string]func(*Letterhead){
		"name":       func(h *Letterhead) { h.Name = " " },
		"address":    func(h *Letterhead) { h.Address = "" },
		"ombudsman":  func(h *Letterhead) { h.Ombudsman = strings.Repeat("x", 301) },
		"recipients": func(h *Letterhead) { h.Recipients = strings.Repeat("x\n", 13) + "x" },
		"logo":       func(h *Letterhead) { h.Logo = []byte("GIF89a") },
	} {
		bad := h
		change(&bad)
		if _, err := SetLetterhead(entryID(1), bad, actor(auth.Admin)); fault.Of(err) == nil || fault.Of(err).Field != field {
			t.Errorf("%s: %v", field, err)
		}
	}
	h.Logo = append([]byte("\xff\xd8\xff"), make([]byte, MaxLogo)...)
	if _, err := SetLetterhead(entryID(1), h, actor(auth.Admin)); fault.Of(err) == nil {
		t.Error("a logo of any size")
	}
	if _, err := SetLetterhead(entryID(1), usual, actor(auth.Clerk)); fault.Of(err) == nil || fault.Of(err).Kind != fault.Forbidden {
		t.Errorf("a clerk: %v", err)
	}
	var back Letterhead
	if json.Unmarshal(d.Body, &back) != nil || back.Place != "Martapura" {
		t.Errorf("%+v", back)
	}
}
