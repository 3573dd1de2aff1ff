package office

import (
	"context"
	"fmt"
	"sync"
	"time"

	"loketaduan/internal/calendar"
	"loketaduan/internal/complaint"
	"loketaduan/internal/store"
)

const (
	// clockStep is how far wall clock and monotonic clock may part before it is
	// said that somebody set the clock.
	clockStep = time.Minute
	// longPause: a PC whose clock says that nothing was written here for so long
	// was perhaps not used, or its clock jumped.
	longPause = 35 * 24 * time.Hour
)

// stretch is a time in which the clock of this PC ran evenly: a run of the
// program, or a part of one. It ends when somebody sets the clock; a PC that
// slept looks the same. Whatever is measured at one moment of it holds for all
// of it, for what was written before that moment too. Nothing is known of a
// stretch in which no server was met, except that time does not go backwards.
type stretch struct {
	number   int
	wall     time.Time
	ticks    time.Duration
	offset   time.Duration // error of the clock, as good as is known
	measured bool
	last     time.Time // newest time that was sure before it; zero = none
	odd      oddness
	ids      []string // entries written in it while it was not measured
}

// oddness of a clock that nobody has measured.
type oddness int

const (
	notOdd oddness = iota
	goesBack
	jumpsAhead
)

// clockWatch follows the clock of this PC.
type clockWatch struct {
	gate sync.RWMutex // what is written and what is measured do not cross
	mu   sync.Mutex
	now  stretch // number 0: nobody has looked yet
}

// tick looks at the clock. A stretch that begins here is told to the window,
// and the server is asked for the time as soon as there is a line.
func (d *Desk) tick() (wall time.Time, s stretch) {
	d.clock.mu.Lock()
	wall, ticks := d.c.Now(), d.c.Elapsed()
	now := &d.clock.now
	set := now.number > 0 && (wall.Round(0).Sub(now.wall)-(ticks-now.ticks)).Abs() > clockStep
	if now.number == 0 || set {
		*now = d.newStretch(wall.Round(0), ticks, now.number+1)
	}
	s = *now
	d.clock.mu.Unlock()
	if set {
		d.c.Log.Warn("the clock of this PC was set, or it slept", "to", wall)
		if r := d.runner(); r != nil {
			r.LineUp()
		}
		d.c.Changed(Change{Sync: true})
	}
	return wall, s
}

// newStretch begins one with what the register knows.
func (d *Desk) newStretch(wall time.Time, ticks time.Duration, number int) stretch {
	ctx := context.Background()
	last, err := d.store.LastWritten(ctx)
	if err != nil {
		d.c.Log.Error("the last time that is sure cannot be read", "err", err)
	}
	s := stretch{number: number, wall: wall, ticks: ticks, last: last}
	s.guess(d.store.ClockOffset(ctx))
	return s
}

// guess is the error of the clock at the beginning of a stretch. The one that
// was measured last is the best guess, unless the time that it gives cannot be
// and the clock's own can; where neither can be, time goes back the least.
func (s *stretch) guess(measured time.Duration) {
	s.offset = measured
	if s.oddAt(measured) != notOdd && (s.oddAt(0) == notOdd || s.oddAt(measured) == goesBack && measured < 0) {
		s.offset = 0
	}
	s.odd = s.oddAt(s.offset)
}

// oddAt judges the beginning of the stretch as it would be with an error.
func (s *stretch) oddAt(offset time.Duration) oddness {
	at := s.wall.Add(offset)
	switch {
	case s.last.IsZero():
		return notOdd
	case at.Before(s.last.Add(-complaint.ClockTolerance)):
		return goesBack
	case at.After(s.last.Add(longPause)):
		return jumpsAhead
	}
	return notOdd
}

// Now is the PC's clock with its known error taken out.
func (d *Desk) Now() time.Time {
	wall, s := d.tick()
	return wall.Add(s.offset)
}

// writing runs a transaction in which something may be written, with what is
// known of the clock.
func (d *Desk) writing(ctx context.Context, fn func(*store.Tx) error) ([]string, error) {
	d.clock.gate.RLock()
	defer d.clock.gate.RUnlock()
	_, s := d.tick()
	var ids []string
	changed, err := d.store.Update(ctx, func(t *store.Tx) error {
		t.SetClockOffset(s.offset.Milliseconds())
		err := fn(t)
		ids = t.Written()
		if err == nil && len(ids) > 0 && !s.measured && len(s.ids) == 0 {
			err = t.OpenClock(s.last)
		}
		return err
	})
	if err == nil && len(ids) > 0 {
		d.clock.mu.Lock()
		if now := &d.clock.now; now.number == s.number && !now.measured {
			now.ids = append(now.ids, ids...)
		}
		d.clock.mu.Unlock()
	}
	return changed, err
}

