package journal

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// jsonText is JSON, mostly: what our programs write, and whatever else is
// allowed or not.
func jsonText(t *rapid.T, depth int) string {
	if depth == 0 || rapid.IntRange(0, 2).Draw(t, "leaf") > 0 {
		return rapid.OneOf(
			rapid.SampledFrom([]string{"0", "-0", "12", "-7", "01", "1.5", "1.", ".5", "1e3", "1E+2", "1e", "true", "false", "null", "nul", `""`, `"a`, `"\u00e9"`, `"\u00g9"`, `"\x"`, `"\ud800"`, `"\\"`, "\"\x01\"", "\"\xff\"", "9223372036854775808", "-"}),
			rapid.Map(rapid.String(), func(s string) string { b, _ := json.Marshal(s); return string(b) }),
		).Draw(t, "value")
	}
	space := rapid.SampledFrom([]string{"", "", "", " ", "\n\t"})
	parts := make([]string, rapid.IntRange(0, 3).Draw(t, "parts"))
	object := rapid.Bool().Draw(t, "object")
	for i := range parts {
		parts[i] = space.Draw(t, "space") + jsonText(t, depth-1) + space.Draw(t, "space")
		if object {
			parts[i] = space.Draw(t, "space") + `"` + rapid.SampledFrom([]string{"id", "s", "n", "x", "q", "lain", "ID", "b"}).Draw(t, "key") + `":` + parts[i]
		}
	}
	comma := rapid.SampledFrom([]string{",", ",", ",", ",,", " "}).Draw(t, "comma")
	if object {
		return "{" + strings.Join(parts, comma) + "}"
	}
	return "[" + strings.Join(parts, comma) + "]"
}

