package office

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"unicode"

	"loketaduan/internal/auth"
	"loketaduan/internal/complaint"
	"loketaduan/internal/fault"
	"loketaduan/internal/ledger"
	"loketaduan/internal/store"
)

// An old register is read into memory when it is opened and stays there, with
// the office's answers, until the next one is opened or it is closed. Nothing
// of it is written before the import begins.

// oldRegister is the file that is open.
type oldRegister struct {
	id, name, sum string
	book          *ledger.Book
	answers       OldAnswers
	before        ledger.Mapping // what earlier imports knew

	mu     sync.Mutex
	table  *ledger.Table
	stop   context.CancelFunc // of the import that runs
	result *Imported
	report []outcome // of the last import, for the workbook of what was rejected
}

// OldAnswers is what the office says about a file.
type OldAnswers struct {
	Sheets  []int       // that are read; nil = those that are registers and not hidden
	Titles  map[int]int // line of the titles, by sheet; 0 or absent = as guessed
	Mapping ledger.Mapping
}

// OldSheet is a sheet of the file.
type OldSheet struct {
	Name   string
	Hidden bool
	Lines  int
	Layout ledger.Layout
	Chosen bool
}

// Reading is what is known of the open file.
type Reading struct {
	ID, Name string
	Book     *ledger.Book
	Sheets   []OldSheet
	Table    *ledger.Table // nil while no sheet with titles is chosen
	Mapping  ledger.Mapping
	Again    *complaint.Import // an unfinished import of this very file, which will go on
}

var (
	errNoOld   = fault.New(fault.NotFound, "import.closed", "", "Berkas ini sudah ditutup. Pilih berkasnya sekali lagi.")
	errFilling = fault.New(fault.Conflict, "import.filling", "", "PC ini masih diisi dengan data dari kabupaten. Tunggu sampai selesai, supaya yang pernah diimpor di PC lain tidak masuk dua kali.")
	errRunning = fault.New(fault.Conflict, "import.running", "", "Impor sedang berjalan. Tunggu sampai selesai, atau batalkan dahulu.")
)

// OpenOldFile opens an old register from the disk.
func (d *Desk) OpenOldFile(ctx context.Context, path string) (Reading, error) {
	if _, err := d.allowed(auth.Import); err != nil {
		return Reading{}, err
	}
	path = strings.Trim(strings.TrimSpace(path), `"`) // as Windows copies a path
	f, err := os.Open(path)
	if err != nil {
		return Reading{}, fault.New(fault.NotFound, "import.file.missing", "file", "Berkas ini tidak ditemukan atau tidak boleh dibaca. Periksa letaknya, dan tutup dulu bila sedang terbuka di Excel.").Because(err)
	}
	defer f.Close()
	content, err := io.ReadAll(io.LimitReader(f, ledger.FileMost+1))
	if err != nil {
		return Reading{}, fault.New(fault.Invalid, "import.file.unreadable", "file", "Berkas ini tidak terbaca. Salin dulu ke PC ini, lalu pilih lagi.").Because(err)
	}
	return d.OpenOld(ctx, filepath.Base(path), content)
}

// OpenOld opens an old register that the window holds.
func (d *Desk) OpenOld(ctx context.Context, name string, content []byte) (Reading, error) {
	if _, err := d.allowed(auth.Import); err != nil {
		return Reading{}, err
	}
	if d.old.running() {
		return Reading{}, errRunning
	}
	book, err := ledger.Read(name, content)
	if err != nil {
		return Reading{}, err
	}
	sum := sha256.Sum256(content)
	o := &oldRegister{id: newID(), name: name, sum: hex.EncodeToString(sum[:]), book: book}
	imports, err := d.imports(ctx)
	if err != nil {
		return Reading{}, err
	}
	for i := len(imports) - 1; i >= 0; i-- { // the newest knows best
		if !imports[i].Undone {
			o.before.Remember(imports[i].Mapping)
		}
	}
	d.old.set(o)
	return d.readOld(ctx, o)
}

