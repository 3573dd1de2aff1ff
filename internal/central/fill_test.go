package central

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"

	"loketaduan/internal/complaint"
	"loketaduan/internal/exchange"
	"loketaduan/internal/store"
	"loketaduan/internal/testdb"
)

// years of an office: complaints, and notes on old and new ones.
func (p *pc) years(n int) (streams []string) {
	p.t.Helper()
	for i := range n {
		streams = append(streams, p.receive(1)...)
		if i%2 == 0 {
			p.write(streams[i*7%len(streams)], complaint.KNoted, complaint.Body{Text: fmt.Sprintf("Catatan %d.", i)})
		}
	}
	p.drive()
	return streams
}

// steps of a complaint that the PC has; 0 = it is not there.
func (p *pc) steps(stream string) int {
	c, err := p.st.Complaint(context.Background(), stream)
	if err != nil {
		return 0
	}
	return len(c.History)
}

// shown are the complaints in the list, each held to be as p has it.
func (q *pc) shown(p *pc) []string {
	q.t.Helper()
	rows, _, _, err := q.st.List(context.Background(), store.Filter{Limit: 1000})
	if err != nil {
		q.t.Fatal(err)
	}
	var out []string
	for _, r := range rows {
		if q.steps(r.ID) != p.steps(r.ID) {
			q.t.Fatalf("%s has %d steps of %d", r.Number, q.steps(r.ID), p.steps(r.ID))
		}
		out = append(out, r.ID)
	}
	return out
}

// like holds that both PCs of an office have the same at the same place.
func (q *pc) like(p *pc, streams []string) {
	q.t.Helper()
	if n := len(q.shown(p)); n != len(streams) {
		q.t.Fatalf("%d complaints of %d", n, len(streams))
	}
	a, _ := p.Cursor(context.Background())
	b, _ := q.Cursor(context.Background())
	if a.Pos != b.Pos || a.Hash != b.Hash || a.Epoch != b.Epoch || b.Low != 0 {
		q.t.Fatalf("%+v %+v", a, b)
	}
	if r, err := q.st.VerifyJournal(context.Background()); err != nil || r.Bad != "" {
		q.t.Fatal(err, r.Bad)
	}
	if u := q.unsent(); u.Count != 0 || u.SetAside != 0 {
		q.t.Fatalf("%+v", u)
	}
}

// late is a new PC of the office that fetches small pages.
func (c *town) late(page int) *pc {
	q := c.enrol(martapura)
	q.fillPage = page
	return q
}

func TestNewPCIsFilled(t *testing.T) { testdb.Both(t, testNewPCIsFilled) }

func testNewPCIsFilled(t *testing.T) {
	for _, ahead := range []bool{false, true} {
		newPCIsFilled(t, ahead)
	}
}

func newPCIsFilled(t *testing.T, ahead bool) {
	c := newTown(t)
	p := c.enrol(martapura)
	streams := p.years(40)
	q := c.late(8)
	q.ahead = ahead
	own := q.receive(1)[0] // before it met the server
	var first []string
	q.before = func(do exchange.Action) {
		if do != exchange.DoFill {
			return
		}
		p.drive()
		switch all := q.shown(p); q.fills {
		case 1:
			first = all
			p.write(streams[2], complaint.KNoted, complaint.Body{Text: "Warga datang lagi."}) // far down
			streams = append(streams, p.receive(1)...)
			p.drive()
			if err := q.pull(3); err != nil {
				t.Fatal(err)
			}
			if q.steps(streams[2]) != p.steps(streams[2]) || q.steps(streams[40]) != 1 {
				t.Fatal("news of an old complaint, and a new one, must be there at once")
			}
		case 3:
			q.write(streams[2], complaint.KNoted, complaint.Body{Text: "Dicatat di PC baru."})
			streams = append(streams, q.receive(1)...)
			if err := q.push(500); err != nil {
				t.Fatal(err)
			}
			p.drive()
			if p.steps(streams[41]) != 1 || p.steps(streams[2]) != q.steps(streams[2]) {
				t.Fatal("what is written at the new PC must reach the other one while it is filled")
			}
		}
	}
	q.drive()
	if q.fills < 8 || len(first) == 0 || len(first) > 20 || !slices.Contains(first, streams[39]) || slices.Contains(first, streams[3]) {
		t.Fatalf("%d pages; first there were %v", q.fills, len(first))
	}
	p.drive()
	q.drive()
	q.like(p, append(streams, own))
	c.verify()
	fills := q.fills
	streams = append(streams, p.receive(3)...)
	p.drive()
	q.drive()
	q.like(p, append(streams, own))
	if q.fills != fills {
		t.Fatal("it is filled again")
	}
}

// A feed that fits into a page is read in the ordinary way.
func TestSmallFeedIsNotFilled(t *testing.T) {
	c := newTown(t)
	p := c.enrol(martapura)
	streams := p.years(10)
	q := c.enrol(martapura)
	q.drive()
	if q.fills != 0 || q.pages == 0 {
		t.Fatalf("%d pages down, %d up", q.fills, q.pages)
	}
	q.like(p, streams)
}

