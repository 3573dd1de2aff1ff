package exchange

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"strings"
	"testing"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"loketaduan/internal/calendar"
	"loketaduan/internal/complaint"
	"loketaduan/internal/fault"
)

func keyPair(t interface{ Fatal(...any) }) ed25519.PrivateKey {
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func certificateOf(key, server ed25519.PrivateKey, office string) *Certificate {
	hash := sha256.Sum256([]byte("token"))
	c := &Certificate{Device: uuid.NewString(), Office: office, Letter: "A", PublicKey: key.Public().(ed25519.PublicKey), TokenHash: hash[:]}
	c.Sign(server)
	return c
}

func mustDate(s string) calendar.Date {
	d, err := calendar.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

var receiptNumber = complaint.RegisterNumber{Office: "63.03.05", Letter: "A", Year: 2026, Seq: 123}.String()

func TestReceiptSaysWhatWasPromised(t *testing.T) {
	server, pc := keyPair(t), keyPair(t)
	cert := certificateOf(pc, server, "63.03.05")
	for name, r := range map[string]Receipt{
		"final":            {Class: complaint.ClassNonSupervisory, Deadline: calendar.Deadline{Due: mustDate("2026-12-11"), Latest: mustDate("2026-12-11")}},
		"estimated":        {Class: complaint.ClassSupervisory, Deadline: calendar.Deadline{Due: mustDate("2027-02-15"), Latest: mustDate("2027-02-17"), Provisional: true}},
		"no latest":        {Class: complaint.ClassNormative, Deadline: calendar.Deadline{Due: mustDate("2031-02-15"), Provisional: true}},
		"standing":         {Class: complaint.ClassNormative, Deadline: calendar.Deadline{Provisional: true}},
		"the office's own": {Class: "kantor_ringan_2", Deadline: calendar.Deadline{Due: mustDate("2026-12-11"), Latest: mustDate("2026-12-11")}},
	} {
		for _, c := range []*Certificate{nil, cert} {
			r.Number, r.Certificate = receiptNumber, c
			text := r.Sign(pc)
			if strings.Trim(text, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ.-") != "" || len(text) > 410 {
				t.Fatalf("%s: %d signs, not all for a QR code: %s", name, len(text), text)
			}
			for _, typed := range []string{text, " " + strings.ToLower(text) + "\r\n", ReceiptURL("https://pusat.banjarkab.go.id", nil, text), text[:50] + "\n" + text[50:]} {
				got, err := ReadReceipt(typed)
				if err != nil {
					t.Fatalf("%s: %v in %q", name, err, typed)
				}
				if got.Number != r.Number || got.Class != r.Class || got.Deadline != r.Deadline {
					t.Fatalf("%s: %+v", name, got)
				}
				if got.CertifiedBy(server.Public().(ed25519.PublicKey)) != (c != nil) || got.CertifiedBy(keyPair(t).Public().(ed25519.PublicKey)) || got.CertifiedBy() {
					t.Fatalf("%s: the wrong regency vouches", name)
				}
			}
		}
	}
}

// TestEveryChangeOfAReceiptShows changes each sign to every other, cuts and
// doubles: none of it is read.
func TestEveryChangeOfAReceiptShows(t *testing.T) {
	server, pc := keyPair(t), keyPair(t)
	r := Receipt{Number: receiptNumber, Class: complaint.ClassNonSupervisory, Deadline: calendar.Deadline{Due: mustDate("2026-12-11"), Latest: mustDate("2026-12-11")}, Certificate: certificateOf(pc, server, "63.03.05")}
	text, regency := r.Sign(pc), server.Public().(ed25519.PublicKey)
	tried := 0
	for i := range len(text) {
		for _, c := range []byte("0123456789ABCDEFGHJKMNPQRSTVWXYZ.-IS") {
			if text[i] == c {
				continue
			}
			tried++
			if got, err := ReadReceipt(text[:i] + string(c) + text[i+1:]); err == nil {
				t.Fatalf("sign %d as %c: %+v", i, c, got)
			}
		}
		if _, err := ReadReceipt(text[:i]); err == nil {
			t.Fatalf("cut after %d", i)
		}
		if _, err := ReadReceipt(text[:i] + text[i:i+1] + text[i:]); err == nil {
			t.Fatalf("sign %d twice", i)
		}
	}
	if tried < 10_000 {
		t.Fatalf("only %d changes tried", tried)
	}
	// Somebody with a key of his own can sign anything, and nobody vouches for it.
	r.Deadline.Due = mustDate("2027-12-11")
	forger := keyPair(t)
	forged := *r.Certificate
	forged.PublicKey = forger.Public().(ed25519.PublicKey)
	r.Certificate = &forged
	if got, err := ReadReceipt(r.Sign(forger)); err == nil && got.CertifiedBy(regency) {
		t.Fatal("a forged certificate counts")
	}
	// A PC of one office cannot speak for another.
	r.Certificate = certificateOf(pc, server, "63.03.06")
	if _, err := ReadReceipt(r.Sign(pc)); fault.Of(err) == nil || fault.Of(err).Code != "receipt.altered" {
		t.Fatal("an office speaks for another")
	}
}

func TestReceiptNeverPanics(t *testing.T) {
	pc := keyPair(t)
	good := Receipt{Number: receiptNumber, Class: "berkadar", Deadline: calendar.Deadline{Provisional: true}}.Sign(pc)
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text")
		if rapid.Bool().Draw(t, "near") {
			text = good[:rapid.IntRange(0, len(good)).Draw(t, "cut")] + text
		}
		if r, err := ReadReceipt(text); err == nil && r.Number != receiptNumber {
			t.Fatalf("%q is read as %+v", text, r)
		}
		ReadReceiptCode(text)
	})
}

