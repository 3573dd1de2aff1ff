package calendar

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/rickar/cal/v2"
)

func receipts() []Date {
	random := rand.New(rand.NewPCG(3, 4))
	var dates []Date
	for range 4096 {
		dates = append(dates, Of(2017, 1, 1).AddDays(random.IntN(11*365)))
	}
	return dates
}

func BenchmarkDue(b *testing.B) {
	dates, c := receipts(), Embedded()
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		c.Due(Span{Received: dates[i%len(dates)], WorkingDays: 60, Week: FiveDays})
	}
}

func BenchmarkDuePaused(b *testing.B) {
	dates, c := receipts(), Embedded()
	spans := make([]Span, len(dates))
	for i, d := range dates {
		spans[i] = Span{Received: d, WorkingDays: 60, Pauses: []Pause{{d.AddDays(30), d.AddDays(40)}, {d.AddDays(3), d.AddDays(9)}}}
	}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		c.Due(spans[i%len(spans)])
	}
}

// BenchmarkDueEstimated counts across Idulfitri of a year that is not declared.
func BenchmarkDueEstimated(b *testing.B) {
	c := Embedded()
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		c.Due(Span{Received: Of(2027, 12, 20).AddDays(i % 60), WorkingDays: 60})
	}
}

// BenchmarkRickarWorkdaysFrom walks over the same receipts with rickar's cache as
// it comes, without it, and with one that is large enough for every day.
func BenchmarkRickarWorkdaysFrom(b *testing.B) {
	for _, x := range []struct {
		name string
		size int
	}{{"cached", cal.CacheMaxSize}, {"uncached", 0}, {"all cached", 1 << 20}} {
		b.Run(x.name, func(b *testing.B) {
			defer func(size int) { cal.CacheMaxSize = size }(cal.CacheMaxSize)
			cal.CacheMaxSize = x.size
			c := rickarCalendar(daysFromFile(b), FiveDays)
			c.Cacheable = x.size > 0
			var times []time.Time
			for _, d := range receipts() {
				times = append(times, d.noon())
			}
			c.WorkdaysFrom(Of(2016, 12, 31).noon(), 3000)
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				c.WorkdaysFrom(times[i%len(times)], 60)
			}
		})
	}
}

// openComplaints are 100,000 spans of every class, one in ten with a pause, of a
// district whose complaints of the last two years are all still open; the newest
// need a year that is not declared.
func openComplaints() []Span {
	random := rand.New(rand.NewPCG(7, 8))
	spans := make([]Span, 100_000)
	for i := range spans {
		d := Of(2026, 1, 1).AddDays(random.IntN(2 * 365))
		spans[i] = Span{Received: d, WorkingDays: classes[random.IntN(len(classes))], Week: FiveDays}
		if random.IntN(10) == 0 {
			asked := d.AddDays(random.IntN(10))
			spans[i].Pauses = []Pause{{asked, asked.AddDays(1 + random.IntN(30))}}
		}
	}
	return spans
}

// BenchmarkRecompute100k is what a new revision costs: its calendar is built from
// the record, with closures of the office, and every open complaint counted anew.
// Compare ns/deadline with that of BenchmarkRecomputeRickar.
func BenchmarkRecompute100k(b *testing.B) {
	spans := openComplaints()
	r := EmbeddedDecrees()
	closure := []Day{{Date: Of(2026, 3, 2), Kind: LocalClosure, Name: "Banjir", Scope: "63.03.05"}}
	b.ReportAllocs()
	for b.Loop() {
		c := r.WithImprint(Imprint{Edition: 2}).Calendar("63.03.05").With(closure)
		for i := range spans {
			c.Due(spans[i])
		}
	}
	perDeadline(b, len(spans))
}

// BenchmarkRecomputeRickar counts a sample of the same spans with rickar/cal, its
// cache large enough for every day.
func BenchmarkRecomputeRickar(b *testing.B) {
	defer func(size int) { cal.CacheMaxSize = size }(cal.CacheMaxSize)
	cal.CacheMaxSize = 1 << 20
	c := rickarCalendar(daysFromFile(b), FiveDays)
	spans := openComplaints()[:1000]
	for _, s := range spans {
		c.WorkdaysFrom(s.Received.noon(), 60)
	}
	b.ReportAllocs()
	for b.Loop() {
		for i := range spans {
			if len(spans[i].Pauses) == 0 {
				c.WorkdaysFrom(spans[i].Received.noon(), spans[i].WorkingDays)
			} else {
				rickarWalk(c, &spans[i])
			}
		}
	}
	perDeadline(b, len(spans))
}

// rickarWalk asks rickar of each day: it knows no pauses.
func rickarWalk(c *cal.BusinessCalendar, s *Span) time.Time {
	at := s.Received.noon()
	for left := s.WorkingDays; left > 0; {
		at = at.AddDate(0, 0, 1)
		if !within(s.Pauses, DateIn(at, time.UTC)) && c.IsWorkday(at) {
			left--
		}
	}
	return at
}

func perDeadline(b *testing.B, deadlines int) {
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(deadlines), "ns/deadline")
}

func BenchmarkWith(b *testing.B) {
	closure := []Day{{Date: Of(2026, 3, 2), Kind: LocalClosure, Name: "Banjir"}}
	b.ReportAllocs()
	for b.Loop() {
		Embedded().With(closure)
	}
}

// BenchmarkAsOf builds the calendar of an earlier revision, with nothing kept.
func BenchmarkAsOf(b *testing.B) {
	r := EmbeddedDecrees()
	b.ReportAllocs()
	for b.Loop() {
		r.WithImprint(Imprint{}).AsOf(Of(2020, 4, 9), "")
	}
}

func BenchmarkReadPackage(b *testing.B) {
	file := pack(EmbeddedDecrees())
	b.ReportAllocs()
	for b.Loop() {
		if _, err := ReadPackage(file); err != nil {
			b.Fatal(err)
		}
	}
}
