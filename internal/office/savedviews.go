package office

import (
	"context"
	"encoding/json"
	"strings"
	"unicode/utf8"

	"loketaduan/internal/fault"
)

// SavedView is a list as somebody wants to find it again. It stays on this PC,
// sealed: its words may be those of a reporter.
type SavedView struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	At   string `json:"at"` // its filters, as the window writes them
}

const (
	savedViewsMost    = 30
	savedViewNameMost = 40   // letters
	savedViewMost     = 2000 // bytes of its filters
)

func savedViewsKey(account string) string { return "views:" + account }

// SavedViews of whoever is signed in, in the order that they were saved in.
func (d *Desk) SavedViews(ctx context.Context) ([]SavedView, error) {
	s, err := d.Session()
	if err != nil {
		return nil, err
	}
	text, err := d.store.Meta(ctx, savedViewsKey(s.Account.ID))
	views := []SavedView{}
	if err != nil || text == "" || json.Unmarshal([]byte(text), &views) != nil {
		return []SavedView{}, err
	}
	return views, nil
}

// SetSavedViews of whoever is signed in: all of them.
func (d *Desk) SetSavedViews(ctx context.Context, views []SavedView) error {
	s, err := d.Session()
	if err != nil {
		return err
	}
	if len(views) > savedViewsMost {
		return fault.New(fault.Invalid, "view.many", "name", "Sudah ada 30 tampilan. Hapus satu yang tidak dipakai lagi, lalu simpan.")
	}
	names := map[string]bool{}
	for i := range views {
		v := &views[i]
		v.Name = strings.Join(strings.Fields(v.Name), " ")
		switch same := strings.ToLower(v.Name); {
		case v.Name == "":
			return fault.New(fault.Invalid, "view.name.required", "name", "Beri nama, misalnya Jalan rusak.")
		case utf8.RuneCountInString(v.Name) > savedViewNameMost:
			return fault.New(fault.Invalid, "view.name.long", "name", "Nama paling panjang 40 huruf. Pendekkan sedikit.")
		case names[same]:
			return fault.New(fault.Conflict, "view.name.twice", "name", "Nama ini sudah dipakai tampilan lain. Pilih nama lain.")
		case v.ID == "" || len(v.ID) > 64 || len(v.At) > savedViewMost:
			return fault.New(fault.Invalid, "view.invalid", "", "Tampilan ini tidak dapat disimpan. Kurangi saringannya, lalu ulangi.")
		default:
			names[same] = true
		}
	}
	raw, err := json.Marshal(views)
	if err != nil {
		return err
	}
	return d.store.SetMeta(ctx, savedViewsKey(s.Account.ID), string(raw))
}
