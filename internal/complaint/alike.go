package complaint

import (
	"slices"
	"strings"

	"loketaduan/internal/calendar"
)

// Whether a complaint may be one that was recorded before. Said while it is
// typed, to be looked at by a person: it links, it never merges.
//
// Two complaints are alike when the same person speaks (NIK or phone), or when
// the same matter is told: words that mean the same, at a place that is not
// another one, within AlikeDays. What is somebody's own affair (a card, a
// benefit, a deed) is the same matter only for the same person.

// AlikeDays is how long after a complaint the next one about the same counts.
const AlikeDays = 30

// Matter is what is compared of a complaint.
type Matter struct {
	Name, NIK, Phone   string
	Proxy              string // who speaks for the reporter
	Subject, Narrative string
	Place              string        // where it happened, as typed
	Village            string        // its name
	On                 calendar.Date // of receipt
	Open               bool
}

// Likeness of two complaints. Score is 0 when nobody need look; otherwise it
// orders hints, the likeliest first.
type Likeness struct {
	Score float64
	Why   []string // for the clerk
}

// Why two complaints are alike.
const (
	WhyNIK   = "NIK sama"
	WhyPhone = "nomor telepon sama"
	WhyName  = "nama dan isi mirip"
	WhyText  = "isi dan tempat mirip"
)

// Like compares two matters, whichever was first.
func (t *Traits) Like(o *Traits) Likeness {
	days := t.m.On.DaysUntil(o.m.On)
	older := &t.m
	if days < 0 {
		days, older = -days, &o.m
	}
	near := days <= AlikeDays
	var like Likeness
	add := func(score float64, why string) {
		like.Score = max(like.Score, score)
		like.Why = append(like.Why, why)
	}
	text, name, place := t.textLike(o), max(t.nameLike(o), o.mentions(t), t.mentions(o)), t.placeLike(o)
	if near || older.Open {
		if t.m.NIK != "" && t.m.NIK == o.m.NIK {
			add(2+text, WhyNIK)
		}
		if t.m.Phone != "" && t.m.Phone == o.m.Phone {
			add(1.5+text, WhyPhone)
		}
	}
	if !near {
		return like
	}
	own := (t.private || o.private) && !t.public && !o.public
	switch {
	case text >= textByName(name, place):
		add(1+text*name, WhyName)
	case place < 0, own && (text < textOwn || len(t.names) > 0 && len(o.names) > 0):
	case text >= textAt(place):
		add(text, WhyText)
	}
	return like
}

// textOwn is how alike the words must be where each tells of an own affair and
// one of them is not named.
const textOwn = 0.65

// Names: in full, and with a part of them missing.
const (
	sameName = 0.85
	partName = 0.65
)

// textByName is how alike the words must be when the names are; more than 1
// when the name says nothing.
func textByName(name, place float64) float64 {
	switch {
	case name >= 1 && place >= 0:
		return 0.2
	case name >= sameName && place >= 0:
		return 0.3
	case name >= 1, name >= partName && place >= 0:
		return 0.5
	}
	return 2
}

// textAt is how alike the words must be, by what is known of the places.
func textAt(place float64) float64 {
	switch {
	case place >= 1.5:
		return 0.24
	case place >= 1:
		return 0.27
	case place >= 0.5:
		return 0.39
	}
	return 0.52
}

// What words count: one that the lexicon does not know may be anything, so it
// says less against a likeness when it stands alone, and more for it when both
// have it.
const (
	commonWeight = 0.35
	strangeAlone = 0.7
	strangeBoth  = 1.3
	countWeight  = 0.5
	leastWeight  = 2.5 // a few words say little even when all are the same
	spelledOther = 0.8
)

// textLike is how much of the shorter telling stands in the other one.
func (t *Traits) textLike(o *Traits) float64 {
	switch {
	case t.weight < o.weight:
		return t.within(o)
	case t.weight > o.weight:
		return o.within(t)
	}
	return max(t.within(o), o.within(t))
}

