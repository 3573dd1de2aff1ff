package desktop

import (
	"context"
	"fmt"

	"loketaduan/internal/calendar"
	"loketaduan/internal/complaint"
	"loketaduan/internal/office"
	"loketaduan/internal/store"
)

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
	"handed":                {"Titipan rekan", "Baca pesannya, lalu tandai sudah dibaca. Pesannya tetap ada di riwayat aduan.", "take_over", "Sudah saya baca"},
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
	by, err := o.Actor()
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
			if g.Key == "moved" || g.Key == "handed" {
				if accounts == nil {
					if accounts, err = accountNames(ctx, o); err != nil {
						return v, err
					}
				}
				c, err := o.Complaint(ctx, r.ID, false)
				if err != nil {
					return v, err
				}
				if g.Key == "moved" {
					row.Moves = moveViews(o, c, accounts)
				} else {
					row.Note = handoverView(c.Handover, by, accounts, o)
				}
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
