package desktop

// The view structs: what the window sends and gets. Only strings, numbers,
// bools and slices that are never nil; dates are "2026-11-23", instants are
// RFC 3339 in UTC, texts ending in ...Text are finished Indonesian words.

// Option is a choice in a list.
type Option struct {
	Value string `json:"value"`
	Label string `json:"label"`
	Group string `json:"group"`
}

// ReferenceView is what the forms and filters choose from.
type ReferenceView struct {
	Today         string   `json:"today"` // in the office's zone
	Now           string   `json:"now"`   // "2026-11-23T14:30" in the office's zone
	ZoneText      string   `json:"zoneText"`
	Kinds         []Option `json:"kinds"`
	Channels      []Option `json:"channels"`
	Categories    []Option `json:"categories"`
	Villages      []Option `json:"villages"`
	Offices       []Option `json:"offices"` // to forward to; without our own
	States        []Option `json:"states"`
	Classes       []Option `json:"classes"`      // all, also the office's own
	ExtraClasses  []Option `json:"extraClasses"` // the office's own that may be given; empty for most offices
	Sexes         []Option `json:"sexes"`
	AgeBands      []Option `json:"ageBands"`
	Disabilities  []Option `json:"disabilities"`
	IDTypes       []Option `json:"idTypes"`
	ArchiveWhys   []Option `json:"archiveWhys"`
	Satisfactions []Option `json:"satisfactions"`
	Colleagues    []Option `json:"colleagues"` // of this office, to leave a complaint to; last: whoever comes next
	Roles         []Option `json:"roles"`
}

// ReporterForm is the identity part of the walk-in form. All empty with
// Unidentified: a report without any identity is accepted.
type ReporterForm struct {
	Unidentified bool   `json:"unidentified"`
	Name         string `json:"name"`
	IDType       string `json:"idType"` // ktp, sim, paspor, lain, none
	IDNumber     string `json:"idNumber"`
	Sex          string `json:"sex"` // L, P, ""
	AgeBand      string `json:"ageBand"`
	Disability   string `json:"disability"` // ya, tidak, ""
	Occupation   string `json:"occupation"`
	Address      string `json:"address"`
	Village      string `json:"village"` // code, "" = unknown, "luar" = outside the kecamatan
	Phone        string `json:"phone"`
	Email        string `json:"email"`
	ByProxy      bool   `json:"byProxy"`
	ProxyName    string `json:"proxyName"` // who stands at the counter
	ProxyPhone   string `json:"proxyPhone"`
	ProxyLetter  string `json:"proxyLetter"` // number or description of the letter of attorney
	Organisation string `json:"organisation"`
}

// ComplaintForm is the walk-in form of one complaint.
type ComplaintForm struct {
	Kind            string       `json:"kind"` // pengaduan, aspirasi, informasi
	Channel         string       `json:"channel"`
	ReceivedAt      string       `json:"receivedAt"` // "2026-11-23T14:30" office time; "" = now
	Subject         string       `json:"subject"`
	Narrative       string       `json:"narrative"`
	EventDate       string       `json:"eventDate"` // date or ""
	EventPlace      string       `json:"eventPlace"`
	Village         string       `json:"village"` // of the event
	Category        string       `json:"category"`
	Respondent      string       `json:"respondent"`
	Request         string       `json:"request"` // penyelesaian yang diminta
	Loss            string       `json:"loss"`
	Evidence        string       `json:"evidence"` // list of what was handed over
	Normative       bool         `json:"normative"`
	Supervisory     bool         `json:"supervisory"`
	FieldInspection bool         `json:"fieldInspection"`
	ExtraClass      string       `json:"extraClass"` // code of a class of the office's own; "" = by the questions
	Anonymous       bool         `json:"anonymous"`
	Confidential    bool         `json:"confidential"`
	Reporter        ReporterForm `json:"reporter"`
	ReporterOf      string       `json:"reporterOf"` // id of a complaint whose reporter is taken over where nothing is typed
	Links           []LinkForm   `json:"links"`      // complaints about the same
}

type DeadlineInput struct {
	ReceivedAt      string `json:"receivedAt"`
	Kind            string `json:"kind"`
	Normative       bool   `json:"normative"`
	Supervisory     bool   `json:"supervisory"`
	FieldInspection bool   `json:"fieldInspection"`
	ExtraClass      string `json:"extraClass"`
}

