package ledger

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"

	"loketaduan/internal/calendar"
	"loketaduan/internal/complaint"
	"loketaduan/internal/report"
)

// The ugly registers. All people and events in them are invented. `go test
// ./internal/ledger -fixtures` makes the files anew, `-golden` what is expected
// of them; both are looked at before they are committed.
var (
	makeFixtures = flag.Bool("fixtures", false, "make the files in testdata anew")
	makeGolden   = flag.Bool("golden", false, "write what is found as what is expected")
)

// ugly is one file, how it is made, and what the office answers.
type ugly struct {
	name    string
	make    func(*testing.T) []byte
	answers Mapping
	sheets  []string // nil = all that are not hidden
}

var uglies = []ugly{
	{name: "01-merged.xlsx", make: merged},
	{name: "02-two-row-header.csv", make: twoRows, answers: Mapping{Orders: map[string]Order{"penyelesaian tanggal": DayFirst}}},
	{name: "03-windows-1252.csv", make: windowsFile},
	{name: "04-mixed-dates.xlsx", make: mixedDates, answers: Mapping{Rest: complaint.Closed, Orders: map[string]Order{"tanggal pengaduan": DayFirst}}},
	{name: "05-nik-scientific.csv", make: nikCSV, answers: Mapping{Rest: complaint.Closed}},
	{name: "06-nik-number.xlsx", make: nikNumbers, answers: Mapping{Rest: complaint.Closed}},
	{name: "07-ambiguous.csv", make: ambiguous, answers: Mapping{Orders: map[string]Order{"tanggal masuk": DayFirst}}},
	{name: "08-month-first.csv", make: monthFirst},
	{name: "09-repeated-header.xlsx", make: repeatedHeader},
	{name: "10-hidden.xlsx", make: hidden},
	{name: "11-formulas.xlsx", make: formulas},
	{name: "12-numbers-as-text.xlsx", make: numbersAsText, answers: Mapping{Rest: complaint.Closed}},
	{name: "13-line-breaks.xlsx", make: lineBreaks, answers: Mapping{Rest: complaint.Received}},
	{name: "14-mojibake.csv", make: mojibakeFile},
	{name: "15-months.xlsx", make: monthSheets},
	{name: "16-lapor.xlsx", make: laporExport},
	{name: "17-missing-date.csv", make: missingDate},
	{name: "18-long.xlsx", make: longTexts, answers: Mapping{Rest: complaint.Closed}},
	{name: "19-duplicates.csv", make: duplicates},
	{name: "20-swapped.xlsx", make: swappedDates, answers: Mapping{Swaps: map[string]bool{"tanggal": true}, Rest: complaint.Closed}},
	{name: "21-utf16.csv", make: utf16File},
	{name: "22-words.csv", make: ownWords, answers: Mapping{States: map[string]complaint.State{"ditindaklanjuti": complaint.InProgress, "ok": complaint.Closed}}},
	{name: "23-our-own.xlsx", make: ourOwn},
}

// --- how they are made ---

// book makes a workbook; fill works on its first sheet.
func book(t *testing.T, fill func(f *excelize.File, s string)) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	fill(f, "Sheet1")
	if err := f.SetDocProps(&excelize.DocProperties{Created: "2024-01-02T03:04:05Z", Modified: "2024-01-02T03:04:05Z"}); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}

// lines writes rows from a line on; nil and "" leave a cell empty.
func lines(f *excelize.File, s string, from int, rows ...[]any) {
	for i, row := range rows {
		for j, v := range row {
			if v == nil || v == "" {
				continue
			}
			cell, err := excelize.CoordinatesToCellName(j+1, from+i)
			must(err)
			must(f.SetCellValue(s, cell, v))
		}
	}
}

func join_(f *excelize.File, s string, ranges ...string) {
	for _, r := range ranges {
		from, to, _ := strings.Cut(r, ":")
		must(f.MergeCell(s, from, to))
	}
}

// day is a real date in a cell.
func day(y, m, d int) time.Time { return time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC) }

