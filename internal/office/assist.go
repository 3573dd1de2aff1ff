package office

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"loketaduan/internal/calendar"
	"loketaduan/internal/complaint"
	"loketaduan/internal/store"
)

// Assist is what the desk knows about a form that is being typed. Nothing of it
// is written into the form; what is left empty is filled in when it is saved.
type Assist struct {
	Completed complaint.Form // the form as it would be saved
	Doubt     string         // about the NIK
	Born      calendar.Date  // by the NIK
	Known     []Known
	Alike     []Hint
}

// Known is somebody who complained before.
type Known struct {
	Row   store.Row // the newest complaint
	Why   string
	Times int // complaints found of them
}

const knownMost = 3

// Assist with a form. from is the complaint whose reporter is taken over; ""
// for none. It may be half empty; it never fails for what is typed.
func (d *Desk) Assist(ctx context.Context, id string, form complaint.Form, from string) (Assist, error) {
	var out Assist
	if _, err := d.Session(); err != nil {
		return out, err
	}
	received := form.Received()
	if received.IsZero() {
		received = d.Now()
	}
	on := calendar.DateIn(received, d.Zone())
	out.Doubt = form.Reporter.NIKDoubt(on)
	if n, ok := complaint.ReadNIK(form.Reporter.IDNumber, on); ok && form.Reporter.IDType == "ktp" {
		out.Born = n.Born
	}
	var err error
	if out.Known, err = d.known(ctx, id, &form.Reporter); err != nil {
		return out, err
	}
	out.Completed = form
	if from != "" {
		c, err := d.store.Complaint(ctx, from)
		if err != nil && !isNotFound(err) {
			return out, err
		}
		takeReporter(&out.Completed.Reporter, c)
	}
	out.Completed.Complete(on, villageOf(&out.Completed))
	out.Alike, err = d.alike(ctx, id, out.Completed, received)
	return out, err
}

// villageOf is the name of the reporter's village, "" when that says nothing.
func villageOf(f *complaint.Form) string {
	if f.Reporter.Village == "luar" {
		return ""
	}
	return VillageName(f.Reporter.Village)
}

// takeReporter fills in who complained in c, unless that is not to be told: an
// identity that was kept back is given only to who stands there with the number.
func takeReporter(r *complaint.Reporter, c *complaint.Complaint) {
	if c == nil || r.Unidentified {
		return
	}
	of := c.Form().Reporter
	if (c.Anonymous() || c.Confidential()) && r.SameAs(&of) == "" {
		return
	}
	r.TakeReporter(of)
}

// known finds who the reporter may be: by NIK, by phone, or by the name as far
// as it is typed.
func (d *Desk) known(ctx context.Context, id string, r *complaint.Reporter) ([]Known, error) {
	if r.Unidentified {
		return []Known{}, nil
	}
	traits := complaint.TraitsOf(complaint.Matter{NIK: r.IDNumber, Phone: r.Phone})
	rows, err := d.store.Alike(ctx, store.Probe{Numbers: traits.Numbers(), Except: id, Most: probesMost})
	if err != nil {
		return nil, err
	}
	if name := strings.TrimSpace(r.Name); utf8.RuneCountInString(name) >= 4 {
		byName, _, _, err := d.store.List(ctx, store.Filter{Query: name, Begins: true, Sort: "newest", Limit: probesMost, Uncounted: true})
		if err != nil {
			return nil, err
		}
		rows = append(rows, byName...)
	}
	out, place := []Known{}, map[string]int{}
	seen := map[string]bool{id: true}
	for _, row := range rows {
		v := row.Snapshot.Values
		of := complaint.Reporter{Name: v["reporter.name"], IDNumber: v["reporter.idNumber"], Phone: v["reporter.phone"]}
		why := whyKnown(r, &of)
		if seen[row.ID] || row.Unidentified || why == "" || why == whyName && (row.Anonymous || row.Confidential) {
			continue
		}
		seen[row.ID] = true
		who := cmp.Or(of.IDNumber, strings.ToLower(of.Name)+" "+cmp.Or(of.Phone, v["reporter.village"]))
		at, had := place[who]
		if !had {
			at = len(out)
			place[who] = at
			out = append(out, Known{Row: row, Why: why})
		}
		out[at].Times++
	}
	slices.SortStableFunc(out, func(a, b Known) int { return cmp.Compare(whyOrder[a.Why], whyOrder[b.Why]) })
	return out[:min(len(out), knownMost)], nil
}

const whyName = "nama sama"

var whyOrder = map[string]int{complaint.WhyNIK: 0, complaint.WhyPhone: 1, whyName: 2}

func whyKnown(typed, of *complaint.Reporter) string {
	if why := typed.SameAs(of); why != "" {
		return why
	}
	if complaint.NameBegins(of.Name, typed.Name) {
		return whyName
	}
	return ""
}

// Recent is what was chosen last at this office, the newest first.
type Recent struct{ Villages, Categories []string }

const (
	recentLook = 30 // newest complaints that are looked at
	recentMost = 3
)

// Recent choices, for what comes next is often about the same.
func (d *Desk) Recent(ctx context.Context) (Recent, error) {
	out := Recent{Villages: []string{}, Categories: []string{}}
	if _, err := d.Session(); err != nil {
		return out, err
	}
	rows, _, _, err := d.store.List(ctx, store.Filter{Sort: "newest", Limit: recentLook, Uncounted: true})
	if err != nil {
		return out, err
	}
	note := func(list *[]string, v string) {
		if v != "" && v != "luar" && len(*list) < recentMost && !slices.Contains(*list, v) {
			*list = append(*list, v)
		}
	}
	for _, r := range rows {
		note(&out.Villages, r.Snapshot.Values["reporter.village"])
		note(&out.Villages, r.Village)
		note(&out.Categories, r.Category)
	}
	return out, nil
}
