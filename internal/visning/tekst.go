package visning

import (
	_ "embed"
	"encoding/csv"
	"encoding/json"
	"regexp"
	"strings"
	"sync"
	"unicode/utf8"

	"indeksbro/internal/borger/sprog"
	"indeksbro/internal/oio"
	"indeksbro/internal/program"
	"indeksbro/internal/rules"
)

// Tekst is what a KLE number or a service type is called for citizens, and one sentence about it, in Danish and English (06 B13). The names
// fit into a sentence: small first letter, no full stop. English may be empty: then the Danish is shown and marked as Danish.
type Tekst struct {
	Navn         string `json:"navn,omitempty"`
	Forklaring   string `json:"forklaring,omitempty"`
	NavnEn       string `json:"navnEn,omitempty"`
	ForklaringEn string `json:"forklaringEn,omitempty"`
}

// The kinds of what texts are about, as the first part of a fact's code.
const (
	omKLE  = "kle/"
	omType = "type/"
)

// TekstKode is the code of a text about a KLE number (type false) or a service type.
func OmraadeKode(number string) string { return omKLE + number }

// TypeKode is the code of a text about a service type, by the key of its class.
func TypeKode(key string) string { return omType + key }

// TekstFaktum is the decision about a text; the zero text goes back to the default.
func TekstFaktum(code string, t Tekst) program.Faktum {
	f := program.Faktum{Emne: program.Borgertekst, Kode: code}
	if t != (Tekst{}) {
		text, _ := json.Marshal(t) // strings always can
		f.Tekst = string(text)
	}
	return f
}

// The longest name and explanation, in characters, and the longest sentence, in words (06 §2.5).
const (
	MaxNavn       = 80
	MaxForklaring = 200
	maxOrd        = 24
)

var lovtegn = regexp.MustCompile(`§|\bstk\.|\bjf\.|\biht\.`)

// Proev holds a text against what is good to read: short, in sentences of fewer than 25 words, without references to law, and never with
// anything like a CPR number.
func (t Tekst) Proev() *rules.Brud {
	for _, part := range []struct {
		text string
		most int
	}{{t.Navn, MaxNavn}, {t.NavnEn, MaxNavn}, {t.Forklaring, MaxForklaring}, {t.ForklaringEn, MaxForklaring}} {
		switch {
		case utf8.RuneCountInString(part.text) > part.most:
			return tekstbrud("a text is too long", "teksten er for lang: et navn må fylde 80 tegn, en forklaring 200")
		case oio.MaskCPR(part.text) != part.text:
			return tekstbrud("a text must not hold anything like a CPR number", "teksten ligner et CPR-nummer")
		case lovtegn.MatchString(part.text):
			return tekstbrud("no references to law: explain instead", "skriv ikke paragraffer: forklar i stedet, hvad borgeren får")
		case Saetningslaengde(part.text) > maxOrd:
			return tekstbrud("a sentence has 25 words or more", "en sætning må højst være på 24 ord")
		}
	}
	return nil
}

func tekstbrud(english, dansk string) *rules.Brud {
	return &rules.Brud{Regel: "B13", English: english, Dansk: dansk}
}

var saetningsslut = regexp.MustCompile(`[.!?:](\s|$)`)

// Saetningslaengde is the number of words in the longest sentence of a text.
func Saetningslaengde(text string) int {
	longest := 0
	for _, sentence := range saetningsslut.Split(text, -1) {
		longest = max(longest, len(strings.Fields(sentence)))
	}
	return longest
}

// OmraadeTekst are the words for a number: the municipality's, else ours, else made from its title.
func (v *Visninger) OmraadeTekst(number, title string) Tekst {
	return udfyld(v.tekster[omKLE+number], standardtekster()[omKLE+number], title)
}

// TypeTekst are the words for a service type by key: the municipality's, else ours, else made from its name.
func (v *Visninger) TypeTekst(key, name string) Tekst {
	ours, found := standardtekster()[omType+key]
	if !found {
		ours = standardtekster()[omType+strings.ToLower(name)]
	}
	return udfyld(v.tekster[omType+key], ours, name)
}

// EgenTekst is what the municipality has written about a code, and whether it has.
func (v *Visninger) EgenTekst(code string) (Tekst, bool) {
	t, found := v.tekster[code]
	return t, found
}

func (v *Visninger) harTekst(number string) bool {
	_, own := v.tekster[omKLE+number]
	_, ours := standardtekster()[omKLE+number]
	return own || ours
}

// udfyld fills field by field. A name of the municipality's own is not explained by our sentence, which may be about something else.
func udfyld(own, ours Tekst, title string) Tekst {
	if own.Navn == "" {
		if own.Navn, own.NavnEn = ours.Navn, firstText(own.NavnEn, ours.NavnEn); own.Navn == "" {
			own.Navn = sprog.Ydelse(title)
		}
		if own.Forklaring == "" {
			own.Forklaring = ours.Forklaring
		}
		if own.ForklaringEn == "" {
			own.ForklaringEn = ours.ForklaringEn
		}
	}
	return own
}

func firstText(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}

// standard are the texts we wrote: code; name; sentence; the same in English.
//
//go:embed tekster.csv
var standard string

var standardtekster = sync.OnceValue(func() map[string]Tekst {
	r := csv.NewReader(strings.NewReader(standard))
	r.Comma, r.FieldsPerRecord = ';', 5
	rows, err := r.ReadAll()
	if err != nil {
		panic(err) // the file is in the binary
	}
	texts := make(map[string]Tekst, len(rows))
	for _, row := range rows[1:] {
		texts[row[0]] = Tekst{row[1], row[2], row[3], row[4]}
	}
	return texts
})

// Standardtekster are the texts we wrote, by code.
func Standardtekster() map[string]Tekst { return standardtekster() }
