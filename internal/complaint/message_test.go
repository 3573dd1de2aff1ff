package complaint

import (
	"strings"
	"testing"
	"time"

	"loketaduan/internal/calendar"
)

var (
	sure     = calendar.Deadline{Due: calendar.Of(2026, time.November, 30), Latest: calendar.Of(2026, time.November, 30)}
	estimate = calendar.Deadline{Due: calendar.Of(2027, time.January, 8), Latest: calendar.Of(2027, time.January, 12), Provisional: true}
)

func TestMessage(t *testing.T) {
	got := start(validForm()).fold().Message(sure, "Kecamatan Martapura", today, calendar.WITA)
	want := `Yth. Bapak/Ibu,

Terima kasih. Aduan Bapak/Ibu tentang jembatan rusak kami terima pada Senin, 2 November 2026 dengan nomor register:
630305-A-2026-000123-4

Jawaban kami sampaikan paling lambat Senin, 30 November 2026.

Mohon simpan nomor ini untuk menanyakan kelanjutannya di loket.

Hormat kami,
Kecamatan Martapura`
	if got != want {
		t.Error(got)
	}
}

// What is told in each state, and what is not told of somebody who asked for it.
func TestMessageByState(t *testing.T) {
	words := func(kind string) string { return "Keterangan " + kind }
	paused := calendar.Deadline{Paused: true, Provisional: true}
	for _, x := range []struct {
		state   State
		d       calendar.Deadline
		open    string // said to an ordinary reporter
		private string // and to one who is kept secret
		secret  string // not said to that one
	}{
		{Received, sure, "paling lambat Senin, 30 November 2026.", "paling lambat Senin, 30 November 2026.", "jembatan"},
		{Verified, estimate, "paling lambat Jumat, 8 Januari 2027. Tanggal ini masih sementara dan dapat mundur sampai Selasa, 12 Januari 2027, karena hari libur tahun 2027 belum ditetapkan pemerintah.", "masih sementara", "jembatan"},
		{Verified, calendar.Deadline{Due: estimate.Due, Provisional: true}, "masih sementara, karena hari libur tahun 2027", "masih sementara", "jembatan"},
		{Verified, calendar.Deadline{Due: today.AddDays(-3), Latest: today.AddDays(-3)}, "mohon maaf atas keterlambatan", "mohon maaf", "jembatan"},
		{Verified, calendar.Deadline{}, "belum dapat dihitung", "belum dapat dihitung", "jembatan"},
		{Forwarded, sure, "Sekarang ditangani oleh Dinas PUPRP.", "Senin, 30 November 2026", "Dinas PUPRP"},
		{InProgress, sure, "Senin, 30 November 2026", "Senin, 30 November 2026", "Keterangan"},
		{AwaitingCompletion, paused, "melengkapi:\n" + words(KCompletionRequested), "perlu Bapak/Ibu lengkapi", words(KCompletionRequested)},
		{Answered, sure, "Jawaban kami:\n" + words(KAnswered), "Jawabannya sudah ada. Keterangannya dapat diminta di loket", words(KAnswered)},
		{Closed, sure, "sudah selesai ditangani. Hasilnya:\n" + words(KClosed), "sudah selesai ditangani. Keterangannya", words(KClosed)},
		{Reopened, sure, "Senin, 30 November 2026", "Senin, 30 November 2026", "Keterangan"},
		{NotAuthorized, sure, "kami arahkan ke Balai Jalan.", "bukan wewenang kantor kami. Keterangannya", "Balai Jalan"},
		{Archived, sure, "tidak kami lanjutkan", "tidak kami lanjutkan", "ganda"},
		{Escalated, sure, "Senin, 30 November 2026", "Senin, 30 November 2026", "Ombudsman"},
	} {
		s := in(t, x.state)
		got := s.fold().Message(x.d, "Kecamatan Martapura", today, calendar.WITA)
		if !strings.Contains(got, x.open) || !strings.Contains(got, number) || !strings.Contains(got, "tentang jembatan rusak") {
			t.Errorf("%s lacks %q:\n%s", x.state, x.open, got)
		}
		for _, no := range []string{"Aminah", "6303051212900001", "081234567890", "RT 3", "Keterangan handed_over", "akun-2"} {
			if strings.Contains(got, no) {
				t.Errorf("%s tells %q:\n%s", x.state, no, got)
			}
		}
		for _, flag := range []string{"anonymous", "confidential"} {
			c := s.fold()
			c.Values[flag] = yes
			got := c.Message(x.d, "Kecamatan Martapura", today, calendar.WITA)
			if !strings.Contains(got, x.private) || !strings.Contains(got, number) || strings.Contains(got, x.secret) || strings.Contains(got, "jembatan") {
				t.Errorf("%s, %s:\n%s", x.state, flag, got)
			}
		}
	}
}

func TestMessageCutsNIK(t *testing.T) {
	s := start(*changedForm(func(f *Form) { f.Kind, f.Subject = "informasi", "KTP 6303051212900001 hilang" }))
	got := s.fold().Message(sure, "", today, calendar.WITA)
	if strings.Contains(got, "6303051212900001") || !strings.Contains(got, "Permintaan informasi Bapak/Ibu tentang KTP ••••••••••••0001 hilang") {
		t.Error(got)
	}
}

// Ready answers begin with the name; a chat is read by whoever holds the telephone.
func TestMessageNamesNobody(t *testing.T) {
	s := in(t, InProgress)
	s.add(KAnswered, Body{Text: "Yth. Bapak/Ibu Aminah, papan sudah diganti. Sdr. Aminah dapat memeriksanya. NIK 6303051212900001.", On: today}, nil)
	got := s.fold().Message(sure, "Kecamatan Martapura", today, calendar.WITA)
	if !strings.Contains(got, "Jawaban kami:\nPapan sudah diganti. Sdr. pelapor dapat memeriksanya. NIK ••••••••••••0001.") {
		t.Error(got)
	}
}

func TestWhatsAppNumber(t *testing.T) {
	for in, want := range map[string]string{"081234567890": "6281234567890", "0812 3456 7890": "6281234567890", "+62 852-0000-1111": "6285200001111", "6281234567890": "6281234567890",
		"": "", "0511 4721234": "", "08123": "", "0812345678901234": "", "hubungi RT": "", "+60 12 3456789": ""} {
		if got, ok := WhatsAppNumber(in); got != want || ok != (want != "") {
			t.Errorf("%q: %q", in, got)
		}
	}
}
