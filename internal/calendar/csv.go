package calendar

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strconv"
	"strings"
	"unicode/utf8"

	"loketaduan/internal/fault"
)

// The files of a record as a regency edits them in a spreadsheet.
const (
	holidaysFile   = "holidays.csv"
	amendmentsFile = "holiday_amendments.csv"
	basesFile      = "base_decrees.csv"
	imprintFile    = "record.csv" // may be absent
)

const maxFile = 4 << 20 // bytes; the record of twenty years is 100 KB

var (
	holidayColumns   = columns{"date", "kind", "name", "source", "confidence", "?scope", "?note"}
	amendmentColumns = columns{"decree_date", "action", "date", "kind", "decree", "verification", "?name", "?scope", "?note"}
	baseColumns      = columns{"year", "decree_date", "decree", "verification"}
	imprintColumns   = columns{"edition", "regency", "issued"}
)

// ReadCSV reads a record from the files holidays.csv, holiday_amendments.csv and
// base_decrees.csv, and record.csv when it is there: one row with edition, regency
// and issued. It takes what spreadsheets make of a CSV file: a byte order mark,
// semicolons, empty rows and trailing empty columns. Dates must be 2026-11-23.
//
// Faults name file, line and column, the first carrying the others:
// calendar.csv.missing, .large, .encoding, .format, .columns and .value; and
// those of Check.
func ReadCSV(folder fs.FS) (*Decrees, error) {
	var (
		days       []Day
		amendments []amendment
		bases      []base
		imprint    Imprint
	)
	from := origin{days: map[place]int{}, amendments: map[amended]int{}, bases: map[int]int{}}
	var wrong fault.List
	err := readSheet(folder, holidaysFile, holidayColumns, &wrong, func(r *row) {
		days = append(days, Day{
			Date: r.date("date"), Kind: r.kind(), Name: r.text("name"), Decree: r.text("source"),
			Confidence: r.text("confidence"), Scope: r.text("scope"), Note: r.text("note"),
		})
		from.days[days[len(days)-1].place()] = r.line
	})
	if err != nil {
		return nil, err
	}
	err = readSheet(folder, amendmentsFile, amendmentColumns, &wrong, func(r *row) {
		on := r.date("decree_date")
		amendments = append(amendments, amendment{on: on, withdraw: r.withdraws(), day: Day{
			Date: r.date("date"), Kind: r.kind(), Name: r.text("name"), Decree: r.text("decree"), DecreedOn: on,
			Confidence: r.text("verification"), Scope: r.text("scope"), Note: r.text("note"),
		}})
		from.amendments[amended{on, amendments[len(amendments)-1].day.place()}] = r.line
	})
	if err != nil {
		return nil, err
	}
	err = readSheet(folder, basesFile, baseColumns, &wrong, func(r *row) {
		bases = append(bases, base{
			year: r.number("year"), on: r.date("decree_date"), decree: r.text("decree"), verification: r.text("verification"),
		})
		from.bases[bases[len(bases)-1].year] = r.line
	})
	if err != nil {
		return nil, err
	}
	err = readSheet(folder, imprintFile, imprintColumns, &wrong, func(r *row) {
		imprint = Imprint{Edition: r.number("edition"), Regency: r.text("regency")}
		if r.text("issued") != "" {
			imprint.Issued = r.date("issued")
		}
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	d := newDecrees(imprint, bases, days, amendments)
	if err := d.check(from); err != nil {
		return nil, err
	}
	return d, nil
}

// origin tells in which line of its file a part of a record stands; of what
// stands there twice, the last. Empty for a record that was not read from files.
type origin struct {
	days       map[place]int
	amendments map[amended]int
	bases      map[int]int // by year
}

type amended struct {
	on Date
	place
}

func (o origin) ofBase(b base) string { return inLine(basesFile, o.bases[b.year]) }
func (o origin) ofDay(day Day) string { return inLine(holidaysFile, o.days[day.place()]) }
func (o origin) ofChange(a amendment) string {
	return inLine(amendmentsFile, o.amendments[amended{a.on, a.day.place()}])
}

// inLine is the beginning of a message, "" when the line is not known.
func inLine(file string, line int) string {
	if line == 0 {
		return ""
	}
	return fmt.Sprintf("Berkas %s baris %d: ", file, line)
}

// CSV gives the record as the files that ReadCSV reads, by name. They begin with
// a byte order mark, without which Excel reads UTF-8 as something else.
func (r *Decrees) CSV() map[string][]byte {
	var holidays, amendments, bases [][]string
	for _, day := range r.days {
		holidays = append(holidays, []string{
			day.Date.String(), string(day.Kind), day.Name, day.Decree, day.Confidence, day.Scope, day.Note,
		})
	}
	for _, a := range r.amendments {
		amendments = append(amendments, []string{
			a.on.String(), a.action(), a.day.Date.String(), string(a.day.Kind), a.day.Decree,
			a.day.Confidence, a.day.Name, a.day.Scope, a.day.Note,
		})
	}
	for _, b := range r.bases {
		bases = append(bases, []string{strconv.Itoa(b.year), b.on.String(), b.decree, b.verification})
	}
	imprint := [][]string{{strconv.Itoa(r.imprint.Edition), r.imprint.Regency, r.imprint.Issued.String()}}
	return map[string][]byte{
		holidaysFile:   holidayColumns.sheet(holidays),
		amendmentsFile: amendmentColumns.sheet(amendments),
		basesFile:      baseColumns.sheet(bases),
		imprintFile:    imprintColumns.sheet(imprint),
	}
}

// columns are the titles of a sheet in order; "?" marks those that may be absent.
type columns []string

func (c columns) sheet(rows [][]string) []byte {
	var text bytes.Buffer
	text.WriteString("\ufeff")
	w := csv.NewWriter(&text)
	w.Write(strings.Split(strings.ReplaceAll(strings.Join(c, ","), "?", ""), ","))
	w.WriteAll(rows)
	return text.Bytes()
}

// find gives the place of each column in the title row of a file.
func (c columns) find(file string, titles []string) (map[string]int, error) {
	at := map[string]int{}
	for i, title := range titles {
		if title = strings.TrimSpace(title); title == "" {
			continue
		}
		known := false
		for _, name := range c {
			known = known || strings.TrimPrefix(name, "?") == title
		}
		// A misspelt "scope" left out would close the whole country.
		if _, twice := at[title]; twice || !known {
			return nil, csvFault("columns", file, 1, "", fmt.Sprintf(
				"judul kolom ke-%d tidak dikenal atau berulang. Pakai judul: %s.", i+1, strings.ReplaceAll(strings.Join(c, ", "), "?", "")))
		}
		at[title] = i
	}
	for _, name := range c {
		if _, ok := at[name]; !ok && !strings.HasPrefix(name, "?") {
			return nil, csvFault("columns", file, 1, name, "kolom ini tidak ada. Tambahkan judul dan isinya.")
		}
	}
	return at, nil
}

// readSheet gives every row that holds anything to take. Faults of rows go into
// wrong, one of each row; a file that cannot be read at all is the error. A
// missing file is a fault that fs.ErrNotExist is in.
func readSheet(folder fs.FS, file string, c columns, wrong *fault.List, take func(*row)) error {
	text, err := readFile(folder, file)
	if err != nil {
		return err
	}
	reader := csv.NewReader(bytes.NewReader(text))
	reader.FieldsPerRecord = -1
	if title, _, _ := bytes.Cut(text, []byte("\n")); bytes.Count(title, []byte(";")) > bytes.Count(title, []byte(",")) {
		reader.Comma = ';'
	}
	var at map[string]int
	for {
		cells, err := reader.Read()
		if err == io.EOF {
			break
		}
		if bad := (*csv.ParseError)(nil); errors.As(err, &bad) {
			return csvFault("format", file, bad.StartLine, "", "tanda kutip tidak berpasangan. Simpan ulang dari lembar kerja sebagai CSV.").Because(bad.Err)
		}
		if err != nil {
			return csvFault("format", file, 0, "", "tidak dapat dibaca sebagai CSV. Simpan ulang dari lembar kerja.").Because(err)
		}
		line, _ := reader.FieldPos(0)
		if at == nil {
			if at, err = c.find(file, cells); err != nil {
				return err
			}
			continue
		}
		if strings.TrimSpace(strings.Join(cells, "")) == "" {
			continue
		}
		r := &row{file: file, line: line, cells: cells, at: at}
		if take(r); r.fault != nil && len(*wrong) < maxFaults {
			wrong.Add(r.fault)
		}
	}
	if at == nil {
		return csvFault("columns", file, 1, "", "berkas kosong. Baris pertama harus berisi judul kolom.")
	}
	return nil
}

func readFile(folder fs.FS, name string) ([]byte, error) {
	file, err := folder.Open(name)
	if err != nil {
		return nil, csvFault("missing", name, 0, "", "tidak ditemukan. Taruh berkas itu di map yang sama.").Because(err)
	}
	defer file.Close()
	text, err := io.ReadAll(io.LimitReader(file, maxFile+1))
	if err != nil {
		return nil, csvFault("missing", name, 0, "", "tidak dapat dibaca. Periksa berkas dan media penyimpanannya.").Because(err)
	}
	if len(text) > maxFile {
		return nil, csvFault("large", name, 0, "", "lebih besar dari 4 MB, jadi bukan berkas kalender. Pilih berkas yang benar.")
	}
	if !utf8.Valid(text) {
		return nil, csvFault("encoding", name, 0, "", `tidak tersimpan sebagai UTF-8. Simpan ulang dengan jenis "CSV UTF-8".`)
	}
	return bytes.TrimPrefix(text, []byte("\ufeff")), nil
}

// row reads the cells of one line and keeps the first fault.
type row struct {
	file  string
	line  int
	cells []string
	at    map[string]int
	fault *fault.Fault
}

func (r *row) text(column string) string {
	i, ok := r.at[column]
	if !ok || i >= len(r.cells) {
		return ""
	}
	return strings.TrimSpace(r.cells[i])
}

func (r *row) wrong(column, message string) {
	if r.fault == nil {
		r.fault = csvFault("value", r.file, r.line, column, message)
	}
}

func (r *row) date(column string) Date {
	d, err := ParseDate(r.text(column))
	if err != nil {
		r.wrong(column, "tanggal harus ada dan ditulis seperti 2026-11-23. Perbaiki; bila lembar kerja mengubahnya sendiri, jadikan kolomnya berformat Teks.")
	}
	return d
}

func (r *row) number(column string) int {
	n, err := strconv.Atoi(r.text(column))
	if err != nil {
		r.wrong(column, "harus berupa bilangan bulat. Perbaiki isinya.")
	}
	return n
}

func (r *row) kind() DayKind {
	kind := DayKind(r.text("kind"))
	if !kind.known() {
		r.wrong("kind", "jenis hari tidak dikenal. Tulis libur_nasional, cuti_bersama, pemilu, atau libur_lokal.")
	}
	return kind
}

func (r *row) withdraws() bool {
	action := r.text("action")
	if action != "add" && action != "remove" {
		r.wrong("action", "tulis add untuk hari yang ditambahkan atau remove untuk hari yang dicabut.")
	}
	return action == "remove"
}

func (a amendment) action() string {
	if a.withdraw {
		return "remove"
	}
	return "add"
}

func csvFault(code, file string, line int, column, message string) *fault.Fault {
	at, field := "Berkas "+file, file
	if line > 0 {
		at, field = fmt.Sprintf("%s baris %d", at, line), fmt.Sprintf("%s:%d", field, line)
	}
	if column != "" {
		at, field = at+", kolom "+column, field+":"+column
	}
	return fault.New(fault.Invalid, "calendar.csv."+code, field, at+": "+message)
}
