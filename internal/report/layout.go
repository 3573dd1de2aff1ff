package report

import (
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"
)

// styles are the ids that all cells share.
type styles struct {
	plain, bold, header      int
	text, number, total      int
	date, clock, provisional int
}

const (
	formatText  = 49 // "@", so that a text stays one when somebody edits the cell
	formatCount = 1  // "0"

	formatDate        = "dd/mm/yyyy"
	formatClock       = "dd/mm/yyyy hh:mm"
	formatProvisional = `dd/mm/yyyy "(sementara)"`
)

func newStyles(f *excelize.File) (s styles, err error) {
	line := []excelize.Border{
		{Type: "left", Color: "808080", Style: 1}, {Type: "top", Color: "808080", Style: 1},
		{Type: "right", Color: "808080", Style: 1}, {Type: "bottom", Color: "808080", Style: 1},
	}
	font := func(bold bool) *excelize.Font { return &excelize.Font{Family: "Calibri", Size: fontSize, Bold: bold} }
	fill := excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"D9E2EC"}}
	top := func(horizontal string, wrap bool) *excelize.Alignment {
		return &excelize.Alignment{Horizontal: horizontal, Vertical: "top", WrapText: wrap}
	}
	format := func(code string) *string { return &code }

	for _, d := range []struct {
		id    *int
		style excelize.Style
	}{
		{&s.plain, excelize.Style{Font: font(false), NumFmt: formatText}},
		{&s.bold, excelize.Style{Font: font(true), NumFmt: formatText}},
		{&s.total, excelize.Style{Font: font(true), Alignment: top("left", false), NumFmt: formatCount}},
		{&s.header, excelize.Style{Font: font(true), Fill: fill, Border: line, NumFmt: formatText,
			Alignment: &excelize.Alignment{Horizontal: "center", Vertical: "center", WrapText: true}}},
		{&s.text, excelize.Style{Font: font(false), Border: line, Alignment: top("left", true), NumFmt: formatText}},
		{&s.number, excelize.Style{Font: font(false), Border: line, Alignment: top("center", false), NumFmt: formatCount}},
		{&s.date, excelize.Style{Font: font(false), Border: line, Alignment: top("left", false), CustomNumFmt: format(formatDate)}},
		{&s.clock, excelize.Style{Font: font(false), Border: line, Alignment: top("left", false), CustomNumFmt: format(formatClock)}},
		{&s.provisional, excelize.Style{Font: font(false), Border: line, Alignment: top("left", false), CustomNumFmt: format(formatProvisional)}},
	} {
		if *d.id, err = f.NewStyle(&d.style); err != nil {
			return s, err
		}
	}
	return s, nil
}

// setUpWorkbook makes both sheets, their pages and the document's properties.
func setUpWorkbook(f *excelize.File, head RegisterHead) error {
	if err := f.SetSheetName("Sheet1", registerSheet); err != nil {
		return err
	}
	if _, err := f.NewSheet(legendSheet); err != nil {
		return err
	}
	// The template says that A1 is all there is, which some readers believe.
	if err := f.SetSheetDimension(registerSheet, ""); err != nil {
		return err
	}
	if err := setUpPage(f, registerSheet, "landscape", head); err != nil {
		return err
	}
	if err := setUpPage(f, legendSheet, "portrait", head); err != nil {
		return err
	}
	line := strconv.Itoa(headerLine)
	err := f.SetDefinedName(&excelize.DefinedName{
		Name: "_xlnm.Print_Titles", Scope: registerSheet,
		RefersTo: registerSheet + "!$" + line + ":$" + line,
	})
	if err != nil {
		return err
	}
	stamp := head.PrintedAt.UTC().Format(time.RFC3339)
	err = f.SetDocProps(&excelize.DocProperties{
		Title: "Buku Register Pengaduan", Language: "id-ID",
		Creator: cleanText(head.PrintedBy), LastModifiedBy: cleanText(head.PrintedBy),
		Created: stamp, Modified: stamp,
	})
	if err != nil {
		return err
	}
	return f.SetAppProps(&excelize.AppProperties{Application: "Loket Aduan", Company: cleanText(head.Office)})
}

func setUpPage(f *excelize.File, sheet, orientation string, head RegisterHead) error {
	const folio = 14 // F4 as Excel names it: Folio, 8 1/2 x 13 inches
	size, wide, high, yes := folio, 1, 0, true
	// High 0 lets the sheet run over as many pages as it needs.
	if err := f.SetPageLayout(sheet, &excelize.PageLayoutOptions{
		Size: &size, Orientation: &orientation, FitToWidth: &wide, FitToHeight: &high,
	}); err != nil {
		return err
	}
	if err := f.SetSheetProps(sheet, &excelize.SheetPropsOptions{FitToPage: &yes}); err != nil {
		return err
	}
	side, top, foot := 0.3, 0.5, 0.25 // inches
	if err := f.SetPageMargins(sheet, &excelize.PageLayoutMarginsOptions{
		Left: &side, Right: &side, Top: &top, Bottom: &top, Header: &foot, Footer: &foot,
	}); err != nil {
		return err
	}
	return f.SetHeaderFooter(sheet, &excelize.HeaderFooterOptions{
		OddFooter: "&LBuku Register Pengaduan&CHalaman &P/&N&RDicetak " + clockText(head.PrintedAt),
	})
}

// headLines are the six lines above the header row.
func headLines(head RegisterHead) [headerLine - 1]string {
	identity := "NIK dan kontak disamarkan"
	if head.IdentityShown {
		identity = "MEMUAT DATA PRIBADI: NIK dan kontak ditampilkan, jangan disebarkan"
	}
	printed := "Dicetak: " + join(clockText(head.PrintedAt), " oleh ", head.PrintedBy)
	data := join(head.DataAsOf, " - ", identity)
	if head.Incomplete != "" {
		printed, data = join(printed, ". ", data), head.Incomplete
	}
	return [...]string{
		head.Regency,
		head.Office,
		"BUKU REGISTER PENGADUAN",
		"Periode: " + period(head),
		printed,
		data,
	}
}

func period(head RegisterHead) string {
	from, to := head.PeriodFrom.Short(), head.PeriodTo.Short()
	switch {
	case from == "" && to == "":
		return "semua"
	case from == "":
		return "sampai dengan " + to
	case to == "":
		return "sejak " + from
	}
	return from + " s.d. " + to
}

// clockText writes an instant as its own zone shows it, "23/11/2026 14.30 WITA".
func clockText(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format("02/01/2006 15.04 MST")
}

// rowHeight gives the points that a row of so many wrapped lines needs, at most
// what Excel allows. Heights are written because LibreOffice prints wrapped
// texts over one another without them.
func rowHeight(lines int) float64 {
	return min(float64(lines)*13.5+1.5, excelize.MaxRowHeight)
}

// wrappedLines estimates, rather one too many, into how many lines a column of
// that width breaks a text.
func wrappedLines(s string, width float64) int {
	room := int(width * 0.95) // capital letters are a little wider than digits
	if len(s) <= room && strings.IndexByte(s, '\n') < 0 {
		return 1
	}
	lines, used, word := 1, 0, 0
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '\n':
			lines, used, word = lines+1, 0, 0
		case c == ' ':
			used, word = used+1, 0
		case c&0xC0 == 0x80: // inside a character already counted
		default:
			used, word = used+1, word+1
			if used <= room {
				continue
			}
			lines++
			if word > room {
				word = 1
			}
			used = word
		}
	}
	return lines
}