// AnswerOld takes the office's answers and reads the file by them.
func (d *Desk) AnswerOld(ctx context.Context, id string, in OldAnswers) (Reading, error) {
	o, err := d.openOld(id)
	if err != nil {
		return Reading{}, err
	}
	o.mu.Lock()
	if o.stop != nil {
		o.mu.Unlock()
		return Reading{}, errRunning
	}
	o.answers = in
	o.mu.Unlock()
	return d.readOld(ctx, o)
}

// CloseOld forgets the file.
func (d *Desk) CloseOld(id string) {
	if o := d.old.get(); o != nil && o.id == id && !d.old.running() {
		d.old.set(nil)
	}
}

func (d *Desk) openOld(id string) (*oldRegister, error) {
	if _, err := d.allowed(auth.Import); err != nil {
		return nil, err
	}
	o := d.old.get()
	if o == nil || o.id != id {
		return nil, errNoOld
	}
	return o, nil
}

// readOld makes the table from the file and the answers.
func (d *Desk) readOld(ctx context.Context, o *oldRegister) (Reading, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	r := Reading{ID: o.id, Name: o.name, Book: o.book}
	r.Mapping = o.answers.Mapping
	r.Mapping.Remember(o.before.JSON())
	var sources []ledger.Source
	for i := range o.book.Sheets {
		s := &o.book.Sheets[i]
		layout := ledger.Guess(s)
		if line := o.answers.Titles[i]; line > 0 && line != layout.From {
			layout = ledger.LayoutAt(s, line, line)
		}
		one := OldSheet{Name: s.Name, Hidden: s.Hidden, Lines: len(s.Lines), Layout: layout, Chosen: layout.Register && !s.Hidden}
		if o.answers.Sheets != nil {
			one.Chosen = false
			for _, n := range o.answers.Sheets {
				one.Chosen = one.Chosen || n == i
			}
		}
		if one.Chosen && layout.From > 0 {
			sources = append(sources, ledger.Source{Sheet: s, Layout: layout})
		}
		r.Sheets = append(r.Sheets, one)
	}
	o.table = nil
	if len(sources) > 0 {
		o.table = ledger.NewTable(sources, r.Mapping, d.Today().Year())
		r.Table = o.table
	}
	imports, err := d.imports(ctx)
	if err != nil {
		return r, err
	}
	r.Again = unfinished(imports, o.sum)
	return r, nil
}

// unfinished finds an import of the same file that ended before its last row.
func unfinished(imports []complaint.Import, sum string) *complaint.Import {
	for i := range imports {
		if x := &imports[i]; x.SHA256 == sum && !x.Ended && !x.Undone {
			return x
		}
	}
	return nil
}

// imports of this office's old registers, oldest first.
func (d *Desk) imports(ctx context.Context) ([]complaint.Import, error) {
	who, err := d.store.Desk(ctx)
	if err != nil {
		return nil, err
	}
	return d.store.Imports(ctx, who.Office)
}

// settingOld is what reading a row needs to know of this office.
func (d *Desk) settingOld(ctx context.Context) (ledger.Setting, error) {
	villages, err := d.Villages(ctx)
	if err != nil {
		return ledger.Setting{}, err
	}
	codes := map[string]string{}
	for _, v := range villages {
		codes[villageKey(v.Name)] = v.Code
	}
	return ledger.Setting{Today: d.Today(), Zone: d.Zone(), Village: func(name string) string { return codes[villageKey(name)] }}, nil
}

// villageKey is a village's name without what stands before it.
func villageKey(name string) string {
	words := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	for len(words) > 1 && (words[0] == "desa" || words[0] == "ds" || words[0] == "kelurahan" || words[0] == "kel") {
		words = words[1:]
	}
	return strings.Join(words, "")
}

// openedOld holds the file that is open: one, for a window has one wizard.
type openedOld struct {
	mu sync.Mutex
	o  *oldRegister
}

func (x *openedOld) get() *oldRegister {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.o
}

func (x *openedOld) set(o *oldRegister) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.o = o
}

// running tells whether an import of the open file runs.
func (x *openedOld) running() bool {
	o := x.get()
	if o == nil {
		return false
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.stop != nil
}

// rowOf is a record as the store knows it again.
func rowOf(r *ledger.Record) store.OldRow {
	return store.OldRow{Identity: r.Case.Identity, Number: r.Case.Number, Tracking: r.Case.Tracking}
}
