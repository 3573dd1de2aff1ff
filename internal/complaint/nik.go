package complaint

import (
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"loketaduan/internal/calendar"
)

// NIK is what a population number tells of its holder: the first six digits the
// kecamatan that issued it, the next six the day of birth (a woman's day with 40
// added), the last four a sequence (Permendagri 72/2022, annex).
type NIK struct {
	Born calendar.Date
	Sex  string // L or P
}

// ReadNIK reads 16 digits, written in groups or not; not ok when they cannot be
// a NIK. Of two centuries the later one is meant that is not after today.
func ReadNIK(s string, today calendar.Date) (NIK, bool) {
	if !only(nikSigns, s) {
		return NIK{}, false
	}
	d := OnlyDigits(s)
	if len(d) != 16 || d[:2] < "11" || d[2:4] == "00" || d[4:6] == "00" || d[12:] == "0000" {
		return NIK{}, false
	}
	part := func(from int) int {
		n, _ := strconv.Atoi(d[from : from+2])
		return n
	}
	n := NIK{Sex: "L"}
	day, month, year := part(6), part(8), part(10)
	if day > 40 {
		n.Sex, day = "P", day-40
	}
	for _, century := range []int{2000, 1900} {
		born := calendar.Of(century+year, time.Month(month), day)
		real := born.Day() == day && int(born.Month()) == month // not 31 February
		if month >= 1 && month <= 12 && real && !born.After(today) {
			n.Born = born
			return n, true
		}
	}
	return NIK{}, false
}

// AgeBandAt somebody on a day.
func AgeBandAt(born, on calendar.Date) string {
	age := on.Year() - born.Year()
	if on.Month() < born.Month() || on.Month() == born.Month() && on.Day() < born.Day() {
		age--
	}
	switch {
	case age < 18:
		return "<18"
	case age <= 30:
		return "18-30"
	case age <= 45:
		return "31-45"
	case age <= 60:
		return "46-60"
	}
	return ">60"
}

// NIKDoubt tells what the NIK says otherwise than the form; "" when nothing. It
// never refuses: cards with a wrong number exist.
func (r *Reporter) NIKDoubt(on calendar.Date) string {
	if r.IDType != "ktp" || len(OnlyDigits(r.IDNumber)) != 16 {
		return ""
	}
	n, ok := ReadNIK(r.IDNumber, on)
	switch {
	case !ok:
		return "Angka NIK ini tidak lazim: kode wilayah atau tanggal lahirnya tidak ada. Cocokkan sekali lagi dengan KTP."
	case r.Sex != "" && r.Sex != n.Sex:
		return "Menurut NIK pelapor " + strings.ToLower(TextOf(Sexes, n.Sex)) + ". Cocokkan sekali lagi dengan KTP."
	case r.AgeBand != "" && r.AgeBand != AgeBandAt(n.Born, on):
		return "Menurut NIK umur pelapor " + strings.ToLower(TextOf(AgeBands, AgeBandAt(n.Born, on))) + ". Cocokkan sekali lagi dengan KTP."
	}
	return ""
}

// Complete fills what was left empty and follows from what was typed: sex and
// age from the NIK, the address from the village (village is its name), the
// subject from the first words. What was typed stays. on is the day of receipt.
func (f *Form) Complete(on calendar.Date, village string) {
	r := &f.Reporter
	if !r.Unidentified {
		if r.IDType == "ktp" {
			if n, ok := ReadNIK(r.IDNumber, on); ok {
				fill(&r.Sex, n.Sex)
				fill(&r.AgeBand, AgeBandAt(n.Born, on))
			}
		}
		if village != "" {
			fill(&r.Address, village)
		}
	}
	fill(&f.Subject, firstWords(f.Narrative))
}

func fill(to *string, with string) {
	if strings.TrimSpace(*to) == "" {
		*to = with
	}
}

// firstMost is how long a subject is that was made from the first words.
const firstMost = 80

// firstWords is the first sentence of a text, cut at a word.
func firstWords(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	for i, r := range text {
		short := r == '.' && i-strings.LastIndexByte(text[:i], ' ') <= 4 // Jl. Veteran
		if strings.ContainsRune(".!?;", r) && (i+1 == len(text) || text[i+1] == ' ' && !short) {
			text = text[:i]
			break
		}
	}
	if utf8.RuneCountInString(text) <= firstMost {
		return text
	}
	cut := string([]rune(text)[:firstMost])
	if i := strings.LastIndexByte(cut, ' '); i > firstMost/2 {
		cut = cut[:i]
	}
	return strings.TrimRight(cut, " ,:-") + " …"
}

// SameAs tells by which number two reporters are one person; "" when by none.
func (r *Reporter) SameAs(o *Reporter) string {
	same := func(a, b string) bool { return len(a) >= leastNumber && a == b }
	switch {
	case same(OnlyDigits(r.IDNumber), OnlyDigits(o.IDNumber)):
		return WhyNIK
	case same(cleanPhone(r.Phone), cleanPhone(o.Phone)):
		return WhyPhone
	}
	return ""
}

// leastNumber: shorter ones are not typed to the end.
const leastNumber = 7

// TakeReporter fills what was left empty with what an earlier complaint of the
// same person says of them, the age aside, which has changed. A name that was
// only begun is written out.
func (r *Reporter) TakeReporter(of Reporter) {
	if begun := strings.TrimSpace(r.Name); begun != "" && len(begun) < len(of.Name) && strings.EqualFold(of.Name[:len(begun)], begun) {
		r.Name = ""
	}
	if strings.TrimSpace(r.IDNumber) == "" {
		r.IDType, r.IDNumber = of.IDType, of.IDNumber
	}
	for _, x := range []struct {
		to   *string
		from string
	}{{&r.Name, of.Name}, {&r.Sex, of.Sex}, {&r.Disability, of.Disability}, {&r.Occupation, of.Occupation}, {&r.Address, of.Address}, {&r.Village, of.Village},
		{&r.Phone, of.Phone}, {&r.Email, of.Email}, {&r.Organisation, of.Organisation}} {
		fill(x.to, x.from)
	}
}
