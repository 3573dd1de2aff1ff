package ledger

import (
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"

	"loketaduan/internal/calendar"
	"loketaduan/internal/complaint"
)

// Setting is what reading a row needs to know of the office.
type Setting struct {
	Today   calendar.Date
	Zone    *time.Location
	Village func(name string) string // code of a village; "" = none of that name
}

// Record is a row of the table: a complaint, or why it is none.
type Record struct {
	Sheet   string
	Line    int
	Case    complaint.OldCase
	Remarks []string // what was not taken as it stands
	Refused []string // nil = it can come in
	Cells   []string // as they stand, by the table's columns
}

// Records reads every line with a complaint, in the order of the file. Call it
// once there are no more questions; before that some rows are refused for them.
func (t *Table) Records(set Setting) iter.Seq[Record] {
	return func(yield func(Record) bool) {
		for i := range t.rows {
			if t.rows[i].kind == Data && !yield(t.record(&t.rows[i], set)) {
				return
			}
		}
	}
}

// Data counts the lines with complaints.
func (t *Table) Data() int { return t.Counts[Data] }

// Accounted tells of every line what it is, for tests and for the curious.
func (t *Table) Accounted(yield func(sheet string, line int, kind LineKind) bool) {
	for i := range t.rows {
		r := &t.rows[i]
		if !yield(t.sources[r.source].Sheet.Name, r.line.Number, r.kind) {
			return
		}
	}
}

// reader reads one row.
type reader struct {
	t   *Table
	r   *row
	set Setting
	out Record
}

func (t *Table) record(r *row, set Setting) Record {
	d := &reader{t: t, r: r, set: set}
	d.out.Sheet, d.out.Line = t.sources[r.source].Sheet.Name, r.line.Number
	d.out.Cells = make([]string, len(r.cells))
	for i, c := range r.cells {
		d.out.Cells[i] = c.Text
	}
	for _, more := range r.more {
		for i, c := range t.rows[more].cells {
			if c.Kind != Empty && !c.Copied {
				d.out.Cells[i] = strings.TrimSpace(d.out.Cells[i] + "\n" + c.Text)
			}
		}
	}
	x := &d.out.Case
	x.Sheet, x.Line = d.out.Sheet, d.out.Line
	d.received()
	d.reporter()
	d.content()
	d.handling()
	d.state()
	d.rest()
	remarks, refused := x.Settle(set.Today, set.Zone)
	for _, why := range refused { // what is wrong with a cell says more than that it is missing
		if !(strings.HasPrefix(why, "Tanggal terima kosong") && len(d.out.Refused) > 0) {
			d.out.Refused = append(d.out.Refused, why)
		}
	}
	d.out.Remarks = append(d.out.Remarks, remarks...)
	return d.out
}

func (d *reader) remark(format string, a ...any) {
	if s := fmt.Sprintf(format, a...); !slices.Contains(d.out.Remarks, s) {
		d.out.Remarks = append(d.out.Remarks, s)
	}
}

func (d *reader) refuse(format string, a ...any) {
	d.out.Refused = append(d.out.Refused, fmt.Sprintf(format, a...))
}

// cell of a field, with what goes on in the lines below.
func (d *reader) cell(f Field) (Cell, *Column) {
	i := d.t.column(f)
	if i < 0 {
		return Cell{}, &Column{}
	}
	c := d.r.cells[i]
	for _, more := range d.r.more {
		if x := d.t.rows[more].cells[i]; x.Kind != Empty && x.Kind != Wrong && !x.Copied {
			c.Text, c.Kind = strings.TrimSpace(c.Text+"\n"+x.Text), Text
		}
	}
	return c, &d.t.Columns[i]
}

// text of a field; "" for what stands for nothing.
func (d *reader) text(f Field) string {
	c, col := d.cell(f)
	if c.Kind == Wrong {
		d.remark("Sel di kolom %s berisi %s, jadi tidak dimuat.", col.Title, c.Text)
		return ""
	}
	if nothing(c.Text) {
		return ""
	}
	return c.Text
}

