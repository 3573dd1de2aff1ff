package central

import (
	"context"
	"crypto/ed25519"
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"loketaduan/internal/complaint"
	"loketaduan/internal/exchange"
	"loketaduan/internal/journal"
	"loketaduan/internal/store"
	"loketaduan/internal/testdb"
)

func TestPushTwiceChangesNothing(t *testing.T) { testdb.Both(t, testPushTwiceChangesNothing) }

func testPushTwiceChangesNothing(t *testing.T) {
	c := newTown(t)
	p := c.enrol(martapura)
	p.receive(12)
	ctx := context.Background()
	out, err := p.Pending(ctx, 500)
	if err != nil {
		t.Fatal(err)
	}
	first, _, err := p.client.Push(ctx, out, 64<<10)
	if err != nil {
		t.Fatal(err)
	}
	before := c.counts()
	second, _, err := p.client.Push(ctx, out, 64<<10)
	if err != nil || c.counts() != before {
		t.Fatalf("%v\n%s\n%s", err, before, c.counts())
	}
	if second.AckedTo != first.AckedTo || second.Hash != first.Hash || len(second.Revs) != 12 || second.Revs[3] != first.Revs[3] {
		t.Fatalf("%+v\n%+v", first, second)
	}
	out.Entries = out.Entries[:5] // a smaller batch after a timeout
	if a, sent, err := p.client.Push(ctx, out, 64<<10); err != nil || len(sent) != 5 || a.AckedTo != 5 {
		t.Fatalf("%v %+v", err, a)
	}
}

func TestLostAnswerDoublesNothing(t *testing.T) { testdb.Both(t, testLostAnswerDoublesNothing) }

func testLostAnswerDoublesNothing(t *testing.T) {
	c := newTown(t)
	p, q := c.enrol(martapura), c.enrol(martapura)
	streams := p.receive(30)
	var lose atomic.Bool
	lose.Store(true)
	c.between(func(h http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if !lose.Load() || r.URL.Path != "/v1/push" {
				h.ServeHTTP(w, r)
				return
			}
			h.ServeHTTP(httptest.NewRecorder(), r)
			panic(http.ErrAbortHandler) // the line breaks before the answer is through
		})
	})
	if code := codeOf(p.push(500)); code != "exchange.unreachable" {
		t.Fatal(code)
	}
	if u, _ := p.st.Unsent(context.Background()); u.Count != 30 {
		t.Fatalf("%d unsent: what has no answer is not sent", u.Count)
	}
	before := c.counts()
	lose.Store(false)
	p.sync()
	if after := c.counts(); after != before {
		t.Fatalf("%s\n%s", before, after)
	}
	q.sync()
	if n := q.has(streams...); n != 30 {
		t.Fatalf("the other desk sees %d", n)
	}
	c.verify()
}

func TestPullInPages(t *testing.T) { testdb.Both(t, testPullInPages) }

func testPullInPages(t *testing.T) {
	c := newTown(t)
	p, q := c.enrol(martapura), c.enrol(martapura)
	streams := p.receive(25)
	p.sync()
	if err := q.pull(7); err != nil {
		t.Fatal(err)
	}
	if n := q.has(streams...); n != 25 || q.pages < 4 {
		t.Fatalf("%d complaints in %d pages", n, q.pages)
	}
	a, _ := p.Cursor(context.Background())
	b, _ := q.Cursor(context.Background())
	a.Acked, b.Acked = 0, 0 // each its own
	if a != b || a.Pos < 25 {
		t.Fatalf("%+v %+v", a, b)
	}
}

func TestOfficesSeeWhatIsTheirs(t *testing.T) { testdb.Both(t, testOfficesSeeWhatIsTheirs) }

func testOfficesSeeWhatIsTheirs(t *testing.T) {
	c := newTown(t)
	p, q, r, s, k := c.enrol(martapura), c.enrol(martapura), c.enrol(astambul), c.enrol(dinas), c.enrol(dkisp)
	if p.answer.Letter != "A" || q.answer.Letter != "B" || r.answer.Letter != "A" || p.answer.OfficeName != "Kecamatan Martapura" {
		t.Fatalf("%+v %+v %+v", p.answer, q.answer, r.answer)
	}
	kept, sent := p.receive(3), p.receive(1)
	theirs := q.receive(2)
	p.write(sent[0], complaint.KNoted, complaint.Body{Text: "Sudah dilihat."})
	p.sync()
	q.sync()
	p.sync()
	if p.has(theirs...) != 2 || q.has(kept...) != 3 || q.has(sent...) != 1 {
		t.Fatal("two desks of one office must see each other's entries")
	}
	r.sync()
	s.sync()
	k.sync()
	if r.has(append(kept, theirs...)...) != 0 || s.has(sent...) != 0 {
		t.Fatal("another office sees what is not its own")
	}
	if k.has(append(append(kept, theirs...), sent...)...) != 6 {
		t.Fatal("the coordinator must see all")
	}
	p.write(sent[0], complaint.KForwarded, complaint.Body{Office: dinas, Name: "Dinas Pekerjaan Umum"})
	p.sync()
	s.sync()
	r.sync()
	got, err := s.st.Complaint(context.Background(), sent[0])
	if err != nil || len(got.History) != 3 || s.has(kept...) != 0 || r.has(sent...) != 0 {
		t.Fatalf("%v %+v", err, got)
	}
	s.write(sent[0], complaint.KNoted, complaint.Body{Text: "Diterima dinas."})
	s.sync()
	q.sync()
	if got, err := q.st.Complaint(context.Background(), sent[0]); err != nil || len(got.History) != 4 {
		t.Fatalf("the way back: %v %+v", err, got)
	}
	if offices, _ := q.st.Offices(context.Background()); len(offices) != 4 {
		t.Fatalf("%d offices known at the desk", len(offices))
	}
	c.verify()
}

