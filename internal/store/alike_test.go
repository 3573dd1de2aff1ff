package store

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"loketaduan/internal/complaint"
	"loketaduan/internal/testdb"
)

func (b *bench) probed(p Probe) (ids []string) {
	b.t.Helper()
	if p.Most == 0 {
		p.Most = 10
	}
	rows, err := b.Alike(ctx, p)
	b.must(err)
	for _, r := range rows {
		ids = append(ids, r.ID)
	}
	return ids
}

func TestAlike(t *testing.T) { testdb.Both(t, testAlike) }

func testAlike(t *testing.T) {
	b := desk(t, "63.03.05", "A")
	old := b.receive(func(f *complaint.Form) { f.Narrative = "Jembatan gantung putus" })
	b.later(60 * 24 * time.Hour)
	bridge := b.receive(func(f *complaint.Form) {
		f.Subject, f.Narrative = "Titian gantung", "Papan titian lapas barataan"
		f.Reporter.IDNumber, f.Reporter.Phone = "6303050101800009", "085200001111"
	})
	var others []string
	for i := range 60 {
		b.later(time.Hour)
		others = append(others, b.receive(func(f *complaint.Form) {
			f.Subject, f.Narrative = "Lain", fmt.Sprintf("Hal lain nomor%d tentang pasar", i)
			f.Reporter = complaint.Reporter{Unidentified: true}
		}))
	}
	month := Probe{From: b.today().AddDays(-30), To: b.today()}
	probe := func(with func(*Probe)) Probe {
		p := month
		with(&p)
		return p
	}
	for name, x := range map[string]struct {
		p    Probe
		want []string
	}{
		"nothing":                    {month, nil},
		"a word":                     {probe(func(p *Probe) { p.Words = [][]string{{"titian"}} }), []string{bridge}},
		"another word for it":        {probe(func(p *Probe) { p.Words = [][]string{{"jembatan", "titian"}} }), []string{bridge}},
		"the beginning of a word":    {probe(func(p *Probe) { p.Words = [][]string{{"bara"}} }), []string{bridge}},
		"a word that nobody wrote":   {probe(func(p *Probe) { p.Words = [][]string{{"kelelawar"}} }), nil},
		"too long ago":               {probe(func(p *Probe) { p.Words = [][]string{{"putus"}} }), nil},
		"the time of it":             {Probe{Words: [][]string{{"putus"}}, From: b.today().AddDays(-70), To: b.today().AddDays(-50)}, []string{old}},
		"a time without any":         {Probe{Words: [][]string{{"titian"}}, From: b.today().AddDays(-20), To: b.today().AddDays(-10)}, nil},
		"the NIK, of any time":       {probe(func(p *Probe) { p.Numbers = []string{"6303054107800001"} }), []string{old}},
		"the phone":                  {probe(func(p *Probe) { p.Numbers = []string{"085200001111"} }), []string{bridge}},
		"half a NIK":                 {probe(func(p *Probe) { p.Numbers = []string{"63030501018"} }), nil},
		"the same complaint is none": {probe(func(p *Probe) { p.Words, p.Except = [][]string{{"titian"}}, bridge }), nil},
		"both, the person first":     {probe(func(p *Probe) { p.Numbers, p.Words, p.Most = []string{"6303054107800001"}, [][]string{{"titian"}}, 1 }), []string{old}},
	} {
		if got := b.probed(x.p); !slices.Equal(got, x.want) {
			t.Errorf("%s: %v, want %v", name, got, x.want)
		}
	}
	// What is rare tells more than what stands in all of them.
	got := b.probed(probe(func(p *Probe) { p.Words, p.Most = [][]string{{"pasar"}, {"nomor17"}, {"tentang"}}, 3 }))
	if len(got) != 3 || !slices.Contains(got, others[17]) {
		t.Errorf("%v does not hold %s", got, others[17])
	}
	if _, err := b.Alike(ctx, Probe{}); err != nil {
		t.Fatal(err)
	}
}

// A PC that is filled from the newest down knows the older ones as well.
func TestAlikeOnANewPC(t *testing.T) { testdb.Both(t, testAlikeOnANewPC) }

func testAlikeOnANewPC(t *testing.T) {
	hub, a := central(t), desk(t, "63.03.05", "A")
	hub.enrol(a)
	first := a.receive(func(f *complaint.Form) { f.Narrative = "Titian hanyut"; f.Reporter.IDNumber = "6303050101800009" })
	busyOffice(a, 30, 1)
	a.push(hub)
	late := desk(t, "63.03.05", "B")
	hub.enrol(late)
	own := late.receive(func(f *complaint.Form) { f.Narrative = "Titian miring" })
	late.fillFrom(hub, 10, nil)
	p := Probe{Words: [][]string{{"titian"}}, From: late.today().AddDays(-90), To: late.today().AddDays(90)}
	if got := late.probed(p); len(got) != 2 || !slices.Contains(got, first) || !slices.Contains(got, own) {
		t.Errorf("by words: %v, want %s and %s", got, first, own)
	}
	if got := late.probed(Probe{Numbers: []string{"6303050101800009"}}); !slices.Equal(got, []string{first}) {
		t.Errorf("by number: %v, want %s", got, first)
	}
	late.finds("search", Filter{Query: "titian"}, first, own)
}