// dated shows the cells of a range as dates.
func dated(f *excelize.File, s, from, to string) {
	format := "dd/mm/yyyy"
	style, err := f.NewStyle(&excelize.Style{CustomNumFmt: &format})
	must(err)
	must(f.SetCellStyle(s, from, to, style))
}

func merged(t *testing.T) []byte {
	return book(t, func(f *excelize.File, s string) {
		must(f.SetSheetName(s, "Register 2021"))
		s = "Register 2021"
		lines(f, s, 1, []any{"PEMERINTAH KABUPATEN BANJAR"}, []any{"KECAMATAN MARTAPURA"}, []any{"BUKU REGISTER PENGADUAN MASYARAKAT TAHUN 2021"})
		join_(f, s, "A1:L1", "A2:L2", "A3:L3")
		lines(f, s, 5, []any{"No", "Tgl. Terima", "No. Register", "Pelapor", nil, nil, "Uraian Pengaduan", "Disposisi", nil, "Tindak Lanjut", nil, "Status"},
			[]any{nil, nil, nil, "Nama", "L/P", "Alamat", nil, "Kepada", "Tgl", "Uraian", "Tgl", nil},
			[]any{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
		join_(f, s, "A5:A6", "B5:B6", "C5:C6", "D5:F5", "G5:G6", "H5:I5", "J5:K5", "L5:L6")
		lines(f, s, 8,
			[]any{1, day(2021, 3, 1), "001/PGD/III/2021", "Hj. Masniah", "P", "Jl. Melati RT 2 Desa Tungkaran", "Jembatan titian putus diterjang banjir.", "Kasi Pembangunan", day(2021, 3, 2), "Ditinjau bersama pambakal", day(2021, 3, 5), "Selesai"},
			[]any{2, nil, "002/PGD/III/2021", "Syahrani", "L", "Sekumpul", "Lampu jalan padam sepanjang gang.", "Kasi Trantib", day(2021, 3, 2), "Dilaporkan ke Dinas Perhubungan", day(2021, 3, 8), "Proses"},
			[]any{3, nil, "003/PGD/III/2021", "Rusdiana", "P", "Keraton", "Raskin tidak dibagikan merata.", nil, nil, nil, nil, "Belum ditindaklanjuti"},
			[]any{4, day(2021, 4, 12), "004/PGD/IV/2021", "Norhayati", "P", "Jawa Laut", "Pelayanan KTP lambat,", "Kasi Pelayanan", day(2021, 4, 12), "Petugas ditegur", day(2021, 4, 13), "Selesai"},
			[]any{nil, nil, nil, nil, nil, nil, "sudah tiga kali datang belum juga selesai."})
		join_(f, s, "B8:B10", "A11:A12", "B11:B12", "C11:C12", "D11:D12", "E11:E12", "F11:F12", "H11:H12", "I11:I12", "J11:J12", "K11:K12", "L11:L12")
		lines(f, s, 15, []any{nil, nil, nil, nil, nil, nil, nil, nil, nil, "Martapura, 30 April 2021"}, []any{nil, nil, nil, nil, nil, nil, nil, nil, nil, "Camat"}, []any{nil, nil, nil, nil, nil, nil, nil, nil, nil, "H. Contoh Nama, S.Sos"})
		for _, c := range []string{"B", "I", "K"} {
			dated(f, s, c+"8", c+"12")
		}
	})
}

func twoRows(*testing.T) []byte {
	return []byte("\ufeffREKAP PENGADUAN KECAMATAN CONTOH;;;;;;;;;;;;\r\n;;;;;;;;;;;;\r\n" +
		"No;Tanggal;Pelapor;;;Isi Aduan;Penyelesaian;;Status;;;;\r\n" +
		";;Nama;Alamat;No HP;;Tanggal;Hasil;;;;;\r\n" +
		"1;05/01/2022;Marhamah;Desa Bincau RT 3;081349000001;Saluran air tersumbat sampah;12/01/2022;Dikeruk gotong royong;Selesai;;;;\r\n" +
		"2;17/01/2022;Ahmad Fauzan;Desa Labuan Tabu;0813-4900-0002 / 0511-4721234;\"Jalan rusak; banyak lubang\";;;Diteruskan;;;;\r\n" +
		"3;31/01/2022;Siti Khadijah;Desa Bincau;;Minta bantuan sembako;02/02/2022;Diberi penjelasan;selesai;;;;\r\n" +
		";;;;;;;;;;;;\r\nJUMLAH;;;;;3;;;;;;;\r\n")
}

func windowsFile(*testing.T) []byte {
	text := "NO;TGL TERIMA;NAMA;ALAMAT;URAIAN;STATUS\r\n" +
		"1;14-02-2020;Gusti Rahmah;Jl. A. Yani km 39 – Gang “Damai”;Warga berkata “air PDAM keruh” – sudah 2 minggu…;Selesai\r\n" +
		"2;20-02-2020;M. Rafi’i;Komplek Café Hijau;Musik café terlalu keras sampai larut malam;Proses\r\n"
	var out []byte
	for _, r := range text {
		b, ok := toWindows(r)
		if !ok {
			panic(r)
		}
		out = append(out, b)
	}
	return out
}

func mixedDates(t *testing.T) []byte {
	return book(t, func(f *excelize.File, s string) {
		lines(f, s, 1, []any{"Tanggal Pengaduan", "Nama Pelapor", "Isi Laporan", "Tgl Selesai"},
			[]any{day(2023, 1, 9), "Mahdalena", "Antrean di puskesmas terlalu lama.", day(2023, 1, 20)},
			[]any{"2023-02-15 00:00:00.000", "Ahmad Yani", "Tiang listrik miring.", "2023-03-01 00:00:00.000"},
			[]any{"12 Peb 2024", "Rabiatul Adawiah", "Parit meluap ke halaman.", "20 Pebruari 2024"},
			[]any{"3 Agt 2023", "Fahrurrazi", "Asap kebakaran lahan sangat pekat.", "15 Agustus 2023"},
			[]any{"Senin, 5 Nopember 2022", "Hamidah", "Tagihan air dua kali lipat.", "10 Nop 2022 jam 14.30"},
			[]any{45200, "Zainuddin", "Pupuk bersubsidi tidak tersedia.", 45220},
			[]any{"07.06.23", "Jumiati", "Guru sering tidak masuk.", "21/06/23"},
			[]any{"30 May 2024", "Herlina", "Papan nama kantor rusak.", "5-Jun-24"},
			[]any{"31/04/2023", "Salah Tanggal", "Tanggal ini tidak ada.", ""},
			[]any{"kemarin", "Tanpa Tanggal", "Tanggal bukan tanggal.", ""},
			[]any{"2023-13-45", "Bulan Tiga Belas", "Bulan ini tidak ada.", ""})
		dated(f, s, "A2", "A2")
		dated(f, s, "D2", "D2")
	})
}

func nikCSV(*testing.T) []byte {
	return []byte("Tanggal;Nama;NIK;HP;Uraian\n" +
		"2 Januari 2023;Aulia Rahman;6,30305E+15;8,13E+10;Bantuan sosial tidak sampai\n" +
		"3 Januari 2023;Baiti;\"6303 0512 0485 0001\";'081251000003;Jalan setapak longsor\n" +
		"4 Januari 2023;Chairil;6303051204850000;81251000004;Sampah menumpuk di pasar\n" +
		"5 Januari 2023;Darmawati;63030512048;+62 812-5100-0005;Jembatan berlubang\n" +
		"6 Januari 2023;Erwin;************0001;-;Dana desa tidak transparan\n" +
		"7 Januari 2023;Farida;-;;Lampu jalan mati\n" +
		"8 Januari 2023;Gafur;`6303051507800013;nomor istrinya;Air sungai keruh\n")
}

func nikNumbers(t *testing.T) []byte {
	return book(t, func(f *excelize.File, s string) {
		lines(f, s, 1, []any{"Tgl", "Nama", "NIK", "Telp", "Keluhan"},
			[]any{day(2022, 6, 6), "Hairun Nisa", 6303051204850000, 81251000011, "KK belum jadi"},
			[]any{day(2022, 6, 7), "Ilham", 6303051507800013, 85251000012, "Akta lahir salah nama"},
			[]any{day(2022, 6, 8), "Jamilah", "6303054107900020", "0852 5100 0013", "Antre terlalu lama"},
			[]any{day(2022, 6, 9), "Kaspul Anwar", 630305.0, nil, "Surat pindah belum terbit"})
		dated(f, s, "A2", "A5")
		zero := 1
		style, err := f.NewStyle(&excelize.Style{NumFmt: zero})
		must(err)
		must(f.SetCellStyle(s, "C2", "C3", style))
	})
}

func ambiguous(*testing.T) []byte {
	return []byte("Tgl Masuk,Pelapor,Pengaduan,Status,Tgl Selesai\n" +
		"03/04/2023,Lamsiah,Pagar sekolah roboh,Selesai,31/05/2023\n" +
		"05/06/2023,Mursidi,Pasar becek dan bau,Selesai,06/07/2023\n" +
		"11/12/2023,Nurul Huda,Parkir liar di depan kantor,Proses,\n")
}

func monthFirst(*testing.T) []byte {
	return []byte("\"Date\",\"Nama\",\"Isi Aduan\",\"Status\"\n" +
		"\"01/31/2024\",\"Orin\",\"Lubang di jalan poros\",\"Selesai\"\n" +
		"\"02/03/2024\",\"Paridah\",\"Antrean BBM, sampai ke jalan\",\"Selesai\"\n" +
		"\"12/25/2023\",\"Qamaruddin\",\"Petasan mengganggu\",\"Arsip\"\n" +
		"\"03/04/2024 2:05:00 PM\",\"Rusmini\",\"Sampah kiriman\",\"Proses\"\n")
}

func repeatedHeader(t *testing.T) []byte {
	return book(t, func(f *excelize.File, s string) {
		head := []any{"No.", "Tanggal", "Nama", "Alamat", "Permasalahan", "Keterangan"}
		lines(f, s, 1, []any{"DAFTAR PENGADUAN"}, nil, head,
			[]any{"JANUARI 2020"},
			[]any{1, "06-01-2020", "Saniah", "Desa Sungai Sipai", "Jalan berlubang", "selesai"},
			[]any{2, "27-01-2020", "Tamrin", "Desa Cindai Alus", "Selokan mampet", "selesai"},
			[]any{"Jumlah", nil, nil, nil, 2},
			nil,
			[]any{"FEBRUARI 2020"},
			head,
			[]any{1, "03-02-2020", "Ulfah", "Desa Tanjung Rema", "Air tidak mengalir", "proses"},
			nil,
			[]any{2, "18-02-2020", "Wardah", "Desa Murung Keraton", "Kabel menjuntai", "belum"},
			[]any{"Sub total", nil, nil, nil, 2},
			[]any{"TOTAL", nil, nil, nil, 4},
			nil,
			[]any{nil, nil, nil, "Mengetahui,"}, []any{nil, nil, nil, "Camat Contoh"}, []any{nil, nil, nil, "NIP. 19700101 199003 1 001"})
	})
}

func hidden(t *testing.T) []byte {
	return book(t, func(f *excelize.File, s string) {
		lines(f, s, 1, []any{"Tgl Terima", "Nama", "NIK", "Uraian", "Status"},
			[]any{day(2023, 5, 2), "Yuliani", "6303054205910001", "Pohon tumbang menutup jalan", "Selesai"},
			[]any{day(2023, 5, 3), "Zulkifli", "6303051605920002", "Tanggul jebol", "Selesai"},
			[]any{day(2023, 5, 4), "Arbainah", "6303056505930003", "Anjing liar", "Proses"})
		dated(f, s, "A2", "A4")
		must(f.SetRowVisible(s, 3, false))
		must(f.SetColVisible(s, "C", false))
		_, err := f.NewSheet("Lama")
		must(err)
		lines(f, "Lama", 1, []any{"Tgl Terima", "Nama", "Uraian"}, []any{"01/01/2001", "Tersembunyi", "Lembar tersembunyi"})
		must(f.SetSheetVisible("Lama", false))
	})
}

func formulas(t *testing.T) []byte {
	content := book(t, func(f *excelize.File, s string) {
		lines(f, s, 1, []any{"No", "Tanggal", "Nama", "Uraian", "Status"},
			[]any{1, day(2022, 8, 1), "Badaruddin", "Meteran air hilang", "Selesai"},
			[]any{2, day(2022, 8, 2), "Cempaka", "Jalan gelap", "Selesai"},
			[]any{3, day(2022, 8, 3), "Dahlia", "Gorong-gorong ambles", "Selesai"},
			[]any{4, "SEL-B", "Endang", "Rumput liar", "Selesai"},
			[]any{5, day(2022, 8, 5), "SEL-C", "SEL-D", "Selesai"})
		dated(f, s, "B2", "B6")
	})
	// excelize writes no cached results; a spreadsheet does, and an error where a
	// cell is gone.
	return rezip(content, "xl/worksheets/sheet1.xml", func(xml string) string {
		xml = swap(xml, "A3", `<c r="A3"><f>A2+1</f><v>2</v></c>`)
		xml = swap(xml, "D3", `<c r="D3" t="str"><f>CONCATENATE("Jalan"," gelap")</f><v>Jalan gelap di Gang Amanah</v></c>`)
		xml = swap(xml, "B5", `<c r="B5" t="e"><f>#REF!+1</f><v>#REF!</v></c>`)
		xml = swap(xml, "C6", `<c r="C6" t="e"><v>#N/A</v></c>`)
		return swap(xml, "D6", `<c r="D6"><f>UPPER("air keruh")</f></c>`)
	})
}

func numbersAsText(t *testing.T) []byte {
	return book(t, func(f *excelize.File, s string) {
		lines(f, s, 1, []any{"Tgl Lapor", "Nama Warga", "No KTP", "No. HP", "Masalah", "Umur"},
			[]any{"45123", "Fitriah", " 6303-0541-0790-0004 ", 81251000021, "Tagihan PBB ganda", "45 th"},
			[]any{"45124.5", "Ghazali", "6303051207900005.", "62 812 5100 0022", "Batas tanah belum jelas", 33},
			[]any{" 20/07/2023", "Hasanah", "NIK 6303054307900006", "0812.5100.0023; 0852 5100 0024", "Air masuk rumah", "17"})
	})
}

func lineBreaks(t *testing.T) []byte {
	return book(t, func(f *excelize.File, s string) {
		lines(f, s, 1, []any{"Tgl", "Nama & Alamat", "Uraian\nPengaduan", "Kontak"},
			[]any{day(2024, 2, 5), "Idawati\nJl. Kenanga RT 05\nDesa Pekauman", "1. Jalan rusak\n2. Lampu mati\r\n3. Parit dangkal", "081251000031\nidawati@contoh.id"},
			[]any{day(2024, 2, 6), "Jahri, Desa Tambak Anyar", "Warga resah:\n\"banyak pencurian sarang walet\"", "0812-5100-0032 (anaknya)"},
			[]any{day(2024, 2, 7), "Kamsiah", "Minta surat keterangan tidak mampu\t\tuntuk sekolah", "NIK 6303054407900007\n081251000033"})
		dated(f, s, "A2", "A4")
	})
}

func mojibakeFile(*testing.T) []byte {
	return []byte("Tanggal;Nama;Alamat;Uraian;Status\n" +
		"10 Oktober 2022;Laila;Jl. Pahlawan â€“ Gg. Rahayu;Pedagang bilang â€œtidak bolehâ€\u009d berjualan di siniâ€¦;Selesai\n" +
		"11 Oktober 2022;MÃ¼ller Akbar;CafÃ© Rindang;Tarif parkir Rp10.000Â per motor;Selesai\n" +
		"12 Oktober 2022;Noor Aina;Desa Akar Bagantung;Ãƒâ€°tat jalan memprihatinkan;Proses\n")
}

func monthSheets(t *testing.T) []byte {
	return book(t, func(f *excelize.File, s string) {
		must(f.SetSheetName(s, "Jan"))
		lines(f, "Jan", 1, []any{"BULAN JANUARI"}, []any{"No", "Tgl", "Nama", "Alamat", "Aduan", "Status"},
			[]any{1, "03/01/2019", "Padliannor", "Desa Lok Baintan", "Dermaga rusak", "Selesai"},
			[]any{2, "25/01/2019", "Qadariah", "Desa Sungai Tandipah", "Eceng gondok menutup sungai", "Selesai"})
		for _, name := range []string{"Feb", "Mar", "Rekap"} {
			_, err := f.NewSheet(name)
			must(err)
		}
		lines(f, "Feb", 1, []any{"BULAN FEBRUARI"}, nil, []any{"Nama", "Tgl", "Alamat", "Aduan", "Status", "Petugas"},
			[]any{"Rusli", "04/02/2019", "Desa Paku Alam", "Bagan liar di sungai", "Proses", "Yanti"},
			[]any{"Saudah", "06/02/2019", "Desa Abumbun Jaya", "Raskin tidak layak", "Selesai", "Yanti"})
		lines(f, "Mar", 1, []any{"No", "Tangal", "Nama", "Almt", "Aduan", "Status"},
			[]any{1, "13/03/2019", "Taufik", "Desa Gudang Hirang", "Titian putus", "selesai"})
		lines(f, "Rekap", 1, []any{"Bulan", "Jumlah"}, []any{"Januari", 2}, []any{"Februari", 2})
	})
}

func laporExport(t *testing.T) []byte {
	return book(t, func(f *excelize.File, s string) {
		lines(f, s, 1, []any{"Tracking ID", "Tanggal Laporan Masuk", "Waktu Laporan Masuk", "Nama Pelapor", "Klasifikasi Laporan", "ID Kategori", "Kategori", "Judul Laporan",
			"Isi Laporan Awal", "Isi Laporan Akhir", "Tipe Laporan (Anonim/Rahasia)", "Sumber Laporan", "Instansi Induk", "ID Instansi Terdisposisi", "Instansi Terdisposisi",
			"Status Laporan", "Alasan Tunda/Arsip", "Provinsi", "Kota/Kabupaten", "Kecamatan", "Kelurahan"},
			[]any{7010001, "5 Jan 2024", "08:15", "Umi Salamah", "Pengaduan Tidak Berkadar Pengawasan", 1397, "Jalan Berlubang", "Jalan berlubang di Sekumpul", "tlg perbaiki jln depan langgar bnyk lubang!!", "Mohon perbaikan jalan di depan langgar karena banyak lubang.", "", "Website", "PEMERINTAH KABUPATEN BANJAR", 5501, "DINAS Pekerjaan Umum", "Ditutup oleh Sistem", "", "Kalimantan Selatan", "Kab. Banjar", "Martapura", "Sekumpul"},
			[]any{7010002, "30 May 2024", "21:40", "Nama Disamarkan", "Pengaduan Berkadar Pengawasan", 928, "Infrastruktur Jalan", "Dugaan pungutan", "ada pungli di loket", "Ada pungutan liar di loket.", "Anonim", "Android", "Pemerintah Kabupaten Banjar", 5502, "Inspektorat Daerah", "Ditutup oleh Pelapor", "", "Kalimantan Selatan", "Kab. Banjar", "Martapura", "Keraton"},
			[]any{7010003, "1 Aug 2024", "10:00", "Rahasia Belaka", "Permintaan Informasi", 963, "Administrasi Kependudukan dan Pencatatan Sipil", "Syarat pindah", "apa syarat pindah kk", "", "Rahasia", "Website - Kecamatan Martapura", "Pemerintah Kabupaten Banjar", "", "", "Menunggu Kelengkapan Informasi", "Mohon lengkapi nomor KK", "Kalimantan Selatan", "Kab. Banjar", "Martapura", ""},
			[]any{7010004, "12 Oct 2024", "07:05", "Wahidah", "Aspirasi", 1398, "Penerangan Jalan", "Usul lampu", "usul lampu jalan", "Usul penambahan lampu jalan.", "", "Android", "Pemerintah Kabupaten Banjar", "", "", "Diarsipkan oleh Admin", "Terlalu umum", "Kalimantan Selatan", "Kab. Banjar", "Martapura Timur", "Pekauman"},
			[]any{7010005, "2 Dec 2024", "16:59", "Yusran", "Pengaduan Tidak Berkadar Pengawasan", 2397, "Drainase", "Parit", "parit mampet", "Parit mampet.", "", "Website", "Pemerintah Kabupaten Banjar", 5501, "Dinas Pekerjaan Umum", "Diarsipkan oleh Sistem (expired)", "", "Kalimantan Selatan", "Kab. Banjar", "Martapura", "Jawa"})
	})
}

func missingDate(*testing.T) []byte {
	return []byte("Tgl;Nama;Alamat;Pengaduan;Status\n" +
		"08/01/2018;Aminullah;Desa Indrasari;Jalan desa terendam;Selesai\n" +
		"sda;Barlian;sda;Jembatan kayu lapuk;Selesai\n" +
		";Citra;Desa Tunggul Irang;Tidak ada tanggal di baris ini;Selesai\n" +
		"-;Dewi;\"\"\"\";Tanggal hanya garis;Selesai\n" +
		"22/01/2018;Erni;Desa Tunggul Irang;;Selesai\n" +
		"29/01/2028;Faisal;Desa Indrasari;Tahun di masa depan;Selesai\n" +
		"29/01/0218;Gazali;Desa Indrasari;Tahun salah ketik;Selesai\n" +
		"30/01/2018;Hilda;Desa Indrasari;Selesai sebelum diterima;Selesai\n")
}

func longTexts(t *testing.T) []byte {
	return book(t, func(f *excelize.File, s string) {
		long := strings.TrimSpace(strings.Repeat("Kami warga RT 07 sudah berulang kali menyampaikan keluhan ini. ", 127))
		lines(f, s, 1, []any{"Tanggal", "Nama", "Uraian", "Perihal"},
			[]any{day(2023, 9, 4), "Ismail", long[:8000], "Keluhan warga RT 07"},
			[]any{day(2023, 9, 5), "Jannah", strings.Repeat("kata ", 4400), ""},
			[]any{day(2023, 9, 6), "Karim", "Singkat.", strings.Repeat("Perihal yang terlalu panjang untuk satu baris ", 6)})
		dated(f, s, "A2", "A4")
	})
}

func duplicates(*testing.T) []byte {
	return []byte("No;No Register;Tanggal;Nama;Uraian;Status\n" +
		"1;01/2020;13/01/2020;Latifah;Jalan rusak parah;Selesai\n" +
		"2;02/2020;13/01/2020;Latifah;JALAN RUSAK  PARAH.;Selesai\n" +
		"3;;13/01/2020;Latifah;Jalan rusak parah;Selesai\n" +
		"4;03/2020;14/01/2020;Latifah;Jalan rusak parah;Selesai\n" +
		"5;04/2020;13/01/2020;Mulyadi;Jalan rusak parah;Selesai\n" +
		"6;01/2020;13/01/2020;Latifah;Jalan rusak parah;Proses\n")
}

func swappedDates(t *testing.T) []byte {
	return book(t, func(f *excelize.File, s string) {
		// typed as 05/03/2022 and so on into an English Excel: what could be a month became one
		rows := [][]any{{"Tanggal", "Nama", "Uraian"}}
		for i, v := range []any{day(2022, 5, 3), "15/03/2022", day(2022, 12, 3), "22/03/2022", day(2022, 4, 4), "30/03/2022", day(2022, 7, 4), "14/04/2022"} {
			rows = append(rows, []any{v, fmt.Sprintf("Warga %c", 'A'+i), fmt.Sprintf("Keluhan nomor %d dari warga", i+1)})
		}
		lines(f, s, 1, rows...)
		for i := 2; i <= 8; i += 2 {
			dated(f, s, fmt.Sprintf("A%d", i), fmt.Sprintf("A%d", i))
		}
	})
}

func utf16File(*testing.T) []byte {
	text := "Tgl Aduan\tJam\tPengadu\tJK\tKelurahan\tIsi Aduan\tSumber\tPosisi\r\n" +
		"03-04-19\t9.15\tNorlaila\tPr\tJawa\tBau limbah tahu\tWA\tTuntas\r\n" +
		"28-04-19\t13:40\tOtong\tLk\tKeraton\tSuara mesin pabrik – malam hari\tDatang langsung\tTuntas\r\n" +
		"05-05-19\t\tPuspa\tP\tDesa Luar\tAnak putus sekolah\tSurat\tDalam proses\r\n"
	out := []byte{0xff, 0xfe}
	for _, u := range utf16.Encode([]rune(text)) {
		out = append(out, byte(u), byte(u>>8))
	}
	return out
}

func ownWords(*testing.T) []byte {
	return []byte("Tanggal|Nama|Aduan|Status\n" +
		"15/01/2021|Raudah|Sampah di bantaran|ditindaklanjuti\n" +
		"16/01/2021|Samsul|Reklame liar|OK\n" +
		"18/01/2021|Tuti|Bangunan tanpa izin|ditindaklanjuti.\n" +
		"19/01/2021|Udin|Kucing mati di jalan|selesai\n" +
		"20/01/2021|Vera|Trotoar rusak|Bukan wewenang\n")
}

// ourOwn is what our own export writes.
func ourOwn(t *testing.T) []byte {
	rows := func(yield func(report.RegisterRow, error) bool) {
		at := time.Date(2026, 3, 2, 9, 30, 0, 0, calendar.WITA)
		_ = yield(report.RegisterRow{Number: "630305-A-2026-000012-" + lastDigit("630305-A-2026-000012"), ReceivedAt: at, Channel: "Tatap muka", Name: "Wati", NIK: "6303054107800001", Sex: "P", Address: "Jl. Cempaka", Village: "Sekumpul", Contact: "081251000041",
			Kind: "Pengaduan", Category: "Infrastruktur", Summary: "Jembatan rusak", ForwardedTo: "Dinas PUPR", ForwardedOn: calendar.Of(2026, 3, 3), Due: calendar.Of(2026, 3, 25), FollowUp: "Ditinjau", FollowedUpOn: calendar.Of(2026, 3, 6),
			Status: "Selesai", ClosedOn: calendar.Of(2026, 3, 16), WorkingDays: 8, Tracking: "5010653", Clerk: "Siti"}, nil) &&
			yield(report.RegisterRow{Number: "630305-A-2026-000013-" + lastDigit("630305-A-2026-000013"), ReceivedAt: at.AddDate(0, 0, 1), Channel: "WhatsApp", Name: "Yani", Sex: "L", Kind: "Aspirasi", Category: "Pendidikan", Summary: "Usul taman baca", Due: calendar.Of(2026, 3, 26),
				Status: "Tindak lanjut", WorkingDays: 3, Anonymous: true}, nil)
	}
	var out bytes.Buffer
	_, err := report.WriteRegister(t.Context(), &out, report.RegisterHead{Office: "Kecamatan Martapura", Regency: "Kabupaten Banjar", PrintedAt: time.Date(2026, 4, 1, 8, 0, 0, 0, calendar.WITA)}, 2, rows, nil)
	must(err)
	return out.Bytes()
}

func lastDigit(number string) string {
	for d := range 10 {
		if _, err := complaint.ParseNumber(fmt.Sprintf("%s-%d", number, d)); err == nil {
			return fmt.Sprint(d)
		}
	}
	panic(number)
}

func fixture(t *testing.T, u ugly) []byte {
	t.Helper()
	at := filepath.Join("testdata", u.name)
	if *makeFixtures {
		if err := os.WriteFile(at, u.make(t), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	content, err := os.ReadFile(at)
	if err != nil {
		t.Fatal(err)
	}
	return content
}
