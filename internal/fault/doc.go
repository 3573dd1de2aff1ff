// Package fault is the one error type of the product: a kind, a code that
// never changes, the field it belongs to, and a finished Indonesian message
// that tells the reader what to do. The cause is for the log alone.
//
// It never formats for a screen, never logs and never carries personal data:
// a message may name a field, never what was typed into it.
package fault
