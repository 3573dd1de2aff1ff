package complaint

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// Words as old registers and SP4N-LAPOR! write them, and what they are here. A
// word that may mean two things is not known: somebody is asked.

// StateOf reads a status; why is the reason of an archived one. Not ok when the
// word is not known. "Ditindaklanjuti" is such a word: some offices mean
// "finished" by it, others "begun".
func StateOf(status string) (state State, why string, ok bool) {
	w := wordsOf(status)
	for _, c := range StateTexts {
		if slices.Equal(w, wordsOf(c.Text)) {
			return State(c.Value), whyUnless(State(c.Value), ""), true
		}
	}
	not := anyOf(w, "belum", "blm", "tidak", "tdk", "blum")
	switch {
	case anyOf(w, "ombudsman"):
		return Escalated, "", true
	case anyOf(w, "kelengkapan", "tunda", "ditunda", "pending", "tertunda"), anyOf(w, "menunggu") && anyOf(w, "data", "berkas", "pelapor", "dilengkapi"):
		return AwaitingCompletion, "", true
	case anyOf(w, "arsip", "diarsipkan", "arsipkan"):
		if anyOf(w, "sistem", "expired") {
			return Archived, WhyDeemedWithdrawn, true
		}
		return Archived, whyUnless(Archived, WhyOf(status)), true
	case anyOf(w, "dicabut", "cabut"):
		return Archived, "dicabut", true
	case anyOf(w, "ganda", "duplikat", "dobel", "double"):
		return Archived, "ganda", true
	case anyOf(w, "ditolak", "tolak", "dihapus", "spam"):
		return Archived, "lain", true
	case anyOf(w, "wewenang", "kewenangan", "dialihkan", "dilimpahkan", "pelimpahan"):
		return NotAuthorized, "", true
	case not && anyOf(w, "selesai", "tuntas", "beres"):
		return InProgress, "", true
	case not && anyOf(w, "ditindaklanjuti", "ditindak", "tindaklanjut", "tindak"):
		return Verified, "", true
	case not:
		if anyOf(w, "diproses", "diverifikasi", "terverifikasi", "ditanggapi", "dijawab", "direspon", "respon", "verifikasi", "proses", "ada") || len(w) == 1 {
			return Received, "", true
		}
		return "", "", false
	case anyOf(w, "selesai", "tuntas", "beres", "closed", "close", "ditutup", "done", "rampung"):
		return Closed, "", true
	case anyOf(w, "proses", "diproses", "progress", "progres", "berjalan", "dikerjakan"):
		return InProgress, "", true
	case anyOf(w, "dijawab", "ditanggapi", "terjawab"):
		return Answered, "", true
	case anyOf(w, "diteruskan", "disposisi", "didisposisi", "didisposisikan", "terdisposisi"):
		return Forwarded, "", true
	case anyOf(w, "terverifikasi", "diverifikasi", "verifikasi"):
		return Verified, "", true
	case anyOf(w, "baru", "masuk", "diterima", "open", "terbuka"):
		return Received, "", true
	}
	return "", "", false
}

func whyUnless(s State, why string) string {
	if s == Archived && why == "" {
		return "lain"
	}
	return why
}

// WhyOf reads the reason of an archived complaint; "" when it is none of ours.
func WhyOf(reason string) string {
	w := wordsOf(reason)
	has := func(words ...string) bool { return anyOf(w, words...) }
	switch {
	case has("cabut", "dicabut", "mencabut"):
		return "dicabut"
	case has("ganda", "duplikat", "duplikasi", "sama", "berulang"):
		return "ganda"
	case has("umum"):
		return "umum"
	case has("jelas", "format", "lengkap"):
		return "tidak_jelas"
	case has("kinerja", "pemerintah", "kewenangan"):
		return "bukan_kinerja"
	case has("expired", "kedaluwarsa", "kadaluarsa", "sistem"):
		return WhyDeemedWithdrawn
	}
	return ""
}

// KindOf reads a klasifikasi into the form. Not ok when the word is not known.
// In SP4N-LAPOR! "berkadar pengawasan" is the class of 60 days, so that both
// questions of ours are answered by it.
func KindOf(text string, f *Form) (ok bool) {
	w := wordsOf(text)
	switch {
	case anyOf(w, "aspirasi", "saran", "usul", "usulan", "kritik", "masukan"):
		f.Kind = string(KindAspiration)
	case anyOf(w, "informasi", "info", "pertanyaan", "konsultasi"):
		f.Kind = string(KindInfoRequest)
	case anyOf(w, "berkadar", "kadar"):
		f.Kind = string(KindComplaint)
		f.Supervisory = !anyOf(w, "tidak", "non", "bukan", "tdk")
		f.FieldInspection = f.Supervisory
	case anyOf(w, "normatif"):
		f.Kind, f.Normative = string(KindComplaint), true
	case anyOf(w, "pengaduan", "aduan", "keluhan", "laporan", "komplain"):
		f.Kind = string(KindComplaint)
	default:
		return false
	}
	return true
}

// ChannelOf reads how a complaint came in; "" when the word is not known.
func ChannelOf(text string) string {
	w := wordsOf(text)
	has := func(words ...string) bool { return anyOf(w, words...) }
	switch {
	case has("lapor", "sp4n", "website", "web", "android", "ios", "aplikasi", "sms", "1708", "online"):
		return "lapor"
	case has("wa", "whatsapp", "whatsap", "watsap", "whatapps", "whats"):
		return "whatsapp"
	case has("kotak"):
		return "kotak_saran"
	case has("email", "surel", "mail"):
		return "email"
	case has("telepon", "telp", "telpon", "tlp", "tlpn", "hotline", "call", "phone"):
		return "telepon"
	case has("surat", "tertulis", "pos", "proposal"):
		return "surat"
	case has("langsung", "tatap", "datang", "loket", "lisan", "walk", "offline", "muka"):
		return "tatap_muka"
	case has("medsos", "sosial", "facebook", "fb", "instagram", "ig", "tiktok", "twitter", "koran", "media", "lain", "lainnya", "dll"):
		return "lain"
	}
	return ""
}

