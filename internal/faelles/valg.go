// Package faelles is the commons (R125): what municipalities chose for their own names, shown to each other. It holds one shared choice and
// what may be shared, the four formats choices travel in (CSV, SSSOM, FHIR ConceptMap, JSON), the signed bundle that goes from one installation
// to another, the table of who chose what, and the answers to clarifications that all may use (R015, R047).
//
// Nothing in it is about a citizen: names of services, laws and codes, no ids and no free text unless a person chose it. It keeps nothing and
// asks nobody; the notice board (package tavle) and the store do the keeping, and suggestions are ranked elsewhere (package suggest).
package faelles

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"indeksbro/internal/kle"
	"indeksbro/internal/mapping"
	"indeksbro/internal/oio"
	"indeksbro/internal/suggest"
)

// Forhold is how a local name relates to the code chosen for it, as SKOS has it.
type Forhold string

// The relations.
const (
	Samme    Forhold = "samme"    // both mean the same
	Taet     Forhold = "taet"     // near enough to be shown as it; what a choice says where nothing more is said
	Bredere  Forhold = "bredere"  // the code is the wider
	Snaevert Forhold = "snaevert" // the code is the narrower
	Beslaegt Forhold = "beslaegt" // related in some way
)

// Valg is what one municipality chose for one of its names.
type Valg struct {
	Kommune     oio.CVR     `json:"kommune"`
	KommuneNavn string      `json:"kommuneNavn,omitempty"`
	Art         mapping.Art `json:"art"` // sagstype or ydelse
	Navn        string      `json:"navn"`
	Lov         string      `json:"lov,omitempty"`
	Paragraf    string      `json:"paragraf,omitempty"`
	Kode        string      `json:"kode,omitempty"` // a KLE number for a sagstype, the catalogue's key for a ydelse; empty where nothing is to be chosen
	Titel       string      `json:"titel,omitempty"`
	Ikke        bool        `json:"ikke,omitempty"` // it was decided that there is no code for it (R009, R030)
	Forhold     Forhold     `json:"forhold,omitempty"`
	Dato        oio.Dato    `json:"dato,omitzero"`      // decided
	Sikkerhed   float64     `json:"sikkerhed,omitzero"` // from above 0 to 1 where somebody said; zero: nobody did
	Note        string      `json:"note,omitempty"`     // only where the municipality chose to share it
}

// Limits of what is taken from outside.
const (
	maxNavn  = 300
	maxNote  = 2000
	maxValg  = 500_000
	maxBytes = 64 << 20
)

// ErrCPR refuses a choice in which something looks like a CPR number.
var ErrCPR = errors.New("looks as if it held a CPR number")

// Ens writes a choice in the one way it is compared and written: without surplus blanks, with a relation, without what "not" leaves no room for.
func (v Valg) Ens() Valg {
	for _, text := range []*string{&v.KommuneNavn, &v.Navn, &v.Lov, &v.Paragraf, &v.Kode, &v.Titel, &v.Note} {
		*text = strings.Join(strings.Fields(*text), " ")
	}
	v.KommuneNavn = strings.ReplaceAll(v.KommuneNavn, "|", "/") // SSSOM parts several authors so
	if v.Forhold == "" {
		v.Forhold = Taet
	}
	if v.Ikke {
		v.Kode, v.Titel, v.Forhold, v.Sikkerhed = "", "", Taet, 0
	}
	return v
}

// Proev says what is wrong with a choice from outside; nil when nothing is.
func (v *Valg) Proev() error {
	if _, err := oio.ParseCVR(string(v.Kommune)); err != nil {
		return fmt.Errorf("kommune: %w", err)
	}
	switch {
	case v.Art != mapping.Sagstype && v.Art != mapping.Ydelse:
		return errors.New("kind: want sagstype or ydelse")
	case v.Navn == "" || v.Kode == "" && !v.Ikke:
		return errors.New("navn and kode must not be empty")
	case v.Art == mapping.Sagstype && !v.Ikke && !kle.Nummer(v.Kode).ErEmne():
		return errors.New("kode: want a KLE number of six digits for a sagstype (R001)")
	case !slices.Contains([]Forhold{Samme, Taet, Bredere, Snaevert, Beslaegt}, v.Forhold):
		return errors.New("forhold: want samme, taet, bredere, snaevert or beslaegt")
	case !(v.Sikkerhed >= 0 && v.Sikkerhed <= 1):
		return errors.New("sikkerhed: want a number from 0 to 1")
	}
	for name, text := range map[string]string{"navn": v.Navn, "lov": v.Lov, "paragraf": v.Paragraf, "kode": v.Kode, "titel": v.Titel, "kommunenavn": v.KommuneNavn, "note": v.Note} {
		limit := maxNavn
		if name == "note" {
			limit = maxNote
		}
		if _, _, found := oio.FindCPR(text); found {
			return fmt.Errorf("%s %w", name, ErrCPR)
		}
		if !utf8.ValidString(text) || utf8.RuneCountInString(text) > limit || strings.ContainsFunc(text, unicode.IsControl) || strings.ContainsAny(text, "\ufffd\ufeff") {
			return fmt.Errorf("%s: want text of at most %d characters", name, limit)
		}
	}
	return nil
}

