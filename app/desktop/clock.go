package desktop

import (
	"cmp"
	"context"
	"fmt"
	"strings"
	"time"

	"loketaduan/internal/auth"
	"loketaduan/internal/calendar"
	"loketaduan/internal/complaint"
	"loketaduan/internal/office"
	"loketaduan/internal/store"
)

// dueText is a deadline in short: a date, the range of an estimate, or why
// there is none.
func dueText(d calendar.Deadline) string {
	switch {
	case d.Paused:
		return "berhenti"
	case d.Due.IsZero():
		return "belum dapat dihitung"
	case d.Provisional:
		return calendar.RangeText(d) + " (sementara)"
	}
	return d.Due.Short()
}

// moveViews tells the changes of a deadline.
func moveViews(o *office.Desk, c *complaint.Complaint, accounts map[string]string) []MoveView {
	out := []MoveView{}
	trail := c.Trail(o.Rulebook())
	told := 0 // moves up to the date that somebody was last told
	for i := len(trail); i > 0 && told == 0; i-- {
		if trail[i-1].New == c.Told.Deadline() {
			told = i
		}
	}
	for i, m := range trail {
		v := MoveView{OldText: dueText(m.Old), NewText: dueText(m.New), Text: m.Text, Decree: m.Decree, EntryID: m.Entry, Untold: i >= told}
		if v.Decree != "" && !m.Decreed.IsZero() {
			v.Decree += ", " + m.Decreed.Short()
		}
		switch by := nameOr(accounts, m.By, "Petugas lain"); {
		case m.By == "" && m.Why == complaint.MoveDecree:
			v.ByText = "Kalender bawaan program"
		case m.By == "pusat":
			v.ByText = "Kabupaten, " + instantText(m.At, o.Zone())
		case m.By != "":
			v.ByText = by + ", " + instantText(m.At, o.Zone())
		}
		out = append(out, v)
	}
	return out
}

// clockViews are the dates beside the deadline that still count.
func clockViews(o *office.Desk, k complaint.Clocks) []ClockView {
	out := []ClockView{}
	today := o.Today()
	add := func(key, label string, d calendar.Date, soon bool) {
		if d.IsZero() {
			return
		}
		v := ClockView{Key: key, Label: label, Date: d.String(), Text: d.Long(), Level: "ok"}
		switch {
		case today.After(d):
			v.Level = "overdue"
		case today == d:
			v.Level = "today"
		case soon:
			v.Level = "soon"
		}
		out = append(out, v)
	}
	labels := map[string]string{complaint.StageVerify: "Verifikasi paling lambat", complaint.StageFollowUp: "Tindak lanjut pertama paling lambat",
		complaint.StageComplete: "Pelapor dapat melengkapi sampai", complaint.StageRespond: "Pelapor dapat menanggapi sampai"}
	if k.Stage != "" {
		add(k.Stage, labels[k.Stage], k.StageBy, !today.Before(k.StageBy.AddDays(-1)))
	}
	add("ombudsman", "Menjadi urusan Ombudsman RI bila tanpa tindak lanjut sampai", k.Ombudsman, !k.OmbudsmanFirst.IsZero() && !today.Before(k.OmbudsmanFirst))
	add("soft", "Hari ke-60 kalender sejak diterima", k.Soft, !today.Before(k.Soft.AddDays(-7)))
	return out
}

// Calendar shows a year of days off with where each comes from.
func (d *Desk) Calendar(in CalendarInput) (CalendarView, error) {
	return guard(d, "Calendar", callTime, func(ctx context.Context, o *office.Desk) (CalendarView, error) {
		return calendarView(ctx, o, in.Year)
	})
}

var kindTexts = map[calendar.DayKind]string{calendar.NationalHoliday: "Libur nasional", calendar.JointLeave: "Cuti bersama",
	calendar.ElectionDay: "Hari pemungutan suara", calendar.LocalClosure: "Kantor tutup"}

