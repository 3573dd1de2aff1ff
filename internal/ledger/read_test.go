package ledger

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"loketaduan/internal/fault"
)

func TestCSV(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"semicolons, empty columns", "a;b;;;\r\n1;2;;;\r\n;;;;\r\n3;4;;;\r\n", "titik koma 1[a|b] 2[1|2] 4[3|4]"},
		{"commas within quotes", "a,b\n\"x, y\",\"he said \"\"hi\"\"\"\n", `koma 1[a|b] 2[x, y|he said "hi"]`},
		{"a line end within quotes", "a;b\n\"one\ntwo\";x\n", "titik koma 1[a|b] 2[one\ntwo|x]"},
		{"a quote that nobody closed", "a;b\n\"x;y\nz;w\n", "titik koma 1[a|b] 2[\"x|y] 3[z|w]"},
		{"a quote in the middle", "a;b\nx \"y\" z;w\n", `titik koma 1[a|b] 2[x "y" z|w]`},
		{"sep=", "sep=;\na;b,c\n", "titik koma 1[a|b,c]"},
		{"tab", "a\tb,c\n1\t2\n", "tab 1[a|b,c] 2[1|2]"},
		{"commas in the texts of a ; file", "tgl;uraian\n1;a, b, c, d\n2;e\n3;f, g\n", "titik koma 1[tgl|uraian] 2[1|a, b, c, d] 3[2|e] 4[3|f, g]"},
		{"mark", "\ufeffa,b\n1,2", "koma 1[a|b] 2[1|2]"},
		{"nothing behind", "a;b;", "titik koma 1[a|b]"},
		{"Excel's ways", "=\"0812\";'6303\na;b\n", "titik koma 1[0812|6303] 2[a|b]"},
	} {
		b := readCSV([]byte(c.text))
		got := b.Comma
		for _, l := range b.Sheets[0].Lines {
			var cells []string
			for _, x := range l.Cells {
				cells = append(cells, x.Text)
			}
			got += fmt.Sprintf(" %d[%s]", l.Number, strings.Join(cells, "|"))
		}
		if got != c.want {
			t.Errorf("%s:\n%q, want\n%q", c.name, got, c.want)
		}
	}
}

