package ledger

import (
	"slices"
	"strings"
	"unicode"
)

// Field is what a column is.
type Field string

const (
	Ignore       Field = ""
	Received     Field = "received"
	ReceivedTime Field = "receivedTime"
	OldNumber    Field = "number" // of the old register
	Count        Field = "count"  // 1, 2, 3 ...: not kept
	Channel      Field = "channel"
	Name         Field = "name"
	NameAddress  Field = "nameAddress" // both in one column
	NIK          Field = "nik"
	Sex          Field = "sex"
	Age          Field = "age"
	Disability   Field = "disability"
	Occupation   Field = "occupation"
	Address      Field = "address"
	Village      Field = "village"
	Phone        Field = "phone"
	Email        Field = "email"
	Organisation Field = "organisation"
	Kind         Field = "kind"
	Category     Field = "category"
	Subject      Field = "subject"
	Narrative    Field = "narrative"
	Original     Field = "original" // as first told, where the narrative was edited
	Respondent   Field = "respondent"
	EventDate    Field = "eventDate"
	EventPlace   Field = "eventPlace"
	Request      Field = "request"
	Evidence     Field = "evidence"
	Privacy      Field = "privacy" // anonim, rahasia
	ForwardedTo  Field = "forwardedTo"
	ForwardedOn  Field = "forwardedOn"
	FollowUp     Field = "followUp"
	FollowedUpOn Field = "followedUpOn"
	Answer       Field = "answer"
	AnsweredOn   Field = "answeredOn"
	Status       Field = "status"
	ClosedOn     Field = "closedOn"
	Result       Field = "result"
	Reason       Field = "reason" // of an archived or deferred one
	Tracking     Field = "tracking"
	Note         Field = "note" // kept as it stands, with its title
)

// Choice of a field in the order of a register, with its words and the titles
// that offices give it: phrases of which every word must stand in the title.
type Choice struct {
	Field  Field
	Label  string
	Day    bool // a column of dates
	titles string
}

