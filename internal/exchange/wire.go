package exchange

import (
	"crypto/ed25519"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"loketaduan/internal/fault"
	"loketaduan/internal/journal"
)

// Limits of the wire, held by both ends.
const (
	Protocol    = 1       // what this program speaks
	MinProtocol = 1       // the oldest that its server understands
	MaxEntries  = 500     // entries in a push
	MaxPage     = 1000    // entries in a page of a pull
	MaxPacked   = 1 << 20 // bytes of a request body as sent
	MaxPlain    = 16 << 20
	WaitSeconds = 55 // how long the server holds a wait: shorter than the usual 60 s of proxies, and an idle minute costs about 600 bytes

	// ProtocolHeader tells on every request what the desk speaks.
	ProtocolHeader = "Loket-Protocol"
	// TimeLayout is the server time in Hello: RFC 3339, UTC, milliseconds.
	TimeLayout = "2006-01-02T15:04:05.000Z"
)

// Hello is the server's answer to a nonce. Only the holder of the server's
// signing key can make it, so it tells the server from a captive portal.
type Hello struct {
	ServerTime  string `json:"serverTime"` // TimeLayout
	MinProtocol int    `json:"minProtocol"`
	MaxProtocol int    `json:"maxProtocol"`
	Epoch       string `json:"epoch"` // identity of the server's history
	Nonce       string `json:"nonce"`
	Signature   []byte `json:"signature"`
}

func (h *Hello) signed() []byte {
	return []byte(strings.Join([]string{"loket-aduan hello v1", h.Nonce, h.Epoch, h.ServerTime,
		strconv.Itoa(h.MinProtocol), strconv.Itoa(h.MaxProtocol)}, "\n"))
}

// Sign puts the server's signature on the answer.
func (h *Hello) Sign(key ed25519.PrivateKey) { h.Signature = ed25519.Sign(key, h.signed()) }

// Verify tells whether the holder of key answered this nonce.
func (h *Hello) Verify(key ed25519.PublicKey, nonce string) bool {
	return h.Nonce == nonce && len(key) == ed25519.PublicKeySize && ed25519.Verify(key, h.signed(), h.Signature)
}

// Time is the server's clock when it answered.
func (h *Hello) Time() (time.Time, error) { return time.Parse(TimeLayout, h.ServerTime) }

// EnrolRequest makes a PC known to the server. Proof is the device key's
// signature over the secret, so that a repeat after a lost answer is served
// only to the PC that asked first.
type EnrolRequest struct {
	Secret     []byte `json:"secret"`
	PublicKey  []byte `json:"publicKey"` // Ed25519, 32 bytes
	Proof      []byte `json:"proof"`
	Name       string `json:"name"`
	WishLetter string `json:"wishLetter,omitempty"`
	Protocol   int    `json:"protocol"`
}

func enrolProof(secret []byte) []byte { return append([]byte("loket-aduan enrol v1\n"), secret...) }

// Prove signs the request with the device's key and puts its public key in.
func (r *EnrolRequest) Prove(key ed25519.PrivateKey) {
	r.PublicKey = key.Public().(ed25519.PublicKey)
	r.Proof = ed25519.Sign(key, enrolProof(r.Secret))
}

// Proved tells whether the asker holds the key that it names.
func (r *EnrolRequest) Proved() bool {
	return len(r.PublicKey) == ed25519.PublicKeySize && ed25519.Verify(r.PublicKey, enrolProof(r.Secret), r.Proof)
}

// EnrolAnswer is what the desk keeps: its name in the journal and its token.
type EnrolAnswer struct {
	Device     string `json:"device"`
	Office     string `json:"office"`
	OfficeName string `json:"officeName"`
	Letter     string `json:"letter"`
	Token      string `json:"token"`
	Epoch      string `json:"epoch"`
	ServerTime string `json:"serverTime"`
	// Certificate makes the device known again to a server that was set back;
	// servers before it do not give one.
	Certificate *Certificate `json:"certificate,omitempty"`
}

