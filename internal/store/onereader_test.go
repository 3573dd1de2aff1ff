package store

import (
	"context"
	"testing"
	"time"

	"loketaduan/internal/complaint"
	"loketaduan/internal/testdb"
)

// Whoever holds a connection of the readers must not wait for a second one:
// when all do so at once, all wait for ever. With a single connection one is enough.
func TestOneConnectionIsEnoughToRead(t *testing.T) { testdb.Both(t, testOneConnectionIsEnoughToRead) }

func testOneConnectionIsEnoughToRead(t *testing.T) {
	d, c := desk(t, "63.03.05", "A"), central(t)
	c.enrol(d)
	stream, number, err := d.save(d.form(nil))
	d.must(err)
	d.push(c)
	row := OldRow{Number: number, Identity: "x"}
	probe := Probe{From: d.today().AddDays(-30), To: d.today(), Words: [][]string{{"ambruk"}}, Numbers: []string{"6303050101900001"}}
	readers := map[string]func(context.Context, *bench) error{
		"list": func(x context.Context, b *bench) error {
			_, _, _, err := b.List(x, Filter{Query: "ambruk"})
			return err
		},
		"all":       func(x context.Context, b *bench) error { _, _, _, err := b.List(x, Filter{}); return err },
		"each":      func(x context.Context, b *bench) error { return b.Each(x, Filter{}, func(Row) error { return nil }) },
		"count":     func(x context.Context, b *bench) error { _, err := b.Count(x, Filter{Clashes: true}); return err },
		"meant":     func(x context.Context, b *bench) error { _, err := b.Meant(x, Filter{Query: "ambrk"}, 0); return err },
		"alike":     func(x context.Context, b *bench) error { _, err := b.Alike(x, probe); return err },
		"known":     func(x context.Context, b *bench) error { _, err := b.Known(x, []OldRow{row}); return err },
		"ways":      func(x context.Context, b *bench) error { _, _, err := b.Ways(x, stream); return err },
		"complaint": func(x context.Context, b *bench) error { _, err := b.Complaint(x, stream); return err },
		"whole": func(x context.Context, b *bench) error {
			return b.EachComplaint(x, func(*complaint.Complaint) error { return nil })
		},
		"verify":  func(x context.Context, b *bench) error { _, err := b.VerifyJournal(x); return err },
		"waiting": func(x context.Context, b *bench) error { _, err := b.Waiting(x, 10); return err },
		"unsent":  func(x context.Context, b *bench) error { _, err := b.Unsent(x); return err },
		"asides":  func(x context.Context, b *bench) error { _, err := b.Asides(x); return err },
		"pending": func(x context.Context, b *bench) error { _, _, _, err := b.PendingEntries(x, 10); return err },
		"feed":    func(x context.Context, b *bench) error { _, err := b.Feed(x, "63.03.05", 0, 10); return err },
		"files":   func(x context.Context, b *bench) error { _, err := b.OpenFiles(x); return err },
		"unsent files": func(x context.Context, b *bench) error {
			_, err := b.UnsentFiles(x)
			return err
		},
		"letterhead": func(x context.Context, b *bench) error { _, err := b.Letterhead(x); return err },
		"templates":  func(x context.Context, b *bench) error { _, err := b.Templates(x); return err },
		"by number":  func(x context.Context, b *bench) error { _, err := b.ByNumber(x, number); return err },
		"imports":    func(x context.Context, b *bench) error { _, err := b.Imports(x, "63.03.05"); return err },
		"received":   func(x context.Context, b *bench) error { _, err := b.ReceivedAt(x); return err },
		"written":    func(x context.Context, b *bench) error { _, err := b.LastWritten(x); return err },
		"claims":     func(x context.Context, b *bench) error { _, err := b.Claims(x, ""); return err },
		"relayable":  func(x context.Context, b *bench) error { _, _, err := b.Relayable(x, 10, nil); return err },
	}
	for _, b := range []*bench{d, c} {
		b.read.SetMaxOpenConns(1)
		for name, read := range readers {
			b.who.Store(nil) // as after a commit that may have failed
			given, cancel := context.WithTimeout(ctx, 5*time.Second)
			err := read(given, b)
			if given.Err() != nil {
				t.Errorf("%s (server: %v) waits for a second connection: %v", name, b.o.Server, err)
			}
			cancel()
		}
	}
}
