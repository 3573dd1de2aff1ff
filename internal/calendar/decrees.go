package calendar

import (
	"cmp"
	"embed"
	"io/fs"
	"slices"
	"strings"
	"sync"
)

//go:embed data/*.csv
var dataFiles embed.FS

// Decrees is the record of what was decreed and when: the final state of every
// declared year, the amendments that led to it, and the decree that declared
// each year. Undoing every amendment signed after a day gives the calendar as it
// was known on that day. A record never changes after it was made and is safe
// for concurrent use.
type Decrees struct {
	imprint    Imprint
	bases      []base      // by year
	days       []Day       // by compareDays
	amendments []amendment // oldest first; those of one date as they were given
	dates      []Date      // of every decree, in order, each once
	scopes     []string    // every scope but "", sorted

	making sync.Mutex
	made   map[string]*Calendar

	stepping sync.Once
	steps    []Step // of the whole record
}

// Imprint says which issue of a record this is. It is not part of what was
// decreed.
type Imprint struct {
	// Edition counts from 1 the issues that have the same newest decree; 0
	// counts as 1.
	Edition int
	// Regency is the code of the regency that keeps the record, such as
	// "63.03"; "" for the national record shipped with the program.
	Regency string
	Issued  Date // zero when not said
}

type amendment struct {
	on       Date
	withdraw bool
	day      Day // of a nameless one Name is "", see named
}

// named gives the amended day as a calendar shows it.
func (a amendment) named() Day {
	day := a.day
	if day.Name == "" {
		day.Name = day.Kind.label()
	}
	return day
}

type base struct {
	year         int
	on           Date
	decree       string
	verification string
}

// YearStatus says on what the calendar of a year rests.
type YearStatus struct {
	Year         int
	Decree       string // the base decree, which declared the year
	DecreedOn    Date
	Verification string   // how the base decree is known: decree PDF, press, recalled
	Amended      []string // decrees that changed the year later, oldest first
}

// EmbeddedDecrees gives the record shipped with the program: the decrees of 2017
// to 2027.
func EmbeddedDecrees() *Decrees { return embeddedDecrees() }

var embeddedDecrees = sync.OnceValue(func() *Decrees {
	folder, err := fs.Sub(dataFiles, "data")
	if err == nil {
		var d *Decrees
		if d, err = ReadCSV(folder); err == nil {
			return d
		}
	}
	panic("calendar: embedded decrees: " + err.Error())
})

// newDecrees orders what it is given and keeps it; Check is the caller's part.
func newDecrees(imprint Imprint, bases []base, days []Day, amendments []amendment) *Decrees {
	imprint.Edition = max(1, imprint.Edition)
	d := &Decrees{imprint: imprint, bases: bases, days: days, amendments: amendments, made: map[string]*Calendar{}}
	slices.SortStableFunc(d.bases, func(a, b base) int { return cmp.Compare(a.year, b.year) })
	slices.SortStableFunc(d.amendments, func(a, b amendment) int { return a.on.Compare(b.on) })
	slices.SortFunc(d.days, compareDays)
	for _, b := range bases {
		d.dates = append(d.dates, b.on)
	}
	for _, day := range days {
		d.scopes = append(d.scopes, day.Scope)
	}
	for _, a := range amendments {
		d.dates = append(d.dates, a.on)
		d.scopes = append(d.scopes, a.day.Scope)
	}
	slices.SortFunc(d.dates, Date.Compare)
	d.dates = slices.Compact(d.dates)
	slices.Sort(d.scopes)
	d.scopes = slices.DeleteFunc(slices.Compact(d.scopes), func(scope string) bool { return scope == "" })
	return d
}

// Revision names the record: the date of its newest decree and its edition.
func (r *Decrees) Revision() Revision {
	if len(r.dates) == 0 {
		return Revision{}
	}
	return Revision{Decreed: r.dates[len(r.dates)-1], Edition: r.imprint.Edition}
}

// Imprint says which issue of the record this is.
func (r *Decrees) Imprint() Imprint { return r.imprint }

// WithImprint gives the same decrees as another issue, such as the next edition
// after a correction, or under the code of the regency that signs it.
func (r *Decrees) WithImprint(i Imprint) *Decrees {
	return newDecrees(i, slices.Clone(r.bases), slices.Clone(r.days), slices.Clone(r.amendments))
}

// Years gives the declared years in order.
func (r *Decrees) Years() []YearStatus {
	years := make([]YearStatus, 0, len(r.bases))
	for _, b := range r.bases {
		status := YearStatus{
			Year: b.year, Decree: b.decree, DecreedOn: b.on, Verification: b.verification, Amended: []string{},
		}
		for _, a := range r.amendments {
			if a.day.Date.Year() == b.year && a.on.After(b.on) && !slices.Contains(status.Amended, a.day.Decree) {
				status.Amended = append(status.Amended, a.day.Decree)
			}
		}
		years = append(years, status)
	}
	return years
}

// binds reports whether a closure of that scope closes an office: the scope is
// the whole country, the regency that keeps the record, the office itself, or a
// region that its code lies in ("63.03" binds "63.03.05"). The regency is named
// apart because its agencies have codes such as "1.03", which do not begin with
// its own. Without an office only the whole country counts.
func (r *Decrees) binds(scope, office string) bool {
	switch {
	case scope == "":
		return true
	case office == "":
		return false
	}
	return scope == r.imprint.Regency || liesIn(scope, office)
}

// liesIn reports whether a code is a region or lies in it.
func liesIn(region, code string) bool {
	return code == region || strings.HasPrefix(code, region+".")
}
