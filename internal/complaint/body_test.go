package complaint

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"loketaduan/internal/journal"
)

// A body is read the same whether it is as our programs write it or not, and
// every part of it has a way to be read.
func TestBodyIsReadAsByTheStandardLibrary(t *testing.T) {
	plainly := map[bool]int{}
	same := func(t rapid.TB, raw []byte) {
		var want, plain Body
		err := json.Unmarshal(raw, &want)
		got, ok := BodyOf(&journal.Entry{Body: raw})
		if ok != (err == nil) || ok && !reflect.DeepEqual(got, want) {
			t.Fatalf("%q: %v %v\n%+v\n%+v", raw, ok, err, got, want)
		}
		plainly[readPlain(raw, &plain)]++
	}
	part := rapid.SampledFrom([]string{`"number":"630305-A-2026-000001-2"`, `"set":{"subject":"Jalan rusak","narrative":"a\nb \u003cc\u003e"}`, `"set":{}`, `"set":null`, `"set":{"a":1}`,
		`"text":"Sudah"`, `"text":"é"`, "\"text\":\"\xff\"", `"Text":"lain"`, `"on":"2026-11-23"`, `"on":""`, `"on":5`, `"promise":{"due":"2026-12-01"}`, `"promise":null`, `"yes":true`, `"yes":"x"`,
		`"file":{"sha256":"aa","size":3}`, `"old":{}`, `"salt":"x"`, `"take":"accepted"`, `"baru":[1,{"a":"b"}]`, ` "why":"x"`, `"why" :"x"`})
	rapid.Check(t, func(r *rapid.T) {
		same(r, []byte("{"+strings.Join(rapid.SliceOfN(part, 0, 5).Draw(r, "parts"), rapid.SampledFrom([]string{",", ",", ",", " "}).Draw(r, "comma"))+"}"))
	})
	if plainly[true] == 0 || plainly[false] == 0 {
		t.Fatal("one of both ways was never taken: ", plainly)
	}
	fields := reflect.TypeFor[Body]()
	for i := range fields.NumField() {
		key, _, _ := strings.Cut(fields.Field(i).Tag.Get("json"), ",")
		b := Body{}
		if fields.Field(i).Type.Kind() == reflect.String {
			reflect.ValueOf(&b).Elem().Field(i).SetString("isi")
			raw, err := json.Marshal(b)
			var got Body
			if err != nil || !readPlain(raw, &got) || !reflect.DeepEqual(got, b) {
				t.Errorf("%s is not read: %+v %v", key, got, err)
			}
		}
	}
}
