package vault

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"errors"
	"strings"

	"golang.org/x/crypto/argon2"
	"golang.org/x/crypto/chacha20poly1305"
)

// ErrSecret means that the password or the code does not open the slot.
var ErrSecret = errors.New("wrong secret")

// Cost of Argon2id. Memory in KiB. RFC 9106 section 4 (second recommended
// option) with one more pass: about 0.15 s on an office PC.
type Cost struct {
	Time    uint32 `json:"t"`
	Memory  uint32 `json:"m"`
	Threads uint8  `json:"p"`
}

// DefaultCost is what new slots are made with.
var DefaultCost = Cost{Time: 3, Memory: 64 << 10, Threads: 2}

// Slot is the data key wrapped under one secret. It says nothing about whose.
type Slot struct {
	Salt   []byte `json:"salt"`
	Cost   Cost   `json:"cost"`
	Sealed []byte `json:"sealed"`
}

// Wrap makes a slot for a password or recovery code.
func (k *Keys) Wrap(secret string, cost Cost) Slot {
	s := Slot{Salt: make([]byte, 16), Cost: cost}
	rand.Read(s.Salt)
	aead, err := chacha20poly1305.NewX(s.derive(secret))
	if err != nil {
		panic(err) // only for a key of another length
	}
	nonce := make([]byte, chacha20poly1305.NonceSizeX)
	rand.Read(nonce)
	s.Sealed = aead.Seal(nonce, nonce, k.data[:], []byte("slot v1"))
	return s
}

// Unwrap opens the data key. Fault: ErrSecret.
func (s Slot) Unwrap(secret string) (*Keys, error) {
	aead, err := chacha20poly1305.NewX(s.derive(secret))
	if err != nil || len(s.Sealed) < chacha20poly1305.NonceSizeX {
		return nil, ErrSecret
	}
	data, err := aead.Open(nil, s.Sealed[:chacha20poly1305.NonceSizeX], s.Sealed[chacha20poly1305.NonceSizeX:], []byte("slot v1"))
	if err != nil || len(data) != 32 {
		return nil, ErrSecret
	}
	return KeysFrom([32]byte(data)), nil
}

func (s Slot) derive(secret string) []byte {
	return argon2.IDKey([]byte(secret), s.Salt, max(s.Cost.Time, 1), max(s.Cost.Memory, 8), max(s.Cost.Threads, 1), 32)
}

// UserMark recognises a user name without telling it: names of clerks are
// personal data too. Case and surrounding spaces do not count.
func UserMark(salt []byte, username string) string {
	h := sha256.New()
	h.Write(salt)
	h.Write([]byte(strings.ToLower(strings.TrimSpace(username))))
	return base32.StdEncoding.EncodeToString(h.Sum(nil)[:15])
}

// alphabet of the recovery code (Crockford): no I, L, O, U to confuse.
const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// RecoveryCode makes a code of 125 random bits in five groups of five.
func RecoveryCode() string {
	b := make([]byte, 25)
	rand.Read(b)
	var out strings.Builder
	for i, c := range b {
		if i > 0 && i%5 == 0 {
			out.WriteByte('-')
		}
		out.WriteByte(alphabet[c&31])
	}
	return out.String()
}

// CleanRecoveryCode makes what was typed comparable: capitals, no spaces or
// dashes, confusable letters mapped as Crockford does.
func CleanRecoveryCode(typed string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case ' ', '-', '\t', '\n', '\r':
			return -1
		case 'o', 'O':
			return '0'
		case 'i', 'I', 'l', 'L':
			return '1'
		}
		return r
	}, strings.ToUpper(typed))
}
