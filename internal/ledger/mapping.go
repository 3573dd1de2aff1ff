package ledger

import (
	"encoding/json"
	"maps"

	"loketaduan/internal/complaint"
)

// Mapping are the answers of an office. Columns, orders and words are kept with
// the import and used again for titles of the same name; the rest is about one
// file only.
type Mapping struct {
	Columns map[string]Field           `json:"columns,omitempty"` // by TitleKey
	Orders  map[string]Order           `json:"orders,omitempty"`  // by TitleKey, where the values do not decide
	States  map[string]complaint.State `json:"states,omitempty"`  // by the key of a status word; "*" = every other

	Swaps      map[string]bool `json:"swaps,omitempty"`      // by TitleKey: Excel took day and month the wrong way round
	Rest       complaint.State `json:"rest,omitempty"`       // of rows without a status
	SkipHidden bool            `json:"skipHidden,omitempty"` // leave hidden lines out
}

// Remember lays what an earlier import knew under the answers of this one.
func (m *Mapping) Remember(before json.RawMessage) {
	var old Mapping
	if json.Unmarshal(before, &old) != nil {
		return
	}
	m.Columns = under(m.Columns, old.Columns)
	m.Orders = under(m.Orders, old.Orders)
	m.States = under(m.States, old.States)
}

func under[V any](top, below map[string]V) map[string]V {
	out := maps.Clone(below)
	if out == nil {
		out = map[string]V{}
	}
	maps.Copy(out, top)
	return out
}

// JSON of the mapping, as it is kept.
func (m *Mapping) JSON() json.RawMessage {
	raw, err := json.Marshal(m)
	if err != nil {
		panic(err) // maps of strings always marshal
	}
	return raw
}
