// Package calendar is the government's working calendar and the deadlines
// counted on it: civil dates, the record of what was decreed and when, the days
// closed by it, and the N-th working day after a receipt.
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
// decree is provisional); change after it was built (a Calendar or a Decrees may
// be shared by any number of goroutines); take in half of a package; name a
// person.
//
// Its words:
//
//   - Date: a civil date with no time and no zone. Its zero value is "no date".
//   - Decree: a joint ministerial decision (SKB), a presidential decision
//     (Keppres) or a local decision that closes days. The base decree of a year
//     declares that year; amendments add and withdraw days.
//   - Record (Decrees): the decrees of all declared years, so that the calendar
//     of any earlier day can be had again. A regency keeps it as CSV files.
//   - Revision: a state of the record, named by the date of its newest decree
//     and, when data were corrected without a new decree, an edition.
//   - Package: a record as one file signed with Ed25519, which comes by sync or
//     on a USB stick and takes the place of an older record, or is refused.
//   - Scope: the region or office that a day binds; "" is the whole country.
//   - Declared: a year whose base decree is known.
//   - Provisional (sementara): counted on a year that is not declared.
//   - Estimate (perkiraan): a holiday of an undeclared year with the dates it may
//     fall on. A provisional deadline has an earliest date (Due) and a latest one.
//   - Pause: the days between a completion request and the completed file.
//
// Whether one day is a working day is judged by rickar/cal on the decreed days;
// the judgements are kept as tables of counts, so that a deadline is a lookup
// and not a walk. Only where a deadline meets a Hijri holiday that is not decreed
// yet is it walked, once with each such holiday as short and once as long as it
// can be.
package calendar
