package visning

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// lix is Björnsson's readability index: words a sentence and long words of a hundred. Under 25 is for children, under 35 easy.
func lix(text string) int {
	words, long, sentences := 0, 0, 0
	for _, word := range strings.Fields(text) {
		words++
		if utf8.RuneCountInString(strings.TrimFunc(word, func(r rune) bool { return !unicode.IsLetter(r) })) > 6 {
			long++
		}
		if strings.ContainsAny(word, ".!?:") {
			sentences++
		}
	}
	return words/max(sentences, 1) + 100*long/max(words, 1)
}

func TestDefaultTextsAreEasyToRead(t *testing.T) {
	t.Parallel()
	var danish, english strings.Builder
	for code, text := range Standardtekster() {
		if brud := text.Proev(); brud != nil {
			t.Errorf("%s: %v", code, brud)
		}
		if text.Navn == "" || text.NavnEn == "" || !strings.HasSuffix(text.Forklaring, ".") || !strings.HasSuffix(text.ForklaringEn, ".") {
			t.Errorf("%s lacks a name or a whole sentence: %+v", code, text)
		}
		for _, name := range []string{text.Navn, text.NavnEn} {
			if first, _ := utf8.DecodeRuneInString(name); unicode.IsUpper(first) || strings.HasSuffix(name, ".") {
				t.Errorf("%s: %q does not fit into a sentence", code, name)
			}
		}
		danish.WriteString("Du får " + text.Navn + ". " + text.Forklaring + " ")
		english.WriteString("You get " + text.NavnEn + ". " + text.ForklaringEn + " ")
	}
	for language, text := range map[string]string{"Danish": danish.String(), "English": english.String()} {
		if got := lix(text); got > 35 {
			t.Errorf("the %s texts have LIX %d, which is more than easy", language, got)
		}
	}
	t.Logf("LIX %d in Danish, %d in English, %d texts", lix(danish.String()), lix(english.String()), len(Standardtekster()))
}
