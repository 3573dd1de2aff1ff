package complaint

import (
	"time"

	"loketaduan/internal/calendar"
	"loketaduan/internal/journal"
)

// ClockTolerance is the error of a clock that is not worth a word.
const ClockTolerance = 5 * time.Minute

// measured tells that the clock of an entry turned out to be wrong by a known
// amount after it was written.
func measured(e *journal.Entry) bool {
	return e.Clock != nil && !e.Clock.Unsure && e.Time().Sub(e.Believed()).Abs() > ClockTolerance
}

// trueDay is the day of an act. One that was "today" by a clock which turned out
// to be wrong is the day that it truly was; one that was typed stays.
func trueDay(e *journal.Entry, on calendar.Date) calendar.Date {
	if measured(e) && !on.IsZero() && on == calendar.DateIn(e.Believed(), calendar.WITA) {
		return calendar.DateIn(e.Time(), calendar.WITA)
	}
	return on
}

// doubtReceipt proposes the true time of receipt where the one that was saved
// came from a clock which turned out to be wrong. It stands on the receipt that
// the reporter has, so that somebody must say it: until then it holds.
func (c *Complaint) doubtReceipt(e *journal.Entry) {
	saved, err := time.Parse(time.RFC3339, c.Values["receivedAt"])
	if err != nil || !measured(e) || saved.Sub(e.Believed()).Abs() > time.Minute {
		return
	}
	c.Clashes = append(c.Clashes, Clash{ID: e.ID + "/receivedAt", Field: "receivedAt", Accepted: c.Values["receivedAt"], Over: e.ID,
		Proposed: e.Time().UTC().Truncate(time.Second).Format(time.RFC3339), At: e.Time(), Clock: true})
}
