package simulation

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"github.com/google/uuid"

	"loketaduan/internal/auth"
	"loketaduan/internal/central"
	"loketaduan/internal/complaint"
	"loketaduan/internal/fault"
	"loketaduan/internal/office"
	"loketaduan/internal/store"
	"loketaduan/internal/testdb"
	"loketaduan/internal/vault"
)

// regency is a central server on a fixed loopback address that can be stopped
// and started again over the same data.
type regency struct {
	t       *testing.T
	at      testdb.Place
	dir     string // of what lies beside the database
	keys    *vault.Keys
	address string
	store   *store.Store
	central *central.Server
	http    *http.Server
}

func newRegency(t *testing.T, offices ...store.Office) *regency {
	t.Helper()
	r := &regency{t: t, at: testdb.Fresh(t, "pusat.db"), keys: vault.NewKeys()}
	r.dir = filepath.Dir(r.at.Path)
	r.start()
	for _, o := range offices {
		if err := r.store.AddOffice(t.Context(), o); err != nil {
			t.Fatal(err)
		}
	}
	t.Cleanup(r.stop)
	return r
}

func (r *regency) start() {
	r.t.Helper()
	var err error
	if r.store, err = store.Open(context.Background(), store.Options{Path: filepath.Join(r.dir, "pusat.db"), URL: r.at.URL, Keys: r.keys, Server: true}); err != nil {
		r.t.Fatal(err)
	}
	key, err := central.SigningKey(context.Background(), r.store)
	if err != nil {
		r.t.Fatal(err)
	}
	r.central = central.New(r.store, key, central.Options{})
	listen := r.address
	if listen == "" {
		listen = "127.0.0.1:0"
	}
	l, err := net.Listen("tcp", listen)
	if err != nil {
		r.t.Fatal(err)
	}
	r.address = l.Addr().String()
	r.http = &http.Server{Handler: r.central}
	go r.http.Serve(l)
}

func (r *regency) stop() {
	if r.http == nil {
		return
	}
	r.central.Close()
	r.http.Close()
	r.store.Close()
	r.http = nil
}

func (r *regency) code(office string) string {
	r.t.Helper()
	c, err := r.central.NewCode(context.Background(), office, "http://"+r.address, nil)
	if err != nil {
		r.t.Fatal(err)
	}
	return c.String()
}

// desk is a PC of an office.
type desk struct {
	*office.Desk
	t   *testing.T
	dir string
}

var cheap = vault.Cost{Time: 1, Memory: 64, Threads: 1}

func openDesk(t *testing.T, dir string) *desk {
	t.Helper()
	o, err := office.Open(context.Background(), office.Config{Dir: dir, Cost: cheap})
	if err != nil {
		t.Fatal(err)
	}
	d := &desk{Desk: o, t: t, dir: dir}
	t.Cleanup(func() { d.Close() })
	return d
}

func newDesk(t *testing.T, setup office.SetUp) *desk {
	t.Helper()
	d := openDesk(t, t.TempDir())
	setup.First = office.NewAccount{Name: "Siti Aminah", Username: "siti", Role: auth.Admin, Password: "kata-sandi-siti", Again: "kata-sandi-siti"}
	if _, err := d.SetUp(context.Background(), setup); err != nil {
		t.Fatal(err)
	}
	return d
}

// restart closes the program and opens it again on the same data.
func (d *desk) restart() *desk {
	d.t.Helper()
	if err := d.Close(); err != nil {
		d.t.Fatal(err)
	}
	n := openDesk(d.t, d.dir)
	if err := n.SignIn(context.Background(), "siti", "kata-sandi-siti"); err != nil {
		d.t.Fatal(err)
	}
	return n
}

func form(name, subject string) complaint.Form {
	return complaint.Form{Kind: "pengaduan", Channel: "tatap_muka", Subject: subject, Narrative: "Uraian tentang " + subject, Category: "infrastruktur",
		Reporter: complaint.Reporter{Name: name, IDType: "none", Sex: "L", Address: "Jl. Melati RT 2"}}
}

func (d *desk) record(name, subject string) *complaint.Complaint {
	d.t.Helper()
	r, err := d.Record(context.Background(), uuid.Must(uuid.NewV7()).String(), form(name, subject), false)
	if err != nil {
		d.t.Fatal(err)
	}
	return r.Complaint
}

