package vault

import (
	"bufio"
	"crypto/cipher"
	"crypto/ecdh"
	"crypto/ed25519"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/binary"
	"errors"
	"io"
	"math/big"
	"slices"

	"golang.org/x/crypto/chacha20poly1305"
)

// A box is a stream that only the holder of an Ed25519 key can open: X25519 of
// a fresh key with the Montgomery form of that key (RFC 7748; the same map as
// libsodium's), HKDF-SHA256, and XChaCha20-Poly1305 chunk by chunk. Each chunk
// knows its number and whether it is the last, so that a box cannot be cut off
// or put together anew. It does not tell who made it: a signature inside does.

// ErrForeign means that a box is not for this key, or is none at all.
var ErrForeign = errors.New("not a box for this key")

const boxMagic = "LOKETPARSEL1\n"

// prime of Curve25519, 2^255 - 19.
var prime = new(big.Int).Sub(new(big.Int).Lsh(big.NewInt(1), 255), big.NewInt(19))

// montgomery turns the public half of an Ed25519 key into one of X25519:
// u = (1+y)/(1-y). The key is public, so that nothing leaks by the time it takes.
func montgomery(key ed25519.PublicKey) (*ecdh.PublicKey, error) {
	if len(key) != ed25519.PublicKeySize {
		return nil, ErrForeign
	}
	b := slices.Clone([]byte(key))
	b[31] &= 0x7f // the sign of x
	slices.Reverse(b)
	y := new(big.Int).SetBytes(b)
	below := new(big.Int).ModInverse(new(big.Int).Mod(new(big.Int).Sub(big.NewInt(1), y), prime), prime)
	if below == nil {
		return nil, ErrForeign
	}
	u := new(big.Int).Mod(below.Mul(below, new(big.Int).Add(big.NewInt(1), y)), prime)
	out := u.FillBytes(make([]byte, 32))
	slices.Reverse(out)
	return ecdh.X25519().NewPublicKey(out)
}

func montgomeryPrivate(key ed25519.PrivateKey) (*ecdh.PrivateKey, error) {
	if len(key) != ed25519.PrivateKeySize {
		return nil, ErrForeign
	}
	h := sha512.Sum512(key.Seed())
	return ecdh.X25519().NewPrivateKey(h[:32])
}

func boxCipher(shared, fresh, to []byte, use string) (cipher.AEAD, error) {
	salt := append(append([]byte(boxMagic), fresh...), to...)
	key, err := hkdf.Key(sha256.New, shared, salt, "loket-aduan box v1 "+use, chacha20poly1305.KeySize)
	if err != nil {
		return nil, err
	}
	return chacha20poly1305.NewX(key)
}

func boxNonce(n uint64, last bool) []byte {
	b := make([]byte, chacha20poly1305.NonceSizeX)
	binary.BigEndian.PutUint64(b, n)
	if last {
		b[8] = 1
	}
	return b
}

type boxWriter struct {
	w    io.Writer
	aead cipher.AEAD
	n    uint64
	buf  []byte
}

// SealTo gives a writer whose bytes only the holder of the key can read, for
// one use. Close ends the box; without it nothing can be opened.
func SealTo(w io.Writer, to ed25519.PublicKey, use string) (io.WriteCloser, error) {
	theirs, err := montgomery(to)
	if err != nil {
		return nil, err
	}
	fresh, err := ecdh.X25519().GenerateKey(rand.Reader)
	if err != nil {
		return nil, err
	}
	shared, err := fresh.ECDH(theirs)
	if err != nil {
		return nil, err
	}
	aead, err := boxCipher(shared, fresh.PublicKey().Bytes(), theirs.Bytes(), use)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(append([]byte(boxMagic), fresh.PublicKey().Bytes()...)); err != nil {
		return nil, err
	}
	return &boxWriter{w: w, aead: aead, buf: make([]byte, 0, FileChunk)}, nil
}

func (b *boxWriter) Write(p []byte) (n int, err error) {
	for len(p) > 0 {
		if len(b.buf) == FileChunk {
			if err := b.flush(false); err != nil {
				return n, err
			}
		}
		part := p[:min(len(p), FileChunk-len(b.buf))]
		b.buf = append(b.buf, part...)
		n, p = n+len(part), p[len(part):]
	}
	return n, nil
}

func (b *boxWriter) flush(last bool) error {
	out := binary.BigEndian.AppendUint32(nil, uint32(len(b.buf)+b.aead.Overhead()))
	out = b.aead.Seal(out, boxNonce(b.n, last), b.buf, nil)
	b.n, b.buf = b.n+1, b.buf[:0]
	_, err := b.w.Write(out)
	return err
}

func (b *boxWriter) Close() error { return b.flush(true) }

type boxReader struct {
	r    *bufio.Reader
	aead cipher.AEAD
	n    uint64
	rest []byte
	last bool
}

// OpenBox gives the content of a box for the key. Faults: ErrForeign at once;
// ErrSealed while reading, when it was changed or cut off.
func OpenBox(r io.Reader, key ed25519.PrivateKey, use string) (io.Reader, error) {
	mine, err := montgomeryPrivate(key)
	if err != nil {
		return nil, err
	}
	head := make([]byte, len(boxMagic)+32)
	if _, err := io.ReadFull(r, head); err != nil || string(head[:len(boxMagic)]) != boxMagic {
		return nil, ErrForeign
	}
	fresh, err := ecdh.X25519().NewPublicKey(head[len(boxMagic):])
	if err != nil {
		return nil, ErrForeign
	}
	shared, err := mine.ECDH(fresh)
	if err != nil {
		return nil, ErrForeign
	}
	aead, err := boxCipher(shared, fresh.Bytes(), mine.PublicKey().Bytes(), use)
	if err != nil {
		return nil, err
	}
	b := &boxReader{r: bufio.NewReader(r), aead: aead}
	if err := b.fill(); err != nil {
		return nil, ErrForeign
	}
	return b, nil
}

func (b *boxReader) fill() error {
	var head [4]byte
	if _, err := io.ReadFull(b.r, head[:]); err != nil {
		return ErrSealed
	}
	n := int(binary.BigEndian.Uint32(head[:]))
	if n < b.aead.Overhead() || n > FileChunk+b.aead.Overhead() {
		return ErrSealed
	}
	sealed := make([]byte, n)
	if _, err := io.ReadFull(b.r, sealed); err != nil {
		return ErrSealed
	}
	_, err := b.r.Peek(1)
	b.last = err != nil
	plain, err := b.aead.Open(sealed[:0], boxNonce(b.n, b.last), sealed, nil)
	if err != nil {
		return ErrSealed
	}
	b.n, b.rest = b.n+1, plain
	return nil
}

func (b *boxReader) Read(p []byte) (int, error) {
	for len(b.rest) == 0 {
		if b.last {
			return 0, io.EOF
		}
		if err := b.fill(); err != nil {
			return 0, err
		}
	}
	n := copy(p, b.rest)
	b.rest = b.rest[n:]
	return n, nil
}
