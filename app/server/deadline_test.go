package main

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const caseFolder = "../../internal/calendar/testdata"

// deadlineOf runs the command on a text given as standard input.
func deadlineOf(text string) (code int, out, complaints string) {
	var stdout, stderr bytes.Buffer
	code = runDeadline([]string{"--cases", "-"}, strings.NewReader(text), &stdout, &stderr)
	return code, stdout.String(), stderr.String()
}

func TestDeadlineOnSharedCases(t *testing.T) {
	files, _ := filepath.Glob(filepath.Join(caseFolder, "deadline_*.csv"))
	if len(files) != 4 {
		t.Fatalf("files: %v", files)
	}
	for _, file := range files {
		var stdout, stderr bytes.Buffer
		if code := runDeadline([]string{"--cases", file}, nil, &stdout, &stderr); code != 0 || stderr.Len() > 0 {
			t.Fatalf("%s: exit %d, %s", file, code, &stderr)
		}
		given, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		want, got := readCSV(t, string(given)), readCSV(t, stdout.String())
		if len(got) != len(want) {
			t.Fatalf("%s: %d rows, want %d", file, len(got), len(want))
		}
		expected := 0
		for i, title := range want[0] {
			if title == "expected_due_date" {
				expected = i
			}
		}
		for i, row := range want {
			more := []string{row[expected], "false", row[expected]}
			if i == 0 {
				more = []string{"due_date", "provisional", "latest_date"}
			}
			if strings.Join(got[i], "|") != strings.Join(append(row, more...), "|") {
				t.Errorf("%s, row %d: %q", file, i+1, got[i])
			}
		}
	}
}

