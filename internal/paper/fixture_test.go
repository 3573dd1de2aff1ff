package paper

import (
	"bytes"
	"encoding/json"
	"image"
	"image/color"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"loketaduan/internal/calendar"
	"loketaduan/internal/complaint"
	"loketaduan/internal/journal"
)

const (
	number = "630305-A-2026-000123-4"
	nik    = "6303051212907781"
	phone  = "081234567890"
)

var printedAt = time.Date(2026, time.November, 23, 9, 35, 0, 0, calendar.WITA)

var ordinary = complaint.Form{
	Kind: "pengaduan", Channel: "tatap_muka", ReceivedAt: "2026-11-23T09:30:00+08:00",
	Subject: "Jembatan Sungai Rangas rusak", Narrative: "Papan jembatan lepas sejak banjir bulan lalu. Anak sekolah harus memutar lewat jalan raya, dan dua orang sudah jatuh.",
	Category: "infrastruktur", Village: "63.03.05.2001", EventPlace: "Jembatan gantung RT 3", EventDate: "2026-10-30", Respondent: "Pemerintah desa",
	Request: "Jembatan diperbaiki sebelum musim hujan.", Evidence: "2 foto jembatan; fotokopi KTP",
	Reporter: complaint.Reporter{Name: "Nurhayati binti Ali", IDType: "ktp", IDNumber: nik, Sex: "P", Address: "Jl. Melati RT 3 RW 1", Village: "63.03.05.2001", Phone: phone},
}

// with is the ordinary form with something done to it.
func with(change func(*complaint.Form)) complaint.Form {
	f := ordinary
	change(&f)
	return f
}

// caseOf is a complaint that was recorded from a form, with further bodies as
// entries after it.
func caseOf(t testing.TB, f complaint.Form, further ...journal.Draft) Case {
	t.Helper()
	rules := complaint.NewRulebook(calendar.EmbeddedDecrees(), nil).For("63.03.05")
	facts := complaint.Facts{Office: "63.03.05", State: complaint.Received, Class: f.Class(), ReceivedAt: f.Received()}
	by := complaint.Actor{Account: "siti", Role: "admin", Office: "63.03.05"}
	drafts, err := complaint.Receive(entryID(1), entryID(2), number, "salt", f, by, rules, rules.Promise(&facts))
	if err != nil {
		t.Fatal(err)
	}
	var entries []journal.Entry
	for i, d := range append(drafts, further...) {
		id := d.ID
		if id == "" {
			id = entryID(10 + i)
		}
		entries = append(entries, journal.Entry{ID: id, Stream: entryID(1), Office: "63.03.05", Device: "pc", Seq: int64(i + 1), Rev: int64(i + 1), At: printedAt.UTC(), Author: "siti",
			Kind: d.Kind, Version: 1, Body: d.Body, Base: d.Base})
	}
	c := complaint.Fold(entryID(1), entries)
	now := c.Facts()
	kop := complaint.DefaultLetterhead("Kecamatan Martapura")
	kop.Address, kop.Phone, kop.Contact = "Jl. Ahmad Yani Km 39 No. 12, Martapura 70611", "(0511) 4721234", "kec.martapura@banjarkab.go.id"
	kop.HeadName, kop.HeadRank, kop.HeadID, kop.Logo = "H. Muhammad Noor, S.Sos., M.AP.", "Pembina Tingkat I (IV/b)", "19700101 199003 1 001", crest()
	return Case{Complaint: c, Rules: rules, Clocks: rules.Clocks(&now), Kop: kop, Office: "Kecamatan Martapura", Clerk: "Siti Aminah", By: "Siti Aminah", At: printedAt,
		Village: func(code string) string { return strings.Replace(code, "63.03.05.2001", "Sungai Rangas", 1) }}
}

func entryID(n int) string {
	return "0192f0c1-0000-7000-8000-0000000000" + string(rune('0'+n/10)) + string(rune('0'+n%10))
}