// Noegle tells choices of one municipality apart: kind, name and law. What it is named after cannot be told from it by case or sign.
func (v *Valg) Noegle() string {
	return string(v.Art) + " " + suggest.Navnenoegle(v.Navn) + suggest.Lovnoegle(v.Lov, v.Paragraf)
}

// Mapping is the choice as a decision has it.
func (v *Valg) Mapping() mapping.Valg {
	switch {
	case v.Ikke:
		return mapping.Valg{Ikke: true}
	case v.Art == mapping.Sagstype:
		return mapping.Valg{KLE: kle.Nummer(v.Kode)}
	}
	return mapping.Valg{Type: v.Kode}
}

// Kort is what suggestions need of it.
func (v *Valg) Kort() suggest.KommuneValg {
	short := suggest.KommuneValg{Kommune: v.Kommune, Slags: string(v.Art), Navn: v.Navn, Lov: v.Lov, Paragraf: v.Paragraf, Kode: v.Kode}
	if v.Ikke {
		short.Kode = suggest.Ikke
	}
	return short
}

// Udvid is the inverse of Kort, as far as it goes.
func Udvid(short suggest.KommuneValg) Valg {
	v := Valg{Kommune: short.Kommune, Art: mapping.Art(short.Slags), Navn: short.Navn, Lov: short.Lov, Paragraf: short.Paragraf, Kode: short.Kode, Ikke: short.Kode == suggest.Ikke}
	return v.Ens()
}

// Korte is Kort of each.
func Korte(all []Valg) []suggest.KommuneValg {
	short := make([]suggest.KommuneValg, len(all))
	for i := range all {
		short[i] = all[i].Kort()
	}
	return short
}

// Sorter puts choices in the order files have them: municipality, kind, name, law, code.
func Sorter(all []Valg) {
	ordn(all, func(a, b *Valg) int {
		return cmp.Or(cmp.Compare(a.Kommune, b.Kommune), cmp.Compare(a.Art, b.Art), cmp.Compare(a.Navn, b.Navn), cmp.Compare(a.Lov, b.Lov), cmp.Compare(a.Paragraf, b.Paragraf), cmp.Compare(a.Kode, b.Kode))
	})
}

// ordn sorts in place and keeps what is equal in order. It swaps by reflection, because slices.SortStableFunc is compiled anew for each type.
func ordn[T any](all []T, order func(a, b *T) int) {
	sort.SliceStable(all, func(i, j int) bool { return order(&all[i], &all[j]) < 0 })
}

// forholdet is the relation between a local name and what was chosen: the same when they are called the same, a KLE subject is wider than a case type, and a
// type is near.
func forholdet(art mapping.Art, navn, titel string) Forhold {
	switch {
	case titel != "" && suggest.Navnenoegle(navn) == suggest.Navnenoegle(titel):
		return Samme
	case art == mapping.Sagstype:
		return Bredere
	}
	return Taet
}

// Fejl is something wrong with a file, with the place where it is; Sted zero is the file as a whole.
type Fejl struct {
	Sted           int // a line of a table, an entry of a list
	Dansk, Engelsk string
}

// Error is for the command line.
func (f Fejl) Error() string {
	if f.Sted == 0 {
		return f.Engelsk
	}
	return fmt.Sprintf("line %d: %s", f.Sted, f.Engelsk)
}

// PaaDansk is for pages.
func (f Fejl) PaaDansk() string {
	if f.Sted == 0 {
		return f.Dansk
	}
	return fmt.Sprintf("Linje %d: %s", f.Sted, f.Dansk)
}

// danske are the refusals of Proev for pages, by how they begin.
var danske = []struct{ engelsk, dansk string }{
	{"kommune:", "kommunens CVR-nummer mangler eller er forkert"},
	{"kind:", "skriv sagstype eller ydelse"},
	{"navn and kode", "navn og kode skal være udfyldt"},
	{"kode:", "en sagstype skal have et KLE-nummer med seks cifre (R001)"},
	{"forhold:", "forholdet kendes ikke"},
	{"sikkerhed:", "sikkerheden skal være et tal fra 0 til 1"},
}

// fejlI tells a refusal with its place, in both languages.
func fejlI(place int, err error) Fejl {
	f := Fejl{Sted: place, Engelsk: oio.MaskCPR(err.Error()), Dansk: "teksten kan ikke bruges"}
	if errors.Is(err, ErrCPR) {
		f.Dansk = "noget ligner et CPR-nummer"
	}
	for _, one := range danske {
		if strings.HasPrefix(f.Engelsk, one.engelsk) {
			f.Dansk = one.dansk
		}
	}
	return f
}

// hele is a fault of a file as a whole.
func hele(dansk, engelsk string) []Fejl { return []Fejl{{Dansk: dansk, Engelsk: engelsk}} }
