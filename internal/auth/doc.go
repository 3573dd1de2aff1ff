// Package auth holds the roles, what each may do (one table), and the rules
// for user names and passwords.
//
// Words: petugas (clerk at the counter), pimpinan (camat or head of an
// office), admin (of the office), koordinator (of the regency, DKISP).
//
// It never stores an account and never checks a password against anything.
package auth
