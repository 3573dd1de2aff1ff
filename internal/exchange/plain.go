package exchange

import (
	"encoding/json"
	"strings"

	"loketaduan/internal/journal"
)

// Decode reads a request or an answer. Those that carry many entries are read
// plainly where they are as our programs write them (see journal.Plain); the
// result is the same.
func Decode(plain []byte, into any) error {
	switch x := into.(type) {
	case *PushRequest:
		var read PushRequest
		if readLists(plain, &read, listOf("entries", &read.Entries, readWire)) {
			*x = read
			return nil
		}
	case *PullAnswer:
		var read PullAnswer
		if readLists(plain, &read, listOf("entries", &read.Entries, readItem), listOf("extras", &read.Extras, readItem)) {
			*x = read
			return nil
		}
	case *FillAnswer:
		var read FillAnswer
		if readLists(plain, &read, listOf("entries", &read.Entries, readItem), listOf("extras", &read.Extras, readItem)) {
			*x = read
			return nil
		}
	}
	return json.Unmarshal(plain, into)
}

func readWire(p *journal.Plain, w *journal.Wire) { w.ReadPlain(p, func(string) bool { return false }) }

func readItem(p *journal.Plain, i *Item) {
	i.ReadPlain(p, func(key string) bool {
		if key == "q" {
			i.Pos = p.Int()
		}
		return key == "q"
	})
}

// list is a key whose value is a list, and what reads it.
type list struct {
	key  string
	read func(*journal.Plain)
}

func listOf[T any](key string, all *[]T, one func(*journal.Plain, *T)) list {
	return list{key, func(p *journal.Plain) {
		*all = []T{}
		p.Array(func() {
			var x T
			one(p, &x)
			*all = append(*all, x)
		})
	}}
}

// readLists reads the lists of an object, and leaves what stands beside them to
// encoding/json. false: it is unusual, and nothing of it counts.
func readLists(plain []byte, into any, lists ...list) bool {
	p := journal.NewPlain(string(plain))
	head, seen := []byte("{"), map[string]bool{}
	p.Object(func(key string) {
		for _, l := range lists {
			if l.key == key && !seen[key] {
				seen[key] = true
				l.read(p)
				return
			}
			if strings.EqualFold(l.key, key) { // twice, or encoding/json would take it for the list
				p.Fail()
				return
			}
		}
		quoted, _ := json.Marshal(key) // a string always marshals
		if len(head) > 1 {
			head = append(head, ',')
		}
		head = append(append(append(head, quoted...), ':'), p.Raw()...)
	})
	return p.Done() && json.Unmarshal(append(head, '}'), into) == nil
}
