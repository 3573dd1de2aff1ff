package desktop

// Views of the calendar, the clocks and the day's work.

// ClockView is one of the dates beside the deadline, as a sentence.
type ClockView struct {
	Key   string `json:"key"`   // verify, follow_up, complete, respond, ombudsman, soft
	Label string `json:"label"` // "Verifikasi paling lambat"
	Date  string `json:"date"`
	Text  string `json:"text"`  // "Kamis, 26 November 2026"
	Level string `json:"level"` // ok, soon, today, overdue
}

// MoveView is one change of a deadline: from what to what, and why.
type MoveView struct {
	OldText string `json:"oldText"` // 24/08/2025, "berhenti" or an estimated range
	NewText string `json:"newText"`
	Text    string `json:"text"`   // why, one sentence
	Decree  string `json:"decree"` // number and date of the decree or letter; "" when none
	ByText  string `json:"byText"` // "Kabupaten, Kam 07/08/2025 10.12 WITA" or a name
	EntryID string `json:"entryId"`
	Untold  bool   `json:"untold"` // since somebody last took note of the date
}

// CalendarInput asks for a year; 0 = this year.
type CalendarInput struct {
	Year int `json:"year"`
}

// OffDayView is one day off, decreed, estimated or a closure of the office.
type OffDayView struct {
	Date      string `json:"date"`
	To        string `json:"to"`   // last possible day of an estimate; else as Date
	Text      string `json:"text"` // "Rabu, 1 Januari 2027", or "26 – 28 Feb 2028"
	Kind      string `json:"kind"` // libur_nasional, cuti_bersama, pemilu, libur_lokal
	KindText  string `json:"kindText"`
	Name      string `json:"name"`
	Decree    string `json:"decree"`
	DecreedOn string `json:"decreedOn"` // text
	ScopeText string `json:"scopeText"` // Nasional, Kabupaten Banjar, kantor ini
	Estimated bool   `json:"estimated"`
	Weekend   bool   `json:"weekend"` // falls on a day that is off anyway
	Note      string `json:"note"`
}

// ClosureView is a closure of this office.
type ClosureView struct {
	ID            string `json:"id"`
	From          string `json:"from"`
	To            string `json:"to"`
	Text          string `json:"text"` // "Sabtu, 12 Desember 2026" or "12/12/2026 sampai 14/12/2026"
	Reason        string `json:"reason"`
	Letter        string `json:"letter"` // number and date
	ByText        string `json:"byText"` // who and when
	SyncText      string `json:"syncText"`
	InForce       bool   `json:"inForce"`
	WithdrawnText string `json:"withdrawnText"` // why, who and when
}

type CalendarView struct {
	Year         int           `json:"year"`
	Years        []int         `json:"years"` // that can be looked at
	Declared     bool          `json:"declared"`
	StatusText   string        `json:"statusText"` // "Ditetapkan: SKB ... (15/09/2026)" or "Belum ditetapkan ..."
	Amended      []string      `json:"amended"`    // later decrees that changed the year
	Revision     string        `json:"revision"`
	RevisionText string        `json:"revisionText"` // "Kalender per 15 September 2026, bawaan program" / "dikirim kabupaten ..." / "dari berkas ..."
	Days         []OffDayView  `json:"days"`
	Closures     []ClosureView `json:"closures"`
	WorkingDays  int           `json:"workingDays"` // of the year in this office
	WeekText     string        `json:"weekText"`
	Week         int           `json:"week"`
	Today        string        `json:"today"`
	MayChange    bool          `json:"mayChange"`
	KnowsKey     bool          `json:"knowsKey"` // a key of the regency is known; else an import asks for its fingerprint
}

// CloseInput closes the office; EntryID is made when the form opens.
type CloseInput struct {
	EntryID  string `json:"entryId"`
	From     string `json:"from"`
	To       string `json:"to"` // "" = one day
	Reason   string `json:"reason"`
	Letter   string `json:"letter"`
	LetterOn string `json:"letterOn"`
}

