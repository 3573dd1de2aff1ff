package store

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"loketaduan/internal/calendar"
	"loketaduan/internal/complaint"
	"loketaduan/internal/journal"
	"loketaduan/internal/testdb"
)

func TestListFilters(t *testing.T) { testdb.Both(t, testListFilters) }

func testListFilters(t *testing.T) {
	b := desk(t, "63.03.05", "A")
	day1 := b.today()
	road := b.receive(nil)
	slow := b.receive(func(f *complaint.Form) {
		f.Supervisory, f.FieldInspection, f.Category = true, true, "sikap"
	})
	b.later(24 * time.Hour)
	day2 := b.today()
	ask := b.receive(func(f *complaint.Form) { f.Kind, f.Category = "informasi", "adminduk" })
	b.later(24 * time.Hour)
	day3 := b.today()
	shut := b.receive(func(f *complaint.Form) { f.Kind = "aspirasi" })
	b.act(shut, complaint.KArchived, complaint.Body{Text: "Sama dengan yang lain", Why: "ganda"}, nil)
	b.act(ask, complaint.KVerified, complaint.Body{}, nil)
	b.act(ask, complaint.KAnswered, complaint.Body{Text: "Sudah"}, nil)

	due := map[string]calendar.Date{}
	rows, total, exact, err := b.List(ctx, Filter{})
	b.must(err)
	for _, r := range rows {
		due[r.ID] = r.Due
	}
	if total != 4 || !exact || due[road].IsZero() || !due[road].Before(due[slow]) {
		t.Fatal(total, exact, due)
	}
	for name, c := range map[string]struct {
		f    Filter
		want []string
	}{
		"all":            {Filter{}, []string{road, slow, ask, shut}},
		"state":          {Filter{States: []string{"received"}}, []string{road, slow}},
		"two states":     {Filter{States: []string{"archived", "answered"}}, []string{ask, shut}},
		"class":          {Filter{Classes: []string{"berkadar"}}, []string{slow}},
		"category":       {Filter{Categories: []string{"sikap", "adminduk"}}, []string{slow, ask}},
		"kind":           {Filter{Kinds: []string{"aspirasi"}}, []string{shut}},
		"open":           {Filter{OpenOnly: true}, []string{road, slow, ask}},
		"clock":          {Filter{ClockOnly: true}, []string{road, slow}},
		"due to":         {Filter{DueTo: due[road]}, []string{road}},
		"due before":     {Filter{DueTo: due[road].AddDays(-1)}, nil},
		"due from":       {Filter{DueFrom: due[road].AddDays(1)}, []string{slow}},
		"due range":      {Filter{DueFrom: due[road], DueTo: due[slow]}, []string{road, slow}},
		"received from":  {Filter{From: day2}, []string{ask, shut}},
		"received to":    {Filter{To: day1}, []string{road, slow}},
		"received range": {Filter{From: day2, To: day2}, []string{ask}},
		"received none":  {Filter{From: day3.AddDays(1)}, nil},
		"open, due":      {Filter{OpenOnly: true, DueTo: due[road]}, []string{road}},
		"with words":     {Filter{Query: "jembatan", OpenOnly: true, Kinds: []string{"pengaduan"}}, []string{road, slow}},
		"quoted value":   {Filter{States: []string{"' OR 1=1 --"}}, nil},
	} {
		b.finds(name, c.f, c.want...)
		n, err := b.Count(ctx, c.f)
		b.must(err)
		walked := 0
		b.must(b.Each(ctx, c.f, func(Row) error { walked++; return nil }))
		if n != len(c.want) || walked != n {
			t.Errorf("%s: counted %d, walked %d, want %d", name, n, walked, len(c.want))
		}
	}

	for sort, want := range map[string][]string{"": {road, slow, ask, shut}, "newest": {shut, ask, slow, road}, "received": {road, slow, ask, shut}} {
		got := b.find(Filter{Sort: sort})
		if sort == "" { // those without a running clock come last, by their dates
			got, want = got[:2], want[:2]
		}
		if !slices.Equal(got, want) {
			t.Errorf("sort %q: %v, want %v", sort, got, want)
		}
		var paged []string
		for at := 0; at < 6; at += 2 {
			rows, total, exact, err := b.List(ctx, Filter{Sort: sort, Offset: at, Limit: 2})
			b.must(err)
			if total != 4 || !exact {
				t.Fatal(total, exact)
			}
			for _, r := range rows {
				paged = append(paged, r.ID)
			}
		}
		if all := b.find(Filter{Sort: sort}); !slices.Equal(paged, all) {
			t.Errorf("sort %q: pages give %v, want %v", sort, paged, all)
		}
	}
}

