// Package paper puts a complaint on paper: the receipt (tanda terima) with its
// signed QR code, the disposition sheet (lembar disposisi), the reply (surat
// jawaban) and the register (buku register), as PDF, and the receipt as a strip
// for a thermal printer too, as PDF or as its own commands (ESC/POS).
//
// Words: a sheet is a PDF being drawn; a strip is the receipt as lines for a
// narrow roll; the kop is the letterhead of an office.
//
// What stands on each paper follows the domain notes 1.10 to 1.13. It decides
// itself what may be shown of a reporter: of a NIK and a phone number the last
// signs, on the office's half of an anonymous or confidential receipt, on a
// disposition and on a letter nothing at all.
//
// The same input gives the same bytes; the time is part of the input. It never
// reads a register, opens a printer, a file or a line, and never logs.
package paper
