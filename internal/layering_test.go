package internal

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "loketaduan"

// ranks is the layer picture. A package may import only packages of a lower
// rank: never its own rank (sideways), never a higher one. A package that is not
// here has no place yet, which is a fault too.
var ranks = map[string]int{
	"internal/fault": 0,

	"internal/calendar": 1,
	"internal/journal":  1,
	"internal/vault":    1,
	"internal/auth":     1,

	"internal/complaint": 2,

	"internal/ledger":   3,
	"internal/store":    3,
	"internal/exchange": 3,
	"internal/report":   3,
	"internal/paper":    3,

	"internal/office":  4,
	"internal/central": 4,

	"app/desktop": 5,
	"app/server":  5,

	".":        6,
	"frontend": 5, // only the embedded screens; imports nothing

	"internal":            0, // these tests
	"internal/simulation": 5, // tests only: desks and server together
	"internal/testdb":     3, // tests only: databases for them
}

// purest is the highest rank without I/O and clock.
const purest = 2

// alsoPure are packages above it that keep to the same: they stand higher only
// because they need the domain.
var alsoPure = []string{"internal/ledger"}

// impure are the packages, each with all below it, that ranks 0 to purest may not import.
var impure = []string{"database/sql", "net/http", "os", "log/slog"}

// reserved names what only certain packages may import: one place each knows
// the outside thing.
var reserved = map[string][]string{
	"github.com/wailsapp/wails":     {".", "app/desktop"},
	"modernc.org/sqlite":            {"internal/store"},
	"github.com/jackc/pgx":          {"internal/store"},
	"github.com/lib/pq":             {"internal/store"},
	"github.com/mattn/go-sqlite3":   {"internal/store"},
	"github.com/ncruces/go-sqlite3": {"internal/store"},
	"github.com/xuri/excelize":      {"internal/report"},
	"github.com/rickar/cal":         {"internal/calendar"},
	"github.com/hablullah/go-hijri": {"internal/calendar"},
	"github.com/tus/tusd":           {"internal/central"},
	"golang.org/x/exp":              {"internal/central"},                  // tusd's logger
	"golang.org/x/image":            {"internal/office", "internal/paper"}, // photos are made smaller on the desk; which letters a font has
	"codeberg.org/go-pdf/fpdf":      {"internal/paper"},
	"github.com/boombuler/barcode":  {"internal/paper"},
}

// source is one Go file that is not a test.
type source struct {
	dir  string // relative to the root, with slashes; "." for the root
	name string
	file *ast.File
}

// readTree parses every Go file below root except tests, hidden folders,
// node_modules, testdata and build output. It does not ask the go command: build
// tags must not hide a file from the rule.
func readTree(root string) ([]source, error) {
	var sources []source
	err := filepath.WalkDir(root, func(at string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		dir, err := filepath.Rel(root, filepath.Dir(at))
		if err != nil {
			return err
		}
		name := entry.Name()
		if entry.IsDir() {
			skipped := name == "node_modules" || name == "testdata" || name == "vendor" ||
				dir == "build" && (name == "out" || name == "bin") || dir == "." && name == "data"
			if at != root && (skipped || strings.HasPrefix(name, ".") || strings.HasPrefix(name, "_")) {
				return filepath.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), at, nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		sources = append(sources, source{dir: filepath.ToSlash(dir), name: name, file: file})
		return nil
	})
	return sources, err
}

// layerFaults lists every breach of the import rule, one sentence each.
func layerFaults(sources []source) []string {
	var faults []string
	for _, s := range sources {
		say := func(format string, a ...any) {
			faults = append(faults, path.Join(s.dir, s.name)+": "+fmt.Sprintf(format, a...))
		}
		rank, placed := ranks[s.dir]
		if !placed {
			say("package %s has no rank: give it a place in the layer map", s.dir)
			continue
		}
		pure := rank <= purest || slices.Contains(alsoPure, s.dir)
		for _, spec := range s.file.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				say("import %s: %v", spec.Path.Value, err)
				continue
			}
			if own, ok := ownPackage(imported); ok {
				other, placed := ranks[own]
				switch {
				case !placed:
					say("imports %s, which has no rank", own)
				case other == rank:
					say("imports %s sideways (both rank %d)", own, rank)
				case other > rank:
					say("imports %s upwards (rank %d from rank %d)", own, other, rank)
				}
				continue
			}
			if pure {
				for _, no := range impure {
					if within(imported, no) {
						say("imports %s, but ranks 0 to %d and %s are pure", imported, purest, strings.Join(alsoPure, ", "))
					}
				}
			}
			for outside, users := range reserved {
				if within(imported, outside) && !slices.Contains(users, s.dir) {
					say("imports %s, which belongs to %s only", imported, strings.Join(users, ", "))
				}
			}
		}
		if pure {
			for _, call := range clockUses(s.file) {
				say("uses %s, but pure code gets the time as a value", call)
			}
		}
	}
	slices.Sort(faults)
	return faults
}

