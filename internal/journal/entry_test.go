package journal

import (
	"encoding/json"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func sample() Entry {
	e := Entry{ID: "0192f0c1-2222-7aaa-8bbb-000000000001", Stream: "0192f0c1-2222-7aaa-8bbb-000000000001", Office: "63.03.05",
		Device: "d1", Seq: 1, At: time.UnixMilli(1795400000123).UTC(), Author: "a1", Kind: "received", Version: 1,
		Base: map[string]string{"subject": "x", "category": "y"}, Body: []byte(`{"subject":"<jalan> & \u2028 rusak"}`)}
	e.Hash = e.Sum()
	return e
}

func TestWireKeepsEveryByte(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := sample()
		text := rapid.String().Draw(t, "text")
		e.Body, _ = json.Marshal(map[string]string{"narrative": text})
		e.Seq = rapid.Int64Range(1, 1<<40).Draw(t, "seq")
		e.OffsetMs = rapid.Int64Range(-1e9, 1e9).Draw(t, "offset")
		e.Hash = e.Sum()
		b, err := e.ToWire().AppendJSON(nil)
		if err != nil {
			t.Fatal(err)
		}
		var w Wire
		if err := json.Unmarshal(b, &w); err != nil {
			t.Fatalf("%v in %s", err, b)
		}
		got := w.Entry(e.Office, e.Device, e.Prev)
		if got.Hash != e.Hash {
			t.Fatalf("hash changed on the wire: %s", b)
		}
	})
}

func TestHashCoversEveryField(t *testing.T) {
	base := sample()
	changes := map[string]func(*Entry){
		"id":     func(e *Entry) { e.ID = "0192f0c1-2222-7aaa-8bbb-000000000002" },
		"stream": func(e *Entry) { e.Stream = "x" }, "office": func(e *Entry) { e.Office = "63.03.06" },
		"device": func(e *Entry) { e.Device = "d2" }, "seq": func(e *Entry) { e.Seq = 2 },
		"at": func(e *Entry) { e.At = e.At.Add(time.Millisecond) }, "offset": func(e *Entry) { e.OffsetMs = 1 },
		"author": func(e *Entry) { e.Author = "a2" }, "kind": func(e *Entry) { e.Kind = "noted" },
		"version": func(e *Entry) { e.Version = 2 }, "base": func(e *Entry) { e.Base = map[string]string{"subject": "z", "category": "y"} },
		"body": func(e *Entry) { e.Body = []byte(`{"subject":"lain"}`) }, "prev": func(e *Entry) { e.Prev[3] = 1 },
	}
	for name, change := range changes {
		e := sample()
		change(&e)
		if e.Sum() == base.Hash {
			t.Errorf("%s is not covered by the hash", name)
		}
	}
	e := sample()
	e.Rev, e.Pos = 9, 9
	if e.Sum() != base.Hash {
		t.Error("rev and pos come from the server and must not change the hash")
	}
}

func TestSortFold(t *testing.T) {
	in := []Entry{{ID: "u2", Seq: 5}, {ID: "a2", Rev: 2, Seq: 9}, {ID: "u1", Seq: 4}, {ID: "a1", Rev: 1, Seq: 1}}
	SortFold(in)
	got := ""
	for _, e := range in {
		got += e.ID
	}
	if got != "a1a2u1u2" {
		t.Fatal(got)
	}
}

func TestCheckNamesTheBadField(t *testing.T) {
	e := sample()
	if f := e.Check(); f != nil {
		t.Fatal(f)
	}
	for field, change := range map[string]func(*Entry){
		"id": func(e *Entry) { e.ID = "../../etc" }, "stream": func(e *Entry) { e.Stream = "" },
		"seq": func(e *Entry) { e.Seq = 0 }, "kind": func(e *Entry) { e.Kind = "" }, "version": func(e *Entry) { e.Version = 0 },
		"author": func(e *Entry) { e.Author = "" }, "body": func(e *Entry) { e.Body = []byte("[1]") },
		"at": func(e *Entry) { e.At = time.Time{} },
	} {
		e := sample()
		change(&e)
		if f := e.Check(); f == nil || f.Field != field {
			t.Errorf("%s: got %v", field, f)
		}
	}
	for _, body := range []string{"{} ", " {}", "{}\n", "{}{}"} {
		e := sample()
		e.Body = []byte(body)
		if f := e.Check(); f == nil || f.Field != "body" {
			t.Errorf("%q would arrive as another body", body)
		}
	}
}
