// Package journal is the envelope of every change: who, where, when, what,
// based on what, and the hash chain that proves that nothing was altered.
//
// Words: an entry is one change; a stream is what it belongs to (a complaint,
// the accounts, the offices); a device is one PC, whose entries are numbered
// without a gap (seq) and chained (prev, hash); rev is the order within the
// stream and pos the place in an office's feed, both given by the server.
//
// It never decides what a change means (package complaint does), never reads a
// clock, a disk or a network.
package journal
