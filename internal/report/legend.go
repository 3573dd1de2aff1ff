package report

import (
	"strconv"

	"github.com/xuri/excelize/v2"
)

// writeLegend fills the sheet Keterangan: what each column means and what has
// been masked, for readers who get the file without its maker.
func writeLegend(f *excelize.File, head RegisterHead, style styles) error {
	const legendWidth = 80
	line := 0
	put := func(style int, left, right string) error {
		line++
		a, b := "A"+strconv.Itoa(line), "B"+strconv.Itoa(line)
		if err := f.SetCellStyle(legendSheet, a, b, style); err != nil {
			return err
		}
		if err := f.SetRowHeight(legendSheet, line, rowHeight(wrappedLines(right, legendWidth))); err != nil {
			return err
		}
		if err := f.SetCellStr(legendSheet, a, cleanText(left)); err != nil || right == "" {
			return err
		}
		return f.SetCellStr(legendSheet, b, cleanText(right))
	}
	if err := f.SetColWidth(legendSheet, "A", "A", 24); err != nil {
		return err
	}
	if err := f.SetColWidth(legendSheet, "B", "B", legendWidth); err != nil {
		return err
	}
	if err := put(style.bold, "KETERANGAN", ""); err != nil {
		return err
	}
	if err := put(style.header, "Kolom", "Arti"); err != nil {
		return err
	}
	for _, c := range columns {
		if err := put(style.text, c.title, c.meaning); err != nil {
			return err
		}
	}
	line++
	if err := put(style.header, "Tanda", "Arti"); err != nil {
		return err
	}
	for _, note := range legendNotes(head) {
		if err := put(style.text, note[0], note[1]); err != nil {
			return err
		}
	}
	return f.SetPanes(legendSheet, &excelize.Panes{
		Freeze: true, YSplit: 2, TopLeftCell: "A3", ActivePane: "bottomLeft",
		Selection: []excelize.Selection{{SQRef: "A3", ActiveCell: "A3", Pane: "bottomLeft"}},
	})
}

func legendNotes(head RegisterHead) [][2]string {
	identity := "Hanya 4 angka terakhir NIK dan 3 angka terakhir nomor telepon yang ditampilkan; surel ditutup seluruhnya."
	if head.IdentityShown {
		identity = "NIK dan kontak ditampilkan lengkap untuk pencetak yang berwenang, kecuali pada baris ANONIM dan RAHASIA. Simpan berkas ini sebagai data pribadi."
	}
	return [][2]string{
		{AnonymousName, "Pelapor meminta namanya tidak ditampilkan: nama, NIK, kontak, dan alamat ditiadakan; desa/kelurahan tetap ada."},
		{ConfidentialName, "Pelapor meminta isi dirahasiakan: selain identitas, uraian dan tindak lanjut diganti \"" + ConfidentialText + "\"."},
		{"NIK dan kontak", identity},
		{"(sementara)", "Batas waktu dihitung dengan hari libur yang belum ditetapkan lengkap; yang tertulis tanggal paling awal, rentangnya ada di kolom Keterangan tenggat. Tanggalnya dapat berubah setelah keputusan hari libur terbit."},
		{"NIHIL", "Tidak ada pengaduan dalam periode ini."},
		{"Tanggal", "Semua tanggal dan jam adalah waktu setempat kantor. Sel kosong berarti belum ada atau belum diketahui."},
		{"Data", join(head.DataAsOf, "; ", "periode "+period(head))},
	}
}
