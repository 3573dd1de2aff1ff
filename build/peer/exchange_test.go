package peer

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"loketaduan/internal/complaint"
)

const (
	runs = 3
	many = 10_000
	few  = 200
)

// The slow line: 64 kbit/s and 300 ms each way, broken about every 20 s and then
// gone for 2 s. The first break of the runs is spread evenly over those 20 s, or
// three runs would tell more of luck than of the sides. What has not arrived in
// time counts as patience.
const (
	slowRate  = 64_000 / 8
	slowDelay = 300 * time.Millisecond
	slowApart = 20 * time.Second
	slowPause = 2 * time.Second
	patience  = 3 * time.Minute
)

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

// documents writes n complaints of about 1 KB each into a file, one in about
// ten minutes, the same in every run. It gives the last one's id and narrative.
func documents(t *testing.T, n int) (file, id, narrative string) {
	t.Helper()
	r := rand.New(rand.NewPCG(63, 3))
	at := time.Date(2026, 9, 1, 0, 0, 0, 0, time.UTC)
	file = filepath.Join(t.TempDir(), "documents.jsonl")
	f, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	out := json.NewEncoder(f)
	size := 0
	for i := range n {
		at = at.Add(time.Duration(r.Int64N(int64(20 * time.Minute)))).Truncate(time.Millisecond)
		narrative = sentence(r, 70)
		body, err := json.Marshal(complaint.Body{Number: complaint.RegisterNumber{Office: officeCode, Letter: "A", Year: 2026, Seq: int64(i + 1)}.String(), Set: map[string]string{
			"kind": "pengaduan", "channel": "tatap_muka", "receivedAt": at.Format(time.RFC3339),
			"subject": sentence(r, 6), "narrative": narrative, "eventPlace": "Jl. " + sentence(r, 3), "village": fmt.Sprintf("%s.%04d", officeCode, 2000+r.IntN(26)),
			"category": []string{"infrastruktur", "kependudukan", "kesehatan", "sosial"}[r.IntN(4)], "respondent": sentence(r, 4), "request": sentence(r, 12),
		}})
		if err != nil {
			t.Fatal(err)
		}
		ms := fmt.Sprintf("%012x", at.UnixMilli())
		id = fmt.Sprintf("%s-%s-7%03x-a%03x-%012x", ms[:8], ms[8:], r.IntN(1<<12), r.IntN(1<<12), r.Int64N(1<<48)) // UUIDv7
		size += len(body)
		if err := out.Encode(document{ID: id, At: at, Body: body}); err != nil {
			t.Fatal(err)
		}
	}
	fmt.Printf("# %d documents, %d bytes each\n", n, size/n)
	return file, id, narrative
}

