package office

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"net"
	"strings"
	"sync/atomic"
	"time"

	"loketaduan/internal/auth"
	"loketaduan/internal/exchange"
	"loketaduan/internal/fault"
	"loketaduan/internal/journal"
	"loketaduan/internal/store"
)

// lineState is the loop that sends and receives, and what it last said.
type lineState struct {
	runner  *exchange.Runner
	last    exchange.Line
	offered int64 // newest own entry that was handed out for sending
	server  string
	stop    context.CancelFunc // ends the look-out for the line's return
}

// membership is what the server gave this PC.
type membership struct {
	desk   store.Desk
	code   exchange.Code
	answer exchange.EnrolAnswer
	key    ed25519.PrivateKey
}

// join uses an enrolment code up at the server.
func (d *Desk) join(ctx context.Context, text, wish string) (*membership, error) {
	if d.practice {
		return nil, errPractice
	}
	code, err := exchange.ParseCode(text)
	if err != nil {
		return nil, onField(err, "enrolmentCode")
	}
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return nil, err
	}
	o := code.Options()
	o.Now, o.Transport = d.c.Now, d.c.Transport
	client, err := exchange.New(o)
	if err != nil {
		return nil, err
	}
	answer, err := client.Enrol(ctx, code, key, computer(), wish)
	if err != nil {
		return nil, onField(err, "enrolmentCode")
	}
	return &membership{code: code, answer: answer, key: key,
		desk: store.Desk{Device: answer.Device, Office: answer.Office, OfficeName: answer.OfficeName, Letter: answer.Letter}}, nil
}

// onField puts a fault of the code at the field where it was pasted.
func onField(err error, field string) error {
	f := fault.Of(err)
	if f.Field == "code" {
		g := *f
		g.Field = field
		return &g
	}
	return f
}

// save keeps address, keys and token, sealed.
func (m *membership) save(t *store.Tx) error {
	cert := ""
	if m.answer.Certificate != nil {
		raw, err := json.Marshal(m.answer.Certificate)
		if err != nil {
			return err
		}
		cert = string(raw)
	}
	for key, value := range map[string]string{
		"server.address": m.code.Address, "server.key": base64.StdEncoding.EncodeToString(m.code.Key), "server.pin": base64.StdEncoding.EncodeToString(m.code.Pin),
		metaToken: m.answer.Token, metaKey: base64.StdEncoding.EncodeToString(m.key), metaCertificate: cert, metaPast: "", metaNextKey: "",
	} {
		if err := t.SetMeta(key, value); err != nil {
			return err
		}
	}
	return t.TrustCalendar(m.code.Key) // the regency signs its calendars with the key that it signs its answers with
}

// Enrol connects a desk that worked without a server. What it recorded so far
// keeps its ids and numbers and is sent as the new device's.
func (d *Desk) Enrol(ctx context.Context, code string) error {
	if _, err := d.allowed(auth.Enrol); err != nil {
		return err
	}
	if d.Enrolled(ctx) {
		return fault.New(fault.Conflict, "enrol.already", "code", "PC ini sudah tersambung ke kabupaten.")
	}
	who, err := d.store.Desk(ctx)
	if err != nil {
		return err
	}
	m, err := d.join(ctx, code, who.Letter)
	if err != nil {
		return onField(err, "code")
	}
	if err := d.update(ctx, func(t *store.Tx) error {
		if err := t.Reauthor(m.desk); err != nil {
			return err
		}
		return m.save(t)
	}); err != nil {
		return err
	}
	d.c.Changed(Change{All: true, Sync: true, Reference: true})
	d.startLine(ctx)
	return nil
}

// Enrolled tells whether this PC belongs to a server.
func (d *Desk) Enrolled(ctx context.Context) bool {
	if !d.store.Unlocked() {
		return false
	}
	token, err := d.store.Meta(ctx, "server.token")
	return err == nil && token != ""
}

