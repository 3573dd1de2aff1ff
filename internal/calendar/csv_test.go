package calendar

import (
	"errors"
	"strings"
	"testing"
	"testing/fstest"

	"loketaduan/internal/fault"
)

func folderOf(files map[string][]byte) fstest.MapFS {
	folder := fstest.MapFS{}
	for name, text := range files {
		folder[name] = &fstest.MapFile{Data: text}
	}
	return folder
}

func TestCSVRoundTrip(t *testing.T) {
	for _, d := range []*Decrees{
		EmbeddedDecrees(), sampleRecord, EmbeddedDecrees().WithImprint(Imprint{4, "63.03", date("2026-11-20")}),
	} {
		files := d.CSV()
		back, err := ReadCSV(folderOf(files))
		if err != nil {
			t.Fatal(err)
		}
		if !back.Equal(d) || back.Imprint() != d.Imprint() {
			t.Errorf("came back as %v %+v", back.Revision(), back.Imprint())
		}
		for name, text := range back.CSV() {
			if string(text) != string(files[name]) {
				t.Errorf("%s: written again it is another file", name)
			}
		}
	}
}

// What spreadsheets do to a CSV file without being asked.
func TestCSVFromSpreadsheets(t *testing.T) {
	semicolons := func(s string) string { return strings.ReplaceAll(s, ",", ";") }
	for name, changed := range map[string]map[string]string{
		"byte order mark":        {holidaysFile: "\ufeff" + withClosures},
		"semicolons":             {holidaysFile: semicolons(withClosures), basesFile: semicolons(sampleFiles[basesFile])},
		"windows line ends":      {holidaysFile: strings.ReplaceAll(withClosures, "\n", "\r\n")},
		"no last line end":       {holidaysFile: strings.TrimSuffix(withClosures, "\n")},
		"empty rows and columns": {holidaysFile: strings.ReplaceAll(withClosures, "\n", ",,\n") + ",,,,,,,,\n\n"},
		"columns in other order": {basesFile: "decree,year,verification,decree_date\nSKB 1/2025,2026,decree PDF,2025-09-19\n", holidaysFile: withClosures},
		"quotes and spaces":      {holidaysFile: strings.Replace(withClosures, "Tahun Baru", `" Tahun Baru "`, 1)},
	} {
		want := sample(t, map[string]string{holidaysFile: withClosures})
		if got := sample(t, changed); !got.Equal(want) {
			t.Errorf("%s: read as another record", name)
		}
	}
	plain := "date,kind,name,source,confidence\n2026-01-01,libur_nasional,Tahun Baru,SKB 1/2025,high\n"
	if got := sample(t, map[string]string{holidaysFile: plain, imprintFile: "absent"}); got.Imprint() != (Imprint{Edition: 1}) || len(got.days) != 1 {
		t.Errorf("without the optional columns and the imprint: %+v", got.Imprint())
	}
}

