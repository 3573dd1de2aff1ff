package simulation

import (
	"flag"
	"strings"
	"testing"
)

var hunt = flag.Uint64("hunt", 400, "seeds in which a broken variant must be caught")

// TestBrokenVariantsAreCaught is the proof that the simulation would notice: each
// fault is found by some seed, and the program without it passes that seed.
func TestBrokenVariantsAreCaught(t *testing.T) {
	for i := range breakages {
		b := &breakages[i]
		t.Run(b.name, func(t *testing.T) {
			out := caught(t, b)
			if out.err == "" {
				t.Fatalf("%d seeds and nothing noticed", *hunt)
			}
			first, _, _ := strings.Cut(out.err, "\n")
			t.Logf("seed %d: %s", out.plan.seed, first)
			if out.plan.seed != b.seed {
				t.Logf("the table says seed %d", b.seed)
			}
		})
	}
}

// caught tries the seed of the table, then searches.
func caught(t *testing.T, b *breakage) outcome {
	try := func(seed uint64) (outcome, bool) {
		p := planOf(seed)
		p.hazards |= b.adds
		if b.needs != 0 && p.hazards&b.needs == 0 {
			return outcome{}, false
		}
		out := run(t, p, b)
		return out, out.err != "" && run(t, p, nil).err == ""
	}
	for seed := uint64(0); seed <= *hunt; seed++ {
		s := seed
		if seed == 0 {
			if s = b.seed; s == 0 {
				continue
			}
		}
		if out, ok := try(s); ok {
			return out
		}
	}
	return outcome{}
}
