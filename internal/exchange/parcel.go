package exchange

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"hash"
	"io"

	"loketaduan/internal/fault"
	"loketaduan/internal/journal"
	"loketaduan/internal/vault"
)

// A parcel is what a push or a pull would carry, as one file on a USB stick:
// sealed to whom it is for, signed by whom it is from, and worth nothing to
// anybody else. Inside is a row of sections, the first its head, the last the
// signature over all before it.

// Kinds of a parcel, and of its sections.
const (
	ToServer = "desk to server"
	ToDesk   = "server to desk"

	sectionHead      = 'H'
	SectionPush      = 'P' // a PushRequest, packed
	SectionPage      = 'L' // a PullAnswer, packed
	SectionFile      = 'F' // SHA-256 as 64 digits, then the content
	sectionSignature = 'S'

	// ParcelVersion grows when an older program could not read a parcel.
	ParcelVersion = 1
	// ParcelSuffix of the file's name.
	ParcelSuffix = ".loket"
)

// Faults of a parcel. Whatever the reason, nothing of it is used.
var (
	errParcelForeign = fault.New(fault.Invalid, "parcel.foreign", "file", "Ini bukan parsel untuk penerima ini. Periksa apakah berkasnya benar; parsel hanya dapat dibuka oleh server atau PC yang dituju.")
	errParcelDamaged = fault.New(fault.Invalid, "parcel.damaged", "file", "Parsel ini rusak atau tidak lengkap, maka tidak dipakai. Salin sekali lagi ke USB, atau buat parsel baru.")
	errParcelNewer   = fault.New(fault.Conflict, "parcel.newer", "file", "Parsel ini dibuat oleh versi yang lebih baru. Pasang versi terbaru, lalu ulangi.")
)

// ParcelHead begins a desk's parcel.
type ParcelHead struct {
	Version int          `json:"version"`
	ID      string       `json:"id"`
	Device  string       `json:"device"`
	Office  string       `json:"office"`
	Epoch   string       `json:"epoch,omitempty"` // of the cursor
	Pos     int64        `json:"pos"`
	Hash    journal.Hash `json:"hash"`
	MadeAt  string       `json:"madeAt"`
	Claims  []Claim      `json:"claims,omitempty"` // for a server that was set back
	// Whole asks for the feed from its start: the PC was being filled and has
	// nothing of what lies far below Pos.
	Whole bool `json:"whole,omitempty"`
}

// ParcelFile is a file that the server holds.
type ParcelFile struct {
	SHA256 string `json:"sha256"`
	Size   int64  `json:"size"`
}

// ParcelAck acknowledges a run of entries, as PushAnswer does.
type ParcelAck struct {
	First   int64        `json:"first"`
	AckedTo int64        `json:"ackedTo"`
	Hash    journal.Hash `json:"hash"` // of the chain at AckedTo
	Revs    []int64      `json:"revs"`
}

// ParcelAnswer begins the server's parcel: what it took of the desk's, and the
// place in the feed that its pages begin at.
type ParcelAnswer struct {
	Version    int          `json:"version"`
	Parcel     string       `json:"parcel"` // id of what it answers
	Device     string       `json:"device"`
	Epoch      string       `json:"epoch"`
	ServerTime string       `json:"serverTime"`
	Acks       []ParcelAck  `json:"acks"`
	SetAside   []SetAside   `json:"setAside"`
	Files      []ParcelFile `json:"files"`
	// Rewind: the server's history is not the desk's. Nothing was taken; what
	// goes beyond Matching counts as unsent and comes with the next parcel.
	Rewind   bool             `json:"rewind,omitempty"`
	Matching map[string]int64 `json:"matching,omitempty"`
	Pos      int64            `json:"pos"`
	Hash     journal.Hash     `json:"hash"`
}

// ParcelWriter writes a parcel; Close signs and ends it.
type ParcelWriter struct {
	box  io.WriteCloser
	sum  hash.Hash
	sign ed25519.PrivateKey
	kind string
}

// NewParcel begins a parcel of a kind with its head.
func NewParcel(w io.Writer, to ed25519.PublicKey, sign ed25519.PrivateKey, kind string, head any) (*ParcelWriter, error) {
	box, err := vault.SealTo(w, to, kind)
	if err != nil {
		return nil, err
	}
	p := &ParcelWriter{box: box, sum: sha256.New(), sign: sign, kind: kind}
	b, err := json.Marshal(head)
	if err != nil {
		return nil, err
	}
	return p, p.section(sectionHead, int64(len(b)), bytes.NewReader(b))
}

func (p *ParcelWriter) section(kind byte, size int64, r io.Reader) error {
	w := io.MultiWriter(p.box, p.sum)
	if _, err := w.Write(binary.BigEndian.AppendUint64([]byte{kind}, uint64(size))); err != nil {
		return err
	}
	n, err := io.Copy(w, r)
	if err == nil && n != size {
		err = io.ErrUnexpectedEOF
	}
	return err
}

// Push adds a run of own entries, at most MaxEntries.
func (p *ParcelWriter) Push(epoch string, entries []journal.Entry) error {
	b, err := newPush(epoch, entries).AppendJSON(nil)
	if err != nil {
		return err
	}
	return p.Packed(SectionPush, b)
}

// Packed adds a section of JSON.
func (p *ParcelWriter) Packed(kind byte, plain []byte) error {
	b := Pack(plain)
	return p.section(kind, int64(len(b)), bytes.NewReader(b))
}

