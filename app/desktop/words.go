package desktop

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"loketaduan/internal/calendar"
	"loketaduan/internal/complaint"
	"loketaduan/internal/office"
	"loketaduan/internal/store"
)

var dayNames = [...]string{"Min", "Sen", "Sel", "Rab", "Kam", "Jum", "Sab"}

// instantText is "Sen 23/11/2026 14.30 WITA".
func instantText(t time.Time, zone *time.Location) string {
	if t.IsZero() {
		return ""
	}
	t = t.In(zone)
	name, _ := t.Zone()
	return dayNames[t.Weekday()] + " " + t.Format("02/01/2006 15.04") + " " + name
}

// receiptText is the instant of receipt. An old register says the day alone;
// it is kept as the day's first minute, and nobody receives anything then.
func receiptText(t time.Time, zone *time.Location) string {
	text := instantText(t, zone)
	if day, _, midnight := strings.Cut(text, " 00.00"); midnight {
		return day
	}
	return text
}

// thousands is 20000 as "20.000".
func thousands(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "." + s[i:]
	}
	return s
}

func dayText(d calendar.Date) string { return dayNames[d.Weekday()] + " " + d.Short()[:5] }

// localInput is an instant as the form shows it: "2026-11-23T14:30".
func localInput(t time.Time, zone *time.Location) string {
	if t.IsZero() {
		return ""
	}
	return t.In(zone).Format("2006-01-02T15:04")
}

// fromInput reads what the form holds; what cannot be read stays as it is, so
// that the domain finds it.
func fromInput(s string, zone *time.Location) string {
	if s == "" {
		return ""
	}
	for _, layout := range []string{"2006-01-02T15:04", "2006-01-02T15:04:05", "2006-01-02"} {
		if t, err := time.ParseInLocation(layout, s, zone); err == nil {
			return t.UTC().Format(time.RFC3339)
		}
	}
	return s
}

func choices(list []complaint.Choice) []Option {
	out := make([]Option, 0, len(list))
	for _, c := range list {
		out = append(out, Option{Value: c.Value, Label: c.Text})
	}
	return out
}

// deadlineView explains a deadline day by day.
func deadlineView(o *office.Desk, f complaint.Facts, k complaint.Clocks, moves []MoveView) DeadlineView {
	rules, cal, due := o.Rulebook().For(f.Office), o.Rulebook().CalendarFor(&f), k.Deadline
	span := rules.Span(&f)
	v := DeadlineView{Class: string(f.Class), ClassText: rules.ClassText(f.Class), WorkingDays: span.WorkingDays, Due: due.Due.String(), Provisional: due.Provisional,
		Paused: due.Paused, ReceivedText: span.Received.Long(), Received: span.Received.String(), Today: o.Today().String(), Days: []DayView{}, Clocks: clockViews(o, k), Moves: moves}
	if due.Provisional && !due.Due.IsZero() {
		v.RangeText = calendar.RangeText(due)
		if !due.Latest.IsZero() {
			v.Latest = due.Latest.String()
		}
	}
	reasons := map[string]bool{}
	named, paused := "", 0
	for _, c := range cal.Explain(span) {
		v.Days = append(v.Days, DayView{Date: c.Date.String(), Text: dayText(c.Date), Number: c.Number, Reason: c.Reason, Decree: c.Decree, Paused: c.Paused, Estimated: c.Estimated})
		if c.Number > 0 {
			v.Counted++
			continue
		}
		v.Skipped++
		if c.Paused {
			paused++
		}
		if (c.Decree != "" || c.Estimated) && !reasons[c.Reason] && len(reasons) < 4 {
			reasons[c.Reason] = true
			if named != "" {
				named += ", "
			}
			named += c.Reason + " (" + c.Date.Short()[:5] + ")"
		}
	}
	if !k.Ombudsman.IsZero() {
		v.OmbudsmanText = "Bila sama sekali tidak ada tindak lanjut, " + k.Ombudsman.Long() + " aduan ini menjadi urusan Ombudsman RI."
	}
	if due.Due.IsZero() {
		v.DueText = "Belum dapat dihitung"
		if due.Paused {
			v.DueText = "Menunggu kelengkapan"
			v.Explanation = "Hitungan hari berhenti karena kelengkapan dari pelapor belum diterima. Tanggal baru dihitung begitu kelengkapan diterima."
		}
		return v
	}
	v.DueText = due.Due.Long()
	v.Explanation = fmt.Sprintf("Diterima %s, dihitung %d hari kerja mulai hari kerja berikutnya, jadi paling lambat %s pukul 23.59.", span.Received.Long(), span.WorkingDays, due.Due.Long())
	skipped := ""
	switch {
	case named != "":
		skipped = fmt.Sprintf("%d hari tidak dihitung, di antaranya %s", v.Skipped, named)
	case paused > 0:
		skipped = fmt.Sprintf("%d hari tidak dihitung", v.Skipped)
	case v.Skipped > 0:
		skipped = fmt.Sprintf("%d hari akhir pekan tidak dihitung", v.Skipped)
	default:
		skipped = "Tidak ada hari libur di antaranya"
	}
	if paused > 0 {
		skipped += fmt.Sprintf("; %d hari di antaranya ketika menunggu kelengkapan dari pelapor", paused)
	}
	if due.Provisional {
		skipped += "; tanggal ini sementara, karena libur tahun itu belum ditetapkan pemerintah"
		if !due.Latest.IsZero() && due.Latest != due.Due {
			skipped += " (perkiraan " + v.RangeText + ", belum termasuk cuti bersama)"
		}
	}
	v.Explanation += " " + skipped + "."
	if !f.State.ClockRuns() && !f.Judged.Due.IsZero() {
		v.Explanation = fmt.Sprintf("Aduan ini dinilai dengan tenggat %s, yang berlaku ketika dijawab atau ditutup. Perubahan kalender sesudahnya tidak mengubahnya.", due.Due.Long())
	}
	return v
}

