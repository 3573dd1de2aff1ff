package report

import (
	"context"
	"fmt"
	"io"
	"strconv"

	"github.com/xuri/excelize/v2"
)

// RejectedRow is a row of an old register that did not come in, or came in with
// a remark. Cells stand as they were, by the titles of the head.
type RejectedRow struct {
	Sheet string
	Line  int
	Why   string // reasons, or remarks
	As    string // register number that it got; "" when it did not come in
	Cells []string
}

// RejectedHead is what is known of all rows.
type RejectedHead struct {
	Titles  []string
	TempDir string // see RegisterHead
}

const (
	rejectedSheet = "Ditolak"
	remarkedSheet = "Catatan"
)

// Titles of the columns that are added before the office's own.
const (
	RejectedWhy   = "Alasan ditolak"
	RemarkedWhy   = "Catatan impor"
	RejectedSheet = "Lembar asal"
	RejectedLine  = "Baris asal"
	RemarkedAs    = "No. register baru"
)

// WriteRejected writes the rows that did not come in, so that they can be mended
// and imported again from that very file, and those that came in with a remark.
// Nothing is masked: it is the office's own register.
func WriteRejected(ctx context.Context, w io.Writer, head RejectedHead, rejected, remarked []RejectedRow) (err error) {
	f := excelize.NewFile(excelize.Options{TmpDir: head.TempDir})
	defer func() {
		if e := f.Close(); err == nil && e != nil {
			err = fmt.Errorf("report: close workbook: %w", e)
		}
	}()
	streamTo(ctx, f, w)
	style, err := newStyles(f)
	if err != nil {
		return fmt.Errorf("report: prepare rejected rows: %w", err)
	}
	if err := f.SetSheetName("Sheet1", rejectedSheet); err != nil {
		return err
	}
	if _, err := f.NewSheet(remarkedSheet); err != nil {
		return err
	}
	first := []string{RejectedWhy, RejectedSheet, RejectedLine}
	if err := writeRows(f, rejectedSheet, style, append(first, head.Titles...), rejected, func(r *RejectedRow) []string {
		return []string{r.Why, r.Sheet, strconv.Itoa(r.Line)}
	}); err != nil {
		return fmt.Errorf("report: write rejected rows: %w", err)
	}
	second := []string{RemarkedWhy, RemarkedAs, RejectedSheet, RejectedLine}
	if err := writeRows(f, remarkedSheet, style, append(second, head.Titles...), remarked, func(r *RejectedRow) []string {
		return []string{r.Why, r.As, r.Sheet, strconv.Itoa(r.Line)}
	}); err != nil {
		return fmt.Errorf("report: write remarks: %w", err)
	}
	return f.Write(w)
}

// writeRows fills a sheet with texts: nothing here may turn into a number or a
// date once more.
func writeRows(f *excelize.File, sheet string, style styles, titles []string, rows []RejectedRow, own func(*RejectedRow) []string) error {
	if err := f.SetSheetDimension(sheet, ""); err != nil {
		return err
	}
	sw, err := f.NewStreamWriter(sheet)
	if err != nil {
		return err
	}
	if err := sw.SetColWidth(1, 1, 60); err != nil {
		return err
	}
	if err := sw.SetColWidth(2, len(titles), 18); err != nil {
		return err
	}
	if err := sw.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	line := make([]any, len(titles))
	put := func(n, style int, texts []string) error {
		for i := range line {
			line[i] = nil
			if i < len(texts) && texts[i] != "" {
				line[i] = excelize.Cell{StyleID: style, Value: cleanText(texts[i])}
			}
		}
		return sw.SetRow(cellName(n), line)
	}
	if err := put(1, style.header, titles); err != nil {
		return err
	}
	for i := range rows {
		if err := put(i+2, style.text, append(own(&rows[i]), rows[i].Cells...)); err != nil {
			return err
		}
	}
	last, err := excelize.CoordinatesToCellName(len(titles), max(2, len(rows)+1))
	if err != nil {
		return err
	}
	if err := f.AutoFilter(sheet, "A1:"+last, nil); err != nil {
		return err
	}
	return sw.Flush()
}
