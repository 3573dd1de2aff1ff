package store

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"

	"loketaduan/internal/fault"
	"loketaduan/internal/testdb"
	"loketaduan/internal/vault"
)

// columns of every table: what of it must be alike on both databases.
func (b *bench) columns() map[string][]string {
	b.t.Helper()
	q := "SELECT m.name, p.name, p.type, p.\"notnull\" <> 0 OR p.pk <> 0 FROM sqlite_master m JOIN pragma_table_info(m.name) p WHERE m.type = 'table' AND m.name NOT LIKE 'search%'"
	if b.d.many {
		q = "SELECT table_name, column_name, data_type, is_nullable = 'NO' FROM information_schema.columns WHERE table_schema = current_schema() AND table_name <> 'search'"
	}
	// a switch is a number on SQLite
	types := map[string]string{"text": "text", "bytea": "bytes", "blob": "bytes", "bigint": "number", "integer": "number", "boolean": "number"}
	rows, err := b.read.Query(q)
	b.must(err)
	defer rows.Close()
	all := map[string][]string{}
	for rows.Next() {
		var table, name, kind string
		var must bool
		b.must(rows.Scan(&table, &name, &kind, &must))
		sort := types[strings.ToLower(kind)]
		if sort == "" {
			b.t.Fatalf("%s.%s is a %s", table, name, kind)
		}
		all[table] = append(all[table], fmt.Sprintf("%s %s %v", name, sort, must))
	}
	b.must(rows.Err())
	for _, c := range all {
		slices.Sort(c)
	}
	return all
}

// indexes of every table by their names; SQLite makes up names for its own.
func (b *bench) indexes() []string {
	b.t.Helper()
	q := "SELECT name FROM sqlite_master WHERE type = 'index' AND name NOT LIKE 'sqlite_%'"
	if b.d.many {
		q = "SELECT indexname FROM pg_indexes WHERE schemaname = current_schema() AND indexname NOT LIKE '%_pkey' AND indexname NOT LIKE '%_key' AND tablename <> 'search'"
	}
	names := b.dump(q, nil)
	for i, n := range names {
		names[i] = n[strings.Index(n, "=")+1:]
	}
	slices.Sort(names)
	return names
}

// A migration for one database only would show first at the customer.
func TestSchemasAreAlike(t *testing.T) {
	var tables []map[string][]string
	var indexes [][]string
	testdb.Both(t, func(t *testing.T) {
		b := central(t)
		tables, indexes = append(tables, b.columns()), append(indexes, b.indexes())
	})
	if len(tables) < 2 {
		t.Skip("only one database is here")
	}
	if len(tables[0]) < 16 {
		t.Fatal("too few tables to compare: ", len(tables[0]))
	}
	for _, name := range slices.Sorted(maps.Keys(tables[0])) {
		if !slices.Equal(tables[0][name], tables[1][name]) {
			t.Errorf("table %s\nSQLite     %v\nPostgreSQL %v", name, tables[0][name], tables[1][name])
		}
	}
	if len(tables[0]) != len(tables[1]) {
		t.Errorf("tables %v and %v", slices.Sorted(maps.Keys(tables[0])), slices.Sorted(maps.Keys(tables[1])))
	}
	if !slices.Equal(indexes[0], indexes[1]) {
		t.Errorf("indexes\nSQLite     %v\nPostgreSQL %v", indexes[0], indexes[1])
	}
	a, errA := migrations.ReadDir(sqlite.ddl)
	p, errP := migrations.ReadDir(postgres.ddl)
	if errA != nil || errP != nil || len(a) != len(p) {
		t.Fatalf("%d and %d migrations", len(a), len(p))
	}
	if last := a[len(a)-1].Name(); last[:3] != fmt.Sprintf("%03d", schema) {
		t.Errorf("schema %d, but %s", schema, last)
	}
	for i := range a {
		if a[i].Name() != p[i].Name() {
			t.Errorf("%s and %s", a[i].Name(), p[i].Name())
		}
	}
}

func TestNewerSchemaIsRefused(t *testing.T) { testdb.Both(t, testNewerSchemaIsRefused) }

func testNewerSchemaIsRefused(t *testing.T) {
	b := central(t)
	tx, err := b.write.BeginTx(ctx, nil)
	b.must(err)
	b.must(b.d.advance(ctx, tx, schema+1))
	b.must(tx.Commit())
	b.must(b.Close())
	_, err = Open(ctx, Options{Path: b.at.Path, URL: b.at.URL, Keys: b.keys, Server: true})
	wantCode(t, err, "store.newer")
}

func TestNoDatabaseServer(t *testing.T) {
	for url, code := range map[string]string{
		"postgres://loket:rahasia@127.0.0.1:1/loket?connect_timeout=2": "store.unreachable",
		"postgres://loket:rahasia@127.0.0.1:bukan/loket":               "store.url",
		"postgres://loket:rahasia@/loket?host=/tidak/ada":              "store.unreachable",
	} {
		_, err := Open(ctx, Options{URL: url, Server: true})
		wantCode(t, err, code)
		if strings.Contains(err.Error(), "rahasia") {
			t.Error("the password is in: ", err)
		}
	}
}

// Programs that meet an empty database at the same time agree on one history
// and one key; who brings another key is sent away.
func TestProgramsStartTogether(t *testing.T) { testdb.Both(t, testProgramsStartTogether) }

func testProgramsStartTogether(t *testing.T) {
	at := testdb.Fresh(t, "pusat.db")
	keys := []*vault.Keys{vault.NewKeys(), vault.NewKeys()}
	var mu sync.Mutex
	epochs, settings := map[string]int{}, map[string]int{}
	refused := 0
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			s, err := Open(ctx, Options{Path: at.Path, URL: at.URL, Keys: keys[i%2], Server: true})
			mu.Lock()
			defer mu.Unlock()
			if f := fault.Of(err); f != nil {
				if f.Code != "store.keys.wrong" {
					t.Error(err)
				}
				refused++
				return
			}
			defer s.Close()
			epoch, err := s.Epoch(ctx)
			if err != nil {
				t.Error(err)
			}
			mu.Unlock()
			v, err := s.KeepMeta(ctx, "once", fmt.Sprint("program ", i))
			mu.Lock()
			if err != nil {
				t.Error(err)
			}
			epochs[epoch]++
			settings[v]++
		})
	}
	all.Wait()
	if len(epochs) != 1 || len(settings) != 1 || refused != 4 {
		t.Fatalf("epochs %v, settings %v, %d refused", epochs, settings, refused)
	}
}
