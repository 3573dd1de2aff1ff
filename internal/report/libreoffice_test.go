package report

import (
	"bytes"
	"context"
	"encoding/csv"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"loketaduan/internal/calendar"
)

// convert opens the workbook with LibreOffice, another program than the one
// that wrote it, and returns what it makes of it.
func convert(t *testing.T, book []byte, filter, result string) []byte {
	t.Helper()
	soffice, err := exec.LookPath("soffice")
	if err != nil {
		t.Skip("soffice is not installed: LibreOffice cannot be asked to open the register")
	}
	dir := t.TempDir()
	path := filepath.Join(dir, "register.xlsx")
	if err := os.WriteFile(path, book, 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	out := filepath.Join(dir, "out")
	// A profile of its own: a second soffice with the same one ends at once.
	cmd := exec.CommandContext(ctx, soffice, "-env:UserInstallation=file://"+filepath.ToSlash(filepath.Join(dir, "profile")),
		"--headless", "--convert-to", filter, "--outdir", out, path)
	log, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("soffice: %v\n%s", err, log)
	}
	made, err := os.ReadFile(filepath.Join(out, result))
	if err != nil {
		t.Fatalf("%v\n%s", err, log)
	}
	return made
}

// libreRows gives the sheet Register as LibreOffice shows it: commas, UTF-8,
// cells as shown, first sheet.
func libreRows(t *testing.T, book []byte) [][]string {
	t.Helper()
	text := convert(t, book, "csv:Text - txt - csv (StarCalc):44,34,76,1,,1033,false,true,true,false,false,1", "register-Register.csv")
	r := csv.NewReader(bytes.NewReader(text))
	r.FieldsPerRecord = -1
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func TestLibreOfficeShowsTheRegister(t *testing.T) {
	head := testHead()
	head.IdentityShown = true
	provisional, anonymous := testRow(), testRow()
	provisional.Provisional, provisional.WorkingDays = true, -1
	provisional.Latest, provisional.FirstTold = calendar.Of(2026, time.December, 15), calendar.Of(2026, time.December, 9)
	anonymous.Anonymous = true
	rows := []RegisterRow{testRow(), provisional, anonymous}
	for _, s := range injections {
		row := testRow()
		row.Name, row.Contact, row.NIK = s, s, ""
		rows = append(rows, row)
	}
	// Every minute of a day: none may show as the one before.
	midnight := time.Date(2026, 11, 24, 0, 0, 0, 0, calendar.WITA)
	for m := range 24 * 60 {
		row := testRow()
		row.ReceivedAt = midnight.Add(time.Duration(m) * time.Minute)
		rows = append(rows, row)
	}
	got := libreRows(t, write(t, head, rows...))
	if len(got) < headerLine+len(rows) {
		t.Fatalf("%d lines", len(got))
	}
	if h := got[headerLine-1]; len(h) != 21 || h[0] != "No" || h[20] != "Petugas" {
		t.Errorf("header %q", h)
	}
	first := got[headerLine]
	for col, want := range map[int]string{
		0: "1", 1: "630301-A-2026-000123-7", 2: "23/11/2026 07:05", 4: "Warga Contoh", 7: "081234567890\nNIK 6303011234567891",
		12: "Dinas PUPR, 24/11/2026", 13: "11/12/2026", 14: "", 17: "30/11/2026", 18: "5", 19: "0009876543",
	} {
		if first[col] != want {
			t.Errorf("%s shows %q, want %q", columns[col].title, first[col], want)
		}
	}
	if r := got[headerLine+1]; r[13] != "11/12/2026 (sementara)" || r[14] != "sementara: 11 – 15 Des 2026; semula 09/12/2026" || r[18] != "" {
		t.Errorf("provisional line: %q, %q, %q", r[13], r[14], r[18])
	}
	if r := got[headerLine+2]; r[4] != "ANONIM" || r[6] != "Sungai Paring" || r[7] != "" {
		t.Errorf("anonymous line: %q", r)
	}
	for i, s := range injections {
		if r := got[headerLine+3+i]; r[4] != s || r[7] != s {
			t.Errorf("%q became %q and %q", s, r[4], r[7])
		}
	}
	for i, row := range rows {
		if shown := got[headerLine+i][2]; shown != row.ReceivedAt.Format("02/01/2006 15:04") {
			t.Errorf("received %v shows %q", row.ReceivedAt, shown)
		}
	}
}

func TestLibreOfficeShowsNihil(t *testing.T) {
	got := libreRows(t, write(t, testHead()))
	if len(got) <= headerLine || got[headerLine][1] != "NIHIL" {
		t.Errorf("an empty period shows %q", got)
	}
}

// TestLibreOfficeKeepsTheRegister saves the file again with LibreOffice: what it
// did not understand would be lost or changed in its copy. Frozen panes are not
// looked for: without a window it saves no view.
func TestLibreOfficeKeepsTheRegister(t *testing.T) {
	head := testHead()
	head.IdentityShown = true
	injected := testRow()
	injected.Name, injected.Provisional, injected.Latest = "=1+1", true, calendar.Of(2026, time.December, 15)
	book := convert(t, write(t, head, testRow(), injected), "xlsx", "register.xlsx")

	sheet := part(t, book, "xl/worksheets/sheet1.xml")
	wantParts(t, sheet, `<autoFilter ref="A7:U9"`,
		`paperSize="14"`, `orientation="landscape"`, `fitToWidth="1"`, `fitToHeight="0"`, `fitToPage="true"`)
	if strings.Contains(sheet, "<f>") || strings.Contains(sheet, "<f ") {
		t.Error("a formula")
	}
	wantParts(t, part(t, book, "xl/workbook.xml"), "_xlnm.Print_Titles", "Register!$7:$7", `name="Keterangan"`)

	f := open(t, book)
	for cell, want := range map[string]string{"C8": "46349.29", "N8": "46367", "N9": "46367", "R8": "46356", "S8": "5",
		"E9": "=1+1", "H8": "081234567890\nNIK 6303011234567891", "O9": "sementara: 11 – 15 Des 2026", "T8": "0009876543"} {
		got, _ := f.GetCellValue(registerSheet, cell, excelize.Options{RawCellValue: true})
		if !strings.HasPrefix(got, want) {
			t.Errorf("%s holds %q, want %q", cell, got, want)
		}
		kind, _ := f.GetCellType(registerSheet, cell)
		_, number := strconv.ParseFloat(want, 64)
		if isText := kind == excelize.CellTypeSharedString; isText != (number != nil || cell == "T8") {
			t.Errorf("%s: text %v", cell, isText)
		}
	}
}
