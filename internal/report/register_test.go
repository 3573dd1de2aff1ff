package report

import (
	"archive/zip"
	"bytes"
	"context"
	"io"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"loketaduan/internal/calendar"
)

const firstLine = headerLine + 1

func write(t *testing.T, head RegisterHead, rows ...RegisterRow) []byte {
	t.Helper()
	var out bytes.Buffer
	n, err := WriteRegister(context.Background(), &out, head, len(rows), seqOf(rows...), nil)
	if err != nil || n != len(rows) {
		t.Fatalf("WriteRegister: %d lines, %v", n, err)
	}
	return out.Bytes()
}

func open(t *testing.T, book []byte) *excelize.File {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(book))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

// part is one file inside the workbook.
func part(t *testing.T, book []byte, name string) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(book), int64(len(book)))
	if err != nil {
		t.Fatal(err)
	}
	r, err := z.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func wantParts(t *testing.T, text string, parts ...string) {
	t.Helper()
	for _, p := range parts {
		if !strings.Contains(text, p) {
			t.Errorf("missing %s", p)
		}
	}
}

func TestRegisterCells(t *testing.T) {
	head := testHead()
	head.IdentityShown = true
	provisional := testRow()
	provisional.Provisional, provisional.WorkingDays, provisional.ClosedOn = true, -1, calendar.Date{}
	provisional.Latest = provisional.Due
	f := open(t, write(t, head, testRow(), provisional))

	for _, c := range []struct {
		cell, shown, raw string
		text             bool
	}{
		{"A8", "1", "1", false},
		{"B8", "630301-A-2026-000123-7", "630301-A-2026-000123-7", true},
		{"C8", "23/11/2026 07:05", "46349.295138", false},
		{"E8", "Warga Contoh", "Warga Contoh", true},
		{"F8", "P", "P", true},
		{"G8", "Jl. Contoh No. 5 RT 02, Sungai Paring", "", true},
		{"H8", "081234567890\nNIK 6303011234567891", "", true},
		{"K8", "Jalan berlubang\ndi depan sekolah", "", true},
		{"L8", "2", "2", true},
		{"M8", "Dinas PUPR, 24/11/2026", "", true},
		{"N8", "11/12/2026", "46367", false},
		{"N9", "11/12/2026 (sementara)", "46367", false},
		{"O8", "", "", false},
		{"O9", "sementara: 11 Des 2026", "", true},
		{"P8", "Ditinjau, 26/11/2026", "", true},
		{"R8", "30/11/2026", "46356", false},
		{"R9", "", "", false},
		{"S8", "5", "5", false},
		{"S9", "", "", false},
		{"T8", "0009876543", "0009876543", true},
		{"B11", "Jumlah pengaduan", "", true},
		{"C11", "2", "2", false},
		{"C12", "1", "1", false},
	} {
		shown, err := f.GetCellValue(registerSheet, c.cell)
		if err != nil || shown != c.shown {
			t.Errorf("%s shows %q, want %q (%v)", c.cell, shown, c.shown, err)
		}
		raw, _ := f.GetCellValue(registerSheet, c.cell, excelize.Options{RawCellValue: true})
		if c.raw != "" && !strings.HasPrefix(raw, c.raw) {
			t.Errorf("%s holds %q, want %q", c.cell, raw, c.raw)
		}
		kind, _ := f.GetCellType(registerSheet, c.cell)
		if isText := kind == excelize.CellTypeInlineString || kind == excelize.CellTypeSharedString; isText != c.text {
			t.Errorf("%s: text %v, want %v", c.cell, isText, c.text)
		}
	}
	for i, c := range columns {
		name, _ := excelize.CoordinatesToCellName(i+1, headerLine)
		if got, _ := f.GetCellValue(registerSheet, name); got != c.title {
			t.Errorf("header %s is %q", name, got)
		}
	}
}

func TestIncompleteIsSaid(t *testing.T) {
	head := testHead()
	head.Incomplete = "Belum lengkap: PC ini masih diisi dari kabupaten (35.000 dari 100.000 catatan)"
	f := open(t, write(t, head, testRow()))
	for cell, want := range map[string]string{"A5": "Dicetak: ", "A6": head.Incomplete, "A7": "No"} {
		if got, err := f.GetCellValue(registerSheet, cell); err != nil || !strings.HasPrefix(got, want) {
			t.Errorf("%s shows %q, want %q (%v)", cell, got, want, err)
		}
	}
	if got, _ := f.GetCellValue(registerSheet, "A5"); !strings.Contains(got, head.DataAsOf) {
		t.Errorf("as of when is gone: %q", got)
	}
}

