package office

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"loketaduan/internal/auth"
	"loketaduan/internal/calendar"
	"loketaduan/internal/complaint"
	"loketaduan/internal/fault"
	"loketaduan/internal/journal"
	"loketaduan/internal/paper"
	"loketaduan/internal/report"
	"loketaduan/internal/store"
)

var paperSizes = map[string]paper.Size{"a5": paper.A5, "a4": paper.A4, "f4": paper.F4, "80": paper.Roll80, "58": paper.Roll58}

// Print asks for a paper about a complaint. EntryID is that of the entry that
// notes it, made when the button was pressed: a double click prints once.
type Print struct {
	Complaint string
	EntryID   string
	What      string // complaint.PaperReceipt, ...
	Size      string // "" = as this PC is set
	Path      string // "" = a file of this PC that is soon removed
}

// Paper is what became of it.
type Paper struct {
	Path string // of the PDF; "" when it went to the printer
	Nth  int    // of a receipt: 1 = the original
	Rows int    // of a register
}

var (
	errReceiptElsewhere = fault.New(fault.Forbidden, "print.receipt.office", "", "Tanda terima hanya dicetak oleh kantor yang menerima aduan ini.")
	errPrintedAlready   = fault.New(fault.Conflict, "print.done", "", "Sudah dicetak. Tekan Cetak sekali lagi bila perlu salinan.")
	errPaperWrite       = fault.New(fault.Internal, "print.write", "", "Berkas cetakan tidak dapat ditulis. Tutup berkas itu bila sedang terbuka, periksa sisa ruang disk, lalu cetak lagi. Aduan tetap tersimpan.")
)

// Print makes a paper of a complaint that is committed, and notes it in the
// history once it is out: what is printed later is a copy, on every PC. A
// printer that fails leaves the complaint as it was.
func (d *Desk) Print(ctx context.Context, in Print) (Paper, error) {
	s, err := d.allowed(auth.Print)
	if err != nil {
		return Paper{}, err
	}
	if !journal.IsID(in.EntryID) {
		return Paper{}, fault.New(fault.Invalid, "complaint.id.invalid", "", "Cetakan ini tidak punya nomor pengenal. Tekan Cetak sekali lagi.")
	}
	d.printing.Lock() // of two clicks the second sees what the first has noted
	defer d.printing.Unlock()
	if had, err := d.store.HasComplaint(ctx, in.EntryID); err != nil || had {
		return Paper{}, firstError(err, errPrintedAlready)
	}
	c, err := d.store.Complaint(ctx, in.Complaint)
	if err != nil {
		return Paper{}, err
	}
	by, err := d.actor(s)
	if err != nil {
		return Paper{}, err
	}
	if err := complaint.Allowed(c, complaint.KPrinted, by); err != nil {
		return Paper{}, err
	}
	set, err := d.Printing(ctx)
	if err != nil {
		return Paper{}, err
	}
	pc, err := d.paperCase(ctx, c, s)
	if err != nil {
		return Paper{}, err
	}
	var out Paper
	note := complaint.Print{What: in.What}
	switch in.What {
	case complaint.PaperReceipt:
		if c.Office != by.Office {
			return out, errReceiptElsewhere
		}
		out, note.Code, err = d.receipt(ctx, pc, in, set, s)
	case complaint.PaperDisposition:
		due := c.State.ClockRuns() && !pc.Clocks.Deadline.Due.IsZero() && !pc.Clocks.Deadline.Due.After(d.SoonUntil())
		out.Path, err = d.document(in, set, "disposisi", c.Number, paper.Disposition{Case: pc, Urgent: due}.PDF)
	case complaint.PaperReply:
		r := paper.Reply{Case: pc}
		if pc.Clocks.Stage == complaint.StageRespond {
			r.Respond = pc.Clocks.StageBy
		}
		out.Path, err = d.document(in, set, "jawaban", c.Number, r.PDF)
	default:
		return out, fault.New(fault.Invalid, "complaint.print.what", "what", "Pilih yang akan dicetak.")
	}
	if err != nil {
		return Paper{}, err
	}
	return out, d.Act(ctx, in.Complaint, complaint.Act{ID: in.EntryID, Kind: complaint.KPrinted, Body: complaint.Body{Print: &note}})
}

