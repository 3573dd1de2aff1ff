package store

import (
	"testing"
	"time"

	"loketaduan/internal/complaint"
	"loketaduan/internal/testdb"
)

// How far a complaint has come, as a whole and entry by entry, from the first
// save to the last answer; the list says the same.
func TestWays(t *testing.T) { testdb.Both(t, testWays) }

func testWays(t *testing.T) {
	b := desk(t, "63.03.05", "A")
	road := b.receive(nil)
	b.receive(nil)
	b.act(road, complaint.KNoted, complaint.Body{Text: "Ditelepon lagi"}, nil)
	all, _, _, err := b.PendingEntries(ctx, 10)
	b.must(err)
	content, identity, note := all[0], all[1], all[4]
	is := func(when string, want Way) map[string]EntryWay {
		t.Helper()
		got, entries, err := b.Ways(ctx, road)
		b.must(err)
		if got != want {
			t.Fatalf("%s: %+v, want %+v", when, got, want)
		}
		rows, _, _, err := b.List(ctx, Filter{})
		b.must(err)
		for _, r := range rows {
			if r.ID == road && r.Way != want {
				t.Fatalf("%s: the list says %+v, want %+v", when, r.Way, want)
			}
		}
		return entries
	}
	entries := is("saved", Way{Unsent: 3, LastSeq: note.Seq})
	if w := entries[content.ID]; len(entries) != 3 || w != (EntryWay{Own: true, Seq: content.Seq}) {
		t.Fatalf("%+v", entries)
	}

	// the clock of this PC is an hour slow, and that is known
	_, err = b.Update(ctx, func(t *Tx) error { return t.SetPlain("clock_offset_ms", "3600000") })
	b.must(err)
	b.must(b.MarkAcked(ctx, all[:2], []int64{1, 2}, nil))
	taken := b.Now().UTC().Add(time.Hour)
	entries = is("the form was taken", Way{Unsent: 1, LastSeq: note.Seq, Taken: taken})
	if !entries[identity.ID].Taken.Equal(taken) || !entries[note.ID].Taken.IsZero() {
		t.Fatalf("%+v", entries)
	}

	b.must(b.MarkAcked(ctx, all[4:], []int64{0}, []SetAside{{Seq: note.Seq, ID: note.ID, Code: errForeignStream.Code, Message: errForeignStream.Message}}))
	entries = is("the note was set aside", Way{Aside: 1, Taken: taken})
	if w := entries[note.ID]; w.Aside == 0 || w.Message != errForeignStream.Message {
		t.Fatalf("%+v", w)
	}
	_, err = b.Update(ctx, func(tx *Tx) error {
		_, err := tx.SendAgain(entries[note.ID].Aside, "Ditelepon lagi kemarin")
		return err
	})
	b.must(err)
	b.must(b.MarkAcked(ctx, all[2:4], []int64{1, 2}, nil)) // the other one, which lies before it in the chain
	again, _, _, err := b.PendingEntries(ctx, 10)
	b.must(err)
	last := again[0]
	entries = is("sent again", Way{Unsent: 1, LastSeq: last.Seq, Taken: taken})
	if w, gone := entries[last.ID], entries[note.ID]; !w.Own || gone != (EntryWay{}) {
		t.Fatalf("%+v", entries)
	}
	b.later(time.Minute)
	b.must(b.MarkAcked(ctx, again, []int64{3}, nil))
	is("all taken", Way{Taken: taken.Add(time.Minute)})
}
