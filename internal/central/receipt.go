package central

import (
	"bytes"
	"context"
	_ "embed"
	"html/template"
	"net/http"
	"slices"
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

	office string // code of the office that the number names
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
	if err := s.nameOffice(ctx, &v); err != nil {
		return v, err
	}
	found, print, err := s.fromRegister(ctx, &v, r.Code())
	if err != nil {
		return v, err
	}
	s.tell(&v, found, r.Class, r.Deadline)
	issuer, err := s.issuer(ctx, &r)
	if err != nil {
		return v, err
	}
	switch {
	case issuer != nil && issuer.Revoked && print == nil:
		v.Verdict, v.Title, v.Why = "unknown", "Belum dapat dipastikan", "PC yang mencetaknya sudah dicabut izinnya oleh kabupaten. Tanyakan kepada kantor penerbit dengan menyebut nomornya."
	case print != nil:
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
	if err := s.nameOffice(ctx, &v); err != nil {
		return v, err
	}
	found, print, err := s.fromRegister(ctx, &v, code)
	if err != nil {
		return v, err
	}
	if print != nil {
		s.tell(&v, found, found.Class(), print.Deadline)
		v.Verdict, v.Title, v.Why = "genuine", "Sah", "Nomor dan kode ini tercatat di register kabupaten."
		return v, nil
	}
	return receiptView{Verdict: "unknown", Title: "Belum dapat dipastikan", Number: number,
		Why: "Nomor dan kode ini belum tercatat di register kabupaten. Periksa ketikannya; bila benar, mungkin datanya belum sampai. Pindai kode QR-nya, atau tanyakan kepada kantor penerbit."}, nil
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

// fromRegister finds the complaint of a number, nil when it has not come yet, and
// the print with the code, nil when none was noted. Of two complaints that bear
// one number it is the one that was printed with that code.
func (s *Server) fromRegister(ctx context.Context, v *receiptView, code string) (*complaint.Complaint, *complaint.Printed, error) {
	ids, err := s.store.ByNumber(ctx, v.Number)
	if err != nil {
		return nil, nil, err
	}
	var first *complaint.Complaint
	for i := 0; i < len(ids); i++ {
		c, err := s.store.Complaint(ctx, ids[i])
		if f := fault.Of(err); f != nil && f.Kind == fault.NotFound {
			continue
		}
		if err != nil {
			return nil, nil, err
		}
		if print := c.PrintWith(code); print != nil {
			return c, print, nil
		}
		for _, h := range c.History {
			if other := h.Body.Target; h.Kind == complaint.KNumberDoubled && !slices.Contains(ids, other) {
				ids = append(ids, other)
			}
		}
		first = c
	}
	if len(ids) > 1 {
		first = nil // nobody can say which of them is meant
	}
	return first, nil, nil
}

// nameOffice adds the office that the number names.
func (s *Server) nameOffice(ctx context.Context, v *receiptView) error {
	n, err := complaint.ParseNumber(v.Number)
	if err != nil {
		return err
	}
	offices, err := s.store.Offices(ctx)
	for _, o := range offices {
		if strings.ReplaceAll(o.Code, ".", "") == n.Office {
			v.Office, v.office = o.Name, o.Code
		}
	}
	return err
}

// tell puts the promise into words, and where the case stands.
func (s *Server) tell(v *receiptView, c *complaint.Complaint, class complaint.Class, due calendar.Deadline) {
	v.Class = s.store.Rulebook().For(v.office).ClassText(class)
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
	v.State = complaint.TextOf(complaint.StateTexts, string(c.State))
	if now := s.store.Clocks(c).Deadline; now.Due != due.Due && !now.Due.IsZero() {
		v.Now = now.Due.Long()
		if now.Provisional {
			v.Now = calendar.RangeText(now) + " (sementara)"
		}
	}
}
