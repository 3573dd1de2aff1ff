package journal

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"sort"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"loketaduan/internal/fault"
)

// MaxBody is the largest body of one entry in bytes: longer texts are files.
const MaxBody = 256 << 10

// Hash is a SHA-256 value; as JSON 64 hexadecimal digits.
type Hash [32]byte

func (h Hash) String() string { return hex.EncodeToString(h[:]) }

// IsZero tells the hash before the first entry of a chain.
func (h Hash) IsZero() bool { return h == Hash{} }

func (h Hash) MarshalText() ([]byte, error) { return []byte(h.String()), nil }

func (h *Hash) UnmarshalText(b []byte) error {
	if len(b) != 64 {
		return fmt.Errorf("hash of %d characters, want 64", len(b))
	}
	_, err := hex.Decode(h[:], b)
	return err
}

// Entry is one change. Rev and Pos are 0 while the server has not accepted it.
type Entry struct {
	ID       string            // UUIDv7, made when the form opened
	Stream   string            // complaint id, "account:…", "offices"
	Office   string            // author's office code
	Device   string            // author's PC
	Seq      int64             // 1.. without a gap per device
	At       time.Time         // author's wall clock, UTC, milliseconds
	OffsetMs int64             // known error of that clock, server minus local
	Author   string            // account id
	Kind     string            // what happened
	Version  int               // of the body
	Base     map[string]string // field -> id of the entry that had set it
	Body     []byte            // JSON, kept byte for byte
	Prev     Hash
	Hash     Hash
	Rev      int64
	Pos      int64
	Beside   bool   // said by the server: kept beside the chain that it follows
	Clock    *Clock // what became known of the author's clock later; no part of the chain, nil = nothing
}

// Clock is what was found out about a clock after it was used.
type Clock struct {
	OffsetMs int64 // its error, server minus local
	Unsure   bool  // it was wrong, or may have been, by nobody knows how much
}

// Draft is an entry before it has its place in the chain.
type Draft struct {
	ID      string
	Kind    string
	Version int
	Body    []byte
	Base    map[string]string
}

// Time is the instant of the entry with the known clock error taken out.
func (e *Entry) Time() time.Time {
	if e.Clock != nil && !e.Clock.Unsure {
		return e.At.Add(time.Duration(e.Clock.OffsetMs) * time.Millisecond)
	}
	return e.Believed()
}

// Believed is the instant as its author took it to be.
func (e *Entry) Believed() time.Time {
	return e.At.Add(time.Duration(e.OffsetMs) * time.Millisecond)
}

// Accepted tells whether the server has the entry.
func (e *Entry) Accepted() bool { return e.Rev > 0 }

// BodyHash is what the chain holds of the body, so that a body can be
// withheld or erased later while the chain stays whole.
func BodyHash(body []byte) Hash { return sha256.Sum256(body) }

// Sum computes the entry's hash over header, hash of the body and Prev.
func (e *Entry) Sum() Hash { return e.SumWith(BodyHash(e.Body)) }

// SumWith is Sum for an entry whose body is not at hand.
func (e *Entry) SumWith(body Hash) Hash {
	b := make([]byte, 0, 512)
	for _, s := range []string{e.ID, e.Stream, e.Office, e.Device, e.Author, e.Kind} {
		b = appendText(b, s)
	}
	b = binary.BigEndian.AppendUint64(b, uint64(e.Seq))
	b = binary.BigEndian.AppendUint64(b, uint64(e.At.UnixMilli()))
	b = binary.BigEndian.AppendUint64(b, uint64(e.OffsetMs))
	b = binary.BigEndian.AppendUint32(b, uint32(e.Version))
	fields := make([]string, 0, len(e.Base))
	for f := range e.Base {
		fields = append(fields, f)
	}
	sort.Strings(fields)
	for _, f := range fields {
		b = appendText(appendText(b, f), e.Base[f])
	}
	b = append(b, body[:]...)
	b = append(b, e.Prev[:]...)
	return sha256.Sum256(b)
}

func appendText(b []byte, s string) []byte {
	return append(binary.BigEndian.AppendUint32(b, uint32(len(s))), s...)
}

// FeedHash is the running hash of an office's feed after an entry: computed at
// both ends, so that a silent difference shows at once.
func FeedHash(before, entry Hash) Hash {
	var b [64]byte
	copy(b[:32], before[:])
	copy(b[32:], entry[:])
	return sha256.Sum256(b[:])
}

