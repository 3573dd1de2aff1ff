package complaint

import (
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"loketaduan/internal/calendar"
)

func aMatter(change func(*Matter)) Matter {
	m := Matter{Name: "Aminah", NIK: "6303051212900001", Phone: "081234567890", Subject: "Jembatan rusak", Narrative: "Papan jembatan gantung lepas sejak banjir, anak sekolah terperosok.",
		Place: "Jembatan gantung RT 3", Village: "Sungai Rangas", On: calendar.Of(2026, time.November, 2), Open: true}
	if change != nil {
		change(&m)
	}
	return m
}

// stranger tells the same as aMatter, but is somebody else.
func stranger(m *Matter) { m.Name, m.NIK, m.Phone = "Rusli", "6303050101800002", "085200001111" }

// unlike tells something else.
func unlike(m *Matter) {
	m.Subject, m.Narrative, m.Place = "KTP belum jadi", "Sudah rekam bulan lalu, blangko kosong.", ""
}

func TestLike(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*Matter)
		want   []string
	}{
		{"word for word", nil, []string{WhyNIK, WhyPhone, WhyName}},
		{"NIK in groups", func(m *Matter) { unlike(m); m.NIK, m.Phone = "6303 0512 1290 0001", "" }, []string{WhyNIK}},
		{"telephone as +62", func(m *Matter) { unlike(m); m.NIK, m.Phone = "", "+62 812-3456-7890" }, []string{WhyPhone}},
		{"nothing in common", func(m *Matter) { unlike(m); stranger(m) }, nil},
		{"no numbers at all", func(m *Matter) { unlike(m); m.Name, m.NIK, m.Phone = "", "", "" }, nil},
		{"another person, same matter", stranger, []string{WhyText}},
		{"after 30 days", func(m *Matter) { stranger(m); m.On = m.On.AddDays(AlikeDays) }, []string{WhyText}},
		{"after 31 days", func(m *Matter) { stranger(m); m.On = m.On.AddDays(AlikeDays + 1) }, nil},
		{"typed in late, 31 days before", func(m *Matter) { stranger(m); m.On = m.On.AddDays(-AlikeDays - 1) }, nil},
		{"same person after 31 days, the first still open", func(m *Matter) { unlike(m); m.On = m.On.AddDays(AlikeDays + 1) }, []string{WhyNIK, WhyPhone}},
		{"another village", func(m *Matter) { stranger(m); m.Village = "Indrasari" }, nil},
		{"another RT", func(m *Matter) { stranger(m); m.Place = "Jembatan gantung RT 7" }, nil},
		{"RT written together", func(m *Matter) { stranger(m); m.Place = "rt03" }, []string{WhyText}},
		{"slips of the finger", func(m *Matter) {
			stranger(m)
			m.Subject, m.Narrative = "jembtan rusk", "papan jembatan gantng lepas sjak bnjir, anak sekolah terperosk"
		}, []string{WhyText}},
		{"Banjar", func(m *Matter) {
			stranger(m)
			m.Subject, m.Narrative, m.Place = "titian gantung", "Papan titian lapas imbah baah, kakanakan sakulah taparusuk.", "RT 3"
		}, []string{WhyText}},
		{"one word is no telling", func(m *Matter) { stranger(m); m.Subject, m.Narrative, m.Place = "jembatan", "", "" }, nil},
		{"name and words, no numbers", func(m *Matter) {
			m.NIK, m.Phone, m.Subject, m.Place = "", "", "Menanyakan jembatan", ""
			m.Narrative = "Kapan papan jembatan gantung yang lepas diganti?"
		}, []string{WhyName}},
	} {
		got := TraitsOf(aMatter(c.change)).Like(TraitsOf(aMatter(nil)))
		if !slices.Equal(got.Why, c.want) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

func TestLikeOfOwnAffairs(t *testing.T) {
	card := func(m *Matter) {
		m.Subject, m.Narrative, m.Place = "KTP belum jadi", "Sudah rekam KTP sejak Juli, blangko kosong di capil.", ""
	}
	first := TraitsOf(aMatter(func(m *Matter) { card(m); m.Name = "Siti Aminah" }))
	for name, c := range map[string]struct {
		change func(*Matter)
		want   []string
	}{
		"the same words of somebody else": {stranger, nil},
		"the same words of nobody":        {func(m *Matter) { stranger(m); m.Name = "" }, []string{WhyText}},
		"the husband asks": {func(m *Matter) {
			stranger(m)
			m.Narrative = "KTP istri saya Siti Aminah belum jadi, sudah rekam sejak Juli."
		}, []string{WhyName}},
		"a proxy speaks for her": {func(m *Matter) {
			stranger(m)
			m.Proxy = "Siti Aminah"
		}, []string{WhyName}},
		"a fee is everybody's affair": {func(m *Matter) {
			stranger(m)
			m.Narrative = "Sudah rekam KTP sejak Juli, blangko kosong di capil, ada pungutan."
		}, []string{WhyText}},
	} {
		got := TraitsOf(aMatter(func(m *Matter) { card(m); c.change(m) })).Like(first)
		if !slices.Equal(got.Why, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

func TestLikeProperties(t *testing.T) {
	words := strings.Fields(alikeText)
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.Custom(func(t *rapid.T) string {
			if rapid.Bool().Draw(t, "wild") {
				return rapid.String().Draw(t, "any")
			}
			return strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), 0, 30).Draw(t, "words"), rapid.SampledFrom([]string{" ", "\n", ", ", "/"}).Draw(t, "sign"))
		})
		one := rapid.Custom(func(t *rapid.T) Matter {
			return Matter{Name: text.Draw(t, "name"), NIK: rapid.SampledFrom([]string{"", "6303051212900001", "1"}).Draw(t, "nik"), Phone: rapid.SampledFrom([]string{"", "0812345678", "+62812345678"}).Draw(t, "phone"),
				Proxy: text.Draw(t, "proxy"), Subject: text.Draw(t, "subject"), Narrative: text.Draw(t, "text"), Place: text.Draw(t, "place"), Village: rapid.SampledFrom([]string{"", "Indrasari", "Sungai Sipai"}).Draw(t, "village"),
				On: calendar.Of(2026, time.January, 1).AddDays(rapid.IntRange(0, 90).Draw(t, "day")), Open: rapid.Bool().Draw(t, "open")}
		})
		m, n := one.Draw(t, "a"), one.Draw(t, "b")
		a, b := TraitsOf(m), TraitsOf(n)
		there, back := a.Like(b), b.Like(a)
		if there.Score != back.Score || !slices.Equal(there.Why, back.Why) {
			t.Fatalf("%v one way, %v the other", there, back)
		}
		if (there.Score > 0) != (len(there.Why) > 0) {
			t.Fatal(there)
		}
		if m.NIK != "" && m.NIK == n.NIK && m.On.DaysUntil(n.On) <= AlikeDays && n.On.DaysUntil(m.On) <= AlikeDays && !slices.Contains(there.Why, WhyNIK) {
			t.Fatal("the same NIK goes unseen", there)
		}
		upper := m
		upper.Subject, upper.Narrative, upper.Name, upper.Place = strings.ToUpper(m.Subject), m.Narrative+" ", " "+m.Name, m.Place+"."
		if strings.ToLower(upper.Subject) == strings.ToLower(m.Subject) {
			if again := TraitsOf(upper).Like(b); again.Score != there.Score {
				t.Fatalf("capitals and spaces change %v to %v", there, again)
			}
		}
	})
}