// DayView is one day between receipt and due date.
type DayView struct {
	Date      string `json:"date"`
	Text      string `json:"text"`   // Sel 24/11
	Number    int    `json:"number"` // 1..N, 0 = skipped
	Reason    string `json:"reason"` // why it is skipped
	Decree    string `json:"decree"`
	Paused    bool   `json:"paused"`
	Estimated bool   `json:"estimated"` // day off by estimate only
}

type DeadlineView struct {
	Class         string      `json:"class"`
	ClassText     string      `json:"classText"`
	WorkingDays   int         `json:"workingDays"`
	Due           string      `json:"due"`     // "" while the clock stands
	DueText       string      `json:"dueText"` // Senin, 30 November 2026
	Provisional   bool        `json:"provisional"`
	Paused        bool        `json:"paused"`
	Latest        string      `json:"latest"`    // last possible date of an estimate; "" when not provisional or unknown
	RangeText     string      `json:"rangeText"` // "27 Feb – 2 Mar 2028" when provisional
	Received      string      `json:"received"`
	Today         string      `json:"today"`
	ReceivedText  string      `json:"receivedText"`
	Counted       int         `json:"counted"`
	Skipped       int         `json:"skipped"`
	Days          []DayView   `json:"days"`
	OmbudsmanText string      `json:"ombudsmanText"`
	Explanation   string      `json:"explanation"` // two sentences: "Kenapa tanggal ini?"
	Clocks        []ClockView `json:"clocks"`      // the dates beside it that still count
	Moves         []MoveView  `json:"moves"`       // from the date on the receipt to this one, oldest first
}

// DraftInput keeps what is typed; ID is a UUID that the window makes when the form opens.
type DraftInput struct {
	ID   string        `json:"id"`
	Form ComplaintForm `json:"form"`
}

type DraftView struct {
	ID      string        `json:"id"`
	SavedAt string        `json:"savedAt"`
	Title   string        `json:"title"`
	Author  string        `json:"author"` // name of another clerk who began it; "" = the own one
	Form    ComplaintForm `json:"form"`
}

type DraftsView struct {
	Drafts []DraftView `json:"drafts"`
}

// RecordInput saves a form. ID is the draft's: saving twice is saving once.
type RecordInput struct {
	ID   string        `json:"id"`
	Form ComplaintForm `json:"form"`
	// Confirmed: the clerk was asked about an unusual receipt date (fault
	// complaint.received.confirm at receivedAt) and said that it is right.
	Confirmed bool `json:"confirmed"`
}

type RecordedView struct {
	ID       string       `json:"id"`
	Number   string       `json:"number"`
	Subject  string       `json:"subject"`  // as saved, also where it was made from the first words
	Reporter string       `json:"reporter"` // name, or "Tanpa identitas"
	Deadline DeadlineView `json:"deadline"`
	Warnings []string     `json:"warnings"`
}

// ListInput: empty lists mean "all".
type ListInput struct {
	Query      string   `json:"query"`
	States     []string `json:"states"`
	Classes    []string `json:"classes"`
	Categories []string `json:"categories"`
	Kinds      []string `json:"kinds"`
	Due        string   `json:"due"`     // "", overdue, today, soon (3 working days), range
	DueFrom    string   `json:"dueFrom"` // with range
	DueTo      string   `json:"dueTo"`
	OpenOnly   bool     `json:"openOnly"`
	Clashes    bool     `json:"clashes"` // only those where two values wait to be settled
	Closed     string   `json:"closed"`  // "", month: closed in this one
	Sort       string   `json:"sort"`    // due (default), newest, received (oldest first), number
	Offset     int      `json:"offset"`
	Limit      int      `json:"limit"`
	Uncounted  bool     `json:"uncounted"` // a further page: the window knows the total
}

