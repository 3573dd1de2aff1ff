package store

import (
	"fmt"
	"runtime"
	"testing"
	"testing/fstest"
	"time"

	"loketaduan/internal/calendar"
	"loketaduan/internal/complaint"
	"loketaduan/internal/journal"
)

// openRegister holds n open complaints of ten months, of every class, one in
// ten with a pause.
func openRegister(b *testing.B, n int) *bench {
	b.Helper()
	d := desk(b, "63.03.05", "A")
	d.trust()
	g := newText(6)
	var prev journal.Hash
	var entries []journal.Entry
	const page = 2000
	for at := 0; at < n; at += page {
		entries, prev = chained(g, "pc-lain", page, int64(2*at+1), prev)
		_, err := d.ApplyFeed(ctx, entries, nil, "masa", int64(2*(at+page)), journal.Hash{})
		d.must(err)
	}
	from := time.Date(2026, 1, 5, 1, 0, 0, 0, time.UTC).UnixMilli()
	_, err := d.Update(ctx, func(t *Tx) error {
		t.recount = true
		return t.exec(`UPDATE complaint SET class = CASE row % 3 WHEN 0 THEN 'normatif' WHEN 1 THEN 'tidak_berkadar' ELSE 'berkadar' END,
received_at = $1 + row % 300 * 86400000, pauses = CASE row % 10 WHEN 0 THEN '2026-03-02/2026-03-12' ELSE '' END`, from)
	})
	d.must(err)
	return d
}

// revisions gives records that follow each other, with and without further days.
func revisions(b *testing.B, edition *int, days []calendar.Date) func() []byte {
	record := func(days []calendar.Date) *calendar.Decrees {
		folder := fstest.MapFS{}
		for name, text := range calendar.EmbeddedDecrees().CSV() {
			folder[name] = &fstest.MapFile{Data: text}
		}
		changes, holidays := folder["holiday_amendments.csv"], folder["holidays.csv"]
		changes.Data = append(changes.Data, "2026-10-20,add,2027-12-30,pemilu,Keppres,press,Pemungutan Suara,,\n"...)
		holidays.Data = append(holidays.Data, "2027-12-30,pemilu,Pemungutan Suara,Keppres,high,,\n"...)
		for _, day := range days {
			changes.Data = fmt.Appendf(changes.Data, "2026-10-20,add,%s,pemilu,Keppres,press,Pemungutan Suara,,\n", day)
			holidays.Data = fmt.Appendf(holidays.Data, "%s,pemilu,Pemungutan Suara,Keppres,high,,\n", day)
		}
		made, err := calendar.ReadCSV(folder)
		if err != nil {
			b.Fatal(err)
		}
		return made
	}
	with, bare := record(days), record(nil)
	return func() []byte {
		*edition++
		r := bare
		if *edition%2 == 0 {
			r = with
		}
		return packed(r.WithImprint(calendar.Imprint{Edition: *edition}), regencyKey)
	}
}

// BenchmarkRecompute100k is a new revision of the calendar from the file to the
// commit, in a register of 100,000 open complaints: the package is read and
// checked, every deadline counted anew, changed rows written. few moves some
// hundreds, all every one. Run it with -benchtime 4x or another even number:
// each second revision takes the days back. Beside it stands rickar/cal, which
// only counts: BenchmarkRecomputeRickar of package calendar.
func BenchmarkRecompute100k(b *testing.B) {
	const n = 100_000
	d, edition := openRegister(b, n), 1
	var wednesdays []calendar.Date
	for day := calendar.Of(2026, 1, 7); day.Before(calendar.Of(2027, 4, 1)); day = day.AddDays(7) {
		if calendar.Embedded().IsWorkingDay(day, calendar.FiveDays) {
			wednesdays = append(wednesdays, day)
		}
	}
	for _, x := range []struct {
		name  string
		days  []calendar.Date
		least int
		most  int
	}{{"few", []calendar.Date{calendar.Of(2027, 1, 27)}, 1, n / 50}, {"all", wednesdays, n, n}} {
		b.Run(x.name, func(b *testing.B) {
			next := revisions(b, &edition, x.days)
			moved := 0
			take := func(file []byte) {
				p, err := calendar.ReadPackage(file)
				d.must(err)
				draft, err := complaint.PublishCalendar(id(), p, file, clerk)
				d.must(err)
				var tx *Tx
				_, err = d.Update(ctx, func(t *Tx) error {
					tx = t
					return t.Append(complaint.StreamImports+"63.03.05", clerk.Account, []complaint.Draft{draft})
				})
				d.must(err)
				moved = tx.moved
			}
			take(next()) // statements are prepared, the file has grown
			take(next())
			peak := heapPeak()
			b.ReportAllocs()
			b.ResetTimer()
			for b.Loop() {
				b.StopTimer()
				file := next()
				b.StartTimer()
				take(file)
				if moved < x.least || moved > x.most {
					b.Fatalf("%d moved", moved)
				}
			}
			b.StopTimer()
			b.ReportMetric(float64(b.Elapsed().Milliseconds())/float64(b.N), "ms/revision")
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/n, "ns/deadline")
			b.ReportMetric(peak(), "peak-heap-MB")
			b.ReportMetric(float64(moved), "moved")
		})
	}
}

// heapPeak samples the heap until the function given back is called, which tells
// its growth in MB.
func heapPeak() func() float64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	first, top := m.HeapAlloc, m.HeapAlloc
	stop, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		for tick := time.NewTicker(2 * time.Millisecond); ; {
			select {
			case <-stop:
				tick.Stop()
				return
			case <-tick.C:
				runtime.ReadMemStats(&m)
				top = max(top, m.HeapAlloc)
			}
		}
	}()
	return func() float64 {
		close(stop)
		<-done
		return float64(top-first) / (1 << 20)
	}
}
