package central

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"log/slog"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"loketaduan/internal/exchange"
	"loketaduan/internal/fault"
	"loketaduan/internal/journal"
	"loketaduan/internal/store"
)

var errClosed = fault.New(fault.Forbidden, "exchange.relay.closed", "lost", "Catatan PC lain hanya diterima bila server pusat terbukti kehilangan riwayatnya.")

// certificate of a device, signed: with it the device comes back to a server
// that was set back to before its enrolment.
func (s *Server) certificate(d *store.Device) *exchange.Certificate {
	c := &exchange.Certificate{Device: d.ID, Office: d.Office, Letter: d.Letter, PublicKey: d.PublicKey, TokenHash: d.TokenHash}
	c.Sign(s.key)
	return c
}

// comeBack makes a device known again by its certificate and its key. A
// revoked one stays revoked.
func (s *Server) comeBack(c *call) (any, error) {
	var req exchange.ReturnRequest
	if err := c.read(&req); err != nil {
		return nil, err
	}
	epoch, err := s.store.Epoch(c.Context())
	if err != nil {
		return nil, err
	}
	cert := &req.Certificate
	if !cert.Verify(s.PublicKey()) || !req.Proved(epoch) {
		return nil, errToken
	}
	d, err := s.store.Readmit(c.Context(), store.Device{ID: cert.Device, Office: cert.Office, Letter: cert.Letter, Name: "PC " + cert.Letter, PublicKey: cert.PublicKey, TokenHash: cert.TokenHash})
	if f := fault.Of(err); f != nil && (f.Kind == fault.Forbidden || f.Kind == fault.NotFound) {
		return nil, errToken.Because(err)
	}
	if err != nil {
		return nil, err
	}
	c.device = d
	s.o.Log.LogAttrs(c.Context(), slog.LevelWarn, "device came back", slog.String("device", d.ID), slog.String("office", d.Office))
	return &exchange.ReturnAnswer{Epoch: epoch, Letter: d.Letter}, nil
}

// rejoin gives a PC whose past another PC shares a name of its own. It asks
// under the token of that past.
func (s *Server) rejoin(c *call) (any, error) {
	var req exchange.RejoinRequest
	if err := c.read(&req); err != nil {
		return nil, err
	}
	req.Name = strings.TrimSpace(req.Name)
	switch {
	case req.Name == "" || utf8.RuneCountInString(req.Name) > 60:
		return nil, errName
	case !journal.IsID(req.Device) || req.Device == c.device.ID || !req.Proved(c.device.ID):
		return nil, errProof
	}
	m := hmac.New(sha256.New, s.key.Seed())
	m.Write([]byte("loket-aduan rejoin token v1\n" + c.device.ID + "\n" + req.Device + "\n"))
	m.Write(req.PublicKey)
	token := base64.RawURLEncoding.EncodeToString(m.Sum(nil))
	sum := sha256.Sum256([]byte(token))
	d, err := s.store.Rejoin(c.Context(), c.device.ID, store.Device{ID: req.Device, Office: c.device.Office, Name: req.Name, PublicKey: req.PublicKey, TokenHash: sum[:]})
	if err != nil {
		return nil, err
	}
	s.o.Log.LogAttrs(c.Context(), slog.LevelWarn, "device was cloned or restored", slog.String("device", c.device.ID), slog.String("now", d.ID), slog.String("office", d.Office))
	return s.welcome(c, &d, token)
}

// compare tells how far the journal is the desk's. That a desk asks with a
// place in the feed means that the two had parted: it is counted and logged.
func (s *Server) compare(c *call) (any, error) {
	var req exchange.CompareRequest
	if err := c.read(&req); err != nil {
		return nil, err
	}
	epoch, err := s.store.Epoch(c.Context())
	if err != nil {
		return nil, err
	}
	claims := make([]store.Claim, 0, len(req.Claims))
	for _, x := range req.Claims {
		if len(x.At) > 64 || len(claims) >= 1000 {
			return nil, errJSON
		}
		claim := store.Claim{Device: x.Device}
		for _, at := range x.At {
			claim.At = append(claim.At, store.ChainAt{Seq: at.Seq, Hash: at.Hash})
		}
		claims = append(claims, claim)
	}
	same := false
	if req.Pos > 0 {
		gone, err := s.gone(c, exchange.Cursor{Epoch: req.Epoch, Pos: req.Pos, Hash: req.Hash}, epoch)
		if err != nil {
			return nil, err
		}
		if same = !gone; gone {
			s.o.Log.LogAttrs(c.Context(), slog.LevelWarn, "journals parted", slog.String("device", c.device.ID), slog.String("office", c.device.Office), slog.Int64("pos", req.Pos))
			if err := s.store.NoteDiverged(c.Context(), c.device.ID); err != nil {
				return nil, err
			}
		}
	}
	matching, err := s.store.Matching(c.Context(), claims)
	return &exchange.CompareAnswer{Epoch: epoch, Matching: matching, Same: same}, err
}

