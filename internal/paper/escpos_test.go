package paper

import (
	"bytes"
	"strings"
	"testing"

	"loketaduan/internal/complaint"
)

// roll is what a printer would have done with its commands.
type roll struct {
	lines []string // as long as they are
	qr    string
	dots  int  // of a square of the code
	level byte // of its correction
	cut   bool
	bold  []string // lines printed bold
}

func (r *roll) text() string { return strings.Join(r.lines, " ") }

// printed plays the printer: it knows the commands that may be used, and
// refuses every other byte.
func printed(t testing.TB, raw []byte, p Size) *roll {
	t.Helper()
	r := &roll{}
	line, bold, stored := "", false, ""
	end := func() {
		r.lines = append(r.lines, line)
		if bold && line != "" {
			r.bold = append(r.bold, line)
		}
		line = ""
	}
	next := func(n int) []byte {
		if len(raw) < n {
			t.Fatalf("a command ends after %x", raw)
		}
		b := raw[:n]
		raw = raw[n:]
		return b
	}
	_, signs := printable(p)
	for len(raw) > 0 {
		switch b := next(1)[0]; {
		case b == '\n':
			if len(line) > signs {
				t.Errorf("%d signs on a line of %d: %q", len(line), signs, line)
			}
			end()
		case b >= ' ' && b < 0x7f:
			line += string(b)
		case b == 0x1b:
			switch c := next(1)[0]; c {
			case '@':
				bold = false
			case 't', 'a', 'd':
				next(1)
			case 'E':
				bold = next(1)[0] == 1
			default:
				t.Fatalf("ESC %q", c)
			}
		case b == 0x1d:
			switch c := next(1)[0]; c {
			case '!':
				next(1)
			case 'V':
				r.cut = next(2)[0] == 66
			case '(':
				head := next(3)
				body := next(int(head[1]) + 256*int(head[2]))
				if head[0] != 'k' || body[0] != 49 {
					t.Fatalf("GS ( %q %x", head[0], body)
				}
				switch body[1] {
				case 65:
					if body[2] != 50 {
						t.Error("not model 2")
					}
				case 67:
					r.dots = int(body[2])
				case 69:
					r.level = body[2]
				case 80:
					stored = string(body[3:])
				case 81:
					r.qr = stored
				default:
					t.Fatalf("QR command %d", body[1])
				}
			default:
				t.Fatalf("GS %q", c)
			}
		default:
			t.Fatalf("byte %x", b)
		}
	}
	return r
}

func TestCommandsForTheThermalPrinter(t *testing.T) {
	for name, p := range map[string]Size{"80": Roll80, "58": Roll58} {
		rec := receiptOf(caseOf(t, ordinary))
		raw, err := rec.ESCPOS(p)
		if err != nil {
			t.Fatal(err)
		}
		got := printed(t, raw, p)
		for _, want := range []string{"KECAMATAN MARTAPURA", "TANDA TERIMA PENGADUAN", number, "Pelapor: Nurhayati binti Ali", "NIK: ************7781", "Telepon: *********890", "Perihal: Jembatan Sungai Rangas",
			"Uraian: Papan jembatan", "Jumat, 11 Desember 2026", "Kode 7K2M-Q4RT-9XYZ", "Ombudsman Republik Indonesia", "UU 27/2022", "( Siti Aminah )"} {
			if !strings.Contains(squeeze(got.text()), squeeze(want)) {
				t.Errorf("%s lacks %q: %s", name, want, got.text())
			}
		}
		if got.qr != proof || !got.cut || got.level != 49 {
			t.Errorf("%s: code %q, level %d, cut %v", name, got.qr, got.level, got.cut)
		}
		// A printer that packs letters as bytes needs 81 squares for this text.
		if mm, _ := printable(p); got.dots*81 > int(mm*8) || got.dots < 3 {
			t.Errorf("%s: %d dots a square do not fit", name, got.dots)
		}
		if !strings.Contains(strings.Join(got.bold, "|"), number) {
			t.Errorf("%s: the number is not bold: %q", name, got.bold)
		}
		again, _ := rec.ESCPOS(p)
		if !bytes.Equal(raw, again) {
			t.Error("two prints of the same differ")
		}
		rec.Nth = 2
		raw, _ = rec.ESCPOS(p)
		if got := printed(t, raw, p); !strings.Contains(strings.Join(got.bold, "|"), "SALINAN ke-1") {
			t.Errorf("%s: a copy does not say so: %q", name, got.bold)
		}
		raw, err = receiptOf(caseOf(t, endless)).ESCPOS(p)
		if err != nil {
			t.Fatal(err)
		}
		if n := len(printed(t, raw, p).lines); n > 140 {
			t.Errorf("%s: %d lines of paper", name, n)
		}
	}
	strange := receiptOf(caseOf(t, with(func(f *complaint.Form) { f.Subject = "Jalan – rusak… “parah” é 🚧 \x1b@\x1dV\x00" })))
	raw, err := strange.ESCPOS(Roll58)
	if err != nil {
		t.Fatal(err)
	}
	if got := printed(t, raw, Roll58); !strings.Contains(squeeze(got.text()), squeeze(`Jalan - rusak... "parah" e ? @`)) {
		t.Error("what was typed became a command, or was lost: ", got.text())
	}
	if _, err := strange.ESCPOS(A5); err != ErrSize {
		t.Error(err)
	}
}
