package simulation

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"reflect"
	"sync/atomic"
	"testing"

	"github.com/google/uuid"

	"loketaduan/internal/auth"
	"loketaduan/internal/complaint"
	"loketaduan/internal/fault"
	"loketaduan/internal/office"
	"loketaduan/internal/store"
	"loketaduan/internal/testdb"
)

// gate is the line of a PC that lets so many pages downwards through.
type gate struct {
	pages atomic.Int64
	more  chan struct{}
	cut   atomic.Bool // nothing goes at all
}

func (g *gate) RoundTrip(r *http.Request) (*http.Response, error) {
	if g.cut.Load() {
		return nil, errRefused
	}
	if r.URL.Path == "/v1/fill" {
		select {
		case <-g.more:
			g.pages.Add(1)
		case <-r.Context().Done():
			return nil, r.Context().Err()
		}
	}
	return http.DefaultTransport.RoundTrip(r)
}

// let lets pages through, and waits until they went.
func (g *gate) let(t *testing.T, pages int64) {
	t.Helper()
	want := g.pages.Load() + pages
	go func() {
		for range pages {
			g.more <- struct{}{}
		}
	}()
	eventually(t, "pages downwards", func() bool { return g.pages.Load() >= want })
}

// open lets everything through from now on.
func (g *gate) open() { close(g.more) }

func openGated(t *testing.T, dir string, g *gate) *desk {
	t.Helper()
	o, err := office.Open(context.Background(), office.Config{Dir: dir, Cost: cheap, Transport: g})
	if err != nil {
		t.Fatal(err)
	}
	d := &desk{Desk: o, t: t, dir: dir}
	t.Cleanup(func() { d.Close() })
	return d
}

// newcomer is a new PC of the office.
func newcomer(t *testing.T, r *regency, g *gate) *desk {
	t.Helper()
	b := openGated(t, t.TempDir(), g)
	_, err := b.SetUp(context.Background(), office.SetUp{Code: r.code(martapura.Code),
		First: office.NewAccount{Name: "Rahmah Yanti", Username: "rahmah", Role: auth.Admin, Password: password, Again: password}})
	if err != nil {
		t.Fatal(fault.Of(err).Message, err)
	}
	return b
}

// years writes n complaints at a, and acts on old and new ones.
func years(a *desk, n int) (ids []string) {
	a.t.Helper()
	for i := range n {
		ids = append(ids, a.record(fmt.Sprintf("Warga %d", i), fmt.Sprintf("Masalah nomor %d", i)).ID)
		if i%3 == 0 {
			a.must(ids[i*5%len(ids)], complaint.KNoted, complaint.Body{Text: fmt.Sprintf("Catatan %d", i)})
		}
	}
	eventually(a.t, "the regency has all", func() bool { return a.unsent() == 0 })
	return ids
}

func (d *desk) filling() office.Fill {
	d.t.Helper()
	s, err := d.Status(context.Background())
	if err != nil {
		d.t.Fatal(err)
	}
	return s.Fill
}

// shows how many complaints there are, each held to be as a has it.
func (d *desk) shows(a *desk) int {
	d.t.Helper()
	rows, total, _, err := d.List(context.Background(), store.Filter{Limit: 1000})
	if err != nil {
		d.t.Fatal(err)
	}
	for _, row := range rows {
		if !same(a, d, row.ID) {
			d.t.Fatalf("%s is another one at the new PC", row.Number)
		}
	}
	return total
}

func (d *desk) verified() {
	d.t.Helper()
	if v, err := d.VerifyJournal(context.Background()); err != nil || v.Bad != "" {
		d.t.Fatal(err, v.Bad)
	}
}

// twins holds that both PCs show the same; of complaints of the same minute the
// one that came first is not the same at both.
func twins(a, b *desk) {
	a.t.Helper()
	of := func(d *desk) map[string][]any {
		all, out := d.state(), map[string][]any{}
		for i := 2; i+2 < len(all); i += 3 {
			out[all[i].(store.Row).ID] = all[i : i+3]
		}
		return out
	}
	x, y := of(a), of(b)
	for id := range x {
		if !reflect.DeepEqual(x[id], y[id]) {
			a.t.Fatalf("the two PCs differ:\n%+v\n%+v", x[id], y[id])
		}
	}
	if len(x) == 0 || len(x) != len(y) {
		a.t.Fatalf("%d complaints and %d", len(x), len(y))
	}
	a.verified()
	b.verified()
}

// exported tells whether the workbook of this month says something.
func exported(d *desk, what string) bool {
	d.t.Helper()
	path := filepath.Join(d.t.TempDir(), "register.xlsx")
	if _, _, err := d.ExportRegister(context.Background(), office.Export{From: d.Today(), To: d.Today(), Path: path}); err != nil {
		d.t.Fatal(err)
	}
	z, err := zip.OpenReader(path)
	if err != nil {
		d.t.Fatal(err)
	}
	defer z.Close()
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			d.t.Fatal(err)
		}
		b, err := io.ReadAll(r)
		if err != nil {
			d.t.Fatal(err)
		}
		if bytes.Contains(b, []byte(what)) {
			return true
		}
	}
	return false
}