func calendarView(ctx context.Context, o *office.Desk, year int) (CalendarView, error) {
	v := CalendarView{Years: []int{}, Amended: []string{}, Days: []OffDayView{}, Closures: []ClosureView{}}
	s, err := o.Session()
	if err != nil {
		return v, err
	}
	who, err := o.Who(ctx)
	if err != nil {
		return v, err
	}
	today, rules, book := o.Today(), o.Rules(), o.Rulebook()
	if year == 0 {
		year = today.Year()
	}
	first, last := calendar.Of(year, time.January, 1), calendar.Of(year, time.December, 31)
	v.Year, v.Today, v.MayChange, v.Week = year, today.String(), s.Role.May(auth.Calendar), int(rules.Settings.Week)
	v.WeekText = "Senin sampai Jumat"
	if rules.Settings.Week == calendar.SixDays {
		v.WeekText = "Senin sampai Sabtu"
	}
	v.WorkingDays = rules.Calendar.WorkingDaysAfter(first.AddDays(-1), last, rules.Settings.Week)
	v.Declared = rules.Calendar.Declared(first)
	v.StatusText = fmt.Sprintf("Libur tahun %d belum ditetapkan pemerintah. Yang tertulis di bawah adalah perkiraan; cuti bersama belum dapat diperkirakan.", year)
	newest := 0
	for _, y := range book.Decrees().Years() {
		newest = max(newest, y.Year)
		v.Years = append(v.Years, y.Year)
		if y.Year == year {
			v.StatusText = "Ditetapkan: " + y.Decree
			if !y.DecreedOn.IsZero() {
				v.StatusText += ", " + y.DecreedOn.Long()
			}
			v.Amended = append(v.Amended, y.Amended...)
		}
	}
	v.Years = append(v.Years, newest+1, newest+2, newest+3)
	if !v.Declared && year < newest {
		v.StatusText = fmt.Sprintf("Libur tahun %d tidak ada dalam kalender ini.", year)
	}
	revision := book.Decrees().Revision()
	v.Revision, v.RevisionText = revision.String(), "Kalender per "+revision.Decreed.Long()
	if l, ok := book.LearnedOf(revision.Decreed); !ok {
		v.RevisionText += ", bawaan program"
	} else if l.Imported {
		v.RevisionText += ", dari berkas, " + instantText(l.At, o.Zone())
	} else {
		v.RevisionText += ", dikirim kabupaten, " + instantText(l.At, o.Zone())
	}
	v.KnowsKey, err = o.KnowsCalendarKey(ctx)
	if err != nil {
		return v, err
	}
	for _, x := range rules.Calendar.Days(first, last) {
		one := OffDayView{Date: x.Date.String(), To: x.Date.String(), Text: x.Date.Long(), Kind: string(x.Kind), KindText: kindTexts[x.Kind], Name: x.Name, Decree: x.Decree,
			DecreedOn: x.DecreedOn.Short(), ScopeText: "Nasional", Weekend: weekend(x.Date, rules.Settings.Week), Note: x.Note}
		switch {
		case x.Scope == who.Office:
			one.ScopeText = "Kantor ini"
		case x.Scope != "":
			one.ScopeText = "Daerah " + x.Scope
		}
		v.Days = append(v.Days, one)
	}
	if !v.Declared {
		for _, e := range rules.Calendar.Estimates(year) {
			one := OffDayView{Date: e.From.String(), To: e.To.String(), Text: e.From.Long(), Kind: string(e.Kind), KindText: kindTexts[e.Kind], Name: e.Name,
				ScopeText: "Nasional", Estimated: true, Weekend: e.From == e.To && weekend(e.From, rules.Settings.Week)}
			if e.From != e.To {
				one.Text = calendar.RangeText(calendar.Deadline{Due: e.From, Latest: e.To, Provisional: true})
			}
			v.Days = append(v.Days, one)
		}
	}
	accounts, err := accountNames(ctx, o)
	if err != nil {
		return v, err
	}
	for i := range rules.Closures {
		x := &rules.Closures[i]
		if x.To.Year() < year || x.From.Year() > year {
			continue
		}
		c := ClosureView{ID: x.ID, From: x.From.String(), To: x.To.String(), Text: x.From.Long(), Reason: x.Reason, Letter: x.Letter + ", " + x.LetterOn.Short(),
			ByText: nameOr(accounts, x.By, "Petugas lain") + ", " + instantText(x.At, o.Zone()), InForce: x.InForce()}
		if x.To != x.From {
			c.Text = x.From.Short() + " sampai " + x.To.Short()
		}
		_, c.SyncText = syncWord(x.Accepted)
		if !x.InForce() {
			c.WithdrawnText = x.WithdrawnWhy + " (" + nameOr(accounts, x.WithdrawnBy, "petugas lain") + ", " + instantText(x.WithdrawnAt, o.Zone()) + ")"
		}
		v.Closures = append(v.Closures, c)
	}
	return v, nil
}

func weekend(d calendar.Date, w calendar.WorkWeek) bool {
	return d.Weekday() == time.Sunday || d.Weekday() == time.Saturday && w != calendar.SixDays
}

