package main

import (
	"context"
	"strings"
	"testing"

	"loketaduan/internal/store"
)

func TestDeviceListAndRevoke(t *testing.T) {
	dir := t.TempDir()
	if code, _, complaints := run(t, dir, "office", "add", "--code", "63.03.05", "--name", "Kecamatan Martapura"); code != 0 {
		t.Fatal(complaints)
	}
	st, err := open(context.Background(), place{folder: dir})
	if err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	for _, d := range []store.Device{{ID: "pc-1", Office: "63.03.05", Letter: "A", Name: "PC Loket 1", TokenHash: []byte("1")}, {ID: "pc-2", Office: "63.03.05", Letter: "B", Name: "PC Loket 2", TokenHash: []byte("2")}} {
		if err := st.AddDevice(ctx, d); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := st.Rejoin(ctx, "pc-1", store.Device{ID: "pc-3", Office: "63.03.05", Name: "PC Loket 1", TokenHash: []byte("3")}); err != nil {
		t.Fatal(err)
	}
	if err := st.NoteDiverged(ctx, "pc-2"); err != nil {
		t.Fatal(err)
	}
	st.Close()
	code, out, _ := run(t, dir, "device", "list")
	if code != 0 || !strings.Contains(out, "PC Loket 2") || !strings.Contains(out, "1 kali, terakhir") || !strings.Contains(out, "salinan atau pemulihan dari PC A") || strings.Contains(out, "dicabut") {
		t.Fatalf("%d %s", code, out)
	}
	if code, out, _ := run(t, dir, "device", "revoke", "pc-2"); code != 0 || !strings.Contains(out, "dicabut") {
		t.Fatalf("%d %s", code, out)
	}
	if code, _, complaints := run(t, dir, "device", "revoke", "pc-9"); code != 1 || !strings.Contains(complaints, "tidak terdaftar") {
		t.Fatalf("%d %s", code, complaints)
	}
	if _, out, _ := run(t, dir, "device", "list", "--office", "63.03.05"); !strings.Contains(out, "dicabut") {
		t.Fatal(out)
	}
}
