package vault

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"
)

var fast = Cost{Time: 1, Memory: 64, Threads: 1}

func TestSealOpensOnlyInItsPlace(t *testing.T) {
	k := NewKeys()
	rapid.Check(t, func(t *rapid.T) {
		plain := rapid.SliceOf(rapid.Byte()).Draw(t, "plain")
		sealed := k.Seal("entry:1", plain)
		if len(plain) > 8 && bytes.Contains(sealed, plain) {
			t.Fatal("plain text inside sealed bytes")
		}
		got, err := k.Open("entry:1", sealed)
		if err != nil || !bytes.Equal(got, plain) {
			t.Fatalf("%v %q", err, got)
		}
		if _, err := k.Open("entry:2", sealed); !errors.Is(err, ErrSealed) {
			t.Fatal("opened in another row")
		}
		sealed[rapid.IntRange(0, len(sealed)-1).Draw(t, "at")] ^= 1
		if _, err := k.Open("entry:1", sealed); !errors.Is(err, ErrSealed) {
			t.Fatal("opened although altered")
		}
	})
	if _, err := NewKeys().Open("entry:1", k.Seal("entry:1", []byte("isi"))); !errors.Is(err, ErrSealed) {
		t.Fatal("opened with another key")
	}
}

func TestSlot(t *testing.T) {
	k := NewKeys()
	s := k.Wrap("rahasia-123", fast)
	if _, err := s.Unwrap("rahasia-124"); !errors.Is(err, ErrSecret) {
		t.Fatal(err)
	}
	got, err := s.Unwrap("rahasia-123")
	if err != nil || got.Data() != k.Data() {
		t.Fatal("data key lost", err)
	}
	if got.Token("martapura") != k.Token("martapura") {
		t.Fatal("tokens differ after unlock")
	}
}

func TestRecoveryCodeSurvivesHandwriting(t *testing.T) {
	c := RecoveryCode()
	if len(c) != 29 {
		t.Fatal(c)
	}
	if CleanRecoveryCode(" o1"+c) != "01"+CleanRecoveryCode(c) {
		t.Fatal("confusable letters")
	}
	if RecoveryCode() == c {
		t.Fatal("codes repeat")
	}
}

func TestWords(t *testing.T) {
	got := Words("Jalan RT.05/RW 02, jalan  BERLUBANG!", "a 6303-05")
	want := []string{"jalan", "rt", "05", "rw", "02", "berlubang", "6303"}
	for i, w := range want {
		if i >= len(got) || got[i] != w {
			t.Fatalf("got %q", got)
		}
	}
	// the same as by the standard library, whatever is written
	rapid.Check(t, func(t *rapid.T) {
		texts := rapid.SliceOfN(rapid.OneOf(rapid.String(), rapid.StringOfN(rapid.RuneFrom([]rune("aB9 .é-\xffİ")), 0, 90, -1)), 0, 3).Draw(t, "texts")
		var want []string
		for _, text := range texts {
			for _, w := range strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
				if len(w) > 40 {
					w = strings.ToValidUTF8(w[:40], "")
				}
				if len(w) >= MinWord && !slices.Contains(want, w) {
					want = append(want, w)
				}
			}
		}
		if got := Words(texts...); !slices.Equal(got, want) {
			t.Fatalf("%q, want %q", got, want)
		}
	})
	if Digits("+62 812-3456") != "08123456" {
		t.Fatal(Digits("+62 812-3456"))
	}
}