// startLine starts sending and receiving where this PC is enrolled.
func (d *Desk) startLine(ctx context.Context) {
	if d.practice {
		return
	}
	read := func(key string) string {
		v, err := d.store.Meta(ctx, key)
		if err != nil {
			d.c.Log.Error("settings cannot be read", "key", key, "err", err)
		}
		return v
	}
	token := read("server.token")
	d.mu.Lock()
	running := d.line.runner != nil
	d.mu.Unlock()
	if token == "" || running {
		return
	}
	key, err1 := base64.StdEncoding.DecodeString(read("server.key"))
	pin, err2 := base64.StdEncoding.DecodeString(read("server.pin"))
	if err1 != nil || err2 != nil {
		d.c.Log.Error("server keys cannot be read")
		return
	}
	address := read("server.address")
	client, err := exchange.New(exchange.Options{Address: address, ServerKey: key, Pin: pin, Token: token, Now: d.c.Now, Transport: d.c.Transport})
	if err != nil {
		d.c.Log.Error("client cannot be made", "err", err)
		return
	}
	r := d.c.Runner(client, (*wire)(d))
	watching, stop := context.WithCancel(context.WithoutCancel(ctx))
	d.mu.Lock()
	d.line.runner, d.line.server, d.line.stop = r, address, stop
	d.mu.Unlock()
	r.Start(context.WithoutCancel(ctx))
	go watchLine(watching, addresses, lineWatch, r.LineUp)
}

// lineWatch is how often the PC's own addresses are looked at: a look costs
// microseconds, a cable put back should not wait for the next timer.
const lineWatch = 3 * time.Second

// watchLine calls up when the PC has got an address that it did not have.
func watchLine(ctx context.Context, look func() map[string]bool, every time.Duration, up func()) {
	tick := time.NewTicker(every)
	defer tick.Stop()
	had := look()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		has := look()
		for a := range has {
			if !had[a] {
				up()
				break
			}
		}
		had = has
	}
}

// addresses of this PC beyond itself; none while no line is plugged in.
func addresses() map[string]bool {
	out := map[string]bool{}
	list, err := net.InterfaceAddrs()
	if err != nil {
		return out
	}
	for _, a := range list {
		if ip, ok := a.(*net.IPNet); ok && !ip.IP.IsLoopback() {
			out[a.String()] = true
		}
	}
	return out
}

func (d *Desk) stopLine() {
	d.mu.Lock()
	r, stop := d.line.runner, d.line.stop
	d.line.runner, d.line.stop = nil, nil
	d.mu.Unlock()
	if r != nil {
		stop()
		r.Stop()
	}
}

func (d *Desk) runner() *exchange.Runner {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.line.runner
}

func (d *Desk) nudge() {
	if r := d.runner(); r != nil {
		r.Nudge()
	}
}

// TryNow sends and receives at once.
func (d *Desk) TryNow() {
	if r := d.runner(); r != nil {
		r.TryNow()
	}
}

// Status of sending. Unsent and Files come from what is here; Line is only about the line.
type Status struct {
	Reading  int64 // grows with every reading of this program: of two, the one with the greater number is the newer
	Enrolled bool
	Unsent   store.Unsent
	Line     exchange.Line
	Server   string
	Clock    ClockState
	Received time.Time // when the regency last took something, also before this start
	Fill     Fill
	Files    int           // whose content is here and not at the regency, their text is
	NextIn   time.Duration // until the line is tried again; 0 = no attempt is planned
}

// readings are counted for the whole program: a practice desk follows a true one in the same window.
var readings atomic.Int64

// Status for the window. One is read at a time, so that the numbers of the
// readings are in the order of what they saw.
func (d *Desk) Status(ctx context.Context) (Status, error) {
	if _, err := d.Session(); err != nil {
		return Status{}, err
	}
	d.reading.Lock()
	defer d.reading.Unlock()
	u, err := d.store.Unsent(ctx)
	if err != nil {
		return Status{}, err
	}
	s := Status{Reading: readings.Add(1), Enrolled: d.Enrolled(ctx), Unsent: u}
	_, clock := d.tick()
	s.Clock = ClockState{Offset: clock.offset, Measured: clock.measured}
	if s.Received, err = d.store.ReceivedAt(ctx); err != nil {
		return Status{}, err
	}
	if s.Fill.Done, s.Fill.Total, err = d.store.FillProgress(ctx); err != nil {
		return Status{}, err
	}
	open, err := d.store.OpenFiles(ctx)
	if err != nil {
		return Status{}, err
	}
	for i := range open {
		if open[i].Here {
			s.Files++
		}
	}
	d.mu.Lock()
	s.Line, s.Server = d.line.last, d.line.server
	d.mu.Unlock()
	if s.Line.Fault != nil {
		s.NextIn = max(0, time.Until(s.Line.NextTry)) // by the loop's clock, which no setting moves
	}
	return s, nil
}

