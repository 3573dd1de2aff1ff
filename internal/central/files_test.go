package central

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"loketaduan/internal/complaint"
	"loketaduan/internal/exchange"
	"loketaduan/internal/fault"
	"loketaduan/internal/testdb"
)

func someFile(n int, seed byte) ([]byte, exchange.FileJob) {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(i>>3)*7 + seed
	}
	sum := sha256.Sum256(b)
	return b, exchange.FileJob{SHA256: hex.EncodeToString(sum[:]), Size: int64(n)}
}

func (p *pc) attach(stream string, j exchange.FileJob) {
	p.write(stream, complaint.KFileAttached, complaint.Body{File: &complaint.File{SHA256: j.SHA256, Size: j.Size, Name: "surat.pdf", Type: "application/pdf"}})
}

// send uploads from an offset in chunks.
func (p *pc) send(j exchange.FileJob, content []byte, chunk int) (whole bool, err error) {
	j.Offset, whole, err = p.client.FileOffset(p.t.Context(), j)
	for err == nil && !whole {
		end := min(len(content), int(j.Offset)+chunk)
		j.Offset, whole, err = p.client.SendFile(p.t.Context(), j, content[j.Offset:end])
	}
	return whole, err
}

func (p *pc) fetch(j exchange.FileJob) ([]byte, error) {
	var b bytes.Buffer
	for j.Offset < j.Size {
		err := p.client.FetchFile(p.t.Context(), j, 50000, func(r io.Reader) error { _, err := b.ReadFrom(r); return err })
		if err != nil {
			return nil, err
		}
		j.Offset = int64(b.Len())
	}
	return b.Bytes(), nil
}

func (c *town) disk() (names []string, all []byte) {
	filepath.WalkDir(filepath.Dir(c.at.Path), func(path string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			b, _ := os.ReadFile(path)
			names, all = append(names, path), append(all, b...)
		}
		return nil
	})
	return names, all
}

func TestFileGoesUpAndComesDown(t *testing.T) { testdb.Both(t, testFileGoesUpAndComesDown) }

func testFileGoesUpAndComesDown(t *testing.T) {
	c := newTown(t)
	p, other, far, all := c.enrol(martapura), c.enrol(martapura), c.enrol(astambul), c.enrol(dkisp)
	content, j := someFile(200_000, 1)
	copy(content[100:], "isi surat Muhammad Syahrani")
	sum := sha256.Sum256(content)
	j.SHA256 = hex.EncodeToString(sum[:])
	stream := p.receive(1)[0]
	p.attach(stream, j)

	if _, err := p.send(j, content, 60000); codeOf(err) != "file.foreign" {
		t.Fatal("a file went before its text: ", err)
	}
	p.sync()
	if _, err := other.fetch(j); codeOf(err) != "file.waiting" {
		t.Fatal(err)
	}
	if whole, err := p.send(j, content, 60000); err != nil || !whole {
		t.Fatal(whole, err)
	}
	for _, reader := range []*pc{p, other, all} {
		if got, err := reader.fetch(j); err != nil || !bytes.Equal(got, content) {
			t.Fatal("not the content", err)
		}
	}
	if _, err := far.fetch(j); codeOf(err) != "file.foreign" {
		t.Fatal("another office reads it: ", err)
	}
	if _, _, err := far.client.FileOffset(t.Context(), j); codeOf(err) != "file.foreign" {
		t.Fatal("another office learns that it exists: ", err)
	}
	p.write(stream, complaint.KForwarded, complaint.Body{Office: astambul, Name: "Kecamatan Astambul"})
	p.sync()
	if got, err := far.fetch(j); err != nil || !bytes.Equal(got, content) {
		t.Fatal("the office that it was forwarded to cannot read it", err)
	}
	// whoever attaches the same content again is done at once
	mine := other.receive(1)[0]
	other.attach(mine, j)
	other.sync()
	if offset, whole, err := other.client.FileOffset(t.Context(), j); err != nil || !whole || offset != j.Size {
		t.Fatal(offset, whole, err)
	}
	c.restart()
	if offset, whole, err := p.client.FileOffset(t.Context(), exchange.FileJob{SHA256: j.SHA256, Size: j.Size, Offset: 5}); err != nil || !whole || offset != j.Size {
		t.Fatal("after a restart", offset, whole, err)
	}
	names, raw := c.disk()
	for _, name := range names {
		if strings.Contains(name, j.SHA256) {
			t.Error("the name on the disk tells the content: " + name)
		}
	}
	if bytes.Contains(raw, []byte("Muhammad Syahrani")) || bytes.Contains(raw, content[1000:1040]) || bytes.Contains(raw, []byte(j.SHA256)) {
		t.Error("readable on the disk of the server")
	}
}

