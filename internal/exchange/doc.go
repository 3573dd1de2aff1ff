// Package exchange is how a desk and the central server pass the journal to
// each other: the messages on the wire, the client that speaks to the server,
// and the loop that decides when to speak.
//
// Words: a push sends own entries in the order of their seq, a pull fetches the
// office's feed from a cursor (epoch, position, feed hash), a wait is a pull
// that the server holds until there is something; hello is the probe that only
// the true server can answer. A rewind is a cursor set back to the start,
// because the server has another history than the one the cursor belongs to.
//
// Nothing is believed for its status code: a push counts only with our own
// chain hash at the acknowledged entry, a page only if the feed hash fits at
// both of its ends. So a captive portal, a truncated body or a restored server
// can delay the exchange, never damage a journal.
//
// It never stores anything (a Desk does), never blocks the clerk, never logs
// what an entry says, and never deletes.
package exchange
