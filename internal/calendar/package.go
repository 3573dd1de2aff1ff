package calendar

import (
	"bytes"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"io"
	"strings"

	"loketaduan/internal/fault"
)

const (
	packageName   = "loket-kalender"
	packageFormat = "1"
	packageTitle  = packageName + " " + packageFormat
)

// Package is a record that came as one signed file, by sync or on a USB stick.
// That its signature fits says that nobody changed it; whether its signer may
// say what the calendar is, SignedBy answers.
type Package struct {
	Decrees *Decrees
	Key     ed25519.PublicKey // the signer's, as the file names it
}

// SignedBy reports whether the package was signed with that key.
func (p *Package) SignedBy(key ed25519.PublicKey) bool { return p.Key.Equal(key) }

// Pack gives the record as a calendar package:
//
//	loket-kalender 1 ed25519 <public key> <signature>
//	{ the record as JSON, indented }
//
// sign gives the Ed25519 signature of a message by the private key of public; the
// message is the line "loket-kalender 1" and every byte after the first line. The
// same record and key always give the same file. A record that Check refuses
// would give a file that ReadPackage refuses.
func Pack(r *Decrees, sign func(message []byte) []byte, public ed25519.PublicKey) []byte {
	message := append([]byte(packageTitle+"\n"), r.document()...)
	line := strings.Join([]string{
		packageTitle, "ed25519", base64.StdEncoding.EncodeToString(public), base64.StdEncoding.EncodeToString(sign(message)),
	}, " ")
	return append([]byte(line), message[len(packageTitle):]...)
}

// ReadPackage reads a calendar package and refuses it as a whole when anything is
// wrong. Faults, all of kind Invalid: calendar.package.large, .unsigned, .version,
// .damaged, .signature and .revision; and those of Check.
func ReadPackage(file []byte) (*Package, error) {
	if len(file) > maxFile {
		return nil, packageFault("large", "Berkas ini lebih besar dari 4 MB, jadi bukan kalender. Pilih berkas kalender yang dikirim kabupaten.")
	}
	line, body, ended := bytes.Cut(file, []byte("\n"))
	key, signature, err := readHeader(string(line), ended)
	if err != nil {
		return nil, err
	}
	if !ed25519.Verify(key, append([]byte(packageTitle+"\n"), body...), signature) {
		if !json.Valid(body) {
			return nil, damaged(nil)
		}
		return nil, packageFault("signature", "Tanda tangan berkas kalender ini tidak cocok: isinya berubah setelah ditandatangani. Jangan dipakai; minta berkas aslinya lagi dari kabupaten.")
	}
	d, err := readDocument(body)
	if err != nil {
		return nil, err
	}
	if err := d.Check(); err != nil {
		return nil, err
	}
	return &Package{Decrees: d, Key: key}, nil
}

func readHeader(line string, ended bool) (ed25519.PublicKey, []byte, error) {
	words := strings.Split(line, " ")
	if words[0] != packageName {
		if strings.HasPrefix(strings.TrimLeft(line, "\ufeff \t\r"), "{") {
			return nil, nil, unsigned()
		}
		return nil, nil, damaged(nil)
	}
	if len(words) < 2 || !ended {
		return nil, nil, damaged(nil)
	}
	if words[1] != packageFormat {
		return nil, nil, packageFault("version", "Berkas kalender ini dibuat untuk versi program yang lebih baru. Perbarui program dulu, lalu buka berkasnya lagi.")
	}
	if len(words) < 5 || words[2] != "ed25519" {
		return nil, nil, unsigned()
	}
	key, errKey := base64.StdEncoding.DecodeString(words[3])
	signature, errSignature := base64.StdEncoding.DecodeString(words[4])
	// One way of writing the line: a byte changed in it must show.
	written := base64.StdEncoding.EncodeToString(key) + " " + base64.StdEncoding.EncodeToString(signature)
	if errKey != nil || errSignature != nil || len(key) != ed25519.PublicKeySize ||
		len(signature) != ed25519.SignatureSize || written != strings.Join(words[3:], " ") {
		return nil, nil, damaged(nil)
	}
	return key, signature, nil
}

// document is a record as JSON. Texts of dates, so that a wrong one is told apart
// from a file that is not JSON.
type document struct {
	Format     int                 `json:"format"`
	Revision   string              `json:"revision"` // date of the newest decree
	Edition    int                 `json:"edition"`
	Regency    string              `json:"regency"`
	Issued     string              `json:"issued"`
	Years      []documentYear      `json:"years"`
	Days       []documentDay       `json:"days"`
	Amendments []documentAmendment `json:"amendments"`
}

