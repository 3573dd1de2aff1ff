package store

import (
	"strings"
	"unicode"

	"loketaduan/internal/vault"
)

// expandMost bounds how many words a typed part may stand for.
const expandMost = 256

// joinFrom is how many digits in groups may be one number, such as a phone or
// a NIK; fewer are counted as numbers of their own.
const joinFrom = 4

// terms of a query. All must fit; a term fits when all words of one of its
// alternatives are parts of words of the complaint, or their beginnings. Digits in groups
// ("0812 3456", "+62-812") may be one number or several.
func terms(query string) [][][]string {
	query = strings.ToLower(query)
	type part struct{ from, to int }
	var parts []part
	in := false
	for i, r := range query {
		word := unicode.IsLetter(r) || unicode.IsDigit(r)
		if word && !in {
			parts = append(parts, part{from: i, to: len(query)})
		} else if !word && in {
			parts[len(parts)-1].to = i
		}
		in = word
	}
	var out [][][]string
	for i := 0; i < len(parts); i++ {
		first, last := parts[i], parts[i]
		for digits(query[first.from:last.to]) && i+1 < len(parts) && digits(query[first.from:parts[i+1].to]) {
			i++
			last = parts[i]
		}
		text := query[first.from:last.to]
		var any [][]string
		if words := vault.Words(text); len(words) > 0 {
			any = append(any, words)
		}
		if joined := vault.Digits(text); digits(text) && joined != text && len(joined) >= joinFrom {
			any = append(any, []string{joined})
		}
		if len(any) > 0 {
			out = append(out, any)
		}
	}
	return out
}

// digits tells whether s is one number, perhaps written in groups.
func digits(s string) bool {
	return strings.Trim(s, "0123456789 .()+-") == ""
}

// match makes the index query; "" when nothing can fit. leaf says that any of
// some tokens is there; inside says that a part may stand anywhere in a word.
// whole is false when a part stands for more words than were looked up.
func (v *vocabulary) match(terms [][][]string, inside bool, leaf func([]string) string) (query string, whole bool) {
	whole = true
	all := make([]string, 0, len(terms))
	for _, term := range terms {
		var any []string
		for _, words := range term {
			if q, w := v.matchAll(words, inside, leaf); q != "" {
				any, whole = append(any, q), whole && w
			}
		}
		if len(any) == 0 {
			return "", true
		}
		all = append(all, join(any, " OR "))
	}
	return join(all, " AND "), whole
}

func (v *vocabulary) matchAll(words []string, inside bool, leaf func([]string) string) (query string, whole bool) {
	whole = true
	parts := make([]string, 0, len(words))
	for _, w := range words {
		full, more := v.matching(w, expandMost, inside)
		if len(full) == 0 {
			return "", true
		}
		whole = whole && !more
		for i, f := range full {
			full[i] = v.token(f).text
		}
		parts = append(parts, leaf(full))
	}
	return join(parts, " AND "), whole
}

func join(parts []string, with string) string {
	if len(parts) == 1 {
		return parts[0]
	}
	return "(" + strings.Join(parts, with) + ")"
}