// gone tells whether a place in the office's feed is none of this history.
func (s *Server) gone(c *call, at exchange.Cursor, epoch string) (bool, error) {
	if at.Epoch != epoch {
		return true, nil
	}
	p, err := s.store.Feed(c.Context(), c.device.Office, at.Pos, 1)
	return err == nil && (p.Head < at.Pos || p.Before != at.Hash), err
}

// relay takes another device's entries from a desk that proves that the server
// has lost part of its history.
func (s *Server) relay(c *call) (any, error) {
	leave, err := s.turn(c)
	if err != nil {
		return nil, err
	}
	defer leave()
	var req exchange.RelayRequest
	if err := c.read(&req); err != nil {
		return nil, err
	}
	c.count = len(req.Entries)
	epoch, err := s.store.Epoch(c.Context())
	if err != nil {
		return nil, err
	}
	if req.Epoch != "" && req.Epoch != epoch {
		return nil, errEpoch
	}
	lost := exchange.Cursor{Epoch: req.Lost.Epoch, Pos: req.Lost.Pos, Hash: req.Lost.Hash, Proof: req.Lost.Proof}
	if !exchange.VerifyHead(s.PublicKey(), c.device.Office, lost) {
		return nil, errClosed
	}
	if gone, err := s.gone(c, lost, epoch); err != nil || !gone {
		return nil, orElse(err, errClosed)
	}
	entries, err := req.Chain(req.Office, req.Device)
	if err != nil {
		return nil, err
	}
	got, err := s.store.Relay(c.Context(), entries)
	if err != nil {
		return nil, err
	}
	s.bell.ring()
	s.o.Log.LogAttrs(c.Context(), slog.LevelInfo, "entries given back", slog.String("device", c.device.ID), slog.String("of", req.Device), slog.Int("count", len(entries)))
	return answerTo(entries, got), nil
}

func orElse(err, otherwise error) error {
	if err != nil {
		return err
	}
	return otherwise
}

const (
	// seenEvery is how exactly the last contact of a PC is kept: a write for every
	// request would cost more than it tells.
	seenEvery = 5 * time.Minute
	// seenTogether is how long contacts wait for others to be written with: at
	// 8 o'clock a thousand PCs would else cost as many commits as their pushes.
	seenTogether = time.Second
)

// contacts that are not written yet. Those that a stop loses come again.
type contacts struct {
	mu    sync.Mutex
	seen  map[string]time.Time
	wrote time.Time
}

// add gives what is to be written now; nil = nothing.
func (c *contacts) add(device string, now time.Time) map[string]time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.seen == nil {
		c.seen = map[string]time.Time{}
	}
	c.seen[device] = now
	if since := now.Sub(c.wrote); since >= 0 && since < seenTogether {
		return nil
	}
	all := c.seen
	c.seen, c.wrote = nil, now
	return all
}

// saw notes the contact. Nobody waits for it but the request that brings it, and
// its failure is none of theirs.
func (s *Server) saw(ctx context.Context, d *store.Device) {
	now := s.o.Now()
	if now.Sub(d.SeenAt) < seenEvery && !now.Before(d.SeenAt) {
		return
	}
	seen := s.contacts.add(d.ID, now)
	if seen == nil {
		return
	}
	if err := s.store.SawDevices(context.WithoutCancel(ctx), seen); err != nil {
		s.o.Log.LogAttrs(ctx, slog.LevelWarn, "contact not noted", slog.Int("devices", len(seen)), slog.String("cause", err.Error()))
	}
}