func TestCSVFaults(t *testing.T) {
	row := func(s string) string { return withClosures + s + "\n" }
	amend := func(s string) string { return sampleFiles[amendmentsFile] + s + "\n" }
	for name, x := range map[string]struct {
		file, text  string
		code, field string
	}{
		"file missing":         {basesFile, "absent", "calendar.csv.missing", "base_decrees.csv"},
		"file empty":           {holidaysFile, "", "calendar.csv.columns", "holidays.csv:1"},
		"file too large":       {holidaysFile, withClosures + strings.Repeat("\n", 4<<20), "calendar.csv.large", "holidays.csv"},
		"saved as ANSI":        {holidaysFile, row("2026-09-01,libur_lokal,Caf\xe9,SK,high,63.03,"), "calendar.csv.encoding", "holidays.csv"},
		"quote left open":      {holidaysFile, row(`2026-09-01,libur_lokal,"Haul,SK,high,63.03,`), "calendar.csv.format", "holidays.csv:7"},
		"column missing":       {holidaysFile, "date,kind,name,source\n", "calendar.csv.columns", "holidays.csv:1:confidence"},
		"column misspelt":      {holidaysFile, strings.Replace(withClosures, "scope", "skope", 1), "calendar.csv.columns", "holidays.csv:1"},
		"column twice":         {holidaysFile, strings.Replace(withClosures, "note", "scope", 1), "calendar.csv.columns", "holidays.csv:1"},
		"date turned around":   {holidaysFile, row("01/09/2026,libur_lokal,Haul,SK,high,63.03,"), "calendar.csv.value", "holidays.csv:7:date"},
		"impossible date":      {holidaysFile, row("2026-09-31,libur_lokal,Haul,SK,high,63.03,"), "calendar.csv.value", "holidays.csv:7:date"},
		"no date":              {holidaysFile, row(",libur_lokal,Haul,SK,high,63.03,"), "calendar.csv.value", "holidays.csv:7:date"},
		"unknown kind":         {holidaysFile, row("2026-09-01,libur,Haul,SK,high,63.03,"), "calendar.csv.value", "holidays.csv:7:kind"},
		"row too short":        {holidaysFile, row("2026-09-01"), "calendar.csv.value", "holidays.csv:7:kind"},
		"comma not quoted":     {holidaysFile, row("2026-09-01,libur_lokal,Haul, Guru, Sekumpul,SK,high,63.03,"), "calendar.csv.value", "holidays.csv:7"},
		"columns moved by one": {holidaysFile, row("2026-09-01,libur_lokal,Haul, Guru Sekumpul,SK,high,63.03,"), "calendar.record.scope", "days"},
		"unknown action":       {amendmentsFile, amend("2026-03-01,tambah,2026-05-05,libur_lokal,SK,press"), "calendar.csv.value", "holiday_amendments.csv:2:action"},
		"decree date":          {amendmentsFile, amend("kemarin,add,2026-05-05,libur_lokal,SK,press"), "calendar.csv.value", "holiday_amendments.csv:2:decree_date"},
		"year in words":        {basesFile, sampleFiles[basesFile] + "tahun depan,2026-09-15,SKB,press\n", "calendar.csv.value", "base_decrees.csv:3:year"},
		"edition in words":     {imprintFile, "edition,regency,issued\ndua,63.03,\n", "calendar.csv.value", "record.csv:2:edition"},
		"issued":               {imprintFile, "edition,regency,issued\n2,63.03,05/01/2026\n", "calendar.csv.value", "record.csv:2:issued"},
		"imprint's columns":    {imprintFile, "edition\n2\n", "calendar.csv.columns", "record.csv:1:regency"},
		"structure":            {holidaysFile, row("2026-01-01,libur_nasional,Tahun Baru,SKB 1/2025,high,,"), "calendar.record.overlap", "days"},
		"amendment that hangs": {amendmentsFile, amend("2026-03-01,add,2026-05-05,libur_nasional,SK,press"), "calendar.record.misfit", "amendments"},
	} {
		changed := map[string]string{holidaysFile: withClosures}
		changed[x.file] = x.text
		d, err := ReadCSV(sampleFolder(changed))
		var f *fault.Fault
		if d != nil || !errors.As(err, &f) || f.Code != x.code || f.Field != x.field || !strings.HasSuffix(f.Message, ".") {
			t.Errorf("%s: %v, %+v", name, d != nil, f)
		}
	}
	_, err := ReadCSV(sampleFolder(map[string]string{holidaysFile: row("01/09/2026,libur_lokal,Haul,SK,high,63.03,")}))
	if want := "Berkas holidays.csv baris 7, kolom date: tanggal harus ada"; !strings.HasPrefix(fault.Of(err).Message, want) {
		t.Errorf("%s", fault.Of(err).Message)
	}
}

// Whoever mends a record sees all that is wrong with it, up to a screenful.
func TestCheckTellsMoreThanTheFirstFault(t *testing.T) {
	rows := ""
	for range 30 {
		rows += "2026-01-01,libur_nasional,Tahun Baru,SKB 1/2025,high,,\n"
	}
	_, err := ReadCSV(sampleFolder(map[string]string{holidaysFile: withClosures + "2027-01-01,libur_nasional,Tahun Baru,SKB,high,,\n" + rows}))
	f := fault.Of(err)
	if 1+len(f.Also) != maxFaults || f.Code != "calendar.record.overlap" {
		t.Errorf("%d faults, first %s", 1+len(f.Also), f.Code)
	}
	if err := EmbeddedDecrees().Check(); err != nil {
		t.Error(err)
	}
}