// measure takes the error of the clock as a server's answer gives it, and notes
// what that tells of the times that were written before.
func (d *Desk) measure(ctx context.Context, offset time.Duration) error {
	d.clock.gate.Lock()
	defer d.clock.gate.Unlock()
	wall, s := d.tick()
	if (offset - s.offset).Abs() < lineBlur {
		offset = s.offset // else every hello would be another error
	}
	if s.measured && offset == s.offset {
		return nil
	}
	var notes []store.ClockNote
	open, err := d.store.ClockIsOpen(ctx)
	if err != nil {
		return err
	}
	if open || offset != d.store.ClockOffset(ctx) {
		changed, err := d.store.Update(ctx, func(t *store.Tx) error {
			written, last, err := t.Unmeasured()
			if err != nil {
				return err
			}
			notes = s.notes(offset, written, last, wall.Add(offset))
			return t.MeasuredClock(offset, notes...)
		})
		if err != nil {
			return err
		}
		if len(notes) > 0 {
			d.tell(changed)
		}
	}
	d.clock.mu.Lock()
	if now := &d.clock.now; now.number == s.number {
		now.offset, now.measured, now.ids, now.odd = offset, true, nil, notOdd
	}
	d.clock.mu.Unlock()
	if len(notes) > 0 {
		d.nudge()
	}
	d.c.Changed(Change{Sync: true})
	return nil
}

// notes says which entries bear a wrong time. Those of this stretch were
// written with the very clock that was measured. Of those before it nobody
// knows; they are believed when the error that they bear is still the error,
// and they lie between the last time that was sure and now.
func (s *stretch) notes(offset time.Duration, written []store.Unmeasured, last, now time.Time) (notes []store.ClockNote) {
	off := func(d time.Duration) bool { return d.Abs() > complaint.ClockTolerance }
	exact := map[string]bool{}
	for _, id := range s.ids {
		exact[id] = true
	}
	if len(s.ids) > 0 && off(offset-s.offset) {
		notes = append(notes, store.ClockNote{Entries: s.ids, OffsetMs: offset.Milliseconds()})
	}
	unsure := store.ClockNote{Unsure: true}
	for _, w := range written {
		at := w.At.Add(w.Offset)
		early, late := at.Before(last.Add(-complaint.ClockTolerance)), at.After(now.Add(complaint.ClockTolerance))
		if !exact[w.ID] && (off(offset-w.Offset) || early || late) {
			unsure.Entries = append(unsure.Entries, w.ID)
		}
	}
	if len(unsure.Entries) > 0 {
		notes = append(notes, unsure)
	}
	return notes
}

// ClockState is what is known of this PC's clock.
type ClockState struct {
	Offset   time.Duration // its error, server minus local
	Measured bool          // since the program started or the clock was set
}

// trustClock is for a clerk who has said that the date is right.
func (d *Desk) trustClock() {
	d.clock.mu.Lock()
	defer d.clock.mu.Unlock()
	if d.clock.now.odd == jumpsAhead {
		d.clock.now.odd = notOdd
	}
}

// UnusualClock tells in words that this PC's clock cannot be right, or may not
// be. "" when there is nothing odd about it.
func (d *Desk) UnusualClock() string {
	_, s := d.tick()
	today, decreed := d.Today(), d.Rulebook().Decrees().Revision().Decreed
	last := calendar.DateIn(s.last, d.store.Zone())
	switch {
	case today.Before(decreed):
		return "Jam PC ini menunjukkan " + today.Long() + ", padahal kalender di PC ini ditetapkan " + decreed.Long() + ". Jam PC ini pasti salah."
	case s.odd == goesBack:
		return "Jam PC ini menunjukkan " + today.Long() + ", padahal catatan terakhir di PC ini " + last.Long() + ". Periksa jam PC."
	case s.odd == jumpsAhead:
		return fmt.Sprintf("Jam PC ini menunjukkan %s, %d hari sesudah catatan terakhir di PC ini (%s). Periksa jam PC.", today.Long(), last.DaysUntil(today), last.Long())
	}
	return ""
}
