package complaint

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"loketaduan/internal/fault"
)

func drawNumber(t *rapid.T) RegisterNumber {
	return RegisterNumber{
		Office: rapid.StringMatching(`[0-9]{6}`).Draw(t, "office"),
		Letter: rapid.StringMatching(`[A-Z]{1,4}`).Draw(t, "letter"),
		Year:   rapid.IntRange(2024, 2099).Draw(t, "year"),
		Seq:    rapid.Int64Range(1, 2_000_000).Draw(t, "seq"),
	}
}

func TestNumberKnown(t *testing.T) {
	for n, want := range map[RegisterNumber]string{
		{"63.03.05", "A", 2026, 1}:       "630305-A-2026-000001-",
		{"63.03.05", "AB", 2026, 123}:    "630305-AB-2026-000123-",
		{"63.03.05", "Z", 2027, 1234567}: "630305-Z-2027-1234567-",
		{"63.03.05", "A", 2026, 999999}:  "630305-A-2026-999999-",
	} {
		got := n.String()
		if !strings.HasPrefix(got, want) || len(got) != len(want)+1 {
			t.Errorf("%+v prints as %s", n, got)
		}
	}
	// The check digit of 0794 under MOD 11,10 is 5 (ISO/IEC 7064).
	if got := checkDigit("0794"); got != '5' {
		t.Errorf("check digit of 0794 is %c", got)
	}
}

func TestNumberRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := drawNumber(t)
		printed := n.String()
		for _, typed := range []string{printed, strings.ToLower(printed), strings.ReplaceAll(printed, "-", " "), "  " + strings.ReplaceAll(printed, "-", " - ") + " "} {
			if got, err := ParseNumber(typed); err != nil || got != n {
				t.Fatalf("%q: %+v %v, want %+v", typed, got, err, n)
			}
		}
	})
}

func TestNumberFindsEverySingleDigitError(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		printed := drawNumber(t).String()
		for i := range printed {
			if printed[i] < '0' || printed[i] > '9' {
				continue
			}
			for d := byte('0'); d <= '9'; d++ {
				if typed := printed[:i] + string(d) + printed[i+1:]; d != printed[i] {
					if _, err := ParseNumber(typed); err == nil {
						t.Fatalf("%s typed as %s is not found", printed, typed)
					}
				}
			}
		}
	})
}

func TestNumberFindsNearlyEverySwap(t *testing.T) {
	swaps, found := 0, 0
	for seq := int64(1); seq <= 3000; seq++ {
		printed := RegisterNumber{Office: "630305", Letter: "A", Year: 2026, Seq: seq * 331}.String()
		for i := range len(printed) - 1 {
			a, b := printed[i], printed[i+1]
			if a == b || a == '-' || b == '-' {
				continue
			}
			swaps++
			if _, err := ParseNumber(printed[:i] + string(b) + string(a) + printed[i+2:]); err != nil {
				found++
			}
		}
	}
	share := float64(found) / float64(swaps)
	t.Logf("%d of %d swaps of neighbours found: %.2f %%", found, swaps, 100*share)
	if share < 0.97 {
		t.Errorf("only %.2f %% of the swaps are found", 100*share)
	}
}

func TestNumberRefuses(t *testing.T) {
	good := RegisterNumber{Office: "630305", Letter: "A", Year: 2026, Seq: 123}.String()
	for _, s := range []string{"", "-", "630305", good[:len(good)-1], good + "1", good + "-1", "x" + good, strings.ReplaceAll(good, "-", "/"), strings.ReplaceAll(good, "-A-", "-"), "630305-A-2026-" + strings.Repeat("9", 30) + "-1"} {
		_, err := ParseNumber(s)
		wantFault(t, err, fault.Invalid, "number")
	}
}

// A number has one printed form; nothing else may pass for it.
func TestNumberHasOneForm(t *testing.T) {
	for digit := range 10 {
		for _, s := range []string{"630305-A-2026-123-%d", "630305-A-2026-0000123-%d", "630305-A-+2026-000123-%d", "630305-A-2026-+00123-%d", "630305-1-2026-000123-%d", "630305-Ä-2026-000123-%d"} {
			typed := fmt.Sprintf(s, digit)
			if n, err := ParseNumber(typed); err == nil {
				t.Errorf("%s is taken for %+v", typed, n)
			}
		}
	}
}

func TestNumbersDiffer(t *testing.T) {
	seen := map[string]RegisterNumber{}
	for _, letter := range []string{"A", "B", "Z", "AA", "AB", "BA", "ZZ"} {
		for _, year := range []int{2026, 2027} {
			for seq := int64(1); seq <= 1500; seq++ {
				n := RegisterNumber{Office: "63.03.05", Letter: letter, Year: year, Seq: seq * 997}
				s := n.String()
				if other, had := seen[s]; had {
					t.Fatalf("%+v and %+v are both %s", n, other, s)
				}
				seen[s] = n
			}
		}
	}
}

func TestValidLetter(t *testing.T) {
	for s, want := range map[string]bool{"A": true, "Z": true, "AA": true, "ZZ": true, "": false, "AAA": true, "AAAA": true, "AAAAA": false, "a": false, "1": false, "A1": false, "Ä": false, "É": false} {
		if ValidLetter(s) != want {
			t.Errorf("%q: %v", s, !want)
		}
	}
}

func TestProvisionalLetter(t *testing.T) {
	next := 0
	draw := func(n int) int { next += 7; return next % n }
	for past, begins := range map[string]string{"A": "A", "AB": "AB", "AKX": "A"} {
		l := NewProvisionalLetter(past, draw)
		if !ValidLetter(l) || !ProvisionalLetter(l) || len(l) != len(begins)+2 || l[:len(begins)] != begins || ProvisionalLetter(begins) {
			t.Errorf("%s after %s", l, past)
		}
		n := RegisterNumber{Office: "630305", Letter: l, Year: 2026, Seq: 12}
		if got, err := ParseNumber(n.String()); err != nil || got != n {
			t.Errorf("%v %v", got, err)
		}
	}
}
