package desktop

import (
	"context"
	"flag"
	"io"

	"loketaduan/internal/auth"
	"loketaduan/internal/office"
)

// Practice account, printed by `build/run` and good for nothing else: its
// server listens on this machine alone.
const (
	practiceUser     = "latihan"
	practicePassword = "latihan-martapura"
)

// setUpPractice sets a desk up without a window, with an enrolment code.
func setUpPractice(args []string, out io.Writer) error {
	flags := flag.NewFlagSet("setup-practice", flag.ContinueOnError)
	code := flags.String("enrol-code", "", "kode pendaftaran dari loket-pusat enrol")
	if err := flags.Parse(args); err != nil {
		return err
	}
	ctx := context.Background()
	o, err := office.Open(ctx, office.Config{Dir: dataDir()})
	if err != nil {
		return err
	}
	defer o.Close()
	phase, err := o.Phase(ctx)
	if err != nil || phase != "setup" {
		return err
	}
	recovery, err := o.SetUp(ctx, office.SetUp{Code: *code, First: office.NewAccount{Name: "Petugas Latihan", Username: practiceUser, Role: auth.Admin, Password: practicePassword, Again: practicePassword}})
	if err != nil {
		return err
	}
	printf(out, "Akun latihan: %s, kata sandi: %s\nKode pemulihan: %s\n", practiceUser, practicePassword, recovery)
	return nil
}