func TestListOfClosed(t *testing.T) { testdb.Both(t, testListOfClosed) }

func testListOfClosed(t *testing.T) {
	b := desk(t, "63.03.05", "A")
	var all []string
	day := b.today()
	for range 3 {
		id := b.receive(nil)
		b.act(id, complaint.KVerified, complaint.Body{}, nil)
		b.act(id, complaint.KAnswered, complaint.Body{Text: "Sudah"}, nil)
		b.act(id, complaint.KClosed, complaint.Body{Text: "Tuntas"}, nil)
		all = append(all, id)
		b.later(24 * time.Hour)
	}
	b.receive(nil)
	b.finds("closed since the first day", Filter{ClosedFrom: day}, all...)
	b.finds("closed since the second", Filter{ClosedFrom: day.AddDays(1)}, all[1:]...)
	b.finds("closed since tomorrow", Filter{ClosedFrom: day.AddDays(3)})
	b.finds("closed and open", Filter{ClosedFrom: day, OpenOnly: true})
	b.finds("closed, with words", Filter{ClosedFrom: day, Query: "jembatan"}, all...)
	if got := b.find(Filter{ClosedFrom: day, Sort: "newest"}); !slices.Equal(got, []string{all[2], all[1], all[0]}) {
		t.Error("newest first:", got)
	}
	numbers := b.find(Filter{Sort: "number"})
	if len(numbers) != 4 || !slices.Equal(numbers[:3], all) {
		t.Error("by number:", numbers)
	}
	_, total, _, err := b.List(ctx, Filter{Uncounted: true})
	b.must(err)
	if total != 0 {
		t.Error("counted although nobody asked")
	}
}

// Complaints with two values for one field are found until somebody settles it.
func TestListOfClashes(t *testing.T) { testdb.Both(t, testListOfClashes) }

func testListOfClashes(t *testing.T) {
	b := desk(t, "63.03.05", "A")
	road := b.receive(nil)
	b.receive(nil)
	b.act(road, complaint.KCorrected, complaint.Body{}, func(f *complaint.Form) { f.Subject = "Jembatan putus" })
	late := id()
	_, err := b.Update(ctx, func(t *Tx) error {
		return t.Append(road, clerk.Account, []journal.Draft{{ID: late, Kind: complaint.KCorrected, Version: 1, Body: []byte(`{"set":{"subject":"Jembatan miring"}}`), Base: map[string]string{"subject": road}}})
	})
	b.must(err)
	b.finds("a clash", Filter{Clashes: true}, road)
	b.finds("beside other conditions", Filter{Clashes: true, States: []string{"received"}}, road)
	b.finds("of which none fits", Filter{Clashes: true, States: []string{"closed"}})
	settle := func(take string) {
		b.act(road, complaint.KClashSettled, complaint.Body{Clash: late + "/subject", Take: take}, nil)
	}
	settle(complaint.TakeProposed)
	b.finds("settled", Filter{Clashes: true})
	settle(complaint.TakeBack)
	b.finds("taken back", Filter{Clashes: true}, road)
}

func TestSearchFinds(t *testing.T) { testdb.Both(t, testSearchFinds) }

