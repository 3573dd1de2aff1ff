// Package ledger reads the register that an office kept before this program: a
// workbook, a CSV file, or the export of SP4N-LAPOR!. It finds the titles over
// the columns and what each column is, decides the order of day and month for
// each column from all its values, and turns every row into a complaint as it
// stands there, or into the reasons why it cannot be one.
//
// What it never does: guess in silence. What a column's values do not decide is
// a question to the office, and digits that Excel has thrown away are told, not
// made up. It opens no file and no database, reads no clock, and decides nothing
// about complaints: what a case is and what makes it impossible is in package
// complaint.
//
// Its words:
//
//   - Book, Sheet, Line, Cell: what stands in the file. Lines are numbered as a
//     spreadsheet shows them.
//   - Title: what stands over a column; of titles in two or three lines all of
//     them, the upper one first.
//   - Field: what a column is, such as the day of receipt.
//   - Mapping: the office's answers - which title is which field, the order of
//     day and month, what a status word means. It is kept and used again.
//   - Order: day before month, or month before day. Evidence is the value that
//     only one of them can read.
//   - Serial: Excel's number of a day.
//   - Record: a line of the table as a complaint, with remarks, or refused.
package ledger
