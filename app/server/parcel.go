package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"loketaduan/internal/central"
	"loketaduan/internal/exchange"
	"loketaduan/internal/fault"
)

// parcelImport takes a parcel from a USB stick and writes the answer beside it.
func (p *Program) parcelImport(ctx context.Context, args []string) error {
	f := p.flags("parcel import", "[--answer BERKAS] BERKAS"+exchange.ParcelSuffix)
	answer := f.String("answer", "", "berkas jawaban untuk dibawa kembali; bawaan: di samping parsel")
	if err := p.parse(f, args, 1); err != nil {
		return err
	}
	in, err := os.Open(f.Arg(0))
	if err != nil {
		return fault.New(fault.Invalid, "parcel.unreadable", "file", "Parsel tidak dapat dibaca. Periksa nama berkas dan USB-nya.").Because(err)
	}
	defer in.Close()
	to := *answer
	if to == "" {
		to = strings.TrimSuffix(f.Arg(0), exchange.ParcelSuffix) + "-jawaban" + exchange.ParcelSuffix
	}
	srv, st, err := p.server(ctx, f.place(), central.Options{})
	if err != nil {
		return err
	}
	defer st.Close()
	tmp, err := os.CreateTemp(filepath.Dir(to), ".parsel-*.tmp")
	if err != nil {
		return cannotAnswer(err)
	}
	defer os.Remove(tmp.Name())
	defer tmp.Close()
	r, err := srv.ImportParcel(ctx, in, tmp)
	if err != nil {
		return err
	}
	if err := errors.Join(tmp.Sync(), tmp.Close(), os.Rename(tmp.Name(), to)); err != nil {
		return cannotAnswer(err)
	}
	if r.SetBack {
		fmt.Fprintf(p.Stdout, "Server ini dipulihkan dari cadangan dan kehilangan catatan PC %s kantor %s. Bawa %s ke PC itu; parsel berikutnya membawa semuanya lagi.\n", r.Device.Letter, r.Device.Office, to)
		return nil
	}
	fmt.Fprintf(p.Stdout, "Parsel PC %s kantor %s: %d catatan, %d berkas. Jawaban dengan %d catatan ada di %s; bawa kembali ke PC itu.\n",
		r.Device.Letter, r.Device.Office, r.Entries, r.Files, r.Sent, to)
	if r.SetAside > 0 {
		fmt.Fprintf(p.Stderr, "%d catatan disisihkan karena tidak dapat diolah; isinya tetap tersimpan.\n", r.SetAside)
	}
	return nil
}

func cannotAnswer(err error) error {
	return fault.New(fault.Invalid, "parcel.answer", "answer", "Jawaban tidak dapat ditulis. Periksa sisa ruang dan hak tulis di sana, lalu ulangi; mengulang tidak merugikan.").Because(err)
}
