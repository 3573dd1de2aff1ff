package complaint

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

//go:embed data/alike.txt
var alikeText string

// lexicon of data/alike.txt.
type lexicon struct {
	skip, common, place, private, public map[string]bool
	same                                 map[string]string
	said                                 map[string][]string   // all words of a meaning
	phrases                              map[string][][]string // by their first word, each with its name behind
}

var alikeWords = sync.OnceValue(func() *lexicon {
	l := &lexicon{skip: map[string]bool{}, common: map[string]bool{}, place: map[string]bool{}, private: map[string]bool{}, public: map[string]bool{}, same: map[string]string{}, said: map[string][]string{}, phrases: map[string][][]string{}}
	section := ""
	for line := range strings.Lines(alikeText) {
		line, _, _ = strings.Cut(strings.TrimSpace(line), "#")
		words := strings.Fields(line)
		if len(words) == 0 {
			continue
		}
		if strings.HasPrefix(words[0], "[") {
			section = words[0]
			continue
		}
		if section == "[phrase]" {
			l.phrases[words[1]] = append(l.phrases[words[1]], append(words[1:], words[0]))
			continue
		}
		for _, w := range words {
			switch section {
			case "[skip]":
				l.skip[w] = true
				continue
			case "[common]":
				l.common[words[0]] = true
			case "[place]":
				l.place[words[0]] = true
			case "[private]":
				l.private[words[0]] = true
			case "[public]":
				l.public[words[0]] = true
			}
			if _, had := l.same[w]; !had {
				l.same[w] = words[0]
				l.said[words[0]] = append(l.said[words[0]], w)
			}
		}
	}
	return l
})

// word is one meaning of a text: the word that stands for it in the lexicon, or
// all that it may come from.
type word struct {
	forms  []string
	weight float64
	known  bool
}

// meaning of a word as typed; none for words without meaning of their own.
func (l *lexicon) meaning(w string) (word, bool) {
	forms := forms(w)
	for _, f := range forms {
		if l.skip[f] {
			return word{}, false
		}
		if m, ok := l.same[f]; ok {
			if l.common[m] || l.place[m] {
				return word{[]string{m}, commonWeight, true}, true
			}
			return word{[]string{m}, 1, true}, true
		}
	}
	long := slices.DeleteFunc(forms, func(f string) bool { return len(f) < 4 && f != w })
	return word{long, 1, false}, utf8.RuneCountInString(w) > 1
}

var (
	endings    = []string{"nya", "lah", "kah", "ku", "mu", "kan", "an", "i", "akan"}
	beginnings = []string{"me", "ber", "ba", "ter", "ta", "di", "ke", "ka", "per", "pe", "pa", "se", "sa", "ma"}
	// what me-, pe- and Banjar ma-, pa- make of the first letter of a stem
	nasals = []struct{ have, was string }{{"ng", "k"}, {"ng", ""}, {"ny", "s"}, {"n", "t"}, {"n", ""}, {"m", "p"}, {"m", ""}}
)

// forms that a word may come from, itself first: without endings, without
// beginnings, without both.
func forms(w string) []string {
	out := []string{w}
	if !hasLetter(w) {
		return out
	}
	add := func(s string) {
		if len(s) >= 3 && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	for range 2 { // "lampunya", "buatkanlah"
		for _, whole := range slices.Clone(out) {
			for _, e := range endings {
				if s, cut := strings.CutSuffix(whole, e); cut {
					add(s)
				}
			}
		}
	}
	for _, whole := range slices.Clone(out) {
		for _, b := range beginnings {
			s, cut := strings.CutPrefix(whole, b)
			if !cut {
				continue
			}
			add(s)
			if b[0] != 'm' && b[0] != 'p' {
				continue
			}
			for _, n := range nasals {
				if rest, ok := strings.CutPrefix(s, n.have); ok {
					add(n.was + rest)
				}
			}
		}
	}
	return out
}

func hasLetter(w string) bool { return strings.ContainsFunc(w, unicode.IsLetter) }

// pieces cuts text into words of letters or of digits: "RT05" is rt, 5. Long
// numbers (cards, telephones) are no words.
func pieces(text string) []string {
	var out []string
	var word strings.Builder
	var digits bool
	flush := func() {
		w := word.String()
		word.Reset()
		if digits {
			if w = strings.TrimLeft(w, "0"); w == "" || len(w) > 6 {
				return
			}
		}
		if w != "" {
			out = append(out, w)
		}
	}
	for _, r := range strings.ToLower(text) {
		switch d := unicode.IsDigit(r); {
		case !d && !unicode.IsLetter(r):
			flush()
		case word.Len() > 0 && d != digits:
			flush()
			fallthrough
		default:
			digits = d
			word.WriteRune(r)
		}
	}
	flush()
	return out
}

// joined puts one word where several mean one thing.
func (l *lexicon) joined(words []string) []string {
	out := words[:0]
	for at := 0; at < len(words); at++ {
		w := words[at]
		for _, p := range l.phrases[w] {
			if n := len(p) - 1; at+n <= len(words) && slices.Equal(words[at:at+n], p[:n]) {
				w, at = p[n], at+n-1
				break
			}
		}
		out = append(out, w)
	}
	return out
}
