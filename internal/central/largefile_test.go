package central

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"net/http"
	"runtime"
	"strings"
	"testing"

	"loketaduan/internal/exchange"
)

// TestLargeFilePassesThroughLittleMemory: 100 MB up and down again, client and
// server in this one process.
func TestLargeFilePassesThroughLittleMemory(t *testing.T) {
	if testing.Short() {
		t.Skip("100 MB over HTTP")
	}
	const size, chunk = 100 << 20, 1 << 20
	c := newTown(t)
	p := c.enrol(martapura)
	body := make([]byte, chunk)
	h := sha256.New()
	for range size / chunk {
		h.Write(body)
	}
	j := exchange.FileJob{SHA256: hex.EncodeToString(h.Sum(nil)), Size: size}
	p.attach(p.receive(1)[0], j)
	p.sync()
	runtime.GC()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	var whole bool
	var err error
	for j.Offset, whole, err = p.client.FileOffset(t.Context(), j); err == nil && !whole; {
		j.Offset, whole, err = p.client.SendFile(t.Context(), j, body)
	}
	if err != nil {
		t.Fatal(err)
	}
	var got int64
	for got < size {
		j.Offset = got
		err := p.client.FetchFile(t.Context(), j, chunk, func(r io.Reader) error {
			n, err := io.Copy(io.Discard, r)
			got += n
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	runtime.ReadMemStats(&after)
	grown := int64(after.HeapSys+after.StackSys) - int64(before.HeapSys+before.StackSys)
	t.Logf("100 MB up and down: memory of desk and server together grew by %d KB", grown>>10)
	if grown > 32<<20 {
		t.Fatalf("memory grew by %d MB", grown>>20)
	}
}

// TestParcelOverHTTP: any PC may carry it, only the one that it is for can read
// the answer; what is wrong is refused with its reason.
func TestParcelOverHTTP(t *testing.T) {
	c := newTown(t)
	p := c.enrol(martapura)
	for _, x := range []struct{ token, media, body, want string }{
		{"x", "application/octet-stream", "", "401 exchange.unauthorized"},
		{p.answer.Token, "application/json", "{}", "415 parcel.media"},
		{p.answer.Token, "application/octet-stream", "bukan parsel", "422 parcel.foreign"},
	} {
		if got := c.post("/v1/parcel", x.token, x.media, x.body); got != x.want {
			t.Errorf("%s, want %s", got, x.want)
		}
	}
	bearer := c.enrol(astambul)
	p.receive(3)
	out, err := p.Pending(t.Context(), 500)
	if err != nil {
		t.Fatal(err)
	}
	make := func(sign ed25519.PrivateKey) string {
		var parcel bytes.Buffer
		w, err := exchange.NewParcel(&parcel, c.srv.PublicKey(), sign, exchange.ToServer, exchange.ParcelHead{Version: exchange.ParcelVersion, ID: "1", Device: p.answer.Device, Office: martapura})
		if err == nil {
			err = w.Push("", out.Entries)
		}
		if err = errors.Join(err, w.Close()); err != nil {
			t.Fatal(err)
		}
		return parcel.String()
	}
	before := c.counts()
	if got := c.post("/v1/parcel", bearer.answer.Token, "application/octet-stream", make(bearer.key)); got != "403 parcel.device" {
		t.Errorf("signed by another PC: %s", got)
	}
	if c.counts() != before {
		t.Error("a refused parcel changed something")
	}
	req, _ := http.NewRequest(http.MethodPost, c.http.URL+"/v1/parcel", strings.NewReader(make(p.key)))
	req.Header.Set("Authorization", "Bearer "+bearer.answer.Token)
	req.Header.Set("Content-Type", "application/octet-stream")
	res, err := http.DefaultClient.Do(req)
	if err != nil || res.StatusCode != 200 {
		t.Fatal(res, err)
	}
	defer res.Body.Close()
	sealed, _ := io.ReadAll(res.Body)
	var a exchange.ParcelAnswer
	if _, err := exchange.OpenParcel(bytes.NewReader(sealed), bearer.key, exchange.ToDesk, &a); codeOf(err) != "parcel.foreign" {
		t.Error("the bearer can read it: ", err)
	}
	r, err := exchange.OpenParcel(bytes.NewReader(sealed), p.key, exchange.ToDesk, &a)
	for err == nil {
		_, _, err = r.Next()
	}
	if !errors.Is(err, io.EOF) || !r.Signed(c.srv.PublicKey()) || len(a.Acks) != 1 || len(a.Acks[0].Revs) != 3 || a.Acks[0].Hash != out.Entries[2].Hash || a.SetAside == nil {
		t.Fatalf("%v %+v", err, a)
	}
}
