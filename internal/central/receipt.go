package central

import (
	"bytes"
	"context"
	_ "embed"
	"html/template"
	"net/http"
	"strconv"
	"strings"

	"loketaduan/internal/calendar"
	"loketaduan/internal/complaint"
	"loketaduan/internal/exchange"
	"loketaduan/internal/fault"
	"loketaduan/internal/store"
)

//go:embed receipt.html
var receiptHTML string

var receiptPage = template.Must(template.New("receipt").Parse(receiptHTML))

// receiptView is what the page says: whether the paper is genuine, and how far
// the case is. Nothing about any person.
type receiptView struct {
	Asked    bool
	Verdict  string // genuine, unknown, false
	Title    string
	Why      string
	Number   string
	Office   string
	Class    string
	Due      string // as printed
	Note     string // that it may move
	Now      string // when the register has another date by now
	State    string // "" = the register does not have the complaint
	Typed    string
	NotFound bool
}

const receiptMost = 2000 // letters of an address that are looked at

// showReceipt answers a citizen's phone that has scanned a receipt, or the form
// of the page.
func (s *Server) showReceipt(c *call) (any, error) {
	text := c.PathValue("text")
	if typed := c.URL.Query().Get("kode"); text == "" {
		text = typed
	}
	v := receiptView{}
	code := http.StatusOK
	if strings.TrimSpace(text) != "" && len(text) <= receiptMost {
		var err error
		if v, err = s.judgeReceipt(c.Context(), text); err != nil {
			return nil, err
		}
		v.Asked = true
		switch {
		case v.NotFound:
			code, v.Typed = http.StatusNotFound, text
		case v.Verdict == "false":
			code = http.StatusUnprocessableEntity
		}
	}
	var b bytes.Buffer
	if err := receiptPage.Execute(&b, v); err != nil {
		return nil, err
	}
	h := c.w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Length", strconv.Itoa(b.Len()))
	h.Set("Cache-Control", "no-store")
	h.Set("X-Robots-Tag", "noindex")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'")
	c.w.WriteHeader(code)
	_, _ = c.w.Write(b.Bytes()) // whoever left will ask again
	return handled{code}, nil
}

func (s *Server) judgeReceipt(ctx context.Context, text string) (receiptView, error) {
	if number, code, ok := exchange.ReadReceiptCode(text); ok {
		return s.judgeCode(ctx, number, code)
	}
	r, err := exchange.ReadReceipt(text)
	if f := fault.Of(err); f != nil {
		if f.Code == "receipt.altered" {
			return receiptView{Verdict: "false", Title: "Tidak sah", Why: "Isi kode ini tidak cocok dengan tanda tangannya: terpotong atau diubah. Pindai sekali lagi; bila tetap begini, jangan dipercaya."}, nil
		}
		return receiptView{NotFound: true, Title: "Bukan tanda terima", Why: f.Message}, nil
	}
	v := receiptView{Number: r.Number}
	found, err := s.fromRegister(ctx, &v, r.Class, r.Deadline)
	if err != nil {
		return v, err
	}
	issuer, err := s.issuer(ctx, &r)
	if err != nil {
		return v, err
	}
	noted := found != nil && printedWith(found, r.Code()) != nil
	switch {
	case issuer != nil && issuer.Revoked && !noted:
		v.Verdict, v.Title, v.Why = "unknown", "Belum dapat dipastikan", "PC yang mencetaknya sudah dicabut izinnya oleh kabupaten. Tanyakan kepada kantor penerbit dengan menyebut nomornya."
	case noted:
		v.Verdict, v.Title, v.Why = "genuine", "Sah", "Tanda terima ini tercatat di register kabupaten, dan isinya tidak berubah."
	case issuer != nil, r.CertifiedBy(s.PublicKey()):
		v.Verdict, v.Title, v.Why = "genuine", "Sah", "Tanda terima ini diterbitkan PC yang terdaftar di kabupaten, dan isinya tidak berubah."
	case r.Certificate != nil:
		v.Verdict, v.Title, v.Why = "false", "Tidak sah", "PC yang mencetaknya tidak terdaftar di kabupaten ini. Jangan dipercaya; tanyakan kepada kantor penerbit."
	default:
		v.Verdict, v.Title, v.Why = "unknown", "Belum dapat dipastikan", "Isinya utuh, tetapi dicetak sebelum PC penerbit terdaftar di kabupaten, dan datanya belum sampai di sini. Tanyakan kepada kantor penerbit dengan menyebut nomornya."
	}
	return v, nil
}