// ownPackage turns an import path of this module into its folder.
func ownPackage(imported string) (string, bool) {
	if imported == module {
		return ".", true
	}
	return strings.CutPrefix(imported, module+"/")
}

// within reports whether imported is the package root or below it; a major
// version suffix is below it.
func within(imported, root string) bool {
	return imported == root || strings.HasPrefix(imported, root+"/")
}

// clockUses finds time.Now and what reads it in turn, also under another name
// of the import and when passed as a value.
func clockUses(file *ast.File) []string {
	local := ""
	for _, spec := range file.Imports {
		if spec.Path.Value == `"time"` {
			local = "time"
			if spec.Name != nil {
				local = spec.Name.Name
			}
		}
	}
	if local == "" {
		return nil
	}
	if local == "." {
		return []string{`import . "time"`}
	}
	var uses []string
	ast.Inspect(file, func(n ast.Node) bool {
		if sel, ok := n.(*ast.SelectorExpr); ok {
			if x, ok := sel.X.(*ast.Ident); ok && x.Name == local && slices.Contains([]string{"Now", "Since", "Until"}, sel.Sel.Name) {
				uses = append(uses, "time."+sel.Sel.Name)
			}
		}
		return true
	})
	return uses
}

// docFaults lists the packages without a package comment of at least a sentence
// in doc.go or, where there is one main file, in main.go or the only file.
func docFaults(sources []source) []string {
	docs := map[string]string{}
	files := map[string]int{}
	for _, s := range sources {
		files[s.dir]++
	}
	for _, s := range sources {
		if _, seen := docs[s.dir]; !seen {
			docs[s.dir] = ""
		}
		if s.name == "doc.go" || s.name == "main.go" || files[s.dir] == 1 {
			docs[s.dir] += s.file.Doc.Text()
		}
	}
	var faults []string
	for dir, text := range docs {
		text = strings.TrimSpace(text)
		if len(strings.Fields(text)) < 5 || !strings.Contains(text, ".") {
			faults = append(faults, dir+": says nowhere in doc.go (or main.go) in a sentence what the package is")
		}
	}
	slices.Sort(faults)
	return faults
}

func TestLayers(t *testing.T) {
	for _, fault := range layerFaults(wholeTree(t)) {
		t.Error(fault)
	}
}

func TestPackageDoc(t *testing.T) {
	for _, fault := range docFaults(wholeTree(t)) {
		t.Error(fault)
	}
}

// wholeTree reads the module that this test stands in.
func wholeTree(t *testing.T) []source {
	t.Helper()
	root, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	sources, err := readTree(root)
	if err != nil {
		t.Fatal(err)
	}
	// An empty walk would make every rule hold.
	if len(sources) < 20 {
		t.Fatalf("only %d Go files found: is this test still below the root of the module?", len(sources))
	}
	return sources
}

