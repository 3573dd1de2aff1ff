package desktop

import (
	"context"

	"loketaduan/internal/calendar"
	"loketaduan/internal/complaint"
	"loketaduan/internal/fault"
	"loketaduan/internal/office"
	"loketaduan/internal/store"
)

// List gives a page of complaints and the counts over it.
func (d *Desk) List(in ListInput) (ListView, error) {
	return guard(d, "List", callTime, func(ctx context.Context, o *office.Desk) (ListView, error) {
		v := ListView{Rows: []RowView{}}
		f, err := filter(in, o)
		if err != nil {
			return v, err
		}
		rows, total, exact, err := o.List(ctx, f)
		if err != nil {
			return v, err
		}
		v.Total, v.TotalExact = total, exact
		for _, r := range rows {
			v.Rows = append(v.Rows, rowView(r, o))
		}
		c, err := o.Counts(ctx)
		v.Counts = CountsView(c)
		return v, err
	})
}

func filter(in ListInput, o *office.Desk) (store.Filter, error) {
	f := store.Filter{Clashes: in.Clashes, Query: in.Query, States: in.States, Classes: in.Classes, Categories: in.Categories, Kinds: in.Kinds, OpenOnly: in.OpenOnly,
		Sort: in.Sort, Offset: in.Offset, Limit: in.Limit}
	today := o.Today()
	switch in.Due {
	case "overdue":
		f.DueTo = today.AddDays(-1)
	case "today":
		f.DueFrom, f.DueTo = today, today
	case "soon":
		f.DueFrom, f.DueTo = today.AddDays(1), o.SoonUntil()
	case "range":
		var err error
		if f.DueFrom, err = optionalDate("dueFrom", in.DueFrom); err != nil {
			return f, err
		}
		if f.DueTo, err = optionalDate("dueTo", in.DueTo); err != nil {
			return f, err
		}
	}
	return f, nil
}

func optionalDate(field, s string) (calendar.Date, error) {
	if s == "" {
		return calendar.Date{}, nil
	}
	d, err := calendar.ParseDate(s)
	if err != nil {
		return d, fault.New(fault.Invalid, "date.invalid", field, "Tanggal tidak terbaca. Ketik misalnya 23/11/2026.")
	}
	return d, nil
}

func rowView(r store.Row, o *office.Desk) RowView {
	v := RowView{ID: r.ID, Number: r.Number, Subject: r.Snapshot.Values["subject"], Kind: r.Kind, KindText: complaint.TextOf(complaint.Kinds, r.Kind),
		Class: r.Class, ClassText: o.Rulebook().For(r.Office).ClassText(complaint.Class(r.Class)), Category: complaint.TextOf(complaint.Categories, r.Category),
		State: r.State, StateText: complaint.TextOf(complaint.StateTexts, r.State), ReceivedText: receiptText(r.ReceivedAt, o.Zone()),
		Due: r.Due.String(), DueText: r.Due.Short(), Provisional: r.Provisional, Anonymous: r.Anonymous, Confidential: r.Confidential,
		Holder: r.Snapshot.HolderName, Clashes: r.Clashes, OldNumber: r.Snapshot.OldNumber}
	if r.Due.IsZero() {
		v.DueText = ""
	} else if r.Provisional {
		v.RangeText = calendar.RangeText(calendar.Deadline{Due: r.Due, Latest: r.Latest, Provisional: true})
	}
	v.Moved = r.ClockRuns && !r.Due.IsZero() && !r.Told.IsZero() && (r.Told != r.Due || r.ToldProvisional != r.Provisional)
	switch {
	case r.Unidentified:
		v.Reporter = "Tanpa identitas"
	case r.Anonymous:
		v.Reporter = "ANONIM"
	case r.Confidential:
		v.Reporter = "RAHASIA"
	default:
		if v.Reporter = r.Snapshot.Values["reporter.name"]; v.Reporter == "" {
			v.Reporter = "-" // an old register did not say
		}
	}
	v.Urgency, v.UrgencyText = urgency(o, r.Due, r.ClockRuns, r.Open, r.Paused)
	v.Sync, v.SyncText = wayWord(r.Way, o)
	return v
}
