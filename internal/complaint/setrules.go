package complaint

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"loketaduan/internal/auth"
	"loketaduan/internal/calendar"
	"loketaduan/internal/fault"
)

// MaxClosureDays is the longest run of days of one closure: longer ones are
// mistyped years.
const MaxClosureDays = 60

// NewClosure is what is typed to close an office.
type NewClosure struct {
	From, To calendar.Date // To zero = From
	Reason   string
	Letter   string
	LetterOn calendar.Date
}

// CloseOffice decides the entry of a closure. Only a head or an admin may: it
// moves deadlines. The letter is asked for because a moved date is looked at in
// disputes (design: closures only by decree).
func CloseOffice(id string, in NewClosure, by Actor, have []Closure, today calendar.Date) (Draft, error) {
	if !by.Role.May(auth.Calendar) {
		return Draft{}, notYours()
	}
	in.Reason, in.Letter = strings.TrimSpace(in.Reason), strings.TrimSpace(in.Letter)
	if in.To.IsZero() {
		in.To = in.From
	}
	var l fault.List
	switch {
	case in.From.IsZero():
		l.Add(fault.New(fault.Invalid, "closure.from.required", "from", "Isi tanggal tutup, misalnya 12/12/2026."))
	case in.To.Before(in.From):
		l.Add(fault.New(fault.Invalid, "closure.to.early", "to", "Tanggal akhir sebelum tanggal awal. Periksa lagi."))
	case in.From.DaysUntil(in.To) >= MaxClosureDays:
		l.Add(fault.New(fault.Invalid, "closure.to.long", "to", "Paling lama "+itoa(MaxClosureDays)+" hari dalam satu penutupan. Periksa tahunnya."))
	case in.From.DaysUntil(today) > 366 || today.DaysUntil(in.From) > 366:
		l.Add(fault.New(fault.Invalid, "closure.from.far", "from", "Tanggal ini lebih dari setahun dari hari ini. Periksa tahunnya."))
	case slices.ContainsFunc(have, func(c Closure) bool {
		return c.ID != id && c.InForce() && !c.From.After(in.To) && !c.To.Before(in.From)
	}):
		l.Add(fault.New(fault.Conflict, "closure.overlaps", "from", "Sebagian hari ini sudah tercatat tutup. Batalkan penutupan itu dahulu, atau pilih hari lain."))
	}
	l.Add(needed("closure.reason.required", "reason", in.Reason, "Isi sebab tutup, misalnya Banjir atau Pemungutan suara ulang."))
	l.Add(needed("closure.letter.required", "letter", in.Letter, "Isi nomor surat yang menutup kantor, misalnya 800/12/Kec-Mtp/2026."))
	switch {
	case in.LetterOn.IsZero():
		l.Add(fault.New(fault.Invalid, "closure.letterOn.required", "letterOn", "Isi tanggal surat."))
	case in.LetterOn.After(today):
		l.Add(fault.New(fault.Invalid, "closure.letterOn.future", "letterOn", "Tanggal surat di masa depan. Periksa lagi."))
	}
	for field, v := range map[string]string{"reason": in.Reason, "letter": in.Letter} {
		if utf8.RuneCountInString(v) > 200 {
			l.Add(fault.New(fault.Invalid, "closure."+field+".long", field, "Terlalu panjang: paling banyak 200 huruf."))
		}
	}
	if err := l.Err(); err != nil {
		return Draft{}, err
	}
	return ruleDraft(id, KClosureAdded, RuleBody{From: in.From, To: in.To, Reason: in.Reason, Letter: in.Letter, LetterOn: in.LetterOn}), nil
}

// ReopenOffice decides the entry that withdraws a closure.
func ReopenOffice(id, closure, why string, by Actor, have []Closure) (Draft, error) {
	if !by.Role.May(auth.Calendar) {
		return Draft{}, notYours()
	}
	i := slices.IndexFunc(have, func(c Closure) bool { return c.ID == closure })
	switch {
	case i < 0:
		return Draft{}, fault.New(fault.NotFound, "closure.not_found", "", "Penutupan ini tidak ada. Muat ulang layarnya.")
	case !have[i].InForce():
		return Draft{}, fault.New(fault.Conflict, "closure.withdrawn", "", "Penutupan ini sudah dibatalkan.")
	}
	if why = strings.TrimSpace(why); why == "" {
		return Draft{}, fault.New(fault.Invalid, "closure.why.required", "reason", "Tulis mengapa penutupan dibatalkan.")
	}
	return ruleDraft(id, KClosureWithdrawn, RuleBody{Closure: closure, Reason: why}), nil
}

