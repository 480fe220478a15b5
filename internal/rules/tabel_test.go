package rules_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"indeksbro/internal/rules"
	"indeksbro/internal/testkit/shared"
)

// andetsteds are rules whose tests come with the part of the program that is theirs.
var andetsteds = []string{"R012", "R014", "R026", "R027", "R078", "R080", "R104"}

// TestEveryRuleOfTheMappingIsListedAndShown holds the catalogue of rules against the list and against what tests are named after.
func TestEveryRuleOfTheMappingIsListedAndShown(t *testing.T) {
	t.Parallel()
	catalogue, err := os.ReadFile(shared.Path(t, "spec/01-rules.md"))
	if err != nil {
		t.Fatal(err)
	}
	listed := map[string]bool{}
	for _, r := range rules.Alle() {
		listed[r.Nummer] = true
	}
	shown := vistITest(t, filepath.Join("..", ".."))
	for _, m := range regexp.MustCompile(`(?m)^- (R\d{3}) `).FindAllStringSubmatch(string(catalogue), -1) {
		number := m[1]
		if number > "R080" && number != "R099" && number != "R104" {
			continue
		}
		if !listed[number] {
			t.Errorf("%s is not in the list of rules", number)
		}
		if elsewhere := slices.Contains(andetsteds, number); !shown[number] && !elsewhere {
			t.Errorf("%s has no test named after it", number)
		} else if shown[number] && elsewhere {
			t.Logf("%s has its test now and need not be excused", number)
		}
	}
}

// vistITest is the rules that names of test functions and of scripts, and lines of scripts, carry.
func vistITest(t *testing.T, root string) map[string]bool {
	t.Helper()
	shown := map[string]bool{}
	number := regexp.MustCompile(`R\d{3}`)
	function := regexp.MustCompile(`(?m)^func (Test|Fuzz)\S*`)
	note := func(text string) {
		for _, n := range number.FindAllString(text, -1) {
			shown[n] = true
		}
	}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == "node_modules" || d.Name() == ".git"):
			return fs.SkipDir
		case strings.HasSuffix(path, "_test.go"), strings.HasSuffix(path, ".txtar"):
			text, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			if strings.HasSuffix(path, ".txtar") {
				note(d.Name() + string(text))
			} else {
				note(strings.Join(function.FindAllString(string(text), -1), " "))
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return shown
}
