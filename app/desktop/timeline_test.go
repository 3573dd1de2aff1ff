package desktop

import (
	"testing"
	"time"

	"loketaduan/internal/calendar"
	"loketaduan/internal/complaint"
	"loketaduan/internal/office"
)

// The true time comes first; what a wrong clock said stands beside it; what
// nobody knows is said to be so.
func TestStepTime(t *testing.T) {
	at := time.Date(2026, 11, 23, 6, 30, 0, 0, time.UTC)
	for want, s := range map[string]complaint.Step{
		"Sen 23/11/2026 14.30 WITA":                                    {At: at.Add(4 * time.Minute), True: at},
		"Sen 23/11/2026 14.30 WITA (jam PC saat itu 23/11/2027 14.30)": {At: at.AddDate(1, 0, 0), True: at},
		"Sen 23/11/2026 14.30 WITA (jam PC saat itu mungkin salah)":    {At: at, True: at, Unsure: true},
	} {
		if got := stepTime(&s, calendar.WITA, instantText); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestClockText(t *testing.T) {
	o, err := office.Open(t.Context(), office.Config{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	defer o.Close()
	for want, c := range map[string]office.ClockState{
		"": {Offset: 4 * time.Minute, Measured: true},
		"Jam PC ini terlalu cepat 365 hari. Pekerjaan tetap jalan; waktu dicatat dengan jam kabupaten. Betulkan jam PC: klik kanan jam di sudut layar.":                        {Offset: -365 * 24 * time.Hour, Measured: true},
		"Jam PC ini terlalu lambat 6 menit pada hubungan terakhir. Pekerjaan tetap jalan; waktu dicatat dengan jam kabupaten. Betulkan jam PC: klik kanan jam di sudut layar.": {Offset: 6 * time.Minute},
	} {
		if got := clockText(c, o); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
