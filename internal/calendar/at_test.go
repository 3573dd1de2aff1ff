package calendar

import (
	"slices"
	"testing"
)

// The record of an earlier day and the whole record say the same of that day
// and of all days before it.
func TestAtIsTheRecordOfThatDay(t *testing.T) {
	whole := EmbeddedDecrees()
	for _, on := range whole.dates {
		then := whole.At(on)
		if err := then.Check(); err != nil || then.Revision() != (Revision{Decreed: on, Edition: 1}) {
			t.Fatalf("%s: revision %s, %v", on, then.Revision(), err)
		}
		if on != whole.Revision().Decreed {
			if err := Supersedes(whole, then); err != nil {
				t.Errorf("%s: %v", on, err)
			}
		}
		for _, earlier := range whole.dates {
			if earlier.After(on) {
				break
			}
			a, b := then.AsOf(earlier, ""), whole.AsOf(earlier, "")
			if !slices.Equal(a.Days(Date{}, Date{}), b.Days(Date{}, Date{})) {
				t.Errorf("%s as of %s: other days", on, earlier)
			}
			for y := 2016; y < 2031; y++ {
				if d := Of(y, 6, 1); a.Declared(d) != b.Declared(d) {
					t.Errorf("%s as of %s: %d declared %v", on, earlier, y, a.Declared(d))
				}
			}
		}
	}
	if before := whole.At(whole.dates[0].AddDays(-1)); before.Check() == nil || !before.Revision().Decreed.IsZero() {
		t.Error("a record of before the first decree must be refused")
	}
	if n := len(whole.Days(2026)); n != 25 {
		t.Errorf("2026 has %d days, want 17 and 8", n)
	}
}
