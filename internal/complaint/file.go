package complaint

import (
	"bytes"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"loketaduan/internal/fault"
	"loketaduan/internal/journal"
)

// File is a document, photo or recording as an entry names it: by the SHA-256
// of its content as sent. The content travels apart from the entry.
type File struct {
	SHA256   string    `json:"sha256"` // 64 hexadecimal digits
	Size     int64     `json:"size"`   // bytes
	Name     string    `json:"name"`   // as the clerk knows it, without a folder
	Type     string    `json:"type"`   // media type, one of FileTypes
	Original *Original `json:"original,omitempty"`
}

// Original is a photo before it was made smaller; it stays on the PC that
// attached it.
type Original struct {
	SHA256 string `json:"sha256"`
	Size   int64  `json:"size"`
}

// Attachment is a file of a complaint. Detaching hides it; the entry and the
// content stay.
type Attachment struct {
	File
	Entry      string // id of the entry that attached it
	By         string
	Office     string
	At         time.Time
	Detached   bool
	DetachedBy string
}

// FileType is a kind of content that may be attached.
type FileType struct {
	Type       string // media type
	Label      string
	Extensions []string // the first is the usual one
	Max        int64    // bytes as sent
	Photo      bool     // is made smaller before it is sent
	magic      []string // beginnings of the content; "....ftyp" skips four bytes
}

// Limits of one file as sent.
const (
	MaxDocument  = 10 << 20
	MaxRecording = 100 << 20
)

