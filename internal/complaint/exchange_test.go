package complaint

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"loketaduan/internal/auth"
	"loketaduan/internal/calendar"
	"loketaduan/internal/fault"
	"loketaduan/internal/journal"
)

// desk is one PC: its own entries in the order of writing, and everything that
// ever reached it, repeats included.
type desk struct {
	name   string
	office string
	own    []journal.Entry // Rev 0 for ever: what the server said comes with the feed
	feed   []journal.Entry
	sent   int // of own, acknowledged
	read   int // of the server's entries
	skew   time.Duration
}

func (d *desk) fold() *Complaint {
	all := slices.Concat(d.feed, d.own)
	journal.SortFold(all)
	return Fold(streamID, all)
}

// hub is the server: it gives a rev to whatever it sees for the first time.
type hub struct {
	entries []journal.Entry
	seen    map[string]bool
}

func (h *hub) take(entries []journal.Entry) {
	for _, e := range entries {
		if !h.seen[e.ID] {
			h.seen[e.ID] = true
			e.Rev = int64(len(h.entries) + 1)
			h.entries = append(h.entries, e)
		}
	}
}

// run is one random exchange, with a note of all that was typed.
type run struct {
	t     *rapid.T
	hub   *hub
	desks []*desk
	clock time.Time
	ids   int
	typed []string
	text  string // the narrative as first recorded
}

var vocabulary = []string{"", "Jembatan putus", "Jembatan miring", "Jembatan hanyut"}

func (r *run) id() string { r.ids++; return entryID(r.ids) }

func (r *run) pick(label string, values ...string) string {
	return rapid.SampledFrom(values).Draw(r.t, label)
}

func (r *run) write(d *desk, drafts []journal.Draft, author string) {
	for _, x := range drafts {
		d.own = append(d.own, journal.Entry{
			ID: x.ID, Stream: streamID, Office: d.office, Device: d.name, Seq: int64(len(d.own) + 1), Author: author,
			At: r.clock.Add(d.skew).UTC(), OffsetMs: -d.skew.Milliseconds(), Kind: x.Kind, Version: x.Version, Base: x.Base, Body: x.Body,
		})
		var b Body
		if json.Unmarshal(x.Body, &b) == nil {
			r.typed = append(r.typed, b.Text, b.Target, b.Name, b.Letter)
			if b.File != nil {
				r.typed = append(r.typed, b.File.Name)
			}
			for _, v := range b.Set {
				r.typed = append(r.typed, v)
			}
		}
	}
}

