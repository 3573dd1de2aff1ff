package vault

import (
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"hash"
	"sync"

	"golang.org/x/crypto/chacha20poly1305"
)

// ErrSealed means that the bytes are damaged, moved from another row, or
// sealed under another key.
var ErrSealed = errors.New("sealed bytes cannot be opened")

// Keys seals and opens with one data key. Safe for concurrent use.
type Keys struct {
	data   [32]byte
	aead   cipher.AEAD
	search [32]byte
	macs   sync.Pool
	plain  bool
}

// NewKeys makes a fresh random data key.
func NewKeys() *Keys {
	var data [32]byte
	rand.Read(data[:])
	return KeysFrom(data)
}

// KeysFrom uses a known data key of 32 bytes.
func KeysFrom(data [32]byte) *Keys {
	k := &Keys{data: data}
	sealing, err := hkdf.Key(sha256.New, data[:], nil, "loket-aduan seal v1", 32)
	if err != nil {
		panic(err) // only for lengths that HKDF cannot give
	}
	search, err := hkdf.Key(sha256.New, data[:], nil, "loket-aduan search v1", 32)
	if err != nil {
		panic(err)
	}
	copy(k.search[:], search)
	if k.aead, err = chacha20poly1305.NewX(sealing); err != nil {
		panic(err)
	}
	k.macs.New = func() any { return hmac.New(sha256.New, k.search[:]) }
	return k
}

// Unsealed leaves every byte readable. It exists so that the test of the
// sealing can show that it would find what it looks for.
func Unsealed() *Keys {
	k := KeysFrom([32]byte{})
	k.plain = true
	return k
}

// Data is the data key, for wrapping only.
func (k *Keys) Data() [32]byte { return k.data }

// Seal encrypts plain; row ties the bytes to their place, so that they cannot
// be moved to another row unseen. The result is 40 bytes longer.
func (k *Keys) Seal(row string, plain []byte) []byte {
	if k.plain {
		return append([]byte(nil), plain...)
	}
	out := make([]byte, chacha20poly1305.NonceSizeX, chacha20poly1305.NonceSizeX+len(plain)+k.aead.Overhead())
	rand.Read(out)
	return k.aead.Seal(out, out, plain, []byte(row))
}

// Open decrypts what Seal made for the same row. Fault: ErrSealed.
func (k *Keys) Open(row string, sealed []byte) ([]byte, error) {
	if k.plain {
		return append([]byte(nil), sealed...), nil
	}
	if len(sealed) < chacha20poly1305.NonceSizeX+k.aead.Overhead() {
		return nil, ErrSealed
	}
	nonce, box := sealed[:chacha20poly1305.NonceSizeX], sealed[chacha20poly1305.NonceSizeX:]
	plain, err := k.aead.Open(nil, nonce, box, []byte(row))
	if err != nil {
		return nil, ErrSealed
	}
	return plain, nil
}

// TokenLen is the length of a token in characters: 48 bits, so that two words
// of a million share one about as often as never, and nothing of the word is left.
const TokenLen = 12

// Token is the keyed search token of a word, in hexadecimal.
func (k *Keys) Token(word string) string {
	if k.plain {
		return word
	}
	m := k.macs.Get().(hash.Hash)
	m.Reset()
	m.Write([]byte(word))
	var sum [32]byte
	s := hex.EncodeToString(m.Sum(sum[:0])[:TokenLen/2])
	k.macs.Put(m)
	return s
}
