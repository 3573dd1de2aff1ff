package paper

import (
	"bytes"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"loketaduan/internal/calendar"
	"loketaduan/internal/complaint"
	"loketaduan/internal/journal"
)

var sizes = map[string]Size{"a5": A5, "a4": A4, "80": Roll80, "58": Roll58}

// TestReceiptBearsEverything: what the law and the domain notes 1.11 want on a
// receipt is on each of its forms, and the NIK is nowhere in full.
func TestReceiptBearsEverything(t *testing.T) {
	c := caseOf(t, ordinary, fileDraft("KTP Nurhayati.jpg"))
	for name, p := range sizes {
		b, err := receiptOf(c).PDF(p)
		path := saved(t, "receipt-"+name, b, err)
		reads(t, path, "PEMERINTAH KABUPATEN BANJAR", "KECAMATAN MARTAPURA", "Martapura 70611", "(0511) 4721234",
			"TANDA TERIMA PENGADUAN", number, "Senin, 23 November 2026", "09.30 WITA", "Kantor Kecamatan Martapura", "tatap muka",
			"Nurhayati binti Ali", "7781", "Jl. Melati RT 3 RW 1, Sungai Rangas", "890", "Jembatan Sungai Rangas rusak", "Papan jembatan lepas",
			"2 foto jembatan; fotokopi KTP; 1 berkas: KTP Nurhayati.jpg", "Jumat, 11 Desember 2026", "Tidak berkadar pengawasan", "14 hari kerja sesudah hari diterima",
			"cuti bersama tidak dihitung", "Kode 7K2M-Q4RT-9XYZ", "menyebut nomor register ini", "Ombudsman Republik Indonesia", "UU 27/2022",
			"Martapura, 23 November 2026", "Pelapor,", "( Nurhayati binti Ali )", "Petugas penerima,", "( Siti Aminah )", "Dicetak 23/11/2026 09.35 WITA oleh Siti Aminah")
		for _, never := range []string{nik, phone, "SALINAN", "SEMENTARA"} {
			if strings.Contains(squeeze(words(t, path)), never) {
				t.Errorf("%s says %q", name, never)
			}
		}
		if len(b) > 90_000 {
			t.Errorf("%s: %d bytes", name, len(b))
		}
	}
}

// TestWhoComplainedStaysHidden: the office's half of an anonymous or
// confidential receipt says nothing about the reporter, the reporter's own half
// only when it may.
func TestWhoComplainedStaysHidden(t *testing.T) {
	identity := []string{"Nurhayati", "7781", "Melati", "Rangas, ", "890", "KTP", "KTP Nurhayati.jpg"}
	for name, x := range map[string]struct {
		form     complaint.Form
		identity bool
		own      []string // on the reporter's half
		office   []string
		hidden   []string // on the office's half beside the identity
	}{
		"anonymous":    {with(func(f *complaint.Form) { f.Anonymous = true }), true, []string{"Nurhayati binti Ali", "Papan jembatan"}, []string{"ANONIM", "Papan jembatan lepas", "1 berkas"}, nil},
		"confidential": {with(func(f *complaint.Form) { f.Confidential = true }), true, []string{"Nurhayati binti Ali", "Papan jembatan"}, []string{"RAHASIA", "Isi laporan dirahasiakan"}, []string{"Papan", "Jembatan Sungai"}},
		"both":         {with(func(f *complaint.Form) { f.Anonymous, f.Confidential = true, true }), true, []string{"Nurhayati binti Ali"}, []string{"ANONIM", "Isi laporan dirahasiakan"}, []string{"Papan", "Jembatan Sungai"}},
		"a copy of anonymous": {with(func(f *complaint.Form) { f.Anonymous = true }), false,
			[]string{"ANONIM"}, []string{"ANONIM"}, nil},
		"nobody": {with(func(f *complaint.Form) { f.Reporter = complaint.Reporter{Unidentified: true} }), true, []string{"Tanpa identitas"}, []string{"Tanpa identitas"}, nil},
	} {
		r := receiptOf(caseOf(t, x.form, fileDraft("KTP Nurhayati.jpg")))
		r.Identity = x.identity
		b, err := r.PDF(A5)
		path := saved(t, "hidden-"+strings.ReplaceAll(name, " ", "-"), b, err)
		own, office := words(t, path, "-l", "1"), words(t, path, "-f", "2")
		for _, want := range append(x.own, number) {
			if !strings.Contains(own, want) {
				t.Errorf("%s: the reporter's half lacks %q: %s", name, want, own)
			}
		}
		for _, want := range append(x.office, number, "11 Desember 2026", "( ") {
			if !strings.Contains(office, want) {
				t.Errorf("%s: the office's half lacks %q: %s", name, want, office)
			}
		}
		halves := map[string]string{"office": office}
		if !x.identity || name == "nobody" {
			halves["own"] = own
			for roll, p := range map[string]Size{"80": Roll80, "58": Roll58} {
				b, err := r.PDF(p)
				halves[roll] = words(t, saved(t, "hidden", b, err))
				raw, err := r.ESCPOS(p)
				if err != nil {
					t.Fatal(err)
				}
				halves[roll+" raw"] = printed(t, raw, p).text()
			}
		}
		for half, text := range halves {
			for _, never := range append(x.hidden, identity...) {
				if name == "nobody" && (never == "KTP" || never == "KTP Nurhayati.jpg" || never == "Nurhayati") {
					continue // what somebody unknown handed over is listed by its name
				}
				if strings.Contains(text, never) {
					t.Errorf("%s: %s says %q: %s", name, half, never, text)
				}
			}
		}
	}
}

