package desktop

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"loketaduan/internal/auth"
	"loketaduan/internal/complaint"
	"loketaduan/internal/fault"
	"loketaduan/internal/office"
)

// Reference gives what forms and filters choose from.
func (d *Desk) Reference() (ReferenceView, error) {
	return guard(d, "Reference", callTime, func(ctx context.Context, o *office.Desk) (ReferenceView, error) {
		now := o.Now().In(o.Zone())
		zone, _ := now.Zone()
		v := ReferenceView{Today: o.Today().String(), Now: localInput(now, o.Zone()), ZoneText: zone, Kinds: choices(complaint.Kinds), Channels: choices(complaint.Channels),
			Categories: choices(complaint.Categories), States: choices(complaint.StateTexts), Classes: choices(complaint.Classes), Sexes: choices(complaint.Sexes),
			AgeBands: choices(complaint.AgeBands), Disabilities: choices(complaint.Disabilities), IDTypes: choices(complaint.IDTypes),
			ArchiveWhys: choices(complaint.ArchiveWhys), Satisfactions: choices(complaint.Satisfactions), Villages: []Option{}, Offices: []Option{}, Roles: []Option{}, ExtraClasses: []Option{}, Colleagues: []Option{}}
		for i := range v.Classes {
			v.Classes[i].Label = o.Rules().ClassText(complaint.Class(v.Classes[i].Value))
		}
		for _, x := range o.Rules().Settings.Classes {
			one := Option{Value: string(x.Code), Label: o.Rules().ClassText(x.Code)}
			v.Classes = append(v.Classes, one)
			if !x.Retired {
				v.ExtraClasses = append(v.ExtraClasses, one)
			}
		}
		for _, r := range auth.Roles {
			v.Roles = append(v.Roles, Option{Value: string(r), Label: r.Text()})
		}
		who, err := o.Who(ctx)
		if err != nil {
			if fault.Of(err).Kind == fault.NotFound {
				return v, nil // first run: only the roles are needed
			}
			return v, err
		}
		villages, err := o.Villages(ctx)
		if err != nil {
			return v, err
		}
		for _, x := range villages {
			v.Villages = append(v.Villages, Option{Value: x.Code, Label: x.Name, Group: x.District})
		}
		v.Villages = append(v.Villages, Option{Value: "luar", Label: "Luar kecamatan ini"})
		offices, err := o.Offices(ctx)
		for _, x := range offices {
			if x.Code != who.Office {
				v.Offices = append(v.Offices, Option{Value: x.Code, Label: x.Name, Group: x.Kind})
			}
		}
		if err != nil {
			return v, err
		}
		colleagues, err := o.Colleagues(ctx)
		if fault.Of(err) != nil && fault.Of(err).Kind == fault.Forbidden {
			return v, nil // nobody is signed in
		}
		for _, x := range colleagues {
			v.Colleagues = append(v.Colleagues, Option{Value: x.ID, Label: x.Name})
		}
		v.Colleagues = append(v.Colleagues, Option{Value: AnyColleague, Label: "Siapa pun yang bertugas berikutnya"})
		return v, err
	})
}

// domainForm turns the window's form into the domain's. Both have the same
// JSON; only the instant of receipt is written differently.
func domainForm(f ComplaintForm, o *office.Desk) (complaint.Form, error) {
	f.ReceivedAt = fromInput(f.ReceivedAt, o.Zone())
	var out complaint.Form
	raw, err := json.Marshal(f)
	if err == nil {
		err = json.Unmarshal(raw, &out)
	}
	return out, err
}

func viewForm(f complaint.Form, o *office.Desk) (ComplaintForm, error) {
	f.ReceivedAt = localInput(f.Received(), o.Zone())
	out := ComplaintForm{Links: []LinkForm{}}
	raw, err := json.Marshal(f)
	if err == nil {
		err = json.Unmarshal(raw, &out)
	}
	return out, err
}

