package complaint

import (
	"fmt"
	"strconv"
	"strings"

	"loketaduan/internal/fault"
)

// RegisterNumber is issued offline and never changed or used again:
// office code without dots, PC letter, year, sequence of that letter in that
// year, check digit. 630305-A-2026-000123-4.
type RegisterNumber struct {
	Office string // 63.03.05
	Letter string // A..Z, then AA..; three or four letters are provisional
	Year   int
	Seq    int64
}

// String is the number with its check digit.
func (n RegisterNumber) String() string {
	body := fmt.Sprintf("%s-%s-%d-%06d", strings.ReplaceAll(n.Office, ".", ""), n.Letter, n.Year, n.Seq)
	return body + "-" + string(checkDigit(body))
}

// ParseNumber reads a number as printed or typed (any case, spaces or nothing
// for dashes). Fault Invalid when the check digit does not fit: a digit was
// mistyped or two were swapped. The office comes back without its dots.
func ParseNumber(s string) (RegisterNumber, error) {
	bad := fault.New(fault.Invalid, "complaint.number.invalid", "number", "Nomor register tidak cocok dengan angka periksanya. Periksa lagi angka demi angka.")
	parts := numberParts(s)
	if parts == nil || len(parts[4]) != 1 {
		return RegisterNumber{}, bad
	}
	year, err1 := strconv.Atoi(parts[2])
	seq, err2 := strconv.ParseInt(parts[3], 10, 64)
	n := RegisterNumber{Office: parts[0], Letter: parts[1], Year: year, Seq: seq}
	if err1 != nil || err2 != nil || !ValidLetter(n.Letter) || n.String() != strings.Join(parts, "-") {
		return RegisterNumber{}, bad
	}
	return n, nil
}

// checkDigit is ISO/IEC 7064, MOD 11,10, over the digits; a letter counts as
// two digits (A = 10 ... Z = 35, as in ISO 13616), dashes do not count. It
// finds every single mistyped digit and nearly every swap of neighbours.
func checkDigit(s string) byte {
	p := 10
	step := func(d int) {
		sum := (p + d) % 10
		if sum == 0 {
			sum = 10
		}
		p = sum * 2 % 11
	}
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c >= '0' && c <= '9':
			step(int(c - '0'))
		case c >= 'A' && c <= 'Z':
			v := int(c-'A') + 10
			step(v / 10)
			step(v % 10)
		}
	}
	return byte('0' + (11-p)%10)
}

// provisionalAlphabet has no letter that is misread for another or for a digit.
const provisionalAlphabet = "ACDEFHJKMNPRTUVWXY"

// NewProvisionalLetter is the letter of a PC that found itself a copy of
// another while no server can give it a free one: that of its past and two
// more, drawn by random, which gives a number below n. No server ever gives
// out letters of that length.
func NewProvisionalLetter(past string, random func(n int) int) string {
	if ProvisionalLetter(past) {
		past = past[:len(past)-2]
	}
	for range 2 {
		past += string(provisionalAlphabet[random(len(provisionalAlphabet))])
	}
	return past
}

// ProvisionalLetter tells a letter that no server gave.
func ProvisionalLetter(s string) bool { return len(s) > 2 }

// ValidLetter tells whether s can be the letter of a PC.
func ValidLetter(s string) bool {
	if len(s) < 1 || len(s) > 4 {
		return false
	}
	for _, c := range s {
		if c < 'A' || c > 'Z' {
			return false
		}
	}
	return true
}
