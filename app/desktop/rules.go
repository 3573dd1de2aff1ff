package desktop

import (
	"context"

	"loketaduan/internal/auth"
	"loketaduan/internal/calendar"
	"loketaduan/internal/complaint"
	"loketaduan/internal/office"
)

// Rules are the settings of this office's clocks.
func (d *Desk) Rules() (RulesView, error) {
	return guard(d, "Rules", callTime, rulesView)
}

func rulesView(_ context.Context, o *office.Desk) (RulesView, error) {
	v := RulesView{Classes: []ExtraClassView{}}
	by, err := o.Session()
	if err != nil {
		return v, err
	}
	s := o.Rules().Settings
	v = RulesView{Week: int(s.Week), Zone: s.Zone, VerifyDays: s.VerifyDays, FollowUpDays: s.FollowUpDays, ResponseDays: s.ResponseDays, CompletionDays: s.CompletionDays,
		ProposeClosing: s.ProposeClosing, NotifyAt: s.NotifyAt, Classes: v.Classes, MayChange: by.Role.May(auth.Calendar)}
	for _, x := range s.Classes {
		v.Classes = append(v.Classes, ExtraClassView{Code: string(x.Code), Name: x.Name, Days: x.Days, Retired: x.Retired})
	}
	return v, nil
}

// SetRules changes them; every open complaint is counted anew.
func (d *Desk) SetRules(in RulesView) (RulesView, error) {
	return guard(d, "SetRules", longTime, func(ctx context.Context, o *office.Desk) (RulesView, error) {
		s := complaint.Settings{Week: calendar.WorkWeek(in.Week), Zone: in.Zone, Limits: o.Rules().Settings.Limits, VerifyDays: in.VerifyDays, FollowUpDays: in.FollowUpDays,
			ResponseDays: in.ResponseDays, CompletionDays: in.CompletionDays, ProposeClosing: in.ProposeClosing, NotifyAt: in.NotifyAt}
		for _, x := range in.Classes {
			s.Classes = append(s.Classes, complaint.ExtraClass{Code: complaint.Class(x.Code), Name: x.Name, Days: x.Days, Retired: x.Retired})
		}
		if err := o.SetRules(ctx, in.EntryID, s); err != nil {
			return RulesView{Classes: []ExtraClassView{}}, err
		}
		return rulesView(ctx, o)
	})
}
