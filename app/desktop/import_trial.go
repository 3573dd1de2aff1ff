package desktop

import (
	"context"
	"fmt"

	"loketaduan/internal/calendar"
	"loketaduan/internal/complaint"
	"loketaduan/internal/office"
)

// TryImport tells what importing the open file would do. Nothing is written.
func (d *Desk) TryImport(in ImportInput) (ImportTrialView, error) {
	return guard(d, "TryImport", fileTime, func(ctx context.Context, o *office.Desk) (ImportTrialView, error) {
		v := ImportTrialView{States: []ImportCountView{}, Notes: []string{}, Reasons: []ImportCountView{}, NewRows: []ImportRowView{}, HereRows: []ImportRowView{}, BadRows: []ImportRowView{}}
		t, err := o.TryOld(ctx, in.ID)
		if err != nil {
			return v, err
		}
		v.Rows, v.New, v.Already, v.Rejected, v.Remarked = t.Imported.Rows, t.New, t.Already, t.Rejected, t.Remarked
		for _, s := range complaint.States {
			if n := t.States[s]; n > 0 {
				v.States = append(v.States, ImportCountView{Text: complaint.TextOf(complaint.StateTexts, string(s)), Count: n})
			}
		}
		if t.Overdue > 0 {
			v.Notes = append(v.Notes, fmt.Sprintf("%s aduan masih berjalan dan sudah lewat batas. Semuanya akan muncul di Pekerjaan hari ini; bila sebenarnya sudah selesai, perbaiki arti statusnya dulu.", thousands(t.Overdue)))
		}
		if t.OldYears > 0 {
			v.Notes = append(v.Notes, fmt.Sprintf("%s aduan diterima sebelum 2017. Hari libur tahun itu tidak ada dalam kalender, jadi tenggatnya hanya perkiraan.", thousands(t.OldYears)))
		}
		for _, r := range t.Reasons {
			v.Reasons = append(v.Reasons, ImportCountView{Text: r.Text, Count: r.Count})
		}
		for kind, to := range map[string]*[]ImportRowView{"new": &v.NewRows, "here": &v.HereRows, "rejected": &v.BadRows} {
			for i := range t.Rows[kind] {
				*to = append(*to, trialRow(&t.Rows[kind][i], o))
			}
		}
		return v, nil
	})
}

func trialRow(r *office.TrialRow, o *office.Desk) ImportRowView {
	x := r.Case
	v := ImportRowView{Place: fmt.Sprintf("%s %d", r.Sheet, r.Line), OldNumber: x.Number, Subject: clip(x.Form.Subject, 90), StateText: complaint.TextOf(complaint.StateTexts, string(x.State)),
		Due: r.Due.Short(), Why: r.Why}
	if r.Sheet == "" {
		v.Place = fmt.Sprint(r.Line)
	}
	if v.Why == nil {
		v.Why = []string{}
	}
	if at := x.Form.Received(); !at.IsZero() {
		v.Received = calendar.DateIn(at, o.Zone()).Short()
	}
	switch {
	case x.Form.Anonymous:
		v.Reporter = "ANONIM"
	case x.Form.Confidential:
		v.Reporter = "RAHASIA"
	case x.Form.Reporter.Unidentified:
		v.Reporter = "Tanpa identitas"
	default:
		v.Reporter = clip(x.Form.Reporter.Name, 40)
	}
	switch {
	case r.SameAs > 0:
		v.Known = fmt.Sprintf("Sama dengan baris %d", r.SameAs)
	case r.Number != "":
		v.Known = "Sudah ada: " + r.Number
	}
	return v
}

// Imports of old registers, newest first.
func (d *Desk) Imports() (ImportsView, error) {
	return guard(d, "Imports", callTime, func(ctx context.Context, o *office.Desk) (ImportsView, error) { return importsView(ctx, o, "") })
}

// UndoImport hides what an import brought and gives the list anew.
func (d *Desk) UndoImport(in ImportUndoInput) (ImportsView, error) {
	return guard(d, "UndoImport", longTime, func(ctx context.Context, o *office.Desk) (ImportsView, error) {
		n, err := o.UndoImport(ctx, in.EntryID, in.ImportID)
		if err != nil {
			return ImportsView{Imports: []ImportedView{}}, err
		}
		return importsView(ctx, o, fmt.Sprintf("Diurungkan: %s aduan disembunyikan. Yang sudah dikerjakan tetap ada, dan riwayatnya tersimpan.", thousands(n)))
	})
}

func importsView(ctx context.Context, o *office.Desk, text string) (ImportsView, error) {
	v := ImportsView{Imports: []ImportedView{}, Text: text}
	list, err := o.Imports(ctx)
	if err != nil {
		return v, err
	}
	for _, x := range list {
		one := ImportedView{ID: x.ID, File: x.File, AtText: instantText(x.At, o.Zone()), By: x.Name, Undoable: x.Undoable}
		switch {
		case x.Undone:
			one.State, one.Undoable = "undone", 0
			one.Text = "Diurungkan " + instantText(x.UndoneAt, o.Zone())
		case !x.Ended:
			one.State = "open"
			one.Text = fmt.Sprintf("Terhenti: %s dari %s baris sudah masuk. Pilih berkas yang sama untuk melanjutkan.", thousands(x.Undoable), thousands(x.Rows))
		default:
			one.State = "done"
			one.Text = fmt.Sprintf("%s baris: %s masuk, %s sudah ada, %s ditolak", thousands(x.Rows), thousands(x.Imported), thousands(x.Already), thousands(x.Rejected))
			if rest := x.Imported - x.Undoable; rest > 0 {
				one.Text += fmt.Sprintf("; %s sudah dikerjakan sejak itu", thousands(rest))
			}
		}
		if x.Twice {
			one.Text += ". Berkas yang sama diimpor dua kali di PC yang berbeda: urungkan salah satunya."
		}
		v.Imports = append(v.Imports, one)
	}
	return v, nil
}
