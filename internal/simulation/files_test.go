package simulation

import (
	"context"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"net/http"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/uuid"

	"loketaduan/internal/auth"
	"loketaduan/internal/central"
	"loketaduan/internal/fault"
	"loketaduan/internal/office"
	"loketaduan/internal/store"
	"loketaduan/internal/vault"
)

// far is a regency behind a link, in simulated time.
type far struct {
	t       *testing.T
	link    *thinLine
	store   *store.Store
	central *central.Server
	http    *http.Server
	clients []*http.Transport
}

func newFar(t *testing.T, rate int, offices ...store.Office) *far {
	t.Helper()
	time.Sleep(time.Date(2026, 11, 23, 1, 0, 0, 0, time.UTC).Sub(time.Now())) // the bubble begins in 2000
	ctx := context.Background()
	f := &far{t: t, link: newThinLine(rate)}
	var err error
	if f.store, err = store.Open(ctx, store.Options{Path: filepath.Join(t.TempDir(), "pusat.db"), Keys: vault.NewKeys(), Server: true}); err != nil {
		t.Fatal(err)
	}
	key, err := central.SigningKey(ctx, f.store)
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range offices {
		if err := f.store.AddOffice(ctx, o); err != nil {
			t.Fatal(err)
		}
	}
	f.central = central.New(f.store, key, central.Options{})
	f.http = &http.Server{Handler: f.central}
	go f.http.Serve(f.link)
	return f
}

// desk connects a new PC over the link.
func (f *far) desk(of store.Office) *desk {
	f.t.Helper()
	code, err := f.central.NewCode(context.Background(), of.Code, "http://127.0.0.1:1", nil)
	if err != nil {
		f.t.Fatal(err)
	}
	transport := &http.Transport{DialContext: f.link.Dial, DisableCompression: true, MaxIdleConnsPerHost: 2, ResponseHeaderTimeout: time.Minute, IdleConnTimeout: 90 * time.Second}
	f.clients = append(f.clients, transport)
	dir := f.t.TempDir()
	o, err := office.Open(context.Background(), office.Config{Dir: dir, Cost: cheap, Transport: transport})
	if err != nil {
		f.t.Fatal(err)
	}
	d := &desk{Desk: o, t: f.t, dir: dir}
	if _, err := d.SetUp(context.Background(), office.SetUp{Code: code.String(),
		First: office.NewAccount{Name: "Siti Aminah", Username: "siti", Role: auth.Admin, Password: "kata-sandi-siti", Again: "kata-sandi-siti"}}); err != nil {
		f.t.Fatal(fault.Of(err).Message, err)
	}
	return d
}

// end lets every goroutine of the bubble go.
func (f *far) end(desks ...*desk) {
	for _, d := range desks {
		d.Close()
	}
	for _, c := range f.clients {
		c.CloseIdleConnections()
	}
	f.central.Close()
	f.http.Close()
	f.link.cut()
	f.store.Close()
	time.Sleep(time.Minute) // simulated: whatever still waits for its time
}

func (d *desk) attach(id string, size int, seed uint64) {
	d.t.Helper()
	b := make([]byte, size)
	r := rand.New(rand.NewPCG(seed, 1))
	for i := 0; i+8 <= len(b); i += 8 {
		binary.LittleEndian.PutUint64(b[i:], r.Uint64())
	}
	copy(b, "%PDF-1.7")
	if _, err := d.AttachBytes(context.Background(), id, uuid.Must(uuid.NewV7()).String(), fmt.Sprintf("lampiran %d.pdf", seed), b); err != nil {
		d.t.Fatal(fault.Of(err).Message, err)
	}
}

// received counts files of a complaint that the regency holds, and those here.
func (d *desk) received(id string) (there, here int) {
	d.t.Helper()
	files, err := d.FilesOf(context.Background(), id)
	if err != nil {
		return 0, 0
	}
	for _, x := range files {
		if x.Received {
			there++
		}
		if x.Here {
			here++
		}
	}
	return there, here
}

// TestFilesOverABadLine: 20 files of 5 MB over 64 kbit/s, cut every 30 s, with
// a complaint every ten minutes. All arrive, at most 5 % goes twice, and text
// is at the regency within a minute.
func TestFilesOverABadLine(t *testing.T) {
	files, size := 20, 5<<20
	if testing.Short() {
		files, size = 4, 1<<20
	}
	synctest.Test(t, func(t *testing.T) {
		const rate = 8000 // 64 kbit/s
		f := newFar(t, rate, martapura)
		d := f.desk(martapura)
		c := d.record("Ahmad Fauzi", "Jalan rusak")
		for i := range files {
			d.attach(c.ID, size, uint64(i+1))
		}
		ended := make(chan struct{})
		go func() {
			for {
				select {
				case <-time.After(30 * time.Second):
					f.link.cut()
				case <-ended:
					return
				}
			}
		}()
		began := time.Now()
		up0, _ := f.link.counted()
		worst, written := time.Duration(0), 0
		total := int64(files) * int64(size)
		least := time.Duration(total/rate) * time.Second
		for {
			time.Sleep(10 * time.Minute)
			there, _ := d.received(c.ID)
			if there == files {
				break
			}
			if time.Since(began) > 2*least+time.Hour {
				t.Fatalf("only %d of %d files after %s", there, files, time.Since(began))
			}
			text := d.record(fmt.Sprintf("Warga %d", written), "Lampu jalan mati di depan pasar, sudah seminggu lebih")
			at := time.Now()
			for {
				if _, ok, _ := f.store.EntryHash(context.Background(), text.ID); ok {
					break
				}
				if time.Since(at) > time.Hour {
					t.Fatal("text never arrives")
				}
				time.Sleep(time.Second)
			}
			worst, written = max(worst, time.Since(at)), written+1
		}
		close(ended)
		up, down := f.link.counted()
		took := time.Since(began)
		twice := float64(up-up0)/float64(total) - 1
		t.Logf("%d files of %d KB: %s simulated, %s is the least; %d bytes up for %d (%.1f %% more, headers and %d complaints included), %d down; text after %s at worst",
			files, size>>10, took, least, up-up0, total, 100*twice, written, down, worst)
		if twice > 0.05 {
			t.Errorf("%.1f %% more bytes than the files have", 100*twice)
		}
		if worst > time.Minute {
			t.Errorf("text waited %s", worst)
		}
		if r, err := f.store.VerifyJournal(context.Background()); err != nil || r.Bad != "" {
			t.Error(err, r.Bad)
		}
		f.end(d)
	})
}