// SexOf reads L or P; "" when the word is not known.
func SexOf(text string) string {
	switch letters(text) {
	case "l", "lk", "lki", "laki", "lakilaki", "laki2", "pria", "m", "male", "cowok":
		return "L"
	case "p", "pr", "prp", "perempuan", "wanita", "w", "f", "female", "cewek":
		return "P"
	}
	return ""
}

// AgeBandOf reads an age in years; "" when it is none.
func AgeBandOf(text string) string {
	digits, _, _ := strings.Cut(strings.TrimSpace(text), " ")
	n, err := strconv.Atoi(strings.TrimRight(digits, "tThHn."))
	switch {
	case err != nil || n < 1 || n > 120:
		return ""
	case n < 18:
		return "<18"
	case n <= 30:
		return "18-30"
	case n <= 45:
		return "31-45"
	case n <= 60:
		return "46-60"
	}
	return ">60"
}

// YesOf reads a yes or a no; "" when it is neither.
func YesOf(text string) string {
	switch letters(text) {
	case "ya", "y", "iya", "yes", "ada", "penyandangdisabilitas", "disabilitas", "difabel", "v", "1":
		return "ya"
	case "tidak", "tdk", "t", "no", "bukan", "tidakada", "nondisabilitas", "0":
		return "tidak"
	}
	return ""
}

// categoryWords lead to a category, the more telling ones first. They are
// beginnings of words: "jalan" also finds "jalanan".
var categoryWords = []struct {
	category string
	words    []string
}{
	{"adminduk", []string{"kependudukan", "dukcapil", "capil", "ktp", "adminduk", "akta", "akte"}},
	{"bansos", []string{"bansos", "pkh", "blt", "bpnt", "dtks", "rastra"}},
	{"sikap", []string{"pungli", "pungutan", "sikap", "gratifikasi", "korupsi", "petugas"}},
	{"energi", []string{"listrik", "kelistrikan", "energi", "pln", "elpiji", "lpg", "bbm"}},
	{"air_minum", []string{"pdam", "air minum", "air bersih", "penyaluran air", "layanan air"}},
	{"pendidikan", []string{"pendidikan", "sekolah", "guru", "beasiswa"}},
	{"kesehatan", []string{"kesehatan", "puskesmas", "bpjs", "rumah sakit", "rsud", "posyandu"}},
	{"bencana", []string{"bencana", "banjir", "kebakaran", "longsor", "karhutla"}},
	{"perhubungan", []string{"perhubungan", "parkir", "lalu lintas", "angkutan", "terminal"}},
	{"perumahan", []string{"perumahan", "pertanahan", "tanah", "sertifikat", "rumah"}},
	{"lingkungan", []string{"lingkungan", "sampah", "pencemaran", "limbah", "hutan", "kehutanan"}},
	{"pu", []string{"pekerjaan umum", "penataan ruang", "pupr", "drainase", "irigasi", "saluran"}},
	{"infrastruktur", []string{"infrastruktur", "jalan", "jembatan", "penerangan", "pju", "lampu"}},
	{"ketertiban", []string{"ketertiban", "ketenteraman", "ketentraman", "trantibum", "satpol", "keamanan"}},
	{"tenaga_kerja", []string{"ketenagakerjaan", "tenaga kerja", "buruh", "phk"}},
	{"kepegawaian", []string{"kepegawaian", "asn", "pns", "honorer", "pppk"}},
	{"pangan", []string{"pertanian", "pangan", "pupuk", "petani", "sawah"}},
	{"peternakan", []string{"peternakan", "ternak"}},
	{"kelautan", []string{"kelautan", "perikanan", "ikan", "nelayan"}},
	{"perizinan", []string{"perizinan", "perijinan", "izin", "ijin", "imb", "pbg"}},
	{"pariwisata", []string{"pariwisata", "wisata"}},
	{"desa", []string{"desa", "pambakal", "kades", "add"}},
	{"sosial", []string{"sosial", "kesejahteraan"}},
	{"tik", []string{"teknologi", "internet", "sinyal", "tik", "kominfo", "telekomunikasi"}},
}

// CategoryOf reads a category; "" when no word of it is known.
func CategoryOf(text string) string {
	w := wordsOf(text)
	for _, c := range Categories {
		if slices.Equal(w, wordsOf(c.Text)) || len(w) == 1 && strings.ReplaceAll(c.Value, "_", "") == w[0] {
			return c.Value
		}
	}
	all := " " + strings.Join(w, " ")
	for _, c := range categoryWords {
		for _, word := range c.words {
			if i := strings.Index(all, " "+word); i >= 0 && (len(word) > 3 || strings.HasPrefix(all[i+1+len(word):]+" ", " ")) {
				return c.category
			}
		}
	}
	if anyOf(w, "lain", "lainnya", "dll") {
		return "lain"
	}
	return ""
}

// wordsOf a text in small letters, without signs.
func wordsOf(s string) []string {
	return strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

func anyOf(words []string, wanted ...string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return slices.Contains(wanted, w) })
}
