package complaint

import (
	"fmt"
	"maps"
	"net/mail"
	"strings"
	"time"
	"unicode/utf8"

	"loketaduan/internal/calendar"
	"loketaduan/internal/fault"
)

// Form is the walk-in form (domain notes 1.9). ReceivedAt is an instant in
// RFC 3339; EventDate a civil date or empty; choices hold their values.
type Form struct {
	Kind            string   `json:"kind"`
	Channel         string   `json:"channel"`
	ReceivedAt      string   `json:"receivedAt"`
	Subject         string   `json:"subject"`
	Narrative       string   `json:"narrative"`
	EventDate       string   `json:"eventDate"`
	EventPlace      string   `json:"eventPlace"`
	Village         string   `json:"village"`
	Category        string   `json:"category"`
	Respondent      string   `json:"respondent"`
	Request         string   `json:"request"`
	Loss            string   `json:"loss"`
	Evidence        string   `json:"evidence"`
	Normative       bool     `json:"normative"`
	Supervisory     bool     `json:"supervisory"`
	FieldInspection bool     `json:"fieldInspection"`
	ExtraClass      string   `json:"extraClass"` // code of a class that the office added; "" = by the questions
	Anonymous       bool     `json:"anonymous"`
	Confidential    bool     `json:"confidential"`
	Reporter        Reporter `json:"reporter"`
}

// Reporter is who complains. Unidentified: accepted, but not verifiable.
type Reporter struct {
	Unidentified bool   `json:"unidentified"`
	Name         string `json:"name"`
	IDType       string `json:"idType"`
	IDNumber     string `json:"idNumber"`
	Sex          string `json:"sex"`
	AgeBand      string `json:"ageBand"`
	Disability   string `json:"disability"`
	Occupation   string `json:"occupation"`
	Address      string `json:"address"`
	Village      string `json:"village"`
	Phone        string `json:"phone"`
	Email        string `json:"email"`
	ByProxy      bool   `json:"byProxy"`
	ProxyName    string `json:"proxyName"`
	ProxyPhone   string `json:"proxyPhone"`
	ProxyLetter  string `json:"proxyLetter"`
	Organisation string `json:"organisation"`
}

// Class that the answers of the form give.
func (f *Form) Class() Class {
	if f.ExtraClass != "" {
		return Class(f.ExtraClass)
	}
	return ClassOf(Kind(f.Kind), f.Normative, f.Supervisory, f.FieldInspection)
}

// Received is the instant of receipt; zero when it cannot be read.
func (f *Form) Received() time.Time {
	t, err := time.Parse(time.RFC3339, f.ReceivedAt)
	if err != nil {
		return time.Time{}
	}
	return t
}

// Check finds everything in the form that must be changed before it can be
// saved: what the law asks for (UU 25/2009 art. 42) and what cannot be true.
// zone is the office's.
func (f *Form) Check(zone *time.Location) error {
	var l fault.List
	l.Add(oneOf("kind", f.Kind, Kinds, "Pilih klasifikasi: pengaduan, aspirasi, atau permintaan informasi."))
	l.Add(oneOf("channel", f.Channel, Channels, "Pilih dari mana aduan ini datang."))
	l.Add(oneOf("category", f.Category, Categories, "Pilih kategori. Bila ragu, pilih Lainnya."))
	l.Add(need("subject", f.Subject, "Isi perihal: satu kalimat pendek tentang masalahnya."))
	l.Add(need("narrative", f.Narrative, "Isi uraian: apa yang terjadi, menurut kata-kata pelapor."))
	if f.Received().IsZero() {
		l.Add(fault.New(fault.Invalid, "complaint.receivedAt.invalid", "receivedAt", "Tanggal dan jam terima tidak terbaca. Ketik misalnya 23/11/2026 09.30."))
	}
	if f.EventDate != "" {
		d, err := calendar.ParseDate(f.EventDate)
		switch {
		case err != nil:
			l.Add(fault.New(fault.Invalid, "complaint.eventDate.invalid", "eventDate", "Tanggal kejadian tidak terbaca. Ketik misalnya 20/11/2026, atau kosongkan."))
		case !f.Received().IsZero() && d.After(calendar.DateIn(f.Received(), zone)):
			l.Add(fault.New(fault.Invalid, "complaint.eventDate.future", "eventDate", "Tanggal kejadian sesudah tanggal terima. Periksa salah satunya."))
		}
	}
	f.Reporter.check(&l)
	for i := range fields {
		if n := utf8.RuneCountInString(fields[i].get(f)); fields[i].Max > 0 && n > fields[i].Max {
			l.Add(fault.New(fault.Invalid, "complaint."+fields[i].Name+".long", fields[i].Name, fmt.Sprintf("Terlalu panjang: %d huruf, paling banyak %d. Pendekkan.", n, fields[i].Max)))
		}
	}
	return l.Err()
}