func testSearchFinds(t *testing.T) {
	b := desk(t, "63.03.05", "A")
	road := b.receive(nil)
	other := b.receive(func(f *complaint.Form) {
		f.Subject, f.Narrative = "Sampah menumpuk", "Sampah tidak diangkut dua minggu"
		f.Reporter.Name, f.Reporter.IDNumber, f.Reporter.Phone = "Muhammad Ridwan", "6371011208900004", "+62 813 4900 7788"
		f.Reporter.Address, f.Anonymous, f.Confidential = "Komplek Wengga Blok C 17", true, true
	})
	landline := b.receive(func(f *complaint.Form) { f.Reporter.Phone, f.Reporter.Name = "(0511) 477-2255", "Yayasan Permata" })
	for range 9 {
		b.receive(func(f *complaint.Form) {
			f.Reporter = complaint.Reporter{Unidentified: true}
			f.Subject = "Lain"
			f.Narrative = "Lain"
		})
	}
	twelfth := b.find(Filter{Sort: "newest", Limit: 1})[0]
	b.act(road, complaint.KNoted, complaint.Body{Text: "Pak Lurah ikut mengecek"}, nil)
	b.act(other, complaint.KVerified, complaint.Body{}, nil)
	b.act(other, complaint.KFollowedUp, complaint.Body{Text: "Truk pengangkut dikirim"}, nil)
	b.act(other, complaint.KTrackingSet, complaint.Body{Target: "5010653"}, nil)
	b.act(road, complaint.KCorrected, complaint.Body{}, func(f *complaint.Form) { f.Narrative = "Titian roboh" })

	c, err := b.Complaint(ctx, other)
	b.must(err)
	if c.Number != "630305-A-2026-000002-"+c.Number[len(c.Number)-1:] {
		t.Fatal(c.Number)
	}
	last, err := b.Complaint(ctx, twelfth)
	b.must(err)
	for name, q := range map[string]struct {
		query string
		want  []string
	}{
		"full number":             {c.Number, []string{other}},
		"full number, spaces":     {"630305 a 2026 000002 " + c.Number[len(c.Number)-1:], []string{other}},
		"number, no check digit":  {"630305-A-2026-000002", []string{other}},
		"number, a part":          {"2026-000002", []string{other}},
		"number, only the seq":    {"000002", []string{other}},
		"number, without zeros":   {"12", []string{twelfth}},
		"number, beginning":       {last.Number[:20], []string{twelfth}},
		"full number, mistyped":   {c.Number[:len(c.Number)-1] + "x", []string{other}},
		"tracking":                {"5010653", []string{other}},
		"name":                    {"Ridwan", []string{other}},
		"name, other case":        {"mUHAMMAD ridWAN", []string{other}},
		"part of a word":          {"ridw", []string{other}},
		"end of a word":           {"idwan", []string{other}},
		"middle of a word":        {"mpah angkut", []string{other}},
		"middle, too short":       {"mpa", nil},
		"NIK, day of birth":       {"120890", []string{other}},
		"NIK, end":                {"08900004", []string{other}},
		"digits, too few":         {"20890", nil},
		"two parts":               {"muha samp", []string{other}},
		"words of two complaints": {"ridwan jembatan", nil},
		"NIK":                     {"6371011208900004", []string{other}},
		"NIK in groups":           {"6371 0112 0890 0004", []string{other}},
		"NIK with dots":           {"637101.120890.0004", []string{other}},
		"NIK, beginning":          {"637101", []string{other}},
		"phone as kept":           {"081349007788", []string{other}},
		"phone, country code":     {"+6281349007788", []string{other}},
		"phone, country, spaces":  {"+62 813 4900 7788", []string{other}},
		"phone, country, dashes":  {"+62-813-4900-7788", []string{other}},
		"phone, spaces":           {"0813 4900 7788", []string{other}},
		"phone, dashes":           {"0813-4900-7788", []string{other}},
		"phone, dots":             {"0813.4900.7788", []string{other}},
		"phone, as typed so far":  {"+62 813 49", []string{other}},
		"phone and name":          {"0813 4900 ridwan", []string{other}},
		"name and phone":          {"ridwan 0813-4900", []string{other}},
		"landline":                {"0511 4772255", []string{landline}},
		"landline, brackets":      {"(0511) 477-22", []string{landline}},
		"address with a number":   {"blok c 17", []string{other}},
		"note":                    {"lurah", []string{road}},
		"follow-up":               {"truk pengangkut", []string{other}},
		"corrected text":          {"titian roboh", []string{road}},
		"first words":             {"ambruk kemarin", []string{road, landline}},
		"nothing":                 {"kelelawar", nil},
		"quotes":                  {`"ridwan" OR * NEAR(`, []string{}},
		"a switch is no word":     {"ya", []string{road, landline}}, // Ahmad Yani in both addresses, Yayasan
	} {
		b.finds(name, Filter{Query: q.query}, q.want...)
	}
	b.finds("a choice is no word", Filter{Query: "tidak"}, other) // "Sampah tidak diangkut", not disability
	if got := len(b.find(Filter{Query: " -;- "})); got != 12 {
		t.Errorf("a query without words found %d of 12", got)
	}
	rows, _, _, err := b.List(ctx, Filter{Query: "ridwan"})
	b.must(err)
	if rows[0].Way.Unsent != 5 || rows[0].Snapshot.Values["reporter.name"] != "Muhammad Ridwan" || rows[0].Snapshot.FollowUp != "Truk pengangkut dikirim" {
		t.Errorf("%+v", rows[0])
	}
}

