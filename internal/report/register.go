package report

import (
	"archive/zip"
	"compress/flate"
	"context"
	"fmt"
	"io"
	"iter"
	"time"

	"github.com/xuri/excelize/v2"

	"loketaduan/internal/calendar"
	"loketaduan/internal/fault"
)

// RegisterRow is one line of the register; an empty text or a zero date is an
// empty cell. The caller has already decided what may be shown; Mask is applied
// again when the line is written.
type RegisterRow struct {
	Number     string    // register number
	ReceivedAt time.Time // written as the wall clock of its own location, so give it in the office's zone
	Channel    string
	Name       string
	NIK        string // written under the contact, as text
	Sex        string // L or P
	Address    string // street, house, neighbourhood; left out of masked lines
	Village    string // desa or kelurahan, written after Address
	Contact    string // phone numbers, e-mail
	Kind       string // klasifikasi
	Category   string
	Summary    string

	Attachments  string // best a count; names of files are left out of masked lines
	ForwardedTo  string
	ForwardedOn  calendar.Date
	Due          calendar.Date // of an estimate its early end
	Provisional  bool          // the due date is provisional
	Latest       calendar.Date // the late end of an estimate; zero = nobody can tell
	FirstTold    calendar.Date // the due date on the receipt; zero = not known
	FollowUp     string
	FollowedUpOn calendar.Date
	Status       string
	ClosedOn     calendar.Date
	WorkingDays  int // used so far or until closing; -1 = unknown
	Tracking     string
	Clerk        string

	Anonymous    bool // the reporter's name is for nobody
	Confidential bool // neither name nor content is for the readers of a file
}

// RegisterHead is what stands above the table.
type RegisterHead struct {
	Office  string
	Regency string
	// The period includes both days; a zero date leaves that end open.
	PeriodFrom, PeriodTo calendar.Date
	PrintedAt            time.Time // in the office's zone; also the document's creation time
	PrintedBy            string
	DataAsOf             string // e.g. "Data per 23/11/2026 14.30 WITA, 3 entri belum terkirim"
	// Incomplete says why complaints of the period may be missing, in a line of its
	// own; "" = the office's whole register was at hand.
	Incomplete string
	// IdentityShown says that the reader may see NIK and contact in full. Lines
	// of anonymous and confidential reporters stay masked all the same.
	IdentityShown bool
	// TempDir is the folder for rows above 16 MB while the file is being made;
	// "" is the system's. On a shared PC give one that only this user can read.
	TempDir string
}

// Rows gives the lines in the order in which they are written; an error ends
// the register and is returned as it is.
type Rows = iter.Seq2[RegisterRow, error]

// ErrTooManyRows says that a sheet of Excel cannot hold the period asked for.
var ErrTooManyRows = fault.New(fault.Invalid, "report.register.too_many_rows", "period",
	"Isi register melebihi batas satu lembar Excel (sekitar 1 juta baris). Pilih periode yang lebih pendek.")

const (
	registerSheet = "Register"
	legendSheet   = "Keterangan"

	progressEvery = 500
	// The closing lines need room below the last complaint.
	maxRegisterRows = excelize.TotalRows - headerLine - 4
)

// WriteRegister writes the register as an xlsx workbook to w and returns the
// number of complaints in it. total is the expected number: it need not be right
// and serves progress and an early refusal. progress may be nil and is called about every 500 lines and once at the end.
//
// Faults: ErrTooManyRows; the context's error when it is cancelled; an error of
// rows or of w as it is. After an error w may hold a part of a file, so the
// caller writes under a temporary name and renames.
//
// The same input gives the same bytes.
func WriteRegister(ctx context.Context, w io.Writer, head RegisterHead, total int, rows Rows, progress func(done, total int)) (n int, err error) {
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	if total > maxRegisterRows {
		return 0, ErrTooManyRows
	}
	f := excelize.NewFile(excelize.Options{TmpDir: head.TempDir})
	defer func() {
		// Close removes the temporary file; its error matters only when all else went well.
		if e := f.Close(); err == nil && e != nil {
			err = fmt.Errorf("report: close workbook: %w", e)
		}
	}()
	streamTo(ctx, f, w)

	sheet, err := newRegisterWriter(f, head)
	if err != nil {
		return 0, fmt.Errorf("report: prepare register: %w", err)
	}
	if progress == nil {
		progress = func(int, int) {}
	}
	for row, err := range rows {
		if err != nil {
			return n, err
		}
		if err := ctx.Err(); err != nil {
			return n, err
		}
		if n == maxRegisterRows {
			return n, ErrTooManyRows
		}
		n++
		row = Mask(row, head.IdentityShown)
		if err := sheet.add(n, &row); err != nil {
			return n, fmt.Errorf("report: write row: %w", err)
		}
		if n%progressEvery == 0 {
			progress(n, max(n, total))
		}
	}
	if err := sheet.finish(n); err != nil {
		return n, fmt.Errorf("report: finish register: %w", err)
	}
	if err := f.Write(w); err != nil {
		return n, err
	}
	progress(n, n)
	return n, nil
}

// streamTo makes excelize compress straight into w: it would otherwise hold the
// whole file in memory, and could not be cancelled while compressing.
func streamTo(ctx context.Context, f *excelize.File, w io.Writer) {
	f.SetZipWriter(func(io.Writer) excelize.ZipWriter {
		zw := zip.NewWriter(&cancellable{ctx, w})
		zw.RegisterCompressor(zip.Deflate, func(out io.Writer) (io.WriteCloser, error) {
			return flate.NewWriter(out, compression)
		})
		return zw
	})
}

// Sheet XML repeats itself so much that higher levels cost far more time than
// they save space.
const compression = 3

type cancellable struct {
	ctx context.Context
	w   io.Writer
}

func (c *cancellable) Write(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.w.Write(p)
}
