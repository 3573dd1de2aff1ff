package store

import "bytes"

// A part is looked for anywhere in a word from so many letters on. Shorter ones
// stand in nearly every word. Of digits it takes those of a day of birth, for
// half of all NIK end in 0001.
const (
	insideFrom   = 4
	insideDigits = 6
)

// shelf holds words, each once.
type shelf struct {
	text []byte               // "word\nword\n"
	at   map[[2]byte][]uint32 // where words begin in text, by their first two bytes
}

func newShelf() shelf { return shelf{at: map[[2]byte][]uint32{}} }

func (s *shelf) add(w string) {
	first := [2]byte{w[0], w[1]}
	s.at[first] = append(s.at[first], uint32(len(s.text)))
	s.text = append(append(s.text, w...), '\n')
}

// word that begins at a place.
func (s *shelf) word(at int) string {
	rest := s.text[at:]
	return string(rest[:bytes.IndexByte(rest, '\n')])
}

// beginning gives the words that begin with part and are longer, until give
// says that it is enough; false then.
func (s *shelf) beginning(part string, give func(string) bool) bool {
	for _, at := range s.at[[2]byte{part[0], part[1]}] {
		word := s.text[at:]
		if len(word) > len(part) && string(word[:len(part)]) == part && word[len(part)] != '\n' && !give(s.word(int(at))) {
			return false
		}
	}
	return true
}

// holding gives the words that hold part behind their beginning.
func (s *shelf) holding(part string, give func(string) bool) bool {
	want, text := []byte(part), s.text
	for at := 0; ; {
		found := bytes.Index(text[at:], want)
		if found < 0 {
			return true
		}
		found += at
		begin := bytes.LastIndexByte(text[:found], '\n') + 1
		at = found + bytes.IndexByte(text[found:], '\n') + 1
		if begin < found && !bytes.HasPrefix(text[begin:at], want) && !give(string(text[begin:at-1])) {
			return false
		}
	}
}

// each gives all words.
func (s *shelf) each(give func(word []byte)) {
	for rest := s.text; len(rest) > 0; {
		end := bytes.IndexByte(rest, '\n')
		give(rest[:end])
		rest = rest[end+1:]
	}
}

func allDigits(w string) bool {
	for i := range len(w) {
		if w[i] < '0' || w[i] > '9' {
			return false
		}
	}
	return true
}
