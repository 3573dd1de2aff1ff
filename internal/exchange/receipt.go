package exchange

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"net/netip"
	"net/url"
	"strings"
	"time"
	"unicode"

	"loketaduan/internal/calendar"
	"loketaduan/internal/complaint"
	"loketaduan/internal/fault"
	"loketaduan/internal/journal"
)

// Receipt is what the QR code of a tanda terima says: the promise that was made
// to a citizen, and nothing about any person. It is signed by the PC that
// printed it, and carries that PC's certificate, so that whoever knows the
// regency's key can tell without a line that a PC of this regency promised it.
type Receipt struct {
	Number   string // register number
	Class    complaint.Class
	Deadline calendar.Deadline // Due zero while the clock stands

	// Certificate of the PC; nil while it is not enrolled: then Key is only its
	// own word for itself.
	Certificate *Certificate
	Key         ed25519.PublicKey

	sum []byte // of the signature, for Code
}

// receiptPath is where the server shows a receipt. In capitals, because a QR
// code holds capitals, digits and a few signs in less room than other letters.
const receiptPath = "/T/"

const receiptPrefix = "LA1."

// receiptSigns are digits and capitals without I, L, O and U.
var receiptSigns = base32.NewEncoding("0123456789ABCDEFGHJKMNPQRSTVWXYZ").WithPadding(base32.NoPadding)

// Sign gives the text for the QR code. Everything in it may stand in a URL and
// in the alphanumeric mode of a QR code: about 250 signs, 400 with a
// certificate.
func (r Receipt) Sign(key ed25519.PrivateKey) string {
	head, papers := r.head(), r.papers(key.Public().(ed25519.PublicKey))
	return head + "." + receiptSigns.EncodeToString(append(papers, ed25519.Sign(key, receiptSigned(head, papers))...))
}

func receiptSigned(head string, papers []byte) []byte {
	return append([]byte("loket-aduan receipt v1\n"+head+"\n"), papers...)
}

func (r *Receipt) head() string {
	return receiptPrefix + strings.Join([]string{r.Number, classSign(r.Class), whenSign(r.Deadline)}, ".")
}

var classSigns = map[complaint.Class]string{complaint.ClassNormative: "N", complaint.ClassNonSupervisory: "T", complaint.ClassSupervisory: "B"}

// classSign writes a class of the office's own as K- and its code.
func classSign(c complaint.Class) string {
	if s := classSigns[c]; s != "" {
		return s
	}
	return "K-" + strings.ReplaceAll(strings.ToUpper(string(c)), "_", "-")
}

func readClass(s string) (complaint.Class, bool) {
	for c, sign := range classSigns {
		if sign == s {
			return c, true
		}
	}
	own, ok := strings.CutPrefix(s, "K-")
	return complaint.Class(strings.ReplaceAll(strings.ToLower(own), "-", "_")), ok && own != ""
}

// whenSign: 20261211, 20270215S20270217 while provisional (without the second
// date when nobody can tell it), 0 while the clock stands.
func whenSign(d calendar.Deadline) string {
	digits := func(d calendar.Date) string { return strings.ReplaceAll(d.String(), "-", "") }
	switch {
	case d.Due.IsZero():
		return "0"
	case d.Provisional:
		return digits(d.Due) + "S" + digits(d.Latest)
	}
	return digits(d.Due)
}

func readWhen(s string) (d calendar.Deadline, ok bool) {
	if s == "0" {
		return calendar.Deadline{Provisional: true}, true
	}
	read := func(s string) calendar.Date {
		t, err := time.Parse("20060102", s)
		if err != nil {
			ok = false
			return calendar.Date{}
		}
		return calendar.DateIn(t, time.UTC)
	}
	ok = true
	due, latest, provisional := strings.Cut(s, "S")
	d.Due, d.Provisional = read(due), provisional
	d.Latest = d.Due
	if provisional {
		d.Latest = calendar.Date{}
		if latest != "" {
			d.Latest = read(latest)
		}
	}
	return d, ok
}

// papers is who signs: the key alone, or all that the certificate says.
func (r *Receipt) papers(key ed25519.PublicKey) []byte {
	c := r.Certificate
	if c == nil || !journal.IsID(c.Device) || len(c.TokenHash) != sha256.Size || len(c.Signature) != ed25519.SignatureSize || len(c.Office) > 255 || len(c.Letter) > 255 || !bytes.Equal(c.PublicKey, key) {
		return append([]byte{0}, key...)
	}
	id, _ := hex.DecodeString(strings.ReplaceAll(c.Device, "-", ""))
	b := append([]byte{1}, id...)
	for _, text := range []string{c.Office, c.Letter} {
		b = append(append(b, byte(len(text))), text...)
	}
	return append(append(append(b, c.PublicKey...), c.TokenHash...), c.Signature...)
}

func (r *Receipt) readPapers(b []byte) bool {
	if len(b) == 0 {
		return false
	}
	kind, ok := b[0], true
	b = b[1:]
	take := func(n int) []byte {
		if n > len(b) {
			ok = false
			return nil
		}
		part := b[:n:n]
		b = b[n:]
		return part
	}
	text := func() string {
		n := take(1)
		if !ok {
			return ""
		}
		return string(take(int(n[0])))
	}
	switch kind {
	case 0:
		r.Key = take(ed25519.PublicKeySize)
	case 1:
		c := &Certificate{}
		id := hex.EncodeToString(take(16))
		c.Office, c.Letter = text(), text()
		c.PublicKey, c.TokenHash, c.Signature = take(ed25519.PublicKeySize), take(sha256.Size), take(ed25519.SignatureSize)
		if !ok {
			return false
		}
		c.Device = strings.Join([]string{id[:8], id[8:12], id[12:16], id[16:20], id[20:]}, "-")
		r.Certificate, r.Key = c, c.PublicKey
	default:
		return false
	}
	return ok && len(b) == 0
}

