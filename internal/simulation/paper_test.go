package simulation

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/uuid"

	"loketaduan/internal/complaint"
	"loketaduan/internal/fault"
	"loketaduan/internal/office"
)

// receipt prints a tanda terima of the desk into the file that stands for its
// thermal printer, and gives what its code holds.
func (d *desk) receipt(id string) string {
	d.t.Helper()
	roll := filepath.Join(d.t.TempDir(), "struk")
	if err := d.SetPrinting(context.Background(), office.Printing{Receipt: "80", Sheet: "a4", Raw: true, Target: roll}); err != nil {
		d.t.Fatal(err)
	}
	if _, err := d.Print(context.Background(), office.Print{Complaint: id, EntryID: uuid.Must(uuid.NewV7()).String(), What: complaint.PaperReceipt}); err != nil {
		d.t.Fatal(fault.Of(err).Message, err)
	}
	raw, err := os.ReadFile(roll)
	if err != nil {
		d.t.Fatal(err)
	}
	_, stored, ok := bytes.Cut(raw, []byte{49, 80, 48}) // the printer's command that takes the text of the code
	text, _, ended := bytes.Cut(stored, []byte{0x1d, '(', 'k'})
	if !ok || !ended {
		d.t.Fatalf("no code in %q", raw)
	}
	return string(text)
}

func (d *desk) judges(text string) office.ReceiptCheck {
	d.t.Helper()
	c, err := d.CheckReceipt(context.Background(), text)
	if err != nil {
		d.t.Fatal(fault.Of(err).Message)
	}
	return c
}

// TestReceiptIsKnownEverywhere: a PC that prints and one that checks never meet.
// The regency was there once, when each was enrolled; it is down all the while.
func TestReceiptIsKnownEverywhere(t *testing.T) {
	r := newRegency(t, martapura, gambut, dkisp)
	a := newDesk(t, office.SetUp{Code: r.code(martapura.Code)})
	far := newDesk(t, office.SetUp{Code: r.code(gambut.Code)})
	stranger := newDesk(t, office.SetUp{OfficeCode: "63.03.05", OfficeName: "Kecamatan Martapura", Letter: "A"})
	elsewhere := newRegency(t, martapura)
	other := newDesk(t, office.SetUp{Code: elsewhere.code(martapura.Code)})
	r.stop()

	c := a.record("Nurhayati", "Jalan rusak")
	text := a.receipt(c.ID)
	if !strings.HasPrefix(text, "LA1."+c.Number+".") || strings.Contains(text, "127.0.0.1") {
		t.Fatal(text)
	}
	if got := far.judges(text); got.Verdict != office.ReceiptGenuine || got.Number != c.Number || got.Deadline != a.Clocks(c).Deadline || got.Class != c.Class() || got.Complaint != nil || got.Office != "Kecamatan Martapura" {
		t.Errorf("another office without a line: %+v", got)
	}
	if got := stranger.judges(text); got.Verdict != office.ReceiptUnknown {
		t.Errorf("a PC that knows no regency: %+v", got)
	}
	if got := other.judges(text); got.Verdict != office.ReceiptFalse {
		t.Errorf("a PC of another regency: %+v", got)
	}
	// Each sign of it changed to the next one: nobody takes it, with or without a line.
	signs := "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
	for i := range len(text) {
		at := strings.IndexByte(signs, text[i])
		altered := text[:i] + string(signs[(at+1)%len(signs)]) + text[i+1:]
		if got, err := far.CheckReceipt(t.Context(), altered); err == nil && got.Verdict != office.ReceiptFalse {
			t.Fatalf("sign %d changed: %+v", i, got)
		}
	}

	r.start()
	a.TryNow()
	eventually(t, "the regency has it", func() bool { return a.unsent() == 0 })
	page := func(path string) string {
		answer, err := http.Get("http://" + r.address + path)
		if err != nil {
			t.Fatal(err)
		}
		defer answer.Body.Close()
		body, err := io.ReadAll(answer.Body)
		if err != nil {
			t.Fatal(err)
		}
		return string(body)
	}
	if got := page("/T/" + text); !strings.Contains(got, "tercatat di register kabupaten") {
		t.Errorf("the page says %s", got)
	}
	if got := page("/T/" + strings.Replace(text, "-A-", "-B-", 1)); !strings.Contains(got, "Tidak sah") {
		t.Errorf("altered, the page says %s", got)
	}

	// What a desk printed before it was enrolled is known once its journal has
	// come; its number stays that of the PC that it was.
	late := stranger.record("Ahmad", "Lampu jalan")
	old := stranger.receipt(late.ID)
	if got := far.judges(old); got.Verdict != office.ReceiptUnknown {
		t.Errorf("before the enrolment: %+v", got)
	}
	if err := stranger.Enrol(t.Context(), r.code(martapura.Code)); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the other PC of the office has it", func() bool { return same(stranger, a, late.ID) && stranger.unsent() == 0 })
	for name, d := range map[string]*desk{"itself": stranger, "the other PC": a} {
		if got := d.judges(old); got.Verdict != office.ReceiptGenuine {
			t.Errorf("%s: %+v", name, got)
		}
	}
	if n := late.Number; n != c.Number {
		t.Fatalf("this test wants two complaints with one number, got %s and %s", n, c.Number)
	}
	if got := page("/T/" + old); !strings.Contains(got, "tercatat di register kabupaten") {
		t.Errorf("of two complaints with one number the page knows only one: %s", got)
	}
	// On the second PC it is a copy, and the copy is as good.
	if got := far.judges(a.receipt(late.ID)); got.Verdict != office.ReceiptGenuine {
		t.Errorf("a copy by the other PC: %+v", got)
	}
	if x, _ := a.Complaint(t.Context(), late.ID, false); len(x.Prints) != 2 {
		t.Errorf("%d prints", len(x.Prints))
	}
	a.must(c.ID, complaint.KVerified, complaint.Body{})
	a.must(c.ID, complaint.KForwarded, complaint.Body{Office: gambut.Code})
	eventually(t, "forwarded", func() bool { return same(a, far, c.ID) })
	_, err := far.Print(t.Context(), office.Print{Complaint: c.ID, EntryID: uuid.Must(uuid.NewV7()).String(), What: complaint.PaperReceipt})
	if fault.Of(err) == nil || fault.Of(err).Code != "print.receipt.office" {
		t.Errorf("an office prints another's receipt: %v", err)
	}
	if _, err := far.Print(t.Context(), office.Print{Complaint: c.ID, EntryID: uuid.Must(uuid.NewV7()).String(), What: complaint.PaperDisposition}); err != nil {
		t.Error(err)
	}
}
