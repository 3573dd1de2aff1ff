package office

import (
	"context"
	"testing"
	"testing/synctest"
	"time"
)

func TestLineReturnIsNoticed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		now := map[string]bool{"10.0.0.5/24": true}
		ups := 0
		ctx, cancel := context.WithCancel(t.Context())
		go watchLine(ctx, func() map[string]bool { return now }, lineWatch, func() { ups++ })
		time.Sleep(10 * time.Second)
		synctest.Wait()
		if ups != 0 {
			t.Fatal("nothing changed, yet it called")
		}
		now = map[string]bool{} // the cable is out
		time.Sleep(10 * time.Second)
		now = map[string]bool{"10.0.0.5/24": true} // and in again
		time.Sleep(10 * time.Second)
		synctest.Wait()
		if ups != 1 {
			t.Fatalf("called %d times for one return", ups)
		}
		cancel()
		synctest.Wait()
	})
}