func TestValidIsAsInTheStandardLibrary(t *testing.T) {
	same := func(t testing.TB, text string) {
		if !strings.HasPrefix(text, "{") || !strings.HasSuffix(text, "}") {
			text = `{"x":` + text + "}"
		}
		if got, want := validJSON(text), json.Valid([]byte(text)); got != want {
			t.Fatalf("%q: %v, want %v", text, got, want)
		}
	}
	rapid.Check(t, func(r *rapid.T) {
		text := jsonText(r, 3)
		if rapid.Bool().Draw(r, "broken") && len(text) > 0 {
			at := rapid.IntRange(0, len(text)-1).Draw(r, "at")
			text = text[:at] + rapid.SampledFrom([]string{"", "}", `"`, `\`, ",", "0"}).Draw(r, "by") + text[at+1:]
		}
		if !strings.HasPrefix(text, "{") || !strings.HasSuffix(text, "}") {
			text = `{"x":` + text + "}"
		}
		if got, want := validJSON(text), json.Valid([]byte(text)); got != want {
			r.Fatalf("%q: %v, want %v", text, got, want)
		}
	})
	for _, n := range []int{1, 9_999, 10_000, 10_001} {
		same(t, strings.Repeat("{\"a\":", n-1)+"{}"+strings.Repeat("}", n-1))
		same(t, `{"x":`+strings.Repeat("[", n)+strings.Repeat("]", n)+"}")
	}
}

// The wire form is what json.Marshal writes, but for the bytes of the body.
func TestWireIsWrittenAsByTheStandardLibrary(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		text := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"", "<a>&", "\u2028", "\x7f", "\xff", `"\\`}))
		w := Wire{ID: text.Draw(r, "id"), Stream: text.Draw(r, "s"), Office: text.Draw(r, "o"), Device: text.Draw(r, "d"), Seq: rapid.Int64().Draw(r, "n"), At: rapid.Int64().Draw(r, "t"),
			OffsetMs: rapid.Int64Range(-1, 1).Draw(r, "f"), Author: text.Draw(r, "a"), Kind: text.Draw(r, "k"), Version: rapid.Int().Draw(r, "v"),
			Base: rapid.MapOf(text, text).Draw(r, "b"), Rev: rapid.Int64Range(0, 3).Draw(r, "r"), Beside: rapid.Bool().Draw(r, "z"), Body: json.RawMessage(`{"a":1}`)}
		if rapid.Bool().Draw(r, "p") {
			w.Prev = &Hash{7, 8}
		}
		want, err := json.Marshal(w)
		if err != nil {
			r.Fatal(err)
		}
		got, err := w.AppendJSON([]byte("x"))
		if err != nil || string(got) != "x"+string(want) {
			r.Fatalf("%s %v\n%s", got, err, want)
		}
	})
}

// Whatever is read plainly is read the same by encoding/json.
func TestPlainWireIsTheSame(t *testing.T) {
	plain := 0
	rapid.Check(t, func(r *rapid.T) {
		var text string
		if rapid.Bool().Draw(r, "own") {
			prev := Hash{1, 2, 3}
			w := Wire{ID: rapid.String().Draw(r, "id"), Stream: rapid.String().Draw(r, "s"), Office: "63.03.05", Seq: rapid.Int64().Draw(r, "n"), At: rapid.Int64().Draw(r, "t"),
				Kind: "received", Version: rapid.Int().Draw(r, "v"), Base: rapid.MapOf(rapid.String(), rapid.String()).Draw(r, "b"), Prev: &prev, Beside: rapid.Bool().Draw(r, "z"), Body: json.RawMessage(`{"text": "a\nb"}`)}
			b, err := w.AppendJSON(nil)
			if err != nil {
				r.Fatal(err)
			}
			text = string(b)
		} else {
			text = jsonText(r, 3)
		}
		var got, want Wire
		p := NewPlain(text)
		got.ReadPlain(p, func(string) bool { return false })
		if !p.Done() {
			return
		}
		plain++
		if err := json.Unmarshal([]byte(text), &want); err != nil {
			r.Fatalf("%q was read, but %v", text, err)
		}
		if len(got.Base) == 0 {
			got.Base = nil
		}
		if len(want.Base) == 0 {
			want.Base = nil
		}
		if !reflect.DeepEqual(got, want) {
			r.Fatalf("%q\n%+v\n%+v", text, got, want)
		}
	})
	if plain == 0 {
		t.Fatal("nothing was read plainly")
	}
}

// Every field of the wire form is written and read by hand: one that is added
// and forgotten there would not travel.
func TestEveryFieldOfTheWireTravels(t *testing.T) {
	kind := reflect.TypeFor[Wire]()
	for i := range kind.NumField() {
		w := Wire{ID: "a", Seq: 1, At: 1, Kind: "k", Version: 1, Body: json.RawMessage(`{}`)}
		f := reflect.ValueOf(&w).Elem().Field(i)
		switch f.Interface().(type) {
		case string:
			f.SetString("lain")
		case int64, int:
			f.SetInt(7)
		case bool:
			f.SetBool(true)
		case map[string]string:
			f.Set(reflect.ValueOf(map[string]string{"x": "y"}))
		case *Hash:
			f.Set(reflect.ValueOf(&Hash{5}))
		case json.RawMessage:
			f.Set(reflect.ValueOf(json.RawMessage(`{"text":"x"}`)))
		default:
			t.Fatalf("%s: this test does not know how to fill a %s", kind.Field(i).Name, f.Type())
		}
		want, err := json.Marshal(w)
		if err != nil {
			t.Fatal(err)
		}
		got, err := w.AppendJSON(nil)
		if err != nil || string(got) != string(want) {
			t.Errorf("%s is not written: %s, want %s (%v)", kind.Field(i).Name, got, want, err)
		}
		var back Wire
		p := NewPlain(string(want))
		back.ReadPlain(p, func(string) bool { return false })
		if !p.Done() || !reflect.DeepEqual(back, w) {
			t.Errorf("%s is not read plainly", kind.Field(i).Name)
		}
	}
}
