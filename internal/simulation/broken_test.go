package simulation

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"

	"loketaduan/internal/complaint"
	"loketaduan/internal/exchange"
	"loketaduan/internal/journal"
)

// breakage is a program with one deliberate fault, put around the real one
// from outside: no switch for it exists in the product.
type breakage struct {
	name   string
	needs  hazard // without which the fault cannot show
	adds   hazard // to every plan, where the seeds do without
	seed   uint64 // that catches it
	desk   func(*pc, exchange.Desk) exchange.Desk
	server func(*centre, http.Handler) http.Handler
	fold   func(*pc, string) (*complaint.Complaint, error)
	shown  bool // the desk says "saved" without having looked
	enrol  func(*pc)
}

// cursorFirst stores the cursor of a page before its rows.
type cursorFirst struct{ exchange.Desk }

func (d cursorFirst) Apply(ctx context.Context, p exchange.Page) error {
	if err := d.Desk.Apply(ctx, exchange.Page{Cursor: p.Cursor}); err != nil {
		return err
	}
	return d.Desk.Apply(ctx, p)
}

// placeFirst stores how far a new PC is filled before the rows of the page.
type placeFirst struct{ exchange.Desk }

func (d placeFirst) Fill(ctx context.Context, p exchange.FillPage) error {
	empty := p
	empty.Entries, empty.Extras = nil, nil
	if err := d.Desk.Fill(ctx, empty); err != nil {
		return err
	}
	return d.Desk.Fill(ctx, p)
}

// deafToAside takes an entry that was set aside for accepted.
type deafToAside struct{ exchange.Desk }

func (d deafToAside) Acked(ctx context.Context, sent []journal.Entry, a exchange.PushAnswer) error {
	a.SetAside = nil
	a.Revs = slices.Clone(a.Revs)
	for i := range a.Revs {
		a.Revs[i] = max(1, a.Revs[i])
	}
	return d.Desk.Acked(ctx, sent, a)
}

// deafToLoss does not notice that the server went back in time.
type deafToLoss struct{ exchange.Desk }

func (d deafToLoss) Rewind(ctx context.Context, a exchange.CompareAnswer) error {
	return d.Desk.Apply(ctx, exchange.Page{Cursor: exchange.Cursor{Epoch: a.Epoch}})
}

// stingy lets a PC that found itself a copy keep the letter of its original.
func stingy(c *centre, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/v1/rejoin" {
			next.ServeHTTP(w, r)
			return
		}
		token := sha256.Sum256([]byte(strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")))
		past, err := c.store.DeviceByToken(r.Context(), token[:])
		r.Header.Del("Accept-Encoding")
		rec := httptest.NewRecorder()
		next.ServeHTTP(rec, r)
		var a exchange.EnrolAnswer
		body := rec.Body.Bytes()
		if err == nil && rec.Code == http.StatusOK && json.Unmarshal(body, &a) == nil {
			a.Letter = past.Letter
			body, _ = json.Marshal(a)
		}
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(rec.Code)
		w.Write(body)
	})
}

// pushes stands before the server and lets a fault happen at each push.
func pushes(do func(c *centre, r *exchange.PushRequest, run []journal.Entry, serve func(*exchange.PushRequest) answer) answer) func(*centre, http.Handler) http.Handler {
	return func(c *centre, next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path != "/v1/push" {
				next.ServeHTTP(w, r)
				return
			}
			packed, _ := io.ReadAll(r.Body)
			plain, err := exchange.Unpack(r.Header.Get("Content-Encoding"), packed)
			var req exchange.PushRequest
			token := sha256.Sum256([]byte(strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")))
			dev, err2 := c.store.DeviceByToken(r.Context(), token[:])
			if errors.Join(err, err2, json.Unmarshal(plain, &req)) != nil {
				r.Body = io.NopCloser(bytes.NewReader(packed))
				next.ServeHTTP(w, r)
				return
			}
			run, err := req.Chain(dev.Office, dev.ID)
			c.w.must(err, "a push of a desk")
			a := do(c, &req, run, func(req *exchange.PushRequest) answer {
				plain, err := req.AppendJSON(nil)
				c.w.must(err, "a push")
				again := r.Clone(r.Context())
				again.Body = io.NopCloser(bytes.NewReader(exchange.Pack(plain)))
				again.Header.Set("Content-Encoding", "zstd")
				again.Header.Del("Accept-Encoding")
				again.ContentLength = -1
				rec := httptest.NewRecorder()
				next.ServeHTTP(rec, again)
				return answer{status: rec.Code, header: rec.Header(), body: rec.Body.Bytes()}
			})
			for k, v := range a.header {
				w.Header()[k] = v
			}
			w.WriteHeader(a.status)
			w.Write(a.body)
		})
	}
}

// forged is what a server says that has everything it was sent.
func forged(run []journal.Entry) answer {
	last := run[len(run)-1]
	a := exchange.PushAnswer{AckedTo: last.Seq, Hash: last.Hash, Revs: make([]int64, len(run)), SetAside: []exchange.SetAside{}}
	for i := range a.Revs {
		a.Revs[i] = 1
	}
	body, _ := json.Marshal(a)
	return answer{status: http.StatusOK, header: http.Header{"Content-Type": {"application/json"}}, body: body}
}

