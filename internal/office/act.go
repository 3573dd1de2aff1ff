package office

import (
	"context"
	"slices"

	"loketaduan/internal/auth"
	"loketaduan/internal/complaint"
	"loketaduan/internal/fault"
	"loketaduan/internal/journal"
	"loketaduan/internal/store"
)

// Act does one act on a complaint. The entry's id was made when the act's
// form opened, so that a double click is one act.
func (d *Desk) Act(ctx context.Context, complaintID string, a complaint.Act) error {
	s, err := d.Session()
	if err != nil {
		return err
	}
	if !journal.IsID(a.ID) {
		return fault.New(fault.Invalid, "complaint.id.invalid", "", "Tindakan ini tidak punya nomor pengenal. Buka lagi formulirnya.")
	}
	by, err := d.actor(s)
	if err != nil {
		return err
	}
	a.Now, a.Zone = d.Now(), d.Zone()
	if a.Kind == complaint.KForwarded {
		if a.Body.Name, err = d.officeName(ctx, a.Body.Office); err != nil {
			return err
		}
	}
	if a.Kind == complaint.KHandedOver {
		if err := d.isColleague(ctx, a.Body.To, by); err != nil {
			return err
		}
	}
	return d.update(ctx, func(t *store.Tx) error {
		had, err := t.HasEntry(a.ID)
		if err != nil || had {
			return err
		}
		c, err := t.Complaint(complaintID)
		if err != nil {
			return err
		}
		d.stand(t, c, &a)
		drafts, err := complaint.Decide(c, a, by, newID(), salt())
		if err != nil {
			return err
		}
		if err := t.Append(complaintID, by.Account, drafts); err != nil {
			return err
		}
		return t.DropDraft(actDraft(complaintID, a.Kind, by.Account))
	})
}

// Colleagues are the other accounts of this office: who a complaint can be left to.
func (d *Desk) Colleagues(ctx context.Context) ([]store.Account, error) {
	by, err := d.Actor()
	if err != nil {
		return nil, err
	}
	accounts, err := d.store.Accounts(ctx)
	return slices.DeleteFunc(accounts, func(a store.Account) bool { return a.ID == by.Account || a.Office != by.Office }), err
}

// isColleague finds a fault in leaving a note to somebody; "" is whoever comes next.
func (d *Desk) isColleague(ctx context.Context, account string, by complaint.Actor) error {
	if account == "" {
		return nil
	}
	list, err := d.Colleagues(ctx)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(list, func(a store.Account) bool { return a.ID == account }) {
		return fault.New(fault.Invalid, "complaint.to.unknown", "to", "Pilih rekan dari daftar.")
	}
	return nil
}

func (d *Desk) officeName(ctx context.Context, code string) (string, error) {
	offices, err := d.Offices(ctx)
	if err != nil {
		return "", err
	}
	for _, o := range offices {
		if o.Code == code {
			return o.Name, nil
		}
	}
	return "", fault.New(fault.Invalid, "complaint.office.required", "office", "Pilih instansi tujuan dari daftar.")
}

// Complaint as it stands. With reveal the look is recorded in its history
// (UU 27/2022: who saw personal data must be traceable).
func (d *Desk) Complaint(ctx context.Context, id string, reveal bool) (*complaint.Complaint, error) {
	s, err := d.Session()
	if err != nil {
		return nil, err
	}
	if reveal {
		if !s.Role.May(auth.Unmask) {
			return nil, fault.New(fault.Forbidden, "session.unmask", "", "Akun ini tidak boleh melihat identitas lengkap. Mintalah pimpinan atau admin kantor.")
		}
		if err := d.Act(ctx, id, complaint.Act{ID: newID(), Kind: complaint.KIdentityRevealed}); err != nil {
			return nil, err
		}
	}
	return d.store.Complaint(ctx, id)
}

// Actor that is signed in, for asking the domain what is allowed.
func (d *Desk) Actor() (complaint.Actor, error) {
	s, err := d.Session()
	if err != nil {
		return complaint.Actor{}, err
	}
	return d.actor(s)
}
