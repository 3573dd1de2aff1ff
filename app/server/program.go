package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"strings"

	"loketaduan/internal/fault"
)

// Exit codes of every command.
const (
	exitDone   = 0
	exitFailed = 1 // the command could not do what was asked
	exitUsage  = 2 // the command was not understood
)

const defaultData = "./data/pusat"

// Program is loket-pusat with its surroundings given, so that tests can run it.
type Program struct {
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	Serving        func(net.Addr) // told when serve has its port; may be nil
}

type command struct {
	name, args, about string
	run               func(*Program, context.Context, []string) error
}

var commands = []command{
	{"serve", "[--listen ALAMAT] [--tls | --tls-cert F --tls-key F] [--address URL]", "menjalankan server", (*Program).serve},
	{"office add", "--code KODE --name NAMA [--kind kecamatan|opd|koordinator]", "mendaftarkan satu kantor", (*Program).officeAdd},
	{"office list", "", "menampilkan daftar kantor", (*Program).officeList},
	{"office import", "BERKAS.csv", "mendaftarkan banyak kantor (kolom: code,name,kind)", (*Program).officeImport},
	{"enrol", "--office KODE [--address URL]", "membuat kode pendaftaran untuk satu PC, berlaku 7 hari", (*Program).enrol},
	{"device list", "[--office KODE]", "menampilkan PC: terakhir menghubungi, jurnal yang pernah berbeda, salinan", (*Program).deviceList},
	{"device revoke", "ID", "mencabut satu PC, misalnya yang hilang", (*Program).deviceRevoke},
	{"journal verify", "", "memeriksa seluruh jurnal: rantai setiap PC dan umpan setiap kantor", (*Program).journalVerify},
	{"calendar key", "", "menampilkan sidik jari kunci kalender, untuk dibacakan lewat telepon", (*Program).calendarKey},
	{"calendar export", "[--to FOLDER]", "menulis kalender yang berlaku sebagai berkas CSV untuk disunting", (*Program).calendarExport},
	{"calendar check", "FOLDER|BERKAS", "memeriksa folder CSV atau berkas kalender, dan menampilkan perbedaannya", (*Program).calendarCheck},
	{"calendar sign", "FOLDER --out BERKAS [--edition N] [--regency KODE]", "membuat berkas kalender bertanda tangan dari folder CSV", (*Program).calendarSign},
	{"calendar publish", "BERKAS [--dry-run]", "menerbitkan berkas kalender ke semua kantor", (*Program).calendarPublish},
	{"calendar due", "[--office KODE]", "menghitung tenggat setiap aduan dalam jurnal (CSV)", (*Program).calendarDue},
	{"parcel import", "[--answer BERKAS] BERKAS.loket", "memasukkan parsel USB sebuah PC dan menulis jawabannya", (*Program).parcelImport},
	{"deadline", "--cases BERKAS.csv", "menghitung batas waktu dari berkas CSV", nil},
}

// Run carries out one command and gives its exit code.
func (p *Program) Run(ctx context.Context, args []string) int {
	if len(args) > 0 && args[0] == "deadline" {
		return runDeadline(args[1:], p.Stdin, p.Stdout, p.Stderr)
	}
	if len(args) == 0 {
		p.usage(p.Stderr)
		return exitUsage
	}
	if args[0] == "help" || args[0] == "-h" || args[0] == "--help" {
		p.usage(p.Stdout)
		return exitDone
	}
	for _, c := range commands {
		words := strings.Fields(c.name)
		if len(args) < len(words) || strings.Join(args[:len(words)], " ") != c.name {
			continue
		}
		return p.code(c, c.run(p, ctx, args[len(words):]))
	}
	fmt.Fprintf(p.Stderr, "Perintah %q tidak dikenal.\n\n", strings.Join(args[:min(2, len(args))], " "))
	p.usage(p.Stderr)
	return exitUsage
}

func (p *Program) usage(w io.Writer) {
	fmt.Fprintln(w, "loket-pusat: server pusat Loket Aduan\n\nPerintah:")
	for _, c := range commands {
		fmt.Fprintf(w, "  loket-pusat %s\n      %s\n", strings.TrimSpace(c.name+" "+c.args), c.about)
	}
	fmt.Fprintf(w, "\nSemua perintah kecuali deadline menerima --data FOLDER (bawaan %s)\ndan --database postgres://... bila datanya di PostgreSQL (atau tulis alamatnya di %s).\n", defaultData, databaseEnv)
}

// errUsage means that the flags were wrong and that this has been said.
var errUsage = errors.New("usage")

func (p *Program) code(c command, err error) int {
	switch {
	case err == nil, errors.Is(err, flag.ErrHelp):
		return exitDone
	case errors.Is(err, errUsage):
		return exitUsage
	}
	f := fault.Of(err)
	fmt.Fprintln(p.Stderr, f.Message)
	for _, also := range f.Also {
		fmt.Fprintln(p.Stderr, also.Message)
	}
	if f.Kind == fault.Internal {
		fmt.Fprintf(p.Stderr, "Rincian untuk admin: %v\n", err)
	}
	return exitFailed
}

// flags of a command, with --data, --database and an Indonesian help. parse gives errUsage
// for what was not understood; required names flags that must not be empty.
type flags struct {
	*flag.FlagSet
	data, database *string
}

func (p *Program) flags(name, args string) flags {
	f := flags{FlagSet: flag.NewFlagSet(name, flag.ContinueOnError)}
	f.SetOutput(io.Discard) // the flag package speaks English
	f.data = f.String("data", defaultData, "folder data server")
	f.database = f.String("database", "", "postgres://... sebagai ganti SQLite di folder data; juga lewat "+databaseEnv)
	f.Usage = func() {
		fmt.Fprintf(p.Stderr, "Pemakaian: loket-pusat %s\n", strings.TrimSpace(name+" "+args))
		f.VisitAll(func(x *flag.Flag) {
			fmt.Fprintf(p.Stderr, "  --%-9s %s", x.Name, x.Usage)
			if x.DefValue != "" && x.DefValue != "false" {
				fmt.Fprintf(p.Stderr, " (bawaan %s)", x.DefValue)
			}
			fmt.Fprintln(p.Stderr)
		})
	}
	return f
}

// Flags may stand before and after the arguments.
func (p *Program) parse(f flags, args []string, rest int, required ...string) error {
	var plain []string
	err := f.Parse(args)
	for err == nil && f.NArg() > 0 {
		plain = append(plain, f.Arg(0))
		err = f.Parse(f.Args()[1:])
	}
	if err == nil {
		err = f.Parse(append([]string{"--"}, plain...))
	}
	switch {
	case errors.Is(err, flag.ErrHelp):
		return err
	case err != nil:
		fmt.Fprintln(p.Stderr, "Ada pilihan yang tidak dikenal atau tidak lengkap.")
	case f.NArg() != rest:
		fmt.Fprintln(p.Stderr, "Jumlah argumen tidak sesuai.")
	default:
		missing := false
		for _, name := range required {
			if strings.TrimSpace(f.Lookup(name).Value.String()) == "" {
				fmt.Fprintf(p.Stderr, "Pilihan --%s wajib diisi.\n", name)
				missing = true
			}
		}
		if !missing {
			return nil
		}
	}
	f.Usage()
	return errUsage
}
