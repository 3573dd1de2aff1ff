package main

import (
	"bufio"
	"encoding/csv"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"loketaduan/internal/calendar"
)

// runDeadline is `loket-pusat deadline`: it adds due_date, provisional and
// latest_date to a CSV of receipts. Of a provisional deadline due_date is the
// early end of the estimate and latest_date the late one, empty when nobody can
// tell; else both are the same. Exit codes: 0 all rows answered; 1 some rows, or the file's
// contents, are wrong; 2 the file or the arguments cannot be used.
func runDeadline(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("deadline", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Usage = func() {
		fmt.Fprintln(stderr, "Pemakaian: loket-pusat deadline --cases BERKAS.csv   (- untuk masukan standar)")
		fmt.Fprintln(stderr, "Kolom wajib: received_at, class (2, 5, 14, 60), work_week (5, 6).")
		fmt.Fprintln(stderr, "Kolom pilihan: calendar_as_of, completion_requested_on, completed_on.")
	}
	path := flags.String("cases", "", "berkas CSV, atau - untuk masukan standar")
	if err := flags.Parse(args); errors.Is(err, flag.ErrHelp) {
		return 0
	} else if err != nil {
		return 2
	}
	if *path == "" || flags.NArg() > 0 {
		flags.Usage()
		return 2
	}

	name, input := "masukan standar", stdin
	if *path != "-" {
		file, err := os.Open(*path)
		if err != nil {
			fmt.Fprintf(stderr, "Berkas %s tidak dapat dibuka. Periksa nama dan letaknya.\n", *path)
			return 2
		}
		defer file.Close()
		name, input = *path, file
	}
	d := deadlineFile{name: name, complaints: stderr, out: csv.NewWriter(stdout)}
	code := d.run(input)
	d.out.Flush()
	if d.out.Error() != nil {
		fmt.Fprintln(stderr, "Hasil tidak dapat ditulis. Periksa ruang penyimpanan tujuan.")
		return 1
	}
	return code
}

// deadlineFile answers one CSV, row by row, so that a file may be of any length.
type deadlineFile struct {
	name       string
	complaints io.Writer
	in         *csv.Reader
	out        *csv.Writer
	columns    map[string]int
}

var (
	requiredColumns = []string{"received_at", "class", "work_week"}
	optionalColumns = []string{"calendar_as_of", "completion_requested_on", "completed_on"}
	classLimits     = map[string]int{"2": 2, "5": 5, "14": 14, "60": 60}
	workWeeks       = map[string]calendar.WorkWeek{
		"": calendar.FiveDays, "5": calendar.FiveDays, "6": calendar.SixDays,
	}
)

func (d *deadlineFile) run(input io.Reader) int {
	d.in = csv.NewReader(withoutBOM(input))
	d.in.FieldsPerRecord = -1
	header, err := d.in.Read()
	if err != nil {
		d.complainOfReading(err)
		return 2
	}
	if !d.readHeader(header) {
		return 2
	}
	d.out.Write(append(slices.Clone(header), "due_date", "provisional", "latest_date"))

	code := 0
	for {
		row, err := d.in.Read()
		if err == io.EOF {
			return code
		}
		var malformed *csv.ParseError
		if errors.As(err, &malformed) {
			d.complainOfReading(err)
			code = 1
			continue
		}
		if err != nil {
			d.complainOfReading(err)
			return 2
		}
		if answered, ok := d.answer(row, len(header)); ok {
			d.out.Write(answered)
		} else {
			code = 1
		}
	}
}

func (d *deadlineFile) readHeader(header []string) bool {
	d.columns = map[string]int{}
	known := slices.Concat(requiredColumns, optionalColumns)
	for i, title := range header {
		title = strings.ToLower(strings.TrimSpace(title))
		if !slices.Contains(known, title) {
			continue
		}
		if _, twice := d.columns[title]; twice {
			d.complainf("baris 1, kolom %s: judul kolom ini ada dua kali; hapus salah satu.", title)
			return false
		}
		d.columns[title] = i
	}
	complete := true
	for _, title := range requiredColumns {
		if _, ok := d.columns[title]; !ok {
			d.complainf("baris 1: kolom %s tidak ada. Kolom wajib: %s.", title, strings.Join(requiredColumns, ", "))
			complete = false
		}
	}
	if !complete && len(header) == 1 && strings.Contains(header[0], ";") {
		d.complainf("baris 1: pemisah kolom harus koma, bukan titik koma.")
	}
	return complete
}

// answer gives the row with its three further columns, or says what is wrong.
func (d *deadlineFile) answer(row []string, fields int) ([]string, bool) {
	if len(row) != fields {
		line, _ := d.in.FieldPos(0)
		d.complainf("baris %d, kolom %d: jumlah kolom %d, seharusnya %d.",
			line, min(len(row), fields)+1, len(row), fields)
		return nil, false
	}
	c := caseReader{file: d, row: row, ok: true}
	span := calendar.Span{
		Received:    c.date("received_at", true),
		WorkingDays: choice(&c, "class", classLimits, "kelas harus 2, 5, 14, atau 60"),
		Week:        choice(&c, "work_week", workWeeks, "hari kerja seminggu harus 5 atau 6"),
	}
	asOf := c.date("calendar_as_of", false)
	pause := calendar.Pause{
		RequestedOn: c.date("completion_requested_on", false),
		CompletedOn: c.date("completed_on", false),
	}
	if c.ok && !pause.CompletedOn.IsZero() {
		if pause.RequestedOn.IsZero() {
			c.reject("completed_on", "tanggal dilengkapi ada, tetapi tanggal permintaan kelengkapan kosong")
		} else if pause.CompletedOn.Before(pause.RequestedOn) {
			c.reject("completed_on", "tanggal dilengkapi mendahului tanggal permintaan kelengkapan")
		}
	}
	if !c.ok {
		return nil, false
	}

	known := calendar.Embedded()
	if !asOf.IsZero() {
		known = calendar.EmbeddedAsOf(asOf)
	}
	if !pause.RequestedOn.IsZero() {
		span.Pauses = []calendar.Pause{pause}
	}
	deadline := known.Due(span)
	return append(row, deadline.Due.String(), fmt.Sprint(deadline.Provisional), deadline.Latest.String()), true
}

// caseReader reads the cells of one row and remembers whether one was wrong, so
// that every fault of a row is told at once.
type caseReader struct {
	file *deadlineFile
	row  []string
	ok   bool
}

// cell gives "" for a column that the file does not have.
func (c *caseReader) cell(column string) string {
	i, ok := c.file.columns[column]
	if !ok {
		return ""
	}
	return strings.TrimSpace(c.row[i])
}

func (c *caseReader) date(column string, required bool) calendar.Date {
	text := c.cell(column)
	if text == "" {
		if required {
			c.reject(column, "tanggal kosong")
		}
		return calendar.Date{}
	}
	date, ok := parseMoment(text)
	if !ok {
		c.reject(column, fmt.Sprintf("%q bukan tanggal yang dikenal; tulis seperti 2026-11-23 atau 2026-11-23T09:00", text))
	}
	return date
}

func choice[T any](c *caseReader, column string, allowed map[string]T, otherwise string) T {
	value, ok := allowed[c.cell(column)]
	if !ok {
		c.reject(column, fmt.Sprintf("%s, bukan %q", otherwise, c.cell(column)))
	}
	return value
}

func (c *caseReader) reject(column, why string) {
	c.ok = false
	line, position := c.file.in.FieldPos(c.file.columns[column])
	c.file.complainf("baris %d, kolom %s (posisi %d): %s.", line, column, position, why)
}

func (d *deadlineFile) complainOfReading(err error) {
	var malformed *csv.ParseError
	switch {
	case err == io.EOF:
		d.complainf("berkas kosong; baris pertama harus berisi judul kolom.")
	case errors.As(err, &malformed):
		lines := fmt.Sprint(malformed.StartLine)
		if malformed.Line > malformed.StartLine {
			lines = fmt.Sprintf("%d sampai %d", malformed.StartLine, malformed.Line)
		}
		d.complainf("baris %s, kolom %d: tanda kutip tidak berpasangan atau salah letak.", lines, malformed.Column)
	default:
		d.complainf("isi berkas tidak dapat dibaca sampai selesai.")
	}
}

func (d *deadlineFile) complainf(format string, args ...any) {
	fmt.Fprintf(d.complaints, "%s: %s\n", d.name, fmt.Sprintf(format, args...))
}

// parseMoment gives the WITA date of a civil date or of an instant, with or
// without seconds and zone; without a zone it is WITA.
func parseMoment(text string) (calendar.Date, bool) {
	if date, err := calendar.ParseDate(text); err == nil {
		return date, true
	}
	if len(text) > len(time.DateOnly) && (text[10] == ' ' || text[10] == 't') {
		text = text[:10] + "T" + strings.TrimSpace(text[11:])
	}
	text = strings.NewReplacer(" +", "+", " -", "-", " Z", "Z").Replace(text)
	for _, clock := range []string{"T15:04", "T15:04:05"} {
		for _, zone := range []string{"", "Z07:00", "Z0700", "Z07"} {
			at, err := time.ParseInLocation(time.DateOnly+clock+zone, text, calendar.WITA)
			if err == nil && at.In(calendar.WITA).Year() >= 1 {
				return calendar.DateIn(at, calendar.WITA), true
			}
		}
	}
	return calendar.Date{}, false
}

func withoutBOM(r io.Reader) io.Reader {
	buffered := bufio.NewReader(r)
	if start, _ := buffered.Peek(3); string(start) == "\xef\xbb\xbf" {
		buffered.Discard(3)
	}
	return buffered
}
