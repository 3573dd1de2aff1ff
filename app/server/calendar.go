package main

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"loketaduan/internal/calendar"
	"loketaduan/internal/central"
	"loketaduan/internal/fault"
	"loketaduan/internal/journal"
	"loketaduan/internal/store"
)

// calendarKey prints the fingerprint alone on the standard output.
func (p *Program) calendarKey(ctx context.Context, args []string) error {
	f := p.flags("calendar key", "")
	if err := p.parse(f, args, 0); err != nil {
		return err
	}
	srv, st, err := p.server(ctx, f.place(), central.Options{})
	if err != nil {
		return err
	}
	defer st.Close()
	fmt.Fprintln(p.Stdout, calendar.Fingerprint(srv.PublicKey()))
	fmt.Fprintln(p.Stderr, "Ini sidik jari kunci kalender kabupaten. Bacakan lewat telepon kepada kantor yang PC-nya tidak tersambung; jangan dikirim bersama berkasnya.")
	return nil
}

// calendarExport writes the record in force as files for a spreadsheet.
func (p *Program) calendarExport(ctx context.Context, args []string) error {
	f := p.flags("calendar export", "[--to FOLDER]")
	to := f.String("to", "kalender", "folder tujuan; dibuat bila belum ada")
	if err := p.parse(f, args, 0, "to"); err != nil {
		return err
	}
	_, st, err := p.server(ctx, f.place(), central.Options{})
	if err != nil {
		return err
	}
	defer st.Close()
	record := st.Rulebook().Decrees()
	files := record.CSV()
	names := make([]string, 0, len(files))
	for name := range files {
		names = append(names, name)
		if _, err := os.Stat(filepath.Join(*to, name)); err == nil {
			return fault.New(fault.Conflict, "calendar.export.there", "to", "Berkas "+name+" sudah ada di folder "+*to+". Pilih folder lain dengan --to, agar suntingan tidak tertimpa.")
		}
	}
	slices.Sort(names)
	if err := os.MkdirAll(*to, 0o755); err != nil {
		return exportFault(*to, err)
	}
	for _, name := range names {
		if err := os.WriteFile(filepath.Join(*to, name), files[name], 0o644); err != nil {
			return exportFault(*to, err)
		}
	}
	fmt.Fprintf(p.Stdout, "Kalender revisi %s ditulis ke %s: %s.\n", record.Revision(), *to, strings.Join(names, ", "))
	fmt.Fprintln(p.Stderr, "Sunting dengan lembar kerja dan simpan lagi sebagai CSV UTF-8. Setiap keputusan baru menjadi baris di holiday_amendments.csv, dan harinya di holidays.csv.")
	return nil
}

func exportFault(to string, err error) error {
	return fault.New(fault.Invalid, "calendar.export.folder", "to", "Folder "+to+" tidak dapat ditulis. Periksa nama, hak akses, dan sisa ruang disk.").Because(err)
}

// calendarSign makes the signed package out of the files of a folder.
func (p *Program) calendarSign(ctx context.Context, args []string) error {
	f := p.flags("calendar sign", "FOLDER --out BERKAS [--edition N] [--regency KODE]")
	out := f.String("out", "", "berkas kalender yang dibuat")
	edition := f.Int("edition", 0, "nomor edisi; bawaan: yang ada di record.csv, atau 1")
	regency := f.String("regency", "", "kode kabupaten; bawaan: yang ada di record.csv, atau dari kode kecamatan")
	if err := p.parse(f, args, 1, "out"); err != nil {
		return err
	}
	_, st, err := p.server(ctx, f.place(), central.Options{})
	if err != nil {
		return err
	}
	defer st.Close()
	key, err := central.SigningKey(ctx, st)
	if err != nil {
		return err
	}
	record, err := readRecord(f.Arg(0))
	if err != nil {
		return err
	}
	imprint := record.Imprint()
	imprint.Issued = calendar.DateIn(time.Now(), calendar.WITA)
	if *edition != 0 {
		imprint.Edition = *edition
	}
	if *regency != "" {
		imprint.Regency = *regency
	}
	if imprint.Regency == "" {
		if imprint.Regency, err = regencyOf(ctx, st); err != nil {
			return err
		}
	}
	record = record.WithImprint(imprint)
	if err := record.Check(); err != nil {
		return err
	}
	public := key.Public().(ed25519.PublicKey)
	file := calendar.Pack(record, func(message []byte) []byte { return ed25519.Sign(key, message) }, public)
	if largest := journal.MaxBody/4*3 - 1024; len(file) > largest { // as text within the body of an entry
		return fault.New(fault.Invalid, "calendar.sign.large", "", fmt.Sprintf("Kalender ini %d KB; paling besar %d KB agar dapat dikirim ke PC loket. Ringkas kolom note, verification, dan nama keputusan yang panjang.", len(file)>>10, largest>>10))
	}
	if err := os.WriteFile(*out, file, 0o644); err != nil {
		return fault.New(fault.Invalid, "calendar.sign.out", "out", "Berkas "+*out+" tidak dapat ditulis. Periksa nama, hak akses, dan sisa ruang disk.").Because(err)
	}
	fmt.Fprintf(p.Stdout, "Kalender revisi %s ditandatangani: %s.\nSidik jari kunci: %s\n", record.Revision(), *out, calendar.Fingerprint(public))
	p.warnOfOlder(record, st.Rulebook().Decrees())
	p.warnOfFuture(record)
	return nil
}

