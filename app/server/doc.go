// Package main is loket-pusat, the central server of the regency and its
// administration commands. It wires packages together and speaks to the
// administrator; every rule is in the packages below.
//
// Words: the data folder holds all that the server has: pusat.db, server.key
// (without which pusat.db cannot be read), and with --tls its certificate.
package main