func (d *desk) act(id, kind string, b complaint.Body) error {
	c, err := d.Complaint(context.Background(), id, false)
	if err != nil {
		return err
	}
	f := c.Form()
	return d.Act(context.Background(), id, complaint.Act{ID: uuid.Must(uuid.NewV7()).String(), Kind: kind, Body: b, Form: &f})
}

func (d *desk) must(id, kind string, b complaint.Body) {
	d.t.Helper()
	if err := d.act(id, kind, b); err != nil {
		d.t.Fatalf("%s: %v", kind, fault.Of(err).Message)
	}
}

func (d *desk) unsent() int {
	d.t.Helper()
	s, err := d.Status(context.Background())
	if err != nil {
		d.t.Fatal(err)
	}
	return s.Unsent.Count
}

// eventually waits for what the loops do by themselves.
func eventually(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(30 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if ok() {
			return
		}
	}
	t.Fatal("never came: " + what)
}

// same tells that both desks show one complaint alike.
func same(a, b *desk, id string) bool {
	x, err1 := a.Complaint(context.Background(), id, false)
	y, err2 := b.Complaint(context.Background(), id, false)
	if errors.Join(err1, err2) != nil || len(x.History) != len(y.History) {
		return false
	}
	return x.State == y.State && reflect.DeepEqual(x.Values, y.Values) && reflect.DeepEqual(x.SetBy, y.SetBy) && reflect.DeepEqual(x.Clashes, y.Clashes)
}

var (
	martapura = store.Office{Code: "63.03.05", Name: "Kecamatan Martapura", Kind: "kecamatan"}
	gambut    = store.Office{Code: "63.03.03", Name: "Kecamatan Gambut", Kind: "kecamatan"}
	dkisp     = store.Office{Code: "63.03", Name: "DKISP Kabupaten Banjar", Kind: "koordinator"}
)

func TestTwoDesksThroughCutsAndRestarts(t *testing.T) {
	testdb.Both(t, testTwoDesksThroughCutsAndRestarts)
}

func testTwoDesksThroughCutsAndRestarts(t *testing.T) {
	r := newRegency(t, martapura, gambut, dkisp)
	a := newDesk(t, office.SetUp{Code: r.code(martapura.Code)})
	b := newDesk(t, office.SetUp{Code: r.code(martapura.Code)})
	far := newDesk(t, office.SetUp{Code: r.code(gambut.Code)})
	all := newDesk(t, office.SetUp{Code: r.code(dkisp.Code)})

	first := a.record("Ahmad Fauzi", "Jalan rusak")
	eventually(t, "the other desk of the office sees it", func() bool { return same(a, b, first.ID) })
	eventually(t, "the coordinator sees it", func() bool { return same(a, all, first.ID) })
	eventually(t, "the regency has all", func() bool { return a.unsent() == 0 })

	r.stop()
	var ids []string
	for i := range 40 {
		ids = append(ids, a.record(fmt.Sprintf("Warga %d", i), fmt.Sprintf("Masalah air bersih nomor %d", i)).ID)
		ids = append(ids, b.record(fmt.Sprintf("Penduduk %d", i), fmt.Sprintf("Lampu jalan nomor %d", i)).ID)
	}
	a.must(first.ID, complaint.KVerified, complaint.Body{})
	b.must(first.ID, complaint.KNoted, complaint.Body{Text: "Pelapor menelepon lagi"})
	if a.unsent() < 81 || b.unsent() < 81 {
		t.Fatalf("work with no line must wait in the journal: %d and %d", a.unsent(), b.unsent())
	}
	a = a.restart()
	r.start()
	a.TryNow()
	b.TryNow()
	for _, id := range append(ids, first.ID) {
		eventually(t, "both desks alike", func() bool { return same(a, b, id) })
	}
	eventually(t, "nothing unsent", func() bool { return a.unsent() == 0 && b.unsent() == 0 })

	if _, err := far.Complaint(t.Context(), first.ID, false); fault.Of(err).Kind != fault.NotFound {
		t.Fatal("an office sees what was never sent to it")
	}
	a.must(first.ID, complaint.KForwarded, complaint.Body{Office: gambut.Code, Text: "Mohon ditindaklanjuti"})
	eventually(t, "the forwarded complaint whole at the other office", func() bool { return same(a, far, first.ID) })
	far.must(first.ID, complaint.KFollowedUp, complaint.Body{Text: "Lokasi diperiksa"})
	eventually(t, "its work back at the first office", func() bool { return same(a, far, first.ID) && same(a, b, first.ID) })

	numbers := map[string]bool{}
	rows, total, _, err := b.List(t.Context(), store.Filter{Limit: 1000})
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows {
		if numbers[row.Number] {
			t.Fatal("number twice: " + row.Number)
		}
		numbers[row.Number] = true
	}
	if total != 81 || len(numbers) != 81 {
		t.Fatalf("%d complaints, %d numbers, want 81: nothing lost, nothing doubled", total, len(numbers))
	}
	report, err := r.store.VerifyJournal(t.Context())
	if err != nil || report.Bad != "" {
		t.Fatal(err, report.Bad)
	}
}

