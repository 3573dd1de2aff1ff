package complaint

import (
	"strings"
	"testing"

	"loketaduan/internal/calendar"
)

var martapura = LaporPlace{Agency: "Kecamatan Martapura", Province: "Kalimantan Selatan", Regency: "Kab. Banjar", District: "Martapura", Village: "Bincau"}

// The whole text of an ordinary complaint: LAPOR!'s columns, in their order.
func TestLaporText(t *testing.T) {
	f := changedForm(func(f *Form) {
		f.EventDate, f.EventPlace, f.Respondent, f.Request = "2026-10-30", "Jembatan gantung RT 3", "Kepala desa", "Papan diganti"
	})
	want := `Tanggal Laporan Masuk: 02/11/2026

Waktu Laporan Masuk: 09.30 WITA

Nama Pelapor: Aminah

Klasifikasi Laporan: Pengaduan Tidak Berkadar Pengawasan

Kategori: Infrastruktur

Judul Laporan: Jembatan rusak

Isi Laporan:
Papan jembatan lepas sejak banjir.

Pihak yang diadukan: Kepala desa
Penyelesaian yang diminta: Papan diganti
Nomor register loket: 630305-A-2026-000123-4

Tanggal Kejadian: 30/10/2026

Lokasi Kejadian: Jembatan gantung RT 3

Tipe Laporan: Biasa (tidak anonim, tidak rahasia)

Sumber Laporan: Tatap muka

Instansi Terdisposisi: Kecamatan Martapura

Provinsi: Kalimantan Selatan

Kota/Kabupaten: Kab. Banjar

Kecamatan: Martapura

Kelurahan/Desa: Bincau
`
	for _, reveal := range []bool{false, true} {
		if got := start(*f).fold().LaporText(martapura, calendar.WITA, reveal); got != want {
			t.Errorf("reveal %v:\n%s", reveal, got)
		}
	}
}

// Who the reporter is: LAPOR!'s own switches are told, the name only to those
// who may see it, and never where the reporter asked for no name.
func TestLaporTextOfWho(t *testing.T) {
	secret := []string{"Aminah", "6303051212900001", "081234567890", "RT 3 RW 1"}
	for _, x := range []struct {
		name     string
		change   func(*Form)
		reveal   bool
		reporter string
		kind     string
		hidden   []string
	}{
		{"ordinary", func(f *Form) {}, false, "Aminah", "Biasa (tidak anonim, tidak rahasia)", secret[1:]},
		{"anonymous", func(f *Form) { f.Anonymous = true }, false, "ANONIM", "Anonim", secret},
		{"anonymous, revealed", func(f *Form) { f.Anonymous = true }, true, "ANONIM", "Anonim", secret},
		{"confidential", func(f *Form) { f.Confidential = true }, false, "RAHASIA", "Rahasia", secret},
		{"confidential, revealed", func(f *Form) { f.Confidential = true }, true, "Aminah", "Rahasia", secret[1:]},
		{"both, revealed", func(f *Form) { f.Anonymous, f.Confidential = true, true }, true, "ANONIM", "Anonim, Rahasia", secret},
		{"nobody", func(f *Form) { f.Reporter = Reporter{Unidentified: true} }, true, "Tanpa identitas", "Biasa (tidak anonim, tidak rahasia)", secret},
	} {
		got := start(*changedForm(x.change)).fold().LaporText(martapura, calendar.WITA, x.reveal)
		for _, want := range []string{"Nama Pelapor: " + x.reporter + "\n", "Tipe Laporan: " + x.kind + "\n", "Papan jembatan lepas"} {
			if !strings.Contains(got, want) {
				t.Errorf("%s lacks %q:\n%s", x.name, want, got)
			}
		}
		for _, no := range x.hidden {
			if strings.Contains(got, no) {
				t.Errorf("%s tells %q", x.name, no)
			}
		}
	}
}

func TestLaporTextOfOtherThings(t *testing.T) {
	for name, x := range map[string]struct {
		change     func(*Form)
		then       func(*story)
		want, lack []string
	}{
		"aspiration":                 {func(f *Form) { f.Kind = "aspirasi" }, nil, []string{"Klasifikasi Laporan: Aspirasi\n"}, nil},
		"information":                {func(f *Form) { f.Kind = "informasi" }, nil, []string{"Klasifikasi Laporan: Permintaan informasi\n"}, nil},
		"supervisory":                {func(f *Form) { f.Supervisory = true }, nil, []string{"Klasifikasi Laporan: Pengaduan Berkadar Pengawasan\n"}, nil},
		"nothing known of the event": {func(f *Form) {}, nil, []string{"Tanggal Kejadian: -\n", "Lokasi Kejadian: -\n"}, []string{"Lampiran", "Tracking ID", "Isi Laporan Akhir"}},
		"a NIK among the words":      {func(f *Form) { f.Narrative = "NIK saya 6303 0512 1290 0001, KK 6303051212900002" }, nil, []string{"••••••••••••0001", "••••••••••••0002"}, []string{"6303"}},
		"the hour is not known":      {func(f *Form) { f.ReceivedAt = "2026-11-02T00:00:00+08:00" }, nil, []string{"Waktu Laporan Masuk: tidak diketahui\n"}, nil},
		"edited, with a file and a tracking ID": {func(f *Form) {}, func(s *story) {
			s.add(KCorrected, Body{Set: map[string]string{"narrative": "Papan jembatan gantung lepas."}}, map[string]string{"narrative": s.entries[0].ID})
			s.add(KFileAttached, actBody(KFileAttached), nil)
			s.add(KTrackingSet, Body{Target: "5010653"}, nil)
		}, []string{"Tracking ID: 5010653\n", "Isi Laporan Awal: Papan jembatan lepas sejak banjir.\n", "Isi Laporan Akhir:\nPapan jembatan gantung lepas.\n", "Lampiran: 1 berkas, dilampirkan tersendiri\n"}, []string{"jembatan.jpg"}},
	} {
		s := start(*changedForm(x.change))
		if x.then != nil {
			x.then(s)
		}
		got := s.fold().LaporText(martapura, calendar.WITA, false)
		for _, want := range x.want {
			if !strings.Contains(got, want) {
				t.Errorf("%s lacks %q:\n%s", name, want, got)
			}
		}
		body := strings.ReplaceAll(got, number, "")
		for _, no := range x.lack {
			if strings.Contains(body, no) {
				t.Errorf("%s tells %q:\n%s", name, no, got)
			}
		}
	}
}
