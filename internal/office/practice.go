package office

import (
	"context"
	"os"
	"slices"
	"strings"
	"time"

	"loketaduan/internal/auth"
	"loketaduan/internal/calendar"
	"loketaduan/internal/complaint"
	"loketaduan/internal/fault"
	"loketaduan/internal/store"
	"loketaduan/internal/vault"
)

// A practice register is one of its own, in a folder of its own, with invented
// complaints. It says of itself that it is one, so that it stays one whoever opens
// it: no code connects it to a regency, no line is started, no parcel is made.

const (
	plainPractice = "practice" // "begun" while it is being filled, then "yes"

	practiceUser     = "latihan"
	practicePassword = "latihan latihan"
)

// PracticeNote tells how to come in again, where a practice register is locked.
const PracticeNote = "Akun latihan: " + practiceUser + ", kata sandi: " + practicePassword

// practiceCost is the least: the password stands above.
var practiceCost = vault.Cost{Time: 1, Memory: 64, Threads: 1}

var errPractice = fault.New(fault.Conflict, "practice.alone", "code", "Ini register latihan. Ia tidak pernah tersambung dan tidak pernah dikirim. Akhiri latihan, lalu masukkan kode pendaftaran di register yang sebenarnya.")

// errPracticeImport: an old register is of real people, and everybody knows the
// password that keeps a practice register.
var errPracticeImport = fault.New(fault.Conflict, "practice.import", "", "Ini register latihan, dan register lama memuat orang yang sebenarnya. Pemeriksaannya boleh dilihat di sini; impornya dilakukan di register yang sebenarnya.")

// Practice tells whether this register is only for practising.
func (d *Desk) Practice() bool { return d.practice }

// markPractice finds out at opening what the register says of itself.
func (d *Desk) markPractice(ctx context.Context) error {
	v, err := d.store.Plain(ctx, plainPractice)
	if err != nil {
		return err
	}
	d.practice = v != "" || d.c.practice
	if !d.c.practice || v != "" {
		return nil
	}
	if _, err := d.store.Desk(ctx); !isNotFound(err) {
		return fault.New(fault.Internal, "practice.folder", "", "Folder latihan berisi register yang sebenarnya. Latihan tidak dibuka.").Because(err)
	}
	return nil // SetUp writes it down
}

// OpenPractice opens the practice register in c.Dir, with somebody signed in; it
// is made and filled the first time, which takes a few seconds.
func OpenPractice(ctx context.Context, c Config) (*Desk, error) {
	c.practice, c.Cost, c.Outside = true, practiceCost, ""
	if c.Now == nil {
		c.Now = time.Now
	}
	d, err := Open(ctx, c)
	if err != nil {
		return nil, err
	}
	v, err := d.store.Plain(ctx, plainPractice)
	if err == nil && v == "yes" {
		err = d.SignIn(ctx, practiceUser, practicePassword)
	}
	if err == nil && v == "yes" {
		return d, nil
	}
	if err := d.Close(); err != nil {
		return nil, err
	}
	if err != nil {
		return nil, err
	}
	if err := ResetPractice(ctx, c.Dir); err != nil { // one that was cut off half-way
		return nil, err
	}
	if err := fillPractice(ctx, c); err != nil {
		return nil, err
	}
	if d, err = Open(ctx, c); err != nil {
		return nil, err
	}
	return d, d.SignIn(ctx, practiceUser, practicePassword)
}

// ResetPractice throws a practice register away, and nothing else: a folder with a
// true register is left alone.
func ResetPractice(ctx context.Context, dir string) error {
	d, err := Open(ctx, Config{Dir: dir})
	if err != nil {
		return err
	}
	_, err = d.store.Desk(ctx)
	inUse := !d.practice && !isNotFound(err)
	if err := d.Close(); err != nil {
		return err
	}
	if inUse {
		return fault.New(fault.Internal, "practice.folder", "", "Folder latihan berisi register yang sebenarnya. Ia tidak dihapus.")
	}
	return os.RemoveAll(dir)
}