func TestReadTellsWhatIsWrong(t *testing.T) {
	xlsx := book(t, func(f *excelize.File, s string) { lines(f, s, 1, []any{"a"}) })
	empty := book(t, func(*excelize.File, string) {})
	for _, c := range []struct{ name, content, code string }{
		{"a.xls", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 anything", "import.file.xls"},
		{"a.xlsx", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e\x00", "import.file.locked"},
		{"a.ods", "PK\x03\x04\x14\x00mimetypeapplication/vnd.oasis.opendocument.spreadsheet", "import.file.ods"},
		{"a.xls", "<html><body><table><tr><td>1</td></tr></table></body></html>", "import.file.html"},
		{"a.pdf", "%PDF-1.7 ...", "import.file.type"},
		{"a.csv", "\x00\x01\x02\x03\x04\x05\x06\x07\x08\x0e\x0f\x10", "import.file.type"},
		{"a.csv", "", "import.file.empty"},
		{"a.csv", " \r\n ;;; \r\n", "import.file.empty"},
		{"a.xlsx", string(empty), "import.file.empty"},
		{"a.xlsx", string(xlsx[:len(xlsx)/2]), "import.file.broken"},
		{"a.xlsx", "PK\x03\x04 no zip at all", "import.file.broken"},
	} {
		_, err := Read(c.name, []byte(c.content))
		if f := fault.Of(err); f == nil || f.Code != c.code || f.Field != "file" || f.Message == "" {
			t.Errorf("%s: %v, want %s", c.name, err, c.code)
		}
	}
	if b, err := Read("a.xlsx", xlsx); err != nil || b.Sheets[0].Lines[0].Cells[0].Text != "a" {
		t.Error(err)
	}
}

// Cell by cell we read the fixtures as excelize does, which knows the format
// from another side.
func TestWorkbooksAsExcelizeReadsThem(t *testing.T) {
	files, err := filepath.Glob("testdata/*.xlsx")
	if err != nil || len(files) < 10 {
		t.Fatal(files, err)
	}
	cells := 0
	for _, name := range files {
		content, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		ours, err := Read(name, content)
		if err != nil {
			t.Fatal(err)
		}
		f, err := excelize.OpenReader(bytes.NewReader(content))
		if err != nil {
			t.Fatal(err)
		}
		list := f.GetSheetList()
		if len(list) != len(ours.Sheets) {
			t.Fatalf("%s: sheets %v", name, list)
		}
		for i, s := range list {
			theirs, err := f.GetRows(s, excelize.Options{RawCellValue: true})
			if err != nil {
				t.Fatal(err)
			}
			for _, l := range ours.Sheets[i].Lines {
				for j, c := range l.Cells {
					want := ""
					if l.Number-1 < len(theirs) && j < len(theirs[l.Number-1]) {
						want = theirs[l.Number-1][j]
					}
					got := c.Text
					switch {
					case c.Copied, c.Kind == Wrong:
						continue
					case c.Kind == Date:
						got = numberText(c.Number)
					case c.Kind == Number:
						want = strings.TrimSpace(want)
					default:
						want = clean(want)
					}
					if cells++; got != want {
						t.Errorf("%s %s line %d column %d: %q, excelize %q", name, s, l.Number, j, got, want)
					}
				}
			}
		}
		f.Close()
	}
	if cells < 500 {
		t.Errorf("only %d cells compared", cells)
	}
}

func TestNIK(t *testing.T) {
	text := func(s string) Cell { return Cell{Kind: Text, Text: s} }
	number := func(n float64) Cell { return Cell{Kind: Number, Number: n, Text: numberText(n)} }
	for _, c := range []struct {
		cell       Cell
		zeros, one bool
		want, why  string
	}{
		{text("6303051204850001"), false, false, "6303051204850001", ""},
		{text("6303 0512 0485 0001"), false, false, "6303051204850001", nikRepaired},
		{text("`6303.0512.0485.0001"), false, false, "6303051204850001", nikRepaired},
		{text("NIK: 6303051204850001"), false, false, "6303051204850001", nikRepaired},
		{text("6,30305E+15"), false, false, "", nikCut},
		{text("6.30305120485E+15"), false, false, "", nikCut},
		{number(6303051204850000), false, false, "", nikRounded},
		{number(6303051204850010), false, false, "", nikRounded},
		{number(6303051204850013), false, false, "6303051204850013", ""}, // no Excel wrote that
		{text("6303051204850000"), false, false, "", nikRounded},         // a text, but no NIK ends so
		{text("6303051204850010"), false, false, "6303051204850010", ""},
		{text("6303051204850010"), true, false, "", nikRounded},
		{text("6303051204850010"), true, true, "6303051204850010", nikZero},
		{text("63030512048500"), false, false, "", nikNone}, {text("63030512048500011"), false, false, "", nikNone}, {text("belum punya"), false, false, "", nikNone},
		{text("************0001"), false, false, "", nikMasked}, {text("630305xxxxxx0001"), false, false, "", nikMasked},
		{text("-"), false, false, "", ""}, {Cell{}, false, false, "", ""}, {text("0000000000000000"), false, false, "", nikNone},
		{Cell{Kind: Wrong, Text: "#N/A"}, false, false, "", nikNone},
	} {
		if got, why := nik(c.cell, c.zeros, c.one); got != c.want || why != c.why {
			t.Errorf("%q: %q, %q; want %q, %q", c.cell.Text, got, why, c.want, c.why)
		}
	}
	if zeros, one := nikZeros([]Cell{text("6303051204850010"), text("6303051204850020")}); !zeros || one {
		t.Error("two that end with a zero")
	}
}

func TestContact(t *testing.T) {
	for s, want := range map[string]reach{
		"081251000031":                       {phone: "081251000031"},
		"81251000031":                        {phone: "081251000031"},
		"+62 812-5100-0031":                  {phone: "081251000031"},
		"HP. 0812 5100 0031":                 {phone: "081251000031"},
		"(0511) 472-1234":                    {phone: "05114721234"},
		"0812-5100-0031 / 085251000032":      {phone: "081251000031", more: "085251000032"},
		"0812-5100-0031 (anaknya)":           {phone: "081251000031", others: "anaknya"},
		"081251000031\nsiti@contoh.id":       {phone: "081251000031", email: "siti@contoh.id"},
		"NIK 6303051204850001\n081251000031": {phone: "081251000031", nik: "6303051204850001"},
		"Jl. Melati RT 2, 081251000031":      {phone: "081251000031", others: "Jl. Melati RT 2"},
		"8,13E+10":                           {cut: true},
		"-":                                  {},
		"tidak ada":                          {others: "tidak ada"},
	} {
		if got := contact(Cell{Kind: Text, Text: s}); got != want {
			t.Errorf("%q: %+v, want %+v", s, got, want)
		}
	}
}

func TestTitles(t *testing.T) {
	for title, want := range map[string]Field{
		"Tgl. Terima": Received, "TANGGAL": Received, "Hari/Tanggal": Received, "Tgl/jam terima": Received, "Tangal Pengaduan": Received, "Tanggal Laporan Masuk": Received,
		"No": Count, "No. Urut": Count, "No. Register": OldNumber, "Nomor Agenda": OldNumber, "No Pengaduan": OldNumber, "Nama": Name, "Nama Pelapor": Name, "Nama Lengkap": Name,
		"Nama dan Alamat": NameAddress, "NIK": NIK, "No. KTP": NIK, "L/P": Sex, "JK": Sex, "Jenis Kelamin": Sex, "Alamat": Address, "Almt Pelapor": Address, "Desa/Kelurahan": Village,
		"No. HP/WA": Phone, "Telp.": Phone, "Kontak": Phone, "Isi Pengaduan": Narrative, "Uraian Singkat": Narrative, "Uraain": Narrative, "Permasalahan": Narrative, "Keluahan": Narrative,
		"Isi Laporan Awal": Original, "Isi Laporan Akhir": Narrative, "Perihal": Subject, "Judul Laporan": Subject, "Media": Channel, "Sumber Laporan": Channel, "Kategori": Category,
		"Klasifikasi Laporan": Kind, "Jenis Pengaduan": Kind, "Terlapor": Respondent, "Tgl Kejadian": EventDate, "Lokasi Kejadian": EventPlace, "Disposisi": ForwardedTo,
		"Instansi Terdisposisi": ForwardedTo, "ID Instansi Terdisposisi": Ignore, "Tanggal Disposisi": ForwardedOn, "Tindak Lanjut": FollowUp, "TL": FollowUp, "Tgl Tindak Lanjut": FollowedUpOn,
		"Tanggapan": Answer, "Tgl Selesai": ClosedOn, "Status": Status, "Status Laporan": Status, "Hasil": Result, "Alasan Tunda/Arsip": Reason, "Tracking ID": Tracking,
		"Keterangan": Note, "Tanggal Lahir": Note, "Nama Petugas": Note, "Lampiran": Evidence, "Umur": Age, "Tipe Laporan (Anonim/Rahasia)": Privacy, "Pekerjaan": Occupation,
		"Status Perkawinan": Note, "Provinsi": Ignore,
	} {
		if got, score := fieldOf(title); got != want || score == 0 {
			t.Errorf("%q is %q (%d), want %q", title, got, score, want)
		}
	}
	for _, title := range []string{"", "xyz", "2021", "Rp"} {
		if got, score := fieldOf(title); score != 0 {
			t.Errorf("%q is %q", title, got)
		}
	}
	for _, c := range Choices {
		if !c.Field.Known() || c.Label == "" {
			t.Errorf("%+v", c)
		}
	}
}

func TestRepair(t *testing.T) {
	for s, want := range map[string]string{"â€œair keruhâ€\u009d": "“air keruh”", "CafÃ©": "Café", "Ãƒâ€°tat": "État", "harga Rp5.000Â saja": "harga Rp5.000 saja", "Café": "Café", "biasa": "biasa", "Âng": "Âng", "Ã": "Ã"} {
		if got, _ := repair(s); got != want {
			t.Errorf("%q: %q, want %q", s, got, want)
		}
	}
}

// Whatever the bytes are: a book or a fault with words, every line numbered, and
// the whole way to the records without a panic.
func FuzzRead(f *testing.F) {
	files, err := filepath.Glob("testdata/*.csv")
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range files {
		content, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(content)
	}
	for _, s := range []string{"sep=", "\"", "\"\"\"", ";;;\n", "\xff\xfe;\x00\n\x00", "\xfe\xff", "Tgl;Uraian\n\"", "PK\x03\x04", "a,b\n\"x\"y,z", "Tanggal,Isi\r1/2/2023,x"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		b, err := Read("berkas.csv", content)
		if err != nil {
			if fault.Of(err).Message == "" {
				t.Fatal("a fault without words")
			}
			return
		}
		var sources []Source
		for i := range b.Sheets {
			s := &b.Sheets[i]
			before := 0
			for _, l := range s.Lines {
				if l.Number <= before || len(l.Cells) > s.Columns {
					t.Fatalf("line %d after %d, %d cells of %d", l.Number, before, len(l.Cells), s.Columns)
				}
				before = l.Number
			}
			l := Guess(s)
			if l.From == 0 {
				l = LayoutAt(s, 1, 1)
			}
			sources = append(sources, Source{s, l})
		}
		table := NewTable(sources, Mapping{Rest: "closed", States: nil}, 2026)
		n := 0
		for r := range table.Records(setting) {
			if n++; len(r.Cells) != len(table.Columns) || r.Refused == nil && r.Case.Identity == "" {
				t.Fatalf("%+v", r)
			}
		}
		total := 0
		for _, k := range table.Counts {
			total += k
		}
		lines := 0
		for _, s := range sources {
			lines += len(s.Sheet.Lines)
		}
		if n != table.Data() || total != lines {
			t.Fatalf("%d records of %d, %d lines of %d", n, table.Data(), total, lines)
		}
	})
}

// The same for what is inside a workbook.
func FuzzWorksheet(f *testing.F) {
	for _, xml := range []string{
		`<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>Tanggal</t></is></c><c t="str"><v>Uraian</v></c></row><row><c><v>45000</v></c></row></sheetData></worksheet>`,
		`<worksheet><cols><col min="1" max="9" hidden="1"/></cols><sheetData><row r="3" hidden="1"><c r="B3" t="e"><v>#REF!</v></c></row></sheetData><mergeCells><mergeCell ref="A1:B9"/></mergeCells></worksheet>`,
		`<c><v>1</v></c>`, `<row r="-1"><c r="ZZZ9"><f/></c></row>`, `<row r="9"/><row r="1"><c r="A1" s="7"><v>1e400</v></c></row>`, `<mergeCell ref="A1048577:XFE1"/>`, `<c t="s"><v>99</v></c>`, `<is>`,
	} {
		f.Add(xml)
	}
	parts := map[string]string{
		"_rels/.rels":                `<Relationships><Relationship Id="a" Type="x/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml":            `<workbook><sheets><sheet name="S" sheetId="1" r:id="b"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="b" Type="x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
	}
	f.Fuzz(func(t *testing.T, xml string) {
		parts["xl/worksheets/sheet1.xml"] = xml
		b, err := readWorkbook(zipped(parts))
		if err != nil {
			return
		}
		for i := range b.Sheets {
			s := &b.Sheets[i]
			if s.Columns > columnsMost {
				t.Fatalf("%d columns", s.Columns)
			}
			NewTable([]Source{{s, Guess(s)}}, Mapping{}, 2026)
		}
	})
}
