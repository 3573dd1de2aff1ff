package desktop

import (
	"context"
	"strings"

	"loketaduan/internal/calendar"
	"loketaduan/internal/complaint"
	"loketaduan/internal/office"
)

// Assist tells what the desk knows about a form while it is typed.
func (d *Desk) Assist(in AssistInput) (AssistView, error) {
	return guard(d, "Assist", callTime, func(ctx context.Context, o *office.Desk) (AssistView, error) {
		v := AssistView{Filled: []FilledOne{}, Known: []KnownView{}, Alike: []AlikeView{}}
		form, err := domainForm(in.Form, o)
		if err != nil {
			return v, err
		}
		a, err := o.Assist(ctx, in.ID, form, in.Form.ReporterOf)
		if err != nil {
			return v, err
		}
		v.NIKDoubt = a.Doubt
		if n, ok := complaint.ReadNIK(form.Reporter.IDNumber, o.Today()); ok && !a.Born.IsZero() {
			v.NIKText = "lahir " + n.Born.Short() + ", " + strings.ToLower(complaint.TextOf(complaint.Sexes, n.Sex))
		}
		v.Filled = filled(form, a.Completed, o)
		for _, k := range a.Known {
			v.Known = append(v.Known, knownView(k, form.Reporter.Name, o))
		}
		for _, h := range a.Alike {
			r := rowView(h.Row, o)
			v.Alike = append(v.Alike, AlikeView{ID: r.ID, Number: r.Number, Received: calendar.DateIn(h.Row.ReceivedAt, o.Zone()).Short(), Subject: r.Subject, Reporter: r.Reporter,
				State: r.State, StateText: r.StateText, Why: strings.Join(h.Why, ", ")})
		}
		return v, nil
	})
}

// filled lists what saving would write into fields that are empty.
func filled(typed, whole complaint.Form, o *office.Desk) []FilledOne {
	out := []FilledOne{}
	had, have := complaint.ValuesOf(typed), complaint.ValuesOf(whole)
	for _, identity := range []bool{true, false} {
		for _, name := range complaint.FieldNames(identity) {
			v := have[name]
			if v == "" || had[name] != "" && had[name] == v || had[name] != "" && name != "reporter.name" {
				continue
			}
			text := fieldText(name, v, o)
			switch name {
			case "reporter.idNumber":
				text = complaint.MaskNumber(v, 4)
			case "reporter.phone":
				text = complaint.MaskNumber(v, 3)
			}
			out = append(out, FilledOne{Field: name, Text: text})
		}
	}
	return out
}

func knownView(k office.Known, typed string, o *office.Desk) KnownView {
	v := k.Row.Snapshot.Values
	name := v["reporter.name"]
	begun := strings.TrimSpace(typed)
	out := KnownView{ID: k.Row.ID, Name: name, Begun: begun != "" && len(begun) < len(name) && strings.EqualFold(name[:len(begun)], begun),
		Village: office.VillageName(v["reporter.village"]), NIK: complaint.MaskNumber(v["reporter.idNumber"], 4), Phone: complaint.MaskNumber(v["reporter.phone"], 3),
		Why: k.Why, Times: k.Times, Last: k.Row.Number + ", " + calendar.DateIn(k.Row.ReceivedAt, o.Zone()).Short() + ": " + v["subject"]}
	return out
}

// LinkComplaints links two complaints, or takes that back, and shows the first.
func (d *Desk) LinkComplaints(in LinkInput) (DetailView, error) {
	return guard(d, "LinkComplaints", callTime, func(ctx context.Context, o *office.Desk) (DetailView, error) {
		if err := o.Link(ctx, in.ID, in.EntryID, in.Other, in.Off); err != nil {
			return DetailView{}, err
		}
		return detailView(ctx, o, in.ID, false)
	})
}

func linkViews(ctx context.Context, o *office.Desk, c *complaint.Complaint, accounts map[string]string) []LinkView {
	out := []LinkView{}
	for _, x := range c.Links {
		v := LinkView{ID: x.ID, Number: x.Number, ByText: nameOr(accounts, x.By, "Petugas lain") + ", " + instantText(x.At, o.Zone())}
		if other, err := o.Complaint(ctx, x.ID, false); err == nil {
			v.Here, v.Subject, v.State, v.StateText = true, other.Values["subject"], string(other.State), complaint.TextOf(complaint.StateTexts, string(other.State))
		}
		out = append(out, v)
	}
	return out
}

// Recent gives what was chosen last at this office.
func (d *Desk) Recent() (RecentView, error) {
	return guard(d, "Recent", callTime, func(ctx context.Context, o *office.Desk) (RecentView, error) {
		r, err := o.Recent(ctx)
		return RecentView(r), err
	})
}