// PreviewClosure tells what a closure would move, as soon as its days are
// typed: the letter may still be missing here, not when closing.
func (d *Desk) PreviewClosure(in CloseInput) (ImpactView, error) {
	return guard(d, "PreviewClosure", callTime, func(ctx context.Context, o *office.Desk) (ImpactView, error) {
		c, err := closure(in)
		if err != nil {
			return impactView(office.Impact{}), err
		}
		c.Reason, c.Letter = cmp.Or(strings.TrimSpace(c.Reason), "-"), cmp.Or(strings.TrimSpace(c.Letter), "-")
		if c.LetterOn.IsZero() {
			c.LetterOn = o.Today()
		}
		i, err := o.PreviewClosure(ctx, c)
		return impactView(i), err
	})
}

// CloseOffice closes the office and shows the year.
func (d *Desk) CloseOffice(in CloseInput) (CalendarView, error) {
	return guard(d, "CloseOffice", callTime, func(ctx context.Context, o *office.Desk) (CalendarView, error) {
		c, err := closure(in)
		if err == nil {
			err = o.CloseOffice(ctx, in.EntryID, c)
		}
		if err != nil {
			return CalendarView{}, err
		}
		return calendarView(ctx, o, c.From.Year())
	})
}

func closure(in CloseInput) (c complaint.NewClosure, err error) {
	c.Reason, c.Letter = in.Reason, in.Letter
	for _, x := range []struct {
		field, text string
		to          *calendar.Date
	}{{"from", in.From, &c.From}, {"to", in.To, &c.To}, {"letterOn", in.LetterOn, &c.LetterOn}} {
		if *x.to, err = optionalDate(x.field, x.text); err != nil {
			return c, err
		}
	}
	return c, nil
}

// WithdrawClosure opens the office again on the days of a closure.
func (d *Desk) WithdrawClosure(in WithdrawInput) (CalendarView, error) {
	return guard(d, "WithdrawClosure", callTime, func(ctx context.Context, o *office.Desk) (CalendarView, error) {
		if err := o.ReopenOffice(ctx, in.EntryID, in.Closure, in.Reason); err != nil {
			return CalendarView{}, err
		}
		for _, c := range o.Rules().Closures {
			if c.ID == in.Closure {
				return calendarView(ctx, o, c.From.Year())
			}
		}
		return calendarView(ctx, o, 0)
	})
}

// PreviewCalendar reads a package file and tells what it would change.
func (d *Desk) PreviewCalendar(in ImportCalendarInput) (ImportPreviewView, error) {
	return guard(d, "PreviewCalendar", callTime, func(ctx context.Context, o *office.Desk) (ImportPreviewView, error) {
		v := ImportPreviewView{Changes: []ChangeView{}, Impact: impactView(office.Impact{})}
		p, err := o.PreviewPackage(ctx, []byte(in.File), in.Fingerprint)
		if err != nil {
			return v, err
		}
		v.OldText, v.NewText = "Kalender per "+p.Old.Decreed.Long(), "Kalender per "+p.Package.Decrees.Revision().Decreed.Long()
		v.Signer, v.Impact = calendar.Fingerprint(p.Package.Key), impactView(p.Impact)
		for _, c := range p.Changes {
			x := c.Day
			one := ChangeView{Added: c.Added, Text: x.Date.Short() + " menjadi " + strings.ToLower(kindTexts[x.Kind]), Name: x.Name, By: x.Decree}
			if !c.Added {
				one.Text = x.Date.Short() + " menjadi hari kerja"
			}
			if !x.DecreedOn.IsZero() {
				one.By += ", " + x.DecreedOn.Short()
			}
			v.Changes = append(v.Changes, one)
		}
		return v, nil
	})
}

// ImportCalendar takes the package.
func (d *Desk) ImportCalendar(in ImportCalendarInput) (CalendarView, error) {
	return guard(d, "ImportCalendar", longTime, func(ctx context.Context, o *office.Desk) (CalendarView, error) {
		if err := o.TakePackage(ctx, in.EntryID, []byte(in.File), in.Fingerprint); err != nil {
			return CalendarView{}, err
		}
		return calendarView(ctx, o, 0)
	})
}