type RowView struct {
	ID           string `json:"id"`
	Number       string `json:"number"`
	OldNumber    string `json:"oldNumber"` // in the register that it was imported from
	Subject      string `json:"subject"`
	Reporter     string `json:"reporter"` // name, ANONIM, or "Tanpa identitas"
	Kind         string `json:"kind"`
	KindText     string `json:"kindText"`
	Class        string `json:"class"`
	ClassText    string `json:"classText"`
	Category     string `json:"category"`
	State        string `json:"state"`
	StateText    string `json:"stateText"`
	ReceivedText string `json:"receivedText"`
	Due          string `json:"due"`
	DueText      string `json:"dueText"`     // 30/11/2026
	Urgency      string `json:"urgency"`     // none, ok, soon, today, overdue, paused, done
	UrgencyText  string `json:"urgencyText"` // "3 hari kerja lagi", "Lewat 2 hari kerja"
	Provisional  bool   `json:"provisional"`
	RangeText    string `json:"rangeText"` // of a provisional date
	Moved        bool   `json:"moved"`     // deadline is another than the one told; to be acknowledged
	Anonymous    bool   `json:"anonymous"`
	Confidential bool   `json:"confidential"`
	Holder       string `json:"holder"` // office that has it now
	Sync         string `json:"sync"`   // local, sent, received, attention
	SyncText     string `json:"syncText"`
	Clashes      int    `json:"clashes"`
}

type ListView struct {
	Rows       []RowView     `json:"rows"`
	Total      int           `json:"total"`      // 0 when uncounted
	TotalExact bool          `json:"totalExact"` // false: "more than Total"
	Meant      []MeaningView `json:"meant"`      // what may have been meant, when little or nothing was found
}

// MeaningView is a query that may have been meant instead of the typed one.
type MeaningView struct {
	Query string `json:"query"`
	Hits  int    `json:"hits"`
	Exact bool   `json:"exact"` // false: more than Hits
}

// SavedViewsView are the lists that the signed-in account has saved on this PC.
type SavedViewsView struct {
	Views []SavedViewView `json:"views"`
}

type SavedViewView struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	At   string `json:"at"` // its filters, as the address of the list has them
}

// CountsView is what stands over the list; over all open complaints of the office.
type CountsView struct {
	Open    int `json:"open"`
	Overdue int `json:"overdue"`
	Today   int `json:"today"`
	Soon    int `json:"soon"`
	Clashes int `json:"clashes"`
}

// SyncView is derived from the journal, never from the last call's outcome.
type SyncView struct {
	Reading      int64  `json:"reading"` // of two, the one with the greater number is the newer
	Enrolled     bool   `json:"enrolled"`
	Line         string `json:"line"`   // up, down, unknown, blocked
	Level        string `json:"level"`  // green (all received), waiting, attention
	Text         string `json:"text"`   // one sentence
	Advice       string `json:"advice"` // what to do, "" when nothing
	Unsent       int    `json:"unsent"`
	OldestUnsent string `json:"oldestUnsent"` // text
	LastText     string `json:"lastText"`     // when the regency last took something: "Sen 23/11/2026 14.30 WITA"
	NextIn       int    `json:"nextIn"`       // seconds until the line is tried again; 0 = no attempt is planned
	Files        int    `json:"files"`        // whose text the regency has and whose content it has not
	Server       string `json:"server"`
	SetAside     int    `json:"setAside"`    // entries that the server could not take as they are
	ClockText    string `json:"clockText"`   // what is wrong with this PC's clock, and what to do; "" = nothing
	FillText     string `json:"fillText"`    // "" unless this PC is being filled: then its lists are not complete
	FillPercent  int    `json:"fillPercent"` // 0 to 99; -1 = not being filled
}

// ExportInput asks for the register of a period, both ends included.
type ExportInput struct {
	From   string `json:"from"`
	To     string `json:"to"`
	Reveal bool   `json:"reveal"` // with identity; needs the permission
	Ask    bool   `json:"ask"`    // ask where to save with the system's dialog
}

type ExportView struct {
	Path      string `json:"path"`
	Rows      int    `json:"rows"`
	Text      string `json:"text"`
	Cancelled bool   `json:"cancelled"`
}

// ProgressView travels as event "progress".
type ProgressView struct {
	What  string `json:"what"`
	Done  int    `json:"done"`
	Total int    `json:"total"`
}

// ChangedView travels as event "changed" after a commit.
type ChangedView struct {
	Complaints []string `json:"complaints"` // ids; empty with All
	All        bool     `json:"all"`
	Sync       bool     `json:"sync"`
	Reference  bool     `json:"reference"`
	Rules      bool     `json:"rules"` // calendar, closures or settings of the clocks
	Files      bool     `json:"files"` // a file was sent or fetched, or a part of it
	Status     SyncView `json:"status"`
	HasStatus  bool     `json:"hasStatus"`
}
