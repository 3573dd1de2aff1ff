package complaint

import (
	"strings"
)

// field describes one value of a complaint: what it is called, whether it
// tells who the reporter is, and how the form holds it.
type field struct {
	Name     string // JSON path in the form, for ever
	Label    string
	Identity bool // belongs to reporter_identified entries
	Max      int  // characters; 0 = a choice or a switch
	text     func(*Form) *string
	flag     func(*Form) *bool
}

var fields = []field{
	{Name: "kind", Label: "Klasifikasi", text: func(f *Form) *string { return &f.Kind }},
	{Name: "channel", Label: "Sumber", text: func(f *Form) *string { return &f.Channel }},
	{Name: "receivedAt", Label: "Diterima", Max: 30, text: func(f *Form) *string { return &f.ReceivedAt }},
	{Name: "subject", Label: "Perihal", Max: 200, text: func(f *Form) *string { return &f.Subject }},
	{Name: "narrative", Label: "Uraian", Max: 20000, text: func(f *Form) *string { return &f.Narrative }},
	{Name: "eventDate", Label: "Tanggal kejadian", Max: 10, text: func(f *Form) *string { return &f.EventDate }},
	{Name: "eventPlace", Label: "Tempat kejadian", Max: 300, text: func(f *Form) *string { return &f.EventPlace }},
	{Name: "village", Label: "Desa/kelurahan kejadian", Max: 100, text: func(f *Form) *string { return &f.Village }},
	{Name: "category", Label: "Kategori", text: func(f *Form) *string { return &f.Category }},
	{Name: "respondent", Label: "Pihak yang diadukan", Max: 300, text: func(f *Form) *string { return &f.Respondent }},
	{Name: "request", Label: "Penyelesaian yang diminta", Max: 2000, text: func(f *Form) *string { return &f.Request }},
	{Name: "loss", Label: "Kerugian", Max: 2000, text: func(f *Form) *string { return &f.Loss }},
	{Name: "evidence", Label: "Bukti yang diserahkan", Max: 2000, text: func(f *Form) *string { return &f.Evidence }},
	{Name: "normative", Label: "Cukup dijawab dari aturan", flag: func(f *Form) *bool { return &f.Normative }},
	{Name: "supervisory", Label: "Berkadar pengawasan", flag: func(f *Form) *bool { return &f.Supervisory }},
	{Name: "fieldInspection", Label: "Perlu pemeriksaan lapangan", flag: func(f *Form) *bool { return &f.FieldInspection }},
	{Name: "extraClass", Label: "Kelas khusus kantor", Max: 40, text: func(f *Form) *string { return &f.ExtraClass }},
	{Name: "anonymous", Label: "Anonim", flag: func(f *Form) *bool { return &f.Anonymous }},
	{Name: "confidential", Label: "Rahasia", flag: func(f *Form) *bool { return &f.Confidential }},
	{Name: "reporter.unidentified", Label: "Tanpa identitas", Identity: true, flag: func(f *Form) *bool { return &f.Reporter.Unidentified }},
	{Name: "reporter.name", Label: "Nama", Identity: true, Max: 150, text: func(f *Form) *string { return &f.Reporter.Name }},
	{Name: "reporter.idType", Label: "Kartu identitas", Identity: true, text: func(f *Form) *string { return &f.Reporter.IDType }},
	{Name: "reporter.idNumber", Label: "Nomor identitas", Identity: true, Max: 40, text: func(f *Form) *string { return &f.Reporter.IDNumber }},
	{Name: "reporter.sex", Label: "Jenis kelamin", Identity: true, text: func(f *Form) *string { return &f.Reporter.Sex }},
	{Name: "reporter.ageBand", Label: "Umur", Identity: true, text: func(f *Form) *string { return &f.Reporter.AgeBand }},
	{Name: "reporter.disability", Label: "Disabilitas", Identity: true, text: func(f *Form) *string { return &f.Reporter.Disability }},
	{Name: "reporter.occupation", Label: "Pekerjaan", Identity: true, Max: 100, text: func(f *Form) *string { return &f.Reporter.Occupation }},
	{Name: "reporter.address", Label: "Alamat", Identity: true, Max: 300, text: func(f *Form) *string { return &f.Reporter.Address }},
	{Name: "reporter.village", Label: "Desa/kelurahan pelapor", Identity: true, Max: 100, text: func(f *Form) *string { return &f.Reporter.Village }},
	{Name: "reporter.phone", Label: "Telepon", Identity: true, Max: 30, text: func(f *Form) *string { return &f.Reporter.Phone }},
	{Name: "reporter.email", Label: "Email", Identity: true, Max: 120, text: func(f *Form) *string { return &f.Reporter.Email }},
	{Name: "reporter.byProxy", Label: "Dikuasakan", Identity: true, flag: func(f *Form) *bool { return &f.Reporter.ByProxy }},
	{Name: "reporter.proxyName", Label: "Nama kuasa", Identity: true, Max: 150, text: func(f *Form) *string { return &f.Reporter.ProxyName }},
	{Name: "reporter.proxyPhone", Label: "Telepon kuasa", Identity: true, Max: 30, text: func(f *Form) *string { return &f.Reporter.ProxyPhone }},
	{Name: "reporter.proxyLetter", Label: "Surat kuasa", Identity: true, Max: 200, text: func(f *Form) *string { return &f.Reporter.ProxyLetter }},
	{Name: "reporter.organisation", Label: "Lembaga/organisasi", Identity: true, Max: 150, text: func(f *Form) *string { return &f.Reporter.Organisation }},
}

var fieldByName = func() map[string]*field {
	m := make(map[string]*field, len(fields))
	for i := range fields {
		m[fields[i].Name] = &fields[i]
	}
	return m
}()

// Label is the Indonesian name of a field.
func Label(name string) string {
	if f := fieldByName[name]; f != nil {
		return f.Label
	}
	switch name {
	case "state":
		return "Status"
	case "tracking":
		return "Tracking ID LAPOR!"
	}
	return name
}

// IsSwitch tells whether a field is yes or no; no is empty.
func IsSwitch(name string) bool { return fieldByName[name] != nil && fieldByName[name].flag != nil }

// FieldNames lists the fields in form order, either those of the complaint or
// those of the reporter.
func FieldNames(identity bool) []string {
	var out []string
	for _, f := range fields {
		if f.Identity == identity {
			out = append(out, f.Name)
		}
	}
	return out
}

// yes is how a switch that is on stands among the values; off is "".
const yes = "ya"

func (f *field) get(form *Form) string {
	if f.flag != nil {
		if *f.flag(form) {
			return yes
		}
		return ""
	}
	return strings.TrimSpace(*f.text(form))
}

func (f *field) set(form *Form, v string) {
	if f.flag != nil {
		*f.flag(form) = v == yes
		return
	}
	*f.text(form) = v
}

// values of the form that are not empty, either of the complaint or of the reporter.
func (form *Form) values(identity bool) map[string]string {
	m := map[string]string{}
	for i := range fields {
		if fields[i].Identity == identity {
			if v := fields[i].get(form); v != "" {
				m[fields[i].Name] = v
			}
		}
	}
	return m
}

// formOf puts values back into a form.
func formOf(values map[string]string) Form {
	var form Form
	for i := range fields {
		fields[i].set(&form, values[fields[i].Name])
	}
	return form
}

// ValuesOf gives the fields of a form that are not empty, by name.
func ValuesOf(form Form) map[string]string {
	m := form.values(false)
	for k, v := range form.values(true) {
		m[k] = v
	}
	return m
}