// Two PCs of one office number apart: the whole number means one of them.
func TestSearchWholeNumberOfTwoPCs(t *testing.T) { testdb.Both(t, testSearchWholeNumberOfTwoPCs) }

func testSearchWholeNumberOfTwoPCs(t *testing.T) {
	b := desk(t, "63.03.05", "A")
	first := b.receive(nil)
	b.must(b.SetDesk(ctx, Desk{Device: "pc-2", Office: "63.03.05", Letter: "B"}))
	second := b.receive(nil)
	for _, id := range []string{first, second} {
		c, err := b.Complaint(ctx, id)
		b.must(err)
		b.finds(c.Number, Filter{Query: c.Number}, id)
	}
	b.finds("both", Filter{Query: "630305 2026 000001"}, first, second)
}

// A word that was typed whole is found though thousands begin with it.
func TestSearchWholeWordAmongMany(t *testing.T) { testdb.Both(t, testSearchWholeWordAmongMany) }

func testSearchWholeWordAmongMany(t *testing.T) {
	b := desk(t, "63.03.05", "A")
	texts := func(f *complaint.Form) {}
	for i := range 30 {
		texts = func(f *complaint.Form) {
			f.Narrative = ""
			for j := range 20 {
				f.Narrative += fmt.Sprintf("air%c%c ", 'a'+i%26, 'a'+j)
				f.Narrative += fmt.Sprintf("air%cz%c ", 'a'+i%26, 'a'+j)
			}
		}
		b.receive(texts)
	}
	water := b.receive(func(f *complaint.Form) { f.Narrative = "Air keruh" })
	rows, total, exact, err := b.List(ctx, Filter{Query: "air", Limit: 100})
	b.must(err)
	if exact {
		t.Error("more words than were looked up, yet called exact")
	}
	if total == 0 || !slices.ContainsFunc(rows, func(r Row) bool { return r.ID == water }) {
		t.Errorf("the word itself is not among %d", total)
	}
}

func TestSearchMoreThanItCounts(t *testing.T) { testdb.Both(t, testSearchMoreThanItCounts) }