func (r *Reporter) check(l *fault.List) {
	if !r.Unidentified {
		l.Add(need("reporter.name", r.Name, "Isi nama pelapor, atau tandai Tanpa identitas."))
		l.Add(need("reporter.address", r.Address, "Isi alamat pelapor (jalan, RT/RW, atau patokan)."))
		l.Add(oneOf("reporter.sex", r.Sex, Sexes, "Pilih jenis kelamin pelapor."))
		l.Add(oneOf("reporter.idType", r.IDType, IDTypes, "Pilih kartu identitas, atau Tanpa NIK."))
		switch digits := OnlyDigits(r.IDNumber); {
		case r.IDType == "ktp" && r.IDNumber == "":
			l.Add(fault.New(fault.Invalid, "complaint.nik.required", "reporter.idNumber", "Isi NIK 16 angka, atau pilih Tanpa NIK."))
		case r.IDType == "ktp" && !only(nikSigns, r.IDNumber):
			l.Add(fault.New(fault.Invalid, "complaint.nik.invalid", "reporter.idNumber", "NIK hanya angka. Periksa lagi di KTP."))
		case r.IDType == "ktp" && len(digits) != 16:
			l.Add(fault.New(fault.Invalid, "complaint.nik.invalid", "reporter.idNumber", fmt.Sprintf("NIK harus 16 angka, ini %d. Periksa lagi di KTP.", len(digits))))
		}
	}
	if r.AgeBand != "" {
		l.Add(oneOf("reporter.ageBand", r.AgeBand, AgeBands, "Pilih umur dari daftar, atau kosongkan."))
	}
	if r.Disability != "" {
		l.Add(oneOf("reporter.disability", r.Disability, Disabilities, "Pilih dari daftar, atau kosongkan."))
	}
	phone("reporter.phone", r.Phone, l)
	if r.Email != "" {
		if _, err := mail.ParseAddress(r.Email); err != nil {
			l.Add(fault.New(fault.Invalid, "complaint.email.invalid", "reporter.email", "Alamat email tidak lengkap. Contoh: nama@contoh.id, atau kosongkan."))
		}
	}
	if r.ByProxy {
		l.Add(need("reporter.proxyName", r.ProxyName, "Isi nama orang yang dikuasakan."))
		phone("reporter.proxyPhone", r.ProxyPhone, l)
	}
}

// UnusualReceipt tells why a receipt date wants a second look before it is
// saved: in the future, or long ago. "" when it is usual. It never refuses:
// paper forms are typed in late, and a PC's clock can be wrong.
func (f *Form) UnusualReceipt(now time.Time, zone *time.Location) string {
	today, received := calendar.DateIn(now, zone), calendar.DateIn(f.Received(), zone)
	switch {
	case f.Received().IsZero(): // Check says so
		return ""
	case received.After(today):
		return "Tanggal terima " + received.Long() + " ada di masa depan menurut jam PC ini (" + today.Short() + ")."
	case received.DaysUntil(today) > 30:
		return "Tanggal terima " + received.Long() + " sudah lebih dari 30 hari yang lalu."
	}
	return ""
}

