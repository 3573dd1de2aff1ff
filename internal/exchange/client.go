package exchange

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"crypto/subtle"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"loketaduan/internal/fault"
)

// Options of a client.
type Options struct {
	Address   string            // https://pusat.example.go.id; http only for this machine
	ServerKey ed25519.PublicKey // 32 bytes; who may answer hello
	Pin       []byte            // SHA-256 of the server's certificate; empty = system roots
	Token     string            // of this PC; empty before enrolment
	Timeout   time.Duration     // of one request without wait; default 60 s
	Now       func() time.Time  // default time.Now
	Transport http.RoundTripper // default: an own one; tests put a bad line here
}

// Client speaks to one server. Safe for concurrent use.
type Client struct {
	base    *url.URL
	key     ed25519.PublicKey
	token   atomic.Pointer[string]
	timeout time.Duration
	now     func() time.Time
	http    *http.Client
	ratio   atomic.Int64 // packed bytes for 1000 plain ones, as last measured
	sent    atomic.Int64 // bytes of bodies sent
	got     atomic.Int64 // bytes of bodies received
	calls   atomic.Int64
}

// New makes a client. Faults (Invalid, field address): exchange.address.invalid,
// exchange.address.insecure.
func New(o Options) (*Client, error) {
	base, err := serverURL(o.Address)
	if err != nil {
		return nil, err
	}
	c := &Client{base: base, key: o.ServerKey, timeout: o.Timeout, now: o.Now}
	c.SetToken(o.Token)
	if c.timeout <= 0 {
		c.timeout = time.Minute
	}
	if c.now == nil {
		c.now = time.Now
	}
	c.ratio.Store(250)
	transport := o.Transport
	if transport == nil {
		transport = newTransport(o.Pin)
	}
	c.http = &http.Client{Transport: transport, CheckRedirect: func(*http.Request, []*http.Request) error {
		return http.ErrUseLastResponse // a redirect is never ours, and would carry the token elsewhere
	}}
	return c, nil
}

// serverURL reads an address. Complaints must not cross a network in the
// clear, so that http is for a server on the same machine alone.
func serverURL(address string) (*url.URL, error) {
	u, err := url.Parse(strings.TrimRight(strings.TrimSpace(address), "/"))
	if err != nil || u.Hostname() == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" || (u.Scheme != "http" && u.Scheme != "https") {
		return nil, fault.New(fault.Invalid, "exchange.address.invalid", "address", "Alamat server tidak sah. Tulis seperti https://pusat.contoh.go.id.")
	}
	if u.Scheme == "http" && !Loopback(u.Hostname()) {
		return nil, fault.New(fault.Invalid, "exchange.address.insecure", "address", "Alamat server harus dimulai dengan https:// supaya aduan tidak terbaca di jaringan.")
	}
	return u, nil
}

// Loopback tells whether a host name or address is this very machine.
func Loopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}

// CheckAddress gives the fault of a server address, nil when it can be used.
func CheckAddress(address string) error {
	_, err := serverURL(address)
	return err
}

func newTransport(pin []byte) *http.Transport {
	conf := &tls.Config{MinVersion: tls.VersionTLS12}
	if len(pin) > 0 {
		// The pin stands in for authorities, names and dates: a PC with a wrong
		// clock must still reach its server.
		conf.InsecureSkipVerify = true
		conf.VerifyConnection = func(state tls.ConnectionState) error {
			sum := sha256.Sum256(state.PeerCertificates[0].Raw)
			if subtle.ConstantTimeCompare(sum[:], pin) != 1 {
				return errPin
			}
			return nil
		}
	}
	return &http.Transport{
		Proxy:                 http.ProxyFromEnvironment,
		DialContext:           (&net.Dialer{Timeout: 10 * time.Second, KeepAlive: 15 * time.Second}).DialContext,
		TLSClientConfig:       conf,
		TLSHandshakeTimeout:   15 * time.Second,
		ResponseHeaderTimeout: time.Minute,
		IdleConnTimeout:       90 * time.Second,
		MaxIdleConnsPerHost:   2,
		ForceAttemptHTTP2:     true,
		DisableCompression:    true, // we unpack ourselves, with a limit
		HTTP2:                 &http.HTTP2Config{SendPingTimeout: 30 * time.Second, PingTimeout: 10 * time.Second},
	}
}

