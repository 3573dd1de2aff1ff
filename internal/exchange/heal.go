package exchange

import (
	"context"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"

	"loketaduan/internal/fault"
	"loketaduan/internal/journal"
)

// Certificate is a device as the server signed it at its enrolment. A server
// that was set back to an older copy knows the device again by it.
type Certificate struct {
	Device    string `json:"device"`
	Office    string `json:"office"`
	Letter    string `json:"letter"`
	PublicKey []byte `json:"publicKey"`
	TokenHash []byte `json:"tokenHash"`
	Signature []byte `json:"signature"`
}

func (c *Certificate) signed() []byte {
	b64 := base64.StdEncoding.EncodeToString
	return []byte(strings.Join([]string{"loket-aduan certificate v1", c.Device, c.Office, c.Letter, b64(c.PublicKey), b64(c.TokenHash)}, "\n"))
}

// Sign puts the server's signature on it.
func (c *Certificate) Sign(key ed25519.PrivateKey) { c.Signature = ed25519.Sign(key, c.signed()) }

// Verify tells whether the holder of key signed it.
func (c *Certificate) Verify(key ed25519.PublicKey) bool {
	return len(key) == ed25519.PublicKeySize && len(c.PublicKey) == ed25519.PublicKeySize && ed25519.Verify(key, c.signed(), c.Signature)
}

// SignHead is the server's word that an office's feed had this hash there.
func SignHead(key ed25519.PrivateKey, office string, c Cursor) string {
	return base64.StdEncoding.EncodeToString(ed25519.Sign(key, head(office, c)))
}

// VerifyHead tells whether the holder of key signed the cursor's Proof.
func VerifyHead(key ed25519.PublicKey, office string, c Cursor) bool {
	sig, err := base64.StdEncoding.DecodeString(c.Proof)
	return err == nil && len(key) == ed25519.PublicKeySize && ed25519.Verify(key, head(office, c), sig)
}

func head(office string, c Cursor) []byte {
	return []byte(strings.Join([]string{"loket-aduan head v1", c.Epoch, office, strconv.FormatInt(c.Pos, 10), c.Hash.String()}, "\n"))
}

// ReturnRequest makes a device known again to a server that forgot it. Proof is
// the device key's signature over the epoch and the device.
type ReturnRequest struct {
	Certificate Certificate `json:"certificate"`
	Proof       []byte      `json:"proof"`
}

func returnProof(epoch, device string) []byte {
	return []byte("loket-aduan return v1\n" + epoch + "\n" + device)
}

// Proved tells whether the asker holds the key of the certificate.
func (r *ReturnRequest) Proved(epoch string) bool {
	c := &r.Certificate
	return len(c.PublicKey) == ed25519.PublicKeySize && ed25519.Verify(c.PublicKey, returnProof(epoch, c.Device), r.Proof)
}

// ReturnAnswer: the letter is another one when the server gave the old one away
// meanwhile.
type ReturnAnswer struct {
	Epoch  string `json:"epoch"`
	Letter string `json:"letter"`
}

// RejoinRequest makes a PC that found itself a copy of another one a device of
// its own. It asks under the token of its past; Device is the name that it
// chose, Proof the new key's signature over both names.
type RejoinRequest struct {
	Device    string `json:"device"`
	PublicKey []byte `json:"publicKey"`
	Proof     []byte `json:"proof"`
	Name      string `json:"name"`
}

func rejoinProof(past, device string) []byte {
	return []byte("loket-aduan rejoin v1\n" + past + "\n" + device)
}

// Proved tells whether the asker holds the key that it names.
func (r *RejoinRequest) Proved(past string) bool {
	return len(r.PublicKey) == ed25519.PublicKeySize && ed25519.Verify(r.PublicKey, rejoinProof(past, r.Device), r.Proof)
}

// Claim is what a desk has of a device's chain: hashes at some places, the
// newest first.
type Claim struct {
	Device string    `json:"d"`
	At     []ClaimAt `json:"at"`
}

// ClaimAt is a place in a chain.
type ClaimAt struct {
	Seq  int64        `json:"n"`
	Hash journal.Hash `json:"h"`
}

// maxClaims is how many chains a request compares: a hundred are about 200 KB.
const maxClaims = 100

// CompareRequest asks how far the server's journal is the desk's. Cursor is
// where the desk was in the feed when it saw that the two differ.
type CompareRequest struct {
	Epoch  string       `json:"epoch,omitempty"`
	Pos    int64        `json:"pos,omitempty"`
	Hash   journal.Hash `json:"hash"`
	Claims []Claim      `json:"claims"`
}

