package report

import (
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestMask(t *testing.T) {
	for _, c := range []struct {
		name      string
		change    func(*RegisterRow)
		mayReveal bool
		want      func(*RegisterRow)
	}{
		{"ordinary, may reveal", func(*RegisterRow) {}, true, func(*RegisterRow) {}},
		{"ordinary, may not", func(*RegisterRow) {}, false, func(r *RegisterRow) {
			r.NIK, r.Contact = "************7891", "*********890"
		}},
		{"anonymous, may reveal", func(r *RegisterRow) { r.Anonymous = true }, true, func(r *RegisterRow) {
			r.Name, r.NIK, r.Contact, r.Address = "ANONIM", "", "", ""
		}},
		{"confidential, may reveal", func(r *RegisterRow) { r.Confidential = true }, true, func(r *RegisterRow) {
			r.Name, r.NIK, r.Contact, r.Address = "RAHASIA", "", "", ""
			r.Summary, r.FollowUp = "Isi dirahasiakan", "Isi dirahasiakan"
		}},
		{"both", func(r *RegisterRow) { r.Anonymous, r.Confidential = true, true }, false, func(r *RegisterRow) {
			r.Name, r.NIK, r.Contact, r.Address = "ANONIM", "", "", ""
			r.Summary, r.FollowUp = "Isi dirahasiakan", "Isi dirahasiakan"
		}},
		{"anonymous with file names", func(r *RegisterRow) { r.Anonymous, r.Attachments = true, "KTP Contoh.jpg" }, true, func(r *RegisterRow) {
			r.Name, r.NIK, r.Contact, r.Address, r.Attachments = "ANONIM", "", "", "", "ada"
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			row := testRow()
			c.change(&row)
			want := row
			c.want(&want)
			if got := Mask(row, c.mayReveal); got != want {
				t.Errorf("got  %+v\nwant %+v", got, want)
			}
		})
	}
}

func TestMaskContact(t *testing.T) {
	for in, want := range map[string]string{
		"":                                  "",
		"081234567890":                      "*********890",
		"+62 812-3456-7890":                 "+** ***-****-*890",
		"081234567890 (WA)":                 "*********890 (**)",
		"112":                               "***",
		"warga1987@contoh.id":               "*********@******.**",
		"081234567890, warga1987@contoh.id": "*********890, *********@******.**",
		"warga1987@contoh.id\n081234567890": "*********890, *********@******.**",
		"081234567890/081311112222":         "************/*********222",
		"٠٨١٢٣٤٥٦٧٨٩":                       "********٧٨٩",
	} {
		if got := maskContact(in); got != want {
			t.Errorf("maskContact(%q) = %q, want %q", in, got, want)
		}
	}
	if got := keepLast("123456", 4, 8); got != "******" {
		t.Errorf("a short NIK shows %q", got)
	}
}

func TestMaskTwiceChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		row := RegisterRow{
			Name: "Warga", Address: "Jl. Contoh", Summary: "Isi", FollowUp: rapid.String().Draw(t, "follow-up"),
			NIK:          rapid.StringMatching(`[0-9 a-z*]{0,20}`).Draw(t, "nik"),
			Contact:      rapid.StringMatching(`([0-9+*-]{0,15}|[a-z0-9]{1,4}@[a-z0-9.]{1,5})([ ,;\n]+[0-9a-z@]{0,12}){0,3}`).Draw(t, "contact"),
			Attachments:  rapid.StringMatching(`[0-9a-z]{0,3}`).Draw(t, "attachments"),
			Anonymous:    rapid.Bool().Draw(t, "anonymous"),
			Confidential: rapid.Bool().Draw(t, "confidential"),
		}
		once := Mask(row, false)
		if twice := Mask(once, false); twice != once {
			t.Fatalf("once  %+v\ntwice %+v", once, twice)
		}
		if (row.Anonymous || row.Confidential) && once != Mask(row, true) {
			t.Fatal("the right to reveal opens a masked line")
		}
	})
}

func TestCleanText(t *testing.T) {
	for in, want := range map[string]string{
		"biasa\tdan\nbaris":         "biasa\tdan\nbaris",
		"a\r\nb\rc":                 "a\nb\nc",
		"nol\x00lonceng\x07esc\x1b": "nollonceng" + "esc",
		"del\x7f":                   "del\x7f",
		"\xed\xa0\x80x":             "\ufffd\ufffd\ufffdx",
		"a\ufffeb\uffffc":           "abc",
		"😀 é":                       "😀 é",
	} {
		if got := cleanText(in); got != want {
			t.Errorf("cleanText(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestCleanTextCutsAtTheLimitOfACell(t *testing.T) {
	units := func(s string) int { return len(utf16.Encode([]rune(s))) }
	for _, c := range []struct {
		name, in string
		cut      bool
		units    int
	}{
		{"fits", strings.Repeat("a", 32767), false, 32767},
		{"one more", strings.Repeat("a", 32768), true, 32767},
		{"more bytes than units", strings.Repeat("é", 32767), false, 32767},
		{"pairs fit", strings.Repeat("😀", 16383) + "a", false, 32767},
		{"pairs do not", strings.Repeat("😀", 16384), true, 32767},
		{"a pair astride the limit", "a" + strings.Repeat("😀", 16384), true, 32766},
	} {
		got := cleanText(c.in)
		if strings.HasSuffix(got, "…") != c.cut || units(got) != c.units || !utf8.ValidString(got) {
			t.Errorf("%s: %d units, cut %v", c.name, units(got), strings.HasSuffix(got, "…"))
		}
		if !strings.HasPrefix(c.in, strings.TrimSuffix(got, "…")) {
			t.Errorf("%s: not a beginning of the text", c.name)
		}
	}
}

func TestWrappedLines(t *testing.T) {
	for _, c := range []struct {
		text  string
		width float64
		want  int
	}{
		{"", 20, 1}, {"pendek", 20, 1}, {"a\nb", 20, 2}, {"a\n\nb\n", 20, 4},
		{"aaaa bbbb cccc", 10, 2}, {"aaaa bbbb cccc", 5, 3}, {"ééééé", 6, 1},
		{strings.Repeat("x", 100), 10.6, 10}, {"kata " + strings.Repeat("x", 20), 10.6, 3},
		{"aaaa     " + "          " + "bbbb", 10, 2},
	} {
		if got := wrappedLines(c.text, c.width); got != c.want {
			t.Errorf("%q in %v: %d lines, want %d", c.text, c.width, got, c.want)
		}
	}
	if rowHeight(1000) > 409 {
		t.Error("higher than Excel allows")
	}
}
