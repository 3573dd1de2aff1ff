package desktop

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"loketaduan/internal/calendar"
	"loketaduan/internal/complaint"
	"loketaduan/internal/office"
	"loketaduan/internal/store"
)

// timeline is the history with every move of the deadline at its place: beside
// the act that caused it, or as a step of its own where a decree or a closure did.
func timeline(o *office.Desk, c *complaint.Complaint, ways map[string]store.EntryWay, accounts, offices map[string]string) []TimelineView {
	say := teller{accounts: accounts, offices: offices}
	if by, err := o.Actor(); err == nil {
		say.office = by.Office
	}
	trail, views := c.Trail(o.Rulebook()), moveViews(o, c, accounts)
	byStep, own := map[string]string{}, map[int][]TimelineView{} // own: after that many steps
	last := len(c.History)
	for i := len(trail) - 1; i >= 0; i-- {
		m, v := trail[i], views[i]
		text := "Tenggat bergeser dari " + longDue(m.Old) + " menjadi " + longDue(m.New)
		if at := slices.IndexFunc(c.History, func(s complaint.Step) bool { return s.ID == m.Entry }); at >= 0 {
			byStep[m.Entry], last = text+".", at
			continue
		}
		place := last
		for !m.At.IsZero() && place > 1 && c.History[place-1].True.After(m.At) {
			place--
		}
		one := TimelineView{EntryID: fmt.Sprintf("move-%d", i), Kind: "due_moved", Title: text, Text: v.Text, By: "kabupaten", Sync: "received", SyncText: syncReceived}
		if v.Decree != "" {
			one.Text += "\n" + v.Decree
		}
		one.AtText = "bersama kalender bawaan program."
		if !m.At.IsZero() {
			one.At, one.AtText = m.At.Format(time.RFC3339), "pada "+longInstant(m.At, o.Zone())+"."
		}
		if m.By != "" && m.By != "pusat" {
			one.By = nameOr(accounts, m.By, "petugas lain")
		}
		if m.By != "" {
			one.Title += ", oleh " + one.By + ","
		}
		for _, x := range o.Rulebook().For(c.Office).Closures {
			if x.ID == m.Entry {
				one.Sync, one.SyncText = syncWord(x.Accepted)
			}
		}
		own[place] = append([]TimelineView{one}, own[place]...)
	}
	out := []TimelineView{}
	for i := range c.History {
		v := timelineView(c, &c.History[i], ways[c.History[i].ID], o, &say)
		if v.Kind == complaint.KClashSettled {
			v.Text = settledText(c, &c.History[i])
		}
		if moved := byStep[v.EntryID]; moved != "" {
			v.Text = strings.TrimPrefix(v.Text+"\n"+moved, "\n")
		}
		out = append(append(out, v), own[i+1]...)
	}
	return out
}

// timelineView is one step, to be read aloud: who did what, when, and the words
// that were written.
func timelineView(c *complaint.Complaint, s *complaint.Step, way store.EntryWay, o *office.Desk, say *teller) TimelineView {
	v := TimelineView{EntryID: s.ID, Kind: s.Kind, Title: say.sentence(c, s), Text: stepText(s), By: say.who(s),
		At: s.True.Format("2006-01-02T15:04:05Z07:00"), AtText: "pada " + stepTime(s, o.Zone(), longInstant), Clash: s.Clash}
	if on := s.Body.On; !on.IsZero() && on != calendar.DateIn(s.True, o.Zone()) {
		v.AtText += ", untuk tanggal " + on.Long()
	}
	v.AtText += "."
	switch {
	case s.Newer:
		v.Text = "Perbarui program untuk membacanya."
	case s.Missing:
		v.Text = "Isinya tidak tersedia di kantor ini."
	}
	v.Sync, v.SyncText = stepWord(s, way, o)
	v.Aside = way.Aside
	return v
}

// stepTime is when something was written: the true time first, and beside it
// what the clock of that PC said, where that was another.
func stepTime(s *complaint.Step, zone *time.Location, say func(time.Time, *time.Location) string) string {
	switch text := say(s.True, zone); {
	case s.Unsure:
		return text + " (jam PC saat itu mungkin salah)"
	case s.True.Sub(s.At).Abs() > complaint.ClockTolerance:
		return text + " (jam PC saat itu " + s.At.In(zone).Format("02/01/2006 15.04") + ")"
	default:
		return text
	}
}