// warnOfFuture finds a mistyped year that would lock every true decree out: only
// newer revisions are taken.
func (p *Program) warnOfFuture(record *calendar.Decrees) {
	if newest := record.Revision().Decreed; newest.After(calendar.DateIn(time.Now(), calendar.WITA)) {
		fmt.Fprintf(p.Stderr, "Perhatian: keputusan terbaru bertanggal %s, sesudah hari ini. Periksa tahunnya: sesudah terbit, kalender dengan tanggal lebih awal tidak diterima lagi.\n", newest.Long())
	}
}

// warnOfOlder says what a desk would say of the package.
func (p *Program) warnOfOlder(record, inForce *calendar.Decrees) {
	switch f := fault.Of(calendar.Supersedes(record, inForce)); {
	case f == nil, f.Code == "calendar.package.known":
	case f.Code == "calendar.package.differs":
		fmt.Fprintf(p.Stderr, "Perhatian: isinya lain daripada kalender yang berlaku, padahal revisinya sama. Tambahkan --edition %d, kalau tidak tidak ada PC yang menerimanya.\n",
			inForce.Imprint().Edition+1)
	default:
		fmt.Fprintln(p.Stderr, "Perhatian: "+f.Message)
	}
}

// regencyOf is the region that every kecamatan of the server lies in, "" when
// that is not one.
func regencyOf(ctx context.Context, st *store.Store) (string, error) {
	offices, err := st.Offices(ctx)
	if err != nil {
		return "", err
	}
	found := ""
	for _, o := range offices {
		parts := strings.Split(o.Code, ".")
		if o.Kind != officeKinds[0] || len(parts) < 3 {
			continue
		}
		one := strings.Join(parts[:2], ".")
		if found != "" && found != one {
			return "", nil
		}
		found = one
	}
	return found, nil
}

// readRecord reads the files of a folder.
func readRecord(folder string) (*calendar.Decrees, error) {
	if info, err := os.Stat(folder); err != nil || !info.IsDir() {
		return nil, fault.New(fault.Invalid, "calendar.folder", "", "Folder "+folder+" tidak ditemukan. Buat dengan: loket-pusat calendar export --to "+folder).Because(err)
	}
	return calendar.ReadCSV(os.DirFS(folder))
}

// readPackage reads a signed package.
func readPackage(path string) (*calendar.Package, []byte, error) {
	file, err := os.ReadFile(path)
	if err != nil {
		return nil, nil, fault.New(fault.Invalid, "calendar.file", "", "Berkas "+path+" tidak dapat dibuka. Periksa nama dan letaknya.").Because(err)
	}
	pkg, err := calendar.ReadPackage(file)
	return pkg, file, err
}

