package calendar

import (
	"bytes"
	"crypto/ed25519"
	"strings"
	"testing"
)

func TestFingerprint(t *testing.T) {
	shown := Fingerprint(public(testKey))
	if len(shown) != 19 || strings.Count(shown, "-") != 3 || strings.ContainsAny(shown, "ILOU") {
		t.Errorf("%q", shown)
	}
	other := Fingerprint(public(ed25519.NewKeyFromSeed(bytes.Repeat([]byte{7}, ed25519.SeedSize))))
	for typed, same := range map[string]bool{
		shown: true, strings.ToLower(shown): true, " " + strings.ReplaceAll(shown, "-", " ") + "\n": true,
		strings.ReplaceAll(shown, "-", ""): true, strings.ReplaceAll(shown, "0", "O"): true, strings.ReplaceAll(shown, "1", "l"): true,
		other: false, "": false, shown[:18]: false, shown + "0": false, shown[:9]: false,
	} {
		if SameFingerprint(typed, shown) != same || SameFingerprint(shown, typed) != same {
			t.Errorf("%q and %q: want %v", typed, shown, same)
		}
	}
	if !SameFingerprint("7KOO-iIlL 9xmd.0000", "7K00-1111-9XMD-0000") || SameFingerprint("7K00-1111-9XMD-0000", "7K00-1111-9XMD-000Q") {
		t.Error("letters that are taken for digits")
	}
	if SameFingerprint("", "") || SameFingerprint("7KQ2", "7KQ2") {
		t.Error("a part of a fingerprint is none")
	}
}
