package desktop

// Views of papers: printing, the letterhead, receipts that are checked.

// PrintInput asks for a paper of a complaint. EntryID is made when the button is
// pressed: a double click prints once.
type PrintInput struct {
	ID      string `json:"id"`
	EntryID string `json:"entryId"`
	What    string `json:"what"` // receipt, disposition, reply
	Size    string `json:"size"` // "" = as this PC is set; else a5, a4, f4, 80, 58
	Ask     bool   `json:"ask"`  // ask where to save the PDF
}

// PrintRegisterInput asks for the register of a period on paper.
type PrintRegisterInput struct {
	From   string `json:"from"`
	To     string `json:"to"`
	Reveal bool   `json:"reveal"`
	Size   string `json:"size"` // a4, f4; "" = as this PC is set
	Ask    bool   `json:"ask"`
}

// PrintView is what became of a paper.
type PrintView struct {
	Path      string `json:"path"` // of the PDF; "" when it went to the printer
	Text      string `json:"text"` // one sentence: what happened and what to do now
	Copy      bool   `json:"copy"` // of a receipt: marked SALINAN
	Opened    bool   `json:"opened"`
	Cancelled bool   `json:"cancelled"`
}

// PrintingView is how this PC prints, read and written.
type PrintingView struct {
	Receipt  string   `json:"receipt"` // a5, a4, 80, 58
	Sheet    string   `json:"sheet"`   // a4, f4
	Raw      bool     `json:"raw"`     // rolls go straight to the thermal printer
	Target   string   `json:"target"`  // name of a printer, or a device
	Printers []string `json:"printers"`
}

// LetterheadView is the kop and the words of the office's papers, read and written.
type LetterheadView struct {
	EntryID     string `json:"entryId"` // when writing
	Government  string `json:"government"`
	Name        string `json:"name"`
	Address     string `json:"address"`
	Phone       string `json:"phone"`
	Contact     string `json:"contact"`
	Place       string `json:"place"`
	HeadTitle   string `json:"headTitle"`
	HeadName    string `json:"headName"`
	HeadRank    string `json:"headRank"`
	HeadID      string `json:"headId"`
	Logo        string `json:"logo"` // data: URL; "" = none
	AskStatus   string `json:"askStatus"`
	Ombudsman   string `json:"ombudsman"`
	DataUse     string `json:"dataUse"`
	Recipients  string `json:"recipients"`  // one a line
	Instruction string `json:"instruction"` // one a line
	MayChange   bool   `json:"mayChange"`
}

// LogoView is a picture that was chosen.
type LogoView struct {
	Logo      string `json:"logo"` // data: URL
	Cancelled bool   `json:"cancelled"`
}

// CheckReceiptInput is what a scanner typed, or a number and a code.
type CheckReceiptInput struct {
	Text string `json:"text"`
}

// ReceiptView is what can be said of a receipt without a line.
type ReceiptView struct {
	Verdict    string `json:"verdict"` // genuine, unknown, false
	Title      string `json:"title"`   // Sah, Belum dapat dipastikan, Tidak sah
	Why        string `json:"why"`
	Number     string `json:"number"`
	OfficeText string `json:"officeText"`
	ClassText  string `json:"classText"`
	DueText    string `json:"dueText"` // as printed
	NowText    string `json:"nowText"` // by this register, when it is another
	StateText  string `json:"stateText"`
	Complaint  string `json:"complaint"` // id, when it is on this PC
}
