package ledger

import (
	"bytes"
	"path"
	"strings"

	"loketaduan/internal/fault"
)

// FileMost is the largest file that is read, in bytes.
const FileMost = 64 << 20

// Read reads a file by its content; the name only helps to tell what is wrong
// with it. Faults (Invalid, field file): import.file.large, .empty, .xls,
// .locked, .ods, .html, .type, .broken.
func Read(name string, content []byte) (*Book, error) {
	head := content[:min(len(content), 4096)]
	has := func(s string) bool { return bytes.Contains(bytes.ToLower(head), []byte(s)) }
	ext := strings.ToLower(path.Ext(name))
	switch {
	case len(content) > FileMost:
		return nil, wrong("large", "Berkas ini lebih dari 64 MB. Bagi menjadi beberapa berkas, misalnya satu untuk setiap tahun.")
	case len(bytes.TrimSpace(head)) == 0 && len(content) <= 4096:
		return nil, wrong("empty", "Berkas ini kosong. Pilih berkas lain.")
	case bytes.HasPrefix(head, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")):
		if bytes.Contains(content, []byte("E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e\x00")) {
			return nil, wrong("locked", "Berkas ini dikunci kata sandi. Buka di Excel, hapus kata sandinya (File, Info, Protect Workbook), simpan, lalu pilih lagi.")
		}
		return nil, wrong("xls", "Ini berkas Excel lama (.xls). Buka di Excel, pilih Simpan sebagai, jenis Excel Workbook (.xlsx), lalu pilih berkas yang baru.")
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		if has("opendocument") {
			return nil, wrong("ods", "Ini berkas LibreOffice (.ods). Buka, pilih Simpan sebagai, jenis Excel (.xlsx), lalu pilih berkas yang baru.")
		}
		b, err := readWorkbook(content)
		if err != nil {
			return nil, wrong("broken", "Isi berkas ini tidak terbaca sebagai Excel. Buka di Excel, simpan ulang sebagai .xlsx, lalu pilih lagi.").Because(err)
		}
		return b.filled()
	case has("<html"), has("<table"), has("<!doctype html"):
		return nil, wrong("html", "Ini sebenarnya halaman web yang diberi nama Excel. Buka di Excel, simpan sebagai .xlsx, lalu pilih berkas yang baru.")
	case bytes.HasPrefix(head, []byte("%PDF")), bytes.HasPrefix(head, []byte("\xff\xd8\xff")), bytes.HasPrefix(head, []byte("\x89PNG")), ext == ".docx", ext == ".doc":
		return nil, wrong("type", "Yang dapat diimpor: Excel (.xlsx) dan CSV (.csv). Dokumen, foto, dan PDF harus disalin dulu ke Excel.")
	case binary(head):
		return nil, wrong("type", "Yang dapat diimpor: Excel (.xlsx) dan CSV (.csv). Periksa apakah berkas yang dipilih benar.")
	}
	return readCSV(content).filled()
}

// binary tells whether these bytes are no text in any of our encodings.
func binary(head []byte) bool {
	text, _ := decode(head)
	odd := 0
	for _, r := range text {
		if r < ' ' && r != '\n' && r != '\r' && r != '\t' {
			odd++
		}
	}
	return odd > len(text)/50
}

func (b *Book) filled() (*Book, error) {
	for i := range b.Sheets {
		if len(b.Sheets[i].Lines) > 0 {
			return b, nil
		}
	}
	return nil, wrong("empty", "Berkas ini kosong. Pilih berkas lain.")
}

func wrong(code, message string) *fault.Fault {
	return fault.New(fault.Invalid, "import.file."+code, "file", message)
}