// File adds the content of a file.
func (p *ParcelWriter) File(sum string, size int64, content io.Reader) error {
	return p.section(SectionFile, 64+size, io.MultiReader(bytes.NewReader([]byte(sum)), content))
}

// Close signs the parcel and ends it.
func (p *ParcelWriter) Close() error {
	signature := ed25519.Sign(p.sign, parcelStatement(p.kind, p.sum))
	if err := p.section(sectionSignature, int64(len(signature)), bytes.NewReader(signature)); err != nil {
		return err
	}
	return p.box.Close()
}

func parcelStatement(kind string, sum hash.Hash) []byte {
	return append([]byte("loket-aduan parcel v1 "+kind+"\n"), sum.Sum(nil)...)
}

// ParcelReader reads a parcel. What Next gives is only to be used after the
// whole was read once and Signed said yes.
type ParcelReader struct {
	r         io.Reader
	sum       hash.Hash
	kind      string
	rest      *io.LimitedReader
	statement []byte
	signature []byte
}

// OpenParcel opens a parcel and decodes its head into head. Faults:
// parcel.foreign, parcel.damaged, parcel.newer.
func OpenParcel(r io.Reader, key ed25519.PrivateKey, kind string, head any) (*ParcelReader, error) {
	box, err := vault.OpenBox(r, key, kind)
	if err != nil {
		return nil, errParcelForeign.Because(err)
	}
	p := &ParcelReader{r: box, sum: sha256.New(), kind: kind}
	section, body, err := p.Next()
	if err != nil {
		return nil, err
	}
	b, err := io.ReadAll(io.LimitReader(body, MaxPlain))
	var version struct {
		Version int `json:"version"`
	}
	if err != nil || section != sectionHead || json.Unmarshal(b, &version) != nil {
		return nil, errParcelDamaged.Because(err)
	}
	if version.Version > ParcelVersion {
		return nil, errParcelNewer
	}
	if err := json.Unmarshal(b, head); err != nil {
		return nil, errParcelDamaged
	}
	return p, nil
}

// Next gives the following section; io.EOF after the last. A body that was not
// read to its end is passed over.
func (p *ParcelReader) Next() (kind byte, body io.Reader, err error) {
	if p.rest != nil {
		if _, err := io.Copy(io.Discard, p.rest); err != nil || p.rest.N > 0 {
			return 0, nil, errParcelDamaged.Because(err)
		}
	}
	before := p.sum.Sum(nil)
	var head [9]byte
	if _, err := io.ReadFull(p.r, head[:]); err != nil {
		if errors.Is(err, io.EOF) && p.signature != nil {
			return 0, nil, io.EOF
		}
		return 0, nil, errParcelDamaged.Because(err)
	}
	size := binary.BigEndian.Uint64(head[1:])
	if p.signature != nil || size > 1<<40 {
		return 0, nil, errParcelDamaged
	}
	p.sum.Write(head[:])
	p.rest = &io.LimitedReader{R: io.TeeReader(p.r, p.sum), N: int64(size)}
	if head[0] == sectionSignature {
		p.statement = append([]byte("loket-aduan parcel v1 "+p.kind+"\n"), before...)
		if p.signature, err = io.ReadAll(io.LimitReader(p.rest, ed25519.SignatureSize+1)); err != nil {
			return 0, nil, errParcelDamaged.Because(err)
		}
		return p.Next()
	}
	return head[0], &parcelBody{p.rest}, nil
}

// parcelBody turns what the box says of damage into our fault.
type parcelBody struct{ r *io.LimitedReader }

func (b *parcelBody) Read(p []byte) (int, error) {
	n, err := b.r.Read(p)
	if err != nil && (!errors.Is(err, io.EOF) || b.r.N > 0) {
		return n, errParcelDamaged.Because(err)
	}
	return n, err
}

// Signed tells, after Next gave io.EOF, whether the holder of key made it.
func (p *ParcelReader) Signed(key ed25519.PublicKey) bool {
	return len(key) == ed25519.PublicKeySize && ed25519.Verify(key, p.statement, p.signature)
}

// ReadPacked decodes a section of JSON.
func ReadPacked(body io.Reader, into any) error {
	packed, err := io.ReadAll(io.LimitReader(body, MaxPlain))
	if err != nil {
		return err
	}
	plain, err := Unpack("zstd", packed)
	if err == nil {
		err = json.Unmarshal(plain, into)
	}
	if err != nil {
		return errParcelDamaged // not Because: a JSON error may quote an entry
	}
	return nil
}

// ReadParcelFile splits a file's section and gives its name and content.
func ReadParcelFile(body io.Reader) (sum string, content io.Reader, err error) {
	name := make([]byte, 64)
	if _, err := io.ReadFull(body, name); err != nil {
		return "", nil, errParcelDamaged.Because(err)
	}
	return string(name), body, nil
}

// CheckParcelFile reads a file's section and holds it to its name.
func CheckParcelFile(body io.Reader) (ParcelFile, error) {
	sum, content, err := ReadParcelFile(body)
	if err != nil {
		return ParcelFile{}, err
	}
	h := sha256.New()
	n, err := io.Copy(h, content)
	if err != nil {
		return ParcelFile{}, err
	}
	if hex.EncodeToString(h.Sum(nil)) != sum {
		return ParcelFile{}, errParcelDamaged
	}
	return ParcelFile{SHA256: sum, Size: n}, nil
}