// Choices is the whole of what a column can be. Of two that fit a title, the
// one with the longer phrase wins, then the one that stands first.
var Choices = []Choice{
	{Received, "Tanggal terima", true, "tanggal; tanggal terima; tanggal diterima; tanggal masuk; tanggal laporan masuk; tanggal pengaduan; tanggal aduan; tanggal lapor; tanggal laporan; tanggal pelaporan; tanggal registrasi; tanggal jam terima; hari tanggal; waktu pengaduan; waktu diterima; tanggal surat; tanggal buat; tanggal agenda"},
	{ReceivedTime, "Jam terima", false, "jam; pukul; jam terima; waktu; waktu laporan masuk; jam masuk"},
	{OldNumber, "No. register lama", false, "nomor register; nomor registrasi; nomor agenda; nomor pengaduan; nomor aduan; nomor laporan; nomor surat; nomor tiket; nomor berkas; kode pengaduan; kode aduan; register; nomor buku"},
	{Count, "Nomor urut (tidak disimpan)", false, "nomor; nomor urut; urut"},
	{Channel, "Sumber", false, "sumber; media; sumber laporan; sumber pengaduan; media pengaduan; cara penyampaian; saluran; melalui; via; kanal; jenis media; disampaikan melalui"},
	{Name, "Nama pelapor", false, "nama; nama pelapor; nama pengadu; nama pemohon; nama lengkap; nama warga; pelapor; pengadu; identitas pelapor; nama masyarakat; nama penduduk"},
	{NameAddress, "Nama dan alamat", false, "nama alamat; nama alamat pelapor; nama dan alamat; identitas pelapor nama alamat"},
	{NIK, "NIK", false, "nik; nomor ktp; nomor identitas; nomor nik; nik ktp; nomor induk kependudukan; ktp"},
	{Sex, "Jenis kelamin", false, "jenis kelamin; kelamin; l p; gender; sex; lk pr"},
	{Age, "Umur", false, "umur; usia; umur tahun"},
	{Disability, "Disabilitas", false, "disabilitas; penyandang disabilitas; difabel"},
	{Occupation, "Pekerjaan", false, "pekerjaan; pekerjaan pelapor; profesi"},
	{Address, "Alamat", false, "alamat; alamat pelapor; alamat lengkap; alamat rumah; tempat tinggal; domisili; alamat pengadu; alamat desa"},
	{Village, "Desa/kelurahan", false, "desa; kelurahan; desa kelurahan; asal desa; nama desa; wilayah desa"},
	{Phone, "Telepon", false, "telepon; handphone; nomor telepon; nomor handphone; kontak; nomor kontak; telepon pelapor; whatsapp; nomor whatsapp; kontak pelapor; contact"},
	{Email, "Email", false, "email; surel; alamat email; e mail"},
	{Organisation, "Lembaga", false, "lembaga; organisasi; instansi pelapor; perusahaan; asal instansi"},
	{Kind, "Klasifikasi", false, "klasifikasi; klasifikasi laporan; jenis pengaduan; jenis laporan; jenis aduan; klasifikasi pengaduan; jenis"},
	{Category, "Kategori", false, "kategori; bidang; kategori pengaduan; kategori laporan; topik; jenis masalah; sektor; kategori masalah; bidang masalah"},
	{Subject, "Perihal", false, "perihal; judul; judul laporan; hal; pokok pengaduan; pokok aduan; judul pengaduan; pokok masalah; judul aduan; tentang"},
	{Narrative, "Uraian", false, "uraian; isi; uraian pengaduan; isi pengaduan; isi laporan; isi laporan akhir; isi aduan; uraian singkat; permasalahan; masalah; materi pengaduan; keluhan; kronologi; deskripsi; pengaduan; aduan; substansi; isi ringkas; materi; uraian masalah; isi keluhan; isi laporan pengaduan; detail"},
	{Original, "Uraian pertama", false, "isi laporan awal; uraian awal; isi awal"},
	{Respondent, "Pihak yang diadukan", false, "terlapor; teradu; pihak terlapor; yang dilaporkan; instansi terlapor; pihak yang diadukan; nama terlapor; pihak teradu; yang diadukan"},
	{EventDate, "Tanggal kejadian", true, "tanggal kejadian; waktu kejadian; tanggal peristiwa"},
	{EventPlace, "Tempat kejadian", false, "tempat kejadian; lokasi; lokasi kejadian; tempat; alamat kejadian; lokasi pengaduan"},
	{Request, "Penyelesaian yang diminta", false, "harapan; penyelesaian yang diminta; permintaan; tuntutan; harapan pelapor; keinginan pelapor; saran"},
	{Evidence, "Bukti", false, "lampiran; bukti; dokumen pendukung; barang bukti; berkas lampiran; data dukung"},
	{Privacy, "Anonim/rahasia", false, "tipe laporan; anonim; rahasia; sifat; kerahasiaan; tipe laporan anonim rahasia; sifat laporan"},
	{ForwardedTo, "Disposisi ke", false, "disposisi; diteruskan kepada; disposisi kepada; instansi terdisposisi; diteruskan; tujuan disposisi; unit pengelola; opd; skpd; instansi tujuan; didisposisikan; diteruskan ke; disposisi ke tanggal; bidang seksi; seksi; instansi terkait; opd terkait"},
	{ForwardedOn, "Tanggal disposisi", true, "tanggal disposisi; tanggal diteruskan; disposisi tanggal"},
	{FollowUp, "Tindak lanjut", false, "tindak lanjut; tindaklanjut; penanganan; upaya; langkah; tindakan; tindak lanjut tanggal; upaya penyelesaian; rencana tindak lanjut; rtl; proses penyelesaian; proses penanganan"},
	{FollowedUpOn, "Tanggal tindak lanjut", true, "tanggal tindak lanjut; tanggal tindaklanjut; tanggal penanganan"},
	{Answer, "Jawaban", false, "jawaban; tanggapan; respon; jawaban instansi; tanggapan instansi; balasan"},
	{AnsweredOn, "Tanggal jawaban", true, "tanggal jawaban; tanggal tanggapan; tanggal respon; tanggal dijawab; tanggal balasan"},
	{Status, "Status", false, "status; status laporan; status pengaduan; status penyelesaian; status tindak lanjut; status aduan; posisi; progres; selesai belum; status akhir; kondisi"},
	{ClosedOn, "Tanggal selesai", true, "tanggal selesai; tanggal penyelesaian; selesai tanggal; tanggal tuntas; tanggal ditutup"},
	{Result, "Hasil", false, "hasil; penyelesaian; hasil penyelesaian; hasil akhir; keterangan hasil; hasil tindak lanjut; solusi; hasil penanganan"},
	{Reason, "Alasan tunda/arsip", false, "alasan; alasan tunda arsip; alasan tunda; alasan arsip; alasan penolakan; sebab"},
	{Tracking, "Tracking ID LAPOR!", false, "tracking id; tracking; tracking id lapor; id lapor; nomor tracking; kode tracking; id laporan"},
	{Note, "Catatan (disimpan apa adanya)", false, "keterangan; catatan; tanggal lahir; tempat lahir; tempat tanggal lahir; petugas; penerima; paraf; petugas penerima; nama petugas; umpan balik; agama; pendidikan; status perkawinan; status pelapor; nomor kk"},
	{Ignore, "Jangan dimuat", false, "alasan ditolak; catatan impor; lembar asal; baris asal; nomor register baru; provinsi; kota kabupaten; kabupaten; kecamatan; instansi induk; tanda tangan; ttd; rt; rw; id kategori; id instansi terdisposisi; hari kerja terpakai; batas waktu; keterangan tenggat; tenggat; jatuh tempo"},
}

