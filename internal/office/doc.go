// Package office is what a desk does, one verb per file: set up, sign in,
// record, act, list, send and receive, export. It joins the domain
// (complaint), the register on disk (store), and the line (exchange).
//
// Words: a desk is one PC of one office; a session is the account that is
// signed in; locked means that the session waits while the screen is covered.
//
// Nothing that a clerk does here waits for the network, and nobody is told of
// a change before it is committed. It never draws a screen.
package office
