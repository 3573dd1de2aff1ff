package desktop

import (
	"sort"
	"strings"
	"time"

	"loketaduan/internal/calendar"
	"loketaduan/internal/complaint"
)

// teller says who did what, in whole sentences that can be read aloud.
type teller struct {
	office            string // our own: it is not named
	accounts, offices map[string]string
}

// who did a step: a name, and the office where it is another one.
func (t *teller) who(s *complaint.Step) string {
	name := t.accounts[s.By]
	office := nameOr(t.offices, s.Office, s.Office)
	switch {
	case s.By == "pusat":
		return "Server kabupaten"
	case s.Office == t.office:
		return nameOr(t.accounts, s.By, "Petugas")
	case name == "":
		return "Petugas " + office
	}
	return name + " (" + office + ")"
}

// sentence is what happened, without its full stop: the time follows.
func (t *teller) sentence(c *complaint.Complaint, s *complaint.Step) string {
	who, b := t.who(s), &s.Body
	switch {
	case s.Newer:
		return who + " menulis catatan dengan versi program yang lebih baru"
	case s.Missing:
		return who + " " + orOther(verbs[s.Kind], otherKind)
	}
	switch s.Kind {
	case complaint.KReceived, complaint.KImported:
		return who + " " + verbs[s.Kind] + with(" dengan nomor register ", b.Number)
	case complaint.KCorrected, complaint.KClassified:
		return who + " " + verbs[s.Kind] + changedFields(b)
	case complaint.KForwarded:
		return who + " " + verbs[s.Kind] + " ke " + nameOr(t.offices, b.Office, orOther(b.Name, "instansi lain"))
	case complaint.KNotAuthorized:
		return who + " " + verbs[s.Kind] + with(" dan mengarahkannya ke ", b.Target) + with(" dengan surat nomor ", b.Letter)
	case complaint.KAnswered:
		return who + " " + verbs[s.Kind] + with(" lewat ", lowerFirst(choiceText(complaint.Channels, b.Channel)))
	case complaint.KReporterResponded:
		if b.Yes {
			return "Pelapor menerima jawaban, dicatat oleh " + who
		}
		return "Pelapor belum puas dengan jawaban, dicatat oleh " + who
	case complaint.KArchived:
		return who + " " + verbs[s.Kind] + with(" dengan sebab: ", lowerFirst(choiceText(complaint.ArchiveWhys, b.Why)))
	case complaint.KTrackingSet:
		return who + " " + verbs[s.Kind] + with(" ", b.Target)
	case complaint.KLinked, complaint.KUnlinked:
		return who + " " + verbs[s.Kind] + " dengan aduan nomor " + linkNumber(*b)
	case complaint.KHandedOver:
		return who + " " + verbs[s.Kind] + " kepada " + t.to(b.To)
	case complaint.KPrinted:
		if b.Print != nil {
			return who + " mencetak " + lowerFirst(complaint.TextOf(complaint.Papers, b.Print.What))
		}
	case complaint.KFileAttached:
		if b.File != nil {
			return who + " " + verbs[s.Kind] + " " + b.File.Name + " (" + complaint.Megabytes(b.File.Size) + ")"
		}
	case complaint.KFileDetached:
		for i := range c.Files {
			if c.Files[i].Entry == b.Detach {
				return who + " " + verbs[s.Kind] + " " + c.Files[i].Name
			}
		}
	case complaint.KNumberDoubled:
		return who + " menemukan nomor " + orOther(b.Number, "aduan ini") + " juga pada aduan lain" + with(" di kantor ", nameOr(t.offices, b.Office, b.Office))
	}
	return who + " " + orOther(verbs[s.Kind], otherKind)
}

const otherKind = "menulis catatan jenis lain"

// to whom a note was left.
func (t *teller) to(account string) string {
	if account == "" {
		return "siapa pun yang bertugas berikutnya"
	}
	return nameOr(t.accounts, account, "petugas lain")
}

