package office

import (
	"bytes"
	"fmt"
	"runtime"
	"sync"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"loketaduan/internal/auth"
	"loketaduan/internal/store"
	"loketaduan/internal/vault"
)

const benchRows = 20000

// benchBook is an old register of 20,000 rows in 14 columns, with texts as long
// as real ones (domain notes 7: median 204 letters).
var benchBook = sync.OnceValue(func() []byte {
	f := excelize.NewFile()
	defer f.Close()
	format := "dd/mm/yyyy"
	dated, err := f.NewStyle(&excelize.Style{CustomNumFmt: &format})
	if err != nil {
		panic(err)
	}
	sw, err := f.NewStreamWriter("Sheet1")
	if err != nil {
		panic(err)
	}
	put := func(n int, cells ...any) {
		if err := sw.SetRow(fmt.Sprintf("A%d", n), cells); err != nil {
			panic(err)
		}
	}
	put(1, "BUKU REGISTER PENGADUAN")
	put(3, "No", "No. Register", "Tanggal", "Nama", "L/P", "NIK", "Alamat", "No. HP", "Kategori", "Uraian", "Disposisi", "Tindak Lanjut", "Status", "Tgl Selesai")
	words := []string{"jalan", "jembatan", "saluran", "lampu", "sampah", "pasar", "sekolah", "puskesmas", "sungai", "titian", "pagar", "dermaga", "lapangan", "parit", "rusak", "tersumbat", "padam", "menumpuk"}
	for i := range benchRows {
		text := fmt.Sprintf("Keluhan nomor %d:", i)
		for k := range 26 {
			text += " " + words[(i*7+k*5+i/9)%len(words)]
		}
		put(i+4, i+1, fmt.Sprintf("%05d/PGD/%d", i+1, 2018+i/4000), excelize.Cell{StyleID: dated, Value: 43101 + i/11}, fmt.Sprintf("Warga %s %d", words[i%18], i), []string{"L", "P"}[i%2],
			fmt.Sprintf("630305%010d", i+1), fmt.Sprintf("Desa Uji %d RT %02d", i%60, i%9), fmt.Sprintf("0812%08d", i), "Infrastruktur", text, "Kasi Pembangunan", "Ditinjau ke lokasi dan dilaporkan",
			[]string{"Selesai", "Selesai", "Proses"}[i%3], excelize.Cell{StyleID: dated, Value: 43101 + i/11 + 9})
	}
	if err := sw.Flush(); err != nil {
		panic(err)
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		panic(err)
	}
	return out.Bytes()
})

// BenchmarkImport20k is a register of 20,000 rows from the file to the list:
// read, tried, imported into a real store, and undone.
func BenchmarkImport20k(b *testing.B) {
	content := benchBook()
	var read, tried, imported, undone time.Duration
	var peak uint64
	for b.Loop() {
		b.StopTimer()
		d, err := Open(b.Context(), Config{Dir: b.TempDir(), Cost: vault.Cost{Time: 1, Memory: 64, Threads: 1}})
		if err != nil {
			b.Fatal(err)
		}
		if _, err := d.SetUp(b.Context(), SetUp{OfficeCode: "63.03.05", OfficeName: "Kecamatan Martapura", Letter: "A",
			First: NewAccount{Name: "Siti", Username: "siti", Role: auth.OfficeHead, Password: "kata-sandi-siti", Again: "kata-sandi-siti"}}); err != nil {
			b.Fatal(err)
		}
		runtime.GC()
		b.StartTimer()
		clock := time.Now()
		lap := func(to *time.Duration) { *to += time.Since(clock); clock = time.Now() }
		r, err := d.OpenOld(b.Context(), "register.xlsx", content)
		lap(&read)
		if err != nil || len(r.Table.Questions()) > 0 {
			b.Fatal(err, r.Table.Questions())
		}
		trial, err := d.TryOld(b.Context(), r.ID)
		lap(&tried)
		if err != nil || trial.New != benchRows {
			b.Fatal(err, trial.Imported, trial.Reasons)
		}
		got, err := d.ImportOld(b.Context(), r.ID, func(int, int) {
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			peak = max(peak, m.HeapInuse)
		})
		lap(&imported)
		if err != nil || got.New != benchRows {
			b.Fatal(err, got)
		}
		if n, err := d.UndoImport(b.Context(), newID(), got.ID); err != nil || n != benchRows {
			b.Fatal(n, err)
		}
		lap(&undone)
		if n, err := d.store.Count(b.Context(), store.Filter{}); err != nil || n != 0 {
			b.Fatal(n, err)
		}
		b.StopTimer()
		d.Close()
		b.StartTimer()
	}
	rows := float64(benchRows * b.N)
	b.ReportMetric(rows/read.Seconds(), "read-rows/s")
	b.ReportMetric(rows/tried.Seconds(), "tried-rows/s")
	b.ReportMetric(rows/imported.Seconds(), "imported-rows/s")
	b.ReportMetric(undone.Seconds()/float64(b.N), "undone-s")
	b.ReportMetric(float64(peak)/(1<<20), "peak-heap-MB")
}

// BenchmarkExcelizeReads20k only reads the same file, with the library that
// everybody uses.
func BenchmarkExcelizeReads20k(b *testing.B) {
	content := benchBook()
	for b.Loop() {
		f, err := excelize.OpenReader(bytes.NewReader(content))
		if err != nil {
			b.Fatal(err)
		}
		rows, err := f.GetRows("Sheet1", excelize.Options{RawCellValue: true})
		if err != nil || len(rows) != benchRows+3 {
			b.Fatal(len(rows), err)
		}
		f.Close()
	}
	b.ReportMetric(float64(benchRows*b.N)/b.Elapsed().Seconds(), "read-rows/s")
}
