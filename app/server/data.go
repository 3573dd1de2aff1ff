package main

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"loketaduan/internal/central"
	"loketaduan/internal/fault"
	"loketaduan/internal/store"
	"loketaduan/internal/vault"
)

// Names in the data folder.
const (
	databaseFile = "pusat.db"
	keyFile      = "server.key"
)

// What serve notes for the other commands.
const (
	metaAddress = "server.address" // where desks reach it, as the administrator said
	metaListen  = "server.listen"  // where it listened last; "" = on every interface
	metaPin     = "server.pin"     // hexadecimal SHA-256 of the certificate; "" = a public authority vouches
)

// databaseEnv is --database for whoever does not want a password to be seen
// among the running programs.
const databaseEnv = "LOKET_DATABASE"

// place is where the data of the server are.
type place struct {
	folder   string // key and certificate; without database also pusat.db
	database string // URL of a PostgreSQL
}

func (f flags) place() place {
	p := place{*f.data, *f.database}
	if p.database == "" {
		p.database = os.Getenv(databaseEnv)
	}
	return p
}

// open opens the data, and makes them at the first time.
func open(ctx context.Context, p place) (*store.Store, error) {
	if err := os.MkdirAll(p.folder, 0o700); err != nil {
		return nil, folderFault(err)
	}
	st, err := store.Open(ctx, store.Options{Path: filepath.Join(p.folder, databaseFile), URL: p.database, Server: true})
	if err != nil {
		return nil, err
	}
	if err := unlock(ctx, st, p.folder); err != nil {
		st.Close()
		return nil, err
	}
	return st, nil
}

func unlock(ctx context.Context, st *store.Store, folder string) error {
	sealed, err := st.Sealed(ctx) // before the key is looked for: it is written before it seals
	if err != nil {
		return err
	}
	keys, err := dataKey(folder, sealed)
	if err != nil {
		return err
	}
	err = st.Unlock(ctx, keys)
	if f := fault.Of(err); f != nil && f.Code == "store.keys.wrong" {
		return fault.New(fault.Conflict, "server.key.wrong", "data",
			"Berkas server.key di folder data bukan kunci basis data ini. Salin server.key dari server yang pertama, atau dari cadangan. Data tidak diubah.").Because(err)
	}
	return err
}

func folderFault(err error) error {
	return fault.New(fault.Invalid, "server.data.folder", "data", "Folder data tidak dapat dipakai. Periksa nama dan hak aksesnya.").Because(err)
}

// dataKey reads server.key. It is made only while nothing is sealed yet: a new
// key beside old data could open nothing in them.
func dataKey(dir string, sealed bool) (*vault.Keys, error) {
	path := filepath.Join(dir, keyFile)
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		if sealed {
			return nil, fault.New(fault.Conflict, "server.key.missing", "data",
				"Berkas server.key tidak ada di folder data, padahal datanya ada. Kembalikan server.key dari cadangan; tanpa itu data tidak dapat dibuka.")
		}
		if err := writeKey(path); err != nil && !errors.Is(err, fs.ErrExist) {
			return nil, folderFault(err)
		}
		text, err = os.ReadFile(path)
	}
	if err != nil {
		return nil, folderFault(err)
	}
	key, err := hex.DecodeString(strings.TrimSpace(string(text)))
	if err != nil || len(key) != 32 {
		return nil, fault.New(fault.Invalid, "server.key.invalid", "data", "Berkas server.key rusak. Kembalikan dari cadangan.")
	}
	return vault.KeysFrom([32]byte(key)), nil
}

// writeKey puts a fresh key under its name in one step, so that a second
// command starting at the same time reads a whole key or makes none.
func writeKey(path string) error {
	var key [32]byte
	rand.Read(key[:])
	tmp, err := os.CreateTemp(filepath.Dir(path), ".kunci-*") // mode 0600
	if err != nil {
		return err
	}
	defer os.Remove(tmp.Name())
	_, err = fmt.Fprintln(tmp, hex.EncodeToString(key[:]))
	if err := errors.Join(err, tmp.Sync(), tmp.Close()); err != nil {
		return err
	}
	return os.Link(tmp.Name(), path)
}

// server opens the data with the use cases over them.
func (p *Program) server(ctx context.Context, at place, o central.Options) (*central.Server, *store.Store, error) {
	st, err := open(ctx, at)
	if err != nil {
		return nil, nil, err
	}
	key, err := central.SigningKey(ctx, st)
	if err == nil {
		err = trust(ctx, st, key.Public().(ed25519.PublicKey))
	}
	if err != nil {
		st.Close()
		return nil, nil, err
	}
	return central.New(st, key, o), st, nil
}

// trust lets calendars count that the server signed, as the desks do.
func trust(ctx context.Context, st *store.Store, key ed25519.PublicKey) error {
	known, err := st.CalendarKeys(ctx)
	if err != nil || slices.ContainsFunc(known, func(k ed25519.PublicKey) bool { return k.Equal(key) }) {
		return err
	}
	_, err = st.Update(ctx, func(t *store.Tx) error { return t.TrustCalendar(key) })
	return err
}
