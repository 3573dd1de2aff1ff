package calendar

// verdict is what became of one day on the way to a deadline.
type verdict int

const (
	counted  verdict = iota
	off              // closed for certain
	waiting          // in a pause
	foreseen         // taken by a Hijri holiday that may fall on it
)

// walk counts day by day where a span meets Hijri holidays whose date is not
// known. It takes each of them as short as it can be, which gives the earliest due
// date that may come true, or with late as long as it can be, which gives the
// latest. That is not one calendar of closed days for all spans: a span that
// begins or pauses among the possible dates of a holiday may miss it altogether.
//
// Due is zero when the clock stands. visit is told of every day up to then; b is
// nil unless the day is foreseen.
func (c *Calendar) walk(s Span, pauses []Pause, late bool, visit func(d Date, v verdict, b *block)) (due Date) {
	t := c.table(s.Week)
	stands := standsSince(pauses)
	blocks := c.outlook.blocksFrom(s.Received.AddDays(1))
	var seen tally
	for d, left := s.Received, s.WorkingDays; left > 0; {
		d = d.AddDays(1)
		if !stands.IsZero() && d.After(stands) {
			return Date{}
		}
		for len(blocks) > 0 && d.After(blocks[0].to) {
			blocks, seen = blocks[1:], tally{}
		}
		v := counted
		var b *block
		switch {
		case !t.isWorking(d):
			v = off
		case within(pauses, d):
			v = waiting
		case len(blocks) > 0 && !d.Before(blocks[0].from):
			before := seen
			blocks[0].take(&seen, d)
			if !late && seen.least() > before.least() || late && seen.most() > before.most() {
				v, b = foreseen, &blocks[0]
			}
		}
		if v == counted {
			left--
			due = d
		}
		if visit != nil {
			visit(d, v, b)
		}
	}
	return due
}
