package office

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"errors"
	"regexp"
	"strings"

	"loketaduan/internal/auth"
	"loketaduan/internal/complaint"
	"loketaduan/internal/fault"
	"loketaduan/internal/journal"
	"loketaduan/internal/store"
	"loketaduan/internal/vault"
)

// NewAccount is what is typed for an account.
type NewAccount struct {
	Name, Username  string
	Role            auth.Role
	Password, Again string
}

// SetUp is the first run: with Code the office and the letter come from the
// server, without it they are typed.
type SetUp struct {
	Code                           string
	OfficeCode, OfficeName, Letter string
	First                          NewAccount
}

var officeCode = regexp.MustCompile(`^[0-9]{2}\.[0-9]{2}(\.[0-9]{2,4}){0,2}$`)

// SetUp makes this PC a desk and signs the first account in. It returns the
// recovery code, which is never shown again.
func (d *Desk) SetUp(ctx context.Context, in SetUp) (recovery string, err error) {
	if phase, err := d.Phase(ctx); err != nil || phase != "setup" {
		return "", errors.Join(err, fault.New(fault.Conflict, "desk.ready", "", "PC ini sudah disiapkan. Masuk dengan akun yang ada."))
	}
	if err := checkSetUp(&in); err != nil {
		return "", err
	}
	who := store.Desk{Device: newID(), Office: in.OfficeCode, OfficeName: in.OfficeName, Letter: in.Letter}
	var joined *membership
	if in.Code != "" {
		if joined, err = d.join(ctx, in.Code, ""); err != nil {
			return "", err
		}
		who = joined.desk
	}
	keys := d.c.Keys()
	if err := d.store.Unlock(ctx, keys); err != nil {
		return "", err
	}
	recovery = vault.RecoveryCode()
	a := store.Account{ID: newID(), Name: strings.TrimSpace(in.First.Name), Username: strings.TrimSpace(in.First.Username), Role: string(in.First.Role), Office: who.Office}
	salt := make([]byte, 16)
	rand.Read(salt)
	slot, spare := keys.Wrap(in.First.Password, d.c.Cost), keys.Wrap(vault.CleanRecoveryCode(recovery), d.c.Cost)
	err = d.update(ctx, func(t *store.Tx) error {
		if err := t.SetDesk(who); err != nil {
			return err
		}
		if err := t.SetPlain("user_salt", base64.StdEncoding.EncodeToString(salt)); err != nil {
			return err
		}
		if d.practice {
			if err := t.SetPlain(plainPractice, "begun"); err != nil {
				return err
			}
		}
		if err := t.PutKeySlot(store.KeySlot{Mark: recoveryMark, Slot: spare}); err != nil {
			return err
		}
		if joined != nil {
			if err := joined.save(t); err != nil {
				return err
			}
		}
		return addAccount(t, a, a.ID, vault.UserMark(salt, a.Username), slot)
	})
	if err != nil {
		return "", err
	}
	return recovery, d.begin(ctx, a)
}

const recoveryMark = "recovery"

func checkSetUp(in *SetUp) error {
	in.OfficeCode, in.OfficeName, in.Letter = strings.TrimSpace(in.OfficeCode), strings.TrimSpace(in.OfficeName), strings.ToUpper(strings.TrimSpace(in.Letter))
	var l fault.List
	if in.Code == "" {
		if !officeCode.MatchString(in.OfficeCode) {
			l.Add(fault.New(fault.Invalid, "desk.office.code", "officeCode", "Isi kode wilayah kantor, misalnya 63.03.05 untuk Kecamatan Martapura."))
		}
		if in.OfficeName == "" {
			l.Add(fault.New(fault.Invalid, "desk.office.name", "officeName", "Isi nama kantor, misalnya Kecamatan Martapura."))
		}
		if !complaint.ValidLetter(in.Letter) {
			l.Add(fault.New(fault.Invalid, "desk.letter", "letter", "Isi huruf PC: A untuk PC pertama, B untuk yang kedua, dan seterusnya."))
		}
	}
	if f := fault.Of(auth.CheckAccount(in.First.Name, in.First.Username, in.First.Role, in.First.Password, in.First.Again)); f != nil {
		l.Add(f)
		for _, also := range f.Also {
			l.Add(also)
		}
	}
	return l.Err()
}

func addAccount(t *store.Tx, a store.Account, by, mark string, slot vault.Slot) error {
	body, err := json.Marshal(a)
	if err != nil {
		return err
	}
	if err := t.PutKeySlot(store.KeySlot{Mark: mark, Account: a.ID, Slot: slot}); err != nil {
		return err
	}
	return t.Append(store.StreamAccounts+a.Office, by, []journal.Draft{{ID: newID(), Kind: store.AccountAdded, Version: 1, Body: body}})
}

// begin lets somebody in. With a full disk this PC cannot make sure of itself:
// reading must work all the same, and update makes up for it.
func (d *Desk) begin(ctx context.Context, a store.Account) error {
	if err := d.sureOfSelf(ctx); err != nil {
		d.c.Log.Error("not sure of being the only one with this past; nothing is written until then", "err", err)
		d.unsure.Store(true)
	}
	d.mu.Lock()
	d.session, d.locked = &Session{Account: a, Role: auth.Role(a.Role)}, false
	d.mu.Unlock()
	d.startLine(ctx)
	return nil
}