func testSearchMoreThanItCounts(t *testing.T) {
	b := desk(t, "63.03.05", "A")
	const many = searchMost + 5
	_, err := b.Update(ctx, func(tx *Tx) error {
		for i := range many {
			n, err := tx.NextNumber(2026)
			if err != nil {
				return err
			}
			c := id()
			d, err := complaint.Receive(c, id(), n, "g", b.form(func(f *complaint.Form) {
				if i%2 == 0 {
					f.Category = "sikap"
				}
			}), clerk, b.Rules(), complaint.Promise{})
			if err != nil {
				return err
			}
			if err := tx.Append(c, "akun-1", []journal.Draft{d[0], d[1]}); err != nil {
				return err
			}
		}
		return nil
	})
	b.must(err)
	rows, total, exact, err := b.List(ctx, Filter{Query: "jembatan", Sort: "newest"})
	b.must(err)
	if total != searchMost || exact || len(rows) != 50 {
		t.Fatal(total, exact, len(rows))
	}
	if newest := b.find(Filter{Sort: "newest", Limit: 1}); rows[0].ID != newest[0] {
		t.Fatal("the newest is not first")
	}
	_, total, exact, err = b.List(ctx, Filter{})
	b.must(err)
	if total != many || !exact {
		t.Fatal(total, exact)
	}
	for q, want := range map[string]int{"000007 jembatan": 1, "00001": 10} {
		if _, total, exact, err := b.List(ctx, Filter{Query: q}); err != nil || total != want || !exact {
			t.Fatal(q, total, exact, err)
		}
	}
}

// A page and its count are of one moment, whatever is saved in between.
func TestListIsOneMoment(t *testing.T) { testdb.Both(t, testListIsOneMoment) }

func testListIsOneMoment(t *testing.T) {
	b := desk(t, "63.03.05", "A")
	for range 5 {
		b.receive(nil)
	}
	stop, saved := make(chan struct{}), make(chan error, 1)
	go func() {
		for range 500 {
			if _, _, err := b.save(b.form(nil)); err != nil {
				saved <- err
				return
			}
			select {
			case <-stop:
				saved <- nil
				return
			default:
			}
		}
		saved <- nil
	}()
	for range 40 {
		for _, f := range []Filter{{Limit: 1000}, {Limit: 1000, OpenOnly: true}, {Limit: 1000, Query: "jembatan"}} {
			rows, total, exact, err := b.List(ctx, f)
			b.must(err)
			if len(rows) != total || !exact {
				t.Fatalf("%d rows beside a count of %d, %+v", len(rows), total, f)
			}
		}
	}
	close(stop)
	b.must(<-saved)
}

func TestListOfNotes(t *testing.T) { testdb.Both(t, testListOfNotes) }

// A note is for one account, or for every other one of the office of who wrote it.
func testListOfNotes(t *testing.T) {
	b := desk(t, "63.03.05", "A")
	leave := func(to string) string {
		id := b.receive(nil)
		b.act(id, complaint.KHandedOver, complaint.Body{Text: "Berkas di laci dua", To: to}, nil)
		return id
	}
	mine, anyones, taken, shut := leave("akun-b"), leave(""), leave("akun-b"), leave("akun-b")
	b.receive(nil)
	b.act(taken, complaint.KHandoverTaken, complaint.Body{}, nil)
	b.act(shut, complaint.KArchived, complaint.Body{Text: "Sama", Why: "ganda"}, nil)
	for name, c := range map[string]struct {
		f    Filter
		want []string
	}{
		"for whom it is":           {Filter{HandedTo: "akun-b", HandedIn: "63.03.05"}, []string{mine, anyones}},
		"another of the office":    {Filter{HandedTo: "akun-c", HandedIn: "63.03.05"}, []string{anyones}},
		"who wrote it":             {Filter{HandedTo: clerk.Account, HandedIn: "63.03.05"}, nil},
		"somebody of other places": {Filter{HandedTo: "akun-d", HandedIn: "63.03.0"}, nil},
	} {
		rows, total, _, err := b.List(ctx, c.f)
		b.must(err)
		var got []string
		for _, r := range rows {
			got = append(got, r.ID)
		}
		slices.Sort(got)
		slices.Sort(c.want)
		if !slices.Equal(got, c.want) || total != len(c.want) {
			t.Errorf("%s: %v of %d, want %v", name, got, total, c.want)
		}
	}
}
