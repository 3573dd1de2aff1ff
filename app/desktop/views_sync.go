package desktop

import (
	"context"
	"fmt"
	"strings"
	"time"

	"loketaduan/internal/complaint"
	"loketaduan/internal/office"
	"loketaduan/internal/store"
)

// WaitingView is what the regency has not got yet.
type WaitingView struct {
	Sync     SyncView          `json:"sync"`
	SizeText string            `json:"sizeText"` // of all that waits, "" when nothing does
	Rows     []WaitingRowView  `json:"rows"`     // oldest first
	More     int               `json:"more"`     // entries beyond the rows
	SetAside []SetAsideRowView `json:"setAside"`
	Files    []TransferView    `json:"files"`
	LineText string            `json:"lineText"`
	Notice   string            `json:"notice"` // something about this PC that a clerk should know; "" mostly
	NoticeDo string            `json:"noticeDo"`
}

// WaitingRowView is a complaint (or accounts, settings) with unsent entries.
type WaitingRowView struct {
	Complaint string `json:"complaint"` // id; "" when it is none
	Title     string `json:"title"`     // register number, or what it is
	Entries   int    `json:"entries"`
	SizeText  string `json:"sizeText"`
	Oldest    string `json:"oldest"`
	State     string `json:"state"` // local, sent, lost
	StateText string `json:"stateText"`
}

// SetAsideRowView is an entry that the regency keeps but could not take.
type SetAsideRowView struct {
	Row       int64       `json:"row"`
	Complaint string      `json:"complaint"`
	Number    string      `json:"number"`
	Title     string      `json:"title"`   // kind of act
	Text      string      `json:"text"`    // what was written, to be corrected
	HasText   bool        `json:"hasText"` // there is a text that can be corrected
	Fields    []FieldView `json:"fields"`  // what else was filled in, without what tells who the reporter is
	ByText    string      `json:"byText"`
	AtText    string      `json:"atText"`
	Reason    string      `json:"reason"`
}

// TransferView is a file that still goes up or comes down.
type TransferView struct {
	Complaint string `json:"complaint"`
	Number    string `json:"number"`
	Name      string `json:"name"`
	SizeText  string `json:"sizeText"`
	Up        bool   `json:"up"`
	Percent   int    `json:"percent"`
	StateText string `json:"stateText"`
	Why       string `json:"why"` // what keeps it; "" mostly
}

// SendAgainInput sends a set-aside entry once more.
type SendAgainInput struct {
	Row  int64  `json:"row"`
	Text string `json:"text"` // corrected; "" = as it was
}

// VerifyView is the outcome of a check of the journal.
type VerifyView struct {
	Good   bool   `json:"good"`
	Text   string `json:"text"`
	AtText string `json:"atText"`
}

// Waiting lists what the regency has not got yet.
func (d *Desk) Waiting() (WaitingView, error) {
	return guard(d, "Waiting", callTime, waitingView)
}

// SendAgain sends what was set aside once more and gives the list anew.
func (d *Desk) SendAgain(in SendAgainInput) (WaitingView, error) {
	return guard(d, "SendAgain", callTime, func(ctx context.Context, o *office.Desk) (WaitingView, error) {
		if err := o.SendAgain(ctx, in.Row, in.Text); err != nil {
			return WaitingView{}, err
		}
		return waitingView(ctx, o)
	})
}

// VerifyJournal checks every chain on this PC.
func (d *Desk) VerifyJournal() (VerifyView, error) {
	return guard(d, "VerifyJournal", 10*time.Minute, func(ctx context.Context, o *office.Desk) (VerifyView, error) {
		r, err := o.VerifyJournal(ctx)
		if err != nil {
			return VerifyView{}, err
		}
		v := VerifyView{Good: r.Bad == "", AtText: instantText(r.At, o.Zone()), Text: fmt.Sprintf("Jurnal utuh: %d catatan, tidak ada yang diubah atau hilang.", r.Entries)}
		if !v.Good {
			v.Text = "Jurnal tidak utuh. " + r.Bad + " Jangan dihapus; hubungi admin kabupaten."
		}
		return v, nil
	})
}

