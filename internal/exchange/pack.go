package exchange

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"strings"
	"sync"

	"github.com/klauspost/compress/zstd"
)

// ErrPlainSize means that a body grows beyond its limit when it is unpacked.
var ErrPlainSize = errors.New("body too large when unpacked")

// ErrEncoding means a Content-Encoding that is neither zstd, gzip nor none.
var ErrEncoding = errors.New("unknown content encoding")

// worthPacking: below this a frame costs more than it saves, in bytes.
const worthPacking = 200

// One encoder serves every goroutine: EncodeAll is safe for concurrent use.
var encoder = sync.OnceValue(func() *zstd.Encoder {
	e, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedDefault), zstd.WithEncoderConcurrency(2),
		zstd.WithWindowSize(1<<20), zstd.WithEncoderCRC(false))
	if err != nil {
		panic(err) // only for options that do not exist
	}
	return e
})

var decoder = sync.OnceValue(func() *zstd.Decoder {
	d, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(0), zstd.WithDecoderMaxMemory(MaxPlain), zstd.WithDecoderMaxWindow(8<<20))
	if err != nil {
		panic(err)
	}
	return d
})

// Pack compresses a body with zstd.
func Pack(plain []byte) []byte { return encoder().EncodeAll(plain, make([]byte, 0, len(plain)/3)) }

// PackFor compresses an answer as the asker accepts it and names the encoding;
// "" is none. Small answers stay as they are.
func PackFor(accept string, plain []byte) (body []byte, encoding string) {
	if len(plain) < worthPacking {
		return plain, ""
	}
	switch {
	case accepts(accept, "zstd"):
		return Pack(plain), "zstd"
	case accepts(accept, "gzip"):
		var b bytes.Buffer
		w := gzip.NewWriter(&b)
		w.Write(plain) // a bytes.Buffer takes everything
		w.Close()
		return b.Bytes(), "gzip"
	}
	return plain, ""
}

func accepts(header, name string) bool {
	for part := range strings.SplitSeq(header, ",") {
		coding, q, _ := strings.Cut(strings.TrimSpace(part), ";")
		if strings.EqualFold(strings.TrimSpace(coding), name) {
			return strings.ReplaceAll(q, " ", "") != "q=0"
		}
	}
	return false
}

// Unpack undoes a Content-Encoding; the result is at most MaxPlain bytes, so
// that a small body cannot fill the memory. Errors: ErrPlainSize, ErrEncoding,
// or what the decoder says of a damaged body.
func Unpack(encoding string, packed []byte) ([]byte, error) {
	switch strings.ToLower(strings.TrimSpace(encoding)) {
	case "", "identity":
		if len(packed) > MaxPlain {
			return nil, ErrPlainSize
		}
		return packed, nil
	case "zstd":
		plain, err := decoder().DecodeAll(packed, make([]byte, 0, min(6*len(packed), MaxPlain)))
		if errors.Is(err, zstd.ErrDecoderSizeExceeded) || errors.Is(err, zstd.ErrWindowSizeExceeded) {
			return nil, ErrPlainSize
		}
		return plain, err
	case "gzip":
		r, err := gzip.NewReader(bytes.NewReader(packed))
		if err != nil {
			return nil, err
		}
		plain, err := io.ReadAll(io.LimitReader(r, MaxPlain+1))
		if len(plain) > MaxPlain {
			return nil, ErrPlainSize
		}
		return plain, err
	}
	return nil, ErrEncoding
}
