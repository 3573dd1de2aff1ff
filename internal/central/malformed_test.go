package central

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"strings"
	"testing"

	"github.com/google/uuid"

	"loketaduan/internal/complaint"
	"loketaduan/internal/exchange"
	"loketaduan/internal/fault"
	"loketaduan/internal/journal"
	"loketaduan/internal/store"
	"loketaduan/internal/testdb"
)

// attempt is a push as a bad desk, or a bad line, may send it.
type attempt struct {
	entries  []journal.Entry
	req      func(*exchange.PushRequest) // spoils the message
	raw      func([]byte) []byte         // spoils the JSON
	header   map[string]string
	packed   func([]byte) []byte // default zstd
	wantCode string
	want     int
}

// next gives n fresh entries that would be good after the device's last one.
func next(p *pc, last journal.Entry, n int) []journal.Entry {
	out := make([]journal.Entry, n)
	prev, seq := last.Hash, last.Seq
	for i := range out {
		id := uuid.Must(uuid.NewV7()).String()
		out[i] = journal.Entry{ID: id, Stream: id, Office: p.answer.Office, Device: p.answer.Device, Seq: seq + 1, At: last.At, Author: "a1",
			Kind: "noted", Version: 1, Body: []byte(`{"text":"x"}`), Prev: prev}
		out[i].Hash = out[i].Sum()
		prev, seq = out[i].Hash, out[i].Seq
	}
	return out
}

func (c *town) send(p *pc, a attempt) (int, fault.Fault) {
	c.t.Helper()
	m := exchange.PushRequest{First: a.entries[0].Seq, Prev: a.entries[0].Prev}
	for i := range a.entries {
		m.Entries = append(m.Entries, a.entries[i].ToWire())
	}
	if a.req != nil {
		a.req(&m)
	}
	body, err := m.AppendJSON(nil)
	if err != nil {
		c.t.Fatal(err)
	}
	if a.raw != nil {
		body = a.raw(body)
	}
	if a.packed == nil {
		a.packed = exchange.Pack
	}
	req, err := http.NewRequest(http.MethodPost, c.http.URL+"/v1/push", bytes.NewReader(a.packed(body)))
	if err != nil {
		c.t.Fatal(err)
	}
	for k, v := range map[string]string{"Content-Type": "application/json", "Content-Encoding": "zstd", "Authorization": "Bearer " + p.answer.Token} {
		req.Header.Set(k, v)
	}
	for k, v := range a.header {
		req.Header.Set(k, v)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		c.t.Fatal(err)
	}
	defer res.Body.Close()
	answer, _ := io.ReadAll(res.Body)
	var f fault.Fault
	if err := json.Unmarshal(answer, &f); err != nil {
		c.t.Fatalf("status %d is no JSON: %s", res.StatusCode, answer)
	}
	return res.StatusCode, f
}

func plainly(b []byte) []byte { return b }

func TestMalformedPushesChangeNothing(t *testing.T) { testdb.Both(t, testMalformedPushesChangeNothing) }