// urgency of a complaint in a word and a sentence.
func urgency(o *office.Desk, due calendar.Date, runs, open, paused bool) (word, text string) {
	today := o.Today()
	switch {
	case !open:
		return "done", "Selesai"
	case paused:
		return "paused", "Hitungan berhenti"
	case !runs:
		return "done", "Sudah ditanggapi"
	case due.IsZero():
		return "none", "Belum dapat dihitung"
	case due.Before(today):
		return "overdue", fmt.Sprintf("Lewat %d hari kerja", o.Calendar().WorkingDaysAfter(due, today, o.Week()))
	case due == today:
		return "today", "Jatuh tempo hari ini"
	}
	n := o.Calendar().WorkingDaysAfter(today, due, o.Week())
	if n <= office.SoonDays {
		return "soon", fmt.Sprintf("%d hari kerja lagi", n)
	}
	return "ok", fmt.Sprintf("%d hari kerja lagi", n)
}

// Words for where something is.
const (
	syncLocal    = "Tersimpan di PC ini"
	syncSent     = "Terkirim, menunggu jawaban"
	syncLost     = "Dikirim ulang, kabupaten kehilangan catatan ini"
	syncReceived = "Diterima kabupaten"
	syncAside    = "Perlu tindakan: perbaiki, lalu kirim lagi"
)

// wayWord says how far a complaint has come: received is said only when nothing
// of it waits.
func wayWord(w store.Way, o *office.Desk) (string, string) {
	switch {
	case w.Aside > 0:
		return "attention", syncAside
	case w.Unsent > 0 && w.LastSeq > 0 && w.LastSeq <= o.Offered():
		return "sent", syncSent
	case w.Unsent > 0:
		return "local", syncLocal
	}
	return "received", receivedText(w.Taken, o)
}

// stepWord says it of one entry.
func stepWord(s *complaint.Step, w store.EntryWay, o *office.Desk) (string, string) {
	switch {
	case w.Aside > 0:
		return "attention", "Perlu tindakan: " + w.Message
	case s.Rev > 0 && w.Own:
		return "received", receivedText(w.Taken, o)
	case s.Rev > 0:
		return "received", syncReceived
	case w.Own && w.Seq <= o.Offered():
		return "sent", syncSent
	}
	return "local", syncLocal
}

// receivedText adds when the regency took it; what other PCs wrote was taken
// at a time that this PC does not know.
func receivedText(at time.Time, o *office.Desk) string {
	if at.IsZero() {
		return syncReceived
	}
	if at = at.In(o.Zone()); calendar.DateIn(at, o.Zone()) == o.Today() {
		return syncReceived + at.Format(" (15.04)")
	}
	return syncReceived + at.Format(" (02/01/2006 15.04)")
}

func syncWord(sent bool) (string, string) {
	if sent {
		return "received", syncReceived
	}
	return "local", syncLocal
}
