//go:build linux

package simulation

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"time"

	"github.com/google/uuid"

	"loketaduan/internal/complaint"
	"loketaduan/internal/fault"
	"loketaduan/internal/office"
	"loketaduan/internal/store"
)

const (
	realDeskEnv  = "LOKET_REAL_DESK"  // data folder of the desk that this process is
	realAgainEnv = "LOKET_REAL_AGAIN" // id of the form that was open when it was killed
)

func init() {
	if dir := os.Getenv(realDeskEnv); dir != "" {
		workForEver(dir, os.Getenv(realAgainEnv))
	}
}

// realConfig is a desk as it runs in an office, but for the cost of a password.
func realConfig(dir string) office.Config {
	return office.Config{Dir: dir, Outside: dir + "-luar", Machine: "mesin-" + dir, Cost: cheap}
}

// workForEver is a desk in a process of its own, which gets killed: it says
// what has been saved, after the save returned, and goes on.
//
//	form ID                a form is opened; its complaint will have this id
//	saved ID NUMBER        the complaint is recorded
//	acted COMPLAINT ENTRY  an act on some complaint of the office is done
//	failed WHY
func workForEver(dir, again string) {
	go func() { // nobody listens any more
		io.Copy(io.Discard, os.Stdin)
		os.Exit(0)
	}()
	ctx := context.Background()
	must := func(what string, err error) {
		if err != nil {
			fmt.Println("failed", what, err)
			os.Exit(3)
		}
	}
	d, err := office.Open(ctx, realConfig(dir))
	must("open", err)
	must("sign-in", d.SignIn(ctx, "siti", "kata-sandi-siti"))
	for {
		id := again
		if again = ""; id == "" {
			id = uuid.Must(uuid.NewV7()).String()
			fmt.Println("form", id)
		}
		r, err := d.Record(ctx, id, form("Warga "+id[30:], "Jalan rusak di RT "+id[34:]), true)
		must("record", err)
		fmt.Println("saved", id, r.Complaint.Number)

		rows, _, _, err := d.List(ctx, store.Filter{Sort: "newest", Limit: 20})
		must("list", err)
		of := rows[rand.IntN(len(rows))].ID
		a := complaint.Act{ID: uuid.Must(uuid.NewV7()).String(), Kind: complaint.KNoted, Body: complaint.Body{Text: "Pelapor menelepon lagi"}}
		if rand.IntN(3) == 0 {
			a.Kind, a.Body = complaint.KVerified, complaint.Body{}
		}
		switch f := fault.Of(d.Act(ctx, of, a)); {
		case f == nil:
			fmt.Println("acted", of, a.ID)
		case f.Kind == fault.Internal: // any other is a rule: somebody verified it already
			must("act", f)
		}
		time.Sleep(time.Duration(rand.IntN(30)) * time.Millisecond)
	}
}