// stepTitle is an act in a word or two.
func stepTitle(kind string, b complaint.Body) string {
	switch kind {
	case complaint.KReceived:
		return "Aduan diterima"
	case complaint.KImported:
		return "Diimpor dari register lama"
	case complaint.KReporterIdentified:
		return "Identitas pelapor dicatat"
	case complaint.KCorrected:
		return "Isi diperbaiki"
	case complaint.KClassified:
		return "Klasifikasi diubah"
	case complaint.KVerified:
		return "Diverifikasi"
	case complaint.KCompletionRequested:
		return "Diminta melengkapi"
	case complaint.KCompleted:
		return "Kelengkapan diterima"
	case complaint.KForwarded:
		if b.Name != "" {
			return "Diteruskan ke " + b.Name
		}
		return "Diteruskan"
	case complaint.KNotAuthorized:
		return "Dinyatakan bukan wewenang"
	case complaint.KFollowedUp:
		return "Tindak lanjut"
	case complaint.KInterimReplied:
		return "Jawaban sementara"
	case complaint.KAnswered:
		return "Jawaban untuk pelapor"
	case complaint.KReporterResponded:
		if b.Yes {
			return "Pelapor menerima jawaban"
		}
		return "Pelapor belum puas"
	case complaint.KClosed:
		return "Selesai"
	case complaint.KReopened:
		return "Dibuka kembali"
	case complaint.KArchived:
		return "Diarsipkan"
	case complaint.KEscalated:
		return "Diteruskan ke Ombudsman RI"
	case complaint.KNoted:
		return "Catatan"
	case complaint.KTrackingSet:
		return "Tracking ID LAPOR! " + b.Target
	case complaint.KClashSettled:
		return "Perbedaan isi diselesaikan"
	case complaint.KDueAcknowledged:
		return "Tenggat baru diketahui"
	case complaint.KFileAttached:
		return "Berkas dilampirkan"
	case complaint.KFileDetached:
		return "Lampiran dilepas"
	case complaint.KNumberDoubled:
		return "Nomor register ganda"
	case complaint.KIdentityRevealed:
		return "Identitas lengkap dilihat"
	case complaint.KLinked:
		return "Dikaitkan dengan aduan " + linkNumber(b)
	case complaint.KUnlinked:
		return "Kaitan dilepas: aduan " + linkNumber(b)
	case complaint.KHandedOver:
		return "Titipan untuk petugas berikutnya"
	case complaint.KHandoverTaken:
		return "Titipan diambil"
	case complaint.KPrinted:
		if b.Print == nil {
			return "Dicetak"
		}
		return complaint.TextOf(complaint.Papers, b.Print.What) + " dicetak"
	}
	return kind
}

func linkNumber(b complaint.Body) string {
	if b.Link == nil {
		return "lain"
	}
	return b.Link.Number
}

// stepText is what was written, and what its sentence has no room for.
func stepText(s *complaint.Step) string {
	b := s.Body
	parts := []string{}
	add := func(t string) {
		if t != "" {
			parts = append(parts, t)
		}
	}
	add(b.Text)
	switch s.Kind {
	case complaint.KImported:
		add(oldText(&b))
	case complaint.KVerified:
		if changed := changedFields(&b); changed != "" {
			add("Diubah" + changed + ".")
		}
	case complaint.KNumberDoubled:
		add("Kedua tanda terima tetap berlaku.")
	case complaint.KDueAcknowledged:
		if b.Promise != nil {
			add("Tenggatnya " + longDue(b.Promise.Deadline()) + ".")
		}
	case complaint.KPrinted:
		if b.Print != nil && b.Print.Code != "" {
			add("Kode pada kertas: " + b.Print.Code)
		}
	case complaint.KClosed, complaint.KReporterResponded:
		if b.Score != "" {
			add("Kepuasan pelapor: " + lowerFirst(complaint.TextOf(complaint.Satisfactions, b.Score)) + ".")
		}
	}
	return strings.Join(parts, "\n")
}

// oldText tells what the old register said of a complaint.
func oldText(b *complaint.Body) string {
	x := b.Old
	if x == nil {
		return ""
	}
	line := fmt.Sprintf("Baris %d di berkas asal", x.Line)
	if x.Sheet != "" {
		line += ", lembar " + x.Sheet
	}
	parts := []string{line}
	add := func(what, text string, on calendar.Date) {
		if text != "" && !on.IsZero() {
			text += ", "
		}
		if text += on.Short(); text != "" {
			parts = append(parts, what+": "+text)
		}
	}
	add("No. register lama", x.Number, calendar.Date{})
	add("Status waktu itu", complaint.TextOf(complaint.StateTexts, string(x.State)), calendar.Date{})
	add("Disposisi", x.ForwardedTo, x.ForwardedOn)
	add("Tindak lanjut", x.FollowUp, x.FollowedUpOn)
	add("Jawaban", x.Answer, x.AnsweredOn)
	add("Selesai", x.Result, x.ClosedOn)
	if x.ArchiveWhy != "" {
		add("Sebab diarsipkan", complaint.TextOf(complaint.ArchiveWhys, x.ArchiveWhy), calendar.Date{})
	}
	return strings.Join(parts, "\n")
}
