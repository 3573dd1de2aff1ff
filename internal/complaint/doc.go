// Package complaint is the domain: what a complaint is, which acts its state
// allows and to whom (Decide), and what an entry does to it (Apply). It holds
// the classes and their limits, the register number, the form and its rules.
//
// Words (domain glossary): a complaint (pengaduan, aspirasi, permintaan
// informasi) is received at a desk, verified, forwarded (disposisi), followed
// up (tindak lanjut), answered (tanggapan) and closed. Its class (normatif,
// tidak berkadar, berkadar pengawasan) gives the limit in working days. A
// clash is an edit or act that no longer fitted when it arrived; it is kept.
//
// Decide refuses what is not allowed when it is authored. Apply never fails.
// Nothing here reads a clock, a disk or a network.
package complaint
