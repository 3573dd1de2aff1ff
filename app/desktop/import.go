package desktop

import (
	"context"
	"encoding/base64"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	wails_runtime "github.com/wailsapp/wails/v2/pkg/runtime"

	"loketaduan/internal/calendar"
	"loketaduan/internal/complaint"
	"loketaduan/internal/fault"
	"loketaduan/internal/ledger"
	"loketaduan/internal/office"
)

// OpenImport opens an old register and tells what it seems to hold.
func (d *Desk) OpenImport(in ImportOpenInput) (ImportView, error) {
	return guard(d, "OpenImport", fileTime, func(ctx context.Context, o *office.Desk) (ImportView, error) {
		if in.Content != "" {
			content, err := base64.StdEncoding.DecodeString(in.Content)
			if err != nil {
				return emptyImport(), fault.New(fault.Invalid, "import.file.unreadable", "file", "Berkas ini tidak terbaca. Pilih sekali lagi.").Because(err)
			}
			return importView(o.OpenOld(ctx, in.Name, content))
		}
		if in.Path == "" {
			var err error
			in.Path, err = wails_runtime.OpenFileDialog(d.ctx, wails_runtime.OpenDialogOptions{Title: "Pilih register lama",
				Filters: []wails_runtime.FileFilter{{DisplayName: "Excel dan CSV (*.xlsx, *.csv, *.txt)", Pattern: "*.xlsx;*.xlsm;*.csv;*.txt;*.tsv"}}})
			if err != nil || in.Path == "" {
				return emptyImport(), err
			}
		}
		return importView(o.OpenOldFile(ctx, in.Path))
	})
}

// AnswerImport takes the answers and reads the file by them.
func (d *Desk) AnswerImport(in ImportAnswersInput) (ImportView, error) {
	return guard(d, "AnswerImport", fileTime, func(ctx context.Context, o *office.Desk) (ImportView, error) {
		a := office.OldAnswers{Titles: map[int]int{}, Mapping: ledger.Mapping{Columns: map[string]ledger.Field{}, Orders: map[string]ledger.Order{}, Swaps: map[string]bool{},
			States: map[string]complaint.State{}, Rest: complaint.State(in.Rest), SkipHidden: in.SkipHidden}}
		if len(in.Sheets) > 0 {
			a.Sheets = in.Sheets
		}
		for _, p := range in.TitleLines {
			sheet, err1 := strconv.Atoi(p.Key)
			line, err2 := strconv.Atoi(p.Value)
			if err1 == nil && err2 == nil {
				a.Titles[sheet] = line
			}
		}
		for _, p := range in.Columns {
			a.Mapping.Columns[p.Key] = ledger.Field(p.Value)
		}
		for _, p := range in.Orders {
			if o := ledger.Order(p.Value); o == ledger.DayFirst || o == ledger.MonthFirst {
				a.Mapping.Orders[p.Key] = o
			}
		}
		for _, p := range in.Swaps {
			a.Mapping.Swaps[p.Key] = p.Value == "ya"
		}
		for _, p := range in.States {
			if slices.Contains(complaint.States, complaint.State(p.Value)) {
				a.Mapping.States[p.Key] = complaint.State(p.Value)
			}
		}
		return importView(o.AnswerOld(ctx, in.ID, a))
	})
}

// CloseImport forgets the open file.
func (d *Desk) CloseImport(in ImportInput) (ImportView, error) {
	return guard(d, "CloseImport", callTime, func(_ context.Context, o *office.Desk) (ImportView, error) {
		o.CloseOld(in.ID)
		return emptyImport(), nil
	})
}

