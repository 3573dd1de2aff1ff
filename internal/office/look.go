package office

import (
	"context"
	"encoding/json"
	"slices"

	"loketaduan/internal/fault"
	"loketaduan/internal/store"
)

// Look is how somebody wants the screens. It stays on this PC, readable before
// sign-in, and says nothing about anybody.
type Look struct {
	Scheme   string   `json:"scheme"`    // light, dark; "" = as the system has it
	Size     string   `json:"size"`      // large; "" = usual
	HintsOff []string `json:"hints_off"` // first-use hints that were put away
}

const plainLook = "look" // of who used it last; with ":" and an account, of that one

// Look of whoever is signed in, else of who used this PC last. A new account
// begins with that one too, and with all hints.
func (d *Desk) Look(ctx context.Context) (Look, error) {
	d.mu.Lock()
	session := d.session
	d.mu.Unlock()
	if session != nil {
		own, err := d.look(ctx, plainLook+":"+session.Account.ID)
		if err != nil || own != nil {
			return orUsual(own), err
		}
	}
	last, err := d.look(ctx, plainLook)
	l := orUsual(last)
	l.HintsOff = []string{}
	return l, err
}

func orUsual(l *Look) Look {
	if l == nil {
		l = &Look{}
	}
	if l.HintsOff == nil {
		l.HintsOff = []string{}
	}
	return *l
}

// look as it was kept; nil when it was not, or not by this program.
func (d *Desk) look(ctx context.Context, key string) (*Look, error) {
	v, err := d.store.Plain(ctx, key)
	var l Look
	if err != nil || v == "" || json.Unmarshal([]byte(v), &l) != nil {
		return nil, err
	}
	return &l, nil
}

// SetLook of whoever is signed in.
func (d *Desk) SetLook(ctx context.Context, l Look) error {
	s, err := d.Session()
	if err != nil {
		return err
	}
	if !slices.Contains([]string{"", "light", "dark"}, l.Scheme) || !slices.Contains([]string{"", "large"}, l.Size) {
		return fault.New(fault.Invalid, "look.unknown", "", "Pilih tampilan dari daftar.")
	}
	raw, err := json.Marshal(l)
	if err != nil {
		return err
	}
	_, err = d.store.Update(ctx, func(t *store.Tx) error {
		if err := t.SetPlain(plainLook+":"+s.Account.ID, string(raw)); err != nil {
			return err
		}
		return t.SetPlain(plainLook, string(raw))
	})
	return err
}