func testMalformedPushesChangeNothing(t *testing.T) {
	c := newTown(t)
	p, q := c.enrol(martapura), c.enrol(astambul)
	p.receive(4)
	q.receive(1)
	known, _, _, err := p.st.PendingEntries(context.Background(), 10)
	if err != nil {
		t.Fatal(err)
	}
	p.sync()
	q.sync()
	last := known[3]

	cases := map[string]attempt{
		"no token":             {header: map[string]string{"Authorization": ""}, wantCode: "exchange.unauthorized", want: 401},
		"bad token":            {header: map[string]string{"Authorization": "Bearer x"}, wantCode: "exchange.unauthorized", want: 401},
		"other scheme":         {header: map[string]string{"Authorization": "Basic eDp5"}, wantCode: "exchange.unauthorized", want: 401},
		"endless token":        {header: map[string]string{"Authorization": "Bearer " + strings.Repeat("x", 5000)}, wantCode: "exchange.unauthorized", want: 401},
		"old protocol":         {header: map[string]string{exchange.ProtocolHeader: "0"}, wantCode: "exchange.upgrade", want: 426},
		"new protocol":         {header: map[string]string{exchange.ProtocolHeader: "99"}, wantCode: "exchange.upgrade", want: 426},
		"rubbish protocol":     {header: map[string]string{exchange.ProtocolHeader: "x"}, wantCode: "exchange.upgrade", want: 426},
		"content type":         {header: map[string]string{"Content-Type": "text/plain"}, wantCode: "exchange.media", want: 415},
		"no content type":      {header: map[string]string{"Content-Type": ""}, wantCode: "exchange.media", want: 415},
		"encoding":             {header: map[string]string{"Content-Encoding": "br"}, wantCode: "exchange.encoding", want: 415},
		"not zstd":             {packed: plainly, wantCode: "exchange.packed", want: 400},
		"not gzip":             {packed: plainly, header: map[string]string{"Content-Encoding": "gzip"}, wantCode: "exchange.packed", want: 400},
		"half a frame":         {packed: func(b []byte) []byte { b = exchange.Pack(b); return b[:len(b)/2] }, wantCode: "exchange.packed", want: 400},
		"zstd bomb":            {packed: func([]byte) []byte { return exchange.Pack(make([]byte, exchange.MaxPlain+1)) }, wantCode: "exchange.bomb", want: 413},
		"gzip bomb":            {packed: gzipBomb, header: map[string]string{"Content-Encoding": "gzip"}, wantCode: "exchange.bomb", want: 413},
		"oversize":             {packed: func([]byte) []byte { return make([]byte, exchange.MaxPacked+1) }, wantCode: "exchange.large", want: 413},
		"not JSON":             {raw: func([]byte) []byte { return []byte("halo") }, wantCode: "exchange.json", want: 400},
		"empty":                {raw: func([]byte) []byte { return nil }, wantCode: "exchange.json", want: 400},
		"a list":               {raw: func([]byte) []byte { return []byte("[]") }, wantCode: "exchange.json", want: 400},
		"an empty object":      {raw: func([]byte) []byte { return []byte("{}") }, wantCode: "exchange.empty", want: 422},
		"cut off":              {raw: func(b []byte) []byte { return b[:len(b)-3] }, wantCode: "exchange.json", want: 400},
		"something behind it":  {raw: func(b []byte) []byte { return append(b, "{}"...) }, wantCode: "exchange.json", want: 400},
		"seq as text":          {raw: swap(`"n":`, `"n":"x`+`","z":`), wantCode: "exchange.json", want: 400},
		"no entries":           {req: func(m *exchange.PushRequest) { m.Entries = nil }, wantCode: "exchange.empty", want: 422},
		"501 entries":          {entries: next(p, last, 501), wantCode: "exchange.batch", want: 422},
		"other epoch":          {req: func(m *exchange.PushRequest) { m.Epoch = uuid.NewString() }, wantCode: exchange.CodeEpoch, want: 409},
		"gap within":           {req: func(m *exchange.PushRequest) { m.Entries = append(m.Entries[:1], m.Entries[2:]...) }, wantCode: "exchange.order", want: 422},
		"swapped":              {req: func(m *exchange.PushRequest) { m.Entries[0], m.Entries[1] = m.Entries[1], m.Entries[0] }, wantCode: "exchange.order", want: 422},
		"twice within":         {req: func(m *exchange.PushRequest) { m.Entries[1] = m.Entries[0] }, wantCode: "exchange.order", want: 422},
		"other first":          {req: func(m *exchange.PushRequest) { m.First++ }, wantCode: "exchange.order", want: 422},
		"gap to what is known": {entries: next(p, next(p, last, 1)[0], 3), wantCode: exchange.CodeGap, want: 409},
		"far ahead":            {req: func(m *exchange.PushRequest) { later(m, 1<<40) }, wantCode: exchange.CodeGap, want: 409},
		"other prev":           {req: func(m *exchange.PushRequest) { m.Prev[0]++ }, wantCode: exchange.CodeFork, want: 409},
		"prev within":          {req: func(m *exchange.PushRequest) { m.Entries[1].Prev = &journal.Hash{1} }, wantCode: "exchange.chain", want: 422},
		"prev not a hash":      {raw: swap(`"prev":"`, `"prev":"zz`), wantCode: "exchange.json", want: 400},
		"known, changed":       {entries: known, req: func(m *exchange.PushRequest) { m.Entries[2].Kind = "noted" }, wantCode: exchange.CodeFork, want: 409},
		"known, other body":    {entries: known, req: func(m *exchange.PushRequest) { m.Entries[0].Body = json.RawMessage(`{}`) }, wantCode: exchange.CodeFork, want: 409},
		"from the start again": {entries: next(p, journal.Entry{At: last.At}, 2), wantCode: exchange.CodeFork, want: 409},
		"other office named":   {req: func(m *exchange.PushRequest) { m.Entries[1].Office = astambul }, wantCode: "exchange.office", want: 403},
		"other device named":   {req: func(m *exchange.PushRequest) { m.Entries[1].Device = q.answer.Device }, wantCode: "exchange.office", want: 403},
	}
	field := func(code string, spoil func(*journal.Wire)) attempt {
		return attempt{req: func(m *exchange.PushRequest) { spoil(&m.Entries[1]) }, wantCode: "journal." + code + ".invalid", want: 422}
	}
	for name, a := range map[string]attempt{
		"id of a path":     field("id", func(w *journal.Wire) { w.ID = "../../etc/passwd" }),
		"no id":            field("id", func(w *journal.Wire) { w.ID = "" }),
		"id in capitals":   field("id", func(w *journal.Wire) { w.ID = strings.ToUpper("a" + w.ID[1:]) }),
		"endless stream":   field("stream", func(w *journal.Wire) { w.Stream = strings.Repeat("x", 81) }),
		"zero in stream":   field("stream", func(w *journal.Wire) { w.Stream = "a\x00b" }),
		"zero in kind":     field("kind", func(w *journal.Wire) { w.Kind = "a\x00b" }),
		"zero in author":   field("author", func(w *journal.Wire) { w.Author = "a\x00b" }),
		"seq 0":            field("seq", func(w *journal.Wire) { w.Seq = 0 }),
		"negative seq":     field("seq", func(w *journal.Wire) { w.Seq = -1 }),
		"no kind":          field("kind", func(w *journal.Wire) { w.Kind = "" }),
		"endless kind":     field("kind", func(w *journal.Wire) { w.Kind = strings.Repeat("k", 41) }),
		"version 0":        field("version", func(w *journal.Wire) { w.Version = 0 }),
		"version 1001":     field("version", func(w *journal.Wire) { w.Version = 1001 }),
		"nobody":           field("author", func(w *journal.Wire) { w.Author = "" }),
		"body a list":      field("body", func(w *journal.Wire) { w.Body = json.RawMessage(`[1]`) }),
		"body a text":      field("body", func(w *journal.Wire) { w.Body = json.RawMessage(`"x"`) }),
		"body a number":    field("body", func(w *journal.Wire) { w.Body = json.RawMessage(`1`) }),
		"body null":        field("body", func(w *journal.Wire) { w.Body = json.RawMessage(`null`) }),
		"body too large":   field("body", func(w *journal.Wire) { w.Body = bigBody(journal.MaxBody + 1) }),
		"65 bases":         field("base", func(w *journal.Wire) { w.Base = bases(65) }),
		"before computers": field("at", func(w *journal.Wire) { w.At = -1e12 }),
		"far future":       field("at", func(w *journal.Wire) { w.At = 9e12 }),
	} {
		cases[name] = a
	}
	// And every place of a good message cut or turned into something else.
	random := rand.New(rand.NewPCG(1, 2))
	for i := range 60 {
		cases[fmt.Sprintf("damaged %d", i)] = attempt{raw: func(b []byte) []byte {
			at := random.IntN(len(b))
			if i%2 == 0 {
				return b[:at]
			}
			b[at] = 0x01 // a control character is nowhere allowed in JSON
			return b
		}, wantCode: "exchange.json", want: 400}
	}

	before := c.counts()
	for name, a := range cases {
		if a.entries == nil {
			a.entries = next(p, last, 3)
		}
		code, f := c.send(p, a)
		if code != a.want || f.Code != a.wantCode || f.Message == "" || f.Kind == "" {
			t.Errorf("%s: %d %s, want %d %s", name, code, f.Code, a.want, a.wantCode)
		}
		if after := c.counts(); after != before {
			t.Fatalf("%s changed something:\n%s\n%s", name, before, after)
		}
	}
	if len(cases) < 100 {
		t.Errorf("only %d cases", len(cases))
	}
	// After all this a good one passes: kinds and versions of the future too.
	good := next(p, last, 4)
	good[1].Kind, good[2].Version = "sesuatu_yang_baru", 900
	if code, f := c.send(p, attempt{entries: good}); code != 200 {
		t.Fatalf("%d %s", code, f.Code)
	}
	c.verify()
}

