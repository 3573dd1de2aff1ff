package report

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"loketaduan/internal/calendar"
)

const benchRows = 100_000

var benchSummaries = [...]string{
	"Jalan berlubang di depan SDN 2 Sungai Paring, sudah tiga kali ada pengendara jatuh waktu hujan malam.",
	"Lampu jalan padam sejak dua minggu, mohon diperbaiki.",
	"Air PDAM tidak mengalir setiap pagi antara jam 6 dan jam 9, padahal tagihan tetap penuh; tetangga satu RT mengalami hal yang sama dan sudah melapor ke kantor desa tetapi belum ada jawaban sampai sekarang.",
	"Petugas meminta biaya pengurusan surat keterangan.",
	"Kartu keluarga belum jadi setelah sebulan.",
}

// benchRow makes the n-th invented complaint, about as long as real ones.
func benchRow(n int) RegisterRow {
	at := time.Date(2026, 1, 5, 8, 0, 0, 0, calendar.WITA).Add(time.Duration(n) * 5 * time.Minute)
	day := calendar.DateIn(at, calendar.WITA)
	num := strconv.Itoa(100_000_000 + n)
	return RegisterRow{
		Number: "630301-A-2026-" + num[3:] + "-7", ReceivedAt: at, Channel: "Tatap muka",
		Name: "Warga Contoh " + num[4:], NIK: "6303010101" + num[3:], Sex: "L",
		Address: "Jl. Contoh RT 02", Village: "Sungai Paring", Contact: "0812" + num,
		Kind: "Tidak berkadar pengawasan", Category: "Infrastruktur", Summary: benchSummaries[n%len(benchSummaries)],
		Attachments: "2", ForwardedTo: "Dinas PUPR", ForwardedOn: day.AddDays(1),
		Due: day.AddDays(14), Provisional: n%50 == 0, FollowUp: "Sudah ditinjau", FollowedUpOn: day.AddDays(4),
		Status: "Selesai", ClosedOn: day.AddDays(10), WorkingDays: 8, Tracking: num, Clerk: "Petugas Satu",
		Anonymous: n%20 == 0,
	}
}

func benchSeq(n int) Rows {
	return func(yield func(RegisterRow, error) bool) {
		for i := range n {
			if !yield(benchRow(i), nil) {
				return
			}
		}
	}
}

// peakHeap samples the heap while run works and gives its highest size in MB.
func peakHeap(run func()) float64 {
	runtime.GC()
	var peak atomic.Uint64
	stop, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		for {
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			peak.Store(max(peak.Load(), m.HeapInuse))
			select {
			case <-stop:
				return
			case <-time.After(10 * time.Millisecond):
			}
		}
	}()
	run()
	close(stop)
	<-done
	return float64(peak.Load()) / 1e6
}

// benchWorkbook measures one way of making the file, both ways into a file on
// the same disk.
func benchWorkbook(b *testing.B, write func(io.Writer) error) {
	path := filepath.Join(b.TempDir(), "register.xlsx")
	var size int64
	var heap float64
	for b.Loop() {
		heap = max(heap, peakHeap(func() {
			file, err := os.Create(path)
			if err != nil {
				b.Fatal(err)
			}
			buf := bufio.NewWriter(file)
			if err := write(buf); err != nil {
				b.Fatal(err)
			}
			if err := buf.Flush(); err != nil {
				b.Fatal(err)
			}
			info, _ := file.Stat()
			size = info.Size()
			file.Close()
		}))
	}
	b.ReportMetric(benchRows*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
	b.ReportMetric(float64(size), "file-bytes")
	b.ReportMetric(heap, "peak-heap-MB")
}

func BenchmarkRegister100k(b *testing.B) {
	head := testHead()
	head.IdentityShown = true
	benchWorkbook(b, func(w io.Writer) error {
		_, err := WriteRegister(context.Background(), w, head, benchRows, benchSeq(benchRows), nil)
		return err
	})
}

// BenchmarkBareExcelize100k is the peer: the same 21 values in the same types,
// without styles, masks, checks or a head.
func BenchmarkBareExcelize100k(b *testing.B) {
	benchWorkbook(b, func(w io.Writer) error {
		f := excelize.NewFile()
		defer f.Close()
		sw, err := f.NewStreamWriter("Sheet1")
		if err != nil {
			return err
		}
		for i := range benchRows {
			r := benchRow(i)
			at, _ := timeSerial(r.ReceivedAt)
			due, _ := daySerial(r.Due)
			closed, _ := daySerial(r.ClosedOn)
			row := []any{
				i + 1, r.Number, at, r.Channel, r.Name, r.Sex, r.Address + ", " + r.Village,
				r.Contact + "\nNIK " + r.NIK, r.Kind, r.Category, r.Summary, r.Attachments,
				r.ForwardedTo + ", " + r.ForwardedOn.Short(), due, deadlineNote(&r), r.FollowUp + ", " + r.FollowedUpOn.Short(),
				r.Status, closed, r.WorkingDays, r.Tracking, r.Clerk,
			}
			if err := sw.SetRow(fmt.Sprint("A", i+1), row); err != nil {
				return err
			}
		}
		if err := sw.Flush(); err != nil {
			return err
		}
		return f.Write(w)
	})
}
