package complaint

import (
	"encoding/json"
	"slices"
	"time"

	"loketaduan/internal/auth"
	"loketaduan/internal/fault"
	"loketaduan/internal/journal"
)

// StreamRegisters + office code holds the imports of old registers of an
// office: which file came in when, how its columns were read, and whether it was
// undone. It travels like everything else, so that every PC of the office knows.
const StreamRegisters = "registers:"

// Kinds of entries in that stream.
const (
	KImportBegun  = "import_begun"
	KImportEnded  = "import_ended"
	KImportUndone = "import_undone"
)

// ImportBody is the body of those kinds, version 1.
type ImportBody struct {
	File    string          `json:"file,omitempty"`    // import_begun: its name, without a folder
	SHA256  string          `json:"sha256,omitempty"`  // of the file, byte for byte
	Sheets  []string        `json:"sheets,omitempty"`  // that were read
	Rows    int             `json:"rows,omitempty"`    // complaints in them
	Mapping json.RawMessage `json:"mapping,omitempty"` // how they were read, as package ledger keeps it

	Import   string `json:"import,omitempty"` // import_ended, import_undone: id of the entry that began it
	Imported int    `json:"imported,omitempty"`
	Already  int    `json:"already,omitempty"`
	Rejected int    `json:"rejected,omitempty"`
}

// Import is one import of an old register, as its entries tell.
type Import struct {
	ImportBody
	ID       string // of the entry that began it
	Office   string
	Device   string
	By       string
	At       time.Time // clock error taken out
	Ended    bool      // all rows were looked at
	Undone   bool
	UndoneBy string
	UndoneAt time.Time
}

// FoldImports gives the imports of an office, oldest first. Entries of other
// offices and what cannot be read change nothing.
func FoldImports(office string, entries []journal.Entry) []Import {
	var out []Import
	for i := range entries {
		e := &entries[i]
		var b ImportBody
		if e.Version != 1 || e.Office != office || e.Stream != StreamRegisters+office || json.Unmarshal(e.Body, &b) != nil {
			continue
		}
		at := slices.IndexFunc(out, func(x Import) bool { return x.ID == b.Import })
		switch {
		case e.Kind == KImportBegun:
			out = append(out, Import{ImportBody: b, ID: e.ID, Office: office, Device: e.Device, By: e.Author, At: e.Time()})
		case at < 0:
		case e.Kind == KImportEnded:
			x := &out[at]
			x.Ended, x.Imported, x.Already, x.Rejected = true, b.Imported, b.Already, b.Rejected
		case e.Kind == KImportUndone && !out[at].Undone:
			x := &out[at]
			x.Undone, x.UndoneBy, x.UndoneAt = true, e.Author, e.Time()
		}
	}
	return out
}

// BeginImport decides the entry that begins an import.
func BeginImport(id string, b ImportBody, by Actor) (Draft, error) {
	if !by.Role.May(auth.Import) {
		return Draft{}, notYours()
	}
	if b.SHA256 == "" || b.Rows == 0 {
		return Draft{}, fault.New(fault.Invalid, "import.empty", "", "Tidak ada baris aduan dalam berkas ini. Periksa lembar dan baris judul kolomnya.")
	}
	b.Import = ""
	return importDraft(id, KImportBegun, b), nil
}

// EndImport decides the entry that says what became of its rows.
func EndImport(id, source string, imported, already, rejected int) Draft {
	return importDraft(id, KImportEnded, ImportBody{Import: source, Imported: imported, Already: already, Rejected: rejected})
}

// UndoImport decides the entry that undoes an import. Its complaints are hidden
// but for those that somebody has worked on since; nothing is deleted from the
// journal.
func UndoImport(id, source string, by Actor, have []Import) (Draft, error) {
	if !by.Role.May(auth.Import) {
		return Draft{}, notYours()
	}
	i := slices.IndexFunc(have, func(x Import) bool { return x.ID == source })
	switch {
	case i < 0:
		return Draft{}, fault.New(fault.NotFound, "import.not_found", "", "Impor ini tidak ada di PC ini. Muat ulang layarnya.")
	case have[i].Undone:
		return Draft{}, fault.New(fault.Conflict, "import.undone", "", "Impor ini sudah diurungkan.")
	}
	return importDraft(id, KImportUndone, ImportBody{Import: source}), nil
}

func importDraft(id, kind string, b ImportBody) Draft {
	raw, err := json.Marshal(b)
	if err != nil {
		panic(err) // the mapping is JSON, the rest are strings and numbers
	}
	return Draft{ID: id, Kind: kind, Version: 1, Body: raw}
}