func TestDeadlineNote(t *testing.T) {
	due, latest, told := calendar.Of(2028, time.February, 27), calendar.Of(2028, time.March, 2), calendar.Of(2028, time.February, 24)
	for want, r := range map[string]RegisterRow{
		"":                                    {Due: due, Latest: due, FirstTold: due},
		"sementara: 27 Feb – 2 Mar 2028":      {Due: due, Latest: latest, Provisional: true, FirstTold: due},
		"sementara: paling cepat 27 Feb 2028": {Due: due, Provisional: true},
		"semula 24/02/2028":                   {Due: due, FirstTold: told},
		"sementara: 27 Feb – 2 Mar 2028; semula 24/02/2028": {Due: due, Latest: latest, Provisional: true, FirstTold: told},
	} {
		if got := deadlineNote(&r); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	paused := RegisterRow{Provisional: true, FirstTold: told} // the clock stands: there is no date to compare
	if got := deadlineNote(&paused); got != "" {
		t.Error(got)
	}
}

func TestRegisterTimesAreTheOfficesWallClock(t *testing.T) {
	for _, zone := range []*time.Location{time.UTC, calendar.WITA, time.FixedZone("west", -11*3600)} {
		var rows []RegisterRow
		var want []string
		for _, clock := range []time.Time{
			time.Date(2026, 1, 1, 0, 0, 0, 0, zone), time.Date(2026, 12, 31, 23, 59, 59, 0, zone),
			time.Date(2028, 2, 29, 12, 0, 30, 0, zone), time.Date(2026, 6, 1, 7, 30, 0, 999, zone),
		} {
			row := testRow()
			row.ReceivedAt = clock
			rows, want = append(rows, row), append(want, clock.Format("02/01/2006 15:04"))
		}
		f := open(t, write(t, testHead(), rows...))
		for i, w := range want {
			cell := "C" + strconv.Itoa(firstLine+i)
			if got, _ := f.GetCellValue(registerSheet, cell); got != w {
				t.Errorf("%v: %q, want %q", zone, got, w)
			}
			raw, _ := f.GetCellValue(registerSheet, cell, excelize.Options{RawCellValue: true})
			serial, _ := strconv.ParseFloat(raw, 64)
			at, err := excelize.ExcelDateToTime(serial, false)
			wall := rows[i].ReceivedAt.Truncate(time.Second).Format(time.DateTime)
			if err != nil || at.Round(time.Second).Format(time.DateTime) != wall {
				t.Errorf("%v: serial %s is %v, want %s", zone, raw, at, wall)
			}
		}
	}
}

func TestRegisterOldOrMissingDates(t *testing.T) {
	row := testRow()
	row.ReceivedAt, row.Due = time.Time{}, calendar.Of(1899, time.January, 5)
	row.ForwardedTo, row.FollowUp, row.FollowedUpOn = "", "", calendar.Date{}
	f := open(t, write(t, testHead(), row))
	for cell, want := range map[string]string{"C8": "", "N8": "05/01/1899", "M8": "24/11/2026", "O8": "", "P8": ""} {
		if got, _ := f.GetCellValue(registerSheet, cell); got != want {
			t.Errorf("%s = %q, want %q", cell, got, want)
		}
	}
	raw, _ := f.GetCellValue(registerSheet, "M8", excelize.Options{RawCellValue: true})
	if raw != "46350" {
		t.Errorf("a date without text is %q, want a date", raw)
	}
}

func TestRegisterMasksByItself(t *testing.T) {
	anonymous, confidential := testRow(), testRow()
	anonymous.Anonymous, confidential.Confidential = true, true
	for _, shown := range []bool{false, true} {
		head := testHead()
		head.IdentityShown = shown
		book := write(t, head, anonymous, confidential)
		for _, name := range []string{"xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "docProps/core.xml"} {
			for _, secret := range []string{"6303011234567891", "081234567890", "Warga Contoh", "Jl. Contoh"} {
				if strings.Contains(part(t, book, name), secret) {
					t.Errorf("identity shown %v: %s holds %q", shown, name, secret)
				}
			}
		}
		f := open(t, book)
		for cell, want := range map[string]string{"E8": "ANONIM", "G8": "Sungai Paring", "H8": "", "E9": "RAHASIA", "K9": "Isi dirahasiakan"} {
			if got, _ := f.GetCellValue(registerSheet, cell); got != want {
				t.Errorf("%s = %q, want %q", cell, got, want)
			}
		}
	}
	f := open(t, write(t, testHead(), testRow()))
	if got, _ := f.GetCellValue(registerSheet, "H8"); got != "*********890\nNIK ************7891" {
		t.Errorf("contact without the right to reveal: %q", got)
	}
}

func TestRegisterSheetSetup(t *testing.T) {
	book := write(t, testHead(), testRow(), testRow())
	sheet := part(t, book, "xl/worksheets/sheet1.xml")
	wantParts(t, sheet,
		`<pane activePane="bottomRight" state="frozen" topLeftCell="C8" xSplit="2" ySplit="7">`,
		`<autoFilter ref="$A$7:$U$9">`, `paperSize="14"`, `orientation="landscape"`, `fitToWidth="1"`, `fitToHeight="0"`,
		`<pageSetUpPr fitToPage="true">`, `Halaman &amp;P/&amp;N`)
	if strings.Contains(sheet, "<f>") || strings.Contains(sheet, "<dimension") {
		t.Error("a formula, or a dimension that is not true")
	}
	wantParts(t, part(t, book, "xl/workbook.xml"),
		`<definedName localSheetId="0" name="_xlnm.Print_Titles">Register!$7:$7</definedName>`,
		`<definedName hidden="true" localSheetId="0" name="_xlnm._FilterDatabase">&#39;Register&#39;!$A$7:$U$9<`)
	wantParts(t, part(t, book, "xl/styles.xml"), `dd/mm/yyyy hh:mm`, `dd/mm/yyyy &#34;(sementara)&#34;`)
	wantParts(t, part(t, book, "docProps/core.xml"), "2026-11-23T06:30:00Z")

	f := open(t, book)
	if got := f.GetSheetList(); !slices.Equal(got, []string{"Register", "Keterangan"}) {
		t.Errorf("sheets %v", got)
	}
	for i, want := range headLines(testHead()) {
		if got, _ := f.GetCellValue(registerSheet, cellName(i+1)); got != want || want == "" {
			t.Errorf("line %d is %q, want %q", i+1, got, want)
		}
	}
	if got, _ := f.GetCellValue(registerSheet, "A4"); got != "Periode: 01/11/2026 s.d. 30/11/2026" {
		t.Errorf("period %q", got)
	}
	if got, _ := f.GetCellValue(registerSheet, "A5"); got != "Dicetak: 23/11/2026 14.30 WITA oleh Petugas Satu" {
		t.Errorf("printed %q", got)
	}
	legend, _ := f.GetRows(legendSheet)
	if len(legend) != 2+len(columns)+2+len(legendNotes(testHead())) {
		t.Errorf("Keterangan has %d lines", len(legend))
	}
}

var injections = []string{"=1+1", "+62812", "-x", "@x", "=cmd|'/C calc'!A0", "\t=1+1", "_x003D_1+1", "<b>&\"", "'=1", "1e5", "TRUE", "007"}

func TestRegisterTextStaysText(t *testing.T) {
	head := testHead()
	head.IdentityShown = true
	head.Office = "=1+1"
	var rows []RegisterRow
	for _, s := range injections {
		row := testRow()
		row.Name, row.Contact, row.NIK, row.Summary, row.Status = s, s, "", s, s
		rows = append(rows, row)
	}
	broken := testRow()
	broken.Summary = "nol\x00 dan \xed\xa0\x80 selesai"
	book := write(t, head, append(rows, broken)...)
	if strings.Contains(part(t, book, "xl/worksheets/sheet1.xml"), "<f>") {
		t.Error("a formula")
	}
	f := open(t, book)
	for i, s := range injections {
		for _, col := range []string{"E", "H", "K", "Q"} {
			cell := col + strconv.Itoa(firstLine+i)
			got, _ := f.GetCellValue(registerSheet, cell)
			formula, _ := f.GetCellFormula(registerSheet, cell)
			kind, _ := f.GetCellType(registerSheet, cell)
			if got != s || formula != "" || kind != excelize.CellTypeInlineString {
				t.Errorf("%s: %q became %q, formula %q, type %v", cell, s, got, formula, kind)
			}
		}
	}
	if got, _ := f.GetCellValue(registerSheet, "K"+strconv.Itoa(firstLine+len(injections))); got != "nol dan \ufffd\ufffd\ufffd selesai" {
		t.Errorf("broken text became %q", got)
	}
}

func TestRegisterEmpty(t *testing.T) {
	f := open(t, write(t, testHead()))
	for cell, want := range map[string]string{"B8": "NIHIL", "C10": "0"} {
		if got, _ := f.GetCellValue(registerSheet, cell); got != want {
			t.Errorf("%s = %q, want %q", cell, got, want)
		}
	}
}

func TestRegisterSameInputSameBytes(t *testing.T) {
	first := write(t, testHead(), testRow(), testRow())
	for range 20 {
		if !bytes.Equal(first, write(t, testHead(), testRow(), testRow())) {
			t.Fatal("two files of the same input differ")
		}
	}
	later := testHead()
	later.PrintedAt = later.PrintedAt.Add(time.Hour)
	if bytes.Equal(first, write(t, later, testRow(), testRow())) {
		t.Error("the stamp is missing")
	}
}
