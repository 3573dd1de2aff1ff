package simulation

import (
	"flag"
	"maps"
	"os"
	"runtime/debug"
	"slices"
	"strings"
	"testing"
	"time"
)

var (
	oneSeed   = flag.Uint64("seed", 0, "run this seed alone, twice, and tell what happens")
	fromSeed  = flag.Uint64("from", 1, "first seed")
	goOn      = flag.Bool("go-on", false, "one line for each failing seed instead of stopping at the first")
	seedCount = flag.Uint64("seeds", 40, "how many seeds")
)

// A run leaves little behind and takes much: collecting less often is a third
// of the time.
func init() { debug.SetGCPercent(800) }

func TestMain(m *testing.M) {
	flag.Parse()
	code := m.Run()
	remove(template.dir)
	remove(template.empty)
	os.Exit(code)
}

// TestSeeds plays many short days in which everything goes wrong.
func TestSeeds(t *testing.T) {
	if *oneSeed > 0 {
		tell(t, *oneSeed)
		return
	}
	began := time.Now()
	events, tally := 0, map[string]int{}
	for seed := *fromSeed; seed < *fromSeed+*seedCount; seed++ {
		out := run(t, planOf(seed), nil)
		events += out.events
		for what, n := range out.tally {
			tally[what] += n
		}
		switch {
		case out.err != "" && *goOn:
			t.Errorf("seed %d: %s", seed, out.err)
		case out.err != "":
			report(t, out)
			return
		}
	}
	took := time.Since(began)
	for _, what := range slices.Sorted(maps.Keys(tally)) {
		t.Logf("%6d  %s", tally[what], what)
	}
	if *seedCount >= 200 {
		reached(t, tally)
	}
	t.Logf("seeds %d to %d: %.1f a second, %d events", *fromSeed, *fromSeed+*seedCount-1, float64(*seedCount)/took.Seconds(), events)
}

// reached fails when so many seeds never came to a place that matters.
func reached(t *testing.T, tally map[string]int) {
	for _, what := range []string{"disk full", "stopped at a commit, done false", "stopped at a commit, done true", "request lost", "answer cut", "answer torn",
		"request doubled", "partition", "portal", "proxy", "set aside", "fold: clashes", "fold: clashes settled", "fold: entries of a newer program",
		"fold: offices of a complaint beyond the first", "clerk: unknown whether saved", "clerk: close the office", "clerk: settings", "clerk: account", "clerk: acknowledge",
		"a PC is being filled", "desk: fill exchange.unreachable"} {
		if tally[what] == 0 {
			t.Errorf("no seed came to: %s", what)
		}
	}
}

// tell runs one seed twice: the same seed is the same run, or no failure could
// be looked at again.
func tell(t *testing.T, seed uint64) {
	a, b := run(t, planOf(seed), nil), run(t, planOf(seed), nil)
	t.Logf("%s\n%s\ntrace %s, %d events in %s", a.plan, strings.Join(a.last, "\n"), a.hash, a.events, a.took.Round(time.Millisecond))
	if a.hash != b.hash || a.err != b.err {
		t.Errorf("the second run of the same seed was another one: %s", b.hash)
	}
	if a.err != "" {
		report(t, a)
	}
}

func TestSameSeedSameRun(t *testing.T) {
	for seed := uint64(1); seed <= 12; seed++ {
		a, b := run(t, planOf(seed), nil), run(t, planOf(seed), nil)
		if a.hash != b.hash {
			t.Errorf("seed %d: traces %s and %s", seed, a.hash, b.hash)
		}
	}
}

// report shrinks a failing plan as far as that is cheap, and shows the end of it.
func report(t *testing.T, out outcome) {
	t.Helper()
	small := shrink(t, out)
	t.Errorf("%s\n\n%s\n\nshrunk to: %s\n%s\n\nagain with: go test ./internal/simulation -run TestSeeds -seed %d -v", out.plan, out.err, small.plan,
		strings.Join(small.last, "\n")+"\n"+small.err, out.plan.seed)
}

// shrink leaves away hazards and work as long as the run still fails.
func shrink(t *testing.T, out outcome) outcome {
	best := out
	try := func(p plan) bool {
		if got := run(t, p, nil); got.err != "" {
			best = got
			return true
		}
		return false
	}
	for i := range hazards {
		if p := best.plan; p.hazards&(1<<i) != 0 {
			p.hazards &^= 1 << i
			try(p)
		}
	}
	for best.plan.steps > 1 {
		p := best.plan
		p.steps = p.steps * 2 / 3
		if !try(p) {
			break
		}
	}
	return best
}
