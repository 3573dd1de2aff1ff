package office

import (
	"strings"
	"testing"

	"loketaduan/internal/auth"
)

// Saved views are one account's own, and are there again after a new start of
// the session.
func TestSavedViews(t *testing.T) {
	c := newCounter(t, auth.Admin)
	ctx := t.Context()
	if list, err := c.SavedViews(ctx); err != nil || list == nil || len(list) != 0 {
		t.Fatal(list, err)
	}
	road := SavedView{ID: newID(), Name: "  Jalan   rusak ", At: "q=jalan%20rusak&terbuka=1"}
	if err := c.SetSavedViews(ctx, []SavedView{road}); err != nil {
		t.Fatal(err)
	}
	c.SignOut()
	if _, err := c.SavedViews(ctx); code(err) != "session.none" {
		t.Fatal("read by nobody:", err)
	}
	if err := c.SignIn(ctx, "siti", "kata sandi uji"); err != nil {
		t.Fatal(err)
	}
	list, err := c.SavedViews(ctx)
	if err != nil || len(list) != 1 || list[0].Name != "Jalan rusak" || list[0].At != road.At {
		t.Fatal(list, err)
	}
	if err := c.AddAccount(ctx, NewAccount{Name: "Budi", Username: "budi", Role: auth.Clerk, Password: "kata sandi lain", Again: "kata sandi lain"}); err != nil {
		t.Fatal(err)
	}
	c.SignOut()
	if err := c.SignIn(ctx, "budi", "kata sandi lain"); err != nil {
		t.Fatal(err)
	}
	if list, err := c.SavedViews(ctx); err != nil || len(list) != 0 {
		t.Fatal("those of another account:", list, err)
	}
}

func TestSavedViewsRefused(t *testing.T) {
	c := newCounter(t, auth.Admin)
	ctx := t.Context()
	kept := []SavedView{{ID: "a", Name: "Satu", At: "q=satu"}}
	if err := c.SetSavedViews(ctx, kept); err != nil {
		t.Fatal(err)
	}
	many := make([]SavedView, savedViewsMost+1)
	for want, views := range map[string][]SavedView{
		"view.many":          many,
		"view.name.required": {{ID: "a", Name: "  "}},
		"view.name.long":     {{ID: "a", Name: strings.Repeat("é", savedViewNameMost+1)}},
		"view.name.twice":    {{ID: "a", Name: "Satu"}, {ID: "b", Name: "sATU "}},
		"view.invalid":       {{ID: "a", Name: "Satu", At: strings.Repeat("q", savedViewMost+1)}},
	} {
		if err := c.SetSavedViews(ctx, views); code(err) != want {
			t.Errorf("%s: %v", want, err)
		}
	}
	if list, err := c.SavedViews(ctx); err != nil || len(list) != 1 || list[0] != kept[0] {
		t.Error("a refusal changed what was kept:", list, err)
	}
}
