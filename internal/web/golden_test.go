package web_test

import (
	"flag"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "rewrite testdata/*.golden.html")

// The stylesheets and their hash depend on whether `make assets` has been run, so golden pages leave them out.
var (
	sheets = regexp.MustCompile(`<link rel="(stylesheet|icon)"[^>]*>|<script src="[^"]*" defer></script>`)
	blocks = regexp.MustCompile(`(</?(html|head|body|header|main|footer|section|div|nav|ul|ol|li|p|h1|h2|h3|h4|form|table|thead|tbody|tfoot|tr|th|td|dl|aside|details|title|meta)\b[^>]*>)`)
	empty  = regexp.MustCompile(`\n\s*\n+`)
)

func readable(body string) string {
	return empty.ReplaceAllString(blocks.ReplaceAllString(sheets.ReplaceAllString(body, ""), "\n$1"), "\n") + "\n"
}

func TestGoldenPages(t *testing.T) {
	t.Parallel()
	silent := newFake()
	silent.orgFail = errFake
	silent.alder.Hoert = nu.AddDate(0, 0, -1)
	tests := []struct {
		name, address string
		fake          *fake
		who           who
		form          url.Values
	}{
		{name: "forside", address: "/"},
		{name: "tilgaengelighed", address: "/tilgaengelighed"},
		{name: "ikke-fundet", address: "/findes/ikke"},
		{name: "ikke-logget-ind", address: "/borger"},
		{name: "ikke-adgang", address: "/sapa", who: annaSelf},
		{name: "borger", address: "/borger", who: annaSelf},
		{name: "borger-intet", address: "/borger", who: tomSelf},
		{name: "sapa", address: "/sapa", who: clerk},
		{name: "sapa-fejl", address: "/sapa/soeg", who: clerk, form: url.Values{"soeg": {"7105"}}},
		{name: "sapa-hits", address: "/sapa/soeg", who: clerk, form: url.Values{"soeg": {"sen"}}},
		{name: "sapa-borger", address: "/sapa/borger/" + anna.Noegle.String(), who: clerk},
		{name: "sapa-borger-filter", address: "/sapa/borger/" + anna.Noegle.String() + "?vis=aktive&sort=-fra&q=udegruppe", who: clerk},
		{name: "sapa-sag", address: "/sapa/sag/" + sag1.String(), who: clerk},
		{name: "sapa-sag-stille", address: "/sapa/sag/" + sag1.String(), who: clerk, fake: silent},
		{name: "sapa-bevilling", address: "/sapa/bevilling/" + bev1.String(), who: clerk},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			f := test.fake
			if f == nil {
				f = newFake()
			}
			h, _ := setup(f, test.who)
			var body string
			if test.form != nil {
				body = post(t, h, test.address, test.form).Body.String()
			} else {
				body = get(t, h, test.address).Body.String()
			}
			golden(t, test.name, readable(body))
		})
	}
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name+".golden.html")
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s differs (run with -update and read the diff):\n%s", file, diff)
	}
}
