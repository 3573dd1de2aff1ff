package central

import (
	"testing"
	"time"

	"loketaduan/internal/exchange"
	"loketaduan/internal/testdb"
)

// A push that gets no turn is told when to come again, before the desk gives up.
func TestPushIsToldToComeAgain(t *testing.T) {
	c := newTown(t)
	p := c.enrol(martapura)
	p.receive(3)
	c.srv.patience = 20 * time.Millisecond
	for range pushesAtOnce {
		c.srv.pushes <- struct{}{}
	}
	err := p.push(500)
	if codeOf(err) != "exchange.server" || exchange.RetryAfter(err) != 5*time.Second {
		t.Fatal(err, exchange.RetryAfter(err))
	}
	for range pushesAtOnce {
		<-c.srv.pushes
	}
	if err := p.push(500); err != nil {
		t.Fatal(err)
	}
	c.verify()
}

// Contacts within a second cost one write, and none is forgotten.
func TestContactsAreWrittenTogether(t *testing.T) { testdb.Both(t, testContactsAreWrittenTogether) }

func testContactsAreWrittenTogether(t *testing.T) {
	c := newTown(t)
	at := time.Now()
	c.srv.o.Now = func() time.Time { return at }
	seen := func() (n int) {
		devices, err := c.st.Devices(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range devices {
			if d.SeenAt.Equal(at.UTC().Truncate(time.Millisecond)) {
				n++
			}
		}
		return n
	}
	pcs := []*pc{c.enrol(martapura), c.enrol(martapura), c.enrol(astambul)}
	at = at.Add(time.Hour)
	for _, p := range pcs {
		if err := p.pull(10); err != nil {
			t.Fatal(err)
		}
	}
	if n := seen(); n != 1 {
		t.Fatalf("%d written at once, want the first alone", n)
	}
	was := at
	at = at.Add(2 * seenTogether)
	if err := pcs[1].pull(10); err != nil {
		t.Fatal(err)
	}
	both := seen() // the second came again
	at = was
	if n := both + seen(); n != 3 {
		t.Fatalf("%d of 3 contacts are written", n)
	}
}
