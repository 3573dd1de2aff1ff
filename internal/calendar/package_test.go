package calendar

import (
	"bytes"
	"crypto/ed25519"
	"errors"
	"slices"
	"strings"
	"testing"

	"loketaduan/internal/fault"
)

// A key made from a fixed seed: the packages of these tests, and the seeds of the
// fuzzers, are the same in every run.
var testKey = ed25519.NewKeyFromSeed([]byte("loket-kalender: hanya untuk uji."))

func public(key ed25519.PrivateKey) ed25519.PublicKey { return key.Public().(ed25519.PublicKey) }

func pack(d *Decrees) []byte {
	return Pack(d, func(message []byte) []byte { return ed25519.Sign(testKey, message) }, public(testKey))
}

// signed gives changed text with a fitting signature, as a regency would that
// made the fault itself.
func signed(body string) []byte {
	whole := Pack(sampleRecord, func([]byte) []byte {
		return ed25519.Sign(testKey, []byte(packageTitle+"\n"+body))
	}, public(testKey))
	line, _, _ := bytes.Cut(whole, []byte("\n"))
	return append(append(slices.Clone(line), '\n'), body...)
}

var sampleRecord = func() *Decrees {
	d, err := ReadCSV(sampleFolder(map[string]string{
		holidaysFile: withClosures,
		amendmentsFile: "decree_date,action,date,kind,decree,verification,name,scope,note\n" +
			"2026-02-02,add,2026-08-03,libur_lokal,SK Bupati 8/2026,press,Hari jadi,63.03,\n" +
			"2026-02-02,remove,2026-12-24,cuti_bersama,SKB 2/2026,press,,,\n",
	}))
	if err != nil {
		panic(err)
	}
	return d
}()

func bodyOf(file []byte) string {
	_, body, _ := bytes.Cut(file, []byte("\n"))
	return string(body)
}

func code(err error) string {
	if err == nil {
		return ""
	}
	f := fault.Of(err)
	return f.Code
}

func TestPackageRoundTrip(t *testing.T) {
	for _, d := range []*Decrees{
		EmbeddedDecrees(), EmbeddedDecrees().WithImprint(Imprint{7, "63.03", date("2026-11-20")}), sampleRecord,
	} {
		file := pack(d)
		if !bytes.Equal(file, pack(d)) {
			t.Error("the same record must give the same file")
		}
		p, err := ReadPackage(file)
		if err != nil {
			t.Fatal(err)
		}
		if !p.SignedBy(public(testKey)) || !p.Decrees.Equal(d) || p.Decrees.Imprint() != d.Imprint() || p.Decrees.Revision() != d.Revision() {
			t.Errorf("came back as %v %+v", p.Decrees.Revision(), p.Decrees.Imprint())
		}
		if !bytes.Equal(pack(p.Decrees), file) {
			t.Error("packed again it is another file")
		}
		for _, office := range []string{"", "63.03.05", "1.03"} {
			for _, on := range append(slices.Clone(d.dates), date("2030-01-01")) {
				if !slices.Equal(p.Decrees.AsOf(on, office).Days(Date{}, Date{}), d.AsOf(on, office).Days(Date{}, Date{})) {
					t.Errorf("office %q as of %v: other days", office, on)
				}
			}
		}
	}
	other := ed25519.NewKeyFromSeed(bytes.Repeat([]byte{7}, ed25519.SeedSize))
	if p, _ := ReadPackage(pack(sampleRecord)); p.SignedBy(public(other)) || p.SignedBy(nil) {
		t.Error("signed by another key")
	}
}

// The file is read by people too.
func TestPackageIsReadable(t *testing.T) {
	text := string(pack(sampleRecord))
	line, body, _ := strings.Cut(text, "\n")
	if len(strings.Fields(line)) != 5 || !strings.HasPrefix(line, "loket-kalender 1 ed25519 ") {
		t.Errorf("%q", line)
	}
	for _, want := range []string{
		"{\n  \"format\": 1,\n  \"revision\": \"2026-02-02\",\n  \"edition\": 1,\n  \"regency\": \"63.03\",\n  \"issued\": \"2026-01-05\",\n  \"years\": [\n    {\n      \"year\": 2026,",
		"\"name\": \"Pemungutan suara ulang\",\n      \"decree\": \"SK Bupati 7/2026\",", "\"scope\": \"63.03.05\"", "\"action\": \"remove\"",
	} {
		if !strings.Contains(body, want) {
			t.Errorf("%q is not in\n%s", want, body)
		}
	}
}

