package complaint

import (
	"bytes"
	"encoding/json"
	"strings"
	"unicode/utf8"

	"loketaduan/internal/auth"
	"loketaduan/internal/fault"
	"loketaduan/internal/journal"
)

// StreamLetterhead + office code holds the letterhead of an office. Unlike its
// rules it reaches nobody but its own PCs and the coordinator: a logo is larger
// than all else that an office sets.
const StreamLetterhead = "letterhead:"

// KLetterheadSet is the kind of its entries.
const KLetterheadSet = "letterhead_set"

// Letterhead is what stands on every paper of an office: the kop, who signs, and
// the wording that law or custom may change without a new program.
type Letterhead struct {
	Government  string `json:"government"` // PEMERINTAH KABUPATEN BANJAR
	Name        string `json:"name"`       // KECAMATAN MARTAPURA
	Address     string `json:"address"`
	Phone       string `json:"phone,omitempty"`
	Contact     string `json:"contact,omitempty"` // e-mail, website
	Place       string `json:"place,omitempty"`   // before the date of a letter: Martapura
	HeadTitle   string `json:"headTitle,omitempty"`
	HeadName    string `json:"headName,omitempty"`
	HeadRank    string `json:"headRank,omitempty"`
	HeadID      string `json:"headId,omitempty"` // NIP
	Logo        []byte `json:"logo,omitempty"`   // PNG or JPEG
	AskStatus   string `json:"askStatus,omitempty"`
	Ombudsman   string `json:"ombudsman,omitempty"`
	DataUse     string `json:"dataUse,omitempty"`
	Recipients  string `json:"recipients,omitempty"`  // of a disposition, one a line
	Instruction string `json:"instruction,omitempty"` // of a disposition, one a line
}

// MaxLogo bounds the picture in bytes: it travels once to every PC of the
// office, over 64 kbit/s too.
const MaxLogo = 48 << 10

// DefaultLetterhead of an office whose letterhead nobody has set. The wording
// follows UU 25/2009 (complaints), UU 37/2008 (Ombudsman) and UU 27/2022
// (personal data); see the domain notes 1.11 to 1.13.
func DefaultLetterhead(name string) Letterhead {
	place := ""
	if strings.HasPrefix(name, "Kecamatan ") {
		place = strings.TrimPrefix(name, "Kecamatan ")
	}
	h := Letterhead{Government: "PEMERINTAH KABUPATEN BANJAR", Name: strings.ToUpper(name), Place: place,
		AskStatus: "Tanyakan perkembangan laporan dengan menyebut nomor register ini di loket kami atau lewat telepon.",
		Ombudsman: "Pelapor yang tidak dilayani atau tidak puas berhak melapor kepada Ombudsman Republik Indonesia Perwakilan Kalimantan Selatan (UU 25/2009 dan UU 37/2008).",
		DataUse:   "Data pribadi pelapor hanya dipakai untuk menangani laporan ini, disimpan tersegel, dan tidak diumumkan (UU 27/2022 tentang Pelindungan Data Pribadi).",
		Recipients: strings.Join([]string{"Sekretaris Camat", "Kasi Pemerintahan", "Kasi Ketenteraman dan Ketertiban", "Kasi Pemberdayaan Masyarakat dan Desa",
			"Kasi Kesejahteraan Sosial", "Kasi Pelayanan Umum", "Lurah / Kepala Desa"}, "\n"),
		Instruction: strings.Join([]string{"Tindak lanjuti", "Telaah dan beri saran", "Koordinasikan", "Siapkan jawaban untuk pelapor", "Periksa lapangan", "Untuk diketahui"}, "\n")}
	if place != "" {
		h.HeadTitle = "Camat " + place
	}
	return h
}

// LetterheadOf folds the stream of an office: the last one in order counts, with
// the usual words where it has none. office is its name.
func LetterheadOf(office string, entries []journal.Entry) Letterhead {
	h := DefaultLetterhead(office)
	for i := range entries {
		e := &entries[i]
		var set Letterhead
		if e.Kind == KLetterheadSet && e.Version == 1 && json.Unmarshal(e.Body, &set) == nil {
			h = set
		}
	}
	usual := DefaultLetterhead(office)
	for _, x := range []struct{ v, usual *string }{{&h.Government, &usual.Government}, {&h.Name, &usual.Name}, {&h.AskStatus, &usual.AskStatus},
		{&h.Ombudsman, &usual.Ombudsman}, {&h.DataUse, &usual.DataUse}, {&h.Recipients, &usual.Recipients}, {&h.Instruction, &usual.Instruction}} {
		if *x.v == "" {
			*x.v = *x.usual
		}
	}
	return h
}

// SetLetterhead decides the entry that changes it.
func SetLetterhead(id string, h Letterhead, by Actor) (Draft, error) {
	if !by.Role.May(auth.Kop) {
		return Draft{}, notYours()
	}
	var l fault.List
	for _, x := range []struct {
		field, label string
		v            *string
		most         int
	}{
		{"government", "nama pemerintah daerah", &h.Government, 80}, {"name", "nama kantor", &h.Name, 80}, {"address", "alamat", &h.Address, 160},
		{"phone", "telepon", &h.Phone, 40}, {"contact", "email atau situs", &h.Contact, 100}, {"place", "kota surat", &h.Place, 40},
		{"headTitle", "jabatan", &h.HeadTitle, 60}, {"headName", "nama pimpinan", &h.HeadName, 80}, {"headRank", "pangkat", &h.HeadRank, 60},
		{"headId", "NIP", &h.HeadID, 30}, {"askStatus", "kalimat", &h.AskStatus, 300}, {"ombudsman", "kalimat", &h.Ombudsman, 300},
		{"dataUse", "kalimat", &h.DataUse, 300}, {"recipients", "daftar", &h.Recipients, 600}, {"instruction", "daftar", &h.Instruction, 400},
	} {
		*x.v = strings.TrimSpace(*x.v)
		if n := utf8.RuneCountInString(*x.v); n > x.most {
			l.Add(fault.New(fault.Invalid, "kop."+x.field+".long", x.field, "Terlalu panjang untuk "+x.label+": "+itoa(n)+" huruf, paling banyak "+itoa(x.most)+"."))
		}
	}
	l.Add(needed("kop.name.required", "name", h.Name, "Isi nama kantor, misalnya KECAMATAN MARTAPURA."))
	l.Add(needed("kop.address.required", "address", h.Address, "Isi alamat kantor: jalan, kota, dan kode pos."))
	for field, list := range map[string]string{"recipients": h.Recipients, "instruction": h.Instruction} {
		if strings.Count(list, "\n") >= 12 {
			l.Add(fault.New(fault.Invalid, "kop."+field+".many", field, "Paling banyak 12 baris, supaya muat di satu lembar."))
		}
	}
	if len(h.Logo) > 0 && (len(h.Logo) > MaxLogo || !bytes.HasPrefix(h.Logo, []byte("\x89PNG\r\n")) && !bytes.HasPrefix(h.Logo, []byte("\xff\xd8\xff"))) {
		l.Add(fault.New(fault.Invalid, "kop.logo.unusable", "logo", "Gambar logo ini tidak dapat dipakai. Pilih PNG atau JPG yang lebih kecil."))
	}
	if err := l.Err(); err != nil {
		return Draft{}, err
	}
	raw, err := json.Marshal(h)
	if err != nil {
		panic(err) // strings and bytes always marshal
	}
	return Draft{ID: id, Kind: KLetterheadSet, Version: 1, Body: raw}, nil
}