// PushRequest is a run of one device's entries. Device and office are those of
// the token; Prev is the chain hash before the first entry.
type PushRequest struct {
	Epoch   string         `json:"epoch,omitempty"` // "" = not known yet
	First   int64          `json:"first"`
	Prev    journal.Hash   `json:"prev"`
	Entries []journal.Wire `json:"entries"`
}

// newPush is the request for a run of own entries.
func newPush(epoch string, entries []journal.Entry) PushRequest {
	p := PushRequest{Epoch: epoch, First: entries[0].Seq, Prev: entries[0].Prev, Entries: make([]journal.Wire, len(entries))}
	for i := range entries {
		w := entries[i].ToWire()
		w.Rev, w.Beside = 0, false
		p.Entries[i] = w
	}
	return p
}

// AppendJSON writes the request with every body byte for byte.
func (p PushRequest) AppendJSON(b []byte) ([]byte, error) {
	entries := p.Entries
	p.Entries = []journal.Wire{}
	b, err := appendHead(b, p, "]}")
	if err != nil {
		return nil, err
	}
	for i, w := range entries {
		if i > 0 {
			b = append(b, ',')
		}
		if b, err = w.AppendJSON(b); err != nil {
			return nil, err
		}
	}
	return append(b, "]}"...), nil
}

// appendHead writes v without its last bytes, which must be tail: the list
// that follows is written by hand.
func appendHead(b []byte, v any, tail string) ([]byte, error) {
	head, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	cut, ok := strings.CutSuffix(string(head), tail)
	if !ok {
		return nil, fmt.Errorf("%T does not end with %s", v, tail)
	}
	return append(b, cut...), nil
}

// Chain turns the request into the device's entries with their hashes. Faults:
// exchange.empty, exchange.batch, exchange.order, exchange.chain (Invalid),
// exchange.office (Forbidden), and those of journal's Check. A kind that this
// program does not know is none of them: newer desks must not wait for it.
func (p *PushRequest) Chain(office, device string) ([]journal.Entry, error) {
	switch {
	case len(p.Entries) == 0:
		return nil, errEmpty
	case len(p.Entries) > MaxEntries:
		return nil, errBatch
	}
	entries := make([]journal.Entry, len(p.Entries))
	prev := p.Prev
	for i := range p.Entries {
		w := &p.Entries[i]
		if w.Office != "" && w.Office != office || w.Device != "" && w.Device != device {
			return nil, errForeign
		}
		if w.Prev != nil && *w.Prev != prev {
			return nil, errChain
		}
		w.Rev = 0 // only the server gives it
		entries[i] = w.Entry(office, device, prev)
		if f := entries[i].Check(); f != nil {
			return nil, f
		}
		if entries[i].Seq != p.First+int64(i) {
			return nil, errOrder
		}
		prev = entries[i].Hash
	}
	return entries, nil
}

// SetAside is an entry that the server keeps but does not pass on.
type SetAside struct {
	Seq     int64  `json:"seq"`
	ID      string `json:"id"`
	Code    string `json:"code"`
	Message string `json:"message"`
}

// PushAnswer acknowledges a run up to and with AckedTo. Hash is the chain hash
// there; Revs has one number for each entry of the request, 0 = set aside.
type PushAnswer struct {
	AckedTo  int64        `json:"ackedTo"`
	Hash     journal.Hash `json:"hash"`
	Revs     []int64      `json:"revs"`
	SetAside []SetAside   `json:"setAside"`
}

// check refuses an answer that does not prove that the server has our entries.
func (a *PushAnswer) check(sent []journal.Entry) *fault.Fault {
	n := a.AckedTo - sent[0].Seq + 1
	if n < 1 || n > int64(len(sent)) || int64(len(a.Revs)) != n || a.Hash != sent[n-1].Hash {
		return errAnswer
	}
	return nil
}

// WaitAnswer ends a wait: Head is the newest position of the office's feed.
type WaitAnswer struct {
	Epoch string `json:"epoch"`
	Head  int64  `json:"head"`
}
