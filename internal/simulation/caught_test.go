package simulation

import (
	"flag"
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
			t.Logf("seed %d: %s", out.plan.seed, out.err)
			if out.plan.seed != b.seed {
				t.Logf("the table says seed %d", b.seed)
			}
			if healthy := run(t, out.plan, nil); healthy.err != "" {
				t.Fatalf("the healthy program fails seed %d too: %s", out.plan.seed, healthy.err)
			}
		})
	}
}

// caught tries the seed of the table, then searches.
func caught(t *testing.T, b *breakage) outcome {
	if b.seed > 0 {
		if out := run(t, planOf(b.seed), b); out.err != "" {
			return out
		}
	}
	for seed := uint64(1); seed <= *hunt; seed++ {
		p := planOf(seed)
		if b.needs != 0 && p.hazards&b.needs == 0 {
			continue
		}
		if out := run(t, p, b); out.err != "" {
			return out
		}
	}
	return outcome{}
}
