// Package main is loket-pusat, the central server of the regency and its
// administration commands. It wires packages together and speaks to the
// administrator; every rule is in the packages below.
//
// Words: the data folder holds all that the server has: pusat.db, server.key
// (without which the data cannot be read), and with --tls its certificate. With
// --database the data are in a PostgreSQL instead of pusat.db; the key stays in
// the folder.
package main
