package ledger

import (
	"regexp"
	"strings"

	"loketaduan/internal/complaint"
)

// What Excel does to a NIK: it keeps 15 digits of a number and makes the 16th a
// zero, and it shows 6,30305E+15. What is gone is told; nobody makes it up.

// Remarks on a NIK. None of them repeats a digit: they are read on screens.
const (
	nikRounded  = "NIK tidak utuh: Excel menyimpannya sebagai angka dan menghapus angka ke-16. NIK tidak dimuat; minta KTP pelapor."
	nikCut      = "NIK tidak utuh: di berkas hanya tersisa beberapa angka pertama (bentuk E+15). NIK tidak dimuat; minta KTP pelapor."
	nikMasked   = "NIK di berkas disamarkan, jadi tidak dimuat."
	nikNone     = "Yang tertulis di kolom NIK bukan 16 angka. NIK tidak dimuat; minta KTP pelapor."
	nikZero     = "NIK berakhiran 0 dan hanya ada satu di berkas ini: cocokkan dengan KTP, sebab Excel dapat mengubah angka terakhirnya."
	nikRepaired = "NIK dirapikan: spasi dan tanda dihapus."
)

var scientific = regexp.MustCompile(`^[0-9]([.,][0-9]+)?[eE]\+?[0-9]+$`)

// nik reads a number of identity. zeros tells that every number of 16 digits in
// the column ends with a zero, which is Excel's doing; one, that there is only one.
func nik(c Cell, zeros, one bool) (number, remark string) {
	s := c.Text
	if c.Kind == Empty || nothing(s) {
		return "", ""
	}
	if c.Kind == Wrong {
		return "", nikNone
	}
	if i := strings.IndexByte(s, '\n'); i > 0 && len(complaint.OnlyDigits(s[:i])) == 16 {
		s = s[:i] // a second one stands below
	}
	plain := strings.TrimPrefix(strings.ToLower(s), "nik")
	plain = strings.Trim(plain, " :.=\"'`’“”")
	digits := complaint.OnlyDigits(plain)
	switch {
	case scientific.MatchString(plain):
		return "", nikCut
	case strings.ContainsAny(plain, "*•xX") && digits != plain:
		return "", nikMasked
	case len(digits) != 16 || strings.Trim(plain, "0123456789 .-'\"`’\n") != "", strings.Trim(digits, "0") == "":
		return "", nikNone
	case digits[12:] == "0000": // the number of the day begins at 0001
		return "", nikRounded
	case digits[15] == '0' && (c.Kind == Number || c.Kind == Date || zeros && !one):
		return "", nikRounded
	case digits[15] == '0' && zeros && one:
		return digits, nikZero
	case digits != s && c.Kind == Text:
		return digits, nikRepaired
	}
	return digits, ""
}

// nikZeros tells of a CSV file, which does not say what was a text, whether all
// numbers of 16 digits end with a zero, and whether there is only one.
func nikZeros(cells []Cell) (zeros, one bool) {
	n, ending := 0, 0
	for _, c := range cells {
		if d := complaint.OnlyDigits(c.Text); len(d) == 16 && c.Kind == Text {
			n++
			if d[15] == '0' {
				ending++
			}
		}
	}
	return n > 0 && n == ending, n == 1
}

var (
	mailIn  = regexp.MustCompile(`[^\s,;<>()]+@[^\s,;<>()]+\.[^\s,;<>()]+`)
	nikIn   = regexp.MustCompile(`(?i)\bnik\b[ .:]*([0-9*•x][0-9*•x .-]{14,22})`)
	phoneIn = regexp.MustCompile(`\+?[0-9][0-9 .-]{6,16}[0-9]`)
	cutIn   = regexp.MustCompile(`\s*(?:[/,;&\n]|\bdan\b|\batau\b)\s*`)
)

// reach is what stands in a column of phone numbers.
type reach struct {
	phone, more string // the first number, and further ones
	email, nik  string
	others      string // what is no number: an address, "punya anaknya"
	cut         bool   // only some of the digits are left
}

// contact takes apart a cell of phone numbers.
func contact(c Cell) (r reach) {
	s := c.Text
	if c.Kind == Empty || nothing(s) {
		return r
	}
	if c.Kind == Number || strings.Trim(s, "0123456789") == "" {
		return reach{phone: phoneOf(s)}
	}
	if scientific.MatchString(s) {
		return reach{cut: true}
	}
	if m := nikIn.FindStringSubmatch(s); m != nil {
		r.nik, s = strings.TrimSpace(m[1]), strings.Replace(s, m[0], "\n", 1)
	}
	if m := mailIn.FindString(s); m != "" {
		r.email, s = strings.ToLower(strings.Trim(m, ".")), strings.Replace(s, m, "\n", 1)
	}
	var phones, others []string
	for _, part := range cutIn.Split(s, -1) {
		part = strings.Trim(part, " .:,;-")
		if m := phoneIn.FindString(part); m != "" && phoneOf(part) == part {
			phones = append(phones, phoneOf(strings.TrimSpace(m))) // "0812... (anaknya)"
			part = strings.Trim(strings.Replace(part, m, " ", 1), " .:,;-()")
		}
		p := phoneOf(part)
		switch {
		case nothing(part):
		case len(p) >= 6 && strings.Trim(p, "0123456789*•") == "":
			phones = append(phones, p)
		default:
			others = append(others, part)
		}
	}
	if len(phones) > 0 {
		r.phone, r.more = phones[0], strings.Join(phones[1:], ", ")
	}
	r.others = strings.Join(others, ", ")
	return r
}

// phoneOf gives a number back the zero that Excel took, and leaves out words
// like "HP".
func phoneOf(s string) string {
	number := strings.TrimLeft(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.: ")
	d := complaint.OnlyDigits(number)
	if strings.Trim(number, "0123456789 +-().") != "" || d == "" {
		return s
	}
	switch {
	case strings.HasPrefix(d, "62") && len(d) > 9:
		return "0" + d[2:]
	case d[0] == '8' && len(d) >= 9 && len(d) <= 13:
		return "0" + d
	case strings.HasPrefix(d, "511") && len(d) >= 9 && len(d) <= 11: // the area code of Banjar
		return "0" + d
	}
	return d
}
