package store

import (
	"bytes"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"loketaduan/internal/complaint"
	"loketaduan/internal/fault"
	"loketaduan/internal/journal"
	"loketaduan/internal/testdb"
	"loketaduan/internal/vault"
)

func TestOpenFreshAndAgain(t *testing.T) { testdb.Both(t, testOpenFreshAndAgain) }

func testOpenFreshAndAgain(t *testing.T) {
	b := desk(t, "63.03.05", "A")
	epoch, err := b.Epoch(ctx)
	b.must(err)
	c := b.receive(nil)
	for range 2 {
		b = b.reopen()
		again, err := b.Epoch(ctx)
		b.must(err)
		if again != epoch || epoch == "" {
			t.Fatalf("epoch %q, was %q", again, epoch)
		}
		b.finds("after opening again", Filter{Query: "ambruk"}, c)
	}
	if n, err := b.d.version(ctx, b.read); err != nil || n != schema {
		t.Fatalf("version %d, %v", n, err)
	}
	b.must(b.Close())
	b.must(b.Close())
}

func TestPragmasOnEveryConnection(t *testing.T) {
	b := desk(t, "63.03.05", "A")
	for name, db := range map[string]*sql.DB{"write": b.write, "read": b.read.DB} {
		for range db.Stats().MaxOpenConnections {
			conn, err := db.Conn(ctx) // held, so that the next one is another
			b.must(err)
			defer conn.Close()
			for pragma, want := range map[string]string{"foreign_keys": "1", "synchronous": "2", "journal_mode": "wal"} {
				var got string
				b.must(conn.QueryRowContext(ctx, "PRAGMA "+pragma).Scan(&got))
				if got != want {
					t.Errorf("%s connection: %s = %s, want %s", name, pragma, got, want)
				}
			}
		}
	}
}

// A database of a newer program stays as it is, also when it was not closed
// properly or does not use WAL.
func TestNewerIsLeftUntouched(t *testing.T) {
	for _, mode := range []string{"wal", "delete", "left open"} {
		t.Run(mode, func(t *testing.T) {
			b := desk(t, "63.03.05", "A")
			b.receive(nil)
			b.must(b.Close())
			db := b.at.Raw(t)
			db.SetMaxOpenConns(1)
			for _, q := range []string{"PRAGMA journal_mode=" + map[string]string{"wal": "wal", "delete": "delete", "left open": "wal"}[mode], fmt.Sprintf("PRAGMA user_version = %d", schema+1)} {
				if _, err := db.Exec(q); err != nil {
					t.Fatal(err)
				}
			}
			path := b.at.Path
			if mode == "left open" { // a copy is what a crash leaves behind
				path = filepath.Join(t.TempDir(), "register.db")
				for _, end := range []string{"", "-wal"} {
					all, err := os.ReadFile(b.at.Path + end)
					b.must(err)
					b.must(os.WriteFile(path+end, all, 0o600))
				}
			}
			b.must(db.Close())
			before, err := os.ReadFile(path)
			b.must(err)
			_, err = Open(ctx, Options{Path: path, Keys: b.keys})
			wantCode(t, err, "store.newer")
			if fault.Of(err).Kind != fault.Conflict {
				t.Fatal(fault.Of(err).Kind)
			}
			after, err := os.ReadFile(path)
			b.must(err)
			if !bytes.Equal(before, after) {
				t.Fatal("the file was changed")
			}
		})
	}
}

// The copy before a migration holds what is still in the write-ahead log.
func TestBackupIsWhole(t *testing.T) {
	b := desk(t, "63.03.05", "A")
	c := b.receive(nil)
	to := filepath.Join(t.TempDir(), "salinan.db")
	b.must(os.WriteFile(to, []byte("left over by an earlier try"), 0o600))
	b.must(b.backup(ctx, to))
	copied := openAt(t, testdb.Place{Path: to}, b.keys, false, b.now)
	copied.finds("in the copy", Filter{Query: "jembatan"}, c)
	copied.clean()
}

func TestWrongKeys(t *testing.T) { testdb.Both(t, testWrongKeys) }