// Wire is the JSON form of an entry between desk and server. What the batch
// says already (device, office, first seq, chain before it) is left out, for a
// hash costs more bytes on the line than a sentence. Hash is sent only where
// the receiver cannot compute it from what it already has.
type Wire struct {
	ID       string            `json:"id"`
	Stream   string            `json:"s,omitempty"` // empty = same as ID
	Office   string            `json:"o,omitempty"`
	Device   string            `json:"d,omitempty"`
	Seq      int64             `json:"n"`
	At       int64             `json:"t"` // Unix milliseconds
	OffsetMs int64             `json:"f,omitempty"`
	Author   string            `json:"a,omitempty"`
	Kind     string            `json:"k"`
	Version  int               `json:"v"`
	Base     map[string]string `json:"b,omitempty"`
	Prev     *Hash             `json:"p,omitempty"`
	Rev      int64             `json:"r,omitempty"`
	Beside   bool              `json:"z,omitempty"`
	Body     json.RawMessage   `json:"x"`
}

// ToWire is the entry's wire form without office, device and prev.
func (e *Entry) ToWire() Wire {
	w := Wire{ID: e.ID, Stream: e.Stream, Seq: e.Seq, At: e.At.UnixMilli(), OffsetMs: e.OffsetMs, Author: e.Author,
		Kind: e.Kind, Version: e.Version, Base: e.Base, Rev: e.Rev, Beside: e.Beside, Body: e.Body}
	if w.Stream == w.ID {
		w.Stream = ""
	}
	return w
}

// ReadPlain reads the wire form, and more for the keys that it does not know.
func (w *Wire) ReadPlain(p *Plain, more func(key string) bool) {
	seen := uint64(0)
	p.Object(func(key string) {
		bit := uint64(1) // of "id"
		if len(key) == 1 {
			bit = 1 << (key[0] & 63)
		}
		if seen&bit != 0 {
			p.Fail()
			return
		}
		seen |= bit
		switch key {
		case "id":
			w.ID = strings.Clone(p.Text())
		case "s":
			w.Stream = strings.Clone(p.Text())
		case "o":
			w.Office = strings.Clone(p.Text())
		case "d":
			w.Device = strings.Clone(p.Text())
		case "n":
			w.Seq = p.Int()
		case "t":
			w.At = p.Int()
		case "f":
			w.OffsetMs = p.Int()
		case "a":
			w.Author = strings.Clone(p.Text())
		case "k":
			w.Kind = strings.Clone(p.Text())
		case "v":
			w.Version = int(p.Int())
		case "b":
			w.Base = p.Map()
		case "p":
			w.Prev = new(Hash)
			if w.Prev.UnmarshalText([]byte(p.Text())) != nil {
				p.Fail()
			}
		case "r":
			w.Rev = p.Int()
		case "z":
			w.Beside = p.Bool()
		case "x":
			w.Body = json.RawMessage(p.Raw())
		default:
			if !more(key) {
				p.Fail()
			}
		}
	})
}

// Entry turns the wire form into an entry of the named office and device,
// with the hash computed over prev. Office and Device in the wire form win
// over the arguments.
func (w *Wire) Entry(office, device string, prev Hash) Entry {
	e := Entry{ID: w.ID, Stream: w.Stream, Office: office, Device: device, Seq: w.Seq, At: time.UnixMilli(w.At).UTC(),
		OffsetMs: w.OffsetMs, Author: w.Author, Kind: w.Kind, Version: w.Version, Base: w.Base, Body: w.Body, Rev: w.Rev, Beside: w.Beside, Prev: prev}
	if e.Stream == "" {
		e.Stream = e.ID
	}
	if w.Office != "" {
		e.Office = w.Office
	}
	if w.Device != "" {
		e.Device = w.Device
	}
	if w.Prev != nil {
		e.Prev = *w.Prev
	}
	e.Hash = e.Sum()
	return e
}