// paperCase gathers what papers say beside the complaint.
func (d *Desk) paperCase(ctx context.Context, c *complaint.Complaint, s Session) (paper.Case, error) {
	kop, err := d.store.Letterhead(ctx)
	if err != nil {
		return paper.Case{}, err
	}
	who, err := d.store.Desk(ctx)
	if err != nil {
		return paper.Case{}, err
	}
	clerks, err := d.clerkNames(ctx)
	clerk := clerks[c.RecordedBy]
	if clerk == "" {
		clerk = "Petugas loket"
	}
	return paper.Case{Practice: d.practice, Complaint: c, Rules: d.Rulebook().For(c.Office), Clocks: d.store.Clocks(c), Kop: kop, Office: who.OfficeName, Clerk: clerk,
		By: s.Account.Name, At: d.Now().Truncate(time.Second), Village: VillageName}, err
}

// receipt prints a tanda terima, as PDF or by the commands of a thermal
// printer. Who complained anonymously or in confidence stands on the reporter's
// own half only when the clerk who heard him prints it for the first time.
func (d *Desk) receipt(ctx context.Context, pc paper.Case, in Print, set Printing, s Session) (out Paper, code string, err error) {
	size := in.Size
	if size == "" {
		size = set.Receipt
	}
	r := paper.Receipt{Case: pc}
	n, first := pc.Complaint.PrintsOf(complaint.PaperReceipt)
	r.Nth, r.First, r.Identity = n+1, first.Deadline, n == 0 && pc.Complaint.RecordedBy == s.Account.ID
	if r.QR, code, err = d.signReceipt(ctx, pc.Complaint, pc.Clocks.Deadline); err != nil {
		return out, "", err
	}
	r.Code, out.Nth = code, r.Nth
	if roll := paperSizes[size]; set.Raw && in.Path == "" && (roll == paper.Roll80 || roll == paper.Roll58) {
		raw, err := r.ESCPOS(roll)
		if err == nil {
			err = toPrinter(ctx, set.Target, raw)
		}
		return out, code, err
	}
	name := "tanda-terima"
	if r.Nth > 1 {
		name = fmt.Sprintf("tanda-terima-salinan-%d", r.Nth-1)
	}
	in.Size = size
	out.Path, err = d.document(in, set, name, pc.Complaint.Number, r.PDF)
	return out, code, err
}

// document writes a PDF and gives its path. Names of files tell nobody's name.
func (d *Desk) document(in Print, set Printing, name, number string, pdf func(paper.Size) ([]byte, error)) (string, error) {
	key := in.Size
	if key == "" {
		key = set.Sheet
	}
	size, ok := paperSizes[key]
	if !ok {
		return "", paper.ErrSize
	}
	content, err := pdf(size)
	if err != nil {
		return "", err
	}
	path := in.Path
	if path == "" {
		d.sweepPapers(paperKept)
		dir := d.paperDir()
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return "", errPaperWrite.Because(withoutPath(err))
		}
		path = filepath.Join(dir, strings.Trim(name+"-"+number, "-")+".pdf")
		for n := 2; exists(path); n++ { // a viewer may hold the one before
			path = filepath.Join(dir, fmt.Sprintf("%s-%s-%d.pdf", name, number, n))
		}
	}
	if err := writeWhole(path, func(w io.Writer) error { _, err := w.Write(content); return err }); err != nil {
		return "", errPaperWrite.Because(err)
	}
	if in.Path == "" {
		time.AfterFunc(paperKept, func() { d.sweepPapers(paperKept) })
	}
	return path, nil
}

func exists(path string) bool { _, err := os.Stat(path); return err == nil }

// paperKept is how long a PDF lies in the clear, to be looked at and printed by
// the system's viewer.
const paperKept = 15 * time.Minute

func (d *Desk) paperDir() string { return filepath.Join(d.c.Dir, "cetak") }

