// Package central is the server of the regency: it orders and keeps what the
// desks write, and hands each office what it is entitled to. It has use cases
// (enrol, push, pull, wait, hello) and their HTTP.
//
// Words: a device is an enrolled PC, known by a token of which only the
// SHA-256 is kept; an enrolment is the one-time right to become one; the
// signing key is what desks know the server by; the epoch names the history of
// its database.
//
// A push is refused as a whole only when no program of ours can have sent it,
// or when the device's chain does not fit; what the server merely cannot
// understand is kept and set aside. It never folds a complaint, never changes
// an entry, and never logs more than ids and counts.
package central
