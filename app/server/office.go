package main

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"strings"
	"text/tabwriter"
	"unicode/utf8"

	"loketaduan/internal/fault"
	"loketaduan/internal/store"
)

// officeCode becomes part of register numbers and of feed names.
var officeCode = regexp.MustCompile(`^[0-9A-Za-z][0-9A-Za-z.]{0,19}$`)

var officeKinds = []string{"kecamatan", "opd", "koordinator"}

// newOffice checks what was typed. Faults: office.code.invalid,
// office.name.required, office.kind.invalid.
func newOffice(code, name, kind string) (store.Office, error) {
	o := store.Office{Code: strings.TrimSpace(code), Name: strings.TrimSpace(name), Kind: strings.ToLower(strings.TrimSpace(kind))}
	if o.Kind == "" {
		o.Kind = officeKinds[0]
	}
	var l fault.List
	if !officeCode.MatchString(o.Code) || o.Code == "pusat" {
		l.Add(fault.New(fault.Invalid, "office.code.invalid", "code", "Kode kantor tidak sah. Tulis seperti 63.03.05: angka, huruf, dan titik, paling banyak 20."))
	}
	if n := utf8.RuneCountInString(o.Name); n == 0 || n > 120 {
		l.Add(fault.New(fault.Invalid, "office.name.required", "name", "Isi nama kantor, paling banyak 120 huruf."))
	}
	if o.Kind != officeKinds[0] && o.Kind != officeKinds[1] && o.Kind != officeKinds[2] {
		l.Add(fault.New(fault.Invalid, "office.kind.invalid", "kind", "Jenis kantor harus kecamatan, opd, atau koordinator."))
	}
	return o, l.Err()
}

func (p *Program) officeAdd(ctx context.Context, args []string) error {
	f := p.flags("office add", "--code KODE --name NAMA [--kind kecamatan|opd|koordinator]")
	code := f.String("code", "", "kode kantor, misalnya 63.03.05")
	name := f.String("name", "", "nama kantor")
	kind := f.String("kind", officeKinds[0], "kecamatan, opd, atau koordinator")
	if err := p.parse(f, args, 0, "code", "name"); err != nil {
		return err
	}
	o, err := newOffice(*code, *name, *kind)
	if err != nil {
		return err
	}
	st, err := open(ctx, f.place())
	if err != nil {
		return err
	}
	defer st.Close()
	known, err := addOffice(ctx, st, o)
	if err != nil {
		return err
	}
	if known {
		fmt.Fprintf(p.Stdout, "Kantor %s sudah terdaftar dengan data yang sama.\n", o.Code)
	} else {
		fmt.Fprintf(p.Stdout, "Kantor %s %s terdaftar.\n", o.Code, o.Name)
	}
	return nil
}

// addOffice passes over an office that is known with the same data, so that
// commands can be repeated.
func addOffice(ctx context.Context, st *store.Store, o store.Office) (known bool, err error) {
	err = st.AddOffice(ctx, o)
	if f := fault.Of(err); f != nil && f.Kind == fault.Conflict {
		return true, nil
	}
	return false, err
}

func (p *Program) officeList(ctx context.Context, args []string) error {
	f := p.flags("office list", "")
	if err := p.parse(f, args, 0); err != nil {
		return err
	}
	st, err := open(ctx, f.place())
	if err != nil {
		return err
	}
	defer st.Close()
	offices, err := st.Offices(ctx)
	if err != nil {
		return err
	}
	devices, err := st.Devices(ctx)
	if err != nil {
		return err
	}
	count := map[string]int{}
	for _, d := range devices {
		if !d.Revoked {
			count[d.Office]++
		}
	}
	w := tabwriter.NewWriter(p.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "KODE\tNAMA\tJENIS\tPC")
	for _, o := range offices {
		fmt.Fprintf(w, "%s\t%s\t%s\t%d\n", o.Code, o.Name, o.Kind, count[o.Code])
	}
	return w.Flush()
}

func (p *Program) officeImport(ctx context.Context, args []string) error {
	f := p.flags("office import", "[--data FOLDER] BERKAS.csv")
	if err := p.parse(f, args, 1); err != nil {
		return err
	}
	file, err := os.Open(f.Arg(0))
	if err != nil {
		return fault.New(fault.Invalid, "office.import.file", "", "Berkas "+f.Arg(0)+" tidak dapat dibuka. Periksa nama dan letaknya.").Because(err)
	}
	defer file.Close()
	offices, err := readOffices(file)
	if err != nil {
		return err
	}
	st, err := open(ctx, f.place())
	if err != nil {
		return err
	}
	defer st.Close()
	added := 0
	for _, o := range offices {
		known, err := addOffice(ctx, st, o)
		if err != nil {
			return err
		}
		if !known {
			added++
		}
	}
	fmt.Fprintf(p.Stdout, "%d kantor didaftarkan, %d sudah terdaftar.\n", added, len(offices)-added)
	return nil
}

// readOffices reads code,name,kind with or without a title row. Nothing is
// taken from a file with a mistake: every row is checked first.
func readOffices(r io.Reader) ([]store.Office, error) {
	in := csv.NewReader(withoutBOM(r))
	in.FieldsPerRecord, in.TrimLeadingSpace = -1, true
	var out []store.Office
	seen := map[string]bool{}
	for first := true; ; first = false {
		row, err := in.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		line, _ := in.FieldPos(0)
		bad := func(what string) error {
			return fault.New(fault.Invalid, "office.import.row", "", fmt.Sprintf("Baris %d: %s Tidak ada kantor yang didaftarkan.", line, what))
		}
		switch {
		case err != nil:
			return nil, fault.New(fault.Invalid, "office.import.csv", "", "Berkas bukan CSV yang sah: periksa tanda kutip dan komanya. Tidak ada kantor yang didaftarkan.").Because(err)
		case first && strings.EqualFold(strings.TrimSpace(row[0]), "code"):
			continue
		case len(row) < 2 || len(row) > 3:
			return nil, bad("harus berisi code,name,kind.")
		}
		o, err := newOffice(row[0], row[1], strings.Join(row[2:], ""))
		if err != nil {
			return nil, bad(fault.Of(err).Message)
		}
		if seen[o.Code] {
			return nil, bad("kode " + o.Code + " sudah ada di baris sebelumnya.")
		}
		seen[o.Code] = true
		out = append(out, o)
	}
	if len(out) == 0 {
		return nil, fault.New(fault.Invalid, "office.import.empty", "", "Berkas tidak berisi kantor satu pun.")
	}
	return out, nil
}
