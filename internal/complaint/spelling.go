package complaint

// typoFrom: shorter words differ by a letter without being meant the same.
const typoFrom = 5

// typo tells whether two words differ by a slip of the finger only.
func typo(a, b string) bool {
	short := min(len(a), len(b))
	if short < typoFrom || max(len(a), len(b))-short > 2 || !hasLetter(a) || a[0] != b[0] {
		return false
	}
	most := 1
	if short >= 8 {
		most = 2
	}
	return distance(a, b, most) <= most
}

// Slips of the finger that make one word of another: a letter wrong, missing or
// too many, or two neighbours swapped. Beyond most it only says so.
func Slips(a, b string, most int) int { return distance(a, b, most) }

// distance by Damerau and Levenshtein, swaps of neighbours included; beyond
// most it only says so.
func distance(a, b string, most int) int {
	if max(len(a), len(b))-min(len(a), len(b)) > most {
		return most + 1
	}
	before, last, now := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		now[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			now[j] = min(last[j]+1, now[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				now[j] = min(now[j], before[j-2]+1)
			}
		}
		before, last, now = last, now, before
	}
	return last[len(b)]
}
