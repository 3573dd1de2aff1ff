package office

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"loketaduan/internal/auth"
	"loketaduan/internal/calendar"
	"loketaduan/internal/complaint"
	"loketaduan/internal/fault"
	"loketaduan/internal/report"
	"loketaduan/internal/store"
)

// Export asks for the register of a period, both days included.
type Export struct {
	From, To calendar.Date
	Reveal   bool
	Path     string // "" = a new file in the export folder
	Progress func(done, total int)
}

// ExportRegister writes the workbook and returns its path and its number of
// complaints. The file appears under its name only when it is complete.
func (d *Desk) ExportRegister(ctx context.Context, in Export) (path string, n int, err error) {
	s, err := d.mayExport(in)
	if err != nil {
		return "", 0, err
	}
	path = in.Path
	if path == "" {
		dir := filepath.Join(d.c.Dir, "ekspor")
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return "", 0, cannotWrite(err)
		}
		path = filepath.Join(dir, fmt.Sprintf("register-%s-sd-%s-%s.xlsx", in.From, in.To, d.c.Now().In(d.Zone()).Format("20060102-150405")))
	}
	tmp, err := os.CreateTemp(filepath.Dir(path), ".register-*.tmp")
	if err != nil {
		return "", 0, cannotWrite(err)
	}
	defer os.Remove(tmp.Name())
	defer tmp.Close()
	n, err = d.writeRegister(ctx, tmp, in, s)
	if err != nil {
		return "", 0, err
	}
	if err := tmp.Sync(); err != nil {
		return "", 0, cannotWrite(err)
	}
	if err := tmp.Close(); err != nil {
		return "", 0, cannotWrite(err)
	}
	if err := os.Rename(tmp.Name(), path); err != nil {
		return "", 0, cannotWrite(err)
	}
	return path, n, nil
}

// mayExport looks at who asks, and for what.
func (d *Desk) mayExport(in Export) (Session, error) {
	s, err := d.allowed(auth.Export)
	switch {
	case err != nil:
		return s, err
	case in.Reveal && !s.Role.May(auth.Unmask):
		return s, fault.New(fault.Forbidden, "session.unmask", "reveal", "Akun ini tidak boleh mengekspor identitas lengkap. Hapus centangnya, atau mintalah pimpinan.")
	case in.From.IsZero():
		return s, fault.New(fault.Invalid, "export.from", "from", "Isi tanggal awal periode.")
	case in.To.IsZero() || in.To.Before(in.From):
		return s, fault.New(fault.Invalid, "export.to", "to", "Isi tanggal akhir yang sama dengan atau sesudah tanggal awal.")
	}
	return s, nil
}

func cannotWrite(err error) error {
	return fault.New(fault.Internal, "export.write", "", "Berkas Excel tidak dapat ditulis. Tutup berkas itu bila sedang terbuka, periksa sisa ruang disk, lalu ulangi.").Because(err)
}

func (d *Desk) writeRegister(ctx context.Context, tmp *os.File, in Export, s Session) (int, error) {
	filter := store.Filter{From: in.From, To: in.To, Sort: "received"}
	total, err := d.store.Count(ctx, filter)
	if err != nil {
		return 0, err
	}
	head, err := d.registerHead(ctx, in, s)
	if err != nil {
		return 0, err
	}
	head.TempDir = filepath.Dir(tmp.Name())
	rows, err := d.registerRows(ctx, filter)
	if err != nil {
		return 0, err
	}
	return report.WriteRegister(ctx, tmp, head, total, rows, in.Progress)
}

// registerHead is what stands above the register.
func (d *Desk) registerHead(ctx context.Context, in Export, s Session) (report.RegisterHead, error) {
	who, err := d.store.Desk(ctx)
	if err != nil {
		return report.RegisterHead{}, err
	}
	unsent, err := d.store.Unsent(ctx)
	if err != nil {
		return report.RegisterHead{}, err
	}
	incomplete, err := d.incomplete(ctx)
	now := d.c.Now().In(d.Zone())
	return report.RegisterHead{Office: who.OfficeName, Regency: "Kabupaten Banjar", PeriodFrom: in.From, PeriodTo: in.To, PrintedAt: now, PrintedBy: s.Account.Name,
		DataAsOf: "Data per " + now.Format("02/01/2006 15.04") + " " + zoneName(now) + fmt.Sprintf(", %d entri belum terkirim dari PC ini", unsent.Count), Incomplete: incomplete, IdentityShown: in.Reveal}, err
}