func (t *Traits) within(o *Traits) float64 {
	both, alone := 0.0, 0.0
	for _, w := range t.topic {
		v, fit := o.find(w)
		switch {
		case fit > 0 && w.known:
			both += fit * min(w.weight, v.weight)
		case fit > 0:
			both += fit * min(w.weight, v.weight) * strangeBoth
		case w.known:
			alone += w.weight
		default:
			alone += w.weight * strangeAlone
		}
	}
	for n := range t.counts { // one that both tell says much, one that is left out nothing
		if o.counts[n] {
			both += countWeight
		}
	}
	return 0.75*both/max(both+alone, leastWeight) + 0.25*both/max(t.weight+o.weight-both, leastWeight)
}

// find gives the word of the same meaning and how sure it is.
func (t *Traits) find(w word) (word, float64) {
	for _, f := range w.forms {
		if i, ok := t.at[f]; ok {
			return t.topic[i], 1
		}
	}
	for _, f := range w.forms {
		for _, x := range t.spelled[f[0]] {
			if typo(f, x.form) {
				return t.topic[x.topic], spelledOther
			}
		}
	}
	return word{}, 0
}

// placeLike is negative when the places cannot be the same, else how much says
// that they are: half for the village or a number, one for a name.
func (t *Traits) placeLike(o *Traits) float64 {
	score := 0.0
	if len(t.village) > 0 && len(o.village) > 0 {
		if !slices.Equal(t.village, o.village) {
			return -1
		}
		score = 0.5
	}
	named, same, other := [2]bool{}, false, false
	for kind, names := range t.place {
		if !numbered[kind] {
			named[0], same = true, same || o.tells(names)
		}
		theirs := o.place[kind]
		switch {
		case kind == "" || len(theirs) == 0:
		case meet(names, theirs):
			if numbered[kind] {
				score += 0.5
			}
		case kind == "rt":
			return -1
		default:
			other = true
		}
	}
	for kind, names := range o.place {
		if !numbered[kind] {
			named[1], same = true, same || t.tells(names)
		}
	}
	switch {
	case same:
		score++
	case other && score < 1:
		return -1
	case named[0] && named[1]: // each by a landmark of its own
		score -= 0.5
	}
	return max(0, score)
}

// tells whether one of the names stands anywhere in the matter.
func (t *Traits) tells(names []string) bool {
	for kind, own := range t.place {
		if !numbered[kind] && meet(names, own) {
			return true
		}
	}
	for _, n := range names {
		if _, said := t.at[n]; said {
			return true
		}
	}
	return false
}

func meet(a, b []string) bool {
	for _, x := range a {
		for _, y := range b {
			if x == y || typo(x, y) {
				return true
			}
		}
	}
	return false
}

// nameLike of all that are named.
func (t *Traits) nameLike(o *Traits) (like float64) {
	for _, a := range t.names {
		for _, b := range o.names {
			like = max(like, nameLike(a, b))
		}
	}
	return like
}

// mentions tells how surely the text speaks of who complained in the other: a
// husband asks after the card of his wife.
func (t *Traits) mentions(o *Traits) (like float64) {
	for _, name := range o.names {
		if len(name) == 1 && len(name[0]) < 5 || slices.ContainsFunc(name, func(w string) bool { return !t.said[w] }) {
			continue
		}
		if len(name) == 1 {
			like = max(like, partName)
		} else {
			like = max(like, sameName)
		}
	}
	return like
}

// nameLike is 1 for the same name, and less where a part is missing or spelled
// otherwise.
func nameLike(a, b []string) float64 {
	switch {
	case len(a) > len(b):
		return nameWithin(b, a)
	case len(a) < len(b):
		return nameWithin(a, b)
	}
	return max(nameWithin(a, b), nameWithin(b, a))
}

func nameWithin(a, b []string) float64 {
	found := 0.0
	for _, x := range a {
		for _, y := range b {
			if x == y || typo(x, y) {
				found++
				break
			}
			if len(x) == 1 && y[:1] == x || len(y) == 1 && x[:1] == y || len(x) >= 4 && strings.HasPrefix(y, x) {
				found += 0.9
				break
			}
		}
	}
	like := found / float64(len(a))
	if len(a) == 1 && len(b) > 1 {
		like *= 0.7
	}
	return like
}
