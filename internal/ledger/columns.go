package ledger

import (
	"slices"
)

func usedColumns(src Source) []bool {
	used := make([]bool, src.Sheet.Columns)
	for i := range src.Sheet.Lines {
		if l := &src.Sheet.Lines[i]; l.Number > src.Layout.To {
			for j, c := range l.Cells {
				used[j] = used[j] || c.Kind != Empty && !c.Copied
			}
		}
	}
	return used
}

// letters of a column as a spreadsheet names it, from 0.
func letters(i int) string {
	s := ""
	for i++; i > 0; i = (i - 1) / 26 {
		s = string(rune('A'+(i-1)%26)) + s
	}
	return s
}

// name gives every column its field: the answer, else what its title says. The
// title that says it best has a field, and what lost one gets its next best.
func (t *Table) name() {
	taken := map[Field]bool{}
	for i := range t.Columns {
		c := &t.Columns[i]
		if f, ok := t.mapping.Columns[c.Key]; ok && f.Known() {
			c.Field, c.By = f, "answer"
			taken[f] = f.once()
		}
	}
	var all []claim
	for i := range t.Columns {
		if t.Columns[i].By != "" {
			continue
		}
		t.Columns[i].Field = Note // nothing gets lost unseen
		days, filled, counted := 0.0, false, false
		for _, c := range claims(t.Columns[i].Title) {
			if byValues[c.field] {
				if !counted {
					days, filled = t.dayShare(i)
					counted = true
				}
				if filled && !fits(c.field, days) {
					continue
				}
			}
			c.column = i
			all = append(all, c)
		}
	}
	slices.SortStableFunc(all, func(a, b claim) int { return b.score - a.score })
	gone := map[int]bool{}
	for _, x := range all {
		c := &t.Columns[x.column]
		switch {
		case c.By != "" || gone[x.column]:
		case !taken[x.field]:
			c.Field, c.By = x.field, "title"
			taken[x.field] = x.field.once()
		default: // the sheet of another month calls it by another name
			if i := t.column(x.field); !t.together(i, x.column) {
				t.merge(i, x.column)
				gone[x.column] = true
			}
		}
	}
	t.drop(gone)
	lapor, own := 0, 0
	for i := range t.Columns {
		if laporTitles[t.Columns[i].Key] {
			lapor++
		}
		if ownTitles[t.Columns[i].Key] {
			own++
		}
	}
	t.Lapor, t.Own = lapor >= len(laporTitles)-3, own == len(ownTitles)
}

// together tells whether two columns stand in one sheet.
func (t *Table) together(a, b int) bool {
	for n := range t.Columns[a].in {
		if t.Columns[b].in[n] {
			return true
		}
	}
	return false
}

// merge puts the cells of a column into another one.
func (t *Table) merge(into, from int) {
	for n := range t.Columns[from].in {
		t.Columns[into].in[n] = true
	}
	t.Columns[into].Title += " / " + t.Columns[from].Title
	for i := range t.rows {
		if r := &t.rows[i]; r.kind == Data && r.cells[from].Kind != Empty {
			r.cells[into] = r.cells[from]
		}
	}
}

// drop forgets columns.
func (t *Table) drop(gone map[int]bool) {
	if len(gone) == 0 {
		return
	}
	for i := range t.rows {
		if r := &t.rows[i]; r.kind == Data {
			r.cells = keep(r.cells, gone)
		}
	}
	t.Columns = keep(t.Columns, gone)
}

func keep[T any](list []T, gone map[int]bool) []T {
	out := list[:0]
	for i := range list {
		if !gone[i] {
			out = append(out, list[i])
		}
	}
	return out
}

// fits tells whether a column, of whose values that share are days, can be the
// field: under "Tindak lanjut" there stand in one file texts and in another days.
func fits(f Field, days float64) bool {
	if _, text := endsWithDay[f]; text {
		return days < 0.6
	}
	for _, day := range endsWithDay {
		if f == day {
			return days > 0.3
		}
	}
	return true
}

// byValues are the fields that fits looks at.
var byValues = func() map[Field]bool {
	m := map[Field]bool{}
	for text, day := range endsWithDay {
		m[text], m[day] = true, true
	}
	return m
}()

// dayShare is the share of days among all that stands below a title.
func (t *Table) dayShare(col int) (share float64, filled bool) {
	n, days := 0, 0
	for i := range t.rows {
		if r := &t.rows[i]; r.kind == Data && r.cells[col].Kind != Empty && !nothing(r.cells[col].Text) {
			n++
			if isDay(r.cells[col], t.newest) {
				days++
			}
		}
	}
	return float64(days) / float64(max(n, 1)), n > 0
}

// once tells whether a row can have only one of the field.
func (f Field) once() bool { return f != Note && f != Ignore && f != Count }

// laporTitles are those of SP4N-LAPOR!'s export.
var laporTitles = func() map[string]bool {
	m := map[string]bool{}
	for _, title := range []string{"Tracking ID", "Tanggal Laporan Masuk", "Waktu Laporan Masuk", "Nama Pelapor", "Klasifikasi Laporan", "ID Kategori", "Kategori",
		"Judul Laporan", "Isi Laporan Awal", "Isi Laporan Akhir", "Tipe Laporan (Anonim/Rahasia)", "Sumber Laporan", "Instansi Induk", "ID Instansi Terdisposisi",
		"Instansi Terdisposisi", "Status Laporan", "Alasan Tunda/Arsip", "Provinsi", "Kota/Kabupaten", "Kecamatan", "Kelurahan"} {
		m[TitleKey(title)] = true
	}
	return m
}()

// ownTitles stand together in no other file than our own register.
var ownTitles = map[string]bool{TitleKey("No. register"): true, TitleKey("Tgl/jam terima"): true, TitleKey("Keterangan tenggat"): true, TitleKey("Hari kerja terpakai"): true, TitleKey("Tracking ID LAPOR"): true}

// column with the field; -1 when there is none.
func (t *Table) column(f Field) int {
	return slices.IndexFunc(t.Columns, func(c Column) bool { return c.Field == f })
}

// share of a column's values that are so.
func (t *Table) share(col int, so func(Cell) bool) float64 {
	n, yes := 0, 0
	for i := range t.rows {
		if r := &t.rows[i]; r.kind == Data && r.cells[col].Kind != Empty && !nothing(r.cells[col].Text) {
			n++
			if so(r.cells[col]) {
				yes++
			}
		}
	}
	if n == 0 {
		return 0
	}
	return float64(yes) / float64(n)
}