var (
	errReceiptEmpty   = fault.New(fault.Invalid, "receipt.required", "text", "Pindai kode QR tanda terima, atau ketik nomor register dan kode di bawahnya.")
	errReceiptForeign = fault.New(fault.Invalid, "receipt.foreign", "text", "Ini bukan kode tanda terima Loket Aduan. Pindai kode QR pada tanda terima, atau ketik nomor register dan kode di bawahnya.")
	errReceiptNewer   = fault.New(fault.Invalid, "receipt.newer", "text", "Tanda terima ini dibuat dengan versi program yang lebih baru. Perbarui program ini, lalu pindai lagi.")
	errReceiptAltered = fault.New(fault.Invalid, "receipt.altered", "text", "TIDAK SAH: isi kode ini tidak cocok dengan tanda tangannya. Kodenya terpotong atau diubah. Pindai sekali lagi; bila tetap begini, jangan dipercaya.")
)

// ReadReceipt reads what a scanner gave: the text, or the address of the
// server's page with it. The signature fits and the certificate, if any, is of
// the office that the number names; whose certificate it is, CertifiedBy tells.
// Faults, all Invalid on field text: receipt.required, receipt.foreign,
// receipt.newer, receipt.altered.
func ReadReceipt(text string) (Receipt, error) {
	text = cleanReceipt(text)
	if text == "" {
		return Receipt{}, errReceiptEmpty
	}
	if !strings.HasPrefix(text, receiptPrefix) {
		if len(text) > 4 && text[:2] == "LA" && text[2] > '1' && text[2] <= '9' && text[3] == '.' {
			return Receipt{}, errReceiptNewer
		}
		return Receipt{}, errReceiptForeign
	}
	parts := strings.Split(text, ".")
	if len(parts) != 5 {
		return Receipt{}, errReceiptAltered
	}
	r := Receipt{Number: parts[1]}
	var known, dated bool
	r.Class, known = readClass(parts[2])
	r.Deadline, dated = readWhen(parts[3])
	number, err := complaint.ParseNumber(r.Number)
	raw, err2 := receiptSigns.DecodeString(parts[4])
	if !known || !dated || err != nil || err2 != nil || len(raw) < ed25519.SignatureSize || receiptSigns.EncodeToString(raw) != parts[4] {
		return Receipt{}, errReceiptAltered
	}
	papers, signature := raw[:len(raw)-ed25519.SignatureSize], raw[len(raw)-ed25519.SignatureSize:]
	head := strings.Join(parts[:4], ".")
	if !r.readPapers(papers) || r.head() != head || !ed25519.Verify(r.Key, receiptSigned(head, papers), signature) {
		return Receipt{}, errReceiptAltered
	}
	if c := r.Certificate; c != nil && strings.ReplaceAll(c.Office, ".", "") != number.Office {
		return Receipt{}, errReceiptAltered
	}
	sum := sha256.Sum256(append([]byte("loket-aduan receipt code v1\n"), signature...))
	r.sum = sum[:]
	return r, nil
}

// cleanReceipt takes away what scanners and typists add. A scanner that types
// in small letters changes nothing.
func cleanReceipt(text string) string {
	text = strings.ToUpper(strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r == '\u200b' || r == '\ufeff' {
			return -1
		}
		return r
	}, text))
	if i := strings.LastIndex(text, receiptPath); i >= 0 && strings.Contains(text[:i], "://") {
		text = text[i+len(receiptPath):]
	}
	return text
}

// CertifiedBy tells whether the holder of one of the keys, a regency, vouches
// for the PC that signed.
func (r *Receipt) CertifiedBy(keys ...ed25519.PublicKey) bool {
	for _, k := range keys {
		if r.Certificate != nil && r.Certificate.Verify(k) {
			return true
		}
	}
	return false
}

// Code is what stands under the QR code, to be typed where nothing can scan: it
// tells one print from every other, for those whose register noted it.
func (r *Receipt) Code() string {
	s := receiptSigns.EncodeToString(r.sum)
	return s[:4] + "-" + s[4:8] + "-" + s[8:12]
}

// ReadReceiptCode takes a number and a code apart that were typed in one line;
// of letters that look like digits the digits are meant. Not ok when it is
// neither.
func ReadReceiptCode(text string) (number, code string, ok bool) {
	parts := strings.FieldsFunc(strings.ToUpper(text), func(r rune) bool { return r == '-' || r == '/' || r == '.' || unicode.IsSpace(r) })
	if len(parts) < 6 {
		return "", "", false
	}
	n, err := complaint.ParseNumber(strings.Join(parts[:5], "-"))
	code = strings.NewReplacer("O", "0", "I", "1", "L", "1").Replace(strings.Join(parts[5:], ""))
	if err != nil || len(code) != 12 {
		return "", "", false
	}
	return n.String(), code[:4] + "-" + code[4:8] + "-" + code[8:], true
}

// ReceiptURL puts the text behind the server's address where a citizen's phone
// can open that: https under a name that public authorities vouch for. Else it
// is the text itself.
func ReceiptURL(address string, pin []byte, text string) string {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" || len(pin) > 0 || strings.Trim(u.Path, "/") != "" {
		return text
	}
	host := strings.ToLower(u.Hostname())
	last := host[strings.LastIndexByte(host, '.')+1:]
	if _, err := netip.ParseAddr(host); err == nil || !strings.Contains(host, ".") || last == "local" || last == "lan" || last == "internal" || last == "localhost" {
		return text
	}
	return strings.ToUpper("https://"+u.Host) + receiptPath + text
}
