package store

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"loketaduan/internal/calendar"
	"loketaduan/internal/complaint"
	"loketaduan/internal/testdb"
	"loketaduan/internal/vault"
)

const (
	crashEnv   = "LOKET_STORE_CRASH" // JSON of the place that the child writes to
	crashDraft = "01933333-0000-7000-8000-000000000001"
)

var crashKeys = vault.KeysFrom([32]byte{7})

func TestMain(m *testing.M) {
	if text := os.Getenv(crashEnv); text != "" {
		var at testdb.Place
		if err := json.Unmarshal([]byte(text), &at); err != nil {
			panic(err)
		}
		writeForEver(at)
	}
	os.Exit(m.Run())
}

// writeForEver is the process that gets killed: it says what it has on the
// disk and goes on.
func writeForEver(at testdb.Place) {
	die := func(err error) {
		if err != nil {
			fmt.Println("failed", err)
			os.Exit(3)
		}
	}
	s, err := Open(ctx, Options{Path: at.Path, URL: at.URL, Keys: crashKeys})
	die(err)
	start := 0
	drafts, err := s.Drafts(ctx)
	die(err)
	for _, d := range drafts {
		start, err = strconv.Atoi(string(d.Content))
		die(err)
	}
	b := &bench{Store: s}
	for i := start + 1; ; i++ {
		die(s.PutDraft(ctx, Draft{ID: crashDraft, Account: "akun-1", Content: strconv.AppendInt(nil, int64(i), 10)}))
		fmt.Println("draft", i)
		f := b.form(nil)
		main, who := id(), id()
		_, err := s.Update(ctx, func(t *Tx) error {
			n, err := t.NextNumber(calendar.DateIn(t.Now(), s.Zone()).Year())
			if err != nil {
				return err
			}
			d, err := complaint.Receive(main, who, n, "g", f, clerk, s.Rules(), complaint.Promise{})
			if err != nil {
				return err
			}
			return t.Append(main, "akun-1", d)
		})
		die(err)
		fmt.Println("saved", main)
	}
}

// A PC that loses power keeps every acknowledged save and half of none. A
// killed process is what a test can do of it; the fsync of each commit is what
// SQLite adds for the rest (PRAGMA synchronous, see TestPragmas).
func TestKilledWhileWriting(t *testing.T) { testdb.Both(t, testKilledWhileWriting) }

func testKilledWhileWriting(t *testing.T) {
	at := testdb.Fresh(t, "register.db")
	place, err := json.Marshal(at)
	if err != nil {
		t.Fatal(err)
	}
	kills, unit := 200, time.Millisecond
	if testing.Short() || raceEnabled || at.URL != "" {
		kills = 20
	}
	if raceEnabled || at.URL != "" { // such a program starts slowly
		unit *= 10
	}
	s, err := Open(ctx, Options{Path: at.Path, URL: at.URL, Keys: crashKeys})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.SetDesk(ctx, Desk{Device: "pc-1", Office: "63.03.05", Letter: "A"}); err != nil {
		t.Fatal(err)
	}
	s.Close()
	saved, draft := map[string]bool{}, 0
	for round := 1; round <= kills; round++ {
		var out bytes.Buffer
		child := exec.Command(os.Args[0])
		child.Env = append(os.Environ(), crashEnv+"="+string(place))
		child.Stdout = &out
		if err := child.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(20+rand.IntN(60)) * unit)
		child.Process.Kill()
		child.Wait()
		lines := bufio.NewScanner(&out)
		for lines.Scan() {
			word, value, whole := strings.Cut(lines.Text(), " ")
			switch {
			case word == "failed":
				t.Fatal(lines.Text())
			case word == "saved" && len(value) == 36:
				saved[value] = true
			case word == "draft" && whole:
				if n, err := strconv.Atoi(value); err == nil {
					draft = max(draft, n)
				}
			}
		}
		if round%20 == 0 || round == kills {
			afterCrash(t, at, saved, draft, round == kills)
		}
	}
	if len(saved) < kills/4 {
		t.Fatalf("only %d saves in %d rounds: the test shows nothing", len(saved), kills)
	}
	t.Logf("%d saves acknowledged, draft %d, %d kills", len(saved), draft, kills)
}

func afterCrash(t *testing.T, at testdb.Place, saved map[string]bool, draft int, full bool) {
	t.Helper()
	b := openAt(t, at, crashKeys, false, begin())
	defer b.Close()
	if at.URL != "" { // what a database server does after a crash is its own
	} else if says := b.dump("PRAGMA integrity_check", nil); len(says) != 1 || says[0] != "integrity_check=ok|" {
		t.Fatal(says)
	}
	b.clean()
	for lost := range saved {
		if ok, err := b.HasComplaint(ctx, lost); err != nil || !ok {
			t.Fatalf("acknowledged complaint %s is gone (%v)", lost, err)
		}
	}
	received := b.number("SELECT count(*) FROM entry WHERE kind = 'received'")
	for what, n := range map[string]int64{
		"identities":          b.number("SELECT count(*) FROM entry WHERE kind = 'reporter_identified'"),
		"whole streams":       b.number("SELECT count(*) FROM (SELECT stream FROM entry GROUP BY stream HAVING count(*) = 2) AS s"),
		"rows of the list":    b.number("SELECT count(*) FROM complaint"),
		"rows of the search":  b.number("SELECT count(*) FROM search"),
		"distinct numbers":    b.number("SELECT count(DISTINCT number) FROM complaint"),
		"numbers drawn":       b.number("SELECT coalesce(sum(last), 0) FROM number"),
		"half of the entries": b.number("SELECT max(seq) FROM entry") / 2,
	} {
		if n != received {
			t.Fatalf("%d %s of %d complaints", n, what, received)
		}
	}
	drafts, err := b.Drafts(ctx)
	b.must(err)
	if len(drafts) == 1 {
		if n, _ := strconv.Atoi(string(drafts[0].Content)); n < draft {
			t.Fatalf("draft %d, %d was acknowledged", n, draft)
		}
	} else if draft > 0 {
		t.Fatal("the draft is gone")
	}
	if full { // every acknowledged complaint can be read and found
		found := 0
		b.must(b.Each(ctx, Filter{Query: "jembatan"}, func(r Row) error { found++; return nil }))
		if int64(found) != min(received, searchMost) {
			t.Fatalf("%d of %d complaints are found", found, received)
		}
	}
}
