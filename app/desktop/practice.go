package desktop

import (
	"context"
	"flag"
	"io"
	"path/filepath"

	"loketaduan/internal/auth"
	"loketaduan/internal/office"
)

// Practice account, printed by `build/run` and good for nothing else: its
// server listens on this machine alone.
const (
	practiceUser     = "latihan"
	practicePassword = "latihan-martapura"
)

func practiceDir() string { return filepath.Join(dataDir(), "latihan") }

// current is the desk that the window shows: the practice one while there is one.
func (d *Desk) current() *office.Desk {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.practising != nil {
		return d.practising
	}
	return d.desk
}

// practise puts a practice desk in place of the true one, or nil for its end; it
// gives the one before.
func (d *Desk) practise(o *office.Desk) (before *office.Desk) {
	d.mu.Lock()
	defer d.mu.Unlock()
	before, d.practising = d.practising, o
	return before
}

func (d *Desk) openPractice(ctx context.Context) (StartView, error) {
	p, err := office.OpenPractice(ctx, office.Config{Dir: practiceDir(), Now: pcClock, Log: d.log, Changed: d.changed})
	if err != nil {
		return StartView{}, err
	}
	d.practise(p)
	return d.startView(ctx, p)
}

// StartPractice opens the practice register. The true one waits, locked when
// somebody is signed in.
func (d *Desk) StartPractice() (StartView, error) {
	return guard(d, "StartPractice", longTime, func(ctx context.Context, o *office.Desk) (StartView, error) {
		if o.Practice() {
			return d.startView(ctx, o)
		}
		o.Lock()
		return d.openPractice(ctx)
	})
}

// EndPractice goes back to the true register.
func (d *Desk) EndPractice() (StartView, error) {
	return guard(d, "EndPractice", callTime, func(ctx context.Context, _ *office.Desk) (StartView, error) {
		if p := d.practise(nil); p != nil {
			if err := p.Close(); err != nil {
				d.log.Error("practice not closed well", "err", err)
			}
		}
		return d.startView(ctx, d.current())
	})
}

// ResetPractice begins anew with the invented complaints.
func (d *Desk) ResetPractice() (StartView, error) {
	return guard(d, "ResetPractice", longTime, func(ctx context.Context, _ *office.Desk) (StartView, error) {
		if p := d.practise(nil); p != nil {
			if err := p.Close(); err != nil {
				return StartView{}, err
			}
		}
		if err := office.ResetPractice(ctx, practiceDir()); err != nil {
			return StartView{}, err
		}
		return d.openPractice(ctx)
	})
}

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
