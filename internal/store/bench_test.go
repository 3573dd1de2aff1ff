package store

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"loketaduan/internal/calendar"
	"loketaduan/internal/complaint"
	"loketaduan/internal/journal"
	"loketaduan/internal/testdb"
	"loketaduan/internal/vault"
)

// percentiles reports p50 and p99 (or p95) in milliseconds.
func percentiles(b *testing.B, all []time.Duration, ps ...int) { percentilesOf(b, "", all, ps...) }

func percentilesOf(b *testing.B, of string, all []time.Duration, ps ...int) {
	slices.Sort(all)
	for _, p := range ps {
		b.ReportMetric(float64(all[min(len(all)-1, len(all)*p/100)].Microseconds())/1000, fmt.Sprintf("%sp%d-ms", of, p))
	}
}

// text makes words as a register has them: about 5,000 of Indonesian make with
// Zipf frequencies, names, NIK and phones.
type text struct {
	r     *rand.Rand
	zipf  *rand.Zipf
	words []string
	names []string
}

func newText(seed uint64) *text {
	g := &text{r: rand.New(rand.NewPCG(seed, 1))}
	fixed := rand.New(rand.NewPCG(1, 1)) // one language for all seeds
	syllable := func() string {
		return string("bcdghjklmnprst"[fixed.IntN(14)]) + string("aaeiou"[fixed.IntN(6)]) + []string{"", "", "", "n", "ng", "r", "k", "s", "t"}[fixed.IntN(9)]
	}
	make := func(n int) []string {
		seen, out := map[string]bool{}, []string{}
		for len(out) < n {
			w := syllable() + syllable()
			if fixed.IntN(2) == 0 {
				w = []string{"", "me", "ber", "di", "pe", "ter"}[fixed.IntN(6)] + w + []string{"", "", "an", "nya", "kan", "i"}[fixed.IntN(6)]
			}
			if !seen[w] {
				seen[w] = true
				out = append(out, w)
			}
		}
		return out
	}
	g.words, g.names = make(5000), make(1500)
	g.zipf = rand.NewZipf(g.r, 1.07, 2.7, uint64(len(g.words)-1))
	return g
}

func (g *text) some(n int) string {
	var b strings.Builder
	for i := range n {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(g.words[g.zipf.Uint64()])
	}
	return b.String()
}

func (g *text) form(received time.Time) complaint.Form {
	name := g.names[g.r.IntN(len(g.names))] + " " + g.names[g.r.IntN(len(g.names))]
	return complaint.Form{Kind: "pengaduan", Channel: "tatap_muka", ReceivedAt: received.Format(time.RFC3339), Category: complaint.Categories[g.r.IntN(25)].Value,
		Subject: g.some(5), Narrative: g.some(30 + g.r.IntN(60)), EventPlace: g.some(3), Village: "Gambut", Respondent: g.some(2), Request: g.some(8),
		Reporter: complaint.Reporter{Name: name, IDType: "ktp", IDNumber: fmt.Sprintf("6303%02d%02d%02d%02d%04d", 1+g.r.IntN(20), 1+g.r.IntN(28), 1+g.r.IntN(12), g.r.IntN(99), g.r.IntN(9999)),
			Sex: "P", AgeBand: "31-45", Address: "Jalan " + g.some(2), Phone: fmt.Sprintf("08%010d", g.r.Int64N(1e10))}}
}

// BenchmarkSave is a complaint saved durably: number, entries, projection and
// search in one transaction. After each a bare row, so that both meet the same
// disk: it is the least that a durable save can cost.
func BenchmarkSave(b *testing.B) {
	d := desk(b, "63.03.05", "A")
	g := newText(2)
	for range 200 { // a used register, not an empty one
		if _, _, err := d.save(g.form(d.Now())); err != nil {
			b.Fatal(err)
		}
	}
	bare := bareRow(b)
	var all, least []time.Duration
	took := func(run func() error) time.Duration {
		start := time.Now()
		if err := run(); err != nil {
			b.Fatal(err)
		}
		return time.Since(start)
	}
	for b.Loop() {
		f := g.form(d.Now())
		all = append(all, took(func() error { _, _, err := d.save(f); return err }))
		least = append(least, took(bare))
	}
	percentiles(b, all, 50, 99)
	percentilesOf(b, "bare-", least, 50, 99)
}

