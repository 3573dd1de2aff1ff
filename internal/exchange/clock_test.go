package exchange

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"math/big"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"
)

// A PC whose clock is years off reaches its server all the same: the pin stands
// for the certificate, whatever its dates, and the offset is measured.
func TestWrongClockDoesNotCloseTheLine(t *testing.T) {
	for name, valid := range map[string][2]time.Time{
		"as if the PC were in the past":   {time.Now().AddDate(1, 0, 0), time.Now().AddDate(20, 0, 0)},
		"as if the PC were in the future": {time.Now().AddDate(-20, 0, 0), time.Now().AddDate(-1, 0, 0)},
	} {
		key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		cert := &x509.Certificate{SerialNumber: big.NewInt(1), NotBefore: valid[0], NotAfter: valid[1], DNSNames: []string{"loket-pusat"}}
		raw, err := x509.CreateCertificate(rand.Reader, cert, cert, key.Public(), key)
		if err != nil {
			t.Fatal(err)
		}
		s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { json.NewEncoder(w).Encode(helloTo(r)) }))
		s.TLS = &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{raw}, PrivateKey: key}}}
		s.StartTLS()
		pin := sha256.Sum256(raw)
		for _, off := range []time.Duration{0, 365 * 24 * time.Hour, -2 * 365 * 24 * time.Hour, -16 * 365 * 24 * time.Hour} {
			client, err := New(Options{Address: s.URL, ServerKey: public, Pin: pin[:], Now: func() time.Time { return time.Now().Add(off) }})
			if err != nil {
				t.Fatal(err)
			}
			h, measured, err := client.Hello(context.Background())
			if err != nil {
				t.Fatalf("%s, clock off by %s: %v", name, off, err)
			}
			at, _ := h.Time()
			if want := time.Until(at) - off; (measured - want).Abs() > time.Minute {
				t.Errorf("%s: offset %s, want %s", name, measured, want)
			}
			client.Close()
		}
		s.Close()
	}
}