// day of a field. must tells that the row is nothing without it.
func (d *reader) day(f Field, must bool) (Moment, bool) {
	c, col := d.cell(f)
	if c.Kind == Wrong && !must {
		d.remark("Sel di kolom %s berisi %s, jadi tidak dimuat.", col.Title, c.Text)
		return Moment{}, false
	}
	return d.dayIn(c, col, must)
}

func (d *reader) dayIn(c Cell, col *Column, must bool) (Moment, bool) {
	r := readDate(c, d.t.newest)
	if r.how == blank {
		return Moment{}, false
	}
	m, ok := r.in(col.Order)
	switch {
	case r.how == numeric && col.Order == "":
		ok = false // nobody has said yet
	case r.how == serial && col.Swap:
		m, ok = swapped(m)
	}
	if ok {
		return m, true
	}
	why := fmt.Sprintf("%s “%s” tidak terbaca sebagai tanggal.", col.Title, clip(c.Text))
	if r.how == numeric && col.Order != "" {
		why = fmt.Sprintf("%s “%s” bukan tanggal dengan urutan %s, yang dipakai kolom ini.", col.Title, clip(c.Text), col.Order.text())
	}
	if must || r.how == numeric {
		d.refuse("%s", why)
	} else {
		d.remark("%s Tidak dimuat.", why)
	}
	return Moment{}, false
}

func clip(s string) string {
	s = oneLine(s)
	if r := []rune(s); len(r) > 30 {
		return string(r[:29]) + "…"
	}
	return s
}

func (d *reader) received() {
	m, ok := d.day(Received, true)
	if !ok {
		return
	}
	if clock, _ := d.cell(ReceivedTime); !m.Timed && clock.Kind != Empty {
		m.Minute, m.Timed = clockOf(clock)
	}
	y, month, day := m.On.Year(), m.On.Month(), m.On.Day()
	d.out.Case.Form.ReceivedAt = time.Date(y, month, day, m.Minute/60, m.Minute%60, 0, 0, d.set.Zone).Format(time.RFC3339)
}

// clockOf reads an hour that stands in a cell by itself.
func clockOf(c Cell) (minute int, timed bool) {
	if c.Kind == Number || c.Kind == Date {
		if f := c.Number - float64(int(c.Number)); f > 0 {
			return int(f*24*60+0.5) % (24 * 60), true
		}
		return 0, false
	}
	tokens, ok := dateTokens(c.Text)
	if !ok || len(tokens) == 0 {
		return 0, false
	}
	minute, timed, ok = readClock(tokens)
	return minute, timed && ok
}

