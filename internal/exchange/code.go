package exchange

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"strings"
	"unicode"

	"loketaduan/internal/fault"
)

// Code is what an admin hands to an office, as one line or a QR code: where
// the server is, how to know it, and the right to connect one PC once.
type Code struct {
	Address string `json:"a"`           // https://pusat.example.go.id
	Key     []byte `json:"k"`           // Ed25519 public key of the server
	Pin     []byte `json:"p,omitempty"` // SHA-256 of the server's certificate, when no public authority vouches for it
	Secret  []byte `json:"s"`
	Office  string `json:"o"`
}

const (
	codePrefix = "LOKET1-"
	codeSum    = 4 // bytes: one mistyped code in four thousand million passes
)

// String is the code as one line without spaces.
func (c Code) String() string {
	payload, err := json.Marshal(c)
	if err != nil {
		panic(err) // strings and bytes always marshal
	}
	return codePrefix + base64.RawURLEncoding.EncodeToString(append(payload, sumOfCode(payload)...))
}

func sumOfCode(payload []byte) []byte {
	sum := sha256.Sum256(append([]byte("loket-aduan code v1\n"), payload...))
	return sum[:codeSum]
}

// ParseCode reads what was pasted; spaces and line breaks do not count. Faults,
// all Invalid on field code: enrol.code.required, enrol.code.foreign (not such
// a code), enrol.code.newer, enrol.code.typed (a letter lost or changed).
func ParseCode(text string) (Code, error) {
	text = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r == '\u200b' || r == '\ufeff' {
			return -1
		}
		return r
	}, text)
	bad := func(code, message string) (Code, error) {
		return Code{}, fault.New(fault.Invalid, "enrol.code."+code, "code", message)
	}
	if text == "" {
		return bad("required", "Tempelkan kode pendaftaran dari admin kabupaten.")
	}
	body, ours := strings.CutPrefix(text, codePrefix)
	if !ours {
		if len(text) > 7 && strings.HasPrefix(text, "LOKET") && text[5] >= '2' && text[5] <= '9' && text[6] == '-' {
			return bad("newer", "Kode ini untuk versi program yang lebih baru. Minta admin kantor memasang versi terbaru.")
		}
		return bad("foreign", "Ini bukan kode pendaftaran. Kode dimulai dengan LOKET1- dan didapat dari admin kabupaten.")
	}
	raw, err := base64.RawURLEncoding.Strict().DecodeString(body)
	if err != nil || len(raw) < codeSum || !bytes.Equal(sumOfCode(raw[:len(raw)-codeSum]), raw[len(raw)-codeSum:]) {
		return bad("typed", "Kode tidak lengkap atau ada huruf yang berubah. Salin sekali lagi seluruh kode, lalu tempelkan.")
	}
	var c Code
	if json.Unmarshal(raw[:len(raw)-codeSum], &c) != nil || len(c.Key) != ed25519.PublicKeySize ||
		(len(c.Pin) != 0 && len(c.Pin) != sha256.Size) || len(c.Secret) < 16 || c.Office == "" {
		return bad("typed", "Isi kode tidak lengkap. Minta kode pendaftaran baru kepada admin kabupaten.")
	}
	if _, err := serverURL(c.Address); err != nil {
		return Code{}, err
	}
	return c, nil
}
