// Package exchange is how a desk and the central server pass the journal to
// each other: the messages on the wire, the client that speaks to the server,
// and the loop that decides when to speak.
//
// Words: a push sends own entries in the order of their seq, a pull fetches the
// office's feed from a cursor (epoch, position, feed hash), a wait is a pull
// that the server holds until there is something; hello is the probe that only
// the true server can answer.
//
// What heals without anybody's choice: a fork (the same place in a chain holds
// two entries: the PC was cloned, or restored from a backup) makes the PC take a
// new name (rejoin) and send under it what the server has not. A server with another
// history than the cursor's, or with less of us than it acknowledged, is asked
// how far it agrees (compare); the rest counts as unsent again, own entries are
// pushed, those of others are relayed with a signed place in the feed as proof
// of the loss, and the feed is read from its start (rewind). What cannot
// continue the other PC's chain, because nobody has what lies between or the
// chain went another way, the server keeps beside it. A server that forgot the
// PC knows it again by its certificate (return).
//
// Nothing is believed for its status code: a push counts only with our own
// chain hash at the acknowledged entry, a page only if the feed hash fits at
// both of its ends. So a captive portal, a truncated body or a restored server
// can delay the exchange, never damage a journal.
//
// It never stores anything (a Desk does), never blocks the clerk, never logs
// what an entry says, and never deletes.
package exchange