func TestPackageRefusals(t *testing.T) {
	good := pack(sampleRecord)
	body := bodyOf(good)
	header := strings.TrimSuffix(string(good), body)
	change := func(old, changed string) []byte {
		if !strings.Contains(body, old) {
			t.Fatalf("%q is not in the sample", old)
		}
		return signed(strings.Replace(body, old, changed, 1))
	}
	other := ed25519.NewKeyFromSeed(bytes.Repeat([]byte{7}, ed25519.SeedSize))
	forged := Pack(sampleRecord, func(m []byte) []byte { return ed25519.Sign(testKey, m) }, public(other))
	firstDay := "    {\n      \"date\": \"2026-01-01\",\n      \"kind\": \"libur_nasional\",\n      \"name\": \"Tahun Baru\",\n      \"decree\": \"SKB 1/2025\",\n      \"confidence\": \"high\"\n    },\n"
	for name, x := range map[string]struct {
		file []byte
		want string
	}{
		"good":                    {good, ""},
		"empty":                   {nil, "calendar.package.damaged"},
		"something else":          {[]byte("%PDF-1.7\n..."), "calendar.package.damaged"},
		"unsigned JSON":           {[]byte(body), "calendar.package.unsigned"},
		"unsigned with a mark":    {[]byte("\ufeff" + body), "calendar.package.unsigned"},
		"header without key":      {[]byte("loket-kalender 1\n" + body), "calendar.package.unsigned"},
		"another way of signing":  {[]byte(strings.Replace(string(good), "ed25519", "rsa", 1)), "calendar.package.unsigned"},
		"no second line":          {[]byte(strings.TrimSpace(header)), "calendar.package.damaged"},
		"a newer format":          {[]byte(strings.Replace(string(good), "loket-kalender 1", "loket-kalender 2", 1)), "calendar.package.version"},
		"too large":               {append(slices.Clone(good), make([]byte, 4<<20)...), "calendar.package.large"},
		"signed for another key":  {forged, "calendar.package.signature"},
		"changed after signing":   {[]byte(strings.Replace(string(good), "2026-06-09", "2026-06-10", 1)), "calendar.package.signature"},
		"cut off":                 {good[:len(good)-20], "calendar.package.damaged"},
		"line ends changed":       {bytes.ReplaceAll(good, []byte("\n"), []byte("\r\n")), "calendar.package.damaged"},
		"signed, not JSON":        {signed("hari libur"), "calendar.package.damaged"},
		"signed, two documents":   {signed(body + body), "calendar.package.damaged"},
		"signed, unknown field":   {change(`"edition": 1`, `"edition": 1, "berlaku": true`), "calendar.package.damaged"},
		"signed, other format":    {change(`"format": 1`, `"format": 2`), "calendar.package.damaged"},
		"unknown action":          {change(`"action": "add"`, `"action": "tambah"`), "calendar.package.damaged"},
		"older revision named":    {change(`"revision": "2026-02-02"`, `"revision": "2025-09-19"`), "calendar.package.revision"},
		"later revision named":    {change(`"revision": "2026-02-02"`, `"revision": "2026-02-03"`), "calendar.package.revision"},
		"edition 0":               {change(`"edition": 1`, `"edition": 0`), "calendar.package.revision"},
		"negative edition":        {change(`"edition": 1`, `"edition": -4`), "calendar.package.revision"},
		"edition too large":       {change(`"edition": 1`, `"edition": 10000`), "calendar.record.edition"},
		"regency not a code":      {change(`"regency": "63.03"`, `"regency": "Banjar Baru"`), "calendar.record.regency"},
		"overlapping day":         {change(firstDay, firstDay+firstDay), "calendar.record.overlap"},
		"same day, other kind":    {change(firstDay, firstDay+strings.Replace(firstDay, "libur_nasional", "cuti_bersama", 1)), "calendar.record.overlap"},
		"same day, other scope":   {change(firstDay, firstDay+strings.Replace(firstDay, `"high"`, `"high", "scope": "63.03"`, 1)), ""},
		"unknown kind":            {change("libur_nasional", "libur_dunia"), "calendar.record.kind"},
		"impossible date":         {change(`"date": "2026-01-01"`, `"date": "2026-02-30"`), "calendar.record.date"},
		"no date":                 {change(`"date": "2026-01-01"`, `"date": ""`), "calendar.record.date"},
		"impossible decree date":  {change(`"decreed_on": "2025-09-19"`, `"decreed_on": "2025-19-09"`), "calendar.record.date"},
		"impossible issue date":   {change(`"issued": "2026-01-05"`, `"issued": "kemarin"`), "calendar.record.date"},
		"outside its year":        {change(`"date": "2026-01-01"`, `"date": "2027-01-01"`), "calendar.record.undeclared"},
		"no year at all":          {change(`"year": 2026`, `"year": 2025`), "calendar.record.undeclared"},
		"year twice":              {change("\"years\": [", "\"years\": [{\"year\": 2026, \"decreed_on\": \"2025-09-19\", \"decree\": \"x\", \"verification\": \"\"},"), "calendar.record.year"},
		"absurd year":             {change("\"years\": [", "\"years\": [{\"year\": 20266, \"decreed_on\": \"2025-09-19\", \"decree\": \"x\", \"verification\": \"\"},"), "calendar.record.year"},
		"removes what is closed":  {change(`"action": "add"`, `"action": "remove"`), "calendar.record.misfit"},
		"adds what is not closed": {change(`"action": "remove"`, `"action": "add"`), "calendar.record.misfit"},
		"amends another kind": {
			change("\"action\": \"add\",\n      \"date\": \"2026-08-03\",\n      \"kind\": \"libur_lokal\"", "\"action\": \"add\",\n      \"date\": \"2026-08-03\",\n      \"kind\": \"pemilu\""),
			"calendar.record.misfit"},
		"before its base decree":  {signed(strings.ReplaceAll(strings.Replace(body, `"revision": "2026-02-02"`, `"revision": "2025-09-19"`, 1), `"decreed_on": "2026-02-02"`, `"decreed_on": "2025-09-18"`)), "calendar.record.early"},
		"closure without a scope": {change(",\n      \"scope\": \"63.03.05\"", ""), "calendar.record.scope"},
		"scope not a code":        {change(`"scope": "63.03.05"`, `"scope": "Martapura"`), "calendar.record.scope"},
		"scope with a space":      {change(`"scope": "63.03.05"`, `"scope": "63.03 05"`), "calendar.record.scope"},
		"another regency's scope": {change(`"scope": "63.03.05"`, `"scope": "63.04.05"`), "calendar.record.scope"},
		"no decree":               {change(`"decree": "SKB 1/2025"`, `"decree": ""`), "calendar.record.text"},
		"line break in a name":    {change(`"name": "Tahun Baru"`, `"name": "Tahun\nBaru"`), "calendar.record.text"},
		"space around a name":     {change(`"name": "Tahun Baru"`, `"name": "Tahun Baru "`), "calendar.record.text"},
		"endless name":            {change(`"name": "Tahun Baru"`, `"name": "`+strings.Repeat("x", 401)+`"`), "calendar.record.text"},
		"nothing":                 {signed("{\"format\": 1, \"edition\": 1}"), "calendar.record.empty"},
		"null":                    {signed("null"), "calendar.package.damaged"},
	} {
		p, err := ReadPackage(x.file)
		if code(err) != x.want {
			t.Errorf("%s: %q, want %q", name, code(err), x.want)
		}
		if (p == nil) != (err != nil) {
			t.Errorf("%s: half of a package", name)
		}
		if f := (*fault.Fault)(nil); errors.As(err, &f) && (f.Kind != fault.Invalid || !strings.HasSuffix(f.Message, ".") || f.Field == "") && f.Code != "calendar.record.text" {
			t.Errorf("%s: %+v", name, f)
		}
	}
}