func TestNameBegins(t *testing.T) {
	for _, c := range []struct {
		name, begun string
		want        bool
	}{
		{"Aminah binti Ali", "amin", true}, {"Aminah binti Ali", "Aminah b", true}, {"Aminah binti Ali", "ali", true}, {"Aminah binti Ali", "Aminah Ali", true},
		{"Aminah binti Ali", "H. Aminah", true}, {"Aminah binti Ali", "Ami Ali", false}, {"Aminah", "Aminah Ali", false}, {"Aminah", "", false}, {"", "a", false},
		{"Fahrurazi", "Fahrurrazi", true},
	} {
		if NameBegins(c.name, c.begun) != c.want {
			t.Errorf("%q begun as %q", c.name, c.begun)
		}
	}
}

func TestTypo(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"jembatan", "jembtaan", true}, {"jembatan", "jmbatan", true}, {"sekumpul", "skumpul", true}, {"rusak", "rusal", true},
		{"lampu", "kampu", false}, {"pasar", "pasang", false}, {"tikus", "tukis", false}, {"tuna", "tuan", false}, {"jalan", "jalanan", false},
		{"pemakaman", "pemukiman", true}, {"12345", "12346", false}, {"", "", false},
	} {
		if got := typo(c.a, c.b); got != c.want || typo(c.b, c.a) != c.want {
			t.Errorf("%s and %s: %v", c.a, c.b, got)
		}
	}
}

func BenchmarkLike(b *testing.B) {
	long := aMatter(nil)
	long.Narrative = strings.Repeat(long.Narrative+" Warga sudah bergotong royong tetapi kayunya tidak cukup dan dananya habis. ", 60)
	x, y := TraitsOf(aMatter(stranger)), TraitsOf(long)
	for b.Loop() {
		TraitsOf(aMatter(nil))
		x.Like(y)
	}
}
