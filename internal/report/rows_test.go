package report

import (
	"time"

	"loketaduan/internal/calendar"
)

func testHead() RegisterHead {
	return RegisterHead{
		Office: "KECAMATAN MARTAPURA", Regency: "PEMERINTAH KABUPATEN BANJAR",
		PeriodFrom: calendar.Of(2026, time.November, 1), PeriodTo: calendar.Of(2026, time.November, 30),
		PrintedAt: time.Date(2026, 11, 23, 14, 30, 0, 0, calendar.WITA), PrintedBy: "Petugas Satu",
		DataAsOf: "Data per 23/11/2026 14.30 WITA, 3 entri belum terkirim",
	}
}

// testRow is an ordinary line with every column filled.
func testRow() RegisterRow {
	return RegisterRow{
		Number: "630301-A-2026-000123-7", ReceivedAt: time.Date(2026, 11, 23, 7, 5, 0, 0, calendar.WITA),
		Channel: "Tatap muka", Name: "Warga Contoh", NIK: "6303011234567891", Sex: "P",
		Address: "Jl. Contoh No. 5 RT 02", Village: "Sungai Paring", Contact: "081234567890",
		Kind: "Tidak berkadar pengawasan", Category: "Infrastruktur", Summary: "Jalan berlubang\ndi depan sekolah",
		Attachments: "2", ForwardedTo: "Dinas PUPR", ForwardedOn: calendar.Of(2026, time.November, 24),
		Due: calendar.Of(2026, time.December, 11), FollowUp: "Ditinjau", FollowedUpOn: calendar.Of(2026, time.November, 26),
		Status: "Selesai", ClosedOn: calendar.Of(2026, time.November, 30), WorkingDays: 5,
		Tracking: "0009876543", Clerk: "Petugas Satu",
	}
}

func seqOf(rows ...RegisterRow) Rows {
	return func(yield func(RegisterRow, error) bool) {
		for _, r := range rows {
			if !yield(r, nil) {
				return
			}
		}
	}
}