// verbs say what an act is; what it was about follows them.
var verbs = map[string]string{
	complaint.KReceived:            "mencatat aduan ini",
	complaint.KImported:            "memasukkan aduan ini dari register lama",
	complaint.KReporterIdentified:  "mencatat identitas pelapor",
	complaint.KCorrected:           "memperbaiki isi aduan",
	complaint.KClassified:          "mengubah klasifikasi",
	complaint.KVerified:            "memverifikasi aduan ini",
	complaint.KCompletionRequested: "meminta pelapor melengkapi laporannya",
	complaint.KCompleted:           "menerima kelengkapan dari pelapor",
	complaint.KForwarded:           "meneruskan aduan ini",
	complaint.KNotAuthorized:       "menyatakan aduan ini bukan wewenang kantor ini",
	complaint.KFollowedUp:          "mencatat tindak lanjut",
	complaint.KInterimReplied:      "memberi pelapor jawaban sementara",
	complaint.KAnswered:            "menjawab pelapor",
	complaint.KReporterResponded:   "mencatat tanggapan pelapor",
	complaint.KClosed:              "menyelesaikan aduan ini",
	complaint.KReopened:            "membuka kembali aduan ini",
	complaint.KArchived:            "mengarsipkan aduan ini",
	complaint.KEscalated:           "meneruskan aduan ini ke Ombudsman RI",
	complaint.KNoted:               "menulis catatan",
	complaint.KTrackingSet:         "mencatat nomor tracking LAPOR!",
	complaint.KClashSettled:        "memutuskan perbedaan isi",
	complaint.KIdentityRevealed:    "melihat identitas lengkap pelapor",
	complaint.KDueAcknowledged:     "menandai sudah tahu tenggat yang baru",
	complaint.KFileAttached:        "melampirkan berkas",
	complaint.KFileDetached:        "melepas lampiran",
	complaint.KNumberDoubled:       "menemukan nomor register ganda",
	complaint.KPrinted:             "mencetak surat",
	complaint.KLinked:              "mengaitkan aduan ini",
	complaint.KUnlinked:            "melepas kaitan",
	complaint.KHandedOver:          "menitipkan aduan ini",
	complaint.KHandoverTaken:       "sudah membaca titipan itu",
}

// changedFields names what was set, without what it was set to: ": kategori dan perihal".
func changedFields(b *complaint.Body) string {
	names := make([]string, 0, len(b.Set))
	for n := range b.Set {
		names = append(names, lowerFirst(complaint.Label(n)))
	}
	if len(names) == 0 {
		return ""
	}
	sort.Strings(names)
	return ": " + andList(names)
}

func andList(words []string) string {
	switch n := len(words); n {
	case 1:
		return words[0]
	case 2:
		return words[0] + " dan " + words[1]
	default:
		return strings.Join(words[:n-1], ", ") + ", dan " + words[n-1]
	}
}

// with puts words before a text that may be missing.
func with(words, text string) string {
	if text == "" {
		return ""
	}
	return words + text
}

// choiceText is a value in words; "" for none.
func choiceText(list []complaint.Choice, value string) string {
	if value == "" {
		return ""
	}
	return complaint.TextOf(list, value)
}

func orOther(text, other string) string {
	if text == "" {
		return other
	}
	return text
}

// lowerFirst fits a label into a sentence; what is written in capitals stays.
func lowerFirst(s string) string {
	if len(s) < 2 || s[1] >= 'A' && s[1] <= 'Z' {
		return s
	}
	return strings.ToLower(s[:1]) + s[1:]
}

// longInstant is an instant as it is said: "Senin, 23 November 2026 pukul 14.30 WITA".
func longInstant(t time.Time, zone *time.Location) string {
	if t.IsZero() {
		return ""
	}
	t = t.In(zone)
	name, _ := t.Zone()
	return calendar.DateIn(t, zone).Long() + " pukul " + t.Format("15.04") + " " + name
}
