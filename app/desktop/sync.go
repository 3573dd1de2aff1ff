package desktop

import (
	"context"
	"fmt"
	"math"
	"time"

	"loketaduan/internal/complaint"
	"loketaduan/internal/office"
)

// Sync tells what has been sent, from the journal.
func (d *Desk) Sync() (SyncView, error) {
	return guard(d, "Sync", callTime, syncView)
}

// SyncNow tries to send and receive at once.
func (d *Desk) SyncNow() (SyncView, error) {
	return guard(d, "SyncNow", callTime, func(ctx context.Context, o *office.Desk) (SyncView, error) {
		o.TryNow()
		return syncView(ctx, o)
	})
}

// Enrol connects this PC to the regency.
func (d *Desk) Enrol(in EnrolInput) (SyncView, error) {
	return guard(d, "Enrol", time.Minute, func(ctx context.Context, o *office.Desk) (SyncView, error) {
		if err := o.Enrol(ctx, in.Code); err != nil {
			return SyncView{}, err
		}
		return syncView(ctx, o)
	})
}

func syncView(ctx context.Context, o *office.Desk) (SyncView, error) {
	s, err := o.Status(ctx)
	if err != nil {
		return SyncView{}, err
	}
	v := SyncView{Reading: s.Reading, Enrolled: s.Enrolled, Unsent: s.Unsent.Count, SetAside: s.Unsent.SetAside, Server: office.ServerHost(s.Server), Line: "unknown", FillPercent: -1,
		Files: s.Files, NextIn: int(math.Ceil(s.NextIn.Seconds()))}
	if s.Unsent.Count > 0 {
		v.OldestUnsent = instantText(s.Unsent.Oldest, o.Zone())
	}
	if !s.Received.IsZero() {
		v.LastText = instantText(s.Received, o.Zone())
	}
	v.ClockText = clockText(s.Clock, o)
	switch {
	case s.Line.Up:
		v.Line = "up"
	case s.Line.Fault != nil && s.Line.Fault.Code == "exchange.portal":
		v.Line = "blocked"
	case s.Line.Fault != nil:
		v.Line = "down"
	}
	if s.Line.Fault != nil {
		v.Advice = s.Line.Fault.Message
	}
	switch {
	case s.Unsent.SetAside > 0:
		v.Level, v.Text = "attention", fmt.Sprintf("Perlu tindakan: %d catatan belum dapat diolah kabupaten", s.Unsent.SetAside)
	case !s.Enrolled:
		v.Level, v.Text = "waiting", fmt.Sprintf("Belum tersambung ke kabupaten. %d catatan tersimpan di PC ini", s.Unsent.Count)
		v.Advice = "Minta kode pendaftaran ke kabupaten, lalu tempel di sini."
	case s.Unsent.Count > 0 && needsHands(s):
		v.Level, v.Text = "attention", fmt.Sprintf("Perlu tindakan. Belum terkirim (%d)", s.Unsent.Count)
	case s.Unsent.Count > 0:
		v.Level, v.Text = "waiting", fmt.Sprintf("Belum terkirim (%d)", s.Unsent.Count)
		if v.Advice == "" {
			v.Advice = "Semua tersimpan aman di PC ini dan dikirim sendiri begitu saluran ada."
		}
	case s.Files > 0:
		v.Level, v.Text = "waiting", fmt.Sprintf("Catatan sudah diterima kabupaten; %d berkas masih dikirim", s.Files)
	default:
		v.Level, v.Text = "green", "Semua sudah diterima kabupaten"
	}
	if f := s.Fill; f.Total > 0 {
		v.FillPercent = int(min(99, f.Done*100/f.Total))
		v.FillText = fmt.Sprintf("Mengisi PC ini dari kabupaten: %s dari %s catatan. Aduan terbaru sudah dapat dibuka.", office.CountText(f.Done), office.CountText(f.Total))
		if v.Level == "green" { // true of what was written here; what is here is not all there is
			v.Text = fmt.Sprintf("Semua dari PC ini sudah diterima kabupaten. PC ini masih diisi (%d%%)", v.FillPercent)
		}
	}
	return v, nil
}

// needsHands tells that waiting alone will not help.
func needsHands(s office.Status) bool {
	if s.Line.Fault == nil {
		return false
	}
	switch s.Line.Fault.Code {
	case "exchange.unauthorized", "exchange.upgrade", "exchange.fork", "exchange.portal":
		return true
	}
	return false
}

// clockText says what is wrong with this PC's clock, and what to do.
func clockText(c office.ClockState, o *office.Desk) string {
	const set = " Betulkan jam PC: klik kanan jam di sudut layar."
	if odd := o.UnusualClock(); odd != "" {
		return odd + " Aduan tetap dapat dicatat; periksa tanggal terimanya." + set
	}
	if c.Offset.Abs() <= complaint.ClockTolerance {
		return ""
	}
	way, since := "lambat", ""
	if c.Offset < 0 {
		way = "cepat"
	}
	if !c.Measured {
		since = " pada hubungan terakhir"
	}
	return fmt.Sprintf("Jam PC ini terlalu %s %s%s. Pekerjaan tetap jalan; waktu dicatat dengan jam kabupaten.", way, durationText(c.Offset), since) + set
}

func durationText(d time.Duration) string {
	if d < 0 {
		d = -d
	}
	switch {
	case d >= 48*time.Hour:
		return fmt.Sprintf("%d hari", int(math.Round(d.Hours()/24)))
	case d >= 2*time.Hour:
		return fmt.Sprintf("%d jam", int(math.Round(d.Hours())))
	}
	return fmt.Sprintf("%d menit", int(math.Round(d.Minutes())))
}
