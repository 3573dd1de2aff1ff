package store

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"loketaduan/internal/complaint"
	"loketaduan/internal/testdb"
)

func (b *bench) meant(f Filter) (queries []string) {
	b.t.Helper()
	_, total, _, err := b.List(ctx, f)
	b.must(err)
	all, err := b.Meant(ctx, f, total)
	b.must(err)
	for _, m := range all {
		queries = append(queries, m.Query)
	}
	return queries
}

func TestMeantWords(t *testing.T) { testdb.Both(t, testMeantWords) }

func testMeantWords(t *testing.T) {
	b := desk(t, "63.03.05", "A")
	say := func(n int, text string) {
		for range n {
			b.receive(func(f *complaint.Form) { f.Subject, f.Narrative = text, text })
		}
	}
	say(4, "Perbaikan jembatan gantung")
	say(3, "Pengaspalan jalan kabupaten")
	say(1, "Jalam rusak") // somebody mistyped it in the register itself
	for name, q := range map[string]struct {
		query string
		want  []string
	}{
		"a letter missing":         {"jembatn", []string{"jembatan"}},
		"a letter too many":        {"jembattan", []string{"jembatan"}},
		"another letter":           {"jempatan", []string{"jembatan"}},
		"swapped":                  {"jemabtan", []string{"jembatan"}},
		"the first letter":         {"hembatan", []string{"jembatan"}},
		"two slips, long word":     {"prebaikkan", []string{"perbaikan"}},
		"two slips, short word":    {"jmbatn", nil},
		"one word of two":          {"gantung jembatn", []string{"gantung jembatan"}},
		"both words":               {"perbaikn jembatn", []string{"perbaikan jembatan"}},
		"signs stay":               {"Jembatn, gantung!", []string{"jembatan, gantung!"}},
		"little was found":         {"jalam", []string{"jalan"}},
		"enough was found":         {"jalan", nil},
		"nothing is near":          {"kelelawar", nil},
		"a short word":             {"jaln", nil},
		"what fits nothing beside": {"jembatn kelelawar", nil},
		"a number":                 {"6303054107800010", nil},
		"nothing":                  {"", nil},
	} {
		if got := b.meant(Filter{Query: q.query}); !slices.Equal(got, q.want) {
			t.Errorf("%s: %q may mean %q, want %q", name, q.query, got, q.want)
		}
	}
	if got := b.meant(Filter{Query: "jembatn", States: []string{"closed"}}); len(got) > 0 {
		t.Errorf("offered although the filter lets none through: %q", got)
	}
	all, err := b.Meant(ctx, Filter{Query: "jembatn"}, 0)
	b.must(err)
	if len(all) != 1 || all[0].Hits != 4 || !all[0].Exact {
		t.Errorf("%+v", all)
	}
}

func TestMeantNumbers(t *testing.T) { testdb.Both(t, testMeantNumbers) }

func testMeantNumbers(t *testing.T) {
	b := desk(t, "63.03.05", "A")
	var numbers []string
	for range 21 {
		_, number, err := b.save(b.form(nil))
		b.must(err)
		numbers = append(numbers, number)
	}
	twelfth := numbers[11]
	swapped := strings.Replace(twelfth, "000012", "000021", 1) // 21 is there too, with another check digit
	for _, typed := range []string{
		swapped,
		strings.Replace(twelfth, "630305", "630350", 1),
		strings.Replace(twelfth, "-A-", "-S-", 1),
		strings.Replace(twelfth, "2026", "2036", 1),
		strings.Replace(twelfth, "000012", "00012", 1),
		strings.ReplaceAll(strings.Replace(twelfth, "000012", "000072", 1), "-", ""),
	} {
		if got := b.meant(Filter{Query: typed}); !slices.Contains(got, twelfth) {
			t.Errorf("%s may mean %v", typed, got)
		}
	}
	if got := b.meant(Filter{Query: twelfth}); len(got) > 0 {
		t.Errorf("a good number may mean %v", got)
	}
	missing := complaint.RegisterNumber{Office: "63.03.05", Letter: "A", Year: 2026, Seq: 500}.String()
	if got := b.meant(Filter{Query: fmt.Sprintf("%s%d", missing[:len(missing)-1], (missing[len(missing)-1]-'0'+1)%10)}); len(got) > 0 {
		t.Errorf("none of this shape is here, yet it may mean %v", got)
	}
}

// Words of the register stay as they were on the disk: sealed, and whole words
// alone in the index.
func TestSearchInsideLeavesNothingNew(t *testing.T) {
	b := desk(t, "63.03.05", "A")
	b.receive(func(f *complaint.Form) { f.Narrative = "Perbaikan gorong-gorong" })
	before := b.dump("SELECT id, block FROM search_data ORDER BY id", nil)
	words := b.words()
	b.find(Filter{Query: "baikan"})
	b.meant(Filter{Query: "perbaikn"})
	if after := b.dump("SELECT id, block FROM search_data ORDER BY id", nil); !slices.Equal(before, after) {
		t.Error("a search wrote into the index")
	}
	if !slices.Equal(words, b.words()) || slices.Contains(words, "baikan") {
		t.Error("a part of a word is kept")
	}
	found, _, _, err := b.reopen().List(ctx, Filter{Query: "baikan"})
	b.must(err)
	if len(found) != 1 {
		t.Errorf("after a new start it found %d", len(found))
	}
}
