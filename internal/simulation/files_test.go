package simulation

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/uuid"

	"loketaduan/internal/auth"
	"loketaduan/internal/central"
	"loketaduan/internal/complaint"
	"loketaduan/internal/exchange"
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

// showsFiles: what the clerk sees of the files that are not there yet, the last
// of which may just have arrived.
func (d *desk) showsFiles(c *complaint.Complaint, left int) {
	d.t.Helper()
	w, err := d.Waiting(context.Background())
	if err != nil || len(w.Files) > left || len(w.Files) < left-1 || w.Status.Files != len(w.Files) {
		d.t.Fatalf("%d files shown and %d counted of %d: %v", len(w.Files), w.Status.Files, left, err)
	}
	for i, x := range w.Files {
		if x.Number != c.Number || !x.Here || x.Sent >= x.Size || i > 0 && x.Sent > w.Files[0].Sent || !strings.HasPrefix(x.Name, "lampiran ") {
			d.t.Fatalf("%+v", x)
		}
	}
}

// TestFilesOverABadLine: 20 files of 5 MB over 64 kbit/s, cut every 30 s, with
// a complaint every ten minutes. All arrive, at most 5 % goes twice, and text
// is at the regency within a minute.
func TestFilesOverABadLine(t *testing.T) {
	files, size := 20, 5<<20
	if testing.Short() {
		files, size = 4, 1<<20
	}
	// What packs is shared by the whole process, so it may not begin in the bubble.
	if _, err := exchange.Unpack("zstd", exchange.Pack(make([]byte, 1000))); err != nil {
		t.Fatal(err)
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
			d.showsFiles(c, files-there)
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

// TestFilesOfOthers: small ones come by themselves, large ones when asked for,
// and none to an office that the complaint was not sent to.
func TestFilesOfOthers(t *testing.T) {
	r := newRegency(t, martapura, gambut)
	a := newDesk(t, office.SetUp{Code: r.code(martapura.Code)})
	b := newDesk(t, office.SetUp{Code: r.code(martapura.Code)})
	far := newDesk(t, office.SetUp{Code: r.code(gambut.Code)})
	c := a.record("Ahmad Fauzi", "Jalan rusak")
	a.attach(c.ID, 200_000, 1)
	a.attach(c.ID, 3<<20, 2)
	eventually(t, "both at the regency", func() bool { there, _ := a.received(c.ID); return there == 2 })
	eventually(t, "the small one at the other desk", func() bool { _, here := b.received(c.ID); return here == 1 })
	eventually(t, "the large one known there", func() bool { files, err := b.FilesOf(t.Context(), c.ID); return err == nil && len(files) == 2 })
	files, err := b.FilesOf(t.Context(), c.ID)
	if err != nil || len(files) != 2 || files[0].Size != 200_000 || !files[0].Here || files[1].Here {
		t.Fatalf("%+v %v", files, err)
	}
	if _, _, err := b.OpenFile(t.Context(), c.ID, files[1].Entry); fault.Of(err).Code != "file.missing" {
		t.Fatal(err)
	}
	if err := b.FetchFile(t.Context(), c.ID, files[1].Entry); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the large one when asked for", func() bool { _, here := b.received(c.ID); return here == 2 })
	for _, x := range files {
		mine, one, err1 := a.OpenFile(t.Context(), c.ID, x.Entry)
		_, two, err2 := b.OpenFile(t.Context(), c.ID, x.Entry)
		if err := errors.Join(err1, err2); err != nil {
			t.Fatal(err)
		}
		w, _ := io.ReadAll(one)
		g, err := io.ReadAll(two)
		if err != nil || !bytes.Equal(w, g) || int64(len(g)) != mine.Size {
			t.Fatal("not the same content", err)
		}
		one.Close()
		two.Close()
	}
	// the same content from another desk is there at once, and goes only once
	d := b.record("Noor", "Lampu mati")
	b.attach(d.ID, 200_000, 1)
	eventually(t, "known at once", func() bool { there, _ := b.received(d.ID); return there == 1 })

	// to an office that does not have it the id could be that of a form
	if theirs, err := far.FilesOf(t.Context(), c.ID); err != nil || len(theirs) > 0 {
		t.Fatal(theirs, err)
	}
	if _, _, err := far.OpenFile(t.Context(), c.ID, files[0].Entry); err == nil || fault.Of(err).Kind != fault.NotFound {
		t.Fatal(err)
	}
	a.must(c.ID, complaint.KVerified, complaint.Body{})
	a.must(c.ID, complaint.KForwarded, complaint.Body{Office: gambut.Code})
	eventually(t, "the small one at the office it was forwarded to", func() bool { _, here := far.received(c.ID); return here == 1 })

	// a server that lost its files gets them again
	r.stop()
	if err := os.RemoveAll(filepath.Join(r.dir, "berkas")); err != nil {
		t.Fatal(err)
	}
	r.start()
	if err := a.ResendFiles(t.Context()); err != nil {
		t.Fatal(err)
	}
	eventually(t, "refilled", func() bool { there, _ := a.received(c.ID); return there == 2 })
	size := 0
	filepath.WalkDir(filepath.Join(r.dir, "berkas"), func(_ string, e fs.DirEntry, _ error) error {
		if !e.IsDir() {
			size++
		}
		return nil
	})
	if size != 2 {
		t.Fatalf("%d files on the server, want 2", size)
	}
}
