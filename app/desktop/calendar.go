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
)

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
