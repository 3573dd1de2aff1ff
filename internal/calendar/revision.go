package calendar

import (
	"cmp"
	"errors"
	"strconv"
	"strings"
)

// ErrNotARevision says that a text does not name a revision of the calendar.
var ErrNotARevision = errors.New("not a calendar revision of the form 2026-09-15 or 2026-09-15.2")

// Revision names a state of the decree record: the date of its newest decree
// and, because data are corrected without a new decree, an edition within it.
// The zero value is "nothing decreed yet" and comes before all others.
type Revision struct {
	Decreed Date
	Edition int // from 1; 0 counts as 1
}

// ParseRevision reads what Revision.String gives, and what Calendar.Revision
// gives, whose mark for closures ("+" and eight hexadecimal digits) says nothing
// of the record and is left out. Fault: ErrNotARevision.
func ParseRevision(s string) (Revision, error) {
	if s == "" {
		return Revision{}, nil
	}
	s, mark, marked := strings.Cut(s, "+")
	if marked && (len(mark) != 8 || strings.Trim(mark, "0123456789abcdef") != "") {
		return Revision{}, ErrNotARevision
	}
	if s == "" { // closures alone, before anything was decreed
		return Revision{}, nil
	}
	text, edition, numbered := strings.Cut(s, ".")
	r := Revision{Edition: 1}
	var err error
	if r.Decreed, err = ParseDate(text); err != nil {
		return Revision{}, ErrNotARevision
	}
	if numbered {
		if r.Edition, err = strconv.Atoi(edition); err != nil {
			return Revision{}, ErrNotARevision
		}
	}
	if r.String() != s { // one way of writing each: texts may be compared
		return Revision{}, ErrNotARevision
	}
	return r, nil
}

// String gives "2026-09-15" for the first edition, "2026-09-15.2" for the
// second, and "" when nothing was decreed.
func (r Revision) String() string {
	if r.Decreed.IsZero() || r.Edition <= 1 {
		return r.Decreed.String()
	}
	return r.Decreed.String() + "." + strconv.Itoa(r.Edition)
}

// Compare gives -1 when r is older than o, 0 when they are the same, else 1.
func (r Revision) Compare(o Revision) int {
	return cmp.Or(r.Decreed.Compare(o.Decreed), cmp.Compare(max(1, r.Edition), max(1, o.Edition)))
}
