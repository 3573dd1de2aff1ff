// Package desktop is what the window may ask: methods bound to Wails, view
// structs, and the guard around every call. It turns what the office says into
// finished Indonesian words and back.
//
// It holds no rules and keeps no state beyond the open desk: what is allowed
// is decided below it, and the window keeps nothing that Go does not know.
package desktop
