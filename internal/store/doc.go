// Package store is the register on disk, for the desk and for the central
// server: entries, the lists and the search index made from them, drafts,
// key slots, feeds and devices. One set of SQL serves both ends, and both
// databases: what differs between SQLite and PostgreSQL is in a dialect.
//
// Words: an entry is appended in one transaction together with everything
// that follows from it (projection, search tokens, number); projections can be
// rebuilt from the entries at any time; a feed is what an office is entitled
// to see, in the order in which the server accepted it.
//
// It never decides whether an act is allowed (package complaint does) and
// never speaks to a network. Personal data reach the disk only sealed.
package store
