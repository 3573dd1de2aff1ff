package desktop

// ImportOpenInput opens an old register: from Content (base64, when it was
// dropped on the window), from Path, or, with neither, from a dialog.
type ImportOpenInput struct {
	Path    string `json:"path"`
	Name    string `json:"name"`
	Content string `json:"content"`
}

// ImportView is what is known of the open file. Every answer gives a new one.
type ImportView struct {
	ID           string               `json:"id"` // "" when nothing was chosen in the dialog
	Name         string               `json:"name"`
	FileText     string               `json:"fileText"`     // "CSV, titik koma, Windows-1252"
	KnownText    string               `json:"knownText"`    // whose export it is; "" = an office's own register
	RepairedText string               `json:"repairedText"` // "" when no letters were spoilt
	AgainText    string               `json:"againText"`    // an import of this file was cut off and will go on
	Sheets       []ImportSheetView    `json:"sheets"`
	Columns      []ImportColumnView   `json:"columns"`
	Words        []ImportWordView     `json:"words"`
	Fields       []Option             `json:"fields"`
	States       []Option             `json:"states"`
	Questions    []ImportQuestionView `json:"questions"`
	Lines        []ImportCountView    `json:"lines"` // lines that are no complaints, and why
	Rows         int                  `json:"rows"`  // complaints
	HiddenRows   int                  `json:"hiddenRows"`
	SkipHidden   bool                 `json:"skipHidden"`
	Unsaid       int                  `json:"unsaid"` // rows without a status
	Rest         string               `json:"rest"`   // state of those
	Others       string               `json:"others"` // state of every other status word
}

// ImportSheetView is a sheet of the file.
type ImportSheetView struct {
	Index     int      `json:"index"`
	Name      string   `json:"name"`
	Hidden    bool     `json:"hidden"`
	Lines     int      `json:"lines"`
	TitleLine int      `json:"titleLine"` // 0 = no titles found
	TitleText string   `json:"titleText"` // "baris 5 sampai 6"
	Register  bool     `json:"register"`  // looks like one
	Chosen    bool     `json:"chosen"`
	Top       []string `json:"top"` // its first lines, to choose that of the titles
}

// ImportColumnView is a column, and what it is taken for.
type ImportColumnView struct {
	Key      string   `json:"key"`
	Title    string   `json:"title"`
	Field    string   `json:"field"`
	By       string   `json:"by"` // title, content, answer, "" = not known
	Filled   int      `json:"filled"`
	Samples  []string `json:"samples"`
	Hidden   bool     `json:"hidden"`
	Dates    bool     `json:"dates"`    // the rest is about dates
	Order    string   `json:"order"`    // dm, md, "" = not decided
	Ask      bool     `json:"ask"`      // the values do not decide it
	Hint     string   `json:"hint"`     // what the other columns of the file have
	Evidence string   `json:"evidence"` // why
	Suspect  bool     `json:"suspect"`  // an English Excel may have changed day and month
	Swap     string   `json:"swap"`     // ya, tidak, "" = not answered
	Example  string   `json:"example"`  // a value that can be read both ways
	AsDM     string   `json:"asDM"`
	AsMD     string   `json:"asMD"`
}

// ImportWordView is a word of the status column.
type ImportWordView struct {
	Key   string `json:"key"`
	Text  string `json:"text"`
	Count int    `json:"count"`
	State string `json:"state"` // "" = not known
}

// ImportQuestionView is what must be answered before anything is imported.
type ImportQuestionView struct {
	Kind   string `json:"kind"` // received, narrative, order, swap, status, rest
	Column string `json:"column"`
	Text   string `json:"text"`
}

// ImportCountView is something with how often it is there.
type ImportCountView struct {
	Text  string `json:"text"`
	Count int    `json:"count"`
}

// ImportPairInput is an answer about a column, a word or a sheet.
type ImportPairInput struct {
	Key   string `json:"key"`
	Value string `json:"value"`
}

// ImportAnswersInput is everything that the office has answered so far.
type ImportAnswersInput struct {
	ID         string            `json:"id"`
	Sheets     []int             `json:"sheets"` // empty = as guessed
	TitleLines []ImportPairInput `json:"titleLines"`
	Columns    []ImportPairInput `json:"columns"`
	Orders     []ImportPairInput `json:"orders"`
	Swaps      []ImportPairInput `json:"swaps"`
	States     []ImportPairInput `json:"states"`
	Rest       string            `json:"rest"`
	SkipHidden bool              `json:"skipHidden"`
}

// ImportInput names the open file.
type ImportInput struct {
	ID string `json:"id"`
}

// ImportTrialView is what importing would do.
type ImportTrialView struct {
	Rows     int               `json:"rows"`
	New      int               `json:"new"`
	Already  int               `json:"already"`
	Rejected int               `json:"rejected"`
	Remarked int               `json:"remarked"`
	States   []ImportCountView `json:"states"` // of the new ones
	Notes    []string          `json:"notes"`  // what should be known before
	Reasons  []ImportCountView `json:"reasons"`
	NewRows  []ImportRowView   `json:"newRows"` // the first of each
	HereRows []ImportRowView   `json:"hereRows"`
	BadRows  []ImportRowView   `json:"badRows"`
}

// ImportRowView is a row as it would come in, or why it would not.
type ImportRowView struct {
	Place     string   `json:"place"` // "Jan 12", line 12 of the sheet Jan
	Received  string   `json:"received"`
	OldNumber string   `json:"oldNumber"`
	Reporter  string   `json:"reporter"`
	Subject   string   `json:"subject"`
	StateText string   `json:"stateText"`
	Due       string   `json:"due"`
	Known     string   `json:"known"` // why it is there already
	Why       []string `json:"why"`   // reasons, or remarks
}

// ImportResultView is what became of an import.
type ImportResultView struct {
	ImportID  string `json:"importId"`
	Rows      int    `json:"rows"`
	New       int    `json:"new"`
	Already   int    `json:"already"`
	Rejected  int    `json:"rejected"`
	Remarked  int    `json:"remarked"`
	Cancelled bool   `json:"cancelled"`
	Text      string `json:"text"`
}

// ImportSaveInput writes the rejected rows; Ask asks where.
type ImportSaveInput struct {
	ID  string `json:"id"`
	Ask bool   `json:"ask"`
}

// ImportedView is an import of the past.
type ImportedView struct {
	ID       string `json:"id"`
	File     string `json:"file"`
	AtText   string `json:"atText"`
	By       string `json:"by"`
	Text     string `json:"text"` // what came in, and what became of it
	State    string `json:"state"`
	Undoable int    `json:"undoable"`
}

// ImportsView is the list of imports, newest first.
type ImportsView struct {
	Imports []ImportedView `json:"imports"`
	Text    string         `json:"text"` // what was just done; "" mostly
}

// ImportUndoInput undoes an import. EntryID is a UUID made when it was asked for.
type ImportUndoInput struct {
	EntryID  string `json:"entryId"`
	ImportID string `json:"importId"`
}
