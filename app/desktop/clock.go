package desktop

import (
	"loketaduan/internal/calendar"
	"loketaduan/internal/complaint"
	"loketaduan/internal/office"
)

// dueText is a deadline in short: a date, the range of an estimate, or why
// there is none.
func dueText(d calendar.Deadline) string { return dueSaid(d, "berhenti", calendar.Date.Short) }

// longDue is dueText in a sentence.
func longDue(d calendar.Deadline) string {
	return dueSaid(d, "berhenti sampai dilengkapi", calendar.Date.Long)
}

func dueSaid(d calendar.Deadline, paused string, say func(calendar.Date) string) string {
	switch {
	case d.Paused:
		return paused
	case d.Due.IsZero():
		return "belum dapat dihitung"
	case d.Provisional:
		return calendar.RangeText(d) + " (sementara)"
	}
	return say(d.Due)
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
