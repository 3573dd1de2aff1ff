package ledger

import (
	"strings"
	"testing"

	"loketaduan/internal/calendar"
)

func TestReadDate(t *testing.T) {
	for text, want := range map[string]string{
		// one way of reading only
		"12 Peb 2024": "2024-02-12", "3 Agt 2023": "2023-08-03", "5 Nopember 2022": "2022-11-05", "1 Januari 24": "2024-01-01", "30 May 2024": "2024-05-30",
		"5 Jan 2024": "2024-01-05", "Jan 5, 2024": "2024-01-05", "5-Jun-24": "2024-06-05", "17Agustus2020": "2020-08-17", "Senin, 3 Juli 2023": "2023-07-03",
		"Martapura, 5 Januari 2024": "2024-01-05", "Tgl. 7 Des 2019": "2019-12-07", "Jum'at 8 Mei 2020": "2020-05-08", "9 Sepetember 2021": "2021-09-09",
		"12-III-2020": "2020-03-12", "2023-02-15 00:00:00.000": "2023-02-15", "2023-02-15T13:45:10Z": "2023-02-15 13.45", "2024/1/5": "2024-01-05", "2024.01.05 7.30": "2024-01-05 07.30",
		"20240105": "2024-01-05", "10 Nop 2022 jam 14.30": "2022-11-10 14.30", "10 Nop 2022 pukul 9": "2022-11-10 09.00", "6 Okt 1998": "1998-10-06", "1st March 2020": "2020-03-01",
		// an order is needed: given is day first / month first
		"31/05/2023": "2023-05-31 | -", "03/04/2023": "2023-04-03 | 2023-03-04", "5/6/23": "2023-06-05 | 2023-05-06", "12-25-2023": "- | 2023-12-25", "07.06.23": "2023-06-07 | 2023-07-06",
		"03/04/2023 2:05 PM": "2023-04-03 | 2023-03-04", "03/04/2023 2:05:00 PM": "2023-04-03 14.05 | 2023-03-04 14.05", "03/04/2023 14:05": "2023-04-03 14.05 | 2023-03-04 14.05",
		"5 - 6 - 2021": "2021-06-05 | 2021-05-06", "01012023": "2023-01-01 | 2023-01-01", "050621": "2021-06-05 | 2021-05-06", "1/1/99": "1999-01-01 | 1999-01-01", "5–6–2021": "2021-06-05 | 2021-05-06",
		"29/02/2024": "2024-02-29 | -",
		// serials
		"45123": "2023-07-16", "45124.5": "2023-07-17 12.00", "45124,25": "2023-07-17 06.00",
		// nothing
		"": "", "-": "", "n/a": "", "00/00/0000": "", "0": "", " — ": "",
		// no days
		"31/04/2023": "?", "29/02/2023": "?", "kemarin": "?", "2023-13-45": "?", "Januari 2024": "?", "12-14 Jan 2024": "?", "5 s/d 7 Juni 2023": "?", "2023": "?", "1/2": "?",
		"45": "?", "05/06/2023 dan 07/06/2023": "?", "12 Foo 2024": "?", "32/12/2023": "?", "12/13/14/15": "?", "5 Jan 2024 25:99": "?", "6303051204850001": "?", "081251000031": "?",
	} {
		r := readDateText(text, 2026)
		show := func(o Order) string {
			m, ok := r.in(o)
			switch {
			case !ok:
				return "-"
			case m.Timed:
				return m.On.String() + " " + clockText(m.Minute)
			}
			return m.On.String()
		}
		got := ""
		switch r.how {
		case serial, fixed:
			got = show(DayFirst)
		case numeric:
			got = show(DayFirst) + " | " + show(MonthFirst)
		case unreadable:
			got = "?"
		}
		if strings.HasPrefix(text, "03/04/2023 2:05 PM") {
			continue // an hour and half a word: told below
		}
		if got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
	if r := readDateText("03/04/2023 2:05 PM", 2026); r.how != numeric || r.minute != 14*60+5 {
		t.Errorf("%+v", r)
	}
}

func TestSerials(t *testing.T) {
	for n, want := range map[float64]string{45292: "01/01/2024", 45292.5: "01/01/2024 12.00", 45292.99999: "02/01/2024", 36526: "01/01/2000", 43159.354166666664: "28/02/2018 08.30"} {
		if got := serialMoment(n).text(); got != want {
			t.Errorf("%v: %s, want %s", n, got, want)
		}
	}
}

// column judges texts as the values of a column; numbers are serials.
func column(values ...any) *Dates {
	d := &Dates{}
	for i, v := range values {
		c := Cell{}
		switch v := v.(type) {
		case string:
			c = Cell{Kind: Text, Text: v}
		case float64:
			c = Cell{Kind: Date, Number: v, Text: serialMoment(v).text()}
		}
		r := readDate(c, 2026)
		d.take(&r, Place{Text: c.Text, Line: i + 2})
	}
	d.judge()
	return d
}

func TestOrderIsDecidedByTheColumn(t *testing.T) {
	for _, c := range []struct {
		name     string
		values   []any
		order    Order
		ask      bool
		suspect  bool
		evidence string
	}{
		{"one day beyond 12", []any{"03/04/2023", "31/05/2023", "05/06/2023"}, DayFirst, false, false, "31/05/2023 (baris 3) hanya mungkin tanggal/bulan"},
		{"one month beyond 12", []any{"03/04/2023", "05/31/2023"}, MonthFirst, false, false, "05/31/2023 (baris 3) hanya mungkin bulan/tanggal"},
		{"none", []any{"03/04/2023", "05/06/2023"}, "", true, false, "03/04/2023 (baris 2) dapat dibaca dua cara"},
		{"both", []any{"31/05/2023", "05/31/2023"}, "", true, false, "Campur"},
		{"no matter", []any{"03/03/2023", "7/7/23"}, DayFirst, false, false, "tidak berpengaruh"},
		{"serials", []any{45000.0, 45020.0}, DayFirst, false, false, "Tanggal asli Excel"},
		{"words", []any{"12 Peb 2024", 45000.0}, DayFirst, false, false, "Bulan tertulis"},
		{"empty", []any{"", "-"}, DayFirst, false, false, ""},
		{"a serial late in the month", []any{45077.0, "15/03/2022", "22/03/2022", "30/03/2022"}, DayFirst, false, false, "tanggal/bulan"}, // 31 May 2023
		{"an English Excel", []any{44684.0, 44898.0, 44655.0, "15/03/2022", "22/03/2022"}, DayFirst, false, true, "menukar tanggal dan bulan"},
		{"too few to say", []any{44684.0, "15/03/2022"}, DayFirst, false, false, "tanggal/bulan"},
		{"texts that it could have changed", []any{44684.0, 44898.0, 44655.0, "15/03/2022", "02/03/2022"}, DayFirst, false, false, "tanggal/bulan"},
	} {
		d := column(c.values...)
		if d.Order != c.order || d.Ask != c.ask || d.Suspect != c.suspect || !strings.Contains(d.Evidence, c.evidence) {
			t.Errorf("%s: %+v", c.name, d)
		}
	}
}

// Whatever stands in a cell: no panic, and what is read as a day is one.
func FuzzReadDate(f *testing.F) {
	for _, s := range []string{"31/05/2023", "12 Peb 2024", "2023-02-15 00:00:00.000", "Senin, 5 Nopember 2022", "45123,5", "12-III-2020", "Martapura, 5 Januari 2024", "05/06/2023 dan 07/06/2023", "9999999999999", "1/1/1/1/1", "٣/٤/٢٠٢٣", "jan feb mar", "2 PM", ""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, c := range []Cell{{Kind: Text, Text: s}, {Kind: Text, Text: clean(s)}} {
			r := readDate(c, 2026)
			for _, o := range []Order{DayFirst, MonthFirst} {
				m, ok := r.in(o)
				if !ok {
					continue
				}
				if m.On.IsZero() || m.On.Year() < 1 || m.Minute < 0 || m.Minute >= 24*60 {
					t.Fatalf("%q gives %+v", s, m)
				}
				if again, err := calendar.ParseDate(m.On.String()); err != nil || again != m.On {
					t.Fatalf("%q gives %v", s, m.On)
				}
			}
			if text, day, ok := cutDay(s); ok {
				if d := readDateText(day, 2100); d.how == unreadable || len(text) >= len(s) {
					t.Fatalf("%q is cut into %q and %q", s, text, day)
				}
			}
		}
	})
}