// AppendJSON writes the wire form so that the body keeps its exact bytes:
// json.Marshal would compact and escape it, and the hash would no longer fit.
// All else is as json.Marshal writes it.
func (w Wire) AppendJSON(b []byte) ([]byte, error) {
	b = appendQuoted(append(b, `{"id":`...), w.ID)
	for _, x := range [...]struct{ key, text string }{{`,"s":`, w.Stream}, {`,"o":`, w.Office}, {`,"d":`, w.Device}} {
		if x.text != "" {
			b = appendQuoted(append(b, x.key...), x.text)
		}
	}
	b = strconv.AppendInt(append(b, `,"n":`...), w.Seq, 10)
	b = strconv.AppendInt(append(b, `,"t":`...), w.At, 10)
	if w.OffsetMs != 0 {
		b = strconv.AppendInt(append(b, `,"f":`...), w.OffsetMs, 10)
	}
	if w.Author != "" {
		b = appendQuoted(append(b, `,"a":`...), w.Author)
	}
	b = appendQuoted(append(b, `,"k":`...), w.Kind)
	b = strconv.AppendInt(append(b, `,"v":`...), int64(w.Version), 10)
	if len(w.Base) > 0 {
		base, err := json.Marshal(w.Base)
		if err != nil {
			return nil, err
		}
		b = append(append(b, `,"b":`...), base...)
	}
	if w.Prev != nil {
		b = append(hex.AppendEncode(append(b, `,"p":"`...), w.Prev[:]), '"')
	}
	if w.Rev != 0 {
		b = strconv.AppendInt(append(b, `,"r":`...), w.Rev, 10)
	}
	if w.Beside {
		b = append(b, `,"z":true`...)
	}
	b = append(append(b, `,"x":`...), w.Body...)
	return append(b, '}'), nil
}

// appendQuoted is json.Marshal of a string.
func appendQuoted(b []byte, s string) []byte {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c >= utf8.RuneSelf || c == '"' || c == '\\' || c == '<' || c == '>' || c == '&' {
			quoted, _ := json.Marshal(s) // a string always marshals
			return append(b, quoted...)
		}
	}
	return append(append(append(b, '"'), s...), '"')
}

// Check refuses an envelope that no program of ours can have written. It does
// not look into the body beyond its being JSON.
func (e *Entry) Check() *fault.Fault {
	bad := func(field, what string) *fault.Fault {
		return fault.New(fault.Invalid, "journal."+field+".invalid", field, "Catatan perubahan rusak: "+what+". Hubungi admin kabupaten.")
	}
	switch {
	case !isUUID(e.ID):
		return bad("id", "nomor pengenal tidak sah")
	case e.Stream == "" || len(e.Stream) > 80 || strings.ContainsRune(e.Stream, 0): // no database server keeps such a text
		return bad("stream", "berkas asal tidak sah")
	case e.Seq < 1:
		return bad("seq", "urutan tidak sah")
	case e.Kind == "" || len(e.Kind) > 40 || strings.ContainsRune(e.Kind, 0):
		return bad("kind", "jenis tidak sah")
	case e.Version < 1 || e.Version > 1000:
		return bad("version", "versi tidak sah")
	case e.Author == "" || len(e.Author) > 80 || strings.ContainsRune(e.Author, 0):
		return bad("author", "penulis tidak sah")
	case len(e.Body) > MaxBody:
		return bad("body", "isi terlalu besar")
	case len(e.Body) < 2 || e.Body[0] != '{' || e.Body[len(e.Body)-1] != '}' || !validJSON(string(e.Body)): // space around it would be lost on the wire
		return bad("body", "isi tidak terbaca")
	case len(e.Base) > 64:
		return bad("base", "terlalu banyak rujukan")
	case e.At.Year() < 1970 || e.At.Year() > 2200:
		return bad("at", "waktu tidak sah")
	}
	return nil
}

func isUUID(s string) bool {
	if len(s) != 36 {
		return false
	}
	for i, c := range s {
		switch i {
		case 8, 13, 18, 23:
			if c != '-' {
				return false
			}
		default:
			if (c < '0' || c > '9') && (c < 'a' || c > 'f') {
				return false
			}
		}
	}
	return true
}

// IsID tells whether s is a UUID in lower case, as every entry id is.
func IsID(s string) bool { return isUUID(s) }

// SortFold puts the entries of one stream into fold order: accepted ones by
// rev, then own unsent ones by seq. No clock decides.
func SortFold(entries []Entry) {
	sort.SliceStable(entries, func(i, j int) bool {
		a, b := &entries[i], &entries[j]
		switch {
		case a.Accepted() && b.Accepted():
			return a.Rev < b.Rev
		case a.Accepted() != b.Accepted():
			return a.Accepted()
		default:
			return a.Seq < b.Seq
		}
	})
}
