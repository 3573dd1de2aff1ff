package simulation

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"
)

// hazard is one kind of misfortune that a run may hold.
type hazard uint32

const (
	slowLine hazard = 1 << iota
	lostRequests
	cutAnswers
	doubledRequests
	partitions
	portals
	proxies
	deskCrashes
	serverCrashes
	deskDisk
	serverDisk
	clockJumps
	deskClone
	deskRestore
	serverRestore
	oldProgram
	newProgram
	lateDesk
	hazards = iota
)

var hazardNames = [hazards]string{"slow line", "lost requests", "cut answers", "doubled requests", "partitions", "portals", "proxies", "desk crashes",
	"server crashes", "desk disk full", "server disk full", "clock jumps", "cloned desk", "restored desk", "restored server", "old program", "new program", "new desk"}

func (h hazard) String() string {
	var out []string
	for i := range hazards {
		if h&(1<<i) != 0 {
			out = append(out, hazardNames[i])
		}
	}
	return strings.Join(out, ", ")
}

// forced hazards are in every plan: -with "restored server, cloned desk".
var forced hazard

func init() {
	flag.Func("with", "hazards that every plan holds, by their names", func(list string) error {
		for name := range strings.SplitSeq(list, ",") {
			at := slices.Index(hazardNames[:], strings.TrimSpace(name))
			if at < 0 {
				return fmt.Errorf("no hazard %q; there are: %s", name, strings.Join(hazardNames[:], ", "))
			}
			forced |= 1 << at
		}
		return nil
	})
}

// plan is what a seed stands for; it alone decides the run.
type plan struct {
	seed    uint64
	desks   int
	steps   int // what clerks do
	length  time.Duration
	hazards hazard
	oldDesk int  // -1 = none
	backoff bool // healing by the clock alone: nobody tells the loops that the line is back
}

func (p plan) String() string {
	return fmt.Sprintf("seed %d: %d desks, %d steps in %s, %s", p.seed, p.desks, p.steps, p.length, p.hazards)
}

// planOf draws a plan. Few hazards at once find faults as well as all at once,
// and tell more; so most seeds have some.
func planOf(seed uint64) plan {
	r := rand.New(rand.NewPCG(seed, 0))
	p := plan{seed: seed, desks: 2 + r.IntN(len(seats)-1), steps: 6 + r.IntN(16), oldDesk: -1}
	p.length = between(r, 30*time.Second, 5*time.Minute)
	odds := pick(r, []float64{15, 30, 60})
	for i := range hazards {
		if chance(r, odds) {
			p.hazards |= 1 << i
		}
	}
	p.hazards |= forced
	if p.hazards&oldProgram != 0 {
		p.oldDesk = r.IntN(p.desks)
	}
	p.backoff = chance(r, 30)
	return p
}