func (d *reader) reporter() {
	r := &d.out.Case.Form.Reporter
	r.Name, r.Address = d.text(Name), d.text(Address)
	if both := d.text(NameAddress); both != "" {
		name, address := cutName(both)
		if r.Name == "" {
			r.Name = name
		}
		r.Address = join(address, ", ", r.Address)
	}
	r.Name = oneLine(r.Name)
	switch strings.ToLower(strings.Trim(r.Name, " .*()-")) { // what stands in the place of a name
	case "anonim", "anonymous", "disamarkan":
		r.Name, d.out.Case.Form.Anonymous = "", true
	case "rahasia", "dirahasiakan":
		r.Name, d.out.Case.Form.Confidential = "", true
	case "nn", "n.n", "tanpa nama", "tanpa identitas", "hamba allah", "tidak diketahui":
		r.Name = ""
	}
	if sex := d.text(Sex); sex != "" {
		if r.Sex = complaint.SexOf(sex); r.Sex == "" {
			d.remark("Jenis kelamin “%s” tidak dikenal.", clip(sex))
		}
	}
	if age := d.text(Age); age != "" {
		r.AgeBand = complaint.AgeBandOf(age)
	}
	if yes := d.text(Disability); yes != "" {
		r.Disability = complaint.YesOf(yes)
	}
	r.Occupation, r.Organisation = d.text(Occupation), d.text(Organisation)
	number, col := d.cell(NIK)
	zeros, one := col.zeros, col.one
	phone, _ := d.cell(Phone)
	reach := contact(phone)
	if number.Kind == Empty && reach.nik != "" {
		number, zeros = Cell{Text: reach.nik, Kind: Text}, false
	}
	var why string
	if r.IDNumber, why = nik(number, zeros, one); why != "" {
		d.remark("%s", why)
	}
	if r.IDNumber != "" {
		r.IDType = "ktp"
	}
	r.Phone, r.Email = reach.phone, d.text(Email)
	if strings.ContainsAny(r.Phone, "*•") {
		r.Phone = ""
		d.remark("Nomor telepon di berkas disamarkan, jadi tidak dimuat.")
	}
	if r.Email == "" {
		r.Email = reach.email
	}
	if reach.more != "" {
		r.Address = join(r.Address, "; ", "telepon lain "+reach.more)
	}
	if reach.others != "" && d.t.column(Address) < 0 && d.t.column(NameAddress) < 0 {
		r.Address = join(r.Address, ", ", reach.others) // "Alamat / No. HP"
	} else if reach.others != "" {
		r.Address = join(r.Address, "; ", "telepon: "+reach.others)
	}
	if reach.cut {
		d.remark("Nomor telepon tidak utuh: di berkas hanya tersisa beberapa angka pertama (bentuk E+10). Tidak dimuat.")
	}
	if v := d.text(Village); v != "" {
		r.Village = d.village(v)
	}
}

// village is the code of one of our own, else the name as it stands.
func (d *reader) village(name string) string {
	if code := d.set.Village(name); code != "" {
		return code
	}
	return name
}

// cutName takes a name off an address behind it.
func cutName(s string) (name, address string) {
	i := strings.IndexByte(s, '\n')
	if i < 0 {
		i = strings.IndexAny(s, ",;/")
	}
	if i < 0 {
		return s, ""
	}
	return strings.TrimSpace(s[:i]), strings.TrimSpace(oneLine(s[i+1:]))
}

func join(a, between, b string) string {
	switch {
	case a == "":
		return b
	case b == "":
		return a
	}
	return a + between + b
}

func (d *reader) content() {
	x := &d.out.Case
	f := &x.Form
	f.Subject, f.Narrative, x.Original = oneLine(d.text(Subject)), d.text(Narrative), d.text(Original)
	if f.Narrative == "" {
		f.Narrative = x.Original
	}
	f.Respondent, f.Request, f.Evidence = d.text(Respondent), d.text(Request), d.text(Evidence)
	f.EventPlace = d.text(EventPlace)
	if m, ok := d.day(EventDate, false); ok {
		f.EventDate = m.On.String()
	}
	if s := d.text(Channel); s != "" {
		if f.Channel = complaint.ChannelOf(s); f.Channel == "" || f.Channel == "lain" {
			f.Channel = "lain"
			d.note(Channel, s)
		}
	}
	if s := d.text(Kind); s != "" && !complaint.KindOf(s, f) {
		d.remark("Klasifikasi “%s” tidak dikenal: dianggap pengaduan.", clip(s))
		d.note(Kind, s)
	}
	if s := d.text(Category); s != "" {
		if f.Category = complaint.CategoryOf(s); f.Category == "" {
			f.Category = "lain"
		}
		if !strings.EqualFold(s, complaint.TextOf(complaint.Categories, f.Category)) {
			d.note(Category, s) // the office's own word is finer than ours
		}
	}
	switch s := strings.ToLower(d.text(Privacy)); {
	case strings.Contains(s, "anonim"):
		f.Anonymous = true
		f.Confidential = f.Confidential || strings.Contains(s, "rahasia")
	case strings.Contains(s, "rahasia"):
		f.Confidential = true
	case complaint.YesOf(s) == "ya":
		f.Anonymous = true
	}
	if f.Village == "" && d.t.Lapor { // there the village is that of the event
		f.Village, f.Reporter.Village = f.Reporter.Village, ""
	}
}
