// Package testdb gives a test a database of its own: a SQLite file, or a schema
// in a PostgreSQL, which it starts when none is given. It is for tests alone and
// knows nothing of what is stored.
//
// A test that is run by Both has two sub-tests, "sqlite" and "postgres"; their
// names say which database Fresh gives.
package testdb
