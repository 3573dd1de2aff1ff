package exchange

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"

	"loketaduan/internal/fault"
)

// Files travel by tus 1.0 (https://tus.io/protocols/resumable-upload): POST
// makes an upload named by its SHA-256, HEAD tells how much has arrived, PATCH
// adds to it. A file that the server has already is whole at once.
const (
	FilesPath = "/v1/files/"
	// FileProof is the header with which the server vouches that it holds all
	// of a file: its signature, in base64.
	FileProof = "Loket-Received"
	tusHeader = "Tus-Resumable"
	tusOne    = "1.0.0"
)

func fileStatement(sum string, size int64) []byte {
	return []byte("loket-aduan file v1\n" + sum + "\n" + strconv.FormatInt(size, 10))
}

// SignFile is the server's word that it holds a file.
func SignFile(key ed25519.PrivateKey, sum string, size int64) string {
	return base64.StdEncoding.EncodeToString(ed25519.Sign(key, fileStatement(sum, size)))
}

// fileProved tells whether an answer proves that the server holds the file.
func (c *Client) fileProved(h http.Header, j *FileJob) bool {
	signature, err := base64.StdEncoding.DecodeString(h.Get(FileProof))
	return err == nil && len(c.key) == ed25519.PublicKeySize && ed25519.Verify(c.key, fileStatement(j.SHA256, j.Size), signature)
}

// FileOffset asks how much of a file the server has, and makes the upload when
// there is none. whole comes with the server's proof. Faults: file.foreign
// (Forbidden), file.size, and those of the line.
func (c *Client) FileOffset(ctx context.Context, j FileJob) (offset int64, whole bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, c.timeout)
	defer cancel()
	if j.Offset > 0 {
		res, err := c.raw(ctx, http.MethodHead, FilesPath+j.SHA256, nil, nil)
		if err != nil {
			return 0, false, err
		}
		res.Body.Close()
		if res.StatusCode == http.StatusOK {
			return c.fileAnswer(res, &j)
		}
		if res.Header.Get(ProtocolHeader) == "" || res.StatusCode >= 500 {
			return 0, false, statusFault(res, nil)
		} // else the server has forgotten it; POST says what else may be wrong
	}
	res, err := c.raw(ctx, http.MethodPost, FilesPath, map[string]string{"Upload-Length": strconv.FormatInt(j.Size, 10),
		"Upload-Metadata": "sha256 " + base64.StdEncoding.EncodeToString([]byte(j.SHA256))}, []byte{})
	if err != nil {
		return 0, false, err
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusCreated {
		return 0, false, c.refusal(res)
	}
	return c.fileAnswer(res, &j)
}

// SendFile adds body at the job's offset and gives the new one.
// Faults: file.offset (Conflict: ask again), file.hash (Invalid: what arrived is
// not what it is named, and was thrown away), and those of the line.
func (c *Client) SendFile(ctx context.Context, j FileJob, body []byte) (offset int64, whole bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, c.timeout)
	defer cancel()
	res, err := c.raw(ctx, http.MethodPatch, FilesPath+j.SHA256, map[string]string{"Content-Type": "application/offset+octet-stream",
		"Upload-Offset": strconv.FormatInt(j.Offset, 10)}, body)
	if err != nil {
		return 0, false, err
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusNoContent {
		return 0, false, c.refusal(res)
	}
	return c.fileAnswer(res, &j)
}

// fileAnswer reads the offset; the last step is believed only with the proof.
func (c *Client) fileAnswer(res *http.Response, j *FileJob) (int64, bool, error) {
	offset, err := strconv.ParseInt(res.Header.Get("Upload-Offset"), 10, 64)
	if err != nil || offset < 0 || offset > j.Size || res.Header.Get(tusHeader) != tusOne {
		return 0, false, errPortal.Because(fmt.Errorf("status %d without an offset", res.StatusCode))
	}
	whole := c.fileProved(res.Header, j)
	if whole != (offset == j.Size) {
		return 0, false, errAnswer
	}
	return offset, whole, nil
}

// FetchFile gets at most most bytes from the job's offset and hands them to
// store. Faults: file.foreign (Forbidden), file.waiting (NotFound: the PC that
// attached it has not sent it yet), and those of the line.
func (c *Client) FetchFile(ctx context.Context, j FileJob, most int, store func(io.Reader) error) error {
	ctx, cancel := context.WithTimeout(ctx, c.timeout)
	defer cancel()
	last := min(j.Offset+int64(most), j.Size) - 1
	res, err := c.raw(ctx, http.MethodGet, FilesPath+j.SHA256, map[string]string{"Range": fmt.Sprintf("bytes=%d-%d", j.Offset, last)}, nil)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusPartialContent {
		return c.refusal(res)
	}
	if want := fmt.Sprintf("bytes %d-%d/%d", j.Offset, last, j.Size); res.Header.Get("Content-Range") != want {
		return errPortal.Because(fmt.Errorf("range %q, want %q", res.Header.Get("Content-Range"), want))
	}
	line := &lineReader{r: io.LimitReader(res.Body, last-j.Offset+1)}
	err = store(line)
	c.got.Add(line.n)
	if line.err != nil {
		return lineFault(line.err)
	}
	return err
}

// lineReader tells a failing line from a failing disk.
type lineReader struct {
	r   io.Reader
	n   int64
	err error
}

func (l *lineReader) Read(p []byte) (int, error) {
	n, err := l.r.Read(p)
	l.n += int64(n)
	if err != nil && err != io.EOF {
		l.err = err
		return n, io.EOF // what came is kept
	}
	return n, err
}

// raw sends a request whose body and answer are not JSON.
func (c *Client) raw(ctx context.Context, method, path string, header map[string]string, body []byte) (*http.Response, error) {
	u := *c.base
	u.Path += path
	var r io.Reader
	if body != nil {
		r = bytes.NewReader(body)
	}
	req, err := http.NewRequestWithContext(ctx, method, u.String(), r)
	if err != nil {
		return nil, fault.Of(err)
	}
	req.Header.Set("User-Agent", "loket-aduan")
	req.Header.Set(ProtocolHeader, strconv.Itoa(Protocol))
	req.Header.Set("Authorization", "Bearer "+*c.token.Load())
	req.Header.Set(tusHeader, tusOne)
	for k, v := range header {
		req.Header.Set(k, v)
	}
	c.calls.Add(1)
	c.sent.Add(int64(len(body)))
	res, err := c.http.Do(req)
	if err != nil {
		c.http.CloseIdleConnections()
		return nil, lineFault(err)
	}
	return res, nil
}

// refusal reads the fault of an answer.
func (c *Client) refusal(res *http.Response) error {
	packed, err := io.ReadAll(io.LimitReader(res.Body, 64<<10))
	if err != nil {
		return lineFault(err)
	}
	plain, err := Unpack(res.Header.Get("Content-Encoding"), packed)
	if err != nil {
		plain = nil
	}
	if res.StatusCode < 400 && strings.HasPrefix(res.Header.Get("Content-Type"), "application/json") {
		return errAnswer
	}
	return statusFault(res, plain)
}
