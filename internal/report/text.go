package report

import (
	"strings"
	"time"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"loketaduan/internal/calendar"
)

// maxCellUnits is Excel's limit for a text, in UTF-16 units.
const maxCellUnits = excelize.TotalCellChars

// cleanText makes any text fit for a cell: control characters and other code
// points that XML forbids are dropped, bytes that are not UTF-8 (lone surrogates
// among them) become U+FFFD, line ends become \n, and what is longer than a cell
// may be ends with an ellipsis. Most texts come back as they are.
func cleanText(s string) string {
	if isPlain(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			b.WriteRune(utf8.RuneError)
		case r == '\r':
			if !strings.HasPrefix(s[i+1:], "\n") {
				b.WriteByte('\n')
			}
		case inXML(r):
			b.WriteString(s[i : i+size])
		}
		i += size
	}
	return cutText(b.String())
}

func isPlain(s string) bool {
	if len(s) > maxCellUnits {
		return false
	}
	for i := 0; i < len(s); i++ {
		if c := s[i]; c >= utf8.RuneSelf || c < ' ' && c != '\n' && c != '\t' {
			return false
		}
	}
	return true
}

// inXML follows the production Char of XML 1.0.
func inXML(r rune) bool {
	return r == '\t' || r == '\n' ||
		' ' <= r && r <= 0xD7FF || 0xE000 <= r && r <= 0xFFFD || 0x10000 <= r && r <= utf8.MaxRune
}

func cutText(s string) string {
	if len(s) <= maxCellUnits {
		return s
	}
	units, end := 0, -1 // end: where the ellipsis would go
	for i, r := range s {
		units += utf16.RuneLen(r)
		if end < 0 && units > maxCellUnits-1 {
			end = i
		}
		if units > maxCellUnits {
			return s[:end] + "…"
		}
	}
	return s
}

var excelDayZero = calendar.Of(1899, time.December, 30)

// daySerial gives Excel's number of a day; not ok for no date and for days that
// Excel cannot show or counts wrongly, before 1 March 1900.
func daySerial(d calendar.Date) (serial int, ok bool) {
	serial = excelDayZero.DaysUntil(d)
	return serial, serial > 60
}

// aMoment is a tenth of a millisecond in days. Programs cut a time down to the
// second or minute, and 07:05 is not exact in binary: LibreOffice showed 07:04.
const aMoment = 0.0001 / 86400

// timeSerial gives Excel's number of what the clock showed in t's own location,
// to the second.
func timeSerial(t time.Time) (serial float64, ok bool) {
	if t.IsZero() {
		return 0, false
	}
	days, ok := daySerial(calendar.Of(t.Date()))
	hour, minute, second := t.Clock()
	return float64(days) + float64(hour*3600+minute*60+second)/86400 + aMoment, ok
}