func impactView(i office.Impact) ImpactView {
	v := ImpactView{Total: i.Total, Rows: []ImpactRowView{}, Text: "Tidak ada aduan terbuka yang bergeser tenggatnya."}
	if i.Total > 0 {
		v.Text = fmt.Sprintf("%d aduan terbuka akan bergeser tenggatnya.", i.Total)
	}
	for _, m := range i.Moving {
		v.Rows = append(v.Rows, ImpactRowView{ID: m.Row.ID, Number: m.Row.Number, Subject: m.Row.Snapshot.Values["subject"], OldText: dueText(m.Old), NewText: dueText(m.New),
			Earlier: !m.New.Due.IsZero() && m.New.Due.Before(m.Old.Due)})
	}
	return v
}

// Rules are the settings of this office's clocks.
func (d *Desk) Rules() (RulesView, error) {
	return guard(d, "Rules", callTime, rulesView)
}

func rulesView(_ context.Context, o *office.Desk) (RulesView, error) {
	v := RulesView{Classes: []ExtraClassView{}}
	by, err := o.Session()
	if err != nil {
		return v, err
	}
	s := o.Rules().Settings
	v = RulesView{Week: int(s.Week), Zone: s.Zone, VerifyDays: s.VerifyDays, FollowUpDays: s.FollowUpDays, ResponseDays: s.ResponseDays, CompletionDays: s.CompletionDays,
		ProposeClosing: s.ProposeClosing, NotifyAt: s.NotifyAt, Classes: v.Classes, MayChange: by.Role.May(auth.Calendar)}
	for _, x := range s.Classes {
		v.Classes = append(v.Classes, ExtraClassView{Code: string(x.Code), Name: x.Name, Days: x.Days, Retired: x.Retired})
	}
	return v, nil
}

// SetRules changes them; every open complaint is counted anew.
func (d *Desk) SetRules(in RulesView) (RulesView, error) {
	return guard(d, "SetRules", longTime, func(ctx context.Context, o *office.Desk) (RulesView, error) {
		s := complaint.Settings{Week: calendar.WorkWeek(in.Week), Zone: in.Zone, Limits: o.Rules().Settings.Limits, VerifyDays: in.VerifyDays, FollowUpDays: in.FollowUpDays,
			ResponseDays: in.ResponseDays, CompletionDays: in.CompletionDays, ProposeClosing: in.ProposeClosing, NotifyAt: in.NotifyAt}
		for _, x := range in.Classes {
			s.Classes = append(s.Classes, complaint.ExtraClass{Code: complaint.Class(x.Code), Name: x.Name, Days: x.Days, Retired: x.Retired})
		}
		if err := o.SetRules(ctx, in.EntryID, s); err != nil {
			return RulesView{Classes: []ExtraClassView{}}, err
		}
		return rulesView(ctx, o)
	})
}

// workMost rows of each group are shown.
const workMost = 20

// Work is the start screen.
func (d *Desk) Work() (WorkView, error) {
	return guard(d, "Work", callTime, workView)
}

// Acknowledge takes note of new deadlines and shows the work that is left.
func (d *Desk) Acknowledge(in AcknowledgeInput) (WorkView, error) {
	return guard(d, "Acknowledge", longTime, func(ctx context.Context, o *office.Desk) (WorkView, error) {
		if _, err := o.Acknowledge(ctx, in.IDs); err != nil {
			return WorkView{Groups: []WorkGroupView{}}, err
		}
		return workView(ctx, o)
	})
}

// workWords of each group: title, what to do, and the act that usually comes.
var workWords = map[string]struct{ title, hint, act, actText string }{
	"overdue":               {"Lewat batas", "Jawab atau catat tindak lanjut sekarang, dan beri tahu pimpinan.", "", ""},
	"today":                 {"Jatuh tempo hari ini", "Jawaban harus sampai ke pelapor hari ini, paling lambat pukul 23.59.", "", ""},
	"soon":                  {"Jatuh tempo dalam 3 hari kerja", "Siapkan jawabannya.", "", ""},
	"ombudsman":             {"Mendekati batas Ombudsman", "Belum ada tindak lanjut sama sekali. Catat tindak lanjut, agar aduan tidak diteruskan ke Ombudsman RI.", "follow_up", "Catat tindak lanjut"},
	"clash":                 {"Dua isian berbeda", "Ada dua isian untuk hal yang sama. Bandingkan, lalu pilih yang benar.", "settle", "Bandingkan"},
	"moved":                 {"Tenggat berubah", "Tanggal pada tanda terima sudah berganti. Beri tahu pelapor, lalu tandai sudah tahu.", "", ""},
	complaint.StageVerify:   {"Belum diverifikasi", "Periksa isinya, lalu verifikasi atau minta kelengkapan.", "verify", "Verifikasi"},
	complaint.StageFollowUp: {"Belum ditindaklanjuti", "Catat tindak lanjut pertama.", "follow_up", "Catat tindak lanjut"},
	complaint.StageComplete: {"Tidak dilengkapi pelapor", "Waktu melengkapi sudah habis. Pimpinan atau admin memutuskan: dianggap dicabut, atau tetap dilanjutkan.", "archive", "Putuskan"},
	complaint.StageRespond:  {"Usulan selesai", "Pelapor tidak menanggapi jawaban sampai batasnya. Selesaikan aduan ini.", "close", "Selesaikan"},
	"soft":                  {"Lebih dari 60 hari kalender", "Undang-undang menyebut 60 hari sejak berkas lengkap. Periksa apakah aduan ini masih wajar.", "", ""},
}