func TestReceiptCode(t *testing.T) {
	pc := keyPair(t)
	r, err := ReadReceipt(Receipt{Number: receiptNumber, Class: "berkadar", Deadline: calendar.Deadline{Provisional: true}}.Sign(pc))
	if err != nil {
		t.Fatal(err)
	}
	code := r.Code()
	typed := strings.NewReplacer("0", "o", "1", "i").Replace(code[:9]) + " " + strings.ToLower(code[10:])
	number, got, ok := ReadReceiptCode(receiptNumber + "  " + typed)
	if !ok || number != receiptNumber || got != code {
		t.Fatalf("%s %s %v, want %s", number, got, ok, code)
	}
	for _, bad := range []string{"", receiptNumber, receiptNumber + " ABCD-EFGH", "630305-A-2026-000124-" + receiptNumber[len(receiptNumber)-1:] + " " + code} {
		if _, _, ok := ReadReceiptCode(bad); ok {
			t.Errorf("%q is taken", bad)
		}
	}
}

func TestReceiptURLOnlyWherePhonesCanGo(t *testing.T) {
	for address, want := range map[string]string{
		"https://pusat.banjarkab.go.id":      "HTTPS://PUSAT.BANJARKAB.GO.ID/T/X",
		"https://pusat.banjarkab.go.id:8443": "HTTPS://PUSAT.BANJARKAB.GO.ID:8443/T/X",
		"http://pusat.banjarkab.go.id":       "X",
		"https://10.1.2.3":                   "X",
		"https://pusat":                      "X",
		"https://pusat.local":                "X",
		"https://pusat.example.go.id/loket":  "X",
		"":                                   "X",
	} {
		if got := ReceiptURL(address, nil, "X"); got != want {
			t.Errorf("%s: %s", address, got)
		}
	}
	if got := ReceiptURL("https://pusat.banjarkab.go.id", []byte{1}, "X"); got != "X" {
		t.Error("a phone does not trust a certificate that only desks know: ", got)
	}
	if r, err := ReadReceipt("LA2.ABC"); fault.Of(err).Code != "receipt.newer" {
		t.Error(r, err)
	}
}
