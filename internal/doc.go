// Package internal holds the tests of the rules that the whole tree keeps: which
// layer may import which, and that every package says what it is. It has no code
// of its own.
package internal
