package auth

import (
	"slices"
	"strings"
	"unicode/utf8"

	"loketaduan/internal/fault"
)

// Role of an account.
type Role string

const (
	Clerk       Role = "petugas"
	OfficeHead  Role = "pimpinan"
	Admin       Role = "admin"
	Coordinator Role = "koordinator"
)

// Roles in the order in which screens show them.
var Roles = []Role{Clerk, OfficeHead, Admin, Coordinator}

// Text is the role in words.
func (r Role) Text() string {
	switch r {
	case Clerk:
		return "Petugas loket"
	case OfficeHead:
		return "Pimpinan"
	case Admin:
		return "Admin kantor"
	case Coordinator:
		return "Koordinator kabupaten"
	}
	return "Peran tidak dikenal"
}

// Permission is one thing that a role may do.
type Permission string

const (
	Record    Permission = "record"    // record a complaint, correct it, note
	Handle    Permission = "handle"    // completion, follow up, interim reply, answer, respond, close, reopen
	Verify    Permission = "verify"    // verify, classify, forward, not authorized, archive
	Supervise Permission = "supervise" // lengthen a limit, deemed withdrawn, reopen what was archived, escalate
	Export    Permission = "export"    // the register as a workbook
	Import    Permission = "import"    // take an old register in, and undo that
	Unmask    Permission = "unmask"    // see masked identity; each look is recorded
	Accounts  Permission = "accounts"  // add accounts on this PC
	Calendar  Permission = "calendar"  // close the office on a day, take a calendar package, change the clocks' settings
	Enrol     Permission = "enrol"     // connect this PC to the regency
	Print     Permission = "print"     // receipt, disposition, letter, register on paper
	Kop       Permission = "kop"       // the office's letterhead and the words on its papers
)

// may is the whole of the permissions: one table.
var may = map[Role][]Permission{
	Clerk:       {Record, Handle, Verify, Export, Print},
	OfficeHead:  {Record, Handle, Verify, Supervise, Export, Import, Unmask, Calendar, Enrol, Print, Kop},
	Admin:       {Record, Handle, Verify, Supervise, Export, Import, Unmask, Accounts, Calendar, Enrol, Print, Kop},
	Coordinator: {Record, Handle, Verify, Supervise, Export, Import, Unmask, Accounts, Calendar, Enrol, Print, Kop},
}

// Valid tells whether the role is one of the table.
func (r Role) Valid() bool { _, ok := may[r]; return ok }

// May tells whether the role has the permission.
func (r Role) May(p Permission) bool { return slices.Contains(may[r], p) }

// Permissions of the role, a copy.
func (r Role) Permissions() []Permission { return slices.Clone(may[r]) }

// MinPassword is the shortest password in characters (NIST SP 800-63B: length
// counts, composition rules do not).
const MinPassword = 8

// CheckAccount looks at what was typed for a new account.
func CheckAccount(name, username string, role Role, password, again string) error {
	var l fault.List
	if strings.TrimSpace(name) == "" {
		l.Add(fault.New(fault.Invalid, "account.name.required", "name", "Isi nama lengkap."))
	}
	l.Add(checkUsername(username))
	if !role.Valid() {
		l.Add(fault.New(fault.Invalid, "account.role.required", "role", "Pilih peran akun."))
	}
	for _, f := range CheckPassword(username, password, again) {
		l.Add(f)
	}
	return l.Err()
}

func checkUsername(u string) *fault.Fault {
	u = strings.TrimSpace(u)
	if n := utf8.RuneCountInString(u); n < 3 || n > 40 || strings.ContainsAny(u, " \t\n") {
		return fault.New(fault.Invalid, "account.username.invalid", "username", "Isi nama pengguna 3 sampai 40 huruf tanpa spasi, misalnya siti.a.")
	}
	return nil
}

// CheckPassword gives the faults of a new password.
func CheckPassword(username, password, again string) fault.List {
	var l fault.List
	switch {
	case utf8.RuneCountInString(password) < MinPassword:
		l.Add(fault.New(fault.Invalid, "account.password.short", "password", "Kata sandi paling sedikit 8 huruf. Kalimat pendek lebih mudah diingat."))
	case username != "" && strings.EqualFold(password, username):
		l.Add(fault.New(fault.Invalid, "account.password.username", "password", "Kata sandi tidak boleh sama dengan nama pengguna. Pilih yang lain."))
	}
	if password != again {
		l.Add(fault.New(fault.Invalid, "account.password.differs", "passwordAgain", "Ulangan kata sandi belum sama. Ketik lagi."))
	}
	return l
}
