package central

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"loketaduan/internal/complaint"
	"loketaduan/internal/exchange"
	"loketaduan/internal/journal"
	"loketaduan/internal/store"
	"loketaduan/internal/testdb"
)

const benchEntries = 10_000

// words that complaints are made of; drawn at random, so that the packing is
// not flattered by repeated sentences.
var words = strings.Fields(`jalan rusak berlubang di depan pasar pagi sejak dua minggu lalu warga sudah melapor ke kantor desa tetapi belum ada
tanggapan mohon segera diperbaiki karena membahayakan pengendara terutama malam hari lampu penerangan mati air bersih tidak mengalir
tiga hari petugas meminta biaya tambahan pengurusan surat keterangan ahli waris padahal seharusnya gratis antrean terlalu lama loket
hanya satu yang dibuka bantuan sosial tidak tepat sasaran keluarga mampu menerima sedangkan janda lansia tidak terdaftar sampah menumpuk
bau menyengat saluran tersumbat banjir setiap hujan deras jembatan kayu lapuk anak sekolah takut menyeberang guru jarang masuk puskesmas
kehabisan obat dokter datang siang pelayanan kurang ramah sertifikat tanah belum selesai setahun berkas hilang sungai tercemar limbah
pabrik ikan mati petani gagal panen pupuk langka harga mahal tiang listrik miring kabel menjuntai kebisingan mesin malam tetangga`)

func sentence(r *rand.Rand, n int) string {
	out := make([]string, n)
	for i := range out {
		out[i] = words[r.IntN(len(words))]
	}
	out[0] = strings.ToUpper(out[0][:1]) + out[0][1:]
	return strings.Join(out, " ") + "."
}

// complaints gives n receipts of about 1 KB each.
func complaints(n int) []journal.Draft {
	r := rand.New(rand.NewPCG(63, 3))
	out := make([]journal.Draft, n)
	for i := range out {
		number := complaint.RegisterNumber{Office: martapura, Letter: "A", Year: 2026, Seq: int64(i + 1)}.String()
		body, err := json.Marshal(complaint.Body{Number: number, Set: map[string]string{
			"kind": "pengaduan", "channel": "tatap_muka", "receivedAt": fmt.Sprintf("2026-11-%02dT%02d:%02d:00+08:00", 1+r.IntN(28), 8+r.IntN(8), r.IntN(60)),
			"subject": sentence(r, 6), "narrative": sentence(r, 70), "eventPlace": "Jl. " + sentence(r, 3), "village": fmt.Sprintf("63.03.05.%04d", 2000+r.IntN(26)),
			"category": []string{"infrastruktur", "kependudukan", "kesehatan", "sosial"}[r.IntN(4)], "respondent": sentence(r, 4), "request": sentence(r, 12),
		}})
		if err != nil {
			panic(err)
		}
		out[i] = journal.Draft{ID: uuid.Must(uuid.NewV7()).String(), Kind: complaint.KReceived, Version: 1, Body: body}
	}
	return out
}

