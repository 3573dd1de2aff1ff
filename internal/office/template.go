package office

import (
	"context"

	"loketaduan/internal/auth"
	"loketaduan/internal/calendar"
	"loketaduan/internal/complaint"
)

// Templates of this office: its ready words.
func (d *Desk) Templates(ctx context.Context) ([]complaint.Template, error) {
	if _, err := d.Session(); err != nil {
		return nil, err
	}
	return d.store.Templates(ctx)
}

// SetTemplates changes them for every PC of this office.
func (d *Desk) SetTemplates(ctx context.Context, id string, list []complaint.Template) error {
	by, err := d.mayRule(id, auth.Kop)
	if err != nil {
		return err
	}
	draft, err := complaint.SetTemplates(id, list, by)
	if err != nil {
		return err
	}
	return d.setRule(ctx, complaint.StreamLetterhead+by.Office, by, draft)
}

// Answers are the ready answers with what is known of a complaint put in; those
// of its category come first.
func (d *Desk) Answers(ctx context.Context, complaintID string) ([]complaint.Template, error) {
	list, err := d.Templates(ctx)
	if err != nil {
		return nil, err
	}
	c, err := d.store.Complaint(ctx, complaintID)
	if err != nil {
		return nil, err
	}
	who, err := d.store.Desk(ctx)
	if err != nil {
		return nil, err
	}
	received, due := calendar.DateIn(c.ReceivedAt(), d.Zone()).Text(), d.Clocks(c).Deadline.Due.Text()
	first, rest := []complaint.Template{}, []complaint.Template{}
	for _, x := range list {
		if x.Use != complaint.TemplateAnswer {
			continue
		}
		x.Text = x.Fill(c, who.OfficeName, received, due)
		if x.Category != "" && x.Category == c.Values["category"] {
			first = append(first, x)
		} else {
			rest = append(rest, x)
		}
	}
	return append(first, rest...), nil
}
