package ledger

// near tells whether two words differ by one mistyped, missing, extra or
// swapped letter (Damerau-Levenshtein distance 1). Equal words are near.
func near(a, b string) bool {
	if a == b {
		return true
	}
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b)-len(a) > 1 {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	if len(a) < len(b) { // a letter more
		return a[i:] == b[i+1:]
	}
	if a[i+1:] == b[i+1:] { // another letter
		return true
	}
	return i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:]
}