// act lets somebody at the desk do something that the screen would offer.
func (r *run) act(d *desk) {
	c := d.fold()
	role := rapid.SampledFrom(auth.Roles).Draw(r.t, "role")
	who := Actor{Account: d.name + "/" + string(role), Role: role, Office: d.office}
	kinds := make([]string, 0, len(transitions))
	for kind := range transitions {
		if Allowed(c, kind, who) == nil {
			kinds = append(kinds, kind)
		}
	}
	if len(kinds) == 0 {
		return
	}
	slices.Sort(kinds)
	// Edits of the same fields are what can go wrong: half of all acts.
	edits := slices.DeleteFunc(slices.Clone(kinds), func(k string) bool {
		return k != KCorrected && k != KClassified && k != KTrackingSet && k != KClashSettled
	})
	if len(edits) > 0 && rapid.Bool().Draw(r.t, "edit") {
		kinds = edits
	}
	if c.OpenClashes() > 0 && rapid.Bool().Draw(r.t, "settle") {
		kinds = []string{KClashSettled}
	}
	kind := rapid.SampledFrom(kinds).Draw(r.t, "kind")
	a := Act{ID: r.id(), Kind: kind, Now: r.clock, Zone: calendar.WITA, Limits: DefaultLimits()}
	a.Body = actBody(kind)
	a.Body.Text = "Catatan " + a.ID
	a.Body.On = rapid.SampledFrom([]calendar.Date{{}, today, today.AddDays(-1), received.AddDays(3)}).Draw(r.t, "on")
	switch kind {
	case KForwarded:
		a.Body.Office = r.pick("to", here, there, "63.03.DLH")
	case KTrackingSet:
		a.Body.Target = r.pick("tracking", "5010653", "5010654", "5010655")
	case KClashSettled:
		if len(c.Clashes) == 0 {
			return
		}
		a.Body.Clash = rapid.SampledFrom(c.Clashes).Draw(r.t, "clash").ID
		a.Body.Take = r.pick("take", TakeAccepted, TakeProposed, TakeBack)
	case KPrinted:
		a.Body.Print = &Print{What: rapid.SampledFrom(Papers).Draw(r.t, "paper").Value}
	case KLinked:
		a.Body.Link = &Link{ID: entryID(rapid.IntRange(910, 914).Draw(r.t, "other")), Number: number}
	case KUnlinked:
		if len(c.Links) == 0 {
			return
		}
		a.Body.Link = &c.Links[0].Link
	case KFileAttached:
		a.Body.File = &File{SHA256: strings.Repeat(r.pick("content", "ab", "cd"), 32), Size: 100, Name: a.ID + ".pdf", Type: "application/pdf"}
	case KFileDetached:
		i := slices.IndexFunc(c.Files, func(x Attachment) bool { return !x.Detached })
		if i < 0 {
			return
		}
		a.Body.Detach = c.Files[i].Entry
	case KVerified, KClassified, KCorrected:
		f := c.Form()
		f.Category = r.pick("category", "infrastruktur", "pu", "desa")
		f.Normative, f.Supervisory = rapid.Bool().Draw(r.t, "normative"), rapid.Bool().Draw(r.t, "supervisory")
		if v := r.pick("subject", vocabulary...); v != "" {
			f.Subject = v
		}
		f.Loss = r.pick("loss", "", "Rp 100.000", "Rp 200.000")
		f.Narrative = r.pick("narrative", f.Narrative, "Uraian yang diperbaiki.")
		f.Reporter.Name = r.pick("name", "Aminah", "Aminah binti Ali", "Siti Aminah")
		f.Reporter.Phone = r.pick("phone", "", "081234567890", "+62 811 5000 600")
		a.Form = &f
	}
	drafts, err := Decide(c, a, who, r.id(), "garam")
	if err != nil {
		f := fault.Of(err)
		timing := strings.HasPrefix(f.Code, "complaint.escalate.") || strings.HasPrefix(f.Code, "complaint.withdrawn.") || f.Code == "complaint.acknowledge.paused" || f.Code == "complaint.handover.none" || f.Code == "complaint.link.twice" || strings.HasPrefix(f.Code, "complaint.clash.")
		if k := f.Kind; k != fault.Invalid && k != fault.Forbidden && !timing {
			r.t.Fatalf("%s in %s was allowed, then: %v", kind, c.State, err)
		}
		return
	}
	r.write(d, drafts, who.Account)
}

// push sends a part of what is unsent, perhaps once more what was sent, and
// perhaps never hears that it arrived.
func (r *run) push(d *desk) {
	from := rapid.IntRange(0, d.sent).Draw(r.t, "again from")
	to := rapid.IntRange(d.sent, len(d.own)).Draw(r.t, "to")
	r.hub.take(d.own[from:to])
	if rapid.Bool().Draw(r.t, "answer arrives") {
		d.sent = to
	}
}

// pull takes a batch of the feed, perhaps with a part of the last one again.
func (r *run) pull(d *desk) {
	from := rapid.IntRange(0, d.read).Draw(r.t, "again from")
	to := rapid.IntRange(d.read, len(r.hub.entries)).Draw(r.t, "to")
	d.feed = append(d.feed, r.hub.entries[from:to]...)
	d.read = to
}

func (r *run) deliverAll() {
	for _, d := range r.desks {
		r.hub.take(d.own[d.sent:])
	}
	for _, d := range r.desks {
		d.feed = append(d.feed, r.hub.entries[d.read:]...)
	}
}

