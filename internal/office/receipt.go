package office

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/base64"
	"strings"

	"loketaduan/internal/calendar"
	"loketaduan/internal/complaint"
	"loketaduan/internal/exchange"
	"loketaduan/internal/fault"
	"loketaduan/internal/store"
)

// metaPaperKey signs receipts of a PC that is not enrolled; kept afterwards, so
// that it knows its older receipts again.
const metaPaperKey = "paper.key"

// signReceipt gives what the QR code of a receipt holds, and its code to type.
func (d *Desk) signReceipt(ctx context.Context, c *complaint.Complaint, due calendar.Deadline) (text, code string, err error) {
	self, err := (*wire)(d).Self(ctx, false)
	if err != nil {
		return "", "", err
	}
	r := exchange.Receipt{Number: c.Number, Class: c.Class(), Deadline: due}
	key := self.CertKey
	if len(key) != ed25519.PrivateKeySize {
		if key, err = d.paperKey(ctx); err != nil {
			return "", "", err
		}
	}
	// A number of before the enrolment can name another office than the one that
	// the regency vouches for; nobody vouches for such a receipt.
	if n, err := complaint.ParseNumber(c.Number); err == nil && self.Certificate.Device != "" && strings.ReplaceAll(self.Certificate.Office, ".", "") == n.Office {
		r.Certificate = &self.Certificate
	}
	text = r.Sign(key)
	read, err := exchange.ReadReceipt(text) // what nobody could read must not be printed
	if err != nil {
		return "", "", fault.Of(err)
	}
	address, err := d.store.Meta(ctx, "server.address")
	if err != nil {
		return "", "", err
	}
	pin, err := d.store.Meta(ctx, "server.pin")
	return exchange.ReceiptURL(address, []byte(pin), text), read.Code(), err
}

// paperKey is made at its first need.
func (d *Desk) paperKey(ctx context.Context) (ed25519.PrivateKey, error) {
	key, err := d.key(ctx, metaPaperKey)
	if err != nil || len(key) == ed25519.PrivateKeySize {
		return key, err
	}
	if _, key, err = ed25519.GenerateKey(rand.Reader); err != nil {
		return nil, err
	}
	_, err = d.store.Update(ctx, func(t *store.Tx) error {
		return t.SetMeta(metaPaperKey, base64.StdEncoding.EncodeToString(key))
	})
	return key, err
}

// What a receipt is worth.
const (
	ReceiptGenuine = "genuine" // a PC of this regency promised it, or this register noted the print
	ReceiptUnknown = "unknown" // unchanged, but nobody here can tell whose PC it was
	ReceiptFalse   = "false"   // changed, cut off, or of somebody who only pretends
)

// ReceiptCheck is what can be said of a receipt without a line.
type ReceiptCheck struct {
	Verdict  string
	Why      string // one sentence, and what to do
	Number   string
	Class    complaint.Class
	Deadline calendar.Deadline // as printed
	Office   string            // that issued the number; its code when it has no name here

	Complaint *complaint.Complaint // when it is on this PC
	Now       calendar.Deadline    // by this register, when it is
}