// wire is the desk's journal as the exchange loop sees it.
type wire Desk

func (w *wire) desk() *Desk { return (*Desk)(w) }

// Pending gives the next unsent entries.
func (w *wire) Pending(ctx context.Context, most int) (exchange.Outgoing, error) {
	s := w.desk().store
	who, err := s.Desk(ctx)
	if err != nil {
		return exchange.Outgoing{}, err
	}
	epoch, _, _, err := s.Cursor(ctx)
	if err != nil {
		return exchange.Outgoing{}, err
	}
	past, err := s.Meta(ctx, metaPast)
	if err != nil || past != "" {
		return exchange.Outgoing{Nameless: past != ""}, err
	}
	entries, prev, more, err := s.PendingEntries(ctx, most)
	if len(entries) > 0 {
		w.mu.Lock()
		w.line.offered = entries[len(entries)-1].Seq
		w.mu.Unlock()
	}
	return exchange.Outgoing{Epoch: epoch, Office: who.Office, Device: who.Device, Prev: prev, Entries: entries, More: more}, err
}

// Acked stores what the server took.
func (w *wire) Acked(ctx context.Context, sent []journal.Entry, a exchange.PushAnswer) error {
	d := w.desk()
	aside := make([]store.SetAside, 0, len(a.SetAside))
	for _, x := range a.SetAside {
		aside = append(aside, store.SetAside(x))
	}
	if err := d.store.MarkAcked(ctx, sent, a.Revs, aside); err != nil {
		return err
	}
	ids := make([]string, 0, len(sent))
	for i := range sent {
		ids = append(ids, sent[i].Stream)
	}
	d.tell(ids)
	return nil
}

// Cursor of the office's feed.
func (w *wire) Cursor(ctx context.Context) (exchange.Cursor, error) {
	epoch, pos, h, proof, err := w.desk().store.Proved(ctx)
	if err != nil {
		return exchange.Cursor{}, err
	}
	acked, err := w.desk().store.AckedTo(ctx)
	if err != nil {
		return exchange.Cursor{}, err
	}
	if past, err := w.desk().store.Meta(ctx, metaPast); err != nil || past != "" {
		acked = 0 // the token is that of another name
	}
	f, _, err := w.desk().store.Filling(ctx)
	return exchange.Cursor{Epoch: epoch, Pos: pos, Hash: h, Proof: proof, Acked: acked, Low: f.Low}, err
}

// OwnHash of an entry that this PC wrote.
func (w *wire) OwnHash(ctx context.Context, id string) (journal.Hash, bool, error) {
	return w.desk().store.EntryHash(ctx, id)
}

// Apply stores a page and tells the window.
func (w *wire) Apply(ctx context.Context, p exchange.Page) error {
	d := w.desk()
	own := make([]store.OwnRef, 0, len(p.Own))
	for _, o := range p.Own {
		own = append(own, store.OwnRef(o))
	}
	changed, err := d.store.ApplyFetched(ctx, store.Fetched{Entries: p.Entries, Older: p.Older, Own: own, Epoch: p.Cursor.Epoch, Pos: p.Cursor.Pos, Hash: p.Cursor.Hash, Proof: p.Cursor.Proof})
	if err != nil {
		return err
	}
	d.tell(changed)
	return nil
}

// lineBlur is how exactly an answer tells the time: below it are only the ways
// of the line, and a bad one brings a hello every few seconds.
const lineBlur = time.Second

// Met takes the error of this PC's clock.
func (w *wire) Met(ctx context.Context, _ exchange.Hello, offset time.Duration) error {
	return w.desk().measure(ctx, offset)
}

// Report keeps the state of the line for the window.
func (w *wire) Report(l exchange.Line) {
	d := w.desk()
	d.mu.Lock()
	same := d.line.last.Up == l.Up && d.line.last.Fault == l.Fault && d.line.last.Busy == l.Busy && d.line.last.LastSuccess.Equal(l.LastSuccess)
	d.line.last = l
	d.mu.Unlock()
	if !same {
		d.c.Changed(Change{Sync: true})
	}
}

// ServerHost is the name of the server without the scheme, for the window.
func ServerHost(address string) string {
	_, host, ok := strings.Cut(address, "://")
	if !ok {
		return address
	}
	return host
}
