package central

import (
	"context"
	"crypto/ed25519"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"loketaduan/internal/calendar"
	"loketaduan/internal/complaint"
	"loketaduan/internal/exchange"
)

// page is what a phone shows for an address of the server.
func (c *town) page(path string) (int, string, http.Header) {
	c.t.Helper()
	answer, err := http.Get(c.http.URL + path)
	if err != nil {
		c.t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		c.t.Fatal(err)
	}
	return answer.StatusCode, strings.Join(strings.Fields(string(body)), " "), answer.Header
}

// wants fails where the page is not as it should be.
func (c *town) wants(name, path string, code int, texts ...string) {
	c.t.Helper()
	got, body, _ := c.page(path)
	if got != code {
		c.t.Errorf("%s: %d, want %d: %s", name, got, code, body)
	}
	for _, want := range texts {
		if !strings.Contains(body, want) {
			c.t.Errorf("%s lacks %q: %s", name, want, body[strings.Index(body, "<main>"):])
		}
	}
	for _, never := range []string{"Nurhayati", "Lubang di depan", "Jalan rusak", "<script", "6303051212"} {
		if strings.Contains(body, never) {
			c.t.Errorf("%s says %q", name, never)
		}
	}
}

var december = calendar.Deadline{Due: calendar.Of(2026, 12, 11), Latest: calendar.Of(2026, 12, 11)}

func TestReceiptPage(t *testing.T) {
	c := newTown(t)
	p := c.enrol(martapura)
	id := p.receive(1)[0]
	p.write(id, complaint.KReporterIdentified, complaint.Body{Set: map[string]string{"reporter.name": "Nurhayati", "reporter.idNumber": "6303051212907781"}})
	full, err := p.st.Complaint(context.Background(), id)
	if err != nil {
		t.Fatal(err)
	}
	r := exchange.Receipt{Number: full.Number, Class: complaint.ClassNonSupervisory, Deadline: december, Certificate: p.answer.Certificate}
	text := r.Sign(p.key)
	read, err := exchange.ReadReceipt(text)
	if err != nil {
		t.Fatal(err)
	}

	c.wants("empty", "/t", 200, "Nomor register dan kode", `name="kode"`)
	c.wants("before the register knows it", "/T/"+text, 200, "✔ Sah", "PC yang terdaftar", full.Number, "Kecamatan Martapura", "Jumat, 11 Desember 2026", "Tidak berkadar pengawasan (14 hari kerja)")
	c.wants("in small letters", "/t/"+strings.ToLower(text), 200, "✔ Sah")
	altered := strings.Replace(text, ".20261211.", ".20271211.", 1)
	c.wants("altered", "/T/"+altered, 422, "✘ Tidak sah", "terpotong atau diubah")
	c.wants("cut", "/T/"+text[:len(text)-3], 422, "✘ Tidak sah")
	c.wants("something else", "/t/halo", 404, "Bukan tanda terima")
	c.wants("typed too early", "/t?kode="+url.QueryEscape(full.Number+" "+read.Code()), 200, "? Belum dapat dipastikan")

	p.write(id, complaint.KPrinted, complaint.Body{Print: &complaint.Print{What: complaint.PaperReceipt, Code: read.Code()}, Promise: &complaint.Promise{Due: december.Due}})
	p.sync()
	c.wants("noted", "/T/"+text, 200, "✔ Sah", "tercatat di register kabupaten", "Status sekarang", "Diterima")
	c.wants("typed", "/t?kode="+url.QueryEscape(strings.ToLower(full.Number+"  "+read.Code())), 200, "✔ Sah", "Nomor dan kode ini tercatat", "Jumat, 11 Desember 2026", "Diterima")
	c.wants("typed wrongly", "/t?kode="+url.QueryEscape(full.Number+" 0000-0000-0000"), 200, "? Belum dapat dipastikan")
	c.wants("nothing is taken for markup", "/t?kode="+url.QueryEscape(`"><script>alert(1)</script>`), 404, "Bukan tanda terima")
	c.wants("too long", "/t?kode="+strings.Repeat("A", 3000), 200, `name="kode"`)

	estimate := r
	estimate.Deadline = calendar.Deadline{Due: calendar.Of(2028, 3, 1), Latest: calendar.Of(2028, 3, 3), Provisional: true}
	c.wants("an estimate", "/T/"+estimate.Sign(p.key), 200, "Rabu, 1 Maret 2028", "Tanggal sementara: 1 – 3 Mar 2028", "Batas waktu sekarang")

	_, _, h := c.page("/T/" + text)
	if !strings.Contains(h.Get("Content-Security-Policy"), "default-src 'none'") || h.Get("Cache-Control") != "no-store" || !strings.HasPrefix(h.Get("Content-Type"), "text/html") {
		t.Error(h)
	}
}

func TestReceiptPageKnowsWhoPrinted(t *testing.T) {
	c := newTown(t)
	p := c.enrol(martapura)
	number := complaint.RegisterNumber{Office: martapura, Letter: "A", Year: 2026, Seq: 7777}.String()
	r := exchange.Receipt{Number: number, Class: complaint.ClassSupervisory, Deadline: december}
	// A PC that an older server enrolled has no certificate, and is known by its key.
	c.wants("by its key", "/T/"+r.Sign(p.key), 200, "✔ Sah", "PC yang terdaftar")
	_, stranger, _ := ed25519.GenerateKey(nil)
	c.wants("a PC of before its enrolment", "/T/"+r.Sign(stranger), 200, "? Belum dapat dipastikan")
	_, other, _ := ed25519.GenerateKey(nil) // another regency
	forged := *p.answer.Certificate
	forged.PublicKey = stranger.Public().(ed25519.PublicKey)
	forged.Sign(other)
	r.Certificate = &forged
	c.wants("of another regency", "/T/"+r.Sign(stranger), 422, "✘ Tidak sah", "tidak terdaftar di kabupaten ini")
	r.Certificate = p.answer.Certificate
	if err := c.st.RevokeDevice(context.Background(), p.answer.Device); err != nil {
		t.Fatal(err)
	}
	c.wants("a stolen PC", "/T/"+r.Sign(p.key), 200, "? Belum dapat dipastikan", "dicabut")
}
