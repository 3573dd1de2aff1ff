package central

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"loketaduan/internal/exchange"
	"loketaduan/internal/fault"
	"loketaduan/internal/store"
)

// CodeValid is how long a one-time code can be used.
const CodeValid = 7 * 24 * time.Hour

var (
	errOffice = fault.New(fault.NotFound, "enrol.office.unknown", "office", "Kantor dengan kode ini belum terdaftar. Daftarkan dulu dengan perintah office add.")
	errUsed   = fault.New(fault.NotFound, "enrol.code.used", "code", "Kode pendaftaran ini tidak dikenal, sudah dipakai, atau lewat 7 hari. Minta kode baru kepada admin kabupaten.")
	errProof  = fault.New(fault.Invalid, "enrol.proof", "proof", "Permintaan pendaftaran tidak bertanda tangan sah. Ulangi pendaftaran dari program Loket Aduan.")
	errName   = fault.New(fault.Invalid, "enrol.name", "name", "Isi nama PC, paling banyak 60 huruf.")
)

// NewCode makes a one-time code for one PC of an office. pin is empty when a
// public authority vouches for the server's certificate.
// Faults: enrol.office.unknown, exchange.address.*.
func (s *Server) NewCode(ctx context.Context, office, address string, pin []byte) (exchange.Code, error) {
	if err := exchange.CheckAddress(address); err != nil {
		return exchange.Code{}, err
	}
	if _, err := s.office(ctx, office); err != nil {
		return exchange.Code{}, err
	}
	secret := make([]byte, 20)
	rand.Read(secret)
	sum := sha256.Sum256(secret)
	if err := s.store.PutEnrolment(ctx, sum[:], office, s.o.Now().Add(CodeValid)); err != nil {
		return exchange.Code{}, err
	}
	return exchange.Code{Address: strings.TrimRight(address, "/"), Key: s.PublicKey(), Pin: pin, Secret: secret, Office: office}, nil
}

func (s *Server) office(ctx context.Context, code string) (store.Office, error) {
	all, err := s.store.Offices(ctx)
	if err != nil {
		return store.Office{}, err
	}
	for _, o := range all {
		if o.Code == code {
			return o, nil
		}
	}
	return store.Office{}, errOffice
}

// enrol uses a code up and makes the asker a device.
func (s *Server) enrol(c *call) (any, error) {
	var req exchange.EnrolRequest
	if err := c.read(&req); err != nil {
		return nil, err
	}
	req.Name = strings.TrimSpace(req.Name)
	switch {
	case req.Protocol < exchange.MinProtocol || req.Protocol > exchange.Protocol:
		return nil, errOld
	case len(req.Secret) < 16 || len(req.Secret) > 64:
		return nil, errUsed
	case req.Name == "" || utf8.RuneCountInString(req.Name) > 60:
		return nil, errName
	case !req.Proved():
		return nil, errProof
	}
	token, id := s.credentials(&req)
	d, err := s.takeEnrolment(c.Context(), &req, token, id)
	if err != nil {
		return nil, err
	}
	c.device = d
	return s.welcome(c, &d, token)
}

// welcome is the answer to a PC that has become a device.
func (s *Server) welcome(c *call, d *store.Device, token string) (any, error) {
	office, err := s.office(c.Context(), d.Office)
	if err != nil {
		return nil, err
	}
	epoch, err := s.store.Epoch(c.Context())
	if err != nil {
		return nil, err
	}
	return &exchange.EnrolAnswer{Device: d.ID, Office: d.Office, OfficeName: office.Name, Letter: d.Letter, Token: token, Epoch: epoch, ServerTime: s.serverTime(), Certificate: s.certificate(d)}, nil
}

func (s *Server) takeEnrolment(ctx context.Context, req *exchange.EnrolRequest, token, id string) (store.Device, error) {
	secret, tokenSum := sha256.Sum256(req.Secret), sha256.Sum256([]byte(token))
	d, err := s.store.TakeEnrolment(ctx, secret[:], store.Device{ID: id, Letter: strings.ToUpper(strings.TrimSpace(req.WishLetter)), Name: req.Name,
		PublicKey: req.PublicKey, TokenHash: tokenSum[:]})
	if f := fault.Of(err); f == nil || f.Kind != fault.NotFound {
		return d, err
	}
	// Used up, perhaps by this very PC, whose answer was lost on the way.
	d, again := s.store.DeviceByToken(ctx, tokenSum[:])
	if f := fault.Of(again); f != nil && f.Kind != fault.NotFound {
		return store.Device{}, again
	}
	if again != nil || d.Revoked {
		return store.Device{}, errUsed.Because(errors.Unwrap(err))
	}
	return d, nil
}

// credentials of a new device follow from the code and the device's key, so
// that a repeat of the same request can be answered the same. Without the
// signing key nobody can compute them.
func (s *Server) credentials(req *exchange.EnrolRequest) (token, id string) {
	derive := func(what string) []byte {
		m := hmac.New(sha256.New, s.key.Seed())
		m.Write([]byte("loket-aduan " + what + " v1\n"))
		m.Write(req.PublicKey)
		m.Write(req.Secret)
		return m.Sum(nil)
	}
	var u uuid.UUID
	copy(u[:], derive("device"))
	u[6], u[8] = u[6]&0x0f|0x80, u[8]&0x3f|0x80 // UUIDv8: made of a hash
	return base64.RawURLEncoding.EncodeToString(derive("token")), u.String()
}
