package desktop

import (
	"context"

	"loketaduan/internal/calendar"
	"loketaduan/internal/complaint"
	"loketaduan/internal/fault"
	"loketaduan/internal/office"
	"loketaduan/internal/store"
)

// List gives a page of complaints.
func (d *Desk) List(in ListInput) (ListView, error) {
	return guard(d, "List", callTime, func(ctx context.Context, o *office.Desk) (ListView, error) {
		v := ListView{Rows: []RowView{}, Meant: []MeaningView{}}
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
		if in.Uncounted {
			return v, nil
		}
		meant, err := o.Meant(ctx, f, total)
		for _, m := range meant {
			v.Meant = append(v.Meant, MeaningView(m))
		}
		return v, err
	})
}

// Counts is what stands over the list. It hangs on no filter, so that typing
// into the search does not count it anew.
func (d *Desk) Counts() (CountsView, error) {
	return guard(d, "Counts", callTime, func(ctx context.Context, o *office.Desk) (CountsView, error) {
		c, err := o.Counts(ctx)
		return CountsView(c), err
	})
}

// SavedViews of the signed-in account.
func (d *Desk) SavedViews() (SavedViewsView, error) {
	return guard(d, "SavedViews", callTime, savedViews)
}

// SetSavedViews keeps them, all at once.
func (d *Desk) SetSavedViews(in SavedViewsView) (SavedViewsView, error) {
	return guard(d, "SetSavedViews", callTime, func(ctx context.Context, o *office.Desk) (SavedViewsView, error) {
		list := make([]office.SavedView, 0, len(in.Views))
		for _, x := range in.Views {
			list = append(list, office.SavedView(x))
		}
		if err := o.SetSavedViews(ctx, list); err != nil {
			return SavedViewsView{Views: []SavedViewView{}}, err
		}
		return savedViews(ctx, o)
	})
}

func savedViews(ctx context.Context, o *office.Desk) (SavedViewsView, error) {
	v := SavedViewsView{Views: []SavedViewView{}}
	list, err := o.SavedViews(ctx)
	for _, x := range list {
		v.Views = append(v.Views, SavedViewView(x))
	}
	return v, err
}

func filter(in ListInput, o *office.Desk) (store.Filter, error) {
	f := store.Filter{Clashes: in.Clashes, Query: in.Query, States: in.States, Classes: in.Classes, Categories: in.Categories, Kinds: in.Kinds, OpenOnly: in.OpenOnly,
		Sort: in.Sort, Offset: in.Offset, Limit: in.Limit, Uncounted: in.Uncounted}
	today := o.Today()
	if in.Closed == "month" {
		f.ClosedFrom = calendar.Of(today.Year(), today.Month(), 1)
	}
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
