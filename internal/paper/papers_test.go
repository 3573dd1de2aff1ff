package paper

import (
	"bytes"
	"encoding/xml"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"loketaduan/internal/calendar"
	"loketaduan/internal/complaint"
)

// word is one word of a page and its place, in points.
type word struct {
	XMin float64 `xml:"xMin,attr"`
	YMin float64 `xml:"yMin,attr"`
	XMax float64 `xml:"xMax,attr"`
	YMax float64 `xml:"yMax,attr"`
	Text string  `xml:",chardata"`
}

type pageBox struct {
	Width  float64 `xml:"width,attr"`
	Height float64 `xml:"height,attr"`
	Words  []word  `xml:"word"`
}

func pagesOf(t testing.TB, path string) []pageBox {
	t.Helper()
	var doc struct {
		Pages []pageBox `xml:"body>doc>page"`
	}
	if err := xml.Unmarshal([]byte(tool(t, "pdftotext", "-bbox", path, "-")), &doc); err != nil {
		t.Fatal(err)
	}
	return doc.Pages
}

// layout fails where a word leaves its page or stands on another one.
func layout(t testing.TB, path string) {
	t.Helper()
	const edge = 3 / mmPerPoint
	pages := pagesOf(t, path)
	if len(pages) == 0 {
		t.Fatal("no page")
	}
	for n, p := range pages {
		if len(p.Words) < 5 {
			t.Errorf("%s: page %d has %d words", path, n+1, len(p.Words))
		}
		for i, a := range p.Words {
			if a.XMin < edge-1 || a.YMin < edge-4 || a.XMax > p.Width-edge+1 || a.YMax > p.Height-2 {
				t.Errorf("%s: page %d: %q leaves the page: %+v of %.0f x %.0f", path, n+1, a.Text, a, p.Width, p.Height)
			}
			for _, b := range p.Words[i+1:] {
				// the boxes of lines touch: only what covers a third counts
				w, h := min(a.XMax, b.XMax)-max(a.XMin, b.XMin), min(a.YMax, b.YMax)-max(a.YMin, b.YMin)
				if w > 0.5 && h > 0.34*min(a.YMax-a.YMin, b.YMax-b.YMin) {
					t.Errorf("%s: page %d: %q stands on %q", path, n+1, a.Text, b.Text)
				}
			}
		}
	}
}

func TestDisposition(t *testing.T) {
	f := with(func(f *complaint.Form) {})
	b, err := Disposition{Case: caseOf(t, f), Urgent: true}.PDF(A4)
	path := saved(t, "disposition", b, err)
	text := words(t, path)
	for _, want := range []string{"KECAMATAN MARTAPURA", "LEMBAR DISPOSISI", "Nurhayati binti Ali, Sungai Rangas", number, "Senin, 23 November 2026", "Jembatan Sungai Rangas rusak",
		"Pengaduan, Infrastruktur", "Tidak berkadar pengawasan (14 hari kerja)", "Jumat, 11 Desember 2026", "2 foto jembatan", "Papan jembatan lepas", "Biasa", "Segera", "Rahasia",
		"Diteruskan kepada", "Sekretaris Camat", "Kasi Kesejahteraan Sosial", "Instruksi", "Tindak lanjuti", "Telaah", "Koordinasikan", "Siapkan jawaban", "Catatan", "Paraf", "Tanggal",
		"Camat Martapura", "H. Muhammad Noor", "NIP 19700101"} {
		if !strings.Contains(text, want) {
			t.Errorf("lacks %q: %s", want, text)
		}
	}
	layout(t, path)
	for name, change := range map[string]func(*complaint.Form){
		"ANONIM":  func(f *complaint.Form) { f.Anonymous = true },
		"RAHASIA": func(f *complaint.Form) { f.Confidential = true },
	} {
		b, err := Disposition{Case: caseOf(t, with(change), fileDraft("ktp nurhayati.jpg"))}.PDF(F4)
		text := words(t, saved(t, "disposition-"+name, b, err))
		if !strings.Contains(text, name) || !strings.Contains(text, "Papan jembatan") {
			t.Errorf("%s: %s", name, text)
		}
		for _, never := range []string{"Nurhayati", "nurhayati", "Melati", "KTP", nik, phone, "7781"} {
			if strings.Contains(text, never) {
				t.Errorf("%s: says %q: %s", name, never, text)
			}
		}
	}
	sent := caseOf(t, f, actDraft(complaint.KVerified, ""), bodyDraft(complaint.KForwarded, complaint.Body{Office: "1.03", Name: "Dinas PUPRP", On: calendar.Of(2026, time.November, 24)}))
	b, err = Disposition{Case: sent}.PDF(A4)
	if text := words(t, saved(t, "disposition-sent", b, err)); !strings.Contains(text, "Dinas PUPRP") {
		t.Error(text)
	}
	if _, err := (Disposition{Case: sent}).PDF(A5); err != ErrSize {
		t.Error(err)
	}
}