// TestLayersCanFail gives the rule small trees and looks for the fault, so that
// a rule that sees nothing does not pass for a clean tree.
func TestLayersCanFail(t *testing.T) {
	const doc = "// Package x is here to be judged by the rule.\n"
	cases := map[string]struct {
		files map[string]string
		want  string // part of the only fault; "" means none
	}{
		"downwards is fine": {map[string]string{
			"internal/store/a.go": doc + `package store; import _ "loketaduan/internal/complaint"; import _ "database/sql"; import _ "modernc.org/sqlite"`}, ""},
		"upwards":                {map[string]string{"internal/complaint/a.go": doc + `package complaint; import _ "loketaduan/internal/store"`}, "upwards"},
		"sideways":               {map[string]string{"internal/store/a.go": doc + `package store; import _ "loketaduan/internal/exchange"`}, "sideways"},
		"no place":               {map[string]string{"internal/util/a.go": doc + `package util`}, "has no rank"},
		"imports without place":  {map[string]string{"internal/store/a.go": doc + `package store; import _ "loketaduan/internal/util"`}, "has no rank"},
		"sql in the domain":      {map[string]string{"internal/complaint/a.go": doc + `package complaint; import _ "database/sql/driver"`}, "are pure"},
		"os in rank 1":           {map[string]string{"internal/vault/a.go": doc + `package vault; import _ "os"`}, "are pure"},
		"clock":                  {map[string]string{"internal/journal/a.go": doc + "package journal; import \"time\"; var at = time.Now()"}, "time.Now"},
		"clock by another name":  {map[string]string{"internal/auth/a.go": doc + "package auth; import t \"time\"; var now = t.Now"}, "time.Now"},
		"clock above is fine":    {map[string]string{"internal/office/a.go": doc + "package office; import \"time\"; var at = time.Now()"}, ""},
		"wails below":            {map[string]string{"internal/office/a.go": doc + `package office; import _ "github.com/wailsapp/wails/v2/pkg/runtime"`}, "belongs to"},
		"driver outside store":   {map[string]string{"internal/central/a.go": doc + `package central; import _ "modernc.org/sqlite"`}, "belongs to"},
		"excelize in the window": {map[string]string{"app/desktop/a.go": doc + `package desktop; import _ "github.com/xuri/excelize/v2"`}, "belongs to"},
		"tusd on the desk":       {map[string]string{"internal/office/a.go": doc + `package office; import _ "github.com/tus/tusd/v2/pkg/handler"`}, "belongs to"},
		"photos on the server":   {map[string]string{"internal/central/a.go": doc + `package central; import _ "golang.org/x/image/draw"`}, "belongs to"},
		"rickar in the domain":   {map[string]string{"internal/complaint/a.go": doc + `package complaint; import _ "github.com/rickar/cal/v2"`}, "belongs to"},
		"hidden by a build tag":  {map[string]string{"internal/fault/a.go": "//go:build windows\n\n" + doc + `package fault; import _ "os/exec"`}, "are pure"},
		"disk in the ledger":     {map[string]string{"internal/ledger/a.go": doc + `package ledger; import _ "os"`}, "are pure"},
		"clock in the ledger":    {map[string]string{"internal/ledger/a.go": doc + "package ledger; import \"time\"; var now = time.Now"}, "time.Now"},
		"tests may look up":      {map[string]string{"internal/store/a_test.go": `package store; import _ "loketaduan/internal/central"`}, ""},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			faults := layerFaults(fakeTree(t, c.files))
			expect(t, faults, c.want)
		})
	}
}

func TestPackageDocCanFail(t *testing.T) {
	cases := map[string]struct {
		files map[string]string
		want  string
	}{
		"in doc.go":      {map[string]string{"internal/store/doc.go": "// Package store is the register on disk.\npackage store", "internal/store/a.go": "package store"}, ""},
		"in main.go":     {map[string]string{"main.go": "// Package main is the entry of the desk.\npackage main"}, ""},
		"in another one": {map[string]string{"internal/store/a.go": "// Package store is the register on disk.\npackage store", "internal/store/b.go": "package store"}, "says nowhere"},
		"none":           {map[string]string{"internal/store/doc.go": "package store"}, "says nowhere"},
		"only a name":    {map[string]string{"internal/store/doc.go": "// Package store.\npackage store"}, "says nowhere"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			expect(t, docFaults(fakeTree(t, c.files)), c.want)
		})
	}
}

func fakeTree(t *testing.T, files map[string]string) []source {
	t.Helper()
	root := t.TempDir()
	for name, text := range files {
		at := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(at, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	sources, err := readTree(root)
	if err != nil {
		t.Fatal(err)
	}
	return sources
}

func expect(t *testing.T, faults []string, want string) {
	t.Helper()
	switch {
	case want == "" && len(faults) == 0:
	case want == "":
		t.Errorf("found %q, want nothing", faults)
	case len(faults) != 1 || !strings.Contains(faults[0], want):
		t.Errorf("found %q, want one fault with %q", faults, want)
	}
}
