package vault

import (
	"bytes"
	"errors"
	"io"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"
)

func TestChunksComeBackFromAnyPlace(t *testing.T) {
	k := NewKeys()
	rapid.Check(t, func(t *rapid.T) {
		plain := make([]byte, rapid.IntRange(0, 3*FileChunk).Draw(t, "size"))
		for i := range plain {
			plain[i] = byte(rand.Uint32())
		}
		var disk bytes.Buffer
		for at := 0; at < len(plain); { // in pieces, as a bad line brings them
			n := min(len(plain)-at, rapid.IntRange(1, 2*FileChunk).Draw(t, "piece"))
			got, err := k.SealChunks(&disk, "m", int64(at), bytes.NewReader(plain[at:at+n]))
			if err != nil || got != int64(n) {
				t.Fatal(got, err)
			}
			at += n
		}
		c, err := k.OpenChunks(bytes.NewReader(disk.Bytes()), "m")
		if err != nil || c.Size() != int64(len(plain)) || c.Sealed() != int64(disk.Len()) {
			t.Fatal(err)
		}
		from := rapid.IntRange(0, len(plain)).Draw(t, "from")
		c.Seek(int64(from), io.SeekStart)
		if got, err := io.ReadAll(c); err != nil || !bytes.Equal(got, plain[from:]) {
			t.Fatal("other bytes", err)
		}
		// cut off anywhere, what remains is a beginning
		cut := rapid.IntRange(0, disk.Len()).Draw(t, "cut")
		c, err = k.OpenChunks(bytes.NewReader(disk.Bytes()[:cut]), "m")
		if err != nil {
			t.Fatal(err)
		}
		if got, err := io.ReadAll(c); err != nil || !bytes.HasPrefix(plain, got) || int64(len(got)) != c.Size() {
			t.Fatal("not a beginning", err)
		}
	})
}

func TestChunksCannotBeMovedOrChanged(t *testing.T) {
	k := NewKeys()
	var disk bytes.Buffer
	k.SealChunks(&disk, "m", 0, bytes.NewReader(make([]byte, 3*FileChunk)))
	read := func(b []byte, k *Keys, mark string) error {
		c, err := k.OpenChunks(bytes.NewReader(b), mark)
		if err != nil {
			return err
		}
		n, err := io.Copy(io.Discard, c)
		if err == nil && n < 3*FileChunk {
			return ErrSealed
		}
		return err
	}
	if err := read(disk.Bytes(), k, "m"); err != nil {
		t.Fatal(err)
	}
	one := disk.Len() / 3
	swapped := append(append(append([]byte{}, disk.Bytes()[one:2*one]...), disk.Bytes()[:one]...), disk.Bytes()[2*one:]...)
	changed := append([]byte{}, disk.Bytes()...)
	changed[one/2] ^= 1
	for what, err := range map[string]error{"swapped": read(swapped, k, "m"), "changed": read(changed, k, "m"), "another file": read(disk.Bytes(), k, "n"), "another key": read(disk.Bytes(), NewKeys(), "m")} {
		if !errors.Is(err, ErrSealed) {
			t.Errorf("%s: %v", what, err)
		}
	}
}
