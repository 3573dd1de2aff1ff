package office

import (
	"context"
	"crypto/ed25519"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"loketaduan/internal/auth"
	"loketaduan/internal/exchange"
	"loketaduan/internal/fault"
	"loketaduan/internal/store"
)

// parcelMost entries go into one parcel; a desk that wrote more makes another
// one after the answer.
const parcelMost = 20000

var (
	errParcelLone     = fault.New(fault.Conflict, "parcel.lone", "", "PC ini belum tersambung ke kabupaten, jadi belum ada yang dituju. Daftarkan dulu dengan kode dari kabupaten.")
	errParcelNameless = fault.New(fault.Conflict, "parcel.nameless", "", "PC ini ternyata salinan PC lain dan menunggu nama baru dari kabupaten. Sambungkan sekali ke jaringan; sesudah itu parsel dapat dibuat.")
	errParcelOther    = fault.New(fault.Invalid, "parcel.other", "file", "Jawaban ini untuk PC lain. Periksa nama berkasnya.")
	errParcelFalse    = fault.New(fault.Invalid, "parcel.signature", "file", "Jawaban ini tidak ditandatangani server kabupaten, maka tidak dipakai. Minta jawaban baru.")
	errParcelAcks     = fault.New(fault.Conflict, "parcel.acks", "file", "Jawaban ini tidak cocok dengan catatan PC ini, maka tidak dipakai. Buat parsel baru dan bawa ke kabupaten.")
	errParcelGap      = fault.New(fault.Conflict, "parcel.gap", "file", "Jawaban ini melompati catatan yang belum ada di PC ini, maka tidak dipakai. Buat parsel baru dan bawa ke kabupaten.")
	errParcelOld      = fault.New(fault.Conflict, "parcel.old", "file", "Jawaban ini dari sebelum server kabupaten diganti, maka tidak dipakai. Pakai jawaban atas parsel terakhir.")
)

// Parcel is what was written to a USB stick.
type Parcel struct {
	Path    string
	Entries int
	Files   int
	More    bool // further entries wait for the next parcel
}

// parcelKeys are those of this PC and its regency.
func (d *Desk) parcelKeys(ctx context.Context) (server ed25519.PublicKey, own ed25519.PrivateKey, err error) {
	if d.practice {
		return nil, nil, errPractice
	}
	read := func(key string) []byte {
		v, merr := d.store.Meta(ctx, key)
		b, berr := base64.StdEncoding.DecodeString(v)
		err = errors.Join(err, merr, berr)
		return b
	}
	server, own = read("server.key"), read(metaKey)
	if err == nil && (len(server) != ed25519.PublicKeySize || len(own) != ed25519.PrivateKeySize) {
		err = errParcelLone
	}
	return server, own, err
}

// ExportParcel writes what the regency does not have yet to a file for it: the
// entries, and the files when asked. path may be a folder. Nothing counts as
// sent until the answer comes back. Faults: parcel.lone, file.save.
func (d *Desk) ExportParcel(ctx context.Context, path string, withFiles bool) (Parcel, error) {
	if _, err := d.allowed(auth.Record); err != nil {
		return Parcel{}, err
	}
	server, own, err := d.parcelKeys(ctx)
	if err != nil {
		return Parcel{}, err
	}
	if past, err := d.store.Meta(ctx, metaPast); err != nil {
		return Parcel{}, err
	} else if past != "" {
		return Parcel{}, errParcelNameless
	}
	who, err := d.store.Desk(ctx)
	if err != nil {
		return Parcel{}, err
	}
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		path = filepath.Join(path, fmt.Sprintf("parsel-%s-%s-%s%s", who.Office, who.Letter, d.Now().In(d.Zone()).Format("20060102-150405"), exchange.ParcelSuffix))
	}
	epoch, pos, hash, err := d.store.Cursor(ctx)
	if err != nil {
		return Parcel{}, err
	}
	head := exchange.ParcelHead{Version: exchange.ParcelVersion, ID: newID(), Device: who.Device, Office: who.Office, Epoch: epoch, Pos: pos, Hash: hash, MadeAt: d.Now().UTC().Format(time.RFC3339)}
	if head.Claims, err = (*wire)(d).Claims(ctx); err != nil {
		return Parcel{}, err
	}
	fill, _, err := d.store.Filling(ctx)
	if err != nil {
		return Parcel{}, err
	}
	head.Whole = fill.Low > 0
	out := Parcel{Path: path}
	err = writeWhole(path, func(w io.Writer) error {
		p, err := exchange.NewParcel(w, server, own, exchange.ToServer, head)
		if err != nil {
			return err
		}
		if err := d.packEntries(ctx, p, epoch, &out); err != nil {
			return err
		}
		if withFiles {
			if err := d.packFiles(ctx, p, &out); err != nil {
				return err
			}
		}
		return p.Close()
	})
	if err != nil {
		return Parcel{}, err
	}
	_, err = d.store.Update(ctx, func(t *store.Tx) error { return t.SetPlain("parcel.last", head.ID) })
	return out, err
}

func (d *Desk) packEntries(ctx context.Context, p *exchange.ParcelWriter, epoch string, out *Parcel) error {
	entries, _, more, err := d.store.PendingEntries(ctx, parcelMost)
	out.More = more
	for err == nil && len(entries) > 0 {
		n := 1
		for n < min(len(entries), exchange.MaxEntries) && entries[n].Seq == entries[n-1].Seq+1 {
			n++
		}
		out.Entries += n
		err, entries = p.Push(epoch, entries[:n]), entries[n:]
	}
	return err
}

// packFiles adds every file that is here and not at the regency. Their entries
// may go with the same parcel.
func (d *Desk) packFiles(ctx context.Context, p *exchange.ParcelWriter, out *Parcel) error {
	files, err := d.store.UnsentFiles(ctx)
	if err != nil {
		return err
	}
	for _, x := range files {
		c, err := d.store.Files().Open(x.SHA256)
		if err != nil {
			return err
		}
		err = p.File(x.SHA256, c.Size(), c)
		c.Close()
		if err != nil {
			return err
		}
		out.Files++
	}
	return nil
}

// ParcelAnswer tells what an answer brought.
type ParcelAnswer struct {
	Acked    int
	SetAside int
	Entries  int // of others and of this PC that were new here
	Files    int
	Again    bool // the regency lost history: another parcel is needed
}

// forgetParcel makes an answer good only once.
func (d *Desk) forgetParcel(ctx context.Context) error {
	_, err := d.store.Update(ctx, func(t *store.Tx) error { return t.SetPlain("parcel.last", "") })
	return err
}

// ImportParcelAnswer takes the answer of the regency. The whole is checked
// before any of it is used; an answer that was taken already changes nothing.
// Faults: parcel.* .
func (d *Desk) ImportParcelAnswer(ctx context.Context, path string) (ParcelAnswer, error) {
	if _, err := d.allowed(auth.Record); err != nil {
		return ParcelAnswer{}, err
	}
	server, own, err := d.parcelKeys(ctx)
	if err != nil {
		return ParcelAnswer{}, err
	}
	in, err := os.Open(path)
	if err != nil {
		return ParcelAnswer{}, fault.New(fault.Invalid, "parcel.unreadable", "file", "Berkas jawaban tidak dapat dibaca. Periksa USB-nya, lalu pilih sekali lagi.").Because(errors.Unwrap(err))
	}
	defer in.Close()
	a := &answer{d: d, in: in, own: own, server: server}
	if err := a.check(ctx); err != nil {
		return ParcelAnswer{}, err
	}
	out, err := a.use(ctx)
	d.nudge()
	return out, err
}
