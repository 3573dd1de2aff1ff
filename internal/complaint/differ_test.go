package complaint

import (
	"testing"
	"time"

	"loketaduan/internal/calendar"
)

func TestDiffers(t *testing.T) {
	at := time.Date(2026, 11, 2, 1, 0, 0, 0, time.UTC)
	closure := ruleEntry(StreamRules+here, KClosureAdded, 1, at, RuleBody{From: day("2026-12-08"), To: day("2026-12-09"), Reason: "Banjir"})
	open := ruleEntry(StreamRules+here, KClosureWithdrawn, 2, at, RuleBody{Closure: closure.ID, Reason: "Keliru"})
	zone, days := DefaultSettings(), DefaultSettings()
	zone.Zone, days.VerifyDays = "WIT", 2
	older := NewRulebook(calendar.EmbeddedDecrees().At(day("2026-09-01")), nil)
	for name, x := range map[string]struct {
		now, was *Rulebook
		want     Difference
		offices  int
	}{
		"nothing":           {book(), book(), Difference{}, 0},
		"not known":         {book(), nil, Difference{All: true, Zones: true}, 0},
		"closed":            {book(closure), book(), Difference{From: day("2026-12-08")}, 0},
		"open again":        {book(closure, open), book(closure), Difference{From: day("2026-12-08")}, 0},
		"there and back":    {book(closure, open), book(), Difference{}, 0},
		"days":              {book(ruleEntry(StreamRules+here, KRulesSet, 1, at, RuleBody{Settings: &days})), book(), Difference{}, 1},
		"zone":              {book(ruleEntry(StreamRules+here, KRulesSet, 1, at, RuleBody{Settings: &zone})), book(), Difference{Zones: true}, 1},
		"2027 is declared":  {book(), older, Difference{From: day("2027-01-01")}, 0},
		"and no longer":     {older, book(), Difference{From: day("2027-01-01")}, 0},
		"another regency's": {NewRulebook(calendar.EmbeddedDecrees().WithImprint(calendar.Imprint{Regency: "63.03"}), nil), book(), Difference{All: true}, 0},
	} {
		got := x.now.Differs(x.was)
		if got.All != x.want.All || got.From != x.want.From || got.Zones != x.want.Zones || len(got.Offices) != x.offices {
			t.Errorf("%s: %+v, want %+v", name, got, x.want)
		}
	}
}