const answer = "Jembatan telah diperiksa pada 25 November 2026.\n\nPapan diganti mulai 1 Desember 2026."

func TestReply(t *testing.T) {
	acts := func(f complaint.Form) Case {
		return caseOf(t, f, actDraft(complaint.KVerified, ""), actDraft(complaint.KInterimReplied, "Sedang diperiksa."), actDraft(complaint.KAnswered, answer))
	}
	c := acts(ordinary)
	b, err := Reply{Case: c, Respond: c.Clocks.StageBy}.PDF(A4)
	path := saved(t, "reply", b, err)
	text := words(t, path)
	for _, want := range []string{"KECAMATAN MARTAPURA", "Martapura, 26 November 2026", "Nomor : ....", "Sifat : Biasa", "Hal : Jawaban atas pengaduan nomor " + number, "Yth. Nurhayati binti Ali", "Jl. Melati RT 3 RW 1",
		"di Sungai Rangas", "yang kami terima pada Senin, 23 November 2026 dengan perihal “Jembatan Sungai Rangas rusak”", "Jembatan telah diperiksa pada 25 November 2026.", "Papan diganti",
		"menanggapinya sampai " + c.Clocks.StageBy.Long(), "Ombudsman", "Camat Martapura,", "H. Muhammad Noor, S.Sos., M.AP.", "Pembina Tingkat I (IV/b)", "NIP 19700101 199003 1 001"} {
		if !strings.Contains(text, want) {
			t.Errorf("lacks %q: %s", want, text)
		}
	}
	if strings.Contains(text, "Sedang diperiksa") || strings.Contains(text, nik) || strings.Contains(text, phone) {
		t.Error(text)
	}
	layout(t, path)
	hidden := acts(with(func(f *complaint.Form) { f.Anonymous, f.Confidential = true, true }))
	b, err = Reply{Case: hidden}.PDF(F4)
	text = words(t, saved(t, "reply-hidden", b, err))
	for _, never := range []string{"Nurhayati", "Melati", "Jembatan Sungai", "perihal"} {
		if strings.Contains(text, never) {
			t.Errorf("a hidden reporter's letter says %q: %s", never, text)
		}
	}
	if !strings.Contains(text, "Yth. Pelapor dengan nomor register "+number) || !strings.Contains(text, "Sifat : Rahasia") {
		t.Error(text)
	}
	interim := caseOf(t, ordinary, actDraft(complaint.KInterimReplied, "Sedang diperiksa."))
	b, err = Reply{Case: interim}.PDF(A4)
	if text := words(t, saved(t, "reply-interim", b, err)); !strings.Contains(text, "Jawaban sementara atas pengaduan") || !strings.Contains(text, "Jawaban lengkap kami sampaikan paling lambat Jumat, 11 Desember 2026.") {
		t.Error(text)
	}
	if _, err := (Reply{Case: caseOf(t, ordinary)}).PDF(A4); err != ErrNoAnswer {
		t.Error(err)
	}
}

// A long answer goes on over pages, and no word of it is lost.
func TestLongReply(t *testing.T) {
	var text []string
	for i := range 2400 {
		text = append(text, "kata"+strconv.Itoa(i))
	}
	b, err := Reply{Case: caseOf(t, ordinary, actDraft(complaint.KVerified, ""), actDraft(complaint.KAnswered, strings.Join(text, " ")))}.PDF(A4)
	path := saved(t, "reply-long", b, err)
	pages := pagesOf(t, path)
	if len(pages) < 5 {
		t.Fatalf("%d pages", len(pages))
	}
	have := " " + words(t, path) + " "
	for _, w := range text {
		if strings.Count(have, " "+w+" ") != 1 {
			t.Fatalf("%s is not there once", w)
		}
	}
	for n, page := range pages {
		if first := page.Words[1].Text; n > 0 && first != strconv.Itoa(n+1) {
			t.Errorf("page %d bears %q", n+1, first)
		}
	}
	layout(t, path)
}