// A new PC comes to an office where another one goes on working, and is worked
// with from its first minute.
func TestNewPCWorksWhileItIsFilled(t *testing.T) { testdb.Both(t, testNewPCWorksWhileItIsFilled) }

func testNewPCWorksWhileItIsFilled(t *testing.T) {
	r := newRegency(t, martapura, gambut)
	a := newDesk(t, office.SetUp{Code: r.code(martapura.Code)})
	ids := years(a, 400)
	g := &gate{more: make(chan struct{})}
	b := newcomer(t, r, g)
	g.let(t, 1)
	eventually(t, "the newest complaints", func() bool { return b.shows(a) > 5 && same(a, b, ids[399]) })
	if f := b.filling(); f.Total < 900 || f.Done < 20 || f.Done > f.Total/2 {
		t.Fatalf("%+v", f)
	}
	if _, err := b.Complaint(t.Context(), ids[1], false); fault.Of(err).Kind != fault.NotFound {
		t.Fatal("an old complaint is there with the first page")
	}
	names, _, err := b.Accounts(t.Context())
	if err != nil || len(names) != 2 {
		t.Fatal("a colleague's account is missing: ", err, names)
	}

	// the other PC writes, about old and new
	fresh := a.record("Noor Hayati", "Akta kelahiran")
	eventually(t, "a new complaint of the other PC", func() bool { return same(a, b, fresh.ID) })
	a.must(ids[1], complaint.KVerified, complaint.Body{})
	eventually(t, "news of an old one, whole", func() bool { return same(a, b, ids[1]) })

	// the new PC writes
	b.must(ids[399], complaint.KNoted, complaint.Body{Text: "Dicatat di PC baru"})
	mine := b.record("Hasan Basri", "Air bersih")
	eventually(t, "what the new PC wrote, at the other one", func() bool { return same(a, b, mine.ID) && same(a, b, ids[399]) })
	b.verified()
	before := b.shows(a)
	if f := b.filling(); f.Total == 0 {
		t.Fatal("it cannot be filled yet")
	}

	if !exported(b, "Belum lengkap: PC ini masih diisi dari kabupaten (") {
		t.Fatal("a register that is not complete does not say so")
	}

	// it is switched off in between
	g.let(t, 1)
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	b = openGated(t, b.dir, g)
	if err := b.SignIn(t.Context(), "rahmah", password); err != nil {
		t.Fatal(err)
	}
	eventually(t, "no less than before", func() bool { return b.shows(a) >= before })
	done := b.filling().Done
	g.open()
	eventually(t, "everything", func() bool {
		f := b.filling()
		if f.Total > 0 && f.Done < done {
			t.Fatalf("it went back from %d to %d", done, f.Done)
		}
		done = f.Done
		return f.Total == 0
	})
	eventually(t, "both at rest", func() bool { return a.unsent() == 0 && b.unsent() == 0 && b.shows(a) == 402 })
	twins(a, b)
	if exported(b, "Belum lengkap") {
		t.Fatal("a complete register says that it is not")
	}
	r.state(martapura, gambut)
	after := a.record("Siti Aminah", "Sesudahnya")
	eventually(t, "it follows as any PC", func() bool { return same(a, b, after.ID) })
}

// A PC whose line is gone in the middle is completed by USB, by an answer that
// it asks for then, and by one that it asked for before anything came.
func TestParcelCompletesAFilling(t *testing.T) {
	r := newRegency(t, martapura)
	a := newDesk(t, office.SetUp{Code: r.code(martapura.Code)})
	ids := years(a, 120)
	for _, early := range []bool{false, true} {
		g := &gate{more: make(chan struct{})}
		b := newcomer(t, r, g)
		parcel := b.parcel(false)
		g.let(t, 1)
		eventually(t, "the first page", func() bool { return b.filling().Total > 0 })
		a.must(ids[1], complaint.KNoted, complaint.Body{Text: "Warga datang lagi"})
		eventually(t, "news", func() bool { return same(a, b, ids[1]) && a.unsent() == 0 && b.unsent() == 0 })
		g.cut.Store(true)
		ids = append(ids, b.record("Hasan Basri", "Air bersih").ID)
		if !early {
			parcel = b.parcel(false)
		}
		answer := filepath.Join(t.TempDir(), uuid.NewString())
		r.mustTake(parcel, answer)
		took := b.takeAnswer(answer)
		if f := b.filling(); f.Total != 0 || took.Entries < 100 || (b.unsent() == 0) == early {
			t.Fatalf("made before: %v; %+v, %+v, %d unsent", early, f, took, b.unsent())
		}
		b.takeAnswer(answer) // twice changes nothing
		g.cut.Store(false)
		b.TryNow()
		eventually(t, "all at both", func() bool {
			return a.unsent() == 0 && b.unsent() == 0 && same(a, b, ids[len(ids)-1]) && b.shows(a) == len(ids)
		})
		twins(a, b)
	}
}
