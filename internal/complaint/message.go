package complaint

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"loketaduan/internal/calendar"
)

// Message is what the reporter is told in a chat: polite, short, and of such a
// kind that it may be read by whoever holds the telephone. It names nobody and
// bears no NIK; of an anonymous or confidential complaint it tells the number
// and the date alone. It is only made here; a person sends it.
func (c *Complaint) Message(d calendar.Deadline, office string, today calendar.Date, zone *time.Location) string {
	private := c.Anonymous() || c.Confidential()
	what := map[Kind]string{KindAspiration: "aspirasi", KindInfoRequest: "permintaan informasi"}[c.Kind()]
	if what == "" {
		what = "aduan"
	}
	about := ""
	if subject := c.Values["subject"]; subject != "" && !private {
		about = " tentang " + oneLine(lowerFirst(hideNIK(subject)))
	}
	m := message{c: c, d: d, today: today, private: private, what: what}
	return "Yth. Bapak/Ibu,\n\n" +
		"Terima kasih. " + upperFirst(what) + " Bapak/Ibu" + about + " kami terima pada " + calendar.DateIn(c.ReceivedAt(), zone).Long() +
		" dengan nomor register:\n" + c.Number + "\n\n" +
		strings.Join(m.standing(), "\n\n") +
		"\n\nMohon simpan nomor ini untuk menanyakan kelanjutannya di loket.\n\nHormat kami,\n" + office
}

// message is how a complaint stands, said to its reporter.
type message struct {
	c       *Complaint
	d       calendar.Deadline
	today   calendar.Date
	private bool
	what    string
}

func (m *message) standing() []string {
	c := m.c
	ask := "Keterangannya dapat diminta di loket dengan membawa tanda terima."
	switch c.State {
	case Answered:
		if text := c.lastText(KAnswered); text != "" && !m.private {
			return []string{"Jawaban kami:\n" + m.spoken(text), "Bila Bapak/Ibu berkeberatan, sampaikan kepada kami dengan menyebut nomor tadi."}
		}
		return []string{"Jawabannya sudah ada. " + ask}
	case Closed:
		if text := strings.TrimSpace(c.Result); text != "" && !m.private {
			return []string{upperFirst(m.what) + " ini sudah selesai ditangani. Hasilnya:\n" + m.spoken(text)}
		}
		return []string{upperFirst(m.what) + " ini sudah selesai ditangani. " + ask}
	case NotAuthorized:
		if to := c.lastTarget(); to != "" && !m.private {
			return []string{"Urusan ini bukan wewenang kantor kami dan kami arahkan ke " + oneLine(to) + "."}
		}
		return []string{"Urusan ini bukan wewenang kantor kami. " + ask}
	case Archived:
		return []string{upperFirst(m.what) + " ini tidak kami lanjutkan. " + ask}
	case AwaitingCompletion:
		if text := c.lastText(KCompletionRequested); text != "" && !m.private {
			return []string{"Agar dapat kami tangani, mohon Bapak/Ibu melengkapi:\n" + m.spoken(text), "Hitungan waktu jawaban berhenti sampai kelengkapan itu kami terima."}
		}
		return []string{"Masih ada yang perlu Bapak/Ibu lengkapi; hitungan waktu jawaban berhenti sampai itu kami terima. " + ask}
	}
	var out []string
	if c.HolderSay != "" && c.Holder != c.Office && !m.private {
		out = append(out, "Sekarang ditangani oleh "+c.HolderSay+".")
	}
	return append(out, m.due())
}

// spoken is what was written to the reporter, without who that is: ready
// answers begin with the name.
func (m *message) spoken(text string) string {
	if name := m.c.Values["reporter.name"]; len(name) > 2 {
		text = strings.NewReplacer("Bapak/Ibu "+name, "Bapak/Ibu", name, "pelapor").Replace(text)
	}
	if rest, greets := strings.CutPrefix(text, "Yth. Bapak/Ibu, "); greets && rest != "" {
		text = upperFirst(rest) // the message has greeted already
	}
	return hideNIK(text)
}

// due tells until when the answer comes, and how sure that is.
func (m *message) due() string {
	switch {
	case m.d.Due.IsZero():
		return "Tanggal jawabannya belum dapat dihitung dan dapat ditanyakan di loket."
	case m.d.Due.Before(m.today) && !m.d.Provisional:
		return "Jawabannya seharusnya Bapak/Ibu terima paling lambat " + m.d.Due.Long() + ". Kami mohon maaf atas keterlambatan ini; penanganannya masih berjalan."
	}
	text := "Jawaban kami sampaikan paling lambat " + m.d.Due.Long() + "."
	if !m.d.Provisional {
		return text
	}
	text += " Tanggal ini masih sementara"
	if !m.d.Latest.IsZero() && m.d.Latest != m.d.Due {
		text += " dan dapat mundur sampai " + m.d.Latest.Long()
	}
	return text + ", karena hari libur tahun " + strconv.Itoa(max(m.d.Due.Year(), m.d.Latest.Year())) + " belum ditetapkan pemerintah."
}

// lastText is what was written with the last act of a kind that this program
// may read.
func (c *Complaint) lastText(kind string) string {
	for i := len(c.History) - 1; i >= 0; i-- {
		if s := &c.History[i]; s.Kind == kind && s.Clash == "" {
			return strings.TrimSpace(s.Body.Text)
		}
	}
	return ""
}

func (c *Complaint) lastTarget() string {
	for i := len(c.History) - 1; i >= 0; i-- {
		if s := &c.History[i]; s.Kind == KNotAuthorized && s.Clash == "" {
			return strings.TrimSpace(s.Body.Target)
		}
	}
	return ""
}

// WhatsAppNumber is the number as wa.me wants it: digits only, with the country.
// False where it cannot be a mobile telephone of Indonesia.
func WhatsAppNumber(phone string) (string, bool) {
	d := cleanPhone(phone)
	if !strings.HasPrefix(d, "08") || len(d) < 10 || len(d) > 13 {
		return "", false
	}
	return "62" + d[1:], true
}

var sixteen = regexp.MustCompile(`\b\d(?:[ .-]?\d){15}\b`)

// hideNIK leaves of numbers of 16 digits (NIK, family cards) the last four.
func hideNIK(text string) string {
	return sixteen.ReplaceAllStringFunc(text, func(s string) string { return MaskNumber(OnlyDigits(s), 4) })
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

func upperFirst(s string) string { return strings.ToUpper(s[:1]) + s[1:] }
