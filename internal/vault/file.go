package vault

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
)

// FileChunk is the most plain bytes that are sealed at once: a file of any size
// passes through memory of this size.
const FileChunk = 64 << 10

// chunkHead is the length of a sealed chunk, before it.
const chunkHead = 4

// FileMark is the name of a file on the disk: keyed, so that a stolen disk does
// not tell whether it holds a document that somebody knows.
func (k *Keys) FileMark(sum string) string {
	m := hmac.New(sha256.New, k.search[:])
	m.Write([]byte("file\n" + sum))
	return hex.EncodeToString(m.Sum(nil)[:20])
}

// SealChunks seals what it is given as a row of chunks, each tied to the file
// and to its place in it, and gives the plain bytes written. It may go on where
// an earlier row ended: chunks may be shorter than FileChunk. On an error of r
// what was read before is still sealed and written.
func (k *Keys) SealChunks(w io.Writer, mark string, offset int64, r io.Reader) (int64, error) {
	buf := make([]byte, FileChunk)
	out := make([]byte, 0, chunkHead+FileChunk+64)
	var done int64
	for {
		n, err := io.ReadFull(r, buf)
		if n > 0 {
			sealed := k.Seal(chunkRow(mark, offset+done), buf[:n])
			out = binary.BigEndian.AppendUint32(out[:0], uint32(len(sealed)))
			out = append(out, sealed...)
			if _, werr := w.Write(out); werr != nil {
				return done, werr
			}
			done += int64(n)
		}
		switch {
		case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF) && n < len(buf):
			return done, nil
		case err != nil:
			return done, err
		}
	}
}

func chunkRow(mark string, offset int64) string { return fmt.Sprintf("file:%s:%d", mark, offset) }

// Chunks is a sealed file that can be read from any place. It implements
// io.ReadSeeker; not safe for concurrent use.
type Chunks struct {
	k     *Keys
	r     io.ReaderAt
	mark  string
	index []chunk
	size  int64 // plain bytes
	whole int64 // sealed bytes of whole chunks
	at    int64
	open  int // chunk in plain, -1 = none
	plain []byte
}

type chunk struct {
	from, plainFrom int64 // behind the head; in the plain file
	sealed, plain   int
}

// OpenChunks looks where the chunks of a sealed file lie. A chunk that is not
// whole at the end, from a write that was cut off, is not counted: see Sealed.
func (k *Keys) OpenChunks(r io.ReaderAt, mark string) (*Chunks, error) {
	c := &Chunks{k: k, r: r, mark: mark, open: -1}
	overhead := 40
	if k.plain {
		overhead = 0
	}
	var head [chunkHead]byte
	for {
		n, err := r.ReadAt(head[:], c.whole)
		if n < chunkHead {
			if err != nil && !errors.Is(err, io.EOF) {
				return nil, err
			}
			break
		}
		sealed := int(binary.BigEndian.Uint32(head[:]))
		plain := sealed - overhead
		if plain < 1 || plain > FileChunk {
			break
		}
		var last [1]byte
		if n, err := r.ReadAt(last[:], c.whole+chunkHead+int64(sealed)-1); n < 1 {
			if err != nil && !errors.Is(err, io.EOF) {
				return nil, err
			}
			break
		}
		c.index = append(c.index, chunk{from: c.whole + chunkHead, plainFrom: c.size, sealed: sealed, plain: plain})
		c.whole += chunkHead + int64(sealed)
		c.size += int64(plain)
	}
	// What a power cut left half on the disk has the length but not the seal.
	for len(c.index) > 0 {
		if err := c.load(len(c.index) - 1); err == nil {
			break
		} else if !errors.Is(err, ErrSealed) {
			return nil, err
		}
		last := c.index[len(c.index)-1]
		c.index = c.index[:len(c.index)-1]
		c.whole, c.size = last.from-chunkHead, last.plainFrom
	}
	return c, nil
}

// Size in plain bytes.
func (c *Chunks) Size() int64 { return c.size }

// Sealed is the number of bytes on the disk that belong to whole chunks.
func (c *Chunks) Sealed() int64 { return c.whole }

func (c *Chunks) load(i int) error {
	if c.open == i {
		return nil
	}
	x := c.index[i]
	sealed := make([]byte, x.sealed)
	if _, err := c.r.ReadAt(sealed, x.from); err != nil {
		return err
	}
	plain, err := c.k.Open(chunkRow(c.mark, x.plainFrom), sealed)
	if err != nil {
		return err
	}
	c.open, c.plain = i, plain
	return nil
}

// Read plain bytes. Fault: ErrSealed.
func (c *Chunks) Read(p []byte) (int, error) {
	if c.at >= c.size {
		return 0, io.EOF
	}
	if len(p) == 0 {
		return 0, nil
	}
	low, high := 0, len(c.index)
	for low+1 < high {
		if mid := (low + high) / 2; c.index[mid].plainFrom <= c.at {
			low = mid
		} else {
			high = mid
		}
	}
	if err := c.load(low); err != nil {
		return 0, err
	}
	n := copy(p, c.plain[c.at-c.index[low].plainFrom:])
	c.at += int64(n)
	return n, nil
}

// Seek to a place in the plain file.
func (c *Chunks) Seek(offset int64, whence int) (int64, error) {
	switch whence {
	case io.SeekCurrent:
		offset += c.at
	case io.SeekEnd:
		offset += c.size
	}
	if offset < 0 {
		return 0, errors.New("seek before the beginning")
	}
	c.at = offset
	return offset, nil
}
