package central

import (
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestDescriptionAndHandlersAgree: what openapi.yaml lists is served, and on its
// paths nothing else is.
func TestDescriptionAndHandlersAgree(t *testing.T) {
	c := newTown(t)
	methods := []string{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
	described := map[string][]string{}
	var paths []string
	path, verb := regexp.MustCompile(`^  (/\S*):$`), regexp.MustCompile(`^    ([a-z]+):$`)
	text, _, _ := strings.Cut(string(description), "\ncomponents:")
	for line := range strings.SplitSeq(text, "\n") {
		if m := path.FindStringSubmatch(line); m != nil {
			paths = append(paths, m[1])
		} else if m := verb.FindStringSubmatch(line); m != nil && slices.Contains(methods, strings.ToUpper(m[1])) {
			last := paths[len(paths)-1]
			described[last] = append(described[last], strings.ToUpper(m[1]))
		}
	}
	if len(paths) < 8 {
		t.Fatalf("only %d paths found", len(paths))
	}
	for _, p := range paths {
		for _, m := range methods {
			_, pattern := c.srv.mux.Handler(httptest.NewRequest(m, strings.NewReplacer("{sum}", strings.Repeat("a", 64)).Replace(p), nil))
			served, _, specific := strings.Cut(pattern, " ")
			specific = specific && (served == m || m != "HEAD") // GET answers HEAD by itself
			if want := slices.Contains(described[p], m); specific != want {
				t.Errorf("%s %s: described %v, served by %q", m, p, want, pattern)
			}
		}
	}
}
