package desktop

// StartView tells which screen comes first.
type StartView struct {
	Phase        string      `json:"phase"` // setup, signin, locked, ready
	OfficeName   string      `json:"officeName"`
	OfficeCode   string      `json:"officeCode"`
	Letter       string      `json:"letter"`
	Version      string      `json:"version"`
	PracticeNote string      `json:"practiceNote"` // account to practise with, only where `build/run` made one
	Practice     bool        `json:"practice"`     // the register is one to practise with
	LockMinutes  int         `json:"lockMinutes"`  // without a key or a move before the screen locks itself
	Look         LookView    `json:"look"`
	Session      SessionView `json:"session"` // while locked: whose work waits, without permissions
}

// LookView is how the screens look: stays on this PC.
type LookView struct {
	Scheme   string   `json:"scheme"`   // light, dark, "" as the system has it
	Size     string   `json:"size"`     // large, "" usual
	HintsOff []string `json:"hintsOff"` // first-use hints that were put away
}

type LockInput struct {
	Minutes int `json:"minutes"`
}

// SessionView is the signed-in account. Account is empty when nobody is.
type SessionView struct {
	Account    string   `json:"account"`
	Name       string   `json:"name"`
	Username   string   `json:"username"`
	Role       string   `json:"role"`
	RoleText   string   `json:"roleText"`
	OfficeName string   `json:"officeName"`
	OfficeCode string   `json:"officeCode"`
	Letter     string   `json:"letter"`
	May        []string `json:"may"` // permissions of the role: record, verify, forward, archive, export, unmask, accounts, enrol ...
}

// SetUpInput is the first run of a desk: with an enrolment code (then office
// and letter come from the server) or without any server.
type SetUpInput struct {
	EnrolmentCode string `json:"enrolmentCode"`
	OfficeCode    string `json:"officeCode"` // 63.03.05
	OfficeName    string `json:"officeName"` // Kecamatan Martapura
	Letter        string `json:"letter"`     // A..Z
	Name          string `json:"name"`       // full name of the first account
	Username      string `json:"username"`
	Role          string `json:"role"`
	Password      string `json:"password"`
	PasswordAgain string `json:"passwordAgain"`
}

// SetUpView carries the recovery code, shown once.
type SetUpView struct {
	RecoveryCode string      `json:"recoveryCode"`
	Session      SessionView `json:"session"`
}

type SignInInput struct {
	Username string `json:"username"`
	Password string `json:"password"`
}

// RecoverInput sets a new password with the office's recovery code.
type RecoverInput struct {
	RecoveryCode  string `json:"recoveryCode"`
	Username      string `json:"username"`
	Password      string `json:"password"`
	PasswordAgain string `json:"passwordAgain"`
}

type EnrolInput struct {
	Code string `json:"code"`
}

type AccountView struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	Username string `json:"username"`
	Role     string `json:"role"`
	RoleText string `json:"roleText"`
	Here     bool   `json:"here"` // can sign in on this PC
}

type AccountsView struct {
	Accounts []AccountView `json:"accounts"`
}

type AddAccountInput struct {
	Name          string `json:"name"`
	Username      string `json:"username"`
	Role          string `json:"role"`
	Password      string `json:"password"`
	PasswordAgain string `json:"passwordAgain"`
}