func readCSV(t *testing.T, text string) [][]string {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func TestDeadlineReadsMoments(t *testing.T) {
	for moment, due := range map[string]string{
		"2026-11-10":                      "2026-11-17",
		" 2026-11-10 ":                    "2026-11-17",
		"2026-11-10T09:00":                "2026-11-17",
		"2026-11-10 09:00":                "2026-11-17",
		"2026-11-10 09:00:59":             "2026-11-17",
		"2026-11-10T23:59:59.999":         "2026-11-17",
		"2026-11-10T00:00":                "2026-11-17",
		"2026-11-10T06:30:00+08:00":       "2026-11-17",
		"2026-11-10T06:30+0800":           "2026-11-17",
		"2026-11-10 06:30:00 +08":         "2026-11-17",
		"2026-11-09T16:00:00Z":            "2026-11-17",
		"2026-11-09 16:00Z":               "2026-11-17",
		"2026-11-09T15:59:59.999Z":        "2026-11-16",
		"2026-11-10T00:30+09:00":          "2026-11-16",
		"2026-11-09T23:30:00.5-00:30":     "2026-11-17",
		"2026-11-09T23:00:00+07:00":       "2026-11-17",
		"2026-11-09T22:59:59.999999+0700": "2026-11-16",
	} {
		code, out, complaints := deadlineOf("received_at,class,work_week\n" + moment + ",5,5\n")
		if code != 0 || !strings.HasSuffix(out, ","+due+",false,"+due+"\n") {
			t.Errorf("%q: exit %d, %q %s", moment, code, out, complaints)
		}
	}
}

func TestDeadlinePassesColumnsThrough(t *testing.T) {
	text := "\xef\xbb\xbfnote,work_week,provisional,received_at,due_date,class\r\n" +
		"\"Jl. A, RT 1\r\n\"\"dekat\"\" pasar\",,old,2026-11-02,older,14\r\n" +
		"\r\n" +
		"b,6,,2026-11-07T10:00,,5\r\n" +
		"beyond,5,,2027-12-20,,60\r\n"
	code, out, complaints := deadlineOf(text)
	want := "note,work_week,provisional,received_at,due_date,class,due_date,provisional,latest_date\n" +
		"\"Jl. A, RT 1\n\"\"dekat\"\" pasar\",,old,2026-11-02,older,14,2026-11-20,false,2026-11-20\n" +
		"b,6,,2026-11-07T10:00,,5,2026-11-13,false,2026-11-13\n" +
		// Imlek on 26 Jan 2028 is sure; Idulfitri takes Sat 26 and Sun 27 Feb or as much as Mon 28 and Tue 29
		"beyond,5,,2027-12-20,,60,2028-03-15,true,2028-03-17\n"
	if code != 0 || out != want || complaints != "" {
		t.Errorf("exit %d\n%s\nwant\n%s\n%s", code, out, want, complaints)
	}
}

func TestDeadlineWithAStandingClock(t *testing.T) {
	code, out, complaints := deadlineOf("received_at,class,work_week,completion_requested_on,completed_on,calendar_as_of\n" +
		"2026-11-02,14,5,2026-11-05,,\n" +
		"2026-11-02,14,5,,,\n" +
		"2026-12-23,14,5,,,2026-09-14\n" +
		"2027-12-20,60,5,,,2026-09-14\n" +
		"2030-12-02,60,5,,,\n")
	want := []string{"completed_on,calendar_as_of,due_date,provisional,latest_date", ",,,true,", ",,2026-11-20,false,2026-11-20",
		// 1 January is sure, and Isra Mikraj is one of Tue 5, Wed 6 and Thu 7: one working day in any case
		",2026-09-14,2027-01-18,true,2027-01-18",
		// Isra Mikraj is Sat 25, Sun 26 or Mon 27 Dec; of the days of Christmas only the 25th is sure
		",2026-09-14,2028-03-14,true,2028-03-17",
		// 2031 cannot be estimated: Christmas 2030 is the only day known
		",,2031-02-25,true,"}
	lines := strings.Split(strings.TrimSpace(out), "\n")
	if code != 0 || len(lines) != len(want) {
		t.Fatalf("exit %d: %s %s", code, out, complaints)
	}
	for i, line := range lines {
		if !strings.HasSuffix(line, want[i]) {
			t.Errorf("%q, want ...%q", line, want[i])
		}
	}
}

func TestDeadlineTellsOfBadRows(t *testing.T) {
	header := "note,received_at,class,work_week,completion_requested_on,completed_on\n"
	good := "baik,2026-11-02,5,5,,\n"
	for row, says := range map[string]string{
		"x,2026-02-30,5,5,,\n":                         "baris 5, kolom received_at (posisi 3)",
		"x,02/11/2026,5,5,,\n":                         "baris 5, kolom received_at",
		"x,2026-11-02T25:00,5,5,,\n":                   "baris 5, kolom received_at",
		"x,2026-11-02T,5,5,,\n":                        "baris 5, kolom received_at",
		"x,0000-01-01T09:00,5,5,,\n":                   "baris 5, kolom received_at",
		"x,,5,5,,\n":                                   "baris 5, kolom received_at",
		"x,2026-11-02,7,5,,\n":                         "baris 5, kolom class (posisi 14)",
		"x,2026-11-02,,5,,\n":                          "baris 5, kolom class",
		"x,2026-11-02,-5,5,,\n":                        "baris 5, kolom class",
		"x,2026-11-02,5,7,,\n":                         "baris 5, kolom work_week (posisi 16)",
		"x,2026-11-02,5,lima,,\n":                      "baris 5, kolom work_week",
		"x,2026-11-02,5,5,kemarin,\n":                  "baris 5, kolom completion_requested_on",
		"x,2026-11-02,5,5,,2026-11-05\n":               "baris 5, kolom completed_on",
		"x,2026-11-02,5,5,2026-11-05,2026-11-04\n":     "baris 5, kolom completed_on",
		"x,2026-11-02,5,5\n":                           "baris 5, kolom 5: jumlah kolom 4, seharusnya 6",
		"x,2026-11-02,5,5,,,,\n":                       "baris 5, kolom 7: jumlah kolom 8, seharusnya 6",
		"x\"y,2026-11-02,5,5,,\n":                      "baris 5, kolom 2: tanda kutip",
		"\"dua\nbaris\",2026-11-02,3,5,,\n":            "baris 6, kolom class (posisi 19)",
		"x,2026-11-02,5,5,2026-11-05,2026-11-05T99:\n": "baris 5, kolom completed_on",
	} {
		before := "\"dengan\nbaris baru\",2026-11-02,5,5,,\n" + good
		code, out, complaints := deadlineOf(header + before + row + good)
		if code != 1 || !strings.Contains(complaints, says) {
			t.Errorf("%q: exit %d, %q, want %q", row, code, complaints, says)
		}
		if n := strings.Count(out, ",2026-11-09,false,2026-11-09"); n != 3 || len(readCSV(t, out)) != 4 {
			t.Errorf("%q: the good rows and nothing else must be answered:\n%s", row, out)
		}
	}
}

func TestDeadlineRefusesUnusableFiles(t *testing.T) {
	for text, says := range map[string]string{
		"":                                     "berkas kosong",
		"\xef\xbb\xbf":                         "berkas kosong",
		"received_at,class\n2026-11-02,5\n":    "kolom work_week tidak ada",
		"received_at;class;work_week\n":        "titik koma",
		"\"received_at,class,work_week\n":      "tanda kutip",
		"class,received_at,class,work_week\n":  "kolom class: judul kolom ini ada dua kali",
		"a\x00b,\xff\xfe\n\x00\x00,\xff,\xff,": "tidak ada",
	} {
		code, out, complaints := deadlineOf(text)
		if code != 2 || out != "" || !strings.Contains(complaints, says) {
			t.Errorf("%q: exit %d, %q, %q", text, code, out, complaints)
		}
	}
	for _, args := range [][]string{
		nil, {"--cases"}, {"--cases", ""}, {"--unknown"}, {"berkas.csv"}, {"--cases", "a.csv", "b.csv"},
		{"--cases", filepath.Join(t.TempDir(), "tidak-ada%d.csv")}, {"--cases", t.TempDir()},
	} {
		var stdout, stderr bytes.Buffer
		code := runDeadline(args, strings.NewReader(""), &stdout, &stderr)
		if code != 2 || stdout.Len() > 0 || stderr.Len() == 0 || strings.Contains(stderr.String(), "%!") {
			t.Errorf("%q: exit %d, %q, %q", args, code, &stdout, &stderr)
		}
	}
	var stdout, stderr bytes.Buffer
	if code := runDeadline([]string{"-h"}, nil, &stdout, &stderr); code != 0 {
		t.Errorf("help: exit %d", code)
	}
}

func TestDeadlineTellsWhenOutputFails(t *testing.T) {
	var stderr bytes.Buffer
	input := strings.NewReader("received_at,class,work_week\n2026-11-02,5,5\n")
	if code := runDeadline([]string{"--cases", "-"}, input, fullDisk{}, &stderr); code != 1 || stderr.Len() == 0 {
		t.Errorf("exit %d, %q", code, &stderr)
	}
}

type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) { return 0, fmt.Errorf("disk full") }

func FuzzDeadlineNeverPanics(f *testing.F) {
	f.Add("received_at,class,work_week\n2026-11-02,5,5\n")
	f.Add("received_at,class,work_week,completion_requested_on,completed_on\n9999-12-31,60,6,0001-01-01,9999-12-31\n")
	f.Add("received_at,class,work_week\n\"0001-01-01T00:00+14:00,5,5\n")
	f.Fuzz(func(t *testing.T, text string) {
		if code, _, complaints := deadlineOf(text); (code == 0) != (complaints == "") {
			t.Errorf("exit %d with %q", code, complaints)
		}
	})
}
