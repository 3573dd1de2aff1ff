package fault

import "errors"

// Kind says what sort of thing went wrong; screens and HTTP decide by it.
type Kind string

const (
	Invalid   Kind = "invalid"   // the input must be changed
	NotFound  Kind = "not_found" // the thing asked for is not here
	Conflict  Kind = "conflict"  // the state does not allow it (any more)
	Forbidden Kind = "forbidden" // this account may not do it
	Offline   Kind = "offline"   // the line or the server is not there; nothing is lost
	Internal  Kind = "internal"  // our own failure
)

// Fault is an error that a clerk can act on.
type Fault struct {
	Kind    Kind     `json:"kind"`
	Code    string   `json:"code"`            // dotted and for ever, e.g. complaint.narrative.required
	Field   string   `json:"field,omitempty"` // JSON name of the input field it belongs to
	Message string   `json:"message"`         // Indonesian, complete, says what to do
	Also    []*Fault `json:"also,omitempty"`  // further faults of the same input

	cause error
}

// New makes a fault. Field may be empty.
func New(kind Kind, code, field, message string) *Fault {
	return &Fault{Kind: kind, Code: code, Field: field, Message: message}
}

// Because gives the fault its cause, which only the log sees.
func (f *Fault) Because(err error) *Fault {
	g := *f
	g.cause = err
	return &g
}

// Error is the code and the cause: the text for the log, not for the screen.
func (f *Fault) Error() string {
	if f.cause == nil {
		return f.Code
	}
	return f.Code + ": " + f.cause.Error()
}

func (f *Fault) Unwrap() error { return f.cause }

// Is makes errors.Is compare faults by their code.
func (f *Fault) Is(target error) bool {
	var g *Fault
	return errors.As(target, &g) && g.Code == f.Code
}

// Of returns the fault inside err; any other error becomes an internal one.
// Of(nil) is nil.
func Of(err error) *Fault {
	if err == nil {
		return nil
	}
	var f *Fault
	if errors.As(err, &f) {
		return f
	}
	return New(Internal, "internal", "", "Terjadi kesalahan di dalam program. Ulangi sekali lagi; bila tetap gagal, hubungi admin dan sebutkan jam kejadiannya.").Because(err)
}

// List gathers the faults of one input so that all of them reach their fields.
type List []*Fault

// Add notes a fault; nil is ignored.
func (l *List) Add(f *Fault) {
	if f != nil {
		*l = append(*l, f)
	}
}

// Err is nil when there are none, else the first fault carrying the others.
func (l List) Err() error {
	if len(l) == 0 {
		return nil
	}
	first := *l[0]
	first.Also = append([]*Fault(nil), l[1:]...)
	return &first
}

// HTTPStatus is the one place where a kind becomes a status code (RFC 9110).
func (k Kind) HTTPStatus() int {
	switch k {
	case Invalid:
		return 422
	case NotFound:
		return 404
	case Conflict:
		return 409
	case Forbidden:
		return 403
	case Offline:
		return 503
	default:
		return 500
	}
}