// old is a server of before this call.
func old(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/v1/fill" {
			r.URL.Path = "/v1/none"
		}
		h.ServeHTTP(w, r)
	})
}

func TestNewDeskAndOldServer(t *testing.T) {
	c := newTown(t)
	p := c.enrol(martapura)
	streams := p.years(40)
	c.between(old)
	q := c.late(8)
	q.drive()
	if q.fills != 0 {
		t.Fatal("filled by a server that cannot")
	}
	q.like(p, streams)
	// one that becomes an old one in the middle
	c.between(func(h http.Handler) http.Handler { return h })
	r := c.late(8)
	r.before = func(exchange.Action) {
		if r.fills == 3 {
			c.between(old)
		}
	}
	r.drive()
	if r.fills != 3 {
		t.Fatalf("%d pages", r.fills)
	}
	r.like(p, streams)
}

// spoiled changes every page downwards.
func spoiled(spoil func(*exchange.FillAnswer)) func(http.Handler) http.Handler {
	return func(h http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path != "/v1/fill" {
				h.ServeHTTP(w, r)
				return
			}
			r.Header.Del("Accept-Encoding")
			rec := httptest.NewRecorder()
			h.ServeHTTP(rec, r)
			var a exchange.FillAnswer
			body, err := io.ReadAll(rec.Body)
			if err != nil || json.Unmarshal(body, &a) != nil {
				panic(http.ErrAbortHandler)
			}
			if a.Low > 0 || len(a.Entries) > 0 {
				spoil(&a)
				body, _ = json.Marshal(a)
			}
			w.Header().Set("Content-Type", "application/json")
			io.Copy(w, bytes.NewReader(body))
		})
	}
}

// Whatever the pages are, a new PC ends with everything, and does not ask for
// ever.
func TestPagesThatDoNotFit(t *testing.T) {
	c := newTown(t)
	p := c.enrol(martapura)
	streams := p.years(40)
	for name, spoil := range map[string]func(*exchange.FillAnswer){
		"always":          func(a *exchange.FillAnswer) { a.Before[0] ^= 1 },
		"without extras":  func(a *exchange.FillAnswer) { a.Extras, a.ExtrasHash = nil, nil },
		"from the middle": func(a *exchange.FillAnswer) { a.After[0] ^= byte(a.Low & 1) },
		"reordered": func(a *exchange.FillAnswer) {
			if a.Top == 0 {
				slices.Reverse(a.Entries)
			}
		},
	} {
		c.between(spoiled(spoil))
		q := c.late(8)
		q.drive()
		q.like(p, streams)
		if q.fills > 20 {
			t.Errorf("%s: %d pages were stored", name, q.fills)
		}
	}
}

func TestServerSetBackWhileFilling(t *testing.T) { testdb.Both(t, testServerSetBackWhileFilling) }

func testServerSetBackWhileFilling(t *testing.T) {
	c := newTown(t)
	p := c.enrol(martapura)
	streams := p.years(30)
	q := c.late(8)
	backup := c.snapshot()
	streams = append(streams, p.years(10)...)
	own := q.receive(1)[0]
	restored := false
	q.before = func(do exchange.Action) {
		if do == exchange.DoFill && q.fills == 3 && !restored {
			restored = true
			c.restore(backup)
		}
	}
	q.drive() // which gives back what the server lost and is here already
	p.drive()
	q.drive()
	p.drive()
	if !restored {
		t.Fatal("never in the middle")
	}
	q.like(p, append(streams, own))
	c.verify()
}

func TestClonedWhileFilling(t *testing.T) { testdb.Both(t, testClonedWhileFilling) }

func testClonedWhileFilling(t *testing.T) {
	c := newTown(t)
	p := c.enrol(martapura)
	streams := p.years(40)
	q := c.late(8)
	var clone *pc
	q.before = func(do exchange.Action) {
		if do == exchange.DoFill && q.fills == 3 && clone == nil {
			clone = q.clone(c)
			clone.fillPage = 5
			streams = append(streams, clone.receive(1)...)
			streams = append(streams, q.receive(1)...)
		}
	}
	q.drive()
	clone.drive()
	for _, d := range []*pc{p, q, clone, p, q} {
		d.drive()
	}
	q.like(p, streams)
	clone.like(p, streams)
	if clone.answer.Device == q.answer.Device || clone.fills < 5 {
		t.Fatalf("%d pages of the clone", clone.fills)
	}
	c.verify()
}

func TestFillRefusals(t *testing.T) {
	c := newTown(t)
	q := c.enrol(martapura)
	for query, want := range map[string]int{"": 200, "?limit=0": 400, "?limit=1001": 400, "?low=x": 400, "?low=5&top=4": 400, "?top=4": 400, "?low=2&top=4&early=5": 400, "?low=9&top=9": 200} {
		req, err := http.NewRequest("GET", c.http.URL+"/v1/fill"+query, nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Authorization", "Bearer "+q.answer.Token)
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		if res.StatusCode != want {
			t.Errorf("%q: %d, want %d", query, res.StatusCode, want)
		}
	}
}
