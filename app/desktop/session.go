package desktop

import (
	"context"
	"sort"
	"time"

	"loketaduan/internal/auth"
	"loketaduan/internal/fault"
	"loketaduan/internal/office"
)

// Start tells which screen comes first.
func (d *Desk) Start() (StartView, error) {
	return guard(d, "Start", callTime, func(ctx context.Context, o *office.Desk) (StartView, error) { return d.startView(ctx, o) })
}

func (d *Desk) startView(ctx context.Context, o *office.Desk) (StartView, error) {
	v := StartView{Version: Version, PracticeNote: practiceNote(), LockMinutes: 10, Look: LookView{HintsOff: []string{}}, Session: SessionView{May: []string{}}}
	if v.Practice = o.Practice(); v.Practice {
		v.PracticeNote = office.PracticeNote
	}
	phase, err := o.Phase(ctx)
	if err != nil {
		return v, err
	}
	v.Phase = phase
	if phase == "setup" {
		return v, nil
	}
	who, err := o.Who(ctx)
	if err != nil {
		return v, err
	}
	v.OfficeName, v.OfficeCode, v.Letter = who.OfficeName, who.Office, who.Letter
	if v.LockMinutes, err = o.LockMinutes(ctx); err != nil {
		return v, err
	}
	look, err := o.Look(ctx)
	if err != nil {
		return v, err
	}
	v.Look = LookView{Scheme: look.Scheme, Size: look.Size, HintsOff: look.HintsOff}
	if phase == "ready" {
		v.Session, err = sessionView(ctx, o)
	} else if a, locked := o.Behind(); locked {
		v.Session.Account, v.Session.Name, v.Session.Username = a.ID, a.Name, a.Username
	}
	return v, err
}

func sessionView(ctx context.Context, o *office.Desk) (SessionView, error) {
	s, err := o.Session()
	if err != nil {
		return SessionView{May: []string{}}, err
	}
	who, err := o.Who(ctx)
	v := SessionView{Account: s.Account.ID, Name: s.Account.Name, Username: s.Account.Username, Role: string(s.Role), RoleText: s.Role.Text(), OfficeName: who.OfficeName,
		OfficeCode: who.Office, Letter: who.Letter, May: []string{}}
	for _, p := range s.Role.Permissions() {
		v.May = append(v.May, string(p))
	}
	return v, err
}

// SetUp is the first run.
func (d *Desk) SetUp(in SetUpInput) (SetUpView, error) {
	return guard(d, "SetUp", time.Minute, func(ctx context.Context, o *office.Desk) (SetUpView, error) {
		code, err := o.SetUp(ctx, office.SetUp{Code: in.EnrolmentCode, OfficeCode: in.OfficeCode, OfficeName: in.OfficeName, Letter: in.Letter,
			First: office.NewAccount{Name: in.Name, Username: in.Username, Role: auth.Role(in.Role), Password: in.Password, Again: in.PasswordAgain}})
		if err != nil {
			return SetUpView{}, err
		}
		s, err := sessionView(ctx, o)
		return SetUpView{RecoveryCode: code, Session: s}, err
	})
}

// SignIn with user name and password.
func (d *Desk) SignIn(in SignInInput) (SessionView, error) {
	return guard(d, "SignIn", callTime, func(ctx context.Context, o *office.Desk) (SessionView, error) {
		if err := o.SignIn(ctx, in.Username, in.Password); err != nil {
			return SessionView{May: []string{}}, err
		}
		return sessionView(ctx, o)
	})
}

// SignOut ends the session.
func (d *Desk) SignOut() (StartView, error) {
	return guard(d, "SignOut", callTime, func(ctx context.Context, o *office.Desk) (StartView, error) {
		o.SignOut()
		return d.startView(ctx, o)
	})
}

// Lock covers the screen.
func (d *Desk) Lock() (StartView, error) {
	return guard(d, "Lock", callTime, func(ctx context.Context, o *office.Desk) (StartView, error) {
		o.Lock()
		return d.startView(ctx, o)
	})
}

// SetLockMinutes says after how long this PC locks itself.
func (d *Desk) SetLockMinutes(in LockInput) (StartView, error) {
	return guard(d, "SetLockMinutes", callTime, func(ctx context.Context, o *office.Desk) (StartView, error) {
		if err := o.SetLockMinutes(ctx, in.Minutes); err != nil {
			return StartView{}, err
		}
		return d.startView(ctx, o)
	})
}

// SetLook says how the signed-in account wants the screens.
func (d *Desk) SetLook(in LookView) (StartView, error) {
	return guard(d, "SetLook", callTime, func(ctx context.Context, o *office.Desk) (StartView, error) {
		if err := o.SetLook(ctx, office.Look{Scheme: in.Scheme, Size: in.Size, HintsOff: in.HintsOff}); err != nil {
			return StartView{}, err
		}
		return d.startView(ctx, o)
	})
}

// Recover sets a new password with the recovery code.
func (d *Desk) Recover(in RecoverInput) (SessionView, error) {
	return guard(d, "Recover", callTime, func(ctx context.Context, o *office.Desk) (SessionView, error) {
		if err := o.Recover(ctx, in.RecoveryCode, in.Username, in.Password, in.PasswordAgain); err != nil {
			return SessionView{May: []string{}}, err
		}
		return sessionView(ctx, o)
	})
}

// Accounts of this office.
func (d *Desk) Accounts() (AccountsView, error) {
	return guard(d, "Accounts", callTime, accountsView)
}

func accountsView(ctx context.Context, o *office.Desk) (AccountsView, error) {
	v := AccountsView{Accounts: []AccountView{}}
	list, here, err := o.Accounts(ctx)
	if err != nil {
		return v, err
	}
	sort.Slice(list, func(i, j int) bool { return list[i].Name < list[j].Name })
	for _, a := range list {
		v.Accounts = append(v.Accounts, AccountView{ID: a.ID, Name: a.Name, Username: a.Username, Role: a.Role, RoleText: auth.Role(a.Role).Text(), Here: here[a.ID]})
	}
	return v, nil
}

// AddAccount on this PC.
func (d *Desk) AddAccount(in AddAccountInput) (AccountsView, error) {
	return guard(d, "AddAccount", callTime, func(ctx context.Context, o *office.Desk) (AccountsView, error) {
		err := o.AddAccount(ctx, office.NewAccount{Name: in.Name, Username: in.Username, Role: auth.Role(in.Role), Password: in.Password, Again: in.PasswordAgain})
		if err != nil {
			return AccountsView{Accounts: []AccountView{}}, err
		}
		return accountsView(ctx, o)
	})
}

// OpenFolder shows a file in the system's file manager.
func (d *Desk) OpenFolder(path string) (string, error) {
	return guard(d, "OpenFolder", callTime, func(_ context.Context, o *office.Desk) (string, error) {
		if _, err := o.Session(); err != nil {
			return "", err
		}
		if err := openFolder(path); err != nil {
			return "", fault.New(fault.Internal, "folder.open", "", "Folder tidak dapat dibuka dari sini. Buka sendiri di pengelola berkas.").Because(err)
		}
		return path, nil
	})
}
