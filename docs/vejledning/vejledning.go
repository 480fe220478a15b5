// Package vejledning holds the guides, a Markdown file each, so that the program shows the very text that lies in the repository.
//
// It is for what people read. It renders nothing (internal/web/hjaelp does), and the pictures stay outside the binary.
package vejledning

import (
	"embed"
	"slices"
	"strings"
)

//go:embed *.md
var filer embed.FS

// Navne are the guides' names, in the order they are read: the overview, the steps, the roles, and those who only look.
func Navne() []string {
	return []string{Forside, "trin-1", "trin-2", "trin-3", "trin-4", "trin-5", "trin-6", "trin-7", "trin-8", "trin-a", "trin-b",
		"cura-administrator", "fk-organisation-administrator", "borgerblik-systemejer", "sapa-administrator", "programleder", "leverandoer", "sagsbehandler", "borger"}
}

// Forside is the overview: the file that a folder shows by itself.
const Forside = "README"

// Tekst is a guide as it was written; false when there is none of that name.
func Tekst(navn string) (string, bool) {
	if !slices.Contains(Navne(), navn) {
		return "", false
	}
	raw, err := filer.ReadFile(navn + ".md")
	return string(raw), err == nil
}

// Titel is the guide's own heading, without what comes before a colon.
func Titel(navn string) string {
	text, _ := Tekst(navn)
	first, _, _ := strings.Cut(text, "\n")
	return strings.TrimPrefix(first, "# ")
}
