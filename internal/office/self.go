package office

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"math/big"
	"os"

	"loketaduan/internal/complaint"
	"loketaduan/internal/exchange"
	"loketaduan/internal/store"
)

// Sealed settings about who this PC is.
const (
	metaToken       = "server.token"
	metaKey         = "device.key"         // that the token and the certificate belong to
	metaCertificate = "device.certificate" // JSON; "" from a server that gave none
	metaPast        = "device.past"        // the enrolled device that this PC was, until the server knows its new name
	metaNextKey     = "device.next_key"    // key of the new name
)

// becomeAnother makes this PC a device of its own, because another PC shares
// its past: what is unsent goes under the new name, and no number of the old
// letter is issued any more. It needs no line; the server learns of it later.
func (d *Desk) becomeAnother(ctx context.Context) error {
	token, err := d.store.Meta(ctx, metaToken)
	if err != nil {
		return err
	}
	past, err := d.store.Meta(ctx, metaPast)
	if err != nil {
		return err
	}
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return err
	}
	var was, now store.Desk
	_, err = d.store.Update(ctx, func(t *store.Tx) error {
		if was, err = t.Desk(); err != nil {
			return err
		}
		now = was
		now.Device, now.Letter = newID(), complaint.NewProvisionalLetter(was.Letter, anyOf)
		if token != "" {
			if past == "" { // else the new name was cloned too, before the server knew it
				past = was.Device
			}
			if err := t.SetMeta(metaPast, past); err != nil {
				return err
			}
			if err := t.SetMeta(metaNextKey, base64.StdEncoding.EncodeToString(key)); err != nil {
				return err
			}
		}
		return t.Reauthor(now)
	})
	if err == nil {
		d.c.Log.Warn("this PC shares its past with another one and has a new name", "was", was.Device, "now", now.Device, "letter", now.Letter)
		d.c.Changed(Change{All: true, Sync: true, Reference: true})
	}
	return err
}

// Self is who this PC is for the server.
func (w *wire) Self(ctx context.Context, anew bool) (exchange.Self, error) {
	d := w.desk()
	if anew {
		if err := d.becomeAnother(ctx); err != nil {
			return exchange.Self{}, err
		}
	}
	var self exchange.Self
	who, err := d.store.Desk(ctx)
	if err != nil {
		return self, err
	}
	self.Device, self.Name = who.Device, computer()
	if self.Past, err = d.store.Meta(ctx, metaPast); err != nil {
		return self, err
	}
	if self.CertKey, err = d.key(ctx, metaKey); err != nil {
		return self, err
	}
	self.Key = self.CertKey
	if self.Past != "" {
		if self.Key, err = d.key(ctx, metaNextKey); err != nil {
			return self, err
		}
	}
	cert, err := d.store.Meta(ctx, metaCertificate)
	if err == nil && cert != "" {
		err = json.Unmarshal([]byte(cert), &self.Certificate)
	}
	return self, err
}

func (d *Desk) key(ctx context.Context, name string) (ed25519.PrivateKey, error) {
	text, err := d.store.Meta(ctx, name)
	if err != nil {
		return nil, err
	}
	raw, err := base64.StdEncoding.DecodeString(text)
	return raw, err
}

// Named keeps what the server gave: a token for a new name, or a letter.
func (w *wire) Named(ctx context.Context, a exchange.EnrolAnswer) error {
	d := w.desk()
	next, err := d.store.Meta(ctx, metaNextKey)
	if err != nil {
		return err
	}
	_, err = d.store.Update(ctx, func(t *store.Tx) error {
		who, err := t.Desk()
		if err != nil {
			return err
		}
		if a.Token != "" {
			if a.Device != who.Device {
				return nil // it became another one meanwhile and asks again
			}
			cert, err := json.Marshal(a.Certificate)
			if err != nil {
				return err
			}
			for key, value := range map[string]string{metaToken: a.Token, metaKey: next, metaCertificate: string(cert), metaPast: "", metaNextKey: ""} {
				if err := t.SetMeta(key, value); err != nil {
					return err
				}
			}
		} else if past, err := d.store.Meta(ctx, metaPast); err != nil || past != "" {
			return err // the letter is that of the past
		}
		if who.Letter == a.Letter {
			return nil
		}
		who.Letter = a.Letter
		return t.SetDesk(who)
	})
	if err == nil {
		d.c.Changed(Change{Sync: true, Reference: true})
	}
	return err
}

// Claims of every chain that is here.
func (w *wire) Claims(ctx context.Context) ([]exchange.Claim, error) {
	past, err := w.desk().store.Meta(ctx, metaPast)
	if err != nil {
		return nil, err
	}
	have, err := w.desk().store.Claims(ctx, past)
	out := make([]exchange.Claim, 0, len(have))
	for _, c := range have {
		x := exchange.Claim{Device: c.Device}
		for _, at := range c.At {
			x.At = append(x.At, exchange.ClaimAt{Seq: at.Seq, Hash: at.Hash})
		}
		out = append(out, x)
	}
	return out, err
}

// Rewind counts as unsent what the server has lost.
func (w *wire) Rewind(ctx context.Context, a exchange.CompareAnswer) error {
	d := w.desk()
	past, err := d.store.Meta(ctx, metaPast)
	if err != nil {
		return err
	}
	changed, err := d.store.Rewind(ctx, store.Compared{Epoch: a.Epoch, Matching: a.Matching, Same: a.Same, Restart: a.Restart, Past: past})
	if err == nil {
		err = d.store.ForgetFilesSent(ctx) // what it still has of them it says when asked
	}
	if err == nil {
		d.c.Log.Warn("the server has another history; what it lost is sent again", "streams", len(changed))
		d.tell(changed)
	}
	return err
}

// Lost gives others' entries that the server has lost.
func (w *wire) Lost(ctx context.Context, most int, skip map[string]bool) (exchange.Outgoing, exchange.Cursor, error) {
	s := w.desk().store
	epoch, pos, hash, proof, err := s.Lost(ctx)
	if err != nil || proof == "" {
		return exchange.Outgoing{}, exchange.Cursor{}, err
	}
	entries, more, err := s.Relayable(ctx, most, skip)
	if err != nil || len(entries) == 0 {
		return exchange.Outgoing{}, exchange.Cursor{}, err
	}
	now, _, _, err := s.Cursor(ctx)
	return exchange.Outgoing{Epoch: now, Office: entries[0].Office, Device: entries[0].Device, Prev: entries[0].Prev, Entries: entries, More: more},
		exchange.Cursor{Epoch: epoch, Pos: pos, Hash: hash, Proof: proof}, err
}

// computer is the name of this PC for the server's list.
func computer() string {
	name, err := os.Hostname()
	if err != nil || name == "" {
		return "PC"
	}
	if len(name) > 60 {
		name = name[:60]
	}
	return name
}

// anyOf draws from [0, n) from the source that keys come from, so that whoever
// repeats a run of the simulation gets the same letter.
func anyOf(n int) int {
	v, err := rand.Int(rand.Reader, big.NewInt(int64(n)))
	if err != nil {
		panic(err) // the system's source of chance does not fail
	}
	return int(v.Int64())
}