// early answers before it knows how the commit ended.
var early = pushes(func(_ *centre, req *exchange.PushRequest, run []journal.Entry, serve func(*exchange.PushRequest) answer) answer {
	if a := serve(req); a.status < 500 {
		return a
	}
	return forged(run)
})

// forgetful takes what it had before for new.
var forgetful = pushes(func(c *centre, req *exchange.PushRequest, run []journal.Entry, serve func(*exchange.PushRequest) answer) answer {
	known := c.number("SELECT last_seq FROM device WHERE id = ?", run[0].Device)
	a := serve(req)
	if last := run[len(run)-1]; a.status != http.StatusOK || last.Seq > known {
		return a
	}
	var e journal.Entry
	c.rows("SELECT seq, hash FROM entry WHERE device = ? ORDER BY seq DESC LIMIT 1", func(r *sql.Rows) error {
		var h []byte
		err := r.Scan(&e.Seq, &h)
		copy(e.Prev[:], h)
		return err
	}, run[0].Device)
	seq, prev := e.Seq+1, e.Prev
	e = run[len(run)-1]
	if e.Stream == e.ID {
		return a // a second complaint of that id would be another fault
	}
	e.ID, e.Seq, e.Prev = newID(), seq, prev
	e.Hash = e.Sum()
	_, _ = c.store.Accept(context.Background(), e.Device, []journal.Entry{e})
	return a
})

// leaky allots places in the feed as a sequence does: they do not come back
// when the transaction fails.
var leaky = pushes(func(c *centre, req *exchange.PushRequest, run []journal.Entry, serve func(*exchange.PushRequest) answer) answer {
	a := serve(req)
	if a.status >= 500 {
		c.meddle("UPDATE feed_head SET last = last + ? WHERE office = ?", len(run), run[0].Office)
	}
	return a
})

// garbling stores other bytes than it was sent and is believed all the same.
var garbling = pushes(func(c *centre, req *exchange.PushRequest, run []journal.Entry, serve func(*exchange.PushRequest) answer) answer {
	true := forged(run)
	last := &req.Entries[len(req.Entries)-1]
	last.Body = bytes.Replace(last.Body, []byte("oleh"), []byte("tanpa"), 1)
	a := serve(req)
	var said, want exchange.PushAnswer
	if a.status != http.StatusOK || json.Unmarshal(a.body, &said) != nil || json.Unmarshal(true.body, &want) != nil {
		return a
	}
	said.Hash = want.Hash // as a desk that does not compare would read it
	a.body, _ = json.Marshal(said)
	a.header.Del("Content-Length")
	return a
})

// byClock folds by the authors' clocks.
func byClock(p *pc, id string) (*complaint.Complaint, error) {
	entries := p.w.book.onServer()[id]
	slices.SortStableFunc(entries, func(a, b journal.Entry) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Rev, b.Rev)) })
	return complaint.Fold(id, entries), nil
}

// meddle writes into a database behind its program's back.
func (m *machine) meddle(q string, args ...any) {
	db, err := sql.Open("sqlite", "file:"+m.dir+"/"+m.file+"?_pragma=busy_timeout(5000)")
	m.w.must(err, "meddling")
	defer db.Close()
	_, err = db.Exec(q, args...)
	m.w.must(err, "meddling")
	m.wrote = true
}

var breakages = []breakage{
	{name: "cursor and rows in two transactions", seed: 3, needs: deskCrashes, desk: func(_ *pc, d exchange.Desk) exchange.Desk { return cursorFirst{d} }},
	{name: "acknowledged before the commit", seed: 6, needs: serverDisk | serverCrashes, server: early},
	{name: "repeated pushes are new", seed: 1, needs: cutAnswers | doubledRequests, server: forgetful},
	{name: "places in the feed from a sequence", seed: 6, needs: serverDisk | serverCrashes, server: leaky},
	{name: "folded by the clock", seed: 1, needs: clockJumps, fold: byClock},
	{name: "set aside and not told", seed: 11, needs: newProgram, desk: func(_ *pc, d exchange.Desk) exchange.Desk { return deafToAside{d} }},
	{name: "acknowledged although the hash differs", seed: 2, server: garbling},
	{name: "a restored server is not noticed", seed: 1, needs: serverRestore, adds: serverRestore, desk: func(_ *pc, d exchange.Desk) exchange.Desk { return deafToLoss{d} }},
	{name: "a clone keeps the letter", seed: 15, needs: deskClone, adds: deskClone, server: stingy},
	{name: "unsent work dropped at enrolment", seed: 3, needs: lateDesk, enrol: func(p *pc) { p.meddle("DELETE FROM entry WHERE rev IS NULL") }},
	{name: "a place downwards and its rows in two transactions", seed: 3, needs: lateDesk, desk: func(_ *pc, d exchange.Desk) exchange.Desk { return placeFirst{d} }},
	{name: "saved is shown before it is", seed: 5, needs: deskDisk, shown: true},
}
