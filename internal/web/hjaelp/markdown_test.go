package hjaelp

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"

	"indeksbro/docs/vejledning"
)

// goldmarks is what the library makes of a text.
func goldmarks(t *testing.T, text string) string {
	t.Helper()
	var out bytes.Buffer
	if err := goldmark.New(goldmark.WithExtensions(extension.Table)).Convert([]byte(text), &out); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// vores is the same text by us, with every link and picture as it is written, and without the ids of headings.
func vores(text string) string {
	w := skriver{billeder: true, link: func(to string) (string, bool) { return to, true }, kode: func(code string) string { return "<code>" + undgaa.Replace(code) + "</code>" }}
	html := w.skriv(text)
	for _, o := range w.indhold {
		html = strings.Replace(html, ` id="`+o.ID+`"`, "", 1)
	}
	return html
}

func TestTheGuidesReadAsGoldmarkReadsThem(t *testing.T) {
	t.Parallel()
	for _, name := range vejledning.Navne() {
		text, found := vejledning.Tekst(name)
		if !found {
			t.Errorf("there is no guide %s", name)
			continue
		}
		got, want := strings.Split(vores(text), "\n"), strings.Split(goldmarks(t, text), "\n")
		for i := range max(len(got), len(want)) {
			if i >= len(got) || i >= len(want) || got[i] != want[i] {
				t.Errorf("%s: the guide uses what our writer does not know. From line %d of the HTML\ngot  %q\nwant %q", name, i+1, got[min(i, len(got)-1)], want[min(i, len(want)-1)])
				break
			}
		}
	}
}

func TestEveryGuideIsInTheListAndEveryListedGuideThere(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../../../docs/vejledning/*.md")
	if err != nil || len(files) != len(vejledning.Navne()) {
		t.Errorf("%d files, %d in the list (%v)", len(files), len(vejledning.Navne()), err)
	}
	for _, name := range vejledning.Navne() {
		if guide := alle()[name]; guide.Titel == "" || !strings.Contains(guide.Indledning, "<h1>") {
			t.Errorf("%s has no heading", name)
		}
	}
	for _, o := range omraader {
		if _, found := vejledning.Tekst(o.navn); !found {
			t.Errorf("%s leads to a guide %s that is not there", o.sti, o.navn)
		}
	}
}

// Links between guides stay in the program; what is not in it is words only, and is there in the repository.
func TestLinksOfTheGuidesLeadSomewhere(t *testing.T) {
	t.Parallel()
	for _, name := range vejledning.Navne() {
		text, _ := vejledning.Tekst(name)
		links := 0
		w := skriver{kode: sidelink, link: func(to string) (string, bool) {
			links++
			file, heading, _ := strings.Cut(to, "#")
			if _, err := os.Stat(filepath.Join("../../../docs/vejledning", file)); err != nil {
				t.Errorf("%s: a link to %s, which is not there", name, to)
			}
			if other := alle()[strings.TrimSuffix(file, ".md")]; heading != "" && !strings.Contains(other.Resten, `id="`+heading+`"`) {
				t.Errorf("%s: a link to a heading that is not there: %s", name, to)
			}
			return hertil(to)
		}}
		if html := w.skriv(text); strings.Contains(html, ".md\"") || strings.Contains(html, "<img") {
			t.Errorf("%s: a link to a file, or a picture, came along", name)
		}
		if links == 0 && name != "borger" && name != "sagsbehandler" {
			t.Errorf("%s links to nothing", name)
		}
	}
}

func TestEachPageHasItsGuide(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]string{
		"/vaerksted": "trin-1", "/vaerksted/ydelser": "trin-4", "/vaerksted/ydelse/yd-1": "trin-4", "/vaerksted/sagstype/st-1": "trin-5", "/vaerksted/enheder": "trin-6", "/vaerksted/eksport/liste": "trin-8",
		"/adgang": "trin-a", "/adgang/rolle/jf-1": "trin-a", "/adgang/log": "sapa-administrator", "/borgerblik/aabninger": "trin-b", "/program/trin/3": "trin-3", "/sapa/borger/x": "sagsbehandler", "/borger": "borger",
	} {
		if got := Til(path); got.Adresse != Sti+"/"+want {
			t.Errorf("%s leads to %s, want %s", path, got.Adresse, want)
		}
	}
	if got := Til("/program"); got.Adresse != Sti || got.Navn != "Hjælp" {
		t.Errorf("/program leads to %+v", got)
	}
}

func TestMarkdownAsOthersReadIt(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"# En & to\n\nEt **fedt `x<y`** ord\nover to linjer.\n\n## Næste\n\n- et\n- to\n  mere\n\n1. a\n2. b", "| a | b |\n| --- | --- |\n| **1** | [to](x.md) |\n\nEfter.", "![billede](a.png)\n\n\"citat\" <b>",
	} {
		if strings.Contains(text, "<b>") {
			text = strings.ReplaceAll(text, "<b>", "< b >") // raw HTML is not for guides; goldmark leaves it out, we show it
		}
		if got, want := vores(text), goldmarks(t, text); got != want {
			t.Errorf("%q\ngot  %q\nwant %q", text, got, want)
		}
	}
}
