package report

import (
	"strings"
	"unicode"
)

// What stands in a line instead of what it hides.
const (
	AnonymousName      = "ANONIM"
	ConfidentialName   = "RAHASIA"
	ConfidentialText   = "Isi dirahasiakan"
	attachmentsPresent = "ada"
)

// Mask returns the line as a file may show it. Masking twice changes nothing.
//
//   - Anonymous: the name is ANONIM; NIK, contact and street are left out, the
//     village stays; attachments show only their count, or "ada".
//   - Confidential: the same with RAHASIA, and summary and follow-up are hidden.
//     A reporter who asked for both is ANONIM.
//   - Any other line without mayReveal: of the NIK the last four digits, of the
//     phone number the last three, of an e-mail address nothing.
//
// mayReveal does not open anonymous or confidential lines: exports mask both
// always.
func Mask(row RegisterRow, mayReveal bool) RegisterRow {
	if row.Anonymous || row.Confidential {
		row.Name = AnonymousName
		row.NIK, row.Contact, row.Address = "", "", ""
		if !isCount(row.Attachments) {
			row.Attachments = attachmentsPresent
		}
		if row.Confidential {
			if !row.Anonymous {
				row.Name = ConfidentialName
			}
			row.Summary = ConfidentialText
			if row.FollowUp != "" {
				row.FollowUp = ConfidentialText
			}
		}
		return row
	}
	if !mayReveal {
		row.NIK = keepLast(row.NIK, 4, 8)
		row.Contact = maskContact(row.Contact)
	}
	return row
}

func isCount(s string) bool {
	return strings.TrimLeft(s, "0123456789") == ""
}

// maskContact treats e-mail addresses apart, so that their digits are not taken
// for the end of a phone number.
func maskContact(s string) string {
	if !strings.Contains(s, "@") {
		return keepLast(s, 3, 7)
	}
	var phones, mails strings.Builder
	for _, word := range strings.FieldsFunc(s, func(r rune) bool { return unicode.IsSpace(r) || r == ',' || r == ';' }) {
		part := &phones
		if strings.Contains(word, "@") {
			part, word = &mails, keepLast(word, 0, 0)
		}
		if part.Len() > 0 {
			part.WriteByte(' ')
		}
		part.WriteString(word)
	}
	phone := keepLast(phones.String(), 3, 7)
	if phone == "" {
		return mails.String()
	}
	return phone + ", " + mails.String()
}

// keepLast puts a star for every letter and digit but the last keep digits;
// what has fewer than least of them is hidden altogether. Stars count, so that
// a masked text stays as it is.
func keepLast(s string, keep, least int) string {
	if s == "" {
		return ""
	}
	hides := func(r rune) bool { return r == '*' || unicode.IsLetter(r) || unicode.IsNumber(r) }
	size := 0
	for _, r := range s {
		if hides(r) {
			size++
		}
	}
	if size < least {
		keep = 0
	}
	runes := []rune(s)
	for i := len(runes) - 1; i >= 0; i-- {
		switch {
		case !hides(runes[i]):
		case keep > 0 && unicode.IsDigit(runes[i]):
			keep--
		default:
			runes[i] = '*'
		}
	}
	return string(runes)
}
