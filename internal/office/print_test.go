package office

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"loketaduan/internal/auth"
	"loketaduan/internal/calendar"
	"loketaduan/internal/complaint"
	"loketaduan/internal/fault"
	"loketaduan/internal/vault"
)

// pdfText is what stands on a paper.
func pdfText(t *testing.T, path string) string {
	t.Helper()
	if _, err := exec.LookPath("pdftotext"); err != nil {
		t.Skip("pdftotext is not installed")
	}
	out, err := exec.Command("pdftotext", "-layout", path, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(strings.Fields(string(out)), " ")
}

func print(t *testing.T, d *Desk, id, what string) Paper {
	t.Helper()
	p, err := d.Print(t.Context(), Print{Complaint: id, EntryID: newID(), What: what})
	if err != nil {
		t.Fatal(fault.Of(err).Message, err)
	}
	return p
}

func wantFault(t *testing.T, err error, code string) {
	t.Helper()
	if f := fault.Of(err); f == nil || f.Code != code {
		t.Errorf("got %v, want %s", err, code)
	}
}

// another signs another account in on the PC.
func another(t *testing.T, d *Desk, username string, role auth.Role) {
	t.Helper()
	if err := d.AddAccount(t.Context(), NewAccount{Name: "Budi Santoso", Username: username, Role: role, Password: "kata-sandi-budi", Again: "kata-sandi-budi"}); err != nil {
		t.Fatal(err)
	}
	d.SignOut()
	if err := d.SignIn(t.Context(), username, "kata-sandi-budi"); err != nil {
		t.Fatal(err)
	}
}

func TestFirstPrintAndCopies(t *testing.T) {
	d, id := testDesk(t)
	c, err := d.Complaint(t.Context(), id, false)
	if err != nil {
		t.Fatal(err)
	}
	first, second := print(t, d, id, complaint.PaperReceipt), print(t, d, id, complaint.PaperReceipt)
	if text := pdfText(t, first.Path); first.Nth != 1 || strings.Contains(text, "SALINAN") || !strings.Contains(text, c.Number) || !strings.Contains(text, "Ahmad") {
		t.Errorf("%d %s", first.Nth, text)
	}
	if text := pdfText(t, second.Path); second.Nth != 2 || strings.Count(text, "SALINAN ke-1") != 2 {
		t.Errorf("%d %s", second.Nth, text)
	}
	if c, _ = d.Complaint(t.Context(), id, false); len(c.Prints) != 2 || c.Prints[0].Code == "" || c.Prints[0].Deadline != d.Clocks(c).Deadline {
		t.Errorf("noted: %+v", c.Prints)
	}
	for _, p := range []Paper{first, second} {
		if base := filepath.Base(p.Path); strings.Contains(base, "Ahmad") || !strings.Contains(base, c.Number) {
			t.Error(base)
		}
	}
	// Other papers are no receipts; the third receipt is the second copy.
	print(t, d, id, complaint.PaperDisposition)
	if p := print(t, d, id, complaint.PaperReceipt); p.Nth != 3 {
		t.Errorf("%+v", p)
	}
	if _, err := d.Print(t.Context(), Print{Complaint: id, EntryID: newID(), What: complaint.PaperReply}); fault.Of(err) == nil || fault.Of(err).Code != "paper.reply.none" {
		t.Error(err)
	}
	// What is not committed cannot be printed, nor by nobody.
	_, err = d.Print(t.Context(), Print{Complaint: newID(), EntryID: newID(), What: complaint.PaperReceipt})
	wantFault(t, err, "complaint.not_found")
	d.SignOut()
	_, err = d.Print(t.Context(), Print{Complaint: id, EntryID: newID(), What: complaint.PaperReceipt})
	wantFault(t, err, "session.none")
	if left, _ := os.ReadDir(d.paperDir()); len(left) != 0 {
		t.Errorf("%d papers lie in the clear after signing out", len(left))
	}
}

func TestDoubleClickPrintsOnce(t *testing.T) {
	d, id := testDesk(t)
	click := Print{Complaint: id, EntryID: newID(), What: complaint.PaperReceipt}
	done := make(chan error, 2)
	for range 2 {
		go func() { _, err := d.Print(t.Context(), click); done <- err }()
	}
	one, two := <-done, <-done
	if (one == nil) == (two == nil) {
		t.Fatalf("%v and %v", one, two)
	}
	wantFault(t, firstError(one, two), "print.done")
	if c, _ := d.Complaint(t.Context(), id, false); len(c.Prints) != 1 {
		t.Errorf("%d prints", len(c.Prints))
	}
}

// A printer that is off changes nothing: the complaint is saved, and what comes
// out in the end is the original.
func TestPrinterThatFails(t *testing.T) {
	d, id := testDesk(t)
	roll := filepath.Join(t.TempDir(), "nowhere", "lp0")
	set := Printing{Receipt: "58", Sheet: "a4", Raw: true, Target: roll}
	if err := d.SetPrinting(t.Context(), set); err != nil {
		t.Fatal(err)
	}
	_, err := d.Print(t.Context(), Print{Complaint: id, EntryID: newID(), What: complaint.PaperReceipt})
	wantFault(t, err, "print.printer")
	if f := fault.Of(err); !strings.Contains(f.Message, "Aduan tetap tersimpan") || strings.Contains(f.Error(), "nowhere") {
		t.Error(f.Message, f.Error())
	}
	if c, err := d.Complaint(t.Context(), id, false); err != nil || len(c.Prints) != 0 {
		t.Fatal(err, c.Prints)
	}
	if err := os.MkdirAll(filepath.Dir(roll), 0o700); err != nil {
		t.Fatal(err)
	}
	if p := print(t, d, id, complaint.PaperReceipt); p.Nth != 1 || p.Path != "" {
		t.Errorf("%+v", p)
	}
	if p := print(t, d, id, complaint.PaperReceipt); p.Nth != 2 {
		t.Errorf("%+v", p)
	}
	raw, err := os.ReadFile(roll)
	if err != nil || bytes.Count(raw, []byte("\x1b@")) != 2 || bytes.Count(raw, []byte("SALINAN")) != 1 || !bytes.Contains(raw, []byte("\x1d(k")) {
		t.Errorf("%v: %q", err, raw)
	}
	// As PDF the same receipt can be had beside it.
	p, err := d.Print(t.Context(), Print{Complaint: id, EntryID: newID(), What: complaint.PaperReceipt, Size: "a5"})
	if err != nil || p.Path == "" || !strings.Contains(pdfText(t, p.Path), "SALINAN ke-2") {
		t.Error(p, err)
	}
	wantFault(t, d.SetPrinting(t.Context(), Printing{Receipt: "58", Sheet: "a4", Raw: true}), "print.printer.none")
	wantFault(t, d.SetPrinting(t.Context(), Printing{Receipt: "f4", Sheet: "a4"}), "print.receipt.choice")
	wantFault(t, d.SetPrinting(t.Context(), Printing{Receipt: "a5", Sheet: "a5"}), "print.sheet.choice")
}

// Printing is no way around the mask: of an anonymous reporter only the clerk
// who heard him gets the name on paper, once.
func TestPrintingIsNoWayAroundTheMask(t *testing.T) {
	d, _ := testDesk(t)
	record := func() string {
		r, err := d.Record(t.Context(), newID(), complaint.Form{Kind: "pengaduan", Channel: "tatap_muka", Subject: "Pungli", Narrative: "Diminta uang", Category: "sikap", Anonymous: true,
			Reporter: complaint.Reporter{Name: "Nurhayati", IDType: "ktp", IDNumber: "6303051212907781", Sex: "P", Address: "Gang Melati", Phone: "081234567890"}}, false)
		if err != nil {
			t.Fatal(err)
		}
		return r.Complaint.ID
	}
	mine, other := record(), record()
	for i, want := range []bool{true, false} {
		if got := strings.Contains(pdfText(t, print(t, d, mine, complaint.PaperReceipt).Path), "Nurhayati"); got != want {
			t.Errorf("print %d: the name stands there: %v", i+1, got)
		}
	}
	another(t, d, "budi", auth.Clerk)
	for _, what := range []string{complaint.PaperReceipt, complaint.PaperDisposition} {
		if text := pdfText(t, print(t, d, other, what).Path); strings.Contains(text, "Nurhayati") || strings.Contains(text, "Melati") || !strings.Contains(text, "ANONIM") {
			t.Errorf("%s: another clerk gets %s", what, text)
		}
	}
}

func TestReceiptsAreCheckedHere(t *testing.T) {
	d, id := testDesk(t)
	c, _ := d.Complaint(t.Context(), id, false)
	text, code, err := d.signReceipt(t.Context(), c, d.Clocks(c).Deadline)
	if err != nil {
		t.Fatal(err)
	}
	check := func(text string) ReceiptCheck {
		t.Helper()
		r, err := d.CheckReceipt(t.Context(), text)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	if r := check(text); r.Verdict != ReceiptGenuine || r.Number != c.Number || r.Class != c.Class() || r.Deadline != d.Clocks(c).Deadline || r.Complaint == nil || r.Office != "Kecamatan Martapura" {
		t.Errorf("own: %+v", r)
	}
	if r := check(c.Number + " " + code); r.Verdict != ReceiptUnknown {
		t.Errorf("a code of a print that is not noted: %+v", r)
	}
	print(t, d, id, complaint.PaperReceipt)
	c, _ = d.Complaint(t.Context(), id, false)
	if r := check(strings.ToLower(c.Number + " " + c.Prints[0].Code)); r.Verdict != ReceiptGenuine || r.Deadline != c.Prints[0].Deadline {
		t.Errorf("typed: %+v", r)
	}
	if r := check(c.Number + " 0000-0000-0000"); r.Verdict != ReceiptUnknown {
		t.Errorf("another code: %+v", r)
	}
	altered := strings.Replace(text, ".2026", ".2027", 1)
	if altered == text {
		altered = strings.Replace(text, ".20", ".30", 1)
	}
	if r := check(altered); r.Verdict != ReceiptFalse || !strings.Contains(r.Why, "TIDAK SAH") {
		t.Errorf("altered: %+v", r)
	}
	// A PC of nobody knows only that nothing was changed.
	stranger, _ := testDesk(t)
	if r, err := stranger.CheckReceipt(t.Context(), text); err != nil || r.Verdict != ReceiptUnknown {
		t.Errorf("%+v %v", r, err)
	}
	_, err = d.CheckReceipt(t.Context(), "halo")
	wantFault(t, err, "receipt.foreign")
}

func TestRegisterOnPaper(t *testing.T) {
	d, _ := testDesk(t)
	testComplaint(t, d)
	today := d.Today()
	p, err := d.PrintRegister(t.Context(), PrintRegister{From: today, To: today, Size: "f4"})
	if err != nil || p.Rows != 2 {
		t.Fatal(p, err)
	}
	if text := pdfText(t, p.Path); strings.Count(text, "Jalan rusak") != 2 || !strings.Contains(text, "Halaman 1 dari 1") || !strings.Contains(text, "4 entri belum terkirim") && !strings.Contains(text, "entri belum terkirim") {
		t.Error(text)
	}
	_, err = d.PrintRegister(t.Context(), PrintRegister{To: today})
	wantFault(t, err, "export.from")
	_, err = d.PrintRegister(t.Context(), PrintRegister{From: today, To: today, Size: "80"})
	wantFault(t, err, "paper.size")
	if p, err = d.PrintRegister(t.Context(), PrintRegister{From: calendar.Of(2020, time.January, 1), To: calendar.Of(2020, time.January, 2)}); err != nil || p.Rows != 0 || !strings.Contains(pdfText(t, p.Path), "NIHIL") {
		t.Error(p, err)
	}
	another(t, d, "budi", auth.Clerk)
	_, err = d.PrintRegister(t.Context(), PrintRegister{From: today, To: today, Reveal: true})
	wantFault(t, err, "session.unmask")
}

func TestLetterheadOnPaper(t *testing.T) {
	d, id := testDesk(t)
	h, err := d.Letterhead(t.Context())
	if err != nil || h.Name != "KECAMATAN MARTAPURA" {
		t.Fatal(h, err)
	}
	h.Address, h.HeadName = "Jl. Ahmad Yani Km 39", "H. Muhammad Noor"
	big := image.NewNRGBA(image.Rect(0, 0, 900, 1200))
	for y := range 1200 {
		for x := range 900 {
			big.Set(x, y, color.NRGBA{uint8(x), uint8(y), uint8(x * y), 255})
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, big); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "logo.png")
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	if h.Logo, err = ReadLogo(path); err != nil || len(h.Logo) > complaint.MaxLogo {
		t.Fatal(len(h.Logo), err)
	}
	if _, err := ReadLogo(filepath.Join(t.TempDir(), "tidak ada.png")); fault.Of(err).Code != "kop.logo.unreadable" {
		t.Error(err)
	}
	if err := d.SetLetterhead(t.Context(), newID(), h); err != nil {
		t.Fatal(err)
	}
	if text := pdfText(t, print(t, d, id, complaint.PaperDisposition).Path); !strings.Contains(text, "Jl. Ahmad Yani Km 39") || !strings.Contains(text, "H. Muhammad Noor") {
		t.Error(text)
	}
	another(t, d, "budi", auth.Clerk)
	wantFault(t, d.SetLetterhead(t.Context(), newID(), h), "session.role")
}

// Papers lie in the clear only while they are needed.
func TestPapersAreRemoved(t *testing.T) {
	dir := t.TempDir()
	old := filepath.Join(dir, "cetak", "tanda-terima-1.pdf")
	if err := os.MkdirAll(filepath.Dir(old), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(old, []byte("%PDF"), 0o600); err != nil {
		t.Fatal(err)
	}
	d, err := Open(t.Context(), Config{Dir: dir, Cost: vault.Cost{Time: 1, Memory: 64, Threads: 1}})
	if err != nil {
		t.Fatal(err)
	}
	if exists(old) {
		t.Error("a paper of the last time is still there")
	}
	if _, err := d.SetUp(t.Context(), SetUp{OfficeCode: "63.03.05", OfficeName: "Kecamatan Martapura", Letter: "A",
		First: NewAccount{Name: "Siti Aminah", Username: "siti", Role: auth.Admin, Password: "kata-sandi-siti", Again: "kata-sandi-siti"}}); err != nil {
		t.Fatal(err)
	}
	p := print(t, d, testComplaint(t, d), complaint.PaperReceipt)
	if err := os.Chtimes(p.Path, time.Now(), time.Now().Add(-2*paperKept)); err != nil {
		t.Fatal(err)
	}
	later := print(t, d, testComplaint(t, d), complaint.PaperReceipt)
	if exists(p.Path) || !exists(later.Path) {
		t.Error("the old paper stays, or the new one is gone")
	}
	if err := d.Close(); err != nil || exists(later.Path) {
		t.Error("a paper outlives the program", err)
	}
}