// filled is a desk with benchEntries unsent entries.
func filled(b *testing.B, c *town) *pc {
	p := c.enrol(martapura)
	_, err := p.st.Update(context.Background(), func(tx *store.Tx) error {
		for _, d := range complaints(benchEntries) {
			if err := tx.Append(d.ID, "a1", []journal.Draft{d}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	return p
}

// pushAll sends as the loop does: the batch grows while the line is quick.
func pushAll(b testing.TB, p *pc, entries []journal.Entry, mark bool) {
	ctx := context.Background()
	state, outs := exchange.State{}.Step(exchange.Input{Event: exchange.Start})
	state, outs = state.Step(exchange.Input{Event: exchange.HelloDone})
	for rest := entries; len(rest) > 0; {
		out := exchange.Outgoing{Prev: rest[0].Prev, Entries: rest[:min(len(rest), outs[0].Max)]}
		a, sent, err := p.client.Push(ctx, out, outs[0].Bytes)
		if err != nil {
			b.Fatal(err)
		}
		if mark {
			if err := p.Acked(ctx, sent, a); err != nil {
				b.Fatal(err)
			}
		}
		rest = rest[len(sent):]
		state, outs = state.Step(exchange.Input{Event: exchange.PushDone, More: true})
	}
}

// BenchmarkPush10k is the exchange alone: client, HTTP, checks, chain, sealed
// store, feed, fsync. The desk's own reading and marking is left out.
func BenchmarkPush10k(b *testing.B) { benchPush(b, false) }

// BenchmarkPushPostgres10k is the same with the server on PostgreSQL. Give it
// one whose commits reach the disk, as build/bench does.
func BenchmarkPushPostgres10k(b *testing.B) {
	b.Run("postgres", func(b *testing.B) { benchPush(b, false) })
}

// BenchmarkPushMarked10k is what a PC waits for: with the acknowledgements
// and projections stored at the desk, on the same two cores.
func BenchmarkPushMarked10k(b *testing.B) { benchPush(b, true) }

func benchPush(b *testing.B, mark bool) {
	var p *pc
	var before exchange.Traffic
	work := testdb.Work{}
	for b.Loop() {
		b.StopTimer()
		p = filled(b, newTown(b))
		entries, _, _, err := p.st.PendingEntries(context.Background(), benchEntries)
		if err != nil || len(entries) != benchEntries {
			b.Fatal(len(entries), err)
		}
		before = p.client.Traffic()
		b.StartTimer()
		work.Begin()
		pushAll(b, p, entries, mark)
		work.End()
	}
	t := p.client.Traffic()
	b.ReportMetric(work.Micros()/float64(benchEntries*b.N), "cpu-us/entry")
	b.ReportMetric(float64(benchEntries*b.N)/b.Elapsed().Seconds(), "entries/s")
	b.ReportMetric(float64(t.Sent-before.Sent+t.Received-before.Received)/benchEntries, "bytes/entry")
	b.ReportMetric(float64(t.Requests-before.Requests), "requests")
}

// BenchmarkPull10k brings an empty desk up to date, projections and search
// built.
func BenchmarkPull10k(b *testing.B) { benchPull(b, true) }

// BenchmarkFill10k brings a new PC up to date as its loop does: from the newest
// complaint down.
func BenchmarkFill10k(b *testing.B) {
	benchNew(b, func(q *pc) {
		q.untilQuiet()
		if n, err := q.st.Count(context.Background(), store.Filter{}); err != nil || n != benchEntries {
			b.Fatal(n, err)
		}
	})
}

// untilQuiet does all that the loop would, until only waiting is left.
func (p *pc) untilQuiet() {
	p.t.Helper()
	carrier := exchange.Carrier{Client: p.client, Desk: p, Ahead: true}
	state, outs := exchange.State{}.Step(exchange.Input{Event: exchange.Start, Now: time.Now()})
	for {
		busy := slices.IndexFunc(outs, func(o exchange.Output) bool { return o.Do != exchange.DoWait && o.Do != exchange.SleepUntil })
		if busy < 0 {
			return
		}
		in := carrier.Do(context.Background(), outs[busy])
		if in.Event == exchange.Failed {
			p.t.Fatal(outs[busy].Do, in.Fault)
		}
		in.Now = time.Now()
		state, outs = state.Step(in)
	}
}

// BenchmarkPullOnly10k is the exchange alone: everything checked, nothing stored.
func BenchmarkPullOnly10k(b *testing.B) { benchPull(b, false) }

func benchPull(b *testing.B, apply bool) {
	benchNew(b, func(q *pc) {
		if apply {
			if err := q.pull(exchange.MaxPage); err != nil {
				b.Fatal(err)
			}
			return
		}
		var from exchange.Cursor
		for {
			got, err := q.client.Pull(context.Background(), from, exchange.MaxPage, q.OwnHash)
			if err != nil {
				b.Fatal(err)
			}
			from = got.Page.Cursor
			if !got.More() {
				break
			}
		}
	})
}

// benchNew has a new PC of an office get what the office has.
func benchNew(b *testing.B, get func(*pc)) {
	c := newTown(b)
	p := filled(b, c)
	entries, _, _, err := p.st.PendingEntries(context.Background(), benchEntries)
	if err != nil {
		b.Fatal(err)
	}
	pushAll(b, p, entries, false)
	var q *pc
	var before exchange.Traffic
	work := testdb.Work{}
	for b.Loop() {
		b.StopTimer()
		q = c.enrol(martapura)
		before = q.client.Traffic()
		b.StartTimer()
		work.Begin()
		get(q)
		work.End()
	}
	t := q.client.Traffic()
	b.ReportMetric(work.Micros()/float64(benchEntries*b.N), "cpu-us/entry")
	b.ReportMetric(float64(benchEntries*b.N)/b.Elapsed().Seconds(), "entries/s")
	b.ReportMetric(float64(t.Sent-before.Sent+t.Received-before.Received)/benchEntries, "bytes/entry")
	b.ReportMetric(float64(t.Requests-before.Requests), "requests")
}

// The budget of the wire, held in every test run: bytes and requests do not
// depend on the machine.
func TestWireBudget(t *testing.T) {
	if testing.Short() {
		t.Skip()
	}
	drafts := complaints(benchEntries)
	c := newTown(t)
	p := c.enrol(martapura)
	var prev journal.Hash
	entries := make([]journal.Entry, len(drafts))
	plain := 0
	for i, d := range drafts {
		e := journal.Entry{ID: d.ID, Stream: d.ID, Office: martapura, Device: p.answer.Device, Seq: int64(i + 1), At: c.srv.o.Now().UTC(), Author: "0192f0c1-2222-7aaa-8bbb-000000000001",
			Kind: d.Kind, Version: 1, Body: d.Body, Prev: prev}
		e.Hash = e.Sum()
		entries[i], prev = e, e.Hash
		plain += len(d.Body)
	}
	before := p.client.Traffic()
	pushAll(t, p, entries, false)
	after := p.client.Traffic()
	bytes, requests := (after.Sent-before.Sent+after.Received-before.Received)/benchEntries, after.Requests-before.Requests
	t.Logf("%d bytes of body, %d bytes on the wire an entry, %d requests", plain/benchEntries, bytes, requests)
	if requests > 25 {
		t.Errorf("%d requests for %d entries, want at most 25", requests, benchEntries)
	}
}