// CompareAnswer tells for each chain up to which seq it is the same; 0 = nothing.
type CompareAnswer struct {
	Epoch    string           `json:"epoch"`
	Matching map[string]int64 `json:"matching"`
	Same     bool             `json:"same,omitempty"` // the feed is the desk's up to its cursor
	Restart  bool             `json:"-"`              // read it from its start; for the desk alone
}

// RelayRequest is a run of another device's entries, which the server has lost.
// Lost is a place in the feed that the server once signed and no longer has:
// without it nobody may speak for another device.
type RelayRequest struct {
	Office string    `json:"office"`
	Device string    `json:"device"`
	Lost   LostPlace `json:"lost"`
	PushRequest
}

// LostPlace is a cursor with its proof.
type LostPlace struct {
	Epoch string       `json:"epoch"`
	Pos   int64        `json:"pos"`
	Hash  journal.Hash `json:"hash"`
	Proof string       `json:"proof"`
}

// AppendJSON writes the request with every body byte for byte.
func (p RelayRequest) AppendJSON(b []byte) ([]byte, error) {
	lost, err := json.Marshal(struct {
		Office string    `json:"office"`
		Device string    `json:"device"`
		Lost   LostPlace `json:"lost"`
	}{p.Office, p.Device, p.Lost})
	if err != nil {
		return nil, err
	}
	b = append(b, lost[:len(lost)-1]...)
	comma := len(b)
	if b, err = p.PushRequest.AppendJSON(b); err != nil {
		return nil, err
	}
	b[comma] = ','
	return b, nil
}

// Return asks a server that does not know the token to take the device back.
// Faults: exchange.unauthorized when it will not, and those of the line.
func (c *Client) Return(ctx context.Context, epoch string, cert Certificate, key ed25519.PrivateKey) (ReturnAnswer, error) {
	body, err := json.Marshal(ReturnRequest{Certificate: cert, Proof: ed25519.Sign(key, returnProof(epoch, cert.Device))})
	if err != nil {
		return ReturnAnswer{}, fault.Of(err)
	}
	var a ReturnAnswer
	err = c.call(ctx, http.MethodPost, "/v1/return", nil, Pack(body), c.timeout, &a)
	if err == nil && a.Letter == "" {
		err = errPortal
	}
	return a, err
}

// Rejoin asks for a name of its own for a PC whose past another PC shares. The
// same request again gets the same answer. From then on the client speaks under
// the new token.
func (c *Client) Rejoin(ctx context.Context, past, device, name string, key ed25519.PrivateKey) (EnrolAnswer, error) {
	body, err := json.Marshal(RejoinRequest{Device: device, Name: name, PublicKey: key.Public().(ed25519.PublicKey), Proof: ed25519.Sign(key, rejoinProof(past, device))})
	if err != nil {
		return EnrolAnswer{}, fault.Of(err)
	}
	var a EnrolAnswer
	if err := c.call(ctx, http.MethodPost, "/v1/rejoin", nil, Pack(body), c.timeout, &a); err != nil {
		return EnrolAnswer{}, err
	}
	if a.Device != device || a.Token == "" || a.Letter == "" {
		return EnrolAnswer{}, errPortal
	}
	return a, nil
}

// Compare finds out how far the server's journal is ours. Faults: those of the line.
func (c *Client) Compare(ctx context.Context, from Cursor, claims []Claim) (CompareAnswer, error) {
	all := CompareAnswer{Matching: map[string]int64{}}
	for first := true; first || len(claims) > 0; first = false {
		req := CompareRequest{Claims: claims[:min(len(claims), maxClaims)]}
		if first {
			req.Epoch, req.Pos, req.Hash = from.Epoch, from.Pos, from.Hash
		}
		claims = claims[len(req.Claims):]
		body, err := json.Marshal(req)
		if err != nil {
			return all, fault.Of(err)
		}
		var a CompareAnswer
		if err := c.call(ctx, http.MethodPost, "/v1/compare", nil, Pack(body), c.timeout, &a); err != nil {
			return all, err
		}
		if a.Epoch == "" || all.Epoch != "" && a.Epoch != all.Epoch {
			return all, errPortal
		}
		all.Epoch = a.Epoch
		all.Same = all.Same || first && a.Same
		for d, seq := range a.Matching {
			all.Matching[d] = seq
		}
	}
	return all, nil
}

// Relay sends entries of another device as Push sends own ones.
func (c *Client) Relay(ctx context.Context, out Outgoing, lost Cursor, budget int) (PushAnswer, []journal.Entry, error) {
	place := LostPlace{Epoch: lost.Epoch, Pos: lost.Pos, Hash: lost.Hash, Proof: lost.Proof}
	return c.send(ctx, "/v1/relay", out, budget, func(p PushRequest, size int64) ([]byte, error) {
		return RelayRequest{Office: out.Office, Device: out.Device, Lost: place, PushRequest: p}.AppendJSON(make([]byte, 0, size))
	})
}