func TestRestartInBetween(t *testing.T) { testdb.Both(t, testRestartInBetween) }

func testRestartInBetween(t *testing.T) {
	c := newTown(t)
	p, q := c.enrol(martapura), c.enrol(martapura)
	streams := p.receive(10)
	if err := p.push(4); err != nil {
		t.Fatal(err)
	}
	if err := q.pull(3); err != nil {
		t.Fatal(err)
	}
	c.restart()
	streams = append(streams, p.receive(5)...)
	p.sync()
	q.sync()
	if n := q.has(streams...); n != 15 {
		t.Fatalf("%d of 15", n)
	}
	if r := c.verify(); r.Entries != 15+4 {
		t.Fatalf("%+v", r)
	}
}

func TestFork(t *testing.T) { testdb.Both(t, testFork) }

func testFork(t *testing.T) {
	c := newTown(t)
	p := c.enrol(martapura)
	p.receive(3)
	p.sync()
	ctx := context.Background()
	// A restored PC: the same device, the same seq, something else in it.
	clone := &pc{t: t, client: p.client, answer: p.answer}
	var err error
	if clone.st, err = store.Open(ctx, store.Options{Path: t.TempDir() + "/klon.db", Keys: c.keys}); err != nil {
		t.Fatal(err)
	}
	defer clone.st.Close()
	if err := clone.st.SetDesk(ctx, store.Desk{Device: p.answer.Device, Office: martapura, Letter: "A"}); err != nil {
		t.Fatal(err)
	}
	clone.receive(5)
	before := c.counts()
	if code := codeOf(clone.push(500)); code != exchange.CodeFork {
		t.Fatal(code)
	}
	if after := c.counts(); after != before {
		t.Fatalf("%s\n%s", before, after)
	}
}

func TestEnrolment(t *testing.T) { testdb.Both(t, testEnrolment) }

func testEnrolment(t *testing.T) {
	c := newTown(t)
	ctx := context.Background()
	code, err := c.srv.NewCode(ctx, martapura, c.http.URL, nil)
	if err != nil {
		t.Fatal(err)
	}
	_, mine, _ := ed25519.GenerateKey(nil)
	_, other, _ := ed25519.GenerateKey(nil)
	client, _ := exchange.New(code.Options())
	defer client.Close()
	first, err := client.Enrol(ctx, code, mine, "PC Loket 1", "C")
	if err != nil || first.Letter != "C" {
		t.Fatalf("%v %+v", err, first)
	}
	before := c.counts()
	again, err := client.Enrol(ctx, code, mine, "PC Loket 1", "C")
	if err != nil || again.Device != first.Device || again.Token != first.Token {
		t.Fatalf("a lost answer must be had again: %v", err)
	}
	if _, err := client.Enrol(ctx, code, other, "PC lain", ""); codeOf(err) != "enrol.code.used" {
		t.Fatal(err)
	}
	wrong := code
	wrong.Secret = make([]byte, 20)
	if _, err := client.Enrol(ctx, wrong, mine, "PC", ""); codeOf(err) != "enrol.code.used" {
		t.Fatal(err)
	}
	if _, err := client.Enrol(ctx, code, mine, " ", ""); codeOf(err) != "enrol.name" {
		t.Fatal(err)
	}
	if after := c.counts(); after != before {
		t.Fatalf("%s\n%s", before, after)
	}
	if _, err := c.srv.NewCode(ctx, "99", c.http.URL, nil); codeOf(err) != "enrol.office.unknown" {
		t.Fatal(err)
	}
	impostor := code
	impostor.Key, _, _ = ed25519.GenerateKey(nil)
	stranger, _ := exchange.New(impostor.Options())
	defer stranger.Close()
	if _, err := stranger.Enrol(ctx, impostor, mine, "PC", ""); codeOf(err) != "exchange.portal" {
		t.Fatalf("the secret went to a server that is not the code's: %v", err)
	}
}

func TestEnrolmentExpires(t *testing.T) { testdb.Both(t, testEnrolmentExpires) }