// TestProvisionalReceipt: a date that may move says so, with both its ends.
func TestProvisionalReceipt(t *testing.T) {
	f := with(func(f *complaint.Form) { f.Supervisory, f.FieldInspection = true, true })
	c := caseOf(t, f)
	if !c.Clocks.Deadline.Provisional {
		// 60 working days from November end in a year that is declared by now
		f.ReceivedAt = "2027-12-06T09:00:00+08:00"
		c = caseOf(t, f)
	}
	d := c.Clocks.Deadline
	if !d.Provisional || d.Latest.IsZero() || d.Latest == d.Due {
		t.Fatalf("this test needs an estimate with two ends: %+v", d)
	}
	for name, p := range sizes {
		b, err := receiptOf(c).PDF(p)
		reads(t, saved(t, "provisional-"+name, b, err), "paling cepat "+d.Due.Long(), "paling akhir "+d.Latest.Long(), "SEMENTARA", "belum ditetapkan pemerintah", "60 hari kerja")
	}
	c.Clocks.Deadline.Latest = calendar.Date{}
	b, err := receiptOf(c).PDF(A5)
	if text := words(t, saved(t, "open-end", b, err)); !strings.Contains(text, "paling akhir belum dapat diperkirakan") {
		t.Error(text)
	}
	c.Clocks.Deadline = calendar.Deadline{Provisional: true, Paused: true}
	b, err = receiptOf(c).PDF(A5)
	if text := words(t, saved(t, "paused", b, err)); !strings.Contains(text, "Belum dapat dihitung") || !strings.Contains(text, "sampai pelapor melengkapi") {
		t.Error(text)
	}
}

func TestCopyIsMarked(t *testing.T) {
	r := receiptOf(caseOf(t, ordinary))
	r.Nth = 3
	r.First = calendar.Deadline{Due: calendar.Of(2026, time.December, 10), Latest: calendar.Of(2026, time.December, 10)}
	for name, p := range sizes {
		b, err := r.PDF(p)
		text := words(t, saved(t, "copy-"+name, b, err))
		if want := map[string]int{"a5": 2, "a4": 2, "80": 1, "58": 1}[name]; strings.Count(text, "SALINAN ke-2") != want || !strings.Contains(squeeze(text), squeeze("Pada tanda terima pertama: 10 Des 2026.")) {
			t.Errorf("%s: %s", name, text)
		}
	}
}

// TestPracticeIsMarked: a receipt of a practice register says so on every half
// and every roll, whether it is the first print or a later one.
func TestPracticeIsMarked(t *testing.T) {
	for _, nth := range []int{1, 3} {
		r := receiptOf(caseOf(t, ordinary))
		r.Practice, r.Nth = true, nth
		for name, p := range sizes {
			b, err := r.PDF(p)
			text := words(t, saved(t, "practice-"+name, b, err))
			if want := map[string]int{"a5": 2, "a4": 2, "80": 1, "58": 1}[name]; strings.Count(text, "LATIHAN") != want || strings.Contains(text, "SALINAN") {
				t.Errorf("%s, print %d: %s", name, nth, text)
			}
			if p != Roll80 && p != Roll58 {
				continue
			}
			raw, err := r.ESCPOS(p)
			if err != nil {
				t.Fatal(err)
			}
			if out := printed(t, raw, p); !slices.Contains(out.bold, "LATIHAN") {
				t.Errorf("%s raw, print %d: %s", name, nth, out.text())
			}
		}
		r.Practice = false
		raw, err := r.ESCPOS(Roll80)
		if err != nil || strings.Contains(printed(t, raw, Roll80).text(), "LATIHAN") {
			t.Error("a true receipt is marked as practice", err)
		}
	}
}

