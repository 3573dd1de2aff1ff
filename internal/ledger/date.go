package ledger

import (
	"strconv"
	"strings"
	"time"
	"unicode"

	"loketaduan/internal/calendar"
)

// reading is what a cell says of a day before anybody has decided the order of
// day and month.
type reading struct {
	how    how
	moment Moment // of serial and fixed
	first  int    // of numeric: the two numbers before the year, as they stand
	second int
	year   int
	minute int
	timed  bool
}

type how uint8

const (
	blank      how = iota
	serial         // Excel's number
	fixed          // a month in words, or the year first: read in one way only
	numeric        // 03/04/2023
	unreadable     // something else
)

// readDate reads a cell. newest is the last year that a year of two digits may mean.
func readDate(c Cell, newest int) reading {
	switch c.Kind {
	case Empty:
		return reading{}
	case Date:
		return reading{how: serial, moment: serialMoment(c.Number)}
	case Number:
		if isSerial(c.Number) {
			return reading{how: serial, moment: serialMoment(c.Number)}
		}
	case Wrong, Flagged:
		return reading{how: unreadable}
	}
	return readDateText(c.Text, newest)
}

func readDateText(s string, newest int) reading {
	if nothing(s) || strings.Trim(s, "0/.- ") == "" {
		return reading{}
	}
	tokens, ok := dateTokens(withoutPlace(s))
	if !ok || len(tokens) == 0 {
		return reading{how: unreadable}
	}
	if len(tokens) == 1 {
		return readDigits(tokens[0], newest)
	}
	return readDayMonthYear(tokens, newest)
}

// withoutPlace leaves out a place before a date: "Martapura, 5 Januari 2024".
func withoutPlace(s string) string {
	before, after, ok := strings.Cut(s, ",")
	if ok && strings.IndexFunc(before, unicode.IsDigit) < 0 && len(strings.Fields(before)) <= 2 {
		if r := strings.TrimSpace(after); r != "" && unicode.IsDigit(rune(r[0])) {
			return r
		}
	}
	return s
}

// isDay tells whether a cell is a day and nothing else.
func isDay(c Cell, newest int) bool {
	if c.Kind == Text {
		if _, ok := dateTokens(c.Text); !ok {
			return false
		}
	}
	d := readDate(c, newest)
	return d.how != blank && d.how != unreadable
}

// token of a date: a number with its length as written, or a month in words.
type token struct {
	n, digits int
	month     time.Month
	mark      byte // sign behind it
}

// dateTokens cuts a text into numbers and months. Words that name no day or hour
// make it no date.
func dateTokens(s string) ([]token, bool) {
	var out []token
	s = dashes.Replace(strings.ToLower(s))
	for i := 0; i < len(s); {
		c := s[i]
		switch {
		case c >= '0' && c <= '9':
			j := i
			for j < len(s) && s[j] >= '0' && s[j] <= '9' {
				j++
			}
			if j-i > 8 && !(j-i == 9 && len(out) >= 5) {
				return nil, false
			}
			n, _ := strconv.Atoi(s[i:j])
			t := token{n: n, digits: j - i}
			if j < len(s) {
				t.mark = s[j]
			}
			out = append(out, t)
			i = j
		case c >= 'a' && c <= 'z':
			j := i
			for j < len(s) && (s[j] >= 'a' && s[j] <= 'z' || s[j] == '\'') {
				j++
			}
			word := s[i:j]
			if m, ok := monthOf(word); ok {
				t := token{month: m}
				if j < len(s) {
					t.mark = s[j]
				}
				out = append(out, t)
			} else if !dateWords[word] && !(word == "t" && len(out) >= 3) && !(word == "z") {
				return nil, false
			} else if word == "pm" && len(out) > 3 {
				out = append(out, token{mark: 'p'})
			}
			i = j
		case strings.IndexByte(" ./-,:'()\n+", c) >= 0:
			i++
		default:
			return nil, false
		}
	}
	return out, true
}

var dashes = strings.NewReplacer("–", "-", "—", "-", "‑", "-")

// dateWords may stand around a date and change nothing.
var dateWords = func() map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(`tgl tanggal tg hari jam pukul pkl wita wib wit am pm st nd rd th
		senin selasa rabu kamis jumat jum'at sabtu minggu ahad sen sel rab kam jum sab min
		monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun`) {
		m[w] = true
	}
	return m
}()

// readDigits reads 05012024 and 20240105; a number of five digits is a serial.
func readDigits(t token, newest int) reading {
	switch {
	case t.month != 0:
	case t.digits == 8 && t.n/10000 >= 1900 && t.n/10000 <= newest+1:
		return fixedDate(t.n/10000, t.n/100%100, t.n%100, nil)
	case t.digits == 8:
		return numericDate(t.n/1000000, t.n/10000%100, t.n%10000, 4, nil, newest)
	case t.digits == 6:
		return numericDate(t.n/10000, t.n/100%100, t.n%100, 2, nil, newest)
	case t.digits == 5 && isSerial(float64(t.n)):
		return reading{how: serial, moment: serialMoment(float64(t.n))}
	}
	return reading{how: unreadable}
}

