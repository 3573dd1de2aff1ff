// Package simulation holds tests only: real desks (package office) and a real
// server (package central) together, over real HTTP on this machine, with the
// line cut, the server stopped and programs started anew.
//
// Nothing of it is part of a program.
package simulation
