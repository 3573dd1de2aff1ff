package exchange

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"loketaduan/internal/journal"
)

// What our programs write is read plainly, and the same as by encoding/json;
// so is what they do not write.
func TestDecodeIsAsByTheStandardLibrary(t *testing.T) {
	a := chainOf("d1", `{"a":1}`, `{"text":"a\nb"}`, `{"a": 3}`)
	for i := range a {
		a[i].Pos, a[i].Rev, a[i].Base = int64(i+1), 1, map[string]string{"state": "x"}
	}
	seq := int64(7)
	pull, err := AppendPage(nil, PullAnswer{Epoch: "e", Head: 5, Seq: &seq, Proof: "p"}, a[:2], a[2:], "", false)
	if err != nil {
		t.Fatal(err)
	}
	named := []journal.Entry{only(a[0]), a[1]}
	fill, err := AppendFill(nil, FillAnswer{Epoch: "e", Head: 5, Large: []string{"x"}}, named, a[2:])
	if err != nil {
		t.Fatal(err)
	}
	push, err := newPush("e", a).AppendJSON(nil)
	if err != nil {
		t.Fatal(err)
	}
	same := func(text string, got, want any) (plainly bool) {
		t.Helper()
		err, wrong := Decode([]byte(text), got), json.Unmarshal([]byte(text), want)
		if (err == nil) != (wrong == nil) || err == nil && !reflect.DeepEqual(got, want) {
			t.Fatalf("%s\n%v %+v\n%v %+v", text, err, got, wrong, want)
		}
		items := func(p *journal.Plain) { var i Item; readItem(p, &i) }
		return readLists([]byte(text), new(PullAnswer), list{"entries", func(p *journal.Plain) { p.Array(func() { items(p) }) }}, list{"extras", func(p *journal.Plain) { p.Array(func() { items(p) }) }})
	}
	changes := map[string]bool{ // whether it is read plainly all the same
		"":                                      true,
		`"entries":[=>"entries":[` + " ":        false,
		`"entries":=>"Entries":`:                false,
		`"epoch":=>"EPOCH":`:                    true,
		`"epoch":=>"baru":[1],"epoch":`:         true,
		`"entries":[=>"entries":[],"entries":[`: false,
		`"k":=>"kk":`:                           false,
		`"v":1=>"v":null`:                       false,
		`"v":1=>"v":1.0`:                        false,
		`"v":1=>"v":"1"`:                        false,
		`"x":{=>"x":{{`:                         false,
		`}=>`:                                   false,
	}
	for change, plainly := range changes {
		from, to, _ := strings.Cut(change, "=>")
		for _, text := range []string{string(pull), string(fill), string(push)} {
			if text = strings.Replace(text, from, to, 1); from != "" && !strings.Contains(string(pull)+string(fill)+string(push), from) {
				t.Fatal("no ", from)
			}
			was := same(text, new(PullAnswer), new(PullAnswer))
			same(text, new(FillAnswer), new(FillAnswer))
			same(text, new(PushRequest), new(PushRequest))
			if was != plainly {
				t.Errorf("read plainly %v: %s", was, text)
			}
		}
	}
	same(`{"entries":[]}`, new(PullAnswer), new(PullAnswer))
	same(`{}`, new(PushRequest), new(PushRequest))
	same(`null`, new(FillAnswer), new(FillAnswer))
}