func workView(ctx context.Context, o *office.Desk) (WorkView, error) {
	v := WorkView{Groups: []WorkGroupView{}}
	groups, err := o.Work(ctx, workMost)
	if err != nil {
		return v, err
	}
	today := o.Today()
	v.TodayText = today.Long()
	if !o.Calendar().IsWorkingDay(today, o.Week()) {
		v.DayOff = "Hari ini bukan hari kerja"
		if days := o.Calendar().Days(today, today); len(days) > 0 {
			v.DayOff += ": " + days[0].Name
		}
	}
	counts, err := o.Counts(ctx)
	if err != nil {
		return v, err
	}
	v.Counts = CountsView(counts)
	var accounts map[string]string
	for _, g := range groups {
		if g.Key == "moved" {
			v.Moved = g.Count
		}
		if g.Count == 0 {
			continue
		}
		w := workWords[g.Key]
		out := WorkGroupView{Key: g.Key, Title: w.title, Hint: w.hint, Count: g.Count, Rows: []WorkRowView{}}
		for _, r := range g.Rows {
			row := WorkRowView{Row: rowView(r, o), Act: w.act, ActText: w.actText, Moves: []MoveView{}}
			row.WhenText = whenText(o, g.Key, r, row.Row)
			if g.Key == "moved" {
				if accounts == nil {
					if accounts, err = accountNames(ctx, o); err != nil {
						return v, err
					}
				}
				c, err := o.Complaint(ctx, r.ID, false)
				if err != nil {
					return v, err
				}
				row.Moves = moveViews(o, c, accounts)
			}
			out.Rows = append(out.Rows, row)
		}
		v.Groups = append(v.Groups, out)
	}
	return v, nil
}

// whenText says why a complaint stands in a group.
func whenText(o *office.Desk, group string, r store.Row, v RowView) string {
	today := o.Today()
	days := func(from, to calendar.Date) int { return o.Calendar().WorkingDaysAfter(from, to, o.Week()) }
	since := func(what string, by calendar.Date) string {
		if n := days(by, today); n > 0 {
			return fmt.Sprintf("%s seharusnya %s, lewat %d hari kerja", what, by.Short(), n)
		}
		return what + " paling lambat hari ini"
	}
	switch group {
	case "ombudsman":
		received := calendar.DateIn(r.ReceivedAt, o.Zone())
		n := days(received, today)
		if today.After(r.Ombudsman) {
			return fmt.Sprintf("Sudah %d hari kerja tanpa tindak lanjut: batas %s lewat", n, r.Ombudsman.Short())
		}
		return fmt.Sprintf("Hari kerja ke-%d tanpa tindak lanjut; batas Ombudsman %s", n, r.Ombudsman.Short())
	case "moved":
		told := calendar.Deadline{Due: r.Told, Latest: r.Told, Provisional: r.ToldProvisional}
		now := calendar.Deadline{Due: r.Due, Latest: r.Latest, Provisional: r.Provisional}
		if r.Latest.IsZero() {
			now.Latest = r.Due
		}
		return "Semula " + dueText(told) + ", sekarang " + dueText(now)
	case "clash":
		return fmt.Sprintf("%d isian berbeda", r.Clashes)
	case complaint.StageVerify:
		return since("Verifikasi", r.StageBy)
	case complaint.StageFollowUp:
		return since("Tindak lanjut pertama", r.StageBy)
	case complaint.StageComplete:
		return "Waktu pelapor melengkapi habis " + r.StageBy.Short()
	case complaint.StageRespond:
		return "Pelapor tidak menanggapi sampai " + r.StageBy.Short()
	case "soft":
		return fmt.Sprintf("%d hari kalender sejak diterima", calendar.DateIn(r.ReceivedAt, o.Zone()).DaysUntil(today))
	}
	return v.UrgencyText + " (" + r.Due.Short() + ")"
}