// bareRow writes a row of 1 KB in one transaction of a plain SQLite with the same settings.
func bareRow(b *testing.B) func() error {
	db, err := open(filepath.Join(b.TempDir(), "bare.db"), 1)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { db.Close() })
	if _, err := db.Exec("CREATE TABLE row (id INTEGER PRIMARY KEY, body BLOB NOT NULL)"); err != nil {
		b.Fatal(err)
	}
	st, err := db.Prepare("INSERT INTO row (body) VALUES ($1)")
	if err != nil {
		b.Fatal(err)
	}
	body := make([]byte, 1024)
	return func() error {
		_, err := st.Exec(body)
		return err
	}
}

// chained makes entries of another PC as a feed brings them: n complaints of
// two entries each.
func chained(g *text, device string, n int, from int64, prev journal.Hash) ([]journal.Entry, journal.Hash) {
	out := make([]journal.Entry, 0, 2*n)
	for i := range n {
		seq := from + int64(2*i)
		at := time.Date(2026, 1, 2, 1, 0, 0, 0, time.UTC).Add(time.Duration(seq/2) * time.Minute)
		c := id()
		number := complaint.RegisterNumber{Office: "63.03.05", Letter: "A", Year: 2026, Seq: (seq + 1) / 2}.String()
		drafts, err := complaint.Receive(c, id(), number, "garam", g.form(at), clerk, complaint.NewRulebook(calendar.EmbeddedDecrees(), nil).For("63.03.05"), complaint.Promise{})
		if err != nil {
			panic(err)
		}
		for j, d := range drafts {
			e := journal.Entry{ID: d.ID, Stream: c, Office: "63.03.05", Device: device, Seq: seq + int64(j), At: at, Author: "akun-1", Kind: d.Kind, Version: 1, Body: d.Body, Prev: prev, Rev: int64(j + 1)}
			e.Hash = e.Sum()
			prev = e.Hash
			out = append(out, e)
		}
	}
	return out, prev
}

// BenchmarkApply10k brings 10,000 entries of about 1 KB in pages of 1000 into
// an empty desk, with lists and search.
func BenchmarkApply10k(b *testing.B) {
	g := newText(3)
	entries, _ := chained(g, "pc-lain", 5000, 1, journal.Hash{})
	size := 0
	for _, e := range entries {
		size += len(e.Body)
	}
	work := testdb.Work{}
	for b.Loop() {
		b.StopTimer()
		d := desk(b, "kab", "A")
		b.StartTimer()
		work.Begin()
		for at := 0; at < len(entries); at += 1000 {
			if _, err := d.ApplyFeed(ctx, entries[at:at+1000], nil, "masa", int64(at+1000), journal.Hash{}); err != nil {
				b.Fatal(err)
			}
		}
		work.End()
		b.StopTimer()
		d.must(d.Close())
		b.StartTimer()
	}
	b.ReportMetric(work.Micros()/float64(b.N*len(entries)), "cpu-us/entry")
	b.ReportMetric(float64(b.N*len(entries))/b.Elapsed().Seconds(), "entries/s")
	b.ReportMetric(float64(size)/float64(len(entries)), "body-bytes")
}

// bigRegister holds n complaints; LOKET_BENCH_DIR keeps it between runs.
func bigRegister(b *testing.B, n int) *bench {
	b.Helper()
	folder := os.Getenv("LOKET_BENCH_DIR")
	if folder == "" {
		folder = b.TempDir()
	}
	path := filepath.Join(folder, fmt.Sprintf("besar-%d.db", n))
	_, err := os.Stat(path)
	d := openAt(b, testdb.Place{Path: path}, vault.KeysFrom([32]byte{9}), false, begin())
	if err == nil && d.number("SELECT count(*) FROM complaint") == int64(n) {
		return d
	}
	d.must(d.SetDesk(ctx, Desk{Device: "pc-kab", Office: "kab", Letter: "A"}))
	g, start := newText(4), time.Now()
	var prev journal.Hash
	var entries []journal.Entry
	var storing time.Duration
	const page = 2000
	for at := 0; at < n; at += page {
		entries, prev = chained(g, "pc-lain", page, int64(2*at+1), prev)
		began := time.Now()
		if _, err := d.ApplyFeed(ctx, entries, nil, "masa", int64(2*(at+page)), journal.Hash{}); err != nil {
			b.Fatal(err)
		}
		storing += time.Since(began)
	}
	b.Logf("%d complaints built in %v, of which storing %v", n, time.Since(start).Round(time.Second), storing.Round(time.Second))
	return d
}

