package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"io/fs"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"time"

	"loketaduan/internal/fault"
)

const (
	certFile    = "tls.crt"
	certKeyFile = "tls.key"
	certYears   = 20 // desks know it by its pin: a change means to enrol every PC anew
)

// certificate of the server. pin is empty when desks can trust it by the
// authorities that their system knows.
type certificate struct {
	set bool
	tls tls.Certificate
	pin string
}

func certificateFault(err error) error {
	return fault.New(fault.Invalid, "server.tls.files", "tls-cert", "Sertifikat atau kunci TLS tidak dapat dibaca. Periksa kedua berkas: bentuknya PEM dan harus sepasang.").Because(err)
}

// loadCertificate reads a pair. One that no public authority vouches for, such
// as of the regency's own authority, is pinned in the codes.
func loadCertificate(cert, key string) (certificate, error) {
	pair, err := tls.LoadX509KeyPair(cert, key)
	if err != nil {
		return certificate{}, certificateFault(err)
	}
	c := certificate{set: true, tls: pair}
	between := x509.NewCertPool()
	for _, raw := range pair.Certificate[1:] {
		if x, err := x509.ParseCertificate(raw); err == nil {
			between.AddCert(x)
		}
	}
	if _, err := pair.Leaf.Verify(x509.VerifyOptions{Intermediates: between}); err != nil {
		sum := sha256.Sum256(pair.Certificate[0])
		c.pin = hex.EncodeToString(sum[:])
	}
	return c, nil
}

// ownCertificate reads the self-signed pair of the data folder, or makes it.
func ownCertificate(dir, host string) (certificate, error) {
	cert, key := filepath.Join(dir, certFile), filepath.Join(dir, certKeyFile)
	_, errCert := os.Stat(cert)
	_, errKey := os.Stat(key)
	if errors.Is(errCert, fs.ErrNotExist) && errors.Is(errKey, fs.ErrNotExist) {
		if err := makeCertificate(cert, key, host); err != nil {
			return certificate{}, folderFault(err)
		}
	}
	return loadCertificate(cert, key)
}

func makeCertificate(cert, key, host string) error {
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 120))
	if err != nil {
		return err
	}
	now := time.Now()
	c := &x509.Certificate{
		SerialNumber: serial,
		Subject:      pkix.Name{CommonName: "loket-pusat"},
		NotBefore:    now.Add(-24 * time.Hour),
		NotAfter:     now.AddDate(certYears, 0, 0),
		KeyUsage:     x509.KeyUsageDigitalSignature,
		ExtKeyUsage:  []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		DNSNames:     []string{"loket-pusat"},
	}
	if ip := net.ParseIP(host); ip != nil && !ip.IsUnspecified() {
		c.IPAddresses = []net.IP{ip}
	} else if ip == nil && host != "" {
		c.DNSNames = append(c.DNSNames, host)
	}
	raw, err := x509.CreateCertificate(rand.Reader, c, c, private.Public(), private)
	if err != nil {
		return err
	}
	secret, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		return err
	}
	if err := os.WriteFile(key, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: secret}), 0o600); err != nil {
		return err
	}
	return os.WriteFile(cert, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: raw}), 0o644)
}
