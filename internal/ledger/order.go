package ledger

import (
	"fmt"
	"math"

	"loketaduan/internal/calendar"
)

// Order of day and month in a column of dates.
type Order string

const (
	DayFirst   Order = "dm"
	MonthFirst Order = "md"
)

func (o Order) text() string {
	if o == MonthFirst {
		return "bulan/tanggal"
	}
	return "tanggal/bulan"
}

// Place of a value, for people to look at.
type Place struct {
	Text  string
	Sheet string
	Line  int
}

func (p Place) text() string {
	if p.Sheet != "" {
		return fmt.Sprintf("%s (lembar %s baris %d)", p.Text, p.Sheet, p.Line)
	}
	return fmt.Sprintf("%s (baris %d)", p.Text, p.Line)
}

// Dates is what all values of a column together say.
type Dates struct {
	Serial, Fixed, Numeric, Unreadable int // values of each kind
	DayFirst, MonthFirst               int // of the numeric ones: those that are a day in one order only
	Order                              Order
	Evidence                           string // Indonesian: why this order, or why nobody can tell
	Ask                                bool   // the values do not decide the order
	Hint                               Order  // of an undecided column: what the others of the file have
	// Suspect: Excel seems to have taken day and month the wrong way round where it
	// could, as an English one does with Indonesian dates. Somebody must say.
	Suspect bool
	Example Place // one that both orders can read
	first   struct{ dayFirst, monthFirst, unreadable Place }
	either  int
	late    int // serials after the 12th of a month
}

// take adds a value.
func (d *Dates) take(r *reading, at Place) {
	switch r.how {
	case serial:
		d.Serial++
		if r.moment.On.Day() > 12 {
			d.late++
		}
	case fixed:
		d.Fixed++
	case unreadable:
		if d.Unreadable++; d.Unreadable == 1 {
			d.first.unreadable = at
		}
	case numeric:
		d.Numeric++
		switch dm, md := r.can(DayFirst), r.can(MonthFirst); {
		case dm && md && r.first != r.second:
			if d.either++; d.either == 1 {
				d.Example = at
			}
		case dm && !md:
			if d.DayFirst++; d.DayFirst == 1 {
				d.first.dayFirst = at
			}
		case md && !dm:
			if d.MonthFirst++; d.MonthFirst == 1 {
				d.first.monthFirst = at
			}
		}
	}
}

// judge decides the order from everything that was taken.
func (d *Dates) judge() {
	d.Order = DayFirst
	switch {
	case d.DayFirst > 0 && d.MonthFirst > 0:
		d.Ask, d.Order = true, ""
		d.Evidence = fmt.Sprintf("Campur: %s hanya mungkin tanggal/bulan, %s hanya mungkin bulan/tanggal. Pilih yang benar untuk sebagian besar; yang tidak cocok ditolak dengan alasannya.",
			d.first.dayFirst.text(), d.first.monthFirst.text())
	case d.DayFirst > 0:
		d.Evidence = d.first.dayFirst.text() + " hanya mungkin tanggal/bulan."
	case d.MonthFirst > 0:
		d.Order = MonthFirst
		d.Evidence = d.first.monthFirst.text() + " hanya mungkin bulan/tanggal."
	case d.either > 0:
		d.Ask, d.Order = true, ""
		d.Evidence = "Tidak ada tanggal di atas 12 dalam kolom ini, jadi urutannya tidak dapat dipastikan. " + d.Example.text() + " dapat dibaca dua cara."
	case d.Numeric > 0:
		d.Evidence = "Tanggal dan bulannya selalu sama, jadi urutannya tidak berpengaruh."
	case d.Serial > 0 && d.Fixed == 0:
		d.Evidence = "Tanggal asli Excel."
	case d.Fixed > 0:
		d.Evidence = "Bulan tertulis sebagai kata, atau tahun di depan."
	}
	// By chance a day is not after the 12th in 12 of 31 cases, and after it in 19.
	byChance := math.Pow(12.0/31, float64(d.Serial)) * math.Pow(19.0/31, float64(d.DayFirst))
	if d.Serial > 0 && d.late == 0 && d.DayFirst > 0 && d.MonthFirst == 0 && d.either == 0 && byChance < 0.1 {
		d.Suspect = true
		d.Evidence += fmt.Sprintf(" Tetapi ke-%d tanggal asli Excel semuanya bertanggal 1 sampai 12, dan semua teksnya 13 ke atas: biasanya Excel berbahasa Inggris telah menukar tanggal dan bulan pada yang pertama.", d.Serial)
	}
}

// count of values that say something.
func (d *Dates) count() int { return d.Serial + d.Fixed + d.Numeric + d.Unreadable }

// swapped gives the day with day and month changed places; not ok when that is none.
func swapped(m Moment) (Moment, bool) {
	on, ok := dayOf(m.On.Year(), m.On.Day(), int(m.On.Month()))
	m.On = on
	return m, ok
}

// BothWays reads a date in both orders, to show what each would mean.
func BothWays(text string, year int) (dayFirst, monthFirst calendar.Date) {
	r := readDateText(text, year)
	a, _ := r.in(DayFirst)
	b, _ := r.in(MonthFirst)
	return a.On, b.On
}