func waitingView(ctx context.Context, o *office.Desk) (WaitingView, error) {
	w, err := o.Waiting(ctx)
	if err != nil {
		return WaitingView{}, err
	}
	sync, err := syncView(ctx, o)
	if err != nil {
		return WaitingView{}, err
	}
	v := WaitingView{Sync: sync, Rows: []WaitingRowView{}, SetAside: []SetAsideRowView{}, Files: []TransferView{}, LineText: lineText(w.Status), More: w.Unsent.Count}
	if w.Unsent.Count > 0 {
		v.SizeText = sizeText(w.Bytes)
	}
	for _, x := range w.List {
		v.Rows = append(v.Rows, waitingRow(x, w.Offered, o))
		v.More -= x.Entries
	}
	v.More = max(0, v.More) // entries may have come or gone in between
	var accounts map[string]string
	if len(w.Asides) > 0 {
		if accounts, err = accountNames(ctx, o); err != nil {
			return v, err
		}
	}
	for _, a := range w.Asides {
		v.SetAside = append(v.SetAside, asideRow(a, o, accounts))
	}
	for i := range w.Files {
		v.Files = append(v.Files, transferView(&w.Files[i]))
	}
	if w.Provisional {
		v.Notice = "PC ini memakai data yang sama dengan PC lain (digandakan atau dipulihkan dari cadangan), maka mendapat huruf sementara untuk nomor register. Tidak ada yang hilang."
		v.NoticeDo = "Sambungkan ke jaringan supaya kabupaten memberi huruf tetap. Bila ini PC baru, daftarkan dengan kode sendiri."
	}
	return v, nil
}

// lineText says what the line does, without judging what was sent.
func lineText(s office.Status) string {
	switch {
	case !s.Enrolled:
		return "PC ini belum didaftarkan ke kabupaten"
	case s.Line.Fault != nil && s.Line.Fault.Code == "exchange.portal":
		return "Terhalang halaman masuk jaringan"
	case s.Line.Fault != nil && !s.Line.Up:
		return "Tidak tersambung"
	case s.Line.Fault != nil:
		return "Tersambung, tetapi kiriman ditolak"
	case s.Line.Busy:
		return "Tersambung, sedang mengirim dan menerima"
	case s.Line.Up:
		return "Tersambung ke server kabupaten"
	}
	return "Sedang menghubungi server kabupaten"
}

func transferView(x *office.Transfer) TransferView {
	v := TransferView{Complaint: x.Stream, Number: x.Number, Name: x.Name, SizeText: complaint.Megabytes(x.Size), Up: x.Here, Why: x.Why}
	if x.Size > 0 {
		v.Percent = int(min(99, x.Sent*100/x.Size))
	}
	switch {
	case x.Here && x.Sent > 0:
		v.StateText = fmt.Sprintf("Terkirim %d %%", v.Percent)
	case x.Here:
		v.StateText = "Tersimpan di PC ini"
	case x.Sent > 0:
		v.StateText = fmt.Sprintf("Diunduh %d %%", v.Percent)
	default:
		v.StateText = "Menunggu diunduh"
	}
	return v
}

func waitingRow(x store.Waiting, offered int64, o *office.Desk) WaitingRowView {
	r := WaitingRowView{Title: x.Number, Entries: x.Entries, SizeText: sizeText(x.Bytes), Oldest: instantText(x.Oldest, o.Zone()), State: "local", StateText: syncLocal}
	switch {
	case x.Number != "":
		r.Complaint = x.Stream
	case strings.HasPrefix(x.Stream, store.StreamAccounts):
		r.Title = "Akun petugas"
	case strings.HasPrefix(x.Stream, store.StreamClocks):
		r.Title = "Koreksi jam PC"
	case complaint.IsRuleStream(x.Stream):
		r.Title = "Kalender dan pengaturan"
	case strings.HasPrefix(x.Stream, complaint.StreamLetterhead):
		r.Title = "Kop dan cetakan"
	case strings.HasPrefix(x.Stream, complaint.StreamRegisters):
		r.Title = "Impor register lama"
	default:
		r.Title = "Catatan lain"
	}
	switch {
	case !x.Own:
		r.State, r.StateText = "lost", syncLost
	case x.LastSeq <= offered:
		r.State, r.StateText = "sent", syncSent
	}
	return r
}

func asideRow(a store.Aside, o *office.Desk, accounts map[string]string) SetAsideRowView {
	b, readable := complaint.BodyOf(&a.Entry)
	r := SetAsideRowView{Row: a.Row, Number: a.Number, Title: stepTitle(a.Entry.Kind, b), AtText: instantText(a.Entry.Time(), o.Zone()), Reason: a.Message,
		Text: complaint.TextOfEntry(&a.Entry), ByText: nameOr(accounts, a.Entry.Author, "Petugas"), Fields: []FieldView{}}
	if a.Number != "" {
		r.Complaint = a.Entry.Stream
	}
	r.HasText = r.Text != "" || !readable
	for _, name := range complaint.FieldNames(false) {
		if value := fieldText(name, b.Set[name], o); value != "" {
			r.Fields = append(r.Fields, FieldView{Name: name, Label: complaint.Label(name), Value: value})
		}
	}
	return r
}

// sizeText is a size as people say it.
func sizeText(n int64) string {
	switch {
	case n >= 1<<20:
		return strings.Replace(fmt.Sprintf("%.1f MB", float64(n)/(1<<20)), ".", ",", 1)
	case n >= 1<<10:
		return fmt.Sprintf("%d KB", (n+1<<9)>>10)
	}
	return fmt.Sprintf("%d byte", n)
}
