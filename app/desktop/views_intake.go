package desktop

// LinkForm is a complaint that the clerk found to be about the same.
type LinkForm struct {
	ID     string `json:"id"`
	Number string `json:"number"`
}

// AssistInput is a form that is being typed.
type AssistInput struct {
	ID   string        `json:"id"`
	Form ComplaintForm `json:"form"`
}

// AssistView is what the desk knows about it. Nothing of it moves what is typed.
type AssistView struct {
	NIKText  string      `json:"nikText"`  // born when, man or woman; "" until it is whole
	NIKDoubt string      `json:"nikDoubt"` // a warning, never a refusal
	Filled   []FilledOne `json:"filled"`   // fields left empty, and what will be saved in them
	Known    []KnownView `json:"known"`
	Alike    []AlikeView `json:"alike"`
}

// FilledOne is a field that is filled in when the form is saved, unless
// something is typed there.
type FilledOne struct {
	Field string `json:"field"`
	Text  string `json:"text"` // masked where it is not to be seen
}

// KnownView is somebody who complained before.
type KnownView struct {
	ID      string `json:"id"` // of the newest complaint
	Name    string `json:"name"`
	Begun   bool   `json:"begun"` // the name in the form is its beginning
	Village string `json:"village"`
	NIK     string `json:"nik"`   // masked
	Phone   string `json:"phone"` // masked
	Why     string `json:"why"`
	Times   int    `json:"times"`
	Last    string `json:"last"` // "630305-A-2026-000012-3, 12/10/2026: Jembatan rusak"
}

// AlikeView is a complaint that may be about the same.
type AlikeView struct {
	ID        string `json:"id"`
	Number    string `json:"number"`
	Received  string `json:"received"` // 12/10/2026
	Subject   string `json:"subject"`
	Reporter  string `json:"reporter"`
	State     string `json:"state"`
	StateText string `json:"stateText"`
	Why       string `json:"why"` // "NIK sama, nama dan isi mirip"
}

// LinkInput links two complaints, or takes that back.
type LinkInput struct {
	ID      string `json:"id"`
	EntryID string `json:"entryId"` // made when the button appeared
	Other   string `json:"other"`
	Off     bool   `json:"off"`
}

// LinkView is a complaint that this one is linked to.
type LinkView struct {
	ID        string `json:"id"`
	Number    string `json:"number"`
	Here      bool   `json:"here"` // can be opened on this PC
	Subject   string `json:"subject"`
	State     string `json:"state"`
	StateText string `json:"stateText"`
	ByText    string `json:"byText"`
}

// RecentView is what was chosen last, the newest first.
type RecentView struct {
	Villages   []string `json:"villages"`
	Categories []string `json:"categories"`
}

// TemplateView is a text with gaps (___).
type TemplateView struct {
	Use      string `json:"use"`      // isi, jawaban
	Category string `json:"category"` // "" = everywhere
	Title    string `json:"title"`
	Text     string `json:"text"`
}

// TemplatesView are the ready words of the office.
type TemplatesView struct {
	EntryID   string         `json:"entryId"` // with a change: made when the editor opened
	Templates []TemplateView `json:"templates"`
	MayEdit   bool           `json:"mayEdit"`
}

// ScanView is a file that the scanner has just written.
type ScanView struct {
	Path     string `json:"path"`
	Name     string `json:"name"`
	SizeText string `json:"sizeText"`
	AtText   string `json:"atText"` // 14.30
}

// ScansView is what lies in the scanner's folder.
type ScansView struct {
	Folder string     `json:"folder"` // "" = none is set
	Scans  []ScanView `json:"scans"`
}

// ScannerInput sets the scanner's folder. Ask: choose it with the system's dialog.
type ScannerInput struct {
	Path string `json:"path"`
	Ask  bool   `json:"ask"`
}