// RunImport imports the open file. Progress travels as event "progress".
func (d *Desk) RunImport(in ImportInput) (ImportResultView, error) {
	return guard(d, "RunImport", office.ImportTime, func(ctx context.Context, o *office.Desk) (ImportResultView, error) {
		r, err := o.ImportOld(ctx, in.ID, func(done, total int) {
			wails_runtime.EventsEmit(d.ctx, "progress", ProgressView{What: "import", Done: done, Total: total})
		})
		if err != nil {
			return ImportResultView{}, err
		}
		v := ImportResultView{ImportID: r.ID, Rows: r.Rows, New: r.New, Already: r.Already, Rejected: r.Rejected, Remarked: r.Remarked, Cancelled: r.Cancelled}
		switch {
		case r.Cancelled:
			v.Text = fmt.Sprintf("%s dari %s aduan sudah masuk dan utuh. Lanjutkan kapan saja dengan berkas yang sama, atau urungkan semuanya.", thousands(r.New), thousands(r.Rows))
		case r.New == 0 && r.Rejected == 0:
			v.Text = "Tidak ada yang ditambahkan: semua baris sudah ada di register."
		default:
			v.Text = fmt.Sprintf("Dari %s baris: %s masuk, %s sudah ada, %s ditolak.", thousands(r.Rows), thousands(r.New), thousands(r.Already), thousands(r.Rejected))
		}
		return v, nil
	})
}

// CancelImport ends an import that runs; RunImport then returns.
func (d *Desk) CancelImport(in ImportInput) (bool, error) {
	return guard(d, "CancelImport", callTime, func(_ context.Context, o *office.Desk) (bool, error) {
		o.CancelOld(in.ID)
		return true, nil
	})
}

// SaveImportRejected writes the rows that did not come in to a workbook.
func (d *Desk) SaveImportRejected(in ImportSaveInput) (ExportView, error) {
	return guard(d, "SaveImportRejected", fileTime, func(ctx context.Context, o *office.Desk) (ExportView, error) {
		path := ""
		if in.Ask {
			var err error
			path, err = wails_runtime.SaveFileDialog(d.ctx, wails_runtime.SaveDialogOptions{Title: "Simpan baris yang ditolak", DefaultFilename: "impor-ditolak.xlsx",
				Filters: []wails_runtime.FileFilter{{DisplayName: "Excel (*.xlsx)", Pattern: "*.xlsx"}}})
			if err != nil || path == "" {
				return ExportView{Cancelled: true, Text: "Tidak jadi disimpan."}, err
			}
		}
		path, n, err := o.SaveRejected(ctx, in.ID, path)
		if err != nil {
			return ExportView{}, err
		}
		return ExportView{Path: path, Rows: n, Text: fmt.Sprintf("%s baris disimpan ke %s. Berkas ini memuat data pribadi: perbaiki, impor lagi, lalu hapus.", thousands(n), filepath.Base(path))}, nil
	})
}

func emptyImport() ImportView {
	return ImportView{Sheets: []ImportSheetView{}, Columns: []ImportColumnView{}, Words: []ImportWordView{}, Fields: []Option{}, States: []Option{}, Questions: []ImportQuestionView{}, Lines: []ImportCountView{}}
}

