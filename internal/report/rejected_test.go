package report

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

func TestRejectedRowsStandAsTheyWere(t *testing.T) {
	head := RejectedHead{Titles: []string{"No", "NIK", "Uraian"}, TempDir: t.TempDir()}
	rows := []RejectedRow{{Sheet: "Jan", Line: 12, Why: "Tanggal terima kosong.", Cells: []string{"1", "6303051204850001", "=1+1\nbaris dua"}}, {Line: 7, Why: "Uraian kosong.", Cells: []string{"2", "", strings.Repeat("x", 40000)}}}
	var out bytes.Buffer
	if err := WriteRejected(t.Context(), &out, head, rows, []RejectedRow{{Line: 3, Why: "NIK tidak utuh", As: "630305-A-2021-000001-5", Cells: []string{"3"}}}); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(out.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	got, err := f.GetRows("Ditolak")
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(got[0], []string{"Alasan ditolak", "Lembar asal", "Baris asal", "No", "NIK", "Uraian"}) || !slices.Equal(got[1], []string{"Tanggal terima kosong.", "Jan", "12", "1", "6303051204850001", "=1+1\nbaris dua"}) {
		t.Errorf("%q", got[:2])
	}
	if len(got) != 3 || len(got[2][5]) > 33000 {
		t.Errorf("%d rows, %d letters", len(got), len(got[2][5]))
	}
	if formula, err := f.GetCellFormula("Ditolak", "F2"); formula != "" || err != nil {
		t.Errorf("a formula: %q, %v", formula, err)
	}
	if kind, err := f.GetCellType("Ditolak", "E2"); kind != excelize.CellTypeInlineString && kind != excelize.CellTypeSharedString || err != nil {
		t.Errorf("a NIK as type %v, %v", kind, err)
	}
	got, err = f.GetRows("Catatan")
	if err != nil || !slices.Equal(got[1][:4], []string{"NIK tidak utuh", "630305-A-2021-000001-5", "", "3"}) {
		t.Errorf("%q, %v", got, err)
	}
}
