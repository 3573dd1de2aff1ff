package office

import (
	"context"
	"flag"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
	"time"

	"loketaduan/internal/auth"
	"loketaduan/internal/calendar"
	"loketaduan/internal/complaint"
	"loketaduan/internal/journal"
)

var (
	bigRegister = flag.Int("register", 0, "so many complaints are put into a desk that stays")
	bigFolder   = flag.String("folder", "", "of that desk")
)

// TestBigRegister makes no check: it fills a desk for what is measured through
// its window (build/bench screen), with an account "siti".
func TestBigRegister(t *testing.T) {
	if *bigRegister == 0 {
		t.Skip("for build/bench")
	}
	ctx := context.Background()
	d, err := Open(ctx, Config{Dir: *bigFolder, Now: time.Now, Log: slog.New(slog.NewTextHandler(os.Stderr, nil))})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	if _, err := d.SetUp(ctx, SetUp{OfficeCode: "63.03.05", OfficeName: "Kecamatan Martapura", Letter: "A",
		First: NewAccount{Name: "Siti Rahmah", Username: "siti", Role: auth.Admin, Password: "kata-sandi-siti", Again: "kata-sandi-siti"}}); err != nil {
		t.Fatal(err)
	}
	town := newBigTown(*bigRegister, time.Now(), d)
	const page = 1000
	for at := 0; at < *bigRegister; at += page {
		entries := town.next(min(page, *bigRegister-at))
		if _, err := d.store.ApplyFeed(ctx, entries, nil, "uji", town.seq, journal.Hash{}); err != nil {
			t.Fatal(err)
		}
	}
}

// bigTown tells what 200,000 people may bring to one office in three years: the
// matters of the practice register with places, names and days of their own.
type bigTown struct {
	r     *rand.Rand
	n, of int
	now   time.Time
	step  time.Duration
	by    complaint.Actor
	book  *complaint.Rulebook
	zone  *time.Location
	seq   int64
	year  map[int]int64
	prev  journal.Hash
}

func newBigTown(of int, now time.Time, d *Desk) *bigTown {
	return &bigTown{r: rand.New(rand.NewPCG(7, 7)), of: of, now: now.UTC().Truncate(time.Second), step: 3 * 365 * 24 * time.Hour / time.Duration(of),
		by: complaint.Actor{Account: d.session.Account.ID, Office: "63.03.05", Role: auth.Admin}, book: complaint.NewRulebook(calendar.EmbeddedDecrees(), nil), zone: d.Zone(), year: map[int]int64{}}
}

// openOfHundred are still open; older ones hardly ever are.
const openOfHundred = 3

func (b *bigTown) next(n int) (entries []journal.Entry) {
	for range n {
		at := b.now.Add(-b.step * time.Duration(b.of-b.n))
		b.n++
		local := at.In(b.zone)
		year := local.Year()
		b.year[year]++
		id := newID()
		number := complaint.RegisterNumber{Office: "63.03.05", Letter: "B", Year: year, Seq: b.year[year]}.String()
		form := b.form(at)
		drafts, err := complaint.Receive(id, newID(), number, "garam-"+id, form, b.by, b.book.For("63.03.05"), complaint.Promise{})
		if err != nil {
			panic(err)
		}
		first := len(entries)
		rev := int64(0)
		write := func(drafts []complaint.Draft, at time.Time) {
			for _, x := range drafts {
				b.seq++
				rev++
				e := journal.Entry{ID: x.ID, Stream: id, Office: "63.03.05", Device: "pc-lain", Seq: b.seq, At: at, Author: b.by.Account, Kind: x.Kind, Version: x.Version, Body: x.Body, Base: x.Base, Prev: b.prev, Rev: rev}
				e.Hash = e.Sum()
				b.prev = e.Hash
				entries = append(entries, e)
			}
		}
		write(drafts, at)
		if b.now.Sub(at) < 10*24*time.Hour || b.r.IntN(100) < openOfHundred {
			continue
		}
		for i, act := range []practiceAct{{complaint.KVerified, complaint.Body{}}, {complaint.KAnswered, complaint.Body{Text: "Sudah dikerjakan petugas " + b.of20(bigNames) + ", terima kasih.", Channel: "telepon"}}, {complaint.KClosed, complaint.Body{Text: "Pelapor puas."}}} {
			when := at.Add(time.Duration(i+1) * 26 * time.Hour)
			c := complaint.Fold(id, entries[first:])
			drafts, err := complaint.Decide(c, complaint.Act{ID: newID(), Kind: act.kind, Body: act.body, Form: &form, Now: when, Zone: b.zone}, b.by, newID(), "garam-"+id)
			if err != nil {
				panic(err)
			}
			write(drafts, when)
		}
	}
	return entries
}

