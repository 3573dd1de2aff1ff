package paper

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"loketaduan/internal/calendar"
	"loketaduan/internal/complaint"
)

// Case is a complaint and all that its papers say beside it.
type Case struct {
	Complaint *complaint.Complaint
	Rules     *complaint.Rules // of the office that received it
	Clocks    complaint.Clocks
	Kop       complaint.Letterhead
	Office    string              // name of the office that prints
	Clerk     string              // who received the complaint
	By        string              // who prints
	At        time.Time           // of printing
	Practice  bool                // of a practice register: says so, and is worth nothing
	Village   func(string) string // name of a desa by its code
}

func (c *Case) value(name string) string { return c.Complaint.Values[name] }

// stamp tells when and by whom something was printed.
func (c *Case) stamp() string {
	return "Dicetak " + c.moment(c.At) + " oleh " + c.By
}

// moment is "23/11/2026 09.30 WITA" in the office's zone.
func (c *Case) moment(t time.Time) string {
	t = t.In(c.Rules.Zone)
	zone, _ := t.Zone()
	return t.Format("02/01/2006 15.04") + " " + zone
}

// received is "Senin, 23 November 2026 pukul 09.30 WITA"; of a complaint from
// an old register, which kept no hour, the day alone.
func (c *Case) received() string {
	t := c.Complaint.ReceivedAt().In(c.Rules.Zone)
	if t.Hour() == 0 && t.Minute() == 0 {
		return c.Clocks.Received.Long()
	}
	zone, _ := t.Zone()
	return c.Clocks.Received.Long() + " pukul " + t.Format("15.04") + " " + zone
}

// hidden is what stands instead of the reporter where nobody may read who it
// was: "" when everybody may.
func (c *Case) hidden() string {
	shown := c.Complaint.ReporterShown(false)
	if c.Complaint.Anonymous() || c.Complaint.Confidential() || c.value("reporter.unidentified") != "" {
		return shown
	}
	return ""
}

// subjectKind is what was brought: Pengaduan, Aspirasi or Permintaan informasi.
func (c *Case) subjectKind() string {
	return complaint.TextOf(complaint.Kinds, string(c.Complaint.Kind()))
}

// dueDate is the date of a deadline as a paper says it.
func dueDate(d calendar.Deadline) string {
	switch {
	case d.Due.IsZero():
		return "Belum dapat dihitung"
	case d.Provisional:
		return "paling cepat " + d.Due.Long()
	}
	return d.Due.Long()
}

// dueNotes say what a reader must know of the date: that it may move, and how far.
func dueNotes(d calendar.Deadline) (out []string) {
	switch {
	case d.Due.IsZero() && d.Paused:
		return []string{"Hitungan berhenti sampai pelapor melengkapi laporan."}
	case d.Due.IsZero():
		return []string{"Tanggalnya dapat ditanyakan di loket."}
	case !d.Provisional:
		return nil
	case d.Latest.IsZero():
		out = append(out, "paling akhir belum dapat diperkirakan")
	case d.Latest != d.Due:
		out = append(out, "paling akhir "+d.Latest.Long())
	}
	return append(out, fmt.Sprintf("SEMENTARA: libur %d belum ditetapkan pemerintah.", max(d.Due.Year(), d.Latest.Year())))
}

// rule tells how the date follows.
func (c *Case) rule() string {
	class := c.Complaint.Class()
	off := "Sabtu, Minggu, libur nasional, dan cuti bersama tidak dihitung"
	if c.Rules.Settings.Week == calendar.SixDays {
		off = "Minggu, libur nasional, dan cuti bersama tidak dihitung"
	}
	return "Dijawab paling lambat " + strconv.Itoa(c.Rules.Limits[class]) + " hari kerja sesudah hari diterima, sampai pukul 23.59. " + off + "."
}

// className is the class without its limit.
func (c *Case) className() string {
	name, _, _ := strings.Cut(c.Rules.ClassText(c.Complaint.Class()), " (")
	return name
}

// place is a village or what was typed for it.
func (c *Case) place(code string) string {
	if c.Village == nil {
		return code
	}
	return c.Village(code)
}

// fact is a label with what belongs to it.
type fact struct{ label, text string }

// identity is the reporter as the law wants him on a receipt, numbers masked.
func (c *Case) identity() []fact {
	f := c.Complaint.Form()
	r := &f.Reporter
	out := []fact{{"Pelapor", r.Name}}
	if r.IDNumber != "" {
		label := strings.TrimSuffix(complaint.TextOf(complaint.IDTypes, r.IDType), " (NIK)")
		if r.IDType == "ktp" {
			label = "NIK"
		}
		out = append(out, fact{label, complaint.MaskNumber(r.IDNumber, 4)})
	}
	address := r.Address
	if village := c.place(r.Village); village != "" {
		address += ", " + village
	}
	out = append(out, fact{"Alamat", address})
	if r.Phone != "" {
		out = append(out, fact{"Telepon", complaint.MaskNumber(r.Phone, 3)})
	}
	if r.Organisation != "" {
		out = append(out, fact{"Lembaga", r.Organisation})
	}
	if r.ByProxy {
		proxy := r.ProxyName
		if r.ProxyLetter != "" {
			proxy += " (surat kuasa " + r.ProxyLetter + ")"
		}
		out = append(out, fact{"Kuasa", proxy})
	}
	return out
}

// evidence lists what was handed over. Names of files can tell who somebody is.
func (c *Case) evidence(names bool) string {
	var parts []string
	if text := c.value("evidence"); text != "" && names {
		parts = append(parts, strings.Join(strings.Fields(text), " "))
	} else if text != "" {
		parts = append(parts, "ada")
	}
	var files []string
	for _, f := range c.Complaint.Files {
		if !f.Detached {
			files = append(files, f.Name)
		}
	}
	switch {
	case len(files) > 0 && names && len(files) <= 4:
		parts = append(parts, strconv.Itoa(len(files))+" berkas: "+strings.Join(files, ", "))
	case len(files) > 0:
		parts = append(parts, strconv.Itoa(len(files))+" berkas")
	}
	if len(parts) == 0 {
		return "tidak ada"
	}
	return strings.Join(parts, "; ")
}

// signPlace is "Martapura, 23 November 2026".
func (c *Case) signPlace(d calendar.Date) string {
	_, date, _ := strings.Cut(d.Long(), ", ")
	if c.Kop.Place == "" {
		return date
	}
	return c.Kop.Place + ", " + date
}