// PreviewDeadline counts while the form is being typed.
func (d *Desk) PreviewDeadline(in DeadlineInput) (DeadlineView, error) {
	return guard(d, "PreviewDeadline", callTime, func(_ context.Context, o *office.Desk) (DeadlineView, error) {
		f, k := o.Preview(complaint.Form{ReceivedAt: fromInput(in.ReceivedAt, o.Zone()), Kind: in.Kind, Normative: in.Normative, Supervisory: in.Supervisory,
			FieldInspection: in.FieldInspection, ExtraClass: in.ExtraClass})
		return deadlineView(o, f, k, []MoveView{}), nil
	})
}

// SaveDraft keeps what is typed.
func (d *Desk) SaveDraft(in DraftInput) (DraftView, error) {
	return guard(d, "SaveDraft", callTime, func(ctx context.Context, o *office.Desk) (DraftView, error) {
		raw, err := json.Marshal(in.Form)
		if err != nil {
			return DraftView{}, err
		}
		saved, err := o.SaveDraft(ctx, in.ID, raw)
		if err != nil {
			return DraftView{}, err
		}
		return draftView(saved, o)
	})
}

func draftView(x office.Draft, o *office.Desk) (DraftView, error) {
	v := DraftView{Form: ComplaintForm{Links: []LinkForm{}}, ID: x.ID, SavedAt: x.At.UTC().Format(time.RFC3339)}
	if s, err := o.Session(); err == nil && s.Account.ID != x.Author.ID {
		v.Author = x.Author.Name
	}
	if err := json.Unmarshal(x.Form, &v.Form); err != nil {
		return v, err
	}
	for _, t := range []string{v.Form.Subject, v.Form.Reporter.Name, v.Form.Narrative, "Formulir baru"} {
		if t = strings.TrimSpace(t); t != "" {
			v.Title = clip(t, 60)
			break
		}
	}
	return v, nil
}

func clip(s string, most int) string {
	r := []rune(s)
	if len(r) <= most {
		return s
	}
	return string(r[:most]) + "…"
}

// Drafts of this PC.
func (d *Desk) Drafts() (DraftsView, error) {
	return guard(d, "Drafts", callTime, draftsView)
}

func draftsView(ctx context.Context, o *office.Desk) (DraftsView, error) {
	v := DraftsView{Drafts: []DraftView{}}
	list, err := o.Drafts(ctx)
	if err != nil {
		return v, err
	}
	for _, x := range list {
		one, err := draftView(x, o)
		if err != nil {
			return v, err
		}
		v.Drafts = append(v.Drafts, one)
	}
	return v, nil
}

// DropDraft throws a draft away.
func (d *Desk) DropDraft(id string) (DraftsView, error) {
	return guard(d, "DropDraft", callTime, func(ctx context.Context, o *office.Desk) (DraftsView, error) {
		if err := o.DropDraft(ctx, id); err != nil {
			return DraftsView{Drafts: []DraftView{}}, err
		}
		return draftsView(ctx, o)
	})
}

// Record saves a form and gives its register number.
func (d *Desk) Record(in RecordInput) (RecordedView, error) {
	return guard(d, "Record", callTime, func(ctx context.Context, o *office.Desk) (RecordedView, error) {
		form, err := domainForm(in.Form, o)
		if err != nil {
			return RecordedView{}, err
		}
		beside := office.Beside{ReporterOf: in.Form.ReporterOf}
		for _, x := range in.Form.Links {
			beside.Links = append(beside.Links, x.ID)
		}
		r, err := o.Record(ctx, in.ID, form, in.Confirmed, beside)
		if err != nil {
			return RecordedView{Warnings: []string{}}, err
		}
		return RecordedView{ID: r.Complaint.ID, Number: r.Complaint.Number, Subject: r.Complaint.Values["subject"], Reporter: r.Complaint.ReporterShown(true),
			Deadline: deadlineView(o, r.Complaint.Facts(), o.Clocks(r.Complaint), []MoveView{}), Warnings: r.Warnings}, nil
	})
}