// short forms of words in titles.
var shortForms = map[string]string{
	"tgl": "tanggal", "tg": "tanggal", "tggl": "tanggal", "tanggl": "tanggal", "date": "tanggal", "no": "nomor", "nomer": "nomor", "num": "nomor", "num#": "nomor",
	"jk": "jenis kelamin", "jns": "jenis", "klmn": "kelamin", "kel": "kelurahan", "ds": "desa", "ket": "keterangan", "almt": "alamat", "alm": "alamat",
	"hp": "handphone", "telp": "telepon", "tlp": "telepon", "telpon": "telepon", "telephone": "telepon", "phone": "telepon", "wa": "whatsapp", "tlpn": "telepon",
	"reg": "register", "tl": "tindak lanjut", "pengad": "pengaduan", "keluahan": "keluhan", "lap": "laporan", "hr": "hari", "bln": "bulan", "th": "tahun", "thn": "tahun",
	"nm": "nama", "pek": "pekerjaan", "klas": "klasifikasi", "kat": "kategori", "urian": "uraian", "disp": "disposisi", "stts": "status", "sts": "status",
	"kec": "kecamatan", "kab": "kabupaten", "prov": "provinsi", "umr": "umur", "mslh": "masalah", "permaslahan": "permasalahan", "agd": "agenda", "pgd": "pengaduan",
}

// titleWords of a title in small letters, short forms written out.
func titleWords(title string) []string {
	words := strings.FieldsFunc(strings.ToLower(title), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	out := make([]string, 0, len(words))
	for _, w := range words {
		if long, ok := shortForms[w]; ok {
			out = append(out, strings.Fields(long)...)
		} else if w != "dan" && w != "yang" && w != "di" && w != "ke" && w != "kepada" || len(words) < 3 {
			out = append(out, w)
		}
	}
	return out
}

// TitleKey is a title without what changes from file to file: capitals, signs,
// short forms.
func TitleKey(title string) string { return strings.Join(titleWords(title), " ") }

type phrase struct {
	field   Field
	words   []string
	letters int
}

var phrases = func() (out []phrase) {
	for _, c := range Choices {
		for _, text := range strings.Split(c.titles, ";") {
			p := phrase{field: c.Field, words: titleWords(text)}
			for _, w := range p.words {
				p.letters += len(w)
			}
			out = append(out, p)
		}
	}
	return out
}()

// fieldOf finds what a title says that its column is. score is 0 when it says
// nothing that is known.
func fieldOf(title string) (best Field, score int) {
	for _, c := range claims(title) {
		if c.score > score {
			best, score = c.field, c.score
		}
	}
	return best, score
}

// claim of a field to a title.
type claim struct {
	column int
	field  Field
	score  int
}

// claims of all fields that fit a title.
func claims(title string) []claim {
	words := titleWords(title)
	if len(words) == 0 || len(words) > 12 {
		return nil
	}
	var out []claim
	for _, p := range phrases {
		s := p.letters * 4
		if len(p.words) == len(words) {
			s += 3
		}
		if slices.Equal(p.words, words) {
			s++ // in this order: "Tgl tindak lanjut" is no "Tindak lanjut / tgl"
		}
		for _, w := range p.words {
			switch find(words, w) {
			case 0:
				s = -1 << 20
			case 1:
				s -= 2 // mistyped
			}
		}
		if s <= 0 {
			continue
		}
		if n := len(out); n > 0 && out[n-1].field == p.field {
			out[n-1].score = max(out[n-1].score, s)
		} else {
			out = append(out, claim{field: p.field, score: s})
		}
	}
	return out
}

// find gives 2 for a word that is there, 1 for one that is there mistyped.
func find(words []string, w string) int {
	best := 0
	for _, have := range words {
		switch {
		case have == w:
			return 2
		case len(w) >= 5 && near(have, w), len(w) >= 5 && len(have) > len(w) && strings.HasSuffix(have, "nya") && have[:len(have)-3] == w:
			best = 1
		}
	}
	return best
}

// choiceOf a field.
func choiceOf(f Field) Choice {
	for _, c := range Choices {
		if c.Field == f {
			return c
		}
	}
	return Choice{}
}

// Known tells whether f is a field.
func (f Field) Known() bool { return choiceOf(f).Label != "" }

// Label of a field, Indonesian.
func (f Field) Label() string { return choiceOf(f).Label }

func (f Field) day() bool { return choiceOf(f).Day }

// endsWithDay are the columns in which "Dinas PUPR, 12/03/2024" is usual, with
// the field that the date is.
var endsWithDay = map[Field]Field{ForwardedTo: ForwardedOn, FollowUp: FollowedUpOn, Answer: AnsweredOn, Result: ClosedOn}
