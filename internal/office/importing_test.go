package office

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"loketaduan/internal/auth"
	"loketaduan/internal/complaint"
	"loketaduan/internal/fault"
	"loketaduan/internal/ledger"
	"loketaduan/internal/store"
	"loketaduan/internal/vault"
)

// importer is a desk that imports, with an account that may.
type importer struct {
	*Desk
	t   *testing.T
	dir string
}

func newImporter(t *testing.T, dir string, commit func(bool) error) *importer {
	t.Helper()
	d, err := Open(t.Context(), Config{Dir: dir, Commit: commit, Cost: vault.Cost{Time: 1, Memory: 64, Threads: 1}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	phase, err := d.Phase(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if phase == "signin" {
		err = d.SignIn(t.Context(), "siti", "kata-sandi-siti")
	} else {
		_, err = d.SetUp(t.Context(), SetUp{OfficeCode: "63.03.05", OfficeName: "Kecamatan Martapura", Letter: "A",
			First: NewAccount{Name: "Siti Aminah", Username: "siti", Role: auth.OfficeHead, Password: "kata-sandi-siti", Again: "kata-sandi-siti"}})
	}
	if err != nil {
		t.Fatal(err)
	}
	return &importer{d, t, dir}
}

func (d *importer) open(name string, content []byte) Reading {
	d.t.Helper()
	r, err := d.OpenOld(d.t.Context(), name, content)
	if err != nil {
		d.t.Fatal(fault.Of(err).Message)
	}
	return r
}

// answerAll answers every question in the plainest way.
func (d *importer) answerAll(r Reading) Reading {
	d.t.Helper()
	m := ledger.Mapping{Orders: map[string]ledger.Order{}, Swaps: map[string]bool{}, States: map[string]complaint.State{}}
	if r.Table == nil {
		return r
	}
	for _, q := range r.Table.Questions() {
		switch q.Kind {
		case "order":
			m.Orders[q.Column] = ledger.DayFirst
		case "swap":
			m.Swaps[q.Column] = true
		case "status":
			m.States[q.Column] = complaint.InProgress
		case "rest":
			m.Rest = complaint.Closed
		default:
			d.t.Fatalf("%+v", q)
		}
	}
	r, err := d.AnswerOld(d.t.Context(), r.ID, OldAnswers{Mapping: m})
	if err != nil {
		d.t.Fatal(err)
	}
	return r
}

func (d *importer) run(r Reading) Imported {
	d.t.Helper()
	got, err := d.ImportOld(d.t.Context(), r.ID, nil)
	if err != nil {
		d.t.Fatal(fault.Of(err).Message)
	}
	return got
}

// numbers of all complaints.
func (d *importer) numbers(f store.Filter) (out []string) {
	d.t.Helper()
	err := d.store.Each(d.t.Context(), f, func(r store.Row) error { out = append(out, r.Number); return nil })
	if err != nil {
		d.t.Fatal(err)
	}
	return out
}

func (d *importer) whole() {
	d.t.Helper()
	r, err := d.store.VerifyJournal(d.t.Context())
	if err != nil || r.Bad != "" {
		d.t.Fatal(r.Bad, err)
	}
}

func uglies(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("../ledger/testdata/*")
	if err != nil {
		t.Fatal(err)
	}
	files = slices.DeleteFunc(files, func(s string) bool { return strings.HasSuffix(s, ".golden") || strings.HasSuffix(s, "fuzz") })
	if len(files) < 20 {
		t.Fatalf("only %d files", len(files))
	}
	return files
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// Every row of every ugly register is imported, known or rejected with a reason;
// the trial said so before; and a second time nothing comes in.
func TestEveryRowIsAccountedFor(t *testing.T) {
	d := newImporter(t, t.TempDir(), nil)
	rows := 0
	for _, path := range uglies(t) {
		content := read(t, path)
		r := d.answerAll(d.open(filepath.Base(path), content))
		if r.Table == nil {
			t.Fatalf("%s: no table", path)
		}
		before := len(d.numbers(store.Filter{}))
		trial, err := d.TryOld(t.Context(), r.ID)
		if err != nil {
			t.Fatal(err)
		}
		got := d.run(r)
		if got.Rows == 0 || got.Rows != got.New+got.Already+got.Rejected || got.Rows != r.Table.Data() {
			t.Errorf("%s: %+v", path, got)
		}
		if trial.New != got.New || trial.Already != got.Already || trial.Rejected != got.Rejected || trial.Remarked != got.Remarked {
			t.Errorf("%s: tried %+v, did %+v", path, trial.Imported, got)
		}
		reasons := 0
		for _, x := range trial.Reasons {
			reasons += x.Count
		}
		if reasons < got.Rejected {
			t.Errorf("%s: %d rejected, %d reasons", path, got.Rejected, reasons)
		}
		if after := len(d.numbers(store.Filter{})); after != before+got.New {
			t.Errorf("%s: %d complaints, %d before, %d new", path, after, before, got.New)
		}
		again := d.run(d.answerAll(d.open(filepath.Base(path), content)))
		if again.New != 0 || again.Already != got.New+got.Already || again.Rejected != got.Rejected {
			t.Errorf("%s a second time: %+v, first %+v", path, again, got)
		}
		if after := len(d.numbers(store.Filter{})); after != before+got.New {
			t.Errorf("%s a second time: %d complaints", path, after)
		}
		rows += got.Rows
	}
	if rows < 80 {
		t.Errorf("only %d rows", rows)
	}
	list, err := d.Imports(t.Context())
	if err != nil || len(list) != len(uglies(t)) {
		t.Fatalf("%d imports, %v", len(list), err)
	}
	for _, x := range list {
		if !x.Ended || x.Twice || x.Name != "Siti Aminah" || x.Undoable != x.Imported {
			t.Errorf("%+v", x)
		}
	}
	d.whole()
}

// many is a register of n rows; changed makes it another file of the same rows.
func many(n int, changed bool) []byte {
	var b bytes.Buffer
	b.WriteString("No;No. Register;Tanggal;Nama;Alamat;HP;Uraian;Status\r\n")
	for i := range n {
		sep, end := ";", "\r\n"
		if changed {
			end = ";;;\n" // saved by another program
		}
		fmt.Fprintf(&b, "%d%s%04d/PGD/2020%s%d/%02d/2020%sWarga Nomor %d%sDesa Uji RT %d%s0812%08d%sKeluhan warga tentang saluran di lorong %d%s%s%s", i+1, sep, i+1, sep, i%28+1, i/28%12+1, sep, i, sep, i%9+1, sep, i, sep, i, sep,
			[]string{"Selesai", "Proses", "Arsip"}[i%3], end)
	}
	return b.Bytes()
}

// The same rows in a file that was saved anew, in another order and with more
// behind them, add only what is new.
func TestTheSameRowsFromAnotherFile(t *testing.T) {
	d := newImporter(t, t.TempDir(), nil)
	if got := d.run(d.open("register.csv", many(450, false))); got.New != 450 {
		t.Fatalf("%+v", got)
	}
	lines := bytes.Split(bytes.TrimSpace(many(455, true)), []byte("\n"))
	slices.Reverse(lines[1:])
	got := d.run(d.open("register baru.csv", bytes.Join(lines, []byte("\n"))))
	if got.New != 5 || got.Already != 450 {
		t.Errorf("%+v", got)
	}
	// the list: known by the old number, closed ones closed
	if c, err := d.Complaint(t.Context(), d.idOf("0451/PGD/2020"), false); err != nil || !strings.HasPrefix(c.Number, "630305-A-2020-") {
		t.Errorf("%v", err)
	}
	if n := len(d.numbers(store.Filter{OpenOnly: true})); n != 152 {
		t.Errorf("%d open", n)
	}
}

// cutAfter cancels a run after so many rows, from within its progress.
func (d *importer) cutAfter(r Reading, rows int) Imported {
	d.t.Helper()
	got, err := d.ImportOld(d.t.Context(), r.ID, func(done, total int) {
		if done >= rows {
			d.CancelOld(r.ID)
		}
	})
	if err != nil {
		d.t.Fatal(fault.Of(err).Message)
	}
	return got
}

func TestCancelledInTheMiddle(t *testing.T) {
	d := newImporter(t, t.TempDir(), nil)
	content := many(1000, false)
	got := d.cutAfter(d.open("register.csv", content), 400)
	if !got.Cancelled || got.New != 400 || len(d.numbers(store.Filter{})) != 400 {
		t.Fatalf("%+v", got)
	}
	list, err := d.Imports(t.Context())
	if err != nil || len(list) != 1 || list[0].Ended || list[0].Undoable != 400 || list[0].Rows != 1000 {
		t.Fatalf("%+v, %v", list, err)
	}
	// it goes on as the same import
	r := d.open("register.csv", content)
	if r.Again == nil || r.Again.ID != got.ID {
		t.Fatalf("%+v", r.Again)
	}
	rest := d.run(r)
	if rest.ID != got.ID || rest.New != 1000 || rest.Already != 0 || len(d.numbers(store.Filter{})) != 1000 {
		t.Errorf("%+v", rest)
	}
	if list, err = d.Imports(t.Context()); err != nil || len(list) != 1 || !list[0].Ended || list[0].Imported != 1000 || list[0].Undoable != 1000 {
		t.Fatalf("%+v, %v", list, err)
	}
	d.whole()
}

// A disk that fails, or a process that dies, at any commit leaves whole chunks;
// the same file adds the rest and nothing twice.
func TestCutOffAtEveryCommit(t *testing.T) {
	content := many(700, false)
	for at := 1; at <= 4; at++ {
		for _, after := range []bool{false, true} {
			dir := t.TempDir()
			newImporter(t, dir, nil).Close()
			commits, broken := 0, false
			d := newImporter(t, dir, func(done bool) error {
				if broken {
					return errors.New("the machine is off")
				}
				if commits < 0 || done != after {
					return nil
				}
				if commits++; commits > at {
					broken = true
					return errors.New("the power is gone")
				}
				return nil
			})
			commits = -1
			r := d.open("register.csv", content)
			commits = 0
			if _, err := d.ImportOld(t.Context(), r.ID, nil); err == nil {
				t.Fatalf("cut off at %d: no fault", at)
			}
			d.Close()
			d = newImporter(t, dir, nil)
			there := len(d.numbers(store.Filter{}))
			if there%chunkRows != 0 && there != 700 {
				t.Errorf("cut off at %d: half a chunk, %d complaints", at, there)
			}
			got := d.run(d.open("register.csv", content))
			ended := at == 4 && after // the last commit was done, though nobody was told
			if n := len(d.numbers(store.Filter{})); n != 700 || got.New+got.Already != 700 || (got.New == 700) == ended {
				t.Errorf("cut off at %d (%d there): %d complaints, %+v", at, there, n, got)
			}
			d.whole()
		}
	}
}

func TestUndoingAnImport(t *testing.T) {
	d := newImporter(t, t.TempDir(), nil)
	own := testComplaint(t, d.Desk)
	content := many(300, false)
	got := d.run(d.open("register.csv", content))
	worked := d.idOf("0002/PGD/2020")
	if err := d.Act(t.Context(), worked, complaint.Act{ID: newID(), Kind: complaint.KNoted, Body: complaint.Body{Text: "Ditanyakan lagi"}}); err != nil {
		t.Fatal(err)
	}
	entry := newID()
	hidden, err := d.UndoImport(t.Context(), entry, got.ID)
	if err != nil || hidden != 299 {
		t.Fatalf("%d, %v", hidden, err)
	}
	if _, err := d.UndoImport(t.Context(), entry, got.ID); err != nil { // a double click
		t.Error(err)
	}
	if n := d.numbers(store.Filter{}); len(n) != 2 {
		t.Errorf("%v", n)
	}
	if _, err := d.UndoImport(t.Context(), newID(), got.ID); fault.Of(err) == nil || fault.Of(err).Code != "import.undone" {
		t.Error(err)
	}
	// the file can come in once more; what stayed is known
	again := d.run(d.open("register.csv", content))
	if again.New != 299 || again.Already != 1 || len(d.numbers(store.Filter{})) != 301 {
		t.Errorf("%+v", again)
	}
	if c, err := d.Complaint(t.Context(), own, false); err != nil || c.Number == "" {
		t.Error(err)
	}
	d.whole()
}

func (d *importer) idOf(query string) string {
	d.t.Helper()
	rows, _, _, err := d.List(d.t.Context(), store.Filter{Query: query, Limit: 1000})
	if err != nil {
		d.t.Fatal(err)
	}
	if len(rows) == 1 {
		return rows[0].ID
	}
	for _, r := range rows {
		if r.Snapshot.OldNumber == query {
			return r.ID
		}
	}
	d.t.Fatalf("%d complaints for %q", len(rows), query)
	return ""
}

// What an office said of a title, it need not say again; what was undone teaches
// nothing.
func TestAnswersAreRemembered(t *testing.T) {
	d := newImporter(t, t.TempDir(), nil)
	file := func(day string) []byte {
		return []byte("Tgl Masuk,Ket Lain,Orang,Isi Aduan,Status\n" + day + "/04/2023,Jl. Melati,Lamsiah,Pagar roboh " + day + ",mantap\n")
	}
	answers := OldAnswers{Mapping: ledger.Mapping{Orders: map[string]ledger.Order{"tanggal masuk": ledger.DayFirst}, States: map[string]complaint.State{"mantap": complaint.Closed},
		Columns: map[string]ledger.Field{"orang": ledger.Name, "keterangan lain": ledger.Address}}}
	r := d.open("a.csv", file("03"))
	if len(r.Table.Questions()) != 2 {
		t.Fatalf("%+v", r.Table.Questions())
	}
	if _, err := d.ImportOld(t.Context(), r.ID, nil); fault.Of(err) == nil || fault.Of(err).Code != "import.questions" {
		t.Fatal(err)
	}
	r, err := d.AnswerOld(t.Context(), r.ID, answers)
	if err != nil {
		t.Fatal(err)
	}
	first := d.run(r)
	r = d.open("b.csv", file("05"))
	if q := r.Table.Questions(); len(q) != 0 {
		t.Errorf("asked again: %+v", q)
	}
	for _, c := range r.Table.Columns {
		if c.Title == "Orang" && c.Field != ledger.Name {
			t.Errorf("%+v", c)
		}
	}
	if got := d.run(r); got.New != 1 {
		t.Errorf("%+v", got)
	}
	row := d.idOf("roboh 05")
	if c, err := d.Complaint(t.Context(), row, false); err != nil || c.Form().Reporter.Name != "Lamsiah" || c.State != complaint.Closed {
		t.Errorf("%+v, %v", c.Form(), err)
	}
	for _, x := range []string{first.ID, d.last().ID} {
		if _, err := d.UndoImport(t.Context(), newID(), x); err != nil {
			t.Fatal(err)
		}
	}
	if r = d.open("c.csv", file("06")); len(r.Table.Questions()) == 0 {
		t.Error("learned from what was undone")
	}
}

func (d *importer) last() ImportRow {
	d.t.Helper()
	list, err := d.Imports(d.t.Context())
	if err != nil || len(list) == 0 {
		d.t.Fatal(list, err)
	}
	return list[0]
}

func TestClerksDoNotImport(t *testing.T) {
	d := newImporter(t, t.TempDir(), nil)
	r := d.open("register.csv", many(3, false))
	d.session.Role = auth.Clerk
	for what, err := range map[string]error{
		"open":   second(d.OpenOld(t.Context(), "a.csv", many(3, false))),
		"path":   second(d.OpenOldFile(t.Context(), "a.csv")),
		"answer": second(d.AnswerOld(t.Context(), r.ID, OldAnswers{})),
		"try":    second(d.TryOld(t.Context(), r.ID)),
		"run":    second(d.ImportOld(t.Context(), r.ID, nil)),
		"list":   second(d.Imports(t.Context())),
		"undo":   second(d.UndoImport(t.Context(), newID(), newID())),
	} {
		if f := fault.Of(err); f == nil || f.Kind != fault.Forbidden {
			t.Errorf("%s: %v", what, err)
		}
	}
	if n := d.numbers(store.Filter{}); len(n) != 0 {
		t.Errorf("%v", n)
	}
}

func second[T any](_ T, err error) error { return err }

// Rows that did not come in can be mended in the workbook of the rejected ones
// and imported from there.
func TestRejectedRowsComeBack(t *testing.T) {
	d := newImporter(t, t.TempDir(), nil)
	r := d.answerAll(d.open("17.csv", read(t, "../ledger/testdata/17-missing-date.csv")))
	got := d.run(r)
	path, n, err := d.SaveRejected(t.Context(), r.ID, "")
	if err != nil || n != got.Rejected || n == 0 {
		t.Fatalf("%d of %+v, %v", n, got, err)
	}
	again, err := d.OpenOldFile(t.Context(), `"`+path+`"`)
	if err != nil {
		t.Fatal(fault.Of(err).Message)
	}
	again = d.answerAll(again)
	trial, err := d.TryOld(t.Context(), again.ID)
	if err != nil || trial.Imported.Rows != got.Rejected || trial.Rejected != got.Rejected {
		t.Errorf("%+v, %v", trial.Imported, err)
	}
	for _, c := range again.Table.Columns {
		if strings.HasPrefix(c.Title, "Alasan") && c.Field != ledger.Ignore {
			t.Errorf("%+v", c)
		}
	}
	for _, path := range []string{"", filepath.Join(t.TempDir(), "tidak-ada.xlsx")} {
		if _, err := d.OpenOldFile(t.Context(), path); fault.Of(err) == nil || fault.Of(err).Code != "import.file.missing" {
			t.Errorf("%q: %v", path, err)
		}
	}
}

// Our own export is known by its numbers, and SP4N-LAPOR!'s by its tracking IDs.
func TestOwnExportAddsNothing(t *testing.T) {
	d := newImporter(t, t.TempDir(), nil)
	testComplaint(t, d.Desk)
	d.run(d.answerAll(d.open("16.xlsx", read(t, "../ledger/testdata/16-lapor.xlsx"))))
	before := d.numbers(store.Filter{})
	path, n, err := d.ExportRegister(t.Context(), Export{From: d.Today().AddDays(-1500), To: d.Today()})
	if err != nil || n != len(before) {
		t.Fatal(n, err)
	}
	r, err := d.OpenOldFile(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	if !r.Table.Own {
		t.Error("our own export is not known as such")
	}
	if got := d.run(d.answerAll(r)); got.New != 0 || got.Already != len(before) {
		t.Errorf("%+v of %v", got, before)
	}
	if got := d.run(d.answerAll(d.open("lapor lagi.xlsx", append(read(t, "../ledger/testdata/16-lapor.xlsx"), 0)))); got.New != 0 {
		t.Errorf("%+v", got)
	}
}

func TestConcurrentCalls(t *testing.T) {
	d := newImporter(t, t.TempDir(), nil)
	r := d.open("register.csv", many(600, false))
	_, err := d.ImportOld(t.Context(), r.ID, func(done, total int) {
		for what, err := range map[string]error{"run": second(d.ImportOld(context.Background(), r.ID, nil)), "open": second(d.OpenOld(context.Background(), "b.csv", many(2, false))),
			"answer": second(d.AnswerOld(context.Background(), r.ID, OldAnswers{})), "undo": second(d.UndoImport(context.Background(), newID(), newID()))} {
			if f := fault.Of(err); f == nil || f.Code != "import.running" {
				t.Errorf("%s while it runs: %v", what, err)
			}
		}
		d.CloseOld(r.ID)
	})
	if err != nil || len(d.numbers(store.Filter{})) != 600 {
		t.Error(err)
	}
	d.CloseOld(r.ID)
	if _, err := d.ImportOld(t.Context(), r.ID, nil); fault.Of(err) == nil || fault.Of(err).Code != "import.closed" {
		t.Error(err)
	}
}
