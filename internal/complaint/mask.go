package complaint

import (
	"maps"
	"strings"
)

// What may be seen of a reporter when identity is not revealed (domain notes
// 1.6 and 1.13): NIK its last 4, phone its last 3; of an anonymous or confidential reporter no name
// and of the address the village only.

// MaskNumber leaves the last n characters.
func MaskNumber(s string, n int) string {
	r := []rune(s)
	if len(r) <= n {
		return strings.Repeat("•", len(r))
	}
	return strings.Repeat("•", len(r)-n) + string(r[len(r)-n:])
}

// ReporterShown is the name for lists and prints.
func (c *Complaint) ReporterShown(reveal bool) string {
	switch {
	case c.Values["reporter.unidentified"] == yes:
		return "Tanpa identitas"
	case c.Anonymous() && !reveal:
		return "ANONIM"
	case c.Confidential() && !reveal:
		return "RAHASIA"
	case c.Values["reporter.name"] == "":
		return "-"
	}
	return c.Values["reporter.name"]
}

// Masked is a value of a field as somebody sees it who may not see who it was.
func (c *Complaint) Masked(name, value string) string {
	d := *c
	d.Values = maps.Clone(c.Values)
	d.Values[name] = value
	form := d.MaskedForm()
	if f := fieldByName[name]; f != nil {
		return f.get(&form)
	}
	return value
}

// MaskedForm is the form as somebody sees it who may not see who it was.
func (c *Complaint) MaskedForm() Form {
	f := c.Form()
	r := &f.Reporter
	r.IDNumber, r.Phone, r.ProxyPhone = MaskNumber(r.IDNumber, 4), MaskNumber(r.Phone, 3), MaskNumber(r.ProxyPhone, 3)
	if c.Anonymous() || c.Confidential() {
		name := c.ReporterShown(false)
		*r = Reporter{Unidentified: r.Unidentified, Name: name, Sex: r.Sex, Village: r.Village, AgeBand: r.AgeBand, Disability: r.Disability, ByProxy: r.ByProxy}
	}
	return f
}