func testWrongKeys(t *testing.T) {
	b := desk(t, "63.03.05", "A")
	b.must(b.Close())
	_, err := Open(ctx, Options{Path: b.at.Path, URL: b.at.URL, Keys: vault.NewKeys()})
	wantCode(t, err, "store.keys.wrong")

	locked, err := Open(ctx, Options{Path: b.at.Path, URL: b.at.URL})
	b.must(err)
	defer locked.Close()
	if locked.Unlocked() {
		t.Fatal("unlocked without keys")
	}
	_, err = locked.Update(ctx, func(*Tx) error { return nil })
	wantCode(t, err, "store.locked")
	wantCode(t, locked.Rebuild(ctx), "store.locked")
	wantCode(t, locked.Unlock(ctx, vault.NewKeys()), "store.keys.wrong")
	if locked.Unlocked() {
		t.Fatal("unlocked with other keys")
	}
	b.must(locked.Unlock(ctx, b.keys))
	wantCode(t, locked.Unlock(ctx, vault.NewKeys()), "store.keys.wrong")
	b.must(locked.SetMeta(ctx, "kept", "yes"))
	if v, err := locked.Meta(ctx, "kept"); err != nil || v != "yes" {
		t.Fatal(v, err)
	}
}

// Reading before signing in is refused, never a crash.
func TestLockedReads(t *testing.T) { testdb.Both(t, testLockedReads) }

func testLockedReads(t *testing.T) {
	b := desk(t, "63.03.05", "A")
	c := b.receive(nil)
	b.account(Account{ID: "akun-2", Name: "Budi", Username: "budi.h", Role: "petugas", Office: "63.03.05"})
	b.must(b.PutDraft(ctx, Draft{ID: id(), Content: []byte("{}")}))
	b.must(b.SetMeta(ctx, "kept", "yes"))
	b.must(b.Close())
	s, err := Open(ctx, Options{Path: b.at.Path, URL: b.at.URL})
	b.must(err)
	defer s.Close()
	for name, read := range map[string]func() error{
		"List":     func() error { _, _, _, err := s.List(ctx, Filter{}); return err },
		"search":   func() error { _, _, _, err := s.List(ctx, Filter{Query: "jembatan"}); return err },
		"Count":    func() error { _, err := s.Count(ctx, Filter{Query: "jembatan"}); return err },
		"Each":     func() error { return s.Each(ctx, Filter{}, func(Row) error { return nil }) },
		"Drafts":   func() error { _, err := s.Drafts(ctx); return err },
		"Accounts": func() error { _, err := s.Accounts(ctx); return err },
		"Meta":     func() error { _, err := s.Meta(ctx, "kept"); return err },
		"one":      func() error { _, err := s.Complaint(ctx, c); return err },
		"pending":  func() error { _, _, _, err := s.PendingEntries(ctx, 10); return err },
		"verify":   func() error { _, err := s.VerifyJournal(ctx); return err },
	} {
		t.Run(name, func(t *testing.T) { wantCode(t, read(), "store.locked") })
	}
	if _, err := s.KeySlots(ctx); err != nil {
		t.Fatal(err)
	}
	if d, err := s.Desk(ctx); err != nil || d.Letter != "A" {
		t.Fatal(d, err)
	}
}

// What a program was too old to read counts as soon as a newer one opens the
// register, in the list as well.
func TestNewKindsCountAfterTheUpdate(t *testing.T) {
	b := desk(t, "63.03.05", "A")
	c := b.receive(nil)
	version := complaint.Known[complaint.KTrackingSet]
	defer func() { complaint.Known[complaint.KTrackingSet] = version }()
	_, err := b.Update(ctx, func(tx *Tx) error {
		return tx.Append(c, "akun-1", []journal.Draft{{ID: id(), Kind: complaint.KTrackingSet, Version: version, Body: []byte(`{"set":{"tracking":"5010653"}}`)}})
	})
	b.must(err)
	tracking := func() string {
		t.Helper()
		rows, _, _, err := b.List(ctx, Filter{})
		b.must(err)
		return rows[0].Tracking
	}
	for _, x := range []struct {
		old  bool
		want string
	}{{false, "5010653"}, {true, ""}, {false, "5010653"}} {
		if complaint.Known[complaint.KTrackingSet] = version; x.old {
			delete(complaint.Known, complaint.KTrackingSet)
		}
		b = b.reopen()
		if got := tracking(); got != x.want {
			t.Fatalf("old: %v, tracking %q", x.old, got)
		}
	}
}
