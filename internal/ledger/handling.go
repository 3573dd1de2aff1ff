package ledger

import (
	"strings"
	"unicode/utf8"

	"loketaduan/internal/calendar"
	"loketaduan/internal/complaint"
)

// note keeps a cell as it stands, under its title.
func (d *reader) note(f Field, text string) {
	_, col := d.cell(f)
	d.out.Case.Note = join(d.out.Case.Note, "\n", col.Title+": "+text)
}

func (d *reader) handling() {
	x := &d.out.Case
	for _, p := range []struct {
		text, day Field
		to        *string
		on        *calendar.Date
	}{{ForwardedTo, ForwardedOn, &x.ForwardedTo, &x.ForwardedOn}, {FollowUp, FollowedUpOn, &x.FollowUp, &x.FollowedUpOn},
		{Answer, AnsweredOn, &x.Answer, &x.AnsweredOn}, {Result, ClosedOn, &x.Result, &x.ClosedOn}} {
		*p.to = d.text(p.text)
		if m, ok := d.day(p.day, false); ok {
			*p.on = m.On
		} else if d.t.column(p.day) < 0 {
			_, col := d.cell(p.text)
			if text, day, ok := cutDay(*p.to); ok && col.Dates != nil {
				if m, ok := d.dayIn(Cell{Text: day, Kind: Text}, col, false); ok {
					*p.to, *p.on = text, m.On
				}
			}
		}
	}
	if s := complaint.OnlyDigits(d.text(Tracking)); s != "" && len(s) <= 20 {
		x.Tracking = s
	}
	number := d.text(OldNumber)
	if first, _, more := strings.Cut(number, "\n"); more { // one of ours, with an older one below it
		if _, err := complaint.ParseNumber(first); err == nil {
			number = first
		}
	}
	x.Number = oneLine(number)
}

// state is what the status says, else what a closing date says, else the answer
// for all rows that say nothing.
func (d *reader) state() {
	x := &d.out.Case
	why := ""
	if key := wordKey(d.text(Status)); key != "" {
		for _, w := range d.t.Words {
			if w.Key == key {
				x.State, why = w.State, w.why
			}
		}
		if x.State == "" {
			x.State = d.t.mapping.States["*"]
		}
		if x.State == "" {
			d.refuse("Status “%s” belum diberi arti.", clip(d.text(Status)))
		}
	} else if x.State = d.t.mapping.Rest; !x.ClosedOn.IsZero() {
		x.State = complaint.Closed
	} else if x.State == "" {
		d.refuse("Statusnya tidak disebut.")
	}
	reason := d.text(Reason)
	switch {
	case x.State == complaint.Archived:
		if x.ArchiveWhy = complaint.WhyOf(reason); x.ArchiveWhy == "" {
			if x.ArchiveWhy = why; why == "" {
				x.ArchiveWhy = "lain"
			}
		}
		x.Result = join(x.Result, "; ", reason)
	case reason != "":
		d.note(Reason, reason)
	}
	if x.State == complaint.Archived || x.State == complaint.Closed || x.State == complaint.NotAuthorized {
		return
	}
	if !x.ClosedOn.IsZero() {
		d.remark("Tanggal selesai tidak dipakai, sebab statusnya %s.", complaint.TextOf(complaint.StateTexts, string(x.State)))
		x.ClosedOn = calendar.Date{}
	}
	if x.Result != "" {
		x.FollowUp, x.Result = join(x.FollowUp, "\n", x.Result), ""
	}
	if x.State.ClockRuns() && (x.Answer != "" || !x.AnsweredOn.IsZero()) { // it was no last answer
		x.FollowUp, x.Answer = join(x.FollowUp, "\n", x.Answer), ""
		if x.FollowedUpOn.Before(x.AnsweredOn) {
			x.FollowedUpOn = x.AnsweredOn
		}
		x.AnsweredOn = calendar.Date{}
	}
}

// rest keeps the columns that nobody knows.
func (d *reader) rest() {
	for i, c := range d.r.cells {
		if col := &d.t.Columns[i]; col.Field == Note && c.Kind != Empty && c.Kind != Wrong && !nothing(c.Text) {
			text := c.Text
			for _, more := range d.r.more {
				if x := d.t.rows[more].cells[i]; x.Kind != Empty && !x.Copied {
					text += "\n" + x.Text
				}
			}
			d.out.Case.Note = join(d.out.Case.Note, "\n", col.Title+": "+text)
		}
	}
	if n := utf8.RuneCountInString(d.out.Case.Note); n > 20000 {
		d.refuse("Catatan terlalu panjang: %d huruf, paling banyak 20.000.", n)
	}
}
