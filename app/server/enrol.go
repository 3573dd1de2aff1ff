package main

import (
	"context"
	"encoding/hex"
	"fmt"
	"strings"

	"loketaduan/internal/central"
	"loketaduan/internal/fault"
)

// enrol prints the code alone on the standard output, so that it can be piped.
func (p *Program) enrol(ctx context.Context, args []string) error {
	f := p.flags("enrol", "--office KODE [--address URL]")
	office := f.String("office", "", "kode kantor tempat PC itu")
	address := f.String("address", "", "alamat server bagi PC loket; bawaan: yang dicatat oleh serve")
	if err := p.parse(f, args, 0, "office"); err != nil {
		return err
	}
	srv, st, err := p.server(ctx, f.place(), central.Options{})
	if err != nil {
		return err
	}
	defer st.Close()
	for _, noted := range []string{metaAddress, metaListen} {
		if *address == "" {
			if *address, err = st.Meta(ctx, noted); err != nil {
				return err
			}
		}
	}
	if *address == "" {
		return fault.New(fault.Invalid, "enrol.address.required", "address", "Alamat server bagi PC loket belum dikenal. Tambahkan --address https://... pada perintah ini, atau sekali pada serve.")
	}
	pin, err := st.Meta(ctx, metaPin)
	if err != nil {
		return err
	}
	sum, err := hex.DecodeString(pin)
	if err != nil {
		return err
	}
	if strings.HasPrefix(*address, "http://") {
		sum = nil
	}
	code, err := srv.NewCode(ctx, strings.TrimSpace(*office), *address, sum)
	if err != nil {
		return err
	}
	fmt.Fprintln(p.Stdout, code)
	fmt.Fprintln(p.Stderr, "Kode ini untuk satu PC dan berlaku 7 hari. Serahkan hanya kepada admin kantor itu.")
	return nil
}