// fillPractice records and handles the invented complaints in the order of their
// days, the last of them this morning.
func fillPractice(ctx context.Context, c Config) error {
	end := c.Now()
	now := end.AddDate(0, 0, -practiceDays)
	c.Now, c.Changed = func() time.Time { return now }, nil
	d, err := Open(ctx, c)
	if err != nil {
		return err
	}
	defer d.Close()
	if _, err := d.SetUp(ctx, SetUp{OfficeCode: "63.03.05", OfficeName: "Kecamatan Latihan", Letter: "L",
		First: NewAccount{Name: "Petugas Latihan", Username: practiceUser, Role: auth.Admin, Password: practicePassword, Again: practicePassword}}); err != nil {
		return err
	}
	type deed struct {
		at time.Time
		do func() error
	}
	var deeds []deed
	for i, p := range practiceCases() {
		id := newID()
		day := func(age int) time.Time {
			on := calendar.DateIn(end, calendar.WITA).AddDays(-age)
			return time.Date(on.Year(), on.Month(), on.Day(), 8, i*7%420, 0, 0, calendar.WITA)
		}
		deeds = append(deeds, deed{day(p.age), func() error { _, err := d.Record(ctx, id, p.form, true); return err }})
		for j, a := range p.acts {
			deeds = append(deeds, deed{day(max(p.age-1-j*2, 0)).Add(time.Duration(j+1) * time.Minute), func() error {
				x, err := d.Complaint(ctx, id, false)
				if err != nil {
					return err
				}
				form := x.Form()
				return d.Act(ctx, id, complaint.Act{ID: newID(), Kind: a.kind, Body: a.body, Form: &form})
			}})
		}
	}
	slices.SortStableFunc(deeds, func(a, b deed) int { return a.at.Compare(b.at) })
	for _, x := range deeds {
		if x.at.After(end) {
			x.at = end
		}
		now = x.at
		if err := x.do(); err != nil {
			return err
		}
	}
	_, err = d.store.Update(ctx, func(t *store.Tx) error { return t.SetPlain(plainPractice, "yes") })
	return err
}

// practiceDays is how long ago the oldest invented complaint came.
const practiceDays = 95

type practiceAct struct {
	kind string
	body complaint.Body
}

type practiceCase struct {
	age  int // days ago
	form complaint.Form
	acts []practiceAct
}

// practiceCases are the invented complaints: every matter three times, in other
// villages, by other people, and at other points of its way.
func practiceCases() (out []practiceCase) {
	for i := range 3 * len(practiceMatters) {
		m := strings.Split(practiceMatters[i%len(practiceMatters)], "|")
		name := practiceNames[i%len(practiceNames)] + " " + practiceFamilies[i/2%len(practiceFamilies)]
		way := practiceWays[i%len(practiceWays)]
		f := complaint.Form{Kind: m[0], Category: m[1], Channel: []string{"tatap_muka", "tatap_muka", "surat", "whatsapp", "telepon"}[i%5], Subject: m[2], Narrative: m[3],
			Village: practiceVillages[i%len(practiceVillages)], EventPlace: "RT 0" + string(rune('1'+i%6)), Anonymous: i%11 == 5, Confidential: i%13 == 7,
			Supervisory: m[1] == "sikap", FieldInspection: m[1] == "sikap" && i%2 == 0,
			Reporter: complaint.Reporter{Name: name, IDType: "none", Sex: []string{"L", "P"}[i%2], Address: "Jalan Latihan RT 0" + string(rune('1'+i%6)), Village: practiceVillages[(i+2)%len(practiceVillages)]}}
		if i%17 == 9 {
			f.Reporter = complaint.Reporter{Unidentified: true}
		}
		out = append(out, practiceCase{age: way.age + i%9, form: f, acts: way.acts})
	}
	return out
}