// PublishCalendar makes the entry of a package that was read and is trusted.
func PublishCalendar(id string, p *calendar.Package, file []byte, by Actor) (Draft, error) {
	if !by.Role.May(auth.Calendar) {
		return Draft{}, notYours()
	}
	return ruleDraft(id, KCalendarPublished, RuleBody{Revision: p.Decrees.Revision().String(), File: file}), nil
}

var clockHour = regexp.MustCompile(`^([01][0-9]|2[0-3]):[0-5][0-9]$`)

var slug = regexp.MustCompile(`[^a-z0-9]+`)

// SetRules decides the entry that changes the settings of an office. old are
// those in force: a class that was given to a complaint can be retired, never
// taken away.
func SetRules(id string, s, old Settings, by Actor) (Draft, error) {
	if !by.Role.May(auth.Calendar) {
		return Draft{}, notYours()
	}
	var l fault.List
	if s.Week != calendar.FiveDays && s.Week != calendar.SixDays {
		l.Add(fault.New(fault.Invalid, "rules.week.choice", "week", "Pilih lima atau enam hari kerja."))
	}
	if zones[s.Zone] == nil {
		l.Add(fault.New(fault.Invalid, "rules.zone.choice", "zone", "Pilih WIB, WITA, atau WIT."))
	}
	for _, x := range []struct {
		field string
		days  int
	}{{"verifyDays", s.VerifyDays}, {"followUpDays", s.FollowUpDays}, {"responseDays", s.ResponseDays}} {
		if x.days < 1 || x.days > 60 {
			l.Add(fault.New(fault.Invalid, "rules."+x.field+".range", x.field, "Isi 1 sampai 60 hari kerja."))
		}
	}
	if s.CompletionDays < 1 || s.CompletionDays > 30 {
		l.Add(fault.New(fault.Invalid, "rules.completionDays.range", "completionDays", "Isi 1 sampai 30 hari (UU 25/2009 pasal 44)."))
	}
	if s.NotifyAt != "" && !clockHour.MatchString(s.NotifyAt) {
		l.Add(fault.New(fault.Invalid, "rules.notifyAt.invalid", "notifyAt", "Isi jam seperti 07:45, atau kosongkan."))
	}
	law := DefaultLimits()
	for class, days := range s.Limits {
		if law[class] == 0 || days < 1 || days > law[class] {
			l.Add(fault.New(fault.Invalid, "rules.limits.range", "limits", "Batas waktu kantor hanya boleh lebih pendek daripada batas SP4N-LAPOR!: 5, 14, dan 60 hari kerja."))
			break
		}
	}
	s.Classes = slices.Clone(s.Classes)
	seen := map[Class]bool{}
	for i := range s.Classes {
		x := &s.Classes[i]
		x.Name = strings.TrimSpace(x.Name)
		if x.Code == "" {
			x.Code = Class("kantor_" + strings.Trim(slug.ReplaceAllString(strings.ToLower(x.Name), "_"), "_"))
		}
		switch {
		case x.Name == "" || utf8.RuneCountInString(x.Name) > 40:
			l.Add(fault.New(fault.Invalid, "rules.classes.name", "classes", "Isi nama kelas, paling banyak 40 huruf, misalnya Ringan."))
		case seen[x.Code] || law[x.Code] != 0:
			l.Add(fault.New(fault.Invalid, "rules.classes.twice", "classes", "Kelas "+x.Name+" sudah ada. Beri nama lain."))
		case x.Days < 1 || x.Days > 60:
			l.Add(fault.New(fault.Invalid, "rules.classes.days", "classes", "Batas kelas "+x.Name+" harus 1 sampai 60 hari kerja."))
		}
		seen[x.Code] = true
	}
	for _, x := range old.Classes {
		if !seen[x.Code] {
			x.Retired = true
			s.Classes = append(s.Classes, x)
		}
	}
	if err := l.Err(); err != nil {
		return Draft{}, err
	}
	return ruleDraft(id, KRulesSet, RuleBody{Settings: &s}), nil
}

func ruleDraft(id, kind string, b RuleBody) Draft {
	raw, err := json.Marshal(b)
	if err != nil {
		panic(err) // dates, strings and numbers always marshal
	}
	return Draft{ID: id, Kind: kind, Version: 1, Body: raw}
}

func needed(code, field, v, message string) *fault.Fault {
	if v == "" {
		return fault.New(fault.Invalid, code, field, message)
	}
	return nil
}
