package central

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/hex"
	"fmt"

	"loketaduan/internal/exchange"
	"loketaduan/internal/fault"
	"loketaduan/internal/store"
)

// hello proves to a desk that this is its server, and tells the time.
func (s *Server) hello(c *call) (any, error) {
	nonce := c.URL.Query().Get("nonce")
	if len(nonce) < 16 || len(nonce) > 128 {
		return nil, errNonce
	}
	for _, r := range nonce {
		if (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && r != '-' && r != '_' {
			return nil, errNonce // the signed text has lines: none may be smuggled in
		}
	}
	epoch, err := s.store.Epoch(c.Context())
	if err != nil {
		return nil, err
	}
	h := exchange.Hello{ServerTime: s.serverTime(), MinProtocol: exchange.MinProtocol, MaxProtocol: exchange.Protocol, Epoch: epoch, Nonce: nonce}
	h.Sign(s.key)
	return &h, nil
}

func (s *Server) serverTime() string { return s.o.Now().UTC().Format(exchange.TimeLayout) }

// metaSigningKey holds the seed in hexadecimal, sealed.
const metaSigningKey = "central.signing_key"

// SigningKey gives the key that desks know this server by, made at first need.
// It must never change: every PC would take the server for an impostor.
func SigningKey(ctx context.Context, st *store.Store) (ed25519.PrivateKey, error) {
	text, err := st.Meta(ctx, metaSigningKey)
	if err != nil {
		return nil, err
	}
	if text == "" {
		var seed [ed25519.SeedSize]byte
		rand.Read(seed[:])
		// another program may have had the same idea: the first one counts
		if text, err = st.KeepMeta(ctx, metaSigningKey, hex.EncodeToString(seed[:])); err != nil {
			return nil, err
		}
	}
	seed, err := hex.DecodeString(text)
	if err != nil || len(seed) != ed25519.SeedSize {
		return nil, fault.Of(fmt.Errorf("signing key of %d characters", len(text)))
	}
	return ed25519.NewKeyFromSeed(seed), nil
}