func readDayMonthYear(t []token, newest int) reading {
	if len(t) == 2 && t[0].digits == 5 && isSerial(float64(t[0].n)) && (t[0].mark == '.' || t[0].mark == ',') {
		f, _ := strconv.ParseFloat(strconv.Itoa(t[0].n)+"."+pad(t[1]), 64) // a serial with an hour, as text
		return reading{how: serial, moment: serialMoment(f)}
	}
	if len(t) < 3 {
		return reading{how: unreadable}
	}
	a, b, c, rest := t[0], t[1], t[2], t[3:]
	switch {
	case len(rest) == 1 && c.mark != ' ': // 12/13/14/15
	case a.digits == 4 && a.month == 0 && b.month == 0: // 2024-01-05
		return fixedDate(a.n, b.n, c.n, rest)
	case a.digits == 4 && b.month != 0: // 2024 Jan 5
		return fixedDate(a.n, int(b.month), c.n, rest)
	case a.month != 0 && b.month == 0 && c.month == 0: // Jan 5 2024
		return fixedDate(fullYear(c, newest), int(a.month), b.n, rest)
	case b.month != 0 && a.month == 0 && c.month == 0 && a.digits <= 2: // 5 Jan 2024
		return fixedDate(fullYear(c, newest), int(b.month), a.n, rest)
	case a.month == 0 && b.month == 0 && c.month == 0 && a.digits <= 2 && b.digits <= 2 && (c.digits == 2 || c.digits == 4):
		return numericDate(a.n, b.n, c.n, c.digits, rest, newest)
	}
	return reading{how: unreadable}
}

func pad(t token) string {
	s := strconv.Itoa(t.n)
	for len(s) < t.digits {
		s = "0" + s
	}
	return s
}

func fullYear(t token, newest int) int {
	if t.digits != 2 {
		return t.n
	}
	if y := 2000 + t.n; y <= newest+1 {
		return y
	}
	return 1900 + t.n
}

func fixedDate(year, month, day int, rest []token) reading {
	on, ok := dayOf(year, month, day)
	minute, timed, good := readClock(rest)
	if !ok || !good {
		return reading{how: unreadable}
	}
	return reading{how: fixed, moment: Moment{On: on, Minute: minute, Timed: timed}}
}

func numericDate(first, second, year, digits int, rest []token, newest int) reading {
	minute, timed, good := readClock(rest)
	year = fullYear(token{n: year, digits: digits}, newest)
	r := reading{how: numeric, first: first, second: second, year: year, minute: minute, timed: timed}
	if !good || !r.can(DayFirst) && !r.can(MonthFirst) {
		return reading{how: unreadable}
	}
	return r
}

// readClock reads hour and minute; what follows them is left out.
func readClock(t []token) (minute int, timed, ok bool) {
	switch {
	case len(t) == 0:
		return 0, false, true
	case len(t) == 1 && t[0].digits == 4: // 0930
		t = []token{{n: t[0].n / 100, digits: 2}, {n: t[0].n % 100, digits: 2}}
	case len(t) == 1:
		t = append(t, token{digits: 2}) // "jam 9"
	}
	if t[0].month != 0 || t[1].month != 0 || t[0].digits == 0 || t[1].digits == 0 {
		return 0, false, false
	}
	hour, min := t[0].n, t[1].n
	for _, x := range t[2:] {
		if x.mark == 'p' && hour < 12 {
			hour += 12
		} else if x.month != 0 {
			return 0, false, false // a second date
		}
	}
	if hour == 24 && min == 0 {
		hour = 0
	}
	if hour > 23 || min > 59 {
		return 0, false, false
	}
	return hour*60 + min, hour+min > 0, true // midnight is how programs write "no hour"
}

// can tells whether the numbers are a day in this order.
func (r *reading) can(o Order) bool {
	_, ok := r.day(o)
	return ok
}

func (r *reading) day(o Order) (calendar.Date, bool) {
	if o == MonthFirst {
		return dayOf(r.year, r.first, r.second)
	}
	return dayOf(r.year, r.second, r.first)
}

// in gives the moment in an order; not ok for what is no day in it.
func (r *reading) in(o Order) (Moment, bool) {
	switch r.how {
	case serial, fixed:
		return r.moment, true
	case numeric:
		d, ok := r.day(o)
		return Moment{On: d, Minute: r.minute, Timed: r.timed}, ok
	}
	return Moment{}, false
}

func dayOf(year, month, day int) (calendar.Date, bool) {
	if year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > 31 {
		return calendar.Date{}, false
	}
	d := calendar.Of(year, time.Month(month), day)
	return d, d.Day() == day
}

// months by every name that offices write, Indonesian, English and Roman.
var months = func() map[string]time.Month {
	m := map[string]time.Month{}
	for i, names := range []string{
		"januari january jan i", "februari febuari pebruari pebuari february febr feb peb pebr ii", "maret march mar mrt mart iii",
		"april apr iv", "mei may v", "juni june jun vi", "juli july jul vii", "agustus august agust agst agt ags agu aug viii",
		"september sept sep ix", "oktober october okt oct x", "november nopember nov nop xi", "desember december des dec xii",
	} {
		for _, name := range strings.Fields(names) {
			m[name] = time.Month(i + 1)
		}
	}
	return m
}()

// monthOf reads a month; one mistyped letter in a long name does no harm.
func monthOf(word string) (time.Month, bool) {
	word = strings.Trim(word, " .'")
	if m, ok := months[word]; ok {
		return m, true
	}
	if len(word) < 6 {
		return 0, false
	}
	var found time.Month
	for name, m := range months {
		if len(name) >= 5 && near(word, name) {
			if found != 0 && found != m {
				return 0, false
			}
			found = m
		}
	}
	return found, found != 0
}
