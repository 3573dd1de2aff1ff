package calendar

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// fresh judges every day of the tables anew by rickar with all days closed,
// deriving nothing.
func fresh(c *Calendar, week WorkWeek) *table {
	return judgeAll(judge{week: week}.closing(slices.Concat(c.days, c.outlook.closedDays())))
}

func sameTable(t *testing.T, what string, c *Calendar) {
	t.Helper()
	for _, week := range []WorkWeek{FiveDays, SixDays} {
		want, got := fresh(c, week), c.table(week)
		if !slices.Equal(got.upTo, want.upTo) || !slices.Equal(got.nth, want.nth) {
			t.Errorf("%s, week %d: the derived table is not the judged one", what, week)
		}
		for _, d := range []Date{Of(2009, 5, 1), Of(2041, 6, 3), Of(2050, 3, 1), Of(2050, 3, 2)} {
			if got.isWorking(d) != want.judge.isWorkday(d) {
				t.Errorf("%s, week %d: %v", what, week, d)
			}
		}
	}
}

func TestDerivedTablesEqualJudgedOnes(t *testing.T) {
	for _, d := range embeddedDecrees().dates {
		sameTable(t, "as of "+d.String(), EmbeddedAsOf(d))
	}
	sameTable(t, "nothing decreed", EmbeddedAsOf(Date{}))

	random := rand.New(rand.NewPCG(5, 6))
	c := Embedded()
	for range 12 {
		var days []Day
		for range random.IntN(40) {
			d := Of(2010, 1, 1).AddDays(random.IntN(31*365) - 300)
			for range 1 + random.IntN(4) { // runs, doubles and days that are closed already
				days = append(days, Day{Date: d, Kind: LocalClosure, Name: "Banjir", Scope: "63.03"})
				d = d.AddDays(random.IntN(2))
			}
		}
		days = append(days, Day{Date: Of(2050, 3, 1), Kind: LocalClosure, Name: "Jauh"})
		c = c.With(days)
		sameTable(t, "random closures", c)
	}
	ends := Embedded().With([]Day{{Date: tableFirst}, {Date: tableFirst.AddDays(3)}, {Date: tableLast}, {Date: tableFirst.AddDays(-1)}, {Date: tableLast.AddDays(1)}})
	sameTable(t, "ends of the table", ends)
}
