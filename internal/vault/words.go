package vault

import (
	"strings"
	"unicode"
)

// MinWord is the shortest text part that search knows, in letters.
const MinWord = 2

// Words cuts text into the lower-case words that search knows: letters and
// digits, without marks, at most 40 letters each. "RT.05/RW 02" gives rt, 05,
// rw, 02. Each word once, in order of first appearance.
func Words(texts ...string) []string {
	seen := make(map[string]struct{}, 64)
	var out []string
	for _, text := range texts {
		for _, w := range strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
			return !unicode.IsLetter(r) && !unicode.IsDigit(r)
		}) {
			if len(w) < MinWord {
				continue
			}
			if len(w) > 40 {
				w = strings.ToValidUTF8(w[:40], "")
			}
			if _, ok := seen[w]; !ok {
				seen[w] = struct{}{}
				out = append(out, w)
			}
		}
	}
	return out
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
