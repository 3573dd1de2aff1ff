package main

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/hex"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"loketaduan/internal/exchange"
	"loketaduan/internal/testdb"
)

// output collects what commands print, also while serve runs beside them.
type output struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.b.Write(p)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.b.String()
}

// folder is a fresh data folder; in a sub-test on PostgreSQL the data are there.
func folder(t *testing.T) string {
	dir := filepath.Join(t.TempDir(), "pusat")
	t.Setenv(databaseEnv, testdb.Fresh(t, "").URL)
	return dir
}

// run carries out one command in a data folder.
func run(t *testing.T, dir string, args ...string) (code int, out, complaints string) {
	t.Helper()
	var stdout, stderr output
	p := Program{Stdin: strings.NewReader(""), Stdout: &stdout, Stderr: &stderr}
	if dir != "" {
		n := 1
		if args[0] == "office" || args[0] == "device" || args[0] == "journal" || args[0] == "calendar" || args[0] == "parcel" {
			n = 2
		}
		args = append(append(append([]string{}, args[:n]...), "--data", dir), args[n:]...)
	}
	code = p.Run(context.Background(), args)
	return code, stdout.String(), stderr.String()
}

// serving runs serve until the function given back is called.
func serving(t *testing.T, dir string, args ...string) (addr net.Addr, stop func() (int, string)) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	var out output
	addrs, code := make(chan net.Addr, 1), make(chan int, 1)
	p := Program{Stdout: &out, Stderr: &out, Serving: func(a net.Addr) { addrs <- a }}
	go func() {
		code <- p.Run(ctx, append([]string{"serve", "--data", dir, "--listen", "127.0.0.1:0"}, args...))
	}()
	t.Cleanup(cancel)
	select {
	case addr = <-addrs:
	case n := <-code:
		t.Fatalf("serve ended with %d: %s", n, out.String())
	case <-time.After(20 * time.Second):
		t.Fatal("serve does not start")
	}
	return addr, func() (int, string) {
		cancel()
		select {
		case n := <-code:
			return n, out.String()
		case <-time.After(15 * time.Second):
			t.Fatal("serve does not stop")
			return 0, ""
		}
	}
}

func TestFromNothingToAnEnrolledPC(t *testing.T) { testdb.Both(t, testFromNothingToAnEnrolledPC) }

func testFromNothingToAnEnrolledPC(t *testing.T) {
	for _, how := range [][]string{{}, {"--tls"}} {
		dir := folder(t)
		if code, out, _ := run(t, dir, "office", "add", "--code", "63.03.05", "--name", "Kecamatan Martapura"); code != 0 || !strings.Contains(out, "terdaftar") {
			t.Fatalf("%d %s", code, out)
		}
		addr, stop := serving(t, dir, how...)
		// Other commands work while it serves.
		if code, out, _ := run(t, dir, "office", "add", "--code", "1.03", "--name", "Dinas PU", "--kind", "opd"); code != 0 {
			t.Fatal(out)
		}
		code, text, complaints := run(t, dir, "enrol", "--office", "63.03.05")
		if code != 0 {
			t.Fatal(complaints)
		}
		c, err := exchange.ParseCode(text)
		if err != nil || !strings.HasSuffix(c.Address, addr.String()) || (len(c.Pin) == 32) != (len(how) > 0) {
			t.Fatalf("%v %+v", err, c)
		}
		client, err := exchange.New(c.Options())
		if err != nil {
			t.Fatal(err)
		}
		_, key, _ := ed25519.GenerateKey(nil)
		a, err := client.Enrol(context.Background(), c, key, "PC Loket", "B")
		if err != nil || a.Letter != "B" || a.OfficeName != "Kecamatan Martapura" {
			t.Fatalf("%v %+v", err, a)
		}
		// A wait is held when the server stops: it must let go.
		o := c.Options()
		o.Token = a.Token
		waiting, _ := exchange.New(o)
		p, err := waiting.Pull(context.Background(), exchange.Cursor{}, 10, nil)
		if err != nil || len(p.Page.Entries) != 2 {
			t.Fatalf("%v %+v", err, p)
		}
		held := make(chan error, 1)
		go func() {
			_, err := waiting.Wait(context.Background(), p.Page.Cursor)
			held <- err
		}()
		time.Sleep(200 * time.Millisecond)
		began := time.Now()
		if n, out := stop(); n != 0 || !strings.Contains(out, "berhenti") || strings.Contains(out, a.Token) {
			t.Fatalf("%d %s", n, out)
		}
		if d := time.Since(began); d > 5*time.Second {
			t.Errorf("stopping took %s", d)
		}
		if err := <-held; err != nil {
			t.Errorf("the wait: %v", err)
		}
		client.Close()
		waiting.Close()

		// It comes back with the same key and certificate.
		_, stop = serving(t, dir, how...)
		_, text, _ = run(t, dir, "enrol", "--office", "1.03")
		again, err := exchange.ParseCode(text)
		if err != nil || !bytes.Equal(again.Key, c.Key) || !bytes.Equal(again.Pin, c.Pin) {
			t.Fatalf("%v: the server changed its identity", err)
		}
		stop()
		if code, out, _ := run(t, dir, "journal", "verify"); code != 0 || !strings.Contains(out, "Jurnal utuh: 2 catatan") {
			t.Fatalf("%d %s", code, out)
		}
		if code, out, _ := run(t, dir, "office", "list"); code != 0 || !strings.Contains(out, "Kecamatan Martapura") || strings.Count(out, "\n") != 3 {
			t.Fatalf("%d %s", code, out)
		}
	}
}

