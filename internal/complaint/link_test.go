package complaint

import (
	"testing"

	"loketaduan/internal/auth"
	"loketaduan/internal/fault"
)

func TestLinksStandOnce(t *testing.T) {
	s := start(validForm())
	one, two := Link{ID: entryID(910), Number: "630305-A-2026-000045-6"}, Link{ID: entryID(911), Number: "630305-A-2026-000046-7"}
	s.add(KLinked, Body{Link: &one}, nil)
	s.add(KLinked, Body{Link: &two}, nil)
	s.add(KLinked, Body{Link: &one}, nil) // from another desk, at the same time
	c := s.fold()
	if len(c.Links) != 2 || c.Links[0].Link != one || c.Links[1].Link != two || c.Links[0].By != "siti" || c.OpenClashes() != 0 {
		t.Fatalf("%+v", c.Links)
	}
	s.add(KUnlinked, Body{Link: &one}, nil)
	if c = s.fold(); len(c.Links) != 1 || c.Links[0].Link != two {
		t.Fatalf("%+v", c.Links)
	}
	s.add(KUnlinked, Body{Link: &one}, nil)
	s.add(KLinked, Body{}, nil)
	s.add(KUnlinked, Body{}, nil)
	if c = s.fold(); len(c.Links) != 1 {
		t.Fatalf("%+v", c.Links)
	}
	s.add(KLinked, Body{Link: &one}, nil)
	if c = s.fold(); len(c.Links) != 2 {
		t.Fatal("taken off, a link cannot be made again", c.Links)
	}
}

func TestDecideLink(t *testing.T) {
	s := start(validForm())
	known := Link{ID: entryID(910), Number: "630305-A-2026-000045-6"}
	s.add(KLinked, Body{Link: &known}, nil)
	c := s.fold()
	for _, x := range []struct {
		kind string
		link *Link
		code string
	}{
		{KLinked, &Link{ID: entryID(911), Number: "630305-A-2026-000046-7"}, ""},
		{KLinked, nil, "complaint.link.required"},
		{KLinked, &Link{ID: "bukan id", Number: "1"}, "complaint.link.required"},
		{KLinked, &Link{ID: entryID(911)}, "complaint.link.required"},
		{KLinked, &Link{ID: c.ID, Number: c.Number}, "complaint.link.self"},
		{KLinked, &known, "complaint.link.twice"},
		{KUnlinked, &known, ""},
		{KUnlinked, &Link{ID: entryID(911), Number: "1"}, "complaint.link.not_found"},
	} {
		a := complete(x.kind)
		a.Body.Link = x.link
		drafts, err := Decide(c, a, actor(auth.Clerk), "", "")
		code := ""
		if f := fault.Of(err); f != nil {
			code = f.Code
		}
		if code != x.code || (code == "") != (len(drafts) == 1) {
			t.Errorf("%s %+v: %q, want %q", x.kind, x.link, code, x.code)
		}
	}
}

func TestHandover(t *testing.T) {
	s := start(validForm())
	take := complete(KHandoverTaken)
	if _, err := Decide(s.fold(), take, actor(auth.Clerk), "", ""); fault.Of(err) == nil || fault.Of(err).Code != "complaint.handover.none" {
		t.Fatal(err)
	}
	empty := complete(KHandedOver)
	empty.Body.Text = " "
	_, err := Decide(s.fold(), empty, actor(auth.Clerk), "", "")
	wantFault(t, err, fault.Invalid, "text")
	s.add(KHandedOver, Body{Text: "Pelapor datang lagi besok", To: "budi"}, nil)
	e := s.add(KHandedOver, Body{Text: "Berkas di laci dua"}, nil)
	c := s.fold()
	if h := c.Handover; h == nil || h.Text != "Berkas di laci dua" || h.To != "" || h.By != "siti" || h.Entry != e.ID {
		t.Fatalf("%+v", c.Handover)
	}
	if _, err := Decide(c, take, actor(auth.Clerk), "", ""); err != nil {
		t.Fatal(err)
	}
	s.add(KHandoverTaken, Body{}, nil)
	if c = s.fold(); c.Handover != nil || c.OpenClashes() != 0 {
		t.Fatalf("%+v", c.Handover)
	}
}
