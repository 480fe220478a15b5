package kle

import "strings"

// Hjemmel is one paragraph, or a range of them, that a local name refers to: the law by the title KLE uses where that is known,
// else as it was written, and the paragraphs as numbers with room for a letter (§ 83 a is 8301). Both are zero where only a
// law is named.
type Hjemmel struct {
	Lov      string
	Fra, Til int
}

// shortLaws are the ways care records cut the names of laws, without points and blanks.
var shortLaws = map[string]string{
	"servicel": "Serviceloven", "sundhedsl": "Sundhedsloven", "almboligl": "Almenboligloven", "almenboligl": "Almenboligloven",
	"retssikkerhedsl": "Retssikkerhedsloven", "ældrel": "Ældreloven", "ældrelov": "Ældreloven",
	"psl": "Psykiatriloven", "bekplejehjem": "BEK om plejehjem og beskyttede boliger",
}

// Hjemler reads the law and paragraph of a local name or a common type. A law named in front of the paragraph ("BL §32") wins
// over the law's own field. Nothing written gives nothing.
func Hjemler(lov, paragraf string) []Hjemmel {
	law := lawTitle(lov)
	text := strings.TrimSpace(paragraf)
	if text != "" && isDigit(text[0]) {
		text = "§ " + text
	}
	var out []Hjemmel
	for _, f := range findLaws(text, lawNames, law) {
		if f.para {
			out = append(out, Hjemmel{Lov: f.lov, Fra: f.span.fra, Til: f.span.til})
		}
	}
	if len(out) == 0 && law != "" {
		out = append(out, Hjemmel{Lov: law})
	}
	return out
}

// lawTitle is the title KLE uses for a law, or the law as it was written.
func lawTitle(lov string) string {
	key := strings.ToLower(strings.Join(strings.Fields(lov), " "))
	if title, known := lawNames[key]; known {
		return title
	}
	if title, known := shortLaws[strings.NewReplacer(".", "", " ", "").Replace(key)]; known {
		return title
	}
	return strings.TrimSpace(lov)
}

// Paragraf is a paragraph as Hjemmel counts: Paragraf(83, "a") is § 83 a.
func Paragraf(number int, bogstav string) int { return number*paraStep + letter(bogstav) }

// Moeder reports whether two name a paragraph in common of the same law.
func (h Hjemmel) Moeder(o Hjemmel) bool {
	return h.Fra != 0 && o.Fra != 0 && strings.EqualFold(h.Lov, o.Lov) && h.Fra <= o.Til && o.Fra <= h.Til
}
