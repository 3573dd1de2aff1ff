package main

import (
	"context"
	"fmt"
	"strings"
	"text/tabwriter"
	"time"

	"loketaduan/internal/calendar"
)

// deviceList shows every PC: what the regency must look after is in its last
// columns.
func (p *Program) deviceList(ctx context.Context, args []string) error {
	f := p.flags("device list", "[--office KODE]")
	office := f.String("office", "", "hanya PC kantor ini")
	if err := p.parse(f, args, 0); err != nil {
		return err
	}
	st, err := open(ctx, f.place())
	if err != nil {
		return err
	}
	defer st.Close()
	devices, err := st.Devices(ctx)
	if err != nil {
		return err
	}
	letters := map[string]string{}
	for _, d := range devices {
		letters[d.ID] = d.Letter
	}
	w := tabwriter.NewWriter(p.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "KANTOR\tHURUF\tNAMA\tID\tCATATAN\tTERAKHIR MENGHUBUNGI\tBERBEDA\tKETERANGAN")
	for _, d := range devices {
		if d.Office == "pusat" || *office != "" && d.Office != strings.TrimSpace(*office) {
			continue
		}
		var notes []string
		if d.Revoked {
			notes = append(notes, "dicabut")
		}
		if d.Parent != "" {
			notes = append(notes, "salinan atau pemulihan dari PC "+letters[d.Parent])
		}
		if strings.HasPrefix(d.Letter, "?") {
			d.Letter = "?"
			notes = append(notes, "belum melapor lagi sejak server dipulihkan")
		}
		parted := "-"
		if d.Diverged > 0 {
			parted = fmt.Sprintf("%d kali, terakhir %s", d.Diverged, moment(d.DivergedAt))
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%d\t%s\t%s\t%s\n", d.Office, d.Letter, d.Name, d.ID, d.LastSeq, moment(d.SeenAt), parted, strings.Join(notes, "; "))
	}
	return w.Flush()
}

// deviceRevoke keeps a PC out, such as a stolen one.
func (p *Program) deviceRevoke(ctx context.Context, args []string) error {
	f := p.flags("device revoke", "ID")
	if err := p.parse(f, args, 1); err != nil {
		return err
	}
	st, err := open(ctx, f.place())
	if err != nil {
		return err
	}
	defer st.Close()
	if err := st.RevokeDevice(ctx, f.Arg(0)); err != nil {
		return err
	}
	fmt.Fprintln(p.Stdout, "PC dicabut. PC itu tidak dapat mengirim atau mengambil lagi; catatan yang sudah diterima tetap ada. Untuk mendaftarkannya kembali buat kode baru dengan perintah enrol.")
	return nil
}

func moment(t time.Time) string {
	if t.IsZero() {
		return "-"
	}
	return t.In(calendar.WITA).Format("02/01/2006 15.04")
}
