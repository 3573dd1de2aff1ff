package calendar

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base32"
	"strings"
)

// Crockford's alphabet: no letter that sounds or looks like a digit or like
// another letter, because it is read out on the phone.
var spoken = base32.NewEncoding("0123456789ABCDEFGHJKMNPQRSTVWXYZ").WithPadding(base32.NoPadding)

// Fingerprint gives the first 80 bits of a key's SHA-256 in groups to be read out:
// "7KQ2-9XMD-4TBN-0VHA".
func Fingerprint(key ed25519.PublicKey) string {
	sum := sha256.Sum256(key)
	text := spoken.EncodeToString(sum[:10])
	return strings.Join([]string{text[:4], text[4:8], text[8:12], text[12:]}, "-")
}

// SameFingerprint compares what somebody typed with a fingerprint: case, spaces
// and dashes do not matter, nor does the letter O for 0 or I and L for 1. A part
// of a fingerprint is not the same.
func SameFingerprint(a, b string) bool {
	a, b = plainFingerprint(a), plainFingerprint(b)
	return len(a) == 16 && a == b
}

func plainFingerprint(s string) string {
	return strings.Map(func(c rune) rune {
		switch c {
		case ' ', '-', '–', '\u00a0', '.', '\t', '\n', '\r':
			return -1
		case 'O':
			return '0'
		case 'I', 'L':
			return '1'
		}
		return c
	}, strings.ToUpper(s))
}