// Whatever byte of the file is changed, in whatever way a bit can flip, and
// wherever it is cut off: nothing is accepted.
func TestPackageSurvivesNoDamage(t *testing.T) {
	good := pack(sampleRecord)
	for i := range good {
		file := slices.Clone(good)
		for _, flip := range []byte{1 << (i % 8), 0xff, good[i] ^ '\r', good[i] ^ ' '} {
			if flip == 0 {
				continue
			}
			file[i] = good[i] ^ flip
			if p, err := ReadPackage(file); err == nil || p != nil {
				t.Fatalf("byte %d, %q for %q: accepted", i, file[i], good[i])
			}
		}
	}
	whole := pack(EmbeddedDecrees())
	for n := 0; n < len(whole); n += 97 {
		if _, err := ReadPackage(whole[:n]); err == nil {
			t.Fatalf("cut after %d bytes: accepted", n)
		}
	}
	for i := 0; i < len(whole); i += 13 {
		file := slices.Clone(whole)
		file[i] ^= 1 << (i % 7)
		if _, err := ReadPackage(file); err == nil {
			t.Fatalf("byte %d of the whole record: accepted", i)
		}
	}
	for _, more := range []string{"\n", " ", "{}", "\x00"} {
		if _, err := ReadPackage(append(slices.Clone(good), more...)); err == nil {
			t.Fatalf("%q added: accepted", more)
		}
	}
}
