package office

import (
	"context"
	"errors"
	"os"
	"strings"
	"time"

	"loketaduan/internal/fault"
)

// spoolTime is how long a printer may take to accept a receipt: one that is
// switched off can hold the caller for ever.
const spoolTime = 20 * time.Second

var (
	errPrinterNone = fault.New(fault.Invalid, "print.printer.none", "target", "Pencetak struk belum dipilih. Pilih di Pengaturan, bagian Cetak, atau cetak sebagai PDF.")
	errPrinter     = fault.New(fault.Internal, "print.printer", "", "Pencetak tidak menerima cetakan. Periksa apakah menyala, kertasnya ada, dan kabelnya terpasang, lalu cetak lagi. Aduan tetap tersimpan.")
	errPrinterSlow = fault.New(fault.Internal, "print.printer.slow", "", "Pencetak tidak menjawab. Periksa apakah menyala dan kertasnya ada, lalu cetak lagi; bila sebagian sudah keluar, buang kertas itu. Aduan tetap tersimpan.")
)

// toPrinter sends a printer its own commands. Faults: print.printer.none,
// print.printer, print.printer.slow.
func toPrinter(ctx context.Context, target string, raw []byte) error {
	if strings.TrimSpace(target) == "" {
		return errPrinterNone
	}
	ctx, cancel := context.WithTimeout(ctx, spoolTime)
	defer cancel()
	done := make(chan error, 1)
	go func() { done <- spool(target, raw) }()
	select {
	case err := <-done:
		if err != nil {
			return errPrinter.Because(withoutPath(err))
		}
		return nil
	case <-ctx.Done():
		return errPrinterSlow.Because(ctx.Err())
	}
}

// withoutPath keeps what the system says and drops the path, which may name
// somebody.
func withoutPath(err error) error {
	var p *os.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}

// toFile writes to a device of the system, or at the end of a file.
func toFile(path string, raw []byte) error {
	how := os.O_WRONLY | os.O_APPEND
	if info, err := os.Stat(path); errors.Is(err, os.ErrNotExist) && !strings.HasPrefix(path, "/dev/") {
		how |= os.O_CREATE
	} else if err == nil && info.Mode()&os.ModeDevice != 0 {
		how = os.O_WRONLY
	}
	f, err := os.OpenFile(path, how, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(raw)
	return errors.Join(err, f.Close())
}