// begin skips unless the script has prepared everything, and gives a context
// that ends with a signal: what was started must not outlive this program.
func begin(t *testing.T) context.Context {
	t.Helper()
	for _, name := range []string{"LOKET_PEER_SERVER", "LOKET_PEER_POUCHDB", "LOKET_PEER_SCRIPTS"} {
		if os.Getenv(name) == "" {
			t.Skip("bash build/bench exchange slow runs it")
		}
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	t.Cleanup(stop)
	return ctx
}

// figures of one run, by unit.
type figures map[string]float64

// eachSide measures the sides in turn, so that a busy minute of the machine
// meets both, and prints every run and then the medians as `go test -bench` does.
func eachSide(t *testing.T, measure func(t *testing.T, s side, run int) figures) {
	all := map[string]map[string][]float64{}
	for run := range runs {
		for _, s := range sides {
			t.Run(s.name+strconv.Itoa(run+1), func(t *testing.T) {
				got := measure(t, s, run)
				if all[s.name] == nil {
					all[s.name] = map[string][]float64{}
				}
				one := map[string][]float64{}
				for unit, v := range got {
					all[s.name][unit] = append(all[s.name][unit], v)
					one[unit] = []float64{v}
				}
				show("# "+s.name, 1, one)
			})
			if t.Failed() {
				return
			}
		}
	}
	for _, s := range sides {
		show(s.name, runs, all[s.name])
	}
}

func show(name string, n int, all map[string][]float64) {
	line := fmt.Sprintf("%s %d", name, n)
	units := make([]string, 0, len(all))
	for unit := range all {
		units = append(units, unit)
	}
	slices.Sort(units)
	for _, unit := range units {
		line += fmt.Sprintf(" %.4g %s", median(all[unit]), unit)
		if n > 1 {
			line += fmt.Sprintf(" %.4g %s-most", slices.Max(all[unit]), unit)
		}
	}
	fmt.Println(line)
}

func median(v []float64) float64 {
	v = slices.Sorted(slices.Values(v))
	return (v[(len(v)-1)/2] + v[len(v)/2]) / 2
}

// place of a run: a server behind a line.
func place(ctx context.Context, t *testing.T, s side) (dir string, l *line, server *process) {
	t.Helper()
	dir = t.TempDir()
	for _, name := range []string{"server", "a", "b"} {
		if err := os.Mkdir(filepath.Join(dir, name), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	server, at := s.serve(ctx, t, filepath.Join(dir, "server"))
	return dir, newLine(t, at), server
}

func TestExchange(t *testing.T) {
	ctx := begin(t)
	file, id, narrative := documents(t, many)
	eachSide(t, func(t *testing.T, s side, _ int) figures {
		got := figures{}
		dir, l, server := place(ctx, t, s)
		a := s.desk(ctx, t, filepath.Join(dir, "server"), filepath.Join(dir, "a"), l)
		b := s.desk(ctx, t, filepath.Join(dir, "server"), filepath.Join(dir, "b"), l)
		crossed := func(before int64) float64 { return float64(l.bytes.Load()-before) / many }

		// A desk that recorded for weeks without a line gets it back.
		l.shut()
		a.must(order{Do: "fill", File: file, N: many})
		a.must(order{Do: "start"})
		time.Sleep(time.Second) // for the disk to come to rest
		l.open()
		before := l.bytes.Load()
		wall, cpu := a.timed(order{Do: "push", N: many, ID: id}, server)
		got["push-entries/s"], got["push-cpu-s"] = many/wall.Seconds(), cpu.Seconds()
		got["push-bytes/entry"] = crossed(before)
		before = l.bytes.Load()
		a.must(order{Do: "echo"})
		l.quiet(500 * time.Millisecond)
		got["echo-bytes/entry"] = crossed(before)
		a.must(order{Do: "stop"})

		l.shut()
		b.must(order{Do: "start"})
		time.Sleep(time.Second)
		l.open()
		before = l.bytes.Load()
		wall, cpu = b.timed(order{Do: "pull", N: many, ID: id, Text: narrative}, server)
		got["pull-entries/s"], got["pull-cpu-s"] = many/wall.Seconds(), cpu.Seconds()
		got["pull-bytes/entry"] = crossed(before)

		// Both are there and have nothing to do; then a clerk writes a note.
		a.must(order{Do: "start"})
		a.must(order{Do: "live"})
		b.must(order{Do: "live"})
		var times, sizes []float64
		for i := range 5 {
			l.quiet(1500 * time.Millisecond)
			before := l.bytes.Load()
			text := fmt.Sprintf("Catatan %d: warga menelepon lagi.", i+1)
			began := time.Now()
			a.must(order{Do: "note", ID: id, Text: text})
			b.sees(text)
			times = append(times, float64(time.Since(began).Milliseconds()))
			l.quiet(1500 * time.Millisecond)
			sizes = append(sizes, float64(l.bytes.Load()-before))
		}
		got["note-ms"], got["note-bytes"] = median(times), median(sizes)
		for _, c := range []*child{a, b} {
			c.must(order{Do: "stop"})
		}
		return got
	})
}

// sees waits until the desk has shown the note.
func (c *child) sees(text string) {
	c.t.Helper()
	late := time.After(time.Minute)
	for {
		select {
		case got := <-c.seen:
			if got == text {
				return
			}
		case <-late:
			c.t.Fatalf("never seen: %s", text)
		case <-c.ctx.Done():
			c.t.Fatal(c.ctx.Err())
		}
	}
}

func TestSlowLine(t *testing.T) {
	ctx := begin(t)
	file, id, _ := documents(t, few)
	eachSide(t, func(t *testing.T, s side, run int) figures {
		dir, l, _ := place(ctx, t, s)
		a := s.desk(ctx, t, filepath.Join(dir, "server"), filepath.Join(dir, "a"), l)
		l.shut()
		a.must(order{Do: "fill", File: file, N: few})
		a.must(order{Do: "start"})
		first := slowApart * time.Duration(2*run+1) / (2 * runs)
		l.slowDown(slowRate, slowDelay, first, slowApart, slowPause, uint64(run+1))
		l.open()
		before, began := l.bytes.Load(), time.Now()
		var err error
		if s.name == "Ours" {
			err = a.ask(order{Do: "push", N: few, ID: id}, patience)
		} else {
			err = untilPeerHas(ctx, a, l.target)
		}
		took := time.Since(began)
		got := figures{"slow-s": took.Seconds(), "slow-bytes/entry": float64(l.bytes.Load()-before) / few, "slow-cuts": float64(l.cuts.Load())}
		if err != nil && took < patience {
			t.Fatal(err)
		}
		return got
	})
}

// untilPeerHas asks the peer's server itself: the peer is not charged for the
// way of its last acknowledgement, ours is.
func untilPeerHas(ctx context.Context, a *child, server string) error {
	a.must(order{Do: "pushUntilDone"})
	for end := time.Now().Add(patience); ; time.Sleep(100 * time.Millisecond) {
		n, err := peerCount(ctx, server)
		if err != nil || n >= few {
			return err
		}
		if time.Now().After(end) {
			return fmt.Errorf("%d of %d after %v", n, few, patience)
		}
	}
}