// judgeCode looks up what was typed. The code has 60 bits: nobody guesses one.
func (s *Server) judgeCode(ctx context.Context, number, code string) (receiptView, error) {
	v := receiptView{Number: number}
	found, err := s.fromRegister(ctx, &v, "", calendar.Deadline{})
	if err != nil {
		return v, err
	}
	if found != nil {
		if p := printedWith(found, code); p != nil {
			s.tell(&v, found, found.Class(), p.Deadline)
			v.Verdict, v.Title, v.Why = "genuine", "Sah", "Nomor dan kode ini tercatat di register kabupaten."
			return v, nil
		}
	}
	return receiptView{Verdict: "unknown", Title: "Belum dapat dipastikan", Number: number,
		Why: "Nomor dan kode ini belum tercatat di register kabupaten. Periksa ketikannya; bila benar, mungkin datanya belum sampai. Pindai kode QR-nya, atau tanyakan kepada kantor penerbit."}, nil
}

func printedWith(c *complaint.Complaint, code string) *complaint.Printed {
	for i := range c.Prints {
		if c.Prints[i].Code == code {
			return &c.Prints[i]
		}
	}
	return nil
}

// issuer is the PC that signed, as the register has it; nil when it does not.
func (s *Server) issuer(ctx context.Context, r *exchange.Receipt) (*store.Device, error) {
	all, err := s.store.Devices(ctx)
	if err != nil {
		return nil, err
	}
	n, err := complaint.ParseNumber(r.Number)
	if err != nil {
		return nil, nil // ReadReceipt has looked at it
	}
	for i := range all {
		if d := &all[i]; bytes.Equal(d.PublicKey, r.Key) && strings.ReplaceAll(d.Office, ".", "") == n.Office {
			return d, nil
		}
	}
	return nil, nil
}

// fromRegister adds what is known of the number; the complaint is nil when it
// has not come yet, or when two bear the number.
func (s *Server) fromRegister(ctx context.Context, v *receiptView, class complaint.Class, due calendar.Deadline) (*complaint.Complaint, error) {
	n, err := complaint.ParseNumber(v.Number)
	if err != nil {
		return nil, err
	}
	v.Office = n.Office
	offices, err := s.store.Offices(ctx)
	if err != nil {
		return nil, err
	}
	code := ""
	for _, o := range offices {
		if strings.ReplaceAll(o.Code, ".", "") == n.Office {
			v.Office, code = o.Name, o.Code
		}
	}
	ids, err := s.store.ByNumber(ctx, v.Number)
	if err != nil {
		return nil, err
	}
	var c *complaint.Complaint
	if len(ids) == 1 {
		if c, err = s.store.Complaint(ctx, ids[0]); fault.Of(err) != nil && fault.Of(err).Kind != fault.NotFound {
			return nil, err
		} else if err != nil {
			c = nil
		}
	}
	if class != "" {
		v.Class = s.store.Rulebook().For(code).ClassText(class)
		s.tell(v, c, class, due)
	}
	return c, nil
}

// tell puts the promise into words, and where the case stands.
func (s *Server) tell(v *receiptView, c *complaint.Complaint, class complaint.Class, due calendar.Deadline) {
	v.Due = due.Due.Long()
	switch {
	case due.Due.IsZero():
		v.Due = "belum dapat dihitung ketika dicetak"
	case due.Provisional:
		v.Note = "Tanggal sementara: " + calendar.RangeText(due) + ", karena libur tahun itu belum ditetapkan pemerintah."
	}
	if c == nil {
		return
	}
	v.Class = s.store.Rulebook().For(c.Office).ClassText(class)
	v.State = complaint.TextOf(complaint.StateTexts, string(c.State))
	if now := s.store.Clocks(c).Deadline; now.Due != due.Due && !now.Due.IsZero() {
		v.Now = now.Due.Long()
		if now.Provisional {
			v.Now = calendar.RangeText(now) + " (sementara)"
		}
	}
}
