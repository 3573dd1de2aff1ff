package vault

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// MinWord is the shortest text part that search knows, in letters.
const MinWord = 2

// Words cuts text into the lower-case words that search knows: letters and
// digits, without marks, at most 40 letters each. "RT.05/RW 02" gives rt, 05,
// rw, 02. Each word once, in order of first appearance. They are parts of the
// texts: who keeps one for long keeps a copy.
func Words(texts ...string) []string {
	seen := wordSets.Get().(map[string]struct{})
	var out []string
	for _, text := range texts {
		lower := strings.ToLower(text)
		begin := -1
		for i := 0; i < len(lower); i++ {
			c := lower[i]
			switch {
			case c >= utf8.RuneSelf:
				r, size := utf8.DecodeRuneInString(lower[i:])
				if unicode.IsLetter(r) || unicode.IsDigit(r) {
					if begin < 0 {
						begin = i
					}
				} else if begin >= 0 {
					out = appendWord(out, seen, lower[begin:i])
					begin = -1
				}
				i += size - 1
			case c >= 'a' && c <= 'z' || c >= '0' && c <= '9':
				if begin < 0 {
					begin = i
				}
			case begin >= 0:
				out = appendWord(out, seen, lower[begin:i])
				begin = -1
			}
		}
		if begin >= 0 {
			out = appendWord(out, seen, lower[begin:])
		}
	}
	clear(seen)
	wordSets.Put(seen)
	return out
}

// wordSets are used again: one for every text would cost more than the looking.
var wordSets = sync.Pool{New: func() any { return make(map[string]struct{}, 256) }}

func appendWord(out []string, seen map[string]struct{}, w string) []string {
	if len(w) < MinWord {
		return out
	}
	if len(w) > 40 {
		w = strings.ToValidUTF8(w[:40], "")
	}
	if _, ok := seen[w]; ok {
		return out
	}
	seen[w] = struct{}{}
	return append(out, w)
}

// Digits keeps only the digits of a number as typed; +62 and 62 before a
// mobile number become 0, so that one phone is one word.
func Digits(s string) string {
	d := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, s)
	if strings.HasPrefix(d, "628") {
		d = "0" + d[2:]
	}
	return d
}
