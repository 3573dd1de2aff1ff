package desktop

import (
	"bytes"
	"context"
	"encoding/base64"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	wails_runtime "github.com/wailsapp/wails/v2/pkg/runtime"

	"loketaduan/internal/auth"
	"loketaduan/internal/calendar"
	"loketaduan/internal/complaint"
	"loketaduan/internal/fault"
	"loketaduan/internal/office"
)

// printTime is for a register of a thousand sheets.
const printTime = 5 * time.Minute

// Print makes a paper of a complaint and opens it, or sends it to the printer.
func (d *Desk) Print(in PrintInput) (PrintView, error) {
	return guard(d, "Print", printTime, func(ctx context.Context, o *office.Desk) (PrintView, error) {
		p := office.Print{Complaint: in.ID, EntryID: in.EntryID, What: in.What, Size: in.Size}
		var err error
		if in.Ask {
			if p.Path, err = d.askPDF(paperNames[in.What] + ".pdf"); err != nil || p.Path == "" {
				return notPrinted, err
			}
		}
		out, err := o.Print(ctx, p)
		if err != nil {
			return PrintView{}, err
		}
		what := complaint.TextOf(complaint.Papers, in.What)
		v := PrintView{Path: out.Path, Copy: out.Nth > 1}
		if v.Copy {
			what = fmt.Sprintf("Salinan ke-%d tanda terima", out.Nth-1)
		}
		return d.shown(v, what, in.Ask), nil
	})
}

var paperNames = map[string]string{complaint.PaperReceipt: "tanda-terima", complaint.PaperDisposition: "lembar-disposisi", complaint.PaperReply: "surat-jawaban"}

var notPrinted = PrintView{Cancelled: true, Text: "Tidak jadi disimpan."}

func (d *Desk) askPDF(name string) (string, error) {
	return wails_runtime.SaveFileDialog(d.ctx, wails_runtime.SaveDialogOptions{Title: "Simpan PDF", DefaultFilename: name,
		Filters: []wails_runtime.FileFilter{{DisplayName: "PDF (*.pdf)", Pattern: "*.pdf"}}})
}

// shown opens a PDF in the system's viewer, from which it is printed.
func (d *Desk) shown(v PrintView, what string, saved bool) PrintView {
	switch {
	case v.Path == "":
		v.Text = what + " dikirim ke pencetak."
		return v
	case saved:
		v.Text = what + " disimpan ke " + filepath.Base(v.Path) + ". Berkas ini tidak tersegel; hapus bila tidak dipakai lagi."
	}
	if err := openFile(v.Path); err != nil {
		d.log.Warn("no viewer for a paper", "err", err)
		if !saved {
			v.Text = what + " siap, tetapi penampil PDF tidak dapat dibuka dari sini. Buka berkasnya sendiri untuk mencetak; berkas itu dihapus setelah 15 menit."
		}
		return v
	}
	v.Opened = true
	if !saved {
		v.Text = what + " dibuka di penampil PDF. Cetak dari sana (Ctrl+P)."
	}
	return v
}

// PrintRegister makes the register of a period and opens it.
func (d *Desk) PrintRegister(in PrintRegisterInput) (PrintView, error) {
	return guard(d, "PrintRegister", printTime, func(ctx context.Context, o *office.Desk) (PrintView, error) {
		p := office.PrintRegister{Reveal: in.Reveal, Size: in.Size}
		var err error
		if p.From, err = optionalDate("from", in.From); err != nil {
			return PrintView{}, err
		}
		if p.To, err = optionalDate("to", in.To); err != nil {
			return PrintView{}, err
		}
		if in.Ask {
			if p.Path, err = d.askPDF(fmt.Sprintf("buku-register-%s-sd-%s.pdf", in.From, in.To)); err != nil || p.Path == "" {
				return notPrinted, err
			}
		}
		out, err := o.PrintRegister(ctx, p)
		if err != nil {
			return PrintView{}, err
		}
		return d.shown(PrintView{Path: out.Path}, fmt.Sprintf("Buku register (%d aduan)", out.Rows), in.Ask), nil
	})
}

// OpenPaper opens a PDF of this session once more.
func (d *Desk) OpenPaper(path string) (PrintView, error) {
	return guard(d, "OpenPaper", callTime, func(_ context.Context, o *office.Desk) (PrintView, error) {
		if _, err := o.Session(); err != nil {
			return PrintView{}, err
		}
		if filepath.Ext(path) != ".pdf" {
			return PrintView{}, fault.New(fault.Invalid, "print.open", "", "Ini bukan cetakan.")
		}
		return d.shown(PrintView{Path: path}, "Cetakan", false), nil
	})
}

// Printing is how this PC prints.
func (d *Desk) Printing() (PrintingView, error) {
	return guard(d, "Printing", callTime, printingView)
}

func printingView(ctx context.Context, o *office.Desk) (PrintingView, error) {
	v := PrintingView{Printers: []string{}}
	if _, err := o.Session(); err != nil {
		return v, err
	}
	p, err := o.Printing(ctx)
	v.Receipt, v.Sheet, v.Raw, v.Target = p.Receipt, p.Sheet, p.Raw, p.Target
	v.Printers = append(v.Printers, office.Printers()...)
	return v, err
}

