package simulation

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"github.com/google/uuid"

	"loketaduan/internal/central"
	"loketaduan/internal/complaint"
	"loketaduan/internal/fault"
	"loketaduan/internal/office"
	"loketaduan/internal/store"
)

// take is what an administrator does with a USB stick.
func (r *regency) take(parcel, answer string) (central.ParcelReport, error) {
	r.t.Helper()
	in, err := os.Open(parcel)
	if err != nil {
		r.t.Fatal(err)
	}
	defer in.Close()
	var out bytes.Buffer
	report, err := r.central.ImportParcel(context.Background(), in, &out)
	if err != nil {
		return report, err
	}
	return report, os.WriteFile(answer, out.Bytes(), 0o600)
}

func (r *regency) mustTake(parcel, answer string) central.ParcelReport {
	r.t.Helper()
	report, err := r.take(parcel, answer)
	if err != nil {
		r.t.Fatal(fault.Of(err).Message, err)
	}
	return report
}

func (d *desk) parcel(files bool) string {
	d.t.Helper()
	p, err := d.ExportParcel(context.Background(), filepath.Join(d.t.TempDir(), uuid.NewString()+".loket"), files)
	if err != nil {
		d.t.Fatal(fault.Of(err).Message, err)
	}
	return p.Path
}

func (d *desk) takeAnswer(path string) office.ParcelAnswer {
	d.t.Helper()
	a, err := d.ImportParcelAnswer(context.Background(), path)
	if err != nil {
		d.t.Fatal(fault.Of(err).Message, err)
	}
	return a
}

// state of a desk that must be the same however it was reached.
func (d *desk) state() (out []any) {
	d.t.Helper()
	rows, total, _, err := d.List(context.Background(), store.Filter{Limit: 1000, Sort: "received"})
	if err != nil {
		d.t.Fatal(err)
	}
	out = append(out, total, d.unsent())
	for _, row := range rows {
		c, err := d.Complaint(context.Background(), row.ID, false)
		if err != nil {
			d.t.Fatal(err)
		}
		files, err := d.FilesOf(context.Background(), row.ID)
		if err != nil {
			d.t.Fatal(err)
		}
		row.Place = 0
		row.Way = store.Way{} // when it heard of it differs
		out = append(out, row, c, files)
	}
	return out
}

// state of the regency: every feed, and its own proof.
func (r *regency) state(offices ...store.Office) (out []any) {
	r.t.Helper()
	for _, o := range offices {
		p, err := r.store.Feed(context.Background(), o.Code, 0, 100000)
		if err != nil {
			r.t.Fatal(err)
		}
		out = append(out, p)
	}
	report, err := r.store.VerifyJournal(context.Background())
	if err != nil || report.Bad != "" {
		r.t.Fatal(err, report.Bad)
	}
	return append(out, report)
}

