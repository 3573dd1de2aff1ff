// Package calendar is the government's working calendar and the deadlines
// counted on it: civil dates, the days closed by decree, and the N-th working
// day after a receipt.
//
// The rule: the receipt date is day 0, day 1 is the first working day strictly
// after it, and an answer is due on the N-th working day until 23:59:59 WITA.
// The hour of receipt has no effect. Saturday and Sunday (in a six-day office
// Sunday alone), libur nasional, cuti bersama, election days and local closures
// are not working days. While an office waits for a reporter to complete a
// file, days are not counted; those already counted stay counted.
//
// What it never does: read a clock, a file, a database or the network; take
// missing decrees for "no holidays" (a result that needs a year without a
// decree is provisional); change after it was built (a Calendar may be shared
// by any number of goroutines); name a person.
//
// Its words:
//
//   - Date: a civil date with no time and no zone. Its zero value is "no date".
//   - Decree: a joint ministerial decision (SKB), a presidential decision
//     (Keppres) or a local decision that closes days. The base decree of a year
//     declares that year; amendments add and withdraw days.
//   - Declared: a year whose base decree is known.
//   - Provisional (sementara): counted on a year that is not declared.
//   - Revision: which decrees a Calendar holds, named by the date of the newest.
//   - Pause: the days between a completion request and the completed file.
//
// Whether one day is a working day is judged by rickar/cal on the decreed days;
// the judgements are kept as tables of counts, so that a deadline is a lookup
// and not a walk.
package calendar
