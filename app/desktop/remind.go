package desktop

import (
	"context"
	"time"

	"github.com/google/uuid"
	wails_runtime "github.com/wailsapp/wails/v2/pkg/runtime"
)

// remindEvery is how often the hour of the daily reminder is looked at.
const remindEvery = time.Minute

// remind shows one desktop notification a day, at the hour that the office set
// or, when the program is opened later, then.
func (d *Desk) remind(ctx context.Context) {
	if d.desk == nil {
		return
	}
	ready := false
	tick := time.NewTicker(remindEvery)
	defer tick.Stop()
	for {
		r, err := d.desk.TakeReminder(ctx)
		if err != nil {
			d.log.Error("reminder cannot be made", "err", err)
		}
		if r.Text != "" {
			if !ready {
				if err := wails_runtime.InitializeNotifications(d.ctx); err != nil {
					d.log.Warn("no notifications on this PC", "err", err)
				}
				ready = true
			}
			if err := wails_runtime.SendNotification(d.ctx, wails_runtime.NotificationOptions{ID: uuid.NewString(), Title: r.Title, Body: r.Text}); err != nil {
				d.log.Warn("notification not shown", "err", err)
			}
			wails_runtime.EventsEmit(d.ctx, "reminder", ReminderView{Title: r.Title, Text: r.Text})
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// ReminderView travels as event "reminder", so that the window can show it where
// the system has no notifications.
type ReminderView struct {
	Title string `json:"title"`
	Text  string `json:"text"`
}
