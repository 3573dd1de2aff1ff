package journal

import (
	"encoding/json"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Plain reads JSON in the form in which programs of ours write it: no space
// between the parts, no null, no key twice. It gives up on everything else, and
// says so; whoever uses it asks encoding/json then, so that both always read the
// same. It is several times faster, for it looks at each byte once.
type Plain struct {
	text string
	at   int
	bad  bool
}

// NewPlain begins to read text. What it gives are parts of the text.
func NewPlain(text string) *Plain { return &Plain{text: text} }

// Done tells that the whole text was read and nothing of it was unusual.
func (p *Plain) Done() bool { return !p.bad && p.at == len(p.text) }

// Fail gives up.
func (p *Plain) Fail() { p.bad = true }

func (p *Plain) next(c byte) bool {
	if p.bad || p.at >= len(p.text) || p.text[p.at] != c {
		return false
	}
	p.at++
	return true
}

func (p *Plain) expect(c byte) {
	if !p.next(c) {
		p.bad = true
	}
}

// Object calls each for every key; each must read the value.
func (p *Plain) Object(each func(key string)) {
	p.expect('{')
	for first := true; !p.bad && !p.next('}'); first = false {
		if !first {
			p.expect(',')
		}
		key := p.Text()
		p.expect(':')
		if !p.bad {
			each(key)
		}
	}
}

// Array calls each for every element; each must read it.
func (p *Plain) Array(each func()) {
	p.expect('[')
	for first := true; !p.bad && !p.next(']'); first = false {
		if !first {
			p.expect(',')
		}
		if !p.bad {
			each()
		}
	}
}

// Text reads a string.
func (p *Plain) Text() string {
	begin := p.at
	end, escaped, ok := stringEnd(p.text, p.at)
	if p.bad || !ok {
		p.bad = true
		return ""
	}
	p.at = end
	s := p.text[begin+1 : end-1]
	if escaped || !utf8.ValidString(s) {
		p.bad = json.Unmarshal([]byte(p.text[begin:end]), &s) != nil
	}
	return s
}

// Map reads an object of strings.
func (p *Plain) Map() map[string]string {
	m := make(map[string]string, 16)
	p.Object(func(key string) { m[key] = p.Text() })
	return m
}

// Int reads a whole number.
func (p *Plain) Int() int64 {
	begin := p.at
	p.next('-')
	for p.at < len(p.text) && p.text[p.at] >= '0' && p.text[p.at] <= '9' {
		p.at++
	}
	digits := strings.TrimPrefix(p.text[begin:p.at], "-")
	if len(digits) > 1 && digits[0] == '0' || p.at < len(p.text) && strings.IndexByte(".eE", p.text[p.at]) >= 0 {
		p.bad = true
	}
	n, err := strconv.ParseInt(p.text[begin:p.at], 10, 64)
	p.bad = p.bad || err != nil
	return n
}

// Bool reads true or false.
func (p *Plain) Bool() bool {
	word := p.Raw()
	p.bad = p.bad || word != "true" && word != "false"
	return word == "true"
}

// Raw reads any value and gives it as it stands, checked.
func (p *Plain) Raw() string {
	begin := p.at
	end, ok := valueEnd(p.text, p.at, 100)
	if p.bad || !ok {
		p.bad = true
		return ""
	}
	p.at = end
	return p.text[begin:end]
}

// validJSON is json.Valid of an object, which begins and ends with its braces.
func validJSON(text string) bool {
	end, ok := valueEnd(text, 0, deepest)
	return ok && end == len(text)
}

// deepest nesting that encoding/json reads.
const deepest = 10_000

// valueEnd finds the end of the value that begins at i and is nested at most so
// deep.
func valueEnd(s string, i, deep int) (end int, ok bool) {
	if i >= len(s) {
		return 0, false
	}
	switch c := s[i]; {
	case c == '"':
		end, _, ok = stringEnd(s, i)
		return end, ok
	case c == '{', c == '[':
		return partsEnd(s, i, deep-1)
	case c == 't':
		return wordEnd(s, i, "true")
	case c == 'f':
		return wordEnd(s, i, "false")
	case c == 'n':
		return wordEnd(s, i, "null")
	}
	return numberEnd(s, i)
}

func wordEnd(s string, i int, word string) (int, bool) {
	return i + len(word), strings.HasPrefix(s[i:], word)
}

// partsEnd is valueEnd of an object or a list.
func partsEnd(s string, i, deep int) (end int, ok bool) {
	object, closing := s[i] == '{', s[i]+2 // '}' and ']' stand two behind in ASCII
	i = skipSpace(s, i+1)
	if deep < 0 || i >= len(s) {
		return 0, false
	}
	if s[i] == closing {
		return i + 1, true
	}
	for {
		if object {
			if i, _, ok = stringEnd(s, i); !ok {
				return 0, false
			}
			if i = skipSpace(s, i); i >= len(s) || s[i] != ':' {
				return 0, false
			}
			i = skipSpace(s, i+1)
		}
		if i, ok = valueEnd(s, i, deep); !ok {
			return 0, false
		}
		if i = skipSpace(s, i); i >= len(s) {
			return 0, false
		}
		switch s[i] {
		case closing:
			return i + 1, true
		case ',':
			i = skipSpace(s, i+1)
		default:
			return 0, false
		}
	}
}

func skipSpace(s string, i int) int {
	for i < len(s) && (s[i] == ' ' || s[i] == '\n' || s[i] == '\t' || s[i] == '\r') {
		i++
	}
	return i
}

// stringEnd finds the end of the string that begins at i.
func stringEnd(s string, i int) (end int, escaped, ok bool) {
	if i >= len(s) || s[i] != '"' {
		return 0, false, false
	}
	for i++; i < len(s); i++ {
		switch c := s[i]; {
		case c == '"':
			return i + 1, escaped, true
		case c < ' ':
			return 0, false, false
		case c == '\\':
			escaped = true
			if i++; i >= len(s) {
				return 0, false, false
			}
			if s[i] != 'u' {
				if strings.IndexByte(`"\/bfnrt`, s[i]) < 0 {
					return 0, false, false
				}
				continue
			}
			for range 4 {
				if i++; i >= len(s) || !isHex(s[i]) {
					return 0, false, false
				}
			}
		}
	}
	return 0, false, false
}

func isHex(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F'
}

// numberEnd finds the end of the number that begins at i.
func numberEnd(s string, i int) (end int, ok bool) {
	digits := func() bool {
		begin := i
		for i < len(s) && s[i] >= '0' && s[i] <= '9' {
			i++
		}
		return i > begin
	}
	if i < len(s) && s[i] == '-' {
		i++
	}
	if i < len(s) && s[i] == '0' {
		i++
	} else if !digits() {
		return 0, false
	}
	if i < len(s) && s[i] == '.' {
		if i++; !digits() {
			return 0, false
		}
	}
	if i < len(s) && (s[i] == 'e' || s[i] == 'E') {
		if i++; i < len(s) && (s[i] == '+' || s[i] == '-') {
			i++
		}
		if !digits() {
			return 0, false
		}
	}
	return i, true
}