// FileTypes is all that may be attached: what offices and citizens have, and
// nothing that a PC would execute.
var FileTypes = []FileType{
	{Type: "application/pdf", Label: "PDF", Extensions: []string{".pdf"}, Max: MaxDocument, magic: []string{"%PDF-"}},
	{Type: "image/jpeg", Label: "Foto", Extensions: []string{".jpg", ".jpeg"}, Max: MaxDocument, Photo: true, magic: []string{"\xff\xd8\xff"}},
	{Type: "image/png", Label: "Gambar", Extensions: []string{".png"}, Max: MaxDocument, Photo: true, magic: []string{"\x89PNG\r\n\x1a\n"}},
	{Type: "application/msword", Label: "Word", Extensions: []string{".doc"}, Max: MaxDocument, magic: []string{ole}},
	{Type: "application/vnd.openxmlformats-officedocument.wordprocessingml.document", Label: "Word", Extensions: []string{".docx"}, Max: MaxDocument, magic: []string{"PK\x03\x04"}},
	{Type: "application/vnd.ms-excel", Label: "Excel", Extensions: []string{".xls"}, Max: MaxDocument, magic: []string{ole}},
	{Type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", Label: "Excel", Extensions: []string{".xlsx"}, Max: MaxDocument, magic: []string{"PK\x03\x04"}},
	{Type: "audio/mpeg", Label: "Rekaman suara", Extensions: []string{".mp3"}, Max: MaxRecording, magic: []string{"ID3", "\xff\xfb", "\xff\xf3", "\xff\xf2"}},
	{Type: "audio/mp4", Label: "Rekaman suara", Extensions: []string{".m4a"}, Max: MaxRecording, magic: []string{"....ftyp"}},
	{Type: "audio/ogg", Label: "Rekaman suara", Extensions: []string{".ogg", ".opus", ".oga"}, Max: MaxRecording, magic: []string{"OggS"}},
	{Type: "audio/wav", Label: "Rekaman suara", Extensions: []string{".wav"}, Max: MaxRecording, magic: []string{"RIFF....WAVE"}},
	{Type: "audio/amr", Label: "Rekaman suara", Extensions: []string{".amr"}, Max: MaxRecording, magic: []string{"#!AMR"}},
	{Type: "video/mp4", Label: "Video", Extensions: []string{".mp4", ".m4v"}, Max: MaxRecording, magic: []string{"....ftyp"}},
	{Type: "video/3gpp", Label: "Video", Extensions: []string{".3gp"}, Max: MaxRecording, magic: []string{"....ftyp"}},
	{Type: "video/quicktime", Label: "Video", Extensions: []string{".mov"}, Max: MaxRecording, magic: []string{"....ftyp", "....moov"}},
	{Type: "video/webm", Label: "Video", Extensions: []string{".webm"}, Max: MaxRecording, magic: []string{"\x1a\x45\xdf\xa3"}},
}

const ole = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" // documents of Office 97 to 2003

// FileTypeOf looks a media type up.
func FileTypeOf(media string) (FileType, bool) {
	for _, t := range FileTypes {
		if t.Type == media {
			return t, true
		}
	}
	return FileType{}, false
}

// SniffFile finds the type of a file by its name and its first bytes: both must
// fit, so that nothing travels under another thing's name. Faults (Invalid,
// field file): complaint.file.type, complaint.file.heic, complaint.file.differs.
func SniffFile(name string, head []byte) (FileType, error) {
	if len(head) > 12 && string(head[4:8]) == "ftyp" && strings.Contains(" heic heix hevc mif1 msf1 heim ", " "+string(head[8:12])+" ") {
		return FileType{}, fileFault("heic", "Foto HEIC belum dapat dilampirkan. Simpan dulu sebagai JPG: buka fotonya, pilih Simpan sebagai, lalu JPEG.")
	}
	ext := strings.ToLower(extension(name))
	for _, t := range FileTypes {
		for _, x := range t.Extensions {
			if x != ext {
				continue
			}
			for _, m := range t.magic {
				if begins(head, m) {
					return t, nil
				}
			}
			// a photo under another photo's name is common, and harmless
			if t.Photo {
				for _, other := range FileTypes {
					if other.Photo && begins(head, other.magic[0]) {
						return other, nil
					}
				}
			}
			return FileType{}, fileFault("differs", "Isi berkas ini bukan "+strings.ToUpper(ext[1:])+". Mungkin rusak atau salah nama; buka dulu untuk memeriksanya, simpan ulang, lalu lampirkan lagi.")
		}
	}
	return FileType{}, fileFault("type", "Jenis berkas ini tidak dapat dilampirkan. Yang dapat: PDF, JPG, PNG, Word, Excel, rekaman suara, dan video.")
}

func begins(head []byte, magic string) bool {
	if len(head) < len(magic) {
		return false
	}
	for i := range len(magic) {
		if magic[i] != '.' && magic[i] != head[i] {
			return false
		}
	}
	return !bytes.HasPrefix(head, []byte("MZ"))
}

func extension(name string) string {
	if i := strings.LastIndexByte(name, '.'); i >= 0 {
		return name[i:]
	}
	return ""
}

// TooLarge is the fault of a file beyond its limit, nil when it fits.
func (t FileType) TooLarge(size int64) error {
	if size <= t.Max {
		return nil
	}
	return fileFault("large", "Berkas ini "+Megabytes(size)+", paling besar "+Megabytes(t.Max)+". Perkecil dulu, misalnya pindai dengan mutu lebih rendah atau potong rekamannya.")
}

// Megabytes of a size, as people read it.
func Megabytes(size int64) string {
	if size < 1<<20 {
		return strconv.FormatInt(max(1, size>>10), 10) + " KB"
	}
	return strings.ReplaceAll(strconv.FormatFloat(float64(size)/(1<<20), 'f', 1, 64), ".", ",") + " MB"
}

func fileFault(code, message string) *fault.Fault {
	return fault.New(fault.Invalid, "complaint.file."+code, "file", message)
}

// check refuses what no attachment can be.
func (f *File) check() *fault.Fault {
	if f == nil {
		return fileFault("required", "Pilih berkas yang dilampirkan.")
	}
	t, known := FileTypeOf(f.Type)
	switch {
	case f.Size < 1:
		return fileFault("empty", "Berkas ini kosong. Pilih berkas lain.")
	case !known:
		_, err := SniffFile("", nil)
		return fault.Of(err)
	case t.TooLarge(f.Size) != nil:
		return fault.Of(t.TooLarge(f.Size))
	case f.Name == "" || utf8.RuneCountInString(f.Name) > 200 || strings.ContainsAny(f.Name, "/\\\x00\n\r"):
		return fileFault("name", "Nama berkas ini tidak dapat dipakai. Ganti namanya, lalu lampirkan lagi.")
	case !IsSHA256(f.SHA256), f.Original != nil && (!IsSHA256(f.Original.SHA256) || f.Original.Size < 1):
		return fileFault("hash", "Sidik berkas ini tidak sah. Lampirkan sekali lagi.")
	}
	return nil
}

// IsSHA256 tells whether s is a SHA-256 in small hexadecimal digits.
func IsSHA256(s string) bool {
	return len(s) == 64 && strings.Trim(s, "0123456789abcdef") == ""
}

// attach and detach are sets: nothing that another desk did can clash.
func (c *Complaint) attach(e *journal.Entry, b *Body) {
	if b.File != nil {
		c.Files = append(c.Files, Attachment{File: *b.File, Entry: e.ID, By: e.Author, Office: e.Office, At: e.Time()})
	}
}

func (c *Complaint) detach(e *journal.Entry, b *Body) {
	for i := range c.Files {
		if x := &c.Files[i]; x.Entry == b.Detach && !x.Detached {
			x.Detached, x.DetachedBy = true, e.Author
		}
	}
}