// CheckReceipt tells what a scanned code, or a typed number and code, is worth.
// Faults: those of exchange.ReadReceipt that are no verdict.
func (d *Desk) CheckReceipt(ctx context.Context, text string) (ReceiptCheck, error) {
	if _, err := d.Session(); err != nil {
		return ReceiptCheck{}, err
	}
	if number, code, ok := exchange.ReadReceiptCode(text); ok {
		return d.checkCode(ctx, number, code)
	}
	r, err := exchange.ReadReceipt(text)
	if f := fault.Of(err); f != nil && f.Code == "receipt.altered" {
		return ReceiptCheck{Verdict: ReceiptFalse, Why: f.Message}, nil
	}
	if err != nil {
		return ReceiptCheck{}, err
	}
	out := ReceiptCheck{Number: r.Number, Class: r.Class, Deadline: r.Deadline}
	print, err := d.fromRegister(ctx, &out, r.Code())
	if err != nil {
		return out, err
	}
	keys, err := d.store.CalendarKeys(ctx) // the regency signs its calendars with the key that it vouches for PCs with
	if err != nil {
		return out, err
	}
	own, err := d.ownKey(ctx, r.Key)
	if err != nil {
		return out, err
	}
	switch {
	case r.CertifiedBy(keys...):
		out.Verdict, out.Why = ReceiptGenuine, "Diterbitkan PC "+r.Certificate.Letter+" "+out.Office+", yang terdaftar di kabupaten. Isinya tidak berubah."
	case print != nil:
		out.Verdict, out.Why = ReceiptGenuine, "Cetakan ini tercatat di buku register kantor ini. Isinya tidak berubah."
	case own:
		out.Verdict, out.Why = ReceiptGenuine, "Dicetak oleh PC ini. Isinya tidak berubah."
	case r.Certificate != nil && len(keys) > 0:
		out.Verdict, out.Why = ReceiptFalse, "TIDAK SAH: PC yang membuatnya tidak terdaftar di kabupaten ini. Jangan dipercaya; laporkan kepada pimpinan."
	case r.Certificate != nil:
		out.Verdict, out.Why = ReceiptUnknown, "Isinya utuh, tetapi PC ini belum mengenal kunci kabupaten. Sambungkan PC ini ke kabupaten, lalu periksa lagi."
	default:
		out.Verdict, out.Why = ReceiptUnknown, "Isinya utuh, tetapi PC yang membuatnya belum terdaftar di kabupaten ketika mencetak. Cocokkan nomornya dengan buku register kantor penerbit."
	}
	return out, nil
}

// checkCode looks a typed number and code up in the register.
func (d *Desk) checkCode(ctx context.Context, number, code string) (ReceiptCheck, error) {
	out := ReceiptCheck{Number: number}
	print, err := d.fromRegister(ctx, &out, code)
	if err != nil {
		return out, err
	}
	if print != nil {
		out.Verdict, out.Why, out.Class, out.Deadline = ReceiptGenuine, "Nomor dan kode ini tercatat di buku register.", out.Complaint.Class(), print.Deadline
		return out, nil
	}
	if out.Complaint == nil {
		out.Verdict, out.Why = ReceiptUnknown, "Aduan dengan nomor ini tidak ada di PC ini, jadi kode ketikan tidak dapat diperiksa. Pindai kode QR-nya, atau tanyakan kepada kantor penerbit."
		return out, nil
	}
	out.Verdict, out.Why = ReceiptUnknown, "Nomornya ada, tetapi cetakan dengan kode ini belum tercatat di PC ini. Periksa lagi kodenya; bila dicetak di PC lain, tunggu sampai datanya masuk, atau pindai kode QR-nya."
	return out, nil
}

// fromRegister adds what this PC knows of the number, and gives the print with
// the code when one was noted. Of two complaints that bear one number it is the
// one that was printed with that code.
func (d *Desk) fromRegister(ctx context.Context, out *ReceiptCheck, code string) (*complaint.Printed, error) {
	n, err := complaint.ParseNumber(out.Number)
	if err != nil {
		return nil, err
	}
	out.Office = n.Office
	offices, err := d.Offices(ctx)
	if err != nil {
		return nil, err
	}
	who, err := d.store.Desk(ctx)
	if err != nil {
		return nil, err
	}
	for _, o := range append(offices, store.Office{Code: who.Office, Name: who.OfficeName}) {
		if strings.ReplaceAll(o.Code, ".", "") == n.Office {
			out.Office = o.Name
		}
	}
	ids, err := d.store.ByNumber(ctx, out.Number)
	if err != nil {
		return nil, err
	}
	for _, id := range ids {
		c, err := d.store.Complaint(ctx, id)
		if err != nil {
			return nil, err
		}
		print := c.PrintWith(code)
		if print != nil || len(ids) == 1 {
			out.Complaint, out.Now = c, d.store.Clocks(c).Deadline
			return print, nil
		}
	}
	return nil, nil
}

// ownKey tells whether this PC signs, or signed, with the key.
func (d *Desk) ownKey(ctx context.Context, key ed25519.PublicKey) (bool, error) {
	for _, name := range []string{metaKey, metaPaperKey, metaNextKey} {
		own, err := d.key(ctx, name)
		if err != nil {
			return false, err
		}
		if len(own) == ed25519.PrivateKeySize && key.Equal(own.Public()) {
			return true, nil
		}
	}
	return false, nil
}