// WithdrawInput withdraws a closure.
type WithdrawInput struct {
	EntryID string `json:"entryId"`
	Closure string `json:"closure"`
	Reason  string `json:"reason"`
}

// ImportCalendarInput holds the text of a package file. Fingerprint is typed
// only where the key is not known yet.
type ImportCalendarInput struct {
	EntryID     string `json:"entryId"`
	File        string `json:"file"`
	Fingerprint string `json:"fingerprint"`
}

// ImpactView tells what a change of rules would move.
type ImpactView struct {
	Total int             `json:"total"`
	Rows  []ImpactRowView `json:"rows"` // the first 100
	Text  string          `json:"text"` // "3 aduan terbuka akan bergeser tenggatnya."
}

type ImpactRowView struct {
	ID      string `json:"id"`
	Number  string `json:"number"`
	Subject string `json:"subject"`
	OldText string `json:"oldText"`
	NewText string `json:"newText"`
	Earlier bool   `json:"earlier"` // the new date comes sooner
}

// ImportPreviewView shows a package before it is taken.
type ImportPreviewView struct {
	OldText string       `json:"oldText"`
	NewText string       `json:"newText"`
	Signer  string       `json:"signer"` // fingerprint of the key
	Changes []ChangeView `json:"changes"`
	Impact  ImpactView   `json:"impact"`
}

type ChangeView struct {
	Added bool   `json:"added"` // false: it becomes a working day
	Text  string `json:"text"`  // "18/08/2025 menjadi cuti bersama"
	Name  string `json:"name"`
	By    string `json:"by"` // decree and its date
}

// ExtraClassView is a class of the office's own.
type ExtraClassView struct {
	Code    string `json:"code"` // "" = new
	Name    string `json:"name"`
	Days    int    `json:"days"`
	Retired bool   `json:"retired"`
}

// RulesView are the settings of the office's clocks, read and written.
type RulesView struct {
	EntryID        string           `json:"entryId"` // when writing
	Week           int              `json:"week"`    // 5 or 6
	Zone           string           `json:"zone"`    // WIB, WITA, WIT
	VerifyDays     int              `json:"verifyDays"`
	FollowUpDays   int              `json:"followUpDays"`
	ResponseDays   int              `json:"responseDays"`
	CompletionDays int              `json:"completionDays"`
	ProposeClosing bool             `json:"proposeClosing"`
	NotifyAt       string           `json:"notifyAt"` // "07:45", "" = none
	Classes        []ExtraClassView `json:"classes"`
	MayChange      bool             `json:"mayChange"`
}

// WorkRowView is a complaint in the day's work.
type WorkRowView struct {
	Row      RowView      `json:"row"`
	WhenText string       `json:"whenText"` // why it stands here: "Lewat 2 hari kerja (20/11/2026)"
	Act      string       `json:"act"`      // sensible next act, as in ActInput; "" when none
	ActText  string       `json:"actText"`
	Moves    []MoveView   `json:"moves"` // in group moved: what moved it, oldest first
	Note     HandoverView `json:"note"`  // in group handed
}

// WorkGroupView is one reason to act today.
type WorkGroupView struct {
	Key   string        `json:"key"`   // handed, overdue, today, soon, ombudsman, moved, verify, follow_up, complete, respond, soft
	Title string        `json:"title"` // "Lewat batas"
	Hint  string        `json:"hint"`  // what to do, one sentence
	Count int           `json:"count"`
	Rows  []WorkRowView `json:"rows"` // the first 20
}

// WorkView is the start screen. Groups without complaints are left out.
type WorkView struct {
	TodayText string          `json:"todayText"` // "Senin, 23 November 2026"
	Groups    []WorkGroupView `json:"groups"`
	Counts    CountsView      `json:"counts"`
	Moved     int             `json:"moved"`
	DayOff    string          `json:"dayOff"` // "Hari ini libur: ..." or ""
}

// AcknowledgeInput takes note of new deadlines.
type AcknowledgeInput struct {
	IDs []string `json:"ids"`
}