var errWrong = fault.New(fault.Forbidden, "session.wrong", "password", "Nama pengguna atau kata sandi salah. Periksa huruf besar dan kecil, lalu coba lagi.")

func (d *Desk) mark(ctx context.Context, username string) (string, error) {
	v, err := d.store.Plain(ctx, "user_salt")
	if err != nil {
		return "", err
	}
	salt, err := base64.StdEncoding.DecodeString(v)
	return vault.UserMark(salt, username), err
}

// SignIn opens the register with the account's password, without a network; a
// locked window too, for the same clerk or another one. Faults: session.wrong,
// session.slow.
func (d *Desk) SignIn(ctx context.Context, username, password string) error {
	mark, err := d.mark(ctx, username)
	if err != nil {
		return err
	}
	slots, err := d.store.KeySlots(ctx)
	if err != nil {
		return err
	}
	return d.guesses.try(mark, d.Now, func() error {
		for _, k := range slots {
			if k.Mark != mark {
				continue
			}
			keys, err := k.Slot.Unwrap(password)
			if err != nil {
				return errWrong
			}
			return d.unlock(ctx, keys, k.Account)
		}
		return errWrong
	})
}

func (d *Desk) unlock(ctx context.Context, keys *vault.Keys, account string) error {
	if !d.store.Unlocked() {
		if err := d.store.Unlock(ctx, keys); err != nil {
			return err
		}
	}
	accounts, err := d.store.Accounts(ctx)
	if err != nil {
		return err
	}
	for _, a := range accounts {
		if a.ID == account {
			return d.begin(ctx, a)
		}
	}
	return errWrong
}

// Recover gives an account a new password with the office's recovery code and
// signs it in.
func (d *Desk) Recover(ctx context.Context, code, username, password, again string) error {
	if err := auth.CheckPassword(username, password, again).Err(); err != nil {
		return err
	}
	slots, err := d.store.KeySlots(ctx)
	if err != nil {
		return err
	}
	mark, err := d.mark(ctx, username)
	if err != nil {
		return err
	}
	var spare, own *store.KeySlot
	for i := range slots {
		switch slots[i].Mark {
		case recoveryMark:
			spare = &slots[i]
		case mark:
			own = &slots[i]
		}
	}
	if spare == nil {
		return fault.New(fault.NotFound, "recovery.none", "recoveryCode", "PC ini belum punya kode pemulihan.")
	}
	var keys *vault.Keys
	err = d.guesses.try(recoveryMark, d.Now, func() (err error) {
		if keys, err = spare.Slot.Unwrap(vault.CleanRecoveryCode(code)); err != nil {
			return fault.New(fault.Forbidden, "recovery.wrong", "recoveryCode", "Kode pemulihan tidak cocok. Periksa lagi huruf demi huruf.")
		}
		return nil
	})
	if err != nil {
		return err
	}
	if own == nil {
		return fault.New(fault.NotFound, "recovery.username", "username", "Nama pengguna ini tidak ada di PC ini.")
	}
	own.Slot = keys.Wrap(password, d.c.Cost)
	if !d.store.Unlocked() {
		if err := d.store.Unlock(ctx, keys); err != nil {
			return err
		}
	}
	if err := d.update(ctx, func(t *store.Tx) error { return t.PutKeySlot(*own) }); err != nil {
		return err
	}
	return d.unlock(ctx, keys, own.Account)
}

// AddAccount on this PC, by an admin who is signed in.
func (d *Desk) AddAccount(ctx context.Context, in NewAccount) error {
	by, err := d.allowed(auth.Accounts)
	if err != nil {
		return err
	}
	if err := auth.CheckAccount(in.Name, in.Username, in.Role, in.Password, in.Again); err != nil {
		return err
	}
	mark, err := d.mark(ctx, in.Username)
	if err != nil {
		return err
	}
	slots, err := d.store.KeySlots(ctx)
	if err != nil {
		return err
	}
	for _, k := range slots {
		if k.Mark == mark {
			return fault.New(fault.Conflict, "account.username.taken", "username", "Nama pengguna ini sudah ada. Pilih yang lain, misalnya dengan inisial.")
		}
	}
	a := store.Account{ID: newID(), Name: strings.TrimSpace(in.Name), Username: strings.TrimSpace(in.Username), Role: string(in.Role), Office: by.Account.Office}
	who, err := d.store.Desk(ctx)
	if err != nil {
		return err
	}
	a.Office = who.Office
	slot := d.store.Keys().Wrap(in.Password, d.c.Cost)
	return d.update(ctx, func(t *store.Tx) error { return addAccount(t, a, by.Account.ID, mark, slot) })
}

// Accounts known here, and which of them can sign in on this PC.
func (d *Desk) Accounts(ctx context.Context) ([]store.Account, map[string]bool, error) {
	if _, err := d.Session(); err != nil {
		return nil, nil, err
	}
	accounts, err := d.store.Accounts(ctx)
	if err != nil {
		return nil, nil, err
	}
	slots, err := d.store.KeySlots(ctx)
	here := map[string]bool{}
	for _, k := range slots {
		here[k.Account] = true
	}
	return accounts, here, err
}
