package complaint

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// One slip of the finger is always among what may have been meant.
func TestNearNumbersHoldsWhatWasMeant(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := drawNumber(t)
		n.Letter = n.Letter[:1]
		printed := n.String()
		at := rapid.IntRange(0, len(printed)-1).Draw(t, "at")
		typed := printed
		switch kind := rapid.SampledFrom([]string{"other", "swap", "missing", "doubled"}).Draw(t, "kind"); kind {
		case "other":
			if printed[at] == '-' {
				t.Skip("a dash")
			}
			with := rapid.SampledFrom([]byte("0123456789")).Draw(t, "digit")
			if !isDigit(printed[at]) {
				with = rapid.SampledFrom([]byte("ABCDEFGHIJKLMNOPQRSTUVWXYZ")).Draw(t, "letter")
			}
			typed = printed[:at] + string(with) + printed[at+1:]
		case "swap":
			if at+1 == len(printed) || !isDigit(printed[at]) || !isDigit(printed[at+1]) {
				t.Skip("no neighbour")
			}
			typed = printed[:at] + printed[at+1:at+2] + printed[at:at+1] + printed[at+2:]
		default:
			parts := strings.Split(printed, "-")
			at %= len(parts[3])
			if kind == "missing" {
				parts[3] = parts[3][:at] + parts[3][at+1:]
			} else {
				parts[3] = parts[3][:at+1] + parts[3][at:]
			}
			typed = strings.Join(parts, "-")
		}
		near := NearNumbers(typed)
		if typed == printed {
			if slices.Contains(near, printed) {
				t.Fatalf("%s is near itself: %v", typed, near)
			}
			return
		}
		if !slices.Contains(near, printed) {
			t.Fatalf("%s typed as %s: %v", printed, typed, near)
		}
		for _, x := range near {
			if _, err := ParseNumber(x); err != nil {
				t.Fatalf("%s is offered and is none", x)
			}
		}
		if len(near) > 60 {
			t.Fatalf("%d are offered for %s", len(near), typed)
		}
	})
}

func TestNearNumbersOfOtherShapes(t *testing.T) {
	good := RegisterNumber{Office: "63.03.05", Letter: "A", Year: 2026, Seq: 123}.String()
	check := good[len(good)-1:]
	for typed, want := range map[string]bool{
		"63O305-A-2026-000123-" + check:                            true, // the letter for the digit
		"630305 a 2026 00O123 " + check:                            true,
		strings.ReplaceAll("630305-A-2026-000132-"+check, "-", ""): true, // no dashes at all
		"630305-A-2026":      false,
		"jembatan":           false,
		"6303055212900001":   false,
		"":                   false,
		"RT-02-RW-03-Gambut": false,
	} {
		if got := slices.Contains(NearNumbers(typed), good); got != want {
			t.Errorf("%q offers %v", typed, NearNumbers(typed))
		}
	}
	if n, err := ParseNumber(strings.ReplaceAll(good, "-", "")); err != nil || n.String() != good {
		t.Errorf("without dashes: %v %v", n, err)
	}
}
