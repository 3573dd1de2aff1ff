package complaint

import (
	"strconv"
	"strings"
	"time"
)

// LaporPlace is where a complaint belongs, in the words of SP4N-LAPOR!.
type LaporPlace struct {
	Agency                               string // office that has it
	Province, Regency, District, Village string // of the event; "" = not known
}

// laporKinds are the classes that LAPOR! knows, in its own words.
func laporKind(c *Complaint) string {
	if c.Kind() != KindComplaint {
		return TextOf(Kinds, string(c.Kind()))
	}
	if c.Values["supervisory"] == yes {
		return "Pengaduan Berkadar Pengawasan"
	}
	return "Pengaduan Tidak Berkadar Pengawasan"
}

// laporType is how LAPOR! is to treat the report: it has switches of its own.
func laporType(c *Complaint) string {
	var parts []string
	if c.Anonymous() {
		parts = append(parts, "Anonim")
	}
	if c.Confidential() {
		parts = append(parts, "Rahasia")
	}
	if len(parts) == 0 {
		return "Biasa (tidak anonim, tidak rahasia)"
	}
	return strings.Join(parts, ", ")
}

// LaporText is the complaint as plain text to be typed into SP4N-LAPOR!, one
// field a paragraph, under the names and in the order of LAPOR!'s own columns
// (domain notes 7), with day and place of the event behind what happened; what
// LAPOR! has no field for stands at the end of the report's words.
//
// The name is told only with reveal, and never of an anonymous reporter: LAPOR!
// shows a name to the offices that get the report. Numbers of 16 digits in what
// was written are cut unless revealed.
func (c *Complaint) LaporText(p LaporPlace, zone *time.Location, reveal bool) string {
	var parts []string
	add := func(label, text string) {
		if text = strings.TrimSpace(text); text == "" {
			text = "-"
		}
		sep := " "
		if strings.Contains(text, "\n") {
			sep = "\n"
		}
		parts = append(parts, label+":"+sep+text)
	}
	written := func(s string) string {
		if reveal {
			return s
		}
		return hideNIK(s)
	}
	at := c.ReceivedAt().In(zone)
	clock, _ := at.Zone()
	clock = at.Format("15.04") + " " + clock
	if at.Hour() == 0 && at.Minute() == 0 {
		clock = "tidak diketahui" // of an old register, which kept the day alone
	}
	if c.Tracking != "" {
		add("Tracking ID", c.Tracking)
	}
	add("Tanggal Laporan Masuk", at.Format("02/01/2006"))
	add("Waktu Laporan Masuk", clock)
	add("Nama Pelapor", c.ReporterShown(reveal && !c.Anonymous()))
	add("Klasifikasi Laporan", laporKind(c))
	add("Kategori", TextOf(Categories, c.Values["category"]))
	add("Judul Laporan", written(c.Values["subject"]))
	words := c.Values["narrative"]
	if c.Original != "" && c.Original != words {
		add("Isi Laporan Awal", written(c.Original))
		add("Isi Laporan Akhir", written(words+c.laporRest()))
	} else {
		add("Isi Laporan", written(words+c.laporRest()))
	}
	day := ""
	if d, err := time.Parse("2006-01-02", c.Values["eventDate"]); err == nil {
		day = d.Format("02/01/2006")
	}
	add("Tanggal Kejadian", day)
	add("Lokasi Kejadian", written(c.Values["eventPlace"]))
	add("Tipe Laporan", laporType(c))
	add("Sumber Laporan", TextOf(Channels, c.Values["channel"]))
	add("Instansi Terdisposisi", p.Agency)
	add("Provinsi", p.Province)
	add("Kota/Kabupaten", p.Regency)
	add("Kecamatan", p.District)
	add("Kelurahan/Desa", p.Village)
	files := 0
	for i := range c.Files {
		if !c.Files[i].Detached {
			files++
		}
	}
	if files > 0 {
		add("Lampiran", strconv.Itoa(files)+" berkas, dilampirkan tersendiri")
	}
	return strings.Join(parts, "\n\n") + "\n"
}

// laporRest is what the walk-in form asks and LAPOR! has no field for.
func (c *Complaint) laporRest() string {
	var b strings.Builder
	for _, name := range []string{"respondent", "loss", "request", "evidence"} {
		if v := c.Values[name]; v != "" {
			b.WriteString("\n" + Label(name) + ": " + v)
		}
	}
	b.WriteString("\nNomor register loket: " + c.Number)
	return "\n" + b.String()
}
