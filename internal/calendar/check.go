package calendar

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"loketaduan/internal/fault"
)

// A record is refused as a whole, so whoever mends it should see more than the
// first fault; a list that is longer than a screen helps nobody.
const maxFaults = 20

const maxText = 400 // characters of a name, a decree or a note

// Codes of regions and agencies, as offices have them: 63.03, 63.03.05, 1.03.
var scopeCode = regexp.MustCompile(`^[0-9A-Za-z][0-9A-Za-z.]{0,19}$`)

// Check holds the record to its structure: every year declared once; every day
// closed once for each scope, in a declared year, of a known kind; every amendment
// after the base decree of its year and fitting the state that it changes; scopes
// that can bind an office of the regency.
//
// Faults, the first carrying the others: calendar.record.empty, .edition,
// .regency, .year, .date, .kind, .text, .scope, .undeclared, .overlap, .early and
// .misfit.
func (r *Decrees) Check() error { return r.check(origin{}) }

func (r *Decrees) check(from origin) error {
	c := checker{record: r, from: from, declared: map[int]Date{}}
	c.checkImprint()
	c.checkBases()
	closed := c.checkDays()
	c.checkAmendments(closed)
	return c.faults.Err()
}

type checker struct {
	record   *Decrees
	from     origin
	declared map[int]Date // when each year was
	faults   fault.List
}

func (c *checker) wrong(code, field, message string) {
	if len(c.faults) < maxFaults {
		c.faults.Add(fault.New(fault.Invalid, "calendar.record."+code, field, message))
	}
}

func (c *checker) checkImprint() {
	i := c.record.imprint
	if i.Edition > 9999 {
		c.wrong("edition", "edition", "Nomor edisi kalender terlalu besar. Tulis bilangan 1 sampai 9999.")
	}
	if i.Regency != "" && !scopeCode.MatchString(i.Regency) {
		c.wrong("regency", "regency", "Kode kabupaten tidak sah. Tulis seperti 63.03.")
	}
}

func (c *checker) checkBases() {
	if len(c.record.bases) == 0 {
		c.wrong("empty", "years", "Kalender ini tidak menetapkan satu tahun pun. Lengkapi daftar keputusan tiap tahun.")
	}
	for _, b := range c.record.bases {
		where := c.from.ofBase(b) + fmt.Sprintf("Keputusan tahun %d", b.year)
		_, twice := c.declared[b.year]
		switch {
		case b.year < 2000 || b.year > 2199:
			c.wrong("year", "year", where+": tahun di luar 2000 sampai 2199. Perbaiki tahunnya.")
		case twice:
			c.wrong("year", "year", where+" tertulis dua kali. Sisakan satu; perubahan ditulis pada daftar perubahan.")
		case b.on.IsZero():
			c.wrong("date", "year", where+": tanggal keputusan kosong. Isi tanggalnya.")
		}
		c.declared[b.year] = b.on
		c.checkText(where, true, b.decree)
		c.checkText(where, false, b.verification)
	}
}

// checkDays gives what the record closes in the end.
func (c *checker) checkDays() map[place]DayKind {
	closed := map[place]DayKind{}
	for _, day := range c.record.days {
		where := c.from.ofDay(day) + "Hari " + day.at()
		if !c.checkDay(where, day) {
			continue
		}
		if _, twice := closed[day.place()]; twice {
			c.wrong("overlap", "days", where+" tertulis dua kali. Sisakan satu baris.")
		}
		closed[day.place()] = day.Kind
	}
	return closed
}

