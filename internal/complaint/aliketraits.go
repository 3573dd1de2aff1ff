package complaint

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Traits is a matter made ready for comparing.
type Traits struct {
	m       Matter
	names   [][]string      // of the reporter and of who speaks for them
	said    map[string]bool // all words, to find a name among them
	topic   []word
	at      map[string]int      // form -> place in topic
	spelled map[byte][]spelling // the longer forms by their first letter
	counts  map[string]bool     // sums and numbers that are told
	weight  float64             // of all topics
	place   map[string][]string // kind of place -> its names; "" = named without a kind
	village []string
	private bool // tells of somebody's own affair
	public  bool // and of one that is everybody's
}

// TraitsOf prepares a matter.
func TraitsOf(m Matter) *Traits {
	l := alikeWords()
	t := &Traits{m: m, said: map[string]bool{}, counts: map[string]bool{}, village: pieces(m.Village), at: map[string]int{}, spelled: map[byte][]spelling{}, place: map[string][]string{}}
	t.m.NIK, t.m.Phone = OnlyDigits(m.NIK), cleanPhone(m.Phone)
	for _, n := range []string{m.Name, m.Proxy} {
		if words := nameWords(n); len(words) > 0 {
			t.names = append(t.names, words)
		}
	}
	for _, w := range pieces(m.Name + " " + m.Proxy + " " + m.Subject + " " + m.Narrative) {
		t.said[w] = true
	}
	for i, text := range []string{m.Subject, m.Narrative, m.Place} {
		words := l.joined(pieces(text))
		for at := 0; at < len(words); at++ {
			w := words[at]
			if kind := l.same[w]; l.place[kind] {
				if name, used := t.placeName(l, kind, words[at+1:]); name != "" {
					t.put(kind, name)
					at += used
					continue
				}
			}
			if slices.Contains(t.village, w) {
				continue
			}
			if !hasLetter(w) {
				if (len(w) > 2 || len(w) == 2 && w > "12") && i < 2 {
					t.counts[w] = true
				}
				continue
			}
			meant, ok := l.meaning(w)
			switch {
			case !ok:
			case i < 2:
				t.private = t.private || l.private[meant.forms[0]]
				t.public = t.public || l.public[meant.forms[0]]
				t.say(meant)
			case meant.weight == 1:
				t.put("", meant.forms[0])
			}
		}
	}
	return t
}

// topicMost bounds the work for the few very long tellings: what it is about
// stands at their beginning.
const topicMost = 150

type spelling struct {
	form  string
	topic int
}

func (t *Traits) say(w word) {
	if len(t.topic) == topicMost {
		return
	}
	for _, f := range w.forms {
		if _, had := t.at[f]; had {
			return
		}
	}
	for _, f := range w.forms {
		t.at[f] = len(t.topic)
		if len(f) >= typoFrom {
			t.spelled[f[0]] = append(t.spelled[f[0]], spelling{f, len(t.topic)})
		}
	}
	t.topic = append(t.topic, w)
	t.weight += w.weight
}

func (t *Traits) put(kind, name string) {
	if !slices.Contains(t.place[kind], name) {
		t.place[kind] = append(t.place[kind], name)
	}
}

// numbered kinds of places are told apart by a number.
var numbered = map[string]bool{"rt": true, "rw": true, "km": true, "blok": true}

// placeName is the name that follows the kind of a place, and how many words
// of it were used; "" when the kind was only meant in general, or the village.
func (t *Traits) placeName(l *lexicon, kind string, rest []string) (name string, used int) {
	for used < len(rest) && used < 2 && !numbered[kind] && utf8.RuneCountInString(rest[used]) == 1 && hasLetter(rest[used]) {
		used++ // "A. Yani"
	}
	if used == len(rest) || slices.Contains(t.village, rest[used]) {
		return "", 0
	}
	w := rest[used]
	if numbered[kind] {
		if hasLetter(w) && len(w) > 2 {
			return "", 0
		}
		return w, used + 1
	}
	if hasLetter(w) {
		m, ok := l.meaning(w)
		if _, known := l.same[w]; !ok || known || l.same[m.forms[0]] != "" {
			return "", 0
		}
	}
	return w, used + 1
}

// Words by which what may be alike can be found in a register: one group for
// each thing that is said, of all words that say it. NIK and phone are apart.
func (t *Traits) Words() [][]string {
	l := alikeWords()
	var out [][]string
	for _, w := range t.topic {
		if w.known {
			out = append(out, l.said[w.forms[0]])
		} else {
			out = append(out, w.forms)
		}
	}
	for kind, names := range t.place {
		for _, n := range names {
			if !numbered[kind] {
				out = append(out, []string{n})
			}
		}
	}
	for _, name := range t.names {
		for _, n := range name {
			out = append(out, []string{n})
		}
	}
	return out
}

// Numbers that are one person's: NIK and phone, as the register holds them.
func (t *Traits) Numbers() []string {
	return slices.DeleteFunc([]string{t.m.NIK, t.m.Phone}, func(n string) bool { return len(n) < leastNumber })
}

// titles and what stands for a name that was not given.
var noName = map[string]bool{"h": true, "hj": true, "haji": true, "drs": true, "dra": true, "ir": true, "dr": true, "drh": true, "ustadz": true, "ustad": true,
	"bin": true, "binti": true, "pak": true, "bapak": true, "ibu": true, "bu": true, "sdr": true, "sdri": true, "anonim": true, "tanpa": true, "nama": true,
	"warga": true, "ketua": true, "kepala": true, "rt": true, "rw": true, "kader": true, "wali": true, "murid": true, "kelompok": true, "tani": true,
	"pengurus": true, "anggota": true, "para": true, "desa": true, "kelurahan": true, "sekretaris": true}

// NameBegins tells whether a name may be the one that was begun: each word but
// the last stands in it, the last as far as it is typed.
func NameBegins(name, begun string) bool {
	have, want := pieces(name), pieces(begun)
	for i, w := range want {
		last := i == len(want)-1
		if !last && noName[w] {
			continue
		}
		if !slices.ContainsFunc(have, func(h string) bool { return h == w || last && strings.HasPrefix(h, w) || typo(h, w) }) {
			return false
		}
	}
	return len(want) > 0
}

func nameWords(name string) []string {
	name, _, _ = strings.Cut(name, "(")
	var out []string
	for _, w := range pieces(name) {
		if !noName[w] && hasLetter(w) {
			out = append(out, w)
		}
	}
	return out
}