func TestUploadGoesOnWhereTheLineBroke(t *testing.T) {
	testdb.Both(t, testUploadGoesOnWhereTheLineBroke)
}

func testUploadGoesOnWhereTheLineBroke(t *testing.T) {
	c := newTown(t)
	p := c.enrol(martapura)
	content, j := someFile(300_000, 2)
	stream := p.receive(1)[0]
	p.attach(stream, j)
	p.sync()
	if _, _, err := p.client.FileOffset(t.Context(), j); err != nil {
		t.Fatal(err)
	}
	// the line breaks after a part of the body
	cut := func(n int) {
		t.Helper()
		// by hand: the HTTP client would drop what it still holds back
		line, err := net.Dial("tcp", strings.TrimPrefix(c.http.URL, "http://"))
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(line, "PATCH %s HTTP/1.1\r\nHost: pusat\r\nAuthorization: Bearer %s\r\nTus-Resumable: 1.0.0\r\nContent-Type: application/offset+octet-stream\r\nUpload-Offset: %d\r\nContent-Length: %d\r\n\r\n",
			exchange.FilesPath+j.SHA256, p.answer.Token, j.Offset, n+50_000)
		if _, err := line.Write(content[j.Offset : int(j.Offset)+n]); err != nil {
			t.Fatal(err)
		}
		line.Close()
		j.Offset += int64(n)
		// looked up on the server's disk: a question over the line would make
		// tus end the call that is still taking what came
		until(t, "what came before the cut is kept", func() bool {
			part, err := c.st.Files().Part(j.SHA256, p.answer.Device)
			if err != nil {
				t.Fatal(err)
			}
			offset, _, err := part.Offset()
			return err == nil && offset == j.Offset
		})
		if offset, _, err := p.client.FileOffset(t.Context(), j); err != nil || offset != j.Offset {
			t.Fatalf("told %d of %d: %v", offset, j.Offset, err)
		}
	}
	cut(90_000)
	cut(1)
	c.restart()
	cut(65_536)
	wrong := j
	wrong.Offset = 7
	if _, _, err := p.client.SendFile(t.Context(), wrong, content[7:100]); codeOf(err) != "file.offset" {
		t.Fatal(err)
	}
	if whole, err := p.send(j, content, 100_000); err != nil || !whole {
		t.Fatal(whole, err)
	}
	if got, err := p.fetch(exchange.FileJob{SHA256: j.SHA256, Size: j.Size}); err != nil || !bytes.Equal(got, content) {
		t.Fatal("not the content", err)
	}
}

func TestWrongContentIsRefusedAndForgotten(t *testing.T) {
	testdb.Both(t, testWrongContentIsRefusedAndForgotten)
}

func testWrongContentIsRefusedAndForgotten(t *testing.T) {
	c := newTown(t)
	p, q := c.enrol(martapura), c.enrol(martapura)
	content, j := someFile(100_000, 3)
	stream := p.receive(1)[0]
	p.attach(stream, j)
	p.sync()
	bad := bytes.Clone(content)
	bad[50_000] ^= 1
	if whole, err := p.send(j, bad, 40_000); whole || codeOf(err) != "file.hash" {
		t.Fatal(whole, err)
	}
	if _, err := q.fetch(j); codeOf(err) != "file.waiting" {
		t.Fatal("wrong content is handed out: ", err)
	}
	if offset, whole, err := p.client.FileOffset(t.Context(), exchange.FileJob{SHA256: j.SHA256, Size: j.Size, Offset: 5}); offset != 0 || whole || err != nil {
		t.Fatal("wrong content was kept: ", offset, whole, err)
	}
	// two PCs with the same file, one of them damaged: the whole one wins
	if _, _, err := p.client.SendFile(t.Context(), j, bad[:60_000]); err != nil {
		t.Fatal(err)
	}
	if whole, err := q.send(j, content, 40_000); !whole || err != nil {
		t.Fatal(whole, err)
	}
	if whole, err := p.send(j, bad, 40_000); !whole || err != nil {
		t.Fatal("the first one is not told that it is there: ", whole, err)
	}
	if got, err := p.fetch(j); err != nil || !bytes.Equal(got, content) {
		t.Fatal("not the content", err)
	}
}