type documentYear struct {
	Year         int    `json:"year"`
	DecreedOn    string `json:"decreed_on"`
	Decree       string `json:"decree"`
	Verification string `json:"verification"`
}

type documentDay struct {
	Date       string `json:"date"`
	Kind       string `json:"kind"`
	Name       string `json:"name,omitempty"`
	Decree     string `json:"decree"`
	Confidence string `json:"confidence,omitempty"`
	Scope      string `json:"scope,omitempty"`
	Note       string `json:"note,omitempty"`
}

type documentAmendment struct {
	DecreedOn string `json:"decreed_on"`
	Action    string `json:"action"` // add or remove
	documentDay
}

func (r *Decrees) document() []byte {
	doc := document{
		Format: 1, Revision: r.Revision().Decreed.String(), Edition: r.imprint.Edition,
		Regency: r.imprint.Regency, Issued: r.imprint.Issued.String(),
		Years: []documentYear{}, Days: []documentDay{}, Amendments: []documentAmendment{},
	}
	for _, b := range r.bases {
		doc.Years = append(doc.Years, documentYear{b.year, b.on.String(), b.decree, b.verification})
	}
	for _, day := range r.days {
		doc.Days = append(doc.Days, day.document())
	}
	for _, a := range r.amendments {
		doc.Amendments = append(doc.Amendments, documentAmendment{a.on.String(), a.action(), a.day.document()})
	}
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(doc); err != nil {
		panic("calendar: " + err.Error()) // texts and numbers alone
	}
	return text.Bytes()
}

func (d Day) document() documentDay {
	return documentDay{d.Date.String(), string(d.Kind), d.Name, d.Decree, d.Confidence, d.Scope, d.Note}
}

func readDocument(text []byte) (*Decrees, error) {
	var doc document
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&doc); err != nil {
		return nil, damaged(err)
	}
	if _, err := decoder.Token(); err != io.EOF {
		return nil, damaged(err)
	}
	if doc.Format != 1 {
		return nil, damaged(nil)
	}
	read := reader{}
	imprint := Imprint{Edition: doc.Edition, Regency: doc.Regency}
	if doc.Issued != "" {
		imprint.Issued = read.date(doc.Issued)
	}
	var (
		bases      []base
		days       []Day
		amendments []amendment
	)
	for _, y := range doc.Years {
		bases = append(bases, base{y.Year, read.date(y.DecreedOn), y.Decree, y.Verification})
	}
	for _, day := range doc.Days {
		days = append(days, read.day(day))
	}
	for _, a := range doc.Amendments {
		on, day := read.date(a.DecreedOn), read.day(a.documentDay)
		day.DecreedOn = on
		amendments = append(amendments, amendment{on: on, withdraw: read.withdraws(a.Action), day: day})
	}
	if read.err != nil {
		return nil, read.err
	}
	d := newDecrees(imprint, bases, days, amendments)
	if doc.Revision != d.Revision().Decreed.String() || doc.Edition != d.imprint.Edition {
		return nil, packageFault("revision", "Tanggal revisi kalender ini bukan tanggal keputusan terbarunya, jadi berkasnya salah dibuat. Minta kabupaten menerbitkannya lagi.")
	}
	return d, nil
}

// reader keeps the first fault of what is not text.
type reader struct{ err error }

func (r *reader) date(s string) Date {
	d, err := ParseDate(s)
	if err != nil && r.err == nil {
		r.err = fault.New(fault.Invalid, "calendar.record.date", "date", "Ada tanggal yang tidak mungkin di berkas kalender ini. Minta kabupaten memperbaiki dan menerbitkannya lagi.").Because(err)
	}
	return d
}

func (r *reader) withdraws(action string) bool {
	if action != "add" && action != "remove" && r.err == nil {
		r.err = damaged(nil)
	}
	return action == "remove"
}

func (r *reader) day(d documentDay) Day {
	return Day{
		Date: r.date(d.Date), Kind: DayKind(d.Kind), Name: d.Name, Decree: d.Decree,
		Confidence: d.Confidence, Scope: d.Scope, Note: d.Note,
	}
}

func packageFault(code, message string) *fault.Fault {
	return fault.New(fault.Invalid, "calendar.package."+code, "file", message)
}

func unsigned() *fault.Fault {
	return packageFault("unsigned", "Berkas kalender ini tidak bertanda tangan. Minta berkas yang diterbitkan kabupaten dengan tanda tangannya.")
}

func damaged(cause error) *fault.Fault {
	return packageFault("damaged", "Berkas ini bukan berkas kalender, atau rusak, atau terpotong saat disalin. Salin ulang atau minta lagi dari kabupaten.").Because(cause)
}
