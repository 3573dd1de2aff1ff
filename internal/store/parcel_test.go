package store

import (
	"testing"

	"loketaduan/internal/testdb"
)

func TestDeviceOfAParcel(t *testing.T) { testdb.Both(t, testDeviceOfAParcel) }

func testDeviceOfAParcel(t *testing.T) {
	p, gambut, _, _, _ := regency(t)
	desk, err := gambut.Desk(ctx)
	gambut.must(err)
	d, err := p.DeviceByID(ctx, desk.Device)
	if err != nil || d.Office != desk.Office || d.Letter != desk.Letter {
		t.Fatalf("%+v %v", d, err)
	}
	p.must(p.RevokeDevice(ctx, desk.Device))
	_, err = p.DeviceByID(ctx, desk.Device)
	wantCode(t, err, "exchange.device.unknown")
	_, err = p.DeviceByID(ctx, "tidak-ada")
	wantCode(t, err, "exchange.device.unknown")
}