func importView(r office.Reading, err error) (ImportView, error) {
	v := emptyImport()
	if err != nil {
		return v, err
	}
	v.ID, v.Name, v.Rest, v.Others, v.SkipHidden = r.ID, r.Name, string(r.Mapping.Rest), string(r.Mapping.States["*"]), r.Mapping.SkipHidden
	v.FileText = fmt.Sprintf("Excel, %d lembar", len(r.Book.Sheets))
	if r.Book.Kind == "csv" {
		v.FileText = "CSV, pemisah " + r.Book.Comma + ", " + r.Book.Encoding
	}
	if r.Book.Repaired > 0 {
		v.RepairedText = fmt.Sprintf("Huruf yang rusak di %s sel dipulihkan.", thousands(r.Book.Repaired))
	}
	if r.Again != nil {
		v.AgainText = "Impor berkas ini pernah terhenti. Impor akan dilanjutkan; yang sudah masuk tidak masuk dua kali."
	}
	for _, c := range ledger.Choices {
		v.Fields = append(v.Fields, Option{Value: string(c.Field), Label: c.Label})
	}
	v.States = choices(complaint.StateTexts)
	for i, s := range r.Sheets {
		one := ImportSheetView{Index: i, Name: s.Name, Hidden: s.Hidden, Lines: s.Lines, TitleLine: s.Layout.From, Register: s.Layout.Register, Chosen: s.Chosen, Top: top(&r.Book.Sheets[i])}
		if one.TitleText = fmt.Sprintf("baris %d", s.Layout.From); s.Layout.To > s.Layout.From {
			one.TitleText += fmt.Sprintf(" sampai %d", s.Layout.To)
		}
		v.Sheets = append(v.Sheets, one)
	}
	if r.Table == nil {
		v.Questions = append(v.Questions, ImportQuestionView{Kind: "sheet", Text: "Pilih lembar yang berisi register, dan baris judul kolomnya."})
		return v, nil
	}
	t := r.Table
	switch {
	case t.Lapor:
		v.KnownText = "Dikenali sebagai ekspor SP4N-LAPOR!. Nama pada laporan Anonim dan Rahasia tidak akan ditampilkan."
	case t.Own:
		v.KnownText = "Dikenali sebagai ekspor Loket Aduan. Aduan yang nomornya sudah ada tidak ditambahkan."
	}
	v.Rows, v.HiddenRows, v.Unsaid = t.Data(), t.Hidden, t.Unsaid()
	for i := range t.Columns {
		v.Columns = append(v.Columns, columnView(&t.Columns[i], r.Mapping))
	}
	for _, w := range t.Words {
		v.Words = append(v.Words, ImportWordView{Key: w.Key, Text: w.Text, Count: w.Count, State: string(w.State)})
	}
	for _, q := range t.Questions() {
		v.Questions = append(v.Questions, ImportQuestionView{Kind: q.Kind, Column: q.Column, Text: q.Text})
	}
	for _, k := range []struct {
		kind ledger.LineKind
		text string
	}{{ledger.Heading, "judul di atas tabel"}, {ledger.Repeated, "judul kolom yang diulang"}, {ledger.Counting, "nomor kolom"}, {ledger.Total, "baris jumlah"}, {ledger.Other, "di luar tabel (bulan, tanda tangan)"},
		{ledger.Joined, "sel gabungan"}, {ledger.Continued, "sambungan uraian di atasnya"}, {ledger.Covered, "tersembunyi, dilewati"}} {
		if n := t.Counts[k.kind]; n > 0 {
			v.Lines = append(v.Lines, ImportCountView{Text: k.text, Count: n})
		}
	}
	return v, nil
}

// topLines of a sheet are shown to choose the line of its titles.
const topLines = 12

func top(s *ledger.Sheet) []string {
	out := []string{}
	for i := range s.Lines[:min(len(s.Lines), topLines)] {
		var cells []string
		for _, c := range s.Lines[i].Cells {
			if c.Text != "" {
				cells = append(cells, clip(strings.Join(strings.Fields(c.Text), " "), 24))
			}
		}
		out = append(out, strconv.Itoa(s.Lines[i].Number)+"\t"+clip(strings.Join(cells, " | "), 120))
	}
	return out
}

func columnView(c *ledger.Column, m ledger.Mapping) ImportColumnView {
	v := ImportColumnView{Key: c.Key, Title: c.Title, Field: string(c.Field), By: c.By, Filled: c.Filled, Samples: []string{}, Hidden: c.Hidden, Order: string(c.Order)}
	for _, s := range c.Samples {
		v.Samples = append(v.Samples, clip(strings.Join(strings.Fields(s), " "), 60))
	}
	d := c.Dates
	if d == nil {
		return v
	}
	v.Dates, v.Ask, v.Hint, v.Evidence, v.Suspect = true, d.Ask, string(d.Hint), d.Evidence, d.Suspect
	if c.Asked {
		v.Swap = "tidak"
		if c.Swap {
			v.Swap = "ya"
		}
	}
	if d.Example.Text != "" {
		dm, md := ledger.BothWays(d.Example.Text, 2100)
		v.Example, v.AsDM, v.AsMD = d.Example.Text, longDay(dm), longDay(md)
	}
	return v
}

func longDay(d calendar.Date) string {
	_, text, _ := strings.Cut(d.Long(), ", ")
	return text
}
