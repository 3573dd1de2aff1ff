package complaint

// Kind is the klasifikasi of SP4N-LAPOR!.
type Kind string

const (
	KindComplaint   Kind = "pengaduan"
	KindAspiration  Kind = "aspirasi"
	KindInfoRequest Kind = "informasi"
)

// Class decides the limit. Source: SP4N-LAPOR!, domain notes 1.4.
type Class string

const (
	ClassNormative      Class = "normatif"       // information and normative complaints
	ClassNonSupervisory Class = "tidak_berkadar" // no supervision weight, or no field inspection
	ClassSupervisory    Class = "berkadar"       // supervision weight and field inspection
)

// Limits are working days per class; data, because an office may add classes.
type Limits map[Class]int

// DefaultLimits of SP4N-LAPOR!: 5, 14 and 60 working days.
func DefaultLimits() Limits {
	return Limits{ClassNormative: 5, ClassNonSupervisory: 14, ClassSupervisory: 60}
}

// OmbudsmanLimit: with no follow-up for so many working days a complaint goes
// to Ombudsman RI.
const OmbudsmanLimit = 60

// ClassOf derives the class from the kind and the questions put to the clerk.
// Both weight and field inspection give 60 working days; one alone gives 14.
func ClassOf(k Kind, normative, supervisory, fieldInspection bool) Class {
	switch {
	case k == KindInfoRequest:
		return ClassNormative
	case supervisory && fieldInspection:
		return ClassSupervisory
	case k == KindComplaint && normative && !supervisory && !fieldInspection:
		return ClassNormative
	default:
		return ClassNonSupervisory
	}
}

// State of a complaint.
type State string

const (
	Received           State = "received"
	AwaitingCompletion State = "awaiting_completion"
	Verified           State = "verified"
	Forwarded          State = "forwarded"
	InProgress         State = "in_progress"
	Answered           State = "answered"
	Closed             State = "closed"
	Reopened           State = "reopened"
	NotAuthorized      State = "not_authorized"
	Archived           State = "archived"
	Escalated          State = "escalated"
)

// States in the order of the work.
var States = []State{Received, AwaitingCompletion, Verified, Forwarded, InProgress, Answered, Closed, Reopened, NotAuthorized, Archived, Escalated}

// Open tells whether the state still needs somebody's work.
func (s State) Open() bool {
	return s != Closed && s != NotAuthorized && s != Archived
}

// ClockRuns tells whether the answer is still due in this state.
func (s State) ClockRuns() bool { return s.Open() && s != Answered }

// Choice is a value with its Indonesian words, as forms and lists show it.
type Choice struct{ Value, Text string }

// TextOf finds the words of a value; an unknown value is shown as it is, an
// empty one as a dash.
func TextOf(list []Choice, value string) string {
	for _, c := range list {
		if c.Value == value {
			return c.Text
		}
	}
	if value == "" {
		return "-"
	}
	return value
}

// Choices of the form. Categories are the starting set of domain notes 1.8.
var (
	Kinds = []Choice{{"pengaduan", "Pengaduan"}, {"aspirasi", "Aspirasi"}, {"informasi", "Permintaan informasi"}}

	Classes = []Choice{{"normatif", "Normatif / informasi (5 hari kerja)"}, {"tidak_berkadar", "Tidak berkadar pengawasan (14 hari kerja)"}, {"berkadar", "Berkadar pengawasan (60 hari kerja)"}}

	StateTexts = []Choice{{"received", "Diterima"}, {"awaiting_completion", "Menunggu kelengkapan"}, {"verified", "Terverifikasi"},
		{"forwarded", "Diteruskan"}, {"in_progress", "Tindak lanjut"}, {"answered", "Ditanggapi"}, {"closed", "Selesai"},
		{"reopened", "Dibuka kembali"}, {"not_authorized", "Bukan wewenang"}, {"archived", "Diarsipkan"}, {"escalated", "Diteruskan ke Ombudsman"}}

	Channels = []Choice{{"tatap_muka", "Tatap muka"}, {"surat", "Surat"}, {"telepon", "Telepon"}, {"whatsapp", "WhatsApp"}, {"email", "Email"}, {"kotak_saran", "Kotak saran"},
		{"lapor", "SP4N-LAPOR!"}, {"lain", "Lainnya"}}

	Sexes = []Choice{{"L", "Laki-laki"}, {"P", "Perempuan"}}

	AgeBands = []Choice{{"<18", "Di bawah 18 tahun"}, {"18-30", "18 sampai 30 tahun"}, {"31-45", "31 sampai 45 tahun"}, {"46-60", "46 sampai 60 tahun"}, {">60", "Di atas 60 tahun"}}

	Disabilities = []Choice{{"tidak", "Bukan penyandang disabilitas"}, {"ya", "Penyandang disabilitas"}}

	IDTypes = []Choice{{"ktp", "KTP (NIK)"}, {"sim", "SIM"}, {"paspor", "Paspor"}, {"lain", "Kartu lain"}, {"none", "Tanpa NIK / tanpa kartu"}}

	ArchiveWhys = []Choice{{"tidak_jelas", "Isi tidak jelas"}, {"umum", "Terlalu umum"}, {"bukan_kinerja", "Bukan tentang pelayanan pemerintah"}, {"ganda", "Sudah pernah dicatat (ganda)"}, {"dicabut", "Dicabut oleh pelapor"}, {"dianggap_dicabut", "Dianggap dicabut (kelengkapan tidak dipenuhi)"}, {"lain", "Sebab lain"}}

	Satisfactions = []Choice{{"4", "Sangat puas"}, {"3", "Puas"}, {"2", "Kurang puas"}, {"1", "Tidak puas"}}

	Categories = []Choice{{"adminduk", "Administrasi Kependudukan dan Pencatatan Sipil"}, {"bansos", "Bantuan Sosial"}, {"energi", "Energi dan Kelistrikan"},
		{"infrastruktur", "Infrastruktur"}, {"kelautan", "Kelautan dan Perikanan"}, {"kepegawaian", "Kepegawaian"}, {"kesehatan", "Kesehatan"},
		{"pangan", "Ketahanan Pangan dan Pertanian"}, {"ketertiban", "Ketenteraman, Ketertiban Umum dan Pelindungan"}, {"tenaga_kerja", "Ketenagakerjaan"},
		{"air_minum", "Layanan Air Minum"}, {"lingkungan", "Lingkungan Hidup dan Kehutanan"}, {"pariwisata", "Pariwisata"}, {"pu", "Pekerjaan Umum dan Penataan Ruang"},
		{"desa", "Pembangunan Desa"}, {"bencana", "Penanggulangan Bencana"}, {"pendidikan", "Pendidikan"}, {"perhubungan", "Perhubungan"},
		{"perizinan", "Perizinan"}, {"perumahan", "Perumahan dan Pertanahan"}, {"peternakan", "Peternakan"}, {"sikap", "Sikap Petugas dan Pungutan Liar"},
		{"sosial", "Sosial dan Kesejahteraan"}, {"tik", "Teknologi Informasi dan Komunikasi"}, {"lain", "Lainnya"}}
)

// ResponseLabel is the answer of the reporter in words.
func satisfiedText(yes bool) string {
	if yes {
		return "Pelapor menerima jawaban"
	}
	return "Pelapor belum puas"
}