func TestClashIsSeenByBothAndSettled(t *testing.T) {
	r := newRegency(t, martapura)
	a := newDesk(t, office.SetUp{Code: r.code(martapura.Code)})
	b := newDesk(t, office.SetUp{Code: r.code(martapura.Code)})
	c := a.record("Ahmad Fauzi", "Jalan rusak")
	eventually(t, "seen", func() bool { return same(a, b, c.ID) })
	r.stop()
	edit := func(d *desk, subject string) {
		f := form("Ahmad Fauzi", subject)
		f.Narrative, f.ReceivedAt = c.Values["narrative"], c.Values["receivedAt"]
		if err := d.Act(t.Context(), c.ID, complaint.Act{ID: uuid.Must(uuid.NewV7()).String(), Kind: complaint.KCorrected, Form: &f}); err != nil {
			t.Fatal(fault.Of(err).Message)
		}
	}
	edit(a, "Jalan rusak di Sekumpul")
	edit(b, "Jalan rusak di Keraton")
	r.start()
	a.TryNow()
	b.TryNow()
	eventually(t, "one clash at both", func() bool {
		x, err := a.Complaint(t.Context(), c.ID, false)
		return err == nil && x.OpenClashes() == 1 && same(a, b, c.ID) && a.unsent() == 0 && b.unsent() == 0
	})
	x, _ := a.Complaint(t.Context(), c.ID, false)
	clash := x.Clashes[0]
	if got := []string{clash.Accepted, clash.Proposed}; !(got[0] == "Jalan rusak di Sekumpul" && got[1] == "Jalan rusak di Keraton") && !(got[1] == "Jalan rusak di Sekumpul" && got[0] == "Jalan rusak di Keraton") {
		t.Fatalf("both values must be kept: %v", got)
	}
	b.must(c.ID, complaint.KClashSettled, complaint.Body{Clash: clash.ID, Take: "proposed"})
	eventually(t, "settled at both", func() bool {
		y, err := a.Complaint(t.Context(), c.ID, false)
		return err == nil && y.OpenClashes() == 0 && y.Values["subject"] == clash.Proposed && same(a, b, c.ID)
	})
}

func TestDeskWithoutServerIsConnectedLater(t *testing.T) {
	r := newRegency(t, martapura)
	taken := newDesk(t, office.SetUp{Code: r.code(martapura.Code)}) // has letter A
	alone := newDesk(t, office.SetUp{OfficeCode: "63.03.05", OfficeName: "Kecamatan Martapura", Letter: "A"})
	c := alone.record("Noor Hayati", "Akta kelahiran belum jadi")
	alone.must(c.ID, complaint.KVerified, complaint.Body{})
	if err := alone.Enrol(t.Context(), r.code(martapura.Code)); err != nil {
		t.Fatal(fault.Of(err).Message)
	}
	eventually(t, "what was recorded alone reaches the other desk", func() bool { return same(alone, taken, c.ID) && alone.unsent() == 0 })
	later := alone.record("Noor Hayati", "Kartu keluarga")
	n, err := complaint.ParseNumber(later.Number)
	if err != nil || n.Letter == "A" {
		t.Fatalf("letter %q is another PC's", n.Letter)
	}
	if x, _ := taken.Complaint(t.Context(), c.ID, false); x.Number != c.Number {
		t.Fatal("a number that was handed out changed")
	}
	alone = alone.restart()
	eventually(t, "still one of them after a restart", func() bool { return same(alone, taken, later.ID) })
	report, err := r.store.VerifyJournal(t.Context())
	if err != nil || report.Bad != "" {
		t.Fatal(err, report.Bad)
	}
}