func testEnrolmentExpires(t *testing.T) {
	c := newTown(t)
	ctx := context.Background()
	c.srv.o.Now = func() time.Time { return time.Now().Add(-CodeValid - time.Minute) }
	code, err := c.srv.NewCode(ctx, martapura, c.http.URL, nil)
	if err != nil {
		t.Fatal(err)
	}
	client, _ := exchange.New(code.Options())
	defer client.Close()
	_, key, _ := ed25519.GenerateKey(nil)
	if _, err := client.Enrol(ctx, code, key, "PC", ""); codeOf(err) != "enrol.code.used" {
		t.Fatal(err)
	}
}

func TestRunnersKeepDesksTogether(t *testing.T) { testdb.Both(t, testRunnersKeepDesksTogether) }

func testRunnersKeepDesksTogether(t *testing.T) {
	c := newTown(t)
	p, q := c.enrol(martapura), c.enrol(martapura)
	p.runner.Start(context.Background())
	q.runner.Start(context.Background())
	streams := p.receive(3)
	p.runner.Nudge()
	until(t, "three complaints at the other desk", func() bool { return q.has(streams...) == 3 })
	until(t, "the line is up and quiet", func() bool { l := q.lineNow(); return l.Up && !l.Busy && !l.LastSuccess.IsZero() })

	began := time.Now()
	more := q.receive(1)
	q.runner.Nudge()
	until(t, "one more through the long poll", func() bool { return p.has(more...) == 1 })
	if d := time.Since(began); d > 3*time.Second {
		t.Errorf("a change took %s", d)
	}

	var portal atomic.Bool
	portal.Store(true)
	c.between(func(h http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if portal.Load() {
				w.Header().Set("Content-Type", "text/html")
				w.Write([]byte("<html>Silakan masuk</html>"))
				return
			}
			h.ServeHTTP(w, r)
		})
	})
	p.receive(1)
	p.runner.TryNow()
	until(t, "the portal is named", func() bool {
		l := p.lineNow()
		return !l.Up && l.Fault != nil && l.Fault.Code == "exchange.portal" && !l.NextTry.IsZero()
	})
	if u, _ := p.st.Unsent(context.Background()); u.Count != 1 {
		t.Fatalf("%d unsent behind a portal", u.Count)
	}
	portal.Store(false)
	p.runner.LineUp()
	until(t, "sent after the portal", func() bool { u, _ := p.st.Unsent(context.Background()); return u.Count == 0 })

	done := make(chan struct{})
	go func() { p.runner.Stop(); p.runner.Stop(); q.runner.Stop(); close(done) }()
	select {
	case <-done:
	case <-time.After(5 * time.Second):
		t.Fatal("Stop does not end")
	}
}

// A server that has lost everything: desks keep what they have and follow the
// new history.
func TestNewEpochRewinds(t *testing.T) { testdb.Both(t, testNewEpochRewinds) }

func testNewEpochRewinds(t *testing.T) {
	c := newTown(t)
	p := c.enrol(martapura)
	streams := p.receive(3)
	p.sync()
	ctx := context.Background()
	if err := p.Apply(ctx, exchange.Page{Cursor: exchange.Cursor{Epoch: "lain", Pos: 900, Hash: journal.Hash{1}}}); err != nil {
		t.Fatal(err)
	}
	p.runner.Start(ctx)
	want, err := c.st.Epoch(ctx)
	if err != nil {
		t.Fatal(err)
	}
	until(t, "the cursor follows the new epoch", func() bool { cur, _ := p.Cursor(ctx); return cur.Epoch == want && cur.Pos >= 3 })
	if p.has(streams...) != 3 {
		t.Fatal("something was lost")
	}
}

// What another program writes reaches those who wait, within a second.
func TestOthersWriteToo(t *testing.T) { testdb.Both(t, testOthersWriteToo) }

func testOthersWriteToo(t *testing.T) {
	c := newTown(t)
	p := c.enrol(martapura)
	p.sync()
	ctx := context.Background()
	from, err := p.Cursor(ctx)
	if err != nil {
		t.Fatal(err)
	}
	other, err := store.Open(ctx, store.Options{Path: c.at.Path, URL: c.at.URL, Keys: c.keys, Server: true})
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	for round := range 3 { // each a while after the last look
		time.Sleep(time.Duration(round) * glance / 2)
		wrote := make(chan time.Time, 1)
		go func() {
			time.Sleep(glance / 3)
			if err := other.AddOffice(ctx, store.Office{Code: fmt.Sprint("9.", round), Name: "Dinas Baru", Kind: "opd"}); err != nil {
				t.Error(err)
			}
			wrote <- time.Now()
		}()
		moved, err := p.client.Wait(ctx, from)
		took := time.Since(<-wrote)
		if err != nil || !moved || took > time.Second {
			t.Fatalf("moved %v after %v, %v", moved, took, err)
		}
		p.sync()
		if from, err = p.Cursor(ctx); err != nil {
			t.Fatal(err)
		}
	}
	if offices, err := p.st.Offices(ctx); err != nil || len(offices) != 7 {
		t.Fatal(len(offices), err)
	}
}