var errPin = errors.New("certificate differs from the pin")

// Traffic is what a client has moved: requests, and bytes of their bodies as
// they went over the line.
type Traffic struct{ Requests, Sent, Received int64 }

// Traffic so far.
func (c *Client) Traffic() Traffic {
	return Traffic{Requests: c.calls.Load(), Sent: c.sent.Load(), Received: c.got.Load()}
}

// SetToken is for a PC that got another name.
func (c *Client) SetToken(token string) { c.token.Store(&token) }

// Close drops idle connections.
func (c *Client) Close() { c.http.CloseIdleConnections() }

// call sends a request and decodes the answer into into. Whatever is not an
// answer of our server becomes a fault of the line.
func (c *Client) call(ctx context.Context, method, path string, query url.Values, body []byte, timeout time.Duration, into any) error {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	u := *c.base
	u.Path += path
	u.RawQuery = query.Encode()
	req, err := http.NewRequestWithContext(ctx, method, u.String(), bytes.NewReader(body))
	if err != nil {
		return fault.Of(err)
	}
	req.Header.Set("Accept", "application/json")
	req.Header.Set("Accept-Encoding", "zstd, gzip")
	req.Header.Set("User-Agent", "loket-aduan")
	req.Header.Set(ProtocolHeader, strconv.Itoa(Protocol))
	if token := *c.token.Load(); token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
		req.Header.Set("Content-Encoding", "zstd")
	}
	c.calls.Add(1)
	c.sent.Add(int64(len(body)))
	res, err := c.http.Do(req)
	if err != nil {
		c.http.CloseIdleConnections() // the next attempt must not wait for a dead one
		return lineFault(err)
	}
	defer res.Body.Close()
	packed, err := io.ReadAll(io.LimitReader(res.Body, MaxPlain+1))
	c.got.Add(int64(len(packed)))
	if err != nil {
		c.http.CloseIdleConnections()
		return lineFault(err)
	}
	plain, err := Unpack(res.Header.Get("Content-Encoding"), packed)
	if res.StatusCode != http.StatusOK {
		return statusFault(res, plain)
	}
	if err != nil {
		return errPortal.Because(err)
	}
	if err := Decode(plain, into); err != nil {
		return errPortal.Because(err)
	}
	return nil
}

// lineFault says why no answer came.
func lineFault(err error) error {
	var timeout interface{ Timeout() bool }
	var verify *tls.CertificateVerificationError
	var authority x509.UnknownAuthorityError
	var name x509.HostnameError
	var invalid x509.CertificateInvalidError
	switch {
	case errors.Is(err, errPin), errors.As(err, &verify), errors.As(err, &authority), errors.As(err, &name), errors.As(err, &invalid):
		return errCertificate.Because(err)
	case errors.As(err, &timeout) && timeout.Timeout(), errors.Is(err, context.DeadlineExceeded):
		return errTimeout.Because(err)
	}
	return errUnreachable.Because(err)
}

// statusFault reads a refusal. A fault in our own form comes from our server;
// anything else with a success or client status is somebody in between.
func statusFault(res *http.Response, plain []byte) error {
	cause := fmt.Errorf("status %d", res.StatusCode)
	var theirs fault.Fault
	ours := strings.HasPrefix(res.Header.Get("Content-Type"), "application/json") && json.Unmarshal(plain, &theirs) == nil &&
		theirs.Code != "" && theirs.Kind != "" && theirs.Message != ""
	switch {
	case res.StatusCode == http.StatusNetworkAuthenticationRequired, res.StatusCode < 400:
		return errPortal.Because(cause)
	case res.StatusCode >= 500 || res.StatusCode == http.StatusTooManyRequests:
		if s, err := strconv.Atoi(res.Header.Get("Retry-After")); err == nil && s > 0 {
			return errServer.Because(&retryAfter{time.Duration(min(s, 900)) * time.Second})
		}
		return errServer.Because(cause)
	case !ours:
		return errPortal.Because(cause)
	case res.StatusCode == http.StatusUnauthorized:
		return errUnauthorized.Because(cause)
	case res.StatusCode == http.StatusUpgradeRequired:
		return errUpgrade.Because(cause)
	}
	return theirs.Because(cause)
}
