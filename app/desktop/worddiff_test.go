package desktop

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// shown writes marked parts in brackets.
func shown(parts []PartView) string {
	var b strings.Builder
	for _, p := range parts {
		if p.Differs {
			b.WriteString("[" + p.Text + "]")
		} else {
			b.WriteString(p.Text)
		}
	}
	return b.String()
}

func TestCompareWords(t *testing.T) {
	for _, x := range []struct{ a, b, left, right string }{
		{"", "", "", ""},
		{"", "Jembatan putus", "", "[Jembatan putus]"},
		{"Jembatan putus", "Jembatan putus", "Jembatan putus", "Jembatan putus"},
		{"Jembatan putus", "Jembatan miring", "Jembatan [putus]", "Jembatan [miring]"},
		{"Papan jembatan lepas sejak banjir.", "Papan jembatan gantung lepas sejak Senin.", "Papan jembatan lepas sejak [banjir].", "Papan jembatan [gantung ]lepas sejak [Senin]."},
		{"satu dua tiga empat", "satu lima enam empat", "satu [dua tiga] empat", "satu [lima enam] empat"}, // one mark, not two
		{"Rp 100.000", "Rp 200.000", "Rp [100].000", "Rp [200].000"},
		{"jalan\nrusak", "jalan rusak", "jalan[\n]rusak", "jalan[ ]rusak"},
		{"a b", "b a", "[a ]b", "b[ a]"},
	} {
		l, r := compareWords(x.a, x.b)
		if shown(l) != x.left || shown(r) != x.right {
			t.Errorf("%q and %q: %q and %q, want %q and %q", x.a, x.b, shown(l), shown(r), x.left, x.right)
		}
		if l == nil || r == nil {
			t.Error("a list for the window is never nil")
		}
	}
}

// Joined, the parts are the text; what is not marked is the same on both sides;
// marked and unmarked parts alternate.
func TestCompareWordsLosesNothing(t *testing.T) {
	text := rapid.Map(rapid.SliceOf(rapid.SampledFrom([]string{"a", "b", "c", " ", "  ", "\n", ".", "é", "jalan"})), func(w []string) string { return strings.Join(w, "") })
	rapid.Check(t, func(t *rapid.T) {
		a, b := text.Draw(t, "a"), text.Draw(t, "b")
		l, r := compareWords(a, b)
		var rest [2]string
		for i, side := range [][]PartView{l, r} {
			whole, was := "", false
			for j, p := range side {
				whole += p.Text
				if p.Text == "" || j > 0 && p.Differs == was {
					t.Fatalf("%+v", side)
				}
				was = p.Differs
				if !p.Differs {
					rest[i] += p.Text
				}
			}
			if whole != []string{a, b}[i] {
				t.Fatalf("%q became %q", []string{a, b}[i], whole)
			}
		}
		if letters(rest[0]) != letters(rest[1]) {
			t.Fatalf("%q and %q: unmarked are %q and %q", a, b, rest[0], rest[1])
		}
		if a == b && (len(l) > 1 || len(l) == 1 && l[0].Differs) {
			t.Fatalf("the same text is marked: %+v", l)
		}
	})
}

// letters without spaces: those between marked words go with them.
func letters(s string) string { return strings.Join(strings.Fields(s), "") }

func TestCompareWordsOfLongTexts(t *testing.T) {
	long := strings.Repeat("kata berbeda sekali ", 3000)
	l, r := compareWords(long+"awal", strings.ToUpper(long)+"awal")
	if len(l) != 2 || !l[0].Differs || l[1].Text != " awal" && l[1].Text != "awal" || len(r) != 2 {
		t.Fatalf("%d and %d parts, end %q", len(l), len(r), l[len(l)-1].Text)
	}
}