var (
	bigNames = strings.Fields(`Abdul Achmad Ahmad Aisyah Akhmad Alfian Ali Aminah Andi Anisa Annisa Ardiansyah Arbainah Asnawi Aulia Bahrudin Basuki Budi Busyairi Darmawati Dewi Dina Eka Erna Fadillah
 Fahriansyah Faridah Fatimah Fauzan Fitriani Gazali Gusti Hadijah Hairani Hamdani Hamsiah Hasan Hasanah Helda Hendra Herlina Hidayat Husin Ibrahim Ida Ilham Irma Irwan Ismail Jailani Jamilah Junaidi Juriah Kamariah
 Kaspul Khairil Lailatul Lestari Lina Mahdalena Mahmudah Marhamah Maria Marliana Maryam Masitah Mastura Maulana Mawardi Misran Muhammad Mulyadi Murjani Musdalifah Nasrullah Norhayati Norlaila Noor Nurhasanah
 Purwanto Putri Rabiatul Rahmad Rahmah Raihana Ramlah Rizky Rohana Ruslan Rusmini Sabirin Safitri Salasiah Salmah Samsul Saniah Sari Sri Suriansyah Susanti Syahrani Syarifah Taufik Wahidah Wahyuni Yulianti Yusran Zainal Zubaidah Zulkifli`)
	bigPlaces = strings.Fields(`Ahmad_Yani Sekumpul Pendidikan Menteri_Empat Melati Kenanga Taruna_Praja Irigasi Albasia Permata Kertak_Hanyar Tunggul_Irang Keraton Murung_Keraton Pesayangan Antasan Bincau Sungai_Paring Tambak_Baru
 Pasar_Batuah Pasar_Jati Tanjung_Rema Indrasari Cindai_Alus Labuan_Tabu Sungai_Sipai Bahtera Veteran Gotong_Royong Karang_Anyar Guntung_Alaban Kamboja Cempaka Mahligai Teluk_Selong Akar_Baru Melayu Dalam_Pagar Lok_Gabang Astambul`)
	bigTails = strings.Split(`Kejadiannya sejak pekan lalu.|Sudah dilaporkan kepada ketua RT, belum ada kabarnya.|Mohon segera ditinjau petugas.|Anak-anak sekolah setiap hari lewat di situ.|Warga siap bergotong royong bila bahannya disediakan.|Dahulu pernah diperbaiki tetapi rusak lagi setelah hujan.|Kami sudah menunggu hampir dua bulan.|Pembakal menyuruh melapor ke kecamatan.|Bila malam hari sangat berbahaya bagi pengendara.|Saksinya tetangga sebelah rumah.|Fotonya ada di telepon genggam saya.|Tahun kemarin dijanjikan masuk anggaran.|Ibu saya sudah lanjut usia dan sakit-sakitan.|Kerugian ditaksir tiga juta rupiah.|Keterangan lengkap ada dalam surat terlampir.|Harap namanya dirahasiakan dari perangkat desa.|Ini laporan yang kedua kalinya.|Sebelumnya aman saja selama bertahun-tahun.`, "|")
)

func (b *bigTown) of20(list []string) string {
	return list[min(b.r.IntN(len(list)), b.r.IntN(len(list)))]
} // some are commoner

func (b *bigTown) form(at time.Time) complaint.Form {
	matter := strings.Split(practiceMatters[b.r.IntN(len(practiceMatters))], "|")
	place := strings.ReplaceAll(b.of20(bigPlaces), "_", " ")
	where := fmt.Sprintf("Jalan %s RT %02d RW %02d", place, 1+b.r.IntN(30), 1+b.r.IntN(9))
	story := matter[3]
	for range 1 + b.r.IntN(4) {
		story += " " + bigTails[b.r.IntN(len(bigTails))]
	}
	name := b.of20(bigNames) + " " + b.of20(bigNames)
	if b.r.IntN(3) == 0 {
		name += " " + bigNames[b.r.IntN(len(bigNames))]
	}
	born := time.Date(1945+b.r.IntN(60), time.Month(1+b.r.IntN(12)), 1+b.r.IntN(28), 0, 0, 0, 0, time.UTC)
	return complaint.Form{Kind: matter[0], Category: matter[1], Channel: "tatap_muka", ReceivedAt: at.Format(time.RFC3339), Subject: b.slip(matter[2] + " di " + place), Narrative: b.slip(story),
		EventPlace: where, Village: practiceVillages[b.r.IntN(len(practiceVillages))],
		Reporter: complaint.Reporter{Name: name, IDType: "ktp", IDNumber: fmt.Sprintf("6303%02d%s%04d", 1+b.r.IntN(20), born.Format("020106"), 1+min(b.r.IntN(40), b.r.IntN(40))),
			Sex: "P", AgeBand: "31-45", Address: where, Phone: fmt.Sprintf("08%d%08d", 11+b.r.IntN(80), b.r.IntN(1e8))}}
}

// slip swaps two letters in one text of eight, as quick hands do.
func (b *bigTown) slip(text string) string {
	if b.r.IntN(8) > 0 {
		return text
	}
	letters := []rune(text)
	at := 1 + b.r.IntN(len(letters)-2)
	letters[at], letters[at+1] = letters[at+1], letters[at]
	return string(letters)
}
