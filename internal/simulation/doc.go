// Package simulation holds tests only: desks (package office) and a server
// (package central) together.
//
// Some run over real HTTP on this machine, and TestRealProcesses kills real
// programs on both ends of a bad line. The rest is a simulation from one
// seed, in which nothing is left to chance:
//
//   - Real are the stores (SQLite files, in memory where the system has such a
//     folder), the desk's use cases, the engine and the requests of the exchange,
//     the client with its packing and checks, the server's handler, and the fold.
//   - Not real are the time, the line, the disks' failing and the people. One
//     goroutine takes events from a calendar (world); a request is a coroutine
//     that rests while the line has the word (flight), so that clerks work and
//     machines stop between question and answer.
//   - The plan of a seed says how many desks there are, how much is done, and
//     which hazards the run holds: a slow line, lost, cut, torn, doubled and late
//     requests, partitions, captive portals, proxies that answer, machines that
//     stop before a commit or between the commit and its answer, full disks,
//     clocks that jump by years, programs of last and of next year, a new PC in
//     the middle, with a server or alone at first, that is filled in many small
//     pages from the head down and meets misfortunes of its own meanwhile, cloned
//     and restored desks, a server that goes back to its backup, together with them too.
//   - The ledger stands beside and believes nobody: after every write it reads the
//     tables with its own eyes. Nothing vanishes, what counts as sent is on the
//     server, "all is sent" is never shown while something is not, numbers only
//     grow and are given once, the cursor has its rows (above the place that a PC
//     is filled down to), no complaint appears half, feeds have no gap and no entry
//     twice, and what a clerk saw as saved is on the disk.
//   - In the end all faults stop, and within bounded time there must be peace:
//     every entry that was seen as saved is on the server and on every desk that
//     is entitled to it, every desk shows every complaint as the server's order
//     makes it, and all chains and feed hashes hold.
//
// A seed is the whole run: the same seed gives the same trace, line by line.
//
//	go test ./internal/simulation -run TestSeeds -seed 4711 -v     one seed, twice, told
//	go test ./internal/simulation -run TestSeeds -from 1 -seeds 500
//	build/soak --minutes 60                                        as many as there is time for
//
// Programs with one deliberate fault each (breakages) show that the ledger
// would notice; they are put around the real ones from outside.
//
// Not simulated: two transactions of one machine at the same time (SQLite has
// one writer; the store's own tests look at readers), a torn page of the disk
// (SQLite's own business; the store's tests kill processes), PostgreSQL, TLS,
// the size of packed bodies, files beside the journal, and the runner's own
// goroutines, which the tests over real HTTP use.
//
// Nothing of it is part of a program.
package simulation
