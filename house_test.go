// Package indeksbro_test holds the rules of the house: who may import whom, what every package says of itself, and what pure
// code may not touch.
package indeksbro_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"testing"
)

// The rings, innermost first. A package may import its own ring and those inside it; adapters not each other.
var (
	domain   = rooms("oio xmltree seal kle ydelsestype organisation eoj mapping politik projection rules suggest enhedsvalg sapa borger haendelse program aftale adgang visning revision hop forloeb tavle faelles")
	engine   = rooms("mirror export index konsekvens vaerksted simulate verifikation styring tilsyn tovholder programleder")
	adapters = rooms("store generate standin sheet pdf web soap idws idp")
)

func rooms(names string) map[string]bool {
	set := make(map[string]bool)
	for _, name := range strings.Fields(names) {
		set[name] = true
	}
	return set
}

// forbidden are packages that domain and engine code may not import: I/O, network and databases belong to adapters.
var forbidden = rooms("os net net/http database/sql log io/ioutil os/exec syscall math/rand math/rand/v2")

// source is one parsed Go file of ours that is no test.
type source struct {
	path string
	room string // first folder under internal, or "cmd"
	file *ast.File
}

func sources(t *testing.T) []source {
	t.Helper()
	var all []source
	for _, root := range []string{"internal", "cmd"} {
		err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ParseComments)
			if err != nil {
				return err
			}
			room := "cmd"
			if parts := strings.Split(filepath.ToSlash(path), "/"); parts[0] == "internal" {
				room = parts[1]
			}
			all = append(all, source{filepath.ToSlash(path), room, file})
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return all
}

func TestRoomsImportInwardsOnly(t *testing.T) {
	t.Parallel()
	for _, s := range sources(t) {
		for _, spec := range s.file.Imports {
			path := strings.Trim(spec.Path.Value, `"`)
			if (domain[s.room] || engine[s.room]) && forbidden[path] {
				t.Errorf("%s imports %s: pure rooms do no I/O", s.path, path)
			}
			inner, ours := strings.CutPrefix(path, "indeksbro/internal/")
			if !ours {
				continue
			}
			to, _, _ := strings.Cut(inner, "/")
			if to == s.room {
				continue
			}
			if !mayImport(s, to) {
				t.Errorf("%s imports %s: not allowed from %s to %s", s.path, path, s.room, to)
			}
		}
	}
}

func mayImport(s source, to string) bool {
	switch {
	case to == "testkit":
		return strings.HasPrefix(s.path, "internal/testkit/")
	case s.room == "app", s.room == "testkit":
		return true
	case s.room == "cmd":
		return to == "app"
	case domain[s.room]:
		return domain[to]
	case engine[s.room]:
		return domain[to] || engine[to]
	case adapters[s.room]:
		return domain[to] || engine[to]
	}
	return false
}

// Whoever reaches the embedded identity provider may be anybody, and the demo's picker leads to it: only the demo has them.
func TestOnlyTheDemoHasTheEmbeddedProvider(t *testing.T) {
	t.Parallel()
	used := 0
	for _, s := range sources(t) {
		for _, spec := range s.file.Imports {
			path := strings.Trim(spec.Path.Value, `"`)
			if path != "indeksbro/internal/idp" && path != "indeksbro/internal/web/demo" {
				continue
			}
			used++
			if name := filepath.Base(s.path); s.room == "testkit" || s.room == "app" && strings.HasPrefix(name, "demo") {
				continue
			}
			t.Errorf("%s imports %s: nothing but the demo may let people choose who to be", s.path, path)
		}
	}
	if used == 0 {
		t.Error("nobody imports the embedded provider: the question finds nothing")
	}
}

func TestEveryRoomIsOnThePlan(t *testing.T) {
	t.Parallel()
	for _, s := range sources(t) {
		if !domain[s.room] && !engine[s.room] && !adapters[s.room] && s.room != "app" && s.room != "cmd" && s.room != "testkit" {
			t.Errorf("%s: the room %s is in no ring; say where it belongs in house_test.go and ARCHITECTURE.md", s.path, s.room)
		}
	}
}

func TestEveryPackageSaysWhatItIsFor(t *testing.T) {
	t.Parallel()
	docs := make(map[string]string)
	for _, s := range sources(t) {
		directory := filepath.Dir(s.path)
		if s.file.Doc != nil {
			docs[directory] += s.file.Doc.Text()
		} else if _, seen := docs[directory]; !seen {
			docs[directory] = ""
		}
	}
	for directory, doc := range docs {
		if len(strings.Fields(doc)) < 12 {
			t.Errorf("%s: the package comment must say what the package is for and what not", directory)
		}
	}
}

func TestEveryExportedNameIsExplained(t *testing.T) {
	t.Parallel()
	for _, s := range sources(t) {
		if strings.HasSuffix(s.path, "_templ.go") {
			continue
		}
		for _, declaration := range s.file.Decls {
			for _, name := range unexplained(declaration) {
				t.Errorf("%s: %s has no doc comment", s.path, name)
			}
		}
	}
}

// unexplained lists the exported names of a declaration that no comment covers.
func unexplained(declaration ast.Decl) []string {
	switch d := declaration.(type) {
	case *ast.FuncDecl:
		if d.Name.IsExported() && d.Doc == nil && exportedReceiver(d) {
			return []string{d.Name.Name}
		}
	case *ast.GenDecl:
		var names []string
		for _, spec := range d.Specs {
			switch s := spec.(type) {
			case *ast.TypeSpec:
				if s.Name.IsExported() && d.Doc == nil && s.Doc == nil {
					names = append(names, s.Name.Name)
				}
			case *ast.ValueSpec:
				if s.Names[0].IsExported() && d.Doc == nil && s.Doc == nil && s.Comment == nil {
					names = append(names, s.Names[0].Name)
				}
			}
		}
		return names
	}
	return nil
}

// exportedReceiver reports whether a function is one others can call: methods of hidden types explain themselves there.
func exportedReceiver(d *ast.FuncDecl) bool {
	if d.Recv == nil {
		return true
	}
	kind := d.Recv.List[0].Type
	if star, ok := kind.(*ast.StarExpr); ok {
		kind = star.X
	}
	name, ok := kind.(*ast.Ident)
	return ok && name.IsExported()
}

func TestPureRoomsKnowNoClock(t *testing.T) {
	t.Parallel()
	for _, s := range sources(t) {
		if !domain[s.room] && !engine[s.room] {
			continue
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			call, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			of, ok := call.X.(*ast.Ident)
			if ok && of.Name == "time" && (call.Sel.Name == "Now" || call.Sel.Name == "Sleep" || call.Sel.Name == "Since") {
				t.Errorf("%s uses time.%s: time is an argument here", s.path, call.Sel.Name)
			}
			return true
		})
	}
}

func TestTheModuleReplacesNothing(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("go.mod")
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(text), "\nreplace ") {
		t.Error("go.mod has a replace: whoever installs the module would get something else")
	}
}

func TestArchitectureNamesEveryRoom(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("ARCHITECTURE.md")
	if err != nil {
		t.Fatal(err)
	}
	missing := make(map[string]bool)
	for _, s := range sources(t) {
		if s.room != "cmd" && !strings.Contains(string(text), "`"+s.room+"`") {
			missing[s.room] = true
		}
	}
	names := make([]string, 0, len(missing))
	for name := range missing {
		names = append(names, name)
	}
	sort.Strings(names)
	if len(names) > 0 {
		t.Errorf("ARCHITECTURE.md does not name %s", strings.Join(names, ", "))
	}
}
