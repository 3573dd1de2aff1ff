package auth

import (
	"testing"

	"loketaduan/internal/fault"
)

func TestTable(t *testing.T) {
	for _, c := range []struct {
		r    Role
		p    Permission
		want bool
	}{
		{Clerk, Record, true}, {Clerk, Supervise, false}, {Clerk, Unmask, false}, {Clerk, Accounts, false},
		{OfficeHead, Supervise, true}, {OfficeHead, Accounts, false}, {Admin, Accounts, true},
		{Coordinator, Verify, true}, {"tamu", Record, false},
		{Clerk, Print, true}, {Clerk, Kop, false}, {OfficeHead, Kop, true}, {"tamu", Print, false},
	} {
		if got := c.r.May(c.p); got != c.want {
			t.Errorf("%s %s: %v", c.r, c.p, got)
		}
	}
}

func TestCheckAccountNamesEveryField(t *testing.T) {
	err := CheckAccount("", "a b", "x", "short", "other")
	f := fault.Of(err)
	if f == nil || len(f.Also) != 4 {
		t.Fatalf("%+v", f)
	}
	if err := CheckAccount("Siti Aminah", "siti", Clerk, "panjang-sekali", "panjang-sekali"); err != nil {
		t.Fatal(err)
	}
}