// TestQRCanBeScanned lets another program read the code from the page as it
// comes out of a thermal printer.
func TestQRCanBeScanned(t *testing.T) {
	r := receiptOf(caseOf(t, with(func(f *complaint.Form) {
		f.Supervisory, f.FieldInspection = true, true
		f.ReceivedAt = "2027-12-06T09:00:00+08:00"
	})))
	worst := receiptOf(caseOf(t, endless, fileDraft("a.jpg")))
	worst.Nth, worst.First = 12, calendar.Deadline{Due: calendar.Of(2027, time.December, 10)}
	scan := func(name, dots string, r Receipt, p Size) {
		b, err := r.PDF(p)
		path := saved(t, "scan-"+name, b, err)
		to := filepath.Join(t.TempDir(), "page")
		tool(t, "pdftoppm", "-r", dots, "-png", "-gray", path, to)
		pages, err := filepath.Glob(to + "*")
		if err != nil || len(pages) == 0 {
			t.Fatal(pages, err)
		}
		for _, page := range pages {
			got := strings.Fields(tool(t, "zbarimg", "--raw", "-q", page))
			if len(got) == 0 || got[0] != proof {
				t.Errorf("%s: the scanner reads %q", name, got)
			}
		}
	}
	for name, p := range sizes {
		scan(name, "203", r, p)
	}
	scan("worst", "300", worst, A5) // office printers have 600 dots
}

func TestReceiptIsTheSameAgain(t *testing.T) {
	for name, p := range sizes {
		one, err := receiptOf(caseOf(t, ordinary)).PDF(p)
		if err != nil {
			t.Fatal(err)
		}
		other, err := receiptOf(caseOf(t, ordinary)).PDF(p)
		if err != nil || !bytes.Equal(one, other) {
			t.Errorf("%s: two prints of the same differ (%v)", name, err)
		}
	}
	if _, err := receiptOf(caseOf(t, ordinary)).PDF(F4); err != ErrSize {
		t.Error(err)
	}
}

// endless is a form in which everything is as long as it may be.
var endless = with(func(f *complaint.Form) {
	long := func(n int) string { return strings.Repeat("Panjang sekali ", n/15+1)[:n] }
	f.Subject, f.Narrative, f.Evidence = long(200), strings.Repeat("Jalan berlubang, air masuk rumah.\n", 500), strings.Repeat("satu lembar fotokopi\n", 90)
	f.Reporter.Name, f.Reporter.Address, f.Reporter.Organisation = strings.Repeat("Tanpaspasi", 15), long(300), long(150)
	f.Reporter.ByProxy, f.Reporter.ProxyName, f.Reporter.ProxyLetter = true, long(150), long(200)
	f.Supervisory, f.FieldInspection, f.ReceivedAt = true, true, "2027-12-06T09:00:00+08:00"
})

// TestNothingFlowsOver: whatever is typed, all letters stay on the paper and
// none stands on another.
func TestNothingFlowsOver(t *testing.T) {
	for name, form := range map[string]complaint.Form{"ordinary": ordinary, "endless": endless} {
		c := caseOf(t, form, fileDraft(strings.Repeat("nama-berkas-panjang", 10)+".jpg"))
		c.Clerk = strings.Repeat("Petugas Bernama Panjang ", 5)
		c.Kop.Address, c.Kop.Contact = strings.Repeat("Jl. Ahmad Yani Km 39 ", 8), strings.Repeat("kec.martapura@banjarkab.go.id ", 3)
		for _, f := range []*string{&c.Kop.AskStatus, &c.Kop.Ombudsman, &c.Kop.DataUse} {
			*f = strings.Repeat("kalimat yang panjang ", 15)[:300]
		}
		r := receiptOf(c)
		r.Nth, r.First = 12, calendar.Deadline{Due: calendar.Of(2027, time.December, 10)}
		for size, p := range sizes {
			b, err := r.PDF(p)
			layout(t, saved(t, name+"-"+size, b, err))
		}
		d, err := Disposition{Case: c}.PDF(A4)
		layout(t, saved(t, name+"-disposition", d, err))
		answered := caseOf(t, form, actDraft(complaint.KVerified, ""), actDraft(complaint.KAnswered, strings.Repeat("Sudah diperbaiki sampai selesai. ", 600)))
		l, err := Reply{Case: answered, Respond: calendar.Of(2026, time.December, 10)}.PDF(F4)
		layout(t, saved(t, name+"-reply", l, err))
	}
}

func TestStrangeSigns(t *testing.T) {
	f := with(func(f *complaint.Form) {
		f.Narrative = "Jalan 🚧 rusak\u0000 ½ m², Ã©, \u202eterbalik, العربية, baris\r\nkedua"
	})
	for _, p := range sizes {
		b, err := receiptOf(caseOf(t, f)).PDF(p)
		text := words(t, saved(t, "signs", b, err))
		if !strings.Contains(text, "Jalan □ rusak ½ m², Ã©, terbalik") || !strings.Contains(text, "kedua") {
			t.Error(text)
		}
	}
}

func fileDraft(name string) journal.Draft {
	return bodyDraft(complaint.KFileAttached, complaint.Body{File: &complaint.File{SHA256: strings.Repeat("ab", 32), Size: 1000, Name: name, Type: "image/jpeg"}})
}
