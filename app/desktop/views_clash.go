package desktop

// ClashView is two values for one field, or an act that came too late; a clerk
// settles it. Key 1 is Keep, key 2 is Take.
type ClashView struct {
	ID       string   `json:"id"`
	Field    string   `json:"field"` // "state" for an act, "number" for a number on two receipts
	Label    string   `json:"label"`
	Reason   string   `json:"reason"`   // what happened, where it is not just two values
	Accepted SideView `json:"accepted"` // what holds now
	Proposed SideView `json:"proposed"` // what came late
	Masked   bool     `json:"masked"`   // parts are hidden: reveal to compare
	KeepText string   `json:"keepText"`
	TakeText string   `json:"takeText"` // "" = there is nothing to take
	Unfit    string   `json:"unfit"`    // why it cannot be taken (any more)
	Settled  string   `json:"settled"`  // "", accepted, proposed
	ByText   string   `json:"byText"`   // who settled it, and when
	MayUndo  bool     `json:"mayUndo"`
}

// SideView is one of two values: in parts, those that the other side does not
// have marked.
type SideView struct {
	Title  string     `json:"title"`
	Parts  []PartView `json:"parts"` // none = empty
	By     string     `json:"by"`
	AtText string     `json:"atText"`
}

// PartView is a piece of a text.
type PartView struct {
	Text    string `json:"text"`
	Differs bool   `json:"differs"`
}