func TestServeRefusesAnOpenDoor(t *testing.T) {
	dir := t.TempDir()
	for name, c := range map[string]struct {
		args []string
		want string
		code int
	}{
		"all interfaces":  {[]string{"--listen", "0.0.0.0:0"}, "tanpa TLS", 1},
		"no host":         {[]string{"--listen", ":0"}, "tanpa TLS", 1},
		"a name":          {[]string{"--listen", "pusat.go.id:443"}, "tanpa TLS", 1},
		"no port":         {[]string{"--listen", "127.0.0.1"}, "tidak sah", 1},
		"both":            {[]string{"--tls", "--tls-cert", "x", "--tls-key", "y"}, "Pilih salah satu", 1},
		"half a pair":     {[]string{"--tls-cert", "x"}, "Pilih salah satu", 1},
		"no such files":   {[]string{"--tls-cert", "x", "--tls-key", "y"}, "tidak dapat dibaca", 1},
		"insecure public": {[]string{"--address", "http://pusat.go.id"}, "https://", 1},
		"unknown flag":    {[]string{"--entah"}, "tidak dikenal", 2},
		"an argument":     {[]string{"sekarang"}, "Jumlah argumen", 2},
	} {
		code, _, complaints := run(t, dir, append([]string{"serve"}, c.args...)...)
		if code != c.code || !strings.Contains(complaints, c.want) {
			t.Errorf("%s: %d %s", name, code, complaints)
		}
	}
}

func TestTheAddressInTheCode(t *testing.T) { testdb.Both(t, testTheAddressInTheCode) }

func testTheAddressInTheCode(t *testing.T) {
	dir := folder(t)
	run(t, dir, "office", "add", "--code", "63.03.05", "--name", "Kecamatan Martapura")
	address := func(more ...string) string {
		_, text, _ := run(t, dir, append([]string{"enrol", "--office", "63.03.05"}, more...)...)
		c, _ := exchange.ParseCode(text)
		return c.Address
	}
	_, stop := serving(t, dir, "--listen", "0.0.0.0:0", "--tls")
	stop()
	if a := address(); a != "" {
		t.Errorf("no PC can go to %s", a)
	}
	_, stop = serving(t, dir, "--listen", "0.0.0.0:0", "--tls", "--address", "https://pusat.go.id/")
	stop()
	_, stop = serving(t, dir)
	stop()
	if a := address(); a != "https://pusat.go.id" {
		t.Errorf("what the administrator said was forgotten for %q", a)
	}
	if a := address("--address", "https://lain.go.id"); a != "https://lain.go.id" {
		t.Error(a)
	}
}

func TestTheDataKey(t *testing.T) { testdb.Both(t, testTheDataKey) }

func testTheDataKey(t *testing.T) {
	dir := folder(t)
	if code, _, complaints := run(t, dir, "office", "list"); code != 0 {
		t.Fatal(complaints)
	}
	path := filepath.Join(dir, keyFile)
	text, err := os.ReadFile(path)
	if key, bad := hex.DecodeString(strings.TrimSpace(string(text))); err != nil || bad != nil || len(key) != 32 {
		t.Fatalf("%v %v", err, bad)
	}
	if info, _ := os.Stat(path); runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Fatal(info.Mode())
	}
	if err := os.Rename(path, path+".lain"); err != nil {
		t.Fatal(err)
	}
	if code, _, complaints := run(t, dir, "office", "list"); code != 1 || !strings.Contains(complaints, "server.key") {
		t.Fatalf("%d %s", code, complaints)
	}
	if _, err := os.Stat(path); err == nil {
		t.Fatal("a new key beside old data can open nothing")
	}
	os.WriteFile(path, []byte("rusak"), 0o600)
	if code, _, complaints := run(t, dir, "office", "list"); code != 1 || !strings.Contains(complaints, "rusak") {
		t.Fatalf("%d %s", code, complaints)
	}
}

func TestManyCommandsAtOnce(t *testing.T) { testdb.Both(t, testManyCommandsAtOnce) }

func testManyCommandsAtOnce(t *testing.T) {
	dir := folder(t)
	if code, _, complaints := run(t, dir, "office", "list"); code != 0 {
		t.Fatal(complaints)
	}
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			if code, _, complaints := run(t, dir, "office", "add", "--code", "63.03.05", "--name", "Kecamatan Martapura"); code != 0 {
				t.Error(complaints)
			}
		})
	}
	all.Wait()
	if _, out, _ := run(t, dir, "office", "list"); strings.Count(out, "\n") != 2 {
		t.Error(out)
	}
}

func TestOfficeImport(t *testing.T) { testdb.Both(t, testOfficeImport) }

