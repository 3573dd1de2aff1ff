package office

import "loketaduan/internal/complaint"

// practiceWays are how far the invented complaints have come, and how many days
// ago they came at least: something of everything that a desk meets.
var practiceWays = []struct {
	age  int
	acts []practiceAct
}{
	{0, nil},
	{2, nil}, // verification is due
	{12, []practiceAct{{complaint.KVerified, complaint.Body{}}}},
	{24, []practiceAct{{complaint.KVerified, complaint.Body{}}, {complaint.KFollowedUp, complaint.Body{Text: "Petugas meninjau lokasi bersama ketua RT."}}}},
	{5, []practiceAct{{complaint.KCompletionRequested, complaint.Body{Text: "Mohon dilampirkan fotokopi kartu keluarga dan foto lokasi."}}}},
	{16, []practiceAct{{complaint.KVerified, complaint.Body{}}, {complaint.KFollowedUp, complaint.Body{Text: "Surat dikirim ke dinas terkait."}}, {complaint.KInterimReplied, complaint.Body{Text: "Laporan Bapak/Ibu sedang kami tindak lanjuti.", Channel: "telepon"}}}},
	{9, []practiceAct{{complaint.KVerified, complaint.Body{}}, {complaint.KFollowedUp, complaint.Body{Text: "Sudah dikoordinasikan dengan pembakal."}}, {complaint.KAnswered, complaint.Body{Text: "Perbaikan sudah dikerjakan pekan ini. Terima kasih atas laporannya.", Channel: "whatsapp"}}}},
	{30, []practiceAct{{complaint.KVerified, complaint.Body{}}, {complaint.KFollowedUp, complaint.Body{Text: "Ditinjau bersama petugas kebersihan."}}, {complaint.KAnswered, complaint.Body{Text: "Sudah dibersihkan dan dijadwalkan rutin setiap pekan.", Channel: "telepon"}}, {complaint.KClosed, complaint.Body{Text: "Pelapor puas, masalah selesai.", Score: "4"}}}},
	{80, []practiceAct{{complaint.KVerified, complaint.Body{}}}}, // late by far
	{20, []practiceAct{{complaint.KNotAuthorized, complaint.Body{Text: "Bukan kewenangan kecamatan.", Target: "Kantor pertanahan"}}}},
	{14, []practiceAct{{complaint.KArchived, complaint.Body{Text: "Isi sama dengan laporan sebelumnya.", Why: "ganda"}}}},
	{40, []practiceAct{{complaint.KVerified, complaint.Body{}}, {complaint.KFollowedUp, complaint.Body{Text: "Sudah dilakukan pengecekan."}}, {complaint.KAnswered, complaint.Body{Text: "Sudah diperbaiki.", Channel: "telepon"}}, {complaint.KClosed, complaint.Body{Text: "Selesai."}}, {complaint.KReopened, complaint.Body{Text: "Pelapor datang lagi: rusak kembali setelah hujan."}}}},
	{13, []practiceAct{{complaint.KVerified, complaint.Body{}}, {complaint.KForwarded, complaint.Body{Office: "63.03.01", Text: "Mohon ditangani sesuai lokasi."}}}},
}

// Names of nobody: first and second halves meet by their place in these lists.
var (
	practiceNames    = []string{"Contoh Ahmad", "Contoh Siti", "Contoh Rahmat", "Contoh Noor", "Contoh Hasan", "Contoh Mariani", "Contoh Yusuf", "Contoh Laila", "Contoh Fauzi", "Contoh Aminah"}
	practiceFamilies = []string{"Latihan", "Percobaan", "Misalnya", "Andaian"}
	practiceVillages = []string{"63.03.05.1001", "63.03.05.1002", "63.03.05.1003", "63.03.05.1005", "63.03.05.1059", "63.03.05.2009", "63.03.05.2012", "63.03.05.2034"}
)

// practiceMatters: kind, category, subject, narrative. Invented; long and short,
// with words of Banjar, as they come over the counter.
var practiceMatters = []string{
	"pengaduan|infrastruktur|Jalan desa berlubang|Jalan menuju sekolah berlubang dalam, banyu tagenang bila hujan. Dua kali kendaraan roda dua jatuh. Warga sudah manimbun pakai batu tapi hanyut lagi.",
	"pengaduan|energi|Lampu jalan padam|Lampu penerangan di simpang tiga padam sudah dua minggu. Kalau malam kadap banar, kami takut lewat.",
	"pengaduan|air_minum|Air ledeng tidak mengalir|Air ledeng hanya mengalir tengah malam. Kami harus begadang manampung banyu. Tagihan tetap penuh.",
	"pengaduan|lingkungan|Sampah menumpuk di tepi sungai|Sampah menumpuk dekat jembatan sejak pasar malam. Baunya sampai ke rumah-rumah.\nMohon diangkut dan dipasang larangan.",
	"pengaduan|adminduk|Kartu keluarga belum terbit|Berkas kartu keluarga sudah lengkap diserahkan tiga minggu lalu. Setiap datang disuruh menunggu lagi, padahal perlu untuk sekolah anak.",
	"informasi|adminduk|Syarat pindah alamat|Apa saja syarat pindah alamat dari kecamatan sebelah, dan berapa lama selesainya?",
	"pengaduan|bansos|Tidak masuk daftar bantuan|Tetangga yang mampu menerima bantuan, kami yang rumahnya hampir roboh tidak pernah didata.",
	"aspirasi|pendidikan|Usul perpustakaan keliling|Kami mengusulkan perpustakaan keliling singgah di balai desa dua kali sebulan. Anak-anak banyak yang handak mambaca.",
	"pengaduan|sikap|Diminta uang untuk surat keterangan|Saat mengurus surat keterangan saya diminta uang tanpa kuitansi. Kata petugasnya biar capat.",
	"pengaduan|kesehatan|Antrean pengobatan terlalu lama|Datang jam tujuh pagi baru dilayani hampir tengah hari. Loket hanya satu yang buka.",
	"pengaduan|ketertiban|Suara musik sampai larut malam|Ada tempat hiburan memutar musik keras sampai jam dua malam. Bayi dan orang tua tidak bisa tidur.",
	"pengaduan|pu|Saluran air mampat|Saluran di depan rumah mampat sehingga air naik ke dapur setiap hujan lebat.",
	"pengaduan|pangan|Pupuk sulit didapat|Pupuk di kios habis terus, padahal nama kami ada dalam kelompok tani.",
	"aspirasi|desa|Usul jembatan titian baru|Titian kayu sudah lapuk. Mohon dianggarkan titian beton supaya anak sekolah aman manyubarang.",
	"pengaduan|perhubungan|Truk besar lewat jalan kampung|Truk bermuatan lewat jalan kampung siang malam. Rumah bergetar dan jalan pecah.",
	"informasi|perizinan|Cara mengurus izin usaha kecil|Saya handak membuka warung makan. Izin apa yang perlu dan di mana mengurusnya?",
	"pengaduan|perumahan|Batas tanah dipindah|Patok batas tanah bergeser ke kebun kami setelah pekerjaan jalan.",
	"pengaduan|bencana|Tanggul retak|Tanggul sungai retak memanjang kira-kira sepuluh meter. Bila banjir datang kami khawatir jebol.",
	"pengaduan|sosial|Orang telantar di pasar|Ada orang tua telantar di emperan pasar sudah beberapa hari, sakit dan tidak ada keluarganya.",
	"pengaduan|tik|Sinyal tidak ada di kampung|Di kampung kami tidak ada sinyal sama sekali. Mengurus apa pun harus naik ke bukit dulu.",
}
