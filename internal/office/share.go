package office

import (
	"context"
	"net/url"
	"strings"

	"loketaduan/internal/auth"
	"loketaduan/internal/complaint"
	"loketaduan/internal/fault"
)

// Where the villages that are known here lie, as SP4N-LAPOR! writes it.
const (
	province = "Kalimantan Selatan"
	regency  = "Kab. Banjar"
)

// LaporText is a complaint to be typed into SP4N-LAPOR!. With reveal it may tell
// who the reporter is, and the look is recorded.
func (d *Desk) LaporText(ctx context.Context, id string, reveal bool) (string, error) {
	c, err := d.Complaint(ctx, id, reveal)
	if err != nil {
		return "", err
	}
	p := complaint.LaporPlace{Agency: c.HolderSay, Province: province, Regency: regency}
	if p.Agency == "" {
		if p.Agency, err = d.nameOf(ctx, c.Office); err != nil {
			return "", err
		}
	}
	for _, v := range region().villages {
		if v.Code == c.Values["village"] {
			p.Village, p.District = v.Name, v.District
		}
	}
	if p.Village == "" {
		for _, o := range region().districts {
			if o.Code == c.Office {
				p.District = strings.TrimPrefix(o.Name, "Kecamatan ")
			}
		}
	}
	if c.Values["village"] == "luar" {
		p.District, p.Village = "", "di luar kecamatan"
	}
	return c.LaporText(p, d.Zone(), reveal), nil
}

// nameOf an office; its code when nobody has told the name.
func (d *Desk) nameOf(ctx context.Context, code string) (string, error) {
	who, err := d.store.Desk(ctx)
	if err != nil || who.Office == code {
		return who.OfficeName, err
	}
	offices, err := d.Offices(ctx)
	for _, o := range offices {
		if o.Code == code {
			return o.Name, err
		}
	}
	return code, err
}

// Message is what the reporter of a complaint may be told in a chat.
type Message struct {
	Text     string
	Phone    bool // there is a mobile telephone that it can go to
	May      bool // and this account may see its number
	Practice bool // its number is invented, and may be somebody's
}

// Message for the reporter. It is sent by a person, never by this program.
func (d *Desk) Message(ctx context.Context, id string) (Message, error) {
	s, err := d.Session()
	if err != nil {
		return Message{}, err
	}
	c, err := d.Complaint(ctx, id, false)
	if err != nil {
		return Message{}, err
	}
	text, err := d.message(ctx, c)
	_, phone := messagePhone(c)
	return Message{Text: text, Phone: phone, May: s.Role.May(auth.Unmask), Practice: d.practice}, err
}

func (d *Desk) message(ctx context.Context, c *complaint.Complaint) (string, error) {
	office, err := d.nameOf(ctx, c.Office)
	return c.Message(d.Clocks(c).Deadline, office, d.Today(), d.Zone()), err
}

func messagePhone(c *complaint.Complaint) (string, bool) {
	if n, ok := complaint.WhatsAppNumber(c.Values["reporter.phone"]); ok {
		return n, true
	}
	return complaint.WhatsAppNumber(c.Values["reporter.proxyPhone"])
}

// linkMost is how long an address may be for Windows to hand it to a browser.
const linkMost = 2000

// MessageLink opens the chat with the reporter, the text typed in unless it
// is too long for an address. It holds the telephone's number: only
// who may see that gets it, and the look is recorded.
func (d *Desk) MessageLink(ctx context.Context, id, text string) (string, error) {
	if d.practice {
		return "", fault.New(fault.Forbidden, "message.practice", "", "Ini latihan: nomornya karangan dan dapat menjadi nomor orang lain. Kabar tidak dibuka.")
	}
	c, err := d.Complaint(ctx, id, true)
	if err != nil {
		return "", err
	}
	phone, ok := messagePhone(c)
	if !ok {
		return "", fault.New(fault.NotFound, "message.phone", "", "Nomor telepon genggam pelapor tidak tercatat. Salin kabarnya dan sampaikan dengan cara lain.")
	}
	link := "https://wa.me/" + phone
	if full := link + "?text=" + strings.NewReplacer("+", "%20", "~", "%7E").Replace(url.QueryEscape(text)); len(full) <= linkMost {
		link = full
	}
	return link, nil
}
