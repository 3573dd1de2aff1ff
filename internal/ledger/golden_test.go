package ledger

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"loketaduan/internal/calendar"
	"loketaduan/internal/complaint"
)

var (
	today   = calendar.Of(2026, 11, 23)
	setting = Setting{Today: today, Zone: calendar.WITA, Village: func(name string) string {
		if strings.EqualFold(name, "Sekumpul") {
			return "63.03.05.1001"
		}
		return ""
	}}
)

// chosen are the sheets that are read, with the titles that are guessed.
func chosen(b *Book, names []string) []Source {
	var out []Source
	for i := range b.Sheets {
		s := &b.Sheets[i]
		if names == nil && !s.Hidden || slices.Contains(names, s.Name) {
			if l := Guess(s); l.Register {
				out = append(out, Source{s, l})
			}
		}
	}
	return out
}

// tell writes out everything that was found in a file.
func tell(t *testing.T, u ugly, content []byte) string {
	t.Helper()
	b, err := Read(u.name, content)
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	say := func(format string, a ...any) { fmt.Fprintf(&out, format+"\n", a...) }
	say("%s %s %s, %d sel dirapikan", b.Kind, b.Encoding, b.Comma, b.Repaired)
	for i := range b.Sheets {
		l := Guess(&b.Sheets[i])
		say("lembar %q judul baris %d-%d, tersembunyi %v", b.Sheets[i].Name, l.From, l.To, b.Sheets[i].Hidden)
	}
	sources := chosen(b, u.sheets)
	for _, q := range NewTable(sources, Mapping{}, today.Year()).Questions() {
		say("tanya %s %q: %s", q.Kind, q.Column, q.Text)
	}
	table := NewTable(sources, u.answers, today.Year())
	say("lapor %v", table.Lapor)
	for _, c := range table.Columns {
		line := fmt.Sprintf("kolom %q = %s (%s), %d isi", c.Title, c.Field.Label(), c.By, c.Filled)
		if c.Hidden {
			line += ", tersembunyi"
		}
		if c.Dates != nil {
			line += fmt.Sprintf(", urutan %s, tukar %v: %s", c.Order, c.Swap, c.Dates.Evidence)
		}
		say("%s", line)
	}
	for _, w := range table.Words {
		say("status %q %d = %s %s", w.Text, w.Count, w.State, w.why)
	}
	if open := table.Questions(); len(open) > 0 {
		t.Errorf("%s: still asked %+v", u.name, open)
	}
	records := map[string]Record{}
	for r := range table.Records(setting) {
		records[fmt.Sprint(r.Sheet, r.Line)] = r
	}
	seen := map[string][]Record{}
	lines := 0
	table.Accounted(func(sheet string, line int, kind LineKind) bool {
		lines++
		r, isData := records[fmt.Sprint(sheet, line)]
		if (kind == Data) != isData {
			t.Errorf("%s %s %d: %s, a record %v", u.name, sheet, line, kind, isData)
		}
		if !isData {
			say("%s!%d %s", sheet, line, kind)
			return true
		}
		what := "masuk"
		if r.Refused != nil {
			what = "DITOLAK " + strings.Join(r.Refused, " ")
		}
		for _, x := range seen[r.Case.Identity] {
			if r.Refused == nil && complaint.SameNumber(x.Case.Number, r.Case.Number) {
				what = fmt.Sprintf("SAMA dengan baris %d", x.Line)
			}
		}
		if what == "masuk" {
			seen[r.Case.Identity] = append(seen[r.Case.Identity], r)
		}
		say("%s!%d %s", sheet, line, what)
		if r.Refused == nil {
			tellCase(say, &r.Case)
		}
		for _, x := range r.Remarks {
			say("    catatan: %s", x)
		}
		return true
	})
	want := 0
	for _, s := range sources {
		want += len(s.Sheet.Lines)
	}
	if lines != want {
		t.Errorf("%s: %d lines are accounted for, of %d", u.name, lines, want)
	}
	return out.String()
}

// tellCase writes what came of a row, without what is empty.
func tellCase(say func(string, ...any), x *complaint.OldCase) {
	values := complaint.ValuesOf(x.Form)
	names := slices.Sorted(mapsKeys(values))
	for _, n := range names {
		v := values[n]
		if len(v) > 200 {
			v = fmt.Sprintf("%s… (%d huruf)", v[:60], len([]rune(v)))
		}
		say("    %s = %q", n, v)
	}
	o := x.Old
	o.Identity, o.Sheet, o.Line = "", "", 0
	for _, p := range []struct{ name, text string }{{"no. lama", o.Number}, {"uraian awal", o.Original}, {"status", string(o.State)}, {"berhenti sejak", o.Since.String()},
		{"disposisi", o.ForwardedTo}, {"tgl disposisi", o.ForwardedOn.String()}, {"tindak lanjut", o.FollowUp}, {"tgl tindak lanjut", o.FollowedUpOn.String()},
		{"jawaban", o.Answer}, {"tgl jawaban", o.AnsweredOn.String()}, {"hasil", o.Result}, {"tgl selesai", o.ClosedOn.String()}, {"sebab arsip", o.ArchiveWhy}, {"tracking", o.Tracking}, {"catatan tambahan", x.Note}} {
		if p.text != "" {
			say("    - %s: %q", p.name, p.text)
		}
	}
}

func mapsKeys(m map[string]string) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

// Every ugly register gives what was looked at and committed: row by row what
// comes in, or why not.
func TestUglyRegisters(t *testing.T) {
	for _, u := range uglies {
		t.Run(u.name, func(t *testing.T) {
			got := tell(t, u, fixture(t, u))
			at := filepath.Join("testdata", u.name+".golden")
			if *makeGolden {
				if err := os.WriteFile(at, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(at)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				g, w := strings.Split(got, "\n"), strings.Split(string(want), "\n")
				for i := range max(len(g), len(w)) {
					if i >= len(g) || i >= len(w) || g[i] != w[i] {
						t.Fatalf("line %d\ngot  %s\nwant %s", i+1, at_(g, i), at_(w, i))
					}
				}
			}
		})
	}
}

func at_(list []string, i int) string {
	if i < len(list) {
		return list[i]
	}
	return "(nothing)"
}