// registerRows gives the lines of the register, one after the other.
func (d *Desk) registerRows(ctx context.Context, filter store.Filter) (report.Rows, error) {
	clerks, err := d.clerkNames(ctx)
	if err != nil {
		return nil, err
	}
	// Where somebody took note of a new date, the row tells that one; the register
	// goes on telling the one on the receipt.
	noted, err := d.store.StreamsWith(ctx, complaint.KDueAcknowledged)
	if err != nil {
		return nil, err
	}
	return func(yield func(report.RegisterRow, error) bool) {
		err := d.store.Each(ctx, filter, func(r store.Row) error {
			if noted[r.ID] {
				c, err := d.store.Complaint(ctx, r.ID)
				if err != nil {
					return err
				}
				r.Told = c.FirstTold().Due
			}
			if !yield(d.registerRow(r, clerks), nil) {
				return errEnough
			}
			return nil
		})
		if err != nil && !errors.Is(err, errEnough) {
			yield(report.RegisterRow{}, err)
		}
	}, nil
}

// errEnough ends the walk when the writer wants no more.
var errEnough = errors.New("enough")

func zoneName(t time.Time) string {
	name, _ := t.Zone()
	return name
}

func (d *Desk) clerkNames(ctx context.Context) (map[string]string, error) {
	accounts, err := d.store.Accounts(ctx)
	names := map[string]string{}
	for _, a := range accounts {
		names[a.ID] = a.Name
	}
	return names, err
}

func (d *Desk) registerRow(r store.Row, clerks map[string]string) report.RegisterRow {
	v := r.Snapshot.Values
	row := report.RegisterRow{Number: r.Number, ReceivedAt: r.ReceivedAt.In(d.Zone()), Channel: complaint.TextOf(complaint.Channels, r.Channel),
		Name: v["reporter.name"], Sex: r.Sex, Address: v["reporter.address"], Village: VillageName(v["reporter.village"]), Contact: v["reporter.phone"],
		Kind: complaint.TextOf(complaint.Kinds, r.Kind), Category: complaint.TextOf(complaint.Categories, r.Category), Summary: v["subject"],
		Attachments: v["evidence"], ForwardedTo: r.Snapshot.HolderName, ForwardedOn: r.ForwardedOn, Due: r.Due, Provisional: r.Provisional, Latest: r.Latest, FirstTold: r.Told,
		FollowUp: r.Snapshot.FollowUp, FollowedUpOn: r.FollowedOn, Status: complaint.TextOf(complaint.StateTexts, r.State), ClosedOn: r.ClosedOn,
		WorkingDays: d.workingDaysUsed(r), Tracking: r.Tracking, Clerk: clerks[r.Author], Anonymous: r.Anonymous, Confidential: r.Confidential}
	if v["reporter.idType"] == "ktp" {
		row.NIK = v["reporter.idNumber"]
	}
	if r.Unidentified {
		row.Name = "Tanpa identitas"
	}
	if old := r.Snapshot.OldNumber; old != "" {
		row.Number += "\nNo. lama " + old
	}
	return row
}

// workingDaysUsed until the answer or the end, or until today; -1 where an old
// register does not say when that was.
func (d *Desk) workingDaysUsed(r store.Row) int {
	if !r.ClockRuns && r.AnsweredOn.IsZero() && r.ClosedOn.IsZero() {
		return -1
	}
	received := calendar.DateIn(r.ReceivedAt, d.Zone())
	end := d.Today()
	if !r.AnsweredOn.IsZero() {
		end = r.AnsweredOn
	} else if !r.ClosedOn.IsZero() {
		end = r.ClosedOn
	}
	if end.Before(received) {
		return -1
	}
	return d.store.Calendar().WorkingDaysAfter(received, end, d.store.Week())
}
