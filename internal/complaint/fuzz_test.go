package complaint

import (
	"reflect"
	"testing"

	"loketaduan/internal/calendar"
	"loketaduan/internal/journal"
)

// Whatever a damaged or a future entry holds, Apply keeps it and goes on.
func FuzzApply(f *testing.F) {
	for kind := range Known {
		f.Add(kind, []byte(draft("", kind, actBody(kind), nil).Body))
	}
	for _, body := range []string{
		"", "x", "{}", "null", "[]", "0", `"a"`, `{"set":null}`, `{"set":{}}`, `{"set":{"":""}}`, `{"set":{"state":"closed","tracking":"x"}}`,
		`{"set":{"receivedAt":"9999-12-31T23:59:59Z","reporter.unidentified":"ya"}}`, `{"set":{"receivedAt":"0000-01-01T00:00:00Z"}}`,
		`{"on":"0001-01-01"}`, `{"on":"9999-12-31"}`, `{"on":"2026-13-01"}`, `{"on":3}`, `{"text":["x"]}`, `{"number":"630305-A-2026-000123-4","set":{"narrative":"\u0000\ud800"}}`,
		`{"clash":"` + openClash() + `","take":"proposed"}`, `{"clash":"` + openClash() + `","take":"?"}`, `{"office":"63.03.12","name":""}`,
	} {
		for _, kind := range []string{KReceived, KCorrected, KCompleted, KForwarded, KClashSettled, "", "merged"} {
			f.Add(kind, []byte(body))
		}
	}
	f.Fuzz(func(t *testing.T, kind string, body []byte) {
		for _, before := range [][]journal.Entry{nil, in(t, Received).entries, in(t, AwaitingCompletion).entries, in(t, Answered).entries, in(t, Closed).entries} {
			e := journal.Entry{ID: entryID(700), Stream: streamID, Office: here, Author: "siti", At: now, Kind: kind, Version: 1, Body: body, Rev: 99}
			c := Fold(streamID, before)
			Apply(c, &e)
			Apply(c, &e)
			if len(c.History) != len(before)+1 {
				t.Fatalf("%d entries, %d steps", len(before)+1, len(c.History))
			}
			settle := journal.Entry{ID: entryID(701), Kind: KClashSettled, Version: 1, Body: []byte(`{"clash":"` + openClash() + `","take":"accepted"}`), Rev: 100}
			Apply(c, &settle)
			if before != nil && c.Original != validForm().Narrative {
				t.Fatalf("the reporter's words became %q", c.Original)
			}
			again := Fold(streamID, append(append([]journal.Entry{}, before...), e, settle))
			if !reflect.DeepEqual(again, c) {
				t.Fatalf("folding again gives another complaint")
			}
			form := c.MaskedForm()
			form.Clean()
			_ = form.Check(calendar.WITA)
			_ = form.Warnings(now, calendar.WITA)
			clocksOf(c)
			c.Trail(NewRulebook(calendar.EmbeddedDecrees(), nil))
			c.ReporterShown(true)
			for kind := range transitions {
				_, _ = Decide(c, complete(kind), actor("admin"), entryID(702), "")
			}
		}
	})
}
