// Package report turns rows and figures into Excel workbooks that an office can
// use at once: real dates, NIK and phone numbers as text, filters, a frozen
// header, and pages that print on F4.
//
// What it never does: ask a database, a clock or the network (rows and the time
// of printing are given to it); decide who may see an identity (the caller says
// so in RegisterHead.IdentityShown), yet it masks once more by itself, so that a
// mistake above it shows no anonymous name; write a formula or a macro.
//
// Its words:
//
//   - Register (buku register pengaduan): one line for each complaint in 21
//     columns, the book that an office keeps by law.
//   - Head: what stands above the table: office, period, who printed it when,
//     and as of which moment the data are.
//   - Mask: to take out of a line what the reader of the file may not see.
//   - Provisional (sementara): a due date counted on a year whose holidays are
//     not decreed yet.
//   - NIHIL: the one line of a period without complaints.
//   - Serial: Excel's number for a date, days since 30 December 1899. It has no
//     zone, so what is written is what the office's clock showed.
//
// The workbook is streamed: rows above 16 MB wait, readable, in a temporary file
// that is removed before WriteRegister returns, whatever the outcome.
package report
