package desktop

import (
	"strings"

	"loketaduan/internal/complaint"
	"loketaduan/internal/fault"
	"loketaduan/internal/office"
)

// clashes turns the clashes of one complaint into what the window shows.
type clashes struct {
	o                 *office.Desk
	c                 *complaint.Complaint
	by                complaint.Actor
	accounts, offices map[string]string
	reveal            bool
}

// views: those that wait first, then those whose choice can be taken back.
func (k *clashes) views() []ClashView {
	open, done := []ClashView{}, []ClashView{}
	for i := range k.c.Clashes {
		switch x := &k.c.Clashes[i]; {
		case x.Settled == "":
			open = append(open, k.view(x))
		case k.c.MayTakeBack(x):
			done = append(done, k.view(x))
		}
	}
	return append(open, done...)
}

func (k *clashes) view(x *complaint.Clash) ClashView {
	v := ClashView{ID: x.ID, Field: x.Field, Label: complaint.Label(x.Field), Settled: x.Settled, MayUndo: k.c.MayTakeBack(x)}
	v.Accepted.Title, v.Proposed.Title = "Yang berlaku sekarang", "Datang kemudian"
	v.Accepted.By, v.Accepted.AtText = k.whoAndWhen(x.Over)
	v.Proposed.By, v.Proposed.AtText = k.whoAndWhen(x.Entry())
	if x.Settled != "" {
		by, at := k.whoAndWhen(x.SettledBy)
		v.ByText = by + ", " + at
	}
	accepted, proposed := "", ""
	if x.Clock {
		v.Reason = "Jam PC salah ketika aduan ini dicatat, dan tanggal terimanya diambil dari jam itu. Selisihnya diukur kemudian dengan jam kabupaten. Tenggat dihitung dari tanggal yang dipilih."
		v.Accepted.Title, v.Proposed.Title = "Tertulis", "Waktu sebenarnya"
		v.Proposed.By, v.Proposed.AtText = "Menurut jam kabupaten", ""
		v.KeepText, v.TakeText = "Tanggal yang tertulis benar", "Pakai waktu sebenarnya"
		v.Accepted.Parts, v.Proposed.Parts = compareWords(fieldText(x.Field, x.Accepted, k.o), fieldText(x.Field, x.Proposed, k.o))
		return v
	}
	switch x.Field {
	case "state":
		accepted, proposed = k.late(x, &v)
	case "number":
		v.Label, v.KeepText = "Nomor register ganda", "Sudah tahu"
		v.Accepted.Title, v.Proposed.Title = "Aduan ini", "Aduan lain"
		v.Reason = "Nomor yang sama tercetak pada tanda terima aduan lain. Kedua nomor tetap berlaku; beri tahu pelapor tanggal terimanya."
		accepted, proposed = x.Accepted, "Juga pada aduan di kantor "+nameOr(k.offices, x.Proposed, x.Proposed)
	default:
		v.KeepText, v.TakeText = "Tetap pakai ini", "Pakai yang ini"
		accepted, proposed = k.value(x, x.Accepted, &v), k.value(x, x.Proposed, &v)
		v.Accepted.Parts, v.Proposed.Parts = compareWords(accepted, proposed)
		return v
	}
	v.Accepted.Parts, v.Proposed.Parts = []PartView{{Text: accepted}}, []PartView{{Text: proposed}}
	return v
}

// late is an act that no longer fitted when it came.
func (k *clashes) late(x *complaint.Clash, v *ClashView) (accepted, proposed string) {
	v.KeepText, v.TakeText = "Tetap seperti sekarang", "Lakukan juga"
	accepted, proposed = complaint.TextOf(complaint.StateTexts, x.Accepted), stepTitle(x.Proposed, complaint.Body{})
	if s := k.c.StepOf(x.Entry()); s != nil {
		v.Reason, proposed = s.Clash, stepTitle(s.Kind, s.Body)
		if s.Body.Text != "" {
			proposed += "\n" + s.Body.Text
		}
	}
	if x.Toward != "" {
		accepted, v.TakeText = "Ada di "+x.Holder, "Teruskan ke "+x.Toward
	}
	if err := complaint.Allowed(k.c, x.Proposed, k.by); err != nil && x.Settled == "" {
		v.Unfit = fault.Of(err).Message
	}
	return accepted, proposed
}

// value of a field as it may be seen; what is hidden is said to be.
func (k *clashes) value(x *complaint.Clash, value string, v *ClashView) string {
	if shown := k.c.Masked(x.Field, value); !k.reveal && shown != value {
		v.Masked = true
		if strings.TrimLeft(shown, "•") == shown { // nothing of it is left
			return "(disamarkan)"
		}
		return shown
	}
	switch {
	case value == "" && complaint.IsSwitch(x.Field):
		return "Tidak"
	case value == "":
		return ""
	}
	if text := fieldText(x.Field, value, k.o); text != "" {
		return text
	}
	return value
}

// whoAndWhen tells of an entry of the history.
func (k *clashes) whoAndWhen(id string) (by, at string) {
	s := k.c.StepOf(id)
	if s == nil {
		return "Tidak diketahui", ""
	}
	by = nameOr(k.accounts, s.By, "Petugas")
	if s.Office != k.by.Office {
		by += ", " + nameOr(k.offices, s.Office, s.Office)
	}
	return by, stepTime(s, k.o.Zone(), instantText)
}

// settledText says which of two values somebody chose, without telling them.
func settledText(c *complaint.Complaint, s *complaint.Step) string {
	label, act := "", false
	for i := range c.Clashes {
		if x := &c.Clashes[i]; x.ID == s.Body.Clash {
			label, act = complaint.Label(x.Field), x.Field == "state"
		}
	}
	switch {
	case label == "":
		return ""
	case s.Body.Take == complaint.TakeBack:
		return label + ": pilihan dibatalkan, dibuka lagi"
	case s.Body.Take == complaint.TakeAccepted:
		return label + ": tetap seperti yang berlaku"
	case act:
		return label + ": tindakan yang terlambat tetap dilakukan"
	}
	return label + ": dipakai isi yang datang terlambat"
}