// SetPrinting changes how this PC prints.
func (d *Desk) SetPrinting(in PrintingView) (PrintingView, error) {
	return guard(d, "SetPrinting", callTime, func(ctx context.Context, o *office.Desk) (PrintingView, error) {
		if err := o.SetPrinting(ctx, office.Printing{Receipt: in.Receipt, Sheet: in.Sheet, Raw: in.Raw, Target: in.Target}); err != nil {
			return PrintingView{Printers: []string{}}, err
		}
		return printingView(ctx, o)
	})
}

// Letterhead of the office.
func (d *Desk) Letterhead() (LetterheadView, error) {
	return guard(d, "Letterhead", callTime, letterheadView)
}

func letterheadView(ctx context.Context, o *office.Desk) (LetterheadView, error) {
	s, err := o.Session()
	if err != nil {
		return LetterheadView{}, err
	}
	h, err := o.Letterhead(ctx)
	return LetterheadView{Government: h.Government, Name: h.Name, Address: h.Address, Phone: h.Phone, Contact: h.Contact, Place: h.Place, HeadTitle: h.HeadTitle, HeadName: h.HeadName,
		HeadRank: h.HeadRank, HeadID: h.HeadID, Logo: dataURL(h.Logo), AskStatus: h.AskStatus, Ombudsman: h.Ombudsman, DataUse: h.DataUse, Recipients: h.Recipients, Instruction: h.Instruction,
		MayChange: s.Role.May(auth.Kop)}, err
}

func dataURL(picture []byte) string {
	if len(picture) == 0 {
		return ""
	}
	kind := "image/png"
	if bytes.HasPrefix(picture, []byte("\xff\xd8\xff")) {
		kind = "image/jpeg"
	}
	return "data:" + kind + ";base64," + base64.StdEncoding.EncodeToString(picture)
}

// SetLetterhead changes it for every PC of the office.
func (d *Desk) SetLetterhead(in LetterheadView) (LetterheadView, error) {
	return guard(d, "SetLetterhead", callTime, func(ctx context.Context, o *office.Desk) (LetterheadView, error) {
		h := complaint.Letterhead{Government: in.Government, Name: in.Name, Address: in.Address, Phone: in.Phone, Contact: in.Contact, Place: in.Place, HeadTitle: in.HeadTitle, HeadName: in.HeadName,
			HeadRank: in.HeadRank, HeadID: in.HeadID, AskStatus: in.AskStatus, Ombudsman: in.Ombudsman, DataUse: in.DataUse, Recipients: in.Recipients, Instruction: in.Instruction}
		if _, content, ok := strings.Cut(in.Logo, ";base64,"); ok {
			var err error
			if h.Logo, err = base64.StdEncoding.DecodeString(content); err != nil {
				return LetterheadView{}, fault.New(fault.Invalid, "kop.logo.unusable", "logo", "Gambar logo ini tidak terbaca. Pilih sekali lagi.").Because(err)
			}
		}
		if err := o.SetLetterhead(ctx, in.EntryID, h); err != nil {
			return LetterheadView{}, err
		}
		return letterheadView(ctx, o)
	})
}

// ChooseLogo asks for a picture and gives it small enough for the letterhead.
func (d *Desk) ChooseLogo() (LogoView, error) {
	return guard(d, "ChooseLogo", printTime, func(_ context.Context, o *office.Desk) (LogoView, error) {
		if _, err := o.Session(); err != nil {
			return LogoView{}, err
		}
		path, err := wails_runtime.OpenFileDialog(d.ctx, wails_runtime.OpenDialogOptions{Title: "Pilih logo",
			Filters: []wails_runtime.FileFilter{{DisplayName: "Gambar (*.png, *.jpg)", Pattern: "*.png;*.jpg;*.jpeg"}}})
		if err != nil || path == "" {
			return LogoView{Cancelled: true}, err
		}
		logo, err := office.ReadLogo(path)
		return LogoView{Logo: dataURL(logo)}, err
	})
}

// CheckReceipt tells what a receipt is worth.
func (d *Desk) CheckReceipt(in CheckReceiptInput) (ReceiptView, error) {
	return guard(d, "CheckReceipt", callTime, func(ctx context.Context, o *office.Desk) (ReceiptView, error) {
		c, err := o.CheckReceipt(ctx, in.Text)
		if err != nil {
			return ReceiptView{}, err
		}
		titles := map[string]string{office.ReceiptGenuine: "Sah", office.ReceiptUnknown: "Belum dapat dipastikan", office.ReceiptFalse: "Tidak sah"}
		v := ReceiptView{Verdict: c.Verdict, Title: titles[c.Verdict], Why: c.Why, Number: c.Number, OfficeText: c.Office}
		if c.Class != "" {
			rules := o.Rules()
			if c.Complaint != nil {
				rules = o.Rulebook().For(c.Complaint.Office)
			}
			v.ClassText, v.DueText = rules.ClassText(c.Class), receiptDue(c.Deadline)
		}
		if c.Complaint != nil {
			v.Complaint, v.StateText = c.Complaint.ID, complaint.TextOf(complaint.StateTexts, string(c.Complaint.State))
			if c.Class != "" && c.Now.Due != c.Deadline.Due {
				v.NowText = receiptDue(c.Now)
			}
		}
		return v, nil
	})
}

func receiptDue(d calendar.Deadline) string {
	switch {
	case d.Due.IsZero():
		return "Belum dapat dihitung"
	case d.Provisional:
		return calendar.RangeText(d) + " (sementara)"
	}
	return d.Due.Long()
}