func copyOf(t *testing.T, dir string) string {
	t.Helper()
	to := t.TempDir()
	if err := os.CopyFS(to, os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	return to
}

func (d *desk) opened(dir string) *desk {
	d.t.Helper()
	n := openDesk(d.t, dir)
	if err := n.SignIn(context.Background(), "siti", "kata-sandi-siti"); err != nil {
		d.t.Fatal(err)
	}
	return n
}

// TestParcelEqualsNetwork: a week of work with files, once sent over the line
// and once carried by USB, ends in the same state at both ends.
func TestParcelEqualsNetwork(t *testing.T) {
	r := newRegency(t, martapura, gambut)
	a := newDesk(t, office.SetUp{Code: r.code(martapura.Code)})
	b := newDesk(t, office.SetUp{Code: r.code(gambut.Code)})
	shared := a.record("Ahmad Fauzi", "Jalan rusak")
	a.must(shared.ID, complaint.KVerified, complaint.Body{})
	a.must(shared.ID, complaint.KForwarded, complaint.Body{Office: gambut.Code})
	eventually(t, "at the other office", func() bool { return same(a, b, shared.ID) && a.unsent() == 0 })
	a.Close()
	b.must(shared.ID, complaint.KFollowedUp, complaint.Body{Text: "Lokasi diperiksa"})
	b.attach(shared.ID, 90_000, 77)
	eventually(t, "b is done", func() bool { there, _ := b.received(shared.ID); return b.unsent() == 0 && there == 1 })
	b.Close()
	r.stop()

	a = a.opened(a.dir) // no line: a week of work
	for i := range 40 {
		c := a.record(fmt.Sprintf("Warga %d", i), fmt.Sprintf("Aduan nomor %d", i))
		a.must(c.ID, complaint.KVerified, complaint.Body{})
		if i%10 == 0 {
			a.attach(c.ID, 150_000, uint64(i+1))
		}
	}
	a.must(shared.ID, complaint.KNoted, complaint.Body{Text: "Pelapor menelepon"})
	a.attach(shared.ID, 90_000, 77) // the same file as b's
	a.Close()
	desks, servers := []string{copyOf(t, a.dir), copyOf(t, a.dir)}, []string{copyOf(t, r.dir), copyOf(t, r.dir)}

	r.dir = servers[0]
	r.start()
	byNet := a.opened(desks[0])
	eventually(t, "sent over the line", func() bool {
		there, here := byNet.received(shared.ID)
		return byNet.unsent() == 0 && there == 2 && here == 2 && same(byNet, byNet, shared.ID) && len(byNet.state()) == 125
	})
	eventually(t, "all files over the line", func() bool {
		waiting := 0
		rows, _, _, _ := byNet.List(t.Context(), store.Filter{Limit: 1000})
		for _, row := range rows {
			files, _ := byNet.FilesOf(t.Context(), row.ID)
			for _, x := range files {
				if !x.Received || !x.Here {
					waiting++
				}
			}
		}
		return waiting == 0
	})
	wantDesk, wantServer := byNet.state(), r.state(martapura, gambut)
	byNet.Close()
	r.stop()

	r.dir = servers[1]
	r.start()
	r.http.Close() // the server runs, but there is no line to it
	byUSB := a.opened(desks[1])
	parcel, answer := byUSB.parcel(true), filepath.Join(t.TempDir(), "jawaban.loket")
	before := byUSB.unsent()
	report := r.mustTake(parcel, answer)
	if before == 0 || byUSB.unsent() != before || report.Entries != before || report.Files != 5-1 {
		t.Fatalf("exporting is not sending: %d unsent, then %d; %+v", before, byUSB.unsent(), report)
	}
	got := byUSB.takeAnswer(answer)
	if got.Acked != before || got.Files != 0 {
		t.Fatalf("%+v", got)
	}
	check := func(when string) {
		t.Helper()
		if s := r.state(martapura, gambut); !reflect.DeepEqual(s, wantServer) {
			t.Fatalf("%s: the server differs from the one by network", when)
		}
		if s := byUSB.state(); !reflect.DeepEqual(s, wantDesk) {
			for i := range s {
				if !reflect.DeepEqual(s[i], wantDesk[i]) {
					t.Fatalf("%s: the desk differs from the one by network:\n%+v\n%+v", when, s[i], wantDesk[i])
				}
			}
			t.Fatal(when)
		}
	}
	check("once")
	r.mustTake(parcel, answer)
	byUSB.takeAnswer(answer)
	byUSB.takeAnswer(answer)
	check("repeated")
}

// TestParcelsInAnyOrder: old, repeated and reordered parcels and answers do no
// harm, and neither does the line in between.
func TestParcelsInAnyOrder(t *testing.T) {
	r := newRegency(t, martapura)
	a := newDesk(t, office.SetUp{Code: r.code(martapura.Code)})
	other := newDesk(t, office.SetUp{Code: r.code(martapura.Code)})
	r.http.Close()
	dir := t.TempDir()
	var parcels, answers []string
	for i := range 4 {
		a.record(fmt.Sprintf("Warga %d", i), "Aduan")
		parcels = append(parcels, a.parcel(false))
		answers = append(answers, filepath.Join(dir, fmt.Sprint(i)))
	}
	for _, i := range []int{2, 0, 3, 1, 1} { // each holds all that was unsent
		r.mustTake(parcels[i], answers[i])
	}
	for _, i := range []int{0, 3, 1, 3, 2, 0} {
		a.takeAnswer(answers[i])
	}
	if a.unsent() != 0 {
		t.Fatal(a.unsent(), "unsent")
	}
	pictured := a.record("Warga 5", "Dengan berkas")
	a.attach(pictured.ID, 50_000, 5)
	r.mustTake(a.parcel(true), filepath.Join(dir, "files"))
	a.takeAnswer(filepath.Join(dir, "files"))
	theirs := filepath.Join(dir, "other")
	mine := other.record("Tetangga", "Lampu mati")
	r.mustTake(other.parcel(false), theirs)
	if n := other.takeAnswer(theirs); n.Entries < 4 || n.Files != 1 {
		t.Fatalf("%+v", n)
	}
	if _, here := other.received(pictured.ID); here != 1 {
		t.Fatal("the file did not come with the answer")
	}
	r.stop()
	r.start() // the line is back
	a.TryNow()
	other.TryNow()
	eventually(t, "alike over the line", func() bool { return same(a, other, mine.ID) && a.unsent() == 0 && other.unsent() == 0 })
	for _, answer := range answers { // long after
		a.takeAnswer(answer)
	}
	for _, parcel := range parcels {
		r.mustTake(parcel, filepath.Join(dir, "late"))
	}
	late := a.record("Warga 9", "Terakhir")
	eventually(t, "and it goes on", func() bool { return same(a, other, late.ID) && a.unsent() == 0 })
	r.state(martapura)
}

// TestParcelRefused: what is not for us, or not as it was made, changes nothing.
func TestParcelRefused(t *testing.T) {
	r, foreign := newRegency(t, martapura), newRegency(t, martapura)
	a := newDesk(t, office.SetUp{Code: r.code(martapura.Code)})
	b := newDesk(t, office.SetUp{Code: r.code(martapura.Code)})
	stranger := newDesk(t, office.SetUp{Code: foreign.code(martapura.Code)})
	alone := newDesk(t, office.SetUp{OfficeCode: "63.03.05", OfficeName: "Kecamatan Martapura", Letter: "A"})
	r.http.Close()
	foreign.http.Close()
	c := a.record("Ahmad", "Jalan rusak")
	a.attach(c.ID, 200_000, 1)
	stranger.record("Budi", "Lampu mati")
	dir := t.TempDir()
	good, answer := a.parcel(true), filepath.Join(dir, "jawaban")
	raw, _ := os.ReadFile(good)
	write := func(name string, b []byte) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	changed := func(at int) []byte { b := bytes.Clone(raw); b[at] ^= 1; return b }
	before := r.state(martapura)
	for what, x := range map[string]struct{ path, code string }{
		"another regency's": {stranger.parcel(false), "parcel.foreign"},
		"a text":            {write("teks", []byte("bukan parsel")), "parcel.foreign"},
		"empty":             {write("kosong", nil), "parcel.foreign"},
		"cut off":           {write("putus", raw[:len(raw)-1]), "parcel.damaged"},
		"cut in half":       {write("separuh", raw[:len(raw)/2]), "parcel.damaged"},
		"changed late":      {write("ubah", changed(len(raw)-100)), "parcel.damaged"},
		"changed early":     {write("ubah2", changed(100)), "parcel.foreign"},
	} {
		if _, err := r.take(x.path, answer); err == nil || fault.Of(err).Code != x.code {
			t.Errorf("%s: %v, want %s", what, err, x.code)
		}
		if !reflect.DeepEqual(before, r.state(martapura)) {
			t.Fatalf("%s changed the server", what)
		}
	}
	if bytes.Contains(raw, []byte("Jalan rusak")) || bytes.Contains(raw, []byte("lampiran 1.pdf")) {
		t.Error("readable on the stick")
	}
	if _, err := alone.ExportParcel(t.Context(), dir, false); fault.Of(err).Code != "parcel.lone" {
		t.Error(err)
	}
	r.mustTake(good, answer)
	if _, err := b.ImportParcelAnswer(t.Context(), answer); fault.Of(err).Code != "parcel.foreign" {
		t.Error("another PC took the answer: ", err)
	}
	was := a.state()
	raw, _ = os.ReadFile(answer)
	for what, x := range map[string]struct{ path, code string }{
		"its own parcel": {good, "parcel.foreign"}, "cut": {write("p", raw[:len(raw)-20]), "parcel."}, "changed": {write("u", changed(len(raw)/2)), "parcel."},
	} {
		_, err := a.ImportParcelAnswer(t.Context(), x.path)
		if f := fault.Of(err); f == nil || f.Kind != fault.Invalid || len(f.Code) < len(x.code) || f.Code[:len(x.code)] != x.code {
			t.Errorf("%s: %v", what, err)
		}
		if !reflect.DeepEqual(was, a.state()) {
			t.Fatalf("%s changed the desk", what)
		}
	}
	if a.takeAnswer(answer); a.unsent() != 0 {
		t.Error("the good answer no longer fits")
	}
	if there, _ := a.received(c.ID); there != 1 {
		t.Error("the file is not known to be at the regency")
	}
}

// TestParcelRefillsAServerSetBack: the server comes back from an old backup;
// by USB alone everything gets there again.
func TestParcelRefillsAServerSetBack(t *testing.T) {
	r := newRegency(t, martapura)
	a := newDesk(t, office.SetUp{Code: r.code(martapura.Code)})
	r.http.Close()
	carry := func() office.ParcelAnswer {
		t.Helper()
		answer := filepath.Join(t.TempDir(), "jawaban")
		r.mustTake(a.parcel(true), answer)
		return a.takeAnswer(answer)
	}
	a.record("Satu", "Sebelum cadangan")
	carry()
	r.stop()
	backup := copyOf(t, r.dir)
	r.start()
	r.http.Close()
	late := a.record("Dua", "Sesudah cadangan")
	a.attach(late.ID, 50_000, 1)
	carry()
	if a.unsent() != 0 {
		t.Fatal(a.unsent())
	}
	r.stop()
	r.dir = backup
	r.start()
	r.http.Close()
	a.record("Tiga", "Sesudah pemulihan")
	if got := carry(); !got.Again || a.unsent() < 4 {
		t.Fatalf("%+v, %d unsent: what the server lost must be green no more", got, a.unsent())
	}
	if got := carry(); got.Again || a.unsent() != 0 {
		t.Fatalf("%+v, %d unsent", got, a.unsent())
	}
	if there, _ := a.received(late.ID); there != 1 {
		t.Error("the file is not at the server again")
	}
	if _, ok, err := r.store.EntryHash(context.Background(), late.ID); !ok || err != nil {
		t.Error("the entry is not at the server again", err)
	}
	r.state(martapura)
}
