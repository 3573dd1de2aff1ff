package desktop

// FilesInput asks for the files of a complaint.
type FilesInput struct {
	ID string `json:"id"`
}

// FileInput names a file of a complaint by the entry that attached it.
type FileInput struct {
	ID      string `json:"id"`
	FileID  string `json:"fileId"`
	EntryID string `json:"entryId"` // of the act itself; only detaching needs it
}

// AttachInput attaches a file: by Content (base64, with Name), by Path, or with
// both empty by asking the clerk.
type AttachInput struct {
	ID      string `json:"id"`
	EntryID string `json:"entryId"` // made when the dialog opened
	Path    string `json:"path"`
	Name    string `json:"name"`
	Content string `json:"content"`
}

// FilesView lists the files of a complaint.
type FilesView struct {
	Files     []FileView `json:"files"`
	Note      string     `json:"note"` // after attaching: what was done to the photo
	Cancelled bool       `json:"cancelled"`
	MayAttach bool       `json:"mayAttach"`
	Accept    string     `json:"accept"` // extensions, for the file dialog of the window
}

// FileView is one file and where its content is.
type FileView struct {
	FileID      string `json:"fileId"` // id of the entry that attached it
	Name        string `json:"name"`
	Kind        string `json:"kind"` // PDF, Foto, Word ...
	Type        string `json:"type"` // media type
	SizeText    string `json:"sizeText"`
	ByText      string `json:"byText"`
	Here        bool   `json:"here"`
	Preview     bool   `json:"preview"` // can be shown in the window
	State       string `json:"state"`   // local, sending, received, remote, fetching, attention
	StateText   string `json:"stateText"`
	Percent     int    `json:"percent"`
	Why         string `json:"why"`
	SmallerText string `json:"smallerText"` // of a photo that is sent smaller
}

// FileContentView is a file as data, for showing it in the window.
type FileContentView struct {
	Name    string `json:"name"`
	Type    string `json:"type"`
	Content string `json:"content"` // base64
}

// FileSavedView tells where a file was written.
type FileSavedView struct {
	Path      string `json:"path"`
	Text      string `json:"text"`
	Cancelled bool   `json:"cancelled"`
}

// ParcelInput asks for a parcel. Path is a folder or a file; "" asks the clerk.
type ParcelInput struct {
	Path  string `json:"path"`
	Files bool   `json:"files"` // the files too, not only the text
}

// ParcelView tells what was written or taken.
type ParcelView struct {
	Path      string `json:"path"`
	Text      string `json:"text"`
	More      bool   `json:"more"` // further entries wait for the next parcel
	Cancelled bool   `json:"cancelled"`
}
