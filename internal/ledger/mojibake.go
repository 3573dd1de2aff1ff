package ledger

import (
	"strings"
	"unicode/utf8"
)

// windows1252 are the letters of the bytes 0x80 to 0x9f; a byte without one
// stays the control character that Windows makes of it.
var windows1252 = [32]rune{
	'€', 0x81, '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', 0x8d, 'Ž', 0x8f,
	0x90, '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', 0x9d, 'ž', 'Ÿ',
}

func fromWindows(b byte) rune {
	if b >= 0x80 && b <= 0x9f {
		return windows1252[b-0x80]
	}
	return rune(b)
}

// toWindows is the byte of a letter; not ok when Windows-1252 has none.
func toWindows(r rune) (byte, bool) {
	if r < 0x80 || r >= 0xa0 && r <= 0xff {
		return byte(r), true
	}
	for i, w := range windows1252 {
		if w == r {
			return byte(0x80 + i), true
		}
	}
	return 0, false
}

// repair undoes what happens when a program takes UTF-8 for Windows-1252 and
// saves it again: "â€œ" becomes a quotation mark. A run of letters is changed
// only when its bytes are UTF-8 as a whole, which no text of ours is by chance.
func repair(s string) (string, bool) {
	repaired := false
	for range 2 { // it may have happened twice
		next, ok := repairOnce(s)
		if !ok {
			break
		}
		s, repaired = next, true
	}
	if strings.Contains(s, "Â ") { // left of a space that may not be broken
		s, repaired = strings.ReplaceAll(s, "Â ", " "), true
	}
	return s, repaired
}

func repairOnce(s string) (string, bool) {
	if !strings.ContainsAny(s, "ÂÃâÅÄðï") {
		return s, false
	}
	var out strings.Builder
	changed := false
	run := make([]byte, 0, 16)
	from := 0
	flush := func(to int) {
		if len(run) > 1 && utf8.Valid(run) {
			out.Write(run)
			changed = true
		} else {
			out.WriteString(s[from:to])
		}
		run = run[:0]
	}
	for i, r := range s {
		b, ok := toWindows(r)
		if r >= utf8.RuneSelf && ok {
			if len(run) == 0 {
				from = i
			}
			run = append(run, b)
			continue
		}
		if len(run) > 0 {
			flush(i)
		}
		out.WriteRune(r)
	}
	if len(run) > 0 {
		flush(len(s))
	}
	return out.String(), changed
}