// crest is a picture such as an office has, with a transparent ground.
func crest() []byte {
	img := image.NewNRGBA(image.Rect(0, 0, 120, 140))
	for y := range 140 {
		for x := range 120 {
			dx, dy := float64(x-60)/60, float64(y-70)/70
			switch d := dx*dx + dy*dy; {
			case d < 0.35:
				img.Set(x, y, color.NRGBA{240, 190, 20, 255})
			case d < 1:
				img.Set(x, y, color.NRGBA{10, 90, 50, 255})
			}
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// proof is as long as that of an enrolled PC.
var proof = "HTTPS://PUSAT.BANJARKAB.GO.ID/T/LA1." + number + ".T.20261211." + strings.Repeat("0123456789ABCDEFGHJKMNPQRSTVWXYZ", 11)

func receiptOf(c Case) Receipt {
	return Receipt{Case: c, QR: proof, Code: "7K2M-Q4RT-9XYZ", Nth: 1, First: c.Clocks.Deadline, Identity: true}
}

// tool runs a program of Debian's; without it the test is skipped.
func tool(t testing.TB, name string, args ...string) string {
	t.Helper()
	if _, err := exec.LookPath(name); err != nil {
		t.Skip(name + " is not installed")
	}
	out, err := exec.Command(name, args...).Output()
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return string(out)
}

// saved writes a document and, where LOKET_PAPER_PICTURES names a folder, its
// pages as pictures.
func saved(t testing.TB, name string, content []byte, err error) string {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), name+".pdf")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	if dir := os.Getenv("LOKET_PAPER_PICTURES"); dir != "" {
		tool(t, "pdftoppm", "-r", "110", "-png", path, filepath.Join(dir, name))
	}
	return path
}

// words is the text of a document, line by line as its reader sees it, in one
// line.
func words(t testing.TB, path string, more ...string) string {
	t.Helper()
	return strings.Join(strings.Fields(tool(t, "pdftotext", append(more, "-layout", path, "-")...)), " ")
}

// actDraft is an act whose words matter; it is taken as allowed.
func actDraft(kind, text string) journal.Draft {
	return bodyDraft(kind, complaint.Body{Text: text, On: calendar.Of(2026, time.November, 26)})
}

func bodyDraft(kind string, body complaint.Body) journal.Draft {
	b, err := json.Marshal(body)
	if err != nil {
		panic(err)
	}
	return journal.Draft{Kind: kind, Body: b}
}

// registerOf is a register of n lines that differ in length.
func registerOf(n int) Register {
	c := complaint.DefaultLetterhead("Kecamatan Martapura")
	c.Address, c.Phone, c.HeadName, c.HeadID, c.Logo = "Jl. Ahmad Yani Km 39 No. 12, Martapura 70611", "(0511) 4721234", "H. Muhammad Noor, S.Sos., M.AP.", "19700101 199003 1 001", crest()
	r := Register{Kop: c, From: calendar.Of(2026, time.November, 1), To: calendar.Of(2026, time.November, 30), At: printedAt, By: "Siti Aminah", DataAsOf: "Data per 23/11/2026 09.35 WITA, 0 entri belum terkirim"}
	for i := range n {
		r.Lines = append(r.Lines, Line{Number: complaint.RegisterNumber{Office: "63.03.05", Letter: "A", Year: 2026, Seq: int64(i + 1)}.String(), Received: "02/11/2026 09.30", Channel: "Tatap muka",
			Name: "Warga ke-" + strconv.Itoa(i+1), Sex: "P", Village: "Sungai Rangas", Contact: "*********890 ************0001", Kind: "Pengaduan", Category: "Pekerjaan Umum dan Penataan Ruang",
			Summary: strings.Repeat("Jalan berlubang di depan pasar. ", 1+i%4), Attachments: "2", Forwarded: "Dinas PUPRP 03/11/2026", Due: "20/11/2026",
			FollowUp: "Sudah ditinjau bersama kepala desa 05/11/2026", Status: "Tindak lanjut", Closed: "", Days: "14", Tracking: "5010653", Clerk: "Siti Aminah"})
	}
	return r
}

// reads fails for each text that a document does not bear, read line by line or
// column by column; where a line ends does not count.
func reads(t testing.TB, path string, wanted ...string) {
	t.Helper()
	lines, columns := squeeze(words(t, path)), squeeze(tool(t, "pdftotext", path, "-"))
	for _, want := range wanted {
		if !strings.Contains(lines, squeeze(want)) && !strings.Contains(columns, squeeze(want)) {
			t.Errorf("%s lacks %q:\n%s", filepath.Base(path), want, words(t, path))
		}
	}
}

// squeeze takes the spaces out.
func squeeze(s string) string { return strings.Join(strings.Fields(s), "") }