// Warnings about what is unusual but may be true; they never refuse.
func (f *Form) Warnings(now time.Time, zone *time.Location) []string {
	out := []string{}
	if unusual := f.UnusualReceipt(now, zone); unusual != "" {
		out = append(out, unusual+" Pastikan tanggalnya benar.")
	}
	if f.Reporter.Unidentified {
		out = append(out, "Tanpa identitas: jawaban hanya dapat ditanyakan dengan nomor register.")
	}
	return out
}

// Clean brings the typed values into their one form: trimmed, digits only
// where digits are meant, nothing left in fields that do not apply.
func (f *Form) Clean() {
	for i := range fields {
		fields[i].set(f, fields[i].get(f))
	}
	r := &f.Reporter
	if r.IDType == "ktp" && only(nikSigns, r.IDNumber) {
		r.IDNumber = OnlyDigits(r.IDNumber)
	}
	if r.IDType == "none" {
		r.IDNumber = ""
	}
	r.Phone, r.ProxyPhone = cleanPhone(r.Phone), cleanPhone(r.ProxyPhone)
	if !r.ByProxy {
		r.ProxyName, r.ProxyPhone, r.ProxyLetter = "", "", ""
	}
	if r.Unidentified {
		*r = Reporter{Unidentified: true}
	}
	if f.Kind != string(KindComplaint) {
		f.Normative = false
	}
}

// OnlyDigits leaves the digits of what was typed: a number without its signs.
func OnlyDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, s)
}

// Signs in which a number may be typed. What holds others stays as it was
// typed, so that Check can refuse it.
const (
	nikSigns   = "0123456789 .-"
	phoneSigns = "0123456789 +-()."
)

func only(signs, s string) bool { return strings.Trim(s, signs) == "" }

func cleanPhone(s string) string {
	if !only(phoneSigns, s) {
		return s
	}
	d := OnlyDigits(s)
	if strings.HasPrefix(d, "62") && len(d) > 9 {
		d = "0" + d[2:]
	}
	return d
}

func phone(name, v string, l *fault.List) {
	if v == "" {
		return
	}
	if d := cleanPhone(v); len(d) < 7 || len(d) > 15 || !only(phoneSigns, v) {
		l.Add(fault.New(fault.Invalid, "complaint.phone.invalid", name, "Nomor telepon 7 sampai 15 angka, misalnya 0812 3456 7890. Kosongkan bila tidak ada."))
	}
}

func need(name, v, message string) *fault.Fault {
	if strings.TrimSpace(v) == "" {
		return fault.New(fault.Invalid, "complaint."+name+".required", name, message)
	}
	return nil
}

func oneOf(name, v string, list []Choice, message string) *fault.Fault {
	for _, c := range list {
		if c.Value == v {
			return nil
		}
	}
	return fault.New(fault.Invalid, "complaint."+name+".choice", name, message)
}

// Recorded tells whether the complaint was recorded from this very form. A part
// whose body is withheld or erased cannot differ.
func (c *Complaint) Recorded(form Form) bool {
	form.Clean()
	if form.ReceivedAt == "" { // was filled in when it was saved
		form.ReceivedAt = c.firstSet(KReceived)["receivedAt"]
	}
	for kind, identity := range map[string]bool{KReceived: false, KReporterIdentified: true} {
		if first := c.firstSet(kind); first != nil && !maps.Equal(first, form.values(identity)) {
			return false
		}
	}
	return true
}

// firstSet is what the first entry of a kind set; nil when its body is not here.
func (c *Complaint) firstSet(kind string) map[string]string {
	for i := range c.History {
		if s := &c.History[i]; s.Kind == kind {
			if s.Missing || s.Newer {
				return nil
			}
			if s.Body.Set == nil {
				return map[string]string{}
			}
			return s.Body.Set
		}
	}
	return nil
}