// sweepPapers removes PDFs that are older; what a viewer still holds goes the
// next time.
func (d *Desk) sweepPapers(older time.Duration) {
	files, err := os.ReadDir(d.paperDir())
	if err != nil {
		return // nothing was printed yet
	}
	for _, f := range files {
		info, err := f.Info()
		if err == nil && time.Since(info.ModTime()) >= older && strings.HasSuffix(f.Name(), ".pdf") {
			_ = os.Remove(filepath.Join(d.paperDir(), f.Name()))
		}
	}
}

// PrintRegister asks for the buku register of a period on paper.
type PrintRegister struct {
	From, To calendar.Date
	Reveal   bool
	Size     string
	Path     string
}

// maxRegister is how many lines are put on paper: a thousand sheets.
const maxRegister = 12_000

// PrintRegister makes the register of a period, both days included.
func (d *Desk) PrintRegister(ctx context.Context, in PrintRegister) (Paper, error) {
	if _, err := d.allowed(auth.Print); err != nil {
		return Paper{}, err
	}
	e := Export{From: in.From, To: in.To, Reveal: in.Reveal}
	s, err := d.mayExport(e)
	if err != nil {
		return Paper{}, err
	}
	set, err := d.Printing(ctx)
	if err != nil {
		return Paper{}, err
	}
	filter := store.Filter{From: in.From, To: in.To, Sort: "received"}
	if n, err := d.store.Count(ctx, filter); err != nil {
		return Paper{}, err
	} else if n > maxRegister {
		return Paper{}, fault.New(fault.Invalid, "print.register.long", "to", fmt.Sprintf("Periode ini berisi %d aduan, terlalu banyak untuk dicetak. Pilih periode yang lebih pendek, atau simpan sebagai Excel.", n))
	}
	head, err := d.registerHead(ctx, e, s)
	if err != nil {
		return Paper{}, err
	}
	kop, err := d.store.Letterhead(ctx)
	if err != nil {
		return Paper{}, err
	}
	r := paper.Register{Kop: kop, From: in.From, To: in.To, At: head.PrintedAt.Truncate(time.Second), By: head.PrintedBy, DataAsOf: head.DataAsOf, Practice: d.practice}
	if head.Incomplete != "" { // first, on every page
		r.DataAsOf = head.Incomplete + ". " + head.DataAsOf
	}
	rows, err := d.registerRows(ctx, filter)
	if err != nil {
		return Paper{}, err
	}
	for row, err := range rows {
		if err != nil {
			return Paper{}, err
		}
		r.Lines = append(r.Lines, registerLine(report.Mask(row, in.Reveal)))
	}
	name := fmt.Sprintf("buku-register-%s-sd-%s", in.From, in.To)
	path, err := d.document(Print{Size: in.Size, Path: in.Path}, set, name, "", r.PDF)
	return Paper{Path: path, Rows: len(r.Lines)}, err
}

// registerLine puts a row into the words of the paper.
func registerLine(r report.RegisterRow) paper.Line {
	both := func(parts ...string) string { return strings.Join(strings.Fields(strings.Join(parts, " ")), " ") }
	due := r.Due.Short()
	if r.Provisional && due != "" {
		due = calendar.RangeText(calendar.Deadline{Due: r.Due, Latest: r.Latest, Provisional: true}) + " (sementara)"
	}
	l := paper.Line{Number: r.Number, Received: strings.TrimSuffix(r.ReceivedAt.Format("02/01/2006 15.04"), " 00.00"), Channel: r.Channel, Name: r.Name, Sex: r.Sex, Village: r.Village, Contact: both(r.Contact, r.NIK),
		Kind: r.Kind, Category: r.Category, Summary: r.Summary, Attachments: r.Attachments, Forwarded: both(r.ForwardedTo, r.ForwardedOn.Short()), Due: due,
		FollowUp: both(r.FollowUp, r.FollowedUpOn.Short()), Status: r.Status, Closed: r.ClosedOn.Short(), Tracking: r.Tracking, Clerk: r.Clerk}
	if r.WorkingDays >= 0 {
		l.Days = fmt.Sprint(r.WorkingDays)
	}
	return l
}

func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