func swap(old, with string) func([]byte) []byte {
	return func(b []byte) []byte { return bytes.Replace(b, []byte(old), []byte(with), 1) }
}

func later(m *exchange.PushRequest, by int64) {
	m.First += by
	for i := range m.Entries {
		m.Entries[i].Seq += by
	}
}

func bigBody(n int) json.RawMessage {
	return json.RawMessage(`{"text":"` + strings.Repeat("x", n) + `"}`)
}

func bases(n int) map[string]string {
	m := map[string]string{}
	for i := range n {
		m[fmt.Sprint("f", i)] = "x"
	}
	return m
}

func gzipBomb([]byte) []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	w.Write(make([]byte, exchange.MaxPlain+1))
	w.Close()
	return b.Bytes()
}

// Entries that the server cannot understand are kept, acknowledged and passed
// to nobody; those behind them go on.
func TestSetAside(t *testing.T) { testdb.Both(t, testSetAside) }

func testSetAside(t *testing.T) {
	c := newTown(t)
	p, q := c.enrol(martapura), c.enrol(martapura)
	p.receive(1)
	id := uuid.Must(uuid.NewV7()).String()
	raw(p, id, "noted", []byte(`{"text":5}`))
	p.receive(1)
	for _, office := range []string{`a\u0000b`, strings.Repeat("x", 5000)} {
		raw(p, uuid.Must(uuid.NewV7()).String(), complaint.KForwarded, []byte(`{"office":"`+office+`"}`))
		// names are their own affair: known to nobody, in nobody's way
		_, err := p.st.Update(context.Background(), func(tx *store.Tx) error {
			return tx.Append(store.StreamAccounts+martapura, "a1", []journal.Draft{{ID: uuid.Must(uuid.NewV7()).String(), Kind: store.AccountAdded, Version: 1, Body: []byte(`{"id":"` + office + `"}`)}})
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	p.sync()
	u, err := p.st.Unsent(context.Background())
	if err != nil || u.Count != 0 || u.SetAside != 3 {
		t.Fatalf("%v %+v", err, u)
	}
	q.sync()
	if _, here, _ := q.st.EntryHash(context.Background(), id); here {
		t.Fatal("what was set aside reached another desk")
	}
	p.receive(1) // the chain goes on over it
	p.sync()
	q.sync()
	c.verify()
}

func TestOtherCallsRefuse(t *testing.T) { testdb.Both(t, testOtherCallsRefuse) }

func testOtherCallsRefuse(t *testing.T) {
	c := newTown(t)
	p := c.enrol(martapura)
	before := c.counts()
	for path, want := range map[string]string{
		"GET /v1/hello":                  "400 exchange.nonce",
		"GET /v1/hello?nonce=a%0Ab":      "400 exchange.nonce",
		"GET /v1/pull?after=-1":          "400 exchange.after",
		"GET /v1/pull?after=x":           "400 exchange.after",
		"GET /v1/pull?limit=1001":        "400 exchange.limit",
		"GET /v1/pull?limit=0":           "400 exchange.limit",
		"GET /v1/wait?after=1e9":         "400 exchange.after",
		"POST /v1/pull":                  "405 exchange.method",
		"GET /v1/push":                   "405 exchange.method",
		"GET /":                          "404 exchange.path",
		"GET /v1/pull/../../etc/passwd":  "404 exchange.path",
		"DELETE /v1/enrol":               "405 exchange.method",
		"POST /v1/enrol":                 "415 exchange.media",
		"GET /v1/wait?after=99999999999": "200 ",
		"GET /v1/openapi.yaml":           "200 ",
	} {
		method, url, _ := strings.Cut(path, " ")
		req, _ := http.NewRequest(method, c.http.URL+url, nil)
		req.Header.Set("Authorization", "Bearer "+p.answer.Token)
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		b, _ := io.ReadAll(res.Body)
		res.Body.Close()
		var f fault.Fault
		json.Unmarshal(b, &f)
		if got := fmt.Sprintf("%d %s", res.StatusCode, f.Code); got != want {
			t.Errorf("%s: %s, want %s", path, got, want)
		}
	}
	if after := c.counts(); after != before {
		t.Fatalf("%s\n%s", before, after)
	}
}

func TestAPanicIsAnAnswer(t *testing.T) {
	c := newTown(t)
	c.srv.mux.HandleFunc("GET /v1/panik", c.srv.public(func(*call) (any, error) { panic("isi aduan") }))
	res, err := http.Get(c.http.URL + "/v1/panik")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	b, _ := io.ReadAll(res.Body)
	if res.StatusCode != 500 || !strings.Contains(string(b), `"code":"internal"`) || strings.Contains(string(b), "isi aduan") {
		t.Fatalf("%d %s", res.StatusCode, b)
	}
}
