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

const maxFile = 4 << 20 // bytes; the record of twenty years is 100 KB

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
		r.checkOutside()
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

// checkOutside finds text in a column without a title: a comma that nobody put in
// quotes has moved everything after it.
func (r *row) checkOutside() {
	titled := map[int]bool{}
	for _, i := range r.at {
		titled[i] = true
	}
	for i, cell := range r.cells {
		if !titled[i] && strings.TrimSpace(cell) != "" {
			r.wrong("", "ada isi di luar kolom yang berjudul. Bila suatu isian memuat koma, apit isian itu dengan tanda kutip.")
		}
	}
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
