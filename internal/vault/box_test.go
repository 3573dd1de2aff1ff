package vault

import (
	"bytes"
	"crypto/ed25519"
	"errors"
	"io"
	"testing"

	"pgregory.net/rapid"
)

// The map between the two curves: both halves of a key must meet.
func TestKeyHalvesMeet(t *testing.T) {
	for range 50 {
		public, private, _ := ed25519.GenerateKey(nil)
		a, err1 := montgomery(public)
		b, err2 := montgomeryPrivate(private)
		if err := errors.Join(err1, err2); err != nil || !a.Equal(b.PublicKey()) {
			t.Fatal("the halves of a key differ", err)
		}
	}
	for _, bad := range [][]byte{nil, make([]byte, 31), append([]byte{1}, make([]byte, 31)...)} {
		if _, err := SealTo(io.Discard, bad, "x"); err == nil {
			t.Error("took a key that is none", bad)
		}
	}
}

func TestBox(t *testing.T) {
	public, private, _ := ed25519.GenerateKey(nil)
	_, other, _ := ed25519.GenerateKey(nil)
	rapid.Check(t, func(t *rapid.T) {
		plain := bytes.Repeat([]byte{7}, rapid.SampledFrom([]int{0, 1, 1000, FileChunk - 1, FileChunk, FileChunk + 1, 3 * FileChunk}).Draw(t, "size"))
		var box bytes.Buffer
		w, err := SealTo(&box, public, "a")
		if err != nil {
			t.Fatal(err)
		}
		w.Write(plain)
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		read := func(b []byte, key ed25519.PrivateKey, use string) ([]byte, error) {
			r, err := OpenBox(bytes.NewReader(b), key, use)
			if err != nil {
				return nil, err
			}
			return io.ReadAll(r)
		}
		if got, err := read(box.Bytes(), private, "a"); err != nil || !bytes.Equal(got, plain) {
			t.Fatal("other content", err)
		}
		at := rapid.IntRange(0, box.Len()-1).Draw(t, "at")
		changed := bytes.Clone(box.Bytes())
		changed[at] ^= 1
		for what, err := range map[string]error{
			"changed": second(read(changed, private, "a")), "cut": second(read(box.Bytes()[:at], private, "a")),
			"longer": second(read(append(bytes.Clone(box.Bytes()), 0), private, "a")), "another key": second(read(box.Bytes(), other, "a")), "another use": second(read(box.Bytes(), private, "b")),
		} {
			if !errors.Is(err, ErrForeign) && !errors.Is(err, ErrSealed) {
				t.Fatalf("%s: %v", what, err)
			}
		}
	})
}

func second(_ []byte, err error) error { return err }
