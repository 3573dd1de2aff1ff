package calendar

import (
	"bytes"
	"fmt"
	"slices"

	"loketaduan/internal/fault"
)

// Supersedes reports by a nil error that newer may take the place of current.
// Faults, all of kind Conflict: calendar.package.regency, it is another regency's;
// .older; .known, the same revision with the same content, which needs nothing;
// .differs, the same revision with other content; .years, a declared year is lost.
func Supersedes(newer, current *Decrees) error {
	if kept := current.imprint.Regency; kept != "" && newer.imprint.Regency != kept {
		return refused("regency", "Kalender ini diterbitkan untuk kabupaten lain. Pakai berkas dari kabupaten sendiri.")
	}
	order := newer.Revision().Compare(current.Revision())
	switch {
	case order < 0:
		return refused("older", "Kalender di berkas ini lebih lama ("+newer.Revision().String()+") daripada yang sudah dipakai ("+
			current.Revision().String()+"). Tidak ada yang diubah; minta berkas terbaru bila perlu.")
	case order == 0 && newer.keptBy(current.imprint.Regency).Equal(current):
		return refused("known", "Kalender revisi "+current.Revision().String()+" ini sudah dipakai. Tidak ada yang perlu dilakukan.")
	case order == 0:
		return refused("differs", "Berkas ini bernama revisi "+current.Revision().String()+
			" seperti kalender yang dipakai, tetapi isinya lain. Minta kabupaten menerbitkannya dengan nomor edisi baru.")
	}
	for _, b := range current.bases {
		if !slices.ContainsFunc(newer.bases, func(n base) bool { return n.year == b.year }) {
			return refused("years", fmt.Sprintf("Kalender di berkas ini tidak lagi memuat tahun %d. Minta kabupaten menerbitkannya lagi dengan lengkap.", b.year))
		}
	}
	return nil
}

func refused(code, message string) *fault.Fault {
	return fault.New(fault.Conflict, "calendar.package."+code, "file", message)
}

// Equal reports whether two records say the same and bear the same revision and
// regency; when they were issued does not count.
func (r *Decrees) Equal(o *Decrees) bool {
	return bytes.Equal(r.content(), o.content())
}

func (r *Decrees) content() []byte {
	undated := r.imprint
	undated.Issued = Date{}
	return r.WithImprint(undated).document()
}

// keptBy lets the record as shipped, which no regency keeps, be compared with the
// same record issued by one.
func (r *Decrees) keptBy(regency string) *Decrees {
	i := r.imprint
	i.Regency = regency
	return r.WithImprint(i)
}

// Change is one day that another record closes or no longer closes.
type Change struct {
	Added bool
	Day   Day
}

// Diff gives what a newer record changes in the final state of the years, sorted
// by date with withdrawn days first, and the years that it declares and the old
// one does not. A decree named anew on an unchanged day is no change.
func Diff(old, newer *Decrees) (changes []Change, years []int) {
	changes, years = []Change{}, []int{}
	before, _ := old.knownOn(old.Revision().Decreed)
	after, _ := newer.knownOn(newer.Revision().Decreed)
	for _, day := range missing(after, before) {
		changes = append(changes, Change{Day: day})
	}
	for _, day := range missing(before, after) {
		changes = append(changes, Change{Added: true, Day: day})
	}
	slices.SortStableFunc(changes, func(a, b Change) int { return a.Day.Date.Compare(b.Day.Date) })
	for _, b := range newer.bases {
		if !slices.ContainsFunc(old.bases, func(o base) bool { return o.year == b.year }) {
			years = append(years, b.year)
		}
	}
	return changes, years
}