// calendarCheck tells what a folder or a package says, and what would change.
func (p *Program) calendarCheck(ctx context.Context, args []string) error {
	f := p.flags("calendar check", "FOLDER|BERKAS")
	if err := p.parse(f, args, 1); err != nil {
		return err
	}
	inForce, trusted, err := p.inForce(ctx, f.place())
	if err != nil {
		return err
	}
	var record *calendar.Decrees
	if info, err := os.Stat(f.Arg(0)); err == nil && !info.IsDir() {
		pkg, _, err := readPackage(f.Arg(0))
		if err != nil {
			return err
		}
		record = pkg.Decrees
		whose := "BUKAN kunci kabupaten ini"
		if slices.ContainsFunc(trusted, func(k ed25519.PublicKey) bool { return pkg.SignedBy(k) }) {
			whose = "kunci kabupaten ini"
		} else if trusted == nil {
			whose = "tidak dibandingkan: belum ada data server di sini"
		}
		fmt.Fprintf(p.Stdout, "Tanda tangan utuh. Sidik jari kunci: %s (%s)\n", calendar.Fingerprint(pkg.Key), whose)
	} else if record, err = readRecord(f.Arg(0)); err != nil {
		return err
	}
	p.warnOfFuture(record)
	return p.describe(record, inForce)
}

// inForce gives the record that counts, and the keys that are trusted; without
// data, which a check must not make, the record of the program.
func (p *Program) inForce(ctx context.Context, at place) (*calendar.Decrees, []ed25519.PublicKey, error) {
	sign := databaseFile
	if at.database != "" {
		sign = keyFile
	}
	if _, err := os.Stat(filepath.Join(at.folder, sign)); errors.Is(err, fs.ErrNotExist) {
		return calendar.EmbeddedDecrees(), nil, nil
	}
	_, st, err := p.server(ctx, at, central.Options{})
	if err != nil {
		return nil, nil, err
	}
	defer st.Close()
	keys, err := st.CalendarKeys(ctx)
	return st.Rulebook().Decrees(), keys, err
}

// describe prints the years of a record and its differences to the one in force.
func (p *Program) describe(record, inForce *calendar.Decrees) error {
	var b bytes.Buffer
	imprint := record.Imprint()
	fmt.Fprintf(&b, "Kalender revisi %s", record.Revision())
	if imprint.Regency != "" {
		fmt.Fprintf(&b, ", kabupaten %s", imprint.Regency)
	}
	if !imprint.Issued.IsZero() {
		fmt.Fprintf(&b, ", diterbitkan %s", imprint.Issued.Text())
	}
	b.WriteString("\n\n")
	w := table(&b)
	fmt.Fprintln(w, "TAHUN\tSTATUS\tHARI\tPERUBAHAN\tKEPUTUSAN")
	last := 0
	for _, y := range record.Years() {
		days, local := record.Days(y.Year), ""
		if n := len(slices.DeleteFunc(slices.Clone(days), func(d calendar.Day) bool { return d.Scope == "" })); n > 0 {
			local = fmt.Sprintf(" (%d lokal)", n)
		}
		fmt.Fprintf(w, "%d\tditetapkan %s\t%d%s\t%d\t%s\n", y.Year, y.DecreedOn.Text(), len(days), local, len(y.Amended), y.Decree)
		last = y.Year
	}
	fmt.Fprintf(w, "%d\tbelum ditetapkan\t-\t-\ttenggat yang menyentuh tahun ini sementara\n", last+1)
	w.Flush()
	changes, years := calendar.Diff(inForce, record)
	fmt.Fprintf(&b, "\nDibandingkan dengan kalender yang berlaku (revisi %s):\n", inForce.Revision())
	for _, y := range years {
		fmt.Fprintf(&b, "  tahun %d menjadi ditetapkan\n", y)
	}
	for _, c := range changes {
		sign, where := "-", ""
		if c.Added {
			sign = "+"
		}
		if c.Day.Scope != "" {
			where = ", hanya " + c.Day.Scope
		}
		fmt.Fprintf(&b, "  %s %s  %s  %s%s  [%s]\n", sign, c.Day.Date.Long(), c.Day.Kind, c.Day.Name, where, c.Day.Decree)
	}
	if len(changes)+len(years) == 0 {
		b.WriteString("  tidak ada hari yang berbeda\n")
	}
	if f := fault.Of(calendar.Supersedes(record, inForce)); f != nil {
		fmt.Fprintf(&b, "%s\n", f.Message)
	} else {
		b.WriteString("Kalender ini dapat diterbitkan.\n")
	}
	_, err := p.Stdout.Write(b.Bytes())
	return err
}