func testOfficeImport(t *testing.T) {
	dir := folder(t)
	file := filepath.Join(t.TempDir(), "kantor.csv")
	write := func(text string) {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("\xef\xbb\xbfcode,name,kind\n63.03.05,Kecamatan Martapura,kecamatan\n1.03,\"Dinas PU, Penataan Ruang\",OPD\n2.16,DKISP,koordinator\n63.03.07,Kecamatan Astambul\n")
	for _, want := range []string{"4 kantor didaftarkan, 0 sudah", "0 kantor didaftarkan, 4 sudah"} {
		if code, out, complaints := run(t, dir, "office", "import", file); code != 0 || !strings.Contains(out, want) {
			t.Fatalf("%d %s%s", code, out, complaints)
		}
	}
	for text, want := range map[string]string{
		"":                                   "tidak berisi",
		"code,name,kind\n":                   "tidak berisi",
		"9.9,Baru,opd\n9.8\n":                "Baris 2",
		"9.9,Baru,opd\n9.9,Baru,opd\n":       "Baris 2: kode 9.9",
		"9.9,Baru,pasar\n":                   "Baris 1: Jenis kantor",
		"9 9,Baru,opd\n":                     "Baris 1: Kode kantor",
		"9.9,,opd\n":                         "Baris 1: Isi nama",
		"pusat,Server,opd\n":                 "Kode kantor",
		"9.9,\"Baru,opd\n":                   "tanda kutip",
		"9.9,Baru,opd,lagi\n":                "Baris 1",
		strings.Repeat("x", 30) + ",B,opd\n": "Kode kantor",
	} {
		write(text)
		if code, _, complaints := run(t, dir, "office", "import", file); code != 1 || !strings.Contains(complaints, want) {
			t.Errorf("%q: %d %s", text, code, complaints)
		}
	}
	if _, out, _ := run(t, dir, "office", "list"); strings.Count(out, "\n") != 5 {
		t.Errorf("something was taken from a bad file:\n%s", out)
	}
}

func TestUsage(t *testing.T) {
	for want, args := range map[int][][]string{
		exitDone:  {{"help"}, {"--help"}, {"serve", "--help"}, {"deadline", "-h"}},
		exitUsage: {{}, {"entah"}, {"office"}, {"office", "hapus"}, {"office", "add"}, {"enrol"}, {"journal"}, {"office", "import"}},
	} {
		for _, a := range args {
			code, out, complaints := run(t, "", a...)
			if code != want || !strings.Contains(out+complaints, "loket-pusat") && !strings.Contains(out+complaints, "Pemakaian") {
				t.Errorf("%v: %d %s%s", a, code, out, complaints)
			}
		}
	}
	dir := t.TempDir()
	if code, _, complaints := run(t, dir, "enrol", "--office", "63.03.05"); code != 1 || !strings.Contains(complaints, "--address") {
		t.Errorf("%d %s", code, complaints)
	}
	if code, _, complaints := run(t, dir, "enrol", "--office", "63.03.05", "--address", "https://pusat.go.id"); code != 1 || !strings.Contains(complaints, "belum terdaftar") {
		t.Errorf("%d %s", code, complaints)
	}
}

// A second server with a folder of its own needs the key of the first.
func TestAnotherServersKey(t *testing.T) {
	t.Run("postgres", func(t *testing.T) {
		one, two := folder(t), filepath.Join(t.TempDir(), "kedua")
		url := os.Getenv(databaseEnv)
		t.Setenv(databaseEnv, "")
		run(t, one, "office", "add", "--database", url, "--code", "63.03.05", "--name", "Kecamatan Martapura")
		code, _, complaints := run(t, two, "office", "list", "--database", url)
		if code != 1 || !strings.Contains(complaints, "Kembalikan server.key") {
			t.Fatalf("%d %s", code, complaints)
		}
		os.WriteFile(filepath.Join(two, keyFile), []byte(strings.Repeat("00", 32)), 0o600)
		code, _, complaints = run(t, two, "office", "list", "--database", url)
		if code != 1 || !strings.Contains(complaints, "bukan kunci basis data ini") {
			t.Fatalf("%d %s", code, complaints)
		}
		key, err := os.ReadFile(filepath.Join(one, keyFile))
		if err != nil {
			t.Fatal(err)
		}
		os.WriteFile(filepath.Join(two, keyFile), key, 0o600)
		if code, out, complaints := run(t, two, "office", "list", "--database", url); code != 0 || !strings.Contains(out, "Martapura") {
			t.Fatalf("%d %s%s", code, out, complaints)
		}
		if _, err := os.Stat(filepath.Join(one, databaseFile)); err == nil {
			t.Fatal("a SQLite file beside PostgreSQL")
		}
	})
	for _, url := range []string{"postgres://loket:rahasia@127.0.0.1:1/loket?connect_timeout=1", "mysql://loket:rahasia@x/y", "/var/lib/x"} {
		code, _, complaints := run(t, t.TempDir(), "office", "list", "--database", url)
		if code != 1 || !strings.Contains(complaints, "asis data") || strings.Contains(complaints, "rahasia") {
			t.Errorf("%d %s", code, complaints)
		}
	}
}
