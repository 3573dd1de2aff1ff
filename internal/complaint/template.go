package complaint

import (
	_ "embed"
	"encoding/json"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"loketaduan/internal/auth"
	"loketaduan/internal/fault"
	"loketaduan/internal/journal"
)

// KTemplatesSet is the kind of the entries that change the ready words of an
// office. They stand in the stream of its letterhead: they reach its own PCs.
const KTemplatesSet = "templates_set"

// Uses of a template.
const (
	TemplateIntake = "isi"     // words of a complaint, while it is recorded
	TemplateAnswer = "jawaban" // an answer to the reporter
)

// Template is a text with gaps (___) for what differs from case to case. An
// answer may name {nama}, {nomor}, {perihal}, {tanggal} and {batas} of the
// complaint and the {kantor}.
type Template struct {
	Use      string `json:"use"`
	Category string `json:"category"` // offered first there; "" = everywhere
	Title    string `json:"title"`
	Text     string `json:"text"`
}

// Limits of the ready words: they travel to every PC of the office.
const (
	MaxTemplates    = 60
	maxTemplateText = 1500
)

//go:embed data/templates.json
var templatesJSON []byte

// DefaultTemplates are those of an office that has set none.
var DefaultTemplates = sync.OnceValue(func() []Template {
	var list []Template
	if err := json.Unmarshal(templatesJSON, &list); err != nil {
		panic(err) // a broken build, found by its first test
	}
	return list
})

// TemplatesOf folds the stream of an office: the last set in order counts.
func TemplatesOf(entries []journal.Entry) []Template {
	list := DefaultTemplates()
	for i := range entries {
		e := &entries[i]
		var set struct {
			Templates []Template `json:"templates"`
		}
		if e.Kind == KTemplatesSet && e.Version == 1 && json.Unmarshal(e.Body, &set) == nil {
			list = set.Templates
		}
	}
	return slices.Clone(list)
}

// SetTemplates decides the entry that changes them.
func SetTemplates(id string, list []Template, by Actor) (Draft, error) {
	if !by.Role.May(auth.Kop) {
		return Draft{}, notYours()
	}
	var l fault.List
	list = slices.Clone(list)
	for i := range list {
		x := &list[i]
		x.Title, x.Text = strings.TrimSpace(x.Title), strings.TrimSpace(x.Text)
		at := "templates." + itoa(i) + "."
		if x.Use != TemplateIntake && x.Use != TemplateAnswer {
			l.Add(fault.New(fault.Invalid, "template.use", at+"use", "Pilih untuk apa kalimat ini: isi aduan atau jawaban."))
		}
		if x.Category != "" {
			l.Add(oneOf(at+"category", x.Category, Categories, "Pilih kategori dari daftar, atau semua kategori."))
		}
		l.Add(needed("template.title.required", at+"title", x.Title, "Isi judulnya, misalnya Lampu jalan padam."))
		l.Add(needed("template.text.required", at+"text", x.Text, "Isi kalimatnya. Tulis ___ di tempat yang diisi petugas."))
		if utf8.RuneCountInString(x.Title) > 60 {
			l.Add(fault.New(fault.Invalid, "template.title.long", at+"title", "Judul paling banyak 60 huruf."))
		}
		if n := utf8.RuneCountInString(x.Text); n > maxTemplateText {
			l.Add(fault.New(fault.Invalid, "template.text.long", at+"text", "Terlalu panjang: "+itoa(n)+" huruf, paling banyak "+itoa(maxTemplateText)+"."))
		}
	}
	if len(list) > MaxTemplates {
		l.Add(fault.New(fault.Invalid, "template.many", "templates", "Paling banyak "+itoa(MaxTemplates)+" kalimat. Hapus yang jarang dipakai."))
	}
	if err := l.Err(); err != nil {
		return Draft{}, err
	}
	raw, err := json.Marshal(map[string][]Template{"templates": list})
	if err != nil {
		panic(err) // strings always marshal
	}
	return Draft{ID: id, Kind: KTemplatesSet, Version: 1, Body: raw}, nil
}

// Fill puts what is known of a complaint into an answer. A name that is kept
// back is not put in.
func (x Template) Fill(c *Complaint, office, received, due string) string {
	name := "Pelapor"
	if !c.Anonymous() && !c.Confidential() && c.Values["reporter.name"] != "" {
		name = "Bapak/Ibu " + c.Values["reporter.name"]
	}
	return strings.NewReplacer("{nama}", name, "{nomor}", c.Number, "{perihal}", lowerFirst(c.Values["subject"]), "{tanggal}", received, "{batas}", due, "{kantor}", office).Replace(x.Text)
}

// lowerFirst makes a subject fit into a sentence; names such as KTP stay.
func lowerFirst(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 {
		return s
	}
	second, _ := utf8.DecodeRuneInString(s[n:])
	if strings.ToUpper(string(second)) == string(second) && second != ' ' && second != utf8.RuneError {
		return s
	}
	return strings.ToLower(string(r)) + s[n:]
}