func TestDesksAndServerAgree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := &run{t: t, hub: &hub{seen: map[string]bool{}}, clock: now}
		r.desks = []*desk{{name: "pc-a", office: here, skew: -50 * time.Hour}, {name: "pc-b", office: here, skew: 3 * time.Minute}}
		f := validForm()
		r.text = f.Narrative
		drafts, err := Receive(r.id(), r.id(), number, "garam", f, Actor{Account: "siti", Role: auth.Clerk, Office: here}, ruled, Promise{})
		if err != nil {
			t.Fatal(err)
		}
		r.write(r.desks[0], drafts, "siti")
		if rapid.Bool().Draw(t, "known everywhere") {
			r.hub.take(r.desks[0].own)
			r.desks[0].sent = 2
			r.pull(r.desks[1])
		}
		for range rapid.IntRange(1, 60).Draw(t, "steps") {
			d := rapid.SampledFrom(r.desks).Draw(t, "desk")
			r.clock = r.clock.Add(time.Minute)
			switch rapid.IntRange(0, 7).Draw(t, "step") {
			case 0, 1:
				r.push(d)
			case 2, 3:
				r.pull(d)
			default:
				r.act(d)
			}
			r.sound(d.fold())
		}
		r.deliverAll()

		server := Fold(streamID, r.hub.entries)
		for _, d := range r.desks {
			if got := d.fold(); !reflect.DeepEqual(got, server) {
				t.Fatalf("%s differs from the server:\n%+v\n%+v", d.name, got, server)
			}
		}
		if got, want := len(server.History), len(r.desks[0].own)+len(r.desks[1].own); got != want {
			t.Fatalf("%d entries written, %d in the history", want, got)
		}
		r.nothingLost(server)
		r.nothingReplacedUnseen()
	})
}

// sound holds at every desk at every moment.
func (r *run) sound(c *Complaint) {
	if c.Number != "" && c.Original != r.text {
		r.t.Fatalf("the reporter's words became %q", c.Original)
	}
	open := 0
	for _, p := range c.Pauses {
		if p.CompletedOn.IsZero() {
			open++
		}
	}
	if open > 1 || (open == 1) != (c.State == AwaitingCompletion) {
		r.t.Fatalf("%s with %d open pauses", c.State, open)
	}
	if c.State != "" && !slices.Contains(States, c.State) {
		r.t.Fatalf("state %q", c.State)
	}
	if c.Tracking != c.Values["tracking"] || c.Newer != 0 {
		r.t.Fatalf("tracking %q and %q, %d newer", c.Tracking, c.Values["tracking"], c.Newer)
	}
	ids := map[string]bool{}
	for _, x := range c.Clashes {
		if ids[x.ID] {
			r.t.Fatalf("two clashes %s", x.ID)
		}
		ids[x.ID] = true
	}
}

// nothingLost: every value that was typed is current, in a clash or in the history.
func (r *run) nothingLost(c *Complaint) {
	kept := map[string]bool{"": true}
	for _, v := range c.Values {
		kept[v] = true
	}
	for _, x := range c.Clashes {
		kept[x.Accepted], kept[x.Proposed] = true, true
	}
	for _, x := range c.Files {
		kept[x.Name] = true
	}
	for _, h := range c.History {
		for _, v := range []string{h.Body.Text, h.Body.Target, h.Body.Name, h.Body.Letter} {
			kept[v] = true
		}
		for _, v := range h.Body.Set {
			kept[v] = true
		}
	}
	for _, v := range r.typed {
		if !kept[v] {
			r.t.Fatalf("%q is lost", v)
		}
	}
}

// nothingReplacedUnseen: in the server's order, a value gives way only to an
// entry whose author had seen it; else what was typed stands in a clash, or the
// whole act does.
func (r *run) nothingReplacedUnseen() {
	c := Fold(streamID, nil)
	for i := range r.hub.entries {
		e := &r.hub.entries[i]
		values, setBy := cloned(c.Values), cloned(c.SetBy)
		Apply(c, e)
		step := c.History[len(c.History)-1]
		for name := range c.SetBy {
			if old, had := setBy[name]; had && values[name] != c.Values[name] && e.Base[name] != old {
				r.t.Fatalf("%s replaced %s %q, which its author had not seen, by %q", e.Kind, name, values[name], c.Values[name])
			}
		}
		for name, v := range step.Body.Set {
			clash := slices.ContainsFunc(c.Clashes, func(x Clash) bool { return x.ID == e.ID+"/"+name && x.Proposed == v })
			if c.Values[name] != v && !clash && !strings.HasPrefix(step.Clash, "Ketika") {
				r.t.Fatalf("%s: %q for %s is neither taken nor proposed", e.Kind, v, name)
			}
		}
	}
}

func cloned(m map[string]string) map[string]string {
	out := make(map[string]string, len(m))
	for k, v := range m {
		out[k] = v
	}
	return out
}
