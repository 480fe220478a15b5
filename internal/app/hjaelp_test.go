package app

import (
	"bytes"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
)

// TestEveryCommandHelpsWithAnExample asks every command there is for help, so that a new one cannot forget it.
func TestEveryCommandHelpsWithAnExample(t *testing.T) {
	t.Parallel()
	parser, err := kong.New(&cli{}, kong.Name("indeksbro"))
	if err != nil {
		t.Fatal(err)
	}
	leaves := parser.Model.Leaves(true)
	if len(leaves) < 15 {
		t.Fatalf("found %d commands, want all of them", len(leaves))
	}
	for _, leaf := range leaves {
		words := strings.Fields(leaf.Path())
		t.Run(strings.Join(words, " "), func(t *testing.T) {
			t.Parallel()
			code, out, errs := kald(t.Context(), bytes.NewReader(nil), t.TempDir(), append(words, "--help")...)
			if code != exitDone || errs != "" {
				t.Errorf("exit code %d, stderr %q, want 0 and nothing", code, errs)
			}
			if example := "indeksbro " + strings.Join(words, " "); !strings.Contains(out, "Example") || !strings.Contains(out, strings.TrimSuffix(example, " run")) {
				t.Errorf("help has no example with %q:\n%s", example, out)
			}
		})
	}
	for _, group := range parser.Model.Children {
		code, out, _ := kald(t.Context(), bytes.NewReader(nil), t.TempDir(), group.Name, "--help")
		if code != exitDone || !strings.Contains(out, "Usage: indeksbro "+group.Name) {
			t.Errorf("indeksbro %s --help: exit code %d, printed %q", group.Name, code, out)
		}
	}
}