func TestFileCallsRefuse(t *testing.T) { testdb.Both(t, testFileCallsRefuse) }

func testFileCallsRefuse(t *testing.T) {
	c := newTown(t)
	p := c.enrol(martapura)
	_, j := someFile(1000, 4)
	p.attach(p.receive(1)[0], j)
	p.sync()
	meta := "sha256 " + base64.StdEncoding.EncodeToString([]byte(j.SHA256))
	for _, x := range []struct{ call, token, length, meta, want string }{
		{"POST /v1/files/", "x", "1000", meta, "401 exchange.unauthorized"},
		{"GET /v1/files/" + j.SHA256, "", "", "", "401 exchange.unauthorized"},
		{"POST /v1/files/", p.answer.Token, "1000", "", "400 file.name"},
		{"POST /v1/files/", p.answer.Token, "1001", meta, "422 file.size"},
		{"POST /v1/files/", p.answer.Token, "", meta, "400 file.request"},
		{"POST /v1/files/", p.answer.Token, "999999999999", meta, "413 exchange.large"},
		{"POST /v1/files/", p.answer.Token, "1000", "sha256 " + base64.StdEncoding.EncodeToString([]byte(strings.Repeat("ef", 32))), "403 file.foreign"},
		{"PATCH /v1/files/" + j.SHA256, p.answer.Token, "", "", "400 file.request"},
		{"HEAD /v1/files/" + j.SHA256, p.answer.Token, "", "", "404 "},
		{"GET /v1/files/" + j.SHA256, p.answer.Token, "", "", "404 file.waiting"},
		{"GET /v1/files/..%2f..%2fpusat.db", p.answer.Token, "", "", "400 file.name"},
		{"GET /v1/files/", p.answer.Token, "", "", "405 exchange.method"},
		{"DELETE /v1/files/" + j.SHA256, p.answer.Token, "", "", "405 exchange.method"},
		{"OPTIONS /v1/files/", "", "", "", "200 "},
	} {
		method, path, _ := strings.Cut(x.call, " ")
		req, _ := http.NewRequest(method, c.http.URL+path, nil)
		req.Header.Set("Authorization", "Bearer "+x.token)
		req.Header.Set("Tus-Resumable", "1.0.0")
		if x.length != "" {
			req.Header.Set("Upload-Length", x.length)
		}
		if x.meta != "" {
			req.Header.Set("Upload-Metadata", x.meta)
		}
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		b, _ := io.ReadAll(res.Body)
		res.Body.Close()
		var f fault.Fault
		json.Unmarshal(b, &f)
		if got := fmt.Sprintf("%d %s", res.StatusCode, f.Code); got != x.want {
			t.Errorf("%s: %s, want %s", x.call, got, x.want)
		}
	}
	if n, err := c.st.Files().Collect(context.Background()); n != 0 || err != nil {
		t.Fatal("something was begun: ", n, err)
	}
}

// post gives status and fault of a request.
func (c *town) post(path, token, media, body string) string {
	c.t.Helper()
	req, _ := http.NewRequest(http.MethodPost, c.http.URL+path, strings.NewReader(body))
	req.Header.Set("Authorization", "Bearer "+token)
	req.Header.Set("Content-Type", media)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		c.t.Fatal(err)
	}
	defer res.Body.Close()
	var f fault.Fault
	b, _ := io.ReadAll(res.Body)
	json.Unmarshal(b, &f)
	return fmt.Sprintf("%d %s", res.StatusCode, f.Code)
}
