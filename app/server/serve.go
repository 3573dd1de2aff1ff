package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"time"

	"loketaduan/internal/central"
	"loketaduan/internal/exchange"
	"loketaduan/internal/fault"
	"loketaduan/internal/store"
)

// stopWithin is how long requests under way may take when the server stops.
const stopWithin = 10 * time.Second

func (p *Program) serve(ctx context.Context, args []string) error {
	f := p.flags("serve", "[--data FOLDER] [--listen ALAMAT] [--tls | --tls-cert BERKAS --tls-key BERKAS] [--address URL]")
	listen := f.String("listen", "127.0.0.1:8443", "alamat dan port yang didengarkan")
	own := f.Bool("tls", false, "pakai sertifikat buatan sendiri, dibuat sekali di folder data")
	cert := f.String("tls-cert", "", "berkas sertifikat TLS (PEM)")
	key := f.String("tls-key", "", "berkas kunci TLS (PEM)")
	address := f.String("address", "", "alamat server bagi PC loket, misalnya https://pusat.contoh.go.id")
	if err := p.parse(f, args, 0, "listen"); err != nil {
		return err
	}
	secure := *own || *cert != "" || *key != ""
	host, _, err := net.SplitHostPort(*listen)
	switch {
	case err != nil:
		return fault.New(fault.Invalid, "server.listen.invalid", "listen", "Alamat --listen tidak sah. Tulis seperti 127.0.0.1:8443 atau 0.0.0.0:443.").Because(err)
	case !secure && !exchange.Loopback(host):
		return fault.New(fault.Invalid, "server.listen.insecure", "listen",
			"Server tidak dijalankan: alamat ini terbuka ke jaringan, tetapi tanpa TLS aduan dapat terbaca orang. Tambahkan --tls, atau --tls-cert dan --tls-key; untuk mencoba di komputer ini saja pakai --listen 127.0.0.1:8443.")
	case *own && (*cert != "" || *key != ""), (*cert == "") != (*key == ""):
		return fault.New(fault.Invalid, "server.tls.flags", "tls", "Pilih salah satu: --tls saja, atau --tls-cert dan --tls-key bersama-sama.")
	}
	if *address != "" {
		if err := exchange.CheckAddress(*address); err != nil {
			return err
		}
	}
	srv, st, err := p.server(ctx, f.place(), central.Options{Log: slog.New(slog.NewJSONHandler(p.Stderr, nil))})
	if err != nil {
		return err
	}
	defer st.Close()
	defer tidy(ctx, st)()
	var pair certificate
	if *own {
		pair, err = ownCertificate(*f.data, host)
	} else if secure {
		pair, err = loadCertificate(*cert, *key)
	}
	if err != nil {
		return err
	}
	return p.listenAndServe(ctx, st, srv, *listen, *address, pair)
}

// tidy removes what no entry names, beside the serving. The result waits for
// its end.
func tidy(ctx context.Context, st *store.Store) (wait func()) {
	ctx, cancel := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		_, _ = st.Files().Collect(ctx) // what remains is looked at again at the next start
	}()
	return func() { cancel(); <-done }
}

// listenAndServe serves until ctx ends, then lets requests finish.
func (p *Program) listenAndServe(ctx context.Context, st *store.Store, srv *central.Server, listen, address string, pair certificate) error {
	l, err := net.Listen("tcp", listen)
	if err != nil {
		return fault.New(fault.Conflict, "server.listen.taken", "listen", "Alamat "+listen+" tidak dapat dipakai. Mungkin server sudah berjalan, atau port ini butuh hak admin.").Because(err)
	}
	scheme := "http"
	if pair.set {
		scheme = "https"
	}
	here := scheme + "://" + l.Addr().String()
	if err := note(ctx, st, l.Addr(), here, address, pair.pin); err != nil {
		l.Close()
		return err
	}
	h := &http.Server{
		Handler:           srv,
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       4 * time.Minute, // 1 MiB over 64 kbit/s, with room
		WriteTimeout:      5 * time.Minute,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    16 << 10,
		ErrorLog:          slog.NewLogLogger(slog.NewJSONHandler(p.Stderr, nil), slog.LevelWarn),
	}
	h.RegisterOnShutdown(srv.Close)
	ended := make(chan error, 1)
	go func() {
		if pair.set {
			h.TLSConfig = &tls.Config{MinVersion: tls.VersionTLS12, Certificates: []tls.Certificate{pair.tls}}
			ended <- h.ServeTLS(l, "", "")
		} else {
			ended <- h.Serve(l)
		}
	}()
	fmt.Fprintf(p.Stdout, "Server pusat berjalan di %s. Tekan Ctrl+C untuk berhenti.\n", here)
	if p.Serving != nil {
		p.Serving(l.Addr())
	}
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	stopping, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopWithin)
	defer cancel()
	if err := h.Shutdown(stopping); err != nil {
		h.Close() // whoever is cut off sends again
	}
	<-ended
	fmt.Fprintln(p.Stdout, "Server pusat berhenti.")
	return nil
}

// note keeps for the command enrol where desks find the server. An address on
// every interface is none that a PC could go to.
func note(ctx context.Context, st *store.Store, at net.Addr, here, address, pin string) error {
	if tcp, ok := at.(*net.TCPAddr); ok && tcp.IP.IsUnspecified() {
		here = ""
	}
	var err error
	if address != "" {
		err = st.SetMeta(ctx, metaAddress, strings.TrimRight(address, "/"))
	}
	return errors.Join(err, st.SetMeta(ctx, metaListen, here), st.SetMeta(ctx, metaPin, pin))
}