// checkAmendments undoes the amendments from the newest back.
func (c *checker) checkAmendments(closed map[place]DayKind) {
	for i := len(c.record.amendments) - 1; i >= 0; i-- {
		a := c.record.amendments[i]
		where := c.from.ofChange(a) + "Perubahan tanggal " + a.on.Text() + " atas hari " + a.day.at()
		if a.on.IsZero() {
			c.wrong("date", "amendments", where+": tanggal keputusan kosong. Isi tanggalnya.")
			continue
		}
		if !c.checkDay(where, a.day) {
			continue
		}
		if a.on.Before(c.declared[a.day.Date.Year()]) {
			c.wrong("early", "amendments", where+" lebih tua daripada keputusan yang menetapkan tahunnya. Periksa kedua tanggal.")
		}
		kind, there := closed[a.day.place()]
		switch {
		case a.withdraw && there:
			c.wrong("misfit", "amendments", where+" mencabut hari yang sesudahnya masih libur. Periksa daftar hari dan daftar perubahan.")
		case a.withdraw:
			closed[a.day.place()] = a.day.Kind
		case !there:
			c.wrong("misfit", "amendments", where+" menambah hari yang sesudahnya tidak libur. Periksa daftar hari dan daftar perubahan.")
		case kind != a.day.Kind:
			c.wrong("misfit", "amendments", where+" menyebut jenis lain daripada daftar hari. Samakan jenisnya.")
		default:
			delete(closed, a.day.place())
		}
	}
}

// checkDay reports whether the day can be judged further.
func (c *checker) checkDay(where string, day Day) bool {
	c.checkText(where, true, day.Decree)
	c.checkText(where, false, day.Name, day.Note, day.Confidence)
	if day.Date.IsZero() {
		c.wrong("date", "days", where+": tanggal kosong. Isi tanggalnya.")
		return false
	}
	if !day.Kind.known() {
		c.wrong("kind", "days", where+": jenis tidak dikenal. Pakai libur_nasional, cuti_bersama, pemilu, atau libur_lokal; bila jenisnya memang baru, perbarui program.")
		return false
	}
	c.checkScope(where, day)
	if _, ok := c.declared[day.Date.Year()]; !ok {
		c.wrong("undeclared", "days", where+" berada di tahun yang belum ditetapkan. Tambahkan keputusan tahun itu atau perbaiki tanggalnya.")
		return false
	}
	return true
}

// A scope that binds no office would close nothing and look as if it did: a name
// in place of a code, or what a moved column brought there.
func (c *checker) checkScope(where string, day Day) {
	regency := c.record.imprint.Regency
	switch {
	case day.Scope == "" && day.Kind == LocalClosure:
		c.wrong("scope", "days", where+": libur lokal harus menyebut kode wilayah atau kantornya. Isi kolom scope.")
	case day.Scope != "" && !(scopeCode.MatchString(day.Scope) && strings.ContainsAny(day.Scope, "0123456789")):
		c.wrong("scope", "days", where+": kode wilayah tidak sah. Tulis seperti 63.03 atau 63.03.05.")
	}
	// Agencies have codes of their own kind, so only another regency's region,
	// which is longer than that, is known to be foreign.
	if strings.Count(day.Scope, ".") >= 2 && regency != "" && !liesIn(regency, day.Scope) {
		c.wrong("scope", "days", where+": kode wilayah bukan bagian kabupaten ini. Perbaiki kodenya.")
	}
}

func (c *checker) checkText(where string, needed bool, texts ...string) {
	for _, text := range texts {
		switch {
		case needed && text == "":
			c.wrong("text", "decree", where+": nama keputusan kosong. Isi nomor atau nama keputusannya.")
		case utf8.RuneCountInString(text) > maxText:
			c.wrong("text", "", fmt.Sprintf("%s: ada isian lebih dari %d huruf. Ringkaslah.", where, maxText))
		case !utf8.ValidString(text) || strings.TrimSpace(text) != text || strings.ContainsFunc(text, unicode.IsControl):
			c.wrong("text", "", where+": ada isian yang memuat baris baru, tab, atau spasi di tepinya. Tulis dalam satu baris.")
		}
	}
}

// at names a day in a message.
func (d Day) at() string {
	if d.Scope == "" {
		return d.Date.Text()
	}
	return d.Date.Text() + " untuk " + d.Scope
}
