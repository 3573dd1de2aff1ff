package store

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"loketaduan/internal/complaint"
	"loketaduan/internal/vault"
)

// Meaning is a query that may have been meant instead of the typed one.
type Meaning struct {
	Query string
	Hits  int
	Exact bool // false: more than Hits
}

const (
	meantFew   = 2  // with more hits than these the query was understood
	meantFrom  = 5  // letters of a word that may be mistyped
	meantTwice = 9  // and of one that may be so in two places
	meantNear  = 6  // words of the register that are tried for one that was typed
	meantTries = 12 // queries that are counted
	meantMost  = 3
)

// Meant gives what may have been meant by a query that found nothing, or little:
// the same with a word of the register that is a slip of the finger away, or a
// register number whose check digit fits. found is how many the filter gave.
// Each finds more than the typed one does; nothing is ever put in its place.
func (s *Store) Meant(ctx context.Context, f Filter, found int) ([]Meaning, error) {
	o := s.opened.Load()
	if o == nil {
		return nil, errLocked
	}
	numbers := complaint.NearNumbers(f.Query)
	if _, err := complaint.ParseNumber(f.Query); err == nil && found > 0 {
		return nil, nil
	}
	tries, least := numbers, 1
	if len(numbers) == 0 {
		if found > meantFew {
			return nil, nil
		}
		tries, least = o.words.meant(f.Query), found+1
		tries = tries[:min(len(tries), meantTries)]
	}
	out := []Meaning{}
	for _, query := range tries {
		f.Query = query
		hits, exact, err := s.countExact(ctx, f)
		if err != nil {
			return nil, err
		}
		if hits >= least {
			out = append(out, Meaning{query, hits, exact})
		}
	}
	if len(numbers) == 0 {
		slices.SortStableFunc(out, func(a, b Meaning) int { return cmp.Compare(b.Hits, a.Hits) })
	}
	return out[:min(len(out), meantMost)], nil
}

func (s *Store) countExact(ctx context.Context, f Filter) (int, bool, error) {
	w, err := s.where(ctx, s.read.DB, f)
	if err != nil || w.none {
		return 0, true, err
	}
	n, err := s.count(ctx, s.read.DB, w)
	return n, w.exact, err
}

// typedWord is a word of a query, and where it stands there.
type typedWord struct {
	from, to int
	near     []string // of the register
}

// meant gives the query with other words where it has some that the register
// does not know; when it knows all of them, with one other word.
func (v *vocabulary) meant(query string) (out []string) {
	query = strings.ToLower(query)
	var unknown, known []typedWord
	for _, w := range typedWords(query) {
		text := query[w.from:w.to]
		found, _ := v.matching(text, 1, true)
		switch {
		case len(found) == 0 && len(text) >= vault.MinWord:
			if w.near = v.near(text); len(w.near) == 0 {
				return nil // nothing fits it, whatever stands beside it
			}
			unknown = append(unknown, w)
		case mistyped(text) > 0:
			known = append(known, w)
		}
	}
	if len(unknown) > 0 {
		return instead(query, unknown)
	}
	for _, w := range known {
		for _, near := range v.near(query[w.from:w.to]) {
			out = append(out, query[:w.from]+near+query[w.to:])
		}
	}
	return out
}

// instead puts for each unknown word the nearest one, and then others for one of
// them at a time.
func instead(query string, unknown []typedWord) (out []string) {
	with := func(word, near int) string {
		b, at := strings.Builder{}, 0
		for i, w := range unknown {
			b.WriteString(query[at:w.from])
			if i == word {
				b.WriteString(w.near[near])
			} else {
				b.WriteString(w.near[0])
			}
			at = w.to
		}
		return b.String() + query[at:]
	}
	out = append(out, with(0, 0))
	for i, w := range unknown {
		for near := 1; near < len(w.near); near++ {
			out = append(out, with(i, near))
		}
	}
	return out
}

func typedWords(query string) (out []typedWord) {
	in := false
	for i, r := range query {
		letter := unicode.IsLetter(r) || unicode.IsDigit(r)
		if letter && !in {
			out = append(out, typedWord{from: i, to: len(query)})
		} else if !letter && in {
			out[len(out)-1].to = i
		}
		in = letter
	}
	return out
}

// mistyped is how many slips a word is allowed; 0 for short ones and numbers.
func mistyped(word string) int {
	n := utf8.RuneCountInString(word)
	switch {
	case n < meantFrom || !strings.ContainsFunc(word, unicode.IsLetter):
		return 0
	case n < meantTwice:
		return 1
	}
	return 2
}

// near gives the words of the register that may have been meant, the nearest
// first, and of those the ones that begin alike: a first letter is seldom wrong.
func (v *vocabulary) near(word string) []string {
	most := mistyped(word)
	if most == 0 {
		return nil
	}
	type found struct {
		word  string
		slips int
	}
	var all []found
	v.mu.RLock()
	v.words.each(func(w []byte) {
		if d := len(w) - len(word); d > most || d < -most {
			return
		}
		if slips := complaint.Slips(word, string(w), most); slips > 0 && slips <= most {
			all = append(all, found{string(w), slips})
		}
	})
	v.mu.RUnlock()
	alike := func(w string) int {
		if w[0] == word[0] {
			return 0
		}
		return 1
	}
	slices.SortFunc(all, func(a, b found) int {
		return cmp.Or(cmp.Compare(a.slips, b.slips), cmp.Compare(alike(a.word), alike(b.word)), cmp.Compare(a.word, b.word))
	})
	out := make([]string, 0, meantNear)
	for _, f := range all[:min(len(all), meantNear)] {
		out = append(out, f.word)
	}
	return out
}