func TestRegister(t *testing.T) {
	for name, p := range map[string]Size{"a4": A4, "f4": F4} {
		b, err := registerOf(200).PDF(p)
		path := saved(t, "register-"+name, b, err)
		pages := pagesOf(t, path)
		if len(pages) < 2 {
			t.Fatalf("%d pages", len(pages))
		}
		for n, page := range pages {
			if mm := page.Width * mmPerPoint; mm < p.Height-0.5 || mm > p.Height+0.5 {
				t.Errorf("%s: page %d is %.1f mm wide, want %.1f", name, n+1, mm, p.Height)
			}
			text := words(t, path, "-f", strconv.Itoa(n+1), "-l", strconv.Itoa(n+1))
			for _, title := range []string{"No. register", "Uraian singkat", "Batas waktu", "Petugas", "Periode 01/11/2026 sampai 30/11/2026", "Halaman " + strconv.Itoa(n+1) + " dari " + strconv.Itoa(len(pages)), "Dicetak 23/11/2026 09.35 WITA oleh Siti Aminah"} {
				if !strings.Contains(text, title) {
					t.Errorf("%s: page %d lacks %q", name, n+1, title)
				}
			}
		}
		text := words(t, path, "-layout")
		names := regexp.MustCompile(`Warga ke-(\d+)`).FindAllStringSubmatch(text, -1)
		if len(names) != 200 {
			t.Fatalf("%d of 200 lines", len(names))
		}
		for i, m := range names {
			if m[1] != strconv.Itoa(i+1) {
				t.Fatalf("line %d is that of %s", i+1, m[0])
			}
		}
		if !strings.Contains(text, "Mengetahui, Martapura, 23 Nov 2026") || !strings.Contains(text, "NIP 19700101") {
			t.Error(name + ": nobody signs")
		}
		layout(t, path)
		again, err := registerOf(200).PDF(p)
		if err != nil || !bytes.Equal(b, again) {
			t.Error("two prints of the same differ")
		}
	}
}

func TestRegisterBearsEveryColumn(t *testing.T) {
	r := registerOf(0)
	r.Lines = []Line{{Number: number, Received: "23/11/2026 09.30", Channel: "Tatap muka", Name: "ANONIM", Sex: "P", Village: "Rangas", Contact: "*****890", Kind: "Aspirasi", Category: "Bansos", Summary: "Jembatan rusak",
		Attachments: "7", Forwarded: "PUPRP 24/11/2026", Due: "11/12/2026", FollowUp: "Ditinjau 25/11/2026", Status: "Selesai", Closed: "30/11/2026", Days: "5", Tracking: "5010653", Clerk: "Siti"}}
	b, err := r.PDF(A4)
	reads(t, saved(t, "register-one", b, err), "23/11/2026", "09.30", "Tatap muka", "ANONIM", "Rangas", "*****890", "Aspirasi", "Bansos", "Jembatan rusak", "PUPRP", "24/11/2026", "11/12/2026", "Ditinjau", "Selesai", "30/11/2026", "5010653", "Siti",
		"Sumber", "Nama", "JK", "Alamat (desa)", "Kontak", "Klasifikasi", "Kategori", "Lampiran", "Disposisi ke / tgl", "Tindak lanjut / tgl", "Status", "Tgl selesai", "Hari kerja terpakai", "ID LAPOR!", "Tracking")
	b, err = registerOf(0).PDF(F4)
	if text := words(t, saved(t, "register-nil", b, err)); !strings.Contains(text, "NIHIL") || !strings.Contains(text, "Halaman 1 dari 1") {
		t.Error(text)
	}
	if _, err := registerOf(1).PDF(A5); err != ErrSize {
		t.Error(err)
	}
}

// What a practice register prints must not pass for a paper of the office: every
// page says so, and none of a true one does.
func TestPapersOfPracticeSaySo(t *testing.T) {
	c := caseOf(t, ordinary, actDraft(complaint.KVerified, ""), actDraft(complaint.KAnswered, answer))
	book := registerOf(200)
	for name, print := range map[string]func(practice bool) ([]byte, error){
		"disposition": func(practice bool) ([]byte, error) {
			c.Practice = practice
			return Disposition{Case: c}.PDF(A4)
		},
		"reply": func(practice bool) ([]byte, error) {
			c.Practice = practice
			return Reply{Case: c, Respond: c.Clocks.StageBy}.PDF(F4)
		},
		"register": func(practice bool) ([]byte, error) {
			book.Practice = practice
			return book.PDF(A4)
		},
	} {
		b, err := print(true)
		path := saved(t, "practice-"+name, b, err)
		layout(t, path)
		if n := strings.Count(words(t, path), "LATIHAN. BUKAN NASKAH DINAS."); n != len(pagesOf(t, path)) {
			t.Errorf("%s: said %d times on %d pages", name, n, len(pagesOf(t, path)))
		}
		b, err = print(false)
		if strings.Contains(words(t, saved(t, "true-"+name, b, err)), "LATIHAN") {
			t.Errorf("%s: a true one is marked", name)
		}
	}
}
