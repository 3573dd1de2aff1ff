package main

import (
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"

	"loketaduan/internal/calendar"
	"loketaduan/internal/central"
	"loketaduan/internal/complaint"
	"loketaduan/internal/fault"
	"loketaduan/internal/store"
)

func table(w io.Writer) *tabwriter.Writer { return tabwriter.NewWriter(w, 0, 0, 2, ' ', 0) }

// calendarPublish puts a package into the journal; every office gets it. With
// --dry-run it only tells which deadlines would move.
func (p *Program) calendarPublish(ctx context.Context, args []string) error {
	f := p.flags("calendar publish", "BERKAS [--dry-run]")
	dry := f.Bool("dry-run", false, "hanya menampilkan aduan yang tenggatnya akan berubah")
	if err := p.parse(f, args, 1); err != nil {
		return err
	}
	pkg, file, err := readPackage(f.Arg(0))
	if err != nil {
		return err
	}
	_, st, err := p.server(ctx, f.place(), central.Options{})
	if err != nil {
		return err
	}
	defer st.Close()
	if _, err := st.CheckPackage(ctx, file); err != nil {
		return ownKey(err)
	}
	moving, open, err := impact(ctx, st, pkg, file)
	if err != nil {
		return err
	}
	if *dry {
		fmt.Fprintf(p.Stdout, "Belum diterbitkan. Kalender revisi %s akan mengubah tenggat %d dari %d aduan terbuka.\n", pkg.Decrees.Revision(), moving.total(), open)
		return moving.list(p.Stdout)
	}
	if _, err := st.Publish(ctx, file); err != nil {
		return ownKey(err)
	}
	fmt.Fprintf(p.Stdout, "Kalender revisi %s terbit. Setiap kantor menerimanya begitu tersambung.\nTenggat %d dari %d aduan terbuka berubah.\n", pkg.Decrees.Revision(), moving.total(), open)
	return moving.count(p.Stdout)
}

// ownKey says to an administrator what an office would have to ask him.
func ownKey(err error) error {
	if f := fault.Of(err); f.Code == "calendar.package.key" {
		return fault.New(fault.Forbidden, f.Code, "", "Berkas ini tidak ditandatangani dengan kunci server ini. Buat dengan: loket-pusat calendar sign FOLDER --out BERKAS")
	}
	return err
}

// movingOf lists, by office, the numbers whose deadline moves. It names no person.
type movingOf map[string][]moved

type moved struct {
	number   string
	old, new calendar.Deadline
}

// impact folds every complaint of the journal and counts it by both calendars.
func impact(ctx context.Context, st *store.Store, pkg *calendar.Package, file []byte) (m movingOf, open int, err error) {
	before := st.Rulebook()
	after, err := st.RulebookWith(ctx, pkg, file)
	if err != nil {
		return nil, 0, err
	}
	m = movingOf{}
	err = st.EachComplaint(ctx, func(c *complaint.Complaint) error {
		if !c.State.Open() {
			return nil
		}
		open++
		f := c.Facts()
		was, will := before.For(f.Office).Clocks(&f).Deadline, after.For(f.Office).Clocks(&f).Deadline
		if was != will {
			m[f.Office] = append(m[f.Office], moved{c.Number, was, will})
		}
		return nil
	})
	return m, open, err
}

func (m movingOf) offices() []string {
	var all []string
	for office := range m {
		all = append(all, office)
	}
	slices.Sort(all)
	return all
}

func (m movingOf) total() (n int) {
	for _, one := range m {
		n += len(one)
	}
	return n
}

func (m movingOf) list(w io.Writer) error {
	t := table(w)
	for i, office := range m.offices() {
		if i == 0 {
			fmt.Fprintln(t, "KANTOR\tNOMOR\tSEMULA\tMENJADI")
		}
		for _, x := range m[office] {
			fmt.Fprintf(t, "%s\t%s\t%s\t%s\n", office, x.number, deadlineText(x.old), deadlineText(x.new))
		}
	}
	return t.Flush()
}

func (m movingOf) count(w io.Writer) error {
	t := table(w)
	for _, office := range m.offices() {
		fmt.Fprintf(t, "  %s\t%d\n", office, len(m[office]))
	}
	return t.Flush()
}

func deadlineText(d calendar.Deadline) string {
	switch text := calendar.RangeText(d); {
	case text == "":
		return "berhenti"
	case d.Provisional:
		return text + " (sementara)"
	default:
		return text
	}
}

// calendarDue prints the server's own computation of every deadline: the same as
// on every desk that has the same entries.
func (p *Program) calendarDue(ctx context.Context, args []string) error {
	f := p.flags("calendar due", "[--office KODE]")
	office := f.String("office", "", "hanya aduan yang diterima kantor ini")
	if err := p.parse(f, args, 0); err != nil {
		return err
	}
	_, st, err := p.server(ctx, f.place(), central.Options{})
	if err != nil {
		return err
	}
	defer st.Close()
	book, out := st.Rulebook(), csv.NewWriter(p.Stdout)
	out.Write([]string{"number", "received", "class", "due", "latest", "provisional", "paused", "judged", "revision"})
	err = st.EachComplaint(ctx, func(c *complaint.Complaint) error {
		facts := c.Facts()
		if want := strings.TrimSpace(*office); want != "" && facts.Office != want {
			return nil
		}
		rules := book.For(facts.Office)
		k := rules.Clocks(&facts)
		judged, revision := !facts.State.ClockRuns() && !facts.Judged.Due.IsZero(), book.CalendarFor(&facts).Revision()
		if judged {
			revision = facts.Judged.Calendar
		}
		return out.Write([]string{c.Number, k.Received.String(), string(facts.Class), k.Deadline.Due.String(), k.Deadline.Latest.String(),
			strconv.FormatBool(k.Deadline.Provisional), strconv.FormatBool(k.Deadline.Paused), strconv.FormatBool(judged), revision})
	})
	out.Flush()
	if err == nil && out.Error() != nil {
		return fault.New(fault.Internal, "calendar.due.write", "", "Hasil tidak dapat ditulis. Periksa ruang penyimpanan tujuan.").Because(out.Error())
	}
	return err
}
