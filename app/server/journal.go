package main

import (
	"context"
	"fmt"

	"loketaduan/internal/fault"
)

// journalVerify fails when the journal is not whole, so that a nightly job can
// raise the alarm by the exit code.
func (p *Program) journalVerify(ctx context.Context, args []string) error {
	f := p.flags("journal verify", "")
	if err := p.parse(f, args, 0); err != nil {
		return err
	}
	st, err := open(ctx, f.place())
	if err != nil {
		return err
	}
	defer st.Close()
	r, err := st.VerifyJournal(ctx)
	if err != nil {
		return err
	}
	if r.Bad != "" {
		return fault.New(fault.Conflict, "journal.broken", "", "Jurnal tidak utuh. "+r.Bad)
	}
	fmt.Fprintf(p.Stdout, "Jurnal utuh: %d catatan dari %d PC, %d umpan kantor.\n", r.Entries, r.Devices, r.Feeds)
	for _, beside := range r.Beside {
		fmt.Fprintln(p.Stdout, "Di luar rantai, tidak rusak: "+beside)
	}
	return nil
}
