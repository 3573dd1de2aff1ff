package desktop

type DetailInput struct {
	ID     string `json:"id"`
	Reveal bool   `json:"reveal"` // show what is masked; needs the permission and is recorded
}

type FieldView struct {
	Name  string `json:"name"`
	Label string `json:"label"`
	Value string `json:"value"`
}

type TimelineView struct {
	EntryID  string `json:"entryId"`
	Kind     string `json:"kind"`
	Title    string `json:"title"` // "Siti Aminah meneruskan aduan ini ke Dinas PUPR"
	Text     string `json:"text"`  // what was written
	By       string `json:"by"`    // who, for a change of the date too
	At       string `json:"at"`
	AtText   string `json:"atText"` // ends the sentence: "pada Senin, 23 November 2026 pukul 14.30 WITA."
	Sync     string `json:"sync"`   // local, sent, received, attention
	SyncText string `json:"syncText"`
	Aside    int64  `json:"aside"` // what was set aside, to be corrected and sent again; 0 = it was not
	Clash    string `json:"clash"` // reason when the act no longer fitted
}

// HandoverView is a note that a clerk left for another one; Text is "" when none waits.
type HandoverView struct {
	Text   string `json:"text"`
	ByText string `json:"byText"` // "Siti Aminah, Senin, 23 November 2026 pukul 14.30 WITA"
	ToText string `json:"toText"` // "Budi Santoso" or "siapa pun yang bertugas berikutnya"
	Mine   bool   `json:"mine"`   // for this account, or for whoever comes: may be put away as read
	Own    bool   `json:"own"`    // written by this account: may be taken back
}

// ActView is an act that this account may do now.
type ActView struct {
	Act   string `json:"act"`
	Label string `json:"label"`
	First bool   `json:"first"` // the sensible next one
}

type DetailView struct {
	ID        string         `json:"id"`
	Row       RowView        `json:"row"`
	Deadline  DeadlineView   `json:"deadline"`
	Form      ComplaintForm  `json:"form"`     // current values, masked where the role may not see
	Fields    []FieldView    `json:"fields"`   // complaint as label and value
	Identity  []FieldView    `json:"identity"` // reporter as label and value, masked
	Masked    bool           `json:"masked"`
	MayReveal bool           `json:"mayReveal"`
	Original  string         `json:"original"` // the reporter's words as first recorded, where they were edited later
	Tracking  string         `json:"tracking"` // LAPOR! tracking ID
	Timeline  []TimelineView `json:"timeline"`
	Clashes   []ClashView    `json:"clashes"`
	Links     []LinkView     `json:"links"`
	Handover  HandoverView   `json:"handover"`
	Acts      []ActView      `json:"acts"`
}

// ActInput does one act. EntryID is a UUID made when the act's form opens: a
// double click is one act. Which of the fields an act needs:
//
//	request_completion: text (what is missing)   complete: text
//	verify: text?, kind, category, normative, supervisory, fieldInspection, confidential
//	classify: the same, text = reason
//	forward: office, text (instruction)          not_authorized: text (reason), target (where it goes), letter
//	follow_up: text, on                          interim_reply: text, on
//	answer: text, on, channel                    respond: satisfied ("ya"/"tidak"), text, on
//	close: text (result), on, satisfaction       reopen: text
//	archive: why, text                           note: text
//	correct: form (changed fields only count)    track: target (LAPOR! tracking ID)
//	settle: clash, take ("accepted"/"proposed"/"undone")  escalate: text
//	acknowledge: nothing (takes note of the new deadline)
//	hand_over: to (account, or AnyColleague), text   take_over: nothing (the note is read)
type ActInput struct {
	ID              string        `json:"id"`
	EntryID         string        `json:"entryId"`
	Act             string        `json:"act"`
	Text            string        `json:"text"`
	On              string        `json:"on"` // date of the act itself; "" = today
	Kind            string        `json:"kind"`
	Category        string        `json:"category"`
	Normative       bool          `json:"normative"`
	Supervisory     bool          `json:"supervisory"`
	FieldInspection bool          `json:"fieldInspection"`
	ExtraClass      string        `json:"extraClass"`
	Confidential    bool          `json:"confidential"`
	Office          string        `json:"office"`
	Target          string        `json:"target"`
	Letter          string        `json:"letter"`
	Channel         string        `json:"channel"`
	Satisfied       string        `json:"satisfied"`
	Satisfaction    string        `json:"satisfaction"`
	Why             string        `json:"why"`
	Clash           string        `json:"clash"`
	Take            string        `json:"take"`
	To              string        `json:"to"`
	Form            ComplaintForm `json:"form"`
}

// LaporView is a complaint as plain text for SP4N-LAPOR!.
type LaporView struct {
	Text string `json:"text"`
}

// MessageInput opens the chat with the reporter with a text that the clerk may
// have changed.
type MessageInput struct {
	ID   string `json:"id"`
	Text string `json:"text"`
}

// MessageView is a message for the reporter. Nothing sends it but a person.
type MessageView struct {
	Text    string `json:"text"`
	MayOpen bool   `json:"mayOpen"` // the chat can be opened from here
	Why     string `json:"why"`     // why it cannot
	Pasted  bool   `json:"pasted"`  // it was opened with the text in it; else the clerk pastes it
}

// ActDraft is what was typed into the form of an act, and what had stood in it
// when it was opened: what nobody touched follows the complaint.
type ActDraft struct {
	Base  ActInput `json:"base"`
	Typed ActInput `json:"typed"`
	Drop  bool     `json:"drop"` // nothing is left of it
}

type ActDraftsView struct {
	Drafts []ActDraft `json:"drafts"`
}