// BenchmarkSearch200k types words letter by letter into a register of 200,000
// complaints and measures each list with its count.
func BenchmarkSearch200k(b *testing.B) {
	d := bigRegister(b, 200_000)
	g := newText(5)
	digits := func(s string, from, to int) string { return s[:from+g.r.IntN(to-from+1)] }
	kinds := []struct {
		name string
		ask  func() string
	}{
		{"word", func() string { w := g.words[g.zipf.Uint64()]; return w[:min(len(w), 2+g.r.IntN(7))] }},
		{"rare", func() string { w := g.words[g.r.IntN(len(g.words))]; return w[:min(len(w), 2+g.r.IntN(7))] }},
		{"name", func() string { w := g.names[g.r.IntN(len(g.names))]; return w[:min(len(w), 2+g.r.IntN(7))] }},
		{"nik", func() string { return digits(g.form(d.Now()).Reporter.IDNumber, 2, 16) }},
		{"phone", func() string { return digits(g.form(d.Now()).Reporter.Phone, 2, 12) }},
		{"number", func() string { return digits(fmt.Sprintf("%06d", 1+g.r.IntN(200_000)), 2, 6) }},
		{"two", func() string {
			w, n := g.words[g.zipf.Uint64()], g.names[g.r.IntN(len(g.names))]
			return w + " " + n[:min(len(n), 2+g.r.IntN(4))]
		}},
	}
	of := map[string][]time.Duration{}
	var all []time.Duration
	i := 0
	for b.Loop() {
		k := kinds[i%len(kinds)]
		i++
		q := k.ask()
		start := time.Now()
		if _, _, _, err := d.List(ctx, Filter{Query: q}); err != nil {
			b.Fatal(err)
		}
		took := time.Since(start)
		all, of[k.name] = append(all, took), append(of[k.name], took)
	}
	percentiles(b, all, 50, 95, 99)
	for _, k := range kinds {
		slices.Sort(of[k.name])
		b.ReportMetric(float64(of[k.name][len(of[k.name])*95/100].Microseconds())/1000, k.name+"-p95-ms")
	}
}

// BenchmarkRebuild200k makes lists and search of 200,000 complaints anew. Run
// it with -benchtime 1x.
func BenchmarkRebuild200k(b *testing.B) {
	d := bigRegister(b, 200_000)
	for b.Loop() {
		d.must(d.Rebuild(ctx))
	}
}

// BenchmarkList200k is the first page without a query, with its count.
func BenchmarkList200k(b *testing.B) {
	d := bigRegister(b, 200_000)
	for _, f := range []Filter{{}, {OpenOnly: true}, {Sort: "newest"}, {Sort: "received"}, {States: []string{"received"}, Categories: []string{"desa"}}} {
		b.Run(fmt.Sprintf("open=%v,sort=%s,states=%d", f.OpenOnly, f.Sort, len(f.States)), func(b *testing.B) {
			for b.Loop() {
				if _, _, _, err := d.List(ctx, f); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkAlike200k asks a register of 200,000 complaints, 1,440 of them a day,
// for what may be like one that is typed.
func BenchmarkAlike200k(b *testing.B) {
	d := bigRegister(b, 200_000)
	g := newText(6)
	last := time.Date(2026, 1, 2, 1, 0, 0, 0, time.UTC).Add(200_000 * time.Minute)
	var all []time.Duration
	for b.Loop() {
		f := g.form(last)
		on := calendar.DateIn(last, d.Zone())
		start := time.Now()
		traits := complaint.TraitsOf(complaint.Matter{Name: f.Reporter.Name, NIK: f.Reporter.IDNumber, Phone: f.Reporter.Phone, Subject: f.Subject, Narrative: f.Narrative, Place: f.EventPlace, On: on})
		rows, err := d.Alike(ctx, Probe{Numbers: traits.Numbers(), Words: traits.Words(), From: on.AddDays(-30), To: on.AddDays(30), Most: 40})
		if err != nil || len(rows) == 0 {
			b.Fatal(len(rows), err)
		}
		for _, r := range rows {
			v := r.Snapshot.Values
			traits.Like(complaint.TraitsOf(complaint.Matter{Name: v["reporter.name"], NIK: v["reporter.idNumber"], Subject: v["subject"], Narrative: v["narrative"], Place: v["eventPlace"], On: on}))
		}
		all = append(all, time.Since(start))
	}
	percentiles(b, all, 50, 95)
}
