package complaint

import (
	"regexp"
	"slices"
	"strings"
)

// undivided is a register number that was typed without its dashes.
var undivided = regexp.MustCompile(`^([0-9]{4,10})([A-Z]{1,4})([0-9]{4})([0-9]{5,8})([0-9])$`)

// numberParts cuts what was typed into the five parts of a register number;
// nil when it has another shape. Nothing is checked yet.
func numberParts(s string) []string {
	s = strings.ToUpper(strings.TrimSpace(s))
	parts := strings.FieldsFunc(s, func(r rune) bool { return r == '-' || r == ' ' })
	if len(parts) != 5 {
		whole := undivided.FindStringSubmatch(strings.Join(parts, ""))
		if whole == nil {
			return nil
		}
		return whole[1:]
	}
	return parts
}

// misread are letters that stand where only a digit can be.
var misread = strings.NewReplacer("O", "0", "I", "1", "L", "1")

// NearNumbers are the register numbers that may have been meant where the typed
// one does not fit: neighbours swapped, one digit or the letter another, a digit
// of the sequence missing or too many. The check digit leaves few of them, the
// likeliest first; none when s is no whole register number.
func NearNumbers(s string) []string {
	parts := numberParts(s)
	if parts == nil {
		return nil
	}
	self := strings.Join(parts, "-")
	for _, i := range []int{2, 3, 4} {
		parts[i] = misread.Replace(parts[i])
	}
	if strings.ContainsAny(parts[0], "0123456789") {
		parts[0] = misread.Replace(parts[0])
	}
	var out []string
	try := func(number string) {
		if n, err := ParseNumber(number); err == nil && n.String() != self && !slices.Contains(out, n.String()) {
			out = append(out, n.String())
		}
	}
	typed := strings.Join(parts, "-")
	try(typed)
	swapped(typed, try)
	replaced(typed, try)
	for at := range len(parts[3]) + 1 {
		begin, rest := parts[3][:at], parts[3][at:]
		if rest != "" {
			try(strings.Join([]string{parts[0], parts[1], parts[2], begin + rest[1:], parts[4]}, "-"))
		}
		for d := '0'; d <= '9'; d++ {
			try(strings.Join([]string{parts[0], parts[1], parts[2], begin + string(d) + rest, parts[4]}, "-"))
		}
	}
	return out
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// swapped tries all with two neighbouring digits in the other order, also
// where a dash stands between them.
func swapped(typed string, try func(string)) {
	for i := 0; i+1 < len(typed); i++ {
		j := i + 1
		if typed[j] == '-' {
			j++
		}
		if j < len(typed) && isDigit(typed[i]) && isDigit(typed[j]) && typed[i] != typed[j] {
			b := []byte(typed)
			b[i], b[j] = b[j], b[i]
			try(string(b))
		}
	}
}

// replaced tries all with another digit, or another letter, in one place. The
// end differs oftener than the beginning, which is the same for a whole office.
func replaced(typed string, try func(string)) {
	for i := len(typed) - 1; i >= 0; i-- {
		from, to := byte('0'), byte('9')
		switch c := typed[i]; {
		case c == '-':
			continue
		case !isDigit(c):
			from, to = 'A', 'Z'
		}
		for c := from; c <= to; c++ {
			try(typed[:i] + string(c) + typed[i+1:])
		}
	}
}
